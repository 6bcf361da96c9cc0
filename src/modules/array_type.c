/* array_type.c: the type array: making one, its slots, its buffer; and the module. */
#include "modules/array.h"
#include "object/argument_checks.h"
#include "object/audit.h"
#include "object/range.h"
#include "object/sequence.h"
#include "vm/import.h"

/* --- birth and death ------------------------------------------------------------------------------------- */

static bool take_letter(Ref argument, u32 *letter) {
    if (is_str(argument) && str_length(argument) == 1) {
        *letter = str_char(argument, 0);
        return true;
    }
    return error_set(EXC(TypeError), "array() argument 1 must be a unicode character, not %.50s",
                     argument_type_name(argument));
}

/* Text only fills arrays of text. */
static bool check_initial(Ref initial, u32 letter) {
    bool text = is_str(initial), text_array = is_array(initial) && AS_ARRAY(initial)->kind->letter == 'u';
    if (letter == 'u' || (!text && !text_array)) return true;
    return error_set(EXC(TypeError), "cannot use a %s to initialize an array with typecode '%c'",
                     text ? "str" : "unicode array", (int)letter);
}

static bool fill_with(Ref self, Ref initial) {
    bool is_text = AS_ARRAY(self)->kind->letter == 'u';
    if (is_text && is_str(initial)) return array_append_text(self, initial);
    if (is_bytes(initial) || is_bytearray(initial)) {
        const u8 *data = is_bytes(initial) ? bytes_data(initial) : AS_BYTEARRAY(initial)->start;
        if (size_of(initial) % AS_ARRAY(self)->item_size != 0) {
            return error_set(EXC(ValueError), "bytes length not a multiple of item size");
        }
        return array_append_bytes(self, data, size_of(initial));
    }
    return array_extend(self, initial);
}

/* What is read item by item is asked for an iterator before anybody looks at the letter. *source is owned: that, or
 * the thing itself; NULL without exception: there is none. */
static bool open_initial(Ref initial, u32 letter, Own *source) {
    bool whole = !initial || is_list(initial) || is_tuple(initial) || is_bytes(initial) ||
                 is_bytearray(initial) || is_str(initial) ||
                 (is_array(initial) && (u32)AS_ARRAY(initial)->kind->letter == letter);
    *source = whole ? own_maybe(initial) : object_iter(initial);
    return whole || *source;
}

static Own array_filled(Type *type, u32 letter, Ref initial) {
    const ArrayKind *kind = array_kind(letter);
    if (!kind) return NULL;
    isize room = initial && (is_list(initial) || is_tuple(initial)) ? object_length(initial) : 0;
    bool is_text = initial && is_str(initial);
    Own self = array_new(type, is_text ? str_length(initial) : room, kind);
    if (!self) return NULL;
    if (is_text) AS_ARRAY(self)->ob_base.ob_size = 0; /* of a text it has room for all characters and no more */
    bool done = true;
    if (room) {
        for (isize i = 0; done && i < room; i++) {
            if (i >= object_length(initial)) {
                done = error_set(EXC(RuntimeError), "list changed size during iteration");
                break;
            }
            Own item = own(is_list(initial) ? list_get(initial, i) : tuple_get(initial, i));
            done = array_put(self, i, item);
            release(item);
        }
    } else if (initial) {
        done = fill_with(self, initial);
    }
    if (!done) slot_clear(&self);
    return self;
}

static Own array_type_new(Type *type, Ref const *args, isize nargs, Ref kwnames) {
    u32 letter = 0;
    bool own_init = type != MODULE_TYPE(ARRAY) && type->slots.init != MODULE_TYPE(ARRAY)->slots.init;
    if (!own_init && !arguments_no_keywords("array.array", kwnames)) return NULL;
    if (nargs < 1 || nargs > 2) {
        return error_set(EXC(TypeError), "array() takes at %s %d argument%s (%zd given)",
                         nargs < 1 ? "least" : "most", nargs < 1 ? 1 : 2, nargs < 1 ? "" : "s", nargs);
    }
    if (!take_letter(args[0], &letter)) return NULL;
    Ref initial = nargs > 1 ? args[1] : NULL;
    if (!AUDIT("array.__new__", "NO", str_from_char(letter), initial)) return NULL;
    if (initial && !check_initial(initial, letter)) return NULL;
    Own source;
    if (!open_initial(initial, letter, &source)) return NULL;
    Own self = array_filled(type, letter, source);
    release_maybe(source);
    return self;
}

