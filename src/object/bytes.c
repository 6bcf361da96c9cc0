/* bytes.c: what a bytes object is and how one is made; its operators.
 *
 * The data is followed by a NUL. The empty one and the 256 of one byte exist once. */
#include "object/bytes.h"

#include "base/hash.h"
#include "object/byte_methods.h"
#include "object/call.h"
#include "object/number.h"
#include "object/range.h"
#include "object/sequence.h"
#include "object/tuple.h"

enum { BYTES_SIZE = sizeof(Bytes) + 1 };

/* --- making ------------------------------------------------------------------------------------------- */

static Own bytes_allocate(Type *type, isize length) {
    if (length > ISIZE_MAX - BYTES_SIZE) return error_set(EXC(OverflowError), "byte string is too large");
    if (length > ISIZE_MAX - BYTES_SIZE - 8) return error_memory();
    Own made = object_new_raw(type, length);
    if (!made) return NULL;
    AS_BYTES(made)->hash = -1;
    bytes_data(made)[length] = 0;
    return made;
}

Own bytes_from(const void *data, isize length) {
    if (length == 0 && OBJECT_ROOT->empty_bytes) return own(OBJECT_ROOT->empty_bytes);
    if (length == 1 && data) {
        Ref shared = OBJECT_ROOT->byte_strings[*(const u8 *)data];
        if (shared) return own(shared);
    }
    Own made = bytes_allocate(TYPE(BYTES), length);
    if (made && data) memcpy(bytes_data(made), data, (usize)length);
    return made;
}

bool bytes_resize(Object **bytes, isize length) {
    if (length == 0 || size_of(*bytes) == 0) {
        Own other = bytes_from(NULL, length);
        if (other) slot_set(bytes, other);
        return other != NULL;
    }
    Object *moved = arena_realloc(*bytes, sizeof(Bytes) + (usize)length + 1, BLOCK_OBJECT);
    if (!moved) return error_memory();
    AS_BYTES(moved)->ob_base.ob_size = length;
    AS_BYTES(moved)->hash = -1;
    bytes_data(moved)[length] = 0;
    *bytes = moved;
    return true;
}

bool byte_value(Ref value, const char *who, u8 *byte) {
    if (!number_is_index(value)) {
        return error_set(EXC(TypeError), "'%.200T' object cannot be interpreted as an integer", value) != NULL;
    }
    isize number = int_index_as_isize(value, NULL);
    if (number == -1 && error_occurred()) return false;
    *byte = (u8)number;
    if (number >= 0 && number <= 255) return true;
    return error_set(EXC(ValueError), "%s must be in range(0, 256)", who) != NULL;
}

/* --- of self's kind ----------------------------------------------------------------------------------- */

Own bytes_like(Ref self, Chars span) {
    return is_bytes(self) ? bytes_from(span.data, span.length) : bytearray_from(span.data, span.length);
}

Own bytes_like_slice(Ref self, isize start, isize end) {
    if (is_exact_bytes(self) && start == 0 && end == size_of(self)) return own(self);
    return bytes_like(self, chars_slice(bytes_span(self), start, end));
}

Own bytes_like_finish(Ref self, ByteBuilder *builder) {
    if (is_bytes(self)) return byte_builder_finish_alone(builder);
    Own copy = builder->failed ? NULL
                               : bytearray_from(builder->buffer ? bytes_data(builder->buffer) : (const u8 *)"",
                                                builder->length);
    byte_builder_discard(builder);
    return copy;
}

/* --- operators ---------------------------------------------------------------------------------------- */

static Own bytes_slot_repr(Ref self) { return bytes_repr(self, true); }

bool bytes_warn(const char *what) {
    return !OBJECT_ROOT->bytes_warning || warning_issue(EXC(BytesWarning), 1, "%s", what);
}

static Own bytes_slot_str(Ref self) {
    return bytes_warn("str() on a bytes instance") ? bytes_slot_repr(self) : NULL;
}

static isize bytes_hash(Ref self) {
    Bytes *bytes = AS_BYTES(self);
    if (bytes->hash != -1) return bytes->hash;
    isize hash = 0;
    if (size_of(self)) hash = (isize)hash_siphash13(bytes->data, (usize)size_of(self));
    if (hash == -1) hash = -2;
    bytes->hash = hash;
    return hash;
}

