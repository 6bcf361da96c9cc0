/* str.h: text. A sequence of code points, each stored in 1, 2 or 4 bytes, the least that fits all of them,
 * so that equal strings have equal bytes.
 *
 * Interned strings exist once: names in code objects, keys of attribute dicts. Comparing two interned
 * strings is comparing their addresses. */
#ifndef OBJECT_STR_H
#define OBJECT_STR_H

#include "base/text.h"
#include "object/object.h"

typedef struct Str {
    Object ob_base;
    isize length; /* code points */
    isize hash;   /* -1: not computed */
    u8 kind;      /* bytes a code point: 1, 2, 4 */
    bool ascii;   /* all below 128 (kind 1) */
    bool interned;
    bool machine_held; /* an object that the machine made for itself holds it: it outlives the program */
    char padding[4];   /* zero */
    isize utf8_length; /* of the UTF-8 that CPython keeps with a str, once C code has asked for it; else 0 */
    u8 data[];         /* length * kind bytes and a zero code point */
} Str;
#define AS_STR(ref) ((Str *)(ref))

static inline isize str_length(Ref s) { return AS_STR(s)->length; }
static inline const void *str_data(Ref s) { return AS_STR(s)->data; }
static inline u32 str_char(Ref s, isize i) {
    const Str *str = AS_STR(s);
    switch (str->kind) {
    case 1: return str->data[i];
    case 2: return ((const u16 *)(const void *)str->data)[i];
    default: return ((const u32 *)(const void *)str->data)[i];
    }
}
static inline void str_put(Ref s, isize i, u32 c) { /* while it is being made */
    Str *str = AS_STR(s);
    switch (str->kind) {
    case 1: str->data[i] = (u8)c; break;
    case 2: ((u16 *)(void *)str->data)[i] = (u16)c; break;
    default: ((u32 *)(void *)str->data)[i] = c; break;
    }
}

/* Room for `length` code points up to `max_char`, to be filled by str_put before anybody else sees it. */
Own str_new(isize length, u32 max_char);
/* UTF-8 to str; UnicodeDecodeError where invalid. length -1: up to the NUL. */
Own str_from_utf8(const char *bytes, isize length);
Own str_from_utf8_surrogateescape(const char *bytes, isize length);
Own str_from_ascii(const char *bytes, isize length); /* trusts you; length -1: up to the NUL */
Own str_from_latin1(const u8 *bytes, isize length);
Own str_from_ucs4(const u32 *code_points, isize length);
Own str_from_char(u32 code_point);
/* An interned str of a C string (UTF-8). */
Own str_intern_cstring(const char *string);
/* Consumes; gives the interned one of the same text. Subclass instances come back as they are. */
Own str_intern(Own string);

/* error_set's format language, as a str: %s UTF-8 char*, %.*s, %d %u %ld %lu %zd %zu %x %lx %c with flags and
 * widths, %R %S %A of a Ref, %U a str Ref, %T the short name of a Ref's type, %N the name of a Type*. */
Own str_format(const char *format, ...);
Own str_vformat(const char *format, va_list arguments);

/* The text as UTF-8 in memory of a bytes object: returns bytes (owned), strict: UnicodeEncodeError on
 * surrogates. */
Own str_encode_utf8(Ref string, const char *errors);
/* The same, strict, where CPython's C code asks a str for its UTF-8: the str keeps that, and is larger by it from then
 * on (sys.getsizeof shows it). */
Own str_keep_utf8(Ref string);
/* Appends the text as UTF-8 to a buffer, surrogates as they are; never raises. */
void str_append_utf8(Ref string, Text *text);
/* Encodes/decodes by name: utf-8, latin-1, ascii, utf-16, utf-32 with their variants; LookupError. */
Own str_encode(Ref string, const char *encoding, const char *errors);
Own str_decode(const u8 *bytes, isize length, const char *encoding, const char *errors);
/* The same, strict, for a program's text: what a codec written in Python runs is not the program's. */
Own str_decode_source(const u8 *bytes, isize length, const char *encoding);

