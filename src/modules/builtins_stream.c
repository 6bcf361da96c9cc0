/* builtins_stream.c: print and input. */
#include "modules/outside.h"
#include "modules/readline.h"
#include "object/audit.h"
#include "object/bytes.h"
#include "object/call.h"
#include "object/error.h"
#include "object/str.h"
#include "object/type_checks.h"

/* A separator: a str, or NULL and *failed when it is neither that nor None. */
static Ref separator(Ref value, const char *name, bool *failed) {
    if (!value || value == None) return NULL;
    if (is_str(value)) return value;
    error_set(EXC(TypeError), "%s must be None or a string, not %T", name, value);
    *failed = true;
    return NULL;
}

static bool write_object(Ref file, Ref object) {
    Own text = object_str(object);
    if (!text) return false;
    bool written = stream_write(file, text);
    release(text);
    return written;
}

static bool print_items(Ref file, Ref const *items, isize count, Ref sep, Ref end) {
    for (isize i = 0; i < count; i++) {
        if (i > 0 && !(sep ? stream_write(file, sep) : stream_write_utf8(file, " ", 1))) return false;
        if (!write_object(file, items[i])) return false;
    }
    return end ? stream_write(file, end) : stream_write_utf8(file, "\n", 1);
}

static Own builtin_print(Ref self, Ref const *args, isize nargs, Ref kwnames) {
    static const Parameters parameters = {"print", {"*", "sep", "end", "file", "flush"}, .rest = true};
    Ref out[4];
    (void)self;
    if (!arguments_bind(&parameters, args + nargs, 0, kwnames, out)) return NULL;
    bool failed = false;
    Ref sep = separator(out[0], "sep", &failed);
    Ref end = failed ? NULL : separator(out[1], "end", &failed);
    if (failed) return NULL;
    Ref file = out[2];
    if (!file || file == None) {
        file = stream_of_sys("stdout");
        if (!file) return error_set(EXC(RuntimeError), "lost sys.stdout");
        if (file == None) return own_none();
    }
    Own held = own(file);
    bool printed = print_items(held, args, nargs, sep, end);
    int flush = printed && out[3] ? object_is_true(out[3]) : 0;
    if (printed && flush > 0) printed = stream_flush(held);
    release(held);
    return printed && flush >= 0 ? own_none() : NULL;
}

static bool has_text(Ref stream, Ref name) {
    Own found = object_get_attribute(stream, name);
    bool is = found && is_str(found);
    release_maybe(found);
    return is;
}

static bool is_terminal(Ref stream, int descriptor) {
    Own number = object_call_method_none(stream, NAME(fileno));
    isize told = number ? int_as_isize(number) : -1;
    release_maybe(number);
    bool is = told == descriptor && has_text(stream, NAME(encoding)) && has_text(stream, NAME(errors)) &&
              outside_is_terminal(descriptor);
    if (error_occurred()) error_clear();
    return is;
}

/* --- input() ---------------------------------------------------------------------------------------------- */

/* text.encode() or bytes.decode(), as `method` says, with the stream's own encoding and way with errors. */
static Own convert(Ref value, const char *method, Ref stream) {
    Own encoding = object_get_attribute(stream, NAME(encoding)), errors = NULL, converted = NULL;
    if (encoding) errors = object_get_attribute(stream, NAME(errors));
    Ref args[] = {encoding, errors};
    if (errors) converted = object_call_method_cstring(value, method, args, 2);
    release_maybe(encoding);
    release_maybe(errors);
    return converted;
}

/* The prompt as bytes; as in CPython a NUL ends it. NULL: raised. */
static Own prompt_bytes(Ref output, Ref prompt) {
    Own text = prompt ? object_str(prompt) : own(OBJECT_ROOT->empty_str);
    Own bytes = text ? convert(text, "encode", output) : NULL;
    release_maybe(text);
    return bytes;
}

/* At a terminal of the program's own CPython passes by the streams: the line editor reads, where there is one. */
static Own ask_at_terminal(Ref input, Ref output, Ref prompt) {
    bool at_end = false;
    if (!stream_flush(output)) error_clear();
    Own shown = prompt_bytes(output, prompt), line = NULL, text = NULL;
    if (shown) line = readline_ask((const char *)bytes_data(shown), &at_end);
    if (line) text = convert(line, "decode", input);
    release_maybe(shown);
    release_maybe(line);
    return at_end ? error_set_object(EXC(EOFError), None) : text;
}

/* Through the streams; the line without its end. */
static Own ask_stream(Ref input, Ref output, Ref prompt) {
    if (prompt && !write_object(output, prompt)) return NULL;
    if (!stream_flush(output)) error_clear();
    Own line = stream_read_line(input);
    isize length = line ? str_length(line) : 0;
    if (!line || (length > 0 && str_char(line, length - 1) != '\n')) return line;
    Own cut = length ? str_substring(line, 0, length - 1) : NULL;
    release(line);
    if (length) return cut;
    /* a terminal's end says nothing */
    if (is_terminal(input, 0) && is_terminal(output, 1)) return error_set_object(EXC(EOFError), None);
    return error_set(EXC(EOFError), "EOF when reading a line");
}

static Own ask(Ref input, Ref output, Ref errors, Ref prompt) {
    if (!stream_flush(errors)) error_clear();
    bool at_terminal = world_line_editor() && is_terminal(input, 0) && is_terminal(output, 1);
    return at_terminal ? ask_at_terminal(input, output, prompt) : ask_stream(input, output, prompt);
}

static Own builtin_input(Ref self, Ref const *args, isize nargs) {
    (void)self;
    if (!arguments_count("input", nargs, 0, 1)) return NULL;
    Ref input = stream_of_sys("stdin"), output = stream_of_sys("stdout"), errors = stream_of_sys("stderr");
    if (!input || input == None) return error_set(EXC(RuntimeError), "input(): lost sys.stdin");
    if (!output || output == None) return error_set(EXC(RuntimeError), "input(): lost sys.stdout");
    if (!errors || errors == None) return error_set(EXC(RuntimeError), "input(): lost sys.stderr");
    Ref prompt = nargs == 1 ? args[0] : NULL;
    if (!AUDIT("builtins.input", "O", prompt)) return NULL;
    Own held[] = {own(input), own(output),
                  own(errors)}; /* the streams' own methods may put others in their places */
    Own line = ask(input, output, errors, prompt);
    for (int i = 0; i < COUNT_OF(held); i++) release(held[i]);
    return line;
}

const MethodDef builtin_stream_functions[] = {
    {"print", METHOD_KEYWORDS, .keywords = builtin_print,
     .doc = "print($module, /, *args, sep=' ', end='\\n', file=None, flush=False)\n--\n\nPrints the values to "
            "a stream, or to sys.stdout by default.\n\n  sep\n    string inserted between values, default a "
            "space.\n  end\n    string appended after the last value, default a newline.\n  file\n    a "
            "file-like object (stream); defaults to the current sys.stdout.\n  flush\n    whether to forcibly "
            "flush the stream."},
    {"input", METHOD_ARRAY, .array = builtin_input,
     .doc = "input($module, prompt='', /)\n--\n\nRead a string from standard input.  The trailing newline is "
            "stripped.\n\nThe prompt string, if given, is printed to standard output without a\ntrailing "
            "newline before reading input.\n\nIf the user hits EOF (*nix: Ctrl-D, Windows: Ctrl-Z+Return), "
            "raise EOFError.\nOn *nix systems, readline is used if available."},
    {.name = NULL}};
