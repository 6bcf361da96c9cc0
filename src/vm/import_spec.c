/* import_spec.c: the objects that describe where a module comes from: ModuleSpec and the loaders. */
#include "object/audit.h"
#include "object/call.h"
#include "object/callables.h"
#include "object/dict.h"
#include "object/error.h"
#include "object/gc.h"
#include "object/list.h"
#include "object/str.h"
#include "object/type_checks.h"
#include "vm/host.h"
#include "vm/import_parts.h"

typedef struct ModuleSpec {
    Object ob_base;
    Object *name, *loader, *origin, *locations, *state, *cached, *uninitialized; /* owned or NULL: None */
    Object *dict;
    bool initializing, has_file;
} ModuleSpec;
#define AS_SPEC(ref) ((ModuleSpec *)(ref))

/* --- text ------------------------------------------------------------------------------------------- */

/* "a.b.c" -> "a.b"; "" where there is no dot. */
static Own name_parent(Ref name) {
    isize dot = str_length(name) - 1;
    while (dot >= 0 && str_char(name, dot) != '.') dot--;
    return dot < 0 ? own(OBJECT_ROOT->empty_str) : str_substring(name, 0, dot);
}

/* --- ModuleSpec ------------------------------------------------------------------------------------- */

Own import_spec_new(Ref name, Ref loader, Ref origin, bool is_package) {
    ModuleSpec *spec = (ModuleSpec *)object_new(VM_TYPE(MODULE_SPEC), 0);
    if (!spec) return NULL;
    spec->name = own(name);
    spec->loader = own(loader);
    spec->origin = own_maybe(origin);
    gc_track(&spec->ob_base);
    if (is_package) spec->locations = list_new(0);
    spec->uninitialized = list_new(0);
    if (spec->uninitialized && (!is_package || spec->locations)) return &spec->ob_base;
    release(&spec->ob_base);
    return NULL;
}

static bool is_spec(Ref object) { return is_exactly(object, VM_TYPE(MODULE_SPEC)); }

void import_spec_set_initializing(Ref spec, bool initializing) {
    if (is_spec(spec))
        AS_SPEC(spec)->initializing = initializing;
    else if (!object_set_attribute(spec, NAME(_initializing), initializing ? True : False))
        error_clear();
}

bool import_spec_is_initializing(Ref module) {
    Own spec, answer = NULL;
    if (!object_find_attribute(module, NAME(__spec__), &spec)) error_clear();
    if (!spec) return false;
    bool initializing = is_spec(spec) && AS_SPEC(spec)->initializing;
    if (!is_spec(spec) && object_find_attribute(spec, NAME(_initializing), &answer) && answer) {
        initializing = object_is_true(answer) > 0;
    }
    error_clear();
    release_maybe(answer);
    release(spec);
    return initializing;
}

Own import_spec_begin_submodule(Ref parent, Ref child) {
    Own spec, submodules = NULL;
    if (!object_find_attribute(parent, NAME(__spec__), &spec)) error_clear();
    if (spec && !object_find_attribute(spec, NAME(_uninitialized_submodules), &submodules)) error_clear();
    if (submodules && !(is_list(submodules) && list_append_ref(submodules, child))) slot_clear(&submodules);
    release_maybe(spec);
    return submodules;
}

void import_spec_end_submodule(Own submodules) {
    if (submodules && list_length(submodules) > 0) release_maybe(list_pop(submodules, -1));
    release_maybe(submodules);
}

static Own spec_new(Type *type, UNUSED Ref const *args, UNUSED isize nargs, UNUSED Ref kwnames) {
    Own self = object_new(type, 0);
    if (self) gc_track(self);
    return self;
}

static bool spec_init(Ref self, Ref const *args, isize nargs, Ref kwnames) {
    static const Parameters parameters = {
        "__init__", {"name", "loader", "*", "origin", "loader_state", "is_package"}, .required = 2};
    Ref given[5];
    if (!arguments_bind(&parameters, args, nargs, kwnames, given)) return false;
    ModuleSpec *spec = AS_SPEC(self);
    int package = given[4] ? object_is_true(given[4]) : 0;
    if (package < 0) return false;
    slot_set(&spec->name, own(given[0]));
    slot_set(&spec->loader, own(given[1]));
    slot_set(&spec->origin, own_maybe(given[2]));
    slot_set(&spec->state, own_maybe(given[3]));
    slot_set(&spec->locations, package ? list_new(0) : NULL);
    slot_set(&spec->uninitialized, list_new(0));
    return spec->uninitialized && (!package || spec->locations);
}

