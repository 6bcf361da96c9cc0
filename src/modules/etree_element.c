/* etree_element.c: elements: what they hold, how they grow as CPython's do, and the type. */
#include "modules/etree.h"

#include "object/argument_checks.h"
#include "object/gc.h"
#include "object/weakref.h"

enum { FIRST_CHILDREN = 4 };                        /* that CPython has room for beside the attributes */
enum { GHOST_SIZE = 56, GHOST_EXTRA_SIZE = 8 * 8 }; /* CPython's sizes */

/* --- texts ---------------------------------------------------------------------------------------------- */

void element_text_set(ElementText *text, Own value, bool in_pieces) {
    text->in_pieces = in_pieces;
    slot_set(&text->value, value);
}

Ref element_text_get(ElementText *text) {
    if (text->in_pieces) {
        Own whole = str_join(OBJECT_ROOT->empty_str, text->value);
        if (!whole) return NULL;
        element_text_set(text, whole, false);
    }
    return text->value;
}

/* --- attributes and children ---------------------------------------------------------------------------- */

static void make_extra(Element *self) {
    if (!self->has_extra) self->capacity = FIRST_CHILDREN;
    self->has_extra = true;
}

Ref element_attributes(Element *self) {
    make_extra(self);
    if (!self->attrib) self->attrib = dict_new();
    return self->attrib;
}

bool element_clear_extra(Element *self) {
    Object *attrib = self->attrib, **children = self->children;
    isize length = self->length;
    self->has_extra = false;
    self->attrib = NULL;
    self->children = NULL;
    self->length = self->capacity = 0;
    release_maybe(attrib);
    for (isize i = 0; i < length; i++) release(children[i]);
    arena_free(children);
    return true;
}

bool element_reserve(Element *self, isize more) {
    make_extra(self);
    isize size = self->length + more;
    if (size > self->capacity) size += (size >> 3) + (size < 9 ? 3 : 6);
    if (size < self->capacity) size = self->capacity;
    if (self->children && size == self->capacity) return true;
    Object **children = arena_realloc(self->children, (usize)size * sizeof *children, BLOCK_RAW);
    if (!children) return error_memory() != NULL;
    self->children = children;
    self->capacity = size;
    return true;
}

bool element_refuse(Ref object) {
    return error_set(EXC(TypeError), "expected an Element, not \"%.200s\"", type_of(object)->name) != NULL;
}

bool element_append(Ref self, Ref child) {
    if (!is_element(child)) return element_refuse(child);
    if (!element_reserve(AS_ELEMENT(self), 1)) return false;
    AS_ELEMENT(self)->children[AS_ELEMENT(self)->length++] = own(child);
    return true;
}

/* --- birth and death ------------------------------------------------------------------------------------ */

static Own element_alloc(Type *type, Ref tag) {
    Own self = object_new(type, 0);
    if (!self) return NULL;
    AS_ELEMENT(self)->tag = own(tag);
    AS_ELEMENT(self)->text.value = own_none();
    AS_ELEMENT(self)->tail.value = own_none();
    gc_track(self);
    return self;
}

Own element_new(Ref tag, Ref attrib) {
    Own self = element_alloc(MODULE_TYPE(ELEMENT), tag);
    if (self && attrib && dict_length(attrib) > 0) {
        make_extra(AS_ELEMENT(self));
        AS_ELEMENT(self)->attrib = own(attrib);
    }
    return self;
}

static Own element_slot_new(Type *type, Ref const *args UNUSED, isize nargs UNUSED, Ref kwnames UNUSED) {
    return element_alloc(type, None);
}

/* A dict of the keywords, on top of those in `base`: in keywords without a dict, the one that `attrib` names. */
static Own merge_keywords(Ref base, Ref const *values, Ref kwnames) {
    Ref named = NULL;
    isize count = kwnames ? tuple_length(kwnames) : 0;
    for (isize i = 0; !base && i < count; i++) {
        if (str_equal_ascii(tuple_get(kwnames, i), "attrib")) named = values[i];
    }
    if (named && !is_dict(named))
        return error_set(EXC(TypeError), "attrib must be dict, not %.100s", type_of(named)->name);
    Own attrib = base ? dict_copy(base) : named ? dict_copy(named) : dict_new();
    for (isize i = 0; attrib && i < count; i++) {
        if (values[i] == named && str_equal_ascii(tuple_get(kwnames, i), "attrib")) continue;
        if (!dict_set(attrib, tuple_get(kwnames, i), values[i])) slot_clear(&attrib);
    }
    return attrib;
}

bool element_take_attributes(const char *function, Ref const *args, isize nargs, Ref kwnames, int position,
                             Own *attrib) {
    Ref base = nargs > position ? args[position] : NULL;
    *attrib = NULL;
    if (!arguments_tuple(function, nargs, position, position + 1) ||
        (base && !argument_instance(base, TYPE(DICT), function, position + 1)))
        return false;
    if (!base && (!kwnames || tuple_length(kwnames) == 0)) return true;
    return (*attrib = merge_keywords(base, args + nargs, kwnames)) != NULL;
}

static bool element_init(Ref self, Ref const *args, isize nargs, Ref kwnames) {
    Element *element = AS_ELEMENT(self);
    Own attrib;
    if (!element_take_attributes("Element", args, nargs, kwnames, 1, &attrib)) return false;
    if (attrib && dict_length(attrib) > 0) {
        make_extra(element);
        slot_set(&element->attrib, attrib);
    } else {
        release_maybe(attrib);
    }
    slot_set(&element->tag, own(args[0]));
    element_text_set(&element->text, own_none(), false);
    element_text_set(&element->tail, own_none(), false);
    return true;
}

