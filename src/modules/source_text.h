/* source_text.h: what compile(), eval(), exec() and symtable() have in common: source text and names of files
 * as programs give them. */
#ifndef MODULES_SOURCE_TEXT_H
#define MODULES_SOURCE_TEXT_H

#include "object/object.h"

typedef struct SourceText {
    Object *owner; /* bytes, owned */
    const char *start;
    isize length;
    int flags; /* for the parser: a str is UTF-8 already, whatever its coding line says */
} SourceText;

/* The text of a str or bytes-like object; else TypeError "function() arg 1 must be a `what` object". */
bool source_open(Ref source, const char *function, const char *what, SourceText *text);
void source_close(SourceText *text);
/* It is about to be compiled: an event for the audit hooks. False: raised. */
bool source_audit(const SourceText *text, Ref filename);
/* A path as a str: str, bytes, or what __fspath__ gives. */
Own source_filename(Ref path);

#endif