bool str_equal(Ref a, Ref b); /* both str */
bool str_equal_ascii(Ref a, const char *ascii);
int str_compare(Ref a, Ref b); /* -1, 0, 1 by code points */
isize str_hash(Ref string);
Own str_concat(Ref a, Ref b);
/* *target += suffix for the eval loop: in place where *target is the only reference, else a new one. Consumes
 * *target, which is NULL on failure. */
void str_append(Own *target, Ref suffix);
Own str_substring(Ref string, isize start, isize end);
Own str_join(Ref separator, Ref iterable);
Own str_join_array(Ref separator, Ref const *items,
                   isize count); /* all str; BUILD_STRING with an empty separator */
isize str_find_char(Ref string, u32 c, isize start, isize end); /* -1: not there */
isize str_find(Ref string, Ref sub, isize start, isize end);
Own str_replace(Ref string, Ref old, Ref new, isize maximum);
Own str_split(Ref string, Ref separator,
              isize maximum);                    /* a list; separator NULL: white space; maximum -1: all */
Own str_split_lines(Ref string, bool keep_ends); /* a list */
Own str_repr(Ref string);
bool str_is_identifier(Ref string);
Own str_percent_format(Ref format, Ref arguments); /* the % operator */
/* format(value, spec) of the built-in types, for their __format__. */
Own str_format_str(Ref value, Ref spec);
Own str_format_int(Ref value, Ref spec);
Own str_format_float(Ref value, Ref spec);
Own str_format_complex(Ref value, Ref spec);

/* The parts of format strings, for the module _string: iterators as _string.formatter_parser and
 * _string.formatter_field_name_split give them. */
Own str_formatter_parser(Ref format);
Own str_formatter_field_name_split(Ref name);

/* Makes a str piece by piece; widens itself as wider characters come. */
typedef struct StrBuilder {
    Object *buffer; /* a Str with spare room, owned */
    isize length;   /* code points written */
    isize capacity;
    bool failed; /* an allocation failed, MemoryError is set; appends do nothing */
} StrBuilder;
void str_builder_init(StrBuilder *builder);
void str_builder_char(StrBuilder *builder, u32 c);
void str_builder_str(StrBuilder *builder, Ref string);
void str_builder_substring(StrBuilder *builder, Ref string, isize start, isize end);
void str_builder_ascii(StrBuilder *builder, const char *ascii, isize length); /* length -1: to the NUL */
void str_builder_repeat(StrBuilder *builder, u32 c, isize count);
Own str_builder_finish(StrBuilder *builder); /* NULL raised when it failed; the builder is empty after it */
void str_builder_discard(StrBuilder *builder);

/* Unicode 14 properties. */
typedef struct CharInfo CharInfo;
bool char_is_alpha(u32 c);
bool char_is_decimal(u32 c);
bool char_is_digit(u32 c);
bool char_is_numeric(u32 c);
bool char_is_space(u32 c);
bool char_is_line_break(u32 c);
bool char_is_lower(u32 c);
bool char_is_upper(u32 c);
bool char_is_title(u32 c);
bool char_is_printable(u32 c);
bool char_is_xid_start(u32 c); /* with '_' */
bool char_is_xid_continue(u32 c);
bool char_is_cased(u32 c);
bool char_is_case_ignorable(u32 c);
int char_decimal(u32 c); /* -1: none */
int char_digit(u32 c);
/* Full case mapping: writes up to 3 code points, returns how many. */
int char_to_lower(u32 c, u32 out[3]);
int char_to_upper(u32 c, u32 out[3]);
int char_to_title(u32 c, u32 out[3]);
int char_to_folded(u32 c, u32 out[3]);
/* The character that Unicode (or an alias of it) gives this name, in any case. False: none. */
bool char_from_name(const char *name, isize length, u32 *c);
/* NFKC of a str (for identifiers). */
Own str_normalize_nfkc(Ref string);

#endif
