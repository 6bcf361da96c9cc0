/* hooks.c: what the rooms below report to Python's side: values at the prompt, exceptions that nobody caught or
 * could catch, warnings. */
#include "base/text.h"
#include "modules/modules.h"
#include "modules/warnings.h"
#include "object/audit.h"
#include "object/call.h"
#include "object/dict.h"
#include "object/error.h"
#include "object/exception.h"
#include "object/gc.h"
#include "object/int.h"
#include "object/str.h"
#include "object/tuple.h"
#include "object/type_checks.h"
#include "vm/eval.h"
#include "vm/traceback.h"
#include "world/world.h"

/* sys.stderr, owned. NULL: it is None or missing. */
static Own error_stream(void) {
    Ref errors = MODULES_ROOT->sys ? stream_of_sys("stderr") : NULL;
    return errors && errors != None ? own(errors) : NULL;
}

/* To sys.stderr, piece by piece, and flushed if it `flushes`; where there is none, nowhere. Never raises. */
static void write_error(Text *text, bool flushes) {
    Own errors = error_stream();
    bool written = errors && stream_write_pieces(errors, text) && (!flushes || stream_flush(errors));
    if (errors && !written) error_clear();
    release_maybe(errors);
}

/* Of an exception that can't be shown otherwise. */
static void tell_lost(Ref exception) {
    Text text = text_new(TEXT_IN_ARENA);
    traceback_print_lost(exception, &text);
    world_write(WORLD_STDERR, text_cstring(&text), text.length);
    text_free(&text);
}

void hook_show(Ref stream, Ref exception, Text *text) {
    if (!stream_write_pieces(stream, text)) {
        error_clear();
        tell_lost(exception);
    }
    if (!stream_flush(stream)) error_clear();
}

/* To sys.stderr; where that is None, nowhere. */
static void show_at_stderr(Ref exception, Text *text) {
    Own errors = error_stream();
    if (errors)
        hook_show(errors, exception, text);
    else if (!MODULES_ROOT->sys || !stream_of_sys("stderr"))
        tell_lost(exception);
    release_maybe(errors);
}

/* What sys.excepthook does by default. */
static void print_exception(Ref exception) {
    Text text = text_new(TEXT_IN_ARENA);
    traceback_print_exception(exception, &text);
    show_at_stderr(exception, &text);
    text_free(&text);
}

/* --- sys.displayhook ----------------------------------------------------------------------------------- */

Own hook_display(Ref self, Ref value) {
    (void)self;
    Ref builtins = module_dict(MODULES_ROOT->builtins);
    if (value == None) return own_none();
    if (!dict_set_cstring(builtins, "_", None)) return NULL;
    Ref output = stream_of_sys("stdout");
    if (!output || output == None) return error_set(EXC(RuntimeError), "lost sys.stdout");
    Own text = object_repr(value);
    bool written = text && stream_write(output, text) && stream_write_utf8(output, "\n", 1);
    release_maybe(text);
    return written && dict_set_cstring(builtins, "_", value) ? own_none() : NULL;
}

/* --- sys.excepthook ------------------------------------------------------------------------------------ */

static void tell_no_exception(Ref value) {
    Text text = text_new(TEXT_IN_ARENA);
    piece_append(&text, "TypeError: print_exception(): Exception expected for value, ");
    piece_append(&text, type_of(value)->name);
    piece_append(&text, " found\n");
    show_at_stderr(value, &text);
    text_free(&text);
}

Own hook_except(Ref self UNUSED, Ref const *args, isize nargs) {
    if (!arguments_count("excepthook", nargs, 3, 3)) return NULL;
    if (is_exception(args[1])) {
        Exception *exception = AS_EXCEPTION(args[1]);
        bool untold = !exception->traceback && type_of(args[2]) == TYPE_TRACEBACK;
        if (untold) exception->traceback = own(args[2]);
        print_exception(args[1]);
    } else {
        tell_no_exception(args[1]);
    }
    return own_none();
}

/* --- sys.unraisablehook -------------------------------------------------------------------------------- */

