/* ctypes_c_number.c: functions of C on integers, numbers out of text, and rand(). */
#include "modules/ctypes.h"

#include <errno.h>
#include <limits.h>

#include "object/float.h"

/* --- numbers out of text -------------------------------------------------------------------------------- */

static bool is_space(char c) { return c == ' ' || (c >= '\t' && c <= '\r'); }

static int digit_value(char c) {
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'z') return c - 'a' + 10;
    return c >= 'A' && c <= 'Z' ? c - 'A' + 10 : 99;
}

typedef struct Parsed {
    u64 magnitude;
    bool negative, overflow; /* overflow: does not fit into 64 bits */
    const char *end;         /* where the number ends; the text's start where there is none */
} Parsed;

/* As strtol() reads: white space, a sign, the base's prefix, digits. */
static Parsed parse(const char *text, int base) {
    Parsed parsed = {.end = text};
    while (is_space(*text)) text++;
    if (*text == '-' || *text == '+') parsed.negative = *text++ == '-';
    bool hex = text[0] == '0' && (text[1] == 'x' || text[1] == 'X') && digit_value(text[2]) < 16;
    if ((base == 0 || base == 16) && hex) {
        text += 2;
        base = 16;
    }
    if (base == 0) base = *text == '0' ? 8 : 10;
    for (; digit_value(*text) < base; parsed.end = ++text) {
        u64 wider;
        if (__builtin_mul_overflow(parsed.magnitude, (u64)base, &wider) ||
            __builtin_add_overflow(wider, (u64)digit_value(*text), &wider))
            parsed.overflow = true;
        else
            parsed.magnitude = wider;
    }
    return parsed;
}

/* The number within what `long` holds. */
static i64 clamp(const Parsed *parsed) {
    u64 limit = (u64)LONG_MAX + parsed->negative;
    bool outside = parsed->overflow || parsed->magnitude > limit;
    if (outside) CTYPES->errno_now = ERANGE;
    u64 magnitude = outside ? limit : parsed->magnitude;
    return (i64)(parsed->negative ? 0 - magnitude : magnitude);
}

static bool store_end(CCall *call, const char *end) {
    const char **to = call_pointer(call);
    if (!to) return true;
    if (!memory_check(to, sizeof *to, true)) return false;
    *to = end;
    return true;
}

static bool c_atol(CCall *call) {
    const char *text;
    if (!call_text(call, &text)) return false;
    Parsed parsed = parse(text, 10);
    return call_answer_int(call, clamp(&parsed));
}
static bool c_atoi(CCall *call) { return c_atol(call) && call_answer_int(call, (int)call->result[0]); }

/* The end is the second argument, the base the third: they are words too, so they come in this order. */
static bool parse_call(CCall *call, Parsed *parsed) {
    const char *text;
    if (!call_text(call, &text)) return false;
    CCall later = *call;
    call_word(&later);
    int base = call_int(&later);
    if (base < 0 || base == 1 || base > 36) {
        CTYPES->errno_now = EINVAL;
        *parsed = (Parsed){.end = text};
    } else {
        *parsed = parse(text, base);
    }
    return store_end(call, parsed->end);
}

static bool c_strtol(CCall *call) {
    Parsed parsed;
    return parse_call(call, &parsed) && call_answer_int(call, clamp(&parsed));
}
static bool c_strtoul(CCall *call) {
    Parsed parsed;
    if (!parse_call(call, &parsed)) return false;
    if (parsed.overflow) {
        CTYPES->errno_now = ERANGE;
        return call_answer_word(call, ULONG_MAX);
    }
    return call_answer_word(call, parsed.negative ? 0 - parsed.magnitude : parsed.magnitude);
}

static double parse_double(const char *text, const char **end) {
    const char *start = text, *after;
    while (is_space(*start)) start++;
    bool negative = *start == '-';
    if (*start == '-' || *start == '+') start++;
    double number = double_from_text(start, (isize)strlen(start), &after);
    *end = after == start ? text : after;
    if (after == start) return 0.0;
    return negative ? -number : number;
}
static bool c_atof(CCall *call) {
    const char *text, *end;
    return call_text(call, &text) && call_answer_double(call, parse_double(text, &end));
}
static bool c_strtod(CCall *call) {
    const char *text, *end;
    if (!call_text(call, &text)) return false;
    double number = parse_double(text, &end);
    return store_end(call, end) && call_answer_double(call, number);
}
static bool c_strtof(CCall *call) {
    const char *text, *end;
    if (!call_text(call, &text)) return false;
    float number = (float)parse_double(text, &end);
    return store_end(call, end) && call_answer_float(call, number);
}

