/* str_type.c: the type str: its constructor, its operators, and the table of its methods. */
#include "object/bytes.h"
#include "object/call.h"
#include "object/number.h"
#include "object/range.h"
#include "object/sequence.h"
#include "object/str_methods.h"
#include "object/tuple.h"

/* --- making and dying --------------------------------------------------------------------------------- */

static Own decode_object(Ref object, const char *encoding, const char *errors) {
    if (is_bytes(object)) return str_decode(bytes_data(object), size_of(object), encoding, errors);
    if (is_str(object)) return error_set(EXC(TypeError), "decoding str is not supported");
    Buffer buffer;
    if (!buffer_get(object, &buffer, false)) {
        if (type_of(object)->slots.buffer_get) return NULL;
        error_clear();
        return error_set(EXC(TypeError), "decoding to str: need a bytes-like object, %.80T found", object);
    }
    Own text = str_decode((const u8 *)buffer.data, buffer.length, encoding, errors);
    buffer_release(&buffer);
    return text;
}

/* The text, as str(object, encoding, errors) gives it. */
static Own str_from_arguments(Ref object, Ref encoding, Ref errors) {
    TextArgument encoding_text, errors_text;
    if (!argument_text(encoding, "str", "'encoding'", &encoding_text)) return NULL;
    Own text = NULL;
    if (argument_text(errors, "str", "'errors'", &errors_text)) {
        if (!object)
            text = str_new(0, 0);
        else if (!encoding && !errors)
            text = object_str(object);
        else
            text = decode_object(object, encoding_text.text, errors_text.text);
        text_argument_release(&errors_text);
    }
    text_argument_release(&encoding_text);
    return text;
}

/* An instance of a subclass with the same text. */
static Own str_copy_as(Type *type, Ref text) {
    const Str *source = AS_STR(text);
    isize size = (source->length + 1) * source->kind;
    Own made = object_new(type, size);
    if (!made) return NULL;
    Str *str = AS_STR(made);
    str->length = source->length;
    str->hash = source->hash;
    str->kind = source->kind;
    str->ascii = source->ascii;
    memcpy(str->data, source->data, (usize)size);
    return made;
}

static Own str_new_python(Type *type, Ref const *args, isize nargs, Ref kwnames) {
    static const Parameters parameters = {"str", {"object", "encoding", "errors"}, .required = 0};
    Ref bound[3];
    if (!arguments_bind(&parameters, args, nargs, kwnames, bound)) return NULL;
    Own text = str_from_arguments(bound[0], bound[1], bound[2]);
    if (!text || type == TYPE(STR)) return text;
    Own made = str_copy_as(type, text);
    release(text);
    return made;
}

static void str_dealloc(Own self) {
    if (AS_STR(self)->interned) str_forget(self);
    object_free(self);
}

/* --- operators ---------------------------------------------------------------------------------------- */

static Own str_richcompare(Ref left, Ref right, CompareOp op) {
    if (!is_str(left) || !is_str(right)) return own_not_implemented();
    if (op == COMPARE_EQ || op == COMPARE_NE) return own_bool(str_equal(left, right) == (op == COMPARE_EQ));
    return own_bool(sequence_compare_lengths(str_compare(left, right), 0, op));
}

static Own str_slot_concat(Ref left, Ref right) {
    if (is_str(left) && is_str(right)) return str_concat(left, right);
    if (!is_str(left)) return error_set(EXC(TypeError), "must be str, not %.100T", left);
    return error_set(EXC(TypeError), "can only concatenate str (not \"%.200T\") to str", right);
}

static Own str_repeat(Ref self, isize count) {
    isize length = str_length(self), total;
    if (count < 1 || length == 0) return str_new(0, 0);
    if (count == 1) return str_exact(self);
    if (__builtin_mul_overflow(length, count, &total)) {
        return error_set(EXC(OverflowError), "repeated string is too long");
    }
    Own made = str_new(total, str_max_char(self));
    if (!made) return NULL;
    if (length == 1) {
        str_fill(made, 0, str_char(self, 0), count);
        return made;
    }
    usize bytes = (usize)(length * str_kind(self)), all = bytes * (usize)count, done = bytes;
    u8 *data = AS_STR(made)->data;
    memcpy(data, str_data(self), bytes);
    for (; done < all; done += bytes) { /* what is there is doubled */
        bytes = done < all - done ? done : all - done;
        memcpy(data + done, data, bytes);
    }
    return made;
}

