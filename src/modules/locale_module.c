/* locale_module.c: the module _locale: the locales C and C.UTF-8, which every system has and which speak alike
 * but for the encoding. */
#include "modules/io.h"
#include "modules/modules.h"
#include "object/argument_checks.h"
#include "object/dict.h"
#include "object/error.h"
#include "object/int.h"
#include "object/list.h"
#include "object/str.h"
#include "object/tuple.h"
#include "object/type_checks.h"

/* In the order of their numbers, and how a locale that mixes them is named. */
static const char *const categories[] = {"LC_CTYPE",   "LC_NUMERIC",  "LC_TIME",
                                         "LC_COLLATE", "LC_MONETARY", "LC_MESSAGES"};
enum { CATEGORY_CTYPE = 0, CATEGORY_ALL = COUNT_OF(categories) };

/* A bit a category: C.UTF-8; else C. As CPython starts: the characters are the environment's. */
#define UTF8_CATEGORIES (MODULES_ROOT->utf8_categories)

static const char *category_name(int category) { return UTF8_CATEGORIES >> category & 1 ? "C.UTF-8" : "C"; }

static Own current_locale(int category) {
    if (category < CATEGORY_ALL) return str_from_ascii(category_name(category), -1);
    u32 all = (1u << CATEGORY_ALL) - 1;
    if (UTF8_CATEGORIES == 0 || UTF8_CATEGORIES == all)
        return str_from_ascii(category_name(CATEGORY_CTYPE), -1);
    StrBuilder out;
    str_builder_init(&out);
    for (int i = 0; i < CATEGORY_ALL; i++) {
        if (i) str_builder_char(&out, ';');
        str_builder_ascii(&out, categories[i], -1);
        str_builder_char(&out, '=');
        str_builder_ascii(&out, category_name(i), -1);
    }
    str_builder_ascii(
        &out, ";LC_PAPER=C;LC_NAME=C;LC_ADDRESS=C;LC_TELEPHONE=C;LC_MEASUREMENT=C;LC_IDENTIFICATION=C", -1);
    return str_builder_finish(&out);
}

static void *locale_error(const char *message) {
    return error_set(AS_TYPE(MODULES_ROOT->locale_error), "%s", message);
}

/* 1: a locale of UTF-8; 0: a plain one; -1: none that we have. */
static int locale_kind(Ref name) {
    static const char *const plain[] = {"C", "POSIX"}, *const utf8[] = {"", "C.UTF-8", "C.utf8", "C.UTF8"};
    for (isize i = 0; i < COUNT_OF(plain); i++)
        if (str_equal_ascii(name, plain[i])) return 0;
    for (isize i = 0; i < COUNT_OF(utf8); i++)
        if (str_equal_ascii(name, utf8[i])) return 1;
    return -1;
}

/* One locale for each category, as current_locale writes it: "LC_CTYPE=C.UTF-8;LC_NUMERIC=C;...". Those that we don't
 * have are passed over. -1: it is no such list. */
static i64 mixed_locale(Ref name) {
    u32 bits = 0;
    for (isize at = 0, length = str_length(name); at < length; at++) {
        isize equals = str_find_char(name, '=', at, length), end = str_find_char(name, ';', at, length);
        if (end < 0) end = length;
        if (equals < 0 || equals > end) return -1;
        Own category = str_substring(name, at, equals), locale = str_substring(name, equals + 1, end);
        int kind = category && locale ? locale_kind(locale) : -1;
        for (int i = 0; kind == 1 && i < CATEGORY_ALL; i++)
            if (str_equal_ascii(category, categories[i])) bits |= 1u << i;
        release_maybe(category);
        release_maybe(locale);
        if (kind < 0) return -1;
        at = end;
    }
    return bits;
}

static Own locale_method_setlocale(Ref self UNUSED, Ref const *args, isize nargs) {
    int category;
    if (!arguments_count("setlocale", nargs, 1, 2) || !argument_int(args[0], &category)) return NULL;
    if (category < 0 || category > CATEGORY_ALL) return locale_error("invalid locale category");
    if (nargs < 2 || args[1] == None) return current_locale(category);
    if (!argument_str(args[1], "setlocale", "2")) return NULL;
    u32 bits = category == CATEGORY_ALL ? (1u << CATEGORY_ALL) - 1 : 1u << category;
    int kind = locale_kind(args[1]);
    i64 mixed = kind < 0 && category == CATEGORY_ALL ? mixed_locale(args[1]) : -1;
    if (error_occurred()) return NULL;
    if (kind < 0 && mixed < 0) return locale_error("unsupported locale setting");
    UTF8_CATEGORIES = mixed >= 0 ? (u32)mixed : kind ? UTF8_CATEGORIES | bits : UTF8_CATEGORIES & ~bits;
    return current_locale(category);
}

