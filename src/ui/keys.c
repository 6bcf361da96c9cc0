/* keys.c: opening the screen, and what a key does. Which key means which command is in session/commands.h
 * alone. */
#include "ui/internal.h"

#include <stdio.h>
#include <stdlib.h>

#define FIRST_SPEED 5
#define FASTEST 100000
#define IDLE_MS 300 /* so long nobody has typed when the time line is gathered */

Ui *ui_open(const UiOptions *options) {
    Ui *ui = calloc(1, sizeof *ui);
    if (!ui) return NULL;
    ui->options = *options;
    ui->session = options->session;
    ui->look = session_inspector(options->session);
    ui->guest = PANE_FRAMES;
    ui->speed = FIRST_SPEED;
    ui->waits = COMMAND_COUNT;
    ui->message = ui->search = ui->answer = text_new(TEXT_ON_HOST);
    for (int i = 0; i < PANE_COUNT; i++) ui->views[i].selected = -1;
    rows_open(&ui->rows);
    ui_note_seen(ui);
    ui_note_seen(ui); /* nothing has changed at the first stop */
    if (session_stop(ui->session)->reason == STOP_EXIT)
        ui->guest = PANE_OUTPUT; /* it did not compile: the output says why */
    return ui;
}

void ui_close(Ui *ui) {
    if (!ui) return;
    if (ui->prompt != PROMPT_NONE) prompt_end();
    rows_close(&ui->rows);
    stages_close(&ui->stages);
    text_free(&ui->message);
    text_free(&ui->search);
    text_free(&ui->answer);
    free(ui->seen.hashes);
    free(ui->seen_before.hashes);
    while (ui->typed_count) free(ui->typed[--ui->typed_count].line);
    free(ui->typed);
    free(ui);
}

void ui_say(Ui *ui, bool is_error, const char *english, const char *korean, ...) {
    va_list arguments;
    va_start(arguments, korean);
    text_clear(&ui->message);
    language_vappend(inspect_speaks_korean(ui->look), &ui->message, english, korean, arguments);
    va_end(arguments);
    ui->message_is_error = is_error;
}

void ui_show(Ui *ui, bool is_error, const char *text, isize length) {
    text_clear(&ui->message);
    text_append(&ui->message, text, length);
    ui->message_is_error = is_error;
}

static void focus_pane(Ui *ui, PaneId id) {
    static const bool has_place[PANE_COUNT] = {
        [PANE_SOURCE] = true, [PANE_BYTECODE] = true, [PANE_STACK] = true};
    if (pane_covers(id) && !pane_covers(ui->focus)) ui->under = ui->focus;
    ui->focus = id;
    if (!has_place[id] && !pane_covers(id)) ui->guest = id;
}

/* From the help, an answer or the stages to what was looked at before. */
static void uncover(Ui *ui) { focus_pane(ui, ui->under); }

void ui_arrived(Ui *ui) {
    ui_note_seen(ui);
    ui->looked = 0;
    bool read = ui->focus == PANE_HELP || ui->focus == PANE_ANSWER;
    if (read && !ui->playing) uncover(ui); /* one wants to see where one has gone */
    for (int i = 0; i < PANE_COUNT; i++)
        if (!pane_covers((PaneId)i)) ui->views[i].selected = -1;
    stages_pane_arrive(ui);
    const Stop *stop = session_stop(ui->session);
    if (stop->reason == STOP_INPUT && ui->prompt == PROMPT_NONE) prompt_begin(ui, PROMPT_INPUT);
    if (stop->reason == STOP_INPUT)
        ui->guest = PANE_OUTPUT; /* what was printed before is a part of the question */
    if (stop->reason != STOP_MOVED) ui->playing = false;
    if (stop->reason == STOP_EXIT) ui->guest = PANE_OUTPUT; /* how it ended stands there */
}

/* --- commands about the screen ------------------------------------------------------------------------- */

static void focus_by_name(Ui *ui, const char *name) {
    PaneId id = pane_by_name(name);
    if (id == PANE_COUNT)
        ui_say(ui, true,
               "there is no pane '%s'; say source, bytecode, stack, frames, objects, generators, threads "
               "or output",
               "'%s' 창은 없습니다. source, bytecode, stack, frames, objects, generators, threads, output "
               "가운데 하나를 적으세요",
               name);
    else
        focus_pane(ui, id);
}

