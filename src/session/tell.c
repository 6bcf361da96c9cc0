/* tell.c: the commands that only say something: print, info, where, list, dis, referrers, help. */
#include "session/breakpoints.h"
#include "session/internal.h"
#include "session/number.h"

#define MOST_LISTED 200
#define MOST_AWAITS 16
#define AROUND 5
#define HELP_WIDTH 79

static void tell_value(const Session *session, const InspectValue *value, Text *out) {
    if (!value->present) {
        text_append_cstring(out, "NULL");
        return;
    }
    text_append_format(out, "%s", value->text);
    if (value->immortal)
        text_append_format(out, "  (%s)", value->type);
    else
        session_say(session, out, "  (%s #%lu, %ld ref%s)", "  (%s #%lu, 참조 %ld개%.0s)", value->type,
                    value->serial, value->refcount, value->refcount == 1 ? "" : "s");
}

/* A list ends. */
static void tell_rest(const Session *session, int listed, int total, Text *out) {
    if (total == 0) session_say(session, out, "    none\n", "    없음\n");
    if (total > listed) session_say(session, out, "... and %d more\n", "... 그 밖에 %d개\n", total - listed);
}

void append_place(Session *session, Text *out) {
    InspectMoment moment = inspect_moment(session->look);
    if (moment.exited) {
        session_say(session, out, "[%lu] the program has ended with status %d",
                    "[%lu] 프로그램이 종료 상태 %d^으로 끝났습니다", moment.step, moment.exit_status);
        return;
    }
    InspectFrame frame = inspect_frame(session->look, 0);
    int index = inspect_instruction_index(session->look, 0, frame.offset);
    InspectInstruction next = inspect_instruction(session->look, 0, index);
    text_append_format(out, "[%lu] %s", moment.step, session_short_path(session, frame.file));
    if (frame.line >= 0) text_append_format(out, ":%d", frame.line);
    text_append_format(out, " %s  %d %s", frame.qualname, next.offset, next.name);
    if (next.has_argument) text_append_format(out, " %d", next.argument);
    if (*next.argument_text) text_append_format(out, " (%s)", next.argument_text);
}

void tell_place(Session *session, Text *out) {
    append_place(session, out);
    text_append_char(out, '\n');
}

/* --- print, referrers ----------------------------------------------------------------------------------- */

static bool tell_print(Session *session, const char *argument, Text *out) {
    InspectValue value;
    bool bare = !*argument;
    if (bare) argument = "TOS";
    if (!inspect_evaluate(session->look, argument, &value)) {
        if (session_fault(session)) {
            session_say(session, out, "print: nothing has run: the program can't be compiled\n",
                        "print: 실행된 것이 없습니다. 프로그램이 컴파일되지 않았습니다\n");
            return false;
        }
        if (machine_exited()) {
            session_say(session, out, "print: the program has ended; `back` goes before its last instruction\n",
                        "print: 프로그램이 끝났습니다. `back`으로 마지막 명령 앞에 갑니다\n");
            return false;
        }
        if (bare) {
            session_say(session, out,
                        "print: say an expression; alone it is the top of the stack, which is empty\n",
                        "print: 식을 적으세요. 식이 없으면 스택의 맨 위인데, 지금 스택은 비어 있습니다\n");
            return false;
        }
        bool is_python = *argument != '#' && strcmp(argument, "TOS") != 0;
        bool known = is_python && expression_evaluate(session, argument, out);
        if (!is_python) text_append_format(out, "print: %s", value.text);
        text_append_char(out, '\n');
        return known;
    }
    text_append_format(out, "%s = ", argument);
    tell_value(session, &value, out);
    text_append_char(out, '\n');
    return true;
}

void tell_reference(const Session *session, const InspectReference *reference, Text *out) {
    if (reference->frame)
        session_say(session, out, "frame %lu: %s", "프레임 %lu: %s", reference->frame, reference->how);
    else
        text_append_format(out, "%s #%lu: %s", reference->from.type, reference->from.serial, reference->how);
}

