/* break_commands.c: break, tbreak, watch, delete, enable ...: how breakpoints are set and changed. */
#include <stdio.h>
#include <stdlib.h>

#include "code/opcodes.h"
#include "object/object.h"
#include "session/breakpoints.h"
#include "session/internal.h"
#include "session/number.h"

static char *copy_of(char **place, const char *text, isize length) {
    free(*place);
    return *place = strndup(text, (usize)length);
}

/* "WORD rest": whether it begins with the word; *rest is what follows. */
static bool begins_with(const char *text, const char *word, const char **rest) {
    usize length = strlen(word);
    if (strncmp(text, word, length) != 0 || (text[length] && text[length] != ' ')) return false;
    *rest = text + length + strspn(text + length, " ");
    return true;
}

int breakpoint_opcode(const char *name) {
    for (int opcode = 0; opcode < OP_COUNT; opcode++)
        if (opcode_info[opcode].name && strcasecmp(opcode_info[opcode].name, name) == 0) return opcode;
    return -1;
}

void breakpoint_watch_object(Breakpoint *breakpoint, const InspectWords *words) {
    /* the last two words are the object's count, where it lives, and the one of its life */
    int last = words->count < INSPECT_WORDS ? words->count : INSPECT_WORDS;
    breakpoint->address = words->at[last - 2];
    breakpoint->life_word = words->at[last - 1];
    breakpoint->raw_serial = object_serial((Ref)breakpoint->address);
}

/* #N and the address at which the object lives: it stays there for life. */
static bool set_object(Session *session, Breakpoint *made, const char *text, Text *out) {
    InspectValue value;
    InspectWords words;
    const char *blank = strchr(text, ' ');
    copy_of(&made->text, text, blank ? blank - text : (isize)strlen(text));
    if (!inspect_evaluate_in(session->look, (InspectScope){0}, made->text, &value, &words) || !value.present) {
        text_append_format(out, "break: %s\n", value.text);
        return false;
    }
    char serial[32];
    snprintf(serial, sizeof serial, "#%lu", value.serial);
    copy_of(&made->text, serial, (isize)strlen(serial));
    inspect_evaluate_in(session->look, (InspectScope){0}, serial, &value, &words);
    breakpoint_watch_object(made, &words);
    if (made->kind == BREAK_FREED) return true;
    made->line = (int)number_or(blank ? blank + strspn(blank, " ") : "", -1);
    if (made->line >= 0) return true;
    session_say(session, out, "break: say which object and which count: refs #31 2\n",
                "break: 어느 객체와 몇 개인지 적으세요: refs #31 2\n");
    return false;
}

static bool set_watch(Session *session, Breakpoint *made, const char *text, Text *out) {
    const char *verb = made->kind == BREAK_WATCH ? "watch" : "rwatch";
    InspectValue value;
    if (!*text) {
        session_say(session, out, "%s: say what: a name, x.attribute, x[0]\n",
                    "%s: 무엇인지 적으세요: 이름, x.속성, x[0]\n", verb);
        return false;
    }
    copy_of(&made->text, text, (isize)strlen(text));
    bool known = inspect_evaluate(session->look, text, &value);
    if (!known && !value.may_come) {
        text_append_format(out, "%s: %s\n", verb, value.text);
        return false;
    }
    made->scope = inspect_scope(session->look, text);
    if (!known) session_say(session, out, "(now: %s)\n", "(지금: %s)\n", value.text);
    return true;
}

static bool is_name_byte(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
           (u8)c >= 0x80;
}

/* f, Class.method, f.<locals>.g, <listcomp>: what a code object may be called. */
static bool is_code_name(const char *text, isize length) {
    bool first = true;
    for (isize i = 0; i < length; i++) {
        bool fits = is_name_byte(text[i]) || text[i] == '<' || text[i] == '>';
        if (text[i] == '.' ? first : !fits || (first && text[i] >= '0' && text[i] <= '9')) return false;
        first = text[i] == '.';
    }
    return !first;
}

static bool say_place(const Session *session, Text *out) {
    session_say(
        session, out,
        "break: say a line (12), a file and a line (util.py:12), a function (f), an instruction (f+24), "
        "or an event: help break\n",
        "break: 줄(12), 파일과 줄(util.py:12), 함수(f), 명령(f+24), 사건 가운데 하나를 적으세요: "
        "help break\n");
    return false;
}

