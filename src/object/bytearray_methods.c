/* bytearray_methods.c: the methods that bytearray has and bytes has not, and the table of all. */
#include "object/bytearray.h"
#include "object/call.h"
#include "object/str.h"
#include "object/tuple.h"

static Own bytearray_method_append(Ref self, Ref item) {
    u8 byte;
    if (!byte_value(item, "byte", &byte)) return NULL;
    isize size = size_of(self);
    if (!bytearray_resize(self, size + 1)) return NULL;
    AS_BYTEARRAY(self)->start[size] = byte;
    return own_none();
}

static Own bytearray_method_insert(Ref self, Ref const *args, isize nargs) {
    if (!arguments_count("insert", nargs, 2, 2)) return NULL;
    isize index = int_as_isize(args[0]);
    if (index == -1 && error_occurred()) return NULL;
    u8 byte;
    if (!byte_value(args[1], "byte", &byte)) return NULL;
    isize size = size_of(self);
    if (index < 0) index = isize_max(index + size, 0);
    index = isize_min(index, size);
    return bytearray_splice(self, index, index, &byte, 1) ? own_none() : NULL;
}

/* The items of an iterable are collected first: it may be, or change, the array itself. */
static Own bytearray_method_extend(Ref self, Ref iterable) {
    Own added = NULL;
    if (type_of(iterable)->slots.buffer_get) {
        added = bytearray_from_object(iterable);
    } else {
        added = bytearray_from("", 0);
        if (added && !bytearray_put_items(added, iterable, "can't extend bytearray with %.100T", true))
            slot_clear(&added);
    }
    if (!added) return NULL;
    isize size = size_of(self);
    bool done = bytearray_splice(self, size, size, AS_BYTEARRAY(added)->start, size_of(added));
    release(added);
    return done ? own_none() : NULL;
}

static Own bytearray_method_pop(Ref self, Ref const *args, isize nargs) {
    if (!arguments_count("pop", nargs, 0, 1)) return NULL;
    isize index = nargs ? int_as_isize(args[0]) : -1;
    if (nargs && index == -1 && error_occurred()) return NULL;
    isize size = size_of(self);
    if (size == 0) return error_set(EXC(IndexError), "pop from empty bytearray");
    if (index < 0) index += size;
    if (index < 0 || index >= size) return error_set(EXC(IndexError), "pop index out of range");
    if (!bytearray_is_resizable(self)) return NULL;
    u8 *bytes = AS_BYTEARRAY(self)->start, byte = bytes[index];
    memmove(bytes + index, bytes + index + 1, (usize)(size - index - 1));
    return bytearray_resize(self, size - 1) ? int_from_isize(byte) : NULL;
}

static Own bytearray_method_remove(Ref self, Ref item) {
    u8 byte;
    if (!byte_value(item, "byte", &byte)) return NULL;
    isize at = chars_find_char(bytearray_span(self), byte), size = size_of(self);
    if (at < 0) return error_set(EXC(ValueError), "value not found in bytearray");
    if (!bytearray_is_resizable(self)) return NULL;
    u8 *bytes = AS_BYTEARRAY(self)->start;
    memmove(bytes + at, bytes + at + 1, (usize)(size - at - 1));
    return bytearray_resize(self, size - 1) ? own_none() : NULL;
}

static Own bytearray_method_clear(Ref self) { return bytearray_resize(self, 0) ? own_none() : NULL; }

static Own bytearray_method_copy(Ref self) { return bytearray_from(AS_BYTEARRAY(self)->start, size_of(self)); }

static Own bytearray_method_reverse(Ref self) {
    u8 *bytes = AS_BYTEARRAY(self)->start;
    for (isize i = 0, k = size_of(self) - 1; i < k; i++, k--) {
        u8 byte = bytes[i];
        bytes[i] = bytes[k];
        bytes[k] = byte;
    }
    return own_none();
}

