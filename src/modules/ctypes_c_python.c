/* ctypes_c_python.c: ctypes.pythonapi: functions of CPython's C API, by their own names.
 *
 * An object is the word that is its address. Where the API lends a reference the answer here is lent as well, and where
 * it takes one it is taken: a program that gets its counts wrong gets them as wrong as in CPython. */
#include "modules/ctypes.h"

#include "object/float.h"
#include "object/set.h"
#include "vm/eval.h"
#include "vm/root.h"

/* --- arguments and answers ---------------------------------------------------------------------------------------------- */

/* The next argument: an object that lives; lent. False: OSError. */
static bool take_object(CCall *call, Ref *object) {
    *object = call_pointer(call);
    return memory_is_object(*object);
}
static bool take_two(CCall *call, Ref *first, Ref *second) {
    return take_object(call, first) && take_object(call, second);
}
/* One that may be NULL. */
static bool take_maybe(CCall *call, Ref *object) {
    *object = call_pointer(call);
    return !*object || memory_is_object(*object);
}
static bool take_text(CCall *call, const char **text) {
    *text = call_pointer(call);
    return memory_text_length(*text) >= 0;
}
/* An attribute's name, or a key, as C text. */
static Own take_name(CCall *call) {
    const char *text;
    return take_text(call, &text) ? str_from_utf8(text, -1) : NULL;
}

static bool answer_object(CCall *call, Own object) {
    call->result[0] = (u64)(uintptr_t)object;
    return object != NULL;
}
static bool answer_lent(CCall *call, Ref object) { return call_answer_word(call, (u64)(uintptr_t)object); }
static bool answer_int(CCall *call, i64 number) { return call_answer_word(call, (u64)number); }
/* 0, or -1 with an exception. */
static bool answer_done(CCall *call, bool done) { return answer_int(call, done ? 0 : -1) && done; }
/* 1, 0, or -1 with an exception. */
static bool answer_truth(CCall *call, int truth) { return answer_int(call, truth) && truth >= 0; }

#define WITH_OBJECT(name, expression)                                                                          \
    static bool py_##name(CCall *call) {                                                                       \
        Ref a;                                                                                                 \
        return take_object(call, &a) && expression;                                                            \
    }
#define WITH_TWO(name, expression)                                                                             \
    static bool py_##name(CCall *call) {                                                                       \
        Ref a, b;                                                                                              \
        return take_two(call, &a, &b) && expression;                                                           \
    }

/* --- reference counts ------------------------------------------------------------------------------------------------- */

WITH_OBJECT(Py_IncRef, answer_lent(call, own(a)))
static bool py_Py_DecRef(CCall *call) {
    Ref object;
    if (!take_object(call, &object)) return false;
    release((Own)object);
    return true;
}

/* --- any object ------------------------------------------------------------------------------------------------------- */

WITH_OBJECT(PyObject_Repr, answer_object(call, object_repr(a)))
WITH_OBJECT(PyObject_Str, answer_object(call, object_str(a)))
WITH_OBJECT(PyObject_ASCII, answer_object(call, object_ascii(a)))
WITH_OBJECT(PyObject_Bytes, answer_object(call, object_bytes(a)))
WITH_OBJECT(PyObject_Type, answer_object(call, own((Ref)type_of(a))))
WITH_OBJECT(PyObject_Dir, answer_object(call, object_dir(a)))
WITH_OBJECT(PyObject_GetIter, answer_object(call, object_iter(a)))
WITH_OBJECT(PyObject_IsTrue, answer_truth(call, object_is_true(a)))
WITH_OBJECT(PyObject_Not, answer_truth(call, object_not(a)))
WITH_OBJECT(PyCallable_Check, answer_int(call, object_is_callable(a)))
WITH_OBJECT(PyObject_CallNoArgs, answer_object(call, object_call_none(a)))
WITH_TWO(PyObject_GetAttr, answer_object(call, object_get_attribute(a, b)))
WITH_TWO(PyObject_GetItem, answer_object(call, object_get_item(a, b)))
WITH_TWO(PyObject_DelItem, answer_done(call, object_delete_item(a, b)))
WITH_TWO(PyObject_IsInstance, answer_truth(call, object_is_instance(a, b)))
WITH_TWO(PyObject_IsSubclass, answer_truth(call, object_is_subclass(a, b)))
WITH_TWO(PyObject_CallOneArg, answer_object(call, object_call_one(a, b)))

