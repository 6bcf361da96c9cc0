/* type_new.c: what a class statement makes: type(name, bases, dict, **keywords).
 *
 *     1. which metaclass: the most derived of the bases' metaclasses makes the class
 *     2. which base decides on the layout, and what the class adds to it: __slots__, a __dict__, weak
 * references
 *     3. the type object, its names, its dict (a copy of the namespace)
 *     4. bases, MRO, inheritance, slots (type_ready.c, type_mro.c, type_slots.c)
 *     5. who wants to know: __classcell__, each attribute's __set_name__, the parent's __init_subclass__
 *
 * From the moment that its MRO names it a class lives in a cycle: where a later step fails, it is the collector
 * that takes it away. */
#include "base/utf8.h"
#include "object/argument_checks.h"
#include "object/call.h"
#include "object/callables.h"
#include "object/dict.h"
#include "object/error.h"
#include "object/gc.h"
#include "object/list.h"
#include "object/slot_methods.h"
#include "object/str.h"
#include "object/tuple.h"
#include "object/type_checks.h"
#include "object/type_parts.h"

/* What is known of the class before it exists. */
typedef struct Plan {
    Type *metatype;
    Ref name, bases, namespace; /* lent; bases not empty */
    Type *base;                 /* decides on the layout */
    Object *slots;              /* owned: sorted tuple of the names of new fields; NULL: no __slots__ */
    bool add_dict, add_weaklist;
} Plan;

/* --- the metaclass -------------------------------------------------------------------------------------- */

Type *type_calculate_metaclass(Type *metatype, Ref bases) {
    Type *winner = metatype;
    for (isize i = 0; i < tuple_length(bases); i++) {
        Type *candidate = type_of(tuple_get(bases, i));
        if (type_is_subtype(winner, candidate)) continue;
        if (!type_is_subtype(candidate, winner)) {
            return error_set(
                EXC(TypeError),
                "metaclass conflict: the metaclass of a derived class must be a (non-strict) subclass "
                "of the metaclasses of all its bases");
        }
        winner = candidate;
    }
    return winner;
}

/* Bases that are no classes (list[int]) were resolved by the class statement, never here. */
static bool check_bases_resolved(Ref bases) {
    for (isize i = 0; i < tuple_length(bases); i++) {
        Ref base = tuple_get(bases, i);
        if (is_type(base)) continue;
        Own resolver;
        if (!object_find_attribute(base, NAME(__mro_entries__), &resolver)) return false;
        if (!resolver) continue;
        release(resolver);
        return error_set(EXC(TypeError), "type() doesn't support MRO entry resolution; use types.new_class()");
    }
    return true;
}

/* --- __slots__ ------------------------------------------------------------------------------------------ */

static bool may_add_dict(const Plan *plan) { return !type_has_dict(plan->base); }
static bool may_add_weaklist(const Plan *plan) {
    return plan->base->weaklist_offset == 0 && !type_varies(plan->base);
}

static bool check_slot_name(Ref name) {
    if (!is_str(name)) {
        return error_set(EXC(TypeError), "__slots__ items must be strings, not '%.200s'", type_of(name)->name);
    }
    return str_is_identifier(name) || error_set(EXC(TypeError), "__slots__ must be identifiers");
}

/* __dict__ and __weakref__ are wishes for what other classes get unasked. */
static bool take_wish(Plan *plan, Ref name, bool *taken) {
    *taken = true;
    if (str_equal_ascii(name, "__dict__")) {
        if (!may_add_dict(plan) || plan->add_dict) {
            return error_set(EXC(TypeError), "__dict__ slot disallowed: we already got one");
        }
        plan->add_dict = true;
    } else if (str_equal_ascii(name, "__weakref__")) {
        if (!may_add_weaklist(plan) || plan->add_weaklist) {
            return error_set(EXC(TypeError),
                             "__weakref__ slot disallowed: either we already got one, or __itemsize__ != 0");
        }
        plan->add_weaklist = true;
    } else {
        *taken = false;
    }
    return true;
}