static Own get_parent(Ref self, void *closure UNUSED) {
    const ModuleSpec *spec = AS_SPEC(self);
    if (!spec->name || !is_str(spec->name)) return own_none();
    return spec->locations && spec->locations != None ? own(spec->name) : name_parent(spec->name);
}

static Own get_has_location(Ref self, void *closure UNUSED) { return own_bool(AS_SPEC(self)->has_file); }
static bool set_has_location(Ref self, Ref value, void *closure UNUSED) {
    int truth = value ? object_is_true(value) : 0;
    if (truth >= 0) AS_SPEC(self)->has_file = truth;
    return truth >= 0;
}

static Own get_cached(Ref self, void *closure UNUSED) {
    ModuleSpec *spec = AS_SPEC(self);
    if (!spec->cached && spec->has_file && spec->origin && is_str(spec->origin)) {
        spec->cached = import_cache_path(spec->origin);
        if (!spec->cached) return NULL;
    }
    return own(spec->cached ? spec->cached : None);
}
static bool set_cached(Ref self, Ref value, void *closure UNUSED) {
    slot_set(&AS_SPEC(self)->cached, own_maybe(value));
    return true;
}

static const GetSetDef spec_getset[] = {
    {.name = "parent", .get = get_parent, .doc = "The name of the module's parent."},
    {.name = "has_location", .get = get_has_location, .set = set_has_location},
    {.name = "cached", .get = get_cached, .set = set_cached},
    {.name = NULL}};

#define MEMBER(text, field)                                                                                    \
    { .name = text, .kind = MEMBER_OBJECT, .offset = offsetof(ModuleSpec, field) }
static const MemberDef spec_members[] = {
    MEMBER("name", name),
    MEMBER("loader", loader),
    MEMBER("origin", origin),
    MEMBER("loader_state", state),
    MEMBER("submodule_search_locations", locations),
    MEMBER("_uninitialized_submodules", uninitialized),
    {.name = "_initializing", .kind = MEMBER_BOOL, .offset = offsetof(ModuleSpec, initializing)},
    {.name = "_set_fileattr", .kind = MEMBER_BOOL, .offset = offsetof(ModuleSpec, has_file)},
    {.name = NULL}};

static Own spec_repr(Ref self) {
    const ModuleSpec *spec = AS_SPEC(self);
    Own text = str_format("ModuleSpec(name=%R, loader=%R", spec->name ? (Ref)spec->name : None,
                          spec->loader ? (Ref)spec->loader : None);
    if (text && spec->origin && spec->origin != None) {
        Own longer = str_format("%U, origin=%R", text, spec->origin);
        slot_set(&text, longer);
    }
    if (text && spec->locations && spec->locations != None) {
        Own longer = str_format("%U, submodule_search_locations=%R", text, spec->locations);
        slot_set(&text, longer);
    }
    Own whole = text ? str_format("%U)", text) : NULL;
    release_maybe(text);
    return whole;
}

static bool spec_traverse(Ref self, VisitFn visit, void *context) {
    const ModuleSpec *s = AS_SPEC(self);
    Ref held[] = {s->name, s->loader, s->origin, s->locations, s->state, s->cached, s->uninitialized, s->dict};
    for (isize i = 0; i < COUNT_OF(held); i++) {
        if (held[i] && !visit(held[i], context)) return false;
    }
    return true;
}

static void spec_clear(Ref self) {
    ModuleSpec *s = AS_SPEC(self);
    Object **held[] = {&s->name,  &s->loader, &s->origin,        &s->locations,
                       &s->state, &s->cached, &s->uninitialized, &s->dict};
    for (isize i = 0; i < COUNT_OF(held); i++) slot_clear(held[i]);
}

static void spec_dealloc(Own self) {
    gc_untrack(self);
    spec_clear(self);
    object_free(self);
}

const TypeSpec module_spec_spec = {
    .name = "ModuleSpec",
    .module = "_frozen_importlib",
    .basicsize = sizeof(ModuleSpec),
    .flags = TYPE_GC | TYPE_BASETYPE,
    .dict_offset = offsetof(ModuleSpec, dict),
    .slots = {.dealloc = spec_dealloc,
              .traverse = spec_traverse,
              .clear = spec_clear,
              .repr = spec_repr,
              .new = spec_new,
              .init = spec_init},
    .getset = spec_getset,
    .members = spec_members,
    .doc = "The specification for a module, used for loading.",
};

/* --- loaders ---------------------------------------------------------------------------------------- */

