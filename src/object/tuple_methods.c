/* tuple_methods.c: the type `tuple`: its slots and the methods that Python sees. */
#include "object/call.h"
#include "object/callables.h"
#include "object/charge.h"
#include "object/gc.h"
#include "object/range.h"
#include "object/sequence.h"
#include "object/str.h"
#include "object/tuple.h"
#include "object/type_checks.h"

/* --- birth and death -------------------------------------------------------------------------------------- */

static void tuple_dealloc(Own self) {
    gc_untrack(self);
    for (isize i = tuple_length(self) - 1; i >= 0; i--) release_maybe(AS_TUPLE(self)->items[i]);
    object_free(self);
}

static bool tuple_traverse(Ref self, VisitFn visit, void *context) {
    for (isize i = tuple_length(self) - 1; i >= 0; i--) {
        Ref item = tuple_get(self, i);
        if (item && !visit(item, context)) return false;
    }
    return true;
}

/* An instance of a subclass gets a copy of the items. */
static Own subclass_new(Type *type, Own items) {
    if (!items) return NULL;
    isize length = tuple_length(items);
    Own self = object_new(type, length);
    if (self) {
        for (isize i = 0; i < length; i++) tuple_fill(self, i, own(tuple_get(items, i)));
        gc_track(self);
    }
    release(items);
    return self;
}

static Own tuple_new_python(Type *type, Ref const *args, isize nargs, Ref kwnames) {
    bool strict = type->slots.init == TYPE(TUPLE)->slots.init;
    if (strict && !arguments_no_keywords("tuple", kwnames)) return NULL;
    if (!arguments_count("tuple", nargs, 0, 1)) return NULL;
    Own items = nargs > 0 ? tuple_from_iterable(args[0]) : tuple_new(0);
    return type == TYPE(TUPLE) ? items : subclass_new(type, items);
}

/* --- looking at it ---------------------------------------------------------------------------------------- */

static bool append_items(StrBuilder *builder, Ref self) {
    isize length = tuple_length(self);
    for (isize i = 0; i < length; i++) {
        if (i > 0) str_builder_ascii(builder, ", ", 2);
        Own text = builder->failed ? NULL : object_repr(tuple_get(self, i));
        if (!text) return false;
        str_builder_str(builder, text);
        release(text);
    }
    if (length == 1) str_builder_char(builder, ',');
    return true;
}

static Own tuple_repr(Ref self) {
    if (tuple_length(self) == 0) return str_from_ascii("()", 2);
    int entered = object_repr_enter(self);
    if (entered != 0) return entered > 0 ? str_from_ascii("(...)", 5) : NULL;
    StrBuilder builder;
    str_builder_init(&builder);
    str_builder_char(&builder, '(');
    bool done = append_items(&builder, self);
    str_builder_char(&builder, ')');
    object_repr_leave(self);
    if (done) return str_builder_finish(&builder);
    str_builder_discard(&builder);
    return NULL;
}

/* xxHash's way of mixing, on the items' hashes: CPython's since 3.8. */
#define XXHASH_PRIME_1 ((u64)11400714785074694791u)
#define XXHASH_PRIME_2 ((u64)14029467366897019727u)
#define XXHASH_PRIME_5 ((u64)2870177450012600261u)

static isize tuple_hash(Ref self) {
    isize length = tuple_length(self);
    u64 mixed = XXHASH_PRIME_5;
    for (isize i = 0; i < length; i++) {
        isize hash = object_hash(tuple_get(self, i));
        if (hash == -1) return -1;
        mixed += (u64)hash * XXHASH_PRIME_2;
        mixed = (mixed << 31 | mixed >> 33) * XXHASH_PRIME_1;
    }
    mixed += (u64)length ^ (XXHASH_PRIME_5 ^ 3527539u);
    return mixed == (u64)-1 ? 1546275796 : (isize)mixed;
}

static Own tuple_richcompare(Ref left, Ref right, CompareOp op) {
    if (!is_tuple(left) || !is_tuple(right)) return own_not_implemented();
    isize left_length = tuple_length(left), right_length = tuple_length(right), i = 0;
    for (int equal = 1; i < left_length && i < right_length; i++) {
        equal = object_compare_bool(tuple_get(left, i), tuple_get(right, i), COMPARE_EQ);
        if (equal < 0) return NULL;
        if (!equal) break;
    }
    if (i >= left_length || i >= right_length) {
        return own_bool(sequence_compare_lengths(left_length, right_length, op));
    }
    if (op == COMPARE_EQ || op == COMPARE_NE) return own_bool(op == COMPARE_NE);
    return object_compare(tuple_get(left, i), tuple_get(right, i), op);
}

static int tuple_contains(Ref self, Ref value) {
    int found = 0;
    isize i = 0;
    for (; found == 0 && i < tuple_length(self); i++)
        found = object_compare_bool(tuple_get(self, i), value, COMPARE_EQ);
    charge(i, CHARGE_COMPARE);
    return found;
}

static Own tuple_item(Ref self, isize index) {
    if (index < 0 || index >= tuple_length(self)) return error_set(EXC(IndexError), "tuple index out of range");
    return own(tuple_get(self, index));
}

