/* compression.h: what the modules _bz2 and _lzma share: pushing bytes through a library's stream.
 *
 * The work is the system's libraries', the same that CPython uses, so that the bytes are the same. */
#ifndef MODULES_COMPRESSION_H
#define MODULES_COMPRESSION_H

#include "modules/modules.h"
#include "object/byte_builder.h"

/* Before a library is called that copies structures from its stack into what it has allocated, gaps and all: they would
 * hold what lay on the stack by chance, which a snapshot does not know. */
void compression_clear_stack(void);

/* Bytes on their way: what is left of the input, and where output goes. */
typedef struct Flow {
    const u8 *in;
    usize in_left;
    u8 *out;
    usize out_left;
} Flow;

typedef enum FlowStep { FLOW_FAILED /* raised */, FLOW_GOES_ON, FLOW_ENDED } FlowStep;

/* --- compressors --------------------------------------------------------------------------------------- */

typedef struct Packer Packer;
struct Packer { /* head of both */
    Object ob_base;
    FlowStep (*step)(Packer *self, Flow *flow, bool finish); /* one call of the library */
    bool flushed;
    bool writes_head; /* the library is called for no input too: the first time it says how the stream begins */
};
#define AS_PACKER(ref) ((Packer *)(ref))
extern const MethodDef packer_methods[];

/* --- decompressors ------------------------------------------------------------------------------------- */

typedef struct Unpacker Unpacker;
typedef struct UnpackRules { /* how the libraries differ */
    FlowStep (*step)(Unpacker *self, Flow *flow);
    bool output_first; /* the library may keep output when all input is used */
    bool fails_for_good;
    const char *at_end; /* what is said where there can't be more */
} UnpackRules;
struct Unpacker { /* head of both */
    Object ob_base;
    const UnpackRules *rules;
    bool eof, needs_input, failed;
    Object *unused_data; /* bytes behind the stream's end; owned */
    Object *rest;        /* bytes: input that is not used yet; owned, NULL: none */
};
#define AS_UNPACKER(ref) ((Unpacker *)(ref))
/* Wants input from now on; what has ended remains so. False: raised. */
bool unpacker_init(Unpacker *self);
void unpacker_dealloc(Own self); /* after the library's stream was ended */
extern const MethodDef unpacker_methods[];

/* Their attributes, which the types have in different orders. */
#define UNPACKER_EOF                                                                                           \
    { "eof", MEMBER_BOOL, offsetof(Unpacker, eof), true, "True if the end-of-stream marker has been reached." }
#define UNPACKER_NEEDS_INPUT                                                                                   \
    {                                                                                                          \
        "needs_input", MEMBER_BOOL, offsetof(Unpacker, needs_input), true,                                     \
            "True if more input is needed before more decompressed data can be produced."                      \
    }
#define UNPACKER_UNUSED_DATA                                                                                   \
    {                                                                                                          \
        "unused_data", MEMBER_OBJECT_EX, offsetof(Unpacker, unused_data), true,                                \
            "Data found after the end of the compressed stream."                                               \
    }

#endif
