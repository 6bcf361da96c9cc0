/* pickle_load.c: the machine that reads pickles: one opcode after the other until STOP.
 *
 * A pickle may be anything, made to do harm even: no opcode trusts the stack, the memo or a length. What is
 * lent from the stack or the input is used before Python code gets a chance to run. */
#include "modules/pickle.h"

#include "object/call.h"

/* --- the memo ------------------------------------------------------------------------------------------- */

static bool push_from_memo(Unpickler *self, isize index) {
    const UnpicklerMemo *memo = &self->memo;
    if (index >= 0 && index < memo->room && memo->items[index]) {
        return pickle_stack_push(&self->stack, own(memo->items[index]));
    }
    return error_set(UNPICKLING_ERROR, "Memo value not found at index %zd", index);
}

/* The number of the memo that a line is. */
static bool index_of_line(Ref line, isize *index) {
    Own number = pickle_int_of_text((const char *)bytes_data(line), 10);
    *index = number ? int_as_isize(number) : -1;
    release_maybe(number);
    return *index != -1 || !error_occurred();
}

static bool load_get(Unpickler *self, UNUSED PickleOpcode opcode) {
    isize index;
    Ref line = pickle_read_line(self, 2);
    return line && index_of_line(line, &index) && push_from_memo(self, index);
}

static bool load_binary_get(Unpickler *self, PickleOpcode opcode) {
    u64 index;
    return pickle_read_number(self, opcode == PICKLE_BINGET ? 1 : 4, &index) &&
           push_from_memo(self, (isize)index);
}

static bool put_top(Unpickler *self, isize index) {
    Ref top = pickle_stack_top(&self->stack);
    return top && unpickler_memo_put(&self->memo, index, top);
}

static bool load_put(Unpickler *self, UNUSED PickleOpcode opcode) {
    isize index;
    Ref line = pickle_read_line(self, 2);
    if (!line || !pickle_stack_top(&self->stack) || !index_of_line(line, &index)) return false;
    if (index < 0) return error_set(EXC(ValueError), "negative PUT argument");
    return put_top(self, index);
}

static bool load_binary_put(Unpickler *self, PickleOpcode opcode) {
    u64 index;
    return pickle_read_number(self, opcode == PICKLE_BINPUT ? 1 : 4, &index) && put_top(self, (isize)index);
}

static bool load_memoize(Unpickler *self, UNUSED PickleOpcode opcode) {
    return put_top(self, self->memo.count);
}

/* --- the stack ------------------------------------------------------------------------------------------ */

static bool load_mark(Unpickler *self, UNUSED PickleOpcode opcode) { return pickle_stack_mark(&self->stack); }
static bool load_pop(Unpickler *self, UNUSED PickleOpcode opcode) { return pickle_stack_discard(&self->stack); }

static bool load_pop_mark(Unpickler *self, UNUSED PickleOpcode opcode) {
    isize mark = pickle_stack_take_mark(&self->stack);
    if (mark < 0) return false;
    pickle_stack_cut(&self->stack, mark);
    return true;
}

static bool load_dup(Unpickler *self, UNUSED PickleOpcode opcode) {
    Ref top = pickle_stack_top(&self->stack);
    return top && pickle_stack_push(&self->stack, own(top));
}

/* --- the stream ----------------------------------------------------------------------------------------- */

static bool load_proto(Unpickler *self, UNUSED PickleOpcode opcode) {
    u64 protocol;
    if (!pickle_read_number(self, 1, &protocol)) return false;
    if (protocol > PICKLE_HIGHEST_PROTOCOL) {
        return error_set(EXC(ValueError), "unsupported pickle protocol: %d", (int)protocol);
    }
    self->proto = (int)protocol;
    return true;
}

/* Has the whole frame read at once; its opcodes come next. */
static bool load_frame(Unpickler *self, UNUSED PickleOpcode opcode) {
    u64 length;
    if (!pickle_read_number(self, 8, &length)) return false;
    if (length > ISIZE_MAX) {
        return error_set(EXC(OverflowError), "FRAME length exceeds system's maximum of %zd bytes", ISIZE_MAX);
    }
    if (!pickle_read(self, (isize)length)) return false;
    self->input_next -= (isize)length;
    return true;
}

/* --- the machine ---------------------------------------------------------------------------------------- */

