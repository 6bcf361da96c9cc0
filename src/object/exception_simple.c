/* exception_simple.c: the exceptions that add a field or two: KeyError's str, StopIteration.value,
 * SystemExit.code, NameError.name, AttributeError.name and .obj, ImportError's three, and the MemoryErrors that
 * are kept ready, since one can't be made when it is needed.
 *
 * The ready ones form a chain through their dict fields. They are handed out from its head and come back when
 * they die; the last one never leaves and is lent to all who still ask. */
#include "object/exception_slots.h"

#include "object/call.h"
#include "object/dict.h"
#include "object/error.h"
#include "object/gc.h"
#include "object/str.h"
#include "object/tuple.h"
#include "object/type_checks.h"

#define READY_MEMORY_ERRORS 16

/* --- KeyError, StopIteration, SystemExit ---------------------------------------------------------------- */

/* The repr of a lone key: an empty str or one with spaces would be hard to see. */
Own key_error_str(Ref self) {
    Ref args = AS_EXCEPTION(self)->args;
    if (!args || tuple_length(args) != 1) return exception_slot_str(self);
    Own key = own(tuple_get(args, 0));
    Own text = object_repr(key);
    release(key);
    return text;
}

bool stop_iteration_init(Ref self, Ref const *args, isize nargs, Ref kwnames) {
    if (!exception_slot_init(self, args, nargs, kwnames)) return false;
    slot_set(&((StopIterationException *)self)->value, own(nargs > 0 ? args[0] : None));
    return true;
}

const MemberDef stop_iteration_members[] = {
    {"value", MEMBER_OBJECT, offsetof(StopIterationException, value), .doc = "generator return value"},
    {.name = NULL}};

bool system_exit_init(Ref self, Ref const *args, isize nargs, Ref kwnames) {
    if (!exception_slot_init(self, args, nargs, kwnames)) return false;
    if (nargs == 0) return true;
    Ref code = nargs == 1 ? args[0] : AS_EXCEPTION(self)->args;
    slot_set(&((SystemExitException *)self)->code, own(code));
    return true;
}

const MemberDef system_exit_members[] = {
    {"code", MEMBER_OBJECT, offsetof(SystemExitException, code), .doc = "exception code"}, {.name = NULL}};

/* --- exceptions with keyword arguments -------------------------------------------------------------------- */

/* args from the positional arguments, then the keyword ones into out[]. */
static bool init_with_keywords(Ref self, Ref const *args, isize nargs, Ref kwnames,
                               const Parameters *parameters, Ref *out) {
    return exception_set_args(self, args, nargs) && arguments_bind(parameters, args + nargs, 0, kwnames, out);
}

bool name_error_init(Ref self, Ref const *args, isize nargs, Ref kwnames) {
    static const Parameters parameters = {"NameError", {"*", "name"}, .required = 0};
    Ref name;
    if (!init_with_keywords(self, args, nargs, kwnames, &parameters, &name)) return false;
    slot_set(&((NameException *)self)->name, own_maybe(name));
    return true;
}

const MemberDef name_error_members[] = {{"name", MEMBER_OBJECT, offsetof(NameException, name), .doc = "name"},
                                        {.name = NULL}};

bool attribute_error_init(Ref self, Ref const *args, isize nargs, Ref kwnames) {
    static const Parameters parameters = {"AttributeError", {"*", "name", "obj"}, .required = 0};
    Ref given[2];
    if (!init_with_keywords(self, args, nargs, kwnames, &parameters, given)) return false;
    slot_set(&((AttributeException *)self)->name, own_maybe(given[0]));
    slot_set(&((AttributeException *)self)->object, own_maybe(given[1]));
    return true;
}

const MemberDef attribute_error_members[] = {
    {"name", MEMBER_OBJECT, offsetof(AttributeException, name), .doc = "attribute name"},
    {"obj", MEMBER_OBJECT, offsetof(AttributeException, object), .doc = "object"},
    {.name = NULL}};

