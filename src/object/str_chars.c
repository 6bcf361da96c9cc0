/* str_chars.c: runs of code points, 1, 2 or 4 bytes each: copying between widths and finding the width that a
 * text needs. Everything that makes a str ends here. */
#include "object/str_internal.h"

#define WIDEN(To, From)                                                                                        \
    do {                                                                                                       \
        To *out = to;                                                                                          \
        const From *in = from;                                                                                 \
        for (isize i = 0; i < count; i++) out[i] = (To)in[i];                                                  \
    } while (0)

void chars_copy(void *to, int to_kind, const void *from, int from_kind, isize count) {
    if (to_kind == from_kind) {
        memcpy(to, from, (usize)(count * to_kind));
    } else if (from_kind == 1) {
        if (to_kind == 2)
            WIDEN(u16, u8);
        else
            WIDEN(u32, u8);
    } else if (from_kind == 2) {
        if (to_kind == 1)
            WIDEN(u8, u16);
        else
            WIDEN(u32, u16);
    } else {
        if (to_kind == 1)
            WIDEN(u8, u32);
        else
            WIDEN(u16, u32);
    }
}

/* Is any byte of these above 127? Eight at a time. */
static bool any_high_byte(const u8 *bytes, isize count) {
    isize i = 0;
    for (; i + 8 <= count; i += 8) {
        u64 word;
        memcpy(&word, bytes + i, sizeof word);
        if (word & 0x8080808080808080u) return true;
    }
    for (; i < count; i++) {
        if (bytes[i] & 0x80) return true;
    }
    return false;
}

/* The class that a union of bits falls into. */
static u32 bits_class(u32 bits) {
    return bits < 0x80 ? 0x7F : bits < 0x100 ? 0xFF : bits < 0x10000 ? 0xFFFF : MAX_CODE_POINT;
}

u32 chars_max(const void *chars, int kind, isize count) {
    u32 bits = 0;
    if (kind == 1) return any_high_byte(chars, count) ? 0xFF : 0x7F;
    if (kind == 2) {
        const u16 *wide = chars;
        for (isize i = 0; i < count; i++) bits |= wide[i];
    } else {
        const u32 *wide = chars;
        for (isize i = 0; i < count; i++) bits |= wide[i];
    }
    return bits_class(bits);
}

Own str_from_chars(const void *chars, int kind, isize count) {
    if (count == 1) return str_from_char(chars_get(chars, kind, 0));
    u32 max_char = chars_max(chars, kind, count);
    Own made = str_new(count, max_char);
    if (made) chars_copy(AS_STR(made)->data, str_kind(made), chars, kind, count);
    return made;
}

void str_copy(Ref to, isize at, Ref from, isize start, isize count) {
    Str *target = AS_STR(to);
    const Str *source = AS_STR(from);
    chars_copy(target->data + at * target->kind, target->kind, source->data + start * source->kind,
               source->kind, count);
}

void str_fill(Ref to, isize at, u32 c, isize count) {
    Str *target = AS_STR(to);
    if (target->kind == 1) {
        memset(target->data + at, (int)c, (usize)count);
        return;
    }
    for (isize i = at; i < at + count; i++) chars_put(target->data, target->kind, i, c);
}
