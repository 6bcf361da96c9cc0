/* ctypes_c_object.c: ctypes.pythonapi: functions of CPython's C API on objects, numbers and text. */
#include "modules/ctypes_c_python.h"
#include "object/float.h"

/* --- reference counts ----------------------------------------------------------------------------------- */

WITH_OBJECT(Py_IncRef, call_answer_place(call, own(a)))
static bool py_Py_DecRef(CCall *call) {
    Ref object;
    if (!take_object(call, &object)) return false;
    release((Own)object);
    return true;
}

/* --- any object ----------------------------------------------------------------------------------------- */

WITH_OBJECT(PyObject_Repr, call_answer_object(call, object_repr(a)))
WITH_OBJECT(PyObject_Str, call_answer_object(call, object_str(a)))
WITH_OBJECT(PyObject_ASCII, call_answer_object(call, object_ascii(a)))
WITH_OBJECT(PyObject_Bytes, call_answer_object(call, object_bytes(a)))
WITH_OBJECT(PyObject_Type, call_answer_object(call, own((Ref)type_of(a))))
WITH_OBJECT(PyObject_Dir, call_answer_object(call, object_dir(a)))
WITH_OBJECT(PyObject_GetIter, call_answer_object(call, object_iter(a)))
WITH_OBJECT(PyObject_IsTrue, answer_truth(call, object_is_true(a)))
WITH_OBJECT(PyObject_Not, answer_truth(call, object_not(a)))
WITH_OBJECT(PyCallable_Check, call_answer_int(call, object_is_callable(a)))
WITH_OBJECT(PyObject_CallNoArgs, call_answer_object(call, object_call_none(a)))
WITH_TWO(PyObject_GetAttr, call_answer_object(call, object_get_attribute(a, b)))
WITH_TWO(PyObject_GetItem, call_answer_object(call, object_get_item(a, b)))
WITH_TWO(PyObject_DelItem, answer_done(call, object_delete_item(a, b)))
WITH_TWO(PyObject_IsInstance, answer_truth(call, object_is_instance(a, b)))
WITH_TWO(PyObject_IsSubclass, answer_truth(call, object_is_subclass(a, b)))
WITH_TWO(PyObject_CallOneArg, call_answer_object(call, object_call_one(a, b)))

static bool py_PyObject_Size(CCall *call) {
    Ref object;
    isize length = take_object(call, &object) ? object_length(object) : -1;
    return call_answer_int(call, length) && length >= 0;
}
static bool py_PyObject_Hash(CCall *call) {
    Ref object;
    isize hash = take_object(call, &object) ? object_hash(object) : -1;
    return call_answer_int(call, hash) && hash != -1;
}
static bool py_PyIter_Next(CCall *call) {
    Ref iterator;
    return take_object(call, &iterator) &&
           (call_answer_object(call, object_next(iterator)) || !error_occurred());
}
static bool py_PyObject_GetAttrString(CCall *call) {
    Ref object;
    Own name = take_object(call, &object) ? take_name(call) : NULL;
    bool found = name && call_answer_object(call, object_get_attribute(object, name));
    release_maybe(name);
    return found;
}
static bool py_PyObject_HasAttrString(CCall *call) {
    Ref object;
    Own name = take_object(call, &object) ? take_name(call) : NULL, value = NULL;
    if (!name) return false;
    if (!object_find_attribute(object, name, &value)) error_clear();
    release(name);
    call_answer_int(call, value != NULL);
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
    return take_two(call, &a, &b) && call_answer_object(call, object_compare(a, b, (CompareOp)call_int(call)));
}
static bool py_PyObject_RichCompareBool(CCall *call) {
    Ref a, b;
    return take_two(call, &a, &b) && answer_truth(call, object_compare_bool(a, b, (CompareOp)call_int(call)));
}
static bool py_PyObject_Call(CCall *call) {
    Ref callable, args, kwargs;
    return take_two(call, &callable, &args) && take_maybe(call, &kwargs) &&
           call_answer_object(call, object_call_tuple(callable, args, kwargs));
}
static bool py_PyObject_CallObject(CCall *call) {
    Ref callable, args;
    if (!take_object(call, &callable) || !take_maybe(call, &args)) return false;
    return call_answer_object(call,
                              args ? object_call_tuple(callable, args, NULL) : object_call_none(callable));
}

/* --- numbers -------------------------------------------------------------------------------------------- */