/* [FILE:]LINE. A line without code means the next one that has some. */
static bool set_line(Session *session, Breakpoint *made, const char *file, isize length, int line, Text *out) {
    InspectFrame frame = inspect_frame(session->look, 0);
    const char *here = *frame.file || !session->main_file ? frame.file : session->main_file;
    bool is_known = file || *session_source_of(session, frame.file, frame.code);
    made->kind = BREAK_LINE;
    copy_of(&made->file, file ? file : here, file ? length : (isize)strlen(here));
    const char *path = is_known ? source_named(session, made->file) : NULL;
    int lines = path ? session_source_line_count(session, path) : 0;
    if (path) copy_of(&made->file, path, (isize)strlen(path));
    if (path && line > lines) {
        session_say(session, out, "break: %s has only %d line%s\n", "break: %s에는 %d줄%.0s밖에 없습니다\n",
                    session_short_path(session, path), lines, lines == 1 ? "" : "s");
        return false;
    }
    made->line = path ? outline_line(session, path, line) : line;
    if (!is_known)
        session_say(session, out, "(the text of this code is not known: it may have no such line)\n",
                    "(이 코드의 텍스트는 알 수 없습니다. 그런 줄이 없을 수도 있습니다)\n");
    else if (!path)
        session_say(session, out, "(%s can't be read yet; its name has to be the end of a path)\n",
                    "(%s^은 아직 읽을 수 없습니다. 그 이름은 경로의 끝부분이어야 합니다)\n", made->file);
    if (path && made->line == 0)
        session_say(session, out, "break: %s has no code from line %d on\n",
                    "break: %s의 %d번 줄부터는 코드가 없습니다\n", session_short_path(session, path), line);
    else if (made->line != line)
        session_say(session, out, "(line %d has no code)\n", "(%d번 줄에는 코드가 없습니다)\n", line);
    return made->line > 0;
}

static bool set_source_place(Session *session, Breakpoint *made, const char *text, Text *out) {
    const char *colon = strrchr(text, ':'), *plus = strrchr(text, '+');
    i64 line = *text ? number_or(colon ? colon + 1 : text, 0) : inspect_frame(session->look, 0).line;
    if (!*text && line <= 0) {
        session_say(session, out,
                    "break: no line runs here; say one (break 12), or choose one in the source pane\n",
                    "break: 실행 중인 줄이 없습니다. break 12처럼 적거나 소스 창에서 고르세요\n");
        return false;
    }
    if (line > 0 && line < INT32_MAX && colon != text)
        return set_line(session, made, colon ? text : NULL, colon ? colon - text : 0, (int)line, out);
    i64 offset = plus ? number_or(plus + 1, -1) : -1;
    if (!is_code_name(text, offset >= 0 ? plus - text : (isize)strlen(text))) return say_place(session, out);
    made->kind = offset >= 0 ? BREAK_INSTRUCTION : BREAK_FUNCTION;
    made->line = offset >= 0 ? (int)offset : 0;
    copy_of(&made->text, text, offset >= 0 ? plus - text : (isize)strlen(text));
    if (session->main_file && !outline_has(session, session->main_file, made->text))
        session_say(session, out, "(there is no '%s' in %s; it may come with an import)\n",
                    "('%s'^이 %s에 없습니다. import로 올 수도 있습니다)\n", made->text,
                    session_short_path(session, session->main_file));
    return true;
}

/* raise [TYPE] [caught|uncaught] */
static bool set_raise(const Session *session, Breakpoint *made, const char *text, Text *out) {
    usize length = strcspn(text, " ");
    const char *fate = text + length + strspn(text + length, " ");
    made->kind = BREAK_RAISE;
    for (int i = FATE_CAUGHT; i <= FATE_UNCAUGHT; i++) {
        if (strcmp(text, raise_fates[i]) == 0) {
            made->fate = (RaiseFate)i;
            return true;
        }
        if (strcmp(fate, raise_fates[i]) == 0) made->fate = (RaiseFate)i;
    }
    copy_of(&made->text, text, (isize)length);
    bool named = !length || is_code_name(text, (isize)length);
    if (named && (!*fate || made->fate != FATE_ANY)) return true;
    session_say(
        session, out, "break: '%s': say raise, raise ValueError, raise uncaught, raise OSError caught\n",
        "break: '%s': raise, raise ValueError, raise uncaught, raise OSError caught처럼 적으세요\n", text);
    return false;
}

