/* readline_edit.c: a line is typed at a terminal: key by key through the editor, with the program's own hooks and
 * completer, or as the terminal gives it. */
#include <poll.h>
#include <string.h>

#include "modules/outside.h"
#include "modules/readline.h"
#include "object/byte_builder.h"
#include "object/bytes.h"
#include "object/error.h"
#include "object/int.h"
#include "object/list.h"
#include "object/str.h"
#include "object/type_checks.h"
#include "vm/eval.h"
#include "vm/thread.h"

#define STATE MODULES_ROOT->readline

/* --- what the editor asks --------------------------------------------------------------------------------- */

/* How many characters so many bytes of the line are. */
static int characters(int bytes) {
    Own text = path_decode(world_line_editor()->line(), bytes);
    int count = text ? (int)str_length(text) : 0;
    release_maybe(text);
    return count;
}

static bool has_completer(void) {
    STATE->word_begins = characters(world_line_editor()->word_begins());
    STATE->word_ends = characters(world_line_editor()->word_ends());
    error_clear();
    return STATE->completer != NULL;
}

/* Whoever types is not to be disturbed by what a completer raises: then there is no more. */
static const char *complete(const char *text, int number) {
    Own completer = own(STATE->completer), word = path_decode(text, -1), index = int_from_i64(number);
    Own answer = word && index ? object_call_args(completer, 2, word, index) : NULL;
    Own bytes = answer && is_str(answer) ? str_encode_utf8(answer, "surrogateescape") : NULL;
    release(completer);
    release_maybe(word);
    release_maybe(index);
    release_maybe(answer);
    error_clear();
    slot_set(&STATE->completion, bytes);
    return bytes ? (const char *)bytes_data(bytes) : NULL;
}

static Own list_of_texts(char *const *texts, int count) {
    Own list = list_new(0);
    for (int i = 0; list && i < count; i++) {
        Own text = path_decode(texts[i], -1);
        if (!text || !list_append(list, text)) slot_clear(&list);
    }
    return list;
}

static void show_matches(const char *substitution, char *const *matches, int count, int longest) {
    Own hook = own(STATE->display_hook), common = path_decode(substitution, -1);
    Own list = list_of_texts(matches, count), length = int_from_i64(longest);
    Own answer = common && list && length ? object_call_args(hook, 3, common, list, length) : NULL;
    release(hook);
    release_maybe(common);
    release_maybe(list);
    release_maybe(length);
    release_maybe(answer);
    error_clear();
}

static void call_hook(Object *hook) {
    Own held = own_maybe(hook), answer = held ? object_call_args(held, 0) : NULL;
    release_maybe(held);
    release_maybe(answer);
    error_clear();
}
static void line_begins(void) { call_hook(STATE->startup_hook); }
static void keys_begin(void) { call_hook(STATE->pre_input_hook); }

static const LineEditorCalls calls = {.has_completer = has_completer,
                                      .complete = complete,
                                      .show_matches = show_matches,
                                      .line_begins = line_begins,
                                      .keys_begin = keys_begin};

void readline_open(void) {
    const LineEditor *editor = world_line_editor();
    if (editor) editor->open(&calls);
}

bool readline_edits(void) { return STATE && world_line_editor(); }

/* --- a line that is edited -------------------------------------------------------------------------------- */

static bool tell_history(const LineEditor *editor) {
    editor->forget_history();
    for (isize i = 0; i < list_length(STATE->history); i++) {
        Own line = str_encode_utf8(list_get(STATE->history, i), "surrogateescape");
        if (!line) return false;
        editor->remember((const char *)bytes_data(line));
        release(line);
    }
    return true;
}

/* The line becomes the newest of the history, unless it is that already. */
static bool keep_line(const char *line) {
    isize count = list_length(STATE->history);
    if (STATE->keeps_no_lines || !*line) return true;
    Own text = path_decode(line, -1);
    bool same = text && count && str_equal(list_get(STATE->history, count - 1), text);
    bool kept = text && (same || list_append_ref(STATE->history, text));
    release_maybe(text);
    return kept;
}

/* Other threads run while nobody types, and signals have their handlers called. */
static LineEdited take_keys(const LineEditor *editor, const char **line) {
    for (LineEdited edited = LINE_GOES_ON;;) {
        WorldReady key = {.descriptor = 0, .events = POLLIN};
        bool ready = thread_wait_ready(&key, 1, NULL, -1);
        if (!vm_handle_signals()) {
            editor->cancel();
            return LINE_GOES_ON;
        }
        if (ready) edited = editor->take_key(line);
        if (edited != LINE_GOES_ON) return edited;
    }
}

static Own edit(const LineEditor *editor, const char *prompt, bool *at_end) {
    const char *line = NULL;
    if (!tell_history(editor)) return NULL;
    if (!editor->begin(prompt, world_host_descriptor(0), world_host_descriptor(1))) return error_memory();
    LineEdited edited = take_keys(editor, &line);
    *at_end = edited == LINE_AT_END;
    if (edited != LINE_DONE || !keep_line(line)) return NULL;
    return bytes_from(line, (isize)strlen(line));
}

/* --- and one that is not ---------------------------------------------------------------------------------- */

/* What is typed up to the end of a line. An end of the input in its midst (Ctrl-D) counts only where it is typed twice,
 * as the C library's streams have it. */
static Own read_plainly(bool *at_end) {
    enum { AT_ONCE = 4096 };
    WorldRequest read = {.call = WORLD_CALL_READ, .descriptor = 0, .numbers = {AT_ONCE}};
    WorldAnswer answer;
    ByteBuilder line;
    isize at_last_end = 0;
    byte_builder_init(&line);
    while (outside_ask(&read, &answer)) {
        bool ends = answer.length > 0 && answer.bytes[answer.length - 1] == '\n';
        byte_builder_append(&line, answer.bytes, answer.length - ends);
        bool twice = answer.length == 0 && line.length == at_last_end;
        *at_end = twice && line.length == 0;
        if (*at_end) break;
        if (ends || twice) return byte_builder_finish(&line);
        if (answer.length == 0) at_last_end = line.length;
    }
    byte_builder_discard(&line);
    return NULL;
}

/* The prompt goes to standard error, as CPython has it. */
static Own ask_plainly(const char *prompt, bool *at_end) {
    WorldRequest write = {
        .call = WORLD_CALL_WRITE, .descriptor = 2, .bytes = prompt, .length = (isize)strlen(prompt)};
    WorldAnswer answer;
    return outside_ask(&write, &answer) ? read_plainly(at_end) : NULL;
}

Own readline_ask(const char *prompt, bool *at_end) {
    *at_end = false;
    if (!readline_edits() || STATE->editing) return ask_plainly(prompt, at_end);
    STATE->editing = true;
    Own line = edit(world_line_editor(), prompt, at_end);
    STATE->editing = false;
    return line;
}
