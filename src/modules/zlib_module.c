/* zlib_module.c: the module zlib: whole texts of bytes at once, checksums and constants. */
#include "modules/zlib_stream.h"
#include "object/charge.h"

bool zlib_int(Ref value, int *number) { return !value || argument_int(value, number); }

isize zlib_size(Ref value) {
    Own number = int_index(value);
    isize size = number ? int_as_isize(number) : -1;
    release_maybe(number);
    return size;
}

static Own finish(ByteBuilder *out, bool ok) {
    if (ok) return byte_builder_finish(out);
    byte_builder_discard(out);
    return NULL;
}

/* --- compress ------------------------------------------------------------------------------------------- */

static Own compress_bytes(const Buffer *buffer, int level, int wbits) {
    z_stream stream = zlib_stream_empty();
    int status = deflateInit2(&stream, level, Z_DEFLATED, wbits, ZLIB_MEMORY_LEVEL, Z_DEFAULT_STRATEGY);
    if (status == Z_MEM_ERROR) return error_set(EXC(MemoryError), "Out of memory while compressing data");
    if (status == Z_STREAM_ERROR) return error_set(ZLIB_ERROR, "Bad compression level");
    if (status != Z_OK) return zlib_raise(&stream, status, "while compressing data");
    ByteBuilder out;
    byte_builder_init(&out);
    zlib_feed(&stream, buffer->data, buffer->length);
    status = zlib_run(&stream, deflate, Z_FINISH, 0, NULL, &out);
    if (status != Z_STREAM_END && status != Z_MEM_ERROR) zlib_raise(&stream, status, "while compressing data");
    deflateEnd(&stream);
    return finish(&out, status == Z_STREAM_END);
}

static Own zlib_compress(Ref module UNUSED, Ref const *args, isize nargs, Ref kwnames) {
    static const Parameters parameters = {"compress", {"data", "/", "level", "wbits"}, .required = 1};
    Ref given[3];
    Buffer buffer;
    int level = Z_DEFAULT_COMPRESSION, wbits = MAX_WBITS;
    if (!arguments_bind(&parameters, args, nargs, kwnames, given) || !buffer_get(given[0], &buffer, false)) {
        return NULL;
    }
    bool taken = zlib_int(given[1], &level) && zlib_int(given[2], &wbits);
    Own made = taken ? compress_bytes(&buffer, level, wbits) : NULL;
    buffer_release(&buffer);
    return made;
}

/* --- decompress ----------------------------------------------------------------------------------------- */

static Own decompress_bytes(const Buffer *buffer, int wbits) {
    z_stream stream = zlib_stream_empty();
    int status = inflateInit2(&stream, wbits);
    if (status == Z_MEM_ERROR) return error_set(EXC(MemoryError), "Out of memory while decompressing data");
    if (status != Z_OK) return zlib_raise(&stream, status, "while preparing to decompress data");
    ByteBuilder out;
    byte_builder_init(&out);
    zlib_feed(&stream, buffer->data, buffer->length);
    status = zlib_run(&stream, inflate, Z_FINISH, 0, NULL, &out);
    if (status == Z_MEM_ERROR) {
        if (!error_occurred()) error_set(EXC(MemoryError), "Out of memory while decompressing data");
    } else if (status != Z_STREAM_END) {
        zlib_raise(&stream, status, "while decompressing data");
    }
    inflateEnd(&stream);
    return finish(&out, status == Z_STREAM_END);
}

static Own zlib_decompress(Ref module UNUSED, Ref const *args, isize nargs, Ref kwnames) {
    static const Parameters parameters = {"decompress", {"data", "/", "wbits", "bufsize"}, .required = 1};
    Ref given[3];
    Buffer buffer;
    int wbits = MAX_WBITS;
    if (!arguments_bind(&parameters, args, nargs, kwnames, given) || !buffer_get(given[0], &buffer, false)) {
        return NULL;
    }
    Own made = NULL;
    isize size = 0; /* how much room to begin with: checked, not needed */
    if (zlib_int(given[1], &wbits)) {
        if (given[2]) size = zlib_size(given[2]);
        if (size < 0 && !error_occurred()) error_set(EXC(ValueError), "bufsize must be non-negative");
        if (size >= 0) made = decompress_bytes(&buffer, wbits);
    }
    buffer_release(&buffer);
    return made;
}

