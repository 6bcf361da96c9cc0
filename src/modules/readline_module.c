/* readline_module.c: the module readline: the history of lines, and who completes what is typed. */
#include <errno.h>
#include <fcntl.h>

#include "modules/outside.h"
#include "modules/readline.h"
#include "object/argument_checks.h"
#include "object/byte_builder.h"
#include "object/bytes.h"
#include "object/codec.h"
#include "object/error.h"
#include "object/exception.h"
#include "object/int.h"
#include "object/list.h"
#include "object/str.h"
#include "object/type_checks.h"

#define STATE MODULES_ROOT->readline

/* A str that C could be given, as it comes back from there. False: raised. */
static bool is_text(Ref value) {
    if (!is_str(value)) return error_set(EXC(TypeError), "bad argument type for built-in operation") != NULL;
    Own bytes = codec_utf8_encode(value, "surrogateescape");
    bool whole = bytes && !memchr(bytes_data(bytes), 0, (usize)size_of(bytes));
    if (bytes && !whole) error_set(EXC(ValueError), "embedded null character");
    release_maybe(bytes);
    return whole;
}

/* Gives it the text, as bytes. */
static Own tell_editor(void (*told)(const char *), Ref text) {
    Own bytes = codec_utf8_encode(text, "surrogateescape");
    if (!bytes) return NULL;
    told((const char *)bytes_data(bytes));
    release(bytes);
    return own_none();
}

/* --- settings ------------------------------------------------------------------------------------------- */

static Own set_hook(const char *name, Object **hook, Ref const *args, isize nargs) {
    Ref value = nargs ? args[0] : None;
    if (!arguments_count(name, nargs, 0, 1)) return NULL;
    if (value != None && !object_is_callable(value))
        return error_set(EXC(TypeError), "%s(func): argument not callable", name);
    slot_set(hook, value == None ? NULL : own(value));
    return own_none();
}
static Own readline_method_set_completer(Ref self UNUSED, Ref const *args, isize nargs) {
    return set_hook("set_completer", &STATE->completer, args, nargs);
}
static Own readline_method_set_startup_hook(Ref self UNUSED, Ref const *args, isize nargs) {
    return set_hook("set_startup_hook", &STATE->startup_hook, args, nargs);
}
static Own readline_method_set_pre_input_hook(Ref self UNUSED, Ref const *args, isize nargs) {
    return set_hook("set_pre_input_hook", &STATE->pre_input_hook, args, nargs);
}
static Own readline_method_set_completion_display_matches_hook(Ref self UNUSED, Ref const *args, isize nargs) {
    Own done = set_hook("set_completion_display_matches_hook", &STATE->display_hook, args, nargs);
    if (done && world_line_editor()) world_line_editor()->set_shows_matches(STATE->display_hook != NULL);
    return done;
}
static Own readline_method_get_completer(Ref self UNUSED) {
    return own(STATE->completer ? (Ref)STATE->completer : None);
}

static Own readline_method_set_completer_delims(Ref self UNUSED, Ref text) {
    if (!is_text(text)) return NULL;
    slot_set(&STATE->delimiters, own(text));
    return world_line_editor() ? tell_editor(world_line_editor()->set_delimiters, text) : own_none();
}
static Own readline_method_get_completer_delims(Ref self UNUSED) { return own(STATE->delimiters); }

/* Where there is no editor, keys are bound to nothing. */
static Own readline_method_parse_and_bind(Ref self UNUSED, Ref text) {
    if (!is_text(text)) return NULL;
    return world_line_editor() ? tell_editor(world_line_editor()->bind, text) : own_none();
}
static Own readline_method_set_auto_history(Ref self UNUSED, Ref enabled) {
    int keeps = object_is_true(enabled);
    if (keeps < 0) return NULL;
    STATE->keeps_no_lines = !keeps;
    return own_none();
}

