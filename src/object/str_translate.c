/* str_translate.c: str.translate and str.maketrans.
 *
 * The table is anything with __getitem__ for code points. As in CPython an ASCII text is translated with a
 * cache of answers, so that a table is asked once for each character, as long as the answers are ASCII
 * characters or None. From the first other answer on it is asked for each character anew, and for the one
 * behind a run of deleted ones twice: tables that count how often they are asked can tell. */
#include "object/call.h"
#include "object/charge.h"
#include "object/dict.h"
#include "object/str_methods.h"

enum { CACHE_UNKNOWN = 0xFF, CACHE_DELETED = 0xFE };

/* What the table has for `c`: an int in range, a str, None, or NULL without exception where it has nothing.
 * False: raised. */
static bool look_up(Ref table, u32 c, Own *answer) {
    Own key = int_from_isize((isize)c);
    if (!key) return false;
    *answer = NULL;
    if (is_exact_dict(table)) {
        *answer = own_maybe(dict_get(table, key));
    } else {
        *answer = object_get_item(table, key);
    }
    release(key);
    if (!*answer) {
        if (!error_occurred()) return true;
        if (!error_matches(EXC(LookupError))) return false;
        error_clear();
        return true;
    }
    if (*answer == None || is_str(*answer)) return true;
    if (is_int(*answer)) {
        int overflow;
        i64 value = int_as_i64_overflow(*answer, &overflow);
        if (!overflow && value >= 0 && value <= (i64)MAX_CODE_POINT) return true;
        error_set(EXC(ValueError), "character mapping must be in range(0x%x)", (unsigned)MAX_CODE_POINT + 1);
    } else {
        error_set(EXC(TypeError), "character mapping must return integer, None or str");
    }
    slot_clear(answer);
    return false;
}

/* The cache's value for an answer; false: it does not fit the cache. */
static bool cacheable(Ref answer, u8 c, u8 *value) {
    i64 code = c;
    int overflow;
    if (answer == None) {
        *value = CACHE_DELETED;
        return true;
    }
    if (answer && is_str(answer)) {
        if (str_length(answer) != 1) return false;
        code = str_char(answer, 0);
    } else if (answer) {
        code = int_as_i64_overflow(answer, &overflow);
    }
    *value = (u8)code;
    return code < 0x80;
}

/* Translates the beginning of an ASCII text. How far it came, or -1 raised. */
static isize translate_ascii(Ref self, Ref table, StrBuilder *out) {
    u8 cache[0x80];
    memset(cache, CACHE_UNKNOWN, sizeof cache);
    isize length = str_length(self);
    const u8 *chars = str_data(self);
    for (isize i = 0; i < length; i++) {
        u8 c = chars[i];
        if (cache[c] == CACHE_UNKNOWN) {
            Own answer;
            if (!look_up(table, c, &answer)) return -1;
            bool fits = cacheable(answer, c, &cache[c]);
            release_maybe(answer);
            if (!fits) return i;
        }
        if (cache[c] != CACHE_DELETED) str_builder_char(out, cache[c]);
    }
    return length;
}

/* Asks for string[i] and puts the answer: 1; None: 0 and nothing put; -1 raised. */
static int translate_char(Ref self, Ref table, isize i, StrBuilder *out) {
    u32 c = str_char(self, i);
    Own answer;
    if (!look_up(table, c, &answer)) return -1;
    if (answer == None) {
        release(answer);
        return 0;
    }
    if (!answer)
        str_builder_char(out, c);
    else if (is_str(answer))
        str_builder_str(out, answer);
    else
        str_builder_char(out, (u32)int_as_u64_mask(answer));
    release_maybe(answer);
    return out->failed ? -1 : 1;
}

static bool translate_rest(Ref self, Ref table, isize i, StrBuilder *out) {
    isize length = str_length(self);
    while (i < length) {
        int put = translate_char(self, table, i, out);
        if (put < 0) return false;
        i++;
        while (!put && i < length) { /* a run of deleted characters, and the one behind it */
            Own answer;
            if (!look_up(table, str_char(self, i), &answer)) return false;
            bool deleted = answer == None;
            release_maybe(answer);
            if (!deleted) break;
            i++;
        }
    }
    return true;
}

Own str_method_translate(Ref self, Ref table) {
    if (str_length(self) == 0) return str_exact(self);
    StrBuilder out;
    str_builder_init(&out);
    isize done = str_is_ascii(self) ? translate_ascii(self, table, &out) : 0;
    if (done < 0 || !translate_rest(self, table, done, &out)) {
        str_builder_discard(&out);
        return NULL;
    }
    charge(str_length(self), CHARGE_COPY);
    return str_builder_finish(&out);
}

/* --- maketrans ---------------------------------------------------------------------------------------- */

static bool put_pair(Ref table, u32 c, Own value) {
    Own key = value ? int_from_isize((isize)c) : NULL;
    bool put = key && dict_set(table, key, value);
    release_maybe(key);
    release_maybe(value);
    return put;
}

static bool add_mapping(Ref table, Ref mapping) {
    if (!is_exact_dict(mapping)) {
        return error_set(EXC(TypeError), "if you give only one argument to maketrans it must be a dict") !=
               NULL;
    }
    isize position = 0;
    Ref key, value;
    while (dict_each(mapping, &position, &key, &value, NULL)) {
        if (is_str(key)) {
            if (str_length(key) != 1) {
                return error_set(EXC(ValueError), "string keys in translate table must be of length 1") != NULL;
            }
            if (!put_pair(table, str_char(key, 0), own(value))) return false;
        } else if (is_int(key)) {
            if (!dict_set(table, key, value)) return false;
        } else {
            return error_set(EXC(TypeError), "keys in translate table must be strings or integers") != NULL;
        }
    }
    return true;
}

static bool add_characters(Ref table, Ref from, Ref to, Ref deleted) {
    if (!is_str(from)) {
        return error_set(EXC(TypeError),
                         "first maketrans argument must be a string if there is a second argument") != NULL;
    }
    if (str_length(from) != str_length(to)) {
        return error_set(EXC(ValueError), "the first two maketrans arguments must have equal length") != NULL;
    }
    for (isize i = 0; i < str_length(from); i++) {
        if (!put_pair(table, str_char(from, i), int_from_isize((isize)str_char(to, i)))) return false;
    }
    for (isize i = 0; deleted && i < str_length(deleted); i++) {
        if (!put_pair(table, str_char(deleted, i), own_none())) return false;
    }
    return true;
}

Own str_method_maketrans(Ref self, Ref const *args, isize nargs) {
    (void)self;
    if (!arguments_count("maketrans", nargs, 1, 3)) return NULL;
    if (nargs > 1 && !argument_str(args[1], "maketrans", "2")) return NULL;
    if (nargs > 2 && !argument_str(args[2], "maketrans", "3")) return NULL;
    Own table = dict_new();
    if (!table) return NULL;
    bool made = nargs == 1 ? add_mapping(table, args[0])
                           : add_characters(table, args[0], args[1], nargs > 2 ? args[2] : NULL);
    if (made) return table;
    release(table);
    return NULL;
}