static void tell_unraisable(Ref exception, Ref where, const char *message) {
    Text text = text_new(TEXT_IN_ARENA);
    if (where && where != None) {
        if (message) piece_append(&text, message);
        piece_append(&text, message ? ": " : "Exception ignored in: ");
        Own shown = object_repr(where);
        if (shown)
            piece_append_str(&text, shown);
        else {
            error_clear();
            piece_append(&text, "<object repr() failed>");
        }
        release_maybe(shown);
        piece_append(&text, "\n");
    } else if (message) {
        piece_append(&text, message);
        piece_append(&text, ":\n");
    }
    Ref traceback = AS_EXCEPTION(exception)->traceback;
    if (traceback && traceback != None) {
        traceback_print(traceback, 0, 1000, &text);
    }
    Own name = type_get_qualname(type_of(exception)), module = type_get_module(type_of(exception));
    bool plain = module && (str_equal_ascii(module, "builtins") || str_equal_ascii(module, "__main__"));
    if (module && !plain) {
        piece_append_str(&text, module);
        piece_append(&text, ".");
    }
    if (name) piece_append_str(&text, name);
    Own what = object_str(exception);
    if (!what) {
        error_clear();
        piece_append(&text, ": <exception str() failed>");
    } else if (str_length(what) > 0) {
        piece_append(&text, ": ");
        piece_append_str(&text, what);
    }
    piece_append(&text, "\n");
    release_maybe(name);
    release_maybe(module);
    release_maybe(what);
    write_error(&text, true);
    text_free(&text);
}

Own hook_unraisable(Ref self, Ref info) {
    (void)self;
    if (type_of(info) != MODULE_TYPE(UNRAISABLE_HOOK_ARGS)) {
        return error_set(EXC(TypeError), "sys.unraisablehook argument type must be UnraisableHookArgs");
    }
    Own exception = object_get_attribute(info, NAME(exc_value));
    Own where = exception ? object_get_attribute(info, NAME(object)) : NULL;
    Own message = where ? object_get_attribute(info, NAME(err_msg)) : NULL;
    if (message && is_exception(exception)) {
        Text text = text_new(TEXT_IN_ARENA);
        if (is_str(message)) str_append_utf8(message, &text);
        tell_unraisable(exception, where, is_str(message) ? text_cstring(&text) : NULL);
        text_free(&text);
    }
    release_maybe(exception);
    release_maybe(where);
    if (!message) return NULL;
    release(message);
    return own_none();
}

/* What a hook of the program's gets. */
static Own unraisable_info(Ref exception, Ref where, const char *message) {
    Ref traceback = AS_EXCEPTION(exception)->traceback;
    Own values[] = {own((Ref)type_of(exception)), own(exception), own(traceback ? traceback : None),
                    message ? str_from_ascii(message, -1) : own_none(), own(where ? where : None)};
    return struct_sequence_make(MODULE_TYPE_UNRAISABLE_HOOK_ARGS, values);
}

/* An exception that has no traceback yet happened in the running frame. */
static void add_place(Ref exception) {
    Frame *frame = vm_current_frame();
    if (AS_EXCEPTION(exception)->traceback || !frame) return;
    error_restore(own(exception));
    traceback_here(frame);
    error_clear();
}

static bool call_unraisable_hook(Ref hook, Ref info) {
    Own answer = object_call_one(hook, info);
    release_maybe(answer);
    return answer != NULL;
}

static void unraisable(Ref where, const char *what) {
    static const char in_hook[] = "Exception ignored in sys.unraisablehook",
                      in_audit_hook[] = "Exception ignored in audit hook";
    Own exception = error_fetch();
    if (!exception) return;
    add_place(exception);
    Ref hook = MODULES_ROOT->sys ? dict_get_cstring(module_dict(MODULES_ROOT->sys), "unraisablehook") : NULL;
    Ref own_hook =
        MODULES_ROOT->sys ? dict_get_cstring(module_dict(MODULES_ROOT->sys), "__unraisablehook__") : NULL;
    Text text = text_new(TEXT_IN_ARENA);
    if (what) text_append_format(&text, "Exception ignored %s", what);
    const char *message = what ? text_cstring(&text) : NULL;
    bool is_default = !hook || hook == own_hook || hook == None;
    if (is_default && !(hook && audit_is_heard())) {
        tell_unraisable(exception, where, message);
    } else {
        Own held = own(hook), info = unraisable_info(exception, where, message);
        bool heard = info && AUDIT("sys.unraisablehook", "OO", held, info);
        if (heard && is_default) {
            tell_unraisable(exception, where, message);
        } else if (!heard || !call_unraisable_hook(held, info)) {
            Own second = error_fetch();
            if (second) tell_unraisable(second, heard ? held : NULL, heard ? in_hook : in_audit_hook);
            release_maybe(second);
        }
        release_maybe(info);
        release(held);
    }
    text_free(&text);
    release(exception);
}

/* --- warnings ------------------------------------------------------------------------------------------ */

/* A line of source, stripped, below the warning. */
static void append_stripped(Text *text, Ref line) {
    isize start = 0, end = str_length(line);
    while (start < end && char_is_space(str_char(line, start))) start++;
    while (end > start && char_is_space(str_char(line, end - 1))) end--;
    Own stripped = str_substring(line, start, end);
    if (!stripped) {
        error_clear();
        return;
    }
    text_append_cstring(text, "  ");
    piece_append_str(text, stripped);
    piece_append(text, "\n");
    release(stripped);
}

