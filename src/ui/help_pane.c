/* help_pane.c: keys and commands, made from the command table, in groups. */
#include "ui/internal.h"

#define KEYS_WIDTH 13
#define NAME_WIDTH 18

/* A group reaches from its first command to the next group's. */
static const struct {
    CommandId first;
    const char *title, *korean;
} groups[] = {
    {COMMAND_STEP, "Moving: small letters forwards, capitals back; digits before a key count",
     "움직이기: 작은 글자는 앞으로, 큰 글자는 뒤로; 앞에 친 숫자는 횟수"},
    {COMMAND_BREAK, "Stopping: breakpoints and watchpoints", "멈추기: 중단점과 감시점"},
    {COMMAND_MARK, "Places in the run", "실행 속의 자리"},
    {COMMAND_LAST, "How did it come to this? These go there", "어쩌다 이렇게 되었을까요? 그리로 갑니다"},
    {COMMAND_PRINT, "Looking", "보기"},
    {COMMAND_INPUT, "The program, and opscope", "프로그램과 opscope"},
    {COMMAND_PLAY, "The screen", "화면"}};

/* It stands in the row of the command before it, by its key. */
static bool joins_row(CommandId id) { return command_is_mirror(id) && *command_info[id].keys; }

/* What belongs behind the command is told where there is room for it. */
static void build_command(const Ui *ui, Rows *rows, CommandId id, int width) {
    const CommandInfo *info = &command_info[id];
    bool mirrored = joins_row(id + 1);
    Text keys = text_new(TEXT_ON_HOST), name = text_new(TEXT_ON_HOST);
    text_append_cstring(&keys, info->keys);
    if (mirrored) text_append_format(&keys, "%s%s", keys.length ? " " : "", info[1].keys);
    text_append_format(&name, ":%s", info->name);
    row_begin(rows);
    row_format(rows, STYLE_KEY, "%-*s ", KEYS_WIDTH, text_cstring(&keys));
    row_format(rows, STYLE_NAME, "%-*s ", NAME_WIDTH, text_cstring(&name));
    const char *help = ui_text(ui, info->help, info->korean_help);
    row_format(rows, STYLE_TEXT, "%s", help);
    int used = KEYS_WIDTH + NAME_WIDTH + 2 + canvas_text_width(help, (isize)strlen(help)) + 4 +
               (int)strlen(info->arguments);
    bool short_enough = *info->arguments && *info->arguments != '[' && used <= width;
    if (short_enough) row_format(rows, STYLE_DIM, "  (%s)", info->arguments);
    text_free(&keys);
    text_free(&name);
}

/* What is no command: other keys, and what the panes' signs mean. */
static void build_signs(const Ui *ui, Rows *rows) {
    static const struct {
        const char *sign, *meaning, *korean, *korean_sign; /* NULL: the same */
    } signs[] = {
        {"Escape", "lets go of the selected row; closes this list and answers",
         "고른 줄을 놓고, 이 목록과 답을 닫습니다"},
        {"C-c", "stops a long move", "오래 걸리는 이동을 멈춥니다"},
        {"C-z", "back to the shell; `fg` there comes back here", "셸로; 거기서 `fg`를 치면 돌아옵니다"},
        {"a click", "selects a row or a place of the time line; the wheel scrolls",
         "줄이나 시간 줄의 자리를 고릅니다; 휠로 넘깁니다", "클릭"},
        {">  *", "value stack: the next instruction takes it; it is new",
         "값 스택: 다음 명령이 가져갈 것; 새로 놓인 것"},
        {"x2  #31", "two references to it; its number, if the program made it",
         "참조가 둘; 프로그램이 만든 객체의 번호"},
        {"->  >>  =>", "bytecode: comes next; something jumps here; both",
         "바이트코드: 다음 명령; 점프해 오는 곳; 둘 다"},
        {"o  !  g  ^", "time line: output, exception, collection, here; height: calls",
         "시간 줄: 출력, 예외, 수집, 여기; 높이는 호출 깊이"}};
    row_begin(rows);
    row_say(ui, rows, STYLE_TITLE, "Other keys, and what the signs mean", "다른 키와 기호의 뜻");
    for (int i = 0; i < COUNT_OF(signs); i++) {
        row_begin(rows);
        const char *sign =
            signs[i].korean_sign ? ui_text(ui, signs[i].sign, signs[i].korean_sign) : signs[i].sign;
        int blanks = KEYS_WIDTH + 1 - canvas_text_width(sign, (isize)strlen(sign));
        row_format(rows, STYLE_KEY, "%s%*s", sign, blanks, "");
        row_format(rows, STYLE_TEXT, "%s", ui_text(ui, signs[i].meaning, signs[i].korean));
    }
}

void help_pane_build(Ui *ui, Rows *rows) {
    int group = 0, width = ui->views[PANE_HELP].area.width - 2;
    for (int id = 0; id < COMMAND_COUNT; id++) {
        if (group < COUNT_OF(groups) && groups[group].first == (CommandId)id) {
            if (group) row_begin(rows);
            row_begin(rows);
            row_format(rows, STYLE_TITLE, "%s", ui_text(ui, groups[group].title, groups[group].korean));
            group++;
        }
        if (!joins_row((CommandId)id)) build_command(ui, rows, (CommandId)id, width);
    }
    row_begin(rows);
    build_signs(ui, rows);
}
