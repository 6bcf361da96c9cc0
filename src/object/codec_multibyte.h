/* codec_multibyte.h: text in the encodings of Chinese, Japanese and Korean, for the module _multibytecodec. */
#ifndef OBJECT_CODEC_MULTIBYTE_H
#define OBJECT_CODEC_MULTIBYTE_H

#include "object/object.h"

/* An encoding made ready: an arena block. */
typedef struct Multibyte Multibyte;

/* NULL: raised, or, without exception, that module has none of that name. */
Multibyte *multibyte_open(const char *module, const char *name);
void multibyte_close(Multibyte *codec);

/* `consumed` NULL: the input ends here; else what may become one with more input is left, and *consumed says where it
 * begins. */
Own multibyte_encode(const Multibyte *codec, Ref string, const char *errors, isize *consumed);
Own multibyte_decode(const Multibyte *codec, const u8 *bytes, isize length, const char *errors,
                     isize *consumed);

#endif