/* NULL: an empty list; NOT_SAID: 127. */
#define NOT_SAID "127"
static const char *const conventions[][2] = {
    {"int_curr_symbol", ""},      {"currency_symbol", ""},       {"mon_decimal_point", ""},
    {"mon_thousands_sep", ""},    {"mon_grouping", NULL},        {"positive_sign", ""},
    {"negative_sign", ""},        {"int_frac_digits", NOT_SAID}, {"frac_digits", NOT_SAID},
    {"p_cs_precedes", NOT_SAID},  {"p_sep_by_space", NOT_SAID},  {"n_cs_precedes", NOT_SAID},
    {"n_sep_by_space", NOT_SAID}, {"p_sign_posn", NOT_SAID},     {"n_sign_posn", NOT_SAID},
    {"decimal_point", "."},       {"thousands_sep", ""},         {"grouping", NULL}};

static Own convention(const char *text) {
    if (!text) return list_new(0);
    return *text >= '0' && *text <= '9' ? int_from_text(text, (isize)strlen(text), 10, None)
                                        : str_from_ascii(text, -1);
}

static Own locale_method_localeconv(Ref self UNUSED) {
    Own dict = dict_new();
    for (isize i = 0; dict && i < COUNT_OF(conventions); i++) {
        Own value = convention(conventions[i][1]);
        if (!value || !dict_set_cstring(dict, conventions[i][0], value)) slot_clear(&dict);
        release_maybe(value);
    }
    return dict;
}

static const struct {
    const char *name;
    int key;
    const char *text; /* in both locales */
} language_facts[] = {
    {"DAY_1", 131079, "Sunday"},
    {"DAY_2", 131080, "Monday"},
    {"DAY_3", 131081, "Tuesday"},
    {"DAY_4", 131082, "Wednesday"},
    {"DAY_5", 131083, "Thursday"},
    {"DAY_6", 131084, "Friday"},
    {"DAY_7", 131085, "Saturday"},
    {"ABDAY_1", 131072, "Sun"},
    {"ABDAY_2", 131073, "Mon"},
    {"ABDAY_3", 131074, "Tue"},
    {"ABDAY_4", 131075, "Wed"},
    {"ABDAY_5", 131076, "Thu"},
    {"ABDAY_6", 131077, "Fri"},
    {"ABDAY_7", 131078, "Sat"},
    {"MON_1", 131098, "January"},
    {"MON_2", 131099, "February"},
    {"MON_3", 131100, "March"},
    {"MON_4", 131101, "April"},
    {"MON_5", 131102, "May"},
    {"MON_6", 131103, "June"},
    {"MON_7", 131104, "July"},
    {"MON_8", 131105, "August"},
    {"MON_9", 131106, "September"},
    {"MON_10", 131107, "October"},
    {"MON_11", 131108, "November"},
    {"MON_12", 131109, "December"},
    {"ABMON_1", 131086, "Jan"},
    {"ABMON_2", 131087, "Feb"},
    {"ABMON_3", 131088, "Mar"},
    {"ABMON_4", 131089, "Apr"},
    {"ABMON_5", 131090, "May"},
    {"ABMON_6", 131091, "Jun"},
    {"ABMON_7", 131092, "Jul"},
    {"ABMON_8", 131093, "Aug"},
    {"ABMON_9", 131094, "Sep"},
    {"ABMON_10", 131095, "Oct"},
    {"ABMON_11", 131096, "Nov"},
    {"ABMON_12", 131097, "Dec"},
    {"RADIXCHAR", 65536, "."},
    {"THOUSEP", 65537, ""},
    {"CRNCYSTR", 262159, "-"},
    {"D_T_FMT", 131112, "%a %b %e %H:%M:%S %Y"},
    {"D_FMT", 131113, "%m/%d/%y"},
    {"T_FMT", 131114, "%H:%M:%S"},
    {"AM_STR", 131110, "AM"},
    {"PM_STR", 131111, "PM"},
    {"CODESET", 14, "ANSI_X3.4-1968"},
    {"T_FMT_AMPM", 131115, "%I:%M:%S %p"},
    {"ERA", 131116, ""},
    {"ERA_D_FMT", 131118, ""},
    {"ERA_D_T_FMT", 131120, ""},
    {"ERA_T_FMT", 131121, ""},
    {"ALT_DIGITS", 131119, ""},
    {"YESEXPR", 327680, "^[yY]"},
    {"NOEXPR", 327681, "^[nN]"},
    {"_DATE_FMT", 131180, "%a %b %e %H:%M:%S %Z %Y"},
};

