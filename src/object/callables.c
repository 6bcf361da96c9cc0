/* callables.c: native functions, bound to self or to their module: `len`, `[].append`.
 *
 * A native function is a constant MethodDef; what Python code holds is one of these small objects around it.
 * Also here: calling a MethodDef by its kind, which method descriptors share, and what the doc string of a
 * native function says, which is its signature first:
 *
 *     "append(object, /)\n--\n\nAppend object to the end of the list."
 *      ~~~~~~ name      ~~~~~~ the mark that ends the signature */
#include "object/callables.h"

#include "base/hash.h"
#include "object/call.h"
#include "object/error.h"
#include "object/gc.h"
#include "object/slot_methods.h"
#include "object/str.h"
#include "object/tuple.h"
#include "object/type_checks.h"
#include "object/weakref.h"

#define AS_BUILTIN(ref) ((BuiltinFunction *)(ref))

/* --- doc strings ----------------------------------------------------------------------------------------- */

#define SIGNATURE_END ")\n--\n\n"

/* Where the signature "(...)" starts, or NULL; *end is behind its closing parenthesis. */
static const char *find_signature(const char *name, const char *doc, const char **end) {
    const char *last_part = strrchr(name, '.');
    if (last_part) name = last_part + 1;
    usize length = strlen(name);
    if (!doc || strncmp(doc, name, length) != 0 || doc[length] != '(') return NULL;
    const char *mark = strstr(doc + length, SIGNATURE_END);
    const char *blank_line = strstr(doc + length, "\n\n");
    if (!mark || (blank_line && blank_line < mark)) return NULL;
    *end = mark + 1;
    return doc + length;
}

Own doc_text(const char *name, const char *doc) {
    const char *end;
    if (find_signature(name, doc, &end)) doc = end - 1 + strlen(SIGNATURE_END);
    if (!doc || !*doc) return own_none();
    return str_from_utf8(doc, -1);
}

Own doc_signature(const char *name, const char *doc) {
    const char *end, *start = find_signature(name, doc, &end);
    return start ? str_from_utf8(start, end - start) : own_none();
}

/* --- calling --------------------------------------------------------------------------------------------- */

/* "module.name()", the module left out where it is builtins or none. */
static Own name_with_module(Ref callable, Ref qualname) {
    Own module;
    if (!object_find_attribute(callable, NAME(__module__), &module)) return NULL;
    bool shown = module && module != None && !(is_str(module) && str_equal_ascii(module, "builtins"));
    Own name = shown ? str_format("%S.%S()", module, qualname) : str_format("%S()", qualname);
    release_maybe(module);
    return name;
}

Own callable_message_name(Ref callable) {
    Own qualname;
    if (!object_find_attribute(callable, NAME(__qualname__), &qualname)) return NULL;
    if (!qualname) return object_str(callable);
    Own name = name_with_module(callable, qualname);
    release(qualname);
    return name;
}

static bool refuse_call(Ref callable, const char *format, isize count) {
    Own name = callable_message_name(callable);
    if (!name) return false;
    error_set(EXC(TypeError), format, name, count);
    release(name);
    return false;
}

static bool refuse_count(const MethodDef *def, Ref callable, isize nargs) {
    return refuse_call(callable,
                       def->kind == METHOD_NONE ? "%U takes no arguments (%zd given)"
                                                : "%U takes exactly one argument (%zd given)",
                       nargs);
}

static Own method_def_run(const MethodDef *def, Ref self, Ref const *args, isize nargs, Ref kwnames) {
    switch (def->kind) {
    case METHOD_NONE: return def->none(self);
    case METHOD_ONE: return def->one(self, args[0]);
    case METHOD_ARRAY: return def->array(self, args, nargs);
    default: return def->keywords(self, args, nargs, kwnames);
    }
}

/* A C function that is told its defining class takes keywords in any case and looks through them itself. */
static bool check_with_class(const MethodDef *def, Ref const *args, isize nargs, Ref kwnames) {
    Parameters one = {def->name, {"", "/"}, .required = 1};
    Ref bound;
    if (def->kind == METHOD_ONE) return arguments_bind(&one, args, nargs, kwnames, &bound);
    if (def->kind != METHOD_NONE || nargs == 0) return true;
    return error_set(EXC(TypeError), "%s() takes no arguments", def->name);
}

