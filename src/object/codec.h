/* codec.h: text to bytes and back.
 *
 * The codecs that the machine itself needs are here: utf-8, latin-1, ascii, utf-16 and utf-32 in both byte
 * orders. Others are registered by Python code (the module codecs) and reached through hooks in the root. What
 * can't be encoded or decoded goes to an error handler, named by `errors` (NULL: strict). The built-in handlers
 * are: strict, ignore, replace, backslashreplace, xmlcharrefreplace, namereplace, surrogateescape,
 * surrogatepass. */
#ifndef OBJECT_CODEC_H
#define OBJECT_CODEC_H

#include "object/object.h"

typedef enum ByteOrder { ORDER_LITTLE = -1, ORDER_NATIVE = 0, ORDER_BIG = 1 } ByteOrder;

Own codec_utf8_decode(const u8 *bytes, isize length, const char *errors);
Own codec_latin1_decode(const u8 *bytes, isize length);
Own codec_ascii_decode(const u8 *bytes, isize length, const char *errors);
/* ORDER_NATIVE reads a byte order mark where there is one. *order tells which order it was; NULL permitted.
 * `final` false: an incomplete end is no error; *consumed says where it begins. consumed NULL: final. */
Own codec_utf16_decode(const u8 *bytes, isize length, const char *errors, ByteOrder *order, isize *consumed);
Own codec_utf32_decode(const u8 *bytes, isize length, const char *errors, ByteOrder *order, isize *consumed);
/* As codec_utf8_decode, but leaves an incomplete character at the end alone. */
Own codec_utf8_decode_partly(const u8 *bytes, isize length, const char *errors, isize *consumed);

/* All give bytes. ORDER_NATIVE writes a byte order mark and this machine's order. */
Own codec_utf8_encode(Ref string, const char *errors);
Own codec_latin1_encode(Ref string, const char *errors);
Own codec_ascii_encode(Ref string, const char *errors);
Own codec_utf16_encode(Ref string, const char *errors, ByteOrder order);
Own codec_utf32_encode(Ref string, const char *errors, ByteOrder order);

/* utf-7: ASCII, the rest as base64 of UTF-16 between '+' and '-'. */
Own codec_utf7_decode(const u8 *bytes, isize length, const char *errors, isize *consumed);
Own codec_utf7_encode(Ref string, const char *errors);

/* By a table: decoding, a str whose n-th character stands for byte n, or a mapping from bytes to characters
 * (int, str or None); encoding, a mapping from code points to bytes (int, bytes or None). */
Own codec_charmap_decode(const u8 *bytes, isize length, Ref mapping, const char *errors);
Own codec_charmap_encode(Ref string, Ref mapping, const char *errors);
Own codec_charmap_build(Ref decoding_table); /* the mapping for encoding that belongs to such a str: a dict */

/* What a backslash and this letter stand for in a literal: \n is 10; -1: no such escape. */
int codec_simple_escape(u8 letter);
/* Python's own notations. unicode-escape: all of a str literal's escapes; raw-unicode-escape: \u and \U alone;
 * escape: those of a bytes literal, from bytes to bytes. `consumed` NULL: final, as above. */
Own codec_unicode_escape_decode(const u8 *bytes, isize length, const char *errors, isize *consumed);
Own codec_unicode_escape_encode(Ref string);
Own codec_raw_unicode_escape_decode(const u8 *bytes, isize length, const char *errors, isize *consumed);
Own codec_raw_unicode_escape_encode(Ref string);
Own codec_escape_decode(const u8 *bytes, isize length, const char *errors);
Own codec_escape_encode(Ref bytes);

/* What a built-in error handler answers for an exception instance: the tuple (replacement, position); "strict"
 * raises the exception. LookupError where `name` is no built-in handler. For codecs.lookup_error. */
Own codec_handle_error(const char *name, Ref exception);

#endif
