/* list_methods.c: the type `list`: its slots and the methods that Python sees. */
#include "object/argument_checks.h"
#include "object/call.h"
#include "object/callables.h"
#include "object/charge.h"
#include "object/gc.h"
#include "object/list_internal.h"
#include "object/sequence.h"
#include "object/str.h"
#include "object/tuple.h"
#include "object/type_checks.h"

/* --- birth and death -------------------------------------------------------------------------------------- */

static void list_dealloc(Own self) {
    gc_untrack(self);
    Object **items = AS_LIST(self)->items;
    for (isize i = list_length(self) - 1; i >= 0; i--) release_maybe(items[i]);
    arena_free(items);
    object_free(self);
}

static bool list_traverse(Ref self, VisitFn visit, void *context) {
    for (isize i = list_length(self) - 1; i >= 0; i--) {
        Ref item = list_get(self, i);
        if (item && !visit(item, context)) return false;
    }
    return true;
}

/* list(iterable): a subclass may take keywords, if its own __new__ does. */
static bool list_init(Ref self, Ref const *args, isize nargs, Ref kwnames) {
    bool strict = type_of(self)->slots.new == TYPE(LIST)->slots.new;
    if (strict && !arguments_no_keywords("list", kwnames)) return false;
    if (!arguments_count("list", nargs, 0, 1)) return false;
    if (AS_LIST(self)->items) list_clear(self);
    return nargs == 0 || list_extend(self, args[0]);
}

/* --- looking at it ---------------------------------------------------------------------------------------- */

/* repr of an item may change the list: its length is asked for anew each time. */
static bool append_items(StrBuilder *builder, Ref self) {
    for (isize i = 0; i < list_length(self); i++) {
        if (i > 0) str_builder_ascii(builder, ", ", 2);
        Own text = builder->failed ? NULL : object_repr(list_get(self, i));
        if (!text) return false;
        str_builder_str(builder, text);
        release(text);
    }
    return true;
}

static Own list_repr(Ref self) {
    if (list_length(self) == 0) return str_from_ascii("[]", 2);
    int entered = object_repr_enter(self);
    if (entered != 0) return entered > 0 ? str_from_ascii("[...]", 5) : NULL;
    StrBuilder builder;
    str_builder_init(&builder);
    str_builder_char(&builder, '[');
    bool done = append_items(&builder, self);
    str_builder_char(&builder, ']');
    object_repr_leave(self);
    if (done) return str_builder_finish(&builder);
    str_builder_discard(&builder);
    return NULL;
}

/* Is the item equal? It is kept alive while its __eq__ runs, which may take it out of the list. */
static int item_equals(Ref list, isize index, Ref value) {
    Own item = own(list_get(list, index));
    int equal = object_compare_bool(item, value, COMPARE_EQ);
    release(item);
    return equal;
}

static int list_contains(Ref self, Ref value) {
    int found = 0;
    isize i = 0;
    for (; found == 0 && i < list_length(self); i++) found = item_equals(self, i, value);
    charge(i, CHARGE_COMPARE);
    return found;
}

/* 1, 0 or -1: are the items at `index` of both the same? */
static int items_equal(Ref left, Ref right, isize index) {
    Ref a = list_get(left, index), b = list_get(right, index);
    if (a == b) return 1;
    Own kept_a = own(a), kept_b = own(b);
    int equal = object_compare_bool(a, b, COMPARE_EQ);
    release(kept_a);
    release(kept_b);
    return equal;
}

static Own list_richcompare(Ref left, Ref right, CompareOp op) {
    if (!is_list(left) || !is_list(right)) return own_not_implemented();
    bool equality = op == COMPARE_EQ || op == COMPARE_NE;
    if (equality && list_length(left) != list_length(right)) return own_bool(op == COMPARE_NE);
    isize i = 0;
    for (int equal = 1; i < list_length(left) && i < list_length(right); i++) {
        equal = items_equal(left, right, i);
        if (equal < 0) return NULL;
        if (!equal) break;
    }
    charge(i, CHARGE_COPY);
    isize left_length = list_length(left), right_length = list_length(right);
    if (i >= left_length || i >= right_length) {
        return own_bool(sequence_compare_lengths(left_length, right_length, op));
    }
    if (equality) return own_bool(op == COMPARE_NE);
    return object_compare(list_get(left, i), list_get(right, i), op);
}

