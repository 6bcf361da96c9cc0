/* capsule.c: a C pointer in an object, with a name that says what it points to. The pointer must stay good as
 * long as the machine: it leads to constant data or into the arena. */
#include "object/callables.h"
#include "object/error.h"
#include "object/root.h"
#include "object/str.h"

typedef struct Capsule {
    Object ob_base;
    void *pointer;
    const char *name;
} Capsule;
#define AS_CAPSULE(ref) ((Capsule *)(ref))

Own capsule_new(void *pointer, const char *name) {
    Own self = object_new(TYPE(CAPSULE), 0);
    if (!self) return NULL;
    AS_CAPSULE(self)->pointer = pointer;
    AS_CAPSULE(self)->name = name;
    return self;
}

void *capsule_pointer(Ref capsule, const char *name) {
    if (is_exactly(capsule, TYPE(CAPSULE)) && strcmp(AS_CAPSULE(capsule)->name, name) == 0) {
        return AS_CAPSULE(capsule)->pointer;
    }
    return error_set(EXC(ValueError), "PyCapsule_GetPointer called with incorrect name");
}

static void capsule_dealloc(Own self) { object_free(self); }

static Own capsule_repr(Ref self) {
    return str_format("<capsule object \"%s\" at 0x%lx>", AS_CAPSULE(self)->name, object_id(self));
}

const TypeSpec capsule_spec = {.name = "PyCapsule",
                               .basicsize = sizeof(Capsule),
                               .ghost_size = 48,
                               .flags = TYPE_NO_INSTANTIATION,
                               .slots = {.dealloc = capsule_dealloc, .repr = capsule_repr},
                               .doc = "Capsule objects let you wrap a C \"void *\" pointer in a Python\n"
                                      "object.  They're a way of passing data through the Python interpreter\n"
                                      "without creating your own custom type.\n\n"
                                      "Capsules are used for communication between extension modules.\n"
                                      "They provide a way for an extension module to export a C interface\n"
                                      "to other extension modules, so that extension modules can use the\n"
                                      "Python import mechanism to link to one another.\n"};
