/* str.c: what a str is: making one, comparing, hashing, joining two, cutting a piece out.
 *
 * The invariant: a str that anybody can see is as narrow as its text permits, and `ascii` says the truth about
 * it. So two strs of different kinds are different, and equality is a comparison of bytes. The empty str and
 * the 256 one-character strs of latin-1 exist once, once the room is made. */
#include "object/str.h"

#include "base/hash.h"
#include "object/codec.h"
#include "object/str_internal.h"

/* --- making ------------------------------------------------------------------------------------------- */

static Own str_allocate(isize length, u32 max_char) {
    int kind = chars_kind(max_char);
    if (length > (ISIZE_MAX - (isize)sizeof(Str)) / kind - 2) return error_memory();
    Own made = object_new_raw(TYPE(STR), (length + 1) * kind);
    if (UNLIKELY(!made)) return NULL;
    Str *str = AS_STR(made);
    *str = (Str){
        .ob_base = str->ob_base, .length = length, .hash = -1, .kind = (u8)kind, .ascii = max_char < 0x80};
    chars_put(str->data, kind, length, 0);
    return made;
}

Own str_new(isize length, u32 max_char) {
    if (length == 0 && OBJECT_ROOT->empty_str) return own(OBJECT_ROOT->empty_str);
    return str_allocate(length, max_char);
}

Own str_from_char(u32 c) {
    if (c < 256 && OBJECT_ROOT->latin1[c]) return own(OBJECT_ROOT->latin1[c]);
    Own made = str_allocate(1, c);
    if (made) str_put(made, 0, c);
    return made;
}

Own str_from_ascii(const char *bytes, isize length) {
    if (length < 0) length = (isize)strlen(bytes);
    if (length == 1) return str_from_char((u8)bytes[0]);
    Own made = str_new(length, 0x7F);
    if (made) memcpy(AS_STR(made)->data, bytes, (usize)length);
    return made;
}

Own str_from_latin1(const u8 *bytes, isize length) { return str_from_chars(bytes, 1, length); }

Own str_from_ucs4(const u32 *code_points, isize length) { return str_from_chars(code_points, 4, length); }

Own str_from_utf8(const char *bytes, isize length) {
    if (length < 0) length = (isize)strlen(bytes);
    return codec_utf8_decode((const u8 *)bytes, length, NULL);
}

Own str_from_utf8_surrogateescape(const char *bytes, isize length) {
    if (length < 0) length = (isize)strlen(bytes);
    return codec_utf8_decode((const u8 *)bytes, length, "surrogateescape");
}

Own str_exact(Ref string) {
    if (is_exact_str(string)) return own(string);
    return str_from_chars(str_data(string), str_kind(string), str_length(string));
}

Own str_shrink_alone(Own string, isize length) {
    Str *str = AS_STR(string);
    if (length == str->length) return string;
    if (length == 0) {
        release(string);
        return str_new(0, 0);
    }
    str->length = length;
    chars_put(str->data, str->kind, length, 0);
    usize size = sizeof(Str) + (usize)((length + 1) * str->kind);
    if (size + size / 4 < arena_block_size(string) || arena_is_followed()) {
        Object *smaller = arena_realloc(string, size, BLOCK_OBJECT);
        if (smaller) string = smaller;
    }
    return string;
}

Own str_shrink(Own string, isize length) {
    if (length != 1 || str_char(string, 0) > 0xFF) return str_shrink_alone(string, length);
    Own shared = str_from_char(str_char(string, 0));
    release(string);
    return shared;
}

/* --- comparing ---------------------------------------------------------------------------------------- */

bool str_equal(Ref a, Ref b) {
    const Str *left = AS_STR(a), *right = AS_STR(b);
    if (left == right) return true;
    if (left->length != right->length || left->kind != right->kind) return false;
    return memcmp(left->data, right->data, (usize)(left->length * left->kind)) == 0;
}

bool str_equal_ascii(Ref a, const char *ascii) {
    const Str *str = AS_STR(a);
    usize length = strlen(ascii);
    return str->ascii && str->length == (isize)length && memcmp(str->data, ascii, length) == 0;
}

