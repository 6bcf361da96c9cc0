/* interest.c: the heap in the order in which a reader wants it: what the program works with first, what the
 * machine made for itself last.
 *
 * A class definition alone makes a dozen objects that nobody wrote: tuples of bases, descriptors, a weak
 * reference in the list of subclasses. They are told by who holds them: what only types, code objects, functions
 * and other such machinery refer to is machinery, too. So the references from machinery are counted; where they
 * make up an object's whole count it becomes machinery itself, and its own references are counted in turn. But the list
 * that is a class's attribute, the dict that is a parameter's default and what a closure keeps are the program's data,
 * though nothing else refers to them. What lies a few steps from a variable comes before everything else, and then the
 * functions and classes that the main program defines: a library makes hundreds of objects. */
#include <stdlib.h>

#include "inspect/inspector.h"
#include "object/callables.h"
#include "object/dict.h"
#include "object/gc.h"
#include "object/str.h"
#include "object/tuple.h"
#include "object/type_checks.h"
#include "vm/eval.h"
#include "vm/function.h"
#include "vm/machine.h"
#include "vm/root.h"

typedef struct Holding {
    Ref object;
    i64 held; /* references from machinery */
    bool machinery, near;
    bool deep; /* machinery whose data is machinery, too */
} Holding;

typedef struct Holdings { /* an open table by address */
    Holding *entries;
    usize capacity, used; /* capacity: a power of two */
    Ref *work;            /* machinery whose references are still to be counted */
    isize work_count, work_capacity;
    bool spares_data, deep; /* of what is being counted now */
    bool failed;
} Holdings;

static Holding *holding_at(const Holdings *all, Ref object) {
    usize at = ((uintptr_t)object >> 4) * 0x9E3779B97F4A7C15u;
    for (at &= all->capacity - 1; all->entries[at].object && all->entries[at].object != object;)
        at = (at + 1) & (all->capacity - 1);
    return &all->entries[at];
}

static bool holdings_grow(Holdings *all) {
    Holdings more = *all;
    more.capacity = all->capacity ? 2 * all->capacity : 4096;
    more.entries = calloc(more.capacity, sizeof *more.entries);
    if (!more.entries) return false;
    for (usize i = 0; i < all->capacity; i++)
        if (all->entries[i].object) *holding_at(&more, all->entries[i].object) = all->entries[i];
    free(all->entries);
    *all = more;
    return true;
}

static void push_work(Holdings *all, Ref object) {
    if (all->work_count == all->work_capacity) {
        isize capacity = all->work_capacity ? 2 * all->work_capacity : 1024;
        Ref *work = realloc(all->work, (usize)capacity * sizeof *work);
        if (!work) {
            all->failed = true;
            return;
        }
        all->work = work;
        all->work_capacity = capacity;
    }
    all->work[all->work_count++] = object;
}

/* What is a definition or belongs to one by its type alone. */
static bool is_descriptor(Ref object) {
    const Type *type = type_of(object);
    return type == TYPE(GETSET_DESCRIPTOR) || type == TYPE(MEMBER_DESCRIPTOR) ||
           type == TYPE(WRAPPER_DESCRIPTOR) || type == TYPE(METHOD_DESCRIPTOR) ||
           type == TYPE(CLASS_METHOD_DESCRIPTOR) || type == TYPE(METHOD_WRAPPER);
}
static bool is_definition(Ref object) {
    return is_builtin_function(object) || is_type(object) || is_function(object) || is_module(object);
}
static bool is_atom(Ref object) { return !is_container(object); }
/* What a program works with, wherever it keeps it. */
static bool is_data(Ref object) {
    return is_list(object) || is_exact_dict(object) || is_any_set(object) ||
           (type_has(type_of(object), TYPE_HEAP) && !type_has(type_of(object), TYPE_IMMUTABLE) &&
            !is_type(object) && is_container(object));
}

/* NULL: out of memory. */
static Holding *holding_of(Holdings *all, Ref object) {
    if (2 * all->used >= all->capacity && !holdings_grow(all)) {
        all->failed = true;
        return NULL;
    }
    Holding *holding = holding_at(all, object);
    if (!holding->object) {
        holding->object = object;
        all->used++;
    }
    return holding;
}

static bool count_held(Ref object, void *context) {
    Holdings *all = context;
    if (!object || is_immortal_serial(look_serial(object)) || is_definition(object)) return true;
    Holding *holding = holding_of(all, object);
    if (!holding) return false;
    holding->held++;
    bool name = is_str(object) && AS_STR(object)->interned; /* an instance's dict holds it, too */
    if (holding->machinery || (holding->held < object->ob_refcnt && !name)) return true;
    if (all->spares_data && is_data(object)) return true;
    holding->machinery = true;
    holding->deep = all->deep;
    push_work(all, object);
    return true;
}

static void count_code(const Code *code, Holdings *all) {
    Ref held[] = {code->consts,         code->names,      code->localsplusnames, code->localspluskinds,
                  code->exceptiontable, code->name,       code->qualname,        code->filename,
                  code->linetable,      code->cached_code};
    for (isize i = 0; i < COUNT_OF(held); i++) count_held(held[i], all);
}

/* A class stands in the lists of subclasses of those above it, of which some are older than the program. */
static void count_subclass_lists(const Type *type, Holdings *all) {
    for (isize i = 0; type->bases && i < tuple_length(type->bases); i++) {
        Ref list = AS_TYPE(tuple_get(type->bases, i))->subclasses;
        Holding *holding = list ? holding_of(all, list) : NULL;
        if (!holding || holding->machinery) continue;
        holding->machinery = true;
        push_work(all, list);
    }
}

