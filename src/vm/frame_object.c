/* frame_object.c: what Python sees of a frame.
 *
 * A frame object is a window onto a Frame that lives elsewhere, until the frame ends: then it takes the frame
 * over (frame.c) and owns everything in it. Its local variables live in slots; the dict that f_locals and
 * locals() show is a copy made when it is asked for, always the same dict. */
#include "vm/frame.h"

#include "object/audit.h"
#include "object/bytes.h"
#include "object/callables.h"
#include "object/dict.h"
#include "object/error.h"
#include "object/gc.h"
#include "object/str.h"
#include "object/tuple.h"
#include "vm/frame_lineno.h"
#include "vm/function.h"
#include "vm/generator.h"

/* --- fast locals and the dict ----------------------------------------------------------------------- */

/* Whether the prologue's MAKE_CELL for this slot has run: before it, a cell in the slot is an argument that
 * happens to be a cell. */
static bool cell_is_made(const Frame *frame, isize slot) {
    Ref code = &frame->code->ob_base.ob_base;
    isize reached = frame_unit(frame);
    Instruction instruction;
    for (isize unit = 0; unit < reached && code_instruction(code, unit, &instruction);
         unit = instruction.next_unit) {
        if (instruction.opcode == OP_MAKE_CELL && instruction.oparg == slot) return true;
    }
    return false;
}

static int local_kind(const Code *code, isize slot) { return bytes_data(code->localspluskinds)[slot]; }

/* Free variables of a class body or module are none of its locals. */
static bool local_is_hidden(const Code *code, int kind) {
    return (kind & LOCAL_FREE) && !(code->flags & CODE_OPTIMIZED);
}

/* The cell in a slot, or NULL where the slot holds the value itself. */
static Object *local_cell(const Frame *frame, isize slot, int kind) {
    Object *value = frame->slots[slot];
    if (!value) return NULL;
    if (kind & LOCAL_FREE) return value;
    if ((kind & LOCAL_CELL) && is_cell(value) && cell_is_made(frame, slot)) return value;
    return NULL;
}

/* A generator that has not begun has not run COPY_FREE_VARS yet: it is done for it. */
static void frame_copy_free_vars(Frame *frame) {
    const Code *code = frame->code;
    if (frame_unit(frame) >= 0 || code->units[0].opcode != OP_COPY_FREE_VARS) return;
    isize first = code->nlocals + code->nplaincellvars;
    for (isize i = 0; i < code->nfreevars; i++) {
        frame->slots[first + i] = own(tuple_get(frame->function->closure, i));
    }
    frame->last = frame->code->units;
}

static bool locals_store(Ref locals, Ref name, Ref value) {
    if (value) return object_set_item(locals, name, value);
    if (object_delete_item(locals, name)) return true;
    if (!error_matches(EXC(KeyError))) return false;
    error_clear();
    return true;
}

bool frame_fast_to_locals(Frame *frame) {
    if (!frame->locals && !(frame->locals = dict_new())) return false;
    const Code *code = frame->code;
    frame_copy_free_vars(frame);
    for (isize i = 0; i < code->nlocalsplus; i++) {
        int kind = local_kind(code, i);
        if (local_is_hidden(code, kind)) continue;
        bool filled = frame->stack_pointer > frame->slots;
        Object *cell = filled ? local_cell(frame, i, kind) : NULL;
        Ref value = cell ? AS_CELL(cell)->value : filled ? frame->slots[i] : NULL;
        if (!locals_store(frame->locals, tuple_get(code->localsplusnames, i), value)) return false;
    }
    return true;
}

Ref frame_locals(Frame *frame) { return frame_fast_to_locals(frame) ? frame->locals : NULL; }

