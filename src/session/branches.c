/* branches.c: changing the past, and going from one run to the other.
 *
 * A branch is a seam in the run of its parent: the step where it begins and what was changed there. Only one branch
 * is alive at a time; of the others the seam, the log of the world and the output are kept, so that each can be
 * lived through again to the same instruction. To go from one to another, the seams down to where both part are
 * undone one by one, then those of the other one are put in. */
#include <ctype.h>
#include <stdlib.h>

#include "base/hash.h"
#include "session/internal.h"

#define MOST_BRANCHES 1000
#define MOST_COMPARED 1000000 /* instructions */

struct Branch { /* [0]: the run as it was, which has no parent */
    int parent;
    u64 step; /* it begins here */
    RecorderSeam *seam;
    char *change; /* the command */
    u64 here;     /* where the session last stood in it */
    u64 furthest;
    bool ended;
};

int session_branch(const Session *session) { return session->branch; }

void branches_free(Session *session) {
    for (int i = 0; i < session->branch_count; i++) {
        recorder_seam_free(session->branches[i].seam);
        free(session->branches[i].change);
    }
    free(session->branches);
}

/* Room for one more, and the run as it was as number 0. */
static bool branches_grow(Session *session) {
    int count = session->branch_count ? session->branch_count : 1;
    Branch *branches = realloc(session->branches, (usize)(count + 1) * sizeof *branches);
    if (!branches) return false;
    if (!session->branch_count) branches[0] = (Branch){.parent = -1};
    session->branches = branches;
    session->branch_count = count;
    return true;
}

/* --- from one to another -------------------------------------------------------------------------------- */

static void note_present(Session *session) {
    Branch *now = &session->branches[session->branch];
    now->furthest = recorder_furthest(session->recorder, &now->ended);
}

/* Whether a seam of the branch, or of one that it descends from, stands at this step. */
static bool has_seam_at(const Session *session, int branch, u64 step) {
    for (; branch > 0; branch = session->branches[branch].parent)
        if (session->branches[branch].step == step) return true;
    return false;
}

u64 branch_known_end(const Session *session) {
    u64 here = machine_steps(), end = UINT64_MAX;
    if (!session->branch && session->options.recorder.limit) end = session->options.recorder.limit;
    for (int i = session->branch; i > 0; i = session->branches[i].parent)
        if (session->branches[i].step > here && session->branches[i].step < end)
            end = session->branches[i].step;
    return end;
}

/* The machine stands at the step of the seam between branch `to` and the present one, its parent or its child. */
static bool cross(Session *session, const Branch *seam, bool undo, int to) {
    const Branch *target = &session->branches[to];
    RecorderKnown known = {.furthest = target->furthest,
                           .ended = target->ended,
                           .is_trunk = to == 0,
                           .seam_here = has_seam_at(session, to, seam->step)};
    if (!recorder_seam(session->recorder, seam->seam, undo, &known)) return false;
    world_line_take(session->world, to);
    session->branch = to;
    return true;
}

static bool leave(Session *session) {
    note_present(session);
    const Branch *left = &session->branches[session->branch];
    recorder_goto(session->recorder, left->step, NULL, NULL);
    return cross(session, left, true, left->parent);
}

static bool enter(Session *session, int branch) {
    note_present(session);
    const Branch *entered = &session->branches[branch];
    recorder_goto(session->recorder, entered->step, NULL, NULL);
    return cross(session, entered, false, branch);
}

static bool descends(const Session *session, int branch, int from) {
    while (branch >= 0 && branch != from) branch = session->branches[branch].parent;
    return branch == from;
}

/* What was learned of the run by step or by number holds in one branch only. */
static void forget_run(Session *session) {
    for (int unit = 0; unit < UNIT_COUNT; unit++) trail_free(&session->trails[unit]);
    memset(session->trails, 0, sizeof session->trails);
    plans_free(session);
    timeline_free(session->timeline);
    session->timeline = NULL;
    inspect_forget(session->look);
    session->output_position = UINT64_MAX;
}

