/* codec_error.c: what happens to what can't be encoded or decoded.
 *
 * An error handler gets the offending range and gives a replacement and the position at which to go on. The
 * built-in ones are functions from a Problem to a replacement; the same functions serve the codecs here and
 * Python code that asks codecs.lookup_error for them. A handler that has no answer says so by NULL without an
 * exception: the error itself is raised. */
#include "object/bytes.h"
#include "object/call.h"
#include "object/codec_internal.h"
#include "object/exception.h"
#include "object/tuple.h"
#include "object/unicode.h"

/* Exactly one of `bytes` and `string` is what is wrong; `translating` is a str too. */
typedef struct Problem {
    const char *encoding;
    const u8 *bytes;
    isize length; /* of bytes */
    Ref string;
    bool translating;
    isize start, end;
} Problem;
typedef Own (*Handler)(const Problem *problem, isize *resume);

/* --- the built-in handlers ---------------------------------------------------------------------------- */

static void *cannot_handle(Type *type) {
    return error_set(EXC(TypeError), "don't know how to handle %N in error callback", type);
}

static Own handle_strict(const Problem *problem, isize *resume) {
    (void)problem;
    (void)resume;
    return NULL;
}

static Own handle_ignore(const Problem *problem, isize *resume) {
    *resume = problem->end;
    return own(OBJECT_ROOT->empty_str);
}

static Own handle_replace(const Problem *problem, isize *resume) {
    *resume = problem->end;
    if (problem->bytes) return str_from_char(0xFFFD);
    u32 c = problem->translating ? 0xFFFD : '?';
    isize count = isize_max(problem->end - problem->start, 0);
    if (count == 1) return str_from_char(c);
    Own text = str_new(count, c);
    if (text) str_fill(text, 0, c, count);
    return text;
}

static void put_hexadecimal(StrBuilder *out, char mark, u32 value, int digits) {
    str_builder_char(out, '\\');
    str_builder_char(out, (u8)mark);
    while (digits-- > 0) str_builder_char(out, (u8) "0123456789abcdef"[value >> (4 * digits) & 15]);
}

static void put_escape(StrBuilder *out, u32 c) {
    if (c < 0x100)
        put_hexadecimal(out, 'x', c, 2);
    else if (c < 0x10000)
        put_hexadecimal(out, 'u', c, 4);
    else
        put_hexadecimal(out, 'U', c, 8);
}

static Own handle_backslashreplace(const Problem *problem, isize *resume) {
    *resume = problem->end;
    StrBuilder out;
    str_builder_init(&out);
    for (isize i = problem->start; i < problem->end; i++) {
        put_escape(&out, problem->bytes ? problem->bytes[i] : str_char(problem->string, i));
    }
    return str_builder_finish(&out);
}

static Own handle_namereplace(const Problem *problem, isize *resume) {
    if (problem->bytes) return cannot_handle(EXC(UnicodeDecodeError));
    if (problem->translating) return cannot_handle(EXC(UnicodeTranslateError));
    *resume = problem->end;
    StrBuilder out;
    str_builder_init(&out);
    for (isize i = problem->start; i < problem->end; i++) {
        char name[CHAR_NAME_MAX];
        u32 c = str_char(problem->string, i);
        isize length = char_name(c, name);
        if (length) {
            str_builder_ascii(&out, "\\N{", 3);
            str_builder_ascii(&out, name, length);
            str_builder_char(&out, '}');
        } else {
            put_escape(&out, c);
        }
    }
    return str_builder_finish(&out);
}

static Own handle_xmlcharrefreplace(const Problem *problem, isize *resume) {
    if (problem->bytes) return cannot_handle(EXC(UnicodeDecodeError));
    if (problem->translating) return cannot_handle(EXC(UnicodeTranslateError));
    *resume = problem->end;
    StrBuilder out;
    str_builder_init(&out);
    for (isize i = problem->start; i < problem->end; i++) {
        char digits[12];
        int count = 0;
        for (u32 c = str_char(problem->string, i); c || !count; c /= 10)
            digits[11 - count++] = (char)('0' + c % 10);
        str_builder_ascii(&out, "&#", 2);
        str_builder_ascii(&out, digits + 12 - count, count);
        str_builder_char(&out, ';');
    }
    return str_builder_finish(&out);
}