static Own tuple_get_slice(Ref self, Ref slice) {
    isize start, stop, step;
    if (!slice_unpack(slice, &start, &stop, &step)) return NULL;
    isize count = slice_adjust(tuple_length(self), &start, &stop, step);
    if (count <= 0) return tuple_new(0);
    if (step == 1) return tuple_slice(self, start, start + count);
    Own result = tuple_new(count);
    if (!result) return NULL;
    for (isize i = 0, at = start; i < count; i++, at += step) tuple_fill(result, i, own(tuple_get(self, at)));
    return result;
}

static Own tuple_subscript(Ref self, Ref key) {
    if (number_is_index(key)) {
        isize index = int_index_as_isize(key, EXC(IndexError));
        if (index == -1 && error_occurred()) return NULL;
        return tuple_item(self, index < 0 ? index + tuple_length(self) : index);
    }
    if (is_slice(key)) return tuple_get_slice(self, key);
    return error_set(EXC(TypeError), "tuple indices must be integers or slices, not %.200s",
                     type_of(key)->name);
}

static Own tuple_repeat(Ref self, isize count) {
    isize length = tuple_length(self), total;
    if ((length == 0 || count == 1) && is_exact_tuple(self)) return own(self);
    if (length == 0 || count <= 0) return tuple_new(0);
    if (__builtin_mul_overflow(length, count, &total)) return error_memory();
    Own result = tuple_new(total);
    if (!result) return NULL;
    for (isize i = 0; i < length; i++) tuple_fill(result, i, own(tuple_get(self, i)));
    for (isize i = length; i < total; i++) tuple_fill(result, i, own(tuple_get(result, i - length)));
    charge(total, CHARGE_COPY);
    return result;
}

/* --- methods ---------------------------------------------------------------------------------------------- */

static Own tuple_method_getnewargs(Ref self) {
    Own items = tuple_slice(self, 0, tuple_length(self)); /* of a subclass: an exact tuple */
    return items ? tuple_from_array_own(&items, 1) : NULL;
}

static Own tuple_method_index(Ref self, Ref const *args, isize nargs) {
    isize start = 0, stop = ISIZE_MAX;
    if (!arguments_count("index", nargs, 1, 3)) return NULL;
    if (nargs > 1 && !sequence_bound(args[1], &start)) return NULL;
    if (nargs > 2 && !sequence_bound(args[2], &stop)) return NULL;
    isize length = tuple_length(self);
    if (start < 0) start = isize_max(start + length, 0);
    stop = isize_min(stop < 0 ? stop + length : stop, length);
    for (isize i = start; i < stop; i++) {
        int equal = object_compare_bool(tuple_get(self, i), args[0], COMPARE_EQ);
        if (equal < 0) return NULL;
        if (equal) return int_from_isize(i);
    }
    return error_set(EXC(ValueError), "tuple.index(x): x not in tuple");
}

static Own tuple_method_count(Ref self, Ref value) {
    isize count = 0;
    for (isize i = 0; i < tuple_length(self); i++) {
        int equal = object_compare_bool(tuple_get(self, i), value, COMPARE_EQ);
        if (equal < 0) return NULL;
        count += equal;
    }
    return int_from_isize(count);
}

/* --- the type --------------------------------------------------------------------------------------------- */

static const MethodDef tuple_methods[] = {
    {"__getnewargs__", METHOD_NONE, .none = tuple_method_getnewargs, .doc = "__getnewargs__($self, /)\n--\n\n"},
    {"index", METHOD_ARRAY, .array = tuple_method_index,
     .doc = "index($self, value, start=0, stop=sys.maxsize, /)\n--\n\nReturn first index of value.\n\n"
            "Raises ValueError if the value is not present."},
    {"count", METHOD_ONE, .one = tuple_method_count,
     .doc = "count($self, value, /)\n--\n\nReturn number of occurrences of value."},
    {"__class_getitem__", METHOD_ONE, .one = generic_alias_new, .doc = "See PEP 585", .flags = METHOD_CLASS},
    {NULL}};

const TypeSpec tuple_spec = {.name = "tuple",
                             .basicsize = sizeof(Tuple),
                             .itemsize = sizeof(Object *),
                             .flags = TYPE_GC | TYPE_BASETYPE | TYPE_TUPLE_SUBCLASS | TYPE_SEQUENCE |
                                      TYPE_MATCH_SELF | TYPE_VECTORCALL | TYPE_TRASHCAN,
                             .slots = {.dealloc = tuple_dealloc,
                                       .traverse = tuple_traverse,
                                       .repr = tuple_repr,
                                       .hash = tuple_hash,
                                       .getattro = object_generic_get_attribute,
                                       .richcompare = tuple_richcompare,
                                       .iter = tuple_iter,
                                       .new = tuple_new_python,
                                       .length = tuple_length,
                                       .concat = tuple_concat,
                                       .repeat = tuple_repeat,
                                       .contains = tuple_contains,
                                       .item = tuple_item,
                                       .subscript = tuple_subscript},
                             .methods = tuple_methods,
                             .doc =
                                 "tuple(iterable=(), /)\n--\n\nBuilt-in immutable sequence.\n\nIf no argument "
                                 "is given, the constructor returns an empty tuple.\n"
                                 "If iterable is specified the tuple is initialized from iterable's items.\n\n"
                                 "If the argument is a tuple, the return value is the same object."};
