/* typed.c: the prompt. Statements are read line by line, each is run in __main__ as soon as it is whole, and what its
 * expressions are worth is shown: all that `opscope repl` runs, and what `-i` goes on with behind a program. */
#include <signal.h>
#include <string.h>

#include "code/code.h"
#include "compiler/compiler.h"
#include "modules/outside.h"
#include "modules/readline.h"
#include "object/audit.h"
#include "object/bytes.h"
#include "object/dict.h"
#include "object/error.h"
#include "object/exception.h"
#include "object/str.h"
#include "syntax/parser.h"
#include "vm/eval.h"
#include "vm/machine_state.h"
#include "vm/root.h"
#include "vm/uncaught.h"
#include "world/world.h"

#define READ_AT_ONCE 4096 /* bytes, as the C library does */

typedef struct Typing {
    Object *globals, *filename; /* owned */
    Text source;                /* the statement, as far as it has been typed */
    Text ahead;                 /* what was read of the lines behind it ... */
    isize taken;                /* ... and of that, how much is in the source */
    int future_flags;           /* of `from __future__ import` in earlier ones */
} Typing;

/* --- a line ------------------------------------------------------------------------------------------- */

/* sys.ps1 or sys.ps2, which may be anything: as bytes. NULL: raised. */
static Own prompt_bytes(const char *name) {
    Own prompt = own_maybe(dict_get_cstring(VM_ROOT->sys_dict, name)),
        shown = prompt ? object_str(prompt) : NULL;
    Own bytes = shown ? str_encode_utf8(shown, "surrogateescape") : NULL;
    if (error_occurred()) error_clear();
    release_maybe(shown);
    release_maybe(prompt);
    return bytes ? bytes : bytes_from("", 0);
}

/* The input that is there, at a terminal a line. False: there is no more, or it can't be read, or (raised) a signal's
 * handler has raised. */
static bool read_ahead(Typing *typing) {
    WorldRequest request = {.call = WORLD_CALL_READ, .descriptor = 0, .numbers = {READ_AT_ONCE}};
    WorldAnswer answer;
    if (!outside_ask(&request, &answer) || answer.error || answer.length == 0) return false;
    text_append(&typing->ahead, answer.bytes, answer.length);
    return true;
}

/* At a terminal of the program's own, once readline is imported. */
static bool is_edited(void) { return readline_edits() && outside_is_terminal(0) && outside_is_terminal(1); }

static bool edit_line(Typing *typing, const char *prompt) {
    bool at_end;
    Own line = readline_ask(prompt, &at_end);
    if (!line) return false;
    text_append(&typing->ahead, (const char *)bytes_data(line), size_of(line));
    text_append_char(&typing->ahead, '\n');
    release(line);
    return !typing->ahead.failed;
}

/* Where the next line ends that was read. NULL: it is not there as a whole. */
static const char *line_end(const Typing *typing) {
    return memchr(text_cstring(&typing->ahead) + typing->taken, '\n',
                  (usize)(typing->ahead.length - typing->taken));
}

/* Until there is a whole line, or no more (or raised). */
static void read_whole_line(Typing *typing) {
    Own prompt = prompt_bytes(typing->source.length ? "ps2" : "ps1");
    if (!prompt) return;
    const char *asks = (const char *)bytes_data(prompt);
    bool edited = is_edited(), more = true;
    if (!edited) world_write(WORLD_STDERR, asks, size_of(prompt));
    while (more && !line_end(typing)) more = edited ? edit_line(typing, asks) : read_ahead(typing);
    release(prompt);
}

/* The key Ctrl-C, as a terminal that leaves keys alone gives it: so the host of PROGRAM_TYPED says that it was pressed,
 * and what was typed of the line is lost. */
static bool takes_interrupt(Typing *typing) {
    bool pressed = VM_ROOT->machine->kind == PROGRAM_TYPED && typing->ahead.length > typing->taken &&
                   typing->ahead.data[typing->taken] == *TYPED_INTERRUPT;
    if (!pressed) return false;
    text_clear(&typing->ahead);
    typing->taken = 0;
    signal_trip(SIGINT);
    vm_handle_pending();
    return true;
}

typedef enum Line { LINE_READ, LINE_NONE, LINE_INTERRUPTED } Line; /* interrupted: perhaps raised */

/* Takes the next line into the source. As in CPython it is read from the descriptor, past sys.stdin: where input does not
 * come line by line, the program and the prompt take it away from each other. */
