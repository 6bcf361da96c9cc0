/* internal.h: what the files of this room share. Nobody else includes it. */
#ifndef SESSION_INTERNAL_H
#define SESSION_INTERNAL_H

#include "session/session.h"

#define MOST_CHANGES 256

typedef struct Source { /* a file's text and where its lines begin */
    struct Source *next;
    char *path, *text;
    isize *starts; /* line_count + 1 of them */
    int line_count;
} Source;

/* Where a step stands: what a search needs to know of an instruction. */
typedef struct Landmark {
    InspectPosition at;
    bool line_start; /* a line of the source begins here */
    bool new_frame;  /* the first instruction of a call, or of a generator woken up */
} Landmark;

typedef struct ScanLevel { /* of one frame on the stack: where it was last seen */
    u64 frame;
    int line, offset;
} ScanLevel;

/* Walks the run instruction by instruction and knows which instructions begin a line. */
typedef struct Scan {
    Session *session;
    ScanLevel *levels; /* by depth */
    int capacity;
    Landmark now;
} Scan;

struct Session {
    SessionOptions options;
    World *world;
    Recorder *recorder;
    Inspector *look;
    Stop stop;
    Text did, printed, next; /* `next`: what the next instruction will do, told at the last stop */
    InspectChange changes[MOST_CHANGES];
    InspectCensus *census; /* of the last stop */
    InspectPosition position;
    u64 output_position;
    Breakpoint *breakpoints;
    int breakpoint_count, breakpoint_capacity, next_breakpoint;
    Source *sources;
    bool machine_open;
    void (*progress)(void *, uint64_t);
    void *progress_context;
};

/* --- scan.c --- */
bool scan_begin(Scan *scan, Session *session);
/* Executes one instruction and says where that led. PROBE_STEP: scan->now is the next instruction. */
ProbeEvent scan_step(Scan *scan);
void scan_end(Scan *scan);

/* --- moves.c --- */
bool session_move(Session *session, CommandId id, const char *argument, int64_t count, Text *out);
bool session_is_interrupted(Session *session);

/* --- breakpoints.c --- */
bool breakpoint_command(Session *session, CommandId id, const char *argument, Text *out);
/* The number of the breakpoint that stops here; 0: none. */
int breakpoint_at(Session *session, const Landmark *landmark);
void breakpoints_free(Session *session);

/* --- sources.c --- */
const Source *source_find(Session *session, const char *path);
void sources_free(Session *session);

/* --- tell.c --- */
bool tell_command(Session *session, CommandId id, const char *argument, Text *out);
void tell_place(Session *session, Text *out); /* one line: where it stands */

/* --- session.c --- */
/* Makes session->stop of what a move led to. */
void session_arrive(Session *session, StopReason reason, int breakpoint);

#endif
