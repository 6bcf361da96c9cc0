/* canvas_export.c: a canvas as text, ANSI, SVG or HTML, for tests, screenshots and pages.
 *
 * In SVG every grapheme stands at its own cell, a wide one with the width of two, and box-drawing characters
 * are drawn as lines: whatever font shows it, nothing moves. */
#include "base/utf8.h"
#include "ui/canvas.h"

#define CELL_WIDTH 9
#define CELL_HEIGHT 19
#define BASELINE 14

static const char *const palette[] = {"#1d1f21", "#e0655f", "#8fc36b", "#e5c07b",
                                      "#61afef", "#c792ea", "#56c2c2", "#e6e6e6"};
#define PAPER "#1d1f21"
#define INK "#d4d4d4"

/* --- text and ANSI ------------------------------------------------------------------------------------- */

static const Cell *cell_at(const Canvas *canvas, int x, int y) { return &canvas->cells[y * canvas->width + x]; }

/* Cells of a row up to the last one that is not an empty cell of plain style. */
static int row_end(const Canvas *canvas, int y) {
    int end = canvas->width;
    while (end > 0 && strcmp(cell_at(canvas, end - 1, y)->grapheme, " ") == 0 &&
           cell_at(canvas, end - 1, y)->style == STYLE_TEXT)
        end--;
    return end;
}

static void export_text(const Canvas *canvas, Text *out) {
    for (int y = 0; y < canvas->height; y++) {
        isize start = out->length;
        for (int x = 0; x < canvas->width; x++) text_append_cstring(out, cell_at(canvas, x, y)->grapheme);
        while (out->length > start && out->data[out->length - 1] == ' ') out->length--;
        text_append_char(out, '\n');
    }
}

static void append_sgr(Text *out, Style style, bool colour) {
    const StyleLook *look = &style_looks[style];
    int attributes = colour ? look->attributes : look->monochrome;
    text_append_cstring(out, "\x1b[0");
    if (attributes & LOOK_BOLD) text_append_cstring(out, ";1");
    if (attributes & LOOK_DIM) text_append_cstring(out, ";2");
    if (attributes & LOOK_UNDERLINE) text_append_cstring(out, ";4");
    if (attributes & LOOK_REVERSE) text_append_cstring(out, ";7");
    if (colour && look->foreground >= 0) text_append_format(out, ";%d", 30 + look->foreground);
    if (colour && look->background >= 0) text_append_format(out, ";%d", 40 + look->background);
    text_append_char(out, 'm');
}

static void export_ansi(const Canvas *canvas, bool colour, Text *out) {
    for (int y = 0; y < canvas->height; y++) {
        int style = STYLE_TEXT;
        for (int x = 0; x < row_end(canvas, y); x++) {
            const Cell *cell = cell_at(canvas, x, y);
            if (cell->style != style) append_sgr(out, (Style)cell->style, colour);
            style = cell->style;
            text_append_cstring(out, cell->grapheme);
        }
        if (style != STYLE_TEXT) text_append_cstring(out, "\x1b[0m");
        text_append_char(out, '\n');
    }
}

/* --- SVG and HTML -------------------------------------------------------------------------------------- */

static void append_escaped(Text *out, const char *text) {
    for (; *text; text++) {
        if (*text == '<')
            text_append_cstring(out, "&lt;");
        else if (*text == '&')
            text_append_cstring(out, "&amp;");
        else
            text_append_char(out, *text);
    }
}

typedef struct Colours {
    const char *ink, *paper;
    int attributes;
} Colours;

static Colours colours_of(Style style, bool colour) {
    const StyleLook *look = &style_looks[style];
    Colours told = {.ink = INK, .paper = PAPER, .attributes = colour ? look->attributes : look->monochrome};
    if (colour && look->foreground >= 0) told.ink = palette[look->foreground];
    if (colour && look->background >= 0) told.paper = palette[look->background];
    if (told.attributes & LOOK_REVERSE) {
        const char *ink = told.ink;
        told.ink = told.paper;
        told.paper = ink;
    }
    return told;
}

/* Which of left, right, up, down the lines of a box-drawing character go; 0: it is none. */
static int box_lines(const char *grapheme) {
    static const struct {
        const char *grapheme;
        int lines;
    } boxes[] = {{"─", 3}, {"│", 12}, {"┌", 2 | 8}, {"┐", 1 | 8}, {"└", 2 | 4}, {"┘", 1 | 4}};
    for (int i = 0; i < COUNT_OF(boxes); i++)
        if (strcmp(boxes[i].grapheme, grapheme) == 0) return boxes[i].lines;
    return 0;
}

