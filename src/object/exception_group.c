/* exception_group.c: BaseExceptionGroup and ExceptionGroup (PEP 654).
 *
 * A group holds a message and a tuple of exceptions, which may be groups in turn: a tree. subgroup() and
 * split() cut the tree in two by a condition on its nodes; what remains on either side keeps the nesting, and
 * each rebuilt node keeps traceback, cause, context and notes of the one it comes from. Three conditions exist:
 * a type (or tuple of types), a function, and, for except*, a set of identities of leaves. */
#include "object/argument_checks.h"
#include "object/call.h"
#include "object/callables.h"
#include "object/error.h"
#include "object/exception_slots.h"
#include "object/int.h"
#include "object/list.h"
#include "object/set.h"
#include "object/str.h"
#include "object/tuple.h"
#include "object/type_checks.h"

#define AS_GROUP(ref) ((GroupException *)(ref))

static bool is_group(Ref object) { return is_a(object, EXC(BaseExceptionGroup)); }

/* --- constructor ----------------------------------------------------------------------------------------- */

static bool check_arguments(Ref const *args, isize nargs) {
    if (nargs != 2) {
        return error_set(EXC(TypeError), "BaseExceptionGroup.__new__() takes exactly 2 arguments (%zd given)",
                         nargs);
    }
    if (!is_str(args[0])) {
        const char *found = argument_type_name(args[0]);
        return error_set(EXC(TypeError), "BaseExceptionGroup.__new__() argument 1 must be str, not %.50s",
                         found);
    }
    if (!object_is_sequence(args[1])) {
        return error_set(EXC(TypeError), "second argument (exceptions) must be a sequence");
    }
    return true;
}

/* Checks the members; *only_exceptions becomes false where one does not derive from Exception. */
static bool check_members(Ref members, bool *only_exceptions) {
    isize count = tuple_length(members);
    if (count == 0) {
        return error_set(EXC(ValueError), "second argument (exceptions) must be a non-empty sequence");
    }
    for (isize i = 0; i < count; i++) {
        Ref member = tuple_get(members, i);
        if (!is_exception(member)) {
            return error_set(EXC(ValueError), "Item %d of second argument (exceptions) is not an exception",
                             (int)i);
        }
        int is_ordinary = object_is_instance(member, (Ref)EXC(Exception));
        if (is_ordinary < 0) return false;
        if (!is_ordinary) *only_exceptions = false;
    }
    return true;
}

/* Which class it becomes: a BaseExceptionGroup of nothing but Exceptions is an ExceptionGroup. */
static Type *choose_class(Type *type, bool only_exceptions) {
    if (type == EXC(BaseExceptionGroup)) return only_exceptions ? EXC(ExceptionGroup) : type;
    if (only_exceptions) return type;
    if (type == EXC(ExceptionGroup)) {
        return error_set(EXC(TypeError), "Cannot nest BaseExceptions in an ExceptionGroup");
    }
    int is_ordinary = object_is_subclass((Ref)type, (Ref)EXC(Exception));
    if (is_ordinary < 0) return NULL;
    if (!is_ordinary) return type;
    return error_set(EXC(TypeError), "Cannot nest BaseExceptions in '%.200s'", type->name);
}

Own exception_group_new(Type *type, Ref const *args, isize nargs, Ref kwnames) {
    if (!check_arguments(args, nargs)) return NULL;
    Own members = tuple_from_iterable(args[1]);
    if (!members) return NULL;
    bool only_exceptions = true;
    Type *class = check_members(members, &only_exceptions) ? choose_class(type, only_exceptions) : NULL;
    Own self = class ? exception_slot_new(class, args, nargs, kwnames) : NULL;
    if (!self) {
        release(members);
        return NULL;
    }
    AS_GROUP(self)->message = own(args[0]);
    AS_GROUP(self)->exceptions = members;
    return self;
}

static Own group_new(Ref message, Ref members) {
    Ref arguments[] = {message, members};
    return exception_new(EXC(BaseExceptionGroup), arguments, 2);
}

Own exception_group_str(Ref self) {
    isize count = tuple_length(AS_GROUP(self)->exceptions);
    return str_format("%S (%zd sub-exception%s)", AS_GROUP(self)->message, count, count > 1 ? "s" : "");
}

/* --- splitting ------------------------------------------------------------------------------------------- */

typedef enum ConditionKind { CONDITION_TYPE, CONDITION_FUNCTION, CONDITION_LEAVES } ConditionKind;
typedef struct Condition {
    ConditionKind kind;
    Ref value; /* class or tuple of classes; function; set of addresses */
} Condition;
/* Two halves, each owned, NULL where empty. */
typedef struct Halves {
    Own match, rest;
} Halves;

/* The type of Python functions belongs to the vm, which stands above this room: here it has only a name. */
static bool is_function(Ref object) {
    const Type *type = type_of(object);
    return !type_has(type, TYPE_HEAP) && strcmp(type->name, "function") == 0;
}

static bool is_tuple_of_classes(Ref value) {
    if (!is_exact_tuple(value)) return false;
    for (isize i = 0; i < tuple_length(value); i++) {
        if (!is_exception_class(tuple_get(value, i))) return false;
    }
    return true;
}

