/* breakpoints.h: what a breakpoint is, and what the files about them share. */
#ifndef SESSION_BREAKPOINTS_H
#define SESSION_BREAKPOINTS_H

#include "session/session.h"

typedef enum BreakpointKind {
    BREAK_LINE,
    BREAK_FUNCTION,
    BREAK_INSTRUCTION, /* `text` is the code's name, `line` the offset in bytes */
    BREAK_OPCODE,      /* `line` is the opcode */
    BREAK_RAISE,       /* `text`: the exception's class or one above it; "": any */
    BREAK_YIELD,
    BREAK_AWAIT,
    BREAK_GENERATOR_END,
    BREAK_OUTPUT,     /* `text` is in what was written */
    BREAK_FREED,      /* `text` is "#N" */
    BREAK_REFERENCES, /* the same; `line` is the count */
    BREAK_COLLECTION,
    BREAK_WATCH, /* the value of the expression `text` changes */
    BREAK_VALUE, /* the top of the value stack shows as `text` */
    BREAK_DEPTH, /* a frame begins that has `line` Python frames below it */
    BREAK_READ   /* the variable or attribute `text` is read */
} BreakpointKind;
typedef enum RaiseFate { FATE_ANY, FATE_CAUGHT, FATE_UNCAUGHT } RaiseFate;
extern const char *const raise_fates[]; /* as typed; "" for FATE_ANY */
typedef struct Breakpoint {
    int number;
    BreakpointKind kind;
    char *file; /* "" where there is none, never NULL; so is `text` */
    int line;
    RaiseFate fate; /* of BREAK_RAISE */
    char *text;
    char *condition, *commands; /* NULL: none */
    char *trouble;              /* why the condition could not be told, the last time; NULL: it always could */
    bool enabled, temporary;
    bool stopped;          /* the last place that was asked about is where it stops */
    uint64_t hits, ignore; /* times met going forwards, and times still to be passed over */
    InspectScope scope;    /* BREAK_WATCH: whose names `text` means */
    uintptr_t address;     /* of the object watched, for the probe alone; its count stands there */
    uintptr_t life_word;   /* address of the word that changes when it dies */
    uint64_t raw_serial;   /* which one lives there; of BREAK_RAISE: the only exception that counts, or 0 */
    uint64_t seen, seen_before; /* what a watched value was at the last two looks */
} Breakpoint;

Breakpoint *breakpoint_add(Session *session); /* NULL: out of memory */
void breakpoint_remove(Session *session, int index);
Breakpoint *breakpoint_find(Session *session, const char *number); /* NULL: there is no such one */
/* The object whose words these are is the one that counts: it stays at its address for life. */
void breakpoint_watch_object(Breakpoint *breakpoint, const InspectWords *words);
/* FILE:LINE's FILE may be a path's last part. */
bool breakpoint_same_file(const char *path, const char *asked);
int breakpoint_opcode(const char *name); /* -1: there is no such one */
/* What one types behind `break` to set it. */
void breakpoint_describe(const Session *session, const Breakpoint *breakpoint, Text *out);
/* Its line in the list of them. */
void breakpoint_tell(const Session *session, const Breakpoint *breakpoint, Text *out);
/* A move came to a place where some stop: the temporary ones among them go. */
void breakpoints_expire(Session *session);
/* The move ends there: besides, the commands of all of them are carried out. */
void breakpoints_stopped(Session *session, Text *out);

#endif