static void append_box(Text *out, int x, int y, int lines, const Colours *colours) {
    int left = x * CELL_WIDTH, top = y * CELL_HEIGHT, middle = left + CELL_WIDTH / 2,
        centre = top + CELL_HEIGHT / 2;
    text_append_format(out, "<path d=\"M%d %dH%d M%d %dV%d\" stroke=\"%s\" stroke-opacity=\"%s\"/>\n",
                       lines & 1 ? left : middle, centre, lines & 2 ? left + CELL_WIDTH : middle, middle,
                       lines & 4 ? top : centre, lines & 8 ? top + CELL_HEIGHT : centre, colours->ink,
                       colours->attributes & LOOK_DIM ? "0.5" : "1");
}

static void append_svg_cell(Text *out, const Canvas *canvas, int x, int y, bool colour) {
    const Cell *cell = cell_at(canvas, x, y);
    Colours colours = colours_of((Style)cell->style, colour);
    int width = CELL_WIDTH * cell->width;
    if (strcmp(colours.paper, PAPER) != 0)
        text_append_format(out, "<rect x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\" fill=\"%s\"/>\n",
                           x * CELL_WIDTH, y * CELL_HEIGHT, width, CELL_HEIGHT, colours.paper);
    if (colours.attributes & LOOK_UNDERLINE)
        text_append_format(out, "<path d=\"M%d %dh%d\" stroke=\"%s\"/>\n", x * CELL_WIDTH, y * CELL_HEIGHT + 17,
                           width, colours.ink);
    if (strcmp(cell->grapheme, " ") == 0) return;
    int lines = box_lines(cell->grapheme);
    if (lines) {
        append_box(out, x, y, lines, &colours);
        return;
    }
    text_append_format(out, "<text x=\"%d\" y=\"%d\" fill=\"%s\"", x * CELL_WIDTH, y * CELL_HEIGHT + BASELINE,
                       colours.ink);
    if (colours.attributes & LOOK_BOLD) text_append_cstring(out, " font-weight=\"bold\"");
    if (colours.attributes & LOOK_DIM) text_append_cstring(out, " fill-opacity=\"0.6\"");
    if (cell->width == 2)
        text_append_format(out, " textLength=\"%d\" lengthAdjust=\"spacingAndGlyphs\"", width);
    text_append_char(out, '>');
    append_escaped(out, cell->grapheme);
    text_append_cstring(out, "</text>\n");
}

static void export_svg(const Canvas *canvas, bool colour, Text *out) {
    int width = canvas->width * CELL_WIDTH, height = canvas->height * CELL_HEIGHT;
    text_append_format(
        out,
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%d\" height=\"%d\" viewBox=\"0 0 %d %d\" "
        "font-family=\"DejaVu Sans Mono, Noto Sans Mono CJK KR, monospace\" font-size=\"15\" fill=\"none\">\n"
        "<rect width=\"%d\" height=\"%d\" fill=\"%s\"/>\n",
        width, height, width, height, width, height, PAPER);
    for (int y = 0; y < canvas->height; y++)
        for (int x = 0; x < canvas->width; x++)
            if (cell_at(canvas, x, y)->width) append_svg_cell(out, canvas, x, y, colour);
    text_append_cstring(out, "</svg>\n");
}

static void export_html(const Canvas *canvas, bool colour, Text *out) {
    text_append_format(out, "<pre style=\"background:%s;color:%s;line-height:1.25;padding:1em\">\n", PAPER,
                       INK);
    for (int y = 0; y < canvas->height; y++) {
        int style = -1;
        for (int x = 0; x < row_end(canvas, y); x++) {
            const Cell *cell = cell_at(canvas, x, y);
            if (cell->style != style) {
                Colours colours = colours_of((Style)cell->style, colour);
                if (style >= 0) text_append_cstring(out, "</span>");
                text_append_format(out, "<span style=\"color:%s;background:%s%s%s\">", colours.ink,
                                   colours.paper, colours.attributes & LOOK_BOLD ? ";font-weight:bold" : "",
                                   colours.attributes & LOOK_UNDERLINE ? ";text-decoration:underline" : "");
                style = cell->style;
            }
            append_escaped(out, cell->grapheme);
        }
        if (style >= 0) text_append_cstring(out, "</span>");
        text_append_char(out, '\n');
    }
    text_append_cstring(out, "</pre>\n");
}

void canvas_export(const Canvas *canvas, CanvasFormat format, bool colour, Text *out) {
    switch (format) {
    case CANVAS_TXT: export_text(canvas, out); return;
    case CANVAS_ANSI: export_ansi(canvas, colour, out); return;
    case CANVAS_SVG: export_svg(canvas, colour, out); return;
    case CANVAS_HTML: export_html(canvas, colour, out); return;
    }
}