static bool tell_referrers(Session *session, const char *argument, Text *out) {
    InspectValue value;
    if (!inspect_evaluate(session->look, argument, &value)) {
        text_append_format(out, "referrers: %s\n", value.text);
        return false;
    }
    InspectReference references[MOST_LISTED];
    int total, count = inspect_referrers(session->look, value.serial, references, MOST_LISTED, &total);
    session_say(session, out, "%ld reference%s to #%lu", "참조 %ld개%.0s가 #%lu^을 가리킵니다", value.refcount,
                value.refcount == 1 ? "" : "s", value.serial);
    if (total)
        text_append_cstring(out, ":\n");
    else
        session_say(session, out, "; none from a frame or a container\n",
                    "; 프레임이나 컨테이너에는 없습니다\n");
    for (int i = 0; i < count; i++) {
        text_append_cstring(out, "    ");
        tell_reference(session, &references[i], out);
        text_append_char(out, '\n');
    }
    if (total) tell_rest(session, count, total, out);
    return true;
}

/* --- info ----------------------------------------------------------------------------------------------- */

static void info_breakpoints(Session *session, Text *out) {
    if (session->breakpoint_count == 0) session_say(session, out, "no breakpoints\n", "중단점이 없습니다\n");
    for (int i = 0; i < session->breakpoint_count; i++) breakpoint_tell(session, &session->breakpoints[i], out);
}

static void info_frames(Session *session, Text *out) {
    for (int i = inspect_frame_count(session->look) - 1; i >= 0; i--) {
        InspectFrame frame = inspect_frame(session->look, i);
        text_append_format(out, "%c %2d  %s  %s", i == 0 ? '>' : ' ', frame.depth, frame.qualname,
                           session_short_path(session, frame.file));
        if (frame.line >= 0) text_append_format(out, ":%d", frame.line);
        session_say(session, out, "  offset %d\n", "  오프셋 %d\n", frame.offset);
    }
}

static void tell_variables(const Session *session, const InspectVariable *variables, int count, int total,
                           Text *out) {
    for (int i = 0; i < count; i++) {
        const InspectVariable *variable = &variables[i];
        text_append_format(out, "    %s", variable->name);
        if (variable->kind == VARIABLE_CELL) session_say(session, out, " (cell)", " (셀)");
        if (variable->kind == VARIABLE_FREE) session_say(session, out, " (free)", " (자유 변수)");
        text_append_cstring(out, " = ");
        tell_value(session, &variable->value, out);
        text_append_char(out, '\n');
    }
    tell_rest(session, count, total, out);
}

static void info_locals(Session *session, Text *out) {
    InspectVariable variables[MOST_LISTED];
    int total, count = inspect_variables(session->look, 0, variables, MOST_LISTED, &total);
    tell_variables(session, variables, count, total, out);
}

static void info_globals(Session *session, Text *out) {
    InspectVariable variables[MOST_LISTED];
    int total, count = inspect_globals(session->look, 0, variables, MOST_LISTED, &total);
    tell_variables(session, variables, count, total, out);
}

static void info_stack(Session *session, Text *out) {
    int depth = inspect_frame(session->look, 0).stack_depth;
    if (depth == 0)
        session_say(session, out, "    the value stack is empty\n", "    값 스택이 비어 있습니다\n");
    for (int i = depth - 1; i >= 0; i--) {
        InspectValue value = inspect_stack(session->look, 0, i);
        text_append_format(out, "%3d  ", i);
        tell_value(session, &value, out);
        text_append_char(out, '\n');
    }
}

static void info_objects(Session *session, Text *out) {
    InspectObject objects[MOST_LISTED];
    int total, count = inspect_objects(session->look, 0, objects, MOST_LISTED, &total);
    for (int i = 0; i < count; i++)
        session_say(session, out, "#%lu  %ld ref%s  %s  %s\n", "#%lu  참조 %ld개%.0s  %s  %s\n",
                    objects[i].value.serial, objects[i].value.refcount,
                    objects[i].value.refcount == 1 ? "" : "s", objects[i].value.type, objects[i].value.text);
    tell_rest(session, count, total, out);
}

static void info_generators(Session *session, Text *out) {
    InspectGenerator generators[MOST_LISTED];
    int total, count = inspect_generators(session->look, generators, MOST_LISTED, &total);
    for (int i = 0; i < count; i++) {
        const InspectGenerator *generator = &generators[i];
        text_append_format(out, "#%lu  %s %s  %s", generator->value.serial, generator->kind, generator->name,
                           generator->state);
        if (generator->line > 0) session_say(session, out, " at line %d", ", %d번 줄", generator->line);
        if (generator->delegate.present)
            session_say(session, out, ", delegates to %s", ", %s에 위임", generator->delegate.text);
        text_append_char(out, '\n');
    }
    tell_rest(session, count, total, out);
}

