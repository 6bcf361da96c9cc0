/* pyc.c: .pyc files, read and written as py_compile and `python3.11 FILE.pyc` do. */
#include "code/pyc.h"

#include "code/code.h"
#include "code/marshal.h"
#include "object/bytes.h"
#include "object/error.h"
#include "object/str.h"

static void append_u32(Text *out, u32 value) {
    for (int shift = 0; shift < 32; shift += 8) text_append_char(out, (char)(value >> shift & 255));
}

bool pyc_is_named(const char *path, const char *bytes, isize length) {
    const char *dot = strrchr(path, '.');
    if (dot && strcmp(dot, ".pyc") == 0) return true;
    return length >= 2 && (u8)bytes[0] == (PYC_MAGIC & 255) && (u8)bytes[1] == (PYC_MAGIC >> 8 & 255);
}

Own pyc_read(const char *bytes, isize length) {
    if (length < 4 || pyc_word(bytes, 0) != PYC_MAGIC)
        return error_set(EXC(RuntimeError), "Bad magic number in .pyc file");
    if (length < PYC_HEADER_SIZE) return error_set(EXC(EOFError), "EOF read where not expected");
    isize used;
    Own value = marshal_loads((const u8 *)bytes + PYC_HEADER_SIZE, length - PYC_HEADER_SIZE, &used);
    if (value && is_code(value)) return value;
    error_clear();
    release_maybe(value);
    return error_set(EXC(RuntimeError), "Bad code object in .pyc file");
}

u64 pyc_stamp(i64 mtime_ns, i64 size) {
    const i64 second = 1000000000;
    i64 time = (i64)((double)(mtime_ns / second) + 1e-9 * (double)(mtime_ns % second));
    return (u64)(u32)size << 32 | (u32)time;
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
    append_u32(out, PYC_MAGIC);
    append_u32(out, flags);
    append_u32(out, (u32)stamp);
    append_u32(out, (u32)(stamp >> 32));
    text_append(out, (const char *)bytes_data(body), size_of(body));
    release(body);
    return !out->failed || error_memory();
}
