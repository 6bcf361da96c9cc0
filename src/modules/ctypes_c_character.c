/* ctypes_c_character.c: C's questions about one character, in the locale "C": what is not ASCII is nothing. */
#include "modules/ctypes.h"

static bool is_upper(int c) { return c >= 'A' && c <= 'Z'; }
static bool is_lower(int c) { return c >= 'a' && c <= 'z'; }
static bool is_alpha(int c) { return is_upper(c) || is_lower(c); }
static bool is_digit(int c) { return c >= '0' && c <= '9'; }
static bool is_alnum(int c) { return is_alpha(c) || is_digit(c); }
static bool is_space(int c) { return c == ' ' || (c >= '\t' && c <= '\r'); }
static bool is_blank(int c) { return c == ' ' || c == '\t'; }
static bool is_print(int c) { return c >= ' ' && c < 127; }
static bool is_graph(int c) { return c > ' ' && c < 127; }
static bool is_punct(int c) { return is_graph(c) && !is_alnum(c); }
static bool is_cntrl(int c) { return (c >= 0 && c < ' ') || c == 127; }
static bool is_xdigit(int c) { return is_digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F'); }

/* glibc's answer is the bit that its table of characters has for the question. */
#define QUESTION(name, holds, bit)                                                                             \
    static bool c_is##name(CCall *call) { return call_answer_word(call, holds(call_int(call)) ? (bit) : 0); }
QUESTION(upper, is_upper, 1 << 8)
QUESTION(lower, is_lower, 1 << 9)
QUESTION(alpha, is_alpha, 1 << 10)
QUESTION(digit, is_digit, 1 << 11)
QUESTION(xdigit, is_xdigit, 1 << 12)
QUESTION(space, is_space, 1 << 13)
QUESTION(print, is_print, 1 << 14)
QUESTION(graph, is_graph, 1 << 15)
QUESTION(blank, is_blank, 1 << 0)
QUESTION(cntrl, is_cntrl, 1 << 1)
QUESTION(punct, is_punct, 1 << 2)
QUESTION(alnum, is_alnum, 1 << 3)

static bool c_isascii(CCall *call) { return call_answer_word(call, (call_int(call) & ~127) == 0); }

static bool c_toupper(CCall *call) {
    int c = call_int(call);
    return call_answer_int(call, is_lower(c) ? c - 'a' + 'A' : c);
}
static bool c_tolower(CCall *call) {
    int c = call_int(call);
    return call_answer_int(call, is_upper(c) ? c - 'A' + 'a' : c);
}

const CSymbol c_character_symbols[] = {
    {"isupper", c_isupper},   {"islower", c_islower}, {"isalpha", c_isalpha}, {"isdigit", c_isdigit},
    {"isxdigit", c_isxdigit}, {"isspace", c_isspace}, {"isprint", c_isprint}, {"isgraph", c_isgraph},
    {"isblank", c_isblank},   {"iscntrl", c_iscntrl}, {"ispunct", c_ispunct}, {"isalnum", c_isalnum},
    {"isascii", c_isascii},   {"toupper", c_toupper}, {"tolower", c_tolower}, {NULL, NULL}};
