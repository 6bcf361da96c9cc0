/* exception.c: what all exceptions have in common: args, traceback, context, cause, notes.
 *
 * An instance begins with the head of exception.h; what its layout adds are owned fields in a row behind it
 * (exception_slots.h), so traversal, clearing and death are written once. Invariant: `args` is a tuple from
 * the constructor on; every other field may be NULL. */
#include "object/exception_slots.h"

#include "object/call.h"
#include "object/dict.h"
#include "object/error.h"
#include "object/gc.h"
#include "object/list.h"
#include "object/str.h"
#include "object/tuple.h"
#include "object/type_checks.h"
#include "object/weakref.h"

/* --- birth and death ----------------------------------------------------------------------------------- */

Own exception_new(Type *type, Ref const *args, isize nargs) {
    if (type_has(type, TYPE_HEAP)) return object_call((Ref)type, args, nargs, NULL);
    Own exception = type->slots.new(type, args, nargs, NULL);
    if (!exception) return NULL;
    if (type_of(exception)->slots.init(exception, args, nargs, NULL)) return exception;
    release(exception);
    return NULL;
}

Own exception_slot_new(Type *type, Ref const *args, isize nargs, Ref kwnames) {
    Own self = object_new(type, 0);
    if (!self) return NULL;
    gc_track(self);
    call_take_packed(args, nargs, kwnames);
    AS_EXCEPTION(self)->args = tuple_from_array(args, nargs);
    if (AS_EXCEPTION(self)->args) return self;
    release(self);
    return NULL;
}

static bool args_are(Ref tuple, Ref const *args, isize nargs) {
    if (!tuple || tuple_length(tuple) != nargs) return false;
    for (isize i = 0; i < nargs; i++) {
        if (tuple_get(tuple, i) != args[i]) return false;
    }
    return true;
}

bool exception_set_args(Ref self, Ref const *args, isize nargs) {
    if (args_are(AS_EXCEPTION(self)->args, args, nargs)) return true;
    Own tuple = tuple_from_array(args, nargs);
    if (!tuple) return false;
    slot_set(&AS_EXCEPTION(self)->args, tuple);
    return true;
}

bool exception_slot_init(Ref self, Ref const *args, isize nargs, Ref kwnames) {
    return arguments_no_keywords(type_of(self)->name, kwnames) && exception_set_args(self, args, nargs);
}

static Object **own_fields(Ref self) { return (Object **)(AS_EXCEPTION(self) + 1); }

bool exception_slot_traverse(Ref self, VisitFn visit, void *context) {
    const Exception *exception = AS_EXCEPTION(self);
    const Object *head[] = {exception->dict,      exception->args,  exception->notes,
                            exception->traceback, exception->cause, exception->context};
    isize count = exception_own_fields(self);
    for (isize i = 0; i < count; i++) {
        Ref field = own_fields(self)[i];
        if (field && !visit(field, context)) return false;
    }
    for (isize i = 0; i < COUNT_OF(head); i++) {
        if (head[i] && !visit(head[i], context)) return false;
    }
    return true;
}

void exception_slot_clear(Ref self) {
    isize count = exception_own_fields(self);
    for (isize i = 0; i < count; i++) slot_clear(&own_fields(self)[i]);
    Exception *exception = AS_EXCEPTION(self);
    slot_clear(&exception->dict);
    slot_clear(&exception->args);
    slot_clear(&exception->notes);
    slot_clear(&exception->traceback);
    slot_clear(&exception->cause);
    slot_clear(&exception->context);
}

/* Of the native exceptions only ExceptionGroup has weak references; those of a class that the program derives
 * are cleared before this runs, and the list is empty then. */
void exception_slot_dealloc(Own self) {
    gc_untrack(self);
    Object **weak_references = weakref_slot(self);
    if (weak_references && *weak_references) weakref_clear_all(self);
    exception_slot_clear(self);
    object_free(self);
}

/* --- str and repr -------------------------------------------------------------------------------------- */

