/* session.c: opening a program, and what a stop says. */
#include "session/session.h"

#include <stdlib.h>

#include "base/arena.h"
#include "modules/boot.h"
#include "session/internal.h"
#include "session/watchdog.h"

void session_say(const Session *session, Text *out, const char *english, const char *korean, ...) {
    va_list arguments;
    va_start(arguments, korean);
    language_vappend(inspect_speaks_korean(session->look), out, english, korean, arguments);
    va_end(arguments);
}

/* --- opening and closing -------------------------------------------------------------------------------- */

Status session_no_machine(bool korean, const char *why) {
    if (why) return language_error(korean, "cannot make the machine: %s", "기계를 만들 수 없습니다: %s", why);
    return language_error(korean, "there is not enough memory for the machine; --memory gives it more",
                          "기계를 만들 메모리가 모자랍니다. --memory로 늘릴 수 있습니다");
}

static bool open_machine(Session *session, Status *status) {
    WorldOptions world = {
        .record = true, .capture = !session->options.own_input, .reads = session->options.piped_input};
    session->world = world_new(&world);
    if (!session->world) {
        *status = language_error(session->options.korean, "out of memory", "메모리가 모자랍니다");
        return false;
    }
    const MachineOptions *program = &session->options.machine;
    if (program->source && session_is_recording(program->source, program->source_length) &&
        !recording_load(session, status))
        return false;
    if (session->options.log)
        world_log_load(session->world, 0, session->options.log, session->options.log_length);
    session->options.machine.world = session->world;
    session->options.machine.breakpoint_stops = true;
    const char *why = NULL;
    if (!machine_open(&session->options.machine, modules_boot, &why)) {
        *status = session_no_machine(session->options.korean, why);
        return false;
    }
    session->machine_open = true;
    session->recorder = recorder_open(&session->options.recorder, status);
    if (!session->recorder) return false;
    session->look = inspect_open();
    if (session->look)
        inspect_speak_korean(session->look, session->options.korean);
    else
        *status = language_error(session->options.korean, "out of memory", "메모리가 모자랍니다");
    return session->look != NULL;
}

Session *session_open(const SessionOptions *options, Status *status) {
    *status = status_ok();
    Session *session = calloc(1, sizeof *session);
    if (!session) {
        *status = language_error(options->korean, "out of memory", "메모리가 모자랍니다");
        return NULL;
    }
    session->options = *options;
    session->did = session->printed = session->next = session->change_texts = text_new(TEXT_ON_HOST);
    if (!open_machine(session, status)) {
        session_close(session);
        return NULL;
    }
    session_arrive(session, machine_exited() ? STOP_EXIT : STOP_START, 0);
    sources_note_folder(session);
    if (machine_exited() && machine_steps() == 0) fault_note(session);
    recording_restore_branches(session);
    breakpoints_load(session);
    return session;
}

void session_close(Session *session) {
    if (!session) return;
    inspect_census_free(session->census);
    inspect_close(session->look);
    recorder_close(session->recorder);
    if (session->machine_open) machine_close();
    world_free(session->world);
    breakpoints_free(session);
    sources_free(session);
    free(session->fault_message);
    plans_free(session);
    marks_free(session);
    branches_free(session);
    recording_free(session);
    while (session->kept_count) free(session->kept[--session->kept_count]);
    free(session->arguments);
    timeline_free(session->timeline);
    for (int unit = 0; unit < UNIT_COUNT; unit++) trail_free(&session->trails[unit]);
    text_free(&session->did);
    text_free(&session->printed);
    text_free(&session->next);
    text_free(&session->change_texts);
    free(session);
}

Inspector *session_inspector(Session *session) { return session->look; }
const Stop *session_stop(const Session *session) { return &session->stop; }

const char *session_change_word(const Session *session, InspectChangeKind kind) {
    bool back = session->stop.step < session->stop.from_step;
    if (kind == CHANGE_BORN)
        return back ? session_text(session, "back", "복귀") : session_text(session, "born", "생김");
    return back ? session_text(session, "gone", "없음") : session_text(session, "died", "죽음");
}

