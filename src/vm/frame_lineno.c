/* frame_lineno.c: moving a frame to another line, and putting something else on its stack.
 *
 * A trace function may set f_lineno. That is a jump to the first instruction of the line, which is only safe
 * where the value stack there is of the same kinds of things, or can be made so by popping. So the code is
 * walked once from its start (and from its handlers), and for each code unit the stack is noted as a number
 * with three bits an item. What an item is replaced by has to be of its kind for the same reason: the instructions
 * trust what the compiler has arranged. */
#include "vm/frame_lineno.h"

#include "object/error.h"
#include "object/int.h"
#include "object/str.h"
#include "object/type_checks.h"
#include "vm/generator.h"
#include "vm/root.h"

/* --- kinds of stack items --------------------------------------------------------------------------- */

typedef enum ItemKind { ITEM_ITERATOR = 1, ITEM_EXCEPT, ITEM_OBJECT, ITEM_NULL, ITEM_LASTI } ItemKind;
#define ITEM_BITS 3
#define MOST_ITEMS (63 / ITEM_BITS)
enum { STACK_UNSEEN = -1, STACK_TOO_DEEP = -2, STACK_EMPTY = 0 };

static i64 stack_push(i64 stack, ItemKind kind) {
    if ((u64)stack >= (u64)1 << (ITEM_BITS * (MOST_ITEMS - 1))) return STACK_TOO_DEEP;
    return stack << ITEM_BITS | (i64)kind;
}
static i64 stack_pop(i64 stack) { return stack >> ITEM_BITS; }
static ItemKind stack_top(i64 stack) { return (ItemKind)(stack & ((1 << ITEM_BITS) - 1)); }
static i64 stack_pop_to(i64 stack, int depth) {
    int have = 0;
    for (i64 s = stack; s > 0; s = stack_pop(s)) have++;
    for (; have > depth; have--) stack = stack_pop(stack);
    return stack;
}

/* The stack after an instruction. */
static i64 stack_after(i64 stack, const Instruction *instruction, bool jump) {
    int oparg = instruction->oparg;
    switch (instruction->opcode) {
    case OP_CHECK_EXC_MATCH: return stack;
    case OP_GET_ITER:
    case OP_GET_AITER: return stack_push(stack_pop(stack), ITEM_ITERATOR);
    case OP_FOR_ITER: return jump ? stack_pop(stack) : stack_push(stack, ITEM_OBJECT);
    case OP_SEND: return jump ? stack_push(stack_pop(stack_pop(stack)), ITEM_OBJECT) : stack;
    case OP_PUSH_EXC_INFO: return stack_push(stack_push(stack_pop(stack), ITEM_EXCEPT), ITEM_EXCEPT);
    case OP_PUSH_NULL: return stack_push(stack, ITEM_NULL);
    case OP_LOAD_GLOBAL:
        if (oparg & 1) stack = stack_push(stack, ITEM_NULL);
        return stack_push(stack, ITEM_OBJECT);
    case OP_LOAD_METHOD: return stack_push(stack_push(stack_pop(stack), ITEM_NULL), ITEM_OBJECT);
    case OP_COPY: {
        i64 below = stack;
        for (int i = 1; i < oparg; i++) below = stack_pop(below);
        return stack_push(stack, stack_top(below));
    }
    default: break;
    }
    /* Only what it pops or pushes in sum: what it looks at and leaves is of the kind that it was. */
    int grows = opcode_pushes(instruction->opcode, oparg, jump) - opcode_pops(instruction->opcode, oparg, jump);
    for (; grows < 0 && stack > 0; grows++) stack = stack_pop(stack);
    for (; grows > 0 && stack >= 0; grows--) stack = stack_push(stack, ITEM_OBJECT);
    return stack;
}

static bool ends_flow(Opcode opcode) {
    switch (opcode) {
    case OP_JUMP_FORWARD:
    case OP_JUMP_BACKWARD:
    case OP_JUMP_BACKWARD_NO_INTERRUPT:
    case OP_RETURN_VALUE:
    case OP_RAISE_VARARGS:
    case OP_RERAISE: return true;
    default: return false;
    }
}