Own exception_slot_str(Ref self) {
    Ref args = AS_EXCEPTION(self)->args;
    isize count = args ? tuple_length(args) : 0;
    if (count == 0) return own(OBJECT_ROOT->empty_str);
    Own shown = own(count == 1 ? tuple_get(args, 0) : args);
    Own text = object_str(shown);
    release(shown);
    return text;
}

Own exception_slot_repr(Ref self) {
    const char *name = type_short_name(type_of(self));
    Own args = own(AS_EXCEPTION(self)->args ? AS_EXCEPTION(self)->args : OBJECT_ROOT->empty_tuple);
    Own text = tuple_length(args) == 1 ? str_format("%s(%R)", name, tuple_get(args, 0))
                                       : str_format("%s%R", name, args);
    release(args);
    return text;
}

/* --- attributes ---------------------------------------------------------------------------------------- */

void exception_set_cause(Ref exception, Own cause) {
    AS_EXCEPTION(exception)->suppress_context = true;
    slot_set(&AS_EXCEPTION(exception)->cause, cause);
}

void exception_set_context(Ref exception, Own context) { slot_set(&AS_EXCEPTION(exception)->context, context); }

void exception_set_traceback(Ref exception, Own traceback) {
    slot_set(&AS_EXCEPTION(exception)->traceback, traceback);
}

static Own get_dict(Ref self, UNUSED void *closure) {
    Ref dict = object_dict(self);
    return dict ? own(dict) : NULL;
}

static bool set_dict(Ref self, Ref value, UNUSED void *closure) {
    if (!value) return error_set(EXC(TypeError), "cannot delete __dict__");
    if (!is_dict(value)) {
        return error_set(EXC(TypeError), "__dict__ must be set to a dictionary, not a '%.200s'",
                         type_of(value)->name);
    }
    slot_set(&AS_EXCEPTION(self)->dict, own(value));
    return true;
}

static Own get_args(Ref self, UNUSED void *closure) {
    Ref args = AS_EXCEPTION(self)->args;
    return own(args ? args : None);
}

static bool set_args(Ref self, Ref value, UNUSED void *closure) {
    if (!value) return error_set(EXC(TypeError), "args may not be deleted");
    Own tuple = tuple_from_iterable(value);
    if (!tuple) return false;
    slot_set(&AS_EXCEPTION(self)->args, tuple);
    return true;
}

static Own get_traceback(Ref self, UNUSED void *closure) {
    Ref traceback = AS_EXCEPTION(self)->traceback;
    return own(traceback ? traceback : None);
}

/* The type of tracebacks belongs to the vm, which stands above this room: it is known here by its name. */
static bool is_traceback(Ref object) {
    const Type *type = type_of(object);
    return !type_has(type, TYPE_HEAP) && strcmp(type->name, "traceback") == 0;
}

static bool set_traceback(Ref self, Ref value, UNUSED void *closure) {
    if (!value) return error_set(EXC(TypeError), "__traceback__ may not be deleted");
    if (value != None && !is_traceback(value)) {
        return error_set(EXC(TypeError), "__traceback__ must be a traceback or None");
    }
    exception_set_traceback(self, value == None ? NULL : own(value));
    return true;
}

static Own get_context(Ref self, UNUSED void *closure) {
    Ref context = AS_EXCEPTION(self)->context;
    return own(context ? context : None);
}

static bool set_context(Ref self, Ref value, UNUSED void *closure) {
    if (!value) return error_set(EXC(TypeError), "__context__ may not be deleted");
    if (value != None && !is_exception(value)) {
        return error_set(EXC(TypeError), "exception context must be None or derive from BaseException");
    }
    exception_set_context(self, value == None ? NULL : own(value));
    return true;
}

static Own get_cause(Ref self, UNUSED void *closure) {
    Ref cause = AS_EXCEPTION(self)->cause;
    return own(cause ? cause : None);
}