static bool take_branch(Session *session, int branch) {
    bool whole = true;
    while (whole && !descends(session, branch, session->branch)) whole = leave(session);
    while (whole && session->branch != branch) {
        int child = branch;
        while (session->branches[child].parent != session->branch) child = session->branches[child].parent;
        whole = enter(session, child);
    }
    forget_run(session);
    return whole;
}

static bool out_of_memory(const Session *session, Text *out) {
    session_say(session, out, "out of memory: the history of this run is lost\n",
                "메모리가 모자라서 이 실행의 역사를 잃었습니다\n");
    return false;
}

/* --- changing ------------------------------------------------------------------------------------------- */

/* The branch that a change at this step parts from: the present one, or where one stands before it begins, the one
 * that it came from. */
static bool settle_parent(Session *session) {
    u64 here = machine_steps();
    bool moved = false, whole = true;
    while (whole && session->branch > 0 && here < session->branches[session->branch].step) {
        whole = leave(session);
        moved = true;
    }
    if (moved) {
        recorder_goto(session->recorder, here, NULL, NULL);
        forget_run(session);
    }
    return whole;
}

static void tell_frame_refusal(const Session *session, FrameRefusal refusal, Text *out) {
    static const struct {
        const char *english, *korean;
    } reasons[] = {
        [FRAME_IN_PAIR] =
            {"this instruction is executed as one with the instruction before it; step once, jump then",
             "이 명령은 앞의 명령과 하나로 실행됩니다. 한 걸음 간 다음에 jump하세요"},
        [FRAME_NO_SLOT] = {"there is no such slot on the value stack", "값 스택에 그런 칸이 없습니다"},
        [FRAME_STACK_UNKNOWN] = {"the stack can't be analyzed here",
                                 "여기서는 스택에 무엇이 있는지 알 수 없습니다"},
        [FRAME_HOLDS_NULL] = {"NULL lies there, which instructions rely on: nothing can take its place",
                              "이어질 명령들이 그 칸의 NULL을 씁니다. 다른 것은 넣을 수 없습니다"},
        [FRAME_HOLDS_LASTI] = {"the place of an exception lies there, which instructions rely on: nothing "
                               "can take its place",
                               "이어질 명령들이 그 칸에 적힌 예외의 자리를 씁니다. 다른 것은 넣을 수 없습니다"},
        [FRAME_HOLDS_ITERATOR] =
            {"an iterator lies there, which instructions rely on: only another iterator can take its place",
             "이어질 명령들이 그 칸의 이터레이터를 씁니다. 다른 이터레이터만 넣을 수 있습니다"},
        [FRAME_HOLDS_EXCEPTION] =
            {"an exception lies there, which instructions rely on: only another exception can take its place",
             "이어질 명령들이 그 칸의 예외를 씁니다. 다른 예외만 넣을 수 있습니다"},
        [FRAME_HOLDS_CODE] = {"code lies there, which instructions rely on: only other code can take its place",
                              "이어질 명령들이 그 칸의 코드를 씁니다. 다른 코드만 넣을 수 있습니다"},
        [FRAME_HOLDS_UNFINISHED] = {
            "something that is being built lies there, which instructions rely on: only "
            "something of its type can take its place",
            "이어질 명령들이 그 칸에 만들고 있는 것을 씁니다. 같은 타입의 것만 넣을 수 있습니다"}};
    text_append_cstring(out, session_text(session, reasons[refusal].english, reasons[refusal].korean));
}

