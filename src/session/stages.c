/* stages.c: what the stages of the compiler make of a file of the program.
 *
 * The compiler works in the arena, among the program's own objects: so it works at the very beginning of the run, on a
 * branch that is thrown away, and the session comes back to where it stood, where everything is as it was: texts that
 * the inspector has handed out stay true. */
#include "compiler/compiler.h"
#include "object/error.h"
#include "object/str.h"
#include "session/internal.h"

bool compile_aside(Session *session, const Source *source, CompilerWork work, void *context) {
    bool is_command = source_is_command(session, source);
    CompileOptions options = {.mode = PARSE_FILE,
                              .optimize = session->options.machine.optimize,
                              .flags = is_command ? PARSE_IGNORE_COOKIE : PARSE_FROM_FILE};
    return compile_text_aside(session, source->path, source->bytes, source->length, &options, work, context);
}

bool compile_text_aside(Session *session, const char *path, const char *text, isize length,
                        const CompileOptions *options, CompilerWork work, void *context) {
    u64 here = machine_steps();
    bool exited = machine_exited();
    recorder_goto(session->recorder, 0, NULL, NULL);
    recorder_branch_begin(session->recorder);
    world_branch_begin(session->world); /* it may warn, and read the line for that */
    Own filename = str_from_utf8_surrogateescape(path, (isize)strlen(path));
    bool done = filename && work(text, length, filename, options, context);
    if (!done) error_clear();
    release_maybe(filename);
    world_branch_end(session->world);
    recorder_branch_end(session->recorder);
    session_return(session, here, exited);
    return done;
}

static bool describe(const char *text, isize length, Ref filename, const CompileOptions *options, void *out) {
    return compile_stages(text, length, filename, options,
                          STAGE_TOKENS | STAGE_TREE | STAGE_SYMBOLS | STAGE_FLOW, out);
}

bool session_stages(Session *session, const char *file, Text *out) {
    const Source *source = source_find(session, file);
    if (!source || !source->line_count) {
        session_say(session, out, "the source of %s can't be read", "%s의 소스를 읽을 수 없습니다",
                    session_short_path(session, file));
        return false;
    }
    bool done = compile_aside(session, source, describe, out);
    if (!done) {
        text_clear(out);
        session_say(session, out, "%s can't be compiled", "%s^은 컴파일할 수 없습니다",
                    session_short_path(session, file));
    }
    return done;
}