/* To the pane behind or before; among the stages, to another stage. */
static void next_pane(Ui *ui, int direction) {
    if (ui->focus == PANE_STAGES)
        stages_pane_show(ui, (StageId)(((int)ui->stage + direction + STAGE_OF_COUNT) % STAGE_OF_COUNT));
    else if (direction > 0)
        focus_pane(ui, ui->focus >= PANE_OUTPUT ? PANE_SOURCE : ui->focus + 1);
    else
        focus_pane(ui, ui->focus == PANE_SOURCE || pane_covers(ui->focus) ? PANE_OUTPUT : ui->focus - 1);
}

static void show_stages(Ui *ui, const char *name) {
    StageId stage = *name ? stage_by_name(name) : ui->stage;
    if (stage == STAGE_OF_COUNT) {
        ui_say(ui, true, "there is no stage '%s'; say tokens, tree, symbols, graph, optimised or code",
               "'%s' 단계는 없습니다. tokens, tree, symbols, graph, optimised, code 가운데 하나를 적으세요",
               name);
        return;
    }
    bool closes = !*name && ui->focus == PANE_STAGES;
    if (closes) {
        uncover(ui);
        return;
    }
    focus_pane(ui, PANE_STAGES);
    stages_pane_arrive(ui);
    stages_pane_show(ui, stage);
}

static void change_speed(Ui *ui, bool faster, const char *argument) {
    int wanted = *argument ? atoi(argument) : faster ? ui->speed * 2 : ui->speed / 2;
    ui->speed = wanted < 1 ? 1 : wanted > FASTEST ? FASTEST : wanted;
    ui_say(ui, false, "%d instructions a second", "1초에 명령 %d개", ui->speed);
}

static void search_again(Ui *ui, int direction) {
    if (ui->search.length == 0)
        ui_say(ui, false, "nothing was searched for yet; / asks what",
               "아직 찾은 것이 없습니다. /로 찾을 글을 넣습니다");
    else if (!view_search(ui, ui->focus, direction))
        ui_say(ui, true, "not found in this pane: %s", "이 창에는 없습니다: %s", text_cstring(&ui->search));
}

/* To a caller's frame, or back: what the panes show, not where the program stands. */
static void look_at_frame(Ui *ui, int64_t frame) {
    int last = inspect_frame_count(ui->look) - 1;
    if (last < 0) {
        ui_say(ui, false, "no frame is running", "실행 중인 프레임이 없습니다");
        return;
    }
    ui->looked = frame < 0 ? 0 : frame > last ? last : (int)frame;
    for (int i = 0; i < PANE_COUNT; i++)
        if (!pane_covers((PaneId)i)) ui->views[i].selected = -1;
    if (frame < 0)
        ui_say(ui, false, "this is the frame that runs", "실행 중인 프레임입니다");
    else if (frame > last)
        ui_say(ui, false, "nothing has called this frame", "이 프레임을 호출한 것은 없습니다");
    else if (ui->looked)
        ui_say(ui, false, "looking at %s, which waits for its call; ) goes back",
               "%s^은 호출이 끝나기를 기다립니다. )로 돌아갑니다",
               inspect_frame(ui->look, ui->looked).qualname);
}

static void screen_command(Ui *ui, CommandId id, const char *argument, int64_t count) {
    switch (id) {
    case COMMAND_PLAY: ui->playing = !ui->playing; return;
    case COMMAND_SPEED: change_speed(ui, true, argument); return;
    case COMMAND_STAGES: show_stages(ui, argument); return;
    case COMMAND_PANE_NEXT:
        if (*argument)
            focus_by_name(ui, argument);
        else
            next_pane(ui, 1);
        return;
    case COMMAND_PANE_BACK: next_pane(ui, -1); return;
    case COMMAND_DOWN: view_move(ui, ui->focus, (int)count); return;
    case COMMAND_UP: view_move(ui, ui->focus, -(int)count); return;
    case COMMAND_PAGE_DOWN: view_page(ui, ui->focus, 1); return;
    case COMMAND_PAGE_UP: view_page(ui, ui->focus, -1); return;
    case COMMAND_CALLER: look_at_frame(ui, ui->looked + count); return;
    case COMMAND_CALLEE: look_at_frame(ui, ui->looked - count); return;
    case COMMAND_EARLIER: timeline_pane_move(ui, -count); return;
    case COMMAND_LATER: timeline_pane_move(ui, count); return;
    case COMMAND_ZOOM: ui->zoomed = !ui->zoomed; return;
    case COMMAND_SEARCH:
        if (!*argument) {
            prompt_begin(ui, PROMPT_SEARCH);
            return;
        }
        text_clear(&ui->search);
        text_append_cstring(&ui->search, argument);
        search_again(ui, 1);
        return;
    case COMMAND_SEARCH_NEXT: search_again(ui, 1); return;
    case COMMAND_SEARCH_BACK: search_again(ui, -1); return;
    case COMMAND_PROMPT: prompt_begin(ui, PROMPT_COMMAND); return;
    case COMMAND_REDRAW: ui->redraw = true; return;
    default: return;
    }
}

