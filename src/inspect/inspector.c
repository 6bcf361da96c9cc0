/* inspector.c: the inspector itself: scratch memory for the texts that are handed out, and the moment. */
#include "inspect/inspector.h"
#include "inspect/language.h"

#include <stdlib.h>

#include "base/arena.h"
#include "object/error.h"
#include "object/str.h"
#include "object/type_checks.h"
#include "vm/machine.h"
#include "vm/root.h"

#define CHUNK ((isize)64 << 10)

Inspector *inspect_open(void) {
    Inspector *look = calloc(1, sizeof *look);
    if (!look) return NULL;
    look->work = text_new(TEXT_ON_HOST);
    look->program_serial = OBJECT_ROOT->next_serial - OBJECT_ROOT->first_program_serial + 1;
    return look;
}

static void scratch_free(Inspector *look) {
    for (Scratch *chunk = look->scratch, *older; chunk; chunk = older) {
        older = chunk->older;
        free(chunk);
    }
    look->scratch = NULL;
}

void inspect_close(Inspector *look) {
    if (!look) return;
    scratch_free(look);
    for (int i = 0; i < CODE_CACHE; i++) free(look->lines[i].lines);
    code_map_close(&look->map);
    free(look->heap);
    text_free(&look->work);
    free(look);
}

uintptr_t inspect_running_word(void) { return (uintptr_t)&VM_ROOT->running; }

void inspect_forget(Inspector *look) {
    for (int i = 0; i < CODE_CACHE; i++) {
        free(look->lines[i].lines);
        look->lines[i] = (CodeLines){0};
    }
    inspect_refresh(look);
}

void inspect_refresh(Inspector *look) {
    look->heap_known = false;
    if (look->scratch && !look->scratch->older) {
        look->scratch->used = 0; /* one chunk was enough: it is enough again */
        return;
    }
    scratch_free(look);
}

const char *look_keep(Inspector *look, const char *text, isize length) {
    Scratch *chunk = look->scratch;
    if (!chunk || chunk->capacity - chunk->used <= length) {
        isize capacity = isize_max(CHUNK, length + 1);
        chunk = malloc(sizeof *chunk + (usize)capacity);
        if (!chunk) return "";
        *chunk = (Scratch){.older = look->scratch, .capacity = capacity};
        look->scratch = chunk;
    }
    char *kept = chunk->data + chunk->used;
    memcpy(kept, text, (usize)length);
    kept[length] = 0;
    chunk->used += length + 1;
    return kept;
}

const char *look_keep_text(Inspector *look, const Text *text) {
    return look_keep(look, text_cstring(text), text->length);
}

const char *look_str(Inspector *look, Ref string) {
    if (!string || !is_str(string)) return "";
    text_clear(&look->work);
    str_append_utf8(string, &look->work);
    return look_keep_text(look, &look->work);
}

InspectMoment inspect_moment(Inspector *look) {
    InspectMoment moment = {.step = machine_steps(),
                            .started = VM_ROOT->counting,
                            .exited = machine_exited(),
                            .thread = VM_ROOT->running ? (int)VM_ROOT->running->number : 1,
                            .virtual_ns = (u64)thread_clock_ns()};
    if (moment.exited) moment.exit_status = machine_exit_status();
    Ref raised = error_current();
    if (raised) {
        text_clear(&look->work);
        value_append(&look->work, raised, VALUE_WIDTH);
        moment.exception = look_keep_text(look, &look->work);
    }
    return moment;
}

const char *inspect_library(void) { return VM_ROOT->stdlib; }

bool inspect_is_alive(uintptr_t object, u64 raw_serial) {
    return arena_is_live((Ref)object) && object_serial((Ref)object) == raw_serial;
}

u64 inspect_number_of(u64 serial) {
    u64 first = OBJECT_ROOT->first_program_serial;
    return serial >= first ? serial - first + 1 : IMMORTAL_SERIALS + serial;
}

/* "Thread-1 (work)": the name that its Thread object has, which its outermost frame knows as self; a thread that
 * nobody made by threading has its number alone. */
static const char *thread_name(Inspector *look, const Thread *thread) {
    if (thread->number == 1) return "MainThread";
    const Frame *outermost = NULL;
    for (const Frame *frame = thread->frame; frame; frame = frame->previous) outermost = frame;
    bool known = outermost && str_equal_ascii(outermost->code->qualname, "Thread._bootstrap");
    Ref name = known && outermost->slots[0] ? look_attribute(outermost->slots[0], "_name") : NULL;
    if (name && is_str(name)) return look_str(look, name);
    text_clear(&look->work);
    language_append(look->korean, &look->work, "thread %lu", "스레드 %lu", thread->number);
    return look_keep_text(look, &look->work);
}

/* With the program all its threads have ended. */
static const char *thread_state_name(const Inspector *look, const Thread *thread) {
    switch (machine_exited() ? THREAD_ENDED : thread->state) {
    case THREAD_FRESH: return look_text(look, "not started", "시작 전");
    case THREAD_RUNNING: return look_text(look, "running", "실행 중");
    case THREAD_WAITING: return look_text(look, "waiting for the GIL", "GIL을 기다림");
    case THREAD_ENDED: return look_text(look, "ended", "끝남");
    default:
        return thread->wake_time >= 0 ? look_text(look, "sleeping", "자는 중")
                                      : look_text(look, "blocked", "막힘");
    }
}

int inspect_threads(Inspector *look, InspectThread *out, int capacity, int *total) {
    int count = 0;
    for (Thread *thread = VM_ROOT->threads; thread; thread = thread->next, count++) {
        if (count >= capacity) continue;
        const Frame *frame = thread->state == THREAD_ENDED ? NULL : thread->frame;
        isize unit = frame ? look_running_unit(frame, thread == VM_ROOT->running) : 0;
        out[count] = (InspectThread){.number = (int)thread->number,
                                     .name = thread_name(look, thread),
                                     .holds_gil = VM_ROOT->gil.holder == thread && !machine_exited(),
                                     .qualname = frame ? look_str(look, frame->code->qualname) : "",
                                     .file = frame ? look_str(look, frame->code->filename) : "",
                                     .line = frame ? look_line(look, frame->code, unit) : -1,
                                     .depth = frame ? (int)frame_depth(frame) + 1 : 0,
                                     .state = thread_state_name(look, thread)};
    }
    *total = count;
    return count < capacity ? count : capacity;
}
