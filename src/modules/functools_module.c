/* functools_module.c: the module _functools: reduce and cmp_to_key; partial and the cache have files of their
 * own. */
#include "modules/modules.h"
#include "object/charge.h"
#include "object/error.h"
#include "object/gc.h"
#include "object/tuple.h"
#include "object/type_checks.h"

/* --- cmp_to_key ------------------------------------------------------------------------------------------ */

/* What cmp_to_key(compare) gives, a maker of keys, and the keys it makes: `object` is NULL in the maker. */
typedef struct KeyWrapper {
    Object ob_base;
    Object *compare, *object; /* owned */
} KeyWrapper;
#define AS_KEY_WRAPPER(ref) ((KeyWrapper *)(ref))

static Own key_wrapper_new(Ref compare, Ref object) {
    Own self = object_new(MODULE_TYPE(KEY_WRAPPER), 0);
    if (!self) return NULL;
    AS_KEY_WRAPPER(self)->compare = own(compare);
    AS_KEY_WRAPPER(self)->object = own_maybe(object);
    gc_track(self);
    return self;
}

static void key_wrapper_clear(Ref self) {
    slot_clear(&AS_KEY_WRAPPER(self)->compare);
    slot_clear(&AS_KEY_WRAPPER(self)->object);
}
static void key_wrapper_dealloc(Own self) {
    gc_untrack(self);
    key_wrapper_clear(self);
    object_free(self);
}
static bool key_wrapper_traverse(Ref self, VisitFn visit, void *context) {
    const KeyWrapper *key = AS_KEY_WRAPPER(self);
    return (!key->compare || visit(key->compare, context)) && (!key->object || visit(key->object, context));
}

static Own key_wrapper_run(Ref self, Ref const *args, isize nargs, Ref kwnames) {
    static const Parameters parameters = {"K", {"obj"}, .required = 1};
    Ref object;
    if (!arguments_bind(&parameters, args, nargs, kwnames, &object)) return NULL;
    return key_wrapper_new(AS_KEY_WRAPPER(self)->compare, object);
}
static Own key_wrapper_call(Ref self, Ref const *args, isize nargs, Ref kwnames) {
    return call_as_level(key_wrapper_run, self, args, nargs, kwnames);
}

static Own key_wrapper_compare(Ref left, Ref right, CompareOp op) {
    if (!is_exactly(right, MODULE_TYPE(KEY_WRAPPER))) {
        return error_set(EXC(TypeError), "other argument must be K instance");
    }
    Ref a = AS_KEY_WRAPPER(left)->object, b = AS_KEY_WRAPPER(right)->object;
    if (!a || !b) return error_set(EXC(AttributeError), "object");
    Own order = object_call_args(AS_KEY_WRAPPER(left)->compare, 2, a, b);
    Own zero = order ? int_from_i64(0) : NULL, answer = zero ? object_compare(order, zero, op) : NULL;
    release_maybe(order);
    release_maybe(zero);
    return answer;
}

static const MemberDef key_wrapper_members[] = {
    {"obj", MEMBER_OBJECT, offsetof(KeyWrapper, object), false, "Value wrapped by a key function."},
    {.name = NULL}};

const TypeSpec key_wrapper_spec = {.name = "functools.KeyWrapper",
                                   .basicsize = sizeof(KeyWrapper),
                                   .ghost_size = 32,
                                   .flags = TYPE_HEAP_SPEC | TYPE_GC | TYPE_NO_INSTANTIATION,
                                   .slots = {.dealloc = key_wrapper_dealloc,
                                             .traverse = key_wrapper_traverse,
                                             .clear = key_wrapper_clear,
                                             .call = key_wrapper_call,
                                             .getattro = object_generic_get_attribute,
                                             .richcompare = key_wrapper_compare},
                                   .members = key_wrapper_members};

static Own functools_method_cmp_to_key(UNUSED Ref self, Ref const *args, isize nargs, Ref kwnames) {
    static const Parameters parameters = {"cmp_to_key", {"mycmp"}, .required = 1};
    Ref compare;
    return arguments_bind(&parameters, args, nargs, kwnames, &compare) ? key_wrapper_new(compare, NULL) : NULL;
}

/* --- reduce ---------------------------------------------------------------------------------------------- */

static Own functools_method_reduce(UNUSED Ref self, Ref const *args, isize nargs) {
    if (!arguments_count("reduce", nargs, 2, 3)) return NULL;
    Own total = nargs > 2 ? own(args[2]) : NULL, iterator = object_iter(args[1]), item;
    if (!iterator) {
        if (error_matches(EXC(TypeError))) error_set(EXC(TypeError), "reduce() arg 2 must support iteration");
        release_maybe(total);
        return NULL;
    }
    isize count = 0;
    while ((item = object_next(iterator)) != NULL) {
        if (!total) {
            total = item;
            continue;
        }
        Own next = object_call_args(args[0], 2, (Ref)total, (Ref)item);
        release(item);
        release(total);
        total = next;
        count++;
        if (!total) break;
    }
    release(iterator);
    charge(count, CHARGE_NEXT + CHARGE_BIRTH);
    if (error_occurred()) {
        release_maybe(total);
        return NULL;
    }
    return total ? total : error_set(EXC(TypeError), "reduce() of empty iterable with no initial value");
}

/* --- the module ------------------------------------------------------------------------------------------ */

static const MethodDef functools_functions[] = {
    {"reduce", METHOD_ARRAY, .array = functools_method_reduce,
     .doc = "reduce(function, iterable[, initial]) -> value\n"
            "\n"
            "Apply a function of two arguments cumulatively to the items of a sequence\n"
            "or iterable, from left to right, so as to reduce the iterable to a single\n"
            "value.  For example, reduce(lambda x, y: x+y, [1, 2, 3, 4, 5]) calculates\n"
            "((((1+2)+3)+4)+5).  If initial is present, it is placed before the items\n"
            "of the iterable in the calculation, and serves as a default when the\n"
            "iterable is empty.",
     .flags = METHOD_VARARGS},
    {"cmp_to_key", METHOD_KEYWORDS, .keywords = functools_method_cmp_to_key,
     .doc = "Convert a cmp= function into a key= function.", .flags = METHOD_VARARGS},
    {.name = NULL}};

static bool fill(Ref module) {
    return module_ready_type(MODULE_TYPE_KEY_WRAPPER) && module_ready_type(MODULE_TYPE_LRU_LINK) &&
           module_add_type(module, MODULE_TYPE_PARTIAL) && module_add_type(module, MODULE_TYPE_LRU_CACHE);
}

const NativeModule functools_module = {.name = "_functools",
                                       .doc = "Tools that operate on functions.",
                                       .functions = functools_functions,
                                       .fill = fill};
