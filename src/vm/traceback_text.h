/* traceback_text.h: what the files that print exceptions share. Nobody else includes it. */
#ifndef VM_TRACEBACK_TEXT_H
#define VM_TRACEBACK_TEXT_H

#include "base/text.h"
#include "vm/traceback.h"

/* Where a line begins: `indent` spaces and a margin ("" or "| "), as inside a group. NULL: no piece at all. */
typedef struct Margin {
    isize indent;
    const char *text;
} Margin;
void margin_append(Text *out, const Margin *margin);

/* One entry's source line and the carets below it. */
void source_line_append(Text *out, const Margin *margin, const Traceback *entry);
/* All of a traceback's entries. */
void traceback_append(Text *out, const Margin *margin, Ref traceback, isize limit);

#endif
