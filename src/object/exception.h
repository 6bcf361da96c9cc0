/* exception.h: exception objects. The layouts named in exceptions_table.h; all begin alike. */
#ifndef OBJECT_EXCEPTION_H
#define OBJECT_EXCEPTION_H

#include "object/type.h"

#define EXCEPTION_HEAD                                                                                         \
    Object ob_base;                                                                                            \
    Object *dict, *args, *notes, *traceback, *context, *cause;                                                 \
    bool suppress_context;                                                                                     \
    char padding[7]

typedef struct Exception {
    EXCEPTION_HEAD;
} Exception;
typedef struct StopIterationException {
    EXCEPTION_HEAD;
    Object *value;
} StopIterationException;
typedef struct SystemExitException {
    EXCEPTION_HEAD;
    Object *code;
} SystemExitException;
typedef struct NameException {
    EXCEPTION_HEAD;
    Object *name;
} NameException;
typedef struct AttributeException {
    EXCEPTION_HEAD;
    Object *object, *name;
} AttributeException;
typedef struct ImportException {
    EXCEPTION_HEAD;
    Object *message, *name, *path;
} ImportException;
typedef struct OSException {
    EXCEPTION_HEAD;
    Object *number, *text, *filename, *filename2;
    isize written;
} OSException;
typedef struct SyntaxException {
    EXCEPTION_HEAD;
    Object *message, *filename, *lineno, *offset, *end_lineno, *end_offset, *text, *print_file_and_line;
} SyntaxException;
typedef struct UnicodeException {
    EXCEPTION_HEAD;
    Object *encoding, *object, *reason;
    isize start, end;
} UnicodeException;
typedef struct GroupException {
    EXCEPTION_HEAD;
    Object *message, *exceptions;
} GroupException;
#define AS_EXCEPTION(ref) ((Exception *)(ref))

static inline bool is_exception(Ref object) { return type_has(type_of(object), TYPE_EXCEPTION_SUBCLASS); }
static inline bool is_exception_class(Ref object) {
    return is_type(object) && type_has(AS_TYPE(object), TYPE_EXCEPTION_SUBCLASS);
}
/* Makes all exception types and what is kept ready (MemoryError), when the object room is opened; all native
 * types are prepared, strs and dicts work, no exception type is ready. False: out of memory. */
bool exception_types_ready(void);
/* `except` matching: class or tuple of classes; 1, 0. (CHECK_EXC_MATCH has checked what they are.) */
bool exception_matches(Ref exception, Ref classes);
Own exception_new(Type *type, Ref const *args, isize nargs);
/* The exception that `type` and `value` mean, as in `throw(type, value)`: `value` itself where it is one of that
 * type, else type(value), type(*value) for a tuple, type() for None or NULL. NULL: making it raised. */
Own exception_from_value(Type *type, Ref value);
/* OSError by errno: the subclass that fits (FileNotFoundError ...). filename may be NULL. */
void *error_set_errno(int number, Ref filename);
/* The same of a class derived from OSError. */
void *error_set_errno_of(Type *class, int number);
/* SyntaxError with its place: columns and ends 1-based, 0 or -1: unknown. text NULL: None. */
void *error_set_syntax(Type *type, Ref message, Ref filename, isize lineno, isize offset, Ref text,
                       isize end_lineno, isize end_offset);
/* What `raise ... from` and tracebacks do; all consume the value, NULL empties. Setting a cause also sets
 * __suppress_context__. */
void exception_set_cause(Ref exception, Own cause);
void exception_set_context(Ref exception, Own context);
void exception_set_traceback(Ref exception, Own traceback);
/* except*: splits; *match and *rest owned, None where empty. */
bool exception_group_match(Ref exception, Ref classes, Own *match, Own *rest);
/* What an except* statement raises at its end (PREP_RERAISE_STAR): `raised` is the list of what its clauses
 * raised and of what was left over, None where nothing. None: nothing to raise. */
Own exception_prepare_reraise_star(Ref original, Ref raised);

#endif
