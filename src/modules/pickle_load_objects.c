/* pickle_load_objects.c: the opcodes that find classes and functions, call them, and give objects their
 * state. */
#include "modules/pickle.h"

#include "object/audit.h"
#include "object/call.h"
#include "object/codec.h"

/* --- finding by name ------------------------------------------------------------------------------------ */

static Own find_in_module(const Unpickler *self, Ref module, Ref name) {
    Own found = NULL, parts = NULL;
    if (self->proto >= 4) { /* names may have dots */
        parts = pickle_split_name(module, name);
        if (!parts) return NULL;
        found = pickle_follow(module, parts, NULL);
        release(parts);
    } else if (!object_find_attribute(module, name, &found)) {
        return NULL;
    }
    if (!found && !error_occurred())
        error_set(EXC(AttributeError), "Can't get attribute %R on %R", name, module);
    return found;
}

Own unpickler_find_class(Ref ref, Ref module_name, Ref global_name) {
    if (!AUDIT("pickle.find_class", "OO", module_name, global_name)) return NULL;
    const Unpickler *self = AS_UNPICKLER(ref);
    Own module_part = own(module_name), name = own(global_name), found = NULL;
    bool renamed =
        self->proto >= 3 || !self->fix_imports || pickle_rename(&PICKLE->to_python3, "", &module_part, &name);
    Own module = renamed ? pickle_import(module_part) : NULL;
    if (module) found = find_in_module(self, module, name);
    release_maybe(module);
    release(module_part);
    release(name);
    return found;
}

/* By the unpickler's own method, which a subclass may have replaced. Consumes both names, NULL too. */
static Own find_class(Unpickler *self, Own module_name, Own global_name) {
    Ref const names[] = {module_name, global_name};
    Own found = NULL;
    if (module_name && global_name) found = object_call_method((Ref)self, NAME(find_class), names, 2, NULL);
    release_maybe(module_name);
    release_maybe(global_name);
    return found;
}

/* A name on a line. */
static Own read_name(Unpickler *self, bool ascii) {
    Ref line = pickle_read_line(self, 2);
    if (!line) return NULL;
    isize length = size_of(line) - 1;
    return ascii ? codec_ascii_decode(bytes_data(line), length, NULL)
                 : codec_utf8_decode(bytes_data(line), length, NULL);
}

/* The class or function that two lines name. */
static Own read_class(Unpickler *self, bool ascii) {
    Own module_name = read_name(self, ascii);
    return find_class(self, module_name, module_name ? read_name(self, ascii) : NULL);
}

bool pickle_load_global(Unpickler *self, UNUSED PickleOpcode opcode) {
    return pickle_stack_push(&self->stack, read_class(self, false));
}

bool pickle_load_stack_global(Unpickler *self, UNUSED PickleOpcode opcode) {
    Own name = pickle_stack_pop(&self->stack), module = pickle_stack_pop(&self->stack);
    if (module && name && is_exact_str(module) && is_exact_str(name)) {
        return pickle_stack_push(&self->stack, find_class(self, module, name));
    }
    error_clear(); /* of a stack that ends too soon */
    error_set(UNPICKLING_ERROR, "STACK_GLOBAL requires str");
    release_maybe(module);
    release_maybe(name);
    return false;
}

/* --- finding by number ---------------------------------------------------------------------------------- */

/* What copyreg.add_extension entered under this number: found once, then cached. */
static Own find_extension(Unpickler *self, Ref number, long code) {
    Ref pair = dict_get(PICKLE->inverted_registry, number);
    if (!pair) {
        return error_occurred() ? NULL : error_set(EXC(ValueError), "unregistered extension code %ld", code);
    }
    if (!is_tuple(pair) || tuple_length(pair) != 2 || !is_str(tuple_get(pair, 0)) ||
        !is_str(tuple_get(pair, 1))) {
        return error_set(EXC(ValueError), "_inverted_registry[%ld] isn't a 2-tuple of strings", code);
    }
    Own found = find_class(self, own(tuple_get(pair, 0)), own(tuple_get(pair, 1)));
    if (found && !dict_set(PICKLE->extension_cache, number, found)) slot_clear(&found);
    return found;
}