/* A function that takes a tuple parses that itself; bound, it is called by its bare name. */
static bool check_plain(const MethodDef *def, Ref callable, isize nargs, Ref kwnames) {
    if (def->kind != METHOD_KEYWORDS && UNLIKELY(kwnames && tuple_length(kwnames))) {
        bool bare = (def->flags & METHOD_VARARGS) && is_builtin_function(callable);
        return bare ? arguments_no_keywords(def->name, kwnames)
                    : refuse_call(callable, "%U takes no keyword arguments", 0);
    }
    if (def->kind == METHOD_ONE && def->flags & METHOD_VARARGS) return arguments_tuple(def->name, nargs, 1, 1);
    bool counted = def->kind == METHOD_NONE || def->kind == METHOD_ONE;
    return LIKELY(!counted || nargs == (def->kind == METHOD_ONE)) || refuse_count(def, callable, nargs);
}

/* Whatever kind of function it is, the call counts as a level of recursion. */
Own method_def_call(const MethodDef *def, Ref callable, Ref self, Ref const *args, isize nargs, Ref kwnames) {
    bool fits = def->flags & METHOD_DEFINING_CLASS ? check_with_class(def, args, nargs, kwnames)
                                                   : check_plain(def, callable, nargs, kwnames);
    if (UNLIKELY(!fits)) return NULL;
    if (!recursion_enter(" while calling a Python object")) return NULL;
    Own result = method_def_run(def, self, args, nargs, kwnames);
    recursion_leave();
    return result;
}

Own builtin_call(Ref self, Ref const *args, isize nargs, Ref kwnames) {
    const BuiltinFunction *function = AS_BUILTIN(self);
    if (!(function->def->flags & METHOD_VARARGS))
        return method_def_call(function->def, self, function->self, args, nargs, kwnames);
    call_retain(args, nargs, kwnames);
    Own result = method_def_call(function->def, self, function->self, args, nargs, kwnames);
    call_release(args, nargs, kwnames);
    return result;
}

Own builtin_call_tuple(Ref self, Ref const *args, isize nargs, Ref kwnames) {
    const BuiltinFunction *function = AS_BUILTIN(self);
    bool retains = kwnames && !(function->def->flags & METHOD_VARARGS); /* CPython unpacks the dict */
    if (retains) call_retain_array(args, nargs, kwnames);
    Own result = method_def_call(function->def, self, function->self, args, nargs, kwnames);
    if (retains) call_release_array(args, nargs, kwnames);
    return result;
}

/* --- birth and death ------------------------------------------------------------------------------------- */

Own builtin_function_new(const MethodDef *def, Ref self, Ref module) {
    Own made = object_new(TYPE(BUILTIN_FUNCTION), 0);
    if (!made) return NULL;
    BuiltinFunction *function = AS_BUILTIN(made);
    function->def = def;
    function->self = own_maybe(self);
    function->module = own_maybe(module);
    gc_track(made);
    return made;
}

Own builtin_method_new(Type *type, const MethodDef *def, Ref self) {
    if (!(def->flags & METHOD_DEFINING_CLASS)) return builtin_function_new(def, self, NULL);
    Own made = object_new(TYPE(BUILTIN_METHOD), 0);
    if (!made) return NULL;
    BuiltinFunction *method = AS_BUILTIN(made);
    method->def = def;
    method->self = own(self);
    own((Ref)type);
    method->defining_class = type;
    gc_track(made);
    return made;
}

static void builtin_dealloc(Own self) {
    gc_untrack(self);
    if (AS_BUILTIN(self)->weaklist) weakref_clear_all(self);
    if (AS_BUILTIN(self)->defining_class) release(&AS_BUILTIN(self)->defining_class->ob_base.ob_base);
    release_maybe(AS_BUILTIN(self)->self);
    release_maybe(AS_BUILTIN(self)->module);
    object_free(self);
}

static bool builtin_traverse(Ref self, VisitFn visit, void *context) {
    const BuiltinFunction *function = AS_BUILTIN(self);
    return (!function->defining_class || visit((Ref)function->defining_class, context)) &&
           (!function->self || visit(function->self, context)) &&
           (!function->module || visit(function->module, context));
}

/* --- how it looks ---------------------------------------------------------------------------------------- */

static bool is_bound(const BuiltinFunction *function) { return function->self && !is_module(function->self); }

static Own builtin_repr(Ref self) {
    const BuiltinFunction *function = AS_BUILTIN(self);
    if (!is_bound(function)) return str_format("<built-in function %s>", function->def->name);
    return str_format("<built-in method %s of %s object at 0x%lx>", function->def->name,
                      type_of(function->self)->name, object_id(function->self));
}

