/* etree_copy.c: copies of elements, shallow and deep, and what is pickled of them. */
#include "modules/etree.h"

#include "object/argument_checks.h"

/* --- copies --------------------------------------------------------------------------------------------- */

Own element_copy(Ref self) {
    Element *from = AS_ELEMENT(self);
    Own copy = element_new(from->tag, from->attrib);
    if (!copy) return NULL;
    element_text_set(&AS_ELEMENT(copy)->text, own(from->text.value), from->text.in_pieces);
    element_text_set(&AS_ELEMENT(copy)->tail, own(from->tail.value), from->tail.in_pieces);
    bool done = !from->has_extra || element_reserve(AS_ELEMENT(copy), from->length);
    for (isize i = 0; done && i < from->length; i++) done = element_append(copy, from->children[i]);
    if (!done) slot_clear(&copy);
    return copy;
}

/* A dict of nothing but str, as attributes mostly are. */
static bool is_plain(Ref dict) {
    isize position = 0;
    Ref key, value;
    while (dict_each(dict, &position, &key, &value, NULL)) {
        if (!is_exactly(key, TYPE(STR)) || !is_exactly(value, TYPE(STR))) return false;
    }
    return true;
}

/* What copy.deepcopy makes of it; it isn't asked where the answer is plain and nobody else can have met the object. */
static Own deepcopy(Ref object, Ref memo) {
    if (object == None || is_exactly(object, TYPE(STR))) return own(object);
    if (object->ob_refcnt == 1) {
        if (is_exactly(object, TYPE(DICT)) && is_plain(object)) return dict_copy(object);
        if (is_element_exactly(object)) return element_deepcopy(object, memo);
    }
    return object_call(ETREE->deepcopy, (Ref[]){object, memo}, 2, NULL);
}

static bool deepcopy_text(ElementText *to, const ElementText *from, Ref memo) {
    bool in_pieces = from->in_pieces;
    Own copy = deepcopy(from->value, memo);
    if (copy) element_text_set(to, copy, in_pieces);
    return copy != NULL;
}

static bool deepcopy_children(Ref copy, const Element *from, Ref memo) {
    bool done = !from->has_extra || element_reserve(AS_ELEMENT(copy), from->length);
    for (isize i = 0; done && i < from->length; i++) {
        Own child = deepcopy(from->children[i], memo);
        done = child && element_append(copy, child);
        release_maybe(child);
    }
    return done;
}

static bool memo_set(Ref memo, Ref original, Ref copy) {
    Own id = int_from_u64(object_id(original));
    bool done = id && dict_set(memo, id, copy);
    release_maybe(id);
    return done;
}

Own element_deepcopy(Ref self, Ref memo) {
    const Element *from = AS_ELEMENT(self);
    if (!argument_instance(memo, TYPE(DICT), "__deepcopy__", 0) || !recursion_enter(" in Element.__deepcopy__"))
        return NULL;
    Own tag = deepcopy(from->tag, memo), attrib = NULL, copy = NULL;
    if (tag && from->attrib) attrib = deepcopy(from->attrib, memo);
    if (tag && (attrib || !from->attrib)) copy = element_new(tag, attrib);
    release_maybe(tag);
    release_maybe(attrib);
    if (copy && !(deepcopy_text(&AS_ELEMENT(copy)->text, &from->text, memo) &&
                  deepcopy_text(&AS_ELEMENT(copy)->tail, &from->tail, memo) &&
                  deepcopy_children(copy, from, memo) && memo_set(memo, self, copy)))
        slot_clear(&copy);
    recursion_leave();
    return copy;
}

/* --- pickling ------------------------------------------------------------------------------------------- */

/* Each state has keys of its own, as in CPython: pickle, which writes a str once, writes them with each element. */
static const char *const state_names[] = {"tag", "_children", "attrib", "text", "tail"};
enum { STATE_TAG, STATE_CHILDREN, STATE_ATTRIB, STATE_TEXT, STATE_TAIL, STATE_COUNT };

Own element_getstate(Ref self) {
    Element *element = AS_ELEMENT(self);
    Own state = dict_new();
    Own values[STATE_COUNT] = {
        own(element->tag), list_from_array((Ref const *)element->children, element->length),
        element->attrib ? own(element->attrib) : dict_new(), own_maybe(element_text_get(&element->text)),
        own_maybe(element_text_get(&element->tail))};
    for (int i = 0; i < STATE_COUNT; i++) {
        Own name = state ? str_from_ascii(state_names[i], -1) : NULL;
        if (!name || !values[i] || !dict_set(state, name, values[i])) slot_clear(&state);
        release_maybe(name);
        release_maybe(values[i]);
    }
    return state;
}

/* The values by name, NULL where not given; lent. False: there is a name that means nothing. */
static bool read_state(Ref state, Ref *values) {
    isize position = 0;
    Ref key, value;
    memset(values, 0, STATE_COUNT * sizeof *values);
    while (dict_each(state, &position, &key, &value, NULL)) {
        int i = 0;
        if (!is_str(key)) return error_set(EXC(TypeError), "keywords must be strings") != NULL;
        while (i < STATE_COUNT && !str_equal_ascii(key, state_names[i])) i++;
        if (i == STATE_COUNT)
            return error_set(EXC(TypeError), "'%U' is an invalid keyword argument for this function", key) !=
                   NULL;
        values[i] = value;
    }
    return true;
}

static bool set_children(Ref self, Ref children) {
    Element *element = AS_ELEMENT(self);
    if (!is_a(children, TYPE(LIST))) return error_set(EXC(TypeError), "'_children' is not a list") != NULL;
    Own attrib = own_maybe(element->attrib);
    element_clear_extra(element);
    bool done = element_reserve(element, list_length(children));
    element->attrib = attrib;
    for (isize i = 0; done && i < list_length(children); i++)
        done = element_append(self, list_get(children, i));
    return done;
}

Own element_setstate(Ref self, Ref state) {
    Element *element = AS_ELEMENT(self);
    Ref values[STATE_COUNT];
    if (!is_exactly(state, TYPE(DICT)))
        return error_set(EXC(TypeError), "Don't know how to unpickle \"%.200R\" as an Element", state);
    if (!read_state(state, values)) return NULL;
    slot_set(&element->tag, own(values[STATE_TAG] ? values[STATE_TAG] : None));
    element_text_set(&element->text, own(values[STATE_TEXT] ? values[STATE_TEXT] : None), false);
    element_text_set(&element->tail, own(values[STATE_TAIL] ? values[STATE_TAIL] : None), false);
    if (values[STATE_CHILDREN] && !set_children(self, values[STATE_CHILDREN])) return NULL;
    if (values[STATE_ATTRIB]) {
        if (!is_dict(values[STATE_ATTRIB]))
            return error_set(EXC(TypeError), "attrib must be dict, not %.200s",
                             type_of(values[STATE_ATTRIB])->name);
        if (!element_attributes(element)) return NULL;
        slot_set(&element->attrib, own(values[STATE_ATTRIB]));
    }
    return own_none();
}