static Own list_item(Ref self, isize index) {
    if (index < 0 || index >= list_length(self)) return error_set(EXC(IndexError), "list index out of range");
    return own(list_get(self, index));
}

static Own list_method_sizeof(Ref self) {
    return int_from_isize(type_of(self)->basicsize + AS_LIST(self)->capacity * (isize)sizeof(Object *));
}

static Own list_method_count(Ref self, Ref value) {
    isize count = 0;
    for (isize i = 0; i < list_length(self); i++) {
        int equal = list_get(self, i) == value ? 1 : item_equals(self, i, value);
        if (equal < 0) return NULL;
        count += equal;
    }
    charge(list_length(self), CHARGE_COMPARE);
    return int_from_isize(count);
}

static Own list_method_index(Ref self, Ref const *args, isize nargs) {
    isize start = 0, stop = ISIZE_MAX;
    if (!arguments_count("index", nargs, 1, 3)) return NULL;
    if (nargs > 1 && !sequence_bound(args[1], &start)) return NULL;
    if (nargs > 2 && !sequence_bound(args[2], &stop)) return NULL;
    if (start < 0) start = isize_max(start + list_length(self), 0);
    if (stop < 0) stop = isize_max(stop + list_length(self), 0);
    for (isize i = start; i < stop && i < list_length(self); i++) {
        int equal = item_equals(self, i, args[0]);
        if (equal < 0) return NULL;
        if (!equal) continue;
        charge(i - start, CHARGE_COMPARE);
        return int_from_isize(i);
    }
    charge(isize_min(stop, list_length(self)) - start, CHARGE_COMPARE);
    return error_set(EXC(ValueError), "%R is not in list", args[0]);
}

/* --- changing it ------------------------------------------------------------------------------------------ */

static Own none_if(bool done) { return done ? own_none() : NULL; }

static Own list_method_append(Ref self, Ref item) { return none_if(list_append(self, own(item))); }
static Own list_method_extend(Ref self, Ref iterable) { return none_if(list_extend(self, iterable)); }
static Own list_method_reverse(Ref self) { return none_if(list_reverse(self)); }
static Own list_method_copy(Ref self) { return list_slice(self, 0, list_length(self)); }

static Own list_method_clear(Ref self) {
    list_clear(self);
    return own_none();
}

static Own list_method_insert(Ref self, Ref const *args, isize nargs) {
    if (!arguments_count("insert", nargs, 2, 2)) return NULL;
    isize index = int_as_isize(args[0]);
    if (index == -1 && error_occurred()) return NULL;
    return none_if(list_insert(self, index, args[1]));
}

static Own list_method_pop(Ref self, Ref const *args, isize nargs) {
    if (!arguments_count("pop", nargs, 0, 1)) return NULL;
    isize index = nargs > 0 ? int_as_isize(args[0]) : -1;
    if (index == -1 && error_occurred()) return NULL;
    return list_pop(self, index);
}

static Own list_method_remove(Ref self, Ref value) {
    for (isize i = 0; i < list_length(self); i++) {
        int equal = item_equals(self, i, value);
        if (equal < 0) return NULL;
        if (!equal) continue;
        charge(i, CHARGE_COMPARE);
        return none_if(list_set_slice(self, i, i + 1, NULL));
    }
    charge(list_length(self), CHARGE_COMPARE);
    return error_set(EXC(ValueError), "list.remove(x): x not in list");
}

static Own list_inplace_concat(Ref self, Ref other) { return list_extend(self, other) ? own(self) : NULL; }

static Own list_method_sort(Ref self, Ref const *args, isize nargs, Ref kwnames) {
    static const Parameters parameters = {"sort", {"*", "key", "reverse"}, .required = 0};
    Ref options[2];
    if (!arguments_bind(&parameters, args, nargs, kwnames, options)) return NULL;
    Ref key = options[0] == None ? NULL : options[0];
    int reverse = 0;
    if (options[1] && !argument_int(options[1], &reverse)) return NULL;
    return none_if(list_sort(self, key, reverse != 0));
}

/* --- the type --------------------------------------------------------------------------------------------- */

