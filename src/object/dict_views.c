/* dict_views.c: dict.keys(), values() and items(): windows onto a dict. Those of keys and items are sets
 * too. */
#include "object/call.h"
#include "object/callables.h"
#include "object/dict_internal.h"
#include "object/error.h"
#include "object/list.h"
#include "object/set.h"
#include "object/tuple.h"

Own dict_view_new(Ref dict, Type *type) {
    Own self = object_new(type, 0);
    if (!self) return NULL;
    AS_DICT_VIEW(self)->dict = own(dict);
    gc_track(self);
    return self;
}

static void view_dealloc(Own self) {
    gc_untrack(self);
    release_maybe(AS_DICT_VIEW(self)->dict);
    object_free(self);
}

static bool view_traverse(Ref self, VisitFn visit, void *context) {
    return visit(AS_DICT_VIEW(self)->dict, context);
}

static isize view_length(Ref self) { return dict_length(AS_DICT_VIEW(self)->dict); }

static bool is_keys_view(Ref object) { return is_a(object, TYPE(DICT_KEYS)); }
static bool is_items_view(Ref object) { return is_a(object, TYPE(DICT_ITEMS)); }
static bool is_set_view(Ref object) { return is_keys_view(object) || is_items_view(object); }

static Own view_repr(Ref self) {
    int entered = object_repr_enter(self);
    if (entered != 0) return entered > 0 ? str_from_ascii("...", 3) : NULL;
    Own list = list_from_iterable(self);
    Own text = list ? str_format("%s(%R)", type_of(self)->name, list) : NULL;
    release_maybe(list);
    object_repr_leave(self);
    return text;
}

static Own view_mapping(Ref self, void *closure UNUSED) { return mapping_proxy_new(AS_DICT_VIEW(self)->dict); }

/* --- containing ------------------------------------------------------------------------------------------- */

static int keys_contains(Ref self, Ref key) { return dict_contains(AS_DICT_VIEW(self)->dict, key); }

static int items_contains(Ref self, Ref item) {
    if (!is_tuple(item) || tuple_length(item) != 2) return 0;
    Ref value = dict_get(AS_DICT_VIEW(self)->dict, tuple_get(item, 0));
    if (!value) return error_occurred() ? -1 : 0;
    Own kept = own(value);
    int equal = object_compare_bool(value, tuple_get(item, 1), COMPARE_EQ);
    release(kept);
    return equal;
}

/* Is each item of `inner` in `outer`? */
static int all_contained(Ref inner, Ref outer) {
    Own iterator = object_iter(inner);
    if (!iterator) return -1;
    int contained = 1;
    for (Own item; contained > 0 && (item = object_next(iterator)) != NULL; release(item)) {
        contained = object_contains(outer, item);
    }
    release(iterator);
    return contained > 0 && error_occurred() ? -1 : contained;
}

static Own set_view_richcompare(Ref self, Ref other, CompareOp op) {
    if (!is_any_set(other) && !is_set_view(other)) return own_not_implemented();
    isize self_length = object_length(self), other_length = self_length < 0 ? -1 : object_length(other);
    if (other_length < 0) return NULL;
    int answer = 0;
    switch (op) {
    case COMPARE_EQ:
    case COMPARE_NE: answer = self_length == other_length ? all_contained(self, other) : 0; break;
    case COMPARE_LT: answer = self_length < other_length ? all_contained(self, other) : 0; break;
    case COMPARE_LE: answer = self_length <= other_length ? all_contained(self, other) : 0; break;
    case COMPARE_GT: answer = self_length > other_length ? all_contained(other, self) : 0; break;
    case COMPARE_GE: answer = self_length >= other_length ? all_contained(other, self) : 0; break;
    }
    if (answer < 0) return NULL;
    return own_bool(op == COMPARE_NE ? !answer : answer);
}

