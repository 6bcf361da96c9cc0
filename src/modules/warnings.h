/* warnings.h: warnings, between the module _warnings and the hooks through which the rooms below warn. */
#ifndef MODULES_WARNINGS_H
#define MODULES_WARNINGS_H

#include "object/object.h"

/* All lent. */
typedef struct Warning {
    Ref category; /* a subclass of Warning */
    Ref filename;
    isize lineno;
    Ref module;        /* its name; NULL: made from the file's; None: the warning is dropped */
    Ref registry;      /* dict; NULL: nothing is remembered */
    Ref line;          /* of source, where the caller knows it; NULL: read from the file */
    Ref source;        /* the object that was destroyed unclosed, and the like; NULL: none */
    Ref text, message; /* warnings_issue sets them: str(message), and the instance */
} Warning;

/* `what`: the text, or a Warning instance, whose class then is the category. False: it became an exception. */
bool warnings_issue(Warning warning, Ref what);
/* From where the running code stands, or so many callers up; 1: itself. */
bool warnings_issue_at(Ref category, Ref what, isize stack_level, Ref source);
/* Writes it to sys.stderr with no help of Python's. In hooks.c, next to what writes tracebacks. */
void warnings_show_plain(const Warning *warning);
void warnings_clear(void);
/* A function of the library's `warnings`, which is imported for it but at the machine's end: owned; NULL: there is
 * none, with an exception only where the import failed otherwise than by not finding the module. */
Own warnings_library_function(const char *name);

#endif
