/* builtins_iteration.c: builtins that walk an iterable: sum, min, max, sorted, any, all, iter, next. */
#include "modules/modules.h"
#include "object/charge.h"
#include "object/error.h"
#include "object/float.h"
#include "object/int.h"
#include "object/list.h"
#include "object/number.h"
#include "object/str.h"
#include "object/tuple.h"
#include "object/type_checks.h"
#include "vm/eval.h"
#include "vm/generator.h"

/* any() and all(): stop at the first item whose truth is `wanted`; the answer is then `wanted`. */
static Own first_truth(Ref iterable, bool wanted) {
    Own iterator = object_iter(iterable);
    if (!iterator) return NULL;
    Own item;
    isize walked = 0;
    while ((item = object_next(iterator)) != NULL) {
        int truth = object_is_true(item);
        release(item);
        walked++;
        if (truth < 0) break;
        if ((truth != 0) == wanted) {
            release(iterator);
            return own_bool(wanted);
        }
    }
    release(iterator);
    charge(walked, CHARGE_NEXT);
    return error_occurred() ? NULL : own_bool(!wanted);
}

static Own builtin_any(Ref self, Ref iterable) {
    (void)self;
    return first_truth(iterable, true);
}
static Own builtin_all(Ref self, Ref iterable) {
    (void)self;
    return first_truth(iterable, false);
}

static Own builtin_iter(Ref self, Ref const *args, isize nargs) {
    (void)self;
    if (!arguments_count("iter", nargs, 1, 2)) return NULL;
    if (nargs == 1) return object_iter(args[0]);
    if (!object_is_callable(args[0])) return error_set(EXC(TypeError), "iter(v, w): v must be callable");
    return callable_iterator_new(args[0], args[1]);
}

static Own builtin_next(Ref self, Ref const *args, isize nargs) {
    (void)self;
    if (!arguments_count("next", nargs, 1, 2)) return NULL;
    Ref iterator = args[0];
    if (!object_is_iterator(iterator))
        return error_set(EXC(TypeError), "'%T' object is not an iterator", iterator);
    Own item = type_of(iterator)->slots.iternext(iterator);
    if (item) return item;
    if (nargs > 1) {
        if (error_occurred()) {
            if (!error_matches(EXC(StopIteration))) return NULL;
            error_clear();
        }
        return own(args[1]);
    }
    return error_occurred() ? NULL : error_set_object(EXC(StopIteration), NULL);
}

static Own builtin_aiter(Ref self, Ref object) {
    (void)self;
    UnaryFn aiter = type_of(object)->slots.aiter;
    if (!aiter) return error_set(EXC(TypeError), "'%T' object is not an async iterable", object);
    Own iterator = aiter(object);
    if (iterator && !type_of(iterator)->slots.anext) {
        error_set(EXC(TypeError), "%T returned not an async iterator of type '%T'", object, iterator);
        release(iterator);
        return NULL;
    }
    return iterator;
}

static Own builtin_anext(Ref self, Ref const *args, isize nargs) {
    (void)self;
    if (!arguments_count("anext", nargs, 1, 2)) return NULL;
    UnaryFn anext = type_of(args[0])->slots.anext;
    if (!anext) return error_set(EXC(TypeError), "'%T' object is not an async iterator", args[0]);
    Own awaitable = anext(args[0]);
    if (!awaitable || nargs == 1) return awaitable;
    Own wrapped = anext_awaitable_new(awaitable, args[1]);
    release(awaitable);
    return wrapped;
}

/* --- sum -------------------------------------------------------------------------------------------------- */

static bool check_sum_start(Ref start) {
    if (is_str(start)) {
        error_set(EXC(TypeError), "sum() can't sum strings [use ''.join(seq) instead]");
    } else if (is_bytes(start)) {
        error_set(EXC(TypeError), "sum() can't sum bytes [use b''.join(seq) instead]");
    } else if (is_bytearray(start)) {
        error_set(EXC(TypeError), "sum() can't sum bytearray [use b''.join(seq) instead]");
    } else {
        return true;
    }
    return false;
}

/* While the items are ints and their sum fits a machine word, no object is made for the sum, as in CPython. */
static Own sum_ints(Ref iterator, Own start, Own *next, isize *walked) {
    int overflow = 0;
    i64 total = int_as_i64_overflow(start, &overflow);
    *next = NULL;
    if (overflow) {
        *next = object_next(iterator);
        return start;
    }
    release(start);
    for (; (*next = object_next(iterator)) != NULL; ++*walked) {
        if (!is_exact_int(*next) && !is_bool(*next)) break;
        i64 value = int_as_i64_overflow(*next, &overflow), sum;
        if (overflow || __builtin_add_overflow(total, value, &sum)) break; /* the item is still to be added */
        total = sum;
        release(*next);
    }
    return int_from_i64(total);
}

