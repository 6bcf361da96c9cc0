/* complete.c: what may stand at the end of a line that is being typed: commands, the words that a command's arguments
 * name, variables, functions, opcodes. */
#include "code/opcodes.h"
#include "session/internal.h"

typedef struct Completion {
    Session *session;
    const char *line;
    isize start; /* of the word at its end */
    Text *out;
} Completion;

/* The line with this word at its end, where it goes on from what was typed. */
static void offer(const Completion *completion, const char *word, isize length) {
    const char *typed = completion->line + completion->start;
    usize given = strlen(typed);
    if (given > (usize)length || strncmp(word, typed, given) != 0) return;
    text_append(completion->out, completion->line, completion->start);
    text_append(completion->out, word, length);
    text_append_char(completion->out, 0);
}

static void offer_word(const Completion *completion, const char *word) {
    offer(completion, word, (isize)strlen(word));
}

static void offer_commands(const Completion *completion) {
    for (int id = 0; id < COMMAND_COUNT; id++) offer_word(completion, command_info[id].name);
}

/* Of "TEXT|op NAME|value TEXT": op and value. */
static void offer_alternatives(const Completion *completion, const char *arguments) {
    if (!strchr(arguments, '|')) return;
    while (*arguments) {
        arguments += *arguments == '[';
        isize length = (isize)strspn(arguments, "abcdefghijklmnopqrstuvwxyz-");
        if (length && strchr(" |]", arguments[length])) offer(completion, arguments, length);
        arguments += strcspn(arguments, "|");
        arguments += *arguments == '|';
    }
}

static void offer_opcodes(const Completion *completion) {
    for (int opcode = 0; opcode < OP_COUNT; opcode++)
        if (opcode_info[opcode].name && opcode_info[opcode].base == opcode)
            offer_word(completion, opcode_info[opcode].name);
}

static void offer_variables(const Completion *completion) {
    InspectVariable variables[256];
    Inspector *look = completion->session->look;
    int total, count = inspect_variables(look, 0, variables, COUNT_OF(variables), &total);
    for (int i = 0; i < count; i++) offer_word(completion, variables[i].name);
    bool module = inspect_frame(look, 0).depth == 0; /* there they are the same */
    count = module ? 0 : inspect_globals(look, 0, variables, COUNT_OF(variables), &total);
    for (int i = 0; i < count; i++) offer_word(completion, variables[i].name);
}

static void offer_functions(const Completion *completion) {
    Session *session = completion->session;
    if (!session->main_file) return;
    outline_has(session, session->main_file, ""); /* reads the file, where nobody has yet */
    const Source *source = source_find(session, session->main_file);
    const char *before = "";
    for (isize i = 0; source && i < source->names.length;) {
        const char *name = source->names.data + i;
        i += (isize)strlen(name) + 1;
        if (!strchr(name, '<') && strcmp(name, before) != 0) offer_word(completion, name);
        before = name;
    }
}

static bool takes_variable(CommandId id) {
    return id == COMMAND_PRINT || id == COMMAND_REFERRERS || id == COMMAND_WATCH || id == COMMAND_RWATCH ||
           id == COMMAND_LAST || id == COMMAND_BORN || id == COMMAND_DIED || id == COMMAND_HOLDERS ||
           id == COMMAND_SET;
}

void session_complete(Session *session, const char *line, Text *out) {
    isize start = (isize)strlen(line);
    while (start > 0 && line[start - 1] != ' ') start--;
    Completion completion = {session, line, start, out};
    const char *name = line + strspn(line, " ");
    isize begin = name - line, behind = begin + (isize)strcspn(name, " ");
    if (start <= begin) {
        offer_commands(&completion);
        return;
    }
    int ambiguous;
    CommandId id = command_by_name(name, (int)(behind - begin), &ambiguous);
    if (id == COMMAND_COUNT) return;
    bool first = (isize)strspn(line + behind, " ") + behind == start;
    if (!first) {
        if (start - behind >= 4 && strncmp(line + start - 4, " op ", 4) == 0) offer_opcodes(&completion);
        return;
    }
    offer_alternatives(&completion, command_info[id].arguments);
    if (id == COMMAND_HELP) offer_commands(&completion);
    if (takes_variable(id)) offer_variables(&completion);
    if (id == COMMAND_BREAK || id == COMMAND_TBREAK) offer_functions(&completion);
}
