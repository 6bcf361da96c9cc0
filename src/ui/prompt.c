/* prompt.c: the line at the foot of the screen where something is typed: a command, a search, the program's
 * input.
 *
 * readline edits it, in callback mode: it gets its characters from us and draws nothing; the canvas shows its
 * buffer. So history, completion and every editing key work as everywhere, on a terminal and without one. */
#include <stdio.h>
#include <stdlib.h>

#include <readline/history.h>
#include <readline/readline.h>

#include "ui/internal.h"

/* readline keeps its state in globals, so its owner is one, too. */
static struct {
    Ui *ui;
    int queue[16]; /* bytes of the key typed */
    int head, tail;
    bool set_up;
} active;

static int next_byte(FILE *stream) {
    (void)stream;
    return active.head < active.tail ? active.queue[active.head++] : EOF;
}
/* Without this readline would look at standard input, and take its end for the end of the line. */
static int bytes_wait(void) { return active.head < active.tail; }
static void draw_nothing(void) {}
static void prepare_nothing(int meta) { (void)meta; }
/* All that the word may become, on the line above. */
static void show_matches(char **matches, int count, int longest) {
    (void)longest;
    Text text = text_new(TEXT_ON_HOST);
    for (int i = 1; i <= count; i++) text_append_format(&text, "%s%s", i > 1 ? "  " : "", matches[i]);
    ui_show(active.ui, false, text_cstring(&text), text.length);
    text_free(&text);
}

/* --- completion ---------------------------------------------------------------------------------------- */

static Text found;
static isize found_next;

static char *next_found(const char *word, int state) {
    (void)word;
    if (state == 0) found_next = 0;
    if (found_next >= found.length) return NULL;
    const char *line = found.data + found_next, *space = strrchr(line, ' ');
    found_next += (isize)strlen(line) + 1;
    return strdup(space ? space + 1 : line);
}

static char **complete(const char *word, int start, int end) {
    (void)start, (void)end;
    rl_attempted_completion_over = 1;
    if (active.ui->prompt != PROMPT_COMMAND) return NULL;
    text_clear(&found);
    session_complete(active.ui->session, rl_line_buffer, &found);
    return rl_completion_matches(word, next_found);
}

/* --- a line is done ------------------------------------------------------------------------------------ */

static void on_line(char *line) {
    Ui *ui = active.ui;
    PromptKind kind = ui->prompt;
    ui->prompt = PROMPT_NONE;
    rl_callback_handler_remove();
    if (kind == PROMPT_INPUT) {
        output_pane_note_input(ui, line);
        session_input(ui->session, line);
        ui_command(ui, COMMAND_STEP, "", 1);
    } else if (line && kind == PROMPT_COMMAND) {
        if (*line) add_history(line);
        ui_execute(ui, line);
    } else if (line && kind == PROMPT_ANSWER) {
        lesson_pane_answer(ui, line);
    } else if (line && *line) {
        ui_command(ui, COMMAND_SEARCH, line, 1);
    }
    free(line);
}

static void set_up(void) {
    active.set_up = true;
    found = text_new(TEXT_ON_HOST);
    rl_catch_signals = 0;
    rl_catch_sigwinch = 0;
    rl_change_environment = 0;
    rl_getc_function = next_byte;
    rl_input_available_hook = bytes_wait;
    rl_redisplay_function = draw_nothing;
    rl_prep_term_function = prepare_nothing;
    rl_deprep_term_function = draw_nothing;
    rl_completion_display_matches_hook = show_matches;
    rl_attempted_completion_function = complete;
    rl_readline_name = "opscope";
    rl_instream = stdin;
    rl_outstream = fopen("/dev/null", "w"); /* bells and what else it would say */
    if (!rl_outstream) rl_outstream = stderr;
    using_history();
}

void prompt_begin(Ui *ui, PromptKind kind) {
    if (!active.set_up) set_up();
    active.ui = ui;
    ui->prompt = kind;
    ui->playing = false;
    rl_callback_handler_install("", on_line);
    rl_bind_key('\t', rl_complete);
    if (rl_point != 0 || rl_end != 0) rl_replace_line("", 1);
}

void prompt_end(void) {
    if (active.ui && active.ui->prompt != PROMPT_NONE) rl_callback_handler_remove();
    active.ui = NULL;
}

/* --- keys ---------------------------------------------------------------------------------------------- */

