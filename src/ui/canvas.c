/* canvas.c: drawing into cells. Every rule about widths is here: whoever draws says what, not how wide. */
#include "ui/canvas.h"

#include <stdlib.h>

#include "base/utf8.h"

const StyleLook style_looks[STYLE_COUNT] = {
#define STYLE(id, foreground_, background_, attributes_, monochrome_)                                          \
    [STYLE_##id] = {.foreground = foreground_,                                                                 \
                    .background = background_,                                                                 \
                    .attributes = attributes_,                                                                 \
                    .monochrome = monochrome_},
    STYLES(STYLE)
#undef STYLE
};

bool canvas_open(Canvas *canvas, int width, int height) {
    *canvas = (Canvas){.cursor_x = -1, .cursor_y = -1};
    return canvas_resize(canvas, width, height);
}

void canvas_close(Canvas *canvas) {
    free(canvas->cells);
    canvas->cells = NULL;
}

bool canvas_resize(Canvas *canvas, int width, int height) {
    Cell *cells = realloc(canvas->cells, (usize)(width * height + 1) * sizeof *cells);
    if (!cells) return false;
    canvas->cells = cells;
    canvas->width = width;
    canvas->height = height;
    canvas_erase(canvas);
    return true;
}

static void cell_clear(Cell *cell, Style style) {
    memset(cell, 0, sizeof *cell);
    cell->grapheme[0] = ' ';
    cell->width = 1;
    cell->style = (u8)style;
}

void canvas_erase(Canvas *canvas) {
    for (int i = 0; i < canvas->width * canvas->height; i++) cell_clear(&canvas->cells[i], STYLE_TEXT);
    canvas->cursor_x = canvas->cursor_y = -1;
}

Cell *canvas_cell(Canvas *canvas, int x, int y) {
    bool inside = x >= 0 && y >= 0 && x < canvas->width && y < canvas->height;
    return inside ? &canvas->cells[y * canvas->width + x] : NULL;
}

/* A cell is about to be overwritten: half of a wide character must not remain. */
static void cell_free(Canvas *canvas, int x, int y) {
    Cell *cell = canvas_cell(canvas, x, y);
    if (!cell) return;
    if (cell->width == 0) {
        Cell *before = canvas_cell(canvas, x - 1, y);
        if (before) cell_clear(before, (Style)before->style);
    } else if (cell->width == 2) {
        Cell *after = canvas_cell(canvas, x + 1, y);
        if (after) cell_clear(after, (Style)after->style);
    }
}

static void cell_put(Canvas *canvas, int x, int y, const char *bytes, int length, int width, Style style) {
    cell_free(canvas, x, y);
    if (width == 2) cell_free(canvas, x + 1, y);
    Cell *cell = canvas_cell(canvas, x, y);
    if (!cell) return;
    cell_clear(cell, style);
    memcpy(cell->grapheme, bytes, (usize)length);
    cell->grapheme[length] = 0;
    cell->width = (u8)width;
    Cell *covered = width == 2 ? canvas_cell(canvas, x + 1, y) : NULL;
    if (covered) {
        cell_clear(covered, style);
        covered->grapheme[0] = 0;
        covered->width = 0;
    }
}

/* A combining mark joins the grapheme drawn last. */
static void cell_join(Canvas *canvas, int x, int y, const char *bytes, int length) {
    Cell *cell = canvas_cell(canvas, x - 1, y);
    if (cell && cell->width == 0) cell = canvas_cell(canvas, x - 2, y);
    if (!cell) return;
    usize used = strlen(cell->grapheme);
    if (used + (usize)length < CELL_BYTES) memcpy(cell->grapheme + used, bytes, (usize)length);
}

/* What turns the writing round, or makes one sign of several: terminals do not agree on it, and the cells behind it
 * would be lost. */
static bool is_unshown(u32 c) {
    return (c >= 0x200B && c <= 0x200F) || (c >= 0x2028 && c <= 0x202E) || (c >= 0x2060 && c <= 0x206F) ||
           (c >= 0xFE00 && c <= 0xFE0F) || c == 0xFEFF || (c >= 0x1F3FB && c <= 0x1F3FF) || c >= 0xE0000;
}

/* The next character of a text: its bytes as they are to be shown, and its width. Returns the bytes
 * consumed. */
static int next_character(const char *text, isize length, bool ascii, char shown[8], int *shown_length,
                          int *width) {
    u32 c;
    int used = utf8_decode(text, length, &c);
    if (used == 0) {
        shown[0] = '?';
        *shown_length = *width = 1;
        return 1;
    }
    if (is_unshown(c)) {
        *shown_length = *width = 0;
        return used;
    }
    *width = utf8_cell_width(c);
    if (*width < 0) { /* a control character, as ^A */
        shown[0] = '^';
        shown[1] = c < 0x20 ? (char)(c + 0x40) : '?';
        *shown_length = *width = 2;
        return used;
    }
    if (ascii && c >= 0x80) {
        memset(shown, '?', 2);
        *shown_length = *width;
        return used;
    }
    memcpy(shown, text, (usize)used);
    *shown_length = used;
    return used;
}