/* --- commands to the session --------------------------------------------------------------------------- */

/* What a command had to say: below the panes where it is a line, else in a pane of its own. */
static void show_answer(Ui *ui, bool done, const Text *out) {
    const char *text = text_cstring(out);
    const char *newline = strchr(text, '\n');
    int length = newline ? (int)(newline - text) : (int)out->length;
    bool fits = !ui->width || canvas_text_width(text, length) <= 2 * ui->width - 10;
    if (fits && (!newline || !newline[1])) {
        if (out->length) ui_show(ui, !done, text, length);
        return;
    }
    text_clear(&ui->answer);
    text_append_cstring(&ui->answer, text);
    ui->views[PANE_ANSWER].top = 0;
    ui->views[PANE_ANSWER].selected = -1;
    focus_pane(ui, PANE_ANSWER);
}

/* Whether the command led elsewhere, or tried to. */
static bool is_move(Ui *ui, CommandId id, uint64_t before) {
    return id <= COMMAND_GOTO || session_stop(ui->session)->step != before;
}

/* A move that led nowhere. */
static void say_why_still(Ui *ui, const Stop *stop) {
    switch (stop->reason) {
    case STOP_EXIT:
        ui_say(ui, false, "I goes back from here, 0 to the start", "I로 뒤로, 0으로 처음으로 갑니다");
        break;
    case STOP_START:
        ui_say(ui, false, "this is the start; i goes forwards", "여기가 처음입니다. i로 앞으로 갑니다");
        break;
    case STOP_INTERRUPTED:
        ui_say(ui, false, "interrupted: this instruction runs long; i lets it run on",
               "멈췄습니다. 오래 걸리는 명령입니다. i로 계속합니다");
        break;
    case STOP_RECORDED:
        ui_say(ui, false, "the recording ends here; I goes back", "기록은 여기까지입니다. I로 뒤로 갑니다");
        break;
    case STOP_LIMIT:
        ui_say(ui, false, "--steps: the run ends here; I goes back",
               "--steps: 실행은 여기까지입니다. I로 뒤로 갑니다");
        break;
    default: break;
    }
}

/* The last thing written to standard error is a traceback. */
static bool left_traceback(Ui *ui) {
    static const char first[] = "Traceback (most recent call last):";
    const WorldOutput *chunks;
    isize count = session_output(ui->session, &chunks);
    for (isize i = count - 1; i >= 0 && chunks[i].stream == WORLD_STDERR; i--)
        if (memmem(chunks[i].bytes, (usize)chunks[i].length, first, sizeof first - 1)) return true;
    return false;
}

static void say_how_it_ended(Ui *ui, const Stop *stop) {
    if (stop->step == 0)
        ui_say(ui, false, "it was not compiled; the output says why",
               "컴파일되지 않았습니다. 까닭은 출력에 있습니다");
    else if (inspect_moment(ui->look).exit_status != 0 && left_traceback(ui))
        ui_say(ui, false, "x goes to the raise that ended it, I to the last instruction",
               "x는 프로그램을 끝낸 예외로, I는 마지막 명령으로 갑니다");
}

/* Of a move that says nothing itself; `before`: the stop that it left. */
static void say_what_came(Ui *ui, const Stop *before) {
    const Stop *stop = session_stop(ui->session);
    bool still = stop->from_step == stop->step;
    bool came_to_end = stop->reason == STOP_EXIT && (!still || before->reason != STOP_EXIT || stop->step == 0);
    if (came_to_end)
        say_how_it_ended(ui, stop);
    else if (stop->reason == STOP_DEADLOCK)
        ui_say(ui, false, "deadlock: every thread waits for another; :interrupt wakes the main one",
               "교착 상태: 모든 스레드가 서로 기다립니다. :interrupt가 주 스레드를 깨웁니다");
    else if (still)
        say_why_still(ui, stop);
}

void ui_follow_language(Ui *ui) {
    if (ui->options.ascii && inspect_speaks_korean(ui->look)) {
        static const char plain[] = "this locale is not UTF-8: Korean can't be shown";
        session_speak_korean(ui->session, false);
        ui_show(ui, true, plain, sizeof plain - 1);
    }
    lesson_pane_speak(ui);
}

