/* exception_os.c: OSError: the number of an error of the operating system decides which class it is.
 *
 * OSError(errno, text[, filename[, winerror[, filename2]]]) does its work in __new__, since that is where the
 * class is chosen. A subclass that overrides __init__ but not __new__ has its arguments read in __init__. */
#include <errno.h>

#include "object/call.h"
#include "object/error.h"
#include "object/exception_slots.h"
#include "object/gc.h"
#include "object/int.h"
#include "object/str.h"
#include "object/tuple.h"
#include "object/type_checks.h"

typedef struct ErrnoClass {
    int number;
    enum ExceptionId class;
} ErrnoClass;

/* PEP 3151 */
static const ErrnoClass errno_classes[] = {
    {EAGAIN, EXCEPTION_BlockingIOError},
    {EALREADY, EXCEPTION_BlockingIOError},
    {EINPROGRESS, EXCEPTION_BlockingIOError},
    {EPIPE, EXCEPTION_BrokenPipeError},
    {ESHUTDOWN, EXCEPTION_BrokenPipeError},
    {ECHILD, EXCEPTION_ChildProcessError},
    {ECONNABORTED, EXCEPTION_ConnectionAbortedError},
    {ECONNREFUSED, EXCEPTION_ConnectionRefusedError},
    {ECONNRESET, EXCEPTION_ConnectionResetError},
    {EEXIST, EXCEPTION_FileExistsError},
    {ENOENT, EXCEPTION_FileNotFoundError},
    {EISDIR, EXCEPTION_IsADirectoryError},
    {ENOTDIR, EXCEPTION_NotADirectoryError},
    {EINTR, EXCEPTION_InterruptedError},
    {EACCES, EXCEPTION_PermissionError},
    {EPERM, EXCEPTION_PermissionError},
    {ESRCH, EXCEPTION_ProcessLookupError},
    {ETIMEDOUT, EXCEPTION_TimeoutError},
};

static Type *class_of_errno(Ref number, Type *otherwise) {
    int overflow;
    i64 value = int_as_i64_overflow(number, &overflow);
    for (isize i = 0; i < COUNT_OF(errno_classes) && !overflow; i++) {
        if (errno_classes[i].number == value) return &OBJECT_ROOT->exceptions[errno_classes[i].class].type;
    }
    return otherwise;
}

/* --- constructor ----------------------------------------------------------------------------------------- */

static bool reads_in_init(const Type *type) {
    return type->slots.init != os_error_init && type->slots.new == os_error_new;
}

/* What PyNumber_Check takes for a number. */
static bool is_number(Ref object) {
    const TypeSlots *slots = &type_of(object)->slots;
    return slots->index || slots->to_int || slots->to_float || is_complex(object);
}

/* The third argument: a file name, but for BlockingIOError, where it may be a number of characters. */
static bool set_filename(OSException *self, Ref const *args, isize nargs) {
    Ref filename = args[2];
    if (is_exactly(&self->ob_base, EXC(BlockingIOError)) && is_number(filename)) {
        self->written = int_index_as_isize(filename, EXC(ValueError));
        return self->written != -1 || !error_occurred();
    }
    slot_set(&self->filename, own(filename));
    if (nargs == 5 && args[4] != None) slot_set(&self->filename2, own(args[4]));
    return true;
}

/* Reads the arguments into the fields. The file names are left out of args. */
static bool os_error_fill(Ref exception, Ref const *args, isize nargs) {
    OSException *self = (OSException *)exception;
    isize shown = nargs;
    if (nargs >= 2 && nargs <= 5) {
        if (nargs >= 3 && args[2] != None) {
            if (!set_filename(self, args, nargs)) return false;
            if (self->filename) shown = 2;
        }
        slot_set(&self->number, own(args[0]));
        slot_set(&self->text, own(args[1]));
    }
    return exception_set_args(exception, args, shown);
}

