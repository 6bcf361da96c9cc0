/* number_text.h: text objects as the ASCII that numbers are read from. */
#ifndef OBJECT_NUMBER_TEXT_H
#define OBJECT_NUMBER_TEXT_H

#include "object/object.h"

/* A str with every decimal digit of Unicode as '0'..'9', every white space as ' ', and any other character that
 * is not ASCII as '?'. Where the str is ASCII it is the str's own data, lent. */
typedef struct NumberChars {
    const char *text;
    isize length;
    char *block; /* owned, or NULL */
} NumberChars;
bool number_chars_get(Ref str, NumberChars *chars); /* false: MemoryError */
void number_chars_free(NumberChars *chars);
bool number_chars_drop_underscores(NumberChars *chars); /* false: MemoryError */

/* Reads a float or complex: white space and underscores between digits are taken away, and `read` must use up
 * what is left. False without exception: malformed; false with one: MemoryError. */
typedef bool (*NumberReader)(const char *text, isize length, void *result);
bool number_text_read(const char *text, isize length, NumberReader read, void *result);
/* Every underscore stands between two digits. */
bool number_text_underscores_fit(const char *text, isize length);
bool number_text_to_double(const char *text, isize length, void *result);

#endif