/* "  in main at line 9 > fetch at line 4" */
static void tell_awaits(Session *session, u64 serial, Text *out) {
    InspectAwait awaits[MOST_AWAITS];
    int count = inspect_task_awaits(session->look, serial, awaits, MOST_AWAITS);
    for (int i = 0; i < count; i++) {
        if (i)
            text_append_cstring(out, " > ");
        else
            session_say(session, out, "  in ", "  ");
        session_say(session, out, "%s at line %d", "%s %d번 줄", awaits[i].name, awaits[i].line);
    }
}

static void info_tasks(Session *session, Text *out) {
    InspectTask tasks[MOST_LISTED];
    int total, count = inspect_tasks(session->look, tasks, MOST_LISTED, &total);
    for (int i = 0; i < count; i++) {
        const InspectTask *task = &tasks[i];
        text_append_format(out, "#%lu  %s  %s", task->value.serial, task->name, task->state);
        tell_awaits(session, task->value.serial, out);
        if (task->waits_for.present)
            session_say(session, out, ", waits for %s", ", 기다림: %s", task->waits_for.text);
        if (task->cancelling)
            session_say(session, out, ", cancelling %d", ", 취소 요청 %d번", task->cancelling);
        text_append_char(out, '\n');
    }
    tell_rest(session, count, total, out);
}

static void info_threads(Session *session, Text *out) {
    InspectThread threads[MOST_LISTED];
    int total, count = inspect_threads(session->look, threads, MOST_LISTED, &total);
    for (int i = 0; i < count; i++) {
        text_append_format(out, "%c %d  %s  %s", threads[i].holds_gil ? '*' : ' ', threads[i].number,
                           threads[i].name, threads[i].state);
        if (threads[i].line > 0)
            session_say(session, out, "  in %s, %s:%d", "  %s, %s:%d", threads[i].qualname,
                        session_short_path(session, threads[i].file), threads[i].line);
        text_append_char(out, '\n');
    }
}

static void info_output(Session *session, Text *out) {
    const WorldOutput *chunks;
    isize count = session_output(session, &chunks);
    for (isize i = 0; i < count; i++) text_append(out, chunks[i].bytes, chunks[i].length);
}

static void info_code(Session *session, Text *out) {
    InspectCode code = inspect_code(session->look, 0);
    session_say(session, out, "%s  %s:%d  stack size %d, flags 0x%x, %d instructions\n",
                "%s  %s:%d  스택 크기 %d, 플래그 0x%x, 명령 %d개\n", code.qualname,
                session_short_path(session, code.file), code.first_line, code.stack_size, (unsigned)code.flags,
                code.instruction_count);
    for (int i = 0; i < code.handler_count; i++) {
        InspectHandler handler = inspect_handler(session->look, 0, i);
        session_say(session, out, "    %d to %d -> %d [%d]%s\n", "    %d~%d -> %d [%d]%s\n", handler.start,
                    handler.end, handler.target, handler.depth, handler.lasti ? " lasti" : "");
    }
}

static void info_history(Session *session, Text *out) {
    const char *const methods[] = {[DIRTY_AUTOMATIC] = session_text(session, "automatic", "자동"),
                                   [DIRTY_USERFAULTFD] = "userfaultfd",
                                   [DIRTY_COMPARE] = session_text(session, "comparison", "비교"),
                                   [DIRTY_MPROTECT] = "mprotect"};
    RecorderUse use = recorder_use(session->recorder);
    bool ended;
    u64 furthest = recorder_furthest(session->recorder, &ended);
    session_say(session, out, "%zd snapshot%s over %lu instructions%s, %zu KiB of %zu KiB",
                "스냅숏 %zd개%.0s, 명령 %lu개%s, %zu KiB (한도 %zu KiB)", use.snapshots,
                use.snapshots == 1 ? "" : "s", furthest,
                ended ? session_text(session, " (the whole run)", " (실행 전체)") : "", use.bytes / 1024,
                use.budget / 1024);
    if (use.interval)
        session_say(session, out, ", one in %lu instructions", ", 명령 %lu개마다 하나", use.interval);
    session_say(session, out, ", pages found by %s\n", ", 페이지를 찾는 방법: %s\n", methods[use.method]);
}