static Own bytearray_method_fromhex(Ref type, Ref text) {
    Own bytes = bytes_from_hex(text);
    if (!bytes) return NULL;
    Own made = type == (Ref)TYPE(BYTEARRAY) ? bytearray_from(bytes_data(bytes), size_of(bytes))
                                            : object_call_one(type, bytes);
    release(bytes);
    return made;
}

static Own bytearray_method_alloc(Ref self) { return int_from_isize(AS_BYTEARRAY(self)->capacity); }

static Own bytearray_method_sizeof(Ref self) {
    return int_from_isize(type_of(self)->basicsize + AS_BYTEARRAY(self)->capacity);
}

/* --- pickling ----------------------------------------------------------------------------------------- */

/* (type, arguments, state); up to protocol 2 bytes travel as latin-1 text. Consumes the arguments. */
static Own reduce_with(Ref self, Own arguments) {
    Own state = arguments ? object_call_method_none(self, NAME(__getstate__)) : NULL;
    Own triple = state ? tuple_pack(3, (Ref)type_of(self), arguments, state) : NULL;
    release_maybe(arguments);
    release_maybe(state);
    return triple;
}

static Own reduce_as_text(Ref self) {
    Own text = str_from_latin1(AS_BYTEARRAY(self)->start, size_of(self));
    Own encoding = text ? str_from_utf8("latin-1", -1) : NULL;
    Own arguments = encoding ? tuple_pack(2, text, encoding) : NULL;
    release_maybe(text);
    release_maybe(encoding);
    return reduce_with(self, arguments);
}

static Own bytearray_method_reduce(Ref self) { return reduce_as_text(self); }

static Own bytearray_method_reduce_ex(Ref self, Ref const *args, isize nargs) {
    int protocol = 0;
    if (!arguments_count("__reduce_ex__", nargs, 0, 1) || (nargs && !argument_int(args[0], &protocol)))
        return NULL;
    if (protocol < 3) return reduce_as_text(self);
    if (size_of(self) == 0) return reduce_with(self, tuple_pack(0));
    Own bytes = bytes_from(AS_BYTEARRAY(self)->start, size_of(self));
    Own arguments = bytes ? tuple_pack(1, bytes) : NULL;
    release_maybe(bytes);
    return reduce_with(self, arguments);
}