static bool change(Session *session, RecorderChange *wanted, const char *verb, const char *argument,
                   Text *out) {
    if (session->branch_count >= MOST_BRANCHES) {
        session_say(session, out, "%s: there are %d branches already\n", "%s: 갈래가 이미 %d개입니다\n", verb,
                    session->branch_count);
        return false;
    }
    if (!branches_grow(session) || !settle_parent(session)) return out_of_memory(session, out);
    u64 here = machine_steps();
    Text why = text_new(TEXT_ON_HOST);
    RecorderRefusal refusal;
    RecorderSeam *seam =
        recorder_change(session->recorder, wanted, &refusal, &why, session_ask_interrupted, session);
    refusal_tell(session, refusal, &why);
    if (refusal == REFUSED_BY_FRAME) tell_frame_refusal(session, wanted->refusal, &why);
    if (!seam) text_append_format(out, "%s: %s\n", verb, text_cstring(&why));
    text_free(&why);
    int number = seam ? world_line_new(session->world) : -1;
    if (number < 0) {
        recorder_seam_free(seam);
        return seam ? out_of_memory(session, out) : false;
    }
    note_present(session);
    Text told = text_new(TEXT_ON_HOST);
    text_append_format(&told, "%s%s%s", verb, *argument ? " " : "", argument);
    session->branches[session->branch].here = here;
    session->branches[number] = (Branch){.parent = session->branch,
                                         .step = here,
                                         .seam = seam,
                                         .change = strdup(text_cstring(&told)),
                                         .here = here,
                                         .furthest = here};
    text_free(&told);
    session->branch_count++;
    bool whole = cross(session, &session->branches[number], false, number);
    forget_run(session);
    session_arrive(session, STOP_MOVED, 0);
    if (!whole) return out_of_memory(session, out);
    session_say(session, out, "branch %d begins here; `branch %d` goes back to the run as it was\n",
                "여기서 갈래 %d번이 시작됩니다. `branch %d`^으로 본래의 실행에 돌아갑니다\n", number,
                session->branches[number].parent);
    return true;
}

/* The '=' between target and value; NULL: there is none. */
static const char *find_equals(const char *text) {
    int depth = 0;
    for (const char *c = text; *c; c++) {
        if (*c == '\'' || *c == '"') {
            const char *end = strchr(c + 1, *c);
            if (!end) return NULL;
            c = end;
        }
        depth += (*c == '(' || *c == '[' || *c == '{') - (*c == ')' || *c == ']' || *c == '}');
        if (*c != '=' || depth) continue;
        bool plain = c > text && !strchr("=!<>+-*/%&|^@:", c[-1]) && c[1] != '=';
        return plain ? c : NULL;
    }
    return NULL;
}

static bool is_name(const char *text) {
    if (!isalpha((unsigned char)*text) && *text != '_' && !((unsigned char)*text & 0x80)) return false;
    while (isalnum((unsigned char)*text) || *text == '_' || (unsigned char)*text & 0x80) text++;
    return *text == 0;
}

/* stack[N], TOS, TOS1 ...: which slot, counted from the bottom. */
static bool slot_number(Session *session, const char *target, i64 *slot) {
    char *end;
    if (strncmp(target, "stack[", 6) == 0) {
        *slot = strtoll(target + 6, &end, 10);
        return end > target + 6 && strcmp(end, "]") == 0;
    }
    if (strncmp(target, "TOS", 3) != 0) return false;
    i64 below = target[3] ? strtoll(target + 3, &end, 10) : 0;
    *slot = inspect_frame(session->look, 0).stack_depth - 1 - below;
    return target[3] == 0 || *end == 0;
}

