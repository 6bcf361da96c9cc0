/* ctypes_c_container.c: ctypes.pythonapi: lists, tuples, dicts and sets. */
#include "modules/ctypes_c_python.h"
#include "object/set.h"

/* Its items are None until they are set; in CPython they are NULL. */
static bool py_PyList_New(CCall *call) {
    isize length = (isize)call_word(call);
    Own list = length >= 0 ? list_new(length) : NULL;
    for (isize i = 0; list && i < length; i++) list_fill(list, i, own_none());
    return list ? call_answer_object(call, list) : error_occurred() ? false : bad_call();
}
WITH_OBJECT(PyList_Size, (is_list(a) ? call_answer_int(call, list_length(a)) : bad_call()))
WITH_TWO(PyList_Append, (is_list(a) ? answer_done(call, list_append(a, own(b))) : bad_call()))
WITH_OBJECT(PyList_Sort, (is_list(a) ? answer_done(call, list_sort(a, NULL, false)) : bad_call()))
WITH_OBJECT(PyList_Reverse, (is_list(a) ? answer_done(call, list_reverse(a)) : bad_call()))
WITH_OBJECT(PyList_AsTuple, (is_list(a) ? call_answer_object(call, list_as_tuple(a)) : bad_call()))
static bool py_PyList_GetItem(CCall *call) {
    Ref list;
    if (!take_object(call, &list)) return false;
    isize index = (isize)call_word(call);
    if (!is_list(list)) return bad_call();
    if (index < 0 || index >= list_length(list)) return error_set(EXC(IndexError), "list index out of range");
    return call_answer_place(call, list_get(list, index));
}
static bool py_PyList_SetItem(CCall *call) {
    Ref list, item;
    if (!take_object(call, &list)) return false;
    isize index = (isize)call_word(call);
    if (!take_maybe(call, &item)) return false;
    if (!is_list(list)) return bad_call();
    if (index < 0 || index >= list_length(list))
        return error_set(EXC(IndexError), "list assignment index out of range");
    slot_set(&AS_LIST(list)->items[index], (Own)item);
    return call_answer_int(call, 0);
}
static bool py_PyList_Insert(CCall *call) {
    Ref list, item;
    if (!take_object(call, &list)) return false;
    isize index = (isize)call_word(call);
    if (!take_object(call, &item)) return false;
    return is_list(list) ? answer_done(call, list_insert(list, index, item)) : bad_call();
}

static bool py_PyTuple_New(CCall *call) {
    isize length = (isize)call_word(call);
    return length >= 0 ? call_answer_object(call, tuple_of_nones(length)) : bad_call();
}
WITH_OBJECT(PyTuple_Size, (is_tuple(a) ? call_answer_int(call, tuple_length(a)) : bad_call()))
static bool py_PyTuple_GetItem(CCall *call) {
    Ref tuple;
    if (!take_object(call, &tuple)) return false;
    isize index = (isize)call_word(call);
    if (!is_tuple(tuple)) return bad_call();
    if (index < 0 || index >= tuple_length(tuple))
        return error_set(EXC(IndexError), "tuple index out of range");
    return call_answer_place(call, tuple_get(tuple, index));
}
/* Only of a tuple that nobody else has. */
static bool py_PyTuple_SetItem(CCall *call) {
    Ref tuple, item;
    if (!take_object(call, &tuple)) return false;
    isize index = (isize)call_word(call);
    if (!take_maybe(call, &item)) return false;
    if (!is_tuple(tuple) || tuple->ob_refcnt != 1) {
        release_maybe((Own)item);
        return bad_call();
    }
    if (index < 0 || index >= tuple_length(tuple))
        return error_set(EXC(IndexError), "tuple assignment index out of range");
    slot_set(&AS_TUPLE(tuple)->items[index], (Own)item);
    return call_answer_int(call, 0);
}