int bytes_order(Chars a, Chars b) {
    isize common = isize_min(a.length, b.length);
    int order = common ? memcmp(a.data, b.data, (usize)common) : 0;
    if (order) return order < 0 ? -1 : 1;
    return a.length == b.length ? 0 : a.length < b.length ? -1 : 1;
}

static Own bytes_richcompare(Ref left, Ref right, CompareOp op) {
    if (!is_bytes(left) || !is_bytes(right)) {
        Ref other = is_bytes(left) ? right : left;
        const char *warning = is_str(other)   ? "Comparison between bytes and string"
                              : is_int(other) ? "Comparison between bytes and int"
                                              : NULL;
        bool asks = warning && (op == COMPARE_EQ || op == COMPARE_NE);
        return !asks || bytes_warn(warning) ? own_not_implemented() : NULL;
    }
    if ((op == COMPARE_EQ || op == COMPARE_NE) && size_of(left) != size_of(right))
        return own_bool(op == COMPARE_NE);
    return own_bool(sequence_compare_lengths(bytes_order(bytes_span(left), bytes_span(right)), 0, op));
}

bool bytes_concat_buffers(Ref a, Ref b, Buffer *left, Buffer *right) {
    if (buffer_get(a, left, false)) {
        if (buffer_get(b, right, false)) return true;
        buffer_release(left);
    }
    if (!error_matches(EXC(MemoryError))) error_set(EXC(TypeError), "can't concat %.100T to %.100T", b, a);
    return false;
}

Own bytes_concat(Ref a, Ref b) {
    if (size_of(a) == 0 && is_exact_bytes(b) && is_bytes(a)) return own(b);
    if (is_bytes(b) && size_of(b) == 0 && is_exact_bytes(a)) return own(a);
    Buffer left, right;
    if (!bytes_concat_buffers(a, b, &left, &right)) return NULL;
    isize length;
    Own joined = NULL;
    if (__builtin_add_overflow(left.length, right.length, &length))
        error_memory();
    else
        joined = bytes_from(NULL, length);
    if (joined && left.length) memcpy(bytes_data(joined), left.data, (usize)left.length);
    if (joined && right.length) memcpy(bytes_data(joined) + left.length, right.data, (usize)right.length);
    buffer_release(&right);
    buffer_release(&left);
    return joined;
}

void bytes_fill_repeated(u8 *out, Chars pattern, isize count) {
    if (pattern.length == 0 || count <= 0) return;
    usize all = (usize)pattern.length * (usize)count, done = (usize)pattern.length;
    memcpy(out, pattern.data, done);
    while (done < all) { /* what is there is doubled */
        usize more = done < all - done ? done : all - done;
        memcpy(out + done, out, more);
        done += more;
    }
}

static Own bytes_repeat(Ref self, isize count) {
    isize total;
    if (count < 0) count = 0;
    if (__builtin_mul_overflow(size_of(self), count, &total)) {
        return error_set(EXC(OverflowError), "repeated bytes are too long");
    }
    if (total == size_of(self) && is_exact_bytes(self)) return own(self);
    if (total > ISIZE_MAX - BYTES_SIZE) return error_set(EXC(OverflowError), "repeated bytes are too long");
    Own made = bytes_from(NULL, total);
    if (made) bytes_fill_repeated(bytes_data(made), bytes_span(self), count);
    return made;
}

static Own bytes_remainder(Ref left, Ref right) {
    return is_bytes(left) ? bytes_percent_format(left, right) : own_not_implemented();
}

static Own bytes_item(Ref self, isize index) {
    if (index >= 0 && index < size_of(self)) return int_from_isize(bytes_data(self)[index]);
    return error_set(EXC(IndexError), "index out of range");
}

Own bytes_slice_step(Ref self, isize start, isize step, isize count) {
    Own made = bytes_from(NULL, count);
    Chars all = bytes_span(self);
    for (isize i = 0; made && i < count; i++) bytes_data(made)[i] = span_byte(all, start + i * step);
    return made;
}