static bool set_place(Session *session, Breakpoint *made, const char *text, Text *out) {
    static const struct {
        const char *word;
        BreakpointKind kind;
    } plain[] = {{"yield", BREAK_YIELD},
                 {"await", BREAK_AWAIT},
                 {"output", BREAK_OUTPUT},
                 {"collection", BREAK_COLLECTION},
                 {"generator-end", BREAK_GENERATOR_END}};
    const char *rest;
    for (int i = 0; i < COUNT_OF(plain); i++)
        if (begins_with(text, plain[i].word, &rest)) {
            made->kind = plain[i].kind;
            copy_of(&made->text, rest, (isize)strlen(rest));
            if (!*rest || made->kind == BREAK_OUTPUT) return true;
            session_say(session, out, "break: nothing belongs behind %s: what is '%s'?\n",
                        "break: %s 뒤에는 아무것도 적지 않습니다. '%s'^은 무엇입니까?\n", plain[i].word, rest);
            return false;
        }
    if (begins_with(text, "raise", &rest)) return set_raise(session, made, rest, out);
    if (begins_with(text, "op", &rest)) {
        made->kind = BREAK_OPCODE;
        made->line = breakpoint_opcode(rest);
        if (made->line < 0 && *rest)
            session_say(session, out, "break: there is no opcode '%s'\n",
                        "break: 이름이 '%s'인 바이트코드 명령은 없습니다\n", rest);
        if (made->line < 0 && !*rest)
            session_say(session, out, "break: say which opcode: op CALL\n",
                        "break: 어느 바이트코드 명령인지 적으세요: op CALL\n");
        return made->line >= 0;
    }
    if (begins_with(text, "depth", &rest)) {
        made->kind = BREAK_DEPTH;
        made->line = (int)number_or(rest, -1);
        if (made->line < 0)
            session_say(session, out, "break: say how many frames are below: depth 100\n",
                        "break: 아래에 프레임이 몇 개 있을 때인지 적으세요: depth 100\n");
        return made->line >= 0;
    }
    if (begins_with(text, "freed", &rest) || begins_with(text, "refs", &rest)) {
        made->kind = *text == 'f' ? BREAK_FREED : BREAK_REFERENCES;
        return set_object(session, made, rest, out);
    }
    if (begins_with(text, "watch", &rest) || begins_with(text, "rwatch", &rest)) {
        made->kind = *text == 'w' ? BREAK_WATCH : BREAK_READ;
        return set_watch(session, made, rest, out);
    }
    return set_source_place(session, made, text, out);
}

/* The key `b` on a line that has one takes it away. */
static bool toggled_off(Session *session, Text *out) {
    const Breakpoint *made = &session->breakpoints[session->breakpoint_count - 1];
    for (int i = 0; made->kind == BREAK_LINE && i + 1 < session->breakpoint_count; i++) {
        const Breakpoint *other = &session->breakpoints[i];
        if (other->kind != BREAK_LINE || other->line != made->line || strcmp(other->file, made->file) != 0)
            continue;
        session_say(session, out, "breakpoint %d removed\n", "중단점 %d번을 지웠습니다\n", other->number);
        breakpoint_remove(session, session->breakpoint_count - 1);
        session->next_breakpoint--;
        breakpoint_remove(session, i);
        return true;
    }
    return false;
}

/* The blank or the beginning before "if", behind which a condition stands; NULL: there is none. */
static const char *condition_in(const char *argument) {
    for (const char *at = argument; (at = strstr(at, "if")) != NULL; at += 2) {
        bool begins = at == argument || at[-1] == ' ';
        if (begins && (at[2] == ' ' || !at[2])) return at;
    }
    return NULL;
}

static bool set_condition(Session *session, Breakpoint *changed, const char *command, const char *condition,
                          Text *out) {
    Text fault = text_new(TEXT_ON_HOST);
    condition += strspn(condition, " ");
    bool fine = *condition && expression_compiles(session, condition, &fault);
    if (!*condition)
        session_say(session, out, "%s: the condition is missing: if x > 3\n", "%s: 조건이 없습니다: if x > 3\n",
                    command);
    else if (!fine)
        text_append_format(out, "%s: %s\n", command, text_cstring(&fault));
    else
        copy_of(&changed->condition, condition, (isize)strlen(condition));
    text_free(&fault);
    return fine;
}

