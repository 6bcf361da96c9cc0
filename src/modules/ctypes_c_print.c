/* ctypes_c_print.c: printf() and its like, and C's standard output.
 *
 * C's stdout has a buffer of its own, beside that of Python's sys.stdout: on a terminal a line goes out when
 * it ends, elsewhere what has come together goes out when the buffer is full or the program ends. So what C
 * and Python print comes out in another order than it was printed in, here as in CPython. */
#include "modules/ctypes.h"

#include "modules/outside.h"
#include "object/float.h"
#include "vm/eval.h"
#include "world/world.h"

/* --- stdout --------------------------------------------------------------------------------------------- */

enum { STDOUT = 1, STDOUT_ROOM = 4096 };

static void write_out(const char *bytes, isize length) {
    u64 before = WORLD_ROOT->output_position;
    while (length > 0) {
        WorldAnswer answer = world_call(
            &(WorldRequest){.call = WORLD_CALL_WRITE, .descriptor = STDOUT, .bytes = bytes, .length = length});
        if (answer.error || answer.value <= 0) break;
        bytes += answer.value;
        length -= (isize)answer.value;
    }
    if (WORLD_ROOT->output_position != before) vm_event(PROBE_OUTPUT);
}

bool print_flush(void) {
    CtypesState *state = CTYPES;
    if (state->stdout_block) write_out((const char *)state->stdout_block, state->stdout_length);
    state->stdout_length = 0;
    return true;
}

static bool open_stdout(void) {
    CtypesState *state = CTYPES;
    if (state->stdout_block) return true;
    state->stdout_block = arena_alloc(STDOUT_ROOM, BLOCK_RAW);
    if (!state->stdout_block) return error_memory();
    memset(state->stdout_block, 0, STDOUT_ROOM);
    state->stdout_by_line = outside_is_terminal(STDOUT);
    return true;
}

/* Fills the buffer; what is more than that goes out, whole buffers of it at once. */
static void buffer_bytes(const char *bytes, isize length) {
    CtypesState *state = CTYPES;
    isize room = STDOUT_ROOM - state->stdout_length, part = length < room ? length : room;
    memcpy(state->stdout_block + state->stdout_length, bytes, (usize)part);
    state->stdout_length += part;
    if (part == length) return;
    print_flush();
    isize rest = length - part, whole = rest - rest % STDOUT_ROOM;
    write_out(bytes + part, whole);
    memcpy(state->stdout_block, bytes + part + whole, (usize)(rest - whole));
    state->stdout_length = rest - whole;
}

static bool print(const char *bytes, isize length) {
    if (MODULES_ROOT->unbuffered) {
        write_out(bytes, length);
        return true;
    }
    if (!open_stdout()) return false;
    buffer_bytes(bytes, length);
    return !CTYPES->stdout_by_line || !memchr(bytes, '\n', (usize)length) || print_flush();
}

/* --- formats -------------------------------------------------------------------------------------------- */

typedef struct Directive {
    bool left, plus, space, alternate, zero;
    int width, precision; /* precision -1: none */
    int size;             /* bytes of an integer: 1, 2, 4, 8; 16: a long double */
    char kind;
} Directive;

static const char *read_number(const char *format, CCall *call, int *number) {
    if (*format == '*') {
        *number = call_int(call);
        return format + 1;
    }
    for (*number = 0; *format >= '0' && *format <= '9'; format++) {
        if (*number < 1 << 24) *number = *number * 10 + (*format - '0');
    }
    return format;
}

static const char *read_size(const char *format, int *size) {
    *size = 4;
    switch (*format) {
    case 'h': *size = format[1] == 'h' ? 1 : 2; return format + (format[1] == 'h' ? 2 : 1);
    case 'l': *size = 8; return format + (format[1] == 'l' ? 2 : 1);
    case 'q':
    case 'j':
    case 'z':
    case 't': *size = 8; return format + 1;
    case 'L': *size = 16; return format + 1;
    default: return format;
    }
}

/* What stands behind a '%'. */
static const char *read_directive(const char *format, CCall *call, Directive *directive) {
    *directive = (Directive){.precision = -1};
    for (;; format++) {
        bool *flag = *format == '-'   ? &directive->left
                     : *format == '+' ? &directive->plus
                     : *format == ' ' ? &directive->space
                     : *format == '#' ? &directive->alternate
                     : *format == '0' ? &directive->zero
                                      : NULL;
        if (!flag) break;
        *flag = true;
    }
    format = read_number(format, call, &directive->width);
    if (directive->width < 0) {
        directive->left = true;
        directive->width = -directive->width;
    }
    if (*format == '.') format = read_number(format + 1, call, &directive->precision);
    format = read_size(format, &directive->size);
    directive->kind = *format;
    return *format ? format + 1 : format;
}