Own os_error_new(Type *type, Ref const *args, isize nargs, Ref kwnames) {
    bool later = reads_in_init(type);
    if (!later) {
        if (!arguments_no_keywords(type->name, kwnames)) return NULL;
        if (type == EXC(OSError) && nargs >= 2 && nargs <= 5 && is_int(args[0]))
            type = class_of_errno(args[0], type);
    }
    Own self = object_new(type, 0);
    if (!self) return NULL;
    ((OSException *)self)->written = -1;
    gc_track(self);
    if (later) {
        AS_EXCEPTION(self)->args = own(OBJECT_ROOT->empty_tuple);
    } else if (!os_error_fill(self, args, nargs)) {
        release(self);
        return NULL;
    }
    return self;
}

bool os_error_init(Ref self, Ref const *args, isize nargs, Ref kwnames) {
    const Type *type = type_of(self);
    if (!reads_in_init(type)) return true;
    return arguments_no_keywords(type->name, kwnames) && os_error_fill(self, args, nargs);
}

static void *raise_errno(Type *class, int number, Ref filename) {
    Own code = int_from_i64(number);
    Own text = code ? str_from_utf8(strerror(number), -1) : NULL;
    if (text) {
        Ref arguments[] = {code, text, filename};
        Own exception = exception_new(class, arguments, filename ? 3 : 2);
        if (exception) error_raise(exception);
    }
    release_maybe(text);
    release_maybe(code);
    return NULL;
}
void *error_set_errno(int number, Ref filename) { return raise_errno(EXC(OSError), number, filename); }
void *error_set_errno_of(Type *class, int number) { return raise_errno(class, number, NULL); }

/* --- str, attributes, pickling ---------------------------------------------------------------------------- */

static Ref or_none(Ref value) { return value ? value : None; }

Own os_error_str(Ref self) {
    const OSException *error = (const OSException *)self;
    Ref number = or_none(error->number), text = or_none(error->text);
    if (error->filename2) {
        return str_format("[Errno %S] %S: %R -> %R", number, text, error->filename, error->filename2);
    }
    if (error->filename) return str_format("[Errno %S] %S: %R", number, text, error->filename);
    if (error->number && error->text) return str_format("[Errno %S] %S", number, text);
    return exception_slot_str(self);
}

/* The arguments that make it again: with the file names that args does not show. */
static Own os_error_all_args(const OSException *error) {
    Ref args = error->args;
    if (tuple_length(args) != 2 || !error->filename) return own(args);
    Ref number = tuple_get(args, 0), text = tuple_get(args, 1);
    if (!error->filename2) return tuple_pack(3, number, text, error->filename);
    return tuple_pack(5, number, text, error->filename, None, error->filename2);
}

static Own os_error_reduce(Ref self) {
    const OSException *error = (const OSException *)self;
    Own args = os_error_all_args(error);
    if (!args) return NULL;
    Own result = error->dict ? tuple_pack(3, (Ref)type_of(self), args, error->dict)
                             : tuple_pack(2, (Ref)type_of(self), args);
    release(args);
    return result;
}

const MethodDef os_error_methods[] = {{"__reduce__", METHOD_NONE, .none = os_error_reduce}, {.name = NULL}};

const MemberDef os_error_members[] = {
    {"errno", MEMBER_OBJECT, offsetof(OSException, number), .doc = "POSIX exception code"},
    {"strerror", MEMBER_OBJECT, offsetof(OSException, text), .doc = "exception strerror"},
    {"filename", MEMBER_OBJECT, offsetof(OSException, filename), .doc = "exception filename"},
    {"filename2", MEMBER_OBJECT, offsetof(OSException, filename2), .doc = "second exception filename"},
    {.name = NULL}};

static Own get_written(Ref self, UNUSED void *closure) {
    isize written = ((const OSException *)self)->written;
    if (written == -1) return error_set(EXC(AttributeError), "characters_written");
    return int_from_isize(written);
}

static bool set_written(Ref self, Ref value, UNUSED void *closure) {
    OSException *error = (OSException *)self;
    if (!value) {
        if (error->written == -1) return error_set(EXC(AttributeError), "characters_written");
        error->written = -1;
        return true;
    }
    isize written = int_index_as_isize(value, EXC(ValueError));
    if (written == -1 && error_occurred()) return false;
    error->written = written;
    return true;
}

const GetSetDef os_error_getset[] = {{"characters_written", .get = get_written, .set = set_written},
                                     {.name = NULL}};
