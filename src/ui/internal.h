/* internal.h: what the files of the screen share. Nobody else includes it. */
#ifndef UI_INTERNAL_H
#define UI_INTERNAL_H

#include "inspect/language.h"
#include "ui/rows.h"
#include "ui/stages.h"
#include "ui/ui.h"

typedef enum PaneId {
    PANE_SOURCE,
    PANE_BYTECODE,
    PANE_STACK,
    PANE_FRAMES,
    PANE_OBJECTS,
    PANE_GENERATORS,
    PANE_THREADS,
    PANE_OUTPUT,
    PANE_HELP,
    PANE_ANSWER,
    PANE_STAGES,
    PANE_COUNT
} PaneId;

/* A pane is a name and a function that says what it shows; it sees the machine through inspect.h only. */
typedef struct Pane {
    const char *name, *title, *korean_title;
    void (*build)(Ui *ui, Rows *rows);
} Pane;
extern const Pane panes[PANE_COUNT];
/* Panes that cover all others while they are looked at. */
static inline bool pane_covers(PaneId id) { return id >= PANE_HELP; }

typedef struct PaneView { /* how a pane is being looked at */
    int top;              /* first row shown */
    int selected;         /* row under the cursor; -1: none, the pane follows its focus row */
    int rows, height;     /* as last drawn */
    Rect area;
} PaneView;

#define MOST_VARIABLES 400 /* of a frame, that are shown */

typedef enum PromptKind { PROMPT_NONE, PROMPT_COMMAND, PROMPT_SEARCH, PROMPT_INPUT, PROMPT_ANSWER } PromptKind;

typedef struct Seen { /* what stood on the screen at the last stop, as hashes, sorted */
    u64 *hashes;
    int count, capacity;
} Seen;

/* A line that was typed for input(). */
typedef struct Typed {
    u64 step, position; /* where the program waited for it, and how much it had written then */
    char *line;         /* owned */
} Typed;

struct Ui {
    UiOptions options;
    Session *session;
    Inspector *look;
    PaneView views[PANE_COUNT];
    Rows rows;
    PaneId focus;
    PaneId guest; /* the pane in the place that the narrow layout has for one more */
    int looked; /* the frame whose source, code and stack are shown: 0 is the one that runs, then its callers */
    bool zoomed;
    bool wide;    /* the layout last drawn */
    int width;    /* of the screen last drawn */
    Text message; /* one line below, until the next key */
    Text answer;  /* the last answer that was longer than that: in a pane of its own */
    bool message_is_error;
    int64_t count; /* digits typed before a key; 0: none */
    PromptKind prompt;
    CommandId waits; /* mark or go-mark, of which the next key is the letter; COMMAND_COUNT: none */
    Text search;
    Stages stages; /* of the file being looked at */
    StageId stage;
    Region region; /* of the source: what the row under the cursor was made from */
    Rect stages_area;
    int tabs[STAGE_OF_COUNT]; /* where each begins */
    Rect timeline;            /* as last drawn */
    bool timeline_shown;
    bool playing;
    int speed; /* instructions a second */
    Seen seen, seen_before;
    Typed *typed; /* in the order of the run */
    int typed_count;
    PaneId under; /* the pane that was looked at before one that covers all */
    bool leave, redraw;
};

/* The same thing in the language that the screen speaks; what is filled in goes through ui_say and row_say. */
static inline const char *ui_text(const Ui *ui, const char *english, const char *korean) {
    return inspect_speaks_korean(ui->look) ? korean : english;
}

/* --- panes.c --- */
/* Adds to the row what opscope says in the language of the screen. */
void row_say(const Ui *ui, Rows *rows, Style style, const char *english, const char *korean, ...)
    PRINTF_LIKE(4, 6) PRINTF_LIKE(5, 6);
