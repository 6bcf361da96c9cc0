/* sleepers_pane.c: what has a place of its own to go on at: generators, coroutines and tasks; threads. */
#include "ui/internal.h"

/* --- generators ---------------------------------------------------------------------------------------- */

/* A generator that runs has its values where the frames are shown. */
static void build_running(Ui *ui, Rows *rows, u64 number) {
    int frames = inspect_frame_count(ui->look);
    for (int i = 0; i < frames; i++) {
        InspectFrame frame = inspect_frame(ui->look, i);
        if (frame.number != number) continue;
        InspectFrame caller = inspect_frame(ui->look, i + 1);
        row_begin(rows);
        if (i == 0)
            row_say(ui, rows, STYLE_TEXT, "   runs now", "   지금 실행 중");
        else
            row_say(ui, rows, STYLE_TEXT, "   waits for %s", "   기다림: %s",
                    inspect_frame(ui->look, i - 1).qualname);
        if (i + 1 < frames)
            row_say(ui, rows, STYLE_TEXT, ", woken by %s:%d", ", 깨운 곳: %s:%d", caller.qualname, caller.line);
        static InspectVariable variables[MOST_VARIABLES];
        int total, count = inspect_variables(ui->look, i, variables, MOST_VARIABLES, &total);
        rows_add_variables(ui, rows, variables, count, total, frame.number);
        return;
    }
}

/* Tasks of asyncio stand before the coroutines that they run. */
static void build_tasks(Ui *ui, Rows *rows) {
    InspectTask tasks[64];
    InspectAwait awaits[16];
    int total, count = inspect_tasks(ui->look, tasks, COUNT_OF(tasks), &total);
    for (int i = 0; i < count; i++) {
        const InspectTask *task = &tasks[i];
        row_begin(rows);
        row_format(rows, STYLE_KEY, "%s", task->name);
        row_format(rows, STYLE_DIM, " #%lu x%ld ", task->value.serial, task->value.refcount);
        row_format(rows, STYLE_TYPE, "%s", task->state);
        int depth = inspect_task_awaits(ui->look, task->value.serial, awaits, COUNT_OF(awaits));
        for (int k = 0; k < depth; k++)
            row_format(rows, STYLE_TEXT, "%s%s:%d", k ? " > " : "  ", awaits[k].name, awaits[k].line);
        if (task->must_cancel)
            row_format(rows, STYLE_ERROR, "  %s",
                       ui_text(ui, "CancelledError comes", "CancelledError를 받을 것"));
        if (!task->waits_for.present) continue;
        row_begin(rows);
        row_say(ui, rows, STYLE_TEXT, "   waits for %s", "   기다림: %s", task->waits_for.text);
    }
    if (total > count) row_more(ui, rows, total - count);
}

void generators_pane_build(Ui *ui, Rows *rows) {
    build_tasks(ui, rows);
    InspectGenerator generators[64];
    static InspectVariable variables[MOST_VARIABLES];
    int total, count = inspect_generators(ui->look, generators, COUNT_OF(generators), &total);
    for (int i = 0; i < count; i++) {
        const InspectGenerator *generator = &generators[i];
        row_begin(rows);
        row_format(rows, STYLE_KEY, "%s", generator->name);
        row_format(rows, STYLE_DIM, " #%lu x%ld ", generator->value.serial, generator->value.refcount);
        row_format(rows, STYLE_TYPE, "%s", generator->state);
        if (generator->line > 0)
            row_say(ui, rows, STYLE_TEXT, " at line %d, offset %d", " %d번 줄, 오프셋 %d", generator->line,
                    generator->offset);
        if (generator->runs) build_running(ui, rows, generator->frame);
        if (generator->delegate.present) {
            row_begin(rows);
            row_say(ui, rows, STYLE_TEXT, "   delegates to %s", "   위임: %s", generator->delegate.text);
        }
        for (int k = generator->stack_depth - 1; k >= 0 && !generator->runs; k--) {
            InspectValue value = inspect_generator_stack(ui->look, generator->value.serial, k);
            row_begin(rows);
            row_say(ui, rows, STYLE_DIM, "   stack %d ", "   스택 %d ", k);
            row_value(rows, &value, STYLE_TEXT);
        }
        int more, found = inspect_generator_variables(ui->look, generator->value.serial, variables,
                                                      MOST_VARIABLES, &more);
        if (!generator->runs) rows_add_variables(ui, rows, variables, found, more, generator->frame);
    }
    if (total > count) row_more(ui, rows, total - count);
    if (total == 0) {
        row_begin(rows);
        row_say(ui, rows, STYLE_DIM, "no generators or coroutines", "제너레이터나 코루틴이 없습니다");
    }
}

/* --- threads ------------------------------------------------------------------------------------------- */

void threads_pane_build(Ui *ui, Rows *rows) {
    InspectThread threads[64];
    int total, count = inspect_threads(ui->look, threads, COUNT_OF(threads), &total);
    int running = inspect_moment(ui->look).thread;
    for (int i = 0; i < count; i++) {
        const InspectThread *thread = &threads[i];
        bool here = thread->number == running;
        u64 hash = ui_hash((u64)thread->number, thread->state, (isize)strlen(thread->state));
        bool changed = !ui_was_seen(ui, hash);
        row_begin(rows);
        row_format(rows, here ? STYLE_KEY : STYLE_TEXT, "%c %s", here ? '>' : ' ', thread->name);
        row_format(rows,
                   thread->holds_gil ? STYLE_OPERAND
                   : changed         ? STYLE_CHANGED
                                     : STYLE_TYPE,
                   "  %s", thread->holds_gil ? ui_text(ui, "holds the GIL", "GIL을 가짐") : thread->state);
        if (thread->depth) row_format(rows, STYLE_TEXT, "  %s", thread->qualname);
        if (thread->line > 0) row_format(rows, STYLE_TEXT, ":%d", thread->line);
        if (thread->line > 0)
            row_format(rows, STYLE_DIM, "  %s", session_short_path(ui->session, thread->file));
    }
    if (total > count) row_more(ui, rows, total - count);
}
