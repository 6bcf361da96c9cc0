/* stages.h: what the compiler's stages make of a file, cut into rows that know where in the source they come from. */
#ifndef UI_STAGES_H
#define UI_STAGES_H

#include "session/session.h"
#include "ui/rows.h"

typedef enum StageId {
    STAGE_OF_TOKENS,
    STAGE_OF_TREE,
    STAGE_OF_SYMBOLS,
    STAGE_OF_GRAPH,
    STAGE_OF_OPTIMISED,
    STAGE_OF_CODE, /* has no rows here: the machine itself shows the code that it runs */
    STAGE_OF_COUNT
} StageId;
extern const char *const stage_names[STAGE_OF_COUNT]; /* as typed */
extern const char *const stage_korean_names[STAGE_OF_COUNT];

typedef struct StageRow {
    StageId stage;
    isize start, length; /* in Stages.text, without the place */
    Region at;           /* line 0: it says none, and belongs to the row before it */
    int unit;            /* of a graph: which one, counted from 0 */
} StageRow;

typedef struct Stages {
    char *file; /* whose stages these are; NULL: none yet */
    bool failed;
    Text text; /* or why there are none */
    StageRow *rows;
    int count, capacity;
} Stages;

void stages_close(Stages *stages);
/* Makes them of this file; quick where it is the same as before. */
void stages_of(Stages *stages, Session *session, const char *file);

/* What is shown of a row, whose text this is, on a Korean screen (stages_korean.c). */
void stage_row_append_korean(const StageRow *row, const char *text, Text *out);

/* --- places --- */
static inline bool region_is(const Region *region) { return region->line > 0; }
bool region_equal(const Region *a, const Region *b);
bool region_contains(const Region *outer, const Region *inner);

#endif
