/* unicodedata_module.c: the module unicodedata: what Unicode says of characters.
 *
 * Its functions are also the methods of ucd_3_2_0, which answers for Unicode 3.2 (IDNA needs it): `self` tells which
 * of the two is asked. What 3.2 did not know has no properties there; all else about it is in tables of its own. */
#include "modules/modules.h"

#include "object/argument_checks.h"
#include "object/bytes.h"
#include "object/error.h"
#include "object/float.h"
#include "object/gc.h"
#include "object/str.h"
#include "object/type_checks.h"
#include "object/unicode.h"

typedef struct Database {
    Object ob_base;
} Database;

static bool is_old(Ref self) { return type_of(self) == MODULE_TYPE(UCD); }

static const UnicodeRecord *record_in(const u16 *index, u32 c) {
    u32 within = c & ((1u << UNICODE_DATA_BITS) - 1);
    return &unicode_data_records[unicode_data_blocks[(u32)index[c >> UNICODE_DATA_BITS] << UNICODE_DATA_BITS |
                                                     within]];
}
static const UnicodeRecord *record_of(Ref self, u32 c) {
    return record_in(is_old(self) ? unicode_data_index_3_2 : unicode_data_index, c);
}
static bool is_assigned(Ref self, u32 c) { return record_of(self, c)->category != 0; }
/* Did Unicode 3.2 not know it? */
static bool is_too_new(Ref self, u32 c) { return is_old(self) && !is_assigned(self, c); }

/* --- arguments ------------------------------------------------------------------------------------------ */

/* `argument` is "argument", or "argument 1" where there are more. */
static bool take_char(Ref value, const char *function, const char *argument, u32 *c) {
    if (is_str(value) && str_length(value) == 1) {
        *c = str_char(value, 0);
        return true;
    }
    error_set(EXC(TypeError), "%s() %s must be a unicode character, not %s", function, argument,
              argument_type_name(value));
    return false;
}

static bool take_char_and_default(const char *function, Ref const *args, isize nargs, u32 *c, Ref *otherwise) {
    *otherwise = nargs > 1 ? args[1] : NULL;
    return arguments_count(function, nargs, 1, 2) && take_char(args[0], function, "argument 1", c);
}
static Own default_or_error(Ref otherwise, const char *message) {
    return otherwise ? own(otherwise) : error_set(EXC(ValueError), message);
}

/* --- properties ----------------------------------------------------------------------------------------- */

static Own ucd_category(Ref self, Ref argument) {
    u32 c;
    if (!take_char(argument, "category", "argument", &c)) return NULL;
    return str_from_ascii(unicode_categories[record_of(self, c)->category], -1);
}
static Own ucd_bidirectional(Ref self, Ref argument) {
    u32 c;
    if (!take_char(argument, "bidirectional", "argument", &c)) return NULL;
    return str_from_ascii(unicode_bidirectional[record_of(self, c)->bidirectional], -1);
}
static Own ucd_east_asian_width(Ref self, Ref argument) {
    u32 c;
    if (!take_char(argument, "east_asian_width", "argument", &c)) return NULL;
    return str_from_ascii(unicode_widths[record_of(self, c)->width], -1);
}
static Own ucd_mirrored(Ref self, Ref argument) {
    u32 c;
    if (!take_char(argument, "mirrored", "argument", &c)) return NULL;
    return int_from_i64(record_of(self, c)->mirrored);
}
static Own ucd_combining(Ref self, Ref argument) {
    u32 c;
    if (!take_char(argument, "combining", "argument", &c)) return NULL;
    return int_from_i64(is_too_new(self, c) ? 0 : char_combining(c));
}

/* Superscripts, subscripts and Ethiopic digits were decimal in 3.2. */
static bool was_decimal(u32 c) {
    return (c >= 0xB2 && c <= 0xB3) || c == 0xB9 || (c >= 0x1369 && c <= 0x1371) ||
           (c >= 0x2070 && c <= 0x2089);
}

