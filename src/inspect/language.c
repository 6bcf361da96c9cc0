/* language.c: see language.h. A Korean format is filled in piece by piece: a particle goes by what stands before it. */
#include "inspect/language.h"

#include "inspect/korean.h"

/* The first ^ that begins a particle, which it tells; NULL: there is none. */
static const char *find_particle(const char *format, const char **particle) {
    for (const char *at = format; (at = strchr(at, '^')) != NULL; at++)
        if ((*particle = korean_particle_at(at + 1)) != NULL) return at;
    return NULL;
}

void language_vappend(bool in_korean, Text *out, const char *english, const char *korean, va_list arguments) {
    const char *rest = in_korean ? korean : english, *mark, *particle;
    va_list left; /* a va_list parameter may be an array: only a local one can be passed by address */
    va_copy(left, arguments);
    while (in_korean && (mark = find_particle(rest, &particle)) != NULL) {
        text_append_vformat_part(out, rest, mark - rest, &left);
        korean_append_particle(out, particle);
        rest = mark + 1 + strlen(particle);
    }
    text_append_vformat_part(out, rest, (isize)strlen(rest), &left);
    va_end(left);
}

void language_append(bool in_korean, Text *out, const char *english, const char *korean, ...) {
    va_list arguments;
    va_start(arguments, korean);
    language_vappend(in_korean, out, english, korean, arguments);
    va_end(arguments);
}

Status language_verror(bool in_korean, const char *english, const char *korean, va_list arguments) {
    Text message = text_new(TEXT_ON_HOST);
    language_vappend(in_korean, &message, english, korean, arguments);
    Status status = status_error("%s", text_cstring(&message));
    text_free(&message);
    return status;
}

Status language_error(bool in_korean, const char *english, const char *korean, ...) {
    va_list arguments;
    va_start(arguments, korean);
    Status status = language_verror(in_korean, english, korean, arguments);
    va_end(arguments);
    return status;
}
