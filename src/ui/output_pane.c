/* output_pane.c: what the program has written, as a terminal would show it, but kept: \r, \b and tabs move within the
 * line, what is written there again replaces what stood there, long lines are wrapped. Colours and all other commands
 * to a terminal are left out; where one clears the screen a line says so. What was typed for input() stands behind its
 * question. Nothing of this ever reaches the real terminal. */
#include "ui/internal.h"

#include <stdlib.h>

#include "base/utf8.h"

#define MOST_SHOWN (512 * 1024) /* bytes: what stands further back is left out */
#define GLYPH_BYTES 16
#define LONGEST_LINE 20000 /* characters: what is longer is cut into several */

typedef struct Glyph { /* a character and the marks that join it */
    char bytes[GLYPH_BYTES];
    u8 length, width, style;
} Glyph;

typedef struct Screen {
    const Ui *ui;
    Rows *rows;
    int width; /* of the pane */
    Glyph *line;
    int length, capacity, column; /* of the line, in glyphs; where the next one goes */
    bool begun;                   /* something of the line was written: it is a row even if it is empty */
} Screen;

static void end_line(Screen *screen) {
    int x = 0;
    row_begin(screen->rows);
    for (int i = 0; i < screen->length; i++) {
        const Glyph *glyph = &screen->line[i];
        if (x + glyph->width > screen->width) {
            row_begin(screen->rows);
            x = 0;
        }
        row_add(screen->rows, (Style)glyph->style, glyph->bytes, glyph->length);
        x += glyph->width;
    }
    screen->length = screen->column = 0;
    screen->begun = false;
}

static void put_glyph(Screen *screen, const char *bytes, int length, int width, Style style) {
    if (screen->column >= LONGEST_LINE) end_line(screen);
    if (screen->column == screen->capacity) {
        int capacity = screen->capacity ? 2 * screen->capacity : 256;
        Glyph *line = realloc(screen->line, (usize)capacity * sizeof *line);
        if (!line) return;
        screen->line = line;
        screen->capacity = capacity;
    }
    Glyph *glyph = &screen->line[screen->column++];
    *glyph = (Glyph){.length = (u8)length, .width = (u8)width, .style = (u8)style};
    memcpy(glyph->bytes, bytes, (usize)length);
    if (screen->column > screen->length) screen->length = screen->column;
    screen->begun = true;
}

static void join_glyph(Screen *screen, const char *bytes, int length) {
    if (screen->column == 0) return;
    Glyph *glyph = &screen->line[screen->column - 1];
    if (glyph->length + length > GLYPH_BYTES) return;
    memcpy(glyph->bytes + glyph->length, bytes, (usize)length);
    glyph->length = (u8)(glyph->length + length);
}

static void put_tab(Screen *screen, Style style) {
    int x = 0;
    for (int i = 0; i < screen->column; i++) x += screen->line[i].width;
    for (int blanks = 8 - x % 8; blanks > 0; blanks--) put_glyph(screen, " ", 1, 1, style);
}

/* --- commands to a terminal ----------------------------------------------------------------------------- */

/* The end of the command that begins with the escape at `text`; its final byte, and its first number. */
static const char *command_end(const char *text, const char *end, char *final, int *number) {
    const char *next = text + 1;
    *final = 0;
    *number = 0;
    if (next == end) return end;
    if (*next == '[') {
        for (next++; next < end && *next >= '0' && *next <= '9'; next++)
            if (*number < 1000) *number = *number * 10 + (*next - '0');
        while (next < end && (u8)*next < 0x40) next++;
        if (next < end) *final = *next++;
        return next;
    }
    bool string = *next == ']' || *next == 'P' || *next == '_' || *next == '^' || *next == 'X';
    if (!string) return next + 1;
    /* a title and its like: to BEL or ESC \ */
    while (next < end && *next != '\a' && *next != '\033') next++;
    return next < end && *next == '\033' ? (next + 2 < end ? next + 2 : end) : next < end ? next + 1 : end;
}

static const char *obey(Screen *screen, const char *text, const char *end) {
    char final;
    int number;
    text = command_end(text, end, &final, &number);
    if (final == 'K') {
        if (number == 0) screen->length = screen->column;
    } else if (final == 'G') {
        screen->column = number > screen->length ? screen->length : number > 0 ? number - 1 : 0;
    } else if (final == 'J' &&
               number == 2) { /* not 3, the lines scrolled away, of which `clear` rids itself too */
        if (screen->begun) end_line(screen);
        row_begin(screen->rows);
        row_say(screen->ui, screen->rows, STYLE_DIM, "(here the program clears the screen)",
                "(여기서 프로그램이 화면을 지웁니다)");
    }
    return text;
}