static Own bytes_subscript(Ref self, Ref key) {
    if (number_is_index(key)) {
        isize index = int_index_as_isize(key, EXC(IndexError));
        if (index == -1 && error_occurred()) return NULL;
        return bytes_item(self, index < 0 ? index + size_of(self) : index);
    }
    if (!is_slice(key)) {
        return error_set(EXC(TypeError), "byte indices must be integers or slices, not %.200T", key);
    }
    isize start, stop, step, count = slice_indices(key, size_of(self), &start, &stop, &step);
    if (count < 0) return NULL;
    if (count == 0) return bytes_from("", 0);
    if (step == 1) return bytes_like_slice(self, start, start + count);
    return bytes_slice_step(self, start, step, count);
}

static bool bytes_buffer_get(Ref self, Buffer *buffer, bool writable) {
    if (writable) return error_set(EXC(BufferError), "Object is not writable.") != NULL;
    *buffer = (Buffer){.owner = own(self),
                       .data = (char *)bytes_data(self),
                       .length = size_of(self),
                       .item_size = 1,
                       .ndim = 1,
                       .readonly = true};
    return true;
}

/* --- methods of bytes alone --------------------------------------------------------------------------- */

static Own bytes_method_getnewargs(Ref self) {
    Own copy = bytes_from(bytes_data(self), size_of(self));
    Own arguments = copy ? tuple_pack(1, copy) : NULL;
    release_maybe(copy);
    return arguments;
}

static Own bytes_method_bytes(Ref self) {
    return is_exact_bytes(self) ? own(self) : bytes_from(bytes_data(self), size_of(self));
}

/* On a subclass: type(bytes). */
static Own bytes_method_fromhex(Ref type, Ref text) {
    Own made = bytes_from_hex(text);
    if (!made || type == (Ref)TYPE(BYTES)) return made;
    Own instance = object_call_one(type, made);
    release(made);
    return instance;
}