typedef struct Loader {
    Object ob_base;
    Object *name, *path; /* owned or NULL */
} Loader;
#define AS_LOADER(ref) ((Loader *)(ref))

Own import_loader_new(Type *type, Ref name, Ref path) {
    Loader *loader = (Loader *)object_new(type, 0);
    if (!loader) return NULL;
    loader->name = own(name);
    loader->path = own_maybe(path);
    gc_track(&loader->ob_base);
    return &loader->ob_base;
}

static bool loader_traverse(Ref self, VisitFn visit, void *context) {
    const Loader *l = AS_LOADER(self);
    return (!l->name || visit(l->name, context)) && (!l->path || visit(l->path, context));
}

static void loader_dealloc(Own self) {
    gc_untrack(self);
    slot_clear(&AS_LOADER(self)->name);
    slot_clear(&AS_LOADER(self)->path);
    object_free(self);
}

/* What a native loader does not know, importlib's own of the same name does. */
static Own loader_getattro(Ref self, Ref name) {
    Own value = object_generic_get_attribute(self, name);
    if (value || !error_matches(EXC(AttributeError)) || !VM_ROOT->stdlib) return value;
    error_clear();
    Own modern = import_bootstrap() ? import_modernize(own(self)) : NULL;
    value = modern ? object_get_attribute(modern, name) : NULL;
    release_maybe(modern);
    return value;
}

static const MemberDef loader_members[] = {
    {.name = "name", .kind = MEMBER_OBJECT, .offset = offsetof(Loader, name)},
    {.name = "path", .kind = MEMBER_OBJECT, .offset = offsetof(Loader, path)},
    {.name = NULL}};

const TypeSpec source_file_loader_spec = {
    .name = "SourceFileLoader",
    .module = "_frozen_importlib_external",
    .basicsize = sizeof(Loader),
    .flags = TYPE_GC | TYPE_NO_INSTANTIATION,
    .slots = {.dealloc = loader_dealloc, .traverse = loader_traverse, .getattro = loader_getattro},
    .members = loader_members,
    .doc = "Concrete implementation of SourceLoader using the file system.",
};

const TypeSpec namespace_loader_spec = {
    .name = "NamespaceLoader",
    .module = "_frozen_importlib_external",
    .basicsize = sizeof(Loader),
    .flags = TYPE_GC | TYPE_NO_INSTANTIATION,
    .slots = {.dealloc = loader_dealloc, .traverse = loader_traverse, .getattro = loader_getattro},
};

const TypeSpec sourceless_loader_spec = {
    .name = "SourcelessFileLoader",
    .module = "_frozen_importlib_external",
    .basicsize = sizeof(Loader),
    .flags = TYPE_GC | TYPE_NO_INSTANTIATION,
    .slots = {.dealloc = loader_dealloc, .traverse = loader_traverse, .getattro = loader_getattro},
    .members = loader_members,
    .doc = "Loader which handles sourceless file imports.",
};

const TypeSpec extension_loader_spec = {
    .name = "ExtensionFileLoader",
    .module = "_frozen_importlib_external",
    .basicsize = sizeof(Loader),
    .flags = TYPE_GC | TYPE_NO_INSTANTIATION,
    .slots = {.dealloc = loader_dealloc, .traverse = loader_traverse, .getattro = loader_getattro},
    .members = loader_members,
    .doc = "Loader for extension modules.\n\n    The constructor is designed to work with FileFinder.\n\n    ",
};

/* --- importlib's own in the place of the native ones -------------------------------------------------- */

static Own modern_loader(Ref native) {
    const char *slot = (const char *)type_of(native) - offsetof(RootType, type);
    enum VmTypeId id = (enum VmTypeId)((const RootType *)(const void *)slot - VM_ROOT->types);
    const Loader *loader = AS_LOADER(native);
    Ref class = import_class(id);
    if (id != VM_TYPE_NAMESPACE_LOADER) return object_call_args(class, 2, loader->name, loader->path);
    Own get_spec = str_intern_cstring("_get_spec");
    Own finder = get_spec ? object_get_attribute(import_class(VM_TYPE_PATH_FINDER), get_spec) : NULL;
    Own folders = finder ? list_from_iterable(loader->path) : NULL;
    Own made = folders ? object_call_args(class, 3, loader->name, folders, finder) : NULL;
    release_maybe(folders);
    release_maybe(get_spec);
    release_maybe(finder);
    return made;
}

static bool put(Ref object, const char *name, Ref value) {
    Own text = str_intern_cstring(name);
    bool done = text && object_set_attribute(object, text, value ? value : None);
    release_maybe(text);
    return done;
}