static bool py_PyObject_Size(CCall *call) {
    Ref object;
    isize length = take_object(call, &object) ? object_length(object) : -1;
    return answer_int(call, length) && length >= 0;
}
static bool py_PyObject_Hash(CCall *call) {
    Ref object;
    isize hash = take_object(call, &object) ? object_hash(object) : -1;
    return answer_int(call, hash) && hash != -1;
}
static bool py_PyIter_Next(CCall *call) {
    Ref iterator;
    return take_object(call, &iterator) && (answer_object(call, object_next(iterator)) || !error_occurred());
}
static bool py_PyObject_GetAttrString(CCall *call) {
    Ref object;
    Own name = take_object(call, &object) ? take_name(call) : NULL;
    bool found = name && answer_object(call, object_get_attribute(object, name));
    release_maybe(name);
    return found;
}
static bool py_PyObject_HasAttrString(CCall *call) {
    Ref object;
    Own name = take_object(call, &object) ? take_name(call) : NULL, value = NULL;
    if (!name) return false;
    if (!object_find_attribute(object, name, &value)) error_clear();
    release(name);
    answer_int(call, value != NULL);
    release_maybe(value);
    return true;
}
static bool py_PyObject_SetAttrString(CCall *call) {
    Ref object, value = NULL;
    Own name = take_object(call, &object) ? take_name(call) : NULL;
    bool set = name && take_maybe(call, &value) && object_set_attribute(object, name, value);
    release_maybe(name);
    return answer_done(call, set);
}
static bool py_PyObject_SetAttr(CCall *call) {
    Ref object, name, value;
    return take_two(call, &object, &name) && take_maybe(call, &value) &&
           answer_done(call, object_set_attribute(object, name, value));
}
static bool py_PyObject_SetItem(CCall *call) {
    Ref object, key, value;
    return take_two(call, &object, &key) && take_object(call, &value) &&
           answer_done(call, object_set_item(object, key, value));
}
static bool py_PyObject_RichCompare(CCall *call) {
    Ref a, b;
    return take_two(call, &a, &b) && answer_object(call, object_compare(a, b, (CompareOp)call_int(call)));
}
static bool py_PyObject_RichCompareBool(CCall *call) {
    Ref a, b;
    return take_two(call, &a, &b) && answer_truth(call, object_compare_bool(a, b, (CompareOp)call_int(call)));
}
static bool py_PyObject_Call(CCall *call) {
    Ref callable, args, kwargs;
    return take_two(call, &callable, &args) && take_maybe(call, &kwargs) &&
           answer_object(call, object_call_tuple(callable, args, kwargs));
}
static bool py_PyObject_CallObject(CCall *call) {
    Ref callable, args;
    if (!take_object(call, &callable) || !take_maybe(call, &args)) return false;
    return answer_object(call, args ? object_call_tuple(callable, args, NULL) : object_call_none(callable));
}

/* --- numbers ----------------------------------------------------------------------------------------------------------- */

