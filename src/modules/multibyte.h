/* multibyte.h: what the files of _multibytecodec share. */
#ifndef MODULES_MULTIBYTE_H
#define MODULES_MULTIBYTE_H

#include "modules/modules.h"
#include "object/bytes.h"
#include "object/codec_multibyte.h"
#include "object/error.h"
#include "object/exception.h"
#include "object/gc.h"
#include "object/int.h"
#include "object/str.h"
#include "object/tuple.h"
#include "object/type_checks.h"

typedef struct MultibyteCodec {
    Object ob_base;
    Multibyte *multibyte; /* owned */
} MultibyteCodec;
#define AS_MULTIBYTE_CODEC(ref) ((MultibyteCodec *)(ref))

/* An incremental encoder or decoder, a stream's reader or writer: a codec, and what waits for more input. */
enum { MAX_PENDING_BYTES = 8, MAX_PENDING_CHARS = 2 };
typedef struct MultibyteCoder {
    Object ob_base;
    Object *codec;               /* MultibyteCodec; owned */
    Object *errors;              /* str; owned */
    Object *stream;              /* of a reader or writer; owned */
    Object *text;                /* str: encoding: what waits; owned or NULL */
    u8 bytes[MAX_PENDING_BYTES]; /* decoding: what waits */
    isize byte_count;
    u8 state[MULTIBYTE_STATE_SIZE]; /* of encodings that shift */
} MultibyteCoder;
#define AS_CODER(ref) ((MultibyteCoder *)(ref))
static inline const Multibyte *coder_multibyte(const MultibyteCoder *coder) {
    return AS_MULTIBYTE_CODEC(coder->codec)->multibyte;
}

/* --- coders (multibyte_coder.c) --- */
Own multibyte_coder_new(Type *type, Ref stream, Ref errors, bool decoding);
void multibyte_coder_reset_decoding(Ref self);
void multibyte_coder_dealloc(Own self);
bool multibyte_coder_traverse(Ref self, VisitFn visit, void *context);
void multibyte_coder_clear(Ref self);
extern const GetSetDef multibyte_coder_getset[];
/* What waits, and `input`. On an exception what waits stays as it was. */
Own multibyte_coder_encode(Ref self, Ref input, bool final);
Own multibyte_coder_decode(Ref self, const u8 *bytes, isize length, bool final);
bool multibyte_final_argument(Ref value, bool *final);

#endif