/* The folders of a package: of a namespace package its loader has them. */
static Own modern_locations(const ModuleSpec *spec, Ref loader) {
    if (!spec->locations || !is_exactly(spec->locations, VM_TYPE(NAMESPACE_PATH))) {
        return own(spec->locations ? spec->locations : None);
    }
    Own name = str_intern_cstring("_path"), path = name ? object_get_attribute(loader, name) : NULL;
    release_maybe(name);
    return path;
}

static Own modern_spec(Ref native) {
    const ModuleSpec *spec = AS_SPEC(native);
    Own loader = import_modernize(own_maybe(spec->loader));
    Own locations = loader ? modern_locations(spec, loader) : NULL;
    Own made = loader ? object_call_args(import_class(VM_TYPE_MODULE_SPEC), 2, spec->name, loader) : NULL;
    bool done = made && locations && put(made, "origin", spec->origin) &&
                put(made, "loader_state", spec->state) && put(made, "submodule_search_locations", locations) &&
                put(made, "_uninitialized_submodules", spec->uninitialized) &&
                put(made, "_set_fileattr", spec->has_file ? True : False) &&
                (!spec->has_file || put(made, "_cached", spec->cached)) &&
                (!spec->initializing || put(made, "_initializing", True));
    release_maybe(locations);
    release_maybe(loader);
    if (done) return made;
    release_maybe(made);
    return NULL;
}

static bool is_native_loader(Ref object) {
    return is_exactly(object, VM_TYPE(SOURCE_FILE_LOADER)) || is_exactly(object, VM_TYPE(SOURCELESS_LOADER)) ||
           is_exactly(object, VM_TYPE(NAMESPACE_LOADER)) || is_exactly(object, VM_TYPE(EXTENSION_LOADER));
}

/* NULL: raised, or the object stays as it is. */
static Own modern_twin(Ref object) {
    if (is_spec(object)) return modern_spec(object);
    if (is_native_loader(object)) return modern_loader(object);
    if (object == &VM_TYPE(BUILTIN_IMPORTER)->ob_base.ob_base)
        return own(import_class(VM_TYPE_BUILTIN_IMPORTER));
    if (object == &VM_TYPE(FROZEN_IMPORTER)->ob_base.ob_base) return own(import_class(VM_TYPE_FROZEN_IMPORTER));
    return NULL;
}

Own import_modernize(Own object) {
    if (!object || !VM_ROOT->import.bootstrap) return object;
    HiddenRun hidden = host_hide_begin();
    Own twin = modern_twin(object);
    host_hide_end(&hidden);
    if (!twin && !error_occurred()) return object;
    release(object);
    return twin;
}

/* --- a module's own attributes ---------------------------------------------------------------------- */

/* The shared library that CPython has a native module in: str; NULL without exception: the library is not
 * there. */
static Own extension_path(Ref name) {
    return VM_ROOT->stdlib ? str_format("%s/lib-dynload/%U" EXTENSION_SUFFIX, VM_ROOT->stdlib, name) : NULL;
}

static Own extension_spec(Ref name, Ref path) {
    Own loader = import_loader_new(VM_TYPE(EXTENSION_LOADER), name, path);
    Own spec = loader ? import_spec_new(name, loader, path, false) : NULL;
    release_maybe(loader);
    if (spec) AS_SPEC(spec)->has_file = true;
    if (spec) AS_SPEC(spec)->cached = own_none();
    return spec;
}

bool import_audit_native(Ref name) {
    if (!audit_is_heard()) return true;
    Own path = extension_path(name);
    bool fine = path ? AUDIT("import", "OOOOO", name, path, NULL, NULL, NULL) : !error_occurred();
    release_maybe(path);
    return fine;
}

bool import_set_extension_spec(Ref module, Ref name) {
    Own path = extension_path(name);
    if (!path) return !error_occurred();
    Own spec = import_modernize(extension_spec(name, path));
    Own parent = spec ? name_parent(name) : NULL;
    Own loader = parent ? object_get_attribute(spec, NAME(loader)) : NULL;
    Ref dict = module_dict(module);
    bool done = loader && dict_set(dict, NAME(__loader__), loader) &&
                dict_set(dict, NAME(__package__), parent) && dict_set(dict, NAME(__spec__), spec) &&
                dict_set(dict, NAME(__file__), path);
    release_maybe(loader);
    release_maybe(parent);
    release_maybe(spec);
    release(path);
    return done;
}

