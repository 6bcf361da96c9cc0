/* etree_methods.c: what elements do: children by position and slice, by tag and by path, and their attributes.
 *
 * The children may change whenever a tag is compared, because a tag can be any object: each loop looks at the length
 * anew. A path that is no plain tag is handed to xml.etree.ElementPath. */
#include "modules/etree.h"

#include "object/argument_checks.h"
#include "object/bytes.h"
#include "object/number.h"
#include "object/range.h"

/* --- by position ---------------------------------------------------------------------------------------- */

static Own children_list(const Element *self) {
    return list_from_array((Ref const *)self->children, self->length);
}

Own element_subscript(Ref self, Ref key) {
    const Element *element = AS_ELEMENT(self);
    if (number_is_index(key)) {
        isize index = int_index_as_isize(key, EXC(IndexError));
        if (index == -1 && error_occurred()) return NULL;
        if (index < 0) index += element->length;
        return type_of(self)->slots.item(self, index);
    }
    if (!is_slice(key)) return error_set(EXC(TypeError), "element indices must be integers");
    Own all = children_list(element), part = all ? object_get_item(all, key) : NULL;
    release_maybe(all);
    return part;
}

/* Puts a child where one is, or takes it away. */
static bool set_child(Element *self, isize index, Ref child) {
    if (index < 0 || index >= self->length)
        return error_set(EXC(IndexError), "child assignment index out of range") != NULL;
    Object *old = self->children[index];
    if (child) {
        if (!is_element(child)) return element_refuse(child);
        self->children[index] = own(child);
    } else {
        self->length--;
        memmove(&self->children[index], &self->children[index + 1],
                (usize)(self->length - index) * sizeof *self->children);
    }
    release(old);
    return true;
}

/* The items of the list become the children; those there were go with the list. */
static bool exchange_children(Element *self, Ref list) {
    List *other = AS_LIST(list);
    isize before = self->length, after = list_length(list);
    Own old = children_list(self);
    if (!old || (after > before && !element_reserve(self, after - before))) {
        release_maybe(old);
        return false;
    }
    for (isize i = 0; i < before; i++) release(self->children[i]); /* `old` has them */
    for (isize i = 0; i < after; i++) self->children[i] = own(other->items[i]);
    self->length = after;
    release(old);
    return true;
}

static bool set_slice(Element *self, Ref slice, Ref values) {
    Own fast = values ? sequence_fast(values, "") : NULL, list = NULL;
    if (values && !fast) {
        error_set(EXC(TypeError), "expected sequence, not \"%.200s\"", type_of(values)->name);
        return false;
    }
    bool done = true;
    for (isize i = 0; fast && done && i < sequence_fast_length(fast); i++)
        done = is_element(sequence_fast_items(fast)[i]) || element_refuse(sequence_fast_items(fast)[i]);
    list = done ? children_list(self) : NULL;
    done = list && (fast ? object_set_item(list, slice, fast) : object_delete_item(list, slice)) &&
           exchange_children(self, list);
    release_maybe(list);
    release_maybe(fast);
    return done;
}

bool element_set_subscript(Ref self, Ref key, Ref value) {
    Element *element = AS_ELEMENT(self);
    if (is_slice(key)) return set_slice(element, key, value);
    if (!number_is_index(key)) return error_set(EXC(TypeError), "element indices must be integers") != NULL;
    isize index = int_index_as_isize(key, EXC(IndexError));
    if (index == -1 && error_occurred()) return false;
    return set_child(element, index < 0 ? index + element->length : index, value);
}

static Own element_append_method(Ref self, Ref child) {
    if (!argument_instance(child, MODULE_TYPE(ELEMENT), "append", 0)) return NULL;
    return element_append(self, child) ? own_none() : NULL;
}

