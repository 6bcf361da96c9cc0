/* number_text.c: every number's constructor takes any script's decimal digits, as int("\N{ARABIC-INDIC DIGIT
 * THREE}"): they are made plain here, so that the readers of numbers know ASCII only. */
#include "object/number_text.h"
#include "object/error.h"
#include "object/float.h"
#include "object/str.h"

static char plain(u32 c) {
    if (c < 128) return (char)c;
    if (char_is_space(c)) return ' ';
    int digit = char_decimal(c);
    return digit < 0 ? '?' : (char)('0' + digit);
}

bool number_chars_get(Ref str, NumberChars *chars) {
    *chars = (NumberChars){.text = str_data(str), .length = str_length(str)};
    if (AS_STR(str)->ascii) return true;
    chars->block = arena_alloc((usize)chars->length, BLOCK_RAW);
    if (!chars->block) return error_memory() != NULL;
    for (isize i = 0; i < chars->length; i++) chars->block[i] = plain(str_char(str, i));
    chars->text = chars->block;
    return true;
}

void number_chars_free(NumberChars *chars) { arena_free(chars->block); }

bool number_chars_drop_underscores(NumberChars *chars) {
    char *clean = arena_alloc((usize)chars->length, BLOCK_RAW);
    if (!clean) return error_memory() != NULL;
    isize count = 0;
    for (isize i = 0; i < chars->length; i++)
        if (chars->text[i] != '_') clean[count++] = chars->text[i];
    number_chars_free(chars);
    *chars = (NumberChars){clean, count, clean};
    return true;
}

static bool is_space(char c) { return c == ' ' || (c >= '\t' && c <= '\r'); }
static bool is_digit(char c) { return c >= '0' && c <= '9'; }

bool number_text_underscores_fit(const char *text, isize length) {
    for (isize i = 0; i < length; i++)
        if (text[i] == '_' && (i == 0 || i + 1 == length || !is_digit(text[i - 1]) || !is_digit(text[i + 1])))
            return false;
    return true;
}

bool number_text_read(const char *text, isize length, NumberReader read, void *result) {
    while (length > 0 && is_space(text[0])) text++, length--;
    while (length > 0 && is_space(text[length - 1])) length--;
    if (length == 0 || !number_text_underscores_fit(text, length)) return false;
    NumberChars chars = {text, length, NULL};
    if (memchr(text, '_', (usize)length) && !number_chars_drop_underscores(&chars)) return false;
    bool ok = read(chars.text, chars.length, result);
    number_chars_free(&chars);
    return ok;
}

bool number_text_to_double(const char *text, isize length, void *result) {
    const char *end;
    *(double *)result = double_from_text(text, length, &end);
    return end == text + length;
}
