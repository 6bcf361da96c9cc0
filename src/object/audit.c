/* audit.c: makes the tuple of an event's arguments and hands it to the hooks, which belong to sys. */
#include "object/audit.h"

#include <stdarg.h>

#include "object/bytes.h"
#include "object/error.h"
#include "object/str.h"
#include "object/tuple.h"

/* va_list may be an array type, which a parameter would turn into a pointer: so it travels in a struct. */
typedef struct AuditArguments {
    va_list list;
} AuditArguments;

static Own make_argument(char letter, AuditArguments *arguments) {
    switch (letter) {
    case 'O': {
        Ref lent = va_arg(arguments->list, Ref);
        return own(lent ? lent : None);
    }
    case 'N': return va_arg(arguments->list, Own);
    case 's': {
        const char *text = va_arg(arguments->list, const char *);
        return text ? str_from_utf8(text, -1) : own_none();
    }
    case 'y': {
        const void *bytes = va_arg(arguments->list, const void *);
        return bytes_from(bytes, va_arg(arguments->list, isize));
    }
    case 'l': return int_from_i64(va_arg(arguments->list, i64));
    default: assert(letter == 'i'); return int_from_i64(va_arg(arguments->list, int));
    }
}

/* All arguments are taken, so that none of those that are handed over is lost. */
static Own make_tuple(const char *format, AuditArguments *arguments) {
    Own tuple = tuple_new((isize)strlen(format));
    bool complete = tuple != NULL;
    for (isize i = 0; format[i]; i++) {
        Own argument = make_argument(format[i], arguments);
        complete = complete && argument;
        if (complete)
            tuple_fill(tuple, i, argument);
        else
            release_maybe(argument);
    }
    if (!complete) slot_clear(&tuple);
    return tuple;
}

bool audit_tell(const char *event, const char *format, ...) {
    Own pending = error_fetch();
    AuditArguments arguments;
    va_start(arguments.list, format);
    Own tuple = make_tuple(format, &arguments);
    va_end(arguments.list);
    bool fine = tuple && OBJECT_ROOT->audit(event, tuple);
    release_maybe(tuple);
    if (fine) {
        error_restore(pending);
    } else {
        release_maybe(pending);
    }
    return fine;
}
