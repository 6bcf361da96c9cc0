/* journey.c: where an exception is after it was raised.
 *
 * Until a handler is done with it, an exception lies on the value stack of the frame that handles it, or of one that
 * was called from there and handles another; or it is what the thread handles now. Nowhere else does it travel. */
#include "inspect/inspector.h"
#include "object/str.h"
#include "vm/root.h"

static const Thread *find_thread(u64 number) {
    const Thread *thread = VM_ROOT->threads;
    while (thread && thread->number != number) thread = thread->next;
    return thread && thread->state != THREAD_ENDED ? thread : NULL;
}

static bool is_handled(const Thread *thread, Ref exception) {
    for (const ExceptionState *level = thread->handled; level; level = level->previous)
        if (level->value == exception) return true;
    return false;
}

static bool is_on_stack(const Frame *frame, Ref exception) {
    Object **base = frame_stack_base(frame);
    isize depth = look_stack_depth(frame);
    for (isize i = 0; i < depth; i++)
        if (base[i] == exception) return true;
    return false;
}

/* threading's own handler around all that a thread runs does nothing but print the traceback. */
static bool is_last_resort(const Frame *frame) {
    return str_equal_ascii(frame->code->qualname, "Thread._bootstrap_inner");
}

InspectJourney inspect_journey(uintptr_t object, uint64_t serial, uint64_t number, uint64_t outermost_frame) {
    Ref exception = (Ref)object;
    const Thread *thread = find_thread(number);
    const Frame *frame = thread ? thread->frame : NULL, *outermost = frame;
    while (outermost && outermost->previous) outermost = outermost->previous;
    if (!outermost || outermost->number != outermost_frame) return JOURNEY_UNCAUGHT;
    if (!inspect_is_alive(object, serial)) return JOURNEY_ENDED;
    bool open = is_handled(thread, exception), here = is_on_stack(frame, exception);
    if ((open || here) && is_last_resort(frame)) return JOURNEY_UNCAUGHT;
    for (; !open && frame; frame = frame->previous) open = is_on_stack(frame, exception);
    return open ? JOURNEY_OPEN : JOURNEY_RESTS;
}
