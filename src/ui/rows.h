/* rows.h: what a pane shows: rows of spans. A pane builds them; scrolling, cutting, searching and the selected
 * row are the same for all panes and are done in view.c. */
#ifndef UI_ROWS_H
#define UI_ROWS_H

#include "base/base.h"
#include "base/text.h"
#include "ui/style.h"

typedef struct Span {
    isize start, length; /* in Rows.text */
    Style style;
} Span;

typedef struct Region {                     /* of a source: columns in bytes from 0, the last one exclusive */
    int line, column, end_line, end_column; /* line 0: none */
} Region;

typedef struct Row {
    int first_span, span_count;
    int tail_span; /* from here on (counted in the row) spans are never cut: what comes before gives way; 0: none */
    Style fill; /* of the row's empty rest */
    int line;   /* source pane: the line's number */
    u64 serial; /* objects: whose row it is */
    Region at;  /* stages: what it was made from */
} Row;

typedef struct Rows {
    Text text;
    Span *spans;
    Row *rows;
    int span_count, span_capacity, row_count, row_capacity;
    int focus; /* the row that must be seen; -1: none */
    bool failed;
} Rows;

void rows_open(Rows *rows);
void rows_close(Rows *rows);
void rows_clear(Rows *rows);
Row *row_begin(Rows *rows); /* valid until the next row_begin; never NULL */
void row_add(Rows *rows, Style style, const char *text, isize length);
void row_format(Rows *rows, Style style, const char *format, ...) PRINTF_LIKE(3, 4);
/* What is added to the row from now on stays in sight at the row's end, however narrow the pane is. */
void row_tail(Rows *rows);
/* The whole row's text. Appended to out. */
void row_text(const Rows *rows, int row, Text *out);

#endif
