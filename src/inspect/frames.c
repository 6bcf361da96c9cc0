/* frames.c: the frames of the running thread, their variables and value stacks, and those of sleeping
 * generators. */
#include "inspect/inspector.h"

#include <stdlib.h>

#include "code/linetable.h"
#include "object/bytes.h"
#include "object/callables.h"
#include "object/dict.h"
#include "object/str.h"
#include "object/tuple.h"
#include "vm/eval.h"
#include "vm/machine.h"
#include "vm/root.h"

/* --- where a frame stands ------------------------------------------------------------------------------ */

Frame *look_frame(int index) {
    if (machine_exited() || !VM_ROOT->running) return NULL;
    Frame *frame = VM_ROOT->running->frame;
    while (frame && index-- > 0) frame = frame->previous;
    return frame;
}

isize look_unit(const Frame *frame, bool stands_before) {
    isize count = code_unit_count((Ref)frame->code);
    isize unit = frame_unit(frame) + (stands_before ? 1 : 0);
    if (unit < 0) unit = 0;
    if (unit >= count) unit = count - 1;
    /* inside a call the frame stands on the instruction's cache entries */
    while (unit > 0 && frame->code->units[unit].opcode == OP_CACHE) unit--;
    return unit;
}

isize look_running_unit(const Frame *frame, bool innermost) {
    return look_unit(frame, innermost && !machine_is_inside());
}

isize frame_depth(const Frame *frame) {
    isize depth = 0;
    while ((frame = frame->previous) != NULL) depth++;
    return depth;
}

isize look_stack_depth(const Frame *frame) {
    isize depth = frame->stack_pointer - frame_stack_base(frame);
    return depth < 0 ? 0 : depth;
}

/* The lines of a code object, decoded once and kept: stepping by line asks at every instruction. */
static const CodeLines *code_lines(Inspector *look, const Code *code) {
    u64 serial = look_serial((Ref)code);
    CodeLines *lines = &look->lines[serial % CODE_CACHE];
    if (lines->serial == serial && lines->lines) return lines;
    isize count = code_unit_count((Ref)code);
    i32 *fresh = realloc(lines->lines, (usize)(count + 1) * sizeof *fresh);
    if (!fresh) return NULL;
    *lines = (CodeLines){.serial = serial, .count = count, .lines = fresh};
    LineTableCursor cursor = linetable_begin((Ref)code);
    while (linetable_next(&cursor))
        for (isize unit = cursor.start; unit < cursor.end && unit < count; unit++)
            fresh[unit] = cursor.position.line;
    return lines;
}

i32 look_line(Inspector *look, const Code *code, isize unit) {
    const CodeLines *lines = code_lines(look, code);
    return lines && unit >= 0 && unit < lines->count ? lines->lines[unit] : -1;
}

InspectPosition inspect_position(Inspector *look) {
    InspectPosition position = {.step = machine_steps(), .line = -1, .thread = 1};
    Frame *frame = look_frame(0);
    if (!frame) return position;
    isize unit = look_running_unit(frame, true);
    position.thread = (int)VM_ROOT->running->number;
    position.frame = frame->number;
    position.depth = (int)frame_depth(frame);
    position.offset = (int)unit * 2;
    position.code = look_serial((Ref)frame->code);
    position.line = look_line(look, frame->code, unit);
    return position;
}

int inspect_frame_count(Inspector *look) {
    (void)look;
    Frame *frame = look_frame(0);
    return frame ? (int)frame_depth(frame) + 1 : 0;
}

static const char *sleeper_of(const Inspector *look, u32 code_flags) {
    return code_flags & CODE_COROUTINE         ? look_text(look, "coroutine", "코루틴")
           : code_flags & CODE_ASYNC_GENERATOR ? look_text(look, "async generator", "비동기 제너레이터")
                                               : look_text(look, "generator", "제너레이터");
}

