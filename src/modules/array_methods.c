/* array_methods.c: the methods of array that Python sees, and the function that makes one of a pickle. */
#include "modules/array.h"
#include "object/argument_checks.h"
#include "object/audit.h"
#include "object/sequence.h"

/* --- one item -------------------------------------------------------------------------------------------- */

static Own array_method_append(Ref self, Ref value) { return array_append(self, value) ? own_none() : NULL; }

static Own array_method_insert(Ref self, Ref const *args, isize nargs) {
    if (!arguments_count("insert", nargs, 2, 2)) return NULL;
    isize index = int_as_isize(args[0]), length = array_length(self);
    if (index == -1 && error_occurred()) return NULL;
    if (index < 0) index = isize_max(index + length, 0);
    index = isize_min(index, length);
    /* appended, so that a value that does not fit changes nothing, then moved to its place */
    if (!array_append(self, args[1])) return NULL;
    u8 last[8];
    isize size = AS_ARRAY(self)->item_size;
    memcpy(last, array_place(self, length), (usize)size);
    memmove(array_place(self, index + 1), array_place(self, index), (usize)((length - index) * size));
    memcpy(array_place(self, index), last, (usize)size);
    return own_none();
}

static Own array_method_pop(Ref self, Ref const *args, isize nargs) {
    isize index = -1, length = array_length(self);
    if (!arguments_count("pop", nargs, 0, 1)) return NULL;
    if (nargs > 0) index = int_as_isize(args[0]);
    if (index == -1 && error_occurred()) return NULL;
    if (length == 0) return error_set(EXC(IndexError), "pop from empty array");
    if (index < 0) index += length;
    if (index < 0 || index >= length) return error_set(EXC(IndexError), "pop index out of range");
    Own item = array_get(self, index);
    if (item && !array_splice(self, index, 1, 0)) slot_clear(&item);
    return item;
}

/* The index of the first item equal to `value` in a range, -1: none, -2: raised. Or how many there are. */
static isize look_for(Ref self, Ref value, isize start, isize stop, bool count_all) {
    isize count = 0;
    for (isize i = start; i < stop && i < array_length(self); i++) {
        Own item = array_get(self, i);
        int equal = item ? object_compare_bool(item, value, COMPARE_EQ) : -1;
        release_maybe(item);
        if (equal < 0) return -2;
        if (equal && !count_all) return i;
        count += equal;
    }
    return count_all ? count : -1;
}

static Own array_method_count(Ref self, Ref value) {
    isize count = look_for(self, value, 0, ISIZE_MAX, true);
    return count < 0 ? NULL : int_from_isize(count);
}
static Own array_method_index(Ref self, Ref const *args, isize nargs) {
    isize start = 0, stop = ISIZE_MAX, length = array_length(self);
    if (!arguments_count("index", nargs, 1, 3)) return NULL;
    if (nargs > 1 && !sequence_bound(args[1], &start)) return NULL;
    if (nargs > 2 && !sequence_bound(args[2], &stop)) return NULL;
    if (start < 0) start = isize_max(start + length, 0);
    if (stop < 0) stop += length;
    isize found = look_for(self, args[0], start, stop, false);
    if (found == -1) return error_set(EXC(ValueError), "array.index(x): x not in array");
    return found < 0 ? NULL : int_from_isize(found);
}
static Own array_method_remove(Ref self, Ref value) {
    isize found = look_for(self, value, 0, ISIZE_MAX, false);
    if (found == -1) return error_set(EXC(ValueError), "array.remove(x): x not in array");
    return found >= 0 && array_splice(self, found, 1, 0) ? own_none() : NULL;
}

/* --- all items ------------------------------------------------------------------------------------------- */

static Own array_method_extend(Ref self, Ref iterable) {
    return array_extend(self, iterable) ? own_none() : NULL;
}

static void reverse_bytes(u8 *bytes, isize count) {
    for (isize i = 0; i < count / 2; i++) {
        u8 byte = bytes[i];
        bytes[i] = bytes[count - 1 - i];
        bytes[count - 1 - i] = byte;
    }
}
static Own array_method_byteswap(Ref self) {
    for (isize i = 0; i < array_length(self); i++)
        reverse_bytes(array_place(self, i), AS_ARRAY(self)->item_size);
    return own_none();
}
static Own array_method_reverse(Ref self) {
    isize size = AS_ARRAY(self)->item_size;
    reverse_bytes(AS_ARRAY(self)->items, array_length(self) * size);
    return array_method_byteswap(self);
}