/* A private name (`__x`) belongs to its class: `_Class__x`. */
static Own mangled_name(Ref class_name, Ref name) {
    isize length = str_length(name), skip = 0, class_length = str_length(class_name);
    bool private = length > 2 && str_char(name, 0) == '_' && str_char(name, 1) == '_' &&
                   !(str_char(name, length - 1) == '_' && str_char(name, length - 2) == '_');
    while (skip < class_length && str_char(class_name, skip) == '_') skip++;
    if (!private || skip == class_length) return own(name);
    Own stem = str_substring(class_name, skip, class_length);
    if (!stem) return NULL;
    Own mangled = str_format("_%U%U", stem, name);
    release(stem);
    return mangled;
}

/* A class attribute of the same name would hide the field. Two names of the compiler's own are let pass. */
static bool check_no_conflict(const Plan *plan, Ref slot) {
    if (str_equal(slot, NAME(__qualname__)) || str_equal(slot, NAME(__classcell__))) return true;
    int present = dict_contains(plan->namespace, slot);
    if (present > 0) error_set(EXC(ValueError), "%R in __slots__ conflicts with class variable", slot);
    return present == 0;
}

static bool plan_one_slot(Plan *plan, Own fields, Ref name) {
    bool taken;
    if (!check_slot_name(name) || !take_wish(plan, name, &taken)) return false;
    if (taken) return true;
    Own mangled = mangled_name(plan->name, name);
    if (!mangled) return false;
    if (!check_no_conflict(plan, mangled)) {
        release(mangled);
        return false;
    }
    return list_append(fields, mangled);
}

/* Another base may bring a dict or weak references along, where __slots__ did not ask for them. */
static void plan_from_other_bases(Plan *plan) {
    for (isize i = 0; i < tuple_length(plan->bases); i++) {
        const Type *base = AS_TYPE(tuple_get(plan->bases, i));
        if (base == plan->base) continue;
        if (may_add_dict(plan) && type_has_dict(base)) plan->add_dict = true;
        if (may_add_weaklist(plan) && base->weaklist_offset) plan->add_weaklist = true;
    }
}

static bool plan_slot_names(Plan *plan, Ref names) {
    if (tuple_length(names) > 0 && type_varies(plan->base)) {
        return error_set(EXC(TypeError), "nonempty __slots__ not supported for subtype of '%s'",
                         plan->base->name);
    }
    Own fields = list_new(0);
    bool planned = fields != NULL;
    for (isize i = 0; planned && i < tuple_length(names); i++) {
        planned = plan_one_slot(plan, fields, tuple_get(names, i));
    }
    if (planned && list_sort(fields, NULL, false)) plan->slots = list_as_tuple(fields);
    release_maybe(fields);
    return plan->slots != NULL;
}

static bool plan_slots(Plan *plan) {
    Own wanted = own_maybe(dict_get_str(plan->namespace, NAME(__slots__)));
    if (!wanted) {
        plan->add_dict = may_add_dict(plan);
        plan->add_weaklist = may_add_weaklist(plan);
        return true;
    }
    Own names = is_str(wanted) ? tuple_pack(1, wanted) : tuple_from_iterable(wanted);
    release(wanted);
    bool planned = names && plan_slot_names(plan, names);
    release_maybe(names);
    if (planned) plan_from_other_bases(plan);
    return planned;
}

/* --- the layout ----------------------------------------------------------------------------------------- */

/* Adds a field of one word. Behind a base's fields; where the base's own items vary (str), before the block's
 * end. */
static isize add_field(Type *type) {
    isize offset = type->basicsize;
    type->basicsize += (isize)sizeof(Object *);
    type->ghost_size += (isize)sizeof(Object *);
    return type->itemsize ? TYPE(STR)->basicsize - type->basicsize : offset;
}

/* A dict behind the items of an int, tuple or bytes: always the last word. */
static void add_dict_at_end(Type *type) {
    add_field(type);
    type->dict_offset = -(isize)sizeof(Object *);
}

