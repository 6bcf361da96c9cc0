/* pyc.c: .pyc files. Numbers in the header are little endian, whatever the machine. */
#include "code/pyc.h"

#include "code/code.h"
#include "code/marshal.h"
#include "object/bytes.h"
#include "object/error.h"
#include "object/str.h"

enum { HEADER_SIZE = 16, MAGIC_NUMBER = 3495 };

static void append_u32(Text *out, u32 value) {
    for (int shift = 0; shift < 32; shift += 8) text_append_char(out, (char)(value >> shift & 255));
}

static u32 magic_word(void) { return MAGIC_NUMBER | (u32)'\r' << 16 | (u32)'\n' << 24; }

static u32 read_u32(const char *bytes) {
    const u8 *byte = (const u8 *)bytes;
    return byte[0] | (u32)byte[1] << 8 | (u32)byte[2] << 16 | (u32)byte[3] << 24;
}

bool pyc_is_named(const char *path, const char *bytes, isize length) {
    const char *dot = strrchr(path, '.');
    if (dot && strcmp(dot, ".pyc") == 0) return true;
    return length >= 2 && (u8)bytes[0] == (MAGIC_NUMBER & 255) && (u8)bytes[1] == MAGIC_NUMBER >> 8;
}

Own pyc_read(const char *bytes, isize length) {
    if (length < 4 || read_u32(bytes) != magic_word())
        return error_set(EXC(RuntimeError), "Bad magic number in .pyc file");
    if (length < HEADER_SIZE) return error_set(EXC(EOFError), "EOF read where not expected");
    isize used;
    Own value = marshal_loads((const u8 *)bytes + HEADER_SIZE, length - HEADER_SIZE, &used);
    if (value && is_code(value)) return value;
    error_clear();
    release_maybe(value);
    return error_set(EXC(RuntimeError), "Bad code object in .pyc file");
}

/* In py_compile variables and arguments own the code and the file's name once more, and somebody has imported *
 * before: objects with one owner are written as such, interned strings too. */
bool pyc_write(Ref code, u32 flags, u64 stamp, Text *out) {
    Own second = own(code), filename = own(AS_CODE(code)->filename), star = str_intern_cstring("*");
    Own body = star ? marshal_dumps(code, MARSHAL_VERSION) : NULL;
    release_maybe(star);
    release(filename);
    release(second);
    if (!body) return false;
    append_u32(out, magic_word());
    append_u32(out, flags);
    append_u32(out, (u32)stamp);
    append_u32(out, (u32)(stamp >> 32));
    text_append(out, (const char *)bytes_data(body), size_of(body));
    release(body);
    return !out->failed || error_memory();
}