void session_input(Session *session, const char *line) {
    Text text = text_new(TEXT_ON_HOST);
    if (line) {
        text_append_cstring(&text, line);
        text_append_char(&text, '\n');
    }
    world_supply_input(session->world, text_cstring(&text), text.length);
    text_free(&text);
}

isize session_output(Session *session, const WorldOutput **chunks) {
    return world_output_chunks(session->world, chunks);
}

void session_on_progress(Session *session, void (*progress)(void *, uint64_t), void *context) {
    session->progress = progress;
    session->progress_context = context;
}

/* --- arriving ------------------------------------------------------------------------------------------- */

#define PRINTED_TOLD 40      /* bytes of what an instruction printed that are told with it */
#define MOST_COUNTED 1000000 /* objects: above this, a stop does not compare all their counts */

/* What was printed between the last stop and here, when we went forwards. */
static void gather_printed(Session *session) {
    text_clear(&session->printed);
    u64 from = session->output_position, position = 0;
    const WorldOutput *chunks;
    isize count = world_output_chunks(session->world, &chunks);
    for (isize i = 0; i < count; i++) {
        u64 end = position + (u64)chunks[i].length;
        if (end > from) {
            isize skip = from > position ? (isize)(from - position) : 0;
            text_append(&session->printed, chunks[i].bytes + skip, chunks[i].length - skip);
        }
        position = end;
    }
    session->output_position = position;
}

/* Where one instruction has led, or what it has left on the stack. */
static void tell_outcome(Session *session, const InspectPosition *before) {
    Text *did = &session->did;
    InspectPosition now = inspect_position(session->look);
    InspectFrame frame = inspect_frame(session->look, 0);
    const char *caught = inspect_caught(session->look);
    const Coming *came = &session->coming;
    if (caught && came->raises)
        session_say(session, did, "; it is handled in %s", "; %s에서 처리합니다", frame.qualname);
    else if (caught)
        session_say(session, did, "; that raised %s, which is handled in %s",
                    "; %s 예외가 났고, 처리할 곳은 %s입니다", caught, frame.qualname);
    else if (now.thread != before->thread)
        session_say(session, did, "; now thread %d runs", "; 이제 스레드 %d번이 실행됩니다", now.thread);
    else if (now.frame != before->frame && now.depth >= before->depth) /* as deep: C called both */
        session_say(session, did, "; now in %s", "; 이제 %s 안입니다", frame.qualname);
    else if (now.frame != before->frame)
        session_say(session, did, "; back in %s", "; 다시 %s 안입니다", frame.qualname);
    else if (came->chooses && now.offset == came->target && now.line > 0)
        session_say(session, did, "; it jumped to line %d", "; %d번 줄로 갔습니다", now.line);
    else if (came->chooses && now.offset == came->target)
        session_say(session, did, "; it jumped", "; 갔습니다");
    else if (came->chooses && !came->gives)
        session_say(session, did, "; it did not jump", "; 가지 않았습니다");
    else if (came->gives && frame.stack_depth)
        session_say(session, did, "; on top is %s", "; 맨 위는 %s",
                    inspect_stack(session->look, 0, frame.stack_depth - 1).text);
}

/* The first line of what was printed, as a str is written. */
static void tell_printed(Session *session) {
    const Text *printed = &session->printed;
    if (!printed->length) return;
    session_say(session, &session->did, "; printed '", "; 출력 '");
    isize i = 0;
    for (; i < printed->length && printed->data[i] != '\n'; i++) {
        u8 byte = (u8)printed->data[i];
        if (i >= PRINTED_TOLD && (byte & 0xC0) != 0x80) break;
        text_append_format(&session->did, byte < ' ' || byte == 0x7F ? "\\x%02x" : "%c", byte);
    }
    if (i < printed->length && printed->data[i] == '\n') {
        text_append_cstring(&session->did, "\\n");
        i++;
    }
    if (i < printed->length) text_append_cstring(&session->did, "...");
    text_append_cstring(&session->did, "'");
}