/* Text with a prefix (a sign, "0x"), filled up to the width: with zeros between the two, or with spaces. */
static void append_filled(Text *out, const Directive *directive, const char *prefix, const char *text,
                          isize length, bool zeros) {
    isize gap = directive->width - (isize)strlen(prefix) - length;
    if (!directive->left && !zeros) text_append_repeated(out, ' ', gap);
    text_append_cstring(out, prefix);
    if (!directive->left && zeros) text_append_repeated(out, '0', gap);
    text_append(out, text, length);
    if (directive->left) text_append_repeated(out, ' ', gap);
}

static const char *sign_of(const Directive *directive, bool negative) {
    return negative ? "-" : directive->plus ? "+" : directive->space ? " " : "";
}

static void append_integer(Text *out, const Directive *directive, CCall *call) {
    char digits[80], *end = digits + sizeof digits, *start = end;
    u64 word = call_word(call);
    int unused = 64 - 8 * (directive->size > 8 ? 8 : directive->size);
    bool is_signed = directive->kind == 'd' || directive->kind == 'i';
    i64 number = (i64)(word << unused) >> unused;
    bool negative = is_signed && number < 0;
    u64 magnitude = negative ? 0 - (u64)number : word << unused >> unused;
    u64 base = directive->kind == 'o' ? 8 : directive->kind == 'x' || directive->kind == 'X' ? 16 : 10;
    const char *names = directive->kind == 'X' ? "0123456789ABCDEF" : "0123456789abcdef";
    bool is_zero = magnitude == 0;
    for (; magnitude; magnitude /= base) *--start = names[magnitude % base];
    int least = directive->precision >= 0 ? directive->precision : 1;
    if (directive->alternate && base == 8 && end - start >= least) least = (int)(end - start) + 1;
    const char *prefix = is_signed                                        ? sign_of(directive, negative)
                         : directive->alternate && base == 16 && !is_zero ? directive->kind == 'X' ? "0X" : "0x"
                                                                          : "";
    Text text = text_new(TEXT_IN_ARENA);
    text_append_repeated(&text, '0', least - (end - start));
    text_append(&text, start, end - start);
    append_filled(out, directive, prefix, text_cstring(&text), text.length,
                  directive->zero && directive->precision < 0);
    out->failed |= text.failed;
    text_free(&text);
}

static double next_double(const Directive *directive, CCall *call) {
    if (directive->size != 16) return call_double(call);
    const CArgument *argument = call_memory(call, VALUE_LONG_DOUBLE);
    long double number = 0;
    if (argument) memcpy(&number, argument->value, sizeof number);
    return (double)number;
}

static void append_double(Text *out, const Directive *directive, CCall *call) {
    double number = next_double(directive, call), magnitude = __builtin_fabs(number);
    bool is_number = magnitude < __builtin_inf();
    Text text = text_new(TEXT_IN_ARENA);
    if (is_number) {
        double_append_format(&text, magnitude, directive->kind,
                             directive->precision < 0 ? 6 : directive->precision, directive->alternate, false,
                             false);
    } else {
        bool upper = directive->kind >= 'A' && directive->kind <= 'Z';
        text_append_cstring(&text, number != number ? upper ? "NAN" : "nan" : upper ? "INF" : "inf");
    }
    append_filled(out, directive, sign_of(directive, __builtin_signbit(number) != 0), text_cstring(&text),
                  text.length, directive->zero && is_number);
    out->failed |= text.failed;
    text_free(&text);
}

static bool append_text(Text *out, const Directive *directive, CCall *call) {
    const char *text = call_pointer(call);
    int limit = directive->precision;
    isize length = 0;
    if (!text) {
        append_filled(out, directive, "", "(null)", limit < 0 || limit >= 6 ? 6 : 0, false);
        return true;
    }
    for (; limit < 0 || length < limit; length++) {
        if (!memory_check(text + length, 1, false)) return false;
        if (!text[length]) break;
    }
    append_filled(out, directive, "", text, length, false);
    return true;
}

