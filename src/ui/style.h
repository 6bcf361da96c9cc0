/* style.h: what a cell means, and how that looks in colour and without.
 *
 * Panes say what something is; the look is decided here, once. Nothing is told by colour alone: what stands out
 * in colour stands out in monochrome too, by bold, underline or reverse. */
#ifndef UI_STYLE_H
#define UI_STYLE_H

#include "base/base.h"

/* STYLE(id, foreground, background, attributes, monochrome attributes): colours 0..7 of a terminal, -1 its
 * own. */
enum { LOOK_BOLD = 1, LOOK_UNDERLINE = 2, LOOK_REVERSE = 4, LOOK_DIM = 8 };
#define STYLES(STYLE)                                                                                          \
    STYLE(TEXT, -1, -1, 0, 0)                                                                                  \
    STYLE(DIM, -1, -1, LOOK_DIM, LOOK_DIM)                                                                     \
    STYLE(BORDER, -1, -1, LOOK_DIM, 0)                                                                         \
    STYLE(TITLE, 6, -1, 0, 0)                                                                                  \
    STYLE(TITLE_FOCUSED, 6, -1, LOOK_BOLD | LOOK_REVERSE, LOOK_BOLD | LOOK_REVERSE)                            \
    STYLE(CURRENT, 0, 3, 0, LOOK_REVERSE) /* the line, the instruction that comes next */                      \
    STYLE(CURRENT_PART, 0, 3, LOOK_BOLD | LOOK_UNDERLINE, LOOK_REVERSE | LOOK_UNDERLINE | LOOK_BOLD)           \
    STYLE(OPERAND, 3, -1, LOOK_BOLD, LOOK_UNDERLINE) /* what the next instruction will take */                 \
    STYLE(CHANGED, 2, -1, LOOK_BOLD, LOOK_BOLD)      /* since the last stop */                                 \
    STYLE(DIED, 1, -1, 0, LOOK_DIM)                                                                            \
    STYLE(NAME, 4, -1, LOOK_BOLD, LOOK_BOLD)                                                                   \
    STYLE(TYPE, 5, -1, 0, 0)                                                                                   \
    STYLE(ERROR, 1, -1, LOOK_BOLD, LOOK_BOLD)                                                                  \
    STYLE(MARK, 1, -1, LOOK_BOLD, LOOK_BOLD | LOOK_REVERSE) /* a breakpoint */                                 \
    STYLE(MATCH, 0, 6, 0, LOOK_REVERSE)                     /* found by a search */                            \
    STYLE(SENTENCE, -1, -1, LOOK_BOLD, LOOK_BOLD)                                                              \
    STYLE(STATUS, 0, 7, 0, LOOK_REVERSE)                                                                       \
    STYLE(KEY, 3, -1, LOOK_BOLD, LOOK_BOLD)

typedef enum Style {
#define STYLE(id, foreground, background, attributes, monochrome) STYLE_##id,
    STYLES(STYLE)
#undef STYLE
        STYLE_COUNT
} Style;

typedef struct StyleLook {
    int foreground, background; /* 0..7, -1: the terminal's own */
    int attributes, monochrome; /* LOOK_ bits */
} StyleLook;
extern const StyleLook style_looks[STYLE_COUNT];

#endif