/* The member table lies behind the type, the names behind it, as C strings. */
static void fill_member(MemberDef *member, Type *type, Ref name, char **text) {
    const char *start = *text;
    *member = (MemberDef){.name = start, .kind = MEMBER_OBJECT_EX, .offset = add_field(type)};
    for (isize i = 0; i < str_length(name); i++) *text += utf8_encode(str_char(name, i), *text);
    if (!AS_STR(name)->ascii) AS_STR(name)->utf8_length = *text - start; /* as str_keep_utf8 does */
    *(*text)++ = '\0';
}

static void lay_out(Type *type, const Plan *plan) {
    const Type *base = plan->base;
    type->basicsize = base->basicsize;
    type->ghost_size = base->ghost_size;
    type->itemsize = base->itemsize;
    type->slot_count = plan->slots ? tuple_length(plan->slots) : 0;
    type->slots_offset = type->basicsize;
    MemberDef *members = type_slot_members(type);
    char *text = (char *)(members + type->slot_count);
    for (isize i = 0; i < type->slot_count; i++)
        fill_member(&members[i], type, tuple_get(plan->slots, i), &text);
    if (plan->add_dict && type_varies(base)) add_dict_at_end(type);
    if (plan->add_weaklist) type->weaklist_offset = add_field(type);
    if (plan->add_dict && !type_varies(base)) type->flags |= TYPE_MANAGED_DICT;
}

/* How many MemberDefs of room the table of members and the names behind it take. */
static isize member_room(const Plan *plan) {
    isize count = plan->slots ? tuple_length(plan->slots) : 0, bytes = 0;
    for (isize i = 0; i < count; i++) bytes += 4 * str_length(tuple_get(plan->slots, i)) + 1;
    return count + (bytes + (isize)sizeof(MemberDef) - 1) / (isize)sizeof(MemberDef);
}

/* --- the type object ------------------------------------------------------------------------------------ */

static Type *allocate(const Plan *plan) {
    Own self = object_new(plan->metatype, member_room(plan));
    if (!self) return NULL;
    Type *type = AS_TYPE(self);
    type->ob_base.ob_size = 0;
    type->name = "";
    type->flags = TYPE_HEAP | TYPE_BASETYPE | TYPE_GC | TYPE_TRASHCAN; /* each instance refers to its class */
    type->bases = own(plan->bases);
    type->base = AS_TYPE(own(type_object(plan->base)));
    type->heap_slots = own_maybe(plan->slots);
    lay_out(type, plan);
    type->ob_base.ob_size = type->slot_count;
    type->slots.dealloc = type_subtype_dealloc;
    type->slots.traverse = type_traverse_instance;
    type->slots.clear = type_clear_instance;
    gc_track(self);
    return type;
}

static bool set_qualname(Type *type) {
    Ref qualname = dict_get_str(type->dict, NAME(__qualname__));
    if (!qualname) {
        type->heap_qualname = own(type->heap_name);
        return true;
    }
    if (!is_str(qualname)) {
        return error_set(EXC(TypeError), "type __qualname__ must be a str, not %s", type_of(qualname)->name);
    }
    type->heap_qualname = own(qualname);
    return dict_delete(type->dict, NAME(__qualname__));
}

/* A class made by calling type() belongs to the module whose code calls. */
static bool set_module(Type *type) {
    if (dict_get_str(type->dict, NAME(__module__)) || !OBJECT_ROOT->current_globals) return true;
    Ref globals = OBJECT_ROOT->current_globals();
    Ref module = globals ? dict_get_str(globals, NAME(__name__)) : NULL;
    return !module || dict_set(type->dict, NAME(__module__), module);
}

/* `def __new__` is a static method without saying so, __init_subclass__ and __class_getitem__ are class
 * methods. */
static bool wrap_function(Type *type, Ref name, Type *wrapper) {
    Ref function = dict_get_str(type->dict, name);
    if (!function || !type_has(type_of(function), TYPE_PYTHON_FUNCTION)) return true;
    Own method = type_wrap_method(wrapper, function);
    return method && dict_set_own(type->dict, name, method);
}

