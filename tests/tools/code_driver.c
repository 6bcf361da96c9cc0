/* code_driver.c: the compiler behind a pipe, for compare_code.py.
 *
 * Reads lines "MODE OPTIMIZE FLAGS FILENAME PATH" and answers each with two 32-bit words, 0 (or 1: an
 * exception) and a length, and so many bytes. MODE: exec, eval, single: the marshalled pair (code, warnings);
 * dis: what dis prints; stages: the stages of the compilation; marshal: the marshalled code alone; none: nothing.
 * Says on standard error when objects leak. A PATH "<N": N bytes of source follow.
 *
 *     make build/release-gcc/code_driver */
#include <stdio.h>
#include <stdlib.h>

#include "code/code.h"
#include "code/dis.h"
#include "code/marshal.h"
#include "compiler/compiler.h"
#include "modules/boot.h"
#include "object/bytes.h"
#include "object/error.h"
#include "object/exception.h"
#include "object/list.h"
#include "object/str.h"
#include "object/tuple.h"
#include "world/world.h"

enum { WARNINGS_ARE_ERRORS = 0x20000000 }; /* in FLAGS: `-W error` */

static bool warnings_are_errors;
static Own warnings; /* list of "Category:line:text" of the compilation that runs */

static bool note_warning(Type *category, Ref message, Ref filename, isize lineno) {
    (void)filename;
    if (warnings_are_errors) {
        error_set_object(category, message);
        return false;
    }
    Own text = str_format("%s:%zd:%U", category->name, lineno, message);
    return text && list_append(warnings, text);
}

static void answer(int failed, const void *bytes, isize length) {
    int head[2] = {failed, (int)length};
    fwrite(head, sizeof head[0], 2, stdout);
    fwrite(bytes, 1, (usize)length, stdout);
    fflush(stdout);
}

static void answer_text(int failed, Text *text) {
    answer(failed, text_cstring(text), text->length);
    text_free(text);
}

/* A SyntaxError with its attributes, any other exception as its repr. */
static void answer_exception(void) {
    Own exception = error_fetch(), shown = NULL;
    Text text = text_new(TEXT_IN_ARENA);
    if (is_a(exception, EXC(SyntaxError))) {
        SyntaxException *error = (SyntaxException *)exception;
        Ref fields[] = {error->args,   error->message,    error->filename,   error->lineno,
                        error->offset, error->end_lineno, error->end_offset, error->text};
        for (isize i = 0; i < COUNT_OF(fields); i++) fields[i] = fields[i] ? fields[i] : None;
        Own tuple = tuple_from_array(fields, COUNT_OF(fields));
        shown = object_repr(tuple);
        release(tuple);
        text_append_cstring(&text, type_of(exception)->name);
    } else {
        shown = object_repr(exception);
    }
    str_append_utf8(shown, &text);
    answer_text(1, &text);
    release(shown);
    release(exception);
}

static void answer_marshalled(Ref value) {
    Own bytes = marshal_dumps(value, 4);
    if (!bytes) {
        answer_exception();
        return;
    }
    answer(0, bytes_data(bytes), size_of(bytes));
    release(bytes);
}

static void answer_code(const char *mode, Ref code) {
    Text text = text_new(TEXT_IN_ARENA);
    if (strcmp(mode, "dis") == 0) {
        if (dis_code(code, false, false, &text)) {
            answer_text(0, &text);
        } else {
            answer_exception();
        }
    } else if (strcmp(mode, "none") == 0) {
        answer(0, "", 0);
    } else if (strcmp(mode, "marshal") == 0) {
        answer_marshalled(code);
    } else {
        Own pair = tuple_pack(2, code, (Ref)warnings);
        answer_marshalled(pair);
        release(pair);
    }
}

static void serve(const char *mode, const CompileOptions *options, Ref filename, const char *source,
                  isize length) {
    if (strcmp(mode, "stages") == 0) {
        Text text = text_new(TEXT_IN_ARENA);
        if (compile_stages(source, length, filename, options, STAGE_ALL, &text)) {
            answer_text(0, &text);
        } else {
            text_free(&text);
            answer_exception();
        }
        return;
    }
    Own code = compile_source(source, length, filename, options);
    if (code) {
        answer_code(mode, code);
        release(code);
    } else {
        answer_exception();
    }
}

/* A whole machine: the encodings of sources are the library's. It is asked for one of them first, so that what it
 * keeps from then on is no leak of a compilation. */
static bool open_machine(void) {
    const char *why;
    static const WorldOptions world_options;
    const MachineOptions options = {.kind = PROGRAM_COMMAND, .program = "", .world = world_new(&world_options)};
    if (!options.world || !machine_open(&options, modules_boot, &why)) return false;
    Own text = str_decode_source((const u8 *)"text", 4, "koi8-r");
    if (!text) return false;
    release(text);
    OBJECT_ROOT->warn_explicit = note_warning;
    return true;
}

/* The source is in the file, or behind the line that asks for it. */
static bool read_source(const char *path, char **source, isize *length) {
    if (path[0] != '<') return world_host_read_file(path, source, length) == 0;
    *length = strtol(path + 1, NULL, 10);
    *source = malloc((usize)*length + 1);
    return *source && fread(*source, 1, (usize)*length, stdin) == (usize)*length;
}

int main(void) {
    static char line[8192], mode[16], filename[4000], path[4000];
    if (!open_machine()) return 1;
    CompileOptions options;
    while (fgets(line, sizeof line, stdin) && sscanf(line, "%15s %d %d %3999s %3999[^\n]", mode,
                                                     &options.optimize, &options.flags, filename, path) == 5) {
        options.mode = strcmp(mode, "eval") == 0     ? PARSE_EVAL
                       : strcmp(mode, "single") == 0 ? PARSE_SINGLE
                                                     : PARSE_FILE;
        isize live = object_room_live(), length;
        char *source;
        if (!read_source(path, &source, &length)) return 1;
        Own name = str_from_utf8(filename, -1);
        warnings_are_errors = options.flags & WARNINGS_ARE_ERRORS;
        options.flags &= ~WARNINGS_ARE_ERRORS;
        warnings = list_new(0);
        serve(mode, &options, name, source, length);
        release(warnings);
        release(name);
        free(source);
        if (object_room_live() != live)
            fprintf(stderr, "%zd objects leak: %s\n", object_room_live() - live, path);
    }
    return 0;
}
