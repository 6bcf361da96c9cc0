/* readline.h: what the files of the module readline share, and what input() and the prompt want of it.
 *
 * The editor itself comes from above, through world: its header world/line_editor.h says why. Where there is none, what a
 * program asks for is kept all the same, as CPython's GNU readline keeps it, so that programs which save a history, or
 * set a completer and ask for it later, run as they do there. The history is the machine's own in both cases: the
 * editor is told of it when a line begins. */
#ifndef MODULES_READLINE_H
#define MODULES_READLINE_H

#include "modules/modules.h"
#include "world/line_editor.h"

typedef struct ReadlineState {
    Object *history;    /* list of str; owned, as all of these */
    Object *line;       /* str: what would be edited, where there is no editor */
    Object *delimiters; /* str: what ends a word to be completed */
    Object *init_file;  /* bytes: the last one read; or NULL */
    Object *completer, *display_hook, *startup_hook, *pre_input_hook; /* callables, or NULL */
    Object *completion;         /* bytes: the last one that the completer gave; or NULL */
    int file_length;            /* lines that a history file may have; below 0: any number */
    int word_begins, word_ends; /* in characters of the line: what is being completed */
    bool keeps_no_lines;        /* a line that is typed does not go into the history by itself */
    bool editing;
} ReadlineState;

/* --- readline_edit.c --- */
/* The module was imported: the editor is made ready, where there is one. */
void readline_open(void);
/* Whether it edits the lines that are typed at a terminal: it is there, and open. */
bool readline_edits(void);
/* A line from the terminal that standard input and output are, as bytes without its end; edited, where that can be and
 * no other thread is at it. NULL: raised by a signal's handler or for want of memory, or (*at_end) there is no more. */
Own readline_ask(const char *prompt, bool *at_end);

#endif