static bool condition_from(Ref value, Condition *condition) {
    condition->value = value;
    condition->kind = is_function(value) ? CONDITION_FUNCTION : CONDITION_TYPE;
    if (is_function(value) || is_exception_class(value) || is_tuple_of_classes(value)) return true;
    return error_set(EXC(TypeError), "expected a function, exception type or tuple of exception types");
}

static Own leaf_identity(Ref leaf) { return int_from_u64((u64)(uintptr_t)leaf); }

static int condition_holds(const Condition *condition, Ref exception) {
    if (condition->kind == CONDITION_TYPE) return exception_matches(exception, condition->value);
    if (condition->kind == CONDITION_LEAVES) {
        if (is_group(exception)) return 0;
        Own identity = leaf_identity(exception);
        if (!identity) return -1;
        int found = set_contains(condition->value, identity);
        release(identity);
        return found;
    }
    Own answer = object_call_one(condition->value, exception);
    if (!answer) return -1;
    int truth = object_is_true(answer);
    release(answer);
    return truth;
}

/* Each part gets a list of notes of its own. */
static bool copy_notes(Ref part, Ref original) {
    Own notes;
    if (!object_find_attribute(original, NAME(__notes__), &notes)) return false;
    if (!notes) return true;
    bool done = true;
    if (object_is_sequence(notes)) {
        Own copy = list_from_iterable(notes);
        done = copy && object_set_attribute(part, NAME(__notes__), copy);
        release_maybe(copy);
    }
    release(notes);
    return done;
}

/* A group like `original` of these members, through its derive(). *part is NULL where there are none. */
static bool group_subset(Ref original, Ref members, Own *part) {
    *part = NULL;
    if (list_length(members) == 0) return true;
    Own derived = object_call_method_one(original, NAME(derive), members);
    if (!derived) return false;
    if (!is_group(derived)) {
        release(derived);
        return error_set(EXC(TypeError), "derive must return an instance of BaseExceptionGroup");
    }
    const Exception *from = AS_EXCEPTION(original);
    if (from->traceback) exception_set_traceback(derived, own(from->traceback));
    exception_set_context(derived, own_maybe(from->context));
    exception_set_cause(derived, own_maybe(from->cause));
    if (!copy_notes(derived, original)) {
        release(derived);
        return false;
    }
    *part = derived;
    return true;
}

static bool split(Ref exception, const Condition *condition, bool want_rest, Halves *halves);

/* Appends and lets go of what one member was split into. */
static bool halves_append(Halves *halves, Ref matches, Ref rests) {
    bool done = (!halves->match || list_append_ref(matches, halves->match)) &&
                (!halves->rest || list_append_ref(rests, halves->rest));
    release_maybe(halves->match);
    release_maybe(halves->rest);
    return done;
}

static bool split_members(Ref group, const Condition *condition, Ref matches, Ref rests) {
    Ref members = AS_GROUP(group)->exceptions;
    for (isize i = 0; i < tuple_length(members); i++) {
        if (!recursion_enter(" in exceptiongroup_split_recursive")) return false;
        Halves halves;
        bool done = split(tuple_get(members, i), condition, rests != NULL, &halves);
        recursion_leave();
        if (!done || !halves_append(&halves, matches, rests)) return false;
    }
    return true;
}

/* A group that does not match as a whole: member by member. */
static bool split_group(Ref group, const Condition *condition, bool want_rest, Halves *halves) {
    Own matches = list_new(0), rests = want_rest && matches ? list_new(0) : NULL;
    bool done = matches && (rests || !want_rest) && split_members(group, condition, matches, rests) &&
                group_subset(group, matches, &halves->match);
    if (done && want_rest && !group_subset(group, rests, &halves->rest)) {
        slot_clear(&halves->match);
        done = false;
    }
    release_maybe(matches);
    release_maybe(rests);
    return done;
}

static bool split(Ref exception, const Condition *condition, bool want_rest, Halves *halves) {
    *halves = (Halves){NULL, NULL};
    int holds = condition_holds(condition, exception);
    if (holds < 0) return false;
    if (holds) {
        halves->match = own(exception);
        return true;
    }
    if (is_group(exception)) return split_group(exception, condition, want_rest, halves);
    if (want_rest) halves->rest = own(exception);
    return true;
}

/* --- methods --------------------------------------------------------------------------------------------- */

static Own method_derive(Ref self, Ref const *args, isize nargs) {
    return arguments_tuple(NULL, nargs, 1, 1) ? group_new(AS_GROUP(self)->message, args[0]) : NULL;
}

static Own method_split(Ref self, Ref const *args, isize nargs) {
    Condition condition;
    Halves halves;
    if (!arguments_count("split", nargs, 1, 1) || !condition_from(args[0], &condition)) return NULL;
    if (!split(self, &condition, true, &halves)) return NULL;
    Own pair = tuple_pack(2, halves.match ? halves.match : None, halves.rest ? halves.rest : None);
    release_maybe(halves.match);
    release_maybe(halves.rest);
    return pair;
}