void frame_locals_to_fast(Frame *frame, bool clear) {
    if (!frame->locals) return;
    const Code *code = frame->code;
    Own pending = error_fetch();
    for (isize i = 0; i < code->nlocalsplus; i++) {
        int kind = local_kind(code, i);
        if (local_is_hidden(code, kind)) continue;
        Own value = object_get_item(frame->locals, tuple_get(code->localsplusnames, i));
        if (!value) {
            error_clear();
            if (!clear) continue;
        }
        Object *cell = local_cell(frame, i, kind);
        slot_set(cell ? &AS_CELL(cell)->value : &frame->slots[i], value);
    }
    error_restore(pending);
}

/* --- attributes ------------------------------------------------------------------------------------- */

Own frame_object_back(FrameObject *object) {
    if (object->back) return own(&object->back->ob_base);
    Frame *caller = frame_complete(object->frame->previous);
    FrameObject *back = caller ? frame_object(caller) : NULL;
    return back ? own(&back->ob_base) : NULL;
}

static Own get_back(Ref self, void *closure UNUSED) {
    Own back = frame_object_back(AS_FRAME_OBJECT(self));
    return back || error_occurred() ? back : own_none();
}

static Own get_locals(Ref self, void *closure UNUSED) {
    FrameObject *object = AS_FRAME_OBJECT(self);
    Ref locals = frame_locals(object->frame);
    object->fast_as_locals = true;
    return own_maybe(locals);
}

static Own get_globals(Ref self, void *closure UNUSED) {
    return own_maybe(AS_FRAME_OBJECT(self)->frame->globals);
}
static Own get_builtins(Ref self, void *closure UNUSED) {
    return own_maybe(AS_FRAME_OBJECT(self)->frame->builtins);
}
static Own get_code(Ref self, void *closure UNUSED) {
    if (!AUDIT("object.__getattr__", "Os", self, "f_code")) return NULL;
    return own(&AS_FRAME_OBJECT(self)->frame->code->ob_base.ob_base);
}

static Own get_lasti(Ref self, void *closure UNUSED) {
    isize unit = frame_unit(AS_FRAME_OBJECT(self)->frame);
    return int_from_isize(unit < 0 ? -1 : 2 * unit);
}

static i32 frame_object_line(const FrameObject *object) {
    return object->lineno ? object->lineno : frame_line(object->frame);
}

static Own get_lineno(Ref self, void *closure UNUSED) {
    i32 line = frame_object_line(AS_FRAME_OBJECT(self));
    return line < 0 ? own_none() : int_from_i64(line);
}

static bool set_lineno(Ref self, Ref value, void *closure UNUSED) {
    return frame_set_line(AS_FRAME_OBJECT(self), value);
}

static Own get_trace(Ref self, void *closure UNUSED) {
    Object *trace = AS_FRAME_OBJECT(self)->trace;
    return own(trace ? trace : None);
}

static bool set_trace(Ref self, Ref value, void *closure UNUSED) {
    if (value == None) value = NULL;
    slot_set(&AS_FRAME_OBJECT(self)->trace, own_maybe(value));
    return true;
}

static const GetSetDef frame_getset[] = {{.name = "f_back", .get = get_back},
                                         {.name = "f_locals", .get = get_locals},
                                         {.name = "f_lineno", .get = get_lineno, .set = set_lineno},
                                         {.name = "f_trace", .get = get_trace, .set = set_trace},
                                         {.name = "f_lasti", .get = get_lasti},
                                         {.name = "f_globals", .get = get_globals},
                                         {.name = "f_builtins", .get = get_builtins},
                                         {.name = "f_code", .get = get_code},
                                         {.name = NULL}};

static const MemberDef frame_members[] = {
    {.name = "f_trace_lines", .kind = MEMBER_BOOL, .offset = offsetof(FrameObject, trace_lines)},
    {.name = "f_trace_opcodes", .kind = MEMBER_BOOL, .offset = offsetof(FrameObject, trace_opcodes)},
    {.name = NULL}};

/* --- slots and methods ------------------------------------------------------------------------------ */