static Own locale_method_nl_langinfo(Ref self UNUSED, Ref argument) {
    int key;
    if (!argument_int(argument, &key)) return NULL;
    for (isize i = 0; i < COUNT_OF(language_facts); i++) {
        if (language_facts[i].key != key) continue;
        bool utf8 = !strcmp(language_facts[i].name, "CODESET") && UTF8_CATEGORIES >> CATEGORY_CTYPE & 1;
        return str_from_ascii(utf8 ? "UTF-8" : language_facts[i].text, -1);
    }
    return error_set(EXC(ValueError), "unsupported langinfo constant");
}

static Own locale_method_getencoding(Ref self UNUSED) {
    return str_from_ascii(UTF8_CATEGORIES >> CATEGORY_CTYPE & 1 ? "UTF-8" : "ANSI_X3.4-1968", -1);
}

/* What the C library takes as a text of wide characters, which a NUL would end. */
static bool check_wide(Ref text) {
    return str_find_char(text, 0, 0, str_length(text)) < 0 ||
           error_set(EXC(ValueError), "embedded null character") != NULL;
}

static Own locale_method_strcoll(Ref self UNUSED, Ref const *args, isize nargs) {
    if (!arguments_count("strcoll", nargs, 2, 2) || !argument_str(args[0], "strcoll", "1") ||
        !argument_str(args[1], "strcoll", "2") || !check_wide(args[0]) || !check_wide(args[1])) {
        return NULL;
    }
    return int_from_i64(str_compare(args[0], args[1]));
}

static Own locale_method_strxfrm(Ref self UNUSED, Ref string) {
    return argument_str(string, "strxfrm", "") && check_wide(string) ? own(string) : NULL;
}

/* --- messages: there are no translations --------------------------------------------------------------- */

/* What the C library could be given: a str without NUL and lone surrogates. */
static bool is_c_text(Ref value, const char *function, const char *argument) {
    TextArgument text;
    if (!argument_text(value, function, argument, &text)) return false;
    text_argument_release(&text);
    return true;
}

static bool is_c_text_or_none(Ref value, const char *function, const char *argument) {
    TextArgument text;
    if (!argument_text_or_none(value, function, argument, &text)) return false;
    text_argument_release(&text);
    return true;
}

static Own locale_method_gettext(Ref self UNUSED, Ref message) {
    return is_c_text(message, "gettext", "") ? own(message) : NULL;
}
static Own locale_method_dgettext(Ref self UNUSED, Ref const *args, isize nargs) {
    if (!arguments_count("dgettext", nargs, 2, 2) || !is_c_text_or_none(args[0], "dgettext", "1")) return NULL;
    return is_c_text(args[1], "dgettext", "2") ? own(args[1]) : NULL;
}
static Own locale_method_dcgettext(Ref self UNUSED, Ref const *args, isize nargs) {
    int category;
    if (!arguments_count("dcgettext", nargs, 3, 3) || !is_c_text_or_none(args[0], "dcgettext", "1"))
        return NULL;
    if (!is_c_text(args[1], "dcgettext", "2") || !argument_int(args[2], &category)) return NULL;
    return own(args[1]);
}
static Own locale_method_textdomain(Ref self UNUSED, Ref domain) {
    return domain == None ? str_from_ascii("messages", -1) : own(domain);
}
static Own locale_method_bindtextdomain(Ref self UNUSED, Ref const *args, isize nargs) {
    if (!arguments_count("bindtextdomain", nargs, 2, 2)) return NULL;
    return args[1] == None ? str_from_ascii("/usr/share/locale", -1) : own(args[1]);
}
static Own locale_method_bind_textdomain_codeset(Ref self UNUSED, Ref const *args, isize nargs) {
    static const char name[] = "bind_textdomain_codeset";
    if (!arguments_count(name, nargs, 2, 2) || !is_c_text(args[0], name, "1")) return NULL;
    return is_c_text_or_none(args[1], name, "2") ? own(args[1]) : NULL;
}