static bool py_PyLong_FromLong(CCall *call) { return call_answer_object(call, int_from_i64(call_long(call))); }
static bool py_PyLong_FromUnsignedLong(CCall *call) {
    return call_answer_object(call, int_from_u64(call_word(call)));
}
static bool py_PyLong_FromDouble(CCall *call) {
    return call_answer_object(call, int_from_double(call_double(call)));
}
static bool py_PyLong_AsLong(CCall *call) {
    Ref object;
    if (!take_object(call, &object)) return false;
    i64 number = int_as_i64(object);
    return call_answer_int(call, number) && (number != -1 || !error_occurred());
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
    return call_answer_object(call, float_from_double(call_double(call)));
}
static bool py_PyFloat_AsDouble(CCall *call) {
    Ref object;
    if (!take_object(call, &object)) return false;
    double number = float_as_double(object);
    return call_answer_double(call, number) && (number != -1.0 || !error_occurred());
}
static bool py_PyBool_FromLong(CCall *call) { return call_answer_object(call, own_bool(call_long(call) != 0)); }
WITH_TWO(PyNumber_Add, call_answer_object(call, number_add(a, b)))
WITH_TWO(PyNumber_Subtract, call_answer_object(call, number_subtract(a, b)))
WITH_TWO(PyNumber_Multiply, call_answer_object(call, number_multiply(a, b)))
WITH_TWO(PyNumber_FloorDivide, call_answer_object(call, number_floor_divide(a, b)))
WITH_TWO(PyNumber_Remainder, call_answer_object(call, number_remainder(a, b)))
WITH_OBJECT(PyNumber_Negative, call_answer_object(call, number_negative(a)))
WITH_OBJECT(PyNumber_Absolute, call_answer_object(call, number_absolute(a)))

/* --- text and bytes ------------------------------------------------------------------------------------- */

static bool py_PyUnicode_FromString(CCall *call) {
    const char *text;
    return call_text(call, &text) && call_answer_object(call, str_from_utf8(text, -1));
}
static bool py_PyUnicode_FromStringAndSize(CCall *call) {
    const char *text = call_pointer(call);
    isize length = (isize)call_word(call);
    return memory_check(text, length, false) && call_answer_object(call, str_from_utf8(text, length));
}
static bool check_str(Ref object) {
    return is_str(object) || error_set(EXC(TypeError), "bad argument type for built-in operation") != NULL;
}
static bool py_PyUnicode_GetLength(CCall *call) {
    Ref object;
    return take_object(call, &object) && check_str(object) && call_answer_int(call, str_length(object));
}
/* An ASCII str's own text; another one's UTF-8 CPython keeps with the str: here in the state, till the next
 * one. */
static bool py_PyUnicode_AsUTF8(CCall *call) {
    Ref object;
    if (!take_object(call, &object) || !check_str(object)) return false;
    if (AS_STR(object)->ascii) return call_answer_place(call, str_data(object));
    Own utf8 = str_encode_utf8(object, NULL);
    if (!utf8) return false;
    slot_set(&CTYPES->utf8, utf8);
    return call_answer_place(call, bytes_data(utf8));
}
WITH_OBJECT(PyUnicode_AsUTF8String, (check_str(a) && call_answer_object(call, str_encode_utf8(a, NULL))))
WITH_TWO(PyUnicode_Concat, (check_str(a) && check_str(b) && call_answer_object(call, str_concat(a, b))))

static bool py_PyBytes_FromString(CCall *call) {
    const char *text;
    return call_text(call, &text) && call_answer_object(call, bytes_from(text, (isize)strlen(text)));
}
static bool py_PyBytes_FromStringAndSize(CCall *call) {
    const char *data = call_pointer(call);
    isize length = (isize)call_word(call);
    if (length < 0) return error_set(EXC(SystemError), "Negative size passed to PyBytes_FromStringAndSize");
    return (!data || memory_check(data, length, false)) && call_answer_object(call, bytes_from(data, length));
}
static bool check_bytes(Ref object) {
    return is_bytes(object) ||
           error_set(EXC(TypeError), "expected bytes, %.200s found", type_of(object)->name) != NULL;
}
WITH_OBJECT(PyBytes_AsString, (check_bytes(a) && call_answer_place(call, bytes_data(a))))
WITH_OBJECT(PyBytes_Size, (check_bytes(a) && call_answer_int(call, size_of(a))))

static bool py_PyMemoryView_FromObject(CCall *call) {
    Ref object;
    return take_object(call, &object) && call_answer_object(call, memoryview_from(object));
}

const CSymbol c_object_symbols[] = {PY(Py_IncRef),
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
                                    {NULL, NULL}};
