/* commands.h: every verb of the program, once.
 *
 *     COMMAND(id, name, aliases, key, scope, arguments, help, korean_help)
 *
 * name, aliases   what is typed at the `:` prompt and in a script (aliases separated by blanks)
 * key             the key on the screen, as tmux writes keys: "i", "Right", "C-l", "Space", "" for none; several are
 *                 separated by blanks
 * scope           SESSION: moves or asks the machine: works on the screen, in `opscope debug` and in scripts
 *                 SCREEN: about what is shown: the UI carries it out
 * arguments       for help and completion: "" none, "[N]" a count, "EXPR", "LINE", "TOPIC" ...
 * help            what it does, in each language in which the session speaks
 *
 * Keys, prompt, completion, help screen, the line-mode debugger and batch scripts are all made from this table.
 * Lowercase goes forwards, uppercase the same unit backwards. */
#ifndef SESSION_COMMANDS_H
#define SESSION_COMMANDS_H

#include <stdbool.h>

#define COMMANDS(COMMAND)                                                                                      \
    COMMAND(STEP, "step", "stepi si", "i Right", SESSION, "[N]", "one instruction forwards",                   \
            "명령 하나 앞으로")                                                                                \
    COMMAND(BACK, "back", "reverse-stepi rsi", "I Left", SESSION, "[N]", "one instruction backwards",          \
            "명령 하나 뒤로")                                                                                  \
    COMMAND(OVER, "over", "nexti ni", "o", SESSION, "[N]", "one instruction, calls in one go",                 \
            "명령 하나, 호출은 한 번에")                                                                       \
    COMMAND(OVER_BACK, "over-back", "reverse-nexti rni", "O", SESSION, "[N]", "the same backwards",            \
            "같은 것을 뒤로")                                                                                  \
    COMMAND(LINE, "line", "s", "s", SESSION, "[N]", "to the next line, into calls",                            \
            "다음 줄로, 호출 안으로도")                                                                        \
    COMMAND(LINE_BACK, "line-back", "reverse-step rs", "S", SESSION, "[N]", "the same backwards",              \
            "같은 것을 뒤로")                                                                                  \
    COMMAND(NEXT, "next", "n", "n", SESSION, "[N]", "to the next line, over calls",                            \
            "다음 줄로, 호출은 한 번에")                                                                       \
    COMMAND(NEXT_BACK, "next-back", "reverse-next rn", "N", SESSION, "[N]", "the same backwards",              \
            "같은 것을 뒤로")                                                                                  \
    COMMAND(FINISH, "finish", "out f", "f", SESSION, "[N]", "out of the frame, to its caller",                 \
            "이 프레임을 끝내고 호출한 쪽으로")                                                                \
    COMMAND(FINISH_BACK, "call", "reverse-finish", "F", SESSION, "[N]", "back to the call of this frame",      \
            "이 프레임을 호출한 곳으로 뒤로")                                                                  \
    COMMAND(YIELD, "yield", "", "y", SESSION, "[N]", "to where a generator yields or wakes",                   \
            "제너레이터가 내주거나 깨어나는 곳으로")                                                           \
    COMMAND(YIELD_BACK, "yield-back", "", "Y", SESSION, "[N]", "the same backwards", "같은 것을 뒤로")         \
    COMMAND(EXCEPTION, "exception", "", "e", SESSION, "[N]", "to the next instruction that raises",            \
            "예외를 일으키는 다음 명령으로")                                                                   \
    COMMAND(EXCEPTION_BACK, "exception-back", "", "E", SESSION, "[N]", "the same backwards", "같은 것을 뒤로") \
    COMMAND(COLLECTION, "collection", "", "g", SESSION, "[N]", "to the next run of the cyclic collector",      \
            "순환 수집기가 도는 다음 곳으로")                                                                  \
    COMMAND(COLLECTION_BACK, "collection-back", "", "G", SESSION, "[N]", "the same backwards",                 \
            "같은 것을 뒤로")                                                                                  \
    COMMAND(WRITE, "write", "", "w", SESSION, "[N]", "to the next instruction that prints",                    \
            "출력하는 다음 명령으로")                                                                          \
    COMMAND(WRITE_BACK, "write-back", "", "W", SESSION, "[N]", "the same backwards", "같은 것을 뒤로")         \
    COMMAND(SWITCH, "switch", "", "t", SESSION, "[N]", "to where another thread gets the GIL",                 \
            "다른 스레드가 GIL을 얻는 곳으로")                                                                 \
    COMMAND(SWITCH_BACK, "switch-back", "", "T", SESSION, "[N]", "the same backwards", "같은 것을 뒤로")       \
    COMMAND(TASK, "task", "", "a", SESSION, "[N]", "to where an asyncio task runs or stops",                   \
            "asyncio 태스크가 돌거나 멈추는 곳으로")                                                           \
    COMMAND(TASK_BACK, "task-back", "", "A", SESSION, "[N]", "the same backwards", "같은 것을 뒤로")           \
    COMMAND(CONTINUE, "continue", "c", "c", SESSION, "[N]", "to the next breakpoint or the end",               \
            "다음 중단점이나 끝으로")                                                                          \
    COMMAND(CONTINUE_BACK, "reverse-continue", "rc", "C", SESSION, "[N]",                                      \
            "to the last breakpoint or the start", "이전 중단점이나 처음으로")                                 \
    COMMAND(START, "start", "", "0 Home", SESSION, "", "to the first instruction", "첫 명령으로")              \
    COMMAND(END, "end", "", "$ End", SESSION, "", "to the end of the run", "실행의 끝으로")                    \
    COMMAND(GOTO, "goto", "g", "", SESSION, "N|N%|+N|-N", "to any instruction of the run",                     \
            "실행의 아무 명령으로나")                                                                          \
    COMMAND(LIBRARY, "library", "", "L", SESSION, "[on|off]", "whether steps go into the code of the library", \
            "라이브러리 코드에도 들어갈지")                                                                    \
    COMMAND(BREAK, "break", "b", "b", SESSION,                                                                 \
            "[FILE:]LINE|FUNCTION|CODE+OFFSET|op NAME|raise [TYPE] "                                           \
            "[caught|uncaught]|yield|await|generator-end|output "                                              \
            "TEXT|freed #N|refs #N "                                                                           \
            "COUNT|collection|depth COUNT|PLACE if EXPR",                                                      \
            "breakpoint; the key sets it on this line", "중단점; 키는 이 줄에 놓습니다")                       \
    COMMAND(TBREAK, "tbreak", "", "", SESSION, "PLACE [if EXPR]", "a breakpoint that goes when it was met",    \
            "한 번 멈추면 없어지는 중단점")                                                                    \
    COMMAND(WATCH, "watch", "", "", SESSION, "NAME", "stop when x, x.attribute or x[0] changes",               \
            "x, x.속성, x[0]이 바뀌면 멈춤")                                                                   \
    COMMAND(RWATCH, "rwatch", "", "", SESSION, "NAME", "stop when a variable or attribute is read",            \
            "변수나 속성을 읽으면 멈춤")                                                                       \
    COMMAND(ENABLE, "enable", "", "", SESSION, "NUMBER", "a breakpoint counts again", "중단점을 다시 켜기")    \
    COMMAND(DISABLE, "disable", "", "", SESSION, "NUMBER", "a breakpoint is passed over", "중단점을 끄기")     \
    COMMAND(IGNORE, "ignore", "", "", SESSION, "NUMBER TIMES", "pass over a breakpoint so many times",         \
            "중단점을 몇 번 지나치기")                                                                         \
    COMMAND(CONDITION, "condition", "", "", SESSION, "NUMBER [EXPR]", "stop only when this is true",           \
            "이것이 참일 때만 멈춤")                                                                           \
    COMMAND(COMMANDS, "commands", "", "", SESSION, "NUMBER A; B ...", "what to do when it stops",              \
            "멈출 때 할 일")                                                                                   \
    COMMAND(SAVE_BREAKPOINTS, "save-breakpoints", "", "", SESSION, "",                                         \
            "keep them in a file beside the program", "프로그램 옆의 파일에 저장")                             \
    COMMAND(DELETE, "delete", "d", "", SESSION, "[NUMBER]", "remove a breakpoint, or all",                     \
            "중단점 하나나 전부를 지우기")                                                                     \
    COMMAND(MARK, "mark", "", "m", SESSION, "[LETTER [NOTE]]", "remember this place; also typed as ma",        \
            "이 자리를 표시; ma로도 누릅니다")                                                                 \
    COMMAND(GO_MARK, "go-mark", "", "'", SESSION, "[LETTER]", "to a mark or the last one; also typed as 'a",   \
            "표시한 자리로; 'a로도 누릅니다")                                                                  \
    COMMAND(OLDER, "older", "", "-", SESSION, "", "back in the list of places visited",                        \
            "들렀던 자리들을 거슬러")                                                                          \
    COMMAND(NEWER, "newer", "", "+", SESSION, "", "forth in the list of places visited",                       \
            "들렀던 자리들을 앞으로")                                                                          \
    COMMAND(TIMELINE, "timeline", "", "", SESSION, "", "calls, exceptions, output over the whole run",         \
            "실행 전체의 호출, 예외, 출력")                                                                    \
    COMMAND(SAVE, "save", "", "", SESSION, "FILE", "a recording, which `opscope FILE` opens again",            \
            "`opscope FILE`로 다시 여는 기록")                                                                 \
    COMMAND(LAST, "last", "", "", SESSION, "NAME", "to what gave x, x.attribute or x[0] its value",            \
            "x, x.속성, x[0]에 값을 준 명령으로")                                                              \
    COMMAND(WHY, "why", "", "", SESSION, "[SLOT]", "to what pushed the stack's top, or a slot",                \
            "스택의 값을 올린 명령으로")                                                                       \
    COMMAND(BORN, "born", "", "", SESSION, "#N|NAME", "to the instruction that made an object",                \
            "객체를 만든 명령으로")                                                                            \
    COMMAND(DIED, "died", "", "", SESSION, "#N|NAME", "to the instruction in which an object died",            \
            "객체가 죽은 명령으로")                                                                            \
    COMMAND(CRASH, "crash", "post-mortem pm", "x", SESSION, "", "to the raise that ended it with a traceback", \
            "프로그램을 끝낸 예외가 난 곳으로")                                                                \
    COMMAND(FIND, "find", "", "", SESSION, "TEXT|op NAME|value TEXT",                                          \
            "forwards to an output, an opcode, a value", "출력, 명령, 값을 앞으로 찾기")                       \
    COMMAND(FIND_BACK, "find-back", "", "", SESSION, "TEXT|op NAME|value TEXT", "the same backwards",          \
            "같은 것을 뒤로")                                                                                  \
    COMMAND(LOG, "log", "", "", SESSION, "[NUMBER]", "the instructions that ran before this one",              \
            "이 명령에 앞서 실행된 명령들")                                                                    \
    COMMAND(HOT, "hot", "", "", SESSION, "[NUMBER]", "the lines that ran the most instructions",               \
            "명령을 가장 많이 실행한 줄들")                                                                    \
    COMMAND(HOLDERS, "holders", "", "", SESSION, "#N|NAME", "who refers to an object, and since when",         \
            "누가 언제부터 객체를 가리키는지")                                                                 \
    COMMAND(SET, "set", "", "", SESSION, "TARGET = EXPR", "x, x.y, x[0], stack[0]: another run begins",        \
            "x, x.y, x[0], stack[0] 바꾸기: 새 갈래")                                                          \
    COMMAND(JUMP, "jump", "", "", SESSION, "LINE", "go on at another line: another run begins",                \
            "다른 줄에서 계속하기: 새 갈래")                                                                   \
    COMMAND(BRANCHES, "branches", "", "", SESSION, "", "the runs there are, and where they part",              \
            "실행의 갈래들과 갈라진 곳")                                                                       \
    COMMAND(BRANCH, "branch", "", "", SESSION, "[NUMBER]", "to another run; 0 is the one as it was",           \
            "다른 갈래로; 0은 본래의 실행")                                                                    \
    COMMAND(DIFF, "diff", "", "", SESSION, "[NUMBER]", "where this run and another one part",                  \
            "이 갈래와 다른 갈래가 달라진 곳")                                                                 \
    COMMAND(PRINT, "print", "p", "", SESSION, "EXPR", "the value of an expression; TOS: stack's top",          \
            "식의 값; TOS는 스택 맨 위")                                                                       \
    COMMAND(INFO, "info", "", "", SESSION,                                                                     \
            "breakpoints|marks|places|frames|locals|globals|stack|objects|generators|tasks|threads|output|"    \
            "code|history|moment|changes",                                                                     \
            "tell all about a part of the machine", "기계의 한 부분에 대해 모두")                              \
    COMMAND(WHERE, "where", "bt backtrace", "", SESSION, "", "the frames, innermost last",                     \
            "프레임들, 맨 안쪽이 마지막")                                                                      \
    COMMAND(LIST, "list", "l", "", SESSION, "[LINE]", "the source around the current line",                    \
            "이 줄 앞뒤의 소스")                                                                               \
    COMMAND(DIS, "dis", "", "", SESSION, "", "the instructions around the current one",                        \
            "이 명령 앞뒤의 명령들")                                                                           \
    COMMAND(REFERRERS, "referrers", "", "", SESSION, "NAME|#N", "who refers to an object",                     \
            "누가 객체를 가리키는지")                                                                          \
    COMMAND(INPUT, "input", "", "", SESSION, "TEXT", "answer the program's input()",                           \
            "프로그램의 input()에 답하기")                                                                     \
    COMMAND(INTERRUPT, "interrupt", "", "", SESSION, "", "KeyboardInterrupt: another run begins",              \
            "KeyboardInterrupt: 새 갈래")                                                                      \
    COMMAND(LANGUAGE, "language", "", "l", SESSION, "[en|ko]", "what opscope says in English, or in Korean",   \
            "opscope의 말을 한국어나 영어로")                                                                  \
    COMMAND(HELP, "help", "h", "? F1", SESSION, "[COMMAND]", "this list, or one command",                      \
            "이 목록, 또는 명령 하나의 설명")                                                                  \
    COMMAND(QUIT, "quit", "q exit", "q", SESSION, "", "leave opscope", "opscope에서 나가기")                   \
    COMMAND(PLAY, "play", "", "Space", SCREEN, "", "play and pause", "재생과 멈춤")                            \
    COMMAND(SPEED, "speed", "", "< >", SCREEN, "[N]", "instructions a second while playing",                   \
            "재생할 때 1초에 명령 몇 개인지")                                                                  \
    COMMAND(PANE_NEXT, "pane", "", "Tab", SCREEN,                                                              \
            "[source|bytecode|stack|frames|objects|generators|threads|output]",                                \
            "to the next pane, or to one by name", "다음 창으로, 또는 이름으로")                               \
    COMMAND(PANE_BACK, "pane-back", "", "BTab", SCREEN, "", "to the pane before", "이전 창으로")               \
    COMMAND(DOWN, "down", "", "j Down", SCREEN, "[N]", "scroll or select downwards in the pane",               \
            "창에서 아래로")                                                                                   \
    COMMAND(UP, "up", "", "k Up", SCREEN, "[N]", "scroll or select upwards in the pane", "창에서 위로")        \
    COMMAND(PAGE_DOWN, "page-down", "", "PageDown C-d", SCREEN, "", "a page downwards", "한 쪽 아래로")        \
    COMMAND(PAGE_UP, "page-up", "", "PageUp C-u", SCREEN, "", "a page upwards", "한 쪽 위로")                  \
    COMMAND(ZOOM, "zoom", "", "z", SCREEN, "", "this pane alone, or all of them",                              \
            "이 창만 크게, 다시 누르면 모두")                                                                  \
    COMMAND(CALLER, "caller", "", "(", SCREEN, "[N]", "look at the frame that has called this one",            \
            "이 프레임을 호출한 프레임 보기")                                                                  \
    COMMAND(CALLEE, "callee", "", ")", SCREEN, "[N]", "back towards the frame that runs",                      \
            "실행 중인 프레임 쪽으로 돌아오기")                                                                \
    COMMAND(EARLIER, "earlier", "", "{", SCREEN, "[N]", "a column back on the time line",                      \
            "시간 줄에서 한 칸 뒤로")                                                                          \
    COMMAND(LATER, "later", "", "}", SCREEN, "[N]", "a column forth on the time line",                         \
            "시간 줄에서 한 칸 앞으로")                                                                        \
    COMMAND(STAGES, "stages", "", "v", SCREEN, "[tokens|tree|symbols|graph|optimised|code]",                   \
            "from source to bytecode: tokens, tree ...", "소스에서 바이트코드까지: 토큰, 트리 ...")            \
    COMMAND(SEARCH, "search", "", "/", SCREEN, "TEXT", "search in the pane", "창에서 찾기")                    \
    COMMAND(SEARCH_NEXT, "search-next", "", "]", SCREEN, "", "the next match", "다음 찾은 곳")                 \
    COMMAND(SEARCH_BACK, "search-back", "", "[", SCREEN, "", "the last match", "이전에 찾은 곳")               \
    COMMAND(PROMPT, "prompt", "", ":", SCREEN, "", "type a command", "명령을 입력")                            \
    COMMAND(REDRAW, "redraw", "", "C-l", SCREEN, "", "draw the screen anew", "화면을 다시 그리기")

typedef enum CommandScope { COMMAND_SESSION, COMMAND_SCREEN } CommandScope;
typedef enum CommandId {
#define COMMAND(id, name, aliases, key, scope, arguments, help, korean_help) COMMAND_##id,
    COMMANDS(COMMAND)
#undef COMMAND
        COMMAND_COUNT
} CommandId;
typedef struct CommandInfo {
    const char *name, *aliases, *keys;
    CommandScope scope;
    const char *arguments, *help, *korean_help;
} CommandInfo;
extern const CommandInfo command_info[COMMAND_COUNT];

/* By name, alias or unambiguous beginning; COMMAND_COUNT: none (*ambiguous says whether there were several). */
CommandId command_by_name(const char *name, int length, int *ambiguous);
/* By key as tmux writes it ("i", "C-l", "Right"); COMMAND_COUNT: none. */
CommandId command_by_key(const char *key);
/* It does backwards what the command before it in the table does forwards. */
bool command_is_mirror(CommandId id);

#endif