void ui_command(Ui *ui, CommandId id, const char *argument, int64_t count) {
    if (id == COMMAND_HELP && !*argument) {
        if (ui->focus == PANE_HELP)
            uncover(ui);
        else
            focus_pane(ui, PANE_HELP);
        return;
    }
    if (id == COMMAND_QUIT) {
        if (pane_covers(ui->focus))
            uncover(ui);
        else
            ui->leave = true;
        return;
    }
    if (command_info[id].scope == COMMAND_SCREEN) {
        screen_command(ui, id, argument, count);
        return;
    }
    Text out = text_new(TEXT_ON_HOST);
    Text place = text_new(TEXT_ON_HOST);
    bool key = id == COMMAND_BREAK && !*argument;
    int selected = ui->focus == PANE_SOURCE ? ui->views[PANE_SOURCE].selected : -1;
    if (key && (selected >= 0 || ui->looked)) { /* the line under the cursor; in a caller's file, too */
        InspectFrame frame = inspect_frame(ui->look, ui->looked);
        if (ui->looked) text_append_format(&place, "%s:", frame.file);
        text_append_format(&place, "%d", selected >= 0 ? selected + 1 : frame.line);
        argument = text_cstring(&place);
    }
    Stop before = *session_stop(ui->session);
    bool done = session_command(ui->session, id, argument, count, &out);
    bool moved = done && is_move(ui, id, before.step);
    if (moved) ui_arrived(ui);
    show_answer(ui, done, &out);
    if (id == COMMAND_LANGUAGE) ui_follow_language(ui);
    text_free(&out);
    text_free(&place);
    if (moved && !ui->message.length) say_what_came(ui, &before);
}

void ui_execute(Ui *ui, const char *line) {
    Text out = text_new(TEXT_ON_HOST);
    CommandId id;
    const char *argument;
    int64_t count;
    Stop before = *session_stop(ui->session);
    bool done = session_execute(ui->session, line, &id, &argument, &count, &out);
    if (done && (id == COMMAND_QUIT || (id == COMMAND_HELP && !*argument) ||
                 (id != COMMAND_COUNT && command_info[id].scope == COMMAND_SCREEN)))
        ui_command(ui, id, argument, count);
    else {
        bool moved = done && is_move(ui, id, before.step);
        if (moved) ui_arrived(ui);
        show_answer(ui, done, &out);
        if (id == COMMAND_LANGUAGE) ui_follow_language(ui);
        if (moved && !ui->message.length) say_what_came(ui, &before);
    }
    text_free(&out);
}

/* --- keys ---------------------------------------------------------------------------------------------- */

static bool count_key(Ui *ui, const char *key) {
    bool digit = key[0] >= '0' && key[0] <= '9' && key[1] == 0;
    if (!digit || (key[0] == '0' && ui->count == 0)) return false;
    if (ui->count < (int64_t)1 << 50) ui->count = ui->count * 10 + (key[0] - '0');
    return true;
}

/* "Click:12,5", "WheelUp:12,5", "WheelDown:12,5": column and row. False: the key is none of the mouse's. */
static bool mouse_key(Ui *ui, const char *key) {
    int x, y;
    const char *place = strchr(key, ':');
    if (!place || !place[1] || sscanf(place, ":%d,%d", &x, &y) != 2) return false;
    bool click = *key == 'C' && ui->prompt == PROMPT_NONE;
    if (click && (timeline_pane_click(ui, x, y) || stages_pane_click(ui, x, y))) return true;
    PaneId id = view_at(ui, x, y);
    if (id == PANE_COUNT || ui->prompt != PROMPT_NONE) return true;
    text_clear(&ui->message);
    if (*key == 'W') {
        view_move(ui, id, strncmp(key, "WheelUp", 7) == 0 ? -3 : 3);
        return true;
    }
    focus_pane(ui, id);
    view_select(ui, id, y);
    return true;
}

/* m and ' wait for a letter; Enter, or ' once more, goes without one. */
static bool letter_key(Ui *ui, const char *key) {
    CommandId id = ui->waits, typed = command_by_key(key);
    bool letter = key[0] >= 'a' && key[0] <= 'z' && !key[1];
    bool plain = strcmp(key, "Enter") == 0 || (id == COMMAND_GO_MARK && typed == id);
    if (id == COMMAND_COUNT) {
        if (typed != COMMAND_MARK && typed != COMMAND_GO_MARK) return false;
        ui->waits = typed;
        if (typed == COMMAND_MARK)
            ui_say(ui, false, "mark: a letter from a to z, or Enter for the next free one",
                   "mark: a부터 z까지의 글자, Enter는 아직 쓰지 않은 다음 글자");
        else
            ui_say(ui, false, "go-mark: a letter from a to z, or Enter for the last one set",
                   "go-mark: a부터 z까지의 글자, Enter는 마지막 표시");
        return true;
    }
    ui->waits = COMMAND_COUNT;
    if (plain || letter) ui_command(ui, id, plain ? "" : key, 1);
    return plain || letter || strcmp(key, "Escape") == 0;
}