static const PickleLoader loaders[256] = {
    [PICKLE_ADDITEMS] = pickle_load_add_items,
    [PICKLE_APPEND] = pickle_load_append,
    [PICKLE_APPENDS] = pickle_load_append,
    [PICKLE_BINBYTES] = pickle_load_bytes,
    [PICKLE_BINBYTES8] = pickle_load_bytes,
    [PICKLE_BINFLOAT] = pickle_load_binary_float,
    [PICKLE_BINGET] = load_binary_get,
    [PICKLE_BININT] = pickle_load_binary_int,
    [PICKLE_BININT1] = pickle_load_binary_int,
    [PICKLE_BININT2] = pickle_load_binary_int,
    [PICKLE_BINPERSID] = pickle_load_binary_persistent,
    [PICKLE_BINPUT] = load_binary_put,
    [PICKLE_BINSTRING] = pickle_load_counted_string,
    [PICKLE_BINUNICODE] = pickle_load_counted_unicode,
    [PICKLE_BINUNICODE8] = pickle_load_counted_unicode,
    [PICKLE_BUILD] = pickle_load_build,
    [PICKLE_BYTEARRAY8] = pickle_load_bytearray,
    [PICKLE_DICT] = pickle_load_dict,
    [PICKLE_DUP] = load_dup,
    [PICKLE_EMPTY_DICT] = pickle_load_empty,
    [PICKLE_EMPTY_LIST] = pickle_load_empty,
    [PICKLE_EMPTY_SET] = pickle_load_empty,
    [PICKLE_EMPTY_TUPLE] = pickle_load_empty,
    [PICKLE_EXT1] = pickle_load_extension,
    [PICKLE_EXT2] = pickle_load_extension,
    [PICKLE_EXT4] = pickle_load_extension,
    [PICKLE_FLOAT] = pickle_load_float,
    [PICKLE_FRAME] = load_frame,
    [PICKLE_FROZENSET] = pickle_load_marked,
    [PICKLE_GET] = load_get,
    [PICKLE_GLOBAL] = pickle_load_global,
    [PICKLE_INST] = pickle_load_inst,
    [PICKLE_INT] = pickle_load_int,
    [PICKLE_LIST] = pickle_load_marked,
    [PICKLE_LONG] = pickle_load_long,
    [PICKLE_LONG1] = pickle_load_counted_long,
    [PICKLE_LONG4] = pickle_load_counted_long,
    [PICKLE_LONG_BINGET] = load_binary_get,
    [PICKLE_LONG_BINPUT] = load_binary_put,
    [PICKLE_MARK] = load_mark,
    [PICKLE_MEMOIZE] = load_memoize,
    [PICKLE_NEWFALSE] = pickle_load_constant,
    [PICKLE_NEWOBJ] = pickle_load_new_object,
    [PICKLE_NEWOBJ_EX] = pickle_load_new_object,
    [PICKLE_NEWTRUE] = pickle_load_constant,
    [PICKLE_NEXT_BUFFER] = pickle_load_next_buffer,
    [PICKLE_NONE] = pickle_load_constant,
    [PICKLE_OBJ] = pickle_load_obj,
    [PICKLE_PERSID] = pickle_load_persistent,
    [PICKLE_POP] = load_pop,
    [PICKLE_POP_MARK] = load_pop_mark,
    [PICKLE_PROTO] = load_proto,
    [PICKLE_PUT] = load_put,
    [PICKLE_READONLY_BUFFER] = pickle_load_readonly_buffer,
    [PICKLE_REDUCE] = pickle_load_reduce,
    [PICKLE_SETITEM] = pickle_load_set_items,
    [PICKLE_SETITEMS] = pickle_load_set_items,
    [PICKLE_SHORT_BINBYTES] = pickle_load_bytes,
    [PICKLE_SHORT_BINSTRING] = pickle_load_counted_string,
    [PICKLE_SHORT_BINUNICODE] = pickle_load_counted_unicode,
    [PICKLE_STACK_GLOBAL] = pickle_load_stack_global,
    [PICKLE_STRING] = pickle_load_string,
    [PICKLE_TUPLE] = pickle_load_marked,
    [PICKLE_TUPLE1] = pickle_load_small_tuple,
    [PICKLE_TUPLE2] = pickle_load_small_tuple,
    [PICKLE_TUPLE3] = pickle_load_small_tuple,
    [PICKLE_UNICODE] = pickle_load_unicode,
};

static bool unknown_opcode(u8 byte) {
    bool shows = byte >= ' ' && byte <= '~' && byte != '\'' && byte != '\\';
    return shows ? error_set(UNPICKLING_ERROR, "invalid load key, '%c'.", byte)
                 : error_set(UNPICKLING_ERROR, "invalid load key, '\\x%02x'.", byte);
}

/* Runs to STOP: the object on top; NULL raised. */
static Own run(Unpickler *self) {
    for (;;) {
        const u8 *opcode = pickle_read(self, 1);
        if (!opcode) {
            if (!error_matches(UNPICKLING_ERROR)) return NULL;
            error_clear();
            return error_set(EXC(EOFError), "Ran out of input");
        }
        u8 byte = *opcode;
        if (byte == PICKLE_STOP) break;
        PickleLoader load = loaders[byte];
        if (!(load ? load(self, (PickleOpcode)byte) : unknown_opcode(byte))) return NULL;
    }
    return pickle_input_settle(self) ? pickle_stack_pop(&self->stack) : NULL;
}

/* A load that begins within another one of the same unpickler leaves that one's stack alone. */
Own pickle_load(Unpickler *self) {
    PickleStack outer = self->stack;
    bool nested = self->running > 0;
    if (nested) {
        self->stack = (PickleStack){0};
    } else {
        self->stack.mark_count = 0;
        self->stack.fence = 0;
        pickle_stack_cut(&self->stack, 0);
    }
    self->proto = 0;
    self->running++;
    Own object = run(self);
    self->running--;
    if (nested) {
        pickle_stack_free(&self->stack);
        self->stack = outer;
    }
    return object;
}