static Own element_extend(Ref self, Ref elements) {
    Own fast = sequence_fast(elements, "");
    if (!fast) return error_set(EXC(TypeError), "expected sequence, not \"%.200s\"", type_of(elements)->name);
    bool done = true;
    for (isize i = 0; done && i < sequence_fast_length(fast); i++)
        done = element_append(self, sequence_fast_items(fast)[i]);
    release(fast);
    return done ? own_none() : NULL;
}

static Own element_insert(Ref self, Ref const *args, isize nargs) {
    Element *element = AS_ELEMENT(self);
    if (!arguments_count("insert", nargs, 2, 2)) return NULL;
    isize index = int_as_isize(args[0]);
    if (index == -1 && error_occurred()) return NULL;
    if (!argument_instance(args[1], MODULE_TYPE(ELEMENT), "insert", 2) || !element_reserve(element, 1))
        return NULL;
    if (index < 0) index = isize_max(index + element->length, 0);
    if (index > element->length) index = element->length;
    memmove(&element->children[index + 1], &element->children[index],
            (usize)(element->length - index) * sizeof *element->children);
    element->children[index] = own(args[1]);
    element->length++;
    return own_none();
}

/* The child itself, or else the first that is equal to it. */
static Own element_remove(Ref self, Ref child) {
    Element *element = AS_ELEMENT(self);
    if (!argument_instance(child, MODULE_TYPE(ELEMENT), "remove", 0)) return NULL;
    isize index = 0;
    while (index < element->length && element->children[index] != child) index++;
    if (index >= element->length) {
        for (index = 0; index < element->length; index++) {
            Own other = own(element->children[index]);
            int equal = object_compare_bool(other, child, COMPARE_EQ);
            release(other);
            if (equal < 0) return NULL;
            if (equal) break;
        }
        if (index >= element->length) return error_set(EXC(ValueError), "list.remove(x): x not in list");
    }
    return set_child(element, index, NULL) ? own_none() : NULL;
}

static Own element_clear(Ref self) {
    element_clear_extra(AS_ELEMENT(self));
    element_text_set(&AS_ELEMENT(self)->text, own_none(), false);
    element_text_set(&AS_ELEMENT(self)->tail, own_none(), false);
    return own_none();
}

static Own element_makeelement(Ref self UNUSED, Ref const *args, isize nargs) {
    if (!arguments_count("makeelement", nargs, 2, 2) ||
        !argument_instance(args[1], TYPE(DICT), "makeelement", 2))
        return NULL;
    Own attrib = dict_copy(args[1]), element = attrib ? element_new(args[0], attrib) : NULL;
    release_maybe(attrib);
    return element;
}

/* --- by tag and path ------------------------------------------------------------------------------------- */

/* Is that a path and no tag? `{...}` before a tag may hold anything, but alone "{}" and "{*}" are patterns. */
static bool is_path(Ref path) {
    isize length = is_str(path) ? str_length(path) : is_bytes(path) ? size_of(path) : -1;
    bool outside = true;
    u32 first[3] = {0};
    for (isize i = 0; i < length; i++) {
        u32 c = is_str(path) ? str_char(path, i) : bytes_data(path)[i];
        if (i < 3) first[i] = c;
        if (c == '{' || c == '}') outside = c == '}';
        if (outside && c && c < 128 && strchr("/*[@.", (int)c)) return true;
    }
    if (is_str(path) && length >= 3 && first[0] == '{' &&
        (first[1] == '}' || (first[1] == '*' && first[2] == '}')))
        return true;
    return length < 0;
}

/* The next child with that tag, from *index on. 1: *child is owned; 0: there is none; -1: raised. */
static int next_with_tag(const Element *self, isize *index, Ref tag, Own *child) {
    while (*index < self->length) {
        *child = own(self->children[(*index)++]);
        int equal = object_compare_bool(AS_ELEMENT(*child)->tag, tag, COMPARE_EQ);
        if (equal > 0) return 1;
        release(*child);
        if (equal < 0) return -1;
    }
    return 0;
}

