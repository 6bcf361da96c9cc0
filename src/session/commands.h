/* commands.h: every verb of the program, once.
 *
 *     COMMAND(id, name, aliases, key, scope, arguments, help)
 *
 * name, aliases   what is typed at the `:` prompt and in a script (aliases separated by blanks)
 * key             the key on the screen, as tmux writes keys: "i", "Right", "C-l", "Space", "" for none; several are
 *                 separated by blanks
 * scope           SESSION: moves or asks the machine: works on the screen, in `opscope debug` and in scripts
 *                 SCREEN: about what is shown: the UI carries it out
 * arguments       for help and completion: "" none, "[N]" a count, "EXPR", "LINE", "TOPIC" ...
 *
 * Keys, prompt, completion, help screen, the line-mode debugger and batch scripts are all made from this table.
 * Lowercase goes forwards, uppercase the same unit backwards. */
#ifndef SESSION_COMMANDS_H
#define SESSION_COMMANDS_H

#define COMMANDS(COMMAND)                                                                                      \
    COMMAND(STEP, "step", "stepi si", "i Right", SESSION, "[N]", "one instruction forwards")                   \
    COMMAND(BACK, "back", "reverse-stepi rsi", "I Left", SESSION, "[N]", "one instruction backwards")          \
    COMMAND(OVER, "over", "nexti ni", "o", SESSION, "[N]", "one instruction, calls in one go")                 \
    COMMAND(OVER_BACK, "over-back", "reverse-nexti rni", "O", SESSION, "[N]", "the same backwards")            \
    COMMAND(LINE, "line", "s", "s", SESSION, "[N]", "to the next line, into calls")                            \
    COMMAND(LINE_BACK, "line-back", "reverse-step rs", "S", SESSION, "[N]", "the same backwards")              \
    COMMAND(NEXT, "next", "n", "n", SESSION, "[N]", "to the next line, over calls")                            \
    COMMAND(NEXT_BACK, "next-back", "reverse-next rn", "N", SESSION, "[N]", "the same backwards")              \
    COMMAND(FINISH, "finish", "out f", "f", SESSION, "[N]", "out of the frame, to its caller")                 \
    COMMAND(FINISH_BACK, "call", "reverse-finish", "F", SESSION, "[N]", "back to the call of this frame")      \
    COMMAND(YIELD, "yield", "", "y", SESSION, "[N]", "to where a generator yields or wakes")                   \
    COMMAND(YIELD_BACK, "yield-back", "", "Y", SESSION, "[N]", "the same backwards")                           \
    COMMAND(EXCEPTION, "exception", "", "e", SESSION, "[N]", "to the next instruction that raises")            \
    COMMAND(EXCEPTION_BACK, "exception-back", "", "E", SESSION, "[N]", "the same backwards")                   \
    COMMAND(COLLECTION, "collection", "", "g", SESSION, "[N]", "to the next run of the cyclic collector")      \
    COMMAND(COLLECTION_BACK, "collection-back", "", "G", SESSION, "[N]", "the same backwards")                 \
    COMMAND(WRITE, "write", "", "w", SESSION, "[N]", "to the next instruction that prints")                    \
    COMMAND(WRITE_BACK, "write-back", "", "W", SESSION, "[N]", "the same backwards")                           \
    COMMAND(SWITCH, "switch", "", "t", SESSION, "[N]", "to where another thread gets the GIL")                 \
    COMMAND(SWITCH_BACK, "switch-back", "", "T", SESSION, "[N]", "the same backwards")                         \
    COMMAND(TASK, "task", "", "a", SESSION, "[N]", "to where an asyncio task runs or stops")                   \
    COMMAND(TASK_BACK, "task-back", "", "A", SESSION, "[N]", "the same backwards")                             \
    COMMAND(CONTINUE, "continue", "c", "c", SESSION, "[N]", "to the next breakpoint or the end")               \
    COMMAND(CONTINUE_BACK, "reverse-continue", "rc", "C", SESSION, "[N]",                                      \
            "to the last breakpoint or the start")                                                             \
    COMMAND(START, "start", "", "0 Home", SESSION, "", "to the first instruction")                             \
    COMMAND(END, "end", "", "$ End", SESSION, "", "to the end of the run")                                     \
    COMMAND(GOTO, "goto", "g", "", SESSION, "N|N%|+N|-N", "to any instruction of the run")                     \
    COMMAND(LIBRARY, "library", "", "L", SESSION, "[on|off]", "whether steps go into the code of the library") \
    COMMAND(BREAK, "break", "b", "b", SESSION,                                                                 \
            "[FILE:]LINE|FUNCTION|CODE+OFFSET|op NAME|raise [TYPE] "                                           \
            "[caught|uncaught]|yield|await|generator-end|output "                                              \
            "TEXT|freed #N|refs #N "                                                                           \
            "COUNT|collection|depth COUNT|PLACE if EXPR",                                                      \
            "breakpoint; the key sets it on this line")                                                        \
    COMMAND(TBREAK, "tbreak", "", "", SESSION, "PLACE [if EXPR]", "a breakpoint that goes when it was met")    \
    COMMAND(WATCH, "watch", "", "", SESSION, "NAME", "stop when x, x.attribute or x[0] changes")               \
    COMMAND(RWATCH, "rwatch", "", "", SESSION, "NAME", "stop when a variable or attribute is read")            \
    COMMAND(ENABLE, "enable", "", "", SESSION, "NUMBER", "a breakpoint counts again")                          \
    COMMAND(DISABLE, "disable", "", "", SESSION, "NUMBER", "a breakpoint is passed over")                      \
    COMMAND(IGNORE, "ignore", "", "", SESSION, "NUMBER TIMES", "pass over a breakpoint so many times")         \
    COMMAND(CONDITION, "condition", "", "", SESSION, "NUMBER [EXPR]", "stop only when this is true")           \
    COMMAND(COMMANDS, "commands", "", "", SESSION, "NUMBER A; B ...", "what to do when it stops")              \
    COMMAND(SAVE_BREAKPOINTS, "save-breakpoints", "", "", SESSION, "",                                         \
            "keep them in a file beside the program")                                                          \
    COMMAND(DELETE, "delete", "d", "", SESSION, "[NUMBER]", "remove a breakpoint, or all")                     \
    COMMAND(MARK, "mark", "", "m", SESSION, "[LETTER [NOTE]]", "remember this place; also typed as ma")        \
    COMMAND(GO_MARK, "go-mark", "", "'", SESSION, "[LETTER]", "to a mark or the last one; also typed as 'a")   \
    COMMAND(OLDER, "older", "", "-", SESSION, "", "back in the list of places visited")                        \
    COMMAND(NEWER, "newer", "", "+", SESSION, "", "forth in the list of places visited")                       \
    COMMAND(TIMELINE, "timeline", "", "", SESSION, "", "calls, exceptions, output over the whole run")         \
    COMMAND(SAVE, "save", "", "", SESSION, "FILE", "a recording, which `opscope FILE` opens again")            \
    COMMAND(LAST, "last", "", "", SESSION, "NAME", "to what gave x, x.attribute or x[0] its value")            \
    COMMAND(WHY, "why", "", "", SESSION, "[SLOT]", "to what pushed the stack's top, or a slot")                \
    COMMAND(BORN, "born", "", "", SESSION, "#N|NAME", "to the instruction that made an object")                \
    COMMAND(DIED, "died", "", "", SESSION, "#N|NAME", "to the instruction in which an object died")            \
    COMMAND(CRASH, "crash", "post-mortem pm", "x", SESSION, "", "to the raise that ended it with a traceback") \
    COMMAND(FIND, "find", "", "", SESSION, "TEXT|op NAME|value TEXT",                                          \
            "forwards to an output, an opcode, a value")                                                       \
    COMMAND(FIND_BACK, "find-back", "", "", SESSION, "TEXT|op NAME|value TEXT", "the same backwards")          \
    COMMAND(LOG, "log", "", "", SESSION, "[NUMBER]", "the instructions that ran before this one")              \
    COMMAND(HOT, "hot", "", "", SESSION, "[NUMBER]", "the lines that ran the most instructions")               \
    COMMAND(HOLDERS, "holders", "", "", SESSION, "#N|NAME", "who refers to an object, and since when")         \
    COMMAND(SET, "set", "", "", SESSION, "TARGET = EXPR", "x, x.y, x[0], stack[0]: another run begins")        \
    COMMAND(JUMP, "jump", "", "", SESSION, "LINE", "go on at another line: another run begins")                \
    COMMAND(BRANCHES, "branches", "", "", SESSION, "", "the runs there are, and where they part")              \
    COMMAND(BRANCH, "branch", "", "", SESSION, "[NUMBER]", "to another run; 0 is the one as it was")           \
    COMMAND(DIFF, "diff", "", "", SESSION, "[NUMBER]", "where this run and another one part")                  \
    COMMAND(PRINT, "print", "p", "", SESSION, "EXPR", "the value of an expression; TOS: stack's top")          \
    COMMAND(INFO, "info", "", "", SESSION,                                                                     \
            "breakpoints|marks|places|frames|locals|globals|stack|objects|generators|tasks|threads|output|"    \
            "code|history|moment|changes",                                                                     \
            "tell all about a part of the machine")                                                            \
    COMMAND(WHERE, "where", "bt backtrace", "", SESSION, "", "the frames, innermost last")                     \
    COMMAND(LIST, "list", "l", "", SESSION, "[LINE]", "the source around the current line")                    \
    COMMAND(DIS, "dis", "", "", SESSION, "", "the instructions around the current one")                        \
    COMMAND(REFERRERS, "referrers", "", "", SESSION, "NAME|#N", "who refers to an object")                     \
    COMMAND(INPUT, "input", "", "", SESSION, "TEXT", "answer the program's input()")                           \
    COMMAND(INTERRUPT, "interrupt", "", "", SESSION, "", "KeyboardInterrupt: another run begins")              \
    COMMAND(HELP, "help", "h", "?", SESSION, "[COMMAND]", "this list, or one command")                         \
    COMMAND(QUIT, "quit", "q exit", "q", SESSION, "", "leave opscope")                                         \
    COMMAND(PLAY, "play", "", "Space", SCREEN, "", "play and pause")                                           \
    COMMAND(SPEED, "speed", "", "< >", SCREEN, "[N]", "instructions a second while playing")                   \
    COMMAND(PANE_NEXT, "pane", "", "Tab", SCREEN,                                                              \
            "[source|bytecode|stack|frames|objects|generators|threads|output]",                                \
            "to the next pane, or to one by name")                                                             \
    COMMAND(PANE_BACK, "pane-back", "", "BTab", SCREEN, "", "to the pane before")                              \
    COMMAND(DOWN, "down", "", "j Down", SCREEN, "[N]", "scroll or select downwards in the pane")               \
    COMMAND(UP, "up", "", "k Up", SCREEN, "[N]", "scroll or select upwards in the pane")                       \
    COMMAND(PAGE_DOWN, "page-down", "", "PageDown C-d", SCREEN, "", "a page downwards")                        \
    COMMAND(PAGE_UP, "page-up", "", "PageUp C-u", SCREEN, "", "a page upwards")                                \
    COMMAND(ZOOM, "zoom", "", "z", SCREEN, "", "this pane alone, or all of them")                              \
    COMMAND(CALLER, "caller", "", "(", SCREEN, "[N]", "look at the frame that has called this one")            \
    COMMAND(CALLEE, "callee", "", ")", SCREEN, "[N]", "back towards the frame that runs")                      \
    COMMAND(EARLIER, "earlier", "", "{", SCREEN, "[N]", "a column back on the time line")                      \
    COMMAND(LATER, "later", "", "}", SCREEN, "[N]", "a column forth on the time line")                         \
    COMMAND(STAGES, "stages", "", "v", SCREEN, "[tokens|tree|symbols|graph|optimised|code]",                   \
            "from source to bytecode: tokens, tree ...")                                                       \
    COMMAND(SEARCH, "search", "", "/", SCREEN, "TEXT", "search in the pane")                                   \
    COMMAND(SEARCH_NEXT, "search-next", "", "]", SCREEN, "", "the next match")                                 \
    COMMAND(SEARCH_BACK, "search-back", "", "[", SCREEN, "", "the last match")                                 \
    COMMAND(PROMPT, "prompt", "", ":", SCREEN, "", "type a command")                                           \
    COMMAND(REDRAW, "redraw", "", "C-l", SCREEN, "", "draw the screen anew")

typedef enum CommandScope { COMMAND_SESSION, COMMAND_SCREEN } CommandScope;
typedef enum CommandId {
#define COMMAND(id, name, aliases, key, scope, arguments, help) COMMAND_##id,
    COMMANDS(COMMAND)
#undef COMMAND
        COMMAND_COUNT
} CommandId;
typedef struct CommandInfo {
    const char *name, *aliases, *keys;
    CommandScope scope;
    const char *arguments, *help;
} CommandInfo;
extern const CommandInfo command_info[COMMAND_COUNT];

/* By name, alias or unambiguous beginning; COMMAND_COUNT: none (*ambiguous says whether there were several). */
CommandId command_by_name(const char *name, int length, int *ambiguous);
/* By key as tmux writes it ("i", "C-l", "Right"); COMMAND_COUNT: none. */
CommandId command_by_key(const char *key);

#endif