static bool py_PyDict_New(CCall *call) { return call_answer_object(call, dict_new()); }
WITH_OBJECT(PyDict_Size, (is_dict(a) ? call_answer_int(call, dict_length(a)) : bad_call()))
WITH_OBJECT(PyDict_Keys, (is_dict(a) ? call_answer_object(call, dict_keys_list(a)) : bad_call()))
WITH_OBJECT(PyDict_Values, (is_dict(a) ? call_answer_object(call, dict_values_list(a)) : bad_call()))
WITH_OBJECT(PyDict_Items, (is_dict(a) ? call_answer_object(call, dict_items_list(a)) : bad_call()))
WITH_OBJECT(PyDict_Copy, (is_dict(a) ? call_answer_object(call, dict_copy(a)) : bad_call()))
WITH_TWO(PyDict_Contains, (is_dict(a) ? answer_truth(call, dict_contains(a, b)) : bad_call()))
WITH_TWO(PyDict_DelItem, (is_dict(a) ? answer_done(call, dict_delete(a, b)) : bad_call()))
static bool py_PyDict_Clear(CCall *call) {
    Ref dict;
    if (!take_object(call, &dict)) return false;
    if (is_dict(dict)) dict_clear(dict);
    return true;
}
static bool py_PyDict_GetItem(CCall *call) {
    Ref dict, key;
    if (!take_two(call, &dict, &key)) return false;
    Ref value = is_dict(dict) ? dict_get(dict, key) : NULL;
    if (!value) error_clear();
    return call_answer_place(call, value);
}
static bool py_PyDict_GetItemString(CCall *call) {
    Ref dict;
    Own key = take_object(call, &dict) ? take_name(call) : NULL;
    if (!key) return false;
    Ref value = is_dict(dict) ? dict_get(dict, key) : NULL;
    release(key);
    if (!value) error_clear();
    return call_answer_place(call, value);
}
static bool py_PyDict_SetItem(CCall *call) {
    Ref dict, key, value;
    if (!take_two(call, &dict, &key) || !take_object(call, &value)) return false;
    return is_dict(dict) ? answer_done(call, dict_set(dict, key, value)) : bad_call();
}
static bool py_PyDict_SetItemString(CCall *call) {
    Ref dict, value;
    Own key = take_object(call, &dict) ? take_name(call) : NULL;
    bool set = key && take_object(call, &value) && (is_dict(dict) ? dict_set(dict, key, value) : bad_call());
    release_maybe(key);
    return answer_done(call, set);
}

static bool py_PySet_New(CCall *call) {
    Ref iterable;
    if (!take_maybe(call, &iterable)) return false;
    Ref type = (Ref)TYPE(SET);
    return call_answer_object(call, iterable ? object_call_one(type, iterable) : object_call_none(type));
}
WITH_TWO(PySequence_Contains, answer_truth(call, object_contains(a, b)))
WITH_OBJECT(PySequence_List, call_answer_object(call, list_from_iterable(a)))
WITH_OBJECT(PySequence_Tuple, call_answer_object(call, tuple_from_iterable(a)))

const CSymbol c_container_symbols[] = {
    PY(PyList_New),      PY(PyList_Size),          PY(PyList_Append),  PY(PyList_Sort),
    PY(PyList_Reverse),  PY(PyList_AsTuple),       PY(PyList_GetItem), PY(PyList_SetItem),
    PY(PyList_Insert),   PY(PyTuple_New),          PY(PyTuple_Size),   PY(PyTuple_GetItem),
    PY(PyTuple_SetItem), PY(PyDict_New),           PY(PyDict_Size),    PY(PyDict_Keys),
    PY(PyDict_Values),   PY(PyDict_Items),         PY(PyDict_Copy),    PY(PyDict_Contains),
    PY(PyDict_DelItem),  PY(PyDict_Clear),         PY(PyDict_GetItem), PY(PyDict_GetItemString),
    PY(PyDict_SetItem),  PY(PyDict_SetItemString), PY(PySet_New),      PY(PySequence_Contains),
    PY(PySequence_List), PY(PySequence_Tuple),     {NULL, NULL}};
