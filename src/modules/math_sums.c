/* math_sums.c: the functions of math that add up many numbers without losing what is small: fsum, hypot, dist; and
 * prod. */
#include <float.h>
#include <math.h>

#include "modules/math_module.h"
#include "object/list.h"
#include "object/number.h"
#include "object/tuple.h"

/* --- fsum ------------------------------------------------------------------------------------------------ */

/* Shewchuk's algorithm: the partial sums do not overlap, so that nothing is lost; they are added up at the end, the
 * last bit rounded half to even. */
typedef struct Partials {
    double few[32], *all;
    isize count, room;
    double infinite, special; /* sums of what is not finite: of inf only, of all */
} Partials;

static bool partials_grow(Partials *partials) {
    isize room = partials->room * 2;
    bool in_block = partials->all != partials->few;
    double *all = arena_realloc(in_block ? partials->all : NULL, (usize)room * sizeof *all, BLOCK_RAW);
    if (!all) return error_memory();
    if (!in_block) memcpy(all, partials->few, sizeof partials->few);
    partials->all = all;
    partials->room = room;
    return true;
}

static bool partials_add(Partials *partials, double x) {
    double given = x, *all = partials->all;
    isize kept = 0;
    for (isize i = 0; i < partials->count; i++) {
        double y = all[i];
        if (fabs(x) < fabs(y)) {
            double swap = x;
            x = y;
            y = swap;
        }
        double high = x + y, low = y - (high - x);
        if (low != 0) all[kept++] = low;
        x = high;
    }
    partials->count = kept;
    if (x == 0) return true;
    if (!isfinite(x)) {
        if (isfinite(given)) return error_set(EXC(OverflowError), "intermediate overflow in fsum");
        if (isinf(given)) partials->infinite += given;
        partials->special += given;
        partials->count = 0;
        return true;
    }
    if (kept >= partials->room && !partials_grow(partials)) return false;
    partials->all[partials->count++] = x;
    return true;
}

static Own partials_total(const Partials *partials) {
    isize count = partials->count;
    if (partials->special != 0) {
        if (isnan(partials->infinite)) return error_set(EXC(ValueError), "-inf + inf in fsum");
        return float_from_double(partials->special);
    }
    double high = count > 0 ? partials->all[--count] : 0, low = 0;
    while (count > 0) {
        double x = high, y = partials->all[--count];
        high = x + y;
        low = y - (high - x);
        if (low != 0) break;
    }
    if (count > 0 && ((low < 0 && partials->all[count - 1] < 0) || (low > 0 && partials->all[count - 1] > 0))) {
        double twice = low * 2, rounded = high + twice;
        if (twice == rounded - high) high = rounded;
    }
    return float_from_double(high);
}

Own math_method_fsum(UNUSED Ref self, Ref iterable) {
    Partials partials = {.room = 32};
    partials.all = partials.few;
    Own iterator = object_iter(iterable), item;
    if (!iterator) return NULL;
    bool good = true;
    while (good && (item = object_next(iterator)) != NULL) {
        double x;
        good = math_double(item, &x) && partials_add(&partials, x);
        release(item);
    }
    release(iterator);
    Own total = error_occurred() ? NULL : partials_total(&partials);
    if (partials.all != partials.few) arena_free(partials.all);
    return total;
}

/* --- prod ------------------------------------------------------------------------------------------------ */

Own math_method_prod(UNUSED Ref self, Ref const *args, isize nargs, Ref kwnames) {
    static const Parameters parameters = {"prod", {"iterable", "/", "*", "start"}, .required = 1};
    Ref given[2];
    if (!arguments_bind(&parameters, args, nargs, kwnames, given)) return NULL;
    Own iterator = object_iter(given[0]), item;
    Own total = given[1] ? own(given[1]) : int_from_i64(1);
    while (iterator && total && (item = object_next(iterator)) != NULL) {
        Own next = number_multiply(total, item);
        release(item);
        release(total);
        total = next;
    }
    release_maybe(iterator);
    if (total && !error_occurred()) return total;
    release_maybe(total);
    return NULL;
}

/* --- lengths --------------------------------------------------------------------------------------------- */

/* A sum in three parts: what it is, and what was lost by rounding squares and sums. It starts at 1, so that what is
 * added is never larger than it. */
typedef struct SquareSum {
    double sum, lost_squares, lost_sums;
} SquareSum;

/* Adds a * b. */
static void square_sum_add(SquareSum *squares, double a, double b) {
    double product = a * b, sum = squares->sum + product;
    squares->lost_squares += fma(a, b, -product);
    squares->lost_sums += squares->sum - sum + product;
    squares->sum = sum;
}
static double square_sum_total(const SquareSum *squares) {
    return squares->sum - 1.0 + (squares->lost_squares + squares->lost_sums);
}

/* The root of the sum of squares, within one unit in the last place. The numbers, of which none is negative and
 * `largest` the largest, are scaled to lie below 1; the root is corrected by a step of Newton's method. */
static double vector_length(double *numbers, isize count, double largest, bool has_nan) {
    int exponent;
    if (isinf(largest)) return largest;
    if (has_nan) return NAN;
    if (largest == 0 || count <= 1) return largest;
    frexp(largest, &exponent);
    if (exponent < -1023) { /* the scale would be too large: of such numbers make normal ones */
        for (isize i = 0; i < count; i++) numbers[i] /= DBL_MIN;
        return DBL_MIN * vector_length(numbers, count, largest / DBL_MIN, has_nan);
    }
    double scale = ldexp(1.0, -exponent);
    SquareSum squares = {.sum = 1.0};
    for (isize i = 0; i < count; i++) square_sum_add(&squares, numbers[i] * scale, numbers[i] * scale);
    double root = sqrt(square_sum_total(&squares));
    square_sum_add(&squares, -root, root);
    root += square_sum_total(&squares) / (2.0 * root);
    return root / scale;
}

/* The length of the vector from q to p (q NULL: from the origin). */
static Own distance(Ref const *p, Ref const *q, isize count) {
    enum { FEW = 16 };
    double few[FEW], *numbers = few, largest = 0;
    bool has_nan = false, good = true;
    if (count > FEW) numbers = arena_alloc((usize)count * sizeof *numbers, BLOCK_RAW);
    if (!numbers) return error_memory();
    for (isize i = 0; good && i < count; i++) {
        double x, y = 0;
        good = math_double(p[i], &x) && (!q || math_double(q[i], &y));
        if (!good) break;
        numbers[i] = fabs(x - y);
        has_nan |= isnan(numbers[i]);
        if (numbers[i] > largest) largest = numbers[i];
    }
    double length = good ? vector_length(numbers, count, largest, has_nan) : 0;
    if (numbers != few) arena_free(numbers);
    return good ? float_from_double(length) : NULL;
}

Own math_method_hypot(UNUSED Ref self, Ref const *args, isize nargs) { return distance(args, NULL, nargs); }

Own math_method_dist(UNUSED Ref self, Ref const *args, isize nargs) {
    if (!arguments_count("dist", nargs, 2, 2)) return NULL;
    Own p = tuple_from_iterable(args[0]), q = p ? tuple_from_iterable(args[1]) : NULL, result = NULL;
    if (q && tuple_length(p) != tuple_length(q)) {
        error_set(EXC(ValueError), "both points must have the same number of dimensions");
    } else if (q) {
        result = distance((Ref const *)AS_TUPLE(p)->items, (Ref const *)AS_TUPLE(q)->items, tuple_length(p));
    }
    release_maybe(p);
    release_maybe(q);
    return result;
}
