/* pickle_save.c: how an object is written: by its exact type where that has a form of its own, else by what
 * reducer_override, the dispatch table or its __reduce_ex__ answers.
 *
 * The order of the questions is part of the format: it decides what is memoized and under which number. */
#include "modules/pickle.h"

#include "object/call.h"

/* --- the memo ------------------------------------------------------------------------------------------- */

/* Writes a number of the memo: as text, as one byte or as four. */
static bool write_index(Pickler *self, isize index, PickleOpcode text, PickleOpcode byte, PickleOpcode four) {
    if (!self->binary) {
        Own digits = str_format("%zd", index);
        bool written = digits && pickle_write_line(self, text, str_data(digits), str_length(digits));
        release_maybe(digits);
        return written;
    }
    if (index < 256) return pickle_write_number(self, byte, (u64)index, 1);
    if (index <= UINT32_MAX) return pickle_write_number(self, four, (u64)index, 4);
    return error_set(PICKLING_ERROR, "memo id too large for %s",
                     four == PICKLE_LONG_BINGET ? "LONG_BINGET" : "LONG_BINPUT");
}

bool pickle_save_memoized(Pickler *self, Ref object) {
    isize index = pickle_memo_get(&self->memo, object);
    if (index < 0) return error_set_key(object);
    return write_index(self, index, PICKLE_GET, PICKLE_BINGET, PICKLE_LONG_BINGET);
}

bool pickle_memoize(Pickler *self, Ref object) {
    if (self->fast) return true;
    isize index = self->memo.used;
    if (!pickle_memo_set(&self->memo, object, index)) return false;
    if (self->proto >= 4) return pickle_write_opcode(self, PICKLE_MEMOIZE);
    return write_index(self, index, PICKLE_PUT, PICKLE_BINPUT, PICKLE_LONG_BINPUT);
}

/* --- objects that stand for themselves elsewhere -------------------------------------------------------- */

static bool save(Pickler *self, Ref object);

static bool save_text_id(Pickler *self, Ref id) {
    Own text = object_str(id);
    if (!text) return false;
    bool written = false;
    if (AS_STR(text)->ascii) {
        written = pickle_write_line(self, PICKLE_PERSID, str_data(text), str_length(text));
    } else {
        error_set(PICKLING_ERROR, "persistent IDs in protocol 0 must be ASCII strings");
    }
    release(text);
    return written;
}

/* *saved: persistent_id knew the object. */
static bool save_persistent(Pickler *self, Ref object, bool *saved) {
    Own id = persistent_hook_call(&self->persistent, object);
    if (!id) return false;
    bool written = true;
    *saved = id != None;
    if (*saved) {
        written = self->binary ? pickle_output_boundary(self) && save(self, id) &&
                                     pickle_write_opcode(self, PICKLE_BINPERSID)
                               : save_text_id(self, id);
    }
    release(id);
    return written;
}

/* --- objects by their reduction ------------------------------------------------------------------------- */

/* What the dispatch table has for a type; *reducer NULL: nothing. */
static bool find_reducer(const Pickler *self, Ref type, Own *reducer) {
    Ref table = self->dispatch_table ? self->dispatch_table : PICKLE->dispatch_table;
    if (is_exact_dict(table)) {
        *reducer = own_maybe(dict_get(table, type));
        return *reducer || !error_occurred();
    }
    *reducer = object_get_item(table, type);
    if (*reducer) return true;
    if (!error_matches(EXC(KeyError))) return false;
    error_clear();
    return true;
}

static Own reduce_by_method(const Pickler *self, Ref object) {
    Own method;
    if (!object_find_attribute(object, NAME(__reduce_ex__), &method)) return NULL;
    Own reduced = NULL;
    if (method) {
        Own protocol = int_from_i64(self->proto);
        reduced = protocol ? object_call_one(method, protocol) : NULL;
        release_maybe(protocol);
    } else if (!object_find_attribute(object, NAME(__reduce__), &method)) {
        return NULL;
    } else if (method) {
        reduced = object_call_none(method);
    } else {
        return error_set(PICKLING_ERROR, "can't pickle '%.200s' object: %R", type_of(object)->name, object);
    }
    release(method);
    return reduced;
}