static bool py_PyLong_FromLong(CCall *call) { return answer_object(call, int_from_i64(call_long(call))); }
static bool py_PyLong_FromUnsignedLong(CCall *call) {
    return answer_object(call, int_from_u64(call_word(call)));
}
static bool py_PyLong_FromDouble(CCall *call) {
    return answer_object(call, int_from_double(call_double(call)));
}
static bool py_PyLong_AsLong(CCall *call) {
    Ref object;
    if (!take_object(call, &object)) return false;
    i64 number = int_as_i64(object);
    return answer_int(call, number) && (number != -1 || !error_occurred());
}
static bool py_PyLong_AsUnsignedLong(CCall *call) {
    Ref object;
    if (!take_object(call, &object)) return false;
    u64 number = int_as_u64(object);
    return call_answer_word(call, number) && (number != ~(u64)0 || !error_occurred());
}
static bool py_PyLong_AsDouble(CCall *call) {
    Ref object;
    if (!take_object(call, &object)) return false;
    double number = int_as_double(object);
    return call_answer_double(call, number) && (number != -1.0 || !error_occurred());
}
static bool py_PyFloat_FromDouble(CCall *call) {
    return answer_object(call, float_from_double(call_double(call)));
}
static bool py_PyFloat_AsDouble(CCall *call) {
    Ref object;
    if (!take_object(call, &object)) return false;
    double number = float_as_double(object);
    return call_answer_double(call, number) && (number != -1.0 || !error_occurred());
}
static bool py_PyBool_FromLong(CCall *call) { return answer_object(call, own_bool(call_long(call) != 0)); }
WITH_TWO(PyNumber_Add, answer_object(call, number_add(a, b)))
WITH_TWO(PyNumber_Subtract, answer_object(call, number_subtract(a, b)))
WITH_TWO(PyNumber_Multiply, answer_object(call, number_multiply(a, b)))
WITH_TWO(PyNumber_FloorDivide, answer_object(call, number_floor_divide(a, b)))
WITH_TWO(PyNumber_Remainder, answer_object(call, number_remainder(a, b)))
WITH_OBJECT(PyNumber_Negative, answer_object(call, number_negative(a)))
WITH_OBJECT(PyNumber_Absolute, answer_object(call, number_absolute(a)))

/* --- text and bytes ------------------------------------------------------------------------------------------------------ */

static bool py_PyUnicode_FromString(CCall *call) {
    const char *text;
    return take_text(call, &text) && answer_object(call, str_from_utf8(text, -1));
}
static bool py_PyUnicode_FromStringAndSize(CCall *call) {
    const char *text = call_pointer(call);
    isize length = (isize)call_word(call);
    return memory_check(text, length, false) && answer_object(call, str_from_utf8(text, length));
}
static bool check_str(Ref object) {
    return is_str(object) || error_set(EXC(TypeError), "bad argument type for built-in operation") != NULL;
}
static bool py_PyUnicode_GetLength(CCall *call) {
    Ref object;
    return take_object(call, &object) && check_str(object) && answer_int(call, str_length(object));
}
/* An ASCII str's own text; another one's UTF-8 CPython keeps with the str: here in the state, till the next one. */
static bool py_PyUnicode_AsUTF8(CCall *call) {
    Ref object;
    if (!take_object(call, &object) || !check_str(object)) return false;
    if (AS_STR(object)->ascii) return answer_lent(call, str_data(object));
    Own utf8 = str_encode_utf8(object, NULL);
    if (!utf8) return false;
    slot_set(&CTYPES->utf8, utf8);
    return answer_lent(call, (Ref)(const void *)bytes_data(utf8));
}
WITH_OBJECT(PyUnicode_AsUTF8String, (check_str(a) && answer_object(call, str_encode_utf8(a, NULL))))
WITH_TWO(PyUnicode_Concat, (check_str(a) && check_str(b) && answer_object(call, str_concat(a, b))))

static bool py_PyBytes_FromString(CCall *call) {
    const char *text;
    return take_text(call, &text) && answer_object(call, bytes_from(text, (isize)strlen(text)));
}
static bool py_PyBytes_FromStringAndSize(CCall *call) {
    const char *data = call_pointer(call);
    isize length = (isize)call_word(call);
    if (length < 0) return error_set(EXC(SystemError), "Negative size passed to PyBytes_FromStringAndSize");
    return (!data || memory_check(data, length, false)) && answer_object(call, bytes_from(data, length));
}
static bool check_bytes(Ref object) {
    return is_bytes(object) ||
           error_set(EXC(TypeError), "expected bytes, %.200s found", type_of(object)->name) != NULL;
}
WITH_OBJECT(PyBytes_AsString, (check_bytes(a) && answer_lent(call, (Ref)(const void *)bytes_data(a))))
WITH_OBJECT(PyBytes_Size, (check_bytes(a) && answer_int(call, size_of(a))))

