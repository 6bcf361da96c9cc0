/* bisect_module.c: the module _bisect: where an item belongs in a sorted sequence. */
#include "modules/modules.h"
#include "object/error.h"
#include "object/list.h"
#include "object/number.h"
#include "object/str.h"
#include "object/type_checks.h"

/* What the functions are called with. */
typedef struct Bisection {
    Ref sequence, item, key; /* key NULL: items are compared themselves */
    isize low, high;
    bool right; /* behind those that are equal, not before them */
} Bisection;

static bool take_low(Ref argument, isize *bound) {
    if (argument) *bound = int_as_isize(argument);
    return *bound != -1 || !error_occurred();
}

static bool take_high(Ref argument, isize *bound) {
    if (argument && argument != None) {
        if (!number_is_index(argument)) {
            return error_set(EXC(TypeError), "argument should be integer or None, not '%.200s'",
                             type_of(argument)->name) != NULL;
        }
        *bound = int_index_as_isize(argument, EXC(OverflowError));
    }
    return *bound != -1 || !error_occurred();
}

static bool bisection_bind(const Parameters *parameters, Ref const *args, isize nargs, Ref kwnames,
                           Bisection *search) {
    Ref given[5];
    if (!arguments_bind(parameters, args, nargs, kwnames, given)) return false;
    search->sequence = given[0];
    search->item = given[1];
    search->key = given[4] == None ? NULL : given[4];
    search->low = 0;
    search->high = -1;
    return take_low(given[2], &search->low) && take_high(given[3], &search->high);
}

/* Does the place sought lie behind place `middle`? 1, 0, -1 raised. */
static int lies_behind(const Bisection *search, Ref item, isize middle) {
    IndexFn get = type_of(search->sequence)->slots.item;
    if (!get) {
        error_set(EXC(TypeError), "'%T' object does not support indexing", search->sequence);
        return -1;
    }
    Own found = get(search->sequence, middle);
    if (found && search->key) {
        Own key = object_call_one(search->key, found);
        release(found);
        found = key;
    }
    if (!found) return -1;
    int before = search->right ? object_compare_bool(item, found, COMPARE_LT)
                               : object_compare_bool(found, item, COMPARE_LT);
    release(found);
    return before < 0 ? -1 : search->right ? !before : before;
}

static isize sequence_length(Ref sequence) {
    if (!is_dict(sequence)) return object_length(sequence);
    error_set(EXC(TypeError), "%T is not a sequence", sequence);
    return -1;
}

