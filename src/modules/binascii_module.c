/* binascii_module.c: the module binascii: hexadecimal, base 64, checksums. */
#include "modules/binascii.h"
#include "object/argument_checks.h"

#include "object/charge.h"
#include "object/codec.h"
#include "object/dict.h"
#include "vm/eval.h"

/* --- arguments and errors ------------------------------------------------------------------------------- */

bool binascii_text(Ref argument, Buffer *buffer) {
    if (is_str(argument)) {
        if (!AS_STR(argument)->ascii) {
            error_set(EXC(ValueError), "string argument should contain only ASCII characters");
            return false;
        }
        *buffer = (Buffer){.data = (char *)AS_STR(argument)->data, .length = str_length(argument)};
        return true;
    }
    if (type_of(argument)->slots.buffer_get && buffer_get(argument, buffer, false)) return true;
    error_clear();
    error_set(EXC(TypeError), "argument should be bytes, buffer or ASCII string, not '%T'", argument);
    return false;
}

void *binascii_error(Ref module, const char *format, isize number) {
    Ref class = dict_get_cstring(module_dict(module), "Error"); /* ValueError where the program deleted it */
    bool usable = class && is_type(class) && type_is_subtype(AS_TYPE(class), EXC(ValueError));
    return error_set(usable ? AS_TYPE(class) : EXC(ValueError), format, number);
}

bool binascii_flag(Ref argument, bool otherwise, bool *flag, Buffer *data) {
    int number = otherwise;
    if (argument && !argument_int(argument, &number)) {
        buffer_release(data);
        return false;
    }
    *flag = number != 0;
    return true;
}

/* --- hexadecimal ---------------------------------------------------------------------------------------- */

static Own to_hex(const char *function, Ref const *args, isize nargs, Ref kwnames) {
    const Parameters parameters = {function, {"data", "sep", "bytes_per_sep"}, .required = 1};
    Ref given[3];
    Buffer data;
    if (!arguments_bind(&parameters, args, nargs, kwnames, given)) return NULL;
    if (!buffer_get(given[0], &data, false)) return NULL;
    Own group = given[2] ? own(given[2]) : int_from_i64(1), text = NULL;
    if (group) text = bytes_hex(buffer_span(&data), (Ref[]){given[1], group}, given[1] ? 2 : 0, NULL);
    Own bytes = text ? codec_ascii_encode(text, NULL) : NULL;
    release_maybe(text);
    release_maybe(group);
    buffer_release(&data);
    return bytes;
}

static Own binascii_b2a_hex(UNUSED Ref module, Ref const *args, isize nargs, Ref kwnames) {
    return to_hex("b2a_hex", args, nargs, kwnames);
}
static Own binascii_hexlify(UNUSED Ref module, Ref const *args, isize nargs, Ref kwnames) {
    return to_hex("hexlify", args, nargs, kwnames);
}