/* One pass over the code in order; *changed when it learned something that lies behind it. */
static void mark_pass(const Code *code, i64 *stacks, bool *changed) {
    Ref self = &code->ob_base.ob_base;
    Instruction instruction;
    for (isize unit = 0; code_instruction(self, unit, &instruction); unit = instruction.next_unit) {
        i64 stack = stacks[unit];
        if (stack == STACK_UNSEEN) continue;
        for (isize i = unit; i <= instruction.unit; i++) stacks[i] = stack;
        if (instruction.target >= 0 && instruction.target < code->ob_base.ob_size &&
            stacks[instruction.target] == STACK_UNSEEN) {
            stacks[instruction.target] = stack < 0 ? stack : stack_after(stack, &instruction, true);
            *changed |= instruction.target < unit;
        }
        if (!ends_flow(instruction.opcode) && instruction.next_unit < code->ob_base.ob_size &&
            stacks[instruction.next_unit] == STACK_UNSEEN) {
            stacks[instruction.next_unit] = stack < 0 ? stack : stack_after(stack, &instruction, false);
        }
    }
    isize offset = 0;
    for (CodeHandlerEntry entry; code_each_handler(self, &offset, &entry);) {
        i64 stack = stacks[entry.start];
        if (stack == STACK_UNSEEN || stacks[entry.target] != STACK_UNSEEN) continue;
        stack = stack < 0 ? stack : stack_pop_to(stack, entry.depth);
        if (entry.push_lasti && stack >= 0) stack = stack_push(stack, ITEM_LASTI);
        stacks[entry.target] = stack < 0 ? stack : stack_push(stack, ITEM_EXCEPT);
        *changed = true;
    }
}

/* The stack before each code unit: a raw block; NULL: MemoryError. */
static i64 *mark_stacks(const Code *code) {
    isize count = code->ob_base.ob_size;
    i64 *stacks = arena_alloc((usize)(count + 1) * sizeof *stacks, BLOCK_RAW);
    if (!stacks) return error_memory();
    for (isize i = 0; i <= count; i++) stacks[i] = STACK_UNSEEN;
    stacks[0] = STACK_EMPTY; /* what a generator is first sent is pushed by RETURN_GENERATOR, in this account */
    for (bool changed = true; changed;) {
        changed = false;
        mark_pass(code, stacks, &changed);
    }
    return stacks;
}

/* --- choosing where to go --------------------------------------------------------------------------- */

static const char *explain_kind(ItemKind kind) {
    switch (kind) {
    case ITEM_EXCEPT: return "can't jump into an 'except' block as there's no exception";
    case ITEM_LASTI: return "can't jump into a re-raising block as there's no location";
    case ITEM_ITERATOR: return "can't jump into the body of a for loop";
    default: return "incompatible stacks";
    }
}

static bool kinds_agree(ItemKind from, ItemKind to) {
    if (to == ITEM_OBJECT) return from != ITEM_NULL;
    if (to == ITEM_NULL) return true;
    return from == to;
}

/* Whether `to` is what is left of `from` after popping. */
static bool stacks_agree(i64 from, i64 to) {
    if (to < 0) return false;
    while (from > to) from = stack_pop(from);
    for (; from; from = stack_pop(from), to = stack_pop(to)) {
        if (!kinds_agree(stack_top(from), stack_top(to))) return false;
    }
    return to == 0;
}

static const char *explain(i64 to) {
    if (to == STACK_TOO_DEEP) return "stack is too deep to analyze";
    if (to == STACK_UNSEEN) return "can't jump into an exception handler, or code may be unreachable";
    return explain_kind(stack_top(to));
}