static Own str_remainder(Ref left, Ref right) {
    return is_str(left) ? str_percent_format(left, right) : own_not_implemented();
}

static Own str_item(Ref self, isize index) {
    if (index >= 0 && index < str_length(self)) return str_from_char(str_char(self, index));
    return error_set(EXC(IndexError), "string index out of range");
}

static Own str_slice(Ref self, Ref slice) {
    isize start, stop, step, count = slice_indices(slice, str_length(self), &start, &stop, &step);
    if (count < 0) return NULL;
    if (count == 0) return str_new(0, 0);
    if (step == 1) return str_substring(self, start, start + count);
    u32 max_char = 0;
    for (isize i = 0; i < count; i++) {
        u32 c = str_char(self, start + i * step);
        if (c > max_char) max_char = c;
    }
    Own made = str_new(count, max_char);
    if (!made) return NULL;
    for (isize i = 0; i < count; i++) str_put(made, i, str_char(self, start + i * step));
    return made;
}

static Own str_subscript(Ref self, Ref key) {
    if (number_is_index(key)) {
        isize index = int_index_as_isize(key, EXC(IndexError));
        if (index == -1 && error_occurred()) return NULL;
        return str_item(self, index < 0 ? index + str_length(self) : index);
    }
    if (is_slice(key)) return str_slice(self, key);
    return error_set(EXC(TypeError), "string indices must be integers, not '%.200T'", key);
}

/* --- methods that have no other place ----------------------------------------------------------------- */

static Own str_method_encode(Ref self, Ref const *args, isize nargs, Ref kwnames) {
    static const Parameters parameters = {"encode", {"encoding", "errors"}, .required = 0};
    Ref bound[2];
    TextArgument encoding, errors;
    if (!arguments_bind(&parameters, args, nargs, kwnames, bound)) return NULL;
    if (!argument_text(bound[0], "encode", "'encoding'", &encoding)) return NULL;
    Own bytes = NULL;
    if (argument_text(bound[1], "encode", "'errors'", &errors)) {
        bytes = str_encode(self, encoding.text, errors.text);
        text_argument_release(&errors);
    }
    text_argument_release(&encoding);
    return bytes;
}

static Own str_method_dunder_format(Ref self, Ref spec) {
    if (!argument_str(spec, "__format__", "")) return NULL;
    if (str_length(spec) > 0) return str_format_str(self, spec);
    return is_exact_str(self) ? own(self) : object_str(self);
}

/* CPython's sizes: a head for ASCII texts, a longer one for others, a still longer one for instances of
 * subclasses, which have their characters in a block of their own; and the characters with a NUL;
 * with one more the UTF-8 that it keeps. */
static Own str_method_sizeof(Ref self) {
    enum { ASCII_HEAD = 48, WIDE_HEAD = 72, SUBCLASS_HEAD = 80 };
    isize head = !is_exact_str(self) ? SUBCLASS_HEAD : str_is_ascii(self) ? ASCII_HEAD : WIDE_HEAD;
    isize kept = AS_STR(self)->utf8_length;
    return int_from_isize(head + (str_length(self) + 1) * str_kind(self) + (kept ? kept + 1 : 0));
}

static Own str_method_getnewargs(Ref self) {
    Own text = str_from_chars(str_data(self), str_kind(self), str_length(self));
    Own arguments = text ? tuple_pack(1, text) : NULL;
    release_maybe(text);
    return arguments;
}