static bool append_wide_text(Text *out, const Directive *directive, CCall *call) {
    const u8 *text = call_pointer(call);
    isize length = memory_wide_length(text);
    if (length < 0) return false;
    Text narrow = text_new(TEXT_IN_ARENA);
    for (isize i = 0; i < length; i++) text_append_codepoint(&narrow, wide_at(text, i));
    append_filled(out, directive, "", text_cstring(&narrow), narrow.length, false);
    out->failed |= narrow.failed;
    text_free(&narrow);
    return true;
}

static void append_pointer(Text *out, const Directive *directive, CCall *call) {
    Text digits = text_new(TEXT_IN_ARENA);
    u64 address = call_word(call);
    if (address) text_append_format(&digits, "%lx", (unsigned long)address);
    append_filled(out, directive, address ? "0x" : "", address ? text_cstring(&digits) : "(nil)",
                  address ? digits.length : 5, false);
    text_free(&digits);
}

/* %n: how many bytes there are so far. */
static bool store_length(const Text *out, const Directive *directive, CCall *call) {
    i64 length = out->length;
    void *to = call_pointer(call);
    if (!memory_check(to, directive->size, true)) return false;
    memcpy(to, &length, (usize)directive->size);
    return true;
}

static bool append_directive(Text *out, const Directive *directive, CCall *call) {
    char character;
    switch (directive->kind) {
    case 'd':
    case 'i':
    case 'u':
    case 'x':
    case 'X':
    case 'o': append_integer(out, directive, call); return true;
    case 'f':
    case 'F':
    case 'e':
    case 'E':
    case 'g':
    case 'G': append_double(out, directive, call); return true;
    case 's':
        return directive->size == 8 ? append_wide_text(out, directive, call)
                                    : append_text(out, directive, call);
    case 'S': return append_wide_text(out, directive, call);
    case 'c':
        character = (char)call_word(call);
        append_filled(out, directive, "", &character, 1, false);
        return true;
    case 'p': append_pointer(out, directive, call); return true;
    case 'n': return store_length(out, directive, call);
    case '%': text_append_char(out, '%'); return true;
    default:
        return error_set(EXC(NotImplementedError), "opscope's %s() doesn't know %%%c", call->name,
                         directive->kind);
    }
}

/* What is printed. False: raised, and `out` is to be freed nonetheless. */
static bool format_text(Text *out, CCall *call) {
    const char *format = call_pointer(call);
    *out = text_new(TEXT_IN_ARENA);
    if (memory_text_length(format) < 0) return false;
    while (*format) {
        isize plain = (isize)strcspn(format, "%");
        text_append(out, format, plain);
        format += plain;
        if (!*format) break;
        Directive directive;
        format = read_directive(format + 1, call, &directive);
        if (directive.kind && !append_directive(out, &directive, call)) return false;
    }
    return !out->failed || error_memory();
}

/* --- the functions -------------------------------------------------------------------------------------- */

static bool c_printf(CCall *call) {
    Text out;
    bool done = format_text(&out, call) && print(text_cstring(&out), out.length) &&
                call_answer_word(call, (u64)out.length);
    text_free(&out);
    return done;
}

static bool put_text(char *to, u64 room, const Text *text) {
    if (!room) return true;
    usize length = (u64)text->length < room ? (usize)text->length : room - 1;
    if (!memory_check(to, (isize)length + 1, true)) return false;
    memcpy(to, text_cstring(text), length);
    to[length] = '\0';
    return true;
}

static bool print_to(CCall *call, char *to, u64 room) {
    Text out;
    bool done = format_text(&out, call) && put_text(to, room, &out) && call_answer_word(call, (u64)out.length);
    text_free(&out);
    return done;
}
static bool c_sprintf(CCall *call) { return print_to(call, call_pointer(call), ~(u64)0); }
bool c_snprintf(CCall *call) {
    char *to = call_pointer(call);
    return print_to(call, to, call_word(call));
}

static bool c_puts(CCall *call) {
    const char *text = call_pointer(call);
    isize length = memory_text_length(text);
    return length >= 0 && print(text, length) && print("\n", 1) && call_answer_word(call, (u64)length + 1);
}

static bool c_putchar(CCall *call) {
    char character = (char)call_int(call);
    return print(&character, 1) && call_answer_word(call, (u8)character);
}

/* Of stdout, the only stream that there is. */
static bool c_fflush(CCall *call) { return print_flush() && call_answer_word(call, 0); }

const CSymbol c_print_symbols[] = {{"printf", c_printf}, {"sprintf", c_sprintf}, {"snprintf", c_snprintf},
                                   {"puts", c_puts},     {"putchar", c_putchar}, {"fflush", c_fflush},
                                   {NULL, NULL}};
