/* help_pane.c: keys and commands, made from the command table, in groups. */
#include "ui/internal.h"

#define KEYS_WIDTH 13
#define NAME_WIDTH 18

/* A group reaches from its first command to the next group's. */
static const struct {
    CommandId first;
    const char *title;
} groups[] = {{COMMAND_STEP, "Moving: small letters forwards, capitals back; digits before a key count"},
              {COMMAND_BREAK, "Stopping: breakpoints and watchpoints"},
              {COMMAND_MARK, "Places in the run"},
              {COMMAND_LAST, "How did it come to this? These go there"},
              {COMMAND_PRINT, "Looking"},
              {COMMAND_INPUT, "The program, and opscope"},
              {COMMAND_PLAY, "The screen"}};

static bool is_mirror(CommandId id) {
    return id < COMMAND_COUNT && strcmp(command_info[id].help, "the same backwards") == 0;
}

/* What belongs behind the command is told where there is room for it. */
static void build_command(Rows *rows, CommandId id, int width) {
    const CommandInfo *info = &command_info[id];
    bool mirrored = is_mirror(id + 1);
    Text keys = text_new(TEXT_ON_HOST), name = text_new(TEXT_ON_HOST);
    text_append_cstring(&keys, info->keys);
    if (mirrored) text_append_format(&keys, "%s%s", keys.length ? " " : "", info[1].keys);
    text_append_format(&name, ":%s", info->name);
    row_begin(rows);
    row_format(rows, STYLE_KEY, "%-*s ", KEYS_WIDTH, text_cstring(&keys));
    row_format(rows, STYLE_NAME, "%-*s ", NAME_WIDTH, text_cstring(&name));
    row_format(rows, STYLE_TEXT, "%s", info->help);
    int used = KEYS_WIDTH + NAME_WIDTH + 2 + (int)strlen(info->help) + 4 + (int)strlen(info->arguments);
    bool short_enough = *info->arguments && *info->arguments != '[' && used <= width;
    if (short_enough) row_format(rows, STYLE_DIM, "  (%s)", info->arguments);
    text_free(&keys);
    text_free(&name);
}

/* What is no command: other keys, and what the panes' signs mean. */
static void build_signs(Rows *rows) {
    static const struct {
        const char *sign, *meaning;
    } signs[] = {{"Escape", "lets go of the selected row; closes this list and answers"},
                 {"C-c", "stops a long move"},
                 {"C-z", "back to the shell; `fg` there comes back here"},
                 {"a click", "selects a row or a place of the time line; the wheel scrolls"},
                 {">  *", "value stack: the next instruction takes it; it is new"},
                 {"x2  #31", "two references to it; its number, if the program made it"},
                 {"->  >>  =>", "bytecode: comes next; something jumps here; both"},
                 {"o  !  g  ^", "time line: output, exception, collection, here; height: calls"}};
    row_begin(rows);
    row_format(rows, STYLE_TITLE, "Other keys, and what the signs mean");
    for (int i = 0; i < COUNT_OF(signs); i++) {
        row_begin(rows);
        row_format(rows, STYLE_KEY, "%-*s ", KEYS_WIDTH, signs[i].sign);
        row_format(rows, STYLE_TEXT, "%s", signs[i].meaning);
    }
}

void help_pane_build(Ui *ui, Rows *rows) {
    int group = 0, width = ui->views[PANE_HELP].area.width - 2;
    for (int id = 0; id < COMMAND_COUNT; id++) {
        if (group < COUNT_OF(groups) && groups[group].first == (CommandId)id) {
            if (group) row_begin(rows);
            row_begin(rows);
            row_format(rows, STYLE_TITLE, "%s", groups[group++].title);
        }
        if (!is_mirror((CommandId)id)) build_command(rows, (CommandId)id, width);
    }
    row_begin(rows);
    build_signs(rows);
}