/* The place, -1 raised. `item` is what keys are compared with. */
static isize bisect(const Bisection *search, Ref item) {
    isize low = search->low, high = search->high;
    if (low < 0) {
        error_set(EXC(ValueError), "lo must be non-negative");
        return -1;
    }
    if (high == -1 && (high = sequence_length(search->sequence)) < 0) return -1;
    while (low < high) {
        isize middle = (isize)(((usize)low + (usize)high) / 2);
        int behind = lies_behind(search, item, middle);
        if (behind < 0) return -1;
        if (behind) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low;
}

static Own find(const Parameters *parameters, bool right, Ref const *args, isize nargs, Ref kwnames) {
    Bisection search = {.right = right};
    if (!bisection_bind(parameters, args, nargs, kwnames, &search)) return NULL;
    isize place = bisect(&search, search.item);
    return place < 0 ? NULL : int_from_isize(place);
}

static bool insert_at(const Bisection *search, isize place) {
    if (is_exact_list(search->sequence)) return list_insert(search->sequence, place, search->item);
    Own index = int_from_isize(place), name = index ? str_intern_cstring("insert") : NULL;
    Own done = name ? object_call_method(search->sequence, name, (Ref[]){index, search->item}, 2, NULL) : NULL;
    release_maybe(index);
    release_maybe(name);
    release_maybe(done);
    return done != NULL;
}

static Own insert(const Parameters *parameters, bool right, Ref const *args, isize nargs, Ref kwnames) {
    Bisection search = {.right = right};
    if (!bisection_bind(parameters, args, nargs, kwnames, &search)) return NULL;
    Own item = search.key ? object_call_one(search.key, search.item) : own(search.item);
    isize place = item ? bisect(&search, item) : -1;
    release_maybe(item);
    return place >= 0 && insert_at(&search, place) ? own_none() : NULL;
}

#define PARAMETERS(name)                                                                                       \
    static const Parameters parameters = {name, {"a", "x", "lo", "hi", "*", "key"}, .required = 2}
static Own bisect_method_bisect_right(UNUSED Ref self, Ref const *args, isize nargs, Ref kwnames) {
    PARAMETERS("bisect_right");
    return find(&parameters, true, args, nargs, kwnames);
}
static Own bisect_method_bisect_left(UNUSED Ref self, Ref const *args, isize nargs, Ref kwnames) {
    PARAMETERS("bisect_left");
    return find(&parameters, false, args, nargs, kwnames);
}
static Own bisect_method_insort_right(UNUSED Ref self, Ref const *args, isize nargs, Ref kwnames) {
    PARAMETERS("insort_right");
    return insert(&parameters, true, args, nargs, kwnames);
}
static Own bisect_method_insort_left(UNUSED Ref self, Ref const *args, isize nargs, Ref kwnames) {
    PARAMETERS("insort_left");
    return insert(&parameters, false, args, nargs, kwnames);
}
#undef PARAMETERS

static const MethodDef bisect_functions[] = {
    {"bisect_right", METHOD_KEYWORDS, .keywords = bisect_method_bisect_right,
     .doc = "bisect_right($module, /, a, x, lo=0, hi=None, *, key=None)\n"
            "--\n"
            "\n"
            "Return the index where to insert item x in list a, assuming a is sorted.\n"
            "\n"
            "The return value i is such that all e in a[:i] have e <= x, and all e in\n"
            "a[i:] have e > x.  So if x already appears in the list, a.insert(i, x) will\n"
            "insert just after the rightmost x already there.\n"
            "\n"
            "Optional args lo (default 0) and hi (default len(a)) bound the\n"
            "slice of a to be searched."},
    {"bisect_left", METHOD_KEYWORDS, .keywords = bisect_method_bisect_left,
     .doc = "bisect_left($module, /, a, x, lo=0, hi=None, *, key=None)\n"
            "--\n"
            "\n"
            "Return the index where to insert item x in list a, assuming a is sorted.\n"
            "\n"
            "The return value i is such that all e in a[:i] have e < x, and all e in\n"
            "a[i:] have e >= x.  So if x already appears in the list, a.insert(i, x) will\n"
            "insert just before the leftmost x already there.\n"
            "\n"
            "Optional args lo (default 0) and hi (default len(a)) bound the\n"
            "slice of a to be searched."},
    {"insort_right", METHOD_KEYWORDS, .keywords = bisect_method_insort_right,
     .doc = "insort_right($module, /, a, x, lo=0, hi=None, *, key=None)\n"
            "--\n"
            "\n"
            "Insert item x in list a, and keep it sorted assuming a is sorted.\n"
            "\n"
            "If x is already in a, insert it to the right of the rightmost x.\n"
            "\n"
            "Optional args lo (default 0) and hi (default len(a)) bound the\n"
            "slice of a to be searched."},
    {"insort_left", METHOD_KEYWORDS, .keywords = bisect_method_insort_left,
     .doc = "insort_left($module, /, a, x, lo=0, hi=None, *, key=None)\n"
            "--\n"
            "\n"
            "Insert item x in list a, and keep it sorted assuming a is sorted.\n"
            "\n"
            "If x is already in a, insert it to the left of the leftmost x.\n"
            "\n"
            "Optional args lo (default 0) and hi (default len(a)) bound the\n"
            "slice of a to be searched."},
    {.name = NULL}};

const NativeModule bisect_module = {
    .name = "_bisect",
    .doc = "Bisection algorithms.\n"
           "\n"
           "This module provides support for maintaining a list in sorted order without\n"
           "having to sort the list after each insertion. For long lists of items with\n"
           "expensive comparison operations, this can be an improvement over the more\n"
           "common approach.\n",
    .functions = bisect_functions};