static Own readline_method_insert_text(Ref self UNUSED, Ref text) {
    if (!is_text(text)) return NULL;
    if (world_line_editor()) return tell_editor(world_line_editor()->insert, text);
    Own line = str_concat(STATE->line, text);
    if (!line) return NULL;
    slot_set(&STATE->line, line);
    return own_none();
}
static Own readline_method_get_line_buffer(Ref self UNUSED) {
    return world_line_editor() ? path_decode(world_line_editor()->line(), -1) : own(STATE->line);
}
static Own readline_method_redisplay(Ref self UNUSED) {
    if (world_line_editor()) world_line_editor()->redisplay();
    return own_none();
}
static Own readline_method_get_begidx(Ref self UNUSED) { return int_from_i64(STATE->word_begins); }
static Own readline_method_get_endidx(Ref self UNUSED) { return int_from_i64(STATE->word_ends); }
static Own readline_method_get_completion_type(Ref self UNUSED) {
    return int_from_i64(world_line_editor() ? world_line_editor()->completion_type() : 0);
}

/* --- the history ---------------------------------------------------------------------------------------- */

static Own readline_method_add_history(Ref self UNUSED, Ref line) {
    return is_text(line) && list_append_ref(STATE->history, line) ? own_none() : NULL;
}
static Own readline_method_clear_history(Ref self UNUSED) {
    list_clear(STATE->history);
    return own_none();
}
static Own readline_method_get_current_history_length(Ref self UNUSED) {
    return int_from_isize(list_length(STATE->history));
}

static Own readline_method_get_history_item(Ref self UNUSED, Ref index) {
    int number;
    if (!argument_int(index, &number)) return NULL;
    return own(number >= 1 && number <= list_length(STATE->history) ? list_get(STATE->history, number - 1)
                                                                    : None);
}

static bool is_position(int position) {
    if (position < 0) return error_set(EXC(ValueError), "History index cannot be negative") != NULL;
    if (position < list_length(STATE->history)) return true;
    return error_set(EXC(ValueError), "No history item at position %d", position) != NULL;
}

/* line NULL: it goes. */
static Own change_item(int position, Ref line) {
    Own values = line ? list_from_array(&line, 1) : NULL;
    bool changed = (!line || values) && list_set_slice(STATE->history, position, position + 1, values);
    release_maybe(values);
    return changed ? own_none() : NULL;
}
static Own readline_method_remove_history_item(Ref self UNUSED, Ref pos) {
    int position;
    return argument_int(pos, &position) && is_position(position) ? change_item(position, NULL) : NULL;
}
static Own readline_method_replace_history_item(Ref self UNUSED, Ref const *args, isize nargs) {
    int position;
    if (!arguments_count("replace_history_item", nargs, 2, 2) || !argument_int(args[0], &position) ||
        !argument_str(args[1], "replace_history_item", "2") || !is_position(position) || !is_text(args[1]))
        return NULL;
    return change_item(position, args[1]);
}

static Own readline_method_set_history_length(Ref self UNUSED, Ref length) {
    return argument_int(length, &STATE->file_length) ? own_none() : NULL;
}
static Own readline_method_get_history_length(Ref self UNUSED) { return int_from_i64(STATE->file_length); }

/* --- files ---------------------------------------------------------------------------------------------- */

/* The name given, or that of a file at home: bytes. */
static Own file_name(Ref given, const char *at_home) {
    if (given && given != None) {
        Own path = path_of_object(given), bytes = path ? path_encode(path) : NULL;
        release_maybe(path);
        return bytes;
    }
    const char *home = outside_environment("HOME");
    Own name = str_format("%s/%s", home ? home : "", at_home), bytes = name ? path_encode(name) : NULL;
    release_maybe(name);
    return bytes;
}
static const char *c_name(Ref name) { return (const char *)bytes_data(name); }

/* The file's lines that are not empty, to the list's end. As with GNU readline, what no line feed ends is none. */
static bool append_lines(Ref list, const char *bytes, isize length) {
    const char *stop;
    for (isize start = 0, end; (stop = memchr(bytes + start, '\n', (usize)(length - start))); start = end + 1) {
        end = stop - bytes;
        isize last = end > start && bytes[end - 1] == '\r' ? end - 1 : end;
        if (last == start) continue;
        Own line = path_decode(bytes + start, last - start);
        if (!line || !list_append(list, line)) return false;
    }
    return true;
}

