/* function.c: function objects.
 *
 * A function is a code object together with what the code needs from where it was defined: globals, builtins,
 * default values, the cells of its free variables. Each change that specialised bytecode relies on (code,
 * defaults) takes its version away. */
#include "vm/function.h"

#include "object/audit.h"
#include "object/call.h"
#include "object/callables.h"
#include "object/dict.h"
#include "object/error.h"
#include "object/gc.h"
#include "object/str.h"
#include "object/tuple.h"
#include "object/weakref.h"
#include "vm/eval.h"

/* --- birth ------------------------------------------------------------------------------------------ */

Ref vm_builtins_of(Ref globals) {
    Ref builtins = dict_get(globals, NAME(__builtins__));
    if (!builtins) return error_occurred() ? NULL : vm_builtins();
    return is_module(builtins) ? module_dict(builtins) : builtins;
}

/* __doc__: the first constant, where it is a str. */
static Ref code_doc(const Code *code) {
    if (!tuple_length(code->consts)) return None;
    Ref first = tuple_get(code->consts, 0);
    return is_str(first) ? first : None;
}

Own function_new(Ref code_object, Ref globals, Ref qualname) {
    Code *code = AS_CODE(code_object);
    Ref module = dict_get(globals, NAME(__name__));
    if (!module && error_occurred()) return NULL;
    Ref builtins = vm_builtins_of(globals);
    if (!builtins) return NULL;
    Function *function = (Function *)object_new(TYPE_FUNCTION, 0);
    if (!function) return NULL;
    function->globals = own(globals);
    function->builtins = own(builtins);
    function->name = own(code->name);
    function->qualname = own(qualname ? qualname : (Ref)code->qualname);
    function->code = (Code *)own(code_object);
    function->doc = own(code_doc(code));
    function->module = own_maybe(module);
    gc_track(&function->ob_base);
    return &function->ob_base;
}

u32 function_version(Function *function) {
    if (function->version || !OBJECT_ROOT->next_function_version) return function->version;
    return function->version = OBJECT_ROOT->next_function_version++;
}

/* The compiler hands annotations over as a flat tuple: name, value, name, value ... */
Ref function_annotations(Ref self) {
    Function *function = AS_FUNCTION(self);
    if (!function->annotations || !is_exact_tuple(function->annotations)) return function->annotations;
    Own dict = dict_new();
    if (!dict) return NULL;
    Ref flat = function->annotations;
    for (isize i = 0; i + 1 < tuple_length(flat); i += 2) {
        if (!dict_set(dict, tuple_get(flat, i), tuple_get(flat, i + 1))) {
            release(dict);
            return NULL;
        }
    }
    slot_set(&function->annotations, dict);
    return dict;
}

/* function(code, globals, name=None, argdefs=None, closure=None) */
static const Parameters new_parameters = {
    "function", {"code", "globals", "name", "argdefs", "closure"}, .required = 2};

static bool closure_fits(const Code *code, Ref closure) {
    if (!closure || closure == None) {
        if (!code->nfreevars) return true;
        error_set(EXC(TypeError), "arg 5 (closure) must be tuple");
        return false;
    }
    if (!is_tuple(closure)) {
        error_set(EXC(TypeError),
                  code->nfreevars ? "arg 5 (closure) must be tuple" : "arg 5 (closure) must be None or tuple");
        return false;
    }
    if (tuple_length(closure) != code->nfreevars) {
        error_set(EXC(ValueError), "%U requires closure of length %zd, not %zd", code->name,
                  (isize)code->nfreevars, tuple_length(closure));
        return false;
    }
    for (isize i = 0; i < tuple_length(closure); i++) {
        if (is_cell(tuple_get(closure, i))) continue;
        error_set(EXC(TypeError), "arg 5 (closure) expected cell, found %s",
                  type_of(tuple_get(closure, i))->name);
        return false;
    }
    return true;
}

static bool argument_is(Ref value, const Type *type, int position, const char *name) {
    if (is_a(value, type)) return true;
    error_set(EXC(TypeError), "%s() argument '%s' must be %s, not %s", "function", name, type->name,
              type_of(value)->name);
    (void)position;
    return false;
}

