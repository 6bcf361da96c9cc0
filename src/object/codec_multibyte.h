/* codec_multibyte.h: text in the encodings of Chinese, Japanese and Korean, for the module _multibytecodec. */
#ifndef OBJECT_CODEC_MULTIBYTE_H
#define OBJECT_CODEC_MULTIBYTE_H

#include "object/object.h"

/* An encoding made ready: an arena block. */
typedef struct Multibyte Multibyte;

/* NULL: raised, or, without exception, that module has none of that name. */
Multibyte *multibyte_open(const char *module, const char *name);
void multibyte_close(Multibyte *codec);

/* What an encoding that shifts between character sets remembers from one piece to the next; others leave it
 * alone. */
enum { MULTIBYTE_STATE_SIZE = 8 };
void multibyte_state_begin(const Multibyte *codec, u8 *state, bool decoding);
void multibyte_state_reset_decoding(const Multibyte *codec, u8 *state);
void multibyte_state_reset_encoding(const Multibyte *codec, u8 *state);

/* What UnicodeDecodeError says where the input ends too soon. */
#define MULTIBYTE_INCOMPLETE "incomplete multibyte sequence"
/* `consumed` NULL: the input ends here; else what may become one with more input is left, and *consumed says
 * where it begins. */
Own multibyte_encode(const Multibyte *codec, Ref string, const char *errors, isize *consumed, u8 *state);
Own multibyte_decode(const Multibyte *codec, const u8 *bytes, isize length, const char *errors, isize *consumed,
                     u8 *state);

#endif