static bool py_PyMemoryView_FromObject(CCall *call) {
    Ref object;
    return take_object(call, &object) && answer_object(call, memoryview_from(object));
}

/* --- containers ------------------------------------------------------------------------------------------------------------ */

static bool bad_call(void) { return error_set(EXC(SystemError), "bad argument to internal function") != NULL; }

/* Its items are None until they are set; in CPython they are NULL. */
static bool py_PyList_New(CCall *call) {
    isize length = (isize)call_word(call);
    Own list = length >= 0 ? list_new(length) : NULL;
    for (isize i = 0; list && i < length; i++) list_fill(list, i, own_none());
    return list ? answer_object(call, list) : error_occurred() ? false : bad_call();
}
WITH_OBJECT(PyList_Size, (is_list(a) ? answer_int(call, list_length(a)) : bad_call()))
WITH_TWO(PyList_Append, (is_list(a) ? answer_done(call, list_append(a, own(b))) : bad_call()))
WITH_OBJECT(PyList_Sort, (is_list(a) ? answer_done(call, list_sort(a, NULL, false)) : bad_call()))
WITH_OBJECT(PyList_Reverse, (is_list(a) ? answer_done(call, list_reverse(a)) : bad_call()))
WITH_OBJECT(PyList_AsTuple, (is_list(a) ? answer_object(call, list_as_tuple(a)) : bad_call()))
static bool py_PyList_GetItem(CCall *call) {
    Ref list;
    if (!take_object(call, &list)) return false;
    isize index = (isize)call_word(call);
    if (!is_list(list)) return bad_call();
    if (index < 0 || index >= list_length(list)) return error_set(EXC(IndexError), "list index out of range");
    return answer_lent(call, list_get(list, index));
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
    return answer_int(call, 0);
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
    return length >= 0 ? answer_object(call, tuple_of_nones(length)) : bad_call();
}
WITH_OBJECT(PyTuple_Size, (is_tuple(a) ? answer_int(call, tuple_length(a)) : bad_call()))
static bool py_PyTuple_GetItem(CCall *call) {
    Ref tuple;
    if (!take_object(call, &tuple)) return false;
    isize index = (isize)call_word(call);
    if (!is_tuple(tuple)) return bad_call();
    if (index < 0 || index >= tuple_length(tuple))
        return error_set(EXC(IndexError), "tuple index out of range");
    return answer_lent(call, tuple_get(tuple, index));
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
    return answer_int(call, 0);
}

static bool py_PyDict_New(CCall *call) { return answer_object(call, dict_new()); }
WITH_OBJECT(PyDict_Size, (is_dict(a) ? answer_int(call, dict_length(a)) : bad_call()))
WITH_OBJECT(PyDict_Keys, (is_dict(a) ? answer_object(call, dict_keys_list(a)) : bad_call()))
WITH_OBJECT(PyDict_Values, (is_dict(a) ? answer_object(call, dict_values_list(a)) : bad_call()))
WITH_OBJECT(PyDict_Items, (is_dict(a) ? answer_object(call, dict_items_list(a)) : bad_call()))
WITH_OBJECT(PyDict_Copy, (is_dict(a) ? answer_object(call, dict_copy(a)) : bad_call()))
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
    return answer_lent(call, value);
}
static bool py_PyDict_GetItemString(CCall *call) {
    Ref dict;
    Own key = take_object(call, &dict) ? take_name(call) : NULL;
    if (!key) return false;
    Ref value = is_dict(dict) ? dict_get(dict, key) : NULL;
    release(key);
    if (!value) error_clear();
    return answer_lent(call, value);
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
    return answer_object(call, iterable ? object_call_one(type, iterable) : object_call_none(type));
}
WITH_TWO(PySequence_Contains, answer_truth(call, object_contains(a, b)))
WITH_OBJECT(PySequence_List, answer_object(call, list_from_iterable(a)))
WITH_OBJECT(PySequence_Tuple, answer_object(call, tuple_from_iterable(a)))

