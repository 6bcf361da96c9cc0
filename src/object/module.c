/* module.c: a namespace with a name. What it holds is its dict; a lookup that fails there may be answered by a
 * function __getattr__ in it (PEP 562). Its repr follows its __spec__, as importlib's _module_repr does. */
#include "object/argument_checks.h"
#include "object/call.h"
#include "object/callables.h"
#include "object/dict.h"
#include "object/error.h"
#include "object/gc.h"
#include "object/list.h"
#include "object/str.h"
#include "object/type_checks.h"
#include "object/weakref.h"

/* --- birth and death ------------------------------------------------------------------------------------- */

static bool fill_dict(Ref self, Ref name, Ref doc) {
    Ref dict = module_dict(self);
    return dict_set(dict, NAME(__name__), name) && dict_set(dict, NAME(__doc__), doc ? doc : None) &&
           dict_set(dict, NAME(__package__), None) && dict_set(dict, NAME(__loader__), None) &&
           dict_set(dict, NAME(__spec__), None);
}

static Own module_type_new(Type *type, UNUSED Ref const *args, UNUSED isize nargs, UNUSED Ref kwnames) {
    Own self = object_new(type, 0);
    if (!self) return NULL;
    AS_MODULE(self)->dict = dict_new();
    gc_track(self);
    if (AS_MODULE(self)->dict) return self;
    release(self);
    return NULL;
}

Own module_new(Ref name) {
    Own self = module_type_new(TYPE(MODULE), NULL, 0, NULL);
    if (!self) return NULL;
    if (fill_dict(self, name, None)) {
        AS_MODULE(self)->name = own(name);
        return self;
    }
    release(self);
    return NULL;
}

static bool module_init(Ref self, Ref const *args, isize nargs, Ref kwnames) {
    static const Parameters parameters = {"module", {"name", "doc"}, .required = 1};
    Ref given[2];
    if (!arguments_bind(&parameters, args, nargs, kwnames, given)) return false;
    if (!is_str(given[0])) {
        return error_set(EXC(TypeError), "module() argument 'name' must be str, not %.50s",
                         argument_type_name(given[0]));
    }
    if (!AS_MODULE(self)->dict) AS_MODULE(self)->dict = dict_new();
    if (!AS_MODULE(self)->dict) return false;
    slot_set(&AS_MODULE(self)->name, own(given[0]));
    return fill_dict(self, given[0], given[1]);
}

static void module_dealloc(Own self) {
    gc_untrack(self);
    if (AS_MODULE(self)->weaklist) weakref_clear_all(self);
    release_maybe(AS_MODULE(self)->dict);
    release_maybe(AS_MODULE(self)->name);
    object_free(self);
}

static bool module_traverse(Ref self, VisitFn visit, void *context) {
    return !AS_MODULE(self)->dict || visit(AS_MODULE(self)->dict, context);
}

static void module_clear(Ref self) { slot_clear(&AS_MODULE(self)->dict); }

bool module_add(Ref module, const char *name, Own value) {
    if (!value) return false;
    bool done = dict_set_cstring(module_dict(module), name, value);
    release(value);
    return done;
}

bool module_add_functions(Ref module, const MethodDef *methods) {
    Ref name = dict_get_str(module_dict(module), NAME(__name__));
    for (; methods->name; methods++) {
        if (!module_add(module, methods->name, builtin_function_new(methods, module, name))) return false;
    }
    return true;
}

/* --- repr ------------------------------------------------------------------------------------------------ */

/* getattr(object, name, None); NULL raised. */
static Own attribute_or_none(Ref object, Ref name) {
    Own value = NULL;
    if (object_find_attribute(object, name, &value) && !value) value = own_none();
    return value;
}

static Own repr_of_origin(Ref spec, Ref name, Ref origin) {
    Own has_location = object_get_attribute(spec, NAME(has_location));
    int located = has_location ? object_is_true(has_location) : -1;
    release_maybe(has_location);
    if (located < 0) return NULL;
    return located ? str_format("<module %R from %R>", name, origin)
                   : str_format("<module %R (%S)>", name, origin);
}

static Own repr_of_loader(Ref name, Ref loader) {
    return loader == None ? str_format("<module %R>", name) : str_format("<module %R (%R)>", name, loader);
}

static Own repr_of_spec(Ref spec) {
    Own name = object_get_attribute(spec, NAME(name)), origin = NULL, loader = NULL, text = NULL;
    if (name) origin = object_get_attribute(spec, NAME(origin));
    if (name == None) {
        release(name);
        name = str_from_char('?');
    }
    if (name && origin && origin != None) text = repr_of_origin(spec, name, origin);
    if (name && origin == None) loader = object_get_attribute(spec, NAME(loader));
    if (loader) text = repr_of_loader(name, loader);
    release_maybe(loader);
    release_maybe(origin);
    release_maybe(name);
    return text;
}

static Own repr_of_names(Ref self, Ref loader) {
    Own name = NULL, file = NULL, text = NULL;
    if (!object_find_attribute(self, NAME(__name__), &name)) return NULL;
    if (!name) name = str_from_char('?');
    if (name && object_find_attribute(self, NAME(__file__), &file)) {
        text = file ? str_format("<module %R from %R>", name, file) : repr_of_loader(name, loader);
    }
    release_maybe(file);
    release_maybe(name);
    return text;
}

/* A loader of old says itself how its modules look. NULL without exception: it has no such method, or it failed. */
static Own repr_by_loader(Ref self, Ref loader) {
    Own method, text = NULL;
    if (!object_find_attribute(loader, NAME(module_repr), &method) || !method) return NULL;
    text = object_call_one(method, self);
    release(method);
    if (!text && error_matches(EXC(Exception))) error_clear();
    return text;
}

