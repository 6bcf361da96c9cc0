/* source.c: from the bytes of a program to one UTF-8 text.
 *
 * Line ends become \n; a BOM is taken off; a coding line in line 1 or 2 (PEP 263) names the encoding, and
 * unless that is UTF-8 the whole is decoded with it. Text that is UTF-8 is not checked here: whoever needs
 * its characters finds a wrong byte, so one in a comment does no harm, as in CPython. */
#include "object/bytes.h"
#include "object/error.h"
#include "object/exception.h"
#include "object/root.h"
#include "object/str.h"
#include "object/tuple.h"
#include "syntax/tokenizer.h"

/* The text with \n line ends. */
static const char *translate_newlines(const char *source, isize length, bool add_newline, Pool *pool) {
    char *text = pool_alloc(pool, (usize)length + 3);
    if (!text) return error_memory();
    char *out = text;
    const char *end = source + length;
    while (source < end) {
        const char *carriage = memchr(source, '\r', (usize)(end - source));
        const char *stop = carriage ? carriage : end;
        memcpy(out, source, (usize)(stop - source));
        out += stop - source;
        source = stop;
        if (!carriage) break;
        *out++ = '\n';
        source += source + 1 < end && source[1] == '\n' ? 2 : 1;
    }
    /* Behind a \r\n at the very end CPython puts another \n. */
    bool ends_crlf = out > text && end[-1] == '\n' && length > 1 && end[-2] == '\r';
    if (add_newline && (out == text || out[-1] != '\n' || ends_crlf)) *out++ = '\n';
    *out = '\0';
    return text;
}

/* A program's file is read line by line as C strings: what stands behind a NUL is not seen, nor is the line's
 * end. */
static const char *drop_after_nul(const char *source, isize *length, Pool *pool) {
    if (!memchr(source, '\0', (usize)*length)) return source;
    char *kept = pool_alloc(pool, (usize)*length), *out = kept;
    if (!kept) return error_memory();
    for (isize i = 0; i < *length; i++) {
        if (source[i] == '\0') {
            while (i < *length && source[i] != '\n') i++;
        } else {
            *out++ = source[i];
        }
    }
    *length = out - kept;
    return kept;
}

/* --- the coding line ----------------------------------------------------------------------------------- */

static bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\f'; }
static bool is_coding_char(char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-' || c == '_' ||
           c == '.';
}

/* The encoding that a comment line declares, as it is written: its length, 0 where there is none. */
static isize find_coding(const char *line, isize size, const char **name) {
    isize i = 0;
    while (i < size - 6 && line[i] != '#') {
        if (!is_blank(line[i])) return 0;
        i++;
    }
    for (; i < size - 6; i++) {
        const char *at = line + i;
        if (memcmp(at, "coding", 6) != 0 || (at[6] != ':' && at[6] != '=')) continue;
        at += 7;
        while (*at == ' ' || *at == '\t') at++;
        *name = at;
        while (is_coding_char(*at)) at++;
        if (at > *name) return at - *name;
    }
    return 0;
}

/* Can a coding line come after this line? Only where it is empty or a comment. */
static bool may_precede_coding(const char *line, isize size) {
    for (isize i = 0; i < size; i++) {
        if (line[i] == '#' || line[i] == '\n') return true;
        if (!is_blank(line[i])) return false;
    }
    return true;
}

static bool begins_with(const char *name, const char *prefix) {
    return strncmp(name, prefix, strlen(prefix)) == 0;
}

/* The name by which the tokenizer knows UTF-8 and Latin-1; any other name as it is written. */
static const char *normal_name(const char *written, isize length, Pool *pool) {
    char name[13];
    isize n = isize_min(length, 12);
    for (isize i = 0; i < n; i++) {
        char c = written[i];
        name[i] = c == '_' ? '-' : c >= 'A' && c <= 'Z' ? (char)(c + 32) : c;
    }
    name[n] = '\0';
    if (strcmp(name, "utf-8") == 0 || begins_with(name, "utf-8-")) return "utf-8";
    if (strcmp(name, "latin-1") == 0 || strcmp(name, "iso-8859-1") == 0 || strcmp(name, "iso-latin-1") == 0 ||
        begins_with(name, "latin-1-") || begins_with(name, "iso-8859-1-") ||
        begins_with(name, "iso-latin-1-")) {
        return "iso-8859-1";
    }
    return pool_copy(pool, written, (usize)length);
}