static bool set_command(Session *session, const char *argument, bool temporary, Text *out) {
    Breakpoint *made = breakpoint_add(session);
    if (!made) return false;
    made->temporary = temporary;
    const char *condition = condition_in(argument);
    usize length = condition ? (usize)(condition - argument) : strlen(argument);
    while (length && argument[length - 1] == ' ') length--;
    char *place = strndup(argument, length);
    Text notes = text_new(TEXT_ON_HOST); /* behind what was set, or why nothing was */
    bool fine = place && set_place(session, made, place, &notes) &&
                (!condition || set_condition(session, made, "break", condition + 2, &notes));
    free(place);
    if (fine && !made->condition && !temporary && toggled_off(session, out)) {
        text_free(&notes);
        return true;
    }
    if (fine) {
        session_say(session, out, "breakpoint %d at ", "중단점 %d번: ", made->number);
        breakpoint_describe(session, made, out);
        text_append_cstring(out, notes.length ? "  " : "\n");
    } else {
        breakpoint_remove(session, session->breakpoint_count - 1);
        session->next_breakpoint--;
    }
    text_append(out, text_cstring(&notes), notes.length);
    text_free(&notes);
    return fine;
}

static void no_breakpoint(const Session *session, CommandId id, const char *number, Text *out) {
    session_say(session, out, "%s: there is no breakpoint '%s'; `info breakpoints` lists them\n",
                "%s: 중단점 '%s'^은 없습니다. `info breakpoints`로 중단점을 모두 볼 수 있습니다\n",
                command_info[id].name, number);
}

static bool delete_command(Session *session, const char *argument, Text *out) {
    if (!*argument) {
        session_say(session, out, "%d breakpoint%s removed\n", "중단점 %d개%.0s를 지웠습니다\n",
                    session->breakpoint_count, session->breakpoint_count == 1 ? "" : "s");
        while (session->breakpoint_count) breakpoint_remove(session, session->breakpoint_count - 1);
        return true;
    }
    Breakpoint *gone = breakpoint_find(session, argument);
    if (!gone) {
        no_breakpoint(session, COMMAND_DELETE, argument, out);
        return false;
    }
    session_say(session, out, "breakpoint %d removed\n", "중단점 %d번을 지웠습니다\n", gone->number);
    breakpoint_remove(session, (int)(gone - session->breakpoints));
    return true;
}

/* Whether each of "A; B ..." is a command. */
static bool are_commands(const Session *session, const char *list, Text *out) {
    while (*list) {
        list += strspn(list, " ;0123456789");
        int length = (int)strcspn(list, " ;"), ambiguous = 0;
        char key[2] = {*list, 0};
        bool known = !length || command_by_name(list, length, &ambiguous) != COMMAND_COUNT ||
                     (length == 1 && command_by_key(key) != COMMAND_COUNT);
        if (!known) {
            session_say(session, out, "commands: there is no command '%.*s'; `help` lists them\n",
                        "commands: '%.*s' 명령은 없습니다. `help`로 명령을 모두 볼 수 있습니다\n", length,
                        list);
            return false;
        }
        list += strcspn(list, ";");
    }
    return true;
}

/* Commands of the form NUMBER REST. */
static bool change_command(Session *session, CommandId id, const char *argument, Text *out) {
    int length = (int)strcspn(argument, " ");
    char number[24];
    snprintf(number, sizeof number, "%.*s", length, argument);
    const char *rest = argument + length + strspn(argument + length, " ");
    Breakpoint *changed = breakpoint_find(session, number);
    if (!changed && !*number)
        session_say(session, out, "%s: say the number of a breakpoint: %s 1\n",
                    "%s: 중단점의 번호를 적으세요: %s 1\n", command_info[id].name, command_info[id].name);
    else if (!changed)
        no_breakpoint(session, id, number, out);
    if (!changed) return false;
    switch (id) {
    case COMMAND_ENABLE: changed->enabled = true; break;
    case COMMAND_DISABLE: changed->enabled = false; break;
    case COMMAND_IGNORE:
        if (number_or(rest, -1) < 0) {
            session_say(session, out, "ignore: say how many times: ignore 1 10\n",
                        "ignore: 몇 번인지 적으세요: ignore 1 10\n");
            return false;
        }
        changed->ignore = (u64)number_or(rest, 0);
        break;
    case COMMAND_CONDITION:
        if (*rest && !set_condition(session, changed, "condition", rest, out)) return false;
        free(changed->trouble);
        changed->trouble = NULL;
        if (!*rest) {
            free(changed->condition);
            changed->condition = NULL;
        }
        break;
    default:
        if (!are_commands(session, rest, out)) return false;
        copy_of(&changed->commands, rest, (isize)strlen(rest));
        break;
    }
    breakpoint_tell(session, changed, out);
    return true;
}

/* --- the file beside the program ------------------------------------------------------------------------- */