static Own module_repr(Ref self) {
    Own loader = attribute_or_none(self, NAME(__loader__)), spec = NULL, text = NULL;
    if (loader) spec = attribute_or_none(self, NAME(__spec__));
    int has_spec = spec ? object_is_true(spec) : -1;
    if (has_spec == 0) text = repr_by_loader(self, loader);
    if (has_spec >= 0 && !text && !error_occurred())
        text = has_spec ? repr_of_spec(spec) : repr_of_names(self, loader);
    release_maybe(spec);
    release_maybe(loader);
    return text;
}

/* --- attributes ------------------------------------------------------------------------------------------ */

/* Whether the module's import is still going on, by its spec; what goes wrong on the way counts as no. */
static bool is_initializing(Ref spec) {
    Own value = spec ? attribute_or_none(spec, NAME(_initializing)) : NULL;
    int truth = value ? object_is_true(value) : 0;
    release_maybe(value);
    error_clear();
    return truth > 0;
}

static bool is_uninitialized_submodule(Ref spec, Ref name) {
    Own value = spec ? attribute_or_none(spec, NAME(_uninitialized_submodules)) : NULL;
    int found = value && value != None ? object_contains(value, name) : 0;
    release_maybe(value);
    error_clear();
    return found > 0;
}

static Own no_attribute(Ref self, Ref name) {
    Ref dict = module_dict(self);
    Own module_name = own_maybe(dict_get_str(dict, NAME(__name__)));
    if (!module_name || !is_str(module_name)) {
        release_maybe(module_name);
        return error_set(EXC(AttributeError), "module has no attribute '%U'", name);
    }
    Own spec = own_maybe(dict_get_str(dict, NAME(__spec__)));
    if (is_initializing(spec)) {
        error_set(
            EXC(AttributeError),
            "partially initialized module '%U' has no attribute '%U' (most likely due to a circular import)",
            module_name, name);
    } else if (is_uninitialized_submodule(spec, name)) {
        error_set(EXC(AttributeError),
                  "cannot access submodule '%U' of module '%U' (most likely due to a circular import)", name,
                  module_name);
    } else {
        error_set(EXC(AttributeError), "module '%U' has no attribute '%U'", module_name, name);
    }
    release_maybe(spec);
    release(module_name);
    return NULL;
}

static Own module_getattro(Ref self, Ref name) {
    Own value = object_generic_get_attribute(self, name);
    if (value || !error_matches(EXC(AttributeError)) || !module_dict(self)) return value;
    error_clear();
    Own getattr = own_maybe(dict_get_str(module_dict(self), NAME(__getattr__)));
    if (!getattr) return no_attribute(self, name);
    value = object_call_one(getattr, name);
    release(getattr);
    return value;
}

/* The module's __dict__ as its attributes tell it, owned; NULL raised where somebody has made it something
 * else. */
static Own checked_dict(Ref self) {
    Own dict = object_get_attribute(self, NAME(__dict__));
    if (!dict || is_dict(dict)) return dict;
    release(dict);
    return error_set(EXC(TypeError), "<module>.__dict__ is not a dictionary");
}

static Own method_dir(Ref self) {
    Own dict = checked_dict(self);
    if (!dict) return NULL;
    Own dir = own_maybe(dict_get_str(dict, NAME(__dir__)));
    Own names = dir ? object_call_none(dir) : dict_keys_list(dict);
    release_maybe(dir);
    release(dict);
    return names;
}

static Own get_annotations(Ref self, UNUSED void *closure) {
    Own dict = checked_dict(self);
    if (!dict) return NULL;
    Own annotations = own_maybe(dict_get_str(dict, NAME(__annotations__)));
    if (!annotations) {
        annotations = dict_new();
        if (annotations && !dict_set(dict, NAME(__annotations__), annotations)) slot_clear(&annotations);
    }
    release(dict);
    return annotations;
}

static bool set_annotations(Ref self, Ref value, UNUSED void *closure) {
    Own dict = checked_dict(self);
    if (!dict) return false;
    bool done = value ? dict_set(dict, NAME(__annotations__), value) : dict_delete(dict, NAME(__annotations__));
    release(dict);
    if (!done && !value && error_matches(EXC(KeyError))) {
        error_clear();
        error_set(EXC(AttributeError), "__annotations__");
    }
    return done;
}

static const MethodDef module_methods[] = {
    {"__dir__", METHOD_NONE, .none = method_dir, .doc = "__dir__() -> list\nspecialized dir() implementation"},
    {.name = NULL}};
static const MemberDef module_members[] = {{"__dict__", MEMBER_OBJECT, offsetof(Module, dict), true, NULL},
                                           {.name = NULL}};
static const GetSetDef module_getset[] = {{"__annotations__", .get = get_annotations, .set = set_annotations},
                                          {.name = NULL}};

const TypeSpec module_spec = {.name = "module",
                              .basicsize = sizeof(Module),
                              .ghost_size = 56,
                              .flags = TYPE_GC | TYPE_BASETYPE,
                              .weaklist_offset = offsetof(Module, weaklist),
                              .dict_offset = offsetof(Module, dict),
                              .slots = {.new = module_type_new,
                                        .init = module_init,
                                        .dealloc = module_dealloc,
                                        .traverse = module_traverse,
                                        .clear = module_clear,
                                        .repr = module_repr,
                                        .getattro = module_getattro,
                                        .setattro = object_generic_set_attribute},
                              .methods = module_methods,
                              .getset = module_getset,
                              .members = module_members,
                              .doc = "module(name, doc=None)\n--\n\nCreate a module object.\n\n"
                                     "The name must be a string; the optional doc argument can have any type."};