static Own function_slot_new(Type *type UNUSED, Ref const *args, isize nargs, Ref kwnames) {
    Ref given[5];
    if (!arguments_bind(&new_parameters, args, nargs, kwnames, given)) return NULL;
    Ref code = given[0], globals = given[1], name = given[2], defaults = given[3], closure = given[4];
    if (!argument_is(code, TYPE_CODE, 1, "code")) return NULL;
    if (!argument_is(globals, TYPE(DICT), 2, "globals")) return NULL;
    if (name && name != None && !is_str(name))
        return error_set(EXC(TypeError), "arg 3 (name) must be None or string");
    if (defaults && defaults != None && !is_tuple(defaults)) {
        return error_set(EXC(TypeError), "arg 4 (defaults) must be None or tuple");
    }
    if (!closure_fits(AS_CODE(code), closure) || !AUDIT("function.__new__", "O", code)) return NULL;
    Own made = function_new(code, globals, NULL);
    if (!made) return NULL;
    Function *function = AS_FUNCTION(made);
    if (name && name != None) slot_set(&function->name, own(name));
    if (defaults && defaults != None) function->defaults = own(defaults);
    if (closure && closure != None) function->closure = own(closure);
    return made;
}

/* --- attributes ------------------------------------------------------------------------------------- */

/* What a function is made of is read and changed under the eyes of the audit hooks. */
static bool audit_read(Ref self, const char *name) { return AUDIT("object.__getattr__", "Os", self, name); }
static bool audit_change(Ref self, const char *name, Ref value) {
    return value ? AUDIT("object.__setattr__", "OsO", self, name, value)
                 : AUDIT("object.__delattr__", "Os", self, name);
}

static Own get_code(Ref self, void *closure UNUSED) {
    return audit_read(self, "__code__") ? own(&AS_FUNCTION(self)->code->ob_base.ob_base) : NULL;
}

static bool set_code(Ref self, Ref value, void *closure UNUSED) {
    Function *function = AS_FUNCTION(self);
    if (!value || !is_code(value)) {
        error_set(EXC(TypeError), "__code__ must be set to a code object");
        return false;
    }
    if (!audit_change(self, "__code__", value)) return false;
    isize closed = function->closure ? tuple_length(function->closure) : 0;
    if (AS_CODE(value)->nfreevars != closed) {
        error_set(EXC(ValueError), "%U() requires a code object with %zd free vars, not %zd", function->name,
                  closed, (isize)AS_CODE(value)->nfreevars);
        return false;
    }
    function->version = 0;
    slot_set((Object **)(void *)&function->code, own(value));
    return true;
}

/* __name__ and __qualname__: `closure` is the slot's offset. */
static Object **slot_at(Ref self, const void *offset) {
    return (Object **)(void *)((char *)self + (usize)offset);
}

static Own get_text(Ref self, void *offset) { return own(*slot_at(self, offset)); }

static bool set_text(Ref self, Ref value, void *offset) {
    if (!value || !is_str(value)) {
        const char *what = (usize)offset == offsetof(Function, name) ? "__name__" : "__qualname__";
        error_set(EXC(TypeError), "%s must be set to a string object", what);
        return false;
    }
    slot_set(slot_at(self, offset), own(value));
    return true;
}

static Own get_defaults(Ref self, void *closure UNUSED) {
    if (!audit_read(self, "__defaults__")) return NULL;
    Ref defaults = AS_FUNCTION(self)->defaults;
    return own(defaults ? defaults : None);
}

static Own get_kwdefaults(Ref self, void *closure UNUSED) {
    if (!audit_read(self, "__kwdefaults__")) return NULL;
    Ref kwdefaults = AS_FUNCTION(self)->kwdefaults;
    return own(kwdefaults ? kwdefaults : None);
}

static bool set_defaults(Ref self, Ref value, void *closure UNUSED) {
    if (value == None) value = NULL;
    if (value && !is_tuple(value)) {
        error_set(EXC(TypeError), "__defaults__ must be set to a tuple object");
        return false;
    }
    if (!audit_change(self, "__defaults__", value)) return false;
    AS_FUNCTION(self)->version = 0;
    slot_set(&AS_FUNCTION(self)->defaults, own_maybe(value));
    return true;
}

static bool set_kwdefaults(Ref self, Ref value, void *closure UNUSED) {
    if (value == None) value = NULL;
    if (value && !is_dict(value)) {
        error_set(EXC(TypeError), "__kwdefaults__ must be set to a dict object");
        return false;
    }
    if (!audit_change(self, "__kwdefaults__", value)) return false;
    AS_FUNCTION(self)->version = 0;
    slot_set(&AS_FUNCTION(self)->kwdefaults, own_maybe(value));
    return true;
}

static Own get_annotations(Ref self, void *closure UNUSED) {
    Function *function = AS_FUNCTION(self);
    if (!function->annotations && !(function->annotations = dict_new())) return NULL;
    return own_maybe(function_annotations(self));
}

static bool set_annotations(Ref self, Ref value, void *closure UNUSED) {
    if (value == None) value = NULL;
    if (value && !is_dict(value)) {
        error_set(EXC(TypeError), "__annotations__ must be set to a dict object");
        return false;
    }
    AS_FUNCTION(self)->version = 0;
    slot_set(&AS_FUNCTION(self)->annotations, own_maybe(value));
    return true;
}