/* The line of a file, stripped, below the warning. */
static void append_source_line(Text *text, Ref filename, isize lineno) {
    Text line = text_new(TEXT_IN_ARENA);
    if (traceback_source_line(filename, lineno, &line)) {
        const char *c = text_cstring(&line);
        while (*c == ' ' || *c == '\t' || *c == '\f') c++;
        piece_append(text, "  ");
        piece_append(text, c);
        piece_append(text, "\n");
    }
    text_free(&line);
}

void warnings_show_plain(const Warning *warning) {
    Text text = text_new(TEXT_IN_ARENA);
    piece_append_str(&text, warning->filename);
    text_append_format(&text, ":%zd: ", warning->lineno);
    piece_end(&text);
    piece_append(&text, type_short_name(AS_TYPE(warning->category)));
    piece_append(&text, ": ");
    if (is_str(warning->text)) piece_append_str(&text, warning->text);
    piece_append(&text, "\n");
    if (warning->line && is_str(warning->line)) {
        append_stripped(&text, warning->line);
    } else {
        append_source_line(&text, warning->filename, warning->lineno);
    }
    write_error(&text, false);
    text_free(&text);
}

static bool warn(Type *category, isize stack_level, Ref message, Ref source) {
    return warnings_issue_at((Ref)category, message, stack_level, source);
}

/* The compiler's warnings name their place themselves. */
static bool warn_explicit(Type *category, Ref message, Ref filename, isize lineno) {
    return warnings_issue((Warning){.category = (Ref)category, .filename = filename, .lineno = lineno},
                          message);
}

/* Through the library's warnings, which also knows where the coroutine was made. True: it warned, or the
 * warning became an exception. */
static bool unawaited_coroutine_by_library(Ref coroutine) {
    Own function = warnings_library_function("_warn_unawaited_coroutine");
    Own answer = function ? object_call_one(function, coroutine) : NULL;
    bool warned = answer || (function && error_matches(EXC(RuntimeWarning)));
    release_maybe(function);
    release_maybe(answer);
    if (error_occurred()) error_unraisable(coroutine);
    return warned;
}

static void unawaited_coroutine(Ref coroutine) {
    if (unawaited_coroutine_by_library(coroutine)) return;
    Own name = object_get_attribute(coroutine, NAME(__qualname__));
    Own message = name ? str_format("coroutine '%U' was never awaited", name) : NULL;
    if (!message || !warnings_issue_at((Ref)EXC(RuntimeWarning), message, 1, coroutine)) {
        error_unraisable(coroutine);
    }
    release_maybe(name);
    release_maybe(message);
}

static bool flush_streams(bool tells) {
    const char *const names[] = {"stdout", "stderr"};
    bool all = true;
    for (int i = 0; i < 2; i++) {
        Ref stream = MODULES_ROOT->sys ? stream_of_sys(names[i]) : NULL;
        if (!stream || stream == None || stream_is_closed(stream)) continue;
        Own held = own(stream);
        if (!stream_flush(held)) {
            all = false;
            if (tells && i == 0)
                error_unraisable(held);
            else
                error_clear();
        }
        release(held);
    }
    return all;
}

/* A builtin by its name, for __reduce__ of iterators. */
static Own builtin_of(const char *name) {
    Ref found = dict_get_cstring(module_dict(MODULES_ROOT->builtins), name);
    return found ? own(found) : error_set(EXC(AttributeError), "%s", name);
}

/* A line of the collector's debug reports. */
static void write_report(const char *line) {
    Text text = text_new(TEXT_IN_ARENA);
    text_append_cstring(&text, line);
    write_error(&text, false);
    text_free(&text);
}

bool hooks_set(void) {
    codecs_hooks_set();
    OBJECT_ROOT->unraisable = unraisable;
    OBJECT_ROOT->builtin = builtin_of;
    OBJECT_ROOT->gc->write = write_report;
    OBJECT_ROOT->warn = warn;
    OBJECT_ROOT->warn_explicit = warn_explicit;
    VM_ROOT->unawaited_coroutine = unawaited_coroutine;
    VM_ROOT->encode_streams = streams_encode;
    VM_ROOT->flush_streams = flush_streams;
    VM_ROOT->print_exception = print_exception;
    VM_ROOT->typed_run = typed_run;
    VM_ROOT->typed_is_wanted = typed_is_wanted;
    return struct_sequence_ready(MODULE_TYPE_UNRAISABLE_HOOK_ARGS);
}