static const MethodDef functions[] = {
    {"bind_textdomain_codeset", METHOD_ARRAY, .array = locale_method_bind_textdomain_codeset,
     .doc =
         "bind_textdomain_codeset($module, domain, codeset, /)\n--\n\nBind the C library's domain to codeset."},
    {"bindtextdomain", METHOD_ARRAY, .array = locale_method_bindtextdomain,
     .doc = "bindtextdomain($module, domain, dir, /)\n--\n\nBind the C library's domain to dir."},
    {"dcgettext", METHOD_ARRAY, .array = locale_method_dcgettext,
     .doc = "dcgettext($module, domain, msg, category, /)\n--\n\nReturn translation of msg in domain and "
            "category."},
    {"dgettext", METHOD_ARRAY, .array = locale_method_dgettext,
     .doc = "dgettext($module, domain, msg, /)\n--\n\ndgettext(domain, msg) -> string\n\nReturn translation of "
            "msg in domain."},
    {"getencoding", METHOD_NONE, .none = locale_method_getencoding,
     .doc = "getencoding($module, /)\n--\n\nGet the current locale encoding."},
    {"gettext", METHOD_ONE, .one = locale_method_gettext,
     .doc = "gettext($module, msg, /)\n--\n\ngettext(msg) -> string\n\nReturn translation of msg."},
    {"localeconv", METHOD_NONE, .none = locale_method_localeconv,
     .doc = "localeconv($module, /)\n--\n\nReturns numeric and monetary locale-specific parameters."},
    {"nl_langinfo", METHOD_ONE, .one = locale_method_nl_langinfo,
     .doc = "nl_langinfo($module, key, /)\n--\n\nReturn the value for the locale information associated with "
            "key."},
    {"setlocale", METHOD_ARRAY, .array = locale_method_setlocale,
     .doc = "setlocale($module, category, locale=<unrepresentable>, /)\n--\n\nActivates/queries locale "
            "processing."},
    {"strcoll", METHOD_ARRAY, .array = locale_method_strcoll,
     .doc = "strcoll($module, os1, os2, /)\n--\n\nCompares two strings according to the locale."},
    {"strxfrm", METHOD_ONE, .one = locale_method_strxfrm,
     .doc = "strxfrm($module, string, /)\n--\n\nReturn a string that can be used as a key for locale-aware "
            "comparisons."},
    {"textdomain", METHOD_ONE, .one = locale_method_textdomain,
     .doc = "textdomain($module, domain, /)\n--\n\nSet the C library's textdmain to domain, returning the new "
            "domain."},
    {.name = NULL}};

static const ModuleConstant constants[] = {{"LC_CTYPE", 0},    {"LC_TIME", 2},     {"LC_COLLATE", 3},
                                           {"LC_MONETARY", 4}, {"LC_MESSAGES", 5}, {"LC_NUMERIC", 1},
                                           {"LC_ALL", 6},      {"CHAR_MAX", 127},  {.name = NULL}};

static bool fill(Ref module) {
    if (!MODULES_ROOT->locale_error) {
        UTF8_CATEGORIES = io_locale_is_plain() ? 0 : 1u << CATEGORY_CTYPE;
        MODULES_ROOT->locale_error = module_exception_new("locale.Error", EXC(Exception));
    }
    if (!MODULES_ROOT->locale_error || !module_add(module, "Error", own(MODULES_ROOT->locale_error)))
        return false;
    bool added = module_add_constants(module, constants);
    for (isize i = 0; added && i < COUNT_OF(language_facts); i++) {
        added = module_add(module, language_facts[i].name, int_from_i64(language_facts[i].key));
    }
    return added;
}

static void clear(void) { slot_clear(&MODULES_ROOT->locale_error); }

const NativeModule locale_module = {.name = "_locale",
                                    .doc = "Support for POSIX locales.",
                                    .functions = functions,
                                    .fill = fill,
                                    .clear = clear};