/* --- text ------------------------------------------------------------------------------------------------- */

static const char *write_one(Screen *screen, Style style, const char *text, const char *end) {
    char c = *text;
    if (c == '\n') end_line(screen);
    if (c == '\r') screen->column = 0;
    if (c == '\b' && screen->column > 0) screen->column--;
    if (c == '\t') put_tab(screen, style);
    if (c == '\033') return obey(screen, text, end);
    if ((u8)c < ' ' || c == 0x7F) return text + 1; /* the bell and its like */
    u32 codepoint;
    int used = utf8_decode(text, end - text, &codepoint);
    int width = used ? utf8_cell_width(codepoint) : 1;
    if (used == 0)
        put_glyph(screen, "?", 1, 1, style);
    else if (width > 0)
        put_glyph(screen, text, used, width, style);
    else if (width == 0)
        join_glyph(screen, text, used);
    return text + (used ? used : 1);
}

static void write_text(Screen *screen, Style style, const char *text, const char *end) {
    while (text < end) text = write_one(screen, style, text, end);
}

/* --- the pane ----------------------------------------------------------------------------------------------- */

void output_pane_note_input(Ui *ui, const char *line) {
    const WorldOutput *chunks;
    isize count = session_output(ui->session, &chunks);
    Typed typed = {.step = session_stop(ui->session)->step, .line = strdup(line ? line : "^D")};
    for (isize i = 0; i < count; i++) typed.position += (u64)chunks[i].length;
    while (ui->typed_count && ui->typed[ui->typed_count - 1].step >= typed.step) /* answered anew */
        free(ui->typed[--ui->typed_count].line);
    Typed *grown = realloc(ui->typed, ((usize)ui->typed_count + 1) * sizeof *grown);
    if (!grown || !typed.line) {
        free(typed.line);
        return;
    }
    ui->typed = grown;
    ui->typed[ui->typed_count++] = typed;
}

/* Of a chunk that begins at `position`, with what was typed before `limit` where it was typed. */
static void write_chunk(Ui *ui, Screen *screen, const WorldOutput *chunk, u64 position, int *typed) {
    Style style = chunk->stream == WORLD_STDERR ? STYLE_ERROR : STYLE_TEXT;
    const char *next = chunk->bytes, *end = next + chunk->length;
    u64 here = session_stop(ui->session)->step;
    for (; *typed < ui->typed_count && ui->typed[*typed].step < here; (*typed)++) {
        const Typed *line = &ui->typed[*typed];
        if (line->position > position + (u64)chunk->length) break;
        const char *stop = line->position > position ? chunk->bytes + (line->position - position) : next;
        if (stop > next) write_text(screen, style, next, stop);
        next = stop > next ? stop : next;
        write_text(screen, STYLE_KEY, line->line, line->line + strlen(line->line));
        end_line(screen);
    }
    write_text(screen, style, next, end);
}

void output_pane_build(Ui *ui, Rows *rows) {
    const WorldOutput *chunks;
    isize count = session_output(ui->session, &chunks);
    int width = ui->views[PANE_OUTPUT].area.width - 2, typed = 0;
    Screen screen = {.ui = ui, .rows = rows, .width = width > 1 ? width : 80};
    u64 total = 0, position = 0;
    for (isize i = 0; i < count; i++) total += (u64)chunks[i].length;
    for (isize i = 0; i < count; i++) {
        WorldOutput chunk = chunks[i];
        u64 left_out = total - position > MOST_SHOWN ? total - position - MOST_SHOWN : 0;
        if (left_out >= (u64)chunk.length) {
            position += (u64)chunk.length;
            continue;
        }
        if (left_out) { /* the first that is shown: from its next line on */
            const char *from = memchr(chunk.bytes + left_out, '\n', (usize)chunk.length - left_out);
            u64 skipped = from ? (u64)(from + 1 - chunk.bytes) : left_out;
            row_begin(rows);
            row_say(ui, rows, STYLE_DIM, "(%lu bytes stand before this)", "(이 앞에 %lu바이트가 더 있습니다)",
                    position + skipped);
            chunk.bytes += skipped;
            chunk.length -= (isize)skipped;
            position += skipped;
        }
        write_chunk(ui, &screen, &chunk, position, &typed);
        position += (u64)chunk.length;
    }
    if (screen.begun) end_line(&screen);
    free(screen.line);
    rows->focus = rows->row_count - 1;
    if (rows->row_count) return;
    row_begin(rows);
    bool ended = session_stop(ui->session)->reason == STOP_EXIT;
    row_format(rows, STYLE_DIM, "%s",
               ended ? ui_text(ui, "nothing was printed", "출력이 없었습니다")
                     : ui_text(ui, "nothing printed yet", "아직 출력이 없습니다"));
}
