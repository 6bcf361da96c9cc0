/* thread_local.c: _thread._local: an object whose attributes are different ones in each thread.
 *
 * It keeps a dict of attributes for each thread that ever looked, by the thread's number. Before any access the
 * running thread's dict is put where an ordinary object has its __dict__, made (and __init__ run) where there
 * is none yet; the ordinary rules do the rest. A thread keeps weak references to the objects in which it has a
 * dict, so that it can take them out at its end. */
#include "modules/modules.h"
#include "modules/thread_module.h"
#include "object/dict.h"
#include "object/error.h"
#include "object/gc.h"
#include "object/int.h"
#include "object/list.h"
#include "object/str.h"
#include "object/tuple.h"
#include "object/type_checks.h"
#include "object/weakref.h"

typedef struct Local {
    Object ob_base;
    Object *current;       /* the dict of the thread that looked last; owned */
    u64 thread;            /* its number */
    Object *dicts;         /* dict from number of thread to dict; owned */
    Object *args, *kwargs; /* for __init__ in each thread; owned, kwargs may be NULL */
    Object *weaklist;
} Local;
#define AS_LOCAL(ref) ((Local *)(ref))

/* --- the running thread's dict ------------------------------------------------------------------------- */

/* The thread takes note that it has a dict in `local`. */
static bool thread_notes(Ref local) {
    Thread *thread = thread_current();
    if (!thread->dict && !(thread->dict = dict_new())) return false;
    Own key = int_from_u64(object_id(local)), reference = key ? weakref_new(local, NULL) : NULL;
    bool noted = reference && dict_set(thread->dict, key, reference);
    release_maybe(reference);
    release_maybe(key);
    return noted;
}

static bool call_init(Ref self) {
    InitFn init = type_of(self)->slots.init;
    if (init == TYPE(OBJECT)->slots.init) return true;
    Own method = object_special(self, NAME(__init__));
    Own result = method ? object_call_tuple(method, AS_LOCAL(self)->args, AS_LOCAL(self)->kwargs) : NULL;
    release_maybe(method);
    release_maybe(result);
    return result != NULL;
}

static bool make_dict(Local *local, Ref number, bool initialize) {
    Own dict = dict_new();
    bool made = dict && dict_set(local->dicts, number, dict) && thread_notes(&local->ob_base);
    if (!made) {
        release_maybe(dict);
        return false;
    }
    slot_set(&local->current, dict);
    local->thread = thread_current()->number;
    if (!initialize || call_init(&local->ob_base)) return true;
    Own failure = error_fetch(); /* so that the next look tries again */
    slot_clear(&local->current);
    local->thread = 0;
    if (!dict_delete(local->dicts, number)) error_clear();
    error_restore(failure);
    return false;
}

/* Puts the running thread's dict into place. False: raised. */
static bool local_enter(Ref self) {
    Local *local = AS_LOCAL(self);
    if (local->thread == thread_current()->number && local->current) return true;
    Own number = int_from_u64(thread_current()->number);
    if (!number) return false;
    Ref dict = dict_get(local->dicts, number);
    bool there = dict != NULL;
    if (dict) {
        slot_set(&local->current, own(dict));
        local->thread = thread_current()->number;
    } else if (!error_occurred()) {
        there = make_dict(local, number, true);
    }
    release(number);
    return there;
}

void thread_local_forget(void) {
    const Thread *thread = thread_current();
    Own noted = thread->dict ? dict_values_list(thread->dict) : NULL, number = int_from_u64(thread->number);
    for (isize i = 0; noted && number && i < list_length(noted); i++) {
        Ref alive = weakref_get(list_get(noted, i));
        if (!alive) continue;
        Own local = own(alive);
        if (AS_LOCAL(local)->thread == thread->number) {
            AS_LOCAL(local)->thread = 0;
            slot_clear(&AS_LOCAL(local)->current);
        }
        release_maybe(dict_pop(AS_LOCAL(local)->dicts, number));
        release(local);
    }
    release_maybe(number);
    release_maybe(noted);
    error_clear();
}

/* The object dies: no thread need think of it any longer. */
static void forget_in_threads(Ref self) {
    Own key = int_from_u64(object_id(self));
    for (Thread *thread = VM_ROOT->threads; key && thread; thread = thread->next) {
        if (thread->dict) release_maybe(dict_pop(thread->dict, key));
    }
    release_maybe(key);
}

/* --- the type ------------------------------------------------------------------------------------------ */

static Own keywords_dict(Ref const *values, Ref kwnames) {
    return dict_from_items((Ref const *)AS_TUPLE(kwnames)->items, 1, values, 1, tuple_length(kwnames));
}

static Own local_new(Type *type, Ref const *args, isize nargs, Ref kwnames) {
    bool has_keywords = kwnames && tuple_length(kwnames) > 0;
    if (type->slots.init == TYPE(OBJECT)->slots.init && (nargs || has_keywords)) {
        return error_set(EXC(TypeError), "Initialization arguments are not supported");
    }
    Own self = object_new(type, 0), number = int_from_u64(thread_current()->number);
    Local *local = AS_LOCAL(self);
    bool made = self && number && (local->dicts = dict_new()) &&
                (local->args = tuple_from_array(args, nargs)) &&
                (!has_keywords || (local->kwargs = keywords_dict(args + nargs, kwnames)));
    made = made && make_dict(local, number, false);
    release_maybe(number);
    if (self) gc_track(self);
    if (!made && self) slot_clear(&self);
    return self;
}

static void local_clear(Ref self) {
    Local *local = AS_LOCAL(self);
    slot_clear(&local->args);
    slot_clear(&local->kwargs);
    slot_clear(&local->current);
    slot_clear(&local->dicts);
}

static void local_dealloc(Own self) {
    gc_untrack(self);
    weakref_clear_all(self);
    Own pending = error_fetch();
    forget_in_threads(self);
    error_clear();
    error_restore(pending);
    local_clear(self);
    object_free(self);
}

static bool local_traverse(Ref self, VisitFn visit, void *context) {
    const Local *local = AS_LOCAL(self);
    Ref held[] = {local->args, local->kwargs, local->current, local->dicts};
    for (isize i = 0; i < COUNT_OF(held); i++) {
        if (held[i] && !visit(held[i], context)) return false;
    }
    return true;
}

static Own local_getattro(Ref self, Ref name) {
    if (!local_enter(self)) return NULL;
    if (is_str(name) && str_equal(name, NAME(__dict__))) return own(AS_LOCAL(self)->current);
    return object_generic_get_attribute(self, name);
}

static bool local_setattro(Ref self, Ref name, Ref value) {
    if (!local_enter(self)) return false;
    if (is_str(name) && str_equal(name, NAME(__dict__))) {
        return error_set(EXC(AttributeError), "'%.50s' object attribute '%U' is read-only", type_of(self)->name,
                         name);
    }
    return object_generic_set_attribute(self, name, value);
}

const TypeSpec local_spec = {.name = "_thread._local",
                             .module = "_thread",
                             .basicsize = sizeof(Local),
                             .ghost_size = 64,
                             .flags = TYPE_HEAP_SPEC | TYPE_GC | TYPE_BASETYPE,
                             .dict_offset = offsetof(Local, current),
                             .weaklist_offset = offsetof(Local, weaklist),
                             .slots = {.new = local_new,
                                       .dealloc = local_dealloc,
                                       .traverse = local_traverse,
                                       .clear = local_clear,
                                       .getattro = local_getattro,
                                       .setattro = local_setattro},
                             .doc = "Thread-local data"};
