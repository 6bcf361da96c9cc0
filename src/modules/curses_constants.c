/* curses_constants.c: see the header. */
#include "modules/curses_constants.h"

#include "modules/curses.h"

const ModuleConstant curses_constants[] = {
#define CONSTANT(name, value) {#name, value},
#define FUNCTION_KEY(name, number) {#name, 0410 + (number)},
    CURSES_CONSTANTS(CONSTANT, FUNCTION_KEY)
#undef FUNCTION_KEY
#undef CONSTANT
        {.name = NULL}};
