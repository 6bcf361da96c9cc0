/* stages.c: what the stages of the compiler make of a file of the program.
 *
 * The compiler works in the arena, among the program's own objects: so it works at the very beginning of the run, on a
 * branch that is thrown away, and the session comes back to where it stood, where everything is as it was: texts that
 * the inspector has handed out stay true. */
#include "compiler/compiler.h"
#include "object/error.h"
#include "object/str.h"
#include "session/internal.h"

static bool describe(Session *session, const char *path, const Source *source, Text *out) {
    CompileOptions options = {.mode = PARSE_FILE, .optimize = session->options.machine.optimize};
    Own filename = str_from_utf8_surrogateescape(path, (isize)strlen(path));
    isize length = source->starts[source->line_count] - 1;
    bool done = filename && compile_stages(source->text, length, filename, &options,
                                           STAGE_TOKENS | STAGE_TREE | STAGE_SYMBOLS | STAGE_FLOW, out);
    if (!done) error_clear();
    release_maybe(filename);
    return done;
}

bool session_stages(Session *session, const char *file, Text *out) {
    const Source *source = source_find(session, file);
    if (!source || !source->line_count) {
        text_append_format(out, "the source of %s can't be read", session_short_path(session, file));
        return false;
    }
    u64 here = machine_steps();
    bool exited = machine_exited();
    recorder_goto(session->recorder, 0, NULL, NULL);
    recorder_branch_begin(session->recorder);
    bool done = describe(session, file, source, out);
    recorder_branch_end(session->recorder);
    recorder_goto(session->recorder, here, NULL, NULL);
    if (exited && !machine_exited()) recorder_run(session->recorder, UINT64_MAX, 0);
    if (!done) {
        text_clear(out);
        text_append_format(out, "%s can't be compiled", session_short_path(session, file));
    }
    return done;
}