/* --- checksums ------------------------------------------------------------------------------------------ */

typedef uLong (*Checksum)(uLong value, const u8 *bytes, unsigned length);

static Own checksum(const char *function, Checksum sum, u64 start, Ref const *args, isize nargs) {
    Buffer buffer;
    if (!arguments_count(function, nargs, 1, 2) || !buffer_get(args[0], &buffer, false)) return NULL;
    Own value = nargs > 1 ? int_index(args[1]) : NULL;
    if (value) start = int_as_u64_mask(value);
    Own result = NULL;
    if (nargs < 2 || value) {
        charge(buffer.length, CHARGE_CHARACTER);
        const u8 *bytes = buffer.length ? (const u8 *)buffer.data : (const u8 *)"";
        result = int_from_u64(sum(start & UINT32_MAX, bytes, (unsigned)buffer.length) & UINT32_MAX);
    }
    release_maybe(value);
    buffer_release(&buffer);
    return result;
}
static Own zlib_adler32(Ref module UNUSED, Ref const *args, isize nargs) {
    return checksum("adler32", adler32, 1, args, nargs);
}
static Own zlib_crc32(Ref module UNUSED, Ref const *args, isize nargs) {
    return checksum("crc32", crc32, 0, args, nargs);
}

/* --- the module ----------------------------------------------------------------------------------------- */

static const MethodDef functions[] = {
    {"adler32", METHOD_ARRAY, .array = zlib_adler32,
     .doc = "adler32($module, data, value=1, /)\n--\n\nCompute an Adler-32 checksum of data.\n\n  value\n    "
            "Starting value of the checksum.\n\nThe returned checksum is an integer."},
    {"compress", METHOD_KEYWORDS, .keywords = zlib_compress,
     .doc =
         "compress($module, data, /, level=Z_DEFAULT_COMPRESSION, wbits=MAX_WBITS)\n--\n\nReturns a bytes "
         "object "
         "containing compressed data.\n\n  data\n    Binary data to be compressed.\n  level\n    Compression "
         "level, in 0-9 or -1.\n  wbits\n    The window buffer size and container format."},
    {"compressobj", METHOD_KEYWORDS, .keywords = zlib_compressobj,
     .doc =
         "compressobj($module, /, level=Z_DEFAULT_COMPRESSION, method=DEFLATED,\n            wbits=MAX_WBITS, "
         "memLevel=DEF_MEM_LEVEL,\n            strategy=Z_DEFAULT_STRATEGY, zdict=None)\n--\n\nReturn a "
         "compressor object.\n\n  level\n    The compression level (an integer in the range 0-9 or -1; default "
         "is\n    currently equivalent to 6).  Higher compression levels are slower,\n    but produce smaller "
         "results.\n  method\n    The compression algorithm.  If given, this must be DEFLATED.\n  wbits\n    "
         "+9 "
         "to +15: The base-two logarithm of the window size.  Include a zlib\n        container.\n    -9 to "
         "-15: "
         "Generate a raw stream.\n    +25 to +31: Include a gzip container.\n  memLevel\n    Controls the "
         "amount "
         "of memory used for internal compression state.\n    Valid values range from 1 to 9.  Higher values "
         "result in higher memory\n    usage, faster compression, and smaller output.\n  strategy\n    Used to "
         "tune the compression algorithm.  Possible values are\n    Z_DEFAULT_STRATEGY, Z_FILTERED, and "
         "Z_HUFFMAN_ONLY.\n  zdict\n    The predefined compression dictionary - a sequence of bytes\n    "
         "containing subsequences that are likely to occur in the input data."},
    {"crc32", METHOD_ARRAY, .array = zlib_crc32,
     .doc =
         "crc32($module, data, value=0, /)\n--\n\nCompute a CRC-32 checksum of data.\n\n  value\n    Starting "
         "value of the checksum.\n\nThe returned checksum is an integer."},
    {"decompress", METHOD_KEYWORDS, .keywords = zlib_decompress,
     .doc = "decompress($module, data, /, wbits=MAX_WBITS, bufsize=DEF_BUF_SIZE)\n--\n\nReturns a bytes object "
            "containing the uncompressed data.\n\n  data\n    Compressed data.\n  wbits\n    The window buffer "
            "size "
            "and container format.\n  bufsize\n    The initial output buffer size."},
    {"decompressobj", METHOD_KEYWORDS, .keywords = zlib_decompressobj,
     .doc = "decompressobj($module, /, wbits=MAX_WBITS, zdict=b'')\n--\n\nReturn a decompressor object.\n\n  "
            "wbits\n "
            "   The window buffer size and container format.\n  zdict\n    The predefined compression "
            "dictionary.  "
            "This must be the same\n    dictionary as used by the compressor that produced the input data."},
    {.name = NULL}};