static bool set_class_cell(Type *type) {
    Ref cell = dict_get_str(type->dict, NAME(__classcell__));
    if (!cell) return true;
    if (!is_cell(cell)) {
        return error_set(EXC(TypeError), "__classcell__ must be a nonlocal cell, not %.200R", type_of(cell));
    }
    slot_set(&AS_CELL(cell)->value, own(type_object(type)));
    return dict_delete(type->dict, NAME(__classcell__));
}

/* CPython keeps the text as UTF-8 too, so it must be such. */
static bool check_doc(const Type *type) {
    Ref doc = dict_get_str(type->dict, NAME(__doc__));
    if (!doc || !is_str(doc) || AS_STR(doc)->ascii) return true;
    Own utf8 = str_keep_utf8(doc);
    release_maybe(utf8);
    return utf8 != NULL;
}

static bool set_attributes(Type *type) {
    return set_qualname(type) && set_module(type) && check_doc(type) &&
           wrap_function(type, NAME(__new__), TYPE(STATIC_METHOD)) &&
           wrap_function(type, NAME(__init_subclass__), TYPE(CLASS_METHOD)) &&
           wrap_function(type, NAME(__class_getitem__), TYPE(CLASS_METHOD)) && set_class_cell(type);
}

static bool complete(Type *type, const Plan *plan) {
    if (!type_mro_update(type, NULL) || !type_fill_dict(type)) return false;
    if (plan->add_dict && !type_add_getset(type, type_dict_getset)) return false;
    if (plan->add_weaklist && !type_add_getset(type, type_weakref_getset)) return false;
    if (!type_complete(type)) return false;
    type_update_all_slots(type);
    if (!type_has(type, TYPE_MANAGED_DICT)) return true;
    type->cached_keys = dict_shared_keys_new();
    return type->cached_keys != NULL;
}

/* --- telling those who want to know --------------------------------------------------------------------- */

static bool set_name(Type *type, Ref name, Ref value) {
    bool unbound;
    Own method = slot_lookup_method(value, NAME(__set_name__), &unbound);
    if (!method) return !error_occurred();
    Ref arguments[] = {value, type_object(type), name};
    Own result = object_call(method, unbound ? arguments : arguments + 1, unbound ? 3 : 2, NULL);
    release(method);
    if (!result) {
        error_from_cause(EXC(RuntimeError), "Error calling __set_name__ on '%.100s' instance %R in '%.100s'",
                         type_of(value)->name, name, type->name);
        return false;
    }
    release(result);
    return true;
}

/* Over a copy: __set_name__ may change the class. */
static bool set_names(Type *type) {
    Own attributes = dict_copy(type->dict);
    bool done = attributes != NULL;
    isize position = 0;
    for (Ref name, value; done && dict_each(attributes, &position, &name, &value, NULL);) {
        done = set_name(type, name, value);
    }
    release_maybe(attributes);
    return done;
}

/* super(type, type).__init_subclass__(**keywords) */
static bool init_subclass(Type *type, Ref const *values, Ref kwnames) {
    Own parent = object_call_args(type_object(TYPE(SUPER)), 2, type_object(type), type_object(type));
    Own method = parent ? object_get_attribute(parent, NAME(__init_subclass__)) : NULL;
    release_maybe(parent);
    if (!method) return false;
    Own result = object_call(method, values, 0, kwnames);
    release(method);
    release_maybe(result);
    return result != NULL;
}

/* --- type.__new__ --------------------------------------------------------------------------------------- */

static bool check_argument(Ref argument, bool fits, int number, const char *wanted) {
    if (fits) return true;
    return error_set(EXC(TypeError), "type.__new__() argument %d must be %s, not %.50s", number, wanted,
                     argument_type_name(argument));
}

