/* inspector.h: what the files of this room share. Nobody else includes it. */
#ifndef INSPECT_INSPECTOR_H
#define INSPECT_INSPECTOR_H

#include "base/text.h"
#include "code/code.h"
#include "code/linetable.h"
#include "inspect/inspect.h"
#include "object/object.h"
#include "vm/frame.h"

#define VALUE_WIDTH 60 /* characters of a value's text */
#define TRACE_WIDTH 40

struct Generator;

typedef struct Scratch { /* a chunk of texts handed out */
    struct Scratch *older;
    isize used, capacity;
    char data[];
} Scratch;

typedef struct HeapEntry { /* an object at rest, found by its serial */
    u64 serial;
    Object *object;
} HeapEntry;

/* What a frame of the running thread is at this moment, and its decoded code. */
typedef struct CodeLines { /* cache: the line of each code unit of one code object */
    u64 serial;
    isize count;
    i32 *lines;
} CodeLines;

typedef struct CodeBegin { /* of an instruction: its code unit, and its first EXTENDED_ARG's */
    i32 unit, first;
} CodeBegin;
typedef struct CodeMap { /* cache: the instructions of one code object */
    u64 serial;          /* 0: of none */
    isize unit_count;
    int instruction_count;
    CodeBegin *begins;
    struct {
        int index; /* of the instruction that it belongs to */
        bool is_target;
        CodePosition position;
    } * units;
} CodeMap;

#define CODE_CACHE 64

struct Inspector {
    bool korean;        /* what is told in sentences */
    u64 program_serial; /* objects from here on were made by the program's execution */
    Scratch *scratch;
    HeapEntry *heap; /* by serial; valid when `heap_known` */
    isize heap_count, heap_capacity;
    bool heap_known;
    CodeLines lines[CODE_CACHE];
    CodeMap map; /* of the code looked at last */
    Text work;
};

/* The number by which people know an object: counted from 1 for what was born after the machine was made; what
 * is older (types, small ints, names) has numbers beyond all of these and is never shown by them. */
#define IMMORTAL_SERIALS ((u64)1 << 40)
static inline u64 look_serial(Ref object) { return inspect_number_of(object_serial(object)); }
static inline bool is_immortal_serial(u64 serial) { return serial >= IMMORTAL_SERIALS; }

/* It is being taken apart: what it refers to may be gone already, and it can't be looked into. */
static inline bool look_is_dying(Ref object) { return object->ob_refcnt == 0; }

/* The same thing in the language that is spoken. */
static inline const char *look_text(const Inspector *look, const char *english, const char *korean) {
    return look->korean ? korean : english;
}
/* A copy of the text that lives until the next refresh. */
const char *look_keep(Inspector *look, const char *text, isize length);
const char *look_keep_text(Inspector *look, const Text *text);
/* A str object's text as UTF-8, kept. */
const char *look_str(Inspector *look, Ref string);

/* --- values (value.c) --- */
/* Appends what repr() would show, without running Python code or allocating in the arena, cut to about `width`
 * characters with "..." at its end. */
void value_append(Text *out, Ref value, int width);
/* A callable as one writes it in a call: print, str.join, Animal; else as value_append. */
void value_append_callable(Text *out, Ref callable, int width);
/* The trace format's text of a value (DESIGN.md). */
void value_append_trace(Text *out, Ref value);
InspectValue look_value(Inspector *look, Ref value);
InspectValue look_value_width(Inspector *look, Ref value, int width);

/* --- the heap (heap.c) --- */
/* Objects of the heap by serial; made at the first question after a refresh. */
void look_index_heap(Inspector *look);
Object *look_find(Inspector *look, u64 serial);
/* Index in the heap's list of the first object with a serial greater than this. */
isize look_first_after(const Inspector *look, u64 serial);
InspectObject look_object(Inspector *look, Ref object);

/* --- evaluation (evaluate.c) --- */
/* What the instance itself has under this name; NULL: nothing. */
Ref look_attribute(Ref object, const char *name);

/* --- instructions (instructions.c) --- */
void code_map_close(CodeMap *map);
/* The instruction at this code unit, as it is executed: EXTENDED_ARG is one of its own. False: there is none. */
bool look_instruction(const Code *code, isize unit, Instruction *instruction);
/* What dis shows in parentheses behind the argument; nothing where the number says it all. */
void look_append_argument(Text *out, const Code *code, const Instruction *instruction);

/* --- frames (frames.c) --- */
Frame *look_frame(int index); /* 0: the innermost complete or running frame; NULL: past the end */
/* Code unit of the instruction that the frame executes next (stands_before) or is executing. */
isize look_unit(const Frame *frame, bool stands_before);
/* The same of a frame of the running thread, innermost or a caller. */
isize look_running_unit(const Frame *frame, bool innermost);
i32 look_line(Inspector *look, const Code *code, isize unit);
isize frame_depth(const Frame *frame);
/* Slots on the frame's value stack. */
isize look_stack_depth(const Frame *frame);
/* What a sleeping generator or coroutine delegates to; NULL: nothing. */
Ref look_delegate(const struct Generator *generator);

/* --- tasks (tasks.c) --- */
/* A future or task of asyncio: <Future pending #7>, <Task 'Task-1' finished #9>. False: it is none. */
bool future_append(Text *out, Ref value);

#endif