const MethodDef bytearray_methods[] = {
    {"__alloc__", METHOD_NONE, .none = bytearray_method_alloc,
     .doc = "B.__alloc__() -> int\n\nReturn the number of bytes actually allocated."},
    {"__reduce__", METHOD_NONE, .none = bytearray_method_reduce,
     .doc = "__reduce__($self, /)\n--\n\nReturn state information for pickling."},
    {"__reduce_ex__", METHOD_ARRAY, .array = bytearray_method_reduce_ex,
     .doc = "__reduce_ex__($self, proto=0, /)\n--\n\nReturn state information for pickling."},
    {"__sizeof__", METHOD_NONE, .none = bytearray_method_sizeof,
     .doc = "__sizeof__($self, /)\n--\n\nReturns the size of the bytearray object in memory, in bytes."},
    {"append", METHOD_ONE, .one = bytearray_method_append,
     .doc = "append($self, item, /)\n--\n\nAppend a single item to the end of the bytearray.\n\n  item\n   "
            " The item to be appended."},
    {"capitalize", METHOD_NONE, .none = bytes_method_capitalize,
     .doc = "B.capitalize() -> copy of B\n\nReturn a copy of B with only its first character capitalized "
            "(ASCII)\nand the rest lower-cased."},
    {"center", METHOD_ARRAY, .array = bytes_method_center,
     .doc = "center($self, width, fillchar=b' ', /)\n--\n\nReturn a centered string of length width.\n\n"
            "Padding is done using the specified fill character."},
    {"clear", METHOD_NONE, .none = bytearray_method_clear,
     .doc = "clear($self, /)\n--\n\nRemove all items from the bytearray."},
    {"copy", METHOD_NONE, .none = bytearray_method_copy, .doc = "copy($self, /)\n--\n\nReturn a copy of B."},
    {"count", METHOD_ARRAY, .array = bytes_method_count,
     .doc = "B.count(sub[, start[, end]]) -> int\n\nReturn the number of non-overlapping occurrences of "
            "subsection sub in\nbytes B[start:end].  Optional arguments start and end are interpreted\nas "
            "in slice notation.",
     .flags = METHOD_VARARGS},
    {"decode", METHOD_KEYWORDS, .keywords = bytes_method_decode,
     .doc = "decode($self, /, encoding='utf-8', errors='strict')\n--\n\nDecode the bytearray using the "
            "codec registered for encoding.\n\n  encoding\n    The encoding with which to decode the "
            "bytearray.\n  errors\n    The error handling scheme to use for the handling of decoding "
            "errors.\n    The default is 'strict' meaning that decoding errors raise a\n    "
            "UnicodeDecodeError. Other possible values are 'ignore' and 'replace'\n    as well as any "
            "other name registered with codecs.register_error that\n    can handle UnicodeDecodeErrors."},
    {"endswith", METHOD_ARRAY, .array = bytes_method_endswith,
     .doc = "B.endswith(suffix[, start[, end]]) -> bool\n\nReturn True if B ends with the specified "
            "suffix, False otherwise.\nWith optional start, test B beginning at that position.\nWith "
            "optional end, stop comparing B at that position.\nsuffix can also be a tuple of bytes to try.",
     .flags = METHOD_VARARGS},
    {"expandtabs", METHOD_KEYWORDS, .keywords = bytes_method_expandtabs,
     .doc = "expandtabs($self, /, tabsize=8)\n--\n\nReturn a copy where all tab characters are expanded "
            "using spaces.\n\nIf tabsize is not given, a tab size of 8 characters is assumed."},
    {"extend", METHOD_ONE, .one = bytearray_method_extend,
     .doc = "extend($self, iterable_of_ints, /)\n--\n\nAppend all the items from the iterator or sequence "
            "to the end of the bytearray.\n\n  iterable_of_ints\n    The iterable of items to append."},
    {"find", METHOD_ARRAY, .array = bytes_method_find,
     .doc = "B.find(sub[, start[, end]]) -> int\n\nReturn the lowest index in B where subsection sub is "
            "found,\nsuch that sub is contained within B[start,end].  Optional\narguments start and end "
            "are interpreted as in slice notation.\n\nReturn -1 on failure.",
     .flags = METHOD_VARARGS},
    {"fromhex", METHOD_ONE, .one = bytearray_method_fromhex,
     .doc = "fromhex($type, string, /)\n--\n\nCreate a bytearray object from a string of hexadecimal "
            "numbers.\n\nSpaces between two numbers are accepted.\nExample: bytearray.fromhex('B9 01EF') "
            "-> bytearray(b'\\\\xb9\\\\x01\\\\xef')",
     .flags = METHOD_CLASS},
    {"hex", METHOD_KEYWORDS, .keywords = bytes_method_hex,
     .doc = "hex($self, /, sep=<unrepresentable>, bytes_per_sep=1)\n--\n\nCreate a string of hexadecimal "
            "numbers from a bytearray object.\n\n  sep\n    An optional single character or byte to "
            "separate hex bytes.\n  bytes_per_sep\n    How many bytes between separators.  Positive values "
            "count from the\n    right, negative values count from the left.\n\nExample:\n>>> value = "
            "bytearray([0xb9, 0x01, 0xef])\n>>> value.hex()\n'b901ef'\n>>> value.hex(':')\n'b9:01:ef'\n>>> "
            "value.hex(':', 2)\n'b9:01ef'\n>>> value.hex(':', -2)\n'b901:ef'"},
    {"index", METHOD_ARRAY, .array = bytes_method_index,
     .doc = "B.index(sub[, start[, end]]) -> int\n\nReturn the lowest index in B where subsection sub is "
            "found,\nsuch that sub is contained within B[start,end].  Optional\narguments start and end "
            "are interpreted as in slice notation.\n\nRaises ValueError when the subsection is not found.",
     .flags = METHOD_VARARGS},
    {"insert", METHOD_ARRAY, .array = bytearray_method_insert,
     .doc = "insert($self, index, item, /)\n--\n\nInsert a single item into the bytearray before the given "
            "index.\n\n  index\n    The index where the value is to be inserted.\n  item\n    The item to "
            "be inserted."},
    {"isalnum", METHOD_NONE, .none = bytes_method_isalnum,
     .doc = "B.isalnum() -> bool\n\nReturn True if all characters in B are alphanumeric\nand there is at "
            "least one character in B, False otherwise."},
    {"isalpha", METHOD_NONE, .none = bytes_method_isalpha,
     .doc = "B.isalpha() -> bool\n\nReturn True if all characters in B are alphabetic\nand there is at "
            "least one character in B, False otherwise."},
    {"isascii", METHOD_NONE, .none = bytes_method_isascii,
     .doc = "B.isascii() -> bool\n\nReturn True if B is empty or all characters in B are ASCII,\nFalse "
            "otherwise."},
    {"isdigit", METHOD_NONE, .none = bytes_method_isdigit,
     .doc = "B.isdigit() -> bool\n\nReturn True if all characters in B are digits\nand there is at least "
            "one character in B, False otherwise."},
    {"islower", METHOD_NONE, .none = bytes_method_islower,
     .doc = "B.islower() -> bool\n\nReturn True if all cased characters in B are lowercase and there is\n"
            "at least one cased character in B, False otherwise."},
    {"isspace", METHOD_NONE, .none = bytes_method_isspace,
     .doc = "B.isspace() -> bool\n\nReturn True if all characters in B are whitespace\nand there is at "
            "least one character in B, False otherwise."},
    {"istitle", METHOD_NONE, .none = bytes_method_istitle,
     .doc = "B.istitle() -> bool\n\nReturn True if B is a titlecased string and there is at least one\n"
            "character in B, i.e. uppercase characters may only follow uncased\ncharacters and lowercase "
            "characters only cased ones. Return False\notherwise."},
    {"isupper", METHOD_NONE, .none = bytes_method_isupper,
     .doc = "B.isupper() -> bool\n\nReturn True if all cased characters in B are uppercase and there is\n"
            "at least one cased character in B, False otherwise."},
    {"join", METHOD_ONE, .one = bytes_method_join,
     .doc = "join($self, iterable_of_bytes, /)\n--\n\nConcatenate any number of bytes/bytearray objects.\n"
            "\nThe bytearray whose method is called is inserted in between each pair.\n\nThe result is "
            "returned as a new bytearray object."},
    {"ljust", METHOD_ARRAY, .array = bytes_method_ljust,
     .doc = "ljust($self, width, fillchar=b' ', /)\n--\n\nReturn a left-justified string of length width.\n"
            "\nPadding is done using the specified fill character."},
    {"lower", METHOD_NONE, .none = bytes_method_lower,
     .doc = "B.lower() -> copy of B\n\nReturn a copy of B with all ASCII characters converted to lowercase."},
    {"lstrip", METHOD_ARRAY, .array = bytes_method_lstrip,
     .doc = "lstrip($self, bytes=None, /)\n--\n\nStrip leading bytes contained in the argument.\n\nIf the "
            "argument is omitted or None, strip leading ASCII whitespace."},
    {"maketrans", METHOD_ARRAY, .array = bytes_method_maketrans,
     .doc = "maketrans(frm, to, /)\n--\n\nReturn a translation table useable for the bytes or bytearray "
            "translate method.\n\nThe returned table will be one where each byte in frm is mapped to the "
            "byte at\nthe same position in to.\n\nThe bytes objects frm and to must be of the same length.",
     .flags = METHOD_STATIC},
    {"partition", METHOD_ONE, .one = bytes_method_partition,
     .doc = "partition($self, sep, /)\n--\n\nPartition the bytearray into three parts using the given "
            "separator.\n\nThis will search for the separator sep in the bytearray. If the separator is\n"
            "found, returns a 3-tuple containing the part before the separator, the\nseparator itself, and "
            "the part after it as new bytearray objects.\n\nIf the separator is not found, returns a "
            "3-tuple containing the copy of the\noriginal bytearray object and two empty bytearray objects."},
    {"pop", METHOD_ARRAY, .array = bytearray_method_pop,
     .doc = "pop($self, index=-1, /)\n--\n\nRemove and return a single item from B.\n\n  index\n    The "
            "index from where to remove the item.\n    -1 (the default value) means remove the last item.\n"
            "\nIf no index argument is given, will pop the last item."},
    {"remove", METHOD_ONE, .one = bytearray_method_remove,
     .doc = "remove($self, value, /)\n--\n\nRemove the first occurrence of a value in the bytearray.\n\n  "
            "value\n    The value to remove."},
    {"replace", METHOD_ARRAY, .array = bytes_method_replace,
     .doc = "replace($self, old, new, count=-1, /)\n--\n\nReturn a copy with all occurrences of substring "
            "old replaced by new.\n\n  count\n    Maximum number of occurrences to replace.\n    -1 (the "
            "default value) means replace all occurrences.\n\nIf the optional argument count is given, "
            "only the first count occurrences are\nreplaced."},
    {"removeprefix", METHOD_ONE, .one = bytes_method_removeprefix,
     .doc = "removeprefix($self, prefix, /)\n--\n\nReturn a bytearray with the given prefix string removed "
            "if present.\n\nIf the bytearray starts with the prefix string, return\n"
            "bytearray[len(prefix):].  Otherwise, return a copy of the original\nbytearray."},
    {"removesuffix", METHOD_ONE, .one = bytes_method_removesuffix,
     .doc = "removesuffix($self, suffix, /)\n--\n\nReturn a bytearray with the given suffix string removed "
            "if present.\n\nIf the bytearray ends with the suffix string and that suffix is not\nempty, "
            "return bytearray[:-len(suffix)].  Otherwise, return a copy of\nthe original bytearray."},
    {"reverse", METHOD_NONE, .none = bytearray_method_reverse,
     .doc = "reverse($self, /)\n--\n\nReverse the order of the values in B in place."},
    {"rfind", METHOD_ARRAY, .array = bytes_method_rfind,
     .doc = "B.rfind(sub[, start[, end]]) -> int\n\nReturn the highest index in B where subsection sub is "
            "found,\nsuch that sub is contained within B[start,end].  Optional\narguments start and end "
            "are interpreted as in slice notation.\n\nReturn -1 on failure.",
     .flags = METHOD_VARARGS},
    {"rindex", METHOD_ARRAY, .array = bytes_method_rindex,
     .doc = "B.rindex(sub[, start[, end]]) -> int\n\nReturn the highest index in B where subsection sub is "
            "found,\nsuch that sub is contained within B[start,end].  Optional\narguments start and end "
            "are interpreted as in slice notation.\n\nRaise ValueError when the subsection is not found.",
     .flags = METHOD_VARARGS},
    {"rjust", METHOD_ARRAY, .array = bytes_method_rjust,
     .doc = "rjust($self, width, fillchar=b' ', /)\n--\n\nReturn a right-justified string of length "
            "width.\n\nPadding is done using the specified fill character."},
    {"rpartition", METHOD_ONE, .one = bytes_method_rpartition,
     .doc = "rpartition($self, sep, /)\n--\n\nPartition the bytearray into three parts using the given "
            "separator.\n\nThis will search for the separator sep in the bytearray, starting at the end.\n"
            "If the separator is found, returns a 3-tuple containing the part before the\nseparator, the "
            "separator itself, and the part after it as new bytearray\nobjects.\n\nIf the separator is not "
            "found, returns a 3-tuple containing two empty bytearray\nobjects and the copy of the original "
            "bytearray object."},
    {"rsplit", METHOD_KEYWORDS, .keywords = bytes_method_rsplit,
     .doc = "rsplit($self, /, sep=None, maxsplit=-1)\n--\n\nReturn a list of the sections in the "
            "bytearray, using sep as the delimiter.\n\n  sep\n    The delimiter according which to split "
            "the bytearray.\n    None (the default value) means split on ASCII whitespace characters\n    "
            "(space, tab, return, newline, formfeed, vertical tab).\n  maxsplit\n    Maximum number of "
            "splits to do.\n    -1 (the default value) means no limit.\n\nSplitting is done starting at "
            "the end of the bytearray and working to the front."},
    {"rstrip", METHOD_ARRAY, .array = bytes_method_rstrip,
     .doc = "rstrip($self, bytes=None, /)\n--\n\nStrip trailing bytes contained in the argument.\n\nIf the "
            "argument is omitted or None, strip trailing ASCII whitespace."},
    {"split", METHOD_KEYWORDS, .keywords = bytes_method_split,
     .doc = "split($self, /, sep=None, maxsplit=-1)\n--\n\nReturn a list of the sections in the bytearray, "
            "using sep as the delimiter.\n\n  sep\n    The delimiter according which to split the "
            "bytearray.\n    None (the default value) means split on ASCII whitespace characters\n    "
            "(space, tab, return, newline, formfeed, vertical tab).\n  maxsplit\n    Maximum number of "
            "splits to do.\n    -1 (the default value) means no limit."},
    {"splitlines", METHOD_KEYWORDS, .keywords = bytes_method_splitlines,
     .doc = "splitlines($self, /, keepends=False)\n--\n\nReturn a list of the lines in the bytearray, "
            "breaking at line boundaries.\n\nLine breaks are not included in the resulting list unless "
            "keepends is given and\ntrue."},
    {"startswith", METHOD_ARRAY, .array = bytes_method_startswith,
     .doc = "B.startswith(prefix[, start[, end]]) -> bool\n\nReturn True if B starts with the specified "
            "prefix, False otherwise.\nWith optional start, test B beginning at that position.\nWith "
            "optional end, stop comparing B at that position.\nprefix can also be a tuple of bytes to try.",
     .flags = METHOD_VARARGS},
    {"strip", METHOD_ARRAY, .array = bytes_method_strip,
     .doc = "strip($self, bytes=None, /)\n--\n\nStrip leading and trailing bytes contained in the "
            "argument.\n\nIf the argument is omitted or None, strip leading and trailing ASCII whitespace."},
    {"swapcase", METHOD_NONE, .none = bytes_method_swapcase,
     .doc = "B.swapcase() -> copy of B\n\nReturn a copy of B with uppercase ASCII characters converted\nto "
            "lowercase ASCII and vice versa."},
    {"title", METHOD_NONE, .none = bytes_method_title,
     .doc = "B.title() -> copy of B\n\nReturn a titlecased version of B, i.e. ASCII words start with "
            "uppercase\ncharacters, all remaining cased characters have lowercase."},
    {"translate", METHOD_KEYWORDS, .keywords = bytes_method_translate,
     .doc = "translate($self, table, /, delete=b'')\n--\n\nReturn a copy with each character mapped by the "
            "given translation table.\n\n  table\n    Translation table, which must be a bytes object of "
            "length 256.\n\nAll characters occurring in the optional argument delete are removed.\nThe "
            "remaining characters are mapped through the given translation table."},
    {"upper", METHOD_NONE, .none = bytes_method_upper,
     .doc = "B.upper() -> copy of B\n\nReturn a copy of B with all ASCII characters converted to uppercase."},
    {"zfill", METHOD_ONE, .one = bytes_method_zfill,
     .doc = "zfill($self, width, /)\n--\n\nPad a numeric string with zeros on the left, to fill a field of "
            "the given width.\n\nThe original string is never truncated."},
    {NULL}};
