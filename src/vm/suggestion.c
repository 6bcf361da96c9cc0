/* suggestion.c: "Did you mean: 'x'?": the name that is nearest to one that was not found.
 *
 * Near is measured by edit distance, where a changed letter case costs half of any other change; no more than a
 * third of the characters involved may need changing. */
#include "base/text.h"
#include "object/dict.h"
#include "object/error.h"
#include "object/exception.h"
#include "object/list.h"
#include "object/str.h"
#include "object/tuple.h"
#include "vm/root.h"
#include "vm/traceback.h"

#define MOST_CANDIDATES 750
#define LONGEST_NAME 40
#define MOVE_COST 2
#define CASE_COST 1

static isize change_cost(char a, char b) {
    if ((a & 31) != (b & 31)) return MOVE_COST;
    if (a == b) return 0;
    if (a >= 'A' && a <= 'Z') a = (char)(a + 'a' - 'A');
    if (b >= 'A' && b <= 'Z') b = (char)(b + 'a' - 'A');
    return a == b ? CASE_COST : MOVE_COST;
}

/* The Levenshtein distance in one row; anything above `most` where it is larger than that. */
static isize edit_distance(const char *a, isize a_length, const char *b, isize b_length, isize most) {
    isize row[LONGEST_NAME];
    while (a_length && b_length && *a == *b) a++, b++, a_length--, b_length--;
    while (a_length && b_length && a[a_length - 1] == b[b_length - 1]) a_length--, b_length--;
    if (!a_length || !b_length) return (a_length + b_length) * MOVE_COST;
    if (a_length > LONGEST_NAME || b_length > LONGEST_NAME) return most + 1;
    if (b_length < a_length) {
        const char *text = a;
        isize length = a_length;
        a = b, a_length = b_length, b = text, b_length = length;
    }
    if ((b_length - a_length) * MOVE_COST > most) return most + 1;
    for (isize i = 0; i < a_length; i++) row[i] = (i + 1) * MOVE_COST;
    isize result = 0;
    for (isize j = 0; j < b_length; j++) {
        isize distance = result = j * MOVE_COST, least = ISIZE_MAX;
        for (isize i = 0; i < a_length; i++) {
            isize changed = distance + change_cost(b[j], a[i]);
            distance = row[i];
            result = isize_min(isize_min(result, distance) + MOVE_COST, changed);
            row[i] = result;
            least = isize_min(least, result);
        }
        if (least > most) return most + 1;
    }
    return result;
}

/* The nearest of the str in `candidates` (a list): owned; NULL without exception: none is near. */
static Own nearest(Ref candidates, Ref name) {
    if (list_length(candidates) >= MOST_CANDIDATES) return NULL;
    Text wanted = text_new(TEXT_IN_ARENA), item = text_new(TEXT_IN_ARENA);
    str_append_utf8(name, &wanted);
    Ref best = NULL;
    isize best_distance = ISIZE_MAX;
    for (isize i = 0; i < list_length(candidates); i++) {
        Ref candidate = list_get(candidates, i);
        if (!is_str(candidate)) break;
        text_clear(&item);
        str_append_utf8(candidate, &item);
        if (item.length == wanted.length &&
            memcmp(text_cstring(&item), text_cstring(&wanted), (usize)item.length) == 0)
            continue;
        isize most = (wanted.length + item.length + 3) * MOVE_COST / 6;
        most = isize_min(most, best_distance - 1);
        isize distance =
            edit_distance(text_cstring(&wanted), wanted.length, text_cstring(&item), item.length, most);
        if (distance > most) continue;
        best = candidate;
        best_distance = distance;
    }
    text_free(&wanted);
    text_free(&item);
    return own_maybe(best);
}

/* Consumes the list. */
static Own nearest_of(Own candidates, Ref name) {
    if (!candidates) {
        error_clear();
        return NULL;
    }
    Own found = is_list(candidates) ? nearest(candidates, name) : NULL;
    release(candidates);
    return found;
}

static Own for_attribute_error(const AttributeException *exception) {
    Ref name = exception->name, object = exception->object;
    if (!name || !object || !is_str(name)) return NULL;
    return nearest_of(object_dir(object), name);
}

/* The names of a code object's variables that are no cells of an enclosing function. */
static Own variable_names(const Code *code) {
    return list_from_array((Ref const *)AS_TUPLE(code->localsplusnames)->items, code->nlocals);
}

static Own for_name_error(const NameException *exception) {
    Ref name = exception->name, traceback = exception->traceback;
    if (!name || !traceback || traceback == None || !is_exact_str(name)) return NULL;
    while (AS_TRACEBACK(traceback)->next) traceback = AS_TRACEBACK(traceback)->next;
    const Frame *frame = AS_TRACEBACK(traceback)->frame->frame;
    Own found = nearest_of(variable_names(frame->code), name);
    if (!found) found = nearest_of(dict_keys_list(frame->globals), name);
    if (!found && is_dict(frame->builtins)) found = nearest_of(dict_keys_list(frame->builtins), name);
    return found;
}

Own traceback_suggestion(Ref exception) {
    if (is_exactly(exception, EXC(AttributeError))) {
        return for_attribute_error((const AttributeException *)exception);
    }
    if (is_exactly(exception, EXC(NameError))) return for_name_error((const NameException *)exception);
    return NULL;
}