static bool set(Session *session, const char *argument, Text *out) {
    const char *equals = find_equals(argument);
    if (strncmp(argument, "library ", 8) == 0 && !equals) return library_command(session, argument + 8, out);
    if (!equals || equals == argument || !equals[1 + strspn(equals + 1, " ")]) {
        session_say(
            session, out,
            "set: say what gets which value: set x = 5, set x.attribute = None, set stack[0] = 'a'\n",
            "set: 무엇에 어떤 값을 넣을지 적으세요: set x = 5, set x.속성 = None, set stack[0] = 'a'\n");
        return false;
    }
    isize length = equals - argument;
    while (length > 0 && argument[length - 1] == ' ') length--;
    char *target = strndup(argument, (usize)length);
    if (!target) return out_of_memory(session, out);
    const char *value = equals + 1 + strspn(equals + 1, " ");
    RecorderChange wanted = {.kind = CHANGE_PLACE, .target = target, .value = value};
    if (slot_number(session, target, &wanted.number))
        wanted.kind = CHANGE_SLOT;
    else if (is_name(target))
        wanted.kind = CHANGE_VARIABLE;
    bool done = change(session, &wanted, "set", argument, out);
    free(target);
    return done;
}

static bool jump(Session *session, const char *argument, Text *out) {
    char *end;
    i64 line = strtoll(argument, &end, 10);
    if (end == argument || *end) {
        session_say(session, out, "jump: say the line to go on at: jump 12\n",
                    "jump: 계속할 줄 번호를 적으세요: jump 12\n");
        return false;
    }
    return change(session, &(RecorderChange){.kind = CHANGE_LINE, .number = line}, "jump", argument, out);
}

/* A signal comes from outside, so the run goes on otherwise from here. An instruction that waits is left: the signal
 * comes before it begins. */
static bool interrupt(Session *session, Text *out) {
    leave_instruction(session);
    return change(session, &(RecorderChange){.kind = CHANGE_INTERRUPT}, "interrupt", "", out);
}

/* --- for recordings ------------------------------------------------------------------------------------- */

int branches_count(Session *session) {
    if (!branches_grow(session)) return 1;
    note_present(session);
    return session->branch_count;
}

BranchRecord branch_record(Session *session, int number) {
    const Branch *branch = &session->branches[number];
    BranchRecord record = {.parent = branch->parent,
                           .step = branch->step,
                           .furthest = branch->furthest,
                           .ended = branch->ended,
                           .change = branch->change};
    record.log = (char *)world_log(session->world, number, &record.log_length);
    return record;
}

bool branch_restore(Session *session, const BranchRecord *record) {
    Text said = text_new(TEXT_ON_HOST);
    CommandId id;
    const char *argument;
    int64_t count;
    bool done = branches_grow(session) && record->parent < session->branch_count &&
                take_branch(session, record->parent);
    if (done) session_arrive(session, move_to(session, record->step), 0);
    done = done && session_execute(session, record->change, &id, &argument, &count, &said);
    text_free(&said);
    if (!done) return false;
    world_log_load(session->world, session->branch, record->log, record->log_length);
    return true;
}

void branches_known(Session *session, const BranchRecord *records, int count) {
    for (int i = 0; i < count && i + 1 < session->branch_count; i++) {
        session->branches[i + 1].furthest = records[i].furthest;
        session->branches[i + 1].ended = records[i].ended;
    }
}

/* --- telling, going ------------------------------------------------------------------------------------- */

static void tell_branches(Session *session, Text *out) {
    if (!branches_grow(session)) return;
    note_present(session);
    for (int i = 0; i < session->branch_count; i++) {
        const Branch *branch = &session->branches[i];
        text_append_format(out, "%c %d  ", i == session->branch ? '*' : ' ', i);
        if (i == 0)
            session_say(session, out, "the run as it was", "본래의 실행");
        else
            session_say(session, out, "parts from %d at %lu: %s", "갈래 %d번의 명령 %lu에서 갈라짐: %s",
                        branch->parent, branch->step, branch->change);
        if (branch->ended)
            session_say(session, out, "; ends at %lu\n", "; 명령 %lu에서 끝남\n", branch->furthest);
        else
            session_say(session, out, "; known up to %lu\n", "; 명령 %lu까지 실행함\n", branch->furthest);
    }
}