static void array_dealloc(Own self) {
    gc_untrack(self);
    if (AS_ARRAY(self)->weaklist) weakref_clear_all(self);
    arena_free(AS_ARRAY(self)->items);
    object_free(self);
}

/* --- looking at it --------------------------------------------------------------------------------------- */

static Own array_repr(Ref self) {
    const char *name = type_short_name(type_of(self));
    char letter = AS_ARRAY(self)->kind->letter;
    if (array_length(self) == 0) return str_format("%s('%c')", name, letter);
    Own items = object_call_method_cstring(self, letter == 'u' ? "tounicode" : "tolist", NULL, 0);
    Own text = items ? str_format("%s('%c', %R)", name, letter, (Ref)items) : NULL;
    release_maybe(items);
    return text;
}

static Own array_compare(Ref left, Ref right, CompareOp op) {
    if (!is_array(left) || !is_array(right)) return own_not_implemented();
    isize a = array_length(left), b = array_length(right);
    if (a != b && (op == COMPARE_EQ || op == COMPARE_NE)) return own_bool(op == COMPARE_NE);
    for (isize i = 0; i < a && i < b; i++) {
        Own first = array_get(left, i), second = first ? array_get(right, i) : NULL;
        int equal = second ? object_compare_bool(first, second, COMPARE_EQ) : -1;
        Own answer = equal == 0 ? object_compare(first, second, op) : NULL;
        release_maybe(first);
        release_maybe(second);
        if (equal <= 0) return answer;
    }
    return own_bool(sequence_compare_lengths(a, b, op));
}

static int array_contains(Ref self, Ref value) { return object_contains_by_iteration(self, value); }

static Own array_item(Ref self, isize index) {
    if ((usize)index < (usize)array_length(self)) return array_get(self, index);
    return error_set(EXC(IndexError), "array index out of range");
}

/* The items at start, start + step ...: a new array. */
static Own array_take(Ref self, isize start, isize step, isize count) {
    Own taken = array_new(MODULE_TYPE(ARRAY), count, AS_ARRAY(self)->kind);
    usize size = (usize)AS_ARRAY(self)->item_size;
    for (isize i = 0; taken && i < count; i++)
        memcpy(array_place(taken, i), array_place(self, start + i * step), size);
    return taken;
}

static Own array_subscript(Ref self, Ref key) {
    isize start, stop, step;
    if (number_is_index(key)) {
        isize index = int_index_as_isize(key, EXC(IndexError));
        if (index == -1 && error_occurred()) return NULL;
        return array_item(self, index < 0 ? index + array_length(self) : index);
    }
    if (!is_slice(key)) return error_set(EXC(TypeError), "array indices must be integers");
    isize count = slice_indices(key, array_length(self), &start, &stop, &step);
    return count < 0 ? NULL : array_take(self, start, step, count);
}

/* --- changing it ----------------------------------------------------------------------------------------- */

static bool delete_steps(Ref self, isize start, isize step, isize count) {
    usize size = (usize)AS_ARRAY(self)->item_size;
    if (count == 0) return true;
    if (AS_ARRAY(self)->exports > 0) return array_resize(self, array_length(self) - count);
    if (step < 0) {
        start += step * (count - 1);
        step = -step;
    }
    isize to = start, length = array_length(self);
    for (isize from = start; from < length; from++) {
        bool goes = (from - start) % step == 0 && (from - start) / step < count;
        if (!goes) memmove(array_place(self, to++), array_place(self, from), size);
    }
    return array_resize(self, length - count);
}

static bool assign_slice(Ref self, isize start, isize step, isize count, Ref value) {
    if (!is_array(value)) {
        return error_set(EXC(TypeError), "can only assign array (not \"%.200s\") to array slice",
                         type_of(value)->name);
    }
    if (AS_ARRAY(value)->kind != AS_ARRAY(self)->kind) {
        return error_set(EXC(TypeError), "bad argument type for built-in operation");
    }
    isize given = array_length(value);
    if (step != 1 && given != count) {
        return error_set(EXC(ValueError), "attempt to assign array of size %zd to extended slice of size %zd",
                         given, count);
    }
    Own source = value == self ? array_take(value, 0, 1, given) : own(value);
    bool done = source && (step != 1 || array_splice(self, start, count, given));
    usize size = (usize)AS_ARRAY(self)->item_size;
    for (isize i = 0; done && i < given; i++) {
        memcpy(array_place(self, start + i * step), array_place(source, i), size);
    }
    release_maybe(source);
    return done;
}