InspectFrame inspect_frame(Inspector *look, int index) {
    Frame *frame = look_frame(index);
    if (!frame) return (InspectFrame){.name = "", .qualname = "", .file = "", .line = -1};
    isize unit = look_running_unit(frame, index == 0);
    bool sleeps = frame->owner == FRAME_OF_GENERATOR;
    return (InspectFrame){.number = frame->number,
                          .depth = (int)frame_depth(frame),
                          .name = look_str(look, frame->code->name),
                          .qualname = look_str(look, frame->code->qualname),
                          .file = look_str(look, frame->code->filename),
                          .line = look_line(look, frame->code, unit),
                          .code = look_serial((Ref)frame->code),
                          .offset = (int)unit * 2,
                          .sleeper = sleeps ? sleeper_of(look, frame->code->flags) : NULL,
                          .stack_depth = (int)look_stack_depth(frame)};
}

/* --- value stacks --------------------------------------------------------------------------------------- */

static InspectValue stack_value(Inspector *look, const Frame *frame, int index) {
    if (!frame || index < 0 || index >= look_stack_depth(frame)) return look_value(look, NULL);
    return look_value(look, frame_stack_base(frame)[index]);
}

InspectValue inspect_stack(Inspector *look, int frame, int index) {
    return stack_value(look, look_frame(frame), index);
}

/* --- variables ------------------------------------------------------------------------------------------ */

typedef struct VariableList {
    InspectVariable *out;
    int capacity, count;
} VariableList;

static void variable_add(Inspector *look, VariableList *list, InspectVariableKind kind, Ref name, Ref value) {
    if (list->count < list->capacity)
        list->out[list->count] =
            (InspectVariable){.kind = kind, .name = look_str(look, name), .value = look_value(look, value)};
    list->count++;
}

/* Fast locals, cells and free variables. A cell shows what is in it. */
static void add_slots(Inspector *look, const Frame *frame, VariableList *list) {
    Ref names = frame->code->localsplusnames;
    const u8 *kinds = bytes_data(frame->code->localspluskinds);
    for (isize i = 0; i < tuple_length(names); i++) {
        Ref value = frame->slots[i];
        InspectVariableKind kind = kinds[i] & LOCAL_FREE   ? VARIABLE_FREE
                                   : kinds[i] & LOCAL_CELL ? VARIABLE_CELL
                                                           : VARIABLE_LOCAL;
        if (kind != VARIABLE_LOCAL && value && is_cell(value)) value = AS_CELL(value)->value;
        variable_add(look, list, kind, tuple_get(names, i), value);
    }
}

static bool starts_with_dunder(Ref name) {
    return is_str(name) && str_length(name) > 2 && str_char(name, 0) == '_' && str_char(name, 1) == '_';
}

/* Names in a dict; those that the import machinery makes (`__name__` ...) are left out. */
static void add_names(Inspector *look, Ref dict, InspectVariableKind kind, VariableList *list) {
    if (!dict || !is_dict(dict)) return;
    isize position = 0;
    Ref name, value;
    while (dict_each(dict, &position, &name, &value, NULL))
        if (!starts_with_dunder(name)) variable_add(look, list, kind, name, value);
}

static int frame_variables(Inspector *look, const Frame *frame, InspectVariable *out, int capacity,
                           int *total) {
    VariableList list = {.out = out, .capacity = capacity};
    if (frame && frame->code->flags & CODE_OPTIMIZED)
        add_slots(look, frame, &list);
    else if (frame) {
        add_names(look, frame->locals, VARIABLE_LOCAL, &list);
        add_slots(look, frame, &list);
    }
    *total = list.count;
    return list.count < capacity ? list.count : capacity;
}

int inspect_variables(Inspector *look, int frame, InspectVariable *out, int capacity, int *total) {
    return frame_variables(look, look_frame(frame), out, capacity, total);
}