static Own method_subgroup(Ref self, Ref const *args, isize nargs) {
    Condition condition;
    Halves halves;
    if (!arguments_count("subgroup", nargs, 1, 1) || !condition_from(args[0], &condition)) return NULL;
    if (!split(self, &condition, false, &halves)) return NULL;
    return halves.match ? halves.match : own_none();
}

const MethodDef exception_group_methods[] = {
    {"__class_getitem__", METHOD_ONE, .one = generic_alias_new, .doc = "See PEP 585", .flags = METHOD_CLASS},
    {"derive", METHOD_ARRAY, .array = method_derive, .flags = METHOD_VARARGS},
    {"split", METHOD_ARRAY, .array = method_split, .flags = METHOD_VARARGS},
    {"subgroup", METHOD_ARRAY, .array = method_subgroup, .flags = METHOD_VARARGS},
    {.name = NULL}};

const MemberDef exception_group_members[] = {
    {"message", MEMBER_OBJECT, offsetof(GroupException, message), true, "exception message"},
    {"exceptions", MEMBER_OBJECT, offsetof(GroupException, exceptions), true, "nested exceptions"},
    {.name = NULL}};

/* --- except* --------------------------------------------------------------------------------------------- */

/* A lone exception that an except* clause catches comes wrapped in a group. */
static Own wrap(Ref exception) {
    Own members = tuple_pack(1, exception);
    Own group = members ? group_new(OBJECT_ROOT->empty_str, members) : NULL;
    release_maybe(members);
    return group;
}

bool exception_group_match(Ref exception, Ref classes, Own *match, Own *rest) {
    if (exception == None || !(exception_matches(exception, classes) || is_group(exception))) {
        *match = own_none();
        *rest = own(exception);
        return true;
    }
    if (exception_matches(exception, classes)) {
        *match = is_group(exception) ? own(exception) : wrap(exception);
        *rest = *match ? own_none() : NULL;
        return *match != NULL;
    }
    Own pair = object_call_method_one(exception, NAME(split), classes);
    if (!pair) return false;
    *match = own(tuple_get(pair, 0));
    *rest = own(tuple_get(pair, 1));
    release(pair);
    return true;
}

/* Raised again by its clause rather than new: all that identifies an occurrence is as in the original. */
static bool is_same_occurrence(Ref a, Ref b) {
    const Exception *x = AS_EXCEPTION(a), *y = AS_EXCEPTION(b);
    return x->notes == y->notes && x->traceback == y->traceback && x->cause == y->cause &&
           x->context == y->context;
}

static bool collect_leaves(Ref exception, Ref leaves) {
    if (exception == None) return true;
    if (!is_group(exception)) {
        Own identity = leaf_identity(exception);
        bool done = identity && set_add(leaves, identity);
        release_maybe(identity);
        return done;
    }
    Ref members = AS_GROUP(exception)->exceptions;
    for (isize i = 0; i < tuple_length(members); i++) {
        if (!recursion_enter(" in collect_exception_group_leaf_ids")) return false;
        bool done = collect_leaves(tuple_get(members, i), leaves);
        recursion_leave();
        if (!done) return false;
    }
    return true;
}

/* The part of `original` that these lists of its leaves make: one group again, with the nesting it had. *part
 * is NULL where there are none. */
static bool project(Ref original, Ref reraised, Own *part) {
    Own leaves = set_new(NULL);
    bool done = leaves != NULL;
    for (isize i = 0; done && i < list_length(reraised); i++)
        done = collect_leaves(list_get(reraised, i), leaves);
    Halves halves = {NULL, NULL};
    Condition condition = {CONDITION_LEAVES, leaves};
    done = done && split(original, &condition, false, &halves);
    *part = halves.match;
    release_maybe(leaves);
    return done;
}

/* Sorts what the clauses left into new exceptions and those raised again. */
static bool sort_raised(Ref original, Ref raised, Ref anew, Ref again) {
    for (isize i = 0; i < list_length(raised); i++) {
        Ref exception = list_get(raised, i);
        if (exception == None) continue;
        if (!list_append_ref(is_same_occurrence(exception, original) ? again : anew, exception)) return false;
    }
    return true;
}

static Own reraise_star(Ref original, Ref raised, Ref anew, Ref again) {
    Own rest;
    if (!sort_raised(original, raised, anew, again) || !project(original, again, &rest)) return NULL;
    if (list_length(anew) == 0) return rest ? rest : own_none();
    bool done = !rest || list_append_ref(anew, rest);
    release_maybe(rest);
    return done ? group_new(OBJECT_ROOT->empty_str, anew) : NULL;
}

Own exception_prepare_reraise_star(Ref original, Ref raised) {
    if (list_length(raised) == 0) return own_none();
    if (!is_group(original)) return own(list_get(raised, 0)); /* a lone exception: one clause at most ran */
    Own anew = list_new(0), again = anew ? list_new(0) : NULL;
    Own result = again ? reraise_star(original, raised, anew, again) : NULL;
    release_maybe(anew);
    release_maybe(again);
    return result;
}
