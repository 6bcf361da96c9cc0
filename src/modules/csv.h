/* csv.h: what the files of the module _csv say to each other: dialects, readers and writers of comma-separated
 * values (PEP 305). */
#ifndef MODULES_CSV_H
#define MODULES_CSV_H

#include "modules/modules.h"
#include "object/error.h"
#include "object/gc.h"
#include "object/str.h"
#include "object/tuple.h"
#include "object/type_checks.h"

/* What the module has one of; MODULES_ROOT->csv points to it. */
typedef struct CsvState {
    Object *dialects; /* dict from name to Dialect; owned */
    isize field_limit;
} CsvState;

enum { QUOTE_MINIMAL, QUOTE_ALL, QUOTE_NONNUMERIC, QUOTE_NONE };
enum { CSV_NOT_SET = -1 };

typedef struct Dialect {
    Object ob_base;
    bool double_quote, skip_initial_space, strict;
    int quoting;
    i32 delimiter, quote_char, escape_char; /* CSV_NOT_SET: none */
    Object *line_terminator;                /* str; owned */
} Dialect;
#define AS_DIALECT(ref) ((Dialect *)(ref))

#define CSV_ERROR MODULE_TYPE(CSV_ERROR)

/* Dialect(dialect, **kwargs); dialect NULL: none given. kwargs: values and names as in a call. */
Own csv_dialect_make(Ref dialect, Ref const *values, Ref kwnames);
/* A dialect that has been registered; lent; NULL raised. */
Ref csv_dialect_find(Ref name);

Own csv_reader(Ref module, Ref const *args, isize nargs, Ref kwnames);
Own csv_writer(Ref module, Ref const *args, isize nargs, Ref kwnames);

#endif