int inspect_globals(Inspector *look, int index, InspectVariable *out, int capacity, int *total) {
    VariableList list = {.out = out, .capacity = capacity};
    Frame *frame = look_frame(index);
    if (frame) add_names(look, frame->globals, VARIABLE_GLOBAL, &list);
    *total = list.count;
    return list.count < capacity ? list.count : capacity;
}

/* --- generators ----------------------------------------------------------------------------------------- */

static const Generator *find_generator(Inspector *look, u64 serial) {
    Ref object = look_find(look, serial);
    return object && (is_generator(object) || is_coroutine(object) || is_async_generator(object))
               ? AS_GENERATOR(object)
               : NULL;
}

static const char *generator_state_name(const Inspector *look, const Generator *generator) {
    if (generator->state >= GENERATOR_COMPLETED) return look_text(look, "closed", "끝남");
    if (generator->state == GENERATOR_EXECUTING) return look_text(look, "running", "실행 중");
    return generator->state == GENERATOR_CREATED ? look_text(look, "created", "시작 전")
                                                 : look_text(look, "suspended", "잠듦");
}

/* What a sleeping generator delegates to: `yield from` and `await` keep it under the value sent. */
Ref look_delegate(const Generator *generator) {
    if (generator->state != GENERATOR_SUSPENDED) return NULL;
    const Frame *frame = &generator->frame;
    isize unit = frame_unit(frame);
    if (unit + 1 >= code_unit_count((Ref)generator->code) || look_stack_depth(frame) < 1) return NULL;
    const CodeUnit *resume = &generator->code->units[unit + 1];
    bool delegates = (resume->opcode == OP_RESUME || resume->opcode == OP_RESUME_QUICK) && resume->oparg >= 2;
    return delegates ? frame->stack_pointer[-1] : NULL;
}

static InspectGenerator look_generator(Inspector *look, Ref object) {
    const Generator *generator = AS_GENERATOR(object);
    const Frame *frame = &generator->frame;
    bool alive = generator->state < GENERATOR_COMPLETED;
    isize unit = alive ? look_unit(frame, generator->state != GENERATOR_EXECUTING) : 0;
    return (InspectGenerator){.value = look_value(look, object),
                              .kind = sleeper_of(look, is_coroutine(object)         ? CODE_COROUTINE
                                                       : is_async_generator(object) ? CODE_ASYNC_GENERATOR
                                                                                    : 0),
                              .name = look_str(look, generator->qualname),
                              .state = generator_state_name(look, generator),
                              .runs = generator->state == GENERATOR_EXECUTING,
                              .frame = alive ? frame->number : 0,
                              .line = alive ? look_line(look, frame->code, unit) : -1,
                              .offset = (int)unit * 2,
                              .stack_depth = alive ? (int)look_stack_depth(frame) : 0,
                              .delegate = look_value(look, look_delegate(generator))};
}

int inspect_generators(Inspector *look, InspectGenerator *out, int capacity, int *total) {
    look_index_heap(look);
    int count = 0;
    for (isize i = 0; i < look->heap_count; i++) {
        Ref object = look->heap[i].object;
        if (!is_generator(object) && !is_coroutine(object) && !is_async_generator(object)) continue;
        if (count < capacity) out[count] = look_generator(look, object);
        count++;
    }
    *total = count;
    return count < capacity ? count : capacity;
}

InspectValue inspect_generator_stack(Inspector *look, uint64_t serial, int index) {
    const Generator *generator = find_generator(look, serial);
    bool alive = generator && generator->state < GENERATOR_COMPLETED;
    return stack_value(look, alive ? &generator->frame : NULL, index);
}

int inspect_generator_variables(Inspector *look, uint64_t serial, InspectVariable *out, int capacity,
                                int *total) {
    const Generator *generator = find_generator(look, serial);
    bool alive = generator && generator->state < GENERATOR_COMPLETED;
    return frame_variables(look, alive ? &generator->frame : NULL, out, capacity, total);
}