static bool element_traverse(Ref self, VisitFn visit, void *context) {
    const Element *element = AS_ELEMENT(self);
    Object *held[] = {element->tag, element->text.value, element->tail.value, element->attrib};
    for (int i = 0; i < 4; i++) {
        if (held[i] && !visit(held[i], context)) return false;
    }
    for (isize i = 0; i < element->length; i++) {
        if (!visit(element->children[i], context)) return false;
    }
    return true;
}
static void element_slot_clear(Ref self) {
    slot_clear(&AS_ELEMENT(self)->tag);
    element_text_set(&AS_ELEMENT(self)->text, NULL, false);
    element_text_set(&AS_ELEMENT(self)->tail, NULL, false);
    element_clear_extra(AS_ELEMENT(self));
}
static void element_dealloc(Own self) {
    gc_untrack(self);
    if (AS_ELEMENT(self)->weaklist) weakref_clear_all(self);
    element_slot_clear(self);
    object_free(self);
}

/* --- looking at it -------------------------------------------------------------------------------------- */

static Own element_repr(Ref self) {
    int entered = object_repr_enter(self);
    if (entered < 0) return NULL;
    if (entered > 0)
        return error_set(EXC(RuntimeError), "reentrant call inside %s.__repr__", type_of(self)->name);
    Own text = str_format("<Element %R at 0x%lx>", (Ref)AS_ELEMENT(self)->tag, (unsigned long)object_id(self));
    object_repr_leave(self);
    return text;
}

static isize element_length(Ref self) { return AS_ELEMENT(self)->length; }
static Own element_item(Ref self, isize index) {
    const Element *element = AS_ELEMENT(self);
    if (index < 0 || index >= element->length) return error_set(EXC(IndexError), "child index out of range");
    return own(element->children[index]);
}

Own element_sizeof(Ref self) {
    const Element *element = AS_ELEMENT(self);
    isize size = type_of(self)->ghost_size;
    if (element->has_extra) size += GHOST_EXTRA_SIZE;
    if (element->capacity > FIRST_CHILDREN) size += element->capacity * (isize)sizeof(Object *);
    return int_from_isize(size);
}

/* --- attributes that Python sees ------------------------------------------------------------------------- */

static bool refuse_deletion(void) {
    return error_set(EXC(AttributeError), "can't delete element attribute") != NULL;
}

static Own get_tag(Ref self, void *closure UNUSED) { return own(AS_ELEMENT(self)->tag); }
static Own get_text(Ref self, void *closure UNUSED) {
    return own_maybe(element_text_get(&AS_ELEMENT(self)->text));
}
static Own get_tail(Ref self, void *closure UNUSED) {
    return own_maybe(element_text_get(&AS_ELEMENT(self)->tail));
}
static Own get_attrib(Ref self, void *closure UNUSED) {
    return own_maybe(element_attributes(AS_ELEMENT(self)));
}

static bool set_tag(Ref self, Ref value, void *closure UNUSED) {
    if (!value) return refuse_deletion();
    slot_set(&AS_ELEMENT(self)->tag, own(value));
    return true;
}
static bool set_text(Ref self, Ref value, void *closure UNUSED) {
    if (!value) return refuse_deletion();
    element_text_set(&AS_ELEMENT(self)->text, own(value), false);
    return true;
}
static bool set_tail(Ref self, Ref value, void *closure UNUSED) {
    if (!value) return refuse_deletion();
    element_text_set(&AS_ELEMENT(self)->tail, own(value), false);
    return true;
}
static bool set_attrib(Ref self, Ref value, void *closure UNUSED) {
    if (!value) return refuse_deletion();
    if (!is_dict(value))
        return error_set(EXC(TypeError), "attrib must be dict, not %.200s", type_of(value)->name) != NULL;
    make_extra(AS_ELEMENT(self));
    slot_set(&AS_ELEMENT(self)->attrib, own(value));
    return true;
}

static const GetSetDef element_getset[] = {
    {"tag", get_tag, set_tag, "A string identifying what kind of data this element represents"},
    {"text", get_text, set_text, "A string of text directly after the start tag, or None"},
    {"tail", get_tail, set_tail, "A string of text directly after the end tag, or None"},
    {"attrib", get_attrib, set_attrib, "A dictionary containing the element's attributes"},
    {.name = NULL}};

const TypeSpec element_spec = {.name = "xml.etree.ElementTree.Element",
                               .module = "xml.etree.ElementTree",
                               .basicsize = sizeof(Element),
                               .ghost_size = GHOST_SIZE,
                               .flags = TYPE_GC | TYPE_BASETYPE | TYPE_TRASHCAN,
                               .weaklist_offset = offsetof(Element, weaklist),
                               .slots = {.new = element_slot_new,
                                         .init = element_init,
                                         .dealloc = element_dealloc,
                                         .traverse = element_traverse,
                                         .clear = element_slot_clear,
                                         .repr = element_repr,
                                         .getattro = object_generic_get_attribute,
                                         .length = element_length,
                                         .item = element_item,
                                         .subscript = element_subscript,
                                         .set_subscript = element_set_subscript},
                               .methods = element_methods,
                               .getset = element_getset};
