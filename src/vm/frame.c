/* frame.c: frames come and go on the thread's data stack.
 *
 * The data stack is a list of chunks; a frame is cut from the newest one and given back in the reverse order,
 * so that neither costs more than moving a pointer. A frame owns what is in its slots up to stack_pointer.
 *
 * Invariant: a frame that is being cleared is no longer linked to by its thread, since finalisers that run
 * meanwhile may look at the stack of frames. */
#include "vm/frame.h"

#include "object/dict.h"
#include "object/error.h"
#include "object/gc.h"
#include "vm/function.h"
#include "vm/generator.h"
#include "vm/memory_trace.h"
#include "vm/root.h"

#define CHUNK_WORDS ((isize)2048 - (isize)(sizeof(FrameChunk) / sizeof(Object *)))

/* --- the data stack --------------------------------------------------------------------------------- */

Object **frame_stack_grow(Thread *thread, isize words) {
    isize size = CHUNK_WORDS;
    while (size <= words) size *= 2;
    FrameChunk *chunk = arena_alloc(sizeof(FrameChunk) + (usize)size * sizeof(Object *), BLOCK_RAW);
    if (!chunk) return error_memory();
    if (UNLIKELY(arena_is_followed())) memory_trace_forget(chunk); /* CPython's come from the system */
    chunk->previous = thread->chunk;
    chunk->words = (usize)size;
    if (thread->chunk) thread->chunk->saved_top = thread->data_top;
    thread->chunk = chunk;
    thread->data_top = chunk->data + words;
    thread->data_limit = chunk->data + size;
    return chunk->data;
}

void frame_stack_shrink(Thread *thread) {
    FrameChunk *chunk = thread->chunk, *previous = chunk->previous;
    thread->chunk = previous;
    thread->data_top = previous ? previous->saved_top : NULL;
    thread->data_limit = previous ? previous->data + previous->words : NULL;
    arena_free(chunk);
}

void frame_stack_free(Thread *thread) {
    while (thread->chunk) frame_stack_shrink(thread);
}

/* --- birth ------------------------------------------------------------------------------------------ */

Frame *frame_push(Thread *thread, Function *function, Own locals) {
    Code *code = function->code;
    Frame *frame = frame_alloc(thread, frame_words(code));
    if (UNLIKELY(!frame)) {
        release(&function->ob_base);
        release_maybe(locals);
        return NULL;
    }
    frame_init(frame, function, locals);
    for (isize i = 0; i < code->nlocalsplus; i++) frame->slots[i] = NULL;
    return frame;
}

/* --- death ------------------------------------------------------------------------------------------ */

/* The frame object outlives the call: it takes the frame with all it owns into itself, and from now on knows
 * its caller by a reference of its own. */
static void frame_hand_over(FrameObject *object, Frame *frame) {
    usize used = (usize)((char *)frame->stack_pointer - (char *)frame);
    Frame *copy = memcpy(object->own_frame, frame, used);
    copy->stack_pointer = (Object **)(void *)((char *)copy + used);
    copy->owner = FRAME_OF_OBJECT;
    object->frame = copy;
    if (frame_is_incomplete(copy)) copy->last = copy->code->units + copy->code->first_traceable;
    Frame *caller = frame_complete(copy->previous);
    if (caller) {
        Own pending = error_fetch();
        FrameObject *back = frame_object(caller);
        if (back) object->back = (FrameObject *)own(&back->ob_base);
        error_restore(pending); /* where memory is short it has no f_back */
    }
    copy->previous = NULL;
    if (!gc_is_tracked(&object->ob_base)) gc_track(&object->ob_base);
}

void frame_clear(Frame *frame) {
    if (UNLIKELY(frame->object != NULL)) {
        FrameObject *object = frame->object;
        frame->object = NULL;
        if (object->ob_base.ob_refcnt > 1) {
            frame_hand_over(object, frame);
            release(&object->ob_base);
            return;
        }
        release(&object->ob_base);
    }
    for (Object **slot = frame->slots; slot < frame->stack_pointer; slot++) release_maybe(*slot);
    release_maybe(frame->locals);
    release(&frame->function->ob_base);
    release(&frame->code->ob_base.ob_base);
}

bool frame_traverse(const Frame *frame, VisitFn visit, void *context) {
    if (frame->object && !visit(&frame->object->ob_base, context)) return false;
    if (frame->locals && !visit(frame->locals, context)) return false;
    if (!visit(&frame->function->ob_base, context) || !visit(&frame->code->ob_base.ob_base, context))
        return false;
    for (Object *const *slot = frame->slots; slot < (Object *const *)frame->stack_pointer; slot++) {
        if (*slot && !visit(*slot, context)) return false;
    }
    return true;
}

/* --- questions -------------------------------------------------------------------------------------- */

i32 frame_line(const Frame *frame) {
    isize unit = frame_unit(frame);
    return unit < 0 ? frame->code->firstlineno : code_line(&frame->code->ob_base.ob_base, unit);
}

FrameObject *frame_object(Frame *frame) {
    if (frame->object) return frame->object;
    /* Making it may run a collection, and that finalisers which ask for the same frame. */
    Own pending = error_fetch();
    const Code *code = frame->code;
    FrameObject *made = (FrameObject *)object_new_raw(TYPE_FRAME, code->nlocalsplus + code->stacksize);
    if (!made) {
        release_maybe(pending);
        return NULL;
    }
    made->back = NULL;
    made->trace = NULL;
    made->lineno = 0;
    made->trace_lines = true;
    made->trace_opcodes = made->fast_as_locals = false;
    error_restore(pending);
    if (frame->object) {
        made->frame = NULL;
        release(&made->ob_base);
        return frame->object;
    }
    made->frame = frame;
    frame->object = made;
    return made;
}
