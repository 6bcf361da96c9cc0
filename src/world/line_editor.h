/* line_editor.h: GNU readline as the module readline, input() and the prompt know it: functions given from above.
 *
 * As with ncurses (curses_library.h): everything up to `lesson` builds without it, and it keeps its state outside of the
 * arena. So the room that has it (ui/line_editor.c) hands it down in WorldOptions where the run is the program's own,
 * `opscope run`; elsewhere lines come through the session, whose own prompt edits them.
 *
 * A line is edited key by key: begin, then take_key whenever the terminal has something to read, until there is a line.
 * So the wait for a key is the machine's own, in which other threads run. One line at a time. */
#ifndef WORLD_LINE_EDITOR_H
#define WORLD_LINE_EDITOR_H

#include "base/base.h"

/* What the editor asks while keys are taken; the program's functions may run in all of them. */
typedef struct LineEditorCalls {
    /* A word is to be completed. False: by names of files. */
    bool (*has_completer)(void);
    /* The next completion of the text, number 0, 1, ...: valid until the next call. NULL: there is none any more. */
    const char *(*complete)(const char *text, int number);
    /* Where shows_matches was told to: what they have in common, and each. */
    void (*show_matches)(const char *substitution, char *const *matches, int count, int longest);
    void (*line_begins)(void); /* before the prompt is shown ... */
    void (*keys_begin)(void);  /* ... and behind it, before the first key */
} LineEditorCalls;

typedef enum LineEdited { LINE_GOES_ON, LINE_DONE, LINE_AT_END } LineEdited;

typedef struct LineEditor {
    /* Made ready, as CPython does when its module readline is imported. A second time it does nothing. */
    void (*open)(const LineEditorCalls *calls);
    /* A prompt and descriptors of the host; it is known by then that both are a terminal. False: out of memory. */
    bool (*begin)(const char *prompt, int input, int output);
    /* Takes what can be read now. LINE_DONE: *line without its end, valid until the next begin; LINE_AT_END: there was
     * none. Either way it has ended. */
    LineEdited (*take_key)(const char **line);
    /* The line is given up: the terminal is as it was. */
    void (*cancel)(void);

    const char *(*line)(void); /* what is being edited, or was last */
    void (*insert)(const char *text);
    void (*redisplay)(void);
    /* Of the word that is being completed, in bytes of the line, and why it is (a character, of GNU readline's). */
    int (*word_begins)(void), (*word_ends)(void), (*completion_type)(void);
    void (*set_delimiters)(const char *characters);
    void (*set_shows_matches)(bool shows);   /* by the call; else readline does it by itself */
    void (*bind)(const char *line);          /* a line as in .inputrc */
    int (*read_init_file)(const char *name); /* NULL: the last one, or the usual one. An errno, 0: none */
    void (*forget_history)(void);
    void (*remember)(const char *line);
} LineEditor;

#endif
