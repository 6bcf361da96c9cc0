/* sre_substitute.c: Pattern.sub and subn, on which re.sub stands.
 *
 * The replacement is a plain text, a callable that gets each Match, or a template with references to groups,
 * which the library's re turns into a callable (or, where it has no references, into a plain text). */
#include "modules/sre.h"

#include "object/list.h"
#include "object/root.h"

/* Has it no backslash? What is neither str nor bytes-like is no text to look into. */
static bool is_plain(Ref template) {
    if (is_str(template)) return str_find_char(template, '\\', 0, str_length(template)) < 0;
    Buffer buffer;
    if (!type_of(template)->slots.buffer_get || !buffer_get(template, &buffer, false)) {
        error_clear();
        return false;
    }
    bool plain = buffer.length == 0 || !memchr(buffer.data, '\\', (usize)buffer.length);
    buffer_release(&buffer);
    return plain;
}

/* What makes the replacements: a callable or a text. */
static Own replacement_of(Ref pattern, Ref template) {
    if (object_is_callable(template) || is_plain(template)) return own(template);
    return sre_call_re("_subx", (Ref[]){pattern, template}, 2);
}

static bool append_slice(Ref list, const Matcher *m, isize start, isize end) {
    if (start >= end) return true;
    Own piece = sre_slice(m->buffer.owner != NULL, m, start, end);
    return piece && list_append(list, piece);
}

static bool append_replacement(Ref list, Ref pattern, const Matcher *m, Ref replacement, bool is_callable) {
    Own item;
    if (is_callable) {
        Own match = match_new(pattern, m, MATCH_YES);
        if (!match) return false;
        item = object_call_one(replacement, match);
        release(match);
        if (!item) return false;
    } else {
        item = own(replacement);
    }
    if (item == None) { /* nothing is put in its place */
        release(item);
        return true;
    }
    return list_append(list, item);
}

static bool substitute_all(Ref pattern, Matcher *m, Ref replacement, isize count, Ref list, isize *done) {
    bool is_callable = object_is_callable(replacement);
    isize from = 0;
    for (*done = 0; !count || *done < count; ++*done) {
        matcher_reset(m);
        MatchResult result = matcher_search(m, AS_PATTERN(pattern));
        if (result == MATCH_ERROR) return false;
        if (result == MATCH_NO) break;
        if (!append_slice(list, m, from, m->start)) return false;
        if (!append_replacement(list, pattern, m, replacement, is_callable)) return false;
        from = m->position;
        matcher_step(m);
    }
    return append_slice(list, m, from, m->end);
}

/* The pieces joined; of the kind that the text has. */
static Own join(const Matcher *m, Ref list) {
    Own joiner = sre_slice(m->buffer.owner != NULL, m, 0, 0);
    if (!joiner || list_length(list) == 0) return joiner;
    Own result = is_bytes(joiner) ? object_call_method_one(joiner, NAME(join), list) : str_join(joiner, list);
    release(joiner);
    return result;
}

Own pattern_substitute(Ref pattern, Ref template, Ref string, isize count, isize *done) {
    Own replacement = replacement_of(pattern, template);
    if (!replacement) return NULL;
    Matcher m;
    if (!matcher_open(&m, AS_PATTERN(pattern), string, 0, ISIZE_MAX)) {
        release(replacement);
        return NULL;
    }
    Own list = list_new(0), result = NULL;
    if (list && substitute_all(pattern, &m, replacement, count, list, done) && matcher_pause(&m)) {
        result = join(&m, list);
    }
    release_maybe(list);
    matcher_close(&m);
    release(replacement);
    return result;
}