static Own readline_method_read_history_file(Ref self UNUSED, Ref const *args, isize nargs) {
    if (!arguments_count("read_history_file", nargs, 0, 1)) return NULL;
    Own name = file_name(nargs ? args[0] : NULL, ".history");
    if (!name) return NULL;
    const char *bytes;
    isize length;
    int error = world_read_file(c_name(name), &bytes, &length);
    release(name);
    if (error) return error_set_errno(error, NULL);
    return append_lines(STATE->history, bytes, length) ? own_none() : NULL;
}

/* The last `count` lines of a list. */
static Own joined(Ref lines, isize count) {
    ByteBuilder out;
    byte_builder_init(&out);
    isize first = list_length(lines) - count;
    for (isize i = first < 0 ? 0 : first; i < list_length(lines); i++) {
        Own line = codec_utf8_encode(list_get(lines, i), "surrogateescape");
        if (!line) {
            byte_builder_discard(&out);
            return NULL;
        }
        byte_builder_append(&out, bytes_data(line), size_of(line));
        byte_builder_byte(&out, '\n');
        release(line);
    }
    return byte_builder_finish(&out);
}

/* Consumes the text, NULL permitted: raised. */
static bool write_out(Ref name, int flags, Own text) {
    if (!text) return false;
    WorldAnswer answer;
    WorldRequest open = {
        .call = WORLD_CALL_OPEN, .at = WORLD_HERE, .path = c_name(name), .numbers = {flags, 0600}};
    bool written = outside_do(&open, &answer, NULL, NULL);
    if (written) {
        int descriptor = (int)answer.value;
        WorldRequest write = {.call = WORLD_CALL_WRITE,
                              .descriptor = descriptor,
                              .bytes = (const char *)bytes_data(text),
                              .length = size_of(text)};
        written = outside_do(&write, &answer, NULL, NULL);
        WorldRequest close = {.call = WORLD_CALL_CLOSE, .descriptor = descriptor};
        written = written && outside_do(&close, &answer, NULL, NULL);
    }
    release(text);
    return written;
}

/* Leaves the file as many lines as it may have. */
static bool truncate_file(Ref name) {
    const char *bytes;
    isize length;
    if (STATE->file_length < 0) return true;
    if (world_read_file(c_name(name), &bytes, &length)) return true;
    Own lines = list_new(0);
    bool done = lines && append_lines(lines, bytes, length);
    if (done && list_length(lines) > STATE->file_length)
        done = write_out(name, O_WRONLY | O_TRUNC, joined(lines, STATE->file_length));
    release_maybe(lines);
    return done;
}

static Own save(Ref given, int flags, isize count) {
    Own name = file_name(given, ".history");
    if (!name) return NULL;
    bool saved = write_out(name, flags, joined(STATE->history, count)) && truncate_file(name);
    release(name);
    return saved ? own_none() : NULL;
}
static Own readline_method_write_history_file(Ref self UNUSED, Ref const *args, isize nargs) {
    if (!arguments_count("write_history_file", nargs, 0, 1)) return NULL;
    return save(nargs ? args[0] : NULL, O_WRONLY | O_CREAT | O_TRUNC, list_length(STATE->history));
}
static Own readline_method_append_history_file(Ref self UNUSED, Ref const *args, isize nargs) {
    int count;
    if (!arguments_count("append_history_file", nargs, 1, 2) || !argument_int(args[0], &count)) return NULL;
    return save(nargs > 1 ? args[1] : NULL, O_WRONLY | O_APPEND, count);
}

/* What it says is of no matter but to the editor, but it must be there: the file named, the last one, or one of the usual
 * ones. */
static Own readline_method_read_init_file(Ref self UNUSED, Ref const *args, isize nargs) {
    if (!arguments_count("read_init_file", nargs, 0, 1)) return NULL;
    bool given = nargs && args[0] != None;
    Own name =
        !given && STATE->init_file ? own(STATE->init_file) : file_name(nargs ? args[0] : NULL, ".inputrc");
    if (!name) return NULL;
    int error = world_stat(c_name(name)).error;
    if (error && !given) error = world_stat("/etc/inputrc").error;
    if (!error) slot_set(&STATE->init_file, own(name));
    if (!error && world_line_editor()) world_line_editor()->read_init_file(given ? c_name(name) : NULL);
    release(name);
    return error ? error_set_errno(error, NULL) : own_none();
}