static Own array_copy(Ref self) {
    Own copy = array_new(MODULE_TYPE(ARRAY), array_length(self), AS_ARRAY(self)->kind);
    usize bytes = (usize)(array_length(self) * AS_ARRAY(self)->item_size);
    if (copy && bytes) memcpy(AS_ARRAY(copy)->items, AS_ARRAY(self)->items, bytes);
    return copy;
}
static Own array_deepcopy(Ref self, UNUSED Ref memo) { return array_copy(self); }

static Own array_method_buffer_info(Ref self) {
    u64 address = (u64)(uintptr_t)AS_ARRAY(self)->items;
    return tuple_take(2, int_from_u64(address), int_from_isize(array_length(self)));
}

/* --- to and from other things ---------------------------------------------------------------------------- */

static Own array_method_tobytes(Ref self) {
    return bytes_from(array_length(self) ? (const void *)AS_ARRAY(self)->items : "",
                      array_length(self) * AS_ARRAY(self)->item_size);
}
static Own array_method_frombytes(Ref self, Ref data) {
    Buffer buffer;
    if (!buffer_get(data, &buffer, false)) return NULL;
    bool done = false;
    if (buffer.length % AS_ARRAY(self)->item_size != 0) {
        error_set(EXC(ValueError), "bytes length not a multiple of item size");
    } else {
        done = array_append_bytes(self, (const u8 *)buffer.data, buffer.length);
    }
    buffer_release(&buffer);
    return done ? own_none() : NULL;
}

static Own array_method_tolist(Ref self) {
    isize length = array_length(self);
    Own list = list_new(length);
    for (isize i = 0; list && i < length; i++) {
        Own item = array_get(self, i);
        if (item) {
            list_fill(list, i, item);
        } else {
            slot_clear(&list);
        }
    }
    return list;
}
static Own array_method_fromlist(Ref self, Ref list) {
    if (!is_list(list)) return error_set(EXC(TypeError), "arg must be list");
    isize old = array_length(self), count = list_length(list);
    for (isize i = 0; i < count; i++) {
        bool good = array_append(self, list_get(list, i));
        if (good && list_length(list) != count) {
            good = error_set(EXC(RuntimeError), "list changed size during iteration");
        }
        if (good) continue;
        Own error = error_fetch();
        array_resize(self, old);
        error_restore(error);
        return NULL;
    }
    return own_none();
}

static bool check_unicode(Ref self, const char *function) {
    if (AS_ARRAY(self)->kind->letter == 'u') return true;
    return error_set(EXC(ValueError), "%s() may only be called on unicode type arrays", function);
}
static Own array_method_fromunicode(Ref self, Ref text) {
    if (!is_str(text)) {
        return error_set(EXC(TypeError), "fromunicode() argument must be str, not %.50s",
                         argument_type_name(text));
    }
    return check_unicode(self, "fromunicode") && array_append_text(self, text) ? own_none() : NULL;
}
static Own array_method_tounicode(Ref self) {
    if (!check_unicode(self, "tounicode")) return NULL;
    for (isize i = 0; i < array_length(self); i++) {
        u32 character;
        memcpy(&character, array_place(self, i), sizeof character);
        if (character <= 0x10ffff) continue;
        return error_set(EXC(ValueError), "character U+%x is not in range [U+0000; U+10ffff]", character);
    }
    return str_from_ucs4((const u32 *)AS_ARRAY(self)->items, array_length(self));
}

