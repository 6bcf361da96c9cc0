/* queue_module.c: the module _queue: SimpleQueue, a queue without bounds that threads wait at.
 *
 * The items stand in a list from `first` on; what was taken leaves None behind, and goes when it is more than half of
 * the list. Each put wakes one of the threads that wait. */
#include "modules/modules.h"
#include "object/error.h"
#include "object/gc.h"
#include "object/generic_alias.h"
#include "object/int.h"
#include "object/list.h"
#include "object/weakref.h"
#include "vm/eval.h"
#include "vm/root.h"

typedef struct SimpleQueue {
    Object ob_base;
    Object *items; /* list; owned */
    isize first;   /* in items: the next one to be taken */
    WaitQueue waiters;
    Object *weaklist;
} SimpleQueue;
#define AS_QUEUE(ref) ((SimpleQueue *)(ref))
#define QUEUE_EMPTY AS_TYPE(MODULES_ROOT->queue_empty)
#define MICROSECOND_NS 1000
#define TIMEOUT_MAX_NS ((i64)INT64_MAX / MICROSECOND_NS * MICROSECOND_NS)

static isize length_of(Ref self) { return list_length(AS_QUEUE(self)->items) - AS_QUEUE(self)->first; }

static Own take_first(SimpleQueue *self) {
    isize length = list_length(self->items);
    Own item = own(list_get(self->items, self->first));
    Own old = AS_LIST(self->items)->items[self->first];
    AS_LIST(self->items)->items[self->first++] = own_none();
    release(old);
    if (self->first * 2 > length) {
        if (!list_set_slice(self->items, 0, self->first, NULL)) {
            release(item);
            return NULL;
        }
        self->first = 0;
    }
    return item;
}

/* --- methods -------------------------------------------------------------------------------------------- */

static Own put(Ref self, Ref item) {
    if (!list_append_ref(AS_QUEUE(self)->items, item)) return NULL;
    thread_wake(&AS_QUEUE(self)->waiters);
    return own_none();
}

static Own queue_method_put(Ref self, Ref const *args, isize nargs, Ref kwnames) {
    static const Parameters parameters = {"put", {"item", "block", "timeout"}, .required = 1};
    Ref given[3];
    if (!arguments_bind(&parameters, args, nargs, kwnames, given)) return NULL;
    return given[1] && object_is_true(given[1]) < 0 ? NULL : put(self, given[0]);
}
static Own queue_method_put_nowait(Ref self, Ref const *args, isize nargs, Ref kwnames) {
    static const Parameters parameters = {"put_nowait", {"item"}, .required = 1};
    Ref item;
    return arguments_bind(&parameters, args, nargs, kwnames, &item) ? put(self, item) : NULL;
}

/* -1: as long as it takes. */
static Own get(Ref self, i64 timeout_ns) {
    i64 deadline = thread_deadline(timeout_ns);
    while (length_of(self) == 0) {
        i64 left = thread_left(deadline);
        if (left == 0) return error_set_object(QUEUE_EMPTY, NULL);
        thread_wait(&AS_QUEUE(self)->waiters, left);
        if (!vm_handle_signals()) return NULL;
    }
    return take_first(AS_QUEUE(self));
}

static Own queue_method_get(Ref self, Ref const *args, isize nargs, Ref kwnames) {
    static const Parameters parameters = {"get", {"block", "timeout"}};
    Ref given[2];
    i64 timeout = -1;
    int block = 1;
    if (!arguments_bind(&parameters, args, nargs, kwnames, given) ||
        (given[0] && (block = object_is_true(given[0])) < 0))
        return NULL;
    if (!block) return get(self, 0);
    if (given[1] && given[1] != None) {
        if (!clock_from_seconds(given[1], &timeout)) return NULL;
        if (timeout < 0) return error_set(EXC(ValueError), "'timeout' must be a non-negative number");
        if (timeout > TIMEOUT_MAX_NS) return error_set(EXC(OverflowError), "timeout value is too large");
    }
    return get(self, timeout);
}
static Own queue_method_get_nowait(Ref self, Ref const *args UNUSED, isize nargs, Ref kwnames) {
    if (nargs) return error_set(EXC(TypeError), "get_nowait() takes no arguments");
    return arguments_no_keywords("get_nowait", kwnames) ? get(self, 0) : NULL;
}

static Own queue_method_empty(Ref self) { return own_bool(length_of(self) == 0); }
static Own queue_method_qsize(Ref self) { return int_from_isize(length_of(self)); }

/* --- the type ------------------------------------------------------------------------------------------- */