/* --- the module ----------------------------------------------------------------------------------------- */

#define DOC_HOOK(name, more) name "($module, function=None, /)\n--\n\nSet or remove the " more
static const MethodDef functions[] = {
    {"parse_and_bind", METHOD_ONE, .one = readline_method_parse_and_bind,
     .doc = "parse_and_bind($module, string, /)\n--\n\nExecute the init line provided in the string argument."},
    {"get_line_buffer", METHOD_NONE, .none = readline_method_get_line_buffer,
     .doc = "get_line_buffer($module, /)\n--\n\nReturn the current contents of the line buffer."},
    {"insert_text", METHOD_ONE, .one = readline_method_insert_text,
     .doc = "insert_text($module, string, /)\n--\n\nInsert text into the line buffer at the cursor position."},
    {"redisplay", METHOD_NONE, .none = readline_method_redisplay,
     .doc =
         "redisplay($module, /)\n--\n\nChange what's displayed on the screen to reflect contents of the line "
         "buffer."},
    {"read_init_file", METHOD_ARRAY, .array = readline_method_read_init_file,
     .doc = "read_init_file($module, filename=None, /)\n--\n\nExecute a readline initialization file.\n\nThe "
            "default "
            "filename is the last filename used."},
    {"read_history_file", METHOD_ARRAY, .array = readline_method_read_history_file,
     .doc = "read_history_file($module, filename=None, /)\n--\n\nLoad a readline history file.\n\nThe default "
            "filename "
            "is ~/.history."},
    {"write_history_file", METHOD_ARRAY, .array = readline_method_write_history_file,
     .doc = "write_history_file($module, filename=None, /)\n--\n\nSave a readline history file.\n\nThe default "
            "filename "
            "is ~/.history."},
    {"append_history_file", METHOD_ARRAY, .array = readline_method_append_history_file,
     .doc = "append_history_file($module, nelements, filename=None, /)\n--\n\nAppend the last nelements items "
            "of the "
            "history list to file.\n\nThe default filename is ~/.history."},
    {"get_history_item", METHOD_ONE, .one = readline_method_get_history_item,
     .doc =
         "get_history_item($module, index, /)\n--\n\nReturn the current contents of history item at one-based "
         "index."},
    {"get_current_history_length", METHOD_NONE, .none = readline_method_get_current_history_length,
     .doc = "get_current_history_length($module, /)\n--\n\nReturn the current (not the maximum) length of "
            "history."},
    {"set_history_length", METHOD_ONE, .one = readline_method_set_history_length,
     .doc = "set_history_length($module, length, /)\n--\n\nSet the maximal number of lines which will be "
            "written to "
            "the history file.\n\nA negative length is used to inhibit history truncation."},
    {"get_history_length", METHOD_NONE, .none = readline_method_get_history_length,
     .doc =
         "get_history_length($module, /)\n--\n\nReturn the maximum number of lines that will be written to the "
         "history file."},
    {"set_completer", METHOD_ARRAY, .array = readline_method_set_completer,
     .doc = DOC_HOOK("set_completer",
                     "completer function.\n\nThe function is called as function(text, state),\nfor "
                     "state in 0, 1, 2, ..., until it returns a non-string.\nIt should return the "
                     "next possible completion starting with 'text'.")},
    {"get_completer", METHOD_NONE, .none = readline_method_get_completer,
     .doc = "get_completer($module, /)\n--\n\nGet the current completer function."},
    {"get_completion_type", METHOD_NONE, .none = readline_method_get_completion_type,
     .doc = "get_completion_type($module, /)\n--\n\nGet the type of completion being attempted."},
    {"get_begidx", METHOD_NONE, .none = readline_method_get_begidx,
     .doc = "get_begidx($module, /)\n--\n\nGet the beginning index of the completion scope."},
    {"get_endidx", METHOD_NONE, .none = readline_method_get_endidx,
     .doc = "get_endidx($module, /)\n--\n\nGet the ending index of the completion scope."},
    {"set_completer_delims", METHOD_ONE, .one = readline_method_set_completer_delims,
     .doc = "set_completer_delims($module, string, /)\n--\n\nSet the word delimiters for completion."},
    {"set_auto_history", METHOD_ONE, .one = readline_method_set_auto_history,
     .doc = "set_auto_history($module, enabled, /)\n--\n\nEnables or disables automatic history."},
    {"add_history", METHOD_ONE, .one = readline_method_add_history,
     .doc = "add_history($module, string, /)\n--\n\nAdd an item to the history buffer."},
    {"remove_history_item", METHOD_ONE, .one = readline_method_remove_history_item,
     .doc =
         "remove_history_item($module, pos, /)\n--\n\nRemove history item given by its zero-based position."},
    {"replace_history_item", METHOD_ARRAY, .array = readline_method_replace_history_item,
     .doc =
         "replace_history_item($module, pos, line, /)\n--\n\nReplaces history item given by its position with "
         "contents of line.\n\npos is zero-based."},
    {"get_completer_delims", METHOD_NONE, .none = readline_method_get_completer_delims,
     .doc = "get_completer_delims($module, /)\n--\n\nGet the word delimiters for completion."},
    {"set_completion_display_matches_hook", METHOD_ARRAY,
     .array = readline_method_set_completion_display_matches_hook,
     .doc = DOC_HOOK(
         "set_completion_display_matches_hook",
         "completion display function.\n\nThe function is called as\n  function(substitution, [matches], "
         "longest_match_length)\nonce each time matches need to be displayed.")},
    {"set_startup_hook", METHOD_ARRAY, .array = readline_method_set_startup_hook,
     .doc = DOC_HOOK(
         "set_startup_hook",
         "function invoked by the rl_startup_hook callback.\n\nThe function is called with no arguments "
         "just\nbefore readline prints the first prompt.")},
    {"set_pre_input_hook", METHOD_ARRAY, .array = readline_method_set_pre_input_hook,
     .doc = DOC_HOOK(
         "set_pre_input_hook",
         "function invoked by the rl_pre_input_hook callback.\n\nThe function is called with no arguments "
         "after the first prompt\nhas been printed and just before readline starts reading "
         "input\ncharacters.")},
    {"clear_history", METHOD_NONE, .none = readline_method_clear_history,
     .doc = "clear_history($module, /)\n--\n\nClear the current readline history."},
    {.name = NULL}};

