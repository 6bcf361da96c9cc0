/* language.h: what opscope itself says, in the language of who reads it.
 *
 * Both texts stand side by side where they are said: whoever reads the code sees both, and nobody can add one without
 * the other. They are formats of text_append_format for the same arguments in the same order, which the compiler
 * checks for both. In the Korean one ^은 ^이 ^을 ^과 ^으로 stand for the particle that fits the sound of what was
 * filled in before it:
 *
 *     language_append(korean, out, "there is no %s here", "여기에 %s^이 없습니다", name);
 *
 * What CPython says (messages of exceptions, names of types and opcodes) and what one types stays as it is. */
#ifndef INSPECT_LANGUAGE_H
#define INSPECT_LANGUAGE_H

#include "base/status.h"
#include "base/text.h"

void language_append(bool in_korean, Text *out, const char *english, const char *korean, ...) PRINTF_LIKE(3, 5)
    PRINTF_LIKE(4, 5);
void language_vappend(bool in_korean, Text *out, const char *english, const char *korean, va_list arguments);
/* What is wrong, for who reads Korean, or English. */
Status language_error(bool in_korean, const char *english, const char *korean, ...) PRINTF_LIKE(2, 4)
    PRINTF_LIKE(3, 4);
Status language_verror(bool in_korean, const char *english, const char *korean, va_list arguments);

#endif
