/* ui.h: the screen: panes around a session, keys that move it, a prompt.
 *
 * The screen is a function of the session and of what was typed: ui_key takes a key, ui_draw draws a canvas.
 * Neither knows a terminal, so tests and screenshots type keys and look at the canvas; ui_run does the same
 * with a terminal's. */
#ifndef UI_UI_H
#define UI_UI_H

#include "session/session.h"
#include "ui/canvas.h"

typedef struct Ui Ui;

typedef struct UiOptions {
    Session *session;          /* stays the caller's */
    const char *title;         /* what is being looked at: the program's name */
    struct LessonPlay *lesson; /* a lesson being played, or NULL; the caller's */
    bool ascii;
} UiOptions;

Ui *ui_open(const UiOptions *options); /* NULL: out of memory */
void ui_close(Ui *ui);
/* A key as tmux writes it. False: the user wants to leave. */
bool ui_key(Ui *ui, const char *key);
/* Takes the next key off a string of keys, as ui_type understands them; NULL: there is none. Valid until the next
 * call. */
const char *ui_next_key(const char **keys);
/* Types what a string describes: keys separated by blanks; a word of more letters that is no key's name is
 * typed letter by letter. Each finds the screen drawn on `canvas`, as a user would. False: the user wanted to leave. */
bool ui_type(Ui *ui, const char *keys, Canvas *canvas);
void ui_draw(Ui *ui, Canvas *canvas);
/* What a screen that was drawn does while nobody types, for about a second. Whether it has more to show then. */
bool ui_rest(Ui *ui);
/* While playing: the milliseconds until ui_tick wants to be called; -1: not playing. */
int ui_tick_delay(const Ui *ui);
void ui_tick(Ui *ui);

/* The screen on this terminal until the user leaves. The exit status. */
int ui_run(Ui *ui);

#endif
