/* byte_case.c: upper and lower case of ASCII letters in bytes and bytearrays, and the questions isalpha ... */
#include "object/byte_methods.h"
#include "object/charge.h"

/* --- mapping ------------------------------------------------------------------------------------------ */

/* What becomes of a byte; `cased` is whether a letter stands before it. */
typedef u8 (*ByteRule)(u8 byte, bool cased);

static Own map_all(Ref self, ByteRule rule) {
    Chars all = bytes_span(self);
    ByteBuilder out;
    byte_builder_init(&out);
    u8 *to = byte_builder_extend(&out, all.length);
    bool cased = false;
    for (isize i = 0; to && i < all.length; i++) {
        u8 byte = span_byte(all, i);
        to[i] = rule(byte, cased);
        cased = byte_is_alpha(byte);
    }
    charge(all.length, CHARGE_CHARACTER);
    return bytes_like_finish(self, &out);
}

static u8 lower_rule(u8 byte, bool cased) {
    (void)cased;
    return byte_lower(byte);
}
static u8 upper_rule(u8 byte, bool cased) {
    (void)cased;
    return byte_upper(byte);
}
static u8 swap_rule(u8 byte, bool cased) {
    (void)cased;
    return byte_is_lower(byte) ? byte_upper(byte) : byte_lower(byte);
}
static u8 title_rule(u8 byte, bool cased) { return cased ? byte_lower(byte) : byte_upper(byte); }

Own bytes_method_lower(Ref self) { return map_all(self, lower_rule); }
Own bytes_method_upper(Ref self) { return map_all(self, upper_rule); }
Own bytes_method_swapcase(Ref self) { return map_all(self, swap_rule); }
Own bytes_method_title(Ref self) { return map_all(self, title_rule); }

Own bytes_method_capitalize(Ref self) {
    Chars all = bytes_span(self);
    ByteBuilder out;
    byte_builder_init(&out);
    u8 *to = byte_builder_extend(&out, all.length);
    for (isize i = 0; to && i < all.length; i++) {
        to[i] = i ? byte_lower(span_byte(all, i)) : byte_upper(span_byte(all, i));
    }
    return bytes_like_finish(self, &out);
}

/* --- asking ------------------------------------------------------------------------------------------- */

static Own all_bytes(Ref self, bool (*test)(u8 byte)) {
    Chars all = bytes_span(self);
    for (isize i = 0; i < all.length; i++) {
        if (!test(span_byte(all, i))) return own_bool(false);
    }
    return own_bool(all.length > 0);
}

static bool is_alnum(u8 byte) { return byte_is_alpha(byte) || byte_is_digit(byte); }
static bool is_ascii(u8 byte) { return byte < 0x80; }

Own bytes_method_isalnum(Ref self) { return all_bytes(self, is_alnum); }
Own bytes_method_isalpha(Ref self) { return all_bytes(self, byte_is_alpha); }
Own bytes_method_isdigit(Ref self) { return all_bytes(self, byte_is_digit); }
Own bytes_method_isspace(Ref self) { return all_bytes(self, byte_is_space); }
Own bytes_method_isascii(Ref self) { return size_of(self) ? all_bytes(self, is_ascii) : own_bool(true); }

static Own all_of_case(Ref self, bool (*wanted)(u8 byte), bool (*other)(u8 byte)) {
    Chars all = bytes_span(self);
    bool cased = false;
    for (isize i = 0; i < all.length; i++) {
        if (other(span_byte(all, i))) return own_bool(false);
        cased |= wanted(span_byte(all, i));
    }
    return own_bool(cased);
}

Own bytes_method_islower(Ref self) { return all_of_case(self, byte_is_lower, byte_is_upper); }
Own bytes_method_isupper(Ref self) { return all_of_case(self, byte_is_upper, byte_is_lower); }

Own bytes_method_istitle(Ref self) {
    Chars all = bytes_span(self);
    bool cased = false, after_cased = false;
    for (isize i = 0; i < all.length; i++) {
        u8 byte = span_byte(all, i);
        if (byte_is_alpha(byte) && byte_is_upper(byte) == after_cased) return own_bool(false);
        after_cased = byte_is_alpha(byte);
        cased |= after_cased;
    }
    return own_bool(cased);
}