/* A branch's number, or `fallback` where none is said. -1: there is none such. */
static int parse_branch(Session *session, const char *verb, const char *argument, int fallback, Text *out) {
    char *end;
    i64 number = *argument ? strtoll(argument, &end, 10) : fallback;
    bool sound = (!*argument || (end > argument && *end == 0)) && branches_grow(session) && number >= 0 &&
                 number < session->branch_count;
    if (sound) return (int)number;
    session_say(session, out, "%s: there is no branch '%s'; `branches` lists them\n",
                "%s: 갈래 '%s'^은 없습니다. `branches`로 갈래를 모두 볼 수 있습니다\n", verb, argument);
    return -1;
}

static bool go_branch(Session *session, const char *argument, Text *out) {
    int number = parse_branch(session, "branch", argument, 0, out);
    if (number < 0) return false;
    session->branches[session->branch].here = machine_steps();
    u64 here = session->branches[number].here;
    if (!take_branch(session, number)) return out_of_memory(session, out);
    session_arrive(session, move_to(session, here), 0);
    return true;
}

/* --- where two part ------------------------------------------------------------------------------------- */

/* The path of a run from one step on: what is executed, as numbers to compare. */
typedef struct Path {
    u64 *places;
    isize count;
    bool ended, interrupted;
    Text output;
} Path;

static void path_free(Path *path) {
    free(path->places);
    text_free(&path->output);
}

static u64 place_here(Session *session) {
    const CodePlan *plan = plan_here(session);
    InspectPosition at = inspect_position(session->look);
    u64 name = plan ? hash_siphash13(plan->qualname, strlen(plan->qualname)) : 0;
    return name ^ (u64)at.offset << 8 ^ (u64)at.depth;
}

static Path walk(Session *session, int branch, u64 from) {
    Path path = {.places = malloc(MOST_COMPARED * sizeof(u64)), .output = text_new(TEXT_ON_HOST)};
    if (!take_branch(session, branch) || !path.places) return path;
    recorder_goto(session->recorder, from, NULL, NULL);
    while (path.count < MOST_COMPARED && !machine_exited() && !path.interrupted) {
        path.places[path.count++] = place_here(session);
        if (recorder_run(session->recorder, 1, PROBE_BIT(PROBE_INPUT)) != PROBE_STEP) break;
        inspect_refresh(session->look);
        path.interrupted = path.count % 65536 == 0 && session_is_interrupted(session);
    }
    path.ended = machine_exited();
    const WorldOutput *chunks;
    isize count = world_output_chunks(session->world, &chunks);
    for (isize i = 0; i < count; i++) text_append(&path.output, chunks[i].bytes, chunks[i].length);
    return path;
}

static void tell_step(Session *session, int branch, const Path *path, isize at, u64 from, Text *out) {
    if (at >= path->count) {
        if (path->ended)
            session_say(session, out, "  branch %d: its run ends there\n",
                        "  갈래 %d번: 거기서 실행이 끝납니다\n", branch);
        else
            session_say(session, out, "  branch %d: it waits there\n", "  갈래 %d번: 거기서 기다립니다\n",
                        branch);
        return;
    }
    take_branch(session, branch);
    recorder_goto(session->recorder, from + (u64)at, NULL, NULL);
    inspect_refresh(session->look);
    InspectFrame frame = inspect_frame(session->look, 0);
    session_say(session, out, "  branch %d: %s, line %d: %s\n", "  갈래 %d번: %s, %d번 줄: %s\n", branch,
                frame.qualname, frame.line, inspect_next_sentence(session->look));
}

static void tell_line(const Session *session, int branch, const Text *output, isize from, Text *out) {
    const char *line = text_cstring(output) + from;
    isize length = isize_min(100, (isize)strcspn(line, "\n"));
    while (length > 0 && ((u8)line[length] & 0xC0) == 0x80) length--; /* no character is cut */
    session_say(session, out, "  branch %d: %.*s\n", "  갈래 %d번: %.*s\n", branch, (int)length, line);
}