static bool save_reduction(Pickler *self, Ref object, Ref reduced) {
    if (is_str(reduced)) return pickle_save_global(self, object, reduced);
    if (is_tuple(reduced)) return pickle_save_reduced(self, reduced, object);
    return error_set(PICKLING_ERROR, "__reduce__ must return a string or tuple");
}

static bool save_other(Pickler *self, Ref object) {
    Type *type = type_of(object);
    Own reduced = NULL, reducer = NULL;
    if (self->reducer_override) {
        reduced = object_call_one(self->reducer_override, object);
        if (!reduced) return false;
        if (reduced == NotImplemented) slot_clear(&reduced);
    }
    if (!reduced) {
        if (type == TYPE(TYPE)) return pickle_save_type(self, object);
        if (type_has(type, TYPE_PYTHON_FUNCTION)) return pickle_save_global(self, object, NULL);
        if (!find_reducer(self, (Ref)type, &reducer)) return false;
        if (reducer) {
            reduced = object_call_one(reducer, object);
            release(reducer);
        } else if (type_has(type, TYPE_TYPE_SUBCLASS)) {
            return pickle_save_global(self, object, NULL);
        } else {
            reduced = reduce_by_method(self, object);
        }
    }
    bool saved = reduced && save_reduction(self, object, reduced);
    release_maybe(reduced);
    return saved;
}

/* --- the way of each object ----------------------------------------------------------------------------- */

static bool save_composite(Pickler *self, Ref object) {
    const Type *type = type_of(object);
    if (type == TYPE(DICT)) return pickle_save_dict(self, object);
    if (type == TYPE(SET)) return pickle_save_set(self, object);
    if (type == TYPE(FROZENSET)) return pickle_save_frozenset(self, object);
    if (type == TYPE(LIST)) return pickle_save_list(self, object);
    if (type == TYPE(TUPLE)) return pickle_save_tuple(self, object);
    if (type == TYPE(BYTEARRAY)) return pickle_save_bytearray(self, object);
    if (type == MODULE_TYPE(PICKLE_BUFFER)) return pickle_save_buffer(self, object);
    return save_other(self, object);
}

static bool save(Pickler *self, Ref object) {
    const Type *type = type_of(object);
    if (object == None) return pickle_write_opcode(self, PICKLE_NONE);
    if (type == TYPE(BOOL)) return pickle_save_bool(self, object);
    if (type == TYPE(INT)) return pickle_save_int(self, object);
    if (type == TYPE(FLOAT)) return pickle_save_float(self, object);
    if (pickle_is_memoized(self, object)) return pickle_save_memoized(self, object);
    if (type == TYPE(BYTES)) return pickle_save_bytes(self, object);
    if (type == TYPE(STR)) return pickle_save_str(self, object);
    if (!recursion_enter(" while pickling an object")) return false;
    bool saved = save_composite(self, object);
    recursion_leave();
    return saved;
}

bool pickle_save(Pickler *self, Ref object) {
    bool elsewhere = false;
    if (!pickle_output_boundary(self)) return false;
    if (self->persistent.function && !save_persistent(self, object, &elsewhere)) return false;
    return elsewhere || save(self, object);
}

static bool dump(Pickler *self, Ref object) {
    if (self->proto >= 2) {
        if (!pickle_write_number(self, PICKLE_PROTO, (u64)self->proto, 1)) return false;
        self->framing = self->proto >= 4;
    }
    return pickle_save(self, object) && pickle_write_opcode(self, PICKLE_STOP) && pickle_frame_commit(self);
}

bool pickle_dump(Pickler *self, Ref object) {
    Own override;
    if (!object_find_attribute((Ref)self, NAME(reducer_override), &override)) return false;
    slot_set(&self->reducer_override, override);
    bool dumped = dump(self, object);
    self->framing = false;
    slot_clear(&self->reducer_override); /* a bound method: a cycle */
    return dumped;
}