int canvas_text(Canvas *canvas, int x, int y, int right, const char *text, isize length, Style style) {
    if (right > canvas->width) right = canvas->width;
    for (isize i = 0; i < length;) {
        char shown[8];
        int bytes, width;
        i += next_character(text + i, length - i, canvas->ascii, shown, &bytes, &width);
        if (width == 0) {
            cell_join(canvas, x, y, shown, bytes);
            continue;
        }
        if (x + width > right) break;
        bool by_bytes = bytes == width && (u8)shown[0] < 0x80; /* ^A and ?? take a cell a byte */
        if (x >= 0 && by_bytes)
            for (int k = 0; k < bytes; k++) cell_put(canvas, x + k, y, shown + k, 1, 1, style);
        else if (x >= 0)
            cell_put(canvas, x, y, shown, bytes, width, style);
        x += width;
    }
    return x;
}

int canvas_text_width(const char *text, isize length) {
    int total = 0;
    for (isize i = 0; i < length;) {
        char shown[8];
        int bytes, width;
        i += next_character(text + i, length - i, false, shown, &bytes, &width);
        total += width;
    }
    return total;
}

void canvas_fill(Canvas *canvas, Rect area, Style style) {
    for (int y = area.y; y < area.y + area.height; y++)
        for (int x = area.x; x < area.x + area.width; x++) {
            cell_free(canvas, x, y);
            Cell *cell = canvas_cell(canvas, x, y);
            if (cell) cell_clear(cell, style);
        }
}

void canvas_restyle(Canvas *canvas, int x, int y, int right, Style style) {
    for (; x < right; x++) {
        Cell *cell = canvas_cell(canvas, x, y);
        if (cell) cell->style = (u8)style;
    }
}

void canvas_box(Canvas *canvas, Rect area, const char *title, Style title_style) {
    static const char *const unicode[] = {"─", "│", "┌", "┐", "└", "┘"};
    static const char *const plain[] = {"-", "|", "+", "+", "+", "+"};
    const char *const *lines = canvas->ascii ? plain : unicode;
    int right = area.x + area.width - 1, bottom = area.y + area.height - 1;
    for (int x = area.x + 1; x < right; x++) {
        cell_put(canvas, x, area.y, lines[0], (int)strlen(lines[0]), 1, STYLE_BORDER);
        cell_put(canvas, x, bottom, lines[0], (int)strlen(lines[0]), 1, STYLE_BORDER);
    }
    for (int y = area.y + 1; y < bottom; y++) {
        cell_put(canvas, area.x, y, lines[1], (int)strlen(lines[1]), 1, STYLE_BORDER);
        cell_put(canvas, right, y, lines[1], (int)strlen(lines[1]), 1, STYLE_BORDER);
    }
    cell_put(canvas, area.x, area.y, lines[2], (int)strlen(lines[2]), 1, STYLE_BORDER);
    cell_put(canvas, right, area.y, lines[3], (int)strlen(lines[3]), 1, STYLE_BORDER);
    cell_put(canvas, area.x, bottom, lines[4], (int)strlen(lines[4]), 1, STYLE_BORDER);
    cell_put(canvas, right, bottom, lines[5], (int)strlen(lines[5]), 1, STYLE_BORDER);
    int x = canvas_text(canvas, area.x + 2, area.y, right - 1, " ", 1, title_style);
    x = canvas_text(canvas, x, area.y, right - 2, title, (isize)strlen(title), title_style);
    canvas_text(canvas, x, area.y, right - 1, " ", 1, title_style);
}

/* --- wrapped text ----------------------------------------------------------------------------------------- */

isize canvas_line_length(const char *text, int width) {
    isize end = 0, blank = 0;
    while (text[end] && text[end] != '\n') {
        isize next = end + 1;
        while (((u8)text[next] & 0xC0) == 0x80) next++;
        if (canvas_text_width(text, next) > width) return blank ? blank : end ? end : next;
        if (text[end] == ' ') blank = end;
        end = next;
    }
    return end;
}

int canvas_wrapped(Canvas *canvas, Rect area, const char *text, Style style) {
    int line = 0;
    while (*text) {
        isize length = canvas_line_length(text, area.width);
        bool cut = line == area.height - 1 && text[length] && text[length + 1];
        if (canvas && line < area.height)
            canvas_text(canvas, area.x, area.y + line, area.x + area.width, text, length, style);
        if (canvas && cut)
            canvas_text(canvas, area.x + area.width - 1, area.y + line, area.x + area.width,
                        canvas->ascii ? ">" : "…", canvas->ascii ? 1 : 3, STYLE_DIM);
        text += length;
        if (*text == '\n' || *text == ' ') text++;
        line++;
    }
    return line;
}