/* Calls file.name(argument); consumes the argument. */
static Own call_file(Ref file, const char *name, Own argument) {
    Ref lent = argument;
    Own result = argument ? object_call_method_cstring(file, name, &lent, 1) : NULL;
    release_maybe(argument);
    return result;
}
static Own array_method_tofile(Ref self, Ref file) {
    enum { PIECE = 64 * 1024 };
    isize length = array_length(self) * AS_ARRAY(self)->item_size;
    for (isize done = 0; done < length; done += PIECE) {
        Own written =
            call_file(file, "write", bytes_from(AS_ARRAY(self)->items + done, isize_min(PIECE, length - done)));
        if (!written) return NULL;
        release(written);
    }
    return own_none();
}
static Own array_method_fromfile(Ref self, Ref const *args, isize nargs, Ref kwnames) {
    static const Parameters parameters = {"fromfile", {"", "", "/"}, .required = 2};
    Ref out[2];
    isize bytes;
    if (!arguments_bind(&parameters, args, nargs, kwnames, out)) return NULL;
    isize count = int_as_isize(out[1]);
    if (count == -1 && error_occurred()) return NULL;
    if (count < 0) return error_set(EXC(ValueError), "negative count");
    if (__builtin_mul_overflow(count, AS_ARRAY(self)->item_size, &bytes)) return error_memory();
    Own data = call_file(out[0], "read", int_from_isize(bytes)), result = NULL;
    if (data && !is_bytes(data)) {
        error_set(EXC(TypeError), "read() didn't return bytes");
    } else if (data) {
        bool enough = size_of(data) == bytes;
        result = array_method_frombytes(self, data);
        if (result && !enough) {
            slot_clear(&result);
            error_set(EXC(EOFError), "read() didn't return enough bytes");
        }
    }
    release_maybe(data);
    return result;
}

/* --- pickling -------------------------------------------------------------------------------------------- */

/* Below protocol 3 the items go as a list, from then on as bytes with the number of their layout. */
static Own array_reduce_ex(Ref self, Ref protocol_argument) {
    if (!is_int(protocol_argument)) {
        return error_set(EXC(TypeError), "__reduce_ex__ argument should be an integer");
    }
    i64 protocol = int_as_i64(protocol_argument);
    if (protocol == -1 && error_occurred()) return NULL;
    const ArrayKind *kind = AS_ARRAY(self)->kind;
    Own dict = NULL, letter = str_from_char((u32)kind->letter);
    if (!object_find_attribute(self, NAME(__dict__), &dict)) {
        release_maybe(letter);
        return NULL;
    }
    if (!dict) dict = own_none();
    if (protocol < 3) {
        return tuple_take(3, own((Ref)type_of(self)), tuple_take(2, letter, array_method_tolist(self)), dict);
    }
    Own make = import_attribute("array", "_array_reconstructor");
    return tuple_take(
        3, make,
        tuple_take(4, own((Ref)type_of(self)), letter, int_from_i64(kind->layout), array_method_tobytes(self)),
        dict);
}

/* The layouts of pickles: even numbers are little-endian where both exist. */
typedef struct Layout {
    u8 size;
    bool is_signed;
    char kind; /* i, f, u */
} Layout;
static const Layout layouts[] = {
    {1, false, 'i'}, {1, true, 'i'},  {2, false, 'i'}, {2, false, 'i'}, {2, true, 'i'},  {2, true, 'i'},
    {4, false, 'i'}, {4, false, 'i'}, {4, true, 'i'},  {4, true, 'i'},  {8, false, 'i'}, {8, false, 'i'},
    {8, true, 'i'},  {8, true, 'i'},  {4, false, 'f'}, {4, false, 'f'}, {8, false, 'f'}, {8, false, 'f'},
    {2, false, 'u'}, {2, false, 'u'}, {4, false, 'u'}, {4, false, 'u'}};

/* The kind that holds what a layout has; of several of the same size the last. */
static const ArrayKind *kind_for_layout(const Layout *layout, const ArrayKind *asked) {
    const ArrayKind *found = asked;
    if (layout->kind == 'f') return array_kind(layout->size == 4 ? 'f' : 'd');
    for (const ArrayKind *kind = array_kinds; layout->kind == 'i' && kind->letter; kind++) {
        if (kind->is_integer && kind->size == layout->size && kind->is_signed == layout->is_signed)
            found = kind;
    }
    return found;
}

static Own from_text(Type *type, const ArrayKind *kind, int code, Ref bytes) {
    static const char *const encodings[] = {"utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be"};
    Own text = str_decode(bytes_data(bytes), size_of(bytes), encodings[code - 18], "strict");
    Own array = text ? array_new(type, 0, kind) : NULL;
    if (array &&
        (!AUDIT("array.__new__", "NO", str_from_char(kind->letter), text) || !array_append_text(array, text)))
        slot_clear(&array);
    release_maybe(text);
    return array;
}