int str_compare(Ref a, Ref b) {
    const Str *left = AS_STR(a), *right = AS_STR(b);
    if (left == right) return 0;
    isize common = isize_min(left->length, right->length);
    if (left->kind == 1 && right->kind == 1) {
        int order = memcmp(left->data, right->data, (usize)common);
        if (order) return order < 0 ? -1 : 1;
    } else {
        for (isize i = 0; i < common; i++) {
            u32 x = chars_get(left->data, left->kind, i), y = chars_get(right->data, right->kind, i);
            if (x != y) return x < y ? -1 : 1;
        }
    }
    return left->length == right->length ? 0 : left->length < right->length ? -1 : 1;
}

isize str_hash(Ref string) {
    Str *str = AS_STR(string);
    if (str->hash != -1) return str->hash;
    isize hash = 0;
    if (str->length) hash = (isize)hash_siphash13(str->data, (usize)(str->length * str->kind));
    if (hash == -1) hash = -2;
    str->hash = hash;
    return hash;
}

/* --- two into one, one into pieces -------------------------------------------------------------------- */

Own str_concat(Ref a, Ref b) {
    if (str_length(a) == 0) return str_exact(b);
    if (str_length(b) == 0) return str_exact(a);
    isize length;
    if (__builtin_add_overflow(str_length(a), str_length(b), &length)) {
        return error_set(EXC(OverflowError), "strings are too large to concat");
    }
    u32 max_a = str_max_char(a), max_b = str_max_char(b);
    Own made = str_new(length, max_a > max_b ? max_a : max_b);
    if (!made) return NULL;
    str_copy(made, 0, a, 0, str_length(a));
    str_copy(made, str_length(a), b, 0, str_length(b));
    return made;
}

/* May the str be lengthened where it stands? Only if no other owner could see it change. */
static bool can_append(Ref target, Ref suffix) {
    const Str *str = AS_STR(target);
    return target->ob_refcnt == 1 && !str->interned && is_exact_str(target) && is_exact_str(suffix) &&
           str->length > 0 && str_kind(suffix) <= str->kind && (str_is_ascii(suffix) || !str->ascii);
}

/* Makes the block hold `length` code points and the NUL. Large blocks get an eighth more than they need, so
 * that appending one by one to a long text stays linear. NULL raised; the old block stays. */
static Object *str_reserve(Object *string, isize length) {
    Str *str = AS_STR(string);
    usize size = sizeof(Str) + (usize)(length + 1) * str->kind;
    if (size <= arena_block_size(string) && !arena_is_followed()) return string;
    Object *larger = arena_realloc(string, size < 4096 ? size : size + size / 8, BLOCK_OBJECT);
    return larger ? larger : error_memory();
}

void str_append(Own *target, Ref suffix) {
    isize added = str_length(suffix), length;
    if (added == 0 && is_exact_str(*target)) return;
    if (!can_append(*target, suffix) || __builtin_add_overflow(str_length(*target), added, &length) ||
        length > (ISIZE_MAX >> 3)) {
        slot_set(target, str_concat(*target, suffix));
        return;
    }
    Object *grown = str_reserve(*target, length);
    if (!grown) {
        slot_clear(target);
        return;
    }
    Str *str = AS_STR(grown);
    chars_copy(str->data + str->length * str->kind, str->kind, str_data(suffix), str_kind(suffix), added);
    str->length = length;
    str->hash = -1;
    str->utf8_length = 0;
    chars_put(str->data, str->kind, length, 0);
    *target = grown;
}

Own str_substring(Ref string, isize start, isize end) {
    isize length = str_length(string);
    if (end > length) end = length;
    if (start == 0 && end == length) return str_exact(string);
    if (start >= end) return str_new(0, 0);
    const void *chars = chars_at(str_data(string), str_kind(string), start);
    if (str_is_ascii(string)) return str_from_ascii(chars, end - start);
    return str_from_chars(chars, str_kind(string), end - start);
}