static const MethodDef list_methods[] = {
    {"__getitem__", METHOD_ONE, .one = list_subscript, .doc = "x.__getitem__(y) <==> x[y]",
     .flags = METHOD_COEXIST},
    {"__reversed__", METHOD_NONE, .none = list_iter_reversed,
     .doc = "__reversed__($self, /)\n--\n\nReturn a reverse iterator over the list."},
    {"__sizeof__", METHOD_NONE, .none = list_method_sizeof,
     .doc = "__sizeof__($self, /)\n--\n\nReturn the size of the list in memory, in bytes."},
    {"clear", METHOD_NONE, .none = list_method_clear,
     .doc = "clear($self, /)\n--\n\nRemove all items from list."},
    {"copy", METHOD_NONE, .none = list_method_copy,
     .doc = "copy($self, /)\n--\n\nReturn a shallow copy of the list."},
    {"append", METHOD_ONE, .one = list_method_append,
     .doc = "append($self, object, /)\n--\n\nAppend object to the end of the list."},
    {"insert", METHOD_ARRAY, .array = list_method_insert,
     .doc = "insert($self, index, object, /)\n--\n\nInsert object before index."},
    {"extend", METHOD_ONE, .one = list_method_extend,
     .doc = "extend($self, iterable, /)\n--\n\nExtend list by appending elements from the iterable."},
    {"pop", METHOD_ARRAY, .array = list_method_pop,
     .doc = "pop($self, index=-1, /)\n--\n\nRemove and return item at index (default last).\n\n"
            "Raises IndexError if list is empty or index is out of range."},
    {"remove", METHOD_ONE, .one = list_method_remove,
     .doc = "remove($self, value, /)\n--\n\nRemove first occurrence of value.\n\n"
            "Raises ValueError if the value is not present."},
    {"index", METHOD_ARRAY, .array = list_method_index,
     .doc = "index($self, value, start=0, stop=sys.maxsize, /)\n--\n\nReturn first index of value.\n\n"
            "Raises ValueError if the value is not present."},
    {"count", METHOD_ONE, .one = list_method_count,
     .doc = "count($self, value, /)\n--\n\nReturn number of occurrences of value."},
    {"reverse", METHOD_NONE, .none = list_method_reverse,
     .doc = "reverse($self, /)\n--\n\nReverse *IN PLACE*."},
    {"sort", METHOD_KEYWORDS, .keywords = list_method_sort,
     .doc = "sort($self, /, *, key=None, reverse=False)\n--\n\nSort the list in ascending order and return "
            "None.\n\n"
            "The sort is in-place (i.e. the list itself is modified) and stable (i.e. the\n"
            "order of two equal elements is maintained).\n\n"
            "If a key function is given, apply it once to each list item and sort them,\n"
            "ascending or descending, according to their function values.\n\n"
            "The reverse flag can be set to sort in descending order."},
    {"__class_getitem__", METHOD_ONE, .one = generic_alias_new, .doc = "See PEP 585", .flags = METHOD_CLASS},
    {NULL}};

const TypeSpec list_spec = {.name = "list",
                            .basicsize = sizeof(List),
                            .flags = TYPE_GC | TYPE_BASETYPE | TYPE_LIST_SUBCLASS | TYPE_SEQUENCE |
                                     TYPE_MATCH_SELF | TYPE_VECTORCALL | TYPE_TRASHCAN,
                            .slots = {.dealloc = list_dealloc,
                                      .traverse = list_traverse,
                                      .clear = list_clear,
                                      .repr = list_repr,
                                      .hash = object_hash_unhashable,
                                      .getattro = object_generic_get_attribute,
                                      .richcompare = list_richcompare,
                                      .iter = list_iter,
                                      .init = list_init,
                                      .new = type_generic_new,
                                      .length = list_length,
                                      .concat = list_concat,
                                      .repeat = list_repeat,
                                      .inplace_concat = list_inplace_concat,
                                      .inplace_repeat = list_inplace_repeat,
                                      .contains = list_contains,
                                      .item = list_item,
                                      .subscript = list_subscript,
                                      .set_subscript = list_set_subscript},
                            .methods = list_methods,
                            .doc = "list(iterable=(), /)\n--\n\nBuilt-in mutable sequence.\n\nIf no argument "
                                   "is given, the constructor creates a new empty list.\n"
                                   "The argument must be an iterable if specified."};
