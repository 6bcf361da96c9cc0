/* sre_text.c: the text side of a Matcher: getting at the characters, and cutting pieces out. */
#include "modules/sre.h"

static bool open_str(Matcher *m, Ref string) {
    const Str *str = AS_STR(string);
    m->data = str->data;
    m->width = str->kind;
    m->length = str->length;
    return true;
}

static bool open_bytes(Matcher *m, Ref string) {
    if (!type_of(string)->slots.buffer_get || !buffer_get(string, &m->buffer, false)) {
        if (!error_occurred() || error_matches(EXC(TypeError))) {
            error_clear();
            error_set(EXC(TypeError), "expected string or bytes-like object, got '%N'", type_of(string));
        }
        return false;
    }
    m->data = m->buffer.data;
    m->width = 1;
    m->length = m->buffer.length;
    return true;
}

static bool kinds_fit(const Matcher *m, const Pattern *pattern) {
    bool is_bytes = m->buffer.owner != NULL;
    if (pattern->kind == PATTERN_STR && is_bytes) {
        error_set(EXC(TypeError), "cannot use a string pattern on a bytes-like object");
        return false;
    }
    if (pattern->kind == PATTERN_BYTES && !is_bytes) {
        error_set(EXC(TypeError), "cannot use a bytes pattern on a string-like object");
        return false;
    }
    return true;
}

static isize clip(isize index, isize length) { return isize_max(0, isize_min(index, length)); }

bool matcher_open(Matcher *m, const Pattern *pattern, Ref string, isize pos, isize endpos) {
    *m = (Matcher){.forbidden_end = -1, .last_mark = -1, .last_index = -1};
    if (!(is_str(string) ? open_str(m, string) : open_bytes(m, string))) return false;
    m->string = own(string);
    m->window_start = m->start = clip(pos, m->length);
    m->end = clip(endpos, m->length);
    if (!kinds_fit(m, pattern)) goto fail;
    m->marks = arena_alloc((usize)isize_max(pattern->groups, 1) * 2 * sizeof(Mark), BLOCK_RAW);
    if (m->marks) return true;
    error_memory();
fail:
    matcher_close(m);
    return false;
}

void matcher_close(Matcher *m) {
    arena_free(m->marks);
    arena_free(m->stack);
    if (m->buffer.owner) buffer_release(&m->buffer);
    release_maybe(m->string);
    *m = (Matcher){.string = NULL};
}

Own sre_slice(bool is_bytes_like, const Matcher *m, isize start, isize end) {
    if (!is_bytes_like) return str_substring(m->string, start, end);
    if (is_exact_bytes(m->string) && start == 0 && end == size_of(m->string)) return own(m->string);
    return bytes_from((const char *)m->data + start, end - start);
}

Own matcher_group(const Matcher *m, isize group, bool empty) {
    isize mark = (group - 1) * 2;
    bool is_set = mark < m->last_mark && m->marks[mark] >= 0 && m->marks[mark + 1] >= 0;
    if (!is_set && !empty) return own_none();
    if (is_set && m->marks[mark] > m->marks[mark + 1]) {
        return error_set(EXC(SystemError),
                         "The span of capturing group is wrong, please report a bug for the re module.");
    }
    return sre_slice(m->buffer.owner != NULL, m, is_set ? m->marks[mark] : 0, is_set ? m->marks[mark + 1] : 0);
}