static const MethodDef str_methods[] = {
    {"encode", METHOD_KEYWORDS, .keywords = str_method_encode,
     .doc = "encode($self, /, encoding='utf-8', errors='strict')\n--\n\nEncode the string using the codec "
            "registered for encoding.\n\n  encoding\n    The encoding in which to encode the string.\n  "
            "errors\n    The error handling scheme to use for encoding errors.\n    The default is "
            "'strict' meaning that encoding errors raise a\n    UnicodeEncodeError.  Other possible values "
            "are 'ignore', 'replace' and\n    'xmlcharrefreplace' as well as any other name registered "
            "with\n    codecs.register_error that can handle UnicodeEncodeErrors."},
    {"replace", METHOD_ARRAY, .array = str_method_replace,
     .doc = "replace($self, old, new, count=-1, /)\n--\n\nReturn a copy with all occurrences of substring "
            "old replaced by new.\n\n  count\n    Maximum number of occurrences to replace.\n    -1 (the "
            "default value) means replace all occurrences.\n\nIf the optional argument count is given, "
            "only the first count occurrences are\nreplaced."},
    {"split", METHOD_KEYWORDS, .keywords = str_method_split,
     .doc = "split($self, /, sep=None, maxsplit=-1)\n--\n\nReturn a list of the substrings in the string, "
            "using sep as the separator string.\n\n  sep\n    The separator used to split the string.\n\n  "
            "  When set to None (the default value), will split on any whitespace\n    character "
            "(including \\\\n \\\\r \\\\t \\\\f and spaces) and will discard\n    empty strings from the "
            "result.\n  maxsplit\n    Maximum number of splits (starting from the left).\n    -1 (the "
            "default value) means no limit.\n\nNote, str.split() is mainly useful for data that has been "
            "intentionally\ndelimited.  With natural text that includes punctuation, consider using\nthe "
            "regular expression module."},
    {"rsplit", METHOD_KEYWORDS, .keywords = str_method_rsplit,
     .doc = "rsplit($self, /, sep=None, maxsplit=-1)\n--\n\nReturn a list of the substrings in the string, "
            "using sep as the separator string.\n\n  sep\n    The separator used to split the string.\n\n  "
            "  When set to None (the default value), will split on any whitespace\n    character "
            "(including \\\\n \\\\r \\\\t \\\\f and spaces) and will discard\n    empty strings from the "
            "result.\n  maxsplit\n    Maximum number of splits (starting from the left).\n    -1 (the "
            "default value) means no limit.\n\nSplitting starts at the end of the string and works to the "
            "front."},
    {"join", METHOD_ONE, .one = str_method_join,
     .doc = "join($self, iterable, /)\n--\n\nConcatenate any number of strings.\n\nThe string whose method "
            "is called is inserted in between each given string.\nThe result is returned as a new string.\n"
            "\nExample: '.'.join(['ab', 'pq', 'rs']) -> 'ab.pq.rs'"},
    {"capitalize", METHOD_NONE, .none = str_method_capitalize,
     .doc = "capitalize($self, /)\n--\n\nReturn a capitalized version of the string.\n\nMore specifically, "
            "make the first character have upper case and the rest lower\ncase."},
    {"casefold", METHOD_NONE, .none = str_method_casefold,
     .doc = "casefold($self, /)\n--\n\nReturn a version of the string suitable for caseless comparisons."},
    {"title", METHOD_NONE, .none = str_method_title,
     .doc = "title($self, /)\n--\n\nReturn a version of the string where each word is titlecased.\n\nMore "
            "specifically, words start with uppercased characters and all remaining\ncased characters have "
            "lower case."},
    {"center", METHOD_ARRAY, .array = str_method_center,
     .doc = "center($self, width, fillchar=' ', /)\n--\n\nReturn a centered string of length width.\n\n"
            "Padding is done using the specified fill character (default is a space)."},
    {"count", METHOD_ARRAY, .array = str_method_count,
     .doc = "S.count(sub[, start[, end]]) -> int\n\nReturn the number of non-overlapping occurrences of "
            "substring sub in\nstring S[start:end].  Optional arguments start and end are\ninterpreted as "
            "in slice notation.",
     .flags = METHOD_VARARGS},
    {"expandtabs", METHOD_KEYWORDS, .keywords = str_method_expandtabs,
     .doc = "expandtabs($self, /, tabsize=8)\n--\n\nReturn a copy where all tab characters are expanded "
            "using spaces.\n\nIf tabsize is not given, a tab size of 8 characters is assumed."},
    {"find", METHOD_ARRAY, .array = str_method_find,
     .doc = "S.find(sub[, start[, end]]) -> int\n\nReturn the lowest index in S where substring sub is "
            "found,\nsuch that sub is contained within S[start:end].  Optional\narguments start and end "
            "are interpreted as in slice notation.\n\nReturn -1 on failure.",
     .flags = METHOD_VARARGS},
    {"partition", METHOD_ONE, .one = str_method_partition,
     .doc = "partition($self, sep, /)\n--\n\nPartition the string into three parts using the given "
            "separator.\n\nThis will search for the separator in the string.  If the separator is found,\n"
            "returns a 3-tuple containing the part before the separator, the separator\nitself, and the "
            "part after it.\n\nIf the separator is not found, returns a 3-tuple containing the original "
            "string\nand two empty strings."},
    {"index", METHOD_ARRAY, .array = str_method_index,
     .doc = "S.index(sub[, start[, end]]) -> int\n\nReturn the lowest index in S where substring sub is "
            "found,\nsuch that sub is contained within S[start:end].  Optional\narguments start and end "
            "are interpreted as in slice notation.\n\nRaises ValueError when the substring is not found.",
     .flags = METHOD_VARARGS},
    {"ljust", METHOD_ARRAY, .array = str_method_ljust,
     .doc = "ljust($self, width, fillchar=' ', /)\n--\n\nReturn a left-justified string of length width.\n"
            "\nPadding is done using the specified fill character (default is a space)."},
    {"lower", METHOD_NONE, .none = str_method_lower,
     .doc = "lower($self, /)\n--\n\nReturn a copy of the string converted to lowercase."},
    {"lstrip", METHOD_ARRAY, .array = str_method_lstrip,
     .doc = "lstrip($self, chars=None, /)\n--\n\nReturn a copy of the string with leading whitespace "
            "removed.\n\nIf chars is given and not None, remove characters in chars instead."},
    {"rfind", METHOD_ARRAY, .array = str_method_rfind,
     .doc = "S.rfind(sub[, start[, end]]) -> int\n\nReturn the highest index in S where substring sub is "
            "found,\nsuch that sub is contained within S[start:end].  Optional\narguments start and end "
            "are interpreted as in slice notation.\n\nReturn -1 on failure.",
     .flags = METHOD_VARARGS},
    {"rindex", METHOD_ARRAY, .array = str_method_rindex,
     .doc = "S.rindex(sub[, start[, end]]) -> int\n\nReturn the highest index in S where substring sub is "
            "found,\nsuch that sub is contained within S[start:end].  Optional\narguments start and end "
            "are interpreted as in slice notation.\n\nRaises ValueError when the substring is not found.",
     .flags = METHOD_VARARGS},
    {"rjust", METHOD_ARRAY, .array = str_method_rjust,
     .doc = "rjust($self, width, fillchar=' ', /)\n--\n\nReturn a right-justified string of length width.\n"
            "\nPadding is done using the specified fill character (default is a space)."},
    {"rstrip", METHOD_ARRAY, .array = str_method_rstrip,
     .doc = "rstrip($self, chars=None, /)\n--\n\nReturn a copy of the string with trailing whitespace "
            "removed.\n\nIf chars is given and not None, remove characters in chars instead."},
    {"rpartition", METHOD_ONE, .one = str_method_rpartition,
     .doc = "rpartition($self, sep, /)\n--\n\nPartition the string into three parts using the given "
            "separator.\n\nThis will search for the separator in the string, starting at the end. If\nthe "
            "separator is found, returns a 3-tuple containing the part before the\nseparator, the "
            "separator itself, and the part after it.\n\nIf the separator is not found, returns a 3-tuple "
            "containing two empty strings\nand the original string."},
    {"splitlines", METHOD_KEYWORDS, .keywords = str_method_splitlines,
     .doc = "splitlines($self, /, keepends=False)\n--\n\nReturn a list of the lines in the string, "
            "breaking at line boundaries.\n\nLine breaks are not included in the resulting list unless "
            "keepends is given and\ntrue."},
    {"strip", METHOD_ARRAY, .array = str_method_strip,
     .doc = "strip($self, chars=None, /)\n--\n\nReturn a copy of the string with leading and trailing "
            "whitespace removed.\n\nIf chars is given and not None, remove characters in chars instead."},
    {"swapcase", METHOD_NONE, .none = str_method_swapcase,
     .doc = "swapcase($self, /)\n--\n\nConvert uppercase characters to lowercase and lowercase characters "
            "to uppercase."},
    {"translate", METHOD_ONE, .one = str_method_translate,
     .doc = "translate($self, table, /)\n--\n\nReplace each character in the string using the given "
            "translation table.\n\n  table\n    Translation table, which must be a mapping of Unicode "
            "ordinals to\n    Unicode ordinals, strings, or None.\n\nThe table must implement "
            "lookup/indexing via __getitem__, for instance a\ndictionary or list.  If this operation "
            "raises LookupError, the character is\nleft untouched.  Characters mapped to None are deleted."},
    {"upper", METHOD_NONE, .none = str_method_upper,
     .doc = "upper($self, /)\n--\n\nReturn a copy of the string converted to uppercase."},
    {"startswith", METHOD_ARRAY, .array = str_method_startswith,
     .doc = "S.startswith(prefix[, start[, end]]) -> bool\n\nReturn True if S starts with the specified "
            "prefix, False otherwise.\nWith optional start, test S beginning at that position.\nWith "
            "optional end, stop comparing S at that position.\nprefix can also be a tuple of strings to "
            "try.",
     .flags = METHOD_VARARGS},
    {"endswith", METHOD_ARRAY, .array = str_method_endswith,
     .doc = "S.endswith(suffix[, start[, end]]) -> bool\n\nReturn True if S ends with the specified "
            "suffix, False otherwise.\nWith optional start, test S beginning at that position.\nWith "
            "optional end, stop comparing S at that position.\nsuffix can also be a tuple of strings to "
            "try.",
     .flags = METHOD_VARARGS},
    {"removeprefix", METHOD_ONE, .one = str_method_removeprefix,
     .doc = "removeprefix($self, prefix, /)\n--\n\nReturn a str with the given prefix string removed if "
            "present.\n\nIf the string starts with the prefix string, return string[len(prefix):].\n"
            "Otherwise, return a copy of the original string."},
    {"removesuffix", METHOD_ONE, .one = str_method_removesuffix,
     .doc = "removesuffix($self, suffix, /)\n--\n\nReturn a str with the given suffix string removed if "
            "present.\n\nIf the string ends with the suffix string and that suffix is not empty,\nreturn "
            "string[:-len(suffix)]. Otherwise, return a copy of the original\nstring."},
    {"isascii", METHOD_NONE, .none = str_method_isascii,
     .doc = "isascii($self, /)\n--\n\nReturn True if all characters in the string are ASCII, False "
            "otherwise.\n\nASCII characters have code points in the range U+0000-U+007F.\nEmpty string is "
            "ASCII too."},
    {"islower", METHOD_NONE, .none = str_method_islower,
     .doc = "islower($self, /)\n--\n\nReturn True if the string is a lowercase string, False otherwise.\n\n"
            "A string is lowercase if all cased characters in the string are lowercase and\nthere is at "
            "least one cased character in the string."},
    {"isupper", METHOD_NONE, .none = str_method_isupper,
     .doc = "isupper($self, /)\n--\n\nReturn True if the string is an uppercase string, False otherwise.\n"
            "\nA string is uppercase if all cased characters in the string are uppercase and\nthere is at "
            "least one cased character in the string."},
    {"istitle", METHOD_NONE, .none = str_method_istitle,
     .doc = "istitle($self, /)\n--\n\nReturn True if the string is a title-cased string, False otherwise.\n"
            "\nIn a title-cased string, upper- and title-case characters may only\nfollow uncased "
            "characters and lowercase characters only cased ones."},
    {"isspace", METHOD_NONE, .none = str_method_isspace,
     .doc = "isspace($self, /)\n--\n\nReturn True if the string is a whitespace string, False otherwise.\n"
            "\nA string is whitespace if all characters in the string are whitespace and there\nis at "
            "least one character in the string."},
    {"isdecimal", METHOD_NONE, .none = str_method_isdecimal,
     .doc = "isdecimal($self, /)\n--\n\nReturn True if the string is a decimal string, False otherwise.\n\n"
            "A string is a decimal string if all characters in the string are decimal and\nthere is at "
            "least one character in the string."},
    {"isdigit", METHOD_NONE, .none = str_method_isdigit,
     .doc = "isdigit($self, /)\n--\n\nReturn True if the string is a digit string, False otherwise.\n\nA "
            "string is a digit string if all characters in the string are digits and there\nis at least "
            "one character in the string."},
    {"isnumeric", METHOD_NONE, .none = str_method_isnumeric,
     .doc = "isnumeric($self, /)\n--\n\nReturn True if the string is a numeric string, False otherwise.\n\n"
            "A string is numeric if all characters in the string are numeric and there is at\nleast one "
            "character in the string."},
    {"isalpha", METHOD_NONE, .none = str_method_isalpha,
     .doc = "isalpha($self, /)\n--\n\nReturn True if the string is an alphabetic string, False otherwise.\n"
            "\nA string is alphabetic if all characters in the string are alphabetic and there\nis at "
            "least one character in the string."},
    {"isalnum", METHOD_NONE, .none = str_method_isalnum,
     .doc = "isalnum($self, /)\n--\n\nReturn True if the string is an alpha-numeric string, False "
            "otherwise.\n\nA string is alpha-numeric if all characters in the string are alpha-numeric "
            "and\nthere is at least one character in the string."},
    {"isidentifier", METHOD_NONE, .none = str_method_isidentifier,
     .doc = "isidentifier($self, /)\n--\n\nReturn True if the string is a valid Python identifier, False "
            "otherwise.\n\nCall keyword.iskeyword(s) to test whether string s is a reserved identifier,\n"
            "such as \"def\" or \"class\"."},
    {"isprintable", METHOD_NONE, .none = str_method_isprintable,
     .doc = "isprintable($self, /)\n--\n\nReturn True if the string is printable, False otherwise.\n\nA "
            "string is printable if all of its characters are considered printable in\nrepr() or if it is "
            "empty."},
    {"zfill", METHOD_ONE, .one = str_method_zfill,
     .doc = "zfill($self, width, /)\n--\n\nPad a numeric string with zeros on the left, to fill a field of "
            "the given width.\n\nThe string is never truncated."},
    {"format", METHOD_KEYWORDS, .keywords = str_method_format,
     .doc = "S.format(*args, **kwargs) -> str\n\nReturn a formatted version of S, using substitutions from "
            "args and kwargs.\nThe substitutions are identified by braces ('{' and '}').",
     .flags = METHOD_VARARGS},
    {"format_map", METHOD_ONE, .one = str_method_format_map,
     .doc = "S.format_map(mapping) -> str\n\nReturn a formatted version of S, using substitutions from "
            "mapping.\nThe substitutions are identified by braces ('{' and '}')."},
    {"__format__", METHOD_ONE, .one = str_method_dunder_format,
     .doc = "__format__($self, format_spec, /)\n--\n\nReturn a formatted version of the string as "
            "described by format_spec."},
    {"maketrans", METHOD_ARRAY, .array = str_method_maketrans,
     .doc = "maketrans(x, y=<unrepresentable>, z=<unrepresentable>, /)\n--\n\nReturn a translation table "
            "usable for str.translate().\n\nIf there is only one argument, it must be a dictionary mapping "
            "Unicode\nordinals (integers) or characters to Unicode ordinals, strings or None.\nCharacter "
            "keys will be then converted to ordinals.\nIf there are two arguments, they must be strings of "
            "equal length, and\nin the resulting dictionary, each character in x will be mapped to the\n"
            "character at the same position in y. If there is a third argument, it\nmust be a string, "
            "whose characters will be mapped to None in the result.",
     .flags = METHOD_STATIC},
    {"__sizeof__", METHOD_NONE, .none = str_method_sizeof,
     .doc = "__sizeof__($self, /)\n--\n\nReturn the size of the string in memory, in bytes."},
    {"__getnewargs__", METHOD_NONE, .none = str_method_getnewargs, .doc = ""},
    {NULL}};

const TypeSpec str_spec = {
    .name = "str",
    .basicsize = sizeof(Str),
    .itemsize = 1,
    .flags = TYPE_BASETYPE | TYPE_STR_SUBCLASS | TYPE_MATCH_SELF,
    .ghost_size = 80,
    .slots = {.dealloc = str_dealloc,
              .repr = str_repr,
              .str = str_exact,
              .hash = str_hash,
              .getattro = object_generic_get_attribute,
              .richcompare = str_richcompare,
              .iter = str_iter,
              .new = str_new_python,
              .remainder = str_remainder,
              .length = str_length,
              .concat = str_slot_concat,
              .repeat = str_repeat,
              .contains = str_contains,
              .item = str_item,
              .subscript = str_subscript},
    .methods = str_methods,
    .doc = "str(object='') -> str\nstr(bytes_or_buffer[, encoding[, errors]]) -> str\n\n"
           "Create a new string object from the given object. If encoding or\n"
           "errors is specified, then the object must expose a data buffer\n"
           "that will be decoded using the given encoding and error handler.\n"
           "Otherwise, returns the result of object.__str__() (if defined)\nor repr(object).\n"
           "encoding defaults to sys.getdefaultencoding().\nerrors defaults to 'strict'."};