static Own from_layout(Type *type, const ArrayKind *asked, int code, Ref bytes) {
    const Layout *layout = &layouts[code];
    isize length = size_of(bytes);
    if (layout->kind == 'u') return from_text(type, asked, code, bytes);
    if (length % layout->size != 0) {
        return error_set(EXC(ValueError), "%s length not a multiple of item size",
                         code == asked->layout ? "bytes" : "string");
    }
    const ArrayKind *kind = code == asked->layout ? asked : kind_for_layout(layout, asked);
    Own array = array_new(type, 0, kind);
    if (array && !array_append_bytes(array, bytes_data(bytes), length)) slot_clear(&array);
    bool big_endian = code % 2 == 1 && layout->size > 1;
    if (array && big_endian) release(array_method_byteswap(array));
    Own items =
        array && audit_is_heard() ? code == asked->layout ? own(bytes) : array_method_tolist(array) : NULL;
    if (items && !AUDIT("array.__new__", "NO", str_from_char(kind->letter), items)) slot_clear(&array);
    release_maybe(items);
    return array;
}

Own array_reconstruct(UNUSED Ref self, Ref const *args, isize nargs) {
    if (!arguments_count("_array_reconstructor", nargs, 4, 4)) return NULL;
    if (!is_type(args[0])) {
        return error_set(EXC(TypeError), "first argument must be a type object, not %.200s",
                         type_of(args[0])->name);
    }
    if (!is_str(args[1]) || str_length(args[1]) != 1) {
        return error_set(EXC(TypeError),
                         "_array_reconstructor() argument 2 must be a unicode character, not %.50s",
                         argument_type_name(args[1]));
    }
    isize code = int_as_isize(args[2]);
    if (code == -1 && error_occurred()) return NULL;
    if (!type_is_subtype(AS_TYPE(args[0]), MODULE_TYPE(ARRAY))) {
        return error_set(EXC(TypeError), "%.200s is not a subtype of array.array", AS_TYPE(args[0])->name);
    }
    const ArrayKind *kind = array_kind(str_char(args[1], 0));
    if (!kind) {
        error_clear();
        return error_set(EXC(ValueError), "second argument must be a valid type code");
    }
    if (code < 0 || code >= COUNT_OF(layouts)) {
        return error_set(EXC(ValueError), "third argument must be a valid machine format code.");
    }
    if (!is_bytes(args[3])) {
        return error_set(EXC(TypeError), "fourth argument should be bytes, not %.200s", type_of(args[3])->name);
    }
    return from_layout(AS_TYPE(args[0]), kind, (int)code, args[3]);
}

static Own array_sizeof(Ref self) {
    return int_from_isize(type_of(self)->ghost_size + AS_ARRAY(self)->capacity * AS_ARRAY(self)->item_size);
}

