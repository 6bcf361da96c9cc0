/* import_namespace.c: __path__ of a namespace package.
 *
 * Its folders are found by looking through the parent's path; when that path has changed since, they are looked
 * for again. So a folder that is put on sys.path later on adds its part to the packages that are there already. */
#include "object/argument_checks.h"
#include "object/call.h"
#include "object/dict.h"
#include "object/error.h"
#include "object/gc.h"
#include "object/list.h"
#include "object/str.h"
#include "object/tuple.h"
#include "object/type_checks.h"
#include "vm/import_parts.h"

typedef struct NamespacePath {
    Object ob_base;
    Object *name, *folders, *last_parent; /* str, list, tuple: the parent's path when it was looked through */
} NamespacePath;
#define AS_NAMESPACE_PATH(ref) ((NamespacePath *)(ref))

/* The last part of the name, and the module before it; *parent NULL: there is none. */
static bool split_name(Ref name, Own *parent, Own *tail) {
    isize dot = str_length(name);
    while (--dot >= 0 && str_char(name, dot) != '.') {}
    *parent = dot < 0 ? NULL : str_substring(name, 0, dot);
    *tail = str_substring(name, dot + 1, str_length(name));
    if (*tail && (*parent || dot < 0)) return true;
    release_maybe(*parent);
    release_maybe(*tail);
    return false;
}

/* sys.path, or the parent package's __path__, as a tuple. */
static Own parent_path(Ref parent_name) {
    Own path = NULL;
    if (!parent_name) {
        path = own_maybe(dict_get_str(VM_ROOT->sys_dict, NAME(path)));
    } else {
        Own parent = object_get_item(VM_ROOT->modules, parent_name);
        if (parent) path = object_get_attribute(parent, NAME(__path__));
        release_maybe(parent);
    }
    Own tuple = path ? tuple_from_iterable(path) : NULL;
    release_maybe(path);
    if (!tuple && !error_occurred()) error_set(EXC(AttributeError), "module 'sys' has no attribute 'path'");
    return tuple;
}

Own import_namespace_path_new(Ref name, Ref folders) {
    Own parent, tail;
    if (!split_name(name, &parent, &tail)) return NULL;
    Own last = parent_path(parent);
    release_maybe(parent);
    release(tail);
    NamespacePath *self = last ? (NamespacePath *)object_new(VM_TYPE(NAMESPACE_PATH), 0) : NULL;
    if (!self) {
        release_maybe(last);
        return NULL;
    }
    self->name = own(name);
    self->folders = own(folders);
    self->last_parent = last;
    gc_track(&self->ob_base);
    return &self->ob_base;
}

/* The folders as they are now: lent; NULL raised. */
static Ref current_folders(Ref ref) {
    NamespacePath *self = AS_NAMESPACE_PATH(ref);
    Own parent, tail, now;
    if (!split_name(self->name, &parent, &tail)) return NULL;
    now = parent_path(parent);
    int same = now ? object_compare_bool(now, self->last_parent, COMPARE_EQ) : -1;
    Found found = {.kind = FOUND_NOTHING};
    bool fine = same >= 0 && (same || import_find(self->name, tail, now, &found));
    if (fine && !same) {
        if (found.kind == FOUND_NAMESPACE) slot_set(&self->folders, own(found.locations));
        slot_set(&self->last_parent, own(now));
    }
    found_release(&found);
    release_maybe(now);
    release_maybe(parent);
    release(tail);
    return fine ? self->folders : NULL;
}

static Own namespace_path_iter(Ref self) {
    Ref folders = current_folders(self);
    return folders ? object_iter(folders) : NULL;
}
static isize namespace_path_length(Ref self) {
    Ref folders = current_folders(self);
    return folders ? list_length(folders) : -1;
}
static int namespace_path_contains(Ref self, Ref item) {
    Ref folders = current_folders(self);
    return folders ? object_contains(folders, item) : -1;
}
static Own namespace_path_subscript(Ref self, Ref key) {
    Ref folders = current_folders(self);
    return folders ? object_get_item(folders, key) : NULL;
}
static bool namespace_path_set_subscript(Ref self, Ref key, Ref value) {
    Ref folders = AS_NAMESPACE_PATH(self)->folders;
    return value ? object_set_item(folders, key, value) : object_delete_item(folders, key);
}
static Own namespace_path_repr(Ref self) {
    return str_format("_NamespacePath(%R)", AS_NAMESPACE_PATH(self)->folders);
}
static Own namespace_path_append(Ref self, Ref item) {
    return list_append_ref(AS_NAMESPACE_PATH(self)->folders, item) ? own_none() : NULL;
}

static bool namespace_path_traverse(Ref ref, VisitFn visit, void *context) {
    const NamespacePath *self = AS_NAMESPACE_PATH(ref);
    return visit(self->name, context) && visit(self->folders, context) && visit(self->last_parent, context);
}
static void namespace_path_dealloc(Own self) {
    gc_untrack(self);
    slot_clear(&AS_NAMESPACE_PATH(self)->name);
    slot_clear(&AS_NAMESPACE_PATH(self)->folders);
    slot_clear(&AS_NAMESPACE_PATH(self)->last_parent);
    object_free(self);
}

static const MethodDef namespace_path_methods[] = {{"append", METHOD_ONE, .one = namespace_path_append},
                                                   {.name = NULL}};

const TypeSpec namespace_path_spec = {
    .name = "_NamespacePath",
    .module = "_frozen_importlib_external",
    .basicsize = sizeof(NamespacePath),
    .flags = TYPE_GC | TYPE_NO_INSTANTIATION,
    .slots = {.dealloc = namespace_path_dealloc,
              .traverse = namespace_path_traverse,
              .repr = namespace_path_repr,
              .iter = namespace_path_iter,
              .length = namespace_path_length,
              .contains = namespace_path_contains,
              .subscript = namespace_path_subscript,
              .set_subscript = namespace_path_set_subscript},
    .methods = namespace_path_methods,
    .doc = "The folders of a namespace package, looked for again when its parent's path has changed.",
};
