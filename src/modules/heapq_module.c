/* heapq_module.c: the module _heapq: a list kept as a heap.
 *
 * The items below place k are at 2k + 1 and 2k + 2, none is less than the one above it. An item that sinks goes all
 * the way down along the lesser of the two below, then up again to where it belongs: that takes fewer comparisons
 * than looking at each step whether it has arrived, since what sinks is mostly large. Comparing runs Python code,
 * which may change the list: after each one its length is looked at again. */
#include "modules/modules.h"
#include "object/argument_checks.h"
#include "object/charge.h"
#include "object/error.h"
#include "object/list.h"
#include "object/type_checks.h"

/* Is a before b? 1, 0, -1 raised. In a heap of the largest it is the greater one that is before. */
typedef int (*BeforeFn)(Ref a, Ref b);
static int less(Ref a, Ref b) { return object_compare_bool(a, b, COMPARE_LT); }
static int greater(Ref a, Ref b) { return object_compare_bool(b, a, COMPARE_LT); }

static int compare_places(Ref heap, isize a, isize b, BeforeFn before) {
    isize length = list_length(heap);
    Own first = own(list_get(heap, a)), second = own(list_get(heap, b));
    int answer = before(first, second);
    release(first);
    release(second);
    if (answer >= 0 && list_length(heap) != length) {
        error_set(EXC(RuntimeError), "list changed size during iteration");
        return -1;
    }
    return answer;
}

static void exchange(Ref heap, isize a, isize b) {
    Object **items = AS_LIST(heap)->items, *item = items[a];
    items[a] = items[b];
    items[b] = item;
}

/* The item at `place` goes up as far as `top`, past all that it is before. */
static bool rise(Ref heap, isize top, isize place, BeforeFn before) {
    if (place >= list_length(heap)) return error_set(EXC(IndexError), "index out of range");
    while (place > top) {
        isize above = (place - 1) >> 1;
        int goes = compare_places(heap, place, above, before);
        if (goes < 0) return false;
        if (goes == 0) break;
        exchange(heap, place, above);
        place = above;
    }
    return true;
}

static bool sink(Ref heap, isize place, BeforeFn before) {
    isize end = list_length(heap), top = place;
    if (place >= end) return error_set(EXC(IndexError), "index out of range");
    while (place < end >> 1) {
        isize below = 2 * place + 1;
        if (below + 1 < end) {
            int left = compare_places(heap, below, below + 1, before);
            if (left < 0) return false;
            if (left == 0) below++;
        }
        exchange(heap, place, below);
        place = below;
    }
    return rise(heap, top, place, before);
}

/* --- functions ------------------------------------------------------------------------------------------- */

static bool heap_argument(const char *function, Ref const *args, isize nargs, isize count) {
    if (!arguments_count(function, nargs, count, count)) return false;
    if (is_list(args[0])) return true;
    return error_set(EXC(TypeError),
                     count == 1 ? "%s() argument must be list, not %.50s"
                                : "%s() argument 1 must be list, not %.50s",
                     function, argument_type_name(args[0]));
}

static Own heapq_method_heappush(UNUSED Ref self, Ref const *args, isize nargs) {
    if (!heap_argument("heappush", args, nargs, 2) || !list_append_ref(args[0], args[1])) return NULL;
    return rise(args[0], 0, list_length(args[0]) - 1, less) ? own_none() : NULL;
}

/* Takes the first item; the last one takes its place and sinks. */
static Own pop_first(Ref heap, BeforeFn before) {
    isize length = list_length(heap);
    if (length == 0) return error_set(EXC(IndexError), "index out of range");
    Own last = list_pop(heap, length - 1);
    if (!last || length == 1) return last;
    Own first = AS_LIST(heap)->items[0];
    AS_LIST(heap)->items[0] = last;
    if (sink(heap, 0, before)) return first;
    release(first);
    return NULL;
}
/* Takes the first item; `item` takes its place and sinks. */
static Own replace_first(Ref heap, Ref item, BeforeFn before) {
    if (list_length(heap) == 0) return error_set(EXC(IndexError), "index out of range");
    Own first = AS_LIST(heap)->items[0];
    AS_LIST(heap)->items[0] = own(item);
    if (sink(heap, 0, before)) return first;
    release(first);
    return NULL;
}

static Own heapq_method_heappop(UNUSED Ref self, Ref heap) {
    return heap_argument("heappop", &heap, 1, 1) ? pop_first(heap, less) : NULL;
}
static Own heapq_method_heappop_max(UNUSED Ref self, Ref heap) {
    return heap_argument("_heappop_max", &heap, 1, 1) ? pop_first(heap, greater) : NULL;
}
static Own heapq_method_heapreplace(UNUSED Ref self, Ref const *args, isize nargs) {
    return heap_argument("heapreplace", args, nargs, 2) ? replace_first(args[0], args[1], less) : NULL;
}
static Own heapq_method_heapreplace_max(UNUSED Ref self, Ref const *args, isize nargs) {
    return heap_argument("_heapreplace_max", args, nargs, 2) ? replace_first(args[0], args[1], greater) : NULL;
}