/* --- integers ------------------------------------------------------------------------------------------- */

static bool c_abs(CCall *call) {
    int number = call_int(call);
    return call_answer_int(call, (int)(number < 0 ? 0 - (u32)number : (u32)number));
}
static bool c_labs(CCall *call) {
    i64 number = call_long(call);
    return call_answer_word(call, number < 0 ? 0 - (u64)number : (u64)number);
}

static bool divide_by_zero(void) {
    return error_set(EXC(OSError), "exception: integer division by zero") != NULL;
}
static bool c_div(CCall *call) {
    i64 a = call_int(call), b = call_int(call);
    if (b == 0) return divide_by_zero();
    return call_answer_word(call, (u64)(u32)(a / b) | (u64)(u32)(a % b) << 32);
}
static bool c_ldiv(CCall *call) {
    i64 a = call_long(call), b = call_long(call);
    if (b == 0) return divide_by_zero();
    call->result[1] = b == -1 ? 0 : (u64)(a % b);
    return call_answer_word(call, b == -1 ? 0 - (u64)a : (u64)(a / b));
}

static u64 reversed(u64 word, int bytes) {
    u64 result = 0;
    for (int i = 0; i < bytes; i++) result |= (word >> 8 * i & 0xff) << 8 * (bytes - 1 - i);
    return result;
}
static bool c_htons(CCall *call) { return call_answer_word(call, reversed(call_word(call), 2)); }
static bool c_htonl(CCall *call) { return call_answer_word(call, reversed(call_word(call), 4)); }

static bool c_ffs(CCall *call) { return call_answer_word(call, (u64)__builtin_ffs(call_int(call))); }

/* --- rand(): glibc's: each number is the sum of those 3 and 31 before it, without its lowest bit -------- */

enum { SEEDED = 31, LAG = 3, DISCARDED = 310 };

static i32 next_random(void) {
    CtypesState *state = CTYPES;
    i32 i = state->random_index;
    u32 sum = (u32)state->random[i] + (u32)state->random[(i + SEEDED - LAG) % SEEDED];
    state->random[i] = (i32)sum;
    state->random_index = (i + 1) % SEEDED;
    return (i32)(sum >> 1);
}

static void seed(u32 number) {
    CtypesState *state = CTYPES;
    i64 word = number ? (i32)number : 1;
    for (int i = 0; i < SEEDED; i++) {
        state->random[i] = (i32)word;
        word = 16807 * (word % 127773) - 2836 * (word / 127773);
        if (word < 0) word += 2147483647;
    }
    state->random_index = LAG;
    state->random_seeded = true;
    for (int i = 0; i < DISCARDED; i++) next_random();
}

static bool c_srand(CCall *call) {
    seed((u32)call_word(call));
    return true;
}
static bool c_rand(CCall *call) {
    if (!CTYPES->random_seeded) seed(1);
    return call_answer_int(call, next_random());
}
static bool c_rand_r(CCall *call) {
    u32 *state = call_pointer(call), next;
    if (!memory_check(state, sizeof *state, true)) return false;
    memcpy(&next, state, sizeof next);
    next = next * 1103515245 + 12345;
    u32 result = next / 65536 % 2048;
    next = next * 1103515245 + 12345;
    result = result << 10 ^ (next / 65536 % 1024);
    next = next * 1103515245 + 12345;
    result = result << 10 ^ (next / 65536 % 1024);
    memcpy(state, &next, sizeof next);
    return call_answer_word(call, result);
}

const CSymbol c_number_symbols[] = {{"atoi", c_atoi},       {"atol", c_atol},        {"atoll", c_atol},
                                    {"atof", c_atof},       {"strtol", c_strtol},    {"strtoll", c_strtol},
                                    {"strtoul", c_strtoul}, {"strtoull", c_strtoul}, {"strtod", c_strtod},
                                    {"strtof", c_strtof},   {"abs", c_abs},          {"labs", c_labs},
                                    {"llabs", c_labs},      {"div", c_div},          {"ldiv", c_ldiv},
                                    {"lldiv", c_ldiv},      {"htons", c_htons},      {"ntohs", c_htons},
                                    {"htonl", c_htonl},     {"ntohl", c_htonl},      {"ffs", c_ffs},
                                    {"rand", c_rand},       {"srand", c_srand},      {"random", c_rand},
                                    {"srandom", c_srand},   {"rand_r", c_rand_r},    {NULL, NULL}};
