/* codec_internal.h: what the codecs share: the state of one encoding or decoding, and what is done about an
 * error in it. Nobody else includes it.
 *
 * A decoder runs over `bytes` and appends to `out`. Where the input is wrong it calls decoding_error with the
 * offending range: the handler appends a replacement and says where to go on. A handler written in Python may
 * put another bytes object in place of the input, so a decoder keeps positions, never pointers, over that
 * call. */
#ifndef OBJECT_CODEC_INTERNAL_H
#define OBJECT_CODEC_INTERNAL_H

#include "object/byte_builder.h"
#include "object/codec.h"
#include "object/str_internal.h"

typedef struct Decoding {
    const char *encoding, *errors; /* as in the exception */
    const u8 *bytes;
    isize length;
    StrBuilder out;
    Object *exception; /* made at the first error; owned */
    Object *handler;   /* one registered by Python code; owned */
    bool multibyte;
} Decoding;
void decoding_init(Decoding *decoding, const char *encoding, const u8 *bytes, isize length, const char *errors);
/* bytes[start..end) can't be decoded. Where to go on, or -1 raised. */
isize decoding_error(Decoding *decoding, isize start, isize end, const char *reason);
/* The text, or NULL raised where `ok` is false; ends the decoding. */
Own decoding_finish(Decoding *decoding, bool ok);

typedef struct Encoding {
    const char *encoding, *errors;
    Ref string;
    ByteBuilder out;
    Object *exception, *handler;
    int unit; /* bytes that each ASCII character of a replacement takes, and a bytes replacement is a multiple
                 of */
    bool big; /* byte order where unit > 1 */
    u32 max_char; /* what a text replacement may hold */
    /* Encodes a text replacement instead; false where it can't, perhaps with an exception. NULL: see
     * max_char. */
    bool (*put_text)(struct Encoding *encoding, Ref text);
    Ref mapping;        /* charmap: for put_text */
    const void *tables; /* multibyte: the same */
} Encoding;
void encoding_init(Encoding *encoding, const char *name, Ref string, const char *errors, u32 max_char);
/* string[start..end) can't be encoded. Where to go on, or -1 raised. */
isize encoding_error(Encoding *encoding, isize start, isize end, const char *reason);
Own encoding_finish(Encoding *encoding, bool ok);

/* Writes a number of `unit` bytes. */
static inline void unit_put(u8 *out, int unit, bool big, u32 value) {
    for (int i = 0; i < unit; i++) out[big ? unit - 1 - i : i] = (u8)(value >> (8 * i));
}
static inline u32 unit_get(const u8 *bytes, int unit, bool big) {
    u32 value = 0;
    for (int i = 0; i < unit; i++) value |= (u32)bytes[big ? unit - 1 - i : i] << (8 * i);
    return value;
}

/* The form of an encoding's name that is compared: lower case, runs of what is not a letter, digit or '.' as
 * one
 * '_'. False: too long to be one of ours. */
enum { CODEC_NAME_SIZE = 24 };
bool codec_normalize_name(const char *name, char out[CODEC_NAME_SIZE]);

#endif