bool pickle_load_extension(Unpickler *self, PickleOpcode opcode) {
    u64 value;
    int size = opcode == PICKLE_EXT1 ? 1 : opcode == PICKLE_EXT2 ? 2 : 4;
    if (!pickle_read_number(self, size, &value)) return false;
    i64 code = size == 4 ? (i32)value : (i64)value;
    if (code <= 0) return error_set(UNPICKLING_ERROR, "EXT specifies code <= 0");
    Own number = int_from_i64(code);
    if (!number) return false;
    Own found = own_maybe(dict_get(PICKLE->extension_cache, number));
    if (!found && !error_occurred()) found = find_extension(self, number, (long)code);
    release(number);
    return pickle_stack_push(&self->stack, found);
}

/* --- objects that are kept elsewhere -------------------------------------------------------------------- */

/* Consumes the id, NULL too. */
static bool push_persistent(Unpickler *self, Own id) {
    if (!id) return false;
    Own object = persistent_hook_call(&self->persistent, id);
    release(id);
    return pickle_stack_push(&self->stack, object);
}

static bool check_persistent(const Unpickler *self) {
    if (self->persistent.function) return true;
    return error_set(UNPICKLING_ERROR, "A load persistent id instruction was encountered,\n"
                                       "but no persistent_load function was specified.");
}

bool pickle_load_persistent(Unpickler *self, UNUSED PickleOpcode opcode) {
    if (!check_persistent(self)) return false;
    Ref line = pickle_read_line(self, 1);
    if (!line) return false;
    Own id = codec_ascii_decode(bytes_data(line), size_of(line) - 1, NULL);
    if (id) return push_persistent(self, id);
    if (error_matches(EXC(UnicodeDecodeError))) {
        error_clear();
        error_set(UNPICKLING_ERROR, "persistent IDs in protocol 0 must be ASCII strings");
    }
    return false;
}

bool pickle_load_binary_persistent(Unpickler *self, UNUSED PickleOpcode opcode) {
    return check_persistent(self) && push_persistent(self, pickle_stack_pop(&self->stack));
}

/* --- making objects ------------------------------------------------------------------------------------- */

/* An instance of a class of Python 1 and 2, which is made without __init__ where it has no arguments. Consumes
 * both, NULL too. */
static Own instantiate(Own class, Own arguments) {
    Own made = NULL, hook = NULL;
    bool without_init = class && arguments && tuple_length(arguments) == 0 && is_type(class);
    if (without_init && !object_find_attribute(class, NAME(__getinitargs__), &hook)) {
        made = NULL;
    } else if (without_init && !hook) {
        made = object_call_method_one(class, NAME(__new__), class);
    } else if (class && arguments) {
        made = object_call_tuple(class, arguments, NULL);
    }
    release_maybe(hook);
    release_maybe(class);
    release_maybe(arguments);
    return made;
}

/* Module and class on lines, arguments down to the mark. */
bool pickle_load_inst(Unpickler *self, UNUSED PickleOpcode opcode) {
    isize mark = pickle_stack_take_mark(&self->stack);
    if (mark < 0) return false;
    Own class = read_class(self, true);
    if (!class) return false;
    return pickle_stack_push(&self->stack, instantiate(class, pickle_stack_pop_tuple(&self->stack, mark)));
}

/* The class stands just above the mark. */
bool pickle_load_obj(Unpickler *self, UNUSED PickleOpcode opcode) {
    isize mark = pickle_stack_take_mark(&self->stack);
    if (mark < 0) return false;
    if (self->stack.count - mark < 1) return pickle_stack_underflow(&self->stack);
    Own arguments = pickle_stack_pop_tuple(&self->stack, mark + 1);
    if (!arguments) return false;
    return pickle_stack_push(&self->stack, instantiate(pickle_stack_pop(&self->stack), arguments));
}

