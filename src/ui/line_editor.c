/* line_editor.c: GNU readline for the program itself, handed down to the module readline. See world/line_editor.h.
 *
 * What is set here is what CPython's module sets, so that each key does what it does there. */
#include "ui/line_editor.h"

#include <fcntl.h>
#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <readline/history.h>
#include <readline/readline.h>

static struct {
    const LineEditorCalls *calls; /* NULL: not open yet */
    FILE *input, *output;         /* of the line that is edited */
    char *line, *delimiters;      /* malloc'd; the line that was read */
    LineEdited edited;
    int begins, ends;    /* of the word that is completed */
    struct winsize size; /* the terminal's, as far as readline knows */
} editor;

/* --- what readline asks ----------------------------------------------------------------------------------- */

static char *next_match(const char *text, int number) {
    const char *match = editor.calls->complete(text, number);
    return match ? strdup(match) : NULL;
}

static char **complete(const char *text, int begins, int ends) {
    rl_completion_append_character = '\0';
    rl_completion_suppress_append = 0;
    editor.begins = begins;
    editor.ends = ends;
    if (!editor.calls->has_completer()) return NULL;
    rl_attempted_completion_over = 1; /* file names are none */
    return rl_completion_matches(text, next_match);
}

/* matches[0] is what they have in common. */
static void show_matches(char **matches, int count, int longest) {
    editor.calls->show_matches(matches[0], matches + 1, count, longest);
}

static int line_begins(void) {
    editor.calls->line_begins();
    return 0;
}
static int keys_begin(void) {
    editor.calls->keys_begin();
    return 0;
}

/* The line is whole; NULL: the input has ended. Removed at once: else the prompt would be shown again. */
static void take_line(char *line) {
    rl_callback_handler_remove();
    editor.line = line;
    editor.edited = line ? LINE_DONE : LINE_AT_END;
}

/* --- a line ----------------------------------------------------------------------------------------------- */

static void open_editor(const LineEditorCalls *calls) {
    if (editor.calls) return;
    editor.calls = calls;
    const char *locale = setlocale(LC_CTYPE, "");
    if (!locale || strcmp(locale, "C") == 0 || strcmp(locale, "POSIX") == 0) setlocale(LC_CTYPE, "C.UTF-8");
    rl_readline_name = "python";
    using_history();
    rl_bind_key('\t', rl_insert);
    rl_bind_key_in_map('\t', rl_complete, emacs_meta_keymap);
    rl_bind_key_in_map('\033', rl_complete, emacs_meta_keymap);
    rl_startup_hook = line_begins;
    rl_pre_input_hook = keys_begin;
    rl_attempted_completion_function = complete;
    rl_catch_signals = 0; /* they are the program's */
    rl_variable_bind("enable-bracketed-paste", "off");
    rl_initialize();
}

static void close_streams(void) {
    if (editor.input) fclose(editor.input);
    if (editor.output) fclose(editor.output);
    editor.input = editor.output = NULL;
}

/* Between two keys readline does not hear of a new size. */
static void follow_size(void) {
    struct winsize size;
    if (ioctl(fileno(editor.input), TIOCGWINSZ, &size) != 0 || memcmp(&size, &editor.size, sizeof size) == 0)
        return;
    editor.size = size;
    rl_resize_terminal();
}

/* A stream of readline's own; no program that is started gets its descriptor. */
static FILE *stream_on(int descriptor, const char *mode) {
    int own = fcntl(descriptor, F_DUPFD_CLOEXEC, 0);
    return own < 0 ? NULL : fdopen(own, mode);
}

static bool begin(const char *prompt, int input, int output) {
    close_streams();
    free(editor.line);
    editor.line = NULL;
    editor.input = stream_on(input, "r");
    editor.output = stream_on(output, "w");
    if (!editor.input || !editor.output) return false;
    rl_instream = editor.input;
    rl_outstream = editor.output;
    editor.edited = LINE_GOES_ON;
    ioctl(input, TIOCGWINSZ, &editor.size);
    rl_reset_screen_size();
    rl_callback_handler_install(prompt, take_line);
    return true;
}

static LineEdited take_key(const char **line) {
    follow_size();
    rl_callback_read_char();
    *line = editor.line;
    return editor.edited;
}

static void cancel(void) {
    rl_free_line_state();
    rl_callback_sigcleanup();
    rl_cleanup_after_signal();
    rl_callback_handler_remove();
}

/* --- what the program asks -------------------------------------------------------------------------------- */

static const char *line(void) { return rl_line_buffer ? rl_line_buffer : ""; }
static void insert(const char *text) { rl_insert_text(text); }
static void redisplay(void) { rl_redisplay(); }
static int word_begins(void) { return editor.begins; }
static int word_ends(void) { return editor.ends; }
static int completion_type(void) { return rl_completion_type; }

static void set_delimiters(const char *characters) {
    char *copy = strdup(characters);
    if (!copy) return;
    free(editor.delimiters);
    rl_completer_word_break_characters = editor.delimiters = copy;
}

static void set_shows_matches(bool shows) { rl_completion_display_matches_hook = shows ? show_matches : NULL; }

/* readline writes into the text that it is given. */
static void bind(const char *text) {
    char *copy = strdup(text);
    if (copy) rl_parse_and_bind(copy);
    free(copy);
}

static int read_init_file(const char *name) { return rl_read_init_file(name); }
static void remember(const char *text) { add_history(text); }

const LineEditor line_editor = {
    .open = open_editor,
    .begin = begin,
    .take_key = take_key,
    .cancel = cancel,
    .line = line,
    .insert = insert,
    .redisplay = redisplay,
    .word_begins = word_begins,
    .word_ends = word_ends,
    .completion_type = completion_type,
    .set_delimiters = set_delimiters,
    .set_shows_matches = set_shows_matches,
    .bind = bind,
    .read_init_file = read_init_file,
    .forget_history = clear_history,
    .remember = remember,
};