static Own escape_decode(const Problem *problem, isize *resume) {
    u32 escaped[4];
    isize count = 0;
    while (count < 4 && count < problem->end - problem->start) {
        u8 byte = problem->bytes[problem->start + count];
        if (byte < 0x80) break; /* ASCII bytes are never escaped */
        escaped[count++] = 0xDC00 + byte;
    }
    *resume = problem->start + count;
    return count ? str_from_ucs4(escaped, count) : NULL;
}

static Own handle_surrogateescape(const Problem *problem, isize *resume) {
    if (problem->translating) return cannot_handle(EXC(UnicodeTranslateError));
    if (problem->bytes) return escape_decode(problem, resume);
    *resume = problem->end;
    ByteBuilder out;
    byte_builder_init(&out);
    for (isize i = problem->start; i < problem->end; i++) {
        u32 c = str_char(problem->string, i);
        if (c < 0xDC80 || c > 0xDCFF) {
            byte_builder_discard(&out);
            return NULL;
        }
        byte_builder_byte(&out, (u8)(c - 0xDC00));
    }
    return byte_builder_finish(&out);
}

/* How many bytes a surrogate takes in the encodings that have a place for one; 0: not one of them. */
static int surrogate_size(const char *encoding, bool *big) {
    char name[CODEC_NAME_SIZE];
    *big = false;
    if (!codec_normalize_name(encoding, name)) return 0;
    if (!strcmp(name, "utf_8") || !strcmp(name, "utf8") || !strcmp(name, "cp65001")) return 3;
    const char *rest = name;
    if (strncmp(rest, "utf", 3) != 0) return 0;
    rest += 3;
    if (*rest == '_') rest++;
    int size = !strncmp(rest, "16", 2) ? 2 : !strncmp(rest, "32", 2) ? 4 : 0;
    if (!size) return 0;
    rest += 2;
    if (!*rest) return size;
    if (*rest == '_') rest++;
    *big = !strcmp(rest, "be");
    return *big || !strcmp(rest, "le") ? size : 0;
}

static Own pass_decode(const Problem *problem, isize *resume, int size, bool big) {
    const u8 *at = problem->bytes + problem->start;
    if (problem->length - problem->start < size) return NULL;
    u32 c;
    if (size == 3) {
        if ((at[0] & 0xF0) != 0xE0 || (at[1] & 0xC0) != 0x80 || (at[2] & 0xC0) != 0x80) return NULL;
        c = (u32)(at[0] & 0x0F) << 12 | (u32)(at[1] & 0x3F) << 6 | (at[2] & 0x3F);
    } else {
        c = unit_get(at, size, big);
    }
    if (!is_surrogate(c)) return NULL;
    *resume = problem->start + size;
    return str_from_char(c);
}

static Own handle_surrogatepass(const Problem *problem, isize *resume) {
    if (problem->translating) return cannot_handle(EXC(UnicodeTranslateError));
    bool big;
    int size = surrogate_size(problem->encoding, &big);
    if (!size) return NULL;
    if (problem->bytes) return pass_decode(problem, resume, size, big);
    *resume = problem->end;
    ByteBuilder out;
    byte_builder_init(&out);
    for (isize i = problem->start; i < problem->end; i++) {
        u32 c = str_char(problem->string, i);
        if (!is_surrogate(c)) {
            byte_builder_discard(&out);
            return NULL;
        }
        u8 *room = byte_builder_extend(&out, size);
        if (!room) break;
        if (size == 3) {
            room[0] = (u8)(0xE0 | c >> 12);
            room[1] = (u8)(0x80 | (c >> 6 & 0x3F));
            room[2] = (u8)(0x80 | (c & 0x3F));
        } else {
            unit_put(room, size, big, c);
        }
    }
    return byte_builder_finish(&out);
}