static bool array_set_subscript(Ref self, Ref key, Ref value) {
    isize start, stop, step;
    if (number_is_index(key)) {
        isize index = int_index_as_isize(key, EXC(IndexError));
        if (index == -1 && error_occurred()) return false;
        if (index < 0) index += array_length(self);
        if ((usize)index >= (usize)array_length(self)) {
            return error_set(EXC(IndexError), "array assignment index out of range");
        }
        return value ? array_put(self, index, value) : array_splice(self, index, 1, 0);
    }
    if (!is_slice(key)) return error_set(EXC(TypeError), "array indices must be integers");
    isize count = slice_indices(key, array_length(self), &start, &stop, &step);
    if (count < 0) return false;
    return value ? assign_slice(self, start, step, count, value) : delete_steps(self, start, step, count);
}

static Own array_concat(Ref self, Ref other) {
    if (!is_array(other)) {
        return error_set(EXC(TypeError), "can only append array (not \"%.200s\") to array",
                         type_of(other)->name);
    }
    if (AS_ARRAY(other)->kind != AS_ARRAY(self)->kind) {
        return error_set(EXC(TypeError), "bad argument type for built-in operation");
    }
    Own sum = array_take(self, 0, 1, array_length(self));
    if (sum && !array_extend(sum, other)) slot_clear(&sum);
    return sum;
}
static Own array_inplace_concat(Ref self, Ref other) {
    if (!is_array(other)) {
        return error_set(EXC(TypeError), "can only extend array with array (not \"%.200s\")",
                         type_of(other)->name);
    }
    return array_extend(self, other) ? own(self) : NULL;
}

static Own array_inplace_repeat(Ref self, isize times) {
    isize length = array_length(self), total, bytes = length * AS_ARRAY(self)->item_size;
    if (times < 0) times = 0;
    if (__builtin_mul_overflow(length, times, &total)) return error_memory();
    if (length == 0 || times == 1) return own(self);
    if (!array_resize(self, total)) return NULL;
    for (isize i = 1; i < times; i++)
        memcpy(AS_ARRAY(self)->items + i * bytes, AS_ARRAY(self)->items, (usize)bytes);
    return own(self);
}
static Own array_repeat(Ref self, isize times) {
    Own copy = array_take(self, 0, 1, array_length(self)),
        result = copy ? array_inplace_repeat(copy, times) : NULL;
    release_maybe(copy);
    return result;
}

/* --- the buffer ------------------------------------------------------------------------------------------ */

static bool array_buffer_get(Ref self, Buffer *buffer, UNUSED bool writable) {
    Array *array = AS_ARRAY(self);
    array->exports++;
    *buffer = (Buffer){.owner = own(self),
                       .data = array->items ? (char *)array->items : (char *)array,
                       .length = array_length(self) * array->item_size,
                       .item_size = array->item_size,
                       .ndim = 1,
                       .format = array->kind->format,
                       .shape = &array->ob_base.ob_size,
                       .strides = &array->item_size};
    return true;
}
static void array_buffer_release(Ref self, UNUSED Buffer *buffer) { AS_ARRAY(self)->exports--; }

/* --- the type, the module -------------------------------------------------------------------------------- */

static Own get_typecode(Ref self, UNUSED void *closure) {
    return str_from_char((u32)AS_ARRAY(self)->kind->letter);
}
static Own get_itemsize(Ref self, UNUSED void *closure) { return int_from_isize(AS_ARRAY(self)->item_size); }
static const GetSetDef array_getset[] = {
    {"typecode", .get = get_typecode, .doc = "the typecode character used to create the array"},
    {"itemsize", .get = get_itemsize, .doc = "the size, in bytes, of one array item"},
    {.name = NULL}};

