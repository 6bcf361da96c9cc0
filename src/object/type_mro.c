/* type_mro.c: the method resolution order.
 *
 * C3: the order of a class is the class itself, then its bases' orders merged such that a class stands before
 * its bases, and bases stand in the order in which the class statement names them:
 *
 *     class A: ...            A object
 *     class B(A): ...         B A object
 *     class C(A): ...         C A object
 *     class D(B, C): ...      D + merge([B A object], [C A object], [B, C])  =  D B C A object
 *
 * Merging takes again and again the first head that stands in nobody's tail. When there is none, the bases
 * contradict each other. */
#include "base/text.h"
#include "object/call.h"
#include "object/error.h"
#include "object/list.h"
#include "object/slot_methods.h"
#include "object/str.h"
#include "object/tuple.h"
#include "object/type_checks.h"
#include "object/type_parts.h"

#define MRO_ERROR_LENGTH 1000 /* CPython's buffer for the message */

/* A sequence that is being merged: tuple, and how much of it is taken already. */
typedef struct Merging {
    Ref order;
    isize taken;
} Merging;

static Ref merging_head(const Merging *m) {
    return m->taken < tuple_length(m->order) ? tuple_get(m->order, m->taken) : NULL;
}

static bool in_a_tail(Ref candidate, const Merging *orders, isize count) {
    for (isize i = 0; i < count; i++) {
        for (isize j = orders[i].taken + 1; j < tuple_length(orders[i].order); j++) {
            if (tuple_get(orders[i].order, j) == candidate) return true;
        }
    }
    return false;
}

/* "... for bases A, B": the heads that are left, each once. */
static void *report_conflict(const Merging *orders, isize count) {
    Text text = text_new(TEXT_IN_ARENA);
    text_append_cstring(&text, "Cannot create a consistent method resolution\norder (MRO) for bases");
    bool first = true;
    for (isize i = 0; i < count; i++) {
        Ref head = merging_head(&orders[i]);
        bool seen = !head;
        for (isize j = 0; j < i && !seen; j++) seen = merging_head(&orders[j]) == head;
        if (seen) continue;
        Own name;
        if (!object_find_attribute(head, NAME(__name__), &name)) error_clear();
        if (name && !is_str(name)) slot_clear(&name);
        if (!name) name = object_repr(head);
        if (!name) error_clear();
        text_append_cstring(&text, first ? " " : ", ");
        if (name) str_append_utf8(name, &text);
        release_maybe(name);
        first = false;
    }
    if (text.failed) {
        error_memory();
    } else {
        error_set(EXC(TypeError), "%.*s", (int)isize_min(text.length, MRO_ERROR_LENGTH - 1),
                  text_cstring(&text));
    }
    text_free(&text);
    return NULL;
}

/* Appends the merge to the list `result`. */
static bool merge(Own result, Merging *orders, isize count) {
    for (;;) {
        Ref next = NULL;
        bool left = false;
        for (isize i = 0; i < count && !next; i++) {
            Ref head = merging_head(&orders[i]);
            left = left || head;
            if (head && !in_a_tail(head, orders, count)) next = head;
        }
        if (!left) return true;
        if (!next) return report_conflict(orders, count);
        if (!list_append_ref(result, next)) return false;
        for (isize i = 0; i < count; i++) {
            if (merging_head(&orders[i]) == next) orders[i].taken++;
        }
    }
}

static bool check_no_duplicates(Ref bases) {
    for (isize i = 0; i < tuple_length(bases); i++) {
        for (isize j = i + 1; j < tuple_length(bases); j++) {
            if (tuple_get(bases, i) != tuple_get(bases, j)) continue;
            Own name;
            if (!object_find_attribute(tuple_get(bases, i), NAME(__name__), &name)) return false;
            if (!name) return error_set(EXC(TypeError), "duplicate base class");
            error_set(EXC(TypeError), "duplicate base class %U", name);
            release(name);
            return false;
        }
    }
    return true;
}

static bool check_complete(Ref bases) {
    for (isize i = 0; i < tuple_length(bases); i++) {
        const Type *base = AS_TYPE(tuple_get(bases, i));
        if (base->mro) continue;
        return error_set(EXC(TypeError), "Cannot extend an incomplete type '%.100s'", base->name);
    }
    return true;
}

Own type_mro_compute(Type *type) {
    Ref bases = type->bases;
    isize count = tuple_length(bases);
    if (!check_complete(bases)) return NULL;
    if (count > 1 && !check_no_duplicates(bases)) return NULL;
    Own result = list_new(0);
    if (!result) return NULL;
    Merging *orders = arena_alloc((usize)(count + 1) * sizeof(Merging), BLOCK_RAW);
    bool merged = false;
    if (!orders) {
        error_memory();
    } else if (list_append_ref(result, type_object(type))) {
        for (isize i = 0; i < count; i++) orders[i] = (Merging){.order = AS_TYPE(tuple_get(bases, i))->mro};
        orders[count] = (Merging){.order = bases};
        merged = merge(result, orders, count + 1);
    }
    arena_free(orders);
    if (!merged) slot_clear(&result);
    return result;
}

/* What a metaclass's mro() gives must fit the type's layout. */
static bool check_custom_order(const Type *type, Ref order) {
    const Type *solid = type_solid_base(type);
    for (isize i = 0; i < tuple_length(order); i++) {
        Ref base = tuple_get(order, i);
        if (!is_type(base)) {
            return error_set(EXC(TypeError), "mro() returned a non-class ('%.500s')", type_of(base)->name);
        }
        if (!type_is_subtype(solid, type_solid_base(AS_TYPE(base)))) {
            return error_set(EXC(TypeError), "mro() returned base with unsuitable layout ('%.500s')",
                             AS_TYPE(base)->name);
        }
    }
    return true;
}

static Own ask_metaclass(Type *type) {
    bool unbound;
    Own method = slot_lookup_method(type_object(type), NAME(mro), &unbound);
    if (!method) return error_occurred() ? NULL : error_set_object(EXC(AttributeError), NAME(mro));
    Ref self = type_object(type);
    Own result = unbound ? object_call_one(method, self) : object_call_none(method);
    release(method);
    return result;
}

/* The new order as a tuple. */
static Own make_order(Type *type) {
    bool custom = type_of(type_object(type)) != TYPE(TYPE);
    Own sequence = custom ? ask_metaclass(type) : type_mro_compute(type);
    if (!sequence) return NULL;
    Own order = is_exact_list(sequence) ? list_as_tuple(sequence) : tuple_from_iterable(sequence);
    release(sequence);
    if (!order) return NULL;
    if (tuple_length(order) == 0) {
        error_set(EXC(TypeError), "type MRO must not be empty");
        slot_clear(&order);
    } else if (custom && !check_custom_order(type, order)) {
        slot_clear(&order);
    }
    return order;
}

bool type_mro_update(Type *type, Own *old) {
    Own before = own_maybe(type->mro);
    Own order = make_order(type);
    bool changed_meanwhile = type->mro != before; /* mro() itself set __bases__: what that did stands */
    release_maybe(before);
    if (old) *old = NULL;
    if (!order) return false;
    if (changed_meanwhile) {
        release(order);
        return true;
    }
    type->mro = order;
    type_modified(type);
    if (old) {
        *old = before;
    } else {
        release_maybe(before);
    }
    return true;
}