/* The first line from `line` on that has instructions; -1: none. */
static i32 next_line_with_code(const Code *code, i32 line) {
    i32 best = -1;
    Instruction instruction;
    Ref self = &code->ob_base.ob_base;
    for (isize unit = 0; code_instruction(self, unit, &instruction); unit = instruction.next_unit) {
        i32 here = code_line(self, unit);
        if (here >= line && (best < 0 || here < best)) best = here;
    }
    return best;
}

/* The unit at which `line` begins (a line may do so several times) with the deepest stack that agrees; -1 and
 * *why. */
static isize find_target(const Code *code, i32 line, const i64 *stacks, i64 from, const char **why) {
    isize target = -1;
    i64 best = STACK_TOO_DEEP;
    i32 last = -1;
    Instruction instruction;
    Ref self = &code->ob_base.ob_base;
    *why = NULL;
    for (isize unit = 0; code_instruction(self, unit, &instruction); unit = instruction.next_unit) {
        i32 here = code_line(self, unit);
        bool begins = here >= 0 && here != last;
        if (here >= 0) last = here;
        if (!begins || here != line) continue;
        i64 to = stacks[unit];
        if (from >= 0 && stacks_agree(from, to)) {
            if (to <= best) continue;
            best = to;
            target = unit;
        } else if (!*why) {
            *why = from == STACK_TOO_DEEP ? "stack to deep to analyze"
                   : from == STACK_UNSEEN ? "can't jump from unreachable code"
                                          : explain(to);
        }
    }
    if (!*why) *why = "cannot find bytecode for specified line";
    return target;
}

/* --- the setter ------------------------------------------------------------------------------------- */

static bool refuse(const char *why) {
    error_set(EXC(ValueError), "%s", why);
    return false;
}

/* A generator that has given a value away: it is no longer on its stack, though the frame still stands at the yield. */
static bool is_yielding(const Frame *frame) {
    return frame->owner == FRAME_OF_GENERATOR && frame->last >= frame->code->units &&
           opcode_info[frame->last->opcode].base == OP_YIELD_VALUE &&
           (thread_current()->trace_event == TRACE_RETURN ||
            frame_generator(frame)->state == GENERATOR_SUSPENDED);
}

/* Only from a 'line' event of the trace function of this very frame, or after a yield. */
static bool may_jump(const FrameObject *object) {
    const Frame *frame = object->frame;
    switch (thread_current()->trace_event) {
    case TRACE_LINE: break;
    case TRACE_NONE:
    case TRACE_CALL: return refuse("can't jump from the 'call' trace event of a new frame");
    case TRACE_RETURN:
        if (is_yielding(frame)) break;
        return refuse("can only jump from a 'line' trace event");
    default: return refuse("can only jump from a 'line' trace event");
    }
    return object->trace || refuse("f_lineno can only be set by a trace function");
}

/* Pops what the target does not have, handled exceptions included. */
static void pop_surplus(Frame *frame, i64 from, i64 to) {
    while (from > to) {
        Object *value = *--frame->stack_pointer;
        if (stack_top(from) == ITEM_EXCEPT) {
            slot_set(&thread_current()->handled->value, value);
        } else {
            release_maybe(value);
        }
        from = stack_pop(from);
    }
}

/* The instruction at frame->last comes next; afterwards the line's first one does. */
static bool go_to_line(Frame *frame, i32 wanted) {
    const Code *code = frame->code;
    if (wanted < code->firstlineno) {
        error_set(EXC(ValueError), "line %ld comes before the current code block", (long)wanted);
        return false;
    }
    code_keep_lines(&code->ob_base.ob_base);
    i32 line = next_line_with_code(code, wanted);
    if (line < 0) {
        error_set(EXC(ValueError), "line %ld comes after the current code block", (long)wanted);
        return false;
    }
    i64 *stacks = mark_stacks(code);
    if (!stacks) return false;
    const char *why;
    i64 from = stacks[frame_unit(frame)];
    if (is_yielding(frame) && from > 0) from = stack_pop(from);
    isize target = find_target(code, line, stacks, from, &why);
    i64 to = target < 0 ? 0 : stacks[target];
    arena_free(stacks);
    if (target < 0) return refuse(why);
    pop_surplus(frame, from, to);
    frame->last = frame->code->units + target;
    return true;
}