/* What one instruction did: what was announced before it, and what came of it. */
static void tell_instruction(Session *session, const InspectPosition *before) {
    text_append_cstring(&session->did, text_cstring(&session->next));
    if (inspect_moment(session->look).exited)
        session_say(session, &session->did, "; the program has ended", "; 프로그램이 끝났습니다");
    else
        tell_outcome(session, before);
    tell_printed(session);
}

/* What the next instruction will do; what of it is asked for when it has been executed. */
static void announce_next(Session *session) {
    InspectFrame frame = inspect_frame(session->look, 0);
    int index = inspect_instruction_index(session->look, 0, frame.offset);
    InspectInstruction next = inspect_instruction(session->look, 0, index);
    session->coming = (Coming){next.target, next.chooses, next.raises, next.gives};
    text_clear(&session->next);
    text_append_cstring(&session->next, inspect_next_sentence(session->look));
}

/* Commands that look elsewhere make the inspector forget its texts; those of the changes are asked for until the next
 * stop. */
static void keep_change_texts(Session *session) {
    Text *texts = &session->change_texts;
    text_clear(texts);
    for (int i = 0; i < session->stop.change_count; i++) {
        text_append_cstring(texts, session->changes[i].type);
        text_append_char(texts, 0);
        text_append_cstring(texts, session->changes[i].text);
        text_append_char(texts, 0);
    }
    const char *text = texts->data;
    for (int i = 0; i < session->stop.change_count; i++) {
        session->changes[i].type = text;
        text += strlen(text) + 1;
        session->changes[i].text = text;
        text += strlen(text) + 1;
    }
}

/* What has changed since the last stop. */
static void take_census(Session *session) {
    session->stop.change_count = session->stop.change_total = 0;
    if (arena_use().live_objects > MOST_COUNTED) {
        inspect_census_free(session->census);
        session->census = NULL;
        return;
    }
    if (!session->census) session->census = inspect_census_new();
    if (!session->census) return;
    const u32 *pages;
    isize count = recorder_take_touched(session->recorder, &pages);
    session->stop.change_count = inspect_changes(session->look, session->census, pages, count, session->changes,
                                                 MOST_CHANGES, &session->stop.change_total);
    keep_change_texts(session);
}

void session_speak_korean(Session *session, bool korean) {
    if (inspect_speaks_korean(session->look) == korean) return;
    inspect_speak_korean(session->look, korean);
    inspect_refresh(session->look);
    announce_next(session); /* what was told at the last stop was in the other language */
    text_clear(&session->did);
    session->stop.did = text_cstring(&session->did);
}

static bool language_command(Session *session, const char *argument, Text *out) {
    bool korean = *argument ? strcmp(argument, "ko") == 0 : !inspect_speaks_korean(session->look);
    if (*argument && !korean && strcmp(argument, "en") != 0) {
        session_say(session, out, "language: '%s' is not spoken here; say `language en` or `language ko`\n",
                    "language: '%s'^은 모르는 말입니다. `language en`이나 `language ko`로 적으세요\n",
                    argument);
        return false;
    }
    session_speak_korean(session, korean);
    session_say(session, out, "English from now on\n", "이제부터 한국어로 말합니다\n");
    return true;
}

void session_arrive(Session *session, StopReason reason, int breakpoint) {
    InspectPosition before = session->position;
    u64 from = session->stop.step;
    inspect_refresh(session->look);
    session->position = inspect_position(session->look);
    u64 step = machine_steps() - machine_is_inside();
    session->stop = (Stop){.reason = reason, .breakpoint = breakpoint, .from_step = from, .step = step};
    gather_printed(session);
    if (step < from) text_clear(&session->printed);
    text_clear(&session->did);
    session->stop.one_instruction = step == from + 1 || step + 1 == from;
    if (step == from + 1) tell_instruction(session, &before);
    announce_next(session);
    take_census(session);
    session->stop.changes = session->changes;
    session->stop.did = text_cstring(&session->did);
    session->stop.printed = text_cstring(&session->printed);
}

void session_return(Session *session, u64 here, bool exited) {
    recorder_goto(session->recorder, here, NULL, NULL);
    if (exited && !machine_exited()) recorder_run(session->recorder, UINT64_MAX, 0);
}