static const ModuleConstant constants[] = {{"MAX_WBITS", MAX_WBITS},
                                           {"DEFLATED", Z_DEFLATED},
                                           {"DEF_MEM_LEVEL", ZLIB_MEMORY_LEVEL},
                                           {"DEF_BUF_SIZE", ZLIB_BUFFER_SIZE},
                                           {"Z_NO_COMPRESSION", Z_NO_COMPRESSION},
                                           {"Z_BEST_SPEED", Z_BEST_SPEED},
                                           {"Z_BEST_COMPRESSION", Z_BEST_COMPRESSION},
                                           {"Z_DEFAULT_COMPRESSION", Z_DEFAULT_COMPRESSION},
                                           {"Z_FILTERED", Z_FILTERED},
                                           {"Z_HUFFMAN_ONLY", Z_HUFFMAN_ONLY},
                                           {"Z_RLE", Z_RLE},
                                           {"Z_FIXED", Z_FIXED},
                                           {"Z_DEFAULT_STRATEGY", Z_DEFAULT_STRATEGY},
                                           {"Z_NO_FLUSH", Z_NO_FLUSH},
                                           {"Z_PARTIAL_FLUSH", Z_PARTIAL_FLUSH},
                                           {"Z_SYNC_FLUSH", Z_SYNC_FLUSH},
                                           {"Z_FULL_FLUSH", Z_FULL_FLUSH},
                                           {"Z_FINISH", Z_FINISH},
                                           {"Z_BLOCK", Z_BLOCK},
                                           {"Z_TREES", Z_TREES},
                                           {.name = NULL}};

static bool add_text(Ref module, const char *name, const char *value) {
    return module_add(module, name, str_from_ascii(value, -1));
}

static bool fill(Ref module) {
    if (!MODULES_ROOT->zlib_error)
        MODULES_ROOT->zlib_error = module_exception_new("zlib.error", EXC(Exception));
    return MODULES_ROOT->zlib_error && module_ready_type(MODULE_TYPE_ZLIB_COMPRESS) &&
           module_ready_type(MODULE_TYPE_ZLIB_DECOMPRESS) && module_add_constants(module, constants) &&
           module_add(module, "error", own(MODULES_ROOT->zlib_error)) &&
           add_text(module, "ZLIB_VERSION", ZLIB_VERSION) &&
           add_text(module, "ZLIB_RUNTIME_VERSION", zlibVersion()) && add_text(module, "__version__", "1.0");
}

static void clear(void) { slot_clear(&MODULES_ROOT->zlib_error); }

const NativeModule zlib_module = {
    .name = "zlib",
    .doc =
        "The functions in this module allow compression and decompression using the\nzlib library, which is "
        "based on GNU zip.\n\nadler32(string[, start]) -- Compute an Adler-32 checksum.\ncompress(data[, "
        "level]) "
        "-- Compress data, with compression level 0-9 or -1.\ncompressobj([level[, ...]]) -- Return a "
        "compressor "
        "object.\ncrc32(string[, start]) -- Compute a CRC-32 checksum.\ndecompress(string,[wbits],[bufsize]) "
        "-- "
        "Decompresses a compressed string.\ndecompressobj([wbits[, zdict]]) -- Return a decompressor "
        "object.\n\n'wbits' is window buffer size and container format.\nCompressor objects support compress() "
        "and flush() methods; decompressor\nobjects support decompress() and flush().",
    .functions = functions,
    .fill = fill,
    .clear = clear};
