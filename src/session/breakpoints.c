/* breakpoints.c: places where `continue` stops: a line of a file, or a function's first line. */
#include <stdlib.h>

#include "session/internal.h"

/* FILE:LINE's FILE may be a path's last part. */
static bool same_file(const char *path, const char *asked) {
    usize length = strlen(path), part = strlen(asked);
    if (part > length || strcmp(path + length - part, asked) != 0) return false;
    return part == length || path[length - part - 1] == '/';
}

int breakpoint_at(Session *session, const Landmark *landmark) {
    if (session->breakpoint_count == 0 || !(landmark->line_start || landmark->new_frame)) return 0;
    InspectFrame frame = inspect_frame(session->look, 0);
    int number = 0;
    for (int i = 0; i < session->breakpoint_count && !number; i++) {
        const Breakpoint *breakpoint = &session->breakpoints[i];
        bool function = *breakpoint->function != 0;
        bool here = function ? landmark->new_frame && landmark->at.offset <= 4 &&
                                   (strcmp(frame.qualname, breakpoint->function) == 0 ||
                                    strcmp(frame.name, breakpoint->function) == 0)
                             : landmark->line_start && landmark->at.line == breakpoint->line &&
                                   same_file(frame.file, breakpoint->file);
        if (here) number = breakpoint->number;
    }
    inspect_refresh(session->look);
    return number;
}

static Breakpoint *breakpoint_add(Session *session) {
    if (session->breakpoint_count == session->breakpoint_capacity) {
        int capacity = session->breakpoint_capacity ? 2 * session->breakpoint_capacity : 16;
        Breakpoint *more = realloc(session->breakpoints, (usize)capacity * sizeof *more);
        if (!more) return NULL;
        session->breakpoints = more;
        session->breakpoint_capacity = capacity;
    }
    Breakpoint *made = &session->breakpoints[session->breakpoint_count++];
    *made = (Breakpoint){.number = ++session->next_breakpoint};
    return made;
}

static void breakpoint_remove(Session *session, int index) {
    Breakpoint *gone = &session->breakpoints[index];
    free((char *)gone->file);
    free((char *)gone->function);
    memmove(gone, gone + 1, (usize)(session->breakpoint_count - index - 1) * sizeof *gone);
    session->breakpoint_count--;
}

void breakpoints_free(Session *session) {
    while (session->breakpoint_count) breakpoint_remove(session, session->breakpoint_count - 1);
    free(session->breakpoints);
}

static void tell_breakpoint(const Breakpoint *breakpoint, Text *out) {
    if (*breakpoint->function)
        text_append_format(out, "breakpoint %d at function %s\n", breakpoint->number, breakpoint->function);
    else
        text_append_format(out, "breakpoint %d at %s:%d\n", breakpoint->number, breakpoint->file,
                           breakpoint->line);
}

/* A line's number, or 0. */
static int parse_line(const char *text) {
    int line = 0;
    const char *c = text;
    for (; *c >= '0' && *c <= '9' && line < 100000000; c++) line = line * 10 + (*c - '0');
    return c != text && *c == 0 ? line : 0;
}

static bool add_command(Session *session, const char *argument, Text *out) {
    InspectFrame frame = inspect_frame(session->look, 0);
    const char *colon = strrchr(argument, ':');
    int line = *argument ? parse_line(colon ? colon + 1 : argument) : frame.line;
    if (line <= 0 && (colon || !*argument)) {
        text_append_cstring(out, "break: say a line (12), a file and a line (util.py:12), or a function (f)\n");
        return false;
    }
    char *file = line <= 0 ? strdup("")
                 : colon   ? strndup(argument, (usize)(colon - argument))
                           : strdup(frame.file);
    if (line > 0 && !colon && line > session_source_line_count(session, frame.file)) {
        text_append_format(out, "break: %s has only %d lines\n", frame.file,
                           session_source_line_count(session, frame.file));
        free(file);
        return false;
    }
    for (int i = 0; line > 0 && i < session->breakpoint_count; i++)
        if (session->breakpoints[i].line == line && same_file(session->breakpoints[i].file, file)) {
            text_append_format(out, "breakpoint %d removed\n", session->breakpoints[i].number);
            breakpoint_remove(session, i);
            free(file);
            return true;
        }
    Breakpoint *made = breakpoint_add(session);
    if (!made || !file) {
        free(file);
        return false;
    }
    made->file = file;
    made->line = line > 0 ? line : 0;
    made->function = strdup(line > 0 ? "" : argument);
    tell_breakpoint(made, out);
    return true;
}

static bool delete_command(Session *session, const char *argument, Text *out) {
    int number = parse_line(argument);
    if (!*argument) {
        text_append_format(out, "%d breakpoints removed\n", session->breakpoint_count);
        while (session->breakpoint_count) breakpoint_remove(session, session->breakpoint_count - 1);
        return true;
    }
    for (int i = 0; i < session->breakpoint_count; i++)
        if (session->breakpoints[i].number == number) {
            breakpoint_remove(session, i);
            text_append_format(out, "breakpoint %d removed\n", number);
            return true;
        }
    text_append_format(out, "delete: there is no breakpoint '%s'; `info breakpoints` lists them\n", argument);
    return false;
}

bool breakpoint_command(Session *session, CommandId id, const char *argument, Text *out) {
    return id == COMMAND_BREAK ? add_command(session, argument, out) : delete_command(session, argument, out);
}

bool session_has_breakpoint(const Session *session, const char *file, int line) {
    for (int i = 0; i < session->breakpoint_count; i++)
        if (session->breakpoints[i].line == line && same_file(file, session->breakpoints[i].file)) return true;
    return false;
}

int session_breakpoints(const Session *session, const Breakpoint **breakpoints) {
    *breakpoints = session->breakpoints;
    return session->breakpoint_count;
}
