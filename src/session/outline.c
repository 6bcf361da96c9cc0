/* outline.c: what stands in a file: which of its lines have code, and the names of its functions. A breakpoint on a
 * comment or on a name that is mistyped would never be met; it is better to know that at once. */
#include <stdlib.h>

#include "code/code.h"
#include "code/linetable.h"
#include "object/str.h"
#include "object/tuple.h"
#include "session/internal.h"

static void note_lines(Source *source, Ref code) {
    LineTableCursor cursor = linetable_begin(code);
    while (linetable_next(&cursor)) {
        int line = cursor.position.line;
        if (line >= 1 && line <= source->line_count) source->has_code[line] = 1;
    }
}

static void note_names(Source *source, const Code *code) {
    const Ref names[] = {code->name, code->qualname};
    for (int i = 0; i < COUNT_OF(names); i++) {
        str_append_utf8(names[i], &source->names);
        text_append_char(&source->names, 0);
    }
}

static void note_code(Source *source, Ref ref) {
    const Code *code = AS_CODE(ref);
    note_lines(source, ref);
    note_names(source, code);
    for (isize i = 0; i < tuple_length(code->consts); i++) {
        Ref constant = tuple_get(code->consts, i);
        if (is_code(constant)) note_code(source, constant);
    }
}

static bool note_file(const char *text, isize length, Ref filename, const CompileOptions *options,
                      void *context) {
    Own code = compile_source(text, length, filename, options);
    if (code) note_code(context, code);
    release_maybe(code);
    return code != NULL;
}

static const Source *outline_of(Session *session, const char *path) {
    Source *source = (Source *)source_find(session, path);
    if (!source || source->outlined || !source->starts) return source;
    source->outlined = true;
    source->has_code = calloc((usize)source->line_count + 2, 1);
    if (source->has_code && compile_aside(session, source, note_file, source)) return source;
    free(source->has_code);
    source->has_code = NULL;
    return source;
}

int outline_line(Session *session, const char *path, int line) {
    const Source *source = outline_of(session, path);
    if (!source || !source->has_code) return line;
    while (line <= source->line_count && !source->has_code[line]) line++;
    return line <= source->line_count ? line : 0;
}

bool outline_has(Session *session, const char *path, const char *name) {
    const Source *source = outline_of(session, path);
    if (!source) return false;
    for (isize i = 0; i < source->names.length; i += (isize)strlen(source->names.data + i) + 1)
        if (strcmp(source->names.data + i, name) == 0) return true;
    return false;
}