static Line read_line(Typing *typing) {
    Text *ahead = &typing->ahead;
    read_whole_line(typing);
    if (error_occurred() || takes_interrupt(typing)) return LINE_INTERRUPTED;
    const char *line = text_cstring(ahead) + typing->taken, *end = line_end(typing);
    isize length = end ? end + 1 - line : ahead->length - typing->taken;
    if (length == 0) return LINE_NONE;
    text_append(&typing->source, line, length);
    if (!end) text_append_char(&typing->source, '\n');
    typing->taken += length;
    if (typing->taken < ahead->length) return LINE_READ;
    text_clear(ahead);
    typing->taken = 0;
    return LINE_READ;
}

/* --- a statement -------------------------------------------------------------------------------------- */

static bool drop_warning(Type *category UNUSED, Ref message UNUSED, Ref filename UNUSED, isize line UNUSED) {
    return true;
}

static bool parse_typed(const Typing *typing, isize length, int flags, Tree *tree) {
    ParseOptions options = {.mode = PARSE_SINGLE, .flags = typing->future_flags | flags};
    return parse(text_cstring(&typing->source), length, typing->filename, &options, tree);
}

static bool can_be_parsed(const Typing *typing, isize length) {
    Tree tree;
    if (!parse_typed(typing, length, PARSE_DONT_IMPLY_DEDENT | PARSE_ALLOW_INCOMPLETE_INPUT, &tree))
        return false;
    tree_free(&tree);
    return true;
}

static bool is_incomplete(Ref exception) {
    Ref message = is_a(exception, EXC(SyntaxError)) ? ((const SyntaxException *)exception)->message : NULL;
    return message && is_str(message) && str_equal_ascii(message, "incomplete input");
}

/* How much of the source is parsed, and how, is codeop's way to see whether a statement wants more lines: what is whole
 * with and without a further end of line does not; a block does until an empty line ends it. */
typedef enum Reached { UNFINISHED, WHOLE, WRONG } Reached;

static Reached see_how_far(const Typing *typing) {
    if (can_be_parsed(typing, typing->source.length - 1)) return WHOLE;
    error_clear();
    if (can_be_parsed(typing, typing->source.length)) return UNFINISHED;
    Own error = error_fetch();
    bool incomplete = is_incomplete(error);
    release(error);
    return incomplete ? UNFINISHED : WRONG;
}

/* Warnings are for when it is parsed to be run. */
static Reached see_how_far_quietly(const Typing *typing) {
    bool (*warn)(Type *, Ref, Ref, isize) = OBJECT_ROOT->warn_explicit;
    OBJECT_ROOT->warn_explicit = drop_warning;
    Reached reached = see_how_far(typing);
    OBJECT_ROOT->warn_explicit = warn;
    return reached;
}

/* What was read when the input ended is all there will be. */
static Own compile_typed(Typing *typing, Reached reached) {
    CompileOptions options = {
        .mode = PARSE_SINGLE, .flags = typing->future_flags, .optimize = VM_ROOT->optimize};
    isize length = typing->source.length - (reached == WHOLE);
    Tree tree = {0};
    Own code = NULL;
    if (parse_typed(typing, length, reached == UNFINISHED ? 0 : PARSE_DONT_IMPLY_DEDENT, &tree))
        code = compile_tree(&tree, &options);
    if (tree.objects) tree_free(&tree);
    if (code) typing->future_flags |= (int)(AS_CODE(code)->flags & CODE_FUTURES);
    return code;
}

/* The current exception is shown. The exit status where it ends the program; else UNCAUGHT_SHOWN. */
static int show_error(Typing *typing) {
    text_clear(&typing->source);
    return uncaught_show(true);
}

static int run_statement(Typing *typing, Reached reached) {
    Own code = compile_typed(typing, reached);
    text_clear(&typing->source);
    bool heard = code && AUDIT("exec", "O", code);
    Own result = heard ? vm_run_code(code, typing->globals, typing->globals) : NULL;
    release_maybe(code);
    int status = result ? UNCAUGHT_SHOWN : uncaught_show(true);
    release_maybe(result);
    uncaught_flush();
    return status;
}

/* --- the prompt --------------------------------------------------------------------------------------- */

/* Neither a statement nor the beginning of one. */
static bool is_blank(const Text *line) {
    const char *text = text_cstring(line);
    text += strspn(text, " \t\f");
    return *text == '\n' || *text == '#';
}

/* Takes a line up, and runs the statement that it ends. *at_end: there are no more. The exit status where the statement
 * ends the program; else UNCAUGHT_SHOWN. */