bool import_error_init(Ref self, Ref const *args, isize nargs, Ref kwnames) {
    static const Parameters parameters = {"ImportError", {"*", "name", "path"}, .required = 0};
    Ref given[2];
    if (!init_with_keywords(self, args, nargs, kwnames, &parameters, given)) return false;
    ImportException *exception = (ImportException *)self;
    slot_set(&exception->name, own_maybe(given[0]));
    slot_set(&exception->path, own_maybe(given[1]));
    slot_set(&exception->message, nargs == 1 ? own(args[0]) : NULL);
    return true;
}

Own import_error_str(Ref self) {
    Ref message = ((ImportException *)self)->message;
    return message && is_exact_str(message) ? own(message) : exception_slot_str(self);
}

/* The instance's dict with name and path put in; None where there is nothing to keep. */
static Own import_error_state(const ImportException *exception) {
    if (!exception->name && !exception->path) return own(exception->dict ? exception->dict : None);
    Own state = exception->dict ? dict_copy(exception->dict) : dict_new();
    if (!state) return NULL;
    if ((!exception->name || dict_set(state, NAME(name), exception->name)) &&
        (!exception->path || dict_set(state, NAME(path), exception->path))) {
        return state;
    }
    release(state);
    return NULL;
}

static Own import_error_reduce(Ref self) {
    Own state = import_error_state((const ImportException *)self);
    if (!state) return NULL;
    Ref args = AS_EXCEPTION(self)->args;
    Own result = state == None ? tuple_pack(2, (Ref)type_of(self), args)
                               : tuple_pack(3, (Ref)type_of(self), args, state);
    release(state);
    return result;
}

const MethodDef import_error_methods[] = {{"__reduce__", METHOD_NONE, .none = import_error_reduce},
                                          {.name = NULL}};

const MemberDef import_error_members[] = {
    {"msg", MEMBER_OBJECT, offsetof(ImportException, message), .doc = "exception message"},
    {"name", MEMBER_OBJECT, offsetof(ImportException, name), .doc = "module name"},
    {"path", MEMBER_OBJECT, offsetof(ImportException, path), .doc = "module path"},
    {.name = NULL}};

/* --- MemoryError ---------------------------------------------------------------------------------------- */

static void memory_error_put(Object *exception) {
    AS_EXCEPTION(exception)->dict = OBJECT_ROOT->ready_memory_errors;
    OBJECT_ROOT->ready_memory_errors = exception;
}

bool exception_memory_prepare(void) {
    for (int i = 0; i < READY_MEMORY_ERRORS; i++) {
        Own exception = object_new(EXC(MemoryError), 0);
        if (!exception) return false;
        AS_EXCEPTION(exception)->args = own(OBJECT_ROOT->empty_tuple);
        memory_error_put(exception);
    }
    return true;
}

Own exception_memory_take(void) {
    Object *exception = OBJECT_ROOT->ready_memory_errors;
    if (!exception) return NULL;
    Object *next = AS_EXCEPTION(exception)->dict;
    if (!next) return own(exception);
    OBJECT_ROOT->ready_memory_errors = next;
    AS_EXCEPTION(exception)->dict = NULL;
    gc_track(exception);
    return exception;
}

/* What was made ready at the start becomes ready again. */
void memory_error_dealloc(Own self) {
    bool keep = is_exactly(self, EXC(MemoryError)) && object_serial(self) < OBJECT_ROOT->first_program_serial;
    if (!keep) {
        exception_slot_dealloc(self);
        return;
    }
    gc_untrack(self);
    exception_slot_clear(self);
    AS_EXCEPTION(self)->suppress_context = false;
    AS_EXCEPTION(self)->args = own(OBJECT_ROOT->empty_tuple);
    self->ob_refcnt = 1;
    memory_error_put(self);
}
