/* constant.c: sameness of constants, by type first and by value then.
 *
 * Floats are compared by their bits but for nan, which is the same as itself only when it is the same
 * object: so a folded `inf - inf` is a constant of its own each time, as in CPython. */
#include "code/constant.h"

#include "code/code.h"
#include "object/bytes.h"
#include "object/float.h"
#include "object/set.h"
#include "object/str.h"
#include "object/tuple.h"
#include "object/type_checks.h"

static u64 mix(u64 hash, u64 value) { return (hash ^ value) * 0x9E3779B97F4A7C15u + (hash >> 29); }

static u64 double_bits(double value) {
    u64 bits;
    memcpy(&bits, &value, sizeof bits);
    return bits;
}

static u64 int_digits_hash(Ref value) {
    u64 hash = (u64)size_of(value);
    isize count = size_of(value) < 0 ? -size_of(value) : size_of(value);
    for (isize i = 0; i < count; i++) hash = mix(hash, AS_INT(value)->digits[i]);
    return hash;
}

/* Items of a set come in no fixed order: their hashes are added. Nesting is bounded, so that the hash of a
 * deep constant costs no deep recursion. */
static u64 hash_to_depth(Ref constant, int depth) {
    u64 hash = (u64)(uintptr_t)type_of(constant);
    if (is_exact_int(constant) || is_bool(constant)) return mix(hash, int_digits_hash(constant));
    if (is_exact_str(constant)) return mix(hash, (u64)str_hash(constant));
    if (is_exact_bytes(constant)) return mix(hash, (u64)object_hash(constant));
    if (is_exact_float(constant)) return mix(hash, double_bits(AS_FLOAT(constant)->value));
    if (is_exact_complex(constant)) {
        return mix(mix(hash, double_bits(AS_COMPLEX(constant)->real)), double_bits(AS_COMPLEX(constant)->imag));
    }
    if (is_exact_tuple(constant)) {
        for (isize i = 0; depth > 0 && i < tuple_length(constant); i++) {
            hash = mix(hash, hash_to_depth(tuple_get(constant, i), depth - 1));
        }
        return mix(hash, (u64)tuple_length(constant));
    }
    if (is_exact_frozenset(constant)) {
        u64 sum = 0;
        isize position = 0;
        Ref item;
        while (depth > 0 && set_each(constant, &position, &item, NULL)) sum += hash_to_depth(item, depth - 1);
        return mix(hash, sum);
    }
    if (is_code(constant)) { /* the line table tells code apart that differs in its place only */
        const Code *code = AS_CODE(constant);
        return mix(mix(hash, (u64)code->ob_base.ob_size), (u64)object_hash(code->linetable));
    }
    return mix(hash, (u64)(uintptr_t)constant);
}

u64 constant_hash(Ref constant) { return hash_to_depth(constant, 8); }

/* Without the exact bits, -0.0 would be merged with 0.0. A nan is not equal to itself: it gets here as two
 * objects. */
static bool double_same(double a, double b) { return a == b && double_bits(a) == double_bits(b); }

static int tuples_equal(Ref a, Ref b) {
    if (tuple_length(a) != tuple_length(b)) return 0;
    for (isize i = 0; i < tuple_length(a); i++) {
        int equal = constant_equal(tuple_get(a, i), tuple_get(b, i));
        if (equal <= 0) return equal;
    }
    return 1;
}

static int set_has_constant(Ref set, Ref wanted) {
    isize position = 0;
    Ref item;
    while (set_each(set, &position, &item, NULL)) {
        int equal = constant_equal(item, wanted);
        if (equal != 0) return equal;
    }
    return 0;
}

static int sets_equal(Ref a, Ref b) {
    if (set_length(a) != set_length(b)) return 0;
    isize position = 0;
    Ref item;
    while (set_each(a, &position, &item, NULL)) {
        int found = set_has_constant(b, item);
        if (found <= 0) return found;
    }
    return 1;
}

static int containers_equal(Ref a, Ref b) {
    if (!recursion_enter(" in comparison")) return -1;
    int equal;
    if (is_code(a)) {
        equal = code_equal(a, b);
    } else {
        equal = is_exact_tuple(a) ? tuples_equal(a, b) : sets_equal(a, b);
    }
    recursion_leave();
    return equal;
}

int constant_equal(Ref a, Ref b) {
    if (a == b) return 1;
    if (type_of(a) != type_of(b)) return 0;
    if (is_exact_int(a)) return int_compare(a, b) == 0;
    if (is_exact_str(a)) return str_equal(a, b);
    if (is_exact_bytes(a)) {
        return size_of(a) == size_of(b) && memcmp(bytes_data(a), bytes_data(b), (usize)size_of(a)) == 0;
    }
    if (is_exact_float(a)) return double_same(AS_FLOAT(a)->value, AS_FLOAT(b)->value);
    if (is_exact_complex(a)) {
        return double_same(AS_COMPLEX(a)->real, AS_COMPLEX(b)->real) &&
               double_same(AS_COMPLEX(a)->imag, AS_COMPLEX(b)->imag);
    }
    if (is_exact_tuple(a) || is_exact_frozenset(a) || is_code(a)) return containers_equal(a, b);
    return 0;
}