static const struct {
    const char *name;
    Handler handle;
} handlers[] = {
    {"strict", handle_strict},
    {"ignore", handle_ignore},
    {"replace", handle_replace},
    {"backslashreplace", handle_backslashreplace},
    {"xmlcharrefreplace", handle_xmlcharrefreplace},
    {"namereplace", handle_namereplace},
    {"surrogateescape", handle_surrogateescape},
    {"surrogatepass", handle_surrogatepass},
};

static Handler find_handler(const char *name) {
    if (!name) return handle_strict;
    for (isize i = 0; i < COUNT_OF(handlers); i++) {
        if (!strcmp(name, handlers[i].name)) return handlers[i].handle;
    }
    return NULL;
}

/* --- for Python code ---------------------------------------------------------------------------------- */

/* What an exception instance is about; its range is cut to what its object has. */
static bool problem_from_exception(Ref exception, Problem *problem) {
    bool decode = is_a(exception, EXC(UnicodeDecodeError)),
         translate = is_a(exception, EXC(UnicodeTranslateError));
    if (!decode && !translate && !is_a(exception, EXC(UnicodeEncodeError))) {
        return cannot_handle(type_of(exception)) != NULL;
    }
    const UnicodeException *error = (const UnicodeException *)exception;
    *problem = (Problem){.encoding = "", .translating = translate};
    if (!error->object || (decode ? !is_bytes(error->object) : !is_str(error->object))) {
        return error_set(EXC(TypeError), "object attribute must be %s", decode ? "bytes" : "unicode") != NULL;
    }
    if (error->encoding && is_str(error->encoding) && str_is_ascii(error->encoding)) {
        problem->encoding = str_data(error->encoding);
    }
    isize length = decode ? size_of(error->object) : str_length(error->object);
    if (decode) problem->bytes = bytes_data(error->object);
    if (decode) problem->length = length;
    if (!decode) problem->string = error->object;
    problem->start = isize_max(0, isize_min(error->start, length - 1));
    problem->end = isize_min(isize_max(error->end, 1), length);
    return true;
}

Own codec_handle_error(const char *name, Ref exception) {
    Handler handle = find_handler(name);
    if (!handle) return error_set(EXC(LookupError), "unknown error handler name '%.400s'", name);
    if (handle == handle_strict) {
        if (is_exception(exception)) return error_raise(own(exception));
        return error_set(EXC(TypeError), "codec must pass exception instance");
    }
    Problem problem;
    if (!problem_from_exception(exception, &problem)) return NULL;
    isize resume = 0;
    Own replacement = handle(&problem, &resume);
    if (!replacement) return error_occurred() ? NULL : error_raise(own(exception));
    Own position = int_from_isize(resume), pair = NULL;
    if (position) pair = tuple_pack(2, replacement, position);
    release(replacement);
    release_maybe(position);
    return pair;
}

/* --- exceptions --------------------------------------------------------------------------------------- */

/* Makes the exception of a coding, or tells the one made before about the new range. */
static bool update_exception(Object **exception, Type *type, const char *encoding, Ref object, isize start,
                             isize end, const char *reason) {
    Own parts[5] = {str_from_utf8(encoding, -1), own(object), int_from_isize(start), int_from_isize(end),
                    str_from_utf8(reason, -1)};
    bool ok = parts[0] && parts[2] && parts[3] && parts[4];
    if (ok && !*exception) {
        ok = (*exception = exception_new(type, (Ref const *)parts, 5)) != NULL;
    } else if (ok) {
        UnicodeException *error = (UnicodeException *)*exception;
        error->start = start;
        error->end = end;
        slot_set(&error->reason, own(parts[4]));
    }
    for (int i = 0; i < 5; i++) release_maybe(parts[i]);
    return ok;
}