static Own ucd_decimal(Ref self, Ref const *args, isize nargs) {
    u32 c;
    Ref otherwise;
    if (!take_char_and_default("decimal", args, nargs, &c, &otherwise)) return NULL;
    int value = is_too_new(self, c) ? -1 : is_old(self) && was_decimal(c) ? char_digit(c) : char_decimal(c);
    return value >= 0 ? int_from_i64(value) : default_or_error(otherwise, "not a decimal");
}
static Own ucd_digit(Ref self, Ref const *args, isize nargs) {
    (void)self; /* 3.2 says what the newest says */
    u32 c;
    Ref otherwise;
    if (!take_char_and_default("digit", args, nargs, &c, &otherwise)) return NULL;
    int value = char_digit(c);
    return value >= 0 ? int_from_i64(value) : default_or_error(otherwise, "not a digit");
}
static Own ucd_numeric(Ref self, Ref const *args, isize nargs) {
    u32 c;
    Ref otherwise;
    if (!take_char_and_default("numeric", args, nargs, &c, &otherwise)) return NULL;
    u16 number = record_of(self, c)->number;
    return number ? float_from_double(unicode_numbers[number])
                  : default_or_error(otherwise, "not a numeric character");
}

static Own ucd_decomposition(Ref self, Ref argument) {
    u32 c;
    if (!take_char(argument, "decomposition", "argument", &c)) return NULL;
    isize low = 0, high = unicode_decomposition_count;
    while (low < high) {
        isize middle = (low + high) / 2;
        if (unicode_decompositions[middle].c < c) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    const UnicodeDecomposition *parts = &unicode_decompositions[low];
    if (low == unicode_decomposition_count || parts->c != c || is_too_new(self, c))
        return own(OBJECT_ROOT->empty_str);
    Text text = text_new(TEXT_IN_ARENA);
    const char *tag = unicode_decomposition_tags[unicode_decomposition_tag[low]];
    if (*tag) text_append_format(&text, "<%s>", tag);
    for (int i = 0; i < parts->length; i++) {
        if (text.length) text_append_char(&text, ' ');
        u32 part = unicode_decomposition_data[parts->offset + i];
        for (int shift = part > 0xFFFFF ? 20 : part > 0xFFFF ? 16 : 12; shift >= 0; shift -= 4) {
            text_append_char(&text, "0123456789ABCDEF"[part >> shift & 15]);
        }
    }
    Own result = text.failed ? error_memory() : str_from_ascii(text_cstring(&text), text.length);
    text_free(&text);
    return result;
}

/* --- normal forms --------------------------------------------------------------------------------------- */

static bool take_form(const char *function, Ref const *args, isize nargs, NormalForm *form) {
    static const char *const names[] = {"NFC", "NFD", "NFKC", "NFKD"}; /* as in NormalForm */
    if (!arguments_count(function, nargs, 2, 2)) return false;
    for (int i = 0; i < 2; i++) {
        if (is_str(args[i])) continue;
        error_set(EXC(TypeError), "%s() argument %d must be str, not %s", function, i + 1,
                  argument_type_name(args[i]));
        return false;
    }
    for (int i = 0; i < COUNT_OF(names); i++) {
        if (!str_equal_ascii(args[0], names[i])) continue;
        *form = (NormalForm)i;
        return true;
    }
    error_set(EXC(ValueError), "invalid normalization form");
    return false;
}

/* As it was in 3.2: what it did not know stays whole, and five ideographs had other equivalents. */
static bool normal_rule_3_2(u32 *c) {
    static const u32 corrected[][2] = {
        {0x2F868, 0x2136A}, {0x2F874, 0x5F33}, {0x2F91F, 0x43AB}, {0x2F95F, 0x7AAE}, {0x2F9BF, 0x4D57}};
    for (isize i = 0; i < COUNT_OF(corrected); i++) {
        if (*c == corrected[i][0]) *c = corrected[i][1];
    }
    return record_in(unicode_data_index_3_2, *c)->category != 0;
}

static Own normalize(Ref self, Ref string, NormalForm form) {
    if (is_exact_str(string) && AS_STR(string)->ascii) return own(string);
    Own normal = str_normalize_by(string, form, is_old(self) ? normal_rule_3_2 : NULL);
    if (normal && is_exact_str(string) &&
        str_equal(normal, string)) { /* the same object where nothing changes */
        release(normal);
        return own(string);
    }
    return normal;
}

static Own ucd_normalize(Ref self, Ref const *args, isize nargs) {
    NormalForm form;
    return take_form("normalize", args, nargs, &form) ? normalize(self, args[1], form) : NULL;
}
static Own ucd_is_normalized(Ref self, Ref const *args, isize nargs) {
    NormalForm form;
    if (!take_form("is_normalized", args, nargs, &form)) return NULL;
    Own normal = normalize(self, args[1], form);
    if (!normal) return NULL;
    bool same = str_equal(normal, args[1]);
    release(normal);
    return own_bool(same);
}

/* --- names ---------------------------------------------------------------------------------------------- */

static Own ucd_name(Ref self, Ref const *args, isize nargs) {
    u32 c;
    Ref otherwise;
    if (!take_char_and_default("name", args, nargs, &c, &otherwise)) return NULL;
    char name[CHAR_NAME_MAX];
    isize length = is_too_new(self, c) ? 0 : char_name(c, name);
    return length ? str_from_ascii(name, length) : default_or_error(otherwise, "no such name");
}

static char upper(char c) { return c >= 'a' && c <= 'z' ? (char)(c - 32) : c; }

/* -1, 0, 1: how `name`, in any case, stands to `other`, which is in upper case. */
static int compare_name(const char *name, isize length, const char *other) {
    for (isize i = 0;; i++) {
        char a = i < length ? upper(name[i]) : 0, b = other[i];
        if (a != b) return (u8)a < (u8)b ? -1 : 1;
        if (i >= length) return 0;
    }
}

/* Is this the name of the character in 3.2? It had no aliases then. */
static bool was_name(u32 c, const char *name, isize length) {
    char real[CHAR_NAME_MAX + 1];
    isize real_length = record_in(unicode_data_index_3_2, c)->category ? char_name(c, real) : 0;
    real[real_length] = 0;
    return real_length && compare_name(name, length, real) == 0;
}

static const UnicodeSequence *find_sequence(const char *name, isize length) {
    isize low = 0, high = unicode_sequence_count;
    while (low < high) {
        isize middle = (low + high) / 2;
        int order = compare_name(name, length, unicode_sequences[middle].name);
        if (order == 0) return &unicode_sequences[middle];
        if (order < 0) {
            high = middle;
        } else {
            low = middle + 1;
        }
    }
    return NULL;
}

static Own find_name(Ref self, const char *name, isize length) {
    u32 c;
    enum { NAME_LENGTH_MAX = 256 };
    if (length > NAME_LENGTH_MAX) return error_set(EXC(KeyError), "name too long");
    if (char_from_name(name, length, &c) && (!is_old(self) || was_name(c, name, length)))
        return str_from_char(c);
    const UnicodeSequence *sequence = is_old(self) ? NULL : find_sequence(name, length);
    if (!sequence) return error_set(EXC(KeyError), "undefined character name '%.*s'", (int)length, name);
    u32 characters[COUNT_OF(sequence->characters)];
    for (int i = 0; i < sequence->length; i++) characters[i] = sequence->characters[i];
    return str_from_ucs4(characters, sequence->length);
}

static Own ucd_lookup(Ref self, Ref argument) {
    if (is_str(argument)) {
        Own utf8 = str_keep_utf8(argument);
        Own found = utf8 ? find_name(self, (const char *)bytes_data(utf8), size_of(utf8)) : NULL;
        release_maybe(utf8);
        return found;
    }
    Buffer buffer;
    if (!buffer_get(argument, &buffer, false)) return NULL;
    Own found = find_name(self, buffer.data, buffer.length);
    buffer_release(&buffer);
    return found;
}

/* --- the module ----------------------------------------------------------------------------------------- */

#define OR_DEFAULT "is returned, or, if not given,\nValueError is raised."
static const MethodDef functions[] = {
    {"decimal", METHOD_ARRAY, .array = ucd_decimal,
     .doc = "decimal($self, chr, default=<unrepresentable>, /)\n--\n\n"
            "Converts a Unicode character into its equivalent decimal value.\n\n"
            "Returns the decimal value assigned to the character chr as integer.\n"
            "If no such value is defined, default " OR_DEFAULT},
    {"digit", METHOD_ARRAY, .array = ucd_digit,
     .doc = "digit($self, chr, default=<unrepresentable>, /)\n--\n\n"
            "Converts a Unicode character into its equivalent digit value.\n\n"
            "Returns the digit value assigned to the character chr as integer.\n"
            "If no such value is defined, default " OR_DEFAULT},
    {"numeric", METHOD_ARRAY, .array = ucd_numeric,
     .doc = "numeric($self, chr, default=<unrepresentable>, /)\n--\n\n"
            "Converts a Unicode character into its equivalent numeric value.\n\n"
            "Returns the numeric value assigned to the character chr as float.\n"
            "If no such value is defined, default " OR_DEFAULT},
    {"category", METHOD_ONE, .one = ucd_category,
     .doc = "category($self, chr, /)\n--\n\n"
            "Returns the general category assigned to the character chr as string."},
    {"bidirectional", METHOD_ONE, .one = ucd_bidirectional,
     .doc = "bidirectional($self, chr, /)\n--\n\n"
            "Returns the bidirectional class assigned to the character chr as string.\n\n"
            "If no such value is defined, an empty string is returned."},
    {"combining", METHOD_ONE, .one = ucd_combining,
     .doc = "combining($self, chr, /)\n--\n\n"
            "Returns the canonical combining class assigned to the character chr as integer.\n\n"
            "Returns 0 if no combining class is defined."},
    {"mirrored", METHOD_ONE, .one = ucd_mirrored,
     .doc = "mirrored($self, chr, /)\n--\n\n"
            "Returns the mirrored property assigned to the character chr as integer.\n\n"
            "Returns 1 if the character has been identified as a \"mirrored\"\n"
            "character in bidirectional text, 0 otherwise."},
    {"east_asian_width", METHOD_ONE, .one = ucd_east_asian_width,
     .doc = "east_asian_width($self, chr, /)\n--\n\n"
            "Returns the east asian width assigned to the character chr as string."},
    {"decomposition", METHOD_ONE, .one = ucd_decomposition,
     .doc = "decomposition($self, chr, /)\n--\n\n"
            "Returns the character decomposition mapping assigned to the character chr as string.\n\n"
            "An empty string is returned in case no such mapping is defined."},
    {"name", METHOD_ARRAY, .array = ucd_name,
     .doc = "name($self, chr, default=<unrepresentable>, /)\n--\n\n"
            "Returns the name assigned to the character chr as a string.\n\n"
            "If no name is defined, default " OR_DEFAULT},
    {"lookup", METHOD_ONE, .one = ucd_lookup,
     .doc = "lookup($self, name, /)\n--\n\nLook up character by name.\n\n"
            "If a character with the given name is found, return the\n"
            "corresponding character.  If not found, KeyError is raised."},
    {"is_normalized", METHOD_ARRAY, .array = ucd_is_normalized,
     .doc = "is_normalized($self, form, unistr, /)\n--\n\n"
            "Return whether the Unicode string unistr is in the normal form 'form'.\n\n"
            "Valid values for form are 'NFC', 'NFKC', 'NFD', and 'NFKD'."},
    {"normalize", METHOD_ARRAY, .array = ucd_normalize,
     .doc = "normalize($self, form, unistr, /)\n--\n\n"
            "Return the normal form 'form' for the Unicode string unistr.\n\n"
            "Valid values for form are 'NFC', 'NFKC', 'NFD', and 'NFKD'."},
    {.name = NULL}};

static Own ucd_get_version(Ref self UNUSED) { return str_from_ascii("3.2.0", -1); }
static const MemberDef ucd_members[] = {
    {"unidata_version", MEMBER_COMPUTED, .readonly = true, .get = ucd_get_version}, {.name = NULL}};

const TypeSpec ucd_spec = {.name = "unicodedata.UCD",
                           .module = "unicodedata",
                           .basicsize = sizeof(Database),
                           .ghost_size = 40,
                           .flags = TYPE_HEAP_SPEC | TYPE_GC | TYPE_NO_INSTANTIATION,
                           .slots = {.traverse = gc_traverse_nothing, .getattro = object_generic_get_attribute},
                           .methods = functions,
                           .members = ucd_members};

static bool fill(Ref module) {
    if (!module_add_type(module, MODULE_TYPE_UCD)) return false;
    return module_add(module, "unidata_version", str_from_ascii("14.0.0", -1)) &&
           module_add(module, "ucd_3_2_0", type_generic_new(MODULE_TYPE(UCD), NULL, 0, NULL)) &&
           module_add_capsule(module, "_ucnhash_CAPI", "unicodedata._ucnhash_CAPI");
}

const NativeModule unicodedata_module = {
    .name = "unicodedata",
    .doc = "This module provides access to the Unicode Character Database which\n"
           "defines character properties for all Unicode characters. The data in\n"
           "this database is based on the UnicodeData.txt file version\n"
           "14.0.0 which is publicly available from ftp://ftp.unicode.org/.\n\n"
           "The module uses the same names and symbols as defined by the\n"
           "UnicodeData File Format 14.0.0.",
    .functions = functions,
    .fill = fill};
