/* menu.h: the menu of lessons. */
#ifndef UI_MENU_H
#define UI_MENU_H

#include "base/status.h"
#include "ui/canvas.h"

typedef struct Menu {
    const char *root;     /* folder of the lessons */
    const char *language; /* "en" or "ko" */
    Text names;           /* NUL-separated */
    int count, selected;
    bool ascii, leave, chosen;
    bool not_latin; /* the last key was of another script */
} Menu;

Status menu_open(Menu *menu, const char *language);
void menu_close(Menu *menu);
/* False: a lesson was chosen, or the user leaves. */
bool menu_key(Menu *menu, const char *key);
void menu_draw(Menu *menu, Canvas *canvas);
/* The chosen lesson's folder; valid until the next call. NULL: none was chosen. */
const char *menu_folder(const Menu *menu);
/* The menu on this terminal. */
Status menu_run(Menu *menu);

#endif
