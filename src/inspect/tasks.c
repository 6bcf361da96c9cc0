/* tasks.c: asyncio's tasks and futures: their names and states, and where the coroutine of a task sleeps. */
#include "inspect/inspector.h"
#include "modules/asyncio_internal.h"
#include "vm/generator.h"

static bool is_future(Ref object) { return is_a(object, MODULE_TYPE(FUTURE)); }
static bool is_task(Ref object) { return is_a(object, MODULE_TYPE(TASK)); }

static const char *future_state_name(const Future *future) {
    static const char *const names[] = {
        [FUTURE_PENDING] = "pending", [FUTURE_CANCELLED] = "cancelled", [FUTURE_FINISHED] = "finished"};
    return names[future->state];
}

bool future_append(Text *out, Ref value) {
    if (!is_future(value)) return false;
    text_append_format(out, "<%s ", type_short_name(type_of(value)));
    if (is_task(value) && AS_TASK(value)->name) {
        text_append_char(out, '\'');
        str_append_utf8(AS_TASK(value)->name, out);
        text_append_cstring(out, "' ");
    }
    text_append_format(out, "%s #%lu>", future_state_name(AS_FUTURE(value)), look_serial(value));
    return true;
}

uintptr_t inspect_task_word(void) { return (uintptr_t)&MODULES_ROOT->task_switches; }

/* A coroutine, or a generator in its place, that runs in the machine; NULL: something else, or nothing. */
static const Generator *as_coroutine(Ref object) {
    return object && (is_coroutine(object) || is_generator(object)) ? AS_GENERATOR(object) : NULL;
}

static const char *task_state_name(const Inspector *look, const Task *task) {
    const Generator *coroutine = as_coroutine(task->coroutine);
    if (task->future.state == FUTURE_PENDING && coroutine && coroutine->state == GENERATOR_EXECUTING)
        return look_text(look, "running", "실행 중");
    switch (task->future.state) {
    case FUTURE_PENDING: return look_text(look, "pending", "대기");
    case FUTURE_CANCELLED: return look_text(look, "cancelled", "취소됨");
    default:
        return task->future.exception ? look_text(look, "failed", "실패") : look_text(look, "finished", "끝남");
    }
}

static InspectTask look_task(Inspector *look, Ref object) {
    const Task *task = AS_TASK(object);
    return (InspectTask){.value = look_value(look, object),
                         .name = task->name ? look_str(look, task->name) : "",
                         .state = task_state_name(look, task),
                         .cancelling = task->cancel_requests,
                         .must_cancel = task->must_cancel,
                         .coroutine = look_value(look, task->coroutine),
                         .waits_for = look_value(look, task->waiter)};
}

int inspect_tasks(Inspector *look, InspectTask *out, int capacity, int *total) {
    look_index_heap(look);
    int count = 0;
    for (isize i = 0; i < look->heap_count; i++) {
        Ref object = look->heap[i].object;
        if (!is_task(object)) continue;
        if (count < capacity) out[count] = look_task(look, object);
        count++;
    }
    *total = count;
    return count < capacity ? count : capacity;
}

int inspect_task_awaits(Inspector *look, uint64_t serial, InspectAwait *out, int capacity) {
    Ref object = look_find(look, serial);
    const Generator *next = object && is_task(object) ? as_coroutine(AS_TASK(object)->coroutine) : NULL;
    int count = 0;
    while (next && next->state < GENERATOR_EXECUTING && count < capacity) {
        isize unit = look_unit(&next->frame, true);
        out[count++] = (InspectAwait){.name = look_str(look, next->qualname),
                                      .line = look_line(look, next->frame.code, unit)};
        next = as_coroutine(look_delegate(next));
    }
    return count;
}
