/* int_convert.c: ints out of other things: bytes, text objects, and what int(x) takes. */
#include "object/bytes.h"
#include "object/call.h"
#include "object/error.h"
#include "object/int_internal.h"
#include "object/number.h"
#include "object/number_text.h"
#include "object/str.h"

/* --- bytes ------------------------------------------------------------------------------------------------ */

Own int_from_bytes(const u8 *bytes, isize count, bool little_endian, bool is_signed) {
    isize step = little_endian ? 1 : -1;
    const u8 *at = little_endian ? bytes : bytes + count - 1; /* the least significant one */
    bool negative = is_signed && count > 0 && at[step * (count - 1)] >= 0x80;
    u8 flip = negative ? 0xFF : 0;
    Own fresh = int_new((count * 8 + DIGIT_BITS - 1) / DIGIT_BITS);
    if (!fresh) return NULL;
    u32 *digits = AS_INT(fresh)->digits;
    u64 window = 0;
    int have = 0;
    u32 carry = negative; /* the complement of all bits, plus one */
    for (isize i = 0; i < count; i++, at += step) {
        carry += (u32)(*at ^ flip);
        window |= (u64)(carry & 0xFF) << have;
        carry >>= 8;
        have += 8;
        if (have < DIGIT_BITS) continue;
        *digits++ = (u32)window & DIGIT_MASK;
        window >>= DIGIT_BITS;
        have -= DIGIT_BITS;
    }
    if (have) *digits++ = (u32)window;
    isize made = digits - AS_INT(fresh)->digits;
    int_set_size(fresh, negative ? -made : made);
    return int_normalize(fresh);
}

bool int_to_bytes(Ref value, u8 *bytes, isize count, bool little_endian, bool is_signed) {
    bool negative = size_of(value) < 0;
    if (negative && !is_signed) {
        error_set(EXC(OverflowError), "can't convert negative int to unsigned");
        return false;
    }
    const u32 *digits = AS_INT(value)->digits, *end = digits + int_digit_count(value);
    isize step = little_endian ? 1 : -1;
    u8 *at = little_endian ? bytes : bytes + count - 1, flip = negative ? 0xFF : 0, last = 0;
    u64 window = 0;
    int have = 0;
    u32 carry = negative;
    for (isize i = 0; i < count; i++, at += step) {
        if (have < 8 && digits < end) {
            window |= (u64)*digits++ << have;
            have += DIGIT_BITS;
        }
        carry += (u32)(window & 0xFF) ^ flip;
        last = *at = (u8)carry;
        carry >>= 8;
        window >>= 8;
        have -= 8;
    }
    bool fits = digits == end && window == 0;
    if (count == 0 && negative)
        fits = size_of(value) == -1 && *digits == 1; /* -1 is ones only, also none of them */
    if (count > 0 && is_signed && size_of(value) != 0) fits = fits && (last >= 0x80) == negative;
    if (!fits) error_set(EXC(OverflowError), "int too big to convert");
    return fits;
}

/* --- text ------------------------------------------------------------------------------------------------- */

Own int_from_str(Ref text, int base) {
    NumberChars chars;
    if (!number_chars_get(text, &chars)) return NULL;
    Own result = int_from_text(chars.text, chars.length, base, text);
    number_chars_free(&chars);
    return result;
}

/* --- int(x) ----------------------------------------------------------------------------------------------- */

/* What __int__ or __trunc__ gave, as an exact int. Consumes it. */
static Own exact_result(Own result, const char *method) {
    if (!result || is_exact_int(result)) return result;
    Own exact = NULL;
    if (!is_int(result))
        error_set(EXC(TypeError), "%s returned non-int (type %.200T)", method, (Ref)result);
    else if (warning_issue(EXC(DeprecationWarning), 1,
                           "%s returned non-int (type %.200T).  The ability to return an instance of a strict "
                           "subclass of int is deprecated, and may be removed in a future version of Python.",
                           method, (Ref)result))
        exact = int_exact(result);
    release(result);
    return exact;
}

/* Calls a bound __trunc__, consumed. */
static Own from_trunc(Own bound) {
    if (!warning_issue(EXC(DeprecationWarning), 1, "The delegation of int() to __trunc__ is deprecated.")) {
        release(bound);
        return NULL;
    }
    Own result = object_call_none(bound);
    release(bound);
    if (!result || is_int(result)) {
        Own exact = result ? int_exact(result) : NULL;
        release_maybe(result);
        return exact;
    }
    Own index = NULL;
    if (number_is_index(result))
        index = int_index(result);
    else
        error_set(EXC(TypeError), "__trunc__ returned non-Integral (type %.200T)", (Ref)result);
    release(result);
    return index;
}

static Own from_buffer(Ref object) {
    Buffer buffer;
    if (!buffer_get(object, &buffer, false)) return NULL;
    Own copy = bytes_from(buffer.data, buffer.length), result = NULL;
    if (copy) result = int_from_text((const char *)bytes_data(copy), size_of(copy), 10, copy);
    release_maybe(copy);
    buffer_release(&buffer);
    return result;
}

Own int_from_object(Ref value) {
    if (is_exact_int(value)) return own(value);
    Type *type = type_of(value);
    if (type->slots.to_int) return exact_result(type->slots.to_int(value), "__int__");
    if (type->slots.index) return int_index(value);
    Own trunc = object_special(value, NAME(__trunc__));
    if (trunc) return from_trunc(trunc);
    if (error_occurred()) return NULL;
    if (is_str(value)) return int_from_str(value, 10);
    if (is_bytes(value)) return int_from_text((const char *)bytes_data(value), size_of(value), 10, value);
    if (type->slots.buffer_get) return from_buffer(value);
    return error_set(EXC(TypeError),
                     "int() argument must be a string, a bytes-like object or a real number, not '%.200T'",
                     value);
}