static bool frame_owns_itself(const FrameObject *object) {
    return object->frame && object->frame->owner == FRAME_OF_OBJECT;
}

static void frame_clear_slots(Frame *frame) {
    Object **end = frame->stack_pointer;
    for (Object **slot = frame->slots; slot < end; slot++) slot_clear(slot);
    frame->stack_pointer = frame->slots;
}

static void frame_slot_clear(Ref self) {
    FrameObject *object = AS_FRAME_OBJECT(self);
    slot_clear(&object->trace);
    frame_clear_slots(object->frame);
}

static Own frame_method_clear(Ref self) {
    FrameObject *object = AS_FRAME_OBJECT(self);
    Frame *frame = object->frame;
    if (frame->owner == FRAME_OF_THREAD ||
        (frame->owner == FRAME_OF_GENERATOR && frame_generator(frame)->state == GENERATOR_EXECUTING)) {
        return error_set(EXC(RuntimeError), "cannot clear an executing frame");
    }
    if (frame->owner == FRAME_OF_GENERATOR)
        generator_finalize(&frame_generator(frame)->ob_base);
    else
        frame_slot_clear(self);
    return own_none();
}

/* CPython's layout: 48 bytes of head, 72 of the interpreter's frame. */
static Own frame_method_sizeof(Ref self) {
    const Code *code = AS_FRAME_OBJECT(self)->frame->code;
    return int_from_isize(120 + 8 * (isize)(code->nlocalsplus + code->stacksize));
}

static Own frame_repr(Ref self) {
    const FrameObject *object = AS_FRAME_OBJECT(self);
    const Code *code = object->frame->code;
    return str_format("<frame at 0x%lx, file %R, line %d, code %S>", object_id(self), code->filename,
                      frame_object_line(object), code->name);
}

static bool frame_slot_traverse(Ref self, VisitFn visit, void *context) {
    const FrameObject *object = AS_FRAME_OBJECT(self);
    if (object->back && !visit(&object->back->ob_base, context)) return false;
    if (object->trace && !visit(object->trace, context)) return false;
    return !frame_owns_itself(object) || frame_traverse(object->frame, visit, context);
}

static void frame_slot_dealloc(Own self) {
    FrameObject *object = AS_FRAME_OBJECT(self);
    Code *code = NULL;
    gc_untrack(self);
    if (frame_owns_itself(object)) {
        Frame *frame = object->frame;
        code = frame->code;
        slot_clear((Object **)(void *)&frame->function);
        slot_clear(&frame->locals);
        frame_clear_slots(frame);
    }
    slot_clear((Object **)(void *)&object->back);
    slot_clear(&object->trace);
    object_free(self);
    if (code) release(&code->ob_base.ob_base);
}

static const MethodDef frame_methods[] = {{.name = "clear",
                                           .kind = METHOD_NONE,
                                           .none = frame_method_clear,
                                           .doc = "F.clear(): clear most references held by the frame"},
                                          {.name = "__sizeof__",
                                           .kind = METHOD_NONE,
                                           .none = frame_method_sizeof,
                                           .doc = "F.__sizeof__() -> size of F in memory, in bytes"},
                                          {.name = NULL}};

const TypeSpec frame_spec = {
    .name = "frame",
    .basicsize = offsetof(FrameObject, own_frame) + offsetof(Frame, slots),
    .ghost_size = 120,
    .itemsize = sizeof(Object *),
    .flags = TYPE_GC | TYPE_NO_INSTANTIATION | TYPE_TRASHCAN,
    .slots = {.getattro = object_generic_get_attribute,
              .setattro = object_generic_set_attribute,
              .dealloc = frame_slot_dealloc,
              .traverse = frame_slot_traverse,
              .clear = frame_slot_clear,
              .repr = frame_repr},
    .methods = frame_methods,
    .getset = frame_getset,
    .members = frame_members,
};