const TypeSpec array_spec = {.name = "array.array",
                             .basicsize = sizeof(Array),
                             .ghost_size = 64,
                             .flags = TYPE_HEAP_SPEC | TYPE_GC | TYPE_BASETYPE | TYPE_SEQUENCE,
                             .weaklist_offset = offsetof(Array, weaklist),
                             .slots = {.new = array_type_new,
                                       .dealloc = array_dealloc,
                                       .traverse = gc_traverse_nothing,
                                       .repr = array_repr,
                                       .getattro = object_generic_get_attribute,
                                       .richcompare = array_compare,
                                       .iter = array_iter,
                                       .length = array_length,
                                       .concat = array_concat,
                                       .repeat = array_repeat,
                                       .inplace_concat = array_inplace_concat,
                                       .inplace_repeat = array_inplace_repeat,
                                       .contains = array_contains,
                                       .item = array_item,
                                       .subscript = array_subscript,
                                       .set_subscript = array_set_subscript,
                                       .buffer_get = array_buffer_get,
                                       .buffer_release = array_buffer_release},
                             .methods = array_methods,
                             .getset = array_getset,
                             .doc =
                                 "array(typecode [, initializer]) -> array\n"
                                 "\n"
                                 "Return a new array whose items are restricted by typecode, and\n"
                                 "initialized from the optional initializer value, which must be a list,\n"
                                 "string or iterable over elements of the appropriate type.\n"
                                 "\n"
                                 "Arrays represent basic values and behave very much like lists, except\n"
                                 "the type of objects stored in them is constrained. The type is specified\n"
                                 "at object creation time by using a type code, which is a single character.\n"
                                 "The following type codes are defined:\n"
                                 "\n"
                                 "    Type code   C Type             Minimum size in bytes\n"
                                 "    'b'         signed integer     1\n"
                                 "    'B'         unsigned integer   1\n"
                                 "    'u'         Unicode character  2 (see note)\n"
                                 "    'h'         signed integer     2\n"
                                 "    'H'         unsigned integer   2\n"
                                 "    'i'         signed integer     2\n"
                                 "    'I'         unsigned integer   2\n"
                                 "    'l'         signed integer     4\n"
                                 "    'L'         unsigned integer   4\n"
                                 "    'q'         signed integer     8 (see note)\n"
                                 "    'Q'         unsigned integer   8 (see note)\n"
                                 "    'f'         floating point     4\n"
                                 "    'd'         floating point     8\n"
                                 "\n"
                                 "NOTE: The 'u' typecode corresponds to Python's unicode character. On\n"
                                 "narrow builds this is 2-bytes on wide builds this is 4-bytes.\n"
                                 "\n"
                                 "NOTE: The 'q' and 'Q' type codes are only available if the platform\n"
                                 "C compiler used to build Python supports 'long long', or, on Windows,\n"
                                 "'__int64'.\n"
                                 "\n"
                                 "Methods:\n"
                                 "\n"
                                 "append() -- append a new item to the end of the array\n"
                                 "buffer_info() -- return information giving the current memory info\n"
                                 "byteswap() -- byteswap all the items of the array\n"
                                 "count() -- return number of occurrences of an object\n"
                                 "extend() -- extend array by appending multiple elements from an iterable\n"
                                 "fromfile() -- read items from a file object\n"
                                 "fromlist() -- append items from the list\n"
                                 "frombytes() -- append items from the string\n"
                                 "index() -- return index of first occurrence of an object\n"
                                 "insert() -- insert a new item into the array at a provided position\n"
                                 "pop() -- remove and return item (default last)\n"
                                 "remove() -- remove first occurrence of an object\n"
                                 "reverse() -- reverse the order of the items in the array\n"
                                 "tofile() -- write all items to a file object\n"
                                 "tolist() -- return the array converted to an ordinary list\n"
                                 "tobytes() -- return the array converted to a string\n"
                                 "\n"
                                 "Attributes:\n"
                                 "\n"
                                 "typecode -- the typecode character used to create the array\n"
                                 "itemsize -- the length in bytes of one array item\n"};

static const MethodDef array_functions[] = {
    {"_array_reconstructor", METHOD_ARRAY, .array = array_reconstruct,
     .doc = "_array_reconstructor($module, arraytype, typecode, mformat_code, items,\n"
            "                     /)\n"
            "--\n"
            "\n"
            "Internal. Used for pickling support."},
    {.name = NULL}};

/* collections.abc.MutableSequence.register(array) */
static bool join_sequences(void) {
    Own sequence = import_attribute("collections.abc", "MutableSequence");
    Ref array = (Ref)MODULE_TYPE(ARRAY);
    Own registered = sequence ? object_call_method_cstring(sequence, "register", &array, 1) : NULL;
    release_maybe(sequence);
    release_maybe(registered);
    return registered != NULL;
}

static bool fill(Ref module) {
    return module_ready_type(MODULE_TYPE_ARRAY_ITERATOR) && module_add_type(module, MODULE_TYPE_ARRAY) &&
           module_add(module, "ArrayType", own((Ref)MODULE_TYPE(ARRAY))) &&
           module_add(module, "typecodes", str_from_ascii("bBuhHiIlLqQfd", -1)) && join_sequences();
}

const NativeModule array_module = {.name = "array",
                                   .doc =
                                       "This module defines an object type which can efficiently represent\n"
                                       "an array of basic values: characters, integers, floating point\n"
                                       "numbers.  Arrays are sequence types and behave very much like lists,\n"
                                       "except that the type of objects stored in them is constrained.\n",
                                   .functions = array_functions,
                                   .fill = fill};