static void tell_output(const Session *session, int a, const Path *left, int b, const Path *right, Text *out) {
    isize at = 0, line = 0;
    isize shorter = isize_min(left->output.length, right->output.length);
    for (; at < shorter && left->output.data[at] == right->output.data[at]; at++)
        if (left->output.data[at] == '\n') line = at + 1;
    if (at == left->output.length && at == right->output.length) {
        session_say(session, out, "they print the same\n", "출력은 같습니다\n");
        return;
    }
    session_say(session, out, "the first line that they print differently:\n", "다르게 출력한 첫 줄:\n");
    tell_line(session, a, &left->output, line, out);
    tell_line(session, b, &right->output, line, out);
}

/* The step at which two branches part: the one where the first seam stands that only one of them has. */
static u64 parting_step(const Session *session, int a, int b) {
    u64 step = UINT64_MAX;
    for (; !descends(session, b, a); a = session->branches[a].parent) step = session->branches[a].step;
    for (; b != a; b = session->branches[b].parent)
        if (session->branches[b].step < step) step = session->branches[b].step;
    return step;
}

static void tell_difference(Session *session, int a, int b, u64 from, Text *out) {
    Path left = walk(session, a, from), right = walk(session, b, from);
    isize same = 0;
    while (same < left.count && same < right.count && left.places[same] == right.places[same]) same++;
    session_say(session, out, "branches %d and %d part at %lu\n",
                "갈래 %d번과 %d번은 명령 %lu에서 갈라집니다\n", a, b, from);
    if (left.interrupted || right.interrupted) {
        session_say(session, out, "diff: interrupted\n", "diff: 멈췄습니다\n");
    } else if (same == left.count && same == right.count) {
        if (left.ended && right.ended)
            session_say(session, out, "they take the same way to their ends\n", "끝까지 같은 길을 갑니다\n");
        else
            session_say(session, out, "they take the same way as far as they were compared\n",
                        "비교한 데까지는 같은 길을 갑니다\n");
        tell_output(session, a, &left, b, &right, out);
    } else {
        session_say(session, out, "they take the same way for %zd instructions, to %lu; then\n",
                    "명령 %zd개, 곧 %lu까지는 같은 길을 갑니다. 그다음은\n", same, from + (u64)same);
        tell_step(session, a, &left, same, from, out);
        tell_step(session, b, &right, same, from, out);
        tell_output(session, a, &left, b, &right, out);
    }
    path_free(&left);
    path_free(&right);
}

static bool diff(Session *session, const char *argument, Text *out) {
    if (!branches_grow(session) || session->branch_count < 2) {
        session_say(session, out, "diff: there is one run only; `set` and `jump` make another\n",
                    "diff: 실행이 하나뿐입니다. `set`과 `jump`가 새 갈래를 만듭니다\n");
        return false;
    }
    int now = session->branch, parent = session->branches[now].parent;
    int other = parse_branch(session, "diff", argument, parent >= 0 ? parent : 1, out);
    if (other < 0) return false;
    if (other == now) {
        session_say(session, out, "diff: branch %d is the one you are in\n",
                    "diff: 지금 있는 곳이 갈래 %d번입니다\n", now);
        return false;
    }
    u64 here = machine_steps();
    tell_difference(session, other, now, parting_step(session, other, now), out);
    if (!take_branch(session, now)) return out_of_memory(session, out);
    session_arrive(session, move_to(session, here), 0);
    return true;
}

bool branch_command(Session *session, CommandId id, const char *argument, Text *out) {
    switch (id) {
    case COMMAND_SET: return set(session, argument, out);
    case COMMAND_JUMP: return jump(session, argument, out);
    case COMMAND_INTERRUPT: return interrupt(session, out);
    case COMMAND_BRANCH: return go_branch(session, argument, out);
    case COMMAND_DIFF: return diff(session, argument, out);
    default: tell_branches(session, out); return true;
    }
}