bool import_set_spec(Ref module, Ref name, Ref origin, bool is_package) {
    Ref loader = &VM_TYPE(BUILTIN_IMPORTER)->ob_base.ob_base;
    Own spec = import_spec_new(name, loader, origin, is_package);
    Own parent = spec ? get_parent(spec, NULL) : NULL;
    spec = import_modernize(spec);
    loader = import_class(VM_TYPE_BUILTIN_IMPORTER);
    Ref dict = module_dict(module);
    bool done = parent && spec && dict_set(dict, NAME(__loader__), loader) &&
                dict_set(dict, NAME(__package__), parent) && dict_set(dict, NAME(__spec__), spec);
    release_maybe(parent);
    release_maybe(spec);
    return done;
}

/* namespace(filename=..., origname=...): what FrozenImporter notes in its specs. */
static Own frozen_state(Ref name, const Found *found) {
    bool package;
    Own fields = dict_new(), state = NULL;
    Own original = str_from_utf8(import_frozen_name(name, &package), -1);
    if (fields && original && dict_set_cstring(fields, "filename", found->path) &&
        dict_set_cstring(fields, "origname", original)) {
        state = simple_namespace_new(fields);
    }
    release_maybe(original);
    release_maybe(fields);
    return state;
}

static Own frozen_spec(Ref name, const Found *found) {
    Own origin = str_from_utf8("frozen", -1);
    Ref loader = &VM_TYPE(FROZEN_IMPORTER)->ob_base.ob_base;
    Own spec = origin ? import_spec_new(name, loader, origin, false) : NULL;
    release_maybe(origin);
    if (!spec) return NULL;
    AS_SPEC(spec)->locations = own_maybe(found->locations);
    AS_SPEC(spec)->state = frozen_state(name, found);
    if (AS_SPEC(spec)->state) return spec;
    release(spec);
    return NULL;
}

static Own namespace_spec(Ref name, const Found *found) {
    Own path = import_namespace_path_new(name, found->locations);
    Own loader = path ? import_loader_new(VM_TYPE(NAMESPACE_LOADER), name, path) : NULL;
    Own spec = loader ? import_spec_new(name, loader, NULL, false) : NULL;
    release_maybe(loader);
    if (spec)
        AS_SPEC(spec)->locations = path;
    else
        release_maybe(path);
    return spec;
}

static Own file_spec(Ref name, const Found *found) {
    Type *type = found->sourceless ? VM_TYPE(SOURCELESS_LOADER) : VM_TYPE(SOURCE_FILE_LOADER);
    Own loader = import_loader_new(type, name, found->path);
    Own spec = loader ? import_spec_new(name, loader, found->path, false) : NULL;
    release_maybe(loader);
    if (!spec) return NULL;
    AS_SPEC(spec)->has_file = true;
    AS_SPEC(spec)->locations = own_maybe(found->locations);
    if (found->sourceless) AS_SPEC(spec)->cached = own(found->path);
    return spec;
}

static Own found_spec(Ref name, const Found *found) {
    if (found->kind == FOUND_NAMESPACE) return namespace_spec(name, found);
    return found->frozen ? frozen_spec(name, found) : file_spec(name, found);
}

/* Fills a fresh module from what was found, as importlib's _init_module_attrs does. */
bool import_fill_module(Ref module, Ref name, const Found *found) {
    Own spec = found_spec(name, found);
    if (!spec) return false;
    bool has_file = AS_SPEC(spec)->has_file;
    Own parent = get_parent(spec, NULL), cached = get_cached(spec, NULL);
    spec = import_modernize(spec);
    Own loader = spec ? object_get_attribute(spec, NAME(loader)) : NULL;
    Own path = spec ? object_get_attribute(spec, NAME(submodule_search_locations)) : NULL;
    Ref dict = module_dict(module);
    bool done = parent && cached && loader && path && dict_set(dict, NAME(__loader__), loader) &&
                dict_set(dict, NAME(__package__), parent) && dict_set(dict, NAME(__spec__), spec);
    /* The file of a namespace package is None, though it has none. */
    if (done && found->kind == FOUND_NAMESPACE) done = dict_set(dict, NAME(__file__), None);
    if (done && path != None) done = dict_set(dict, NAME(__path__), path);
    if (done && found->path) done = dict_set(dict, NAME(__file__), found->path);
    if (done && has_file) done = dict_set(dict, NAME(__cached__), cached);
    release_maybe(path);
    release_maybe(loader);
    release_maybe(parent);
    release_maybe(cached);
    release_maybe(spec);
    return done;
}
