/* compile_error.h: the SyntaxErrors that are found after parsing. */
#ifndef COMPILER_COMPILE_ERROR_H
#define COMPILER_COMPILE_ERROR_H

#include "syntax/ast.h"

/* Raises SyntaxError(message, (file, line, column, text, end line, end column)): the compiler's. Consumes the
 * message (NULL: an exception is set already). Always false. */
bool compile_error(Ref filename, const Location *at, Own message);
/* Raises SyntaxError(message) and sets its place as attributes: the symbol table's and the future statements'.
 * A column or end of -1 stays unknown. Consumes the message. Always false. */
bool compile_error_located(Ref filename, const Location *at, Own message);

#endif