static void count_from(Ref holder, Holdings *all) {
    if (is_type(holder)) count_subclass_lists(AS_TYPE(holder), all);
    if (is_code(holder))
        count_code((const Code *)holder, all);
    else if (type_of(holder)->slots.traverse)
        type_of(holder)->slots.traverse(holder, count_held, all);
}

/* Names that the machine and the library give: __slots__, _member_map_. */
static bool is_private_name(Ref name) {
    isize length = is_str(name) ? str_length(name) : 0;
    return length > 2 && str_char(name, 0) == '_' && str_char(name, length - 1) == '_';
}

static void count_namespace(Ref dict, Holdings *all) {
    isize position = 0;
    Ref name, value;
    bool deep = all->deep;
    while (dict_each(dict, &position, &name, &value, NULL)) {
        count_held(name, all);
        all->deep = deep || is_private_name(name);
        all->spares_data = !all->deep;
        count_held(value, all);
    }
}

/* What a piece of machinery that only machinery refers to refers to. */
static void count_from_work(Ref holder, Holdings *all) {
    all->deep = holding_at(all, holder)->deep;
    all->spares_data = !all->deep;
    if (is_exact_dict(holder))
        count_namespace(holder, all);
    else
        count_from(holder, all);
    all->deep = all->spares_data = false;
}

/* What the import system hangs onto a module, and everything that a module written in C has. */
static void count_module(const Module *module, Holdings *all) {
    static const char *const names[] = {"__spec__", "__loader__", "__path__", "__cached__", "__file__"};
    all->deep = true;
    if (module->dict && !dict_get_cstring(module->dict, "__file__")) count_held(module->dict, all);
    for (int i = 0; module->dict && i < COUNT_OF(names); i++)
        count_held(dict_get_cstring(module->dict, names[i]), all);
    all->deep = false;
}

static bool count_each(void *object, void *context) {
    Ref holder = object;
    if (look_is_dying(holder)) return true;
    bool older = is_exact_dict(holder) && is_immortal_serial(look_serial(holder)); /* a part of the machine */
    if (is_type(holder) || is_function(holder) || is_code(holder) || is_descriptor(holder) || older)
        count_from(holder, context);
    else if (is_module(holder))
        count_module(AS_MODULE(holder), context);
    return true;
}

/* --- near a variable ------------------------------------------------------------------------------------ */

#define NEAR_STEPS 3
#define MOST_NEAR 1000

static bool note_near(Ref object, void *context) {
    Holdings *all = context;
    bool passes =
        object && !is_immortal_serial(look_serial(object)) && !is_definition(object) && !is_code(object);
    Holding *holding = passes && all->work_count < MOST_NEAR ? holding_of(all, object) : NULL;
    if (!holding || holding->near || holding->machinery) return true;
    holding->near = true;
    push_work(all, object);
    return true;
}

static void note_variables(Holdings *all) {
    for (const Thread *thread = VM_ROOT->threads; thread; thread = thread->next)
        for (const Frame *frame = thread->frame; frame; frame = frame->previous) {
            Ref *end = (Ref *)frame_stack_base(frame) + look_stack_depth(frame);
            for (Ref *slot = (Ref *)frame->slots; slot < end; slot++) note_near(*slot, all);
            Ref globals = frame->previous ? NULL : frame->globals, name, value;
            isize position = 0;
            while (globals && dict_each(globals, &position, &name, &value, NULL))
                if (!is_str(name) || str_length(name) < 2 || str_char(name, 0) != '_' ||
                    str_char(name, 1) != '_')
                    note_near(value, all);
        }
}

/* Breadth first: the work list is walked, not emptied. */
static void note_all_near(Holdings *all) {
    isize begin = 0;
    all->work_count = 0;
    note_variables(all);
    for (int step = 1; step < NEAR_STEPS; step++)
        for (isize end = all->work_count; begin < end; begin++) {
            Ref object = all->work[begin];
            if (type_of(object)->slots.traverse) type_of(object)->slots.traverse(object, note_near, all);
        }
}

/* --- all together --------------------------------------------------------------------------------------- */

static bool is_own(Ref definition) {
    Ref module = is_function(definition) ? AS_FUNCTION(definition)->module
                 : is_type(definition)   ? dict_get_cstring(AS_TYPE(definition)->dict, "__module__")
                                         : NULL;
    return module && is_str(module) && str_equal_ascii(module, "__main__");
}

static InspectInterest interest_of(const Holdings *all, Ref object) {
    if (is_code(object) || is_descriptor(object) || (all->capacity && holding_at(all, object)->machinery))
        return INTEREST_MACHINERY;
    if (all->capacity && holding_at(all, object)->near) return INTEREST_NEAR;
    if (is_definition(object)) return is_own(object) ? INTEREST_OWN : INTEREST_DEFINITION;
    return is_atom(object) ? INTEREST_ATOM : INTEREST_DATA;
}

int inspect_objects_by_interest(Inspector *look, InspectObject *out, int capacity, int *total) {
    look_index_heap(look);
    Holdings all = {0};
    arena_each_object(count_each, &all);
    while (all.work_count && !all.failed) count_from_work(all.work[--all.work_count], &all);
    if (!machine_exited()) note_all_near(&all);
    isize first = look_first_after(look, look->program_serial - 1);
    int count = 0;
    for (InspectInterest wanted = 0; wanted < INTEREST_COUNT; wanted++)
        for (isize i = look->heap_count - 1; i >= first && count < capacity; i--) {
            Ref object = look->heap[i].object;
            if (interest_of(&all, object) != wanted) continue;
            out[count] = look_object(look, object);
            out[count++].interest = wanted;
        }
    *total = (int)(look->heap_count - first);
    free(all.entries);
    free(all.work);
    return count;
}