static const MethodDef bytes_methods[] = {
    {"__getnewargs__", METHOD_NONE, .none = bytes_method_getnewargs, .doc = ""},
    {"__bytes__", METHOD_NONE, .none = bytes_method_bytes,
     .doc = "__bytes__($self, /)\n--\n\nConvert this value to exact type bytes."},
    {"capitalize", METHOD_NONE, .none = bytes_method_capitalize,
     .doc = "B.capitalize() -> copy of B\n\nReturn a copy of B with only its first character capitalized "
            "(ASCII)\nand the rest lower-cased."},
    {"center", METHOD_ARRAY, .array = bytes_method_center,
     .doc = "center($self, width, fillchar=b' ', /)\n--\n\nReturn a centered string of length width.\n\n"
            "Padding is done using the specified fill character."},
    {"count", METHOD_ARRAY, .array = bytes_method_count,
     .doc = "B.count(sub[, start[, end]]) -> int\n\nReturn the number of non-overlapping occurrences of "
            "subsection sub in\nbytes B[start:end].  Optional arguments start and end are interpreted\nas "
            "in slice notation.",
     .flags = METHOD_VARARGS},
    {"decode", METHOD_KEYWORDS, .keywords = bytes_method_decode,
     .doc = "decode($self, /, encoding='utf-8', errors='strict')\n--\n\nDecode the bytes using the codec "
            "registered for encoding.\n\n  encoding\n    The encoding with which to decode the bytes.\n  "
            "errors\n    The error handling scheme to use for the handling of decoding errors.\n    The "
            "default is 'strict' meaning that decoding errors raise a\n    UnicodeDecodeError. Other "
            "possible values are 'ignore' and 'replace'\n    as well as any other name registered with "
            "codecs.register_error that\n    can handle UnicodeDecodeErrors."},
    {"endswith", METHOD_ARRAY, .array = bytes_method_endswith,
     .doc = "B.endswith(suffix[, start[, end]]) -> bool\n\nReturn True if B ends with the specified "
            "suffix, False otherwise.\nWith optional start, test B beginning at that position.\nWith "
            "optional end, stop comparing B at that position.\nsuffix can also be a tuple of bytes to try.",
     .flags = METHOD_VARARGS},
    {"expandtabs", METHOD_KEYWORDS, .keywords = bytes_method_expandtabs,
     .doc = "expandtabs($self, /, tabsize=8)\n--\n\nReturn a copy where all tab characters are expanded "
            "using spaces.\n\nIf tabsize is not given, a tab size of 8 characters is assumed."},
    {"find", METHOD_ARRAY, .array = bytes_method_find,
     .doc = "B.find(sub[, start[, end]]) -> int\n\nReturn the lowest index in B where subsection sub is "
            "found,\nsuch that sub is contained within B[start,end].  Optional\narguments start and end "
            "are interpreted as in slice notation.\n\nReturn -1 on failure.",
     .flags = METHOD_VARARGS},
    {"fromhex", METHOD_ONE, .one = bytes_method_fromhex,
     .doc = "fromhex($type, string, /)\n--\n\nCreate a bytes object from a string of hexadecimal numbers.\n"
            "\nSpaces between two numbers are accepted.\nExample: bytes.fromhex('B9 01EF') -> "
            "b'\\\\xb9\\\\x01\\\\xef'.",
     .flags = METHOD_CLASS},
    {"hex", METHOD_KEYWORDS, .keywords = bytes_method_hex,
     .doc = "hex($self, /, sep=<unrepresentable>, bytes_per_sep=1)\n--\n\nCreate a string of hexadecimal "
            "numbers from a bytes object.\n\n  sep\n    An optional single character or byte to separate "
            "hex bytes.\n  bytes_per_sep\n    How many bytes between separators.  Positive values count "
            "from the\n    right, negative values count from the left.\n\nExample:\n>>> value = "
            "b'\\xb9\\x01\\xef'\n>>> value.hex()\n'b901ef'\n>>> value.hex(':')\n'b9:01:ef'\n>>> "
            "value.hex(':', 2)\n'b9:01ef'\n>>> value.hex(':', -2)\n'b901:ef'"},
    {"index", METHOD_ARRAY, .array = bytes_method_index,
     .doc = "B.index(sub[, start[, end]]) -> int\n\nReturn the lowest index in B where subsection sub is "
            "found,\nsuch that sub is contained within B[start,end].  Optional\narguments start and end "
            "are interpreted as in slice notation.\n\nRaises ValueError when the subsection is not found.",
     .flags = METHOD_VARARGS},
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
     .doc = "join($self, iterable_of_bytes, /)\n--\n\nConcatenate any number of bytes objects.\n\nThe "
            "bytes whose method is called is inserted in between each pair.\n\nThe result is returned as a "
            "new bytes object.\n\nExample: b'.'.join([b'ab', b'pq', b'rs']) -> b'ab.pq.rs'."},
    {"ljust", METHOD_ARRAY, .array = bytes_method_ljust,
     .doc = "ljust($self, width, fillchar=b' ', /)\n--\n\nReturn a left-justified string of length width.\n"
            "\nPadding is done using the specified fill character."},
    {"lower", METHOD_NONE, .none = bytes_method_lower,
     .doc = "B.lower() -> copy of B\n\nReturn a copy of B with all ASCII characters converted to lowercase."},
    {"lstrip", METHOD_ARRAY, .array = bytes_method_lstrip,
     .doc = "lstrip($self, bytes=None, /)\n--\n\nStrip leading bytes contained in the argument.\n\nIf the "
            "argument is omitted or None, strip leading  ASCII whitespace."},
    {"maketrans", METHOD_ARRAY, .array = bytes_method_maketrans,
     .doc = "maketrans(frm, to, /)\n--\n\nReturn a translation table useable for the bytes or bytearray "
            "translate method.\n\nThe returned table will be one where each byte in frm is mapped to the "
            "byte at\nthe same position in to.\n\nThe bytes objects frm and to must be of the same length.",
     .flags = METHOD_STATIC},
    {"partition", METHOD_ONE, .one = bytes_method_partition,
     .doc = "partition($self, sep, /)\n--\n\nPartition the bytes into three parts using the given "
            "separator.\n\nThis will search for the separator sep in the bytes. If the separator is "
            "found,\nreturns a 3-tuple containing the part before the separator, the separator\nitself, "
            "and the part after it.\n\nIf the separator is not found, returns a 3-tuple containing the "
            "original bytes\nobject and two empty bytes objects."},
    {"replace", METHOD_ARRAY, .array = bytes_method_replace,
     .doc = "replace($self, old, new, count=-1, /)\n--\n\nReturn a copy with all occurrences of substring "
            "old replaced by new.\n\n  count\n    Maximum number of occurrences to replace.\n    -1 (the "
            "default value) means replace all occurrences.\n\nIf the optional argument count is given, "
            "only the first count occurrences are\nreplaced."},
    {"removeprefix", METHOD_ONE, .one = bytes_method_removeprefix,
     .doc = "removeprefix($self, prefix, /)\n--\n\nReturn a bytes object with the given prefix string "
            "removed if present.\n\nIf the bytes starts with the prefix string, return "
            "bytes[len(prefix):].\nOtherwise, return a copy of the original bytes."},
    {"removesuffix", METHOD_ONE, .one = bytes_method_removesuffix,
     .doc = "removesuffix($self, suffix, /)\n--\n\nReturn a bytes object with the given suffix string "
            "removed if present.\n\nIf the bytes ends with the suffix string and that suffix is not "
            "empty,\nreturn bytes[:-len(prefix)].  Otherwise, return a copy of the original\nbytes."},
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
     .doc = "rpartition($self, sep, /)\n--\n\nPartition the bytes into three parts using the given "
            "separator.\n\nThis will search for the separator sep in the bytes, starting at the end. If\n"
            "the separator is found, returns a 3-tuple containing the part before the\nseparator, the "
            "separator itself, and the part after it.\n\nIf the separator is not found, returns a 3-tuple "
            "containing two empty bytes\nobjects and the original bytes object."},
    {"rsplit", METHOD_KEYWORDS, .keywords = bytes_method_rsplit,
     .doc = "rsplit($self, /, sep=None, maxsplit=-1)\n--\n\nReturn a list of the sections in the bytes, "
            "using sep as the delimiter.\n\n  sep\n    The delimiter according which to split the bytes.\n "
            "   None (the default value) means split on ASCII whitespace characters\n    (space, tab, "
            "return, newline, formfeed, vertical tab).\n  maxsplit\n    Maximum number of splits to do.\n  "
            "  -1 (the default value) means no limit.\n\nSplitting is done starting at the end of the "
            "bytes and working to the front."},
    {"rstrip", METHOD_ARRAY, .array = bytes_method_rstrip,
     .doc = "rstrip($self, bytes=None, /)\n--\n\nStrip trailing bytes contained in the argument.\n\nIf the "
            "argument is omitted or None, strip trailing ASCII whitespace."},
    {"split", METHOD_KEYWORDS, .keywords = bytes_method_split,
     .doc = "split($self, /, sep=None, maxsplit=-1)\n--\n\nReturn a list of the sections in the bytes, "
            "using sep as the delimiter.\n\n  sep\n    The delimiter according which to split the bytes.\n "
            "   None (the default value) means split on ASCII whitespace characters\n    (space, tab, "
            "return, newline, formfeed, vertical tab).\n  maxsplit\n    Maximum number of splits to do.\n  "
            "  -1 (the default value) means no limit."},
    {"splitlines", METHOD_KEYWORDS, .keywords = bytes_method_splitlines,
     .doc = "splitlines($self, /, keepends=False)\n--\n\nReturn a list of the lines in the bytes, breaking "
            "at line boundaries.\n\nLine breaks are not included in the resulting list unless keepends is "
            "given and\ntrue."},
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

