/* lzma_module.c: the module _lzma: streams of the system's liblzma. */
#include "modules/lzma.h"

enum { FORMAT_AUTO, FORMAT_XZ, FORMAT_ALONE, FORMAT_RAW };
#define CHECK_UNKNOWN (LZMA_CHECK_ID_MAX + 1)

typedef struct LzmaPacker {
    Packer head;
    lzma_stream stream;
} LzmaPacker;
typedef struct LzmaUnpacker {
    Unpacker head;
    int check;
    lzma_stream stream;
} LzmaUnpacker;
#define PACKER(ref) ((LzmaPacker *)(ref))
#define UNPACKER(ref) ((LzmaUnpacker *)(ref))

static void *stream_alloc(void *context UNUSED, usize count, usize size) {
    return module_library_alloc(count * size);
}
static void stream_free(void *context UNUSED, void *block) { arena_free(block); }
const lzma_allocator lzma_arena = {.alloc = stream_alloc, .free = stream_free};

bool lzma_raised(lzma_ret status) {
    const char *text = NULL;
    switch (status) {
    case LZMA_OK:
    case LZMA_GET_CHECK:
    case LZMA_NO_CHECK:
    case LZMA_STREAM_END: return false;
    case LZMA_UNSUPPORTED_CHECK: text = "Unsupported integrity check"; break;
    case LZMA_MEM_ERROR: error_memory(); return true;
    case LZMA_MEMLIMIT_ERROR: text = "Memory usage limit exceeded"; break;
    case LZMA_FORMAT_ERROR: text = "Input format not supported by decoder"; break;
    case LZMA_OPTIONS_ERROR: text = "Invalid or unsupported options"; break;
    case LZMA_DATA_ERROR: text = "Corrupt input data"; break;
    case LZMA_BUF_ERROR: text = "Insufficient buffer space"; break;
    case LZMA_PROG_ERROR: text = "Internal error"; break;
    default: error_set(LZMA_ERROR, "Unrecognized error from liblzma: %d", (int)status); return true;
    }
    error_set(LZMA_ERROR, "%s", text);
    return true;
}

static lzma_ret code(lzma_stream *stream, Flow *flow, lzma_action action) {
    stream->next_in = flow->in;
    stream->avail_in = flow->in_left;
    stream->next_out = flow->out;
    stream->avail_out = flow->out_left;
    compression_clear_stack();
    lzma_ret status = lzma_code(stream, action);
    *flow = (Flow){.in = stream->next_in,
                   .in_left = stream->avail_in,
                   .out = stream->next_out,
                   .out_left = stream->avail_out};
    stream->next_in = NULL;
    stream->next_out = NULL;
    stream->avail_in = stream->avail_out = 0;
    return status == LZMA_BUF_ERROR && flow->in_left == 0 && flow->out_left > 0 ? LZMA_OK : status;
}

/* --- the compressor ------------------------------------------------------------------------------------ */

static bool start_xz(lzma_stream *stream, int check, u32 preset, Ref filters) {
    if (filters == None) return !lzma_raised(lzma_easy_encoder(stream, preset, (lzma_check)check));
    LzmaFilters chain;
    return lzma_filters_read(&chain, filters) &&
           !lzma_raised(lzma_stream_encoder(stream, chain.chain, (lzma_check)check));
}

static bool start_alone(lzma_stream *stream, u32 preset, Ref filters) {
    lzma_options_lzma options;
    if (filters == None) {
        if (!lzma_lzma_preset(&options, preset)) return !lzma_raised(lzma_alone_encoder(stream, &options));
        error_set(LZMA_ERROR, "Invalid compression preset: %u", (unsigned)preset);
        return false;
    }
    LzmaFilters chain;
    if (!lzma_filters_read(&chain, filters)) return false;
    if (chain.chain[0].id == LZMA_FILTER_LZMA1 && chain.chain[1].id == LZMA_VLI_UNKNOWN)
        return !lzma_raised(lzma_alone_encoder(stream, chain.chain[0].options));
    error_set(EXC(ValueError), "Invalid filter chain for FORMAT_ALONE - must be a single LZMA1 filter");
    return false;
}

static bool start_raw(lzma_stream *stream, Ref filters) {
    LzmaFilters chain;
    if (filters != None)
        return lzma_filters_read(&chain, filters) && !lzma_raised(lzma_raw_encoder(stream, chain.chain));
    error_set(EXC(ValueError), "Must specify filters for FORMAT_RAW");
    return false;
}

