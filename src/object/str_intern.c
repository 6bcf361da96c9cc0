/* str_intern.c: strs that exist once.
 *
 * OBJECT_ROOT->interned maps each interned str to itself. The dict's two references are not counted: an
 * interned str dies when the last other owner goes, and takes itself out of the dict (str_forget, which
 * its dealloc calls). So the dict never keeps a text alive. */
#include "object/dict_internal.h"
#include "object/str_internal.h"

/* One-character strs that CPython's frozen modules have as constants of their own: the interned str of such a
 * character is not the shared one that indexing gives, so 'abc'[0] is not the literal 'a'. Never released. */
static bool intern_frozen_characters(void) {
    for (const char *c = "BCLST_abcdefhiklmnopqrstvwxy"; *c; c++) {
        Own character = str_new(1, 0x7F);
        if (!character) return false;
        str_put(character, 0, (u8)*c);
        if (!str_intern(character)) return false;
    }
    return true;
}

static bool make_table(void) {
    if (OBJECT_ROOT->interned) return true;
    OBJECT_ROOT->interned = dict_new();
    return OBJECT_ROOT->interned && intern_frozen_characters();
}

/* What is interned under the text of `string`, or `string` itself now interned. Lent; NULL raised. */
static Ref interned_twin(Ref string) {
    if (!make_table()) return NULL;
    str_hash(string);
    return dict_set_default(OBJECT_ROOT->interned, string, string);
}

Own str_intern(Own string) {
    if (!string || !is_exact_str(string) || AS_STR(string)->interned) return string;
    Ref twin = interned_twin(string);
    if (twin == string) {
        string->ob_refcnt -= 2; /* the dict does not count as an owner */
        AS_STR(string)->interned = true;
        return string;
    }
    own_maybe(twin);
    release(string);
    return (Object *)twin;
}

/* A name that a type made late (root.h) shares with the program stays with the type. */
/* Many of the names that types and modules ask for at a start exist already: no str is made to find them. */
Own str_intern_cstring(const char *string) {
    if (!make_table()) return NULL;
    const DictKeys *keys = AS_DICT(OBJECT_ROOT->interned)->keys;
    isize index = keys_find_ascii(keys, string);
    Own interned = index >= 0 ? own(keys_key(keys, index)) : str_intern(str_from_utf8(string, -1));
    if (interned && object_machine_births()) AS_STR(interned)->machine_held = true;
    return interned;
}

void str_forget(Ref string) {
    Object *dying = (Object *)string;
    /* The dict gives back the two references it never counted; the third keeps the str until that is done. */
    dying->ob_refcnt = 3;
    bool found = dict_delete(OBJECT_ROOT->interned, string);
    assert(found && dying->ob_refcnt == 1);
    (void)found;
    dying->ob_refcnt = 0;
    AS_STR(string)->interned = false;
}