void ui_note_seen(Ui *ui); /* after a move: what stands there now */
bool ui_was_seen(const Ui *ui, u64 hash);
u64 ui_hash(u64 seed, const void *bytes, isize length);
PaneId pane_by_name(const char *name);
/* 5  int #12 x3 : the text, then what it is (where the text does not say it) and how many owners it has. */
void row_value(Rows *rows, const InspectValue *value, Style style);
void rows_add_code(Ui *ui, Rows *rows, int frame, int width);     /* the instructions of a frame's code */
Region instruction_region(const InspectInstruction *instruction); /* line 0: it has none */
bool text_tells_type(const InspectValue *value);                  /* "<function f>" */
/* x = 5 ..., of the frame with this number; those that are new since the last stop stand out. */
void rows_add_variables(Ui *ui, Rows *rows, const InspectVariable *variables, int count, int total, u64 frame);
void row_more(const Ui *ui, Rows *rows, int count); /* "... and N more" */

/* --- sleepers_pane.c --- */
void generators_pane_build(Ui *ui, Rows *rows);
void threads_pane_build(Ui *ui, Rows *rows);

/* --- output_pane.c --- */
void output_pane_build(Ui *ui, Rows *rows);
void output_pane_note_input(Ui *ui, const char *line); /* NULL: end of file; before the session has it */

/* --- objects_pane.c, help_pane.c --- */
void objects_pane_build(Ui *ui, Rows *rows);
void help_pane_build(Ui *ui, Rows *rows);

/* --- view.c --- */
void view_draw(Ui *ui, Canvas *canvas, PaneId id, Rect area);
void view_move(Ui *ui, PaneId id, int rows);
void view_page(Ui *ui, PaneId id, int direction);
/* Goes to the next row (direction 1 or -1) that has the searched text. False: there is none. */
/* The pane drawn at this cell; PANE_COUNT: none. */
PaneId view_at(const Ui *ui, int x, int y);
/* Selects the row at this height, where there is one. */
void view_select(Ui *ui, PaneId id, int y);
bool view_search(Ui *ui, PaneId id, int direction);
void ui_build(Ui *ui, PaneId id);

/* --- prompt.c --- */
void prompt_begin(Ui *ui, PromptKind kind);
bool prompt_key(Ui *ui, const char *key);
void prompt_draw(Ui *ui, Canvas *canvas, int y);
void prompt_end(void);

/* --- stages_pane.c --- */
void stages_pane_build(Ui *ui, Rows *rows);
void stages_pane_draw(Ui *ui, Canvas *canvas, Rect area);
void stages_pane_arrive(Ui *ui); /* the session has moved, or one begins to look */
void stages_pane_show(Ui *ui, StageId stage);
bool stages_pane_click(Ui *ui, int x, int y);
StageId stage_by_name(const char *name); /* STAGE_OF_COUNT: none */
const char *stage_title(const Ui *ui, StageId stage);

/* --- timeline_pane.c --- */
int timeline_pane_height(const Canvas *canvas);
void timeline_pane_draw(Ui *ui, Canvas *canvas, Rect area);
bool timeline_pane_click(Ui *ui, int x, int y); /* true: it was there */
void timeline_pane_move(Ui *ui, i64 columns);
bool timeline_pane_waits(const Ui *ui); /* something is to be gathered while nobody types */
bool timeline_pane_gather(Ui *ui);      /* false: Ctrl-C was typed */

/* --- keys.c --- */
void ui_command(Ui *ui, CommandId id, const char *argument, int64_t count);
void ui_execute(Ui *ui, const char *line);
/* The line above the status line: what opscope says in the language of the screen (inspect/language.h), or a text. */
void ui_say(Ui *ui, bool is_error, const char *english, const char *korean, ...) PRINTF_LIKE(3, 5)
    PRINTF_LIKE(4, 5);
/* The session speaks another language now, or none that the terminal can show. */
void ui_follow_language(Ui *ui);
void ui_show(Ui *ui, bool is_error, const char *text, isize length);
void ui_arrived(Ui *ui); /* the session has moved */

/* --- lesson_pane.c --- */
int lesson_pane_height(Ui *ui, int width, int most);
void lesson_pane_draw(Ui *ui, Canvas *canvas, Rect area);
bool lesson_pane_key(Ui *ui, const char *key); /* true: the lesson took the key */
void lesson_pane_speak(Ui *ui);                /* in the language of the screen */
void lesson_pane_answer(Ui *ui, const char *answer);
const char *lesson_pane_prompt(const Ui *ui); /* before what is typed as an answer */

#endif
