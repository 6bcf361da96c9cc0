/* screens.c: a program that uses curses, or the line editor, on a pseudo-terminal of 24 lines and 80 columns: keys are
 * typed, and after each the screen is shown, with the attributes of its cells; at the end how the program ended and
 * whether it gave the terminal back.
 *
 * Usage: screens KEYS EXPECTED COMMAND...
 *
 * KEYS is a file: each line is typed at once, \e and \n mean what they mean in C; "size 20 60" makes the terminal another
 * one. EXPECTED "-": the screens are written, each when nothing has come for a while. Else it is a file of such screens:
 * as soon as the screen is the one that is expected there the next keys are typed, so that slow machines have time; the
 * first screen that never comes is a failure. */
#include "../screens/pseudo_terminal.h"

enum { ROWS = 24, COLUMNS = 80, ROOM = 1 << 16, QUIET_MS = 400, LOOK_MS = 15, PATIENCE_LOOKS = 1000 };

/* One letter for what a cell looks like, '.': like any other. */
static char cell_look(const VTermScreenCell *cell) {
    if (cell->attrs.reverse) return 'R';
    if (VTERM_COLOR_IS_INDEXED(&cell->bg) && !VTERM_COLOR_IS_DEFAULT_BG(&cell->bg))
        return (char)('a' + cell->bg.indexed.idx % 26);
    if (VTERM_COLOR_IS_INDEXED(&cell->fg) && !VTERM_COLOR_IS_DEFAULT_FG(&cell->fg))
        return (char)('0' + cell->fg.indexed.idx % 10);
    return cell->attrs.bold ? 'B' : cell->attrs.underline ? 'U' : '.';
}

/* The looks of a row's cells, without those at its end that are like any other; "" where all are. */
static void row_looks(Terminal *terminal, int row, char *looks) {
    int used = 0;
    for (int column = 0; column < terminal->columns; column++) {
        VTermScreenCell cell;
        vterm_screen_get_cell(terminal->screen, (VTermPos){.row = row, .col = column}, &cell);
        looks[column] = cell_look(&cell);
        if (looks[column] != '.') used = column + 1;
    }
    looks[used] = 0;
}

/* The screen, without blanks at the ends of lines, a line of looks under each that has any, and where the cursor is. */
static void describe(Terminal *terminal, const char *after, char *out) {
    VTermPos cursor;
    vterm_state_get_cursorpos(vterm_obtain_state(terminal->vterm), &cursor);
    out += sprintf(out, "--- %s (cursor %d, %d)\n", after, cursor.row, cursor.col);
    for (int row = 0; row < terminal->rows; row++) {
        char text[4 * COLUMNS + 1], looks[4 * COLUMNS + 1];
        VTermRect rectangle = {
            .start_row = row, .end_row = row + 1, .start_col = 0, .end_col = terminal->columns};
        size_t length = vterm_screen_get_text(terminal->screen, text, sizeof text - 1, rectangle);
        while (length && text[length - 1] == ' ') length--;
        text[length] = 0;
        row_looks(terminal, row, looks);
        out += sprintf(out, "%s\n", text);
        if (*looks) out += sprintf(out, "~%s\n", looks);
    }
}

/* The part of the expected screens that begins at *at; steps over it. */
static void next_expected(const char **at, char *out) {
    const char *end = strstr(*at + 1, "\n--- ");
    size_t length = end ? (size_t)(end + 1 - *at) : strlen(*at);
    memcpy(out, *at, length);
    out[length] = 0;
    *at += length;
}

/* False: another screen was expected (NULL: none is; it is written). */
static bool screen_comes(Terminal *terminal, const char *after, const char **expected) {
    static char shown[ROOM], wanted[ROOM];
    if (!expected) {
        settle_for(terminal, QUIET_MS);
        describe(terminal, after, shown);
        fputs(shown, stdout);
        return true;
    }
    next_expected(expected, wanted);
    for (int looks = 0; looks < PATIENCE_LOOKS; looks++) {
        settle_for(terminal, LOOK_MS);
        describe(terminal, after, shown);
        if (strcmp(shown, wanted) == 0) return true;
    }
    printf("expected:\n%sbut there is:\n%s", wanted, shown);
    return false;
}

static void type_line(Terminal *terminal, const char *line) {
    int rows, columns;
    if (sscanf(line, "size %d %d", &rows, &columns) == 2) {
        resize(terminal, rows, columns);
        kill(terminal->child, SIGWINCH);
        return;
    }
    char keys[256], *out = keys;
    for (; *line; line++) {
        bool escaped = *line == '\\' && line[1];
        if (escaped) line++;
        *out++ = !escaped ? *line : *line == 'e' ? '\033' : *line == 'n' ? '\n' : (char)(*line & 31);
    }
    *out = 0;
    type(terminal, keys);
}

static bool play(Terminal *terminal, FILE *keys, const char **expected) {
    char line[256];
    bool right = screen_comes(terminal, "start", expected);
    while (right && fgets(line, sizeof line, keys)) {
        line[strcspn(line, "\n")] = 0;
        type_line(terminal, line);
        right = screen_comes(terminal, line, expected);
    }
    return right;
}

static char *read_file(const char *path) {
    static char text[1 << 20];
    FILE *file = fopen(path, "r");
    size_t length = file ? fread(text, 1, sizeof text - 1, file) : 0;
    text[length] = 0;
    if (file) fclose(file);
    return text;
}

int main(int argc, char **argv) {
    if (argc < 4) return 2;
    FILE *keys = fopen(argv[1], "r");
    if (!keys) return 2;
    bool writes = strcmp(argv[2], "-") == 0;
    const char *expected = writes ? NULL : read_file(argv[2]);
    Terminal terminal;
    start(&terminal, ROWS, COLUMNS, argv + 3);
    bool right = play(&terminal, keys, writes ? NULL : &expected), cooked = is_cooked(&terminal);
    int status = right ? ended(&terminal) : -1;
    char end[100];
    sprintf(end, "--- ended with %d, the terminal %s\n", status, cooked ? "as it was" : "changed");
    if (writes) {
        fputs(end, stdout);
    } else if (right && strcmp(expected, end) != 0) {
        printf("expected: %sbut it %s", expected, end + strlen("--- "));
        right = false;
    }
    if (!right) kill(terminal.child, SIGKILL);
    finish(&terminal);
    return !right;
}