static bool decoding_exception(Decoding *decoding, isize start, isize end, const char *reason) {
    Own input = decoding->exception ? own(((UnicodeException *)decoding->exception)->object)
                                    : bytes_from(decoding->bytes, decoding->length);
    if (!input) return false;
    bool ok = update_exception(&decoding->exception, EXC(UnicodeDecodeError), decoding->encoding, input, start,
                               end, reason);
    release(input);
    return ok;
}

/* --- handlers registered by Python code --------------------------------------------------------------- */

/* Calls the handler named `errors` with the exception; a tuple of two, the position a number within `length`
 * after *position. NULL raised. */
static Own call_registered(Object **handler, const char *errors, Ref exception, const char *complaint) {
    if (!*handler) {
        if (!OBJECT_ROOT->codec_error_handler) {
            return error_set(EXC(LookupError), "unknown error handler name '%.400s'", errors);
        }
        if (!(*handler = OBJECT_ROOT->codec_error_handler(errors))) return NULL;
    }
    Own answer = object_call_one(*handler, exception);
    if (!answer) return NULL;
    if (is_tuple(answer) && tuple_length(answer) == 2 && is_int(tuple_get(answer, 1))) return answer;
    release(answer);
    return error_set(EXC(TypeError), "%s", complaint);
}

/* huge_is_bad: CPython's multibyte codecs know no OverflowError here. */
static bool answer_position(Ref answer, isize length, bool huge_is_bad, isize *position) {
    isize at = int_as_isize(tuple_get(answer, 1));
    if (at == -1 && error_occurred()) {
        if (!huge_is_bad) return false;
        error_clear();
        at = -1 - length;
    }
    *position = at < 0 ? at + length : at;
    if (*position >= 0 && *position <= length) return true;
    return error_set(EXC(IndexError), "position %zd from error handler out of bounds", *position) != NULL;
}

#define DECODE_COMPLAINT "decoding error handler must return (str, int) tuple"
#define ENCODE_COMPLAINT "encoding error handler must return (str/bytes, int) tuple"

static isize decode_registered(Decoding *decoding) {
    Own answer = call_registered(&decoding->handler, decoding->errors, decoding->exception, DECODE_COMPLAINT);
    if (!answer) return -1;
    isize position = -1;
    UnicodeException *error = (UnicodeException *)decoding->exception;
    if (!is_str(tuple_get(answer, 0))) {
        error_set(EXC(TypeError), DECODE_COMPLAINT);
    } else if (!error->object || !is_bytes(error->object)) {
        error_set(EXC(TypeError), "object attribute must be bytes");
    } else {
        decoding->bytes = bytes_data(error->object);
        decoding->length = size_of(error->object);
        if (answer_position(answer, decoding->length, decoding->multibyte, &position)) {
            str_builder_str(&decoding->out, tuple_get(answer, 0));
        } else {
            position = -1;
        }
    }
    release(answer);
    return position;
}

/* --- decoding ----------------------------------------------------------------------------------------- */

void decoding_init(Decoding *decoding, const char *encoding, const u8 *bytes, isize length,
                   const char *errors) {
    *decoding = (Decoding){.encoding = encoding, .errors = errors, .bytes = bytes, .length = length};
    str_builder_init(&decoding->out);
}

Own decoding_finish(Decoding *decoding, bool ok) {
    if (!ok) str_builder_discard(&decoding->out);
    Own text = ok ? str_builder_finish(&decoding->out) : NULL;
    release_maybe(decoding->exception);
    release_maybe(decoding->handler);
    return text;
}

isize decoding_error(Decoding *decoding, isize start, isize end, const char *reason) {
    if (decoding->out.failed) return -1;
    Handler handle = find_handler(decoding->errors);
    if (handle) {
        Problem problem = {.encoding = decoding->encoding,
                           .bytes = decoding->bytes,
                           .length = decoding->length,
                           .start = start,
                           .end = end};
        isize resume = end;
        Own replacement = handle(&problem, &resume);
        if (replacement) {
            str_builder_str(&decoding->out, replacement);
            release(replacement);
            return decoding->out.failed ? -1 : resume;
        }
        if (error_occurred()) return -1;
    }
    if (!decoding_exception(decoding, start, end, reason)) return -1;
    if (!handle) return decode_registered(decoding);
    error_raise(own(decoding->exception));
    return -1;
}