static Own call_path(Ref name, Ref const *args, isize nargs) {
    return object_call_method(ETREE->path, name, args, nargs, NULL);
}

static Own element_find(Ref self, Ref const *args, isize nargs, Ref kwnames) {
    static const Parameters parameters = {"find", {"path", "namespaces"}, .required = 1};
    Ref given[2];
    if (!arguments_bind(&parameters, args, nargs, kwnames, given)) return NULL;
    Ref namespaces = given[1] ? given[1] : None;
    if (namespaces != None || is_path(given[0]))
        return call_path(NAME(find), (Ref[]){self, given[0], namespaces}, 3);
    isize index = 0;
    Own child;
    int found = next_with_tag(AS_ELEMENT(self), &index, given[0], &child);
    return found > 0 ? child : found == 0 ? own_none() : NULL;
}

static Own element_findtext(Ref self, Ref const *args, isize nargs, Ref kwnames) {
    static const Parameters parameters = {"findtext", {"path", "default", "namespaces"}, .required = 1};
    Ref given[3];
    if (!arguments_bind(&parameters, args, nargs, kwnames, given)) return NULL;
    Ref otherwise = given[1] ? given[1] : None, namespaces = given[2] ? given[2] : None;
    if (namespaces != None || is_path(given[0]))
        return call_path(NAME(findtext), (Ref[]){self, given[0], otherwise, namespaces}, 4);
    isize index = 0;
    Own child;
    int found = next_with_tag(AS_ELEMENT(self), &index, given[0], &child);
    if (found <= 0) return found == 0 ? own(otherwise) : NULL;
    Ref text = element_text_get(&AS_ELEMENT(child)->text);
    Own result = text == None ? own(OBJECT_ROOT->empty_str) : own_maybe(text);
    release(child);
    return result;
}

static Own element_findall(Ref self, Ref const *args, isize nargs, Ref kwnames) {
    static const Parameters parameters = {"findall", {"path", "namespaces"}, .required = 1};
    Ref given[2];
    if (!arguments_bind(&parameters, args, nargs, kwnames, given)) return NULL;
    Ref namespaces = given[1] ? given[1] : None;
    if (namespaces != None || is_path(given[0]))
        return call_path(NAME(findall), (Ref[]){self, given[0], namespaces}, 3);
    Own list = list_new(0), child;
    isize index = 0;
    int found = 0;
    while (list && (found = next_with_tag(AS_ELEMENT(self), &index, given[0], &child)) > 0) {
        if (!list_append(list, child)) slot_clear(&list);
    }
    if (found < 0) slot_clear(&list);
    return list;
}

static Own element_iterfind(Ref self, Ref const *args, isize nargs, Ref kwnames) {
    static const Parameters parameters = {"iterfind", {"path", "namespaces"}, .required = 1};
    Ref given[2];
    if (!arguments_bind(&parameters, args, nargs, kwnames, given)) return NULL;
    return call_path(NAME(iterfind), (Ref[]){self, given[0], given[1] ? given[1] : None}, 3);
}

static Own element_iter(Ref self, Ref const *args, isize nargs, Ref kwnames) {
    static const Parameters parameters = {"iter", {"tag"}};
    Ref tag;
    if (!arguments_bind(&parameters, args, nargs, kwnames, &tag)) return NULL;
    bool all = !tag || (is_str(tag) && str_equal_ascii(tag, "*")) ||
               (is_bytes(tag) && size_of(tag) == 1 && bytes_data(tag)[0] == '*');
    return element_iterator_new(self, all ? None : tag, false);
}
static Own element_itertext(Ref self) { return element_iterator_new(self, None, true); }

/* --- attributes ------------------------------------------------------------------------------------------ */