/* --- errors ------------------------------------------------------------------------------------------------------------- */

static bool py_PyErr_SetString(CCall *call) {
    Ref type;
    const char *text;
    if (!take_object(call, &type) || !take_text(call, &text)) return false;
    if (!is_type(type) || !type_has(AS_TYPE(type), TYPE_EXCEPTION_SUBCLASS)) return bad_call();
    return error_set(AS_TYPE(type), "%s", text);
}
static bool py_PyErr_SetObject(CCall *call) {
    Ref type, value;
    if (!take_two(call, &type, &value)) return false;
    if (!is_type(type) || !type_has(AS_TYPE(type), TYPE_EXCEPTION_SUBCLASS)) return bad_call();
    return error_set_object(AS_TYPE(type), value);
}
/* No exception is set while a program runs: where one is, the call has failed. */
static bool py_PyErr_Occurred(CCall *call) { return call_answer_word(call, 0); }
static bool py_PyErr_Clear(CCall *call UNUSED) { return true; }

/* --- the interpreter ----------------------------------------------------------------------------------------------------- */

static bool answer_kept_text(CCall *call, const char *attribute) {
    Ref text = dict_get_cstring(module_dict(MODULES_ROOT->sys), attribute);
    return text && is_str(text) && answer_lent(call, str_data(text));
}
static bool py_Py_GetVersion(CCall *call) { return answer_kept_text(call, "version"); }
static bool py_Py_GetPlatform(CCall *call) { return answer_kept_text(call, "platform"); }
static bool py_Py_GetCopyright(CCall *call) { return answer_kept_text(call, "copyright"); }
static bool py_Py_IsInitialized(CCall *call) { return call_answer_word(call, 1); }
static bool py_PyGILState_Check(CCall *call) { return call_answer_word(call, 1); }
/* Who calls has the GIL already. */
static bool py_PyGILState_Ensure(CCall *call) { return call_answer_word(call, 0); }
static bool py_PyGILState_Release(CCall *call UNUSED) { return true; }
static bool py_PyGC_Collect(CCall *call) { return answer_int(call, gc_collect(GC_GENERATIONS - 1)); }

static bool py_PyThreadState_SetAsyncExc(CCall *call) {
    u64 number = call_word(call);
    Ref exception;
    if (!take_maybe(call, &exception)) return false;
    Thread *thread = thread_find(number);
    if (!thread || thread->state == THREAD_ENDED) return call_answer_word(call, 0);
    slot_set(&thread->async_exception, own_maybe(exception));
    if (exception && thread == thread_current()) vm_break(BREAKER_ASYNC_EXCEPTION);
    return call_answer_word(call, 1);
}

static bool py_PyImport_ImportModule(CCall *call) {
    Own name = take_name(call);
    bool done = name && answer_object(call, import_module(name));
    release_maybe(name);
    return done;
}
static bool py_PyImport_Import(CCall *call) {
    Ref name;
    return take_object(call, &name) && answer_object(call, import_module(name));
}
static bool py_PyEval_GetBuiltins(CCall *call) { return answer_lent(call, VM_ROOT->builtins); }
static bool py_PyEval_GetGlobals(CCall *call) {
    return answer_lent(call, OBJECT_ROOT->current_globals ? OBJECT_ROOT->current_globals() : NULL);
}
static bool py_PySys_GetObject(CCall *call) {
    const char *name;
    return take_text(call, &name) && answer_lent(call, dict_get_cstring(module_dict(MODULES_ROOT->sys), name));
}

