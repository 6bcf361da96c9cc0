/* compression.h: what the modules _bz2 and _lzma share: pushing bytes through a library's stream.
 *
 * The work is the system's libraries', the same that CPython uses, so that the bytes are the same. All that they keep
 * is allocated in the arena: a snapshot holds the state of every stream. */
#ifndef MODULES_COMPRESSION_H
#define MODULES_COMPRESSION_H

#include "modules/modules.h"
#include "object/byte_builder.h"

/* Zeroed, because a snapshot is compared with another by what its live blocks hold. NULL: none is left. */
void *compression_alloc(usize bytes);

/* Bytes on their way: what is left of the input, and where output goes. */
typedef struct Flow {
    const u8 *in;
    usize in_left;
    u8 *out;
    usize out_left;
} Flow;

typedef enum FlowStep { FLOW_FAILED /* raised */, FLOW_GOES_ON, FLOW_ENDED } FlowStep;

typedef struct Unpacker { /* head of both decompressors */
    Object ob_base;
    bool eof, needs_input, failed, ready; /* ready: the library's stream exists */
    Object *unused_data;                  /* bytes behind the stream's end; owned */
    Object *rest;                         /* bytes: input that is not used yet; owned, NULL: none */
} Unpacker;
#define AS_UNPACKER(ref) ((Unpacker *)(ref))

/* One call of the library. */
typedef FlowStep (*UnpackStep)(Unpacker *self, Flow *flow);
typedef struct UnpackRules {
    UnpackStep step;
    bool output_first; /* the library may keep output when all input is used */
    bool fails_for_good;
    const char *at_end; /* what is said where there can't be more */
} UnpackRules;
Own unpacker_decompress(Unpacker *self, const UnpackRules *rules, Ref const *args, isize nargs, Ref kwnames);
void unpacker_dealloc(Own self); /* after the library's stream was ended */
Own unpacker_get_eof(Ref self, void *closure);
Own unpacker_get_needs_input(Ref self, void *closure);
Own unpacker_get_unused_data(Ref self, void *closure);

typedef struct Packer { /* head of both compressors */
    Object ob_base;
    bool flushed, ready;
} Packer;
#define AS_PACKER(ref) ((Packer *)(ref))
typedef FlowStep (*PackStep)(Packer *self, Flow *flow, bool finish);
Own packer_compress(Packer *self, PackStep step, Ref data);
Own packer_flush(Packer *self, PackStep step);

#endif