static Own get_dict(Ref self, void *closure UNUSED) { return own_maybe(object_dict(self)); }

static bool set_dict(Ref self, Ref value, void *closure UNUSED) {
    if (!value) {
        error_set(EXC(TypeError), "cannot delete __dict__");
        return false;
    }
    if (!is_dict(value)) {
        error_set(EXC(TypeError), "__dict__ must be set to a dictionary, not a '%.200s'", type_of(value)->name);
        return false;
    }
    slot_set(&AS_FUNCTION(self)->dict, own(value));
    return true;
}

#define OFFSET(field) ((void *)offsetof(Function, field))
static const GetSetDef function_getset[] = {
    {.name = "__code__", .get = get_code, .set = set_code},
    {.name = "__defaults__", .get = get_defaults, .set = set_defaults},
    {.name = "__kwdefaults__", .get = get_kwdefaults, .set = set_kwdefaults},
    {.name = "__annotations__", .get = get_annotations, .set = set_annotations},
    {.name = "__dict__", .get = get_dict, .set = set_dict},
    {.name = "__name__", .get = get_text, .set = set_text, .closure = OFFSET(name)},
    {.name = "__qualname__", .get = get_text, .set = set_text, .closure = OFFSET(qualname)},
    {.name = NULL}};

#define MEMBER(text, field, fixed)                                                                             \
    { .name = text, .kind = MEMBER_OBJECT, .offset = offsetof(Function, field), .readonly = fixed }
static const MemberDef function_members[] = {
    MEMBER("__closure__", closure, true),   MEMBER("__doc__", doc, false),
    MEMBER("__globals__", globals, true),   MEMBER("__module__", module, false),
    MEMBER("__builtins__", builtins, true), {.name = NULL}};

/* --- slots ------------------------------------------------------------------------------------------ */

static Own function_repr(Ref self) {
    return str_format("<function %U at 0x%lx>", AS_FUNCTION(self)->qualname, object_id(self));
}

static Own function_descr_get(Ref self, Ref instance, Ref owner UNUSED) {
    if (!instance || instance == None) return own(self);
    return method_new(self, instance);
}

static bool function_traverse(Ref self, VisitFn visit, void *context) {
    const Function *f = AS_FUNCTION(self);
    Ref held[] = {&f->code->ob_base.ob_base,
                  f->globals,
                  f->builtins,
                  f->module,
                  f->defaults,
                  f->kwdefaults,
                  f->doc,
                  f->name,
                  f->dict,
                  f->closure,
                  f->annotations,
                  f->qualname};
    for (isize i = 0; i < COUNT_OF(held); i++) {
        if (held[i] && !visit(held[i], context)) return false;
    }
    return true;
}

/* What may take part in a cycle; name and qualname may be of a subclass of str. Code stays: a dead function may
 * still be called. */
static void function_clear(Ref self) {
    Function *f = AS_FUNCTION(self);
    f->version = 0;
    slot_clear(&f->globals);
    slot_clear(&f->builtins);
    slot_clear(&f->module);
    slot_clear(&f->defaults);
    slot_clear(&f->kwdefaults);
    slot_clear(&f->doc);
    slot_clear(&f->dict);
    slot_clear(&f->closure);
    slot_clear(&f->annotations);
    slot_set(&f->name, own(OBJECT_ROOT->empty_str));
    slot_set(&f->qualname, own(OBJECT_ROOT->empty_str));
}

static void function_dealloc(Own self) {
    Function *f = AS_FUNCTION(self);
    gc_untrack(self);
    if (f->weaklist) weakref_clear_all(self);
    function_clear(self);
    release(&f->code->ob_base.ob_base);
    release(f->name);
    release(f->qualname);
    object_free(self);
}

const TypeSpec function_spec = {
    .name = "function",
    .basicsize = sizeof(Function),
    .flags = TYPE_GC | TYPE_METHOD_DESCRIPTOR | TYPE_PYTHON_FUNCTION,
    .weaklist_offset = offsetof(Function, weaklist),
    .dict_offset = offsetof(Function, dict),
    .ghost_size = 136,
    .slots = {.dealloc = function_dealloc,
              .traverse = function_traverse,
              .clear = function_clear,
              .repr = function_repr,
              .call = function_call,
              .descr_get = function_descr_get,
              .new = function_slot_new},
    .getset = function_getset,
    .members = function_members,
    .doc = "function(code, globals, name=None, argdefs=None, closure=None)\n--\n\nCreate a function "
           "object.\n\n  code\n    a code object\n  globals\n    the globals dictionary\n  name\n    a string "
           "that overrides the name from the code object\n  argdefs\n    a tuple that specifies the default "
           "argument values\n  closure\n    a tuple that supplies the bindings for free variables",
};
