/* byte_methods.h: the methods that bytes and bytearray share, written once for both; nobody else but the module
 * binascii includes it.
 *
 * A run of bytes is a Chars of kind 1 (str_search.h). What a method gives back is of self's kind: bytes_like
 * makes it. Where nothing is changed an exact bytes object comes back itself, a bytearray always as a copy. */
#ifndef OBJECT_BYTE_METHODS_H
#define OBJECT_BYTE_METHODS_H

#include "object/argument_checks.h"
#include "object/byte_builder.h"
#include "object/bytes.h"
#include "object/error.h"
#include "object/str.h"
#include "object/str_search.h"
#include "object/type_checks.h"

static inline Chars byte_chars(const void *data, isize length) { return (Chars){data, length, 1}; }
/* The bytes of self, which is a bytes or a bytearray; valid until Python code runs. */
static inline Chars bytes_span(Ref self) {
    return byte_chars(is_bytes(self) ? AS_BYTES(self)->data : AS_BYTEARRAY(self)->start, size_of(self));
}
static inline Chars buffer_span(const Buffer *buffer) { return byte_chars(buffer->data, buffer->length); }
static inline u8 span_byte(Chars span, isize i) { return ((const u8 *)span.data)[i]; }

/* A new object of self's kind. */
Own bytes_like(Ref self, Chars span);
/* self[start:end], self itself where it is exact bytes and that is all of it. */
Own bytes_like_slice(Ref self, isize start, isize end);
/* Ends the builder in an object of self's kind. */
Own bytes_like_finish(Ref self, ByteBuilder *builder);
/* What bytes(source, encoding, errors) makes where at least one of the last two is given. */
Own bytes_encode_argument(Ref source, Ref encoding, Ref errors, const char *function);
/* Both operands of a concatenation: "can't concat b to a" where one has no bytes to lend. */
bool bytes_concat_buffers(Ref a, Ref b, Buffer *left, Buffer *right);
int bytes_order(Chars a, Chars b); /* -1, 0, 1 */
void bytes_fill_repeated(u8 *out, Chars pattern, isize count);
/* self[start::step], `count` items: a bytes object. */
Own bytes_slice_step(Ref self, isize start, isize step, isize count);
/* byte_iterator.c: an iterator over a bytes or a bytearray. */
Own bytes_iter(Ref self);
Own bytearray_iter(Ref self);
/* An object with __index__ as a byte: "<who> must be in range(0, 256)". */
bool byte_value(Ref value, const char *who, u8 *byte);

#define BYTES_NONE(name) Own bytes_method_##name(Ref self)
#define BYTES_ONE(name) Own bytes_method_##name(Ref self, Ref arg)
#define BYTES_ARRAY(name) Own bytes_method_##name(Ref self, Ref const *args, isize nargs)
#define BYTES_KEYWORDS(name) Own bytes_method_##name(Ref self, Ref const *args, isize nargs, Ref kwnames)

/* bytes_new.c */
Own bytes_new_python(Type *type, Ref const *args, isize nargs, Ref kwnames);

/* byte_find.c */
BYTES_ARRAY(count);
BYTES_ARRAY(find);
BYTES_ARRAY(index);
BYTES_ARRAY(rfind);
BYTES_ARRAY(rindex);
BYTES_ARRAY(startswith);
BYTES_ARRAY(endswith);
BYTES_ONE(removeprefix);
BYTES_ONE(removesuffix);
int bytes_contains(Ref self, Ref item);

/* byte_split.c */
BYTES_KEYWORDS(split);
BYTES_KEYWORDS(rsplit);
BYTES_KEYWORDS(splitlines);
BYTES_ONE(partition);
BYTES_ONE(rpartition);

/* byte_strip.c */
BYTES_ARRAY(strip);
BYTES_ARRAY(lstrip);
BYTES_ARRAY(rstrip);
BYTES_ARRAY(center);
BYTES_ARRAY(ljust);
BYTES_ARRAY(rjust);
BYTES_ONE(zfill);
BYTES_KEYWORDS(expandtabs);

/* byte_case.c */
BYTES_NONE(capitalize);
BYTES_NONE(lower);
BYTES_NONE(upper);
BYTES_NONE(swapcase);
BYTES_NONE(title);
BYTES_NONE(isalnum);
BYTES_NONE(isalpha);
BYTES_NONE(isascii);
BYTES_NONE(isdigit);
BYTES_NONE(islower);
BYTES_NONE(isspace);
BYTES_NONE(istitle);
BYTES_NONE(isupper);

/* byte_replace.c */
BYTES_ARRAY(replace);
BYTES_ONE(join);
BYTES_KEYWORDS(translate);
BYTES_ARRAY(maketrans);

/* byte_text.c: to and from str */
BYTES_KEYWORDS(decode);
BYTES_KEYWORDS(hex);
Own bytes_hex(Chars span, Ref const *args, isize nargs, Ref kwnames);
/* The bytes in quotes, with a b before them; into a str that is being made. Smart quotes are double ones where
 * there are single ones in the text only; those are escaped all the same if `escape_single` (bytearray). */
void bytes_show(StrBuilder *out, Chars span, bool smart_quotes, bool escape_single);
/* The bytes that a text of hexadecimal digits says. */
Own bytes_from_hex(Ref text);

/* bytes_percent.c */
Own bytes_percent_format(Ref format, Ref arguments);

static inline bool byte_is_space(u8 c) { return c == ' ' || (c >= '\t' && c <= '\r'); }
static inline bool byte_is_lower(u8 c) { return c >= 'a' && c <= 'z'; }
static inline bool byte_is_upper(u8 c) { return c >= 'A' && c <= 'Z'; }
static inline bool byte_is_alpha(u8 c) { return byte_is_lower(c) || byte_is_upper(c); }
static inline bool byte_is_digit(u8 c) { return c >= '0' && c <= '9'; }
static inline u8 byte_lower(u8 c) { return byte_is_upper(c) ? (u8)(c + 32) : c; }
static inline u8 byte_upper(u8 c) { return byte_is_lower(c) ? (u8)(c - 32) : c; }

#endif