/* While everything is a float (and small ints between them) the sum is kept as a double, as CPython does: the
 * intermediate results are rounded the same way. */
static Own sum_floats(Ref iterator, Own start, Own *next, isize *walked) {
    double total = AS_FLOAT(start)->value;
    release(start);
    for (; (*next = object_next(iterator)) != NULL; ++*walked) {
        int overflow = 0;
        if (is_exact_float(*next)) {
            total += AS_FLOAT(*next)->value;
        } else if (is_int(*next)) {
            i64 value = int_as_i64_overflow(*next, &overflow);
            if (overflow) break;
            total += (double)value;
        } else {
            break;
        }
        release(*next);
    }
    return float_from_double(total);
}

static Own builtin_sum(Ref self, Ref const *args, isize nargs, Ref kwnames) {
    static const Parameters parameters = {"sum", {"iterable", "/", "start"}, .required = 1};
    Ref out[2];
    (void)self;
    if (!arguments_bind(&parameters, args, nargs, kwnames, out)) return NULL;
    Own iterator = object_iter(out[0]);
    if (!iterator) return NULL;
    Own total = out[1] ? own(out[1]) : int_from_i64(0);
    if (!total || !check_sum_start(total)) goto fail;
    isize walked = 0;
    for (Own item;; walked++) {
        if (is_exact_int(total))
            total = sum_ints(iterator, total, &item, &walked);
        else if (is_exact_float(total))
            total = sum_floats(iterator, total, &item, &walked);
        else
            item = object_next(iterator);
        if (!total) {
            release_maybe(item);
            goto fail;
        }
        if (!item) break;
        Own next = number_add(total, item);
        release(item);
        release(total);
        total = next;
        if (!total) goto fail;
    }
    release(iterator);
    charge(walked, CHARGE_NEXT);
    if (!error_occurred()) return total;
    release(total);
    return NULL;
fail:
    release_maybe(total);
    release(iterator);
    return NULL;
}

/* --- min and max --------------------------------------------------------------------------------------- */

/* What is to be compared: the items of an iterator, or, where there is none, the arguments themselves. */
typedef struct Candidates {
    Own iterator;
    Ref const *args;
    isize count;
} Candidates;

static Own next_candidate(Candidates *candidates) {
    if (candidates->iterator) return object_next(candidates->iterator);
    if (candidates->count == 0) return NULL;
    candidates->count--;
    return own(*candidates->args++);
}

/* The better one of them, by `op` on their keys; NULL without exception: there were none. */
static Own extreme(Candidates *candidates, Ref key, CompareOp op) {
    Own best = NULL, best_key = NULL, item;
    isize walked = 0;
    while ((item = next_candidate(candidates)) != NULL) {
        walked++;
        Own item_key = key ? object_call_one(key, item) : own(item);
        if (!item_key) goto fail;
        int better = best ? object_compare_bool(item_key, best_key, op) : 1;
        if (better < 0) {
            release(item_key);
            goto fail;
        }
        if (better) {
            release_maybe(best);
            release_maybe(best_key);
            best = item;
            best_key = item_key;
        } else {
            release(item);
            release(item_key);
        }
    }
    charge(walked, CHARGE_NEXT);
    release_maybe(best_key);
    if (!error_occurred()) return best;
    release_maybe(best);
    return NULL;
fail:
    release(item);
    release_maybe(best);
    release_maybe(best_key);
    return NULL;
}

static Own min_max(const char *name, Ref const *args, isize nargs, Ref kwnames, CompareOp op) {
    const Parameters parameters = {name, {"*", "key", "default"}, .required = 0};
    Ref options[2];
    if (nargs == 0) return error_set(EXC(TypeError), "%s expected at least 1 argument, got 0", name);
    if (!arguments_bind(&parameters, args + nargs, 0, kwnames, options)) return NULL;
    Ref key = options[0] == None ? NULL : options[0];
    if (nargs > 1 && options[1])
        return error_set(EXC(TypeError), "Cannot specify a default for %s() with multiple positional arguments",
                         name);
    Candidates candidates = {.args = args, .count = nargs};
    if (nargs == 1 && !(candidates.iterator = object_iter(args[0]))) return NULL;
    Own best = extreme(&candidates, key, op);
    release_maybe(candidates.iterator);
    if (best || error_occurred()) return best;
    return options[1] ? own(options[1]) : error_set(EXC(ValueError), "%s() arg is an empty sequence", name);
}