static void info_moment(Session *session, Text *out) {
    tell_place(session, out);
    if (!inspect_moment(session->look).exited)
        session_say(session, out, "next: %s\n", "다음: %s\n", inspect_next_sentence(session->look));
}

static void info_changes(Session *session, Text *out) {
    const Stop *stop = &session->stop;
    for (int i = 0; i < stop->change_count; i++) {
        const InspectChange *change = &stop->changes[i];
        if (!*change->type) continue;
        if (!change->immortal) text_append_format(out, "#%lu ", change->serial);
        text_append_format(out, "%s %s: ", change->type, change->text);
        if (change->kind == CHANGE_COUNT)
            text_append_format(out, "%ld -> %ld (%c%ld)\n", change->before, change->after,
                               change->after > change->before ? '+' : '-',
                               change->after > change->before ? change->after - change->before
                                                              : change->before - change->after);
        else
            text_append_format(out, "%s\n", session_change_word(session, change->kind));
    }
    if (stop->change_total == 0) session_say(session, out, "    nothing changed\n", "    바뀐 것이 없습니다\n");
}

static void info_marks(Session *session, Text *out) { marks_tell(session, out); }
static void info_places(Session *session, Text *out) { visited_tell(session, out); }

static const struct {
    const char *topic;
    void (*tell)(Session *, Text *);
} topics[] = {
    {"breakpoints", info_breakpoints},
    {"marks", info_marks},
    {"places", info_places},
    {"frames", info_frames},
    {"locals", info_locals},
    {"globals", info_globals},
    {"stack", info_stack},
    {"objects", info_objects},
    {"generators", info_generators},
    {"tasks", info_tasks},
    {"threads", info_threads},
    {"output", info_output},
    {"code", info_code},
    {"history", info_history},
    {"moment", info_moment},
    {"changes", info_changes},
};

bool tell_is_topic(const char *name, isize length) {
    for (int i = 0; i < COUNT_OF(topics); i++)
        if ((isize)strlen(topics[i].topic) == length && strncmp(topics[i].topic, name, (usize)length) == 0)
            return true;
    return false;
}

static bool tell_info(Session *session, const char *argument, Text *out) {
    usize length = strlen(argument);
    for (int i = 0; length && i < COUNT_OF(topics); i++)
        if (strncmp(topics[i].topic, argument, length) == 0) {
            topics[i].tell(session, out);
            return true;
        }
    session_say(session, out, "info: say one of %s\n", "info: 다음 가운데 하나를 적으세요: %s\n",
                command_info[COMMAND_INFO].arguments);
    return false;
}

/* --- list, dis, help ------------------------------------------------------------------------------------ */

static bool tell_list(Session *session, const char *argument, Text *out) {
    InspectFrame frame = inspect_frame(session->look, 0);
    i64 asked = *argument ? number_or(argument, 0) : 0;
    int middle = asked < INT32_MAX ? (int)asked : INT32_MAX;
    if (*argument && asked <= 0) {
        session_say(session, out, "list: '%s' is no line\n", "list: '%s'^은 줄 번호가 아닙니다\n", argument);
        return false;
    }
    const char *file = session_source_of(session, frame.file, frame.code);
    int count = session_source_line_count(session, file);
    const SessionFault *fault = session_fault(session);
    int marked = fault && *file ? fault->line : frame.line;
    if (middle <= 0) middle = marked > 0 ? marked : count;
    if (count && middle > count) {
        session_say(session, out, "list: %s has only %d line%s\n", "list: %s에는 %d줄%.0s밖에 없습니다\n",
                    session_short_path(session, file), count, count == 1 ? "" : "s");
        return false;
    }
    if (count == 0) {
        session_say(session, out, "list: the source of %s can't be read\n",
                    "list: %s의 소스를 읽을 수 없습니다\n",
                    *frame.file ? frame.file : session_text(session, "the program", "프로그램"));
        return false;
    }
    for (int line = middle - AROUND; line <= middle + AROUND; line++) {
        int length;
        const char *text = session_source_line(session, file, line, &length);
        if (!text) continue;
        text_append_format(out, "%c%c%4d  %.*s\n", session_has_breakpoint(session, file, line) ? 'b' : ' ',
                           line == marked ? '>' : ' ', line, length, text);
    }
    return true;
}