const TypeSpec bytes_spec = {
    .name = "bytes",
    .basicsize = BYTES_SIZE,
    .itemsize = 1,
    .flags = TYPE_BASETYPE | TYPE_BYTES_SUBCLASS | TYPE_MATCH_SELF,
    .slots = {.repr = bytes_slot_repr,
              .str = bytes_slot_str,
              .hash = bytes_hash,
              .getattro = object_generic_get_attribute,
              .richcompare = bytes_richcompare,
              .iter = bytes_iter,
              .new = bytes_new_python,
              .remainder = bytes_remainder,
              .length = size_of,
              .concat = bytes_concat,
              .repeat = bytes_repeat,
              .contains = bytes_contains,
              .item = bytes_item,
              .subscript = bytes_subscript,
              .buffer_get = bytes_buffer_get},
    .methods = bytes_methods,
    .doc = "bytes(iterable_of_ints) -> bytes\nbytes(string, encoding[, errors]) -> bytes\n"
           "bytes(bytes_or_buffer) -> immutable copy of bytes_or_buffer\n"
           "bytes(int) -> bytes object of size given by the parameter initialized with null bytes\n"
           "bytes() -> empty bytes object\n\nConstruct an immutable array of bytes from:\n"
           "  - an iterable yielding integers in range(256)\n"
           "  - a text string encoded using the specified encoding\n"
           "  - any object implementing the buffer API.\n  - an integer"};
