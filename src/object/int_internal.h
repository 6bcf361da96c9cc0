/* int_internal.h: what the files of int, bool and float share. */
#ifndef OBJECT_INT_INTERNAL_H
#define OBJECT_INT_INTERNAL_H

#include "object/error.h"
#include "object/int.h"
#include "object/plain.h"
#include "object/root.h"
#include "object/type_checks.h"

static inline isize int_digit_count(Ref a) {
    isize size = size_of(a);
    return size < 0 ? -size : size;
}
/* Two digits at most, so that sums, quotients and remainders are those of C. */
static inline bool int_is_word(Ref a) { return (usize)(size_of(a) + 2) <= 4; }
static inline i64 int_word_value(Ref a) {
    if (LIKELY(int_is_compact(a))) return int_compact_value(a);
    const u32 *digits = AS_INT(a)->digits;
    i64 magnitude = digits[0] | (i64)digits[1] << DIGIT_BITS;
    return size_of(a) < 0 ? -magnitude : magnitude;
}

static inline void int_set_size(Own a, isize size) { ((VarObject *)a)->ob_size = size; }

/* An exact int with room for `digits` digits (at least one), its size positive, its digits not set. */
Own int_new(isize digits);
/* Takes leading zeros off a fresh int, and gives the one that exists already where it is a small one. */
Own int_normalize(Own fresh);
/* An exact int of the same value: itself, or a copy where it is an instance of a subclass. */
Own int_exact(Ref a);
Own int_absolute(Ref a);

/* -1, 0, 1: exact; the double is finite. */
int int_compare_double(Ref a, double value);

/* The digits of a magnitude in base 2, 8, 10, 16 or 32. False: raised (MemoryError, the limit on digits). */
typedef struct IntText {
    char *digits;
    isize length;
    char *block; /* raw, owned; NULL: `digits` points into `local` */
    char local[64];
} IntText;
bool int_text_make(Ref value, int base, IntText *text);
void int_text_free(IntText *text);

/* float.c: ** on what converts to doubles; NotImplemented where it does not. */
Own float_power(Ref base, Ref exponent, Ref modulus);

/* int_methods.c, for int_spec and bool_spec. */
extern const MethodDef int_methods[];
extern const GetSetDef int_getset[];
Own int_type_new(Type *type, Ref const *args, isize nargs, Ref kwnames);

#endif
