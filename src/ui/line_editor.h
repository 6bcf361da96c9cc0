/* line_editor.h: GNU readline for the program itself: what `opscope run` gives the machine. */
#ifndef UI_LINE_EDITOR_H
#define UI_LINE_EDITOR_H

#include "world/line_editor.h"

extern const LineEditor line_editor;

#endif