static Own builtin_min(Ref self, Ref const *args, isize nargs, Ref kwnames) {
    (void)self;
    return min_max("min", args, nargs, kwnames, COMPARE_LT);
}
static Own builtin_max(Ref self, Ref const *args, isize nargs, Ref kwnames) {
    (void)self;
    return min_max("max", args, nargs, kwnames, COMPARE_GT);
}

static Own builtin_sorted(Ref self, Ref const *args, isize nargs, Ref kwnames) {
    (void)self;
    if (nargs != 1) {
        if (nargs == 0) return error_set(EXC(TypeError), "sorted expected 1 argument, got 0");
        return error_set(EXC(TypeError), "sorted expected 1 argument, got %zd", nargs);
    }
    Own list = list_from_iterable(args[0]);
    if (!list) return NULL;
    Own done = object_call_method(list, NAME(sort), args + 1, 0, kwnames);
    if (!done) {
        release(list);
        return NULL;
    }
    release(done);
    return list;
}

const MethodDef builtin_iteration_functions[] = {
    {"any", METHOD_ONE, .one = builtin_any,
     .doc = "any($module, iterable, /)\n--\n\nReturn True if bool(x) is True for any x in the iterable.\n\nIf "
            "the iterable is empty, return False."},
    {"all", METHOD_ONE, .one = builtin_all,
     .doc = "all($module, iterable, /)\n--\n\nReturn True if bool(x) is True for all values x in the "
            "iterable.\n\nIf the iterable is empty, return True."},
    {"iter", METHOD_ARRAY, .array = builtin_iter,
     .doc = "iter(iterable) -> iterator\niter(callable, sentinel) -> iterator\n\nGet an iterator from an "
            "object.  In the first form, the argument must\nsupply its own iterator, or be a sequence.\nIn the "
            "second form, the callable is called until it returns the sentinel."},
    {"next", METHOD_ARRAY, .array = builtin_next,
     .doc = "next(iterator[, default])\n\nReturn the next item from the iterator. If default is given and the "
            "iterator\nis exhausted, it is returned instead of raising StopIteration."},
    {"aiter", METHOD_ONE, .one = builtin_aiter,
     .doc = "aiter($module, async_iterable, /)\n--\n\nReturn an AsyncIterator for an AsyncIterable object."},
    {"anext", METHOD_ARRAY, .array = builtin_anext,
     .doc = "anext($module, aiterator, default=<unrepresentable>, /)\n--\n\nasync anext(aiterator[, "
            "default])\n\nReturn the next item from the async iterator.  If default is given and the "
            "async\niterator is exhausted, it is returned instead of raising StopAsyncIteration."},
    {"sum", METHOD_KEYWORDS, .keywords = builtin_sum,
     .doc = "sum($module, iterable, /, start=0)\n--\n\nReturn the sum of a 'start' value (default: 0) plus an "
            "iterable of numbers\n\nWhen the iterable is empty, return the start value.\nThis function is "
            "intended specifically for use with numeric values and may\nreject non-numeric types."},
    {"min", METHOD_KEYWORDS, .keywords = builtin_min,
     .doc = "min(iterable, *[, default=obj, key=func]) -> value\nmin(arg1, arg2, *args, *[, key=func]) -> "
            "value\n\nWith a single iterable argument, return its smallest item. The\ndefault keyword-only "
            "argument specifies an object to return if\nthe provided iterable is empty.\nWith two or more "
            "arguments, return the smallest argument.",
     .flags = METHOD_VARARGS},
    {"max", METHOD_KEYWORDS, .keywords = builtin_max,
     .doc = "max(iterable, *[, default=obj, key=func]) -> value\nmax(arg1, arg2, *args, *[, key=func]) -> "
            "value\n\nWith a single iterable argument, return its biggest item. The\ndefault keyword-only "
            "argument specifies an object to return if\nthe provided iterable is empty.\nWith two or more "
            "arguments, return the largest argument.",
     .flags = METHOD_VARARGS},
    {"sorted", METHOD_KEYWORDS, .keywords = builtin_sorted,
     .doc = "sorted($module, iterable, /, *, key=None, reverse=False)\n--\n\nReturn a new list containing all "
            "items from the iterable in ascending order.\n\nA custom key function can be supplied to customize "
            "the sort order, and the\nreverse flag can be set to request the result in descending order."},
    {.name = NULL}};