static Own view_method_isdisjoint(Ref self, Ref other) {
    if (self == other) return own_bool(view_length(self) == 0);
    if (is_exact_set(other) || is_exact_frozenset(other) || is_set_view(other)) {
        isize length = object_length(other);
        if (length < 0) return NULL;
        if (length > view_length(self)) { /* goes through the shorter one */
            Ref swapped = self;
            self = other;
            other = swapped;
        }
    }
    Own iterator = object_iter(other);
    if (!iterator) return NULL;
    int met = 0;
    for (Own item; met == 0 && (item = object_next(iterator)) != NULL; release(item))
        met = object_contains(self, item);
    release(iterator);
    return met < 0 || error_occurred() ? NULL : own_bool(!met);
}

/* --- set operations --------------------------------------------------------------------------------------- */

static Own view_to_set(Ref self) {
    bool plain = is_keys_view(self) && is_exact_dict(AS_DICT_VIEW(self)->dict);
    return set_new(plain ? AS_DICT_VIEW(self)->dict : self);
}

/* The set of a view, changed by one of its methods. */
static Own set_changed_by(Ref self, Ref method, Ref other) {
    Own set = view_to_set(self);
    if (!set) return NULL;
    Own done = object_call_method_one(set, method, other);
    if (!done) slot_clear(&set);
    release_maybe(done);
    return set;
}

static Own view_subtract(Ref left, Ref right) { return set_changed_by(left, NAME(difference_update), right); }

static Own view_or(Ref left, Ref right) {
    Own set = view_to_set(left);
    if (set && !set_update(set, right)) slot_clear(&set);
    return set;
}

static Own intersect_iterated(Ref view, Ref other) {
    Own result = set_new(NULL), iterator = result ? object_iter(other) : NULL;
    bool done = iterator != NULL;
    for (Own item; done && (item = object_next(iterator)) != NULL; release(item)) {
        int contained = is_keys_view(view) ? keys_contains(view, item) : items_contains(view, item);
        done = contained >= 0 && (!contained || set_add(result, item));
    }
    release_maybe(iterator);
    if (result && (!done || error_occurred())) slot_clear(&result);
    return result;
}

static Own view_and(Ref left, Ref right) {
    Ref view = left, other = right;
    if (!is_set_view(view)) { /* the view is the right operand */
        view = right;
        other = left;
    }
    isize length = view_length(view);
    if (is_exact_set(other) && length <= set_length(other)) {
        return object_call_method_one(other, NAME(intersection), view);
    }
    if (is_set_view(other) && view_length(other) > length) return intersect_iterated(other, view);
    return intersect_iterated(view, other);
}

/* 1: `rest` had an equal item, which is taken out; 0: it had not; -1 raised. */
static int cancel_item(Ref rest, Ref key, isize hash, Ref value) {
    Ref found = dict_get_hashed(rest, key, hash);
    if (!found) return error_occurred() ? -1 : 0;
    Own kept = own(found);
    int equal = object_compare_bool(kept, value, COMPARE_EQ);
    release(kept);
    return equal > 0 && !dict_delete_hashed(rest, key, hash) ? -1 : equal;
}

/* The items of `dict` that `rest` does not cancel go into `result`, and then what is left of `rest`. */
static bool items_xor_into(Ref result, Ref rest, Ref dict) {
    isize position = 0, hash;
    for (Ref k, v; dict_each(dict, &position, &k, &v, &hash);) {
        Own key = own(k), value = own(v);
        int cancelled = cancel_item(rest, key, hash, value);
        Own item = cancelled == 0 ? tuple_pack(2, (Ref)key, (Ref)value) : NULL;
        bool done = cancelled > 0 || (item && set_add(result, item));
        release_maybe(item);
        release(key);
        release(value);
        if (!done) return false;
    }
    Own items = object_call_method_none(rest, NAME(items));
    bool done = items && set_update(result, items);
    release_maybe(items);
    return done;
}

static Own items_xor(Ref left, Ref right) {
    Own rest = dict_copy(AS_DICT_VIEW(left)->dict), result = rest ? set_new(NULL) : NULL;
    if (result && !items_xor_into(result, rest, AS_DICT_VIEW(right)->dict)) slot_clear(&result);
    release_maybe(rest);
    return result;
}