static bool start_packer(lzma_stream *stream, int format, int check, u32 preset, Ref filters) {
    compression_clear_stack();
    switch (format) {
    case FORMAT_XZ: return start_xz(stream, check == -1 ? LZMA_CHECK_CRC64 : check, preset, filters);
    case FORMAT_ALONE: return start_alone(stream, preset, filters);
    case FORMAT_RAW: return start_raw(stream, filters);
    default: error_set(EXC(ValueError), "Invalid container format: %d", format); return false;
    }
}

static FlowStep pack_step(Packer *self, Flow *flow, bool finish) {
    lzma_ret status = code(&PACKER(self)->stream, flow, finish ? LZMA_FINISH : LZMA_RUN);
    return lzma_raised(status) ? FLOW_FAILED : status == LZMA_STREAM_END ? FLOW_ENDED : FLOW_GOES_ON;
}

/* Without a stream, until __init__ has started one. */
static Own lzma_packer_new(Type *type, Ref const *args UNUSED, isize nargs UNUSED, Ref kwnames UNUSED) {
    Own self = object_new(type, 0);
    if (!self) return NULL;
    PACKER(self)->stream = (lzma_stream){.allocator = &lzma_arena};
    AS_PACKER(self)->step = pack_step;
    AS_PACKER(self)->writes_head = true;
    return self;
}

static bool lzma_packer_init(Ref self, Ref const *args, isize nargs, Ref kwnames) {
    static const Parameters parameters = {
        "LZMACompressor", {"format", "check", "preset", "filters"}, .required = 0};
    Ref out[4];
    int format = FORMAT_XZ, check = -1;
    u64 preset = LZMA_PRESET_DEFAULT;
    if (!arguments_bind(&parameters, args, nargs, kwnames, out) ||
        (out[0] && !argument_parsed_int(out[0], &format)) || (out[1] && !argument_parsed_int(out[1], &check))) {
        return false;
    }
    Ref level = out[2] ? out[2] : None, filters = out[3] ? out[3] : None;
    if (format != FORMAT_XZ && check != -1 && check != LZMA_CHECK_NONE) {
        return error_set(EXC(ValueError), "Integrity checks are only supported by FORMAT_XZ") != NULL;
    }
    if (level != None && filters != None) {
        return error_set(EXC(ValueError), "Cannot specify both preset and filter chain") != NULL;
    }
    if (level != None && !lzma_number(level, UINT32_MAX, "uint32_t", &preset)) return false;
    lzma_end(&PACKER(self)->stream);
    return start_packer(&PACKER(self)->stream, format, check, (u32)preset, filters);
}

static void lzma_packer_dealloc(Own self) {
    lzma_end(&PACKER(self)->stream);
    object_free(self);
}

const TypeSpec lzma_compressor_spec = {
    .name = "_lzma.LZMACompressor",
    .module = "_lzma",
    .doc = "LZMACompressor(format=FORMAT_XZ, check=-1, preset=None, filters=None)\n\n"
           "Create a compressor object for compressing data incrementally.\n\n"
           "format specifies the container format to use for the output. This can\n"
           "be FORMAT_XZ (default), FORMAT_ALONE, or FORMAT_RAW.\n\n"
           "check specifies the integrity check to use. For FORMAT_XZ, the default\n"
           "is CHECK_CRC64. FORMAT_ALONE and FORMAT_RAW do not support integrity\n"
           "checks; for these formats, check must be omitted, or be CHECK_NONE.\n\n"
           "The settings used by the compressor can be specified either as a\n"
           "preset compression level (with the 'preset' argument), or in detail\n"
           "as a custom filter chain (with the 'filters' argument). For FORMAT_XZ\n"
           "and FORMAT_ALONE, the default is to use the PRESET_DEFAULT preset\n"
           "level. For FORMAT_RAW, the caller must always specify a filter chain;\n"
           "the raw compressor does not support preset compression levels.\n\n"
           "preset (if provided) should be an integer in the range 0-9, optionally\n"
           "OR-ed with the constant PRESET_EXTREME.\n\n"
           "filters (if provided) should be a sequence of dicts. Each dict should\n"
           "have an entry for \"id\" indicating the ID of the filter, plus\n"
           "additional entries for options to the filter.\n\n"
           "For one-shot compression, use the compress() function instead.\n",
    .basicsize = sizeof(LzmaPacker),
    .beside = 32,
    .ghost_size = 192,
    .flags = TYPE_HEAP_SPEC,
    .slots = {.new = lzma_packer_new, .init = lzma_packer_init, .dealloc = lzma_packer_dealloc},
    .methods = packer_methods};

/* --- the decompressor ---------------------------------------------------------------------------------- */

