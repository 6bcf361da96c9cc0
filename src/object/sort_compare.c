/* sort_compare.c: which comparison a sort uses.
 *
 * All keys are looked at before the first comparison. That is safe for exact int, float and str, which no
 * program can change; for other types the slot is fetched once, but checked again at each comparison, since a
 * key's class may change while sorting. Tuples are compared item by item, and their first items get a
 * comparison of their own, chosen in the same way.
 *
 * That a slot which answers NotImplemented is asked a second time by the general comparison is CPython's doing,
 * and can be seen. */
#include "object/float.h"
#include "object/root.h"
#include "object/sort.h"
#include "object/str.h"
#include "object/tuple.h"
#include "object/type_checks.h"

static int less_general(const SortCompare *compare UNUSED, Ref a, Ref b) {
    return object_compare_bool(a, b, COMPARE_LT);
}

static int less_by_slot(const SortCompare *compare, Ref a, Ref b) {
    if (type_of(a)->slots.richcompare != compare->slot) return object_compare_bool(a, b, COMPARE_LT);
    Own answer = compare->slot(a, b, COMPARE_LT);
    if (!answer) return -1;
    int less = answer == True ? 1 : answer == False ? 0 : -1;
    if (less < 0) {
        less = answer == NotImplemented ? object_compare_bool(a, b, COMPARE_LT) : object_is_true(answer);
    }
    release(answer);
    return less;
}

/* Ints of one digit at most. */
static int less_small_int(const SortCompare *compare UNUSED, Ref a, Ref b) {
    i64 left = size_of(a) == 0 ? 0 : size_of(a) * (i64)AS_INT(a)->digits[0];
    i64 right = size_of(b) == 0 ? 0 : size_of(b) * (i64)AS_INT(b)->digits[0];
    return left < right;
}

static int less_float(const SortCompare *compare UNUSED, Ref a, Ref b) {
    return AS_FLOAT(a)->value < AS_FLOAT(b)->value;
}

/* Strs of one byte a character. */
static int less_latin1(const SortCompare *compare UNUSED, Ref a, Ref b) {
    isize na = str_length(a), nb = str_length(b);
    int order = memcmp(str_data(a), str_data(b), (usize)isize_min(na, nb));
    return order != 0 ? order < 0 : na < nb;
}

static int less_tuple(const SortCompare *compare, Ref a, Ref b) {
    isize na = tuple_length(a), nb = tuple_length(b);
    for (isize i = 0; i < na && i < nb; i++) {
        int equal = object_compare_bool(tuple_get(a, i), tuple_get(b, i), COMPARE_EQ);
        if (equal < 0) return -1;
        if (equal) continue;
        if (i == 0) return compare->less_first(compare, tuple_get(a, 0), tuple_get(b, 0));
        return object_compare_bool(tuple_get(a, i), tuple_get(b, i), COMPARE_LT);
    }
    return na < nb;
}

/* What all keys have in common. */
typedef struct Survey {
    const Type *type; /* NULL: they are of several types */
    bool tuples;      /* all are tuples that are not empty, and `type` is that of their first items */
    bool small_ints, latin1;
} Survey;

static bool is_tuple_with_items(Ref key) { return is_exact_tuple(key) && tuple_length(key) > 0; }

static Survey survey_keys(Object *const *keys, isize count) {
    Survey survey = {.tuples = is_tuple_with_items(keys[0]), .small_ints = true, .latin1 = true};
    survey.type = type_of(survey.tuples ? tuple_get(keys[0], 0) : keys[0]);
    for (isize i = 0; i < count; i++) {
        if (survey.tuples && !is_tuple_with_items(keys[i])) return (Survey){0};
        Ref key = survey.tuples ? tuple_get(keys[i], 0) : keys[i];
        if (type_of(key) != survey.type) {
            survey.type = NULL;
            if (!survey.tuples) return survey;
        }
        if (survey.type == TYPE(INT)) survey.small_ints &= size_of(key) >= -1 && size_of(key) <= 1;
        if (survey.type == TYPE(STR)) survey.latin1 &= AS_STR(key)->kind == 1;
    }
    return survey;
}

SortCompare sort_choose_compare(Object *const *keys, isize count) {
    Survey survey = survey_keys(keys, count);
    SortCompare compare = {.less = less_general};
    if (survey.type == TYPE(STR) && survey.latin1) {
        compare.less = less_latin1;
    } else if (survey.type == TYPE(INT) && survey.small_ints) {
        compare.less = less_small_int;
    } else if (survey.type == TYPE(FLOAT)) {
        compare.less = less_float;
    } else if (survey.type && survey.type->slots.richcompare) {
        compare.less = less_by_slot;
        compare.slot = survey.type->slots.richcompare;
    }
    if (survey.tuples) {
        compare.less_first = survey.type == TYPE(TUPLE) ? less_general : compare.less;
        compare.less = less_tuple;
    }
    return compare;
}
