/* moments.c: places of the run that one comes back to: marks with a note, and the list of places visited. */
#include <stdlib.h>

#include "session/internal.h"

#define MOST_VISITED 1000

/* --- marks ------------------------------------------------------------------------------------------------ */

static Mark *mark_of(Session *session, char letter) {
    if (letter >= 'a' && letter <= 'z') return &session->marks[letter - 'a'];
    return NULL;
}

static bool no_letter(const Session *session, CommandId id, Text *out) {
    if (id == COMMAND_GO_MARK)
        session_say(session, out, "go-mark: a mark is a letter from a to z: go-mark a\n",
                    "go-mark: 표시는 a부터 z까지의 글자입니다: go-mark a\n");
    else
        session_say(session, out,
                    "mark: a mark is a letter from a to z, a note may follow: mark a it goes wrong here\n",
                    "mark: 표시는 a부터 z까지의 글자이고, 뒤에 메모를 쓸 수 있습니다: mark a 여기서 "
                    "잘못됩니다\n");
    return false;
}

/* Without a letter the first free one is taken. */
static bool mark_set(Session *session, const char *argument, Text *out) {
    char letter = *argument;
    for (int i = 0; !letter && i < MARK_COUNT; i++)
        if (!session->marks[i].is_set) letter = (char)('a' + i);
    Mark *mark = mark_of(session, letter);
    if (!mark || (*argument && argument[1] && argument[1] != ' ')) return no_letter(session, COMMAND_MARK, out);
    const char *note = *argument ? argument + 1 + strspn(argument + 1, " ") : "";
    free(mark->note);
    *mark = (Mark){.step = machine_steps(), .note = strdup(note), .is_set = true};
    session->last_mark = letter;
    session_say(session, out, "mark %c is here, at %lu\n", "표시 %c: 여기, 명령 %lu\n", letter, mark->step);
    return true;
}

static bool mark_go(Session *session, const char *argument, Text *out) {
    char letter = *argument ? *argument : session->last_mark;
    const Mark *mark = mark_of(session, letter);
    if (!mark || (*argument && argument[1])) return no_letter(session, COMMAND_GO_MARK, out);
    if (!mark->is_set) {
        session_say(session, out, "go-mark: mark %c is not set; `info marks` lists them\n",
                    "go-mark: 표시 %c^은 없습니다. `info marks`로 표시를 모두 볼 수 있습니다\n", letter);
        return false;
    }
    session_arrive(session, move_to(session, mark->step), 0);
    session_say(session, out, "mark %c%s%s\n", "표시 %c%s%s\n", letter, *mark->note ? ": " : "", mark->note);
    return true;
}

void marks_tell(const Session *session, Text *out) {
    int count = 0;
    for (int i = 0; i < MARK_COUNT; i++) {
        const Mark *mark = &session->marks[i];
        if (!mark->is_set) continue;
        count++;
        text_append_format(out, "%c  %lu  %s\n", 'a' + i, mark->step, mark->note);
    }
    if (!count) session_say(session, out, "no marks\n", "표시가 없습니다\n");
}

void marks_free(Session *session) {
    for (int i = 0; i < MARK_COUNT; i++) free(session->marks[i].note);
    free(session->visited);
}

/* --- places visited --------------------------------------------------------------------------------------- */

void visited_note(Session *session, u64 step) {
    if (!session->visited && !(session->visited = malloc(MOST_VISITED * sizeof *session->visited))) return;
    if (session->visited_count && session->visited[session->visited_at] == step) return;
    if (session->visited_count) session->visited_at++;
    if (session->visited_at == MOST_VISITED) { /* the older half is forgotten */
        session->visited_at = MOST_VISITED / 2;
        memmove(session->visited, session->visited + MOST_VISITED / 2, MOST_VISITED / 2 * sizeof(u64));
    }
    session->visited[session->visited_at] = step;
    session->visited_count = session->visited_at + 1;
}

static bool visited_go(Session *session, int direction, Text *out) {
    int wanted = session->visited_at + direction;
    if (wanted < 0 || wanted >= session->visited_count) {
        if (direction < 0)
            session_say(session, out, "there is no older place in the list\n",
                        "목록에 더 앞선 자리가 없습니다\n");
        else
            session_say(session, out, "there is no newer place in the list\n",
                        "목록에 더 뒤의 자리가 없습니다\n");
        return false;
    }
    session->visited_at = wanted;
    session_arrive(session, move_to(session, session->visited[wanted]), 0);
    return true;
}

void visited_tell(const Session *session, Text *out) {
    for (int i = 0; i < session->visited_count; i++)
        text_append_format(out, "%c %lu\n", i == session->visited_at ? '>' : ' ', session->visited[i]);
    if (!session->visited_count) session_say(session, out, "no places\n", "들른 자리가 없습니다\n");
}

bool moment_command(Session *session, CommandId id, const char *argument, Text *out) {
    switch (id) {
    case COMMAND_MARK: return mark_set(session, argument, out);
    case COMMAND_GO_MARK: return mark_go(session, argument, out);
    default: return visited_go(session, id == COMMAND_OLDER ? -1 : 1, out);
    }
}