static int take_line(Typing *typing, bool *at_end) {
    Text *source = &typing->source;
    Line line = read_line(typing);
    if (line == LINE_INTERRUPTED) {
        if (!error_occurred()) return UNCAUGHT_SHOWN;
        if (error_matches(EXC(KeyboardInterrupt))) world_write(WORLD_STDERR, "\n", 1);
        return show_error(typing);
    }
    if (line == LINE_NONE) {
        world_write(WORLD_STDERR, "\n", 1);
        *at_end = source->length == 0; /* else it ends the statement */
        return *at_end ? UNCAUGHT_SHOWN : run_statement(typing, UNFINISHED);
    }
    if (source->failed || typing->ahead.failed) {
        error_memory();
        return show_error(typing);
    }
    if (is_blank(source)) {
        text_clear(source);
        return UNCAUGHT_SHOWN;
    }
    Reached reached = see_how_far_quietly(typing);
    return reached == UNFINISHED ? UNCAUGHT_SHOWN : run_statement(typing, reached);
}

static bool set_prompt(const char *name, const char *usual) {
    if (dict_get_cstring(VM_ROOT->sys_dict, name)) return true;
    Own text = str_from_utf8(usual, -1);
    bool set = text && dict_set_cstring(VM_ROOT->sys_dict, name, text);
    release_maybe(text);
    return set;
}

/* Who asked for a prompt and has no program is greeted, as CPython does it. */
static void greet(void) {
    static const char more[] =
        "Type \"help\", \"copyright\", \"credits\" or \"license\" for more information.\n";
    const MachineState *machine = VM_ROOT->machine;
    if (machine->kind != PROGRAM_TYPED || machine->inspect != INSPECT_ALWAYS || machine->quiet) return;
    Ref version = dict_get_cstring(VM_ROOT->sys_dict, "version");
    Own line = version ? str_format("Python %S on linux\n", version) : NULL;
    Own bytes = line ? str_encode_utf8(line, "surrogateescape") : NULL;
    if (bytes) world_write(WORLD_STDERR, (const char *)bytes_data(bytes), size_of(bytes));
    if (!machine->no_site) world_write(WORLD_STDERR, more, sizeof more - 1);
    release_maybe(line);
    release_maybe(bytes);
    error_clear();
}

/* sys.__interactivehook__, where there is one: site's makes the line editor ready, at a terminal. The exit status where it
 * ends the program; else UNCAUGHT_SHOWN. */
static int run_interactive_hook(void) {
    static const char failed[] = "Failed calling sys.__interactivehook__\n";
    if (world_line_editor() && outside_is_terminal(0)) release_maybe(import_module_cstring("site"));
    error_clear();
    Own hook = own_maybe(dict_get_cstring(VM_ROOT->sys_dict, "__interactivehook__"));
    if (!hook) return UNCAUGHT_SHOWN;
    Own result = AUDIT("cpython.run_interactivehook", "O", hook) ? object_call_args(hook, 0) : NULL;
    release(hook);
    if (!result) world_write(WORLD_STDERR, failed, sizeof failed - 1);
    int status = result ? UNCAUGHT_SHOWN : uncaught_show(true);
    release_maybe(result);
    return status;
}

int typed_run(Ref main) {
    Typing typing = {.globals = own(module_dict(main)),
                     .filename = str_from_utf8("<stdin>", -1),
                     .source = text_new(TEXT_IN_ARENA),
                     .ahead = text_new(TEXT_IN_ARENA)};
    bool ready = typing.filename && set_prompt("ps1", ">>> ") && set_prompt("ps2", "... ");
    greet();
    int status = ready ? run_interactive_hook() : uncaught_show(true);
    for (bool at_end = !ready; status == UNCAUGHT_SHOWN && !at_end;) status = take_line(&typing, &at_end);
    text_free(&typing.source);
    text_free(&typing.ahead);
    release_maybe(typing.filename);
    release(typing.globals);
    return status == UNCAUGHT_SHOWN ? 0 : status;
}

/* PYTHONINSPECT may be set even while the program runs. */
bool typed_is_wanted(void) {
    const MachineState *state = VM_ROOT->machine;
    if (state->inspect == INSPECT_ALWAYS) return true;
    const char *variable = state->ignore_environment ? NULL : outside_environment("PYTHONINSPECT");
    return (state->inspect || (variable && *variable)) && outside_is_terminal(0);
}
