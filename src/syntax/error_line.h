/* error_line.h: the line of a program's file that a SyntaxError shows. */
#ifndef SYNTAX_ERROR_LINE_H
#define SYNTAX_ERROR_LINE_H

#include "object/object.h"

/* Line `lineno` (from 1) of the file, with its end of line, decoded from `encoding` (wrong bytes replaced;
 * NULL: strictly from UTF-8). Of a long line only the last piece is shown. NULL without exception when there is
 * none to be had. */
Own error_line(Ref filename, isize lineno, const char *encoding);

#endif
