/* str_iterator.c: iterators over strs: one type for ASCII texts, one for all others, as in CPython 3.11. */
#include "object/gc.h"
#include "object/sequence.h"
#include "object/str_methods.h"

typedef struct StrIterator {
    Object ob_base;
    isize index;
    Object *string; /* owned; NULL: exhausted */
} StrIterator;
#define AS_STR_ITERATOR(ref) ((StrIterator *)(ref))

Own str_iter(Ref self) {
    Own made = object_new_raw(str_is_ascii(self) ? TYPE(STR_ASCII_ITERATOR) : TYPE(STR_ITERATOR), 0);
    if (!made) return NULL;
    AS_STR_ITERATOR(made)->index = 0;
    AS_STR_ITERATOR(made)->string = own(self);
    gc_track(made);
    return made;
}

static Own str_iterator_next(Ref self) {
    StrIterator *iterator = AS_STR_ITERATOR(self);
    if (!iterator->string) return NULL;
    if (iterator->index < str_length(iterator->string)) {
        Own character = str_from_char(str_char(iterator->string, iterator->index));
        if (character) iterator->index++;
        return character;
    }
    slot_clear(&iterator->string);
    return NULL;
}

static Own str_iterator_iter(Ref self) { return own(self); }

static void str_iterator_dealloc(Own self) {
    gc_untrack(self);
    release_maybe(AS_STR_ITERATOR(self)->string);
    object_free(self);
}

static bool str_iterator_traverse(Ref self, VisitFn visit, void *context) {
    Ref string = AS_STR_ITERATOR(self)->string;
    return !string || visit(string, context);
}

static Own str_iterator_method_length_hint(Ref self) {
    const StrIterator *iterator = AS_STR_ITERATOR(self);
    return int_from_isize(iterator->string ? str_length(iterator->string) - iterator->index : 0);
}

static Own str_iterator_method_reduce(Ref self) {
    const StrIterator *iterator = AS_STR_ITERATOR(self);
    if (iterator->string) return sequence_reduce_iterator("iter", own(iterator->string), &iterator->index);
    return sequence_reduce_iterator("iter", str_new(0, 0), NULL);
}

static Own str_iterator_method_setstate(Ref self, Ref state) {
    StrIterator *iterator = AS_STR_ITERATOR(self);
    isize index = int_as_isize(state);
    if (index == -1 && error_occurred()) return NULL;
    if (iterator->string) iterator->index = isize_max(0, isize_min(index, str_length(iterator->string)));
    return own_none();
}

static const MethodDef str_iterator_methods[] = {
    {"__length_hint__", METHOD_NONE, .none = str_iterator_method_length_hint,
     .doc = "Private method returning an estimate of len(list(it))."},
    {"__reduce__", METHOD_NONE, .none = str_iterator_method_reduce,
     .doc = "Return state information for pickling."},
    {"__setstate__", METHOD_ONE, .one = str_iterator_method_setstate,
     .doc = "Set state information for unpickling."},
    {NULL}};

#define STR_ITERATOR_SPEC(type_name)                                                                           \
    {                                                                                                          \
        .name = type_name, .basicsize = sizeof(StrIterator), .flags = TYPE_GC,                                 \
        .slots = {.dealloc = str_iterator_dealloc,                                                             \
                  .traverse = str_iterator_traverse,                                                           \
                  .getattro = object_generic_get_attribute,                                                    \
                  .iter = str_iterator_iter,                                                                   \
                  .iternext = str_iterator_next},                                                              \
        .methods = str_iterator_methods                                                                        \
    }

const TypeSpec str_iterator_spec = STR_ITERATOR_SPEC("str_iterator");
const TypeSpec str_ascii_iterator_spec = STR_ITERATOR_SPEC("str_ascii_iterator");