static bool start_unpacker(LzmaUnpacker *self, int format, u64 limit, Ref filters) {
    const u32 flags = LZMA_TELL_ANY_CHECK | LZMA_TELL_NO_CHECK;
    LzmaFilters chain;
    compression_clear_stack();
    switch (format) {
    case FORMAT_AUTO: return !lzma_raised(lzma_auto_decoder(&self->stream, limit, flags));
    case FORMAT_XZ: return !lzma_raised(lzma_stream_decoder(&self->stream, limit, flags));
    case FORMAT_ALONE:
        self->check = LZMA_CHECK_NONE;
        return !lzma_raised(lzma_alone_decoder(&self->stream, limit));
    case FORMAT_RAW:
        self->check = LZMA_CHECK_NONE;
        return lzma_filters_read(&chain, filters) && !lzma_raised(lzma_raw_decoder(&self->stream, chain.chain));
    default: error_set(EXC(ValueError), "Invalid container format: %d", format); return false;
    }
}

static bool check_filters(int format, bool filtered) {
    if (format == FORMAT_RAW && !filtered) {
        error_set(EXC(ValueError), "Must specify filters for FORMAT_RAW");
    } else if (format != FORMAT_RAW && filtered) {
        error_set(EXC(ValueError), "Cannot specify filters except with FORMAT_RAW");
    }
    return !error_occurred();
}

static FlowStep unpack_step(Unpacker *self, Flow *flow) {
    lzma_stream *stream = &UNPACKER(self)->stream;
    lzma_ret status = code(stream, flow, LZMA_RUN);
    if (lzma_raised(status)) return FLOW_FAILED;
    if (status == LZMA_GET_CHECK || status == LZMA_NO_CHECK)
        UNPACKER(self)->check = (int)lzma_get_check(stream);
    return status == LZMA_STREAM_END ? FLOW_ENDED : FLOW_GOES_ON;
}

static const UnpackRules unpack_rules = {
    .step = unpack_step, .output_first = true, .at_end = "Already at end of stream"};

static Own lzma_unpacker_new(Type *type, Ref const *args UNUSED, isize nargs UNUSED, Ref kwnames UNUSED) {
    Own self = object_new(type, 0);
    if (!self) return NULL;
    UNPACKER(self)->stream = (lzma_stream){.allocator = &lzma_arena};
    AS_UNPACKER(self)->rules = &unpack_rules;
    return self;
}

static bool lzma_unpacker_init(Ref self, Ref const *args, isize nargs, Ref kwnames) {
    static const Parameters parameters = {"LZMADecompressor", {"format", "memlimit", "filters"}, .required = 0};
    Ref out[3];
    int format = FORMAT_AUTO;
    u64 limit = UINT64_MAX;
    if (!arguments_bind(&parameters, args, nargs, kwnames, out) || (out[0] && !argument_int(out[0], &format))) {
        return false;
    }
    bool limited = out[1] && out[1] != None, filtered = out[2] && out[2] != None;
    if (limited && format == FORMAT_RAW) {
        return error_set(EXC(ValueError), "Cannot specify memory limit with FORMAT_RAW") != NULL;
    }
    if ((limited && !lzma_number(out[1], UINT64_MAX, "uint64_t", &limit)) || !check_filters(format, filtered)) {
        return false;
    }
    lzma_end(&UNPACKER(self)->stream);
    UNPACKER(self)->check = CHECK_UNKNOWN;
    return unpacker_init(AS_UNPACKER(self)) && start_unpacker(UNPACKER(self), format, limit, out[2]);
}

static void lzma_unpacker_dealloc(Own self) {
    lzma_end(&UNPACKER(self)->stream);
    unpacker_dealloc(self);
}

static const MemberDef unpacker_members[] = {{"check", MEMBER_INT, offsetof(LzmaUnpacker, check), true,
                                              "ID of the integrity check used by the input stream."},
                                             UNPACKER_EOF,
                                             UNPACKER_NEEDS_INPUT,
                                             UNPACKER_UNUSED_DATA,
                                             {.name = NULL}};