static Own heapq_method_heappushpop(UNUSED Ref self, Ref const *args, isize nargs) {
    if (!heap_argument("heappushpop", args, nargs, 2)) return NULL;
    if (list_length(args[0]) == 0) return own(args[1]);
    Own first = own(list_get(args[0], 0));
    int smaller = less(first, args[1]);
    release(first);
    if (smaller < 0) return NULL;
    if (smaller == 0) return own(args[1]);
    return replace_first(args[0], args[1], less);
}

/* From the last item that has any below it, to the first. */
static Own heapify(Ref heap, BeforeFn before) {
    for (isize i = (list_length(heap) >> 1) - 1; i >= 0; i--) {
        if (!sink(heap, i, before)) return NULL;
    }
    charge(list_length(heap), 3 * CHARGE_COMPARE);
    return own_none();
}
static Own heapq_method_heapify(UNUSED Ref self, Ref heap) {
    return heap_argument("heapify", &heap, 1, 1) ? heapify(heap, less) : NULL;
}
static Own heapq_method_heapify_max(UNUSED Ref self, Ref heap) {
    return heap_argument("_heapify_max", &heap, 1, 1) ? heapify(heap, greater) : NULL;
}

static const MethodDef heapq_functions[] = {
    {"heappush", METHOD_ARRAY, .array = heapq_method_heappush,
     .doc = "heappush($module, heap, item, /)\n"
            "--\n"
            "\n"
            "Push item onto heap, maintaining the heap invariant."},
    {"heappushpop", METHOD_ARRAY, .array = heapq_method_heappushpop,
     .doc = "heappushpop($module, heap, item, /)\n"
            "--\n"
            "\n"
            "Push item on the heap, then pop and return the smallest item from the heap.\n"
            "\n"
            "The combined action runs more efficiently than heappush() followed by\n"
            "a separate call to heappop()."},
    {"heappop", METHOD_ONE, .one = heapq_method_heappop,
     .doc = "heappop($module, heap, /)\n"
            "--\n"
            "\n"
            "Pop the smallest item off the heap, maintaining the heap invariant."},
    {"heapreplace", METHOD_ARRAY, .array = heapq_method_heapreplace,
     .doc = "heapreplace($module, heap, item, /)\n"
            "--\n"
            "\n"
            "Pop and return the current smallest value, and add the new item.\n"
            "\n"
            "This is more efficient than heappop() followed by heappush(), and can be\n"
            "more appropriate when using a fixed-size heap.  Note that the value\n"
            "returned may be larger than item!  That constrains reasonable uses of\n"
            "this routine unless written as part of a conditional replacement:\n"
            "\n"
            "    if item > heap[0]:\n"
            "        item = heapreplace(heap, item)"},
    {"heapify", METHOD_ONE, .one = heapq_method_heapify,
     .doc = "heapify($module, heap, /)\n"
            "--\n"
            "\n"
            "Transform list into a heap, in-place, in O(len(heap)) time."},
    {"_heappop_max", METHOD_ONE, .one = heapq_method_heappop_max,
     .doc = "_heappop_max($module, heap, /)\n"
            "--\n"
            "\n"
            "Maxheap variant of heappop."},
    {"_heapify_max", METHOD_ONE, .one = heapq_method_heapify_max,
     .doc = "_heapify_max($module, heap, /)\n"
            "--\n"
            "\n"
            "Maxheap variant of heapify."},
    {"_heapreplace_max", METHOD_ARRAY, .array = heapq_method_heapreplace_max,
     .doc = "_heapreplace_max($module, heap, item, /)\n"
            "--\n"
            "\n"
            "Maxheap variant of heapreplace."},
    {.name = NULL}};

const NativeModule heapq_module = {
    .name = "_heapq",
    .doc = "Heap queue algorithm (a.k.a. priority queue).\n"
           "\n"
           "Heaps are arrays for which a[k] <= a[2*k+1] and a[k] <= a[2*k+2] for\n"
           "all k, counting elements from 0.  For the sake of comparison,\n"
           "non-existing elements are considered to be infinite.  The interesting\n"
           "property of a heap is that a[0] is always its smallest element.\n"
           "\n"
           "Usage:\n"
           "\n"
           "heap = []            # creates an empty heap\n"
           "heappush(heap, item) # pushes a new item on the heap\n"
           "item = heappop(heap) # pops the smallest item from the heap\n"
           "item = heap[0]       # smallest item on the heap without popping it\n"
           "heapify(x)           # transforms list into a heap, in-place, in linear time\n"
           "item = heapreplace(heap, item) # pops and returns smallest item, and adds\n"
           "                               # new item; the heap size is unchanged\n"
           "\n"
           "Our API differs from textbook heap algorithms as follows:\n"
           "\n"
           "- We use 0-based indexing.  This makes the relationship between the\n"
           "  index for a node and the indexes for its children slightly less\n"
           "  obvious, but is more suitable since Python uses 0-based indexing.\n"
           "\n"
           "- Our heappop() method returns the smallest item, not the largest.\n"
           "\n"
           "These two make it possible to view the heap as a regular Python list\n"
           "without surprises: heap[0] is the smallest item, and heap.sort()\n"
           "maintains the heap invariant!\n",
    .functions = heapq_functions};