static Own view_xor(Ref left, Ref right) {
    if (is_items_view(left) && is_items_view(right)) return items_xor(left, right);
    return set_changed_by(left, NAME(symmetric_difference_update), right);
}

/* --- the types -------------------------------------------------------------------------------------------- */

static Own keys_iter(Ref self) { return dict_iterator_new(AS_DICT_VIEW(self)->dict, TYPE(DICT_KEY_ITERATOR)); }
static Own values_iter(Ref self) {
    return dict_iterator_new(AS_DICT_VIEW(self)->dict, TYPE(DICT_VALUE_ITERATOR));
}
static Own items_iter(Ref self) {
    return dict_iterator_new(AS_DICT_VIEW(self)->dict, TYPE(DICT_ITEM_ITERATOR));
}
static Own keys_reversed(Ref self) {
    return dict_iterator_new(AS_DICT_VIEW(self)->dict, TYPE(DICT_REVERSE_KEY_ITERATOR));
}
static Own values_reversed(Ref self) {
    return dict_iterator_new(AS_DICT_VIEW(self)->dict, TYPE(DICT_REVERSE_VALUE_ITERATOR));
}
static Own items_reversed(Ref self) {
    return dict_iterator_new(AS_DICT_VIEW(self)->dict, TYPE(DICT_REVERSE_ITEM_ITERATOR));
}

#define ISDISJOINT                                                                                             \
    {                                                                                                          \
        "isdisjoint", METHOD_ONE,                                                                              \
            .one = view_method_isdisjoint,                                                                     \
            .doc = "Return True if the view and the given iterable have a null intersection."                  \
    }
static const MethodDef keys_methods[] = {ISDISJOINT,
                                         {"__reversed__", METHOD_NONE, .none = keys_reversed,
                                          .doc = "Return a reverse iterator over the dict keys."},
                                         {NULL}};
static const MethodDef values_methods[] = {{"__reversed__", METHOD_NONE, .none = values_reversed,
                                            .doc = "Return a reverse iterator over the dict values."},
                                           {NULL}};
static const MethodDef items_methods[] = {ISDISJOINT,
                                          {"__reversed__", METHOD_NONE, .none = items_reversed,
                                           .doc = "Return a reverse iterator over the dict items."},
                                          {NULL}};
static const GetSetDef view_getset[] = {
    {"mapping", view_mapping, NULL, "dictionary that this view refers to", NULL}, {NULL}};

#define SET_VIEW_SLOTS                                                                                         \
    .richcompare = set_view_richcompare, .subtract = view_subtract, .bit_and = view_and, .bit_xor = view_xor,  \
    .bit_or = view_or
#define VIEW_SLOTS                                                                                             \
    .dealloc = view_dealloc, .traverse = view_traverse, .repr = view_repr,                                     \
    .getattro = object_generic_get_attribute, .length = view_length

const TypeSpec dict_keys_spec = {
    .name = "dict_keys",
    .basicsize = sizeof(DictView),
    .flags = TYPE_GC | TYPE_NO_INSTANTIATION,
    .slots = {VIEW_SLOTS, SET_VIEW_SLOTS, .contains = keys_contains, .iter = keys_iter},
    .methods = keys_methods,
    .getset = view_getset};
const TypeSpec dict_values_spec = {.name = "dict_values",
                                   .basicsize = sizeof(DictView),
                                   .flags = TYPE_GC | TYPE_NO_INSTANTIATION,
                                   .slots = {VIEW_SLOTS, .iter = values_iter},
                                   .methods = values_methods,
                                   .getset = view_getset};
const TypeSpec dict_items_spec = {
    .name = "dict_items",
    .basicsize = sizeof(DictView),
    .flags = TYPE_GC | TYPE_NO_INSTANTIATION,
    .slots = {VIEW_SLOTS, SET_VIEW_SLOTS, .contains = items_contains, .iter = items_iter},
    .methods = items_methods,
    .getset = view_getset};
