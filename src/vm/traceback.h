/* traceback.h: the trail that an exception leaves, and printing it. */
#ifndef VM_TRACEBACK_H
#define VM_TRACEBACK_H

#include "base/text.h"
#include "vm/frame.h"

typedef struct Traceback {
    Object ob_base;
    Object *next;       /* Traceback, owned, or NULL: inwards */
    FrameObject *frame; /* owned */
    i32 lasti;          /* code unit times two */
    i32 lineno;         /* or LINE_UNASKED: traceback_line works it out */
} Traceback;
#define AS_TRACEBACK(ref) ((Traceback *)(ref))
/* Most exceptions are caught and nobody asks where they were raised: half of the time that raising takes would go
 * into reading the line table. */
#define LINE_UNASKED INT32_MIN

i32 traceback_line(const Traceback *entry);

/* Puts `frame` in front of the current exception's traceback. Keeps going without it when memory is short. */
void traceback_here(Frame *frame);
/* The same with a frame made for the purpose, which stands for a C function: some of CPython's show up so. */
void traceback_add(const char *function, const char *filename, i32 line);

/* sys.stderr may be the program's own, and it hears how much CPython writes at once. So in what is printed of exceptions each
 * piece that is written by itself ends with this byte, which is in no text. */
#define PIECE_END '\xff'
struct Text;
void piece_append(struct Text *out, const char *text);
void piece_append_str(struct Text *out, Ref string);
void piece_end(struct Text *out);    /* of what was appended by other means */
void pieces_join(struct Text *text); /* takes the ends out */

/* What sys.excepthook does by default: appends "Traceback (most recent call last): ..." with chained
 * exceptions, groups, notes, carets and suggestions to `out`. Runs Python code (__str__). The current exception
 * is none, before and after. In pieces, as all of these. */
void traceback_print_exception(Ref exception, struct Text *out);
/* What CPython tells of an exception where sys.stderr is missing, or can't be written to. Runs Python code. */
void traceback_print_lost(Ref exception, struct Text *out);
/* Only the trail: what traceback.print_tb prints, for `indent` columns. */
void traceback_print(Ref traceback, isize indent, isize limit, struct Text *out);
/* "Did you mean: 'x'?" for NameError, AttributeError and ImportError: owned str, NULL without exception:
 * none. */
Own traceback_suggestion(Ref exception);
/* Line `lineno` (from 1) of a program's file as a traceback shows it: in UTF-8, without its end, behind what
 * `line` holds. The file is sought under its name, then in the folders of sys.path, and opened as any file is:
 * audit hooks hear of it, and where one raises there is nothing to show. False: there is no such line, or its
 * encoding can't be read; nothing is raised. */
bool traceback_source_line(Ref filename, isize lineno, struct Text *line);

#endif