/* exec(text, vars(__main__)): 0, or -1 and the traceback is written. */
static bool py_PyRun_SimpleString(CCall *call) {
    Own source = take_name(call);
    Own main_module = source ? import_module_cstring("__main__") : NULL,
        run = main_module ? builtin_get("exec") : NULL;
    Own done = run ? object_call_args(run, 2, source, module_dict(main_module)) : NULL;
    if (source && !done && error_occurred() && !error_matches(EXC(SystemExit))) {
        Own exception = error_fetch();
        Ref parts[] = {(Ref)type_of(exception), exception, AS_EXCEPTION(exception)->traceback};
        if (!parts[2]) parts[2] = None;
        release_maybe(hook_except(exception, parts, COUNT_OF(parts)));
        release(exception);
        answer_int(call, -1);
    }
    release_maybe(source);
    release_maybe(main_module);
    release_maybe(run);
    release_maybe(done);
    return !error_occurred();
}

static bool py_PyType_Modified(CCall *call) {
    Ref type;
    if (!take_object(call, &type)) return false;
    if (is_type(type)) type_modified(AS_TYPE(type));
    return true;
}
WITH_OBJECT(PyDictProxy_New, answer_object(call, mapping_proxy_new(a)))
static bool py_PyCell_Get(CCall *call) {
    Ref cell;
    if (!take_object(call, &cell) || !is_cell(cell)) return !error_occurred() && bad_call();
    Ref value = AS_CELL(cell)->value;
    return call_answer_word(call, (u64)(uintptr_t)own_maybe(value));
}
static bool py_PyCell_Set(CCall *call) {
    Ref cell, value;
    if (!take_object(call, &cell) || !take_maybe(call, &value)) return false;
    if (!is_cell(cell)) return bad_call();
    slot_set(&AS_CELL(cell)->value, own_maybe(value));
    return answer_int(call, 0);
}
/* Locals are always in their frame here. */
static bool py_PyFrame_LocalsToFast(CCall *call UNUSED) { return true; }