static int hex_value(u8 c) {
    if (c >= '0' && c <= '9') return c - '0';
    c |= 32;
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

static Own binascii_a2b_hex(Ref module, Ref argument) {
    Buffer text;
    if (!binascii_text(argument, &text)) return NULL;
    Own bytes = NULL;
    if (text.length % 2) {
        binascii_error(module, "Odd-length string", 0);
    } else {
        bytes = bytes_from(NULL, text.length / 2);
    }
    for (isize i = 0; bytes && i < text.length; i += 2) {
        int high = hex_value((u8)text.data[i]), low = hex_value((u8)text.data[i + 1]);
        if (high < 0 || low < 0) {
            binascii_error(module, "Non-hexadecimal digit found", 0);
            slot_clear(&bytes);
        } else {
            bytes_data(bytes)[i / 2] = (u8)(high << 4 | low);
        }
    }
    buffer_release(&text);
    return bytes;
}

/* --- base 64 -------------------------------------------------------------------------------------------- */

static const char base64_letters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

static int base64_value(u8 c) {
    if (c >= 'A' && c <= 'Z') return c - 'A';
    if (c >= 'a' && c <= 'z') return c - 'a' + 26;
    if (c >= '0' && c <= '9') return c - '0' + 52;
    return c == '+' ? 62 : c == '/' ? 63 : -1;
}

/* Appends what the text says. NULL: done; else what is wrong with it. */
static const char *decode_base64(const Buffer *text, bool strict, ByteBuilder *out) {
    isize in_group = 0, padding = 0; /* characters of a group of four, and '=' behind them */
    u32 waiting = 0;
    bool padded = false;
    if (strict && text->length && text->data[0] == '=') return "Leading padding not allowed";
    for (isize i = 0; i < text->length; i++) {
        if (text->data[i] == '=') {
            padded = true;
            if (in_group < 2 || in_group + ++padding < 4) continue;
            /* a group that is padded is the last one */
            return strict && i + 1 < text->length ? "Excess data after padding" : NULL;
        }
        int value = base64_value((u8)text->data[i]);
        if (value < 0) {
            if (strict) return "Only base64 data is allowed";
            continue;
        }
        if (strict && padded) return "Discontinuous padding not allowed";
        padding = 0;
        waiting = waiting << 6 | (u32)value;
        if (in_group) byte_builder_byte(out, (u8)(waiting >> (6 - 2 * in_group)));
        in_group = (in_group + 1) % 4;
    }
    if (in_group == 0) return NULL;
    return in_group == 1
               ? "Invalid base64-encoded string: number of data characters (%zd) cannot be 1 more than a "
                 "multiple of 4"
               : "Incorrect padding";
}

static Own binascii_a2b_base64(Ref module, Ref const *args, isize nargs, Ref kwnames) {
    static const Parameters parameters = {"a2b_base64", {"data", "/", "*", "strict_mode"}, .required = 1};
    Ref given[2];
    bool strict;
    Buffer text;
    if (!arguments_bind(&parameters, args, nargs, kwnames, given)) return NULL;
    if (!binascii_text(given[0], &text) || !binascii_flag(given[1], false, &strict, &text)) return NULL;
    ByteBuilder out;
    byte_builder_init(&out);
    const char *wrong = decode_base64(&text, strict, &out);
    charge(text.length, CHARGE_CODED);
    buffer_release(&text);
    if (!wrong) return byte_builder_finish(&out);
    binascii_error(module, wrong, out.length / 3 * 4 + 1);
    byte_builder_discard(&out);
    return NULL;
}

static Own binascii_b2a_base64(Ref module, Ref const *args, isize nargs, Ref kwnames) {
    (void)module;
    static const Parameters parameters = {"b2a_base64", {"data", "/", "*", "newline"}, .required = 1};
    Ref given[2];
    bool newline;
    Buffer data;
    if (!arguments_bind(&parameters, args, nargs, kwnames, given)) return NULL;
    if (!buffer_get(given[0], &data, false) || !binascii_flag(given[1], true, &newline, &data)) return NULL;
    Own bytes = bytes_from(NULL, (data.length + 2) / 3 * 4 + newline);
    u8 *out = bytes ? bytes_data(bytes) : NULL;
    for (isize i = 0; out && i < data.length; i += 3) { /* three bytes are four characters */
        u32 group = 0;
        for (isize k = i; k < i + 3; k++) group = group << 8 | (k < data.length ? (u8)data.data[k] : 0);
        for (int shift = 18; shift >= 0; shift -= 6) *out++ = (u8)base64_letters[group >> shift & 63];
        for (isize k = data.length; k < i + 3; k++) out[data.length - k - 1] = '=';
    }
    if (out && newline) *out = '\n';
    charge(data.length, CHARGE_CODED);
    buffer_release(&data);
    return bytes;
}

/* --- checksums ------------------------------------------------------------------------------------------ */

u32 crc32_update(u32 crc, const u8 *bytes, isize count) {
    /* what four bits do to the polynomial 0xEDB88320, reflected */
    static const u32 table[16] = {0x00000000, 0x1db71064, 0x3b6e20c8, 0x26d930ac, 0x76dc4190, 0x6b6b51f4,
                                  0x4db26158, 0x5005713c, 0xedb88320, 0xf00f9344, 0xd6d6a3e8, 0xcb61b38c,
                                  0x9b64c2b0, 0x86d3d2d4, 0xa00ae278, 0xbdbdf21c};
    crc = ~crc;
    for (isize i = 0; i < count; i++) {
        crc ^= bytes[i];
        crc = table[crc & 15] ^ crc >> 4;
        crc = table[crc & 15] ^ crc >> 4;
    }
    return ~crc;
}

/* The lower 32 bits of an int of any size; false: raised. */
static bool take_u32(Ref argument, u32 otherwise, u32 *value) {
    *value = otherwise;
    if (!argument) return true;
    Own number = int_index(argument);
    if (!number) return false;
    *value = (u32)int_as_u64_mask(number);
    release(number);
    return true;
}

static Own binascii_crc32(Ref module, Ref const *args, isize nargs) {
    (void)module;
    u32 crc;
    Buffer data;
    if (!arguments_count("crc32", nargs, 1, 2) || !buffer_get(args[0], &data, false)) return NULL;
    if (!take_u32(nargs > 1 ? args[1] : NULL, 0, &crc)) {
        buffer_release(&data);
        return NULL;
    }
    crc = crc32_update(crc, (const u8 *)data.data, data.length);
    charge(data.length, CHARGE_CODED);
    buffer_release(&data);
    return int_from_u64(crc);
}

static Own binascii_crc_hqx(Ref module, Ref const *args, isize nargs) {
    (void)module;
    u32 crc;
    Buffer data;
    if (!arguments_count("crc_hqx", nargs, 2, 2) || !buffer_get(args[0], &data, false)) return NULL;
    if (!take_u32(args[1], 0, &crc)) {
        buffer_release(&data);
        return NULL;
    }
    crc &= 0xffff;
    for (isize i = 0; i < data.length; i++) {
        crc ^= (u32)(u8)data.data[i] << 8;
        for (int bit = 0; bit < 8; bit++) crc = (crc << 1 ^ (crc & 0x8000 ? 0x1021 : 0)) & 0xffff;
    }
    charge(data.length, CHARGE_CODED);
    buffer_release(&data);
    return int_from_u64(crc);
}

/* --- the module ----------------------------------------------------------------------------------------- */

#define HEX_ARGUMENTS                                                                                          \
    "($module, /, data, sep=<unrepresentable>, bytes_per_sep=1)\n--\n\n"                                       \
    "Hexadecimal representation of binary data.\n\n  sep\n"                                                    \
    "    An optional single character or byte to separate hex bytes.\n  bytes_per_sep\n"                       \
    "    How many bytes between separators.  Positive values count from the\n"                                 \
    "    right, negative values count from the left.\n\n"                                                      \
    "The return value is a bytes object.  This function is also\n"
static const MethodDef functions[] = {
    {"a2b_uu", METHOD_ONE, .one = binascii_a2b_uu,
     .doc = "a2b_uu($module, data, /)\n--\n\nDecode a line of uuencoded data."},
    {"b2a_uu", METHOD_KEYWORDS, .keywords = binascii_b2a_uu,
     .doc = "b2a_uu($module, data, /, *, backtick=False)\n--\n\nUuencode line of data."},
    {"a2b_base64", METHOD_KEYWORDS, .keywords = binascii_a2b_base64,
     .doc = "a2b_base64($module, data, /, *, strict_mode=False)\n--\n\nDecode a line of base64 data.\n\n"
            "  strict_mode\n    When set to True, bytes that are not part of the base64 standard are not "
            "allowed.\n    The same applies to excess data after padding (= / ==)."},
    {"b2a_base64", METHOD_KEYWORDS, .keywords = binascii_b2a_base64,
     .doc = "b2a_base64($module, data, /, *, newline=True)\n--\n\nBase64-code line of data."},
    {"a2b_hex", METHOD_ONE, .one = binascii_a2b_hex,
     .doc = "a2b_hex($module, hexstr, /)\n--\n\nBinary data of hexadecimal representation.\n\nhexstr must "
            "contain an even number of hex digits (upper or lower case).\nThis function is also available as "
            "\"unhexlify()\"."},
    {"b2a_hex", METHOD_KEYWORDS, .keywords = binascii_b2a_hex,
     .doc = "b2a_hex" HEX_ARGUMENTS "available as \"hexlify()\".\n\nExample:\n"
            ">>> binascii.b2a_hex(b'\\xb9\\x01\\xef')\nb'b901ef'\n"
            ">>> binascii.hexlify(b'\\xb9\\x01\\xef', ':')\nb'b9:01:ef'\n"
            ">>> binascii.b2a_hex(b'\\xb9\\x01\\xef', b'_', 2)\nb'b9_01ef'"},
    {"hexlify", METHOD_KEYWORDS, .keywords = binascii_hexlify,
     .doc = "hexlify" HEX_ARGUMENTS "available as \"b2a_hex()\"."},
    {"unhexlify", METHOD_ONE, .one = binascii_a2b_hex,
     .doc = "unhexlify($module, hexstr, /)\n--\n\nBinary data of hexadecimal representation.\n\nhexstr must "
            "contain an even number of hex digits (upper or lower case)."},
    {"a2b_qp", METHOD_KEYWORDS, .keywords = binascii_a2b_qp,
     .doc = "a2b_qp($module, /, data, header=False)\n--\n\nDecode a string of qp-encoded data."},
    {"b2a_qp", METHOD_KEYWORDS, .keywords = binascii_b2a_qp,
     .doc = "b2a_qp($module, /, data, quotetabs=False, istext=True, header=False)\n--\n\n"
            "Encode a string using quoted-printable encoding.\n\n"
            "On encoding, when istext is set, newlines are not encoded, and white\n"
            "space at end of lines is.  When istext is not set, \\r and \\n (CR/LF)\n"
            "are both encoded.  When quotetabs is set, space and tabs are encoded."},
    {"crc_hqx", METHOD_ARRAY, .array = binascii_crc_hqx,
     .doc = "crc_hqx($module, data, crc, /)\n--\n\nCompute CRC-CCITT incrementally."},
    {"crc32", METHOD_ARRAY, .array = binascii_crc32,
     .doc = "crc32($module, data, crc=0, /)\n--\n\nCompute CRC-32 incrementally."},
    {.name = NULL}};

static bool fill(Ref module) {
    return module_add(module, "Error", module_exception_new("binascii.Error", EXC(ValueError))) &&
           module_add(module, "Incomplete", module_exception_new("binascii.Incomplete", EXC(Exception)));
}

const NativeModule binascii_module = {.name = "binascii",
                                      .doc = "Conversion between binary data and ASCII",
                                      .functions = functions,
                                      .fill = fill};
