/* frame.h: one activation of a code object.
 *
 *     Frame        what the evaluation loop works on: on the thread's data stack, inside a generator, or (when it
 *                  outlives its call) inside a FrameObject
 *     FrameObject  what Python sees (sys._getframe(), tb_frame): made only when somebody asks
 *
 *     slots:  [ locals | cells | free variables | value stack ... ]
 *               0                                 code->nlocalsplus
 *
 * Data stacks are chunks of raw arena memory, so a million nested calls take no C stack. */
#ifndef VM_FRAME_H
#define VM_FRAME_H

#include "code/code.h"
#include "object/type_checks.h"
#include "vm/thread.h"

struct Function;

typedef enum FrameOwner { FRAME_OF_THREAD, FRAME_OF_GENERATOR, FRAME_OF_OBJECT } FrameOwner;

typedef struct Frame {
    struct Function *function;  /* owned */
    Object *globals, *builtins; /* dicts, lent by the function */
    Object *locals;             /* owned; NULL in functions until somebody asks for locals() */
    Code *code;                 /* owned */
    struct FrameObject *object; /* owned; NULL until somebody asks */
    struct Frame *previous;     /* the caller, or NULL */
    /* The code unit before the next instruction. While an instruction runs: its own unit (where it may have
     * called out), for a frame that has called another one: the last cache entry of its CALL. */
    CodeUnit *last;
    Object **stack_pointer; /* the first free slot; exact whenever the frame is not on top of its loop */
    u64 number;             /* 1, 2, 3 ... in order of creation; a generator keeps it over all its yields */
    bool is_entry;          /* returning from it leaves the C function eval_frame */
    u8 owner;               /* FrameOwner */
    u8 padding[6];          /* zero: the state hash covers it */
    Object *slots[];
} Frame;

typedef struct FrameObject {
    Object ob_base;
    struct FrameObject *back; /* owned; only once the frame is complete */
    Frame *frame;
    Object *trace; /* owned or NULL: f_trace */
    i32 lineno;    /* set by a trace function, 0: none */
    bool trace_lines, trace_opcodes, fast_as_locals;
    u64 own_frame[]; /* the Frame, when the object has taken it over */
} FrameObject;
#define AS_FRAME_OBJECT(ref) ((FrameObject *)(ref))

#define FRAME_HEAD_WORDS ((isize)(sizeof(Frame) / sizeof(Object *)))

static inline CodeUnit *frame_first_unit(const Frame *frame) { return frame->code->units; }
/* Index of the code unit `last`; -1: not begun. */
static inline isize frame_unit(const Frame *frame) { return frame->last - frame->code->units; }
static inline Object **frame_stack_base(const Frame *frame) {
    return (Object **)frame->slots + frame->code->nlocalsplus;
}
/* Before the first RESUME a frame is not shown in tracebacks and to sys._getframe. */
static inline bool frame_is_incomplete(const Frame *frame) {
    return frame->owner != FRAME_OF_GENERATOR && frame_unit(frame) < frame->code->first_traceable;
}
/* The nearest complete frame from `frame` outwards, or NULL. */
static inline Frame *frame_complete(Frame *frame) {
    while (frame && frame_is_incomplete(frame)) frame = frame->previous;
    return frame;
}
/* The line being executed; -1: none. */
i32 frame_line(const Frame *frame);

/* Chunks of the thread's data stack. */
typedef struct FrameChunk {
    struct FrameChunk *previous;
    usize words; /* of data */
    Object **saved_top;
    Object *data[];
} FrameChunk;
Object **frame_stack_grow(struct Thread *thread, isize words); /* NULL: MemoryError set */
void frame_stack_shrink(struct Thread *thread);                /* gives the newest chunk back */
void frame_stack_free(struct Thread *thread);

/* Room for a frame of `words` slots (head included) on the thread's data stack; NULL: MemoryError set. */
static inline Frame *frame_alloc(struct Thread *thread, isize words) {
    Object **top = thread->data_top;
    if (UNLIKELY(thread->data_limit - top <= words)) return (Frame *)frame_stack_grow(thread, words);
    thread->data_top = top + words;
    return (Frame *)top;
}
static inline isize frame_words(const Code *code) {
    return FRAME_HEAD_WORDS + code->nlocalsplus + code->stacksize;
}
/* A frame for `function` on the thread's data stack; its locals are NULL. Consumes function and locals (NULL:
 * none). Not linked yet. NULL and MemoryError; function and locals are then released. */
Frame *frame_push(struct Thread *thread, struct Function *function, Own locals);
/* Ends a frame: its frame object takes it over where there is one that others hold, else everything in it is
 * released. The memory stays. */
void frame_clear(Frame *frame);
/* Gives the memory of the newest frame of the data stack back. */
static inline void frame_pop(struct Thread *thread, Frame *frame) {
    if (UNLIKELY((Object **)frame == thread->chunk->data)) {
        frame_stack_shrink(thread);
        return;
    }
    thread->data_top = (Object **)frame;
}
/* Clears a frame that is no longer linked, and gives its memory back: what _PyEvalFrameClearAndPop does. */
static inline void frame_discard(struct Thread *thread, Frame *frame) {
    OBJECT_ROOT->recursion_depth++; /* finalisers run as deep as the frame itself did */
    frame_clear(frame);
    OBJECT_ROOT->recursion_depth--;
    frame_pop(thread, frame);
}
bool frame_traverse(const Frame *frame, VisitFn visit, void *context);

/* The Python-visible object; borrowed, NULL and MemoryError. */
FrameObject *frame_object(Frame *frame);
/* What locals() answers: borrowed, fast locals copied into frame->locals first. NULL raised. */
Ref frame_locals(Frame *frame);
bool frame_fast_to_locals(Frame *frame);
void frame_locals_to_fast(Frame *frame, bool clear);
Own frame_object_back(FrameObject *object); /* f_back: owned, NULL without exception at the end */

#endif