static Own builtin_compare(Ref left, Ref right, CompareOp op) {
    bool comparable = op == COMPARE_EQ || op == COMPARE_NE;
    if (!comparable || !is_builtin_function(left) || !is_builtin_function(right)) return own_not_implemented();
    const BuiltinFunction *a = AS_BUILTIN(left), *b = AS_BUILTIN(right);
    return own_bool((a->self == b->self && a->def == b->def) == (op == COMPARE_EQ));
}

/* By the name where CPython takes the C function's address: that differs from run to run. */
static isize builtin_hash(Ref self) {
    const BuiltinFunction *function = AS_BUILTIN(self);
    isize hash = (isize)hash_siphash13(function->def->name, strlen(function->def->name));
    if (function->self) hash ^= object_identity_hash(function->self);
    return hash == -1 ? -2 : hash;
}

static Own get_doc(Ref self, UNUSED void *closure) {
    const MethodDef *def = AS_BUILTIN(self)->def;
    return doc_text(def->name, def->doc);
}

static Own get_signature(Ref self, UNUSED void *closure) {
    const MethodDef *def = AS_BUILTIN(self)->def;
    return doc_signature(def->name, def->doc);
}

static Own get_name(Ref self, UNUSED void *closure) { return str_from_utf8(AS_BUILTIN(self)->def->name, -1); }

static Own get_qualname(Ref self, UNUSED void *closure) {
    const BuiltinFunction *function = AS_BUILTIN(self);
    if (!is_bound(function)) return get_name(self, NULL);
    Ref type = is_type(function->self) ? function->self : (Ref)type_of(function->self);
    Own owner = object_get_attribute(type, NAME(__qualname__));
    if (!owner) return NULL;
    Own name = NULL;
    if (is_str(owner)) {
        name = str_format("%S.%s", owner, function->def->name);
    } else {
        error_set(EXC(TypeError), "<method>.__class__.__qualname__ is not a unicode object");
    }
    release(owner);
    return name;
}

static Own get_self(Ref self, UNUSED void *closure) {
    Ref bound = AS_BUILTIN(self)->self;
    bool is_static = AS_BUILTIN(self)->def->flags & METHOD_STATIC;
    return own(bound && !is_static ? bound : None);
}

Own builtin_get(const char *name) {
    if (OBJECT_ROOT->builtin) return OBJECT_ROOT->builtin(name);
    return error_set(EXC(AttributeError), "module 'builtins' has no attribute '%s'", name);
}

/* getattr(self, name), or the name alone for a module's function. */
static Own builtin_reduce(Ref self) {
    const BuiltinFunction *function = AS_BUILTIN(self);
    if (!is_bound(function)) return get_name(self, NULL);
    Own getattr = builtin_get("getattr"), name = getattr ? get_name(self, NULL) : NULL;
    Own args = name ? tuple_pack(2, function->self, name) : NULL;
    Own result = args ? tuple_pack(2, getattr, args) : NULL;
    release_maybe(args);
    release_maybe(name);
    release_maybe(getattr);
    return result;
}

static const GetSetDef builtin_getset[] = {{"__doc__", .get = get_doc},
                                           {"__name__", .get = get_name},
                                           {"__qualname__", .get = get_qualname},
                                           {"__self__", .get = get_self},
                                           {"__text_signature__", .get = get_signature},
                                           {.name = NULL}};
static const MemberDef builtin_members[] = {
    {.name = "__module__", .kind = MEMBER_OBJECT, .offset = offsetof(BuiltinFunction, module)}, {.name = NULL}};
static const MethodDef builtin_methods[] = {{"__reduce__", METHOD_NONE, .none = builtin_reduce},
                                            {.name = NULL}};

const TypeSpec builtin_function_spec = {.name = "builtin_function_or_method",
                                        .basicsize = sizeof(BuiltinFunction),
                                        .ghost_size = 56,
                                        .flags = TYPE_GC | TYPE_NO_INSTANTIATION | TYPE_TRASHCAN,
                                        .weaklist_offset = offsetof(BuiltinFunction, weaklist),
                                        .slots = {.dealloc = builtin_dealloc,
                                                  .traverse = builtin_traverse,
                                                  .call = builtin_call,
                                                  .repr = builtin_repr,
                                                  .hash = builtin_hash,
                                                  .richcompare = builtin_compare,
                                                  .getattro = object_generic_get_attribute},
                                        .methods = builtin_methods,
                                        .getset = builtin_getset,
                                        .members = builtin_members};
const TypeSpec builtin_method_spec = {.name = "builtin_method",
                                      .base = TYPE(BUILTIN_FUNCTION),
                                      .basicsize = sizeof(BuiltinFunction),
                                      .ghost_size = 64,
                                      .flags = TYPE_GC | TYPE_NO_INSTANTIATION | TYPE_TRASHCAN};
