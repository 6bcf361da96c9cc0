/* canvas_curses.h: a canvas on a terminal. The one place that knows ncurses. */
#ifndef UI_CANVAS_CURSES_H
#define UI_CANVAS_CURSES_H

#include "base/status.h"
#include "ui/canvas.h"

/* Takes the terminal over; input from `input` (a descriptor: standard input, or /dev/tty). It fails where no terminal of
 * its kind is known, or input and output are no terminal; `korean`: who reads that. */
Status terminal_open(int input, bool korean);
/* Gives the terminal back as it was found. Safe to call twice, and from a handler of a deadly signal. */
void terminal_close(void);
void terminal_size(int *width, int *height); /* as it is now */
bool terminal_is_utf8(void);
bool terminal_chose_utf8(void); /* ... which is not what the locale says */
/* Shows the canvas; what did not change is not sent again. `anew` sends everything. */
void terminal_show(const Canvas *canvas, bool anew);
/* The next key, as tmux writes keys: "a", "é", "C-l", "Right", "PageDown", "Space", "Enter", "Escape",
 * "BSpace", "M-b", "Click:12,5" (column and row), "WheelUp:12,5", "WheelDown:12,5"; "Mouse" for what says nothing, "Resize" after a change of size; NULL: nothing within `timeout_ms` (-1: waits). Valid until
 * the next call. A Ctrl-C is the key "C-c". */
const char *terminal_key(int timeout_ms);
/* During a long move: says on the last line, now and then, how far the machine has come. Nothing without a screen. */
void terminal_busy(u64 instructions, bool in_korean);
/* True when Ctrl-C was typed; other keys are kept for terminal_key. For long moves. */
bool terminal_interrupted(void);

#endif
