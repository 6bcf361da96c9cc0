/* rows.c: see rows.h. */
#include "ui/rows.h"

#include <stdlib.h>

void rows_open(Rows *rows) { *rows = (Rows){.text = text_new(TEXT_ON_HOST), .focus = -1}; }

void rows_close(Rows *rows) {
    text_free(&rows->text);
    free(rows->spans);
    free(rows->rows);
}

void rows_clear(Rows *rows) {
    text_clear(&rows->text);
    rows->span_count = rows->row_count = 0;
    rows->focus = -1;
}

Row *row_begin(Rows *rows) {
    static Row nowhere; /* out of memory: what is written here is lost */
    if (rows->row_count == rows->row_capacity) {
        int capacity = rows->row_capacity ? 2 * rows->row_capacity : 128;
        Row *more = realloc(rows->rows, (usize)capacity * sizeof *more);
        if (!more) {
            rows->failed = true;
            return &nowhere;
        }
        rows->rows = more;
        rows->row_capacity = capacity;
    }
    Row *row = &rows->rows[rows->row_count++];
    *row = (Row){.first_span = rows->span_count};
    return row;
}

void row_add(Rows *rows, Style style, const char *text, isize length) {
    if (rows->row_count == 0 || length == 0) return;
    if (rows->span_count == rows->span_capacity) {
        int capacity = rows->span_capacity ? 2 * rows->span_capacity : 512;
        Span *more = realloc(rows->spans, (usize)capacity * sizeof *more);
        if (!more) {
            rows->failed = true;
            return;
        }
        rows->spans = more;
        rows->span_capacity = capacity;
    }
    rows->spans[rows->span_count++] = (Span){.start = rows->text.length, .length = length, .style = style};
    rows->rows[rows->row_count - 1].span_count++;
    text_append(&rows->text, text, length);
}

void row_tail(Rows *rows) {
    if (rows->row_count) rows->rows[rows->row_count - 1].tail_span = rows->rows[rows->row_count - 1].span_count;
}

void row_format(Rows *rows, Style style, const char *format, ...) {
    Text text = text_new(TEXT_ON_HOST);
    va_list arguments;
    va_start(arguments, format);
    text_append_vformat(&text, format, arguments);
    va_end(arguments);
    row_add(rows, style, text_cstring(&text), text.length);
    text_free(&text);
}

void row_text(const Rows *rows, int index, Text *out) {
    const Row *row = &rows->rows[index];
    for (int i = 0; i < row->span_count; i++) {
        const Span *span = &rows->spans[row->first_span + i];
        text_append(out, rows->text.data + span->start, span->length);
    }
}