/* --- encoding ----------------------------------------------------------------------------------------- */

void encoding_init(Encoding *encoding, const char *name, Ref string, const char *errors, u32 max_char) {
    *encoding =
        (Encoding){.encoding = name, .errors = errors, .string = string, .unit = 1, .max_char = max_char};
    byte_builder_init(&encoding->out);
}

Own encoding_finish(Encoding *encoding, bool ok) {
    if (!ok) byte_builder_discard(&encoding->out);
    Own bytes = ok ? byte_builder_finish(&encoding->out) : NULL;
    release_maybe(encoding->exception);
    release_maybe(encoding->handler);
    return bytes;
}

/* Appends a replacement; false where it can't be encoded either. */
static bool put_replacement(Encoding *encoding, Ref replacement) {
    int unit = encoding->unit;
    if (is_bytes(replacement)) {
        if (size_of(replacement) % unit) return false;
        byte_builder_append(&encoding->out, bytes_data(replacement), size_of(replacement));
        return true;
    }
    if (encoding->put_text) return encoding->put_text(encoding, replacement);
    isize length = str_length(replacement);
    for (isize i = 0; i < length; i++) {
        if (str_char(replacement, i) > encoding->max_char) return false;
    }
    for (isize i = 0; i < length; i++) {
        u8 *room = byte_builder_extend(&encoding->out, unit);
        if (!room) break;
        unit_put(room, unit, encoding->big, str_char(replacement, i));
    }
    return true;
}

static isize raise_encode_error(Encoding *encoding, isize start, isize end, const char *reason) {
    if (!error_occurred() && update_exception(&encoding->exception, EXC(UnicodeEncodeError), encoding->encoding,
                                              encoding->string, start, end, reason)) {
        error_raise(own(encoding->exception));
    }
    return -1;
}

static isize encode_registered(Encoding *encoding, isize start, isize end, const char *reason) {
    if (!update_exception(&encoding->exception, EXC(UnicodeEncodeError), encoding->encoding, encoding->string,
                          start, end, reason)) {
        return -1;
    }
    Own answer = call_registered(&encoding->handler, encoding->errors, encoding->exception, ENCODE_COMPLAINT);
    if (!answer) return -1;
    isize position = -1;
    Ref replacement = tuple_get(answer, 0);
    if (!is_str(replacement) && !is_bytes(replacement)) {
        error_set(EXC(TypeError), ENCODE_COMPLAINT);
    } else if (!answer_position(answer, str_length(encoding->string), encoding->tables != NULL, &position)) {
        position = -1;
    } else if (!put_replacement(encoding, replacement)) {
        position = raise_encode_error(encoding, start, end, reason);
    }
    release(answer);
    return position;
}

isize encoding_error(Encoding *encoding, isize start, isize end, const char *reason) {
    if (encoding->out.failed) return -1;
    Handler handle = find_handler(encoding->errors);
    if (!handle) return encode_registered(encoding, start, end, reason);
    if (handle == handle_surrogateescape && encoding->unit == 1) {
        /* What can be escaped is, up to the first that can't: that one is the error. */
        for (; start < end; start++) {
            u32 c = str_char(encoding->string, start);
            if (c < 0xDC80 || c > 0xDCFF) break;
            byte_builder_byte(&encoding->out, (u8)(c - 0xDC00));
        }
        if (start == end) return end;
    }
    Problem problem = {.encoding = encoding->encoding, .string = encoding->string, .start = start, .end = end};
    isize resume = end;
    Own replacement = handle(&problem, &resume);
    if (!replacement) return error_occurred() ? -1 : raise_encode_error(encoding, start, end, reason);
    bool fits = put_replacement(encoding, replacement);
    release(replacement);
    return fits ? resume : raise_encode_error(encoding, start, end, reason);
}
