/* state_hash.c: are two moments the same?
 *
 * The hash is over all live blocks, and the value stacks lie in live blocks. A slot above the top of a stack is
 * dead: it still holds what was popped, or not, depending on whether a specialised instruction passed over it.
 * So the dead slots are put aside, read as zero, and put back: asking for the hash changes nothing. */
#include <stdlib.h>

#include "base/arena.h"
#include "recorder/recorder.h"
#include "vm/generator.h"
#include "vm/root.h"
#include "world/world.h"

typedef struct Dead { /* memory put aside */
    char *start;
    usize size, kept; /* kept: where its bytes stand in Aside.bytes */
} Dead;
typedef struct Aside {
    Dead *dead;
    char *bytes;
    isize count, capacity;
    usize used, room;
} Aside;

static void put_aside(Aside *aside, void *start, void *end) {
    usize size = (char *)end > (char *)start ? (usize)((char *)end - (char *)start) : 0;
    if (!size) return;
    if (aside->count == aside->capacity) {
        aside->capacity = aside->capacity ? 2 * aside->capacity : 64;
        aside->dead = realloc(aside->dead, (usize)aside->capacity * sizeof *aside->dead);
    }
    if (aside->used + size > aside->room) {
        aside->room = 2 * (aside->used + size);
        aside->bytes = realloc(aside->bytes, aside->room);
    }
    assert(aside->dead && aside->bytes);
    aside->dead[aside->count++] = (Dead){.start = start, .size = size, .kept = aside->used};
    memcpy(aside->bytes + aside->used, start, size);
    memset(start, 0, size);
    aside->used += size;
}

static void dead_slots(Aside *aside, Frame *frame) {
    put_aside(aside, frame->stack_pointer, frame_stack_base(frame) + frame->code->stacksize);
}

static bool sleeping_generator(void *object, void *context) {
    const Type *type = type_of(object);
    bool is_one = type == TYPE_GENERATOR || type == TYPE_COROUTINE || type == TYPE_ASYNC_GENERATOR;
    if (is_one && AS_GENERATOR(object)->state < GENERATOR_EXECUTING)
        dead_slots(context, &AS_GENERATOR(object)->frame);
    return true;
}

u64 recorder_state_hash(void) {
    Aside aside = {0};
    world_statics_keep();
    put_aside(&aside, &WORLD_ROOT->world, &WORLD_ROOT->world + 1); /* where the host's side lies is chance */
    for (Thread *thread = VM_ROOT->threads; thread; thread = thread->next) {
        bool exact =
            thread ==
            VM_ROOT->running; /* a frame that called native code has its stack in its loop's registers */
        for (Frame *frame = thread->frame; frame; frame = frame->previous) {
            if (exact) dead_slots(&aside, frame);
            exact = !frame->is_entry;
        }
        if (thread->data_top) put_aside(&aside, thread->data_top, thread->data_limit);
    }
    arena_each_object(sleeping_generator, &aside);
    u64 hash = arena_hash();
    for (isize i = aside.count - 1; i >= 0; i--)
        memcpy(aside.dead[i].start, aside.bytes + aside.dead[i].kept, aside.dead[i].size);
    free(aside.dead);
    free(aside.bytes);
    return hash;
}