static void breakpoints_path(const Session *session, Text *path) {
    text_append_format(path, "%s.breakpoints", session->options.machine.program);
}

/* As commands; the numbers are those that they get when they are read. */
static void write_breakpoint(const Session *session, const Breakpoint *saved, int number, Text *lines) {
    text_append_cstring(lines, saved->temporary ? "tbreak " : "break ");
    breakpoint_describe(session, saved, lines);
    text_append_char(lines, '\n');
    if (!saved->enabled) text_append_format(lines, "disable %d\n", number);
    if (saved->ignore) text_append_format(lines, "ignore %d %lu\n", number, saved->ignore);
    if (saved->commands) text_append_format(lines, "commands %d %s\n", number, saved->commands);
}

static bool save_command(Session *session, Text *out) {
    if (session->options.machine.kind != PROGRAM_FILE) {
        session_say(session, out, "save-breakpoints: only a program that is a file has them kept beside it\n",
                    "save-breakpoints: 파일로 된 프로그램의 중단점만 그 옆에 저장할 수 있습니다\n");
        return false;
    }
    Text path = text_new(TEXT_ON_HOST), lines = text_new(TEXT_ON_HOST);
    breakpoints_path(session, &path);
    int count = 0;
    for (int i = 0; i < session->breakpoint_count; i++) {
        const Breakpoint *saved = &session->breakpoints[i];
        if (saved->kind == BREAK_FREED || saved->kind == BREAK_REFERENCES)
            session_say(session, out, "(breakpoint %d is about an object of this run: not saved)\n",
                        "(중단점 %d번은 이번 실행의 객체에 대한 것이라 저장하지 않습니다)\n", saved->number);
        else
            write_breakpoint(session, saved, ++count, &lines);
    }
    FILE *file = fopen(text_cstring(&path), "w");
    bool written = file && fwrite(text_cstring(&lines), 1, (usize)lines.length, file) == (usize)lines.length;
    written = file && fclose(file) == 0 && written;
    if (written)
        session_say(session, out, "%d breakpoint%s saved to %s\n", "중단점 %d개%.0s를 %s에 저장했습니다\n",
                    count, count == 1 ? "" : "s", text_cstring(&path));
    else
        session_say(session, out, "save-breakpoints: can't write %s\n",
                    "save-breakpoints: %s에 쓸 수 없습니다\n", text_cstring(&path));
    text_free(&path);
    text_free(&lines);
    return written;
}

/* A line of the file: what one would type. */
static void read_breakpoint(Session *session, char *line, Text *said) {
    static const CommandId known[] = {COMMAND_BREAK, COMMAND_TBREAK, COMMAND_DISABLE, COMMAND_IGNORE,
                                      COMMAND_COMMANDS};
    const char *rest;
    line[strcspn(line, "\n")] = 0;
    for (int i = 0; i < COUNT_OF(known); i++)
        if (begins_with(line, command_info[known[i]].name, &rest))
            breakpoint_command(session, known[i], rest, said);
}

void breakpoints_load(Session *session) {
    Text path = text_new(TEXT_ON_HOST), ignored = text_new(TEXT_ON_HOST);
    char *line = NULL;
    usize capacity = 0;
    if (session->options.machine.kind != PROGRAM_FILE || !session->options.machine.program) return;
    breakpoints_path(session, &path);
    FILE *file = fopen(text_cstring(&path), "r");
    while (file && getline(&line, &capacity, file) >= 0) read_breakpoint(session, line, &ignored);
    if (file) fclose(file);
    free(line);
    text_free(&path);
    text_free(&ignored);
}

bool breakpoint_command(Session *session, CommandId id, const char *argument, Text *out) {
    Text line = text_new(TEXT_ON_HOST);
    bool done;
    trail_free(&session->trails[UNIT_BREAKPOINT]); /* it led past other places */
    session->trails[UNIT_BREAKPOINT] = (Trail){0};
    switch (id) {
    case COMMAND_BREAK: done = set_command(session, argument, false, out); break;
    case COMMAND_TBREAK: done = set_command(session, argument, true, out); break;
    case COMMAND_WATCH:
    case COMMAND_RWATCH:
        text_append_format(&line, "%s %s", command_info[id].name, argument);
        done = set_command(session, text_cstring(&line), false, out);
        break;
    case COMMAND_DELETE: done = delete_command(session, argument, out); break;
    case COMMAND_SAVE_BREAKPOINTS: done = save_command(session, out); break;
    default: done = change_command(session, id, argument, out); break;
    }
    text_free(&line);
    return done;
}
