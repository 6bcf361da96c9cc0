/* canvas.h: the picture of a screen: cells, each with a grapheme, a width and a style.
 *
 * Panes draw on a canvas and never on a terminal. One back end puts it on ncurses (canvas_curses.c), another
 * turns it into text, ANSI, SVG or HTML (canvas_export.c), with no terminal at all. A wide character takes its
 * cell and the next one, whose width is 0; combining marks belong to the cell before them. */
#ifndef UI_CANVAS_H
#define UI_CANVAS_H

#include "base/text.h"
#include "ui/style.h"

#define CELL_BYTES 24 /* of a grapheme with its marks, NUL included */

typedef struct Cell {
    char grapheme[CELL_BYTES]; /* UTF-8; " " where it is empty */
    u8 width;                  /* 1, 2, or 0: covered by the wide one before it */
    u8 style;
} Cell;

typedef struct Canvas {
    int width, height;
    Cell *cells;
    int cursor_x, cursor_y; /* -1: hidden */
    bool ascii;             /* only ASCII can be shown: lines are - | +, other characters '?' */
} Canvas;

typedef struct Rect {
    int x, y, width, height;
} Rect;

bool canvas_open(Canvas *canvas, int width, int height);
void canvas_close(Canvas *canvas);
bool canvas_resize(Canvas *canvas, int width, int height); /* empty afterwards */
void canvas_erase(Canvas *canvas);
Cell *canvas_cell(Canvas *canvas, int x, int y); /* NULL: outside */

/* Draws UTF-8 text from x on, not beyond `right` (exclusive); control characters are shown as ^X, broken bytes
 * as '?'. A wide character that does not fit is left out. Returns the x after it. */
int canvas_text(Canvas *canvas, int x, int y, int right, const char *text, isize length, Style style);
/* The bytes of a text's next line of at most `width` cells, broken at a blank where there is one; 0 at the end. */
isize canvas_line_length(const char *text, int width);
/* Text broken at blanks into lines of the area's width; what does not fit into its height is left out, with an
 * ellipsis. canvas NULL: nothing is drawn. Returns how many lines the whole text takes. */
int canvas_wrapped(Canvas *canvas, Rect area, const char *text, Style style);
void canvas_fill(Canvas *canvas, Rect area, Style style);
void canvas_restyle(Canvas *canvas, int x, int y, int right, Style style);
/* A frame of box-drawing lines with a title in its upper edge. */
void canvas_box(Canvas *canvas, Rect area, const char *title, Style title_style);
/* Cells that a text takes. */
int canvas_text_width(const char *text, isize length);

typedef enum CanvasFormat { CANVAS_TXT, CANVAS_ANSI, CANVAS_SVG, CANVAS_HTML } CanvasFormat;
void canvas_export(const Canvas *canvas, CanvasFormat format, bool colour, Text *out);

#endif