bool ui_key(Ui *ui, const char *key) {
    if (strcmp(key, "Hangup") == 0) return false;
    if (strcmp(key, "Resize") == 0 || strcmp(key, "Mouse") == 0 || mouse_key(ui, key)) return true;
    if (ui->prompt != PROMPT_NONE) {
        prompt_key(ui, key);
        return !ui->leave;
    }
    text_clear(&ui->message);
    if (letter_key(ui, key) || count_key(ui, key)) return true;
    int64_t count = ui->count ? ui->count : 1;
    ui->count = 0;
    if (strcmp(key, "C-c") == 0) {
        ui->playing = false;
        ui_say(ui, false, "q leaves; :interrupt gives the program a KeyboardInterrupt",
               "q로 나갑니다. :interrupt는 프로그램에 KeyboardInterrupt를 줍니다");
    } else if (strcmp(key, "Escape") == 0) {
        if (pane_covers(ui->focus)) uncover(ui);
        ui->views[ui->focus].selected = -1;
        ui->looked = 0;
    } else if (strcmp(key, "<") == 0 || strcmp(key, ">") == 0) {
        change_speed(ui, *key == '>', "");
    } else if (!(ui->options.lesson && lesson_pane_key(ui, key))) {
        CommandId id = command_by_key(key);
        if (id == COMMAND_COUNT && (u8)*key >= 0x80) /* a Korean keyboard that writes Korean: i is ㅑ then */
            ui_say(ui, false, "the key %s does nothing here; switch the keyboard to Latin letters",
                   "키 %s^은 여기서 하는 일이 없습니다. 한/영 키로 영문 입력으로 바꾸세요", key);
        else if (id == COMMAND_COUNT)
            ui_say(ui, false, "the key %s does nothing here; ? shows the keys",
                   "키 %s^은 여기서 하는 일이 없습니다. ?로 키를 볼 수 있습니다", key);
        else
            ui_command(ui, id, "", count);
    }
    return !ui->leave;
}

static bool is_key_name(const char *word) {
    static const char *const names[] = {"Left",   "Right",    "Up",  "Down", "Home",  "End",
                                        "PageUp", "PageDown", "Tab", "BTab", "Enter", "Escape",
                                        "Space",  "BSpace",   "DC",  "F1"};
    if (strncmp(word, "C-", 2) == 0 && word[2] && !word[3]) return true;
    if (strncmp(word, "Click:", 6) == 0 || strncmp(word, "Wheel", 5) == 0) return true;
    for (int i = 0; i < COUNT_OF(names); i++)
        if (strcmp(names[i], word) == 0) return true;
    return false;
}

const char *ui_next_key(const char **keys) {
    static char key[64];
    const char *next = *keys + strspn(*keys, " ");
    usize length = strcspn(next, " "), letter = 1;
    if (!length) return NULL;
    while (((u8)next[letter] & 0xC0) == 0x80) letter++;
    bool begins_word = next == *keys || next[-1] == ' ';
    snprintf(key, sizeof key, "%.*s", (int)length, next);
    if (!begins_word || !is_key_name(key)) length = letter;
    if (length < sizeof key) key[length] = 0;
    *keys = next + length;
    return key;
}

bool ui_type(Ui *ui, const char *keys, Canvas *canvas) {
    for (const char *key; (key = ui_next_key(&keys)) != NULL;) {
        ui_draw(ui, canvas); /* some keys go by what is shown */
        if (!ui_key(ui, key)) return false;
    }
    return true;
}

/* --- playing ------------------------------------------------------------------------------------------- */

int ui_tick_delay(const Ui *ui) {
    if (!ui->playing) return ui->prompt == PROMPT_NONE && timeline_pane_waits(ui) ? IDLE_MS : -1;
    return ui->speed >= 50 ? 20 : 1000 / ui->speed;
}

void ui_tick(Ui *ui) {
    if (ui->playing)
        ui_command(ui, COMMAND_STEP, "", ui->speed >= 50 ? ui->speed / 50 : 1);
    else if (timeline_pane_waits(ui) && !timeline_pane_gather(ui))
        ui_key(ui, "C-c"); /* typed meanwhile */
}

bool ui_rest(Ui *ui) {
    enum { PIECES = 25 };
    bool waited = timeline_pane_waits(ui);
    for (int i = 0; i < PIECES && timeline_pane_waits(ui) && timeline_pane_gather(ui); i++) continue;
    return waited;
}