/* Those of the library that CPython 3.11 has on Debian 12. */
static const ModuleConstant versions[] = {
    {"_READLINE_VERSION", 0x802}, {"_READLINE_RUNTIME_VERSION", 0x802}, {.name = NULL}};

static bool make_state(void) {
    if (STATE) return true;
    ReadlineState *state = arena_alloc(sizeof *state, BLOCK_RAW);
    if (!state) return error_memory() != NULL;
    *state = (ReadlineState){.history = list_new(0),
                             .line = own(OBJECT_ROOT->empty_str),
                             .delimiters = str_from_ascii(" \t\n`~!@#$%^&*()-=+[{]}\\|;:'\",<>/?", -1),
                             .file_length = -1};
    STATE = state;
    readline_open();
    return state->history && state->line && state->delimiters;
}
static bool fill(Ref module) {
    return make_state() && module_add_constants(module, versions) &&
           module_add(module, "_READLINE_LIBRARY_VERSION", str_from_ascii("8.2", -1));
}
static void clear(void) {
    if (!STATE) return;
    ReadlineState *state = STATE;
    STATE = NULL;
    Object **slots[] = {&state->history,      &state->line,           &state->delimiters,
                        &state->init_file,    &state->completer,      &state->display_hook,
                        &state->startup_hook, &state->pre_input_hook, &state->completion};
    for (int i = 0; i < COUNT_OF(slots); i++) slot_clear(slots[i]);
    arena_free(state);
}

const NativeModule readline_module = {
    .name = "readline",
    .doc = "Importing this module enables command line editing using GNU readline.",
    .functions = functions,
    .fill = fill,
    .clear = clear,
    .extension = true};