static bool tell_dis(Session *session, Text *out) {
    InspectFrame frame = inspect_frame(session->look, 0);
    InspectCode code = inspect_code(session->look, 0);
    int here = inspect_instruction_index(session->look, 0, frame.offset);
    for (int i = here - AROUND; i <= here + AROUND; i++) {
        if (i < 0 || i >= code.instruction_count) continue;
        InspectInstruction instruction = inspect_instruction(session->look, 0, i);
        text_append_format(out, "%s %4d  %-30s", i == here ? "-->" : "   ", instruction.offset,
                           instruction.name);
        if (instruction.has_argument) text_append_format(out, " %d", instruction.argument);
        if (*instruction.argument_text) text_append_format(out, " (%s)", instruction.argument_text);
        text_append_char(out, '\n');
    }
    return code.instruction_count > 0;
}

static const char *help_of(const Session *session, const CommandInfo *info) {
    return session_text(session, info->help, info->korean_help);
}

/* A row of at most HELP_WIDTH bytes: what belongs behind the command is told where there is room for it. */
static void help_line(const Session *session, const CommandInfo *info, Text *out) {
    isize start = out->length, room = (isize)strlen(info->arguments) + 4;
    text_append_format(out, "%-7s %-16s %s", info->keys, info->name, help_of(session, info));
    bool is_told = *info->arguments && *info->arguments != '[' && out->length - start + room <= HELP_WIDTH;
    if (is_told) text_append_format(out, "  (%s)", info->arguments);
    text_append_char(out, '\n');
}

/* The end of the alternative that begins here: a bar within brackets does not end it. */
static const char *alternative_end(const char *text) {
    for (int open = 0; *text && (*text != '|' || open); text++) open += (*text == '[') - (*text == ']');
    return text;
}

/* Each form of a command's arguments on a line of its own. */
static void help_forms(const CommandInfo *info, Text *out) {
    const char *text = info->arguments, *end = text + strlen(text);
    bool whole = *text == '[' && strchr(text, ']') == end - 1 && strchr(text, '|'); /* [on|off] */
    if (whole) text_append_format(out, "    %s\n", info->name);
    if (whole) text++, end--;
    while (text < end) {
        const char *next = whole ? text + strcspn(text, "|]") : alternative_end(text);
        text_append_format(out, "    %s %.*s\n", info->name, (int)(next - text), text);
        text = next + 1;
    }
}

static bool tell_help(const Session *session, const char *argument, Text *out) {
    if (!*argument) {
        for (int id = 0; id < COMMAND_COUNT; id++)
            if (command_info[id].scope == COMMAND_SESSION) help_line(session, &command_info[id], out);
        return true;
    }
    int ambiguous;
    CommandId id = command_by_name(argument, (int)strlen(argument), &ambiguous);
    if (id == COMMAND_COUNT) id = command_by_key(argument);
    if (id == COMMAND_COUNT) {
        session_say(session, out, "help: there is no command '%s'\n", "help: '%s' 명령은 없습니다\n", argument);
        return false;
    }
    const CommandInfo *info = &command_info[id];
    for (const CommandInfo *told = info, *last = info - command_is_mirror(id); told >= last; told--)
        text_append_format(out, "%s: %s\n", told->name, help_of(session, told));
    if (*info->keys) session_say(session, out, "key: %s\n", "키: %s\n", info->keys);
    if (*info->aliases) session_say(session, out, "also: %s\n", "다른 이름: %s\n", info->aliases);
    help_forms(info, out);
    return true;
}

bool tell_command(Session *session, CommandId id, const char *argument, Text *out) {
    switch (id) {
    case COMMAND_PRINT: return tell_print(session, argument, out);
    case COMMAND_REFERRERS: return tell_referrers(session, argument, out);
    case COMMAND_INFO: return tell_info(session, argument, out);
    case COMMAND_WHERE: info_frames(session, out); return true;
    case COMMAND_LIST: return tell_list(session, argument, out);
    case COMMAND_DIS: return tell_dis(session, out);
    default: return tell_help(session, argument, out);
    }
}