static Own queue_new(Type *type, Ref const *args UNUSED, isize nargs, Ref kwnames) {
    if (type == MODULE_TYPE(SIMPLE_QUEUE)) {
        if (nargs) return error_set(EXC(TypeError), "SimpleQueue() takes no positional arguments");
        if (!arguments_no_keywords("SimpleQueue", kwnames)) return NULL;
    }
    Own self = object_new(type, 0);
    if (!self) return NULL;
    AS_QUEUE(self)->items = list_new(0);
    gc_track(self);
    if (!AS_QUEUE(self)->items) slot_clear(&self);
    return self;
}

static void queue_clear(Ref self) { slot_clear(&AS_QUEUE(self)->items); }
static void queue_dealloc(Own self) {
    gc_untrack(self);
    if (AS_QUEUE(self)->weaklist) weakref_clear_all(self);
    queue_clear(self);
    object_free(self);
}
static bool queue_traverse(Ref self, VisitFn visit, void *context) {
    return !AS_QUEUE(self)->items || visit(AS_QUEUE(self)->items, context);
}

static const MethodDef queue_methods[] = {
    {"empty", METHOD_NONE, .none = queue_method_empty,
     .doc = "empty($self, /)\n--\n\nReturn True if the queue is empty, False otherwise (not reliable!)."},
    {"get", METHOD_KEYWORDS, .keywords = queue_method_get, .flags = METHOD_DEFINING_CLASS,
     .doc = "get($self, /, block=True, timeout=None)\n--\n\nRemove and return an item from the queue.\n\nIf "
            "optional "
            "args 'block' is true and 'timeout' is None (the default),\nblock if necessary until an item is "
            "available. "
            "If 'timeout' is\na non-negative number, it blocks at most 'timeout' seconds and raises\nthe Empty "
            "exception if no item was available within that time.\nOtherwise ('block' is false), return an "
            "item if one "
            "is immediately\navailable, else raise the Empty exception ('timeout' is ignored\nin that case)."},
    {"get_nowait", METHOD_KEYWORDS, .keywords = queue_method_get_nowait, .flags = METHOD_DEFINING_CLASS,
     .doc = "get_nowait($self, /)\n--\n\nRemove and return an item from the queue without blocking.\n\nOnly "
            "get an "
            "item if one is immediately available. Otherwise\nraise the Empty exception."},
    {"put", METHOD_KEYWORDS, .keywords = queue_method_put,
     .doc = "put($self, /, item, block=True, timeout=None)\n--\n\nPut the item on the queue.\n\nThe optional "
            "'block' "
            "and 'timeout' arguments are ignored, as this method\nnever blocks.  They are provided for "
            "compatibility "
            "with the Queue class."},
    {"put_nowait", METHOD_KEYWORDS, .keywords = queue_method_put_nowait,
     .doc = "put_nowait($self, /, item)\n--\n\nPut an item into the queue without blocking.\n\nThis is exactly "
            "equivalent to `put(item)` and is only provided\nfor compatibility with the Queue class."},
    {"qsize", METHOD_NONE, .none = queue_method_qsize,
     .doc = "qsize($self, /)\n--\n\nReturn the approximate size of the queue (not reliable!)."},
    {"__class_getitem__", METHOD_ONE, .one = generic_alias_new, .doc = "See PEP 585", .flags = METHOD_CLASS},
    {.name = NULL}};

const TypeSpec simple_queue_spec = {
    .name = "_queue.SimpleQueue",
    .module = "_queue",
    .doc = "SimpleQueue()\n--\n\nSimple, unbounded, reentrant FIFO queue.",
    .basicsize = sizeof(SimpleQueue),
    .beside = 32,
    .ghost_size = 56,
    .flags = TYPE_HEAP_SPEC | TYPE_GC | TYPE_BASETYPE,
    .weaklist_offset = offsetof(SimpleQueue, weaklist),
    .slots = {.new = queue_new, .dealloc = queue_dealloc, .traverse = queue_traverse, .clear = queue_clear},
    .methods = queue_methods};

static bool fill(Ref module) {
    Object **class = &MODULES_ROOT->queue_empty;
    if (!*class)
        *class = module_exception_new_with_doc("_queue.Empty", EXC(Exception),
                                               "Exception raised by Queue.get(block=0)/get_nowait().");
    if (!*class) return false;
    return module_add(module, "Empty", own(*class)) && module_add_type(module, MODULE_TYPE_SIMPLE_QUEUE);
}
static void clear(void) { slot_clear(&MODULES_ROOT->queue_empty); }

const NativeModule queue_module = {.name = "_queue",
                                   .doc = "C implementation of the Python queue module.\nThis module is an "
                                          "implementation detail, please do not use "
                                          "it directly.",
                                   .fill = fill,
                                   .clear = clear,
                                   .extension = true};