static bool set_cause(Ref self, Ref value, UNUSED void *closure) {
    if (!value) return error_set(EXC(TypeError), "__cause__ may not be deleted");
    if (value != None && !is_exception(value)) {
        return error_set(EXC(TypeError), "exception cause must be None or derive from BaseException");
    }
    exception_set_cause(self, value == None ? NULL : own(value));
    return true;
}

const GetSetDef exception_getset[] = {
    {"__dict__", .get = get_dict, .set = set_dict},
    {"args", .get = get_args, .set = set_args},
    {"__traceback__", .get = get_traceback, .set = set_traceback},
    {"__context__", .get = get_context, .set = set_context, .doc = "exception context"},
    {"__cause__", .get = get_cause, .set = set_cause, .doc = "exception cause"},
    {.name = NULL}};

const MemberDef exception_members[] = {
    {.name = "__suppress_context__", .kind = MEMBER_BOOL, .offset = offsetof(Exception, suppress_context)},
    {.name = NULL}};

/* --- methods ------------------------------------------------------------------------------------------- */

static Own method_reduce(Ref self) {
    const Exception *exception = AS_EXCEPTION(self);
    Ref args = exception->args ? exception->args : OBJECT_ROOT->empty_tuple;
    if (exception->args && exception->dict) return tuple_pack(3, (Ref)type_of(self), args, exception->dict);
    return tuple_pack(2, (Ref)type_of(self), args);
}

/* Setting an attribute can run code that changes the dict, so each pair is held meanwhile. */
static Own method_setstate(Ref self, Ref state) {
    if (state == None) return own_none();
    if (!is_dict(state)) return error_set(EXC(TypeError), "state is not a dictionary");
    isize position = 0;
    for (Ref key, value; dict_each(state, &position, &key, &value, NULL);) {
        Own name = own(key), held = own(value);
        bool done = object_set_attribute(self, name, held);
        release(name);
        release(held);
        if (!done) return NULL;
    }
    return own_none();
}

static Own method_with_traceback(Ref self, Ref traceback) {
    return set_traceback(self, traceback, NULL) ? own(self) : NULL;
}

/* The exception's list of notes, made where there is none. */
static Own notes_list(Ref self) {
    Own notes;
    if (!object_find_attribute(self, NAME(__notes__), &notes)) return NULL;
    if (notes) {
        if (is_list(notes)) return notes;
        release(notes);
        return error_set(EXC(TypeError), "Cannot add note: __notes__ is not a list");
    }
    notes = list_new(0);
    if (!notes) return NULL;
    if (object_set_attribute(self, NAME(__notes__), notes)) return notes;
    release(notes);
    return NULL;
}

static Own method_add_note(Ref self, Ref note) {
    if (!is_str(note)) {
        return error_set(EXC(TypeError), "note must be a str, not '%s'", type_of(note)->name);
    }
    Own notes = notes_list(self);
    if (!notes) return NULL;
    bool done = list_append_ref(notes, note);
    release(notes);
    return done ? own_none() : NULL;
}

const MethodDef exception_methods[] = {
    {"__reduce__", METHOD_NONE, .none = method_reduce},
    {"__setstate__", METHOD_ONE, .one = method_setstate},
    {"with_traceback", METHOD_ONE, .one = method_with_traceback,
     .doc = "Exception.with_traceback(tb) --\n    set self.__traceback__ to tb and return self."},
    {"add_note", METHOD_ONE, .one = method_add_note,
     .doc = "Exception.add_note(note) --\n    add a note to the exception"},
    {.name = NULL}};

/* --- matching ------------------------------------------------------------------------------------------ */

bool exception_matches(Ref exception, Ref classes) {
    if (is_tuple(classes)) {
        for (isize i = 0; i < tuple_length(classes); i++) {
            if (exception_matches(exception, tuple_get(classes, i))) return true;
        }
        return false;
    }
    Ref class = is_exception(exception) ? (Ref)type_of(exception) : exception;
    if (is_exception_class(class) && is_exception_class(classes)) {
        return type_is_subtype(AS_TYPE(class), AS_TYPE(classes));
    }
    return class == classes;
}
