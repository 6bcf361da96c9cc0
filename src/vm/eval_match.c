/* eval_match.c: mapping and class patterns. */
#include "object/call.h"
#include "object/dict.h"
#include "object/error.h"
#include "object/list.h"
#include "object/set.h"
#include "object/str.h"
#include "object/tuple.h"
#include "vm/eval_helpers.h"

/* --- {key: pattern} --------------------------------------------------------------------------------- */

/* The values at `keys`, as a tuple; None where a key is missing. The method `get` is used, so that a
 * defaultdict does not make what it is asked for. */
static Own values_at(Ref subject, Ref keys, Ref get, Ref seen, Ref missing) {
    isize count = tuple_length(keys);
    Own values = tuple_new(count);
    if (!values) return NULL;
    for (isize i = 0; i < count; i++) {
        Ref key = tuple_get(keys, i);
        int again = set_contains(seen, key);
        if (again || !set_add(seen, key)) {
            if (again > 0) {
                error_set(EXC(ValueError), "mapping pattern checks duplicate key (%R)", key);
            }
            release(values);
            return NULL;
        }
        Ref args[] = {key, missing};
        Own value = object_call(get, args, 2, NULL);
        if (!value || value == missing) {
            release(values);
            if (!value) return NULL;
            release(value);
            return own_none();
        }
        tuple_fill(values, i, value);
    }
    (void)subject;
    return values;
}

Own eval_match_keys(Ref subject, Ref keys) {
    if (!tuple_length(keys)) return own(OBJECT_ROOT->empty_tuple);
    Own result = NULL, get_name = str_intern_cstring("get");
    Own get = get_name ? object_get_attribute(subject, get_name) : NULL;
    Own seen = get ? set_new(NULL) : NULL;
    Own missing = seen ? object_new(TYPE(OBJECT), 0) : NULL;
    if (missing) result = values_at(subject, keys, get, seen, missing);
    release_maybe(get_name);
    release_maybe(get);
    release_maybe(seen);
    release_maybe(missing);
    return result;
}

/* --- Class(pattern, name=pattern) ------------------------------------------------------------------- */

typedef struct ClassMatch {
    Ref subject, class;
    Own seen;       /* set of names bound already */
    Own attributes; /* list */
} ClassMatch;

/* Appends subject.name. False: not there (without exception), or raised. */
static bool match_attribute(ClassMatch *match, Ref name) {
    int again = set_contains(match->seen, name);
    if (again > 0) {
        error_set(EXC(TypeError), "%s() got multiple sub-patterns for attribute %R",
                  AS_TYPE(match->class)->name, name);
    }
    if (again || !set_add(match->seen, name)) return false;
    Own value;
    if (!object_find_attribute(match->subject, name, &value) || !value) return false;
    return list_append(match->attributes, value);
}

/* Positional patterns: by __match_args__, or the subject itself for int, str and their like. */
static bool match_positional(ClassMatch *match, isize count) {
    Own names;
    if (!object_find_attribute(match->class, NAME(__match_args__), &names)) return false;
    bool itself = false, fine = true;
    const char *class_name = AS_TYPE(match->class)->name;
    if (!names) {
        itself = type_has(AS_TYPE(match->class), TYPE_MATCH_SELF);
        names = own(OBJECT_ROOT->empty_tuple);
    } else if (!is_exact_tuple(names)) {
        error_set(EXC(TypeError), "%s.__match_args__ must be a tuple (got %s)", class_name,
                  type_of(names)->name);
        release(names);
        return false;
    }
    isize allowed = itself ? 1 : tuple_length(names);
    if (allowed < count) {
        error_set(EXC(TypeError), "%s() accepts %d positional sub-pattern%s (%d given)", class_name,
                  (int)allowed, allowed == 1 ? "" : "s", (int)count);
        fine = false;
    }
    if (fine && itself) fine = list_append_ref(match->attributes, match->subject);
    for (isize i = 0; fine && !itself && i < count; i++) {
        Ref name = tuple_get(names, i);
        if (!is_exact_str(name)) {
            error_set(EXC(TypeError), "__match_args__ elements must be strings (got %s)", type_of(name)->name);
            fine = false;
        } else {
            fine = match_attribute(match, name);
        }
    }
    release(names);
    return fine;
}

Own eval_match_class(Ref subject, Ref class, isize positional, Ref names) {
    if (!is_type(class)) return error_set(EXC(TypeError), "called match pattern must be a type");
    if (object_is_instance(subject, class) <= 0) return NULL;
    ClassMatch match = {.subject = subject, .class = class, .seen = set_new(NULL)};
    match.attributes = match.seen ? list_new(0) : NULL;
    bool fine = match.attributes && (!positional || match_positional(&match, positional));
    for (isize i = 0; fine && i < tuple_length(names); i++) fine = match_attribute(&match, tuple_get(names, i));
    Own result = fine ? list_as_tuple(match.attributes) : NULL;
    release_maybe(match.seen);
    release_maybe(match.attributes);
    return result;
}
