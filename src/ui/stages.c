/* stages.c: see stages.h. The text is that of `opscope dis --stages`; each kind of row has its place elsewhere:
 *
 *     1,4-1,9:            NAME   'inner'      tokens: in front, columns in characters
 *     Name(id='x')],  # 2:4-2:5               tree: behind
 *     function inner, 1:0-3:11, generator     symbols: behind the name
 *     2:14-2:15         LOAD_CONST 1 (1)      graphs: in front */
#include "ui/stages.h"

#include <stdio.h>
#include <stdlib.h>

const char *const stage_names[STAGE_OF_COUNT] = {
    [STAGE_OF_TOKENS] = "tokens", [STAGE_OF_TREE] = "tree",           [STAGE_OF_SYMBOLS] = "symbols",
    [STAGE_OF_GRAPH] = "graph",   [STAGE_OF_OPTIMISED] = "optimised", [STAGE_OF_CODE] = "code"};
const char *const stage_korean_names[STAGE_OF_COUNT] = {
    [STAGE_OF_TOKENS] = "토큰",  [STAGE_OF_TREE] = "트리",        [STAGE_OF_SYMBOLS] = "심볼",
    [STAGE_OF_GRAPH] = "그래프", [STAGE_OF_OPTIMISED] = "최적화", [STAGE_OF_CODE] = "코드"};

void stages_close(Stages *stages) {
    free(stages->file);
    free(stages->rows);
    text_free(&stages->text);
    *stages = (Stages){0};
}

bool region_equal(const Region *a, const Region *b) {
    return a->line == b->line && a->column == b->column && a->end_line == b->end_line &&
           a->end_column == b->end_column;
}

bool region_contains(const Region *outer, const Region *inner) {
    bool begins = outer->line < inner->line || (outer->line == inner->line && outer->column <= inner->column);
    bool ends = outer->end_line > inner->end_line ||
                (outer->end_line == inner->end_line && outer->end_column >= inner->end_column);
    return begins && ends;
}

/* --- reading the rows ---------------------------------------------------------------------------------- */

/* L:C-L:C, or with commas. */
static Region read_place(const char *text) {
    Region at = {0};
    bool is_one =
        sscanf(text, "%d%*1[:,]%d-%d%*1[:,]%d", &at.line, &at.column, &at.end_line, &at.end_column) == 4;
    return is_one && at.line > 0 ? at : (Region){0};
}

static const char *last_of(const char *text, isize length, const char *mark) {
    isize width = (isize)strlen(mark);
    for (isize i = length - width; i >= 0; i--)
        if (memcmp(text + i, mark, (usize)width) == 0) return text + i;
    return NULL;
}

/* The bytes of so many characters of the line. */
static int byte_column(Session *session, const char *file, int line, int characters) {
    int length, at = 0;
    const char *text = session_source_line(session, file, line, &length);
    for (; text && characters > 0 && at < length; characters--) do
            at++;
        while (at < length && ((u8)text[at] & 0xC0) == 0x80);
    return at;
}

static void cut_token(StageRow *row, const char *text, Session *session, const char *file) {
    row->at = read_place(text);
    if (row->length > 20) row->start += 20, row->length -= 20;
    row->at.column = byte_column(session, file, row->at.line, row->at.column);
    row->at.end_column = byte_column(session, file, row->at.end_line, row->at.end_column);
}

static void cut_node(StageRow *row, const char *text) {
    const char *mark = last_of(text, row->length, "  # ");
    if (!mark) return;
    row->at = read_place(mark + 4);
    if (region_is(&row->at)) row->length = mark - text;
}

static void cut_symbol(StageRow *row, const char *text) {
    const char *mark = memchr(text, ',', (usize)row->length);
    if (mark && mark[1] == ' ') row->at = read_place(mark + 2);
}

static void cut_instruction(StageRow *row, const char *text) {
    isize place = 18; /* its column in the text */
    if (row->length <= place || strncmp(text, "block", 5) == 0) return;
    row->at = read_place(text);
    if (row->at.column < 0 || row->at.end_column < 0) row->at = (Region){0};
    row->start += place - 2;
    row->length -= place - 2;
}

static StageRow *add_row(Stages *stages) {
    if (stages->count == stages->capacity) {
        int capacity = stages->capacity ? 2 * stages->capacity : 1024;
        StageRow *rows = realloc(stages->rows, (usize)capacity * sizeof *rows);
        if (!rows) return NULL;
        stages->rows = rows;
        stages->capacity = capacity;
    }
    StageRow *row = &stages->rows[stages->count++];
    *row = (StageRow){0};
    return row;
}

static StageId stage_of_title(const char *title, isize length) {
    if (strncmp(title, "--- tokens", 10) == 0) return STAGE_OF_TOKENS;
    if (strncmp(title, "--- syntax", 10) == 0) return STAGE_OF_TREE;
    if (strncmp(title, "--- symbol", 10) == 0) return STAGE_OF_SYMBOLS;
    return last_of(title, length, " before ") ? STAGE_OF_GRAPH : STAGE_OF_OPTIMISED;
}

static void read_rows(Stages *stages, Session *session) {
    const char *all = text_cstring(&stages->text);
    StageId stage = STAGE_OF_TOKENS;
    int unit = -1;
    for (const char *text = all; *text;) {
        isize length = (isize)strcspn(text, "\n");
        bool is_title = strncmp(text, "--- ", 4) == 0;
        if (is_title) {
            stage = stage_of_title(text, length);
            unit += stage == STAGE_OF_GRAPH;
        }
        StageRow *row = length && (!is_title || stage >= STAGE_OF_GRAPH) ? add_row(stages) : NULL;
        if (row) {
            *row = (StageRow){.stage = stage, .start = text - all, .length = length, .unit = unit};
            if (is_title) {
                row->start += 4;
                row->length -= 8;
            } else if (stage == STAGE_OF_TOKENS)
                cut_token(row, text, session, stages->file);
            else if (stage == STAGE_OF_TREE)
                cut_node(row, text);
            else if (stage == STAGE_OF_SYMBOLS)
                cut_symbol(row, text);
            else
                cut_instruction(row, text);
        }
        text += length + (text[length] != 0);
    }
}

void stages_of(Stages *stages, Session *session, const char *file) {
    if (stages->file && strcmp(stages->file, file) == 0) return;
    stages_close(stages);
    stages->text = text_new(TEXT_ON_HOST);
    stages->file = strdup(file);
    if (!stages->file) return;
    stages->failed = !session_stages(session, file, &stages->text);
    if (!stages->failed) read_rows(stages, session);
}