bool frame_set_line(FrameObject *object, Ref value) {
    if (!value) {
        error_set(EXC(AttributeError), "cannot delete attribute");
        return false;
    }
    if (!is_int(value)) return refuse("lineno must be an integer");
    if (!may_jump(object)) return false;
    int overflow;
    i64 wanted = int_as_i64_overflow(value, &overflow);
    if (overflow || wanted > INT32_MAX || wanted < INT32_MIN) return refuse("lineno out of range");
    if (!go_to_line(object->frame, (i32)wanted)) return false;
    object->lineno = 0;
    return true;
}

FrameRefusal frame_jump_to_line(Frame *frame, i64 line) {
    if (!VM_ROOT->may_jump) return FRAME_IN_PAIR;
    if (line > INT32_MAX || line < INT32_MIN) {
        refuse("lineno out of range");
        return FRAME_RAISED;
    }
    frame->last++; /* as in a trace function: the instruction that comes next */
    bool done = go_to_line(frame, (i32)line);
    if (done) VM_ROOT->jumped_to = frame->last;
    frame->last--;
    return done ? FRAME_CHANGED : FRAME_RAISED;
}

/* --- putting something else on the stack ------------------------------------------------------------ */

/* What is being built is held by the stack alone, and by its type the next instructions know it. */
static bool is_being_built(Ref item) {
    return item->ob_refcnt == 1 && (is_list(item) || is_tuple(item) || is_exact_dict(item) || is_any_set(item));
}

static FrameRefusal may_replace(ItemKind kind, Ref item, Ref value) {
    bool iterates = type_of(value)->slots.iternext != NULL;
    switch (kind) {
    case ITEM_NULL: return FRAME_HOLDS_NULL;
    case ITEM_LASTI: return FRAME_HOLDS_LASTI;
    case ITEM_ITERATOR: return iterates || type_of(value)->slots.anext ? FRAME_CHANGED : FRAME_HOLDS_ITERATOR;
    case ITEM_EXCEPT:
        return is_a(value, EXC(BaseException)) || (value == None && item == None) ? FRAME_CHANGED
                                                                                  : FRAME_HOLDS_EXCEPTION;
    default: break;
    }
    if (!item) return FRAME_HOLDS_NULL;
    if (is_code(item)) return type_of(value) == type_of(item) ? FRAME_CHANGED : FRAME_HOLDS_CODE;
    if (type_of(item)->slots.iternext && !iterates) return FRAME_HOLDS_ITERATOR;
    return is_being_built(item) && type_of(value) != type_of(item) ? FRAME_HOLDS_UNFINISHED : FRAME_CHANGED;
}

/* The kind of the item at the depth `slot`, 0 at the bottom, before the next instruction. 0: not known, or no memory
 * (raised). */
static ItemKind kind_of_slot(const Frame *frame, isize slot, isize depth) {
    i64 *stacks = mark_stacks(frame->code);
    if (!stacks) return 0;
    i64 stack = stacks[frame_unit(frame) + 1];
    arena_free(stacks);
    isize known = 0;
    for (i64 s = stack; s > 0; s = stack_pop(s)) known++;
    if (stack < 0 || known != depth) return 0;
    for (; known > slot + 1; known--) stack = stack_pop(stack);
    return stack_top(stack);
}

FrameRefusal frame_set_stack_item(Frame *frame, isize slot, Ref value) {
    Object **base = frame_stack_base(frame);
    isize depth = frame->stack_pointer - base;
    if (slot < 0 || slot >= depth) return FRAME_NO_SLOT;
    ItemKind kind = kind_of_slot(frame, slot, depth);
    if (!kind) return error_occurred() ? FRAME_RAISED : FRAME_STACK_UNKNOWN;
    FrameRefusal refusal = may_replace(kind, base[slot], value);
    if (!refusal) slot_set(&base[slot], own(value));
    return refusal;
}