static void queue_bytes(const char *bytes) {
    active.head = active.tail = 0;
    for (; *bytes && active.tail < COUNT_OF(active.queue); bytes++) active.queue[active.tail++] = (u8)*bytes;
}

/* The bytes that a terminal would send for a key; none for one that edits nothing. */
static const char *key_bytes(const char *key) {
    static const struct {
        const char *key, *bytes;
    } table[] = {{"Left", "\x1b[D"}, {"Right", "\x1b[C"}, {"Up", "\x1b[A"}, {"Down", "\x1b[B"},
                 {"Home", "\x01"},   {"End", "\x05"},     {"DC", "\x04"},   {"BSpace", "\x7f"},
                 {"Enter", "\r"},    {"Tab", "\t"},       {"Space", " "}};
    static char control[2];
    for (int i = 0; i < COUNT_OF(table); i++)
        if (strcmp(table[i].key, key) == 0) return table[i].bytes;
    if (strncmp(key, "C-", 2) == 0 && key[2]) {
        control[0] = (char)(key[2] & 0x1f);
        return control;
    }
    bool is_name = (u8)key[0] < 0x80 && key[1];
    return is_name ? "" : key;
}

bool prompt_key(Ui *ui, const char *key) {
    bool cancels = strcmp(key, "Escape") == 0 || strcmp(key, "C-c") == 0 || strcmp(key, "C-g") == 0;
    if (cancels) {
        bool input = ui->prompt == PROMPT_INPUT;
        rl_callback_handler_remove();
        rl_replace_line("", 1);
        ui->prompt = PROMPT_NONE;
        if (input)
            ui_say(ui, false, "the program still waits for a line; i asks again",
                   "프로그램이 아직 한 줄을 기다립니다. i를 누르면 다시 묻습니다");
        return true;
    }
    text_clear(&ui->message);
    if (strcmp(key, "DC") == 0 && rl_end == 0) return true; /* Ctrl-D alone ends the input of an empty line */
    queue_bytes(key_bytes(key));
    while (active.head < active.tail && ui->prompt != PROMPT_NONE) rl_callback_read_char();
    return true;
}

/* What input() was called with, so that the question stands where it is answered: the topmost value, a text without
 * its quotes. */
static void append_question(Ui *ui, Text *label) {
    int depth = inspect_frame(ui->look, 0).stack_depth;
    InspectValue top = depth ? inspect_stack(ui->look, 0, depth - 1) : (InspectValue){0};
    InspectValue called = depth > 1 ? inspect_stack(ui->look, 0, depth - 2) : (InspectValue){0};
    bool asks = top.present && called.present && strcmp(top.type, "str") == 0 &&
                strcmp(called.text, "<built-in function input>") == 0;
    isize length = asks ? (isize)strlen(top.text) : 0;
    if (length > 2 && !strchr(top.text, '\\') && top.text[length - 1] == top.text[0])
        text_append(label, top.text + 1, length - 2);
    else
        text_append_cstring(label, ui_text(ui, "input: ", "입력: "));
}

void prompt_draw(Ui *ui, Canvas *canvas, int y) {
    static const char *const labels[] = {[PROMPT_NONE] = "",
                                         [PROMPT_COMMAND] = ":",
                                         [PROMPT_SEARCH] = "/",
                                         [PROMPT_INPUT] = "",
                                         [PROMPT_ANSWER] = ""};
    const char *line = rl_line_buffer ? rl_line_buffer : "";
    Text label = text_new(TEXT_ON_HOST);
    text_append_cstring(&label, labels[ui->prompt]);
    if (ui->prompt == PROMPT_INPUT) append_question(ui, &label);
    if (ui->prompt == PROMPT_ANSWER) text_append_cstring(&label, lesson_pane_prompt(ui));
    int room = canvas->width - canvas_text_width(text_cstring(&label), label.length) - 1;
    int before = rl_point; /* what stands left of the cursor is shifted until the cursor is in sight */
    const char *start = line;
    while (canvas_text_width(start, line + before - start) > room) {
        start++;
        while (((u8)*start & 0xC0) == 0x80) start++;
    }
    int x = canvas_text(canvas, 0, y, canvas->width, text_cstring(&label), label.length, STYLE_KEY);
    text_free(&label);
    canvas_text(canvas, x, y, canvas->width, start, (isize)strlen(start), STYLE_TEXT);
    canvas->cursor_x = x + canvas_text_width(start, line + before - start);
    canvas->cursor_y = y;
}
