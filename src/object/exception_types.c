/* exception_types.c: puts the exception types together out of exceptions_table.h.
 *
 * The first type of a layout in the table introduces it: it brings the layout's constructor, str, methods and
 * attributes; the types below inherit them. (Which types show an __init__ or a __new__ of their own in their
 * dict follows CPython: all have an __init__, those of the base layout a __new__ too.) So each type's spec
 * follows from its layout and is made at start, in one block of the arena. ExceptionGroup alone has two bases,
 * and weak references, as if a class statement had made it. */
#include "object/dict.h"
#include "object/error.h"
#include "object/exception_slots.h"
#include "object/str.h"
#include "object/tuple.h"
#include "object/type_parts.h"

typedef struct ExceptionGroupException {
    GroupException group;
    Object *weaklist;
} ExceptionGroupException;

/* --- the layouts ----------------------------------------------------------------------------------------- */

typedef struct LayoutParts {
    isize size;
    isize own_fields; /* owned fields behind the head */
    NewFn new;
    InitFn init;
    UnaryFn str;
    DeallocFn dealloc;
    const MethodDef *methods;
    const MemberDef *members;
    const GetSetDef *getset;
} LayoutParts;

static const LayoutParts layouts[LAYOUT_COUNT] = {
    [LAYOUT_BASE] = {sizeof(Exception), 0, exception_slot_new, exception_slot_init, exception_slot_str,
                     exception_slot_dealloc, exception_methods, exception_members, exception_getset},
    [LAYOUT_KEY] = {sizeof(Exception), 0, .init = exception_slot_init, .str = key_error_str},
    [LAYOUT_MEMORY] = {sizeof(Exception), 0, exception_slot_new, .init = exception_slot_init,
                       .dealloc = memory_error_dealloc},
    [LAYOUT_STOP_ITERATION] = {sizeof(StopIterationException), 1, .init = stop_iteration_init,
                               .members = stop_iteration_members},
    [LAYOUT_SYSTEM_EXIT] = {sizeof(SystemExitException), 1, .init = system_exit_init,
                            .members = system_exit_members},
    [LAYOUT_NAME] = {sizeof(NameException), 1, .init = name_error_init, .str = exception_slot_str,
                     .members = name_error_members},
    [LAYOUT_ATTRIBUTE] = {sizeof(AttributeException), 2, .init = attribute_error_init,
                          .str = exception_slot_str, .members = attribute_error_members},
    [LAYOUT_IMPORT] = {sizeof(ImportException), 3, .init = import_error_init, .str = import_error_str,
                       .methods = import_error_methods, .members = import_error_members},
    [LAYOUT_OS] = {sizeof(OSException), 4, os_error_new, os_error_init, os_error_str,
                   .methods = os_error_methods, .members = os_error_members, .getset = os_error_getset},
    [LAYOUT_SYNTAX] = {sizeof(SyntaxException), 8, .init = syntax_error_init, .str = syntax_error_str,
                       .members = syntax_error_members},
    [LAYOUT_UNICODE] = {sizeof(UnicodeException), 3, exception_slot_new, unicode_error_init, unicode_error_str,
                        .members = unicode_error_members},
    [LAYOUT_GROUP] = {sizeof(GroupException), 2, exception_group_new, exception_slot_init, exception_group_str,
                      .methods = exception_group_methods, .members = exception_group_members},
};

/* --- the table ------------------------------------------------------------------------------------------- */

typedef struct ExceptionRow {
    const char *name;
    enum ExceptionId base;
    ExceptionLayout layout;
    const char *doc;
} ExceptionRow;

static const ExceptionRow rows[EXCEPTION_COUNT] = {
#define EXCEPTION(name, base, layout, doc) {#name, EXCEPTION_##base, LAYOUT_##layout, doc},
    EXCEPTIONS(EXCEPTION)
#undef EXCEPTION
};

isize exception_own_fields(Ref self) {
    const char *first = (const char *)OBJECT_ROOT->exceptions;
    const Type *type = type_of(self);
    usize offset = (usize)((const char *)type - first);
    while (offset >= sizeof OBJECT_ROOT->exceptions) {
        type = type->base;
        offset = (usize)((const char *)type - first);
    }
    return layouts[rows[offset / sizeof(RootType)].layout].own_fields;
}

static void spec_for_root(TypeSpec *spec) {
    spec->slots.repr = exception_slot_repr;
    spec->slots.getattro = object_generic_get_attribute;
    spec->slots.setattro = object_generic_set_attribute;
}

static void spec_fill(TypeSpec *spec, enum ExceptionId id) {
    const ExceptionRow *row = &rows[id];
    const LayoutParts *parts = &layouts[row->layout];
    bool is_root = id == EXCEPTION_BaseException;
    bool introduces = is_root || rows[row->base].layout != row->layout;
    *spec = (TypeSpec){.name = row->name,
                       .base = is_root ? TYPE(OBJECT) : &OBJECT_ROOT->exceptions[row->base].type,
                       .basicsize = parts->size,
                       .flags = TYPE_BASETYPE | TYPE_GC | TYPE_TRASHCAN | TYPE_EXCEPTION_SUBCLASS,
                       .dict_offset = offsetof(Exception, dict),
                       .doc = row->doc};
    spec->slots.traverse = exception_slot_traverse;
    spec->slots.clear = exception_slot_clear;
    if (introduces || row->layout == LAYOUT_BASE) spec->slots.new = parts->new;
    if (introduces) {
        spec->slots.str = parts->str;
        spec->slots.dealloc = parts->dealloc;
        spec->methods = parts->methods;
        spec->members = parts->members;
        spec->getset = parts->getset;
    }
    if (is_root) spec_for_root(spec);
    if (id == EXCEPTION_ExceptionGroup) {
        spec->basicsize = sizeof(ExceptionGroupException);
        spec->weaklist_offset = offsetof(ExceptionGroupException, weaklist);
        spec->getset = type_weakref_getset;
        spec->doc = NULL;
        spec->flags |= TYPE_HEAP;
    } else {
        spec->slots.init = parts->init;
    }
}

/* class ExceptionGroup(BaseExceptionGroup, Exception), which CPython makes as a program would: both bases, and a linear
 * order of all. */
static bool complete_exception_group(void) {
    Type *type = EXC(ExceptionGroup);
    Own bases = tuple_pack(2, (Ref)EXC(BaseExceptionGroup), (Ref)EXC(Exception));
    Own mro = tuple_pack(5, (Ref)type, (Ref)EXC(BaseExceptionGroup), (Ref)EXC(Exception),
                         (Ref)EXC(BaseException), (Ref)TYPE(OBJECT));
    if (!bases || !mro) {
        release_maybe(bases);
        release_maybe(mro);
        return false;
    }
    slot_set(&type->bases, bases);
    slot_set(&type->mro, mro);
    return type_add_subclass(EXC(Exception), type);
}

bool exception_types_ready(void) {
    TypeSpec *specs = arena_alloc(EXCEPTION_COUNT * sizeof(TypeSpec), BLOCK_RAW);
    if (!specs) return false;
    for (int id = 0; id < EXCEPTION_COUNT; id++) {
        spec_fill(&specs[id], (enum ExceptionId)id);
        if (!type_ready(&OBJECT_ROOT->exceptions[id].type, &specs[id])) return false;
    }
    return complete_exception_group() && exception_memory_prepare();
}