static Own element_get(Ref self, Ref const *args, isize nargs, Ref kwnames) {
    static const Parameters parameters = {"get", {"key", "default"}, .required = 1};
    Ref given[2];
    if (!arguments_bind(&parameters, args, nargs, kwnames, given)) return NULL;
    Ref attrib = AS_ELEMENT(self)->attrib, value = attrib ? dict_get(attrib, given[0]) : NULL;
    if (!value && error_occurred()) return NULL;
    return own(value ? value : given[1] ? given[1] : None);
}

static Own element_set(Ref self, Ref const *args, isize nargs) {
    if (!arguments_count("set", nargs, 2, 2)) return NULL;
    Ref attrib = element_attributes(AS_ELEMENT(self));
    return attrib && dict_set(attrib, args[0], args[1]) ? own_none() : NULL;
}

static Own element_items(Ref self) {
    Ref attrib = AS_ELEMENT(self)->attrib;
    return attrib ? dict_items_list(attrib) : list_new(0);
}
static Own element_keys(Ref self) {
    Ref attrib = AS_ELEMENT(self)->attrib;
    return attrib ? dict_keys_list(attrib) : list_new(0);
}

/* --- the table ------------------------------------------------------------------------------------------- */

const MethodDef element_methods[] = {
    {"clear", METHOD_NONE, .none = element_clear, .doc = "clear($self, /)\n--\n\n"},
    {"get", METHOD_KEYWORDS, .keywords = element_get, .doc = "get($self, /, key, default=None)\n--\n\n"},
    {"set", METHOD_ARRAY, .array = element_set, .doc = "set($self, key, value, /)\n--\n\n"},
    {"find", METHOD_KEYWORDS, .keywords = element_find, .doc = "find($self, /, path, namespaces=None)\n--\n\n"},
    {"findtext", METHOD_KEYWORDS, .keywords = element_findtext,
     .doc = "findtext($self, /, path, default=None, namespaces=None)\n--\n\n"},
    {"findall", METHOD_KEYWORDS, .keywords = element_findall,
     .doc = "findall($self, /, path, namespaces=None)\n--\n\n"},
    {"append", METHOD_ONE, .one = element_append_method, .doc = "append($self, subelement, /)\n--\n\n"},
    {"extend", METHOD_ONE, .one = element_extend, .doc = "extend($self, elements, /)\n--\n\n"},
    {"insert", METHOD_ARRAY, .array = element_insert, .doc = "insert($self, index, subelement, /)\n--\n\n"},
    {"remove", METHOD_ONE, .one = element_remove, .doc = "remove($self, subelement, /)\n--\n\n"},
    {"iter", METHOD_KEYWORDS, .keywords = element_iter, .doc = "iter($self, /, tag=None)\n--\n\n"},
    {"itertext", METHOD_NONE, .none = element_itertext, .doc = "itertext($self, /)\n--\n\n"},
    {"iterfind", METHOD_KEYWORDS, .keywords = element_iterfind,
     .doc = "iterfind($self, /, path, namespaces=None)\n--\n\n"},
    {"items", METHOD_NONE, .none = element_items, .doc = "items($self, /)\n--\n\n"},
    {"keys", METHOD_NONE, .none = element_keys, .doc = "keys($self, /)\n--\n\n"},
    {"makeelement", METHOD_ARRAY, .array = element_makeelement,
     .doc = "makeelement($self, tag, attrib, /)\n--\n\n"},
    {"__copy__", METHOD_NONE, .none = element_copy, .doc = "__copy__($self, /)\n--\n\n"},
    {"__deepcopy__", METHOD_ONE, .one = element_deepcopy, .doc = "__deepcopy__($self, memo, /)\n--\n\n"},
    {"__sizeof__", METHOD_NONE, .none = element_sizeof, .doc = "__sizeof__($self, /)\n--\n\n"},
    {"__getstate__", METHOD_NONE, .none = element_getstate, .doc = "__getstate__($self, /)\n--\n\n"},
    {"__setstate__", METHOD_ONE, .one = element_setstate, .doc = "__setstate__($self, state, /)\n--\n\n"},
    {.name = NULL}};