const MethodDef array_methods[] = {
    {"append", METHOD_ONE, .one = array_method_append,
     .doc = "append($self, v, /)\n"
            "--\n"
            "\n"
            "Append new value v to the end of the array."},
    {"buffer_info", METHOD_NONE, .none = array_method_buffer_info,
     .doc = "buffer_info($self, /)\n"
            "--\n"
            "\n"
            "Return a tuple (address, length) giving the current memory address and the length in items of the "
            "buffer used to hold array's contents.\n"
            "\n"
            "The length should be multiplied by the itemsize attribute to calculate\n"
            "the buffer length in bytes."},
    {"byteswap", METHOD_NONE, .none = array_method_byteswap,
     .doc = "byteswap($self, /)\n"
            "--\n"
            "\n"
            "Byteswap all items of the array.\n"
            "\n"
            "If the items in the array are not 1, 2, 4, or 8 bytes in size, RuntimeError is\n"
            "raised."},
    {"__copy__", METHOD_NONE, .none = array_copy,
     .doc = "__copy__($self, /)\n"
            "--\n"
            "\n"
            "Return a copy of the array."},
    {"count", METHOD_ONE, .one = array_method_count,
     .doc = "count($self, v, /)\n"
            "--\n"
            "\n"
            "Return number of occurrences of v in the array."},
    {"__deepcopy__", METHOD_ONE, .one = array_deepcopy,
     .doc = "__deepcopy__($self, unused, /)\n"
            "--\n"
            "\n"
            "Return a copy of the array."},
    {"extend", METHOD_ONE, .one = array_method_extend,
     .doc = "extend($self, bb, /)\n"
            "--\n"
            "\n"
            "Append items to the end of the array.",
     .flags = METHOD_DEFINING_CLASS},
    {"fromfile", METHOD_KEYWORDS, .keywords = array_method_fromfile,
     .doc = "fromfile($self, f, n, /)\n"
            "--\n"
            "\n"
            "Read n objects from the file object f and append them to the end of the array.",
     .flags = METHOD_DEFINING_CLASS},
    {"fromlist", METHOD_ONE, .one = array_method_fromlist,
     .doc = "fromlist($self, list, /)\n"
            "--\n"
            "\n"
            "Append items to array from list."},
    {"frombytes", METHOD_ONE, .one = array_method_frombytes,
     .doc = "frombytes($self, buffer, /)\n"
            "--\n"
            "\n"
            "Appends items from the string, interpreting it as an array of machine values, as if it had been "
            "read from a file using the fromfile() method."},
    {"fromunicode", METHOD_ONE, .one = array_method_fromunicode,
     .doc = "fromunicode($self, ustr, /)\n"
            "--\n"
            "\n"
            "Extends this array with data from the unicode string ustr.\n"
            "\n"
            "The array must be a unicode type array; otherwise a ValueError is raised.\n"
            "Use array.frombytes(ustr.encode(...)) to append Unicode data to an array of\n"
            "some other type."},
    {"index", METHOD_ARRAY, .array = array_method_index,
     .doc = "index($self, v, start=0, stop=sys.maxsize, /)\n"
            "--\n"
            "\n"
            "Return index of first occurrence of v in the array.\n"
            "\n"
            "Raise ValueError if the value is not present."},
    {"insert", METHOD_ARRAY, .array = array_method_insert,
     .doc = "insert($self, i, v, /)\n"
            "--\n"
            "\n"
            "Insert a new item v into the array before position i."},
    {"pop", METHOD_ARRAY, .array = array_method_pop,
     .doc = "pop($self, i=-1, /)\n"
            "--\n"
            "\n"
            "Return the i-th element and delete it from the array.\n"
            "\n"
            "i defaults to -1."},
    {"__reduce_ex__", METHOD_ONE, .one = array_reduce_ex,
     .doc = "__reduce_ex__($self, value, /)\n"
            "--\n"
            "\n"
            "Return state information for pickling.",
     .flags = METHOD_DEFINING_CLASS},
    {"remove", METHOD_ONE, .one = array_method_remove,
     .doc = "remove($self, v, /)\n"
            "--\n"
            "\n"
            "Remove the first occurrence of v in the array."},
    {"reverse", METHOD_NONE, .none = array_method_reverse,
     .doc = "reverse($self, /)\n"
            "--\n"
            "\n"
            "Reverse the order of the items in the array."},
    {"tofile", METHOD_ONE, .one = array_method_tofile,
     .doc = "tofile($self, f, /)\n"
            "--\n"
            "\n"
            "Write all items (as machine values) to the file object f.",
     .flags = METHOD_DEFINING_CLASS},
    {"tolist", METHOD_NONE, .none = array_method_tolist,
     .doc = "tolist($self, /)\n"
            "--\n"
            "\n"
            "Convert array to an ordinary list with the same items."},
    {"tobytes", METHOD_NONE, .none = array_method_tobytes,
     .doc = "tobytes($self, /)\n"
            "--\n"
            "\n"
            "Convert the array to an array of machine values and return the bytes representation."},
    {"tounicode", METHOD_NONE, .none = array_method_tounicode,
     .doc = "tounicode($self, /)\n"
            "--\n"
            "\n"
            "Extends this array with data from the unicode string ustr.\n"
            "\n"
            "Convert the array to a unicode string.  The array must be a unicode type array;\n"
            "otherwise a ValueError is raised.  Use array.tobytes().decode() to obtain a\n"
            "unicode string from an array of some other type."},
    {"__sizeof__", METHOD_NONE, .none = array_sizeof,
     .doc = "__sizeof__($self, /)\n"
            "--\n"
            "\n"
            "Size of the array in memory, in bytes."},
    {.name = NULL}};