/* --- commands ------------------------------------------------------------------------------------------- */

/* The moves of which one may want to come back: not the small steps, unless they found nothing and ran to an end. */
static bool is_jump(const Session *session, CommandId id) {
    bool unit = id > COMMAND_NEXT_BACK && id < COMMAND_CONTINUE;
    if (unit && (session->stop.reason == STOP_EXIT || session->stop.reason == STOP_START)) return true;
    switch (id) {
    case COMMAND_CONTINUE:
    case COMMAND_CONTINUE_BACK:
    case COMMAND_START:
    case COMMAND_END:
    case COMMAND_GOTO:
    case COMMAND_GO_MARK:
    case COMMAND_LAST:
    case COMMAND_WHY:
    case COMMAND_BORN:
    case COMMAND_DIED:
    case COMMAND_CRASH:
    case COMMAND_FIND:
    case COMMAND_FIND_BACK: return true;
    default: return false;
    }
}

static bool input_command(Session *session, const char *line, Text *out) {
    session_input(session, line);
    if (session->stop.reason == STOP_INPUT)
        session_say(session, out, "the program gets this line; go on with step or continue\n",
                    "프로그램이 이 줄을 받습니다. step이나 continue로 계속하세요\n");
    else
        session_say(session, out, "kept for when the program asks for a line\n",
                    "프로그램이 입력을 받을 때까지 간직합니다\n");
    return true;
}

static bool carry_out(Session *session, CommandId id, const char *argument, int64_t count, Text *out) {
    switch (id) {
    case COMMAND_BREAK:
    case COMMAND_TBREAK:
    case COMMAND_WATCH:
    case COMMAND_RWATCH:
    case COMMAND_ENABLE:
    case COMMAND_DISABLE:
    case COMMAND_IGNORE:
    case COMMAND_CONDITION:
    case COMMAND_COMMANDS:
    case COMMAND_SAVE_BREAKPOINTS:
    case COMMAND_DELETE: return breakpoint_command(session, id, argument, out);
    case COMMAND_MARK:
    case COMMAND_GO_MARK:
    case COMMAND_OLDER:
    case COMMAND_NEWER: return moment_command(session, id, argument, out);
    case COMMAND_SAVE:
        if (*argument) return session_save(session, argument, out);
        session_say(session, out, "save: say where: save run.opscope\n",
                    "save: 어디에 저장할지 적으세요: save run.opscope\n");
        return false;
    case COMMAND_SET:
    case COMMAND_JUMP:
    case COMMAND_BRANCHES:
    case COMMAND_BRANCH:
    case COMMAND_INTERRUPT:
    case COMMAND_DIFF: return branch_command(session, id, argument, out);
    case COMMAND_LIBRARY: return library_command(session, argument, out);
    case COMMAND_LANGUAGE: return language_command(session, argument, out);
    case COMMAND_TIMELINE: return timeline_tell(session, out);
    case COMMAND_LOG:
    case COMMAND_HOT: return ran_command(session, id, argument, out);
    case COMMAND_LAST:
    case COMMAND_WHY:
    case COMMAND_BORN:
    case COMMAND_DIED:
    case COMMAND_CRASH:
    case COMMAND_FIND:
    case COMMAND_FIND_BACK:
    case COMMAND_HOLDERS: return history_command(session, id, argument, out);
    case COMMAND_PRINT:
    case COMMAND_INFO:
    case COMMAND_WHERE:
    case COMMAND_LIST:
    case COMMAND_DIS:
    case COMMAND_REFERRERS:
    case COMMAND_HELP: return tell_command(session, id, argument, out);
    case COMMAND_INPUT: return input_command(session, argument, out);
    case COMMAND_QUIT: return true;
    default: break;
    }
    if (command_info[id].scope == COMMAND_SCREEN) {
        session_say(session, out, "%s: works on the screen only\n", "%s: 화면에서만 쓸 수 있습니다\n",
                    command_info[id].name);
        return false;
    }
    return session_move(session, id, argument, count < 1 ? 1 : count, out);
}

