/* capsule.c: the type PyCapsule, by which CPython's extension modules hand C pointers to each other.
 *
 * Here nobody does, but the names are there to be seen (datetime.datetime_CAPI), so a capsule holds its own
 * name; and, where it keeps memory alive, the object that this memory is. */
#include "modules/modules.h"
#include "object/error.h"
#include "object/str.h"

typedef struct Capsule {
    Object ob_base;
    const char *name; /* constant */
    Object *held;     /* owned or NULL */
} Capsule;
#define AS_CAPSULE(ref) ((Capsule *)(ref))

Own capsule_new(const char *name, Own held) {
    Own capsule = module_ready_type(MODULE_TYPE_CAPSULE) ? object_new(MODULE_TYPE(CAPSULE), 0) : NULL;
    if (!capsule) {
        release_maybe(held);
        return NULL;
    }
    AS_CAPSULE(capsule)->name = name;
    AS_CAPSULE(capsule)->held = held;
    return capsule;
}

bool module_add_capsule(Ref module, const char *attribute, const char *name) {
    return module_add(module, attribute, capsule_new(name, NULL));
}

static void capsule_dealloc(Own self) {
    release_maybe(AS_CAPSULE(self)->held);
    object_free(self);
}

static Own capsule_repr(Ref self) {
    return str_format("<capsule object \"%s\" at 0x%lx>", AS_CAPSULE(self)->name, object_id(self));
}

const TypeSpec capsule_spec = {
    .name = "PyCapsule",
    .basicsize = sizeof(Capsule),
    .ghost_size = 48,
    .flags = TYPE_NO_INSTANTIATION,
    .slots = {.dealloc = capsule_dealloc, .repr = capsule_repr},
    .doc =
        "Capsule objects let you wrap a C \"void *\" pointer in a Python\nobject.  They're a way of passing "
        "data through the Python interpreter\nwithout creating your own custom type.\n\nCapsules are used for "
        "communication between extension modules.\nThey provide a way for an extension module to export a C "
        "interface\nto other extension modules, so that extension modules can use the\nPython import mechanism "
        "to link to one another.\n"};
