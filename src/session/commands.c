/* commands.c: finding a command by what was typed or pressed. */
#include "session/commands.h"

#include <string.h>

const CommandInfo command_info[COMMAND_COUNT] = {
#define COMMAND(id, name_, aliases_, keys_, scope_, arguments_, help_, korean_)                                \
    [COMMAND_##id] = {.name = name_,                                                                           \
                      .aliases = aliases_,                                                                     \
                      .keys = keys_,                                                                           \
                      .scope = COMMAND_##scope_,                                                               \
                      .arguments = arguments_,                                                                 \
                      .help = help_,                                                                           \
                      .korean_help = korean_},
    COMMANDS(COMMAND)
#undef COMMAND
};

/* Whether `word` of `length` bytes is one of the blank-separated words of `list`. */
static int is_listed(const char *list, const char *word, int length) {
    while (*list) {
        int here = (int)strcspn(list, " ");
        if (here == length && memcmp(list, word, (size_t)length) == 0) return 1;
        list += here;
        list += strspn(list, " ");
    }
    return 0;
}

CommandId command_by_name(const char *name, int length, int *ambiguous) {
    CommandId found = COMMAND_COUNT;
    *ambiguous = 0;
    if (length == 0) return COMMAND_COUNT;
    for (int id = 0; id < COMMAND_COUNT; id++)
        if (is_listed(command_info[id].name, name, length) || is_listed(command_info[id].aliases, name, length))
            return (CommandId)id;
    for (int id = 0; id < COMMAND_COUNT; id++) {
        if (strncmp(command_info[id].name, name, (size_t)length) != 0) continue;
        if (found != COMMAND_COUNT) *ambiguous = 1;
        found = (CommandId)id;
    }
    return *ambiguous ? COMMAND_COUNT : found;
}

CommandId command_by_key(const char *key) {
    for (int id = 0; id < COMMAND_COUNT; id++)
        if (is_listed(command_info[id].keys, key, (int)strlen(key))) return (CommandId)id;
    return COMMAND_COUNT;
}

bool command_is_mirror(CommandId id) {
    return id < COMMAND_COUNT && strcmp(command_info[id].help, "the same backwards") == 0;
}