/* What lines 1 and 2 declare: NULL: nothing. */
static const char *declared_encoding(const char *text, Pool *pool) {
    for (int line = 0; line < 2; line++) {
        const char *end = strchr(text, '\n'), *written = NULL;
        if (!end) return NULL;
        isize length = find_coding(text, end - text, &written);
        if (length) return normal_name(written, length, pool);
        if (!may_precede_coding(text, end - text)) return NULL;
        text = end + 1;
    }
    return NULL;
}

const char *source_encoding(const char *source, isize length, Pool *pool) {
    isize head = 0; /* of the first two lines */
    for (int lines = 0; head < length && lines < 2; head++) {
        bool before_newline = source[head] == '\r' && head + 1 < length && source[head + 1] == '\n';
        lines += source[head] == '\n' || (source[head] == '\r' && !before_newline);
    }
    char *copy = pool_copy(pool, source, (usize)head);
    const char *text = copy ? translate_newlines(copy, head, true, pool) : NULL;
    if (!text) {
        error_clear();
        return NULL;
    }
    const char *encoding = declared_encoding(begins_with(text, "\xEF\xBB\xBF") ? text + 3 : text, pool);
    return encoding ? encoding : pool->failed ? NULL : "utf-8";
}

/* --- errors -------------------------------------------------------------------------------------------- */

/* SyntaxError(message, (filename, 0, -1, None)): wrong before the first line was read. */
static void raise_at_start(Ref message, Ref filename) {
    Own line = int_from_i64(0), column = int_from_i64(-1);
    Own place = line && column ? tuple_pack(4, filename, (Ref)line, (Ref)column, None) : NULL;
    Own value = place ? tuple_pack(2, message, (Ref)place) : NULL;
    if (value) error_set_object(EXC(SyntaxError), value);
    release_maybe(line);
    release_maybe(column);
    release_maybe(place);
    release_maybe(value);
}

static void raise_encoding_problem(const char *name, const char *where, Ref filename, SourceOptions options) {
    if (options.from_file) {
        error_set(EXC(SyntaxError), "encoding problem: %s%s", name, where);
        return;
    }
    Own message = str_format("encoding problem: %s%s", name, where);
    if (message) raise_at_start(message, filename);
    release_maybe(message);
}

/* Makes the LookupError or ValueError of a codec the SyntaxError of the program. */
static void convert_codec_error(const char *encoding, Ref filename, SourceOptions options) {
    if (!error_matches(EXC(LookupError)) && !error_matches(EXC(ValueError))) return;
    Own original = error_fetch();
    if (options.from_file) {
        raise_encoding_problem(encoding, "", filename, options);
    } else {
        Own message = object_str(original);
        if (message) raise_at_start(message, filename);
        release_maybe(message);
    }
    release(original);
}

/* --- decoding ------------------------------------------------------------------------------------------ */

static const char *decode_with(const char *text, const char *encoding, Ref filename, SourceOptions options,
                               Pool *pool) {
    Own decoded = str_decode_source((const u8 *)text, (isize)strlen(text), encoding);
    Own utf8 = decoded ? str_encode_utf8(decoded, "strict") : NULL;
    const char *copy = NULL;
    if (utf8) {
        copy = pool_copy(pool, (const char *)bytes_data(utf8), (usize)size_of(utf8));
        if (!copy) error_memory();
    } else {
        convert_codec_error(encoding, filename, options);
    }
    release_maybe(decoded);
    release_maybe(utf8);
    return copy;
}

SourceText source_decode(const char *source, isize length, Ref filename, SourceOptions options, Pool *pool) {
    const SourceText failed = {0};
    if (options.from_file && !(source = drop_after_nul(source, &length, pool))) return failed;
    const char *text = translate_newlines(source, length, options.add_newline, pool);
    if (!text) return failed;
    if (options.ignore_cookie) return (SourceText){.text = text, .raw = text, .encoding = "utf-8"};
    bool has_bom = length >= 3 && memcmp(text, "\xEF\xBB\xBF", 3) == 0;
    if (has_bom) text += 3;
    const char *raw = text, *encoding = declared_encoding(text, pool);
    if (pool->failed) {
        error_memory();
        return failed;
    }
    if (!encoding) return (SourceText){.text = text, .raw = raw, .encoding = has_bom ? "utf-8" : NULL};
    bool is_utf8 = strcmp(encoding, "utf-8") == 0;
    if (has_bom && !is_utf8) {
        raise_encoding_problem(encoding, " with BOM", filename, options);
        return failed;
    }
    if (!is_utf8) text = decode_with(text, encoding, filename, options, pool);
    return (SourceText){.text = text, .raw = raw, .encoding = encoding};
}
