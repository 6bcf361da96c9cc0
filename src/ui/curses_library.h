/* curses_library.h: ncurses for the program itself: what `opscope run` gives the machine. */
#ifndef UI_CURSES_LIBRARY_H
#define UI_CURSES_LIBRARY_H

#include "world/curses_library.h"

extern const CursesLibrary curses_library;

#endif