const TypeSpec lzma_decompressor_spec = {
    .name = "_lzma.LZMADecompressor",
    .module = "_lzma",
    .doc = "LZMADecompressor(format=FORMAT_AUTO, memlimit=None, filters=None)\n--\n\n"
           "Create a decompressor object for decompressing data incrementally.\n\n"
           "  format\n"
           "    Specifies the container format of the input stream.  If this is\n"
           "    FORMAT_AUTO (the default), the decompressor will automatically detect\n"
           "    whether the input is FORMAT_XZ or FORMAT_ALONE.  Streams created with\n"
           "    FORMAT_RAW cannot be autodetected.\n"
           "  memlimit\n"
           "    Limit the amount of memory used by the decompressor.  This will cause\n"
           "    decompression to fail if the input cannot be decompressed within the\n"
           "    given limit.\n"
           "  filters\n"
           "    A custom filter chain.  This argument is required for FORMAT_RAW, and\n"
           "    not accepted with any other format.  When provided, this should be a\n"
           "    sequence of dicts, each indicating the ID and options for a single\n"
           "    filter.\n\n"
           "For one-shot decompression, use the decompress() function instead.",
    .basicsize = sizeof(LzmaUnpacker),
    .beside = 32,
    .ghost_size = 224,
    .flags = TYPE_HEAP_SPEC,
    .slots = {.new = lzma_unpacker_new, .init = lzma_unpacker_init, .dealloc = lzma_unpacker_dealloc},
    .methods = unpacker_methods,
    .members = unpacker_members};

/* --- the module ---------------------------------------------------------------------------------------- */

static Own lzma_method_is_check_supported(Ref self UNUSED, Ref check) {
    int number;
    return argument_int(check, &number) ? own_bool(lzma_check_is_supported((lzma_check)number)) : NULL;
}

static const MethodDef functions[] = {
    {"is_check_supported", METHOD_ONE, .one = lzma_method_is_check_supported,
     .doc = "is_check_supported($module, check_id, /)\n--\n\nTest whether the given integrity check is "
            "supported.\n\n"
            "Always returns True for CHECK_NONE and CHECK_CRC32."},
    {"_encode_filter_properties", METHOD_ONE, .one = lzma_method_encode_filter_properties,
     .doc = "_encode_filter_properties($module, filter, /)\n--\n\n"
            "Return a bytes object encoding the options (properties) of the filter specified by *filter* (a "
            "dict).\n\n"
            "The result does not include the filter ID itself, only the options."},
    {"_decode_filter_properties", METHOD_ARRAY, .array = lzma_method_decode_filter_properties,
     .doc = "_decode_filter_properties($module, filter_id, encoded_props, /)\n--\n\n"
            "Return a bytes object encoding the options (properties) of the filter specified by *filter* (a "
            "dict).\n\n"
            "The result does not include the filter ID itself, only the options."},
    {.name = NULL}};

#define NUMBER(name)                                                                                           \
    { #name, LZMA_##name }
static const ModuleConstant constants[] = {{"FORMAT_AUTO", FORMAT_AUTO},
                                           {"FORMAT_XZ", FORMAT_XZ},
                                           {"FORMAT_ALONE", FORMAT_ALONE},
                                           {"FORMAT_RAW", FORMAT_RAW},
                                           NUMBER(CHECK_NONE),
                                           NUMBER(CHECK_CRC32),
                                           NUMBER(CHECK_CRC64),
                                           NUMBER(CHECK_SHA256),
                                           NUMBER(CHECK_ID_MAX),
                                           {"CHECK_UNKNOWN", CHECK_UNKNOWN},
                                           NUMBER(FILTER_LZMA1),
                                           NUMBER(FILTER_LZMA2),
                                           NUMBER(FILTER_DELTA),
                                           NUMBER(FILTER_X86),
                                           NUMBER(FILTER_POWERPC),
                                           NUMBER(FILTER_IA64),
                                           NUMBER(FILTER_ARM),
                                           NUMBER(FILTER_ARMTHUMB),
                                           NUMBER(FILTER_SPARC),
                                           NUMBER(MF_HC3),
                                           NUMBER(MF_HC4),
                                           NUMBER(MF_BT2),
                                           NUMBER(MF_BT3),
                                           NUMBER(MF_BT4),
                                           NUMBER(MODE_FAST),
                                           NUMBER(MODE_NORMAL),
                                           NUMBER(PRESET_DEFAULT),
                                           {"PRESET_EXTREME", (i64)LZMA_PRESET_EXTREME},
                                           {.name = NULL}};
#undef NUMBER

static bool fill(Ref module) {
    Object **class = &MODULES_ROOT->lzma_error;
    if (!*class)
        *class = module_exception_new_with_doc("_lzma.LZMAError", EXC(Exception), "Call to liblzma failed.");
    return *class && module_add(module, "LZMAError", own(*class)) && module_add_constants(module, constants) &&
           module_add_type(module, MODULE_TYPE_LZMA_COMPRESSOR) &&
           module_add_type(module, MODULE_TYPE_LZMA_DECOMPRESSOR);
}
static void clear(void) { slot_clear(&MODULES_ROOT->lzma_error); }

const NativeModule lzma_module = {
    .name = "_lzma", .functions = functions, .fill = fill, .clear = clear, .extension = true};