bool session_command(Session *session, CommandId id, const char *argument, int64_t count, Text *out) {
    u64 here = machine_steps();
    session->had_enough = false;
    watchdog_begin(session);
    bool done = carry_out(session, id, argument, count, out);
    watchdog_end(session);
    if (is_jump(session, id) && machine_steps() != here) {
        visited_note(session, here);
        visited_note(session, machine_steps());
    }
    return done;
}

static const char *skip_blanks(const char *text) {
    while (*text == ' ' || *text == '\t') text++;
    return text;
}

/* The end of the run of digits that begins at text. */
static const char *skip_digits(const char *text, int64_t *number) {
    *number = 0;
    for (; *text >= '0' && *text <= '9'; text++)
        if (*number < (int64_t)1 << 56) *number = *number * 10 + (*text - '0');
    return text;
}

bool session_execute(Session *session, const char *line, CommandId *id, const char **argument, int64_t *count,
                     Text *out) {
    *id = COMMAND_COUNT;
    *argument = "";
    *count = 1;
    line = skip_blanks(line);
    if (*line == 0 || *line == '#') return true;
    if ((*line == '+' || *line == '-') && line[1]) { /* :+500 and :-500 */
        *id = COMMAND_GOTO;
        *argument = line;
        return session_command(session, COMMAND_GOTO, line, 1, out);
    }
    bool marks = line[0] == 'm' && line[1] >= 'a' && line[1] <= 'z' && (line[2] == 0 || line[2] == ' ');
    if (marks || (line[0] == '\'' && line[1])) { /* ma and 'a */
        *id = marks ? COMMAND_MARK : COMMAND_GO_MARK;
        *argument = line + 1;
        return session_command(session, *id, *argument, 1, out);
    }
    const char *name = line;
    if (*line >= '0' && *line <= '9') name = skip_blanks(skip_digits(line, count));
    if (*name == 0 && *count) {
        session_say(session, out, "%ld alone is no command: `goto %ld` goes to instruction %ld\n",
                    "%ld만으로는 명령이 아닙니다. `goto %ld`^은 명령 %ld^으로 갑니다\n", *count, *count,
                    *count);
        return false;
    }
    if (*name == 0) name = "start"; /* the key 0 */
    int length = (int)strcspn(name, " \t");
    int ambiguous;
    *id = command_by_name(name, length, &ambiguous);
    if (*id == COMMAND_COUNT && length == 1) { /* keys are understood here too */
        char key[2] = {*name, 0};
        *id = command_by_key(key);
    }
    if (*id == COMMAND_COUNT && tell_is_topic(name, length)) {
        session_say(session, out, "there is no command '%.*s'; say `info %.*s`\n",
                    "'%.*s' 명령은 없습니다. `info %.*s`^을 쓰세요\n", length, name, length, name);
        return false;
    }
    if (*id == COMMAND_COUNT) {
        if (ambiguous)
            session_say(session, out, "'%.*s' may be several commands; `help` lists them\n",
                        "'%.*s'^으로 시작하는 명령이 여럿입니다. `help`로 명령을 모두 볼 수 있습니다\n", length,
                        name);
        else
            session_say(session, out, "there is no command '%.*s'; `help` lists them\n",
                        "'%.*s' 명령은 없습니다. `help`로 명령을 모두 볼 수 있습니다\n", length, name);
        return false;
    }
    *argument = skip_blanks(name + length);
    if (!*command_info[*id].arguments && **argument) {
        session_say(session, out, "%s: nothing belongs behind it: what is '%s'?\n",
                    "%s: 뒤에는 아무것도 적지 않습니다. '%s'^은 무엇입니까?\n", command_info[*id].name,
                    *argument);
        return false;
    }
    if (strcmp(command_info[*id].arguments, "[N]") == 0 && **argument) {
        const char *end = skip_blanks(skip_digits(*argument, count));
        if (*end || *count == 0) {
            session_say(session, out, "%s: '%s' is no number of times\n", "%s: '%s'^은 횟수가 아닙니다\n",
                        command_info[*id].name, *argument);
            return false;
        }
    }
    if (command_info[*id].scope == COMMAND_SCREEN) return true;
    return session_command(session, *id, *argument, *count, out);
}