/* Complains about one of the three that make an object; NULL: they are fine. */
static bool check_new_object(const char *opcode, Ref class, Ref args, Ref kwargs) {
    if (!is_type(class)) {
        return error_set(UNPICKLING_ERROR, "%s class argument must be a type, not %.200s", opcode,
                         type_of(class)->name);
    }
    if (!AS_TYPE(class)->slots.new) {
        return error_set(UNPICKLING_ERROR, "%s class argument '%.200s' doesn't have __new__", opcode,
                         AS_TYPE(class)->name);
    }
    if (!is_tuple(args)) {
        return error_set(UNPICKLING_ERROR, "%s args argument must be a tuple, not %.200s", opcode,
                         type_of(args)->name);
    }
    if (kwargs && !is_dict(kwargs)) {
        return error_set(UNPICKLING_ERROR, "%s kwargs argument must be a dict, not %.200s", opcode,
                         type_of(kwargs)->name);
    }
    return true;
}

bool pickle_load_new_object(Unpickler *self, PickleOpcode opcode) {
    bool ex = opcode == PICKLE_NEWOBJ_EX;
    Own kwargs = ex ? pickle_stack_pop(&self->stack) : NULL;
    Own args = ex && !kwargs ? NULL : pickle_stack_pop(&self->stack);
    Own class = args ? pickle_stack_pop(&self->stack) : NULL, made = NULL;
    if (class && check_new_object(ex ? "NEWOBJ_EX" : "NEWOBJ", class, args, kwargs)) {
        made = object_new_tuple(class, args, kwargs);
    }
    release_maybe(class);
    release_maybe(args);
    release_maybe(kwargs);
    return pickle_stack_push(&self->stack, made);
}

bool pickle_load_reduce(Unpickler *self, UNUSED PickleOpcode opcode) {
    Own arguments = pickle_stack_pop(&self->stack), made = NULL;
    Own function = arguments ? pickle_stack_pop(&self->stack) : NULL;
    if (function && is_tuple(arguments)) {
        made = object_call_tuple(function, arguments, NULL);
    } else if (function) {
        error_set(EXC(TypeError), "argument list must be a tuple");
    }
    release_maybe(function);
    release_maybe(arguments);
    return pickle_stack_push(&self->stack, made);
}

/* --- state ---------------------------------------------------------------------------------------------- */

/* The items of a dict become those of object.__dict__, names interned as the interpreter's own. */
static bool set_dict_items(Ref object, Ref state) {
    isize position = 0;
    Ref key, value;
    Own dict = object_get_attribute(object, NAME(__dict__));
    bool set = dict != NULL;
    while (set && dict_each(state, &position, &key, &value, NULL)) {
        Own kept_key = own(key), kept_value = own(value);
        if (is_exact_str(key)) kept_key = str_intern(kept_key);
        set = object_set_item(dict, kept_key, kept_value);
        release(kept_key);
        release(kept_value);
    }
    release_maybe(dict);
    return set;
}

static bool set_attributes(Ref object, Ref state) {
    isize position = 0;
    Ref key, value;
    bool set = true;
    while (set && dict_each(state, &position, &key, &value, NULL)) {
        Own kept_key = own(key), kept_value = own(value);
        set = object_set_attribute(object, kept_key, kept_value);
        release(kept_key);
        release(kept_value);
    }
    return set;
}

/* What __setstate__ does where there is none: state is a dict, or (dict or None, dict of slots). */
static bool set_state(Ref object, Ref state) {
    Ref slots = NULL;
    if (is_tuple(state) && tuple_length(state) == 2) {
        slots = tuple_get(state, 1);
        state = tuple_get(state, 0);
    }
    if (state != None) {
        if (!is_dict(state)) return error_set(UNPICKLING_ERROR, "state is not a dictionary");
        if (!set_dict_items(object, state)) return false;
    }
    if (!slots) return true;
    if (!is_dict(slots)) return error_set(UNPICKLING_ERROR, "slot state is not a dictionary");
    return set_attributes(object, slots);
}

bool pickle_load_build(Unpickler *self, UNUSED PickleOpcode opcode) {
    if (self->stack.count - 2 < self->stack.fence) return pickle_stack_underflow(&self->stack);
    Own state = pickle_stack_pop(&self->stack), method;
    Ref object = pickle_stack_top(&self->stack);
    bool built = object_find_attribute(object, NAME(__setstate__), &method);
    if (built && method) {
        Own answer = object_call_one(method, state);
        built = answer != NULL;
        release_maybe(answer);
        release(method);
    } else if (built) {
        built = set_state(object, state);
    }
    release(state);
    return built;
}