#define PY(name)                                                                                               \
    { #name, py_##name }
const CSymbol c_python_symbols[] = {PY(Py_IncRef),
                                    PY(Py_DecRef),
                                    PY(PyObject_Repr),
                                    PY(PyObject_Str),
                                    PY(PyObject_ASCII),
                                    PY(PyObject_Bytes),
                                    PY(PyObject_Type),
                                    PY(PyObject_Dir),
                                    PY(PyObject_GetIter),
                                    PY(PyObject_IsTrue),
                                    PY(PyObject_Not),
                                    PY(PyCallable_Check),
                                    PY(PyObject_CallNoArgs),
                                    PY(PyObject_GetAttr),
                                    PY(PyObject_GetItem),
                                    PY(PyObject_DelItem),
                                    PY(PyObject_IsInstance),
                                    PY(PyObject_IsSubclass),
                                    PY(PyObject_CallOneArg),
                                    PY(PyObject_Size),
                                    {"PyObject_Length", py_PyObject_Size},
                                    {"PySequence_Size", py_PyObject_Size},
                                    PY(PyObject_Hash),
                                    PY(PyIter_Next),
                                    PY(PyObject_GetAttrString),
                                    PY(PyObject_HasAttrString),
                                    PY(PyObject_SetAttrString),
                                    PY(PyObject_SetAttr),
                                    PY(PyObject_SetItem),
                                    PY(PyObject_RichCompare),
                                    PY(PyObject_RichCompareBool),
                                    PY(PyObject_Call),
                                    PY(PyObject_CallObject),
                                    PY(PyLong_FromLong),
                                    {"PyLong_FromLongLong", py_PyLong_FromLong},
                                    {"PyLong_FromSsize_t", py_PyLong_FromLong},
                                    PY(PyLong_FromUnsignedLong),
                                    {"PyLong_FromUnsignedLongLong", py_PyLong_FromUnsignedLong},
                                    {"PyLong_FromSize_t", py_PyLong_FromUnsignedLong},
                                    {"PyLong_FromVoidPtr", py_PyLong_FromUnsignedLong},
                                    PY(PyLong_FromDouble),
                                    PY(PyLong_AsLong),
                                    {"PyLong_AsLongLong", py_PyLong_AsLong},
                                    {"PyLong_AsSsize_t", py_PyLong_AsLong},
                                    PY(PyLong_AsUnsignedLong),
                                    {"PyLong_AsSize_t", py_PyLong_AsUnsignedLong},
                                    {"PyLong_AsVoidPtr", py_PyLong_AsUnsignedLong},
                                    PY(PyLong_AsDouble),
                                    PY(PyFloat_FromDouble),
                                    PY(PyFloat_AsDouble),
                                    PY(PyBool_FromLong),
                                    PY(PyNumber_Add),
                                    PY(PyNumber_Subtract),
                                    PY(PyNumber_Multiply),
                                    PY(PyNumber_FloorDivide),
                                    PY(PyNumber_Remainder),
                                    PY(PyNumber_Negative),
                                    PY(PyNumber_Absolute),
                                    PY(PyUnicode_FromString),
                                    PY(PyUnicode_FromStringAndSize),
                                    PY(PyUnicode_GetLength),
                                    PY(PyUnicode_AsUTF8),
                                    PY(PyUnicode_AsUTF8String),
                                    PY(PyUnicode_Concat),
                                    PY(PyBytes_FromString),
                                    PY(PyBytes_FromStringAndSize),
                                    PY(PyBytes_AsString),
                                    PY(PyBytes_Size),
                                    PY(PyMemoryView_FromObject),
                                    PY(PyList_New),
                                    PY(PyList_Size),
                                    PY(PyList_Append),
                                    PY(PyList_Sort),
                                    PY(PyList_Reverse),
                                    PY(PyList_AsTuple),
                                    PY(PyList_GetItem),
                                    PY(PyList_SetItem),
                                    PY(PyList_Insert),
                                    PY(PyTuple_New),
                                    PY(PyTuple_Size),
                                    PY(PyTuple_GetItem),
                                    PY(PyTuple_SetItem),
                                    PY(PyDict_New),
                                    PY(PyDict_Size),
                                    PY(PyDict_Keys),
                                    PY(PyDict_Values),
                                    PY(PyDict_Items),
                                    PY(PyDict_Copy),
                                    PY(PyDict_Contains),
                                    PY(PyDict_DelItem),
                                    PY(PyDict_Clear),
                                    PY(PyDict_GetItem),
                                    PY(PyDict_GetItemString),
                                    PY(PyDict_SetItem),
                                    PY(PyDict_SetItemString),
                                    PY(PySet_New),
                                    PY(PySequence_Contains),
                                    PY(PySequence_List),
                                    PY(PySequence_Tuple),
                                    PY(PyErr_SetString),
                                    PY(PyErr_SetObject),
                                    PY(PyErr_Occurred),
                                    PY(PyErr_Clear),
                                    {"PyOS_snprintf", c_snprintf},
                                    PY(Py_GetVersion),
                                    PY(Py_GetPlatform),
                                    PY(Py_GetCopyright),
                                    PY(Py_IsInitialized),
                                    PY(PyGILState_Check),
                                    PY(PyGILState_Ensure),
                                    PY(PyGILState_Release),
                                    PY(PyGC_Collect),
                                    PY(PyThreadState_SetAsyncExc),
                                    PY(PyImport_ImportModule),
                                    PY(PyImport_Import),
                                    PY(PyEval_GetBuiltins),
                                    PY(PyEval_GetGlobals),
                                    PY(PySys_GetObject),
                                    PY(PyRun_SimpleString),
                                    PY(PyType_Modified),
                                    PY(PyDictProxy_New),
                                    PY(PyCell_Get),
                                    PY(PyCell_Set),
                                    PY(PyFrame_LocalsToFast),
                                    {NULL, NULL}};