static bool check_arguments(Ref const *args, isize nargs) {
    if (nargs != 3) {
        return error_set(EXC(TypeError), "type.__new__() takes exactly 3 arguments (%zd given)", nargs);
    }
    return check_argument(args[0], is_str(args[0]), 1, "str") &&
           check_argument(args[1], is_tuple(args[1]), 2, "tuple") &&
           check_argument(args[2], is_dict(args[2]), 3, "dict");
}

/* The planned class, complete but for what others are told. */
static Type *build(Plan *plan) {
    if (!plan_slots(plan)) return NULL;
    Type *type = allocate(plan);
    if (!type) return NULL;
    bool built = type_set_class_name(type, own(plan->name)) && (type->dict = dict_copy(plan->namespace)) &&
                 set_attributes(type) && complete(type, plan);
    if (built) return type;
    release(type_object(type));
    return NULL;
}

Own type_new(Type *metatype, Ref const *args, isize nargs, Ref kwnames) {
    if (!check_arguments(args, nargs) || !check_bases_resolved(args[1])) return NULL;
    Type *winner = type_calculate_metaclass(metatype, args[1]);
    if (!winner) return NULL;
    if (winner != metatype && winner->slots.new != type_new)
        return winner->slots.new(winner, args, nargs, kwnames);
    Own bases = tuple_length(args[1]) ? own(args[1]) : tuple_pack(1, type_object(TYPE(OBJECT)));
    if (!bases) return NULL;
    Plan plan = {.metatype = winner, .name = args[0], .bases = bases, .namespace = args[2]};
    plan.base = type_best_base(bases);
    Type *type = plan.base ? build(&plan) : NULL;
    release_maybe(plan.slots);
    release(bases);
    if (!type) return NULL;
    if (set_names(type) && init_subclass(type, args + nargs, kwnames)) return type_object(type);
    release(type_object(type));
    return NULL;
}

/* --- __dict__ and __weakref__ of instances -------------------------------------------------------------- */

/* A native base's own __dict__ descriptor (a module's, an exception's) speaks first. */
static Ref native_dict_descriptor(Ref self) {
    const Type *type = type_of(self);
    for (const Type *base = type; base->base; base = base->base) {
        if (!type_is_class(base) && type_has_dict(base)) {
            Ref descriptor = type_find(base, NAME(__dict__));
            return descriptor && type_of(descriptor)->slots.descr_set ? descriptor : NULL;
        }
    }
    return NULL;
}

static Own get_dict(Ref self, void *closure UNUSED) {
    Ref descriptor = native_dict_descriptor(self);
    if (descriptor) return type_of(descriptor)->slots.descr_get(descriptor, self, type_object(type_of(self)));
    return own_maybe(object_dict(self));
}

static bool set_dict(Ref self, Ref value, void *closure UNUSED) {
    Ref descriptor = native_dict_descriptor(self);
    if (descriptor) return type_of(descriptor)->slots.descr_set(descriptor, self, value);
    Object **slot = object_dict_slot(self);
    if (!slot) {
        return error_occurred() ? false : error_set(EXC(AttributeError), "This object has no __dict__");
    }
    if (value && !is_dict(value)) {
        return error_set(EXC(TypeError), "__dict__ must be set to a dictionary, not a '%.200s'",
                         type_of(value)->name);
    }
    slot_set(slot, own_maybe(value));
    return true;
}

static Own get_weakref(Ref self, void *closure UNUSED) {
    const Type *type = type_of(self);
    if (!type->weaklist_offset) return error_set(EXC(AttributeError), "This object has no __weakref__");
    Ref first = *(Object **)object_field(self, type->weaklist_offset);
    return own(first ? first : None);
}

const GetSetDef type_dict_getset[] = {
    {"__dict__", .get = get_dict, .set = set_dict, .doc = "dictionary for instance variables (if defined)"},
    {.name = NULL}};
const GetSetDef type_weakref_getset[] = {
    {"__weakref__", .get = get_weakref, .doc = "list of weak references to the object (if defined)"},
    {.name = NULL}};
