/* gc_module.c: the module gc. */
#include "modules/modules.h"
#include "object/argument_checks.h"
#include "object/audit.h"
#include "object/dict.h"
#include "object/error.h"
#include "object/gc.h"
#include "object/int.h"
#include "object/list.h"
#include "object/tuple.h"
#include "object/type_checks.h"
#include "vm/memory_trace.h"

static Own gc_method_enable(Ref self) {
    (void)self;
    OBJECT_ROOT->gc->enabled = true;
    return own_none();
}
static Own gc_method_disable(Ref self) {
    (void)self;
    OBJECT_ROOT->gc->enabled = false;
    return own_none();
}
static Own gc_method_isenabled(Ref self) {
    (void)self;
    return own_bool(OBJECT_ROOT->gc->enabled);
}

static Own gc_method_collect(Ref self, Ref const *args, isize nargs, Ref kwnames) {
    static const Parameters parameters = {"collect", {"generation"}, .required = 0};
    Ref out[1];
    (void)self;
    if (!arguments_bind(&parameters, args, nargs, kwnames, out)) return NULL;
    int generation = GC_GENERATIONS - 1;
    if (out[0] && !argument_int(out[0], &generation)) return NULL;
    if (generation < 0 || generation >= GC_GENERATIONS) return error_set(EXC(ValueError), "invalid generation");
    isize found = gc_collect(generation);
    /* It knows already, but where collections at every birth are not told. */
    if (generation == GC_GENERATIONS - 1) memory_trace_collected();
    return int_from_isize(found);
}

static Own three_ints(isize a, isize b, isize c) {
    Own x = int_from_isize(a), y = int_from_isize(b), z = int_from_isize(c);
    Own made = x && y && z ? tuple_pack(3, x, y, z) : NULL;
    release_maybe(x);
    release_maybe(y);
    release_maybe(z);
    return made;
}
static Own gc_method_get_count(Ref self) {
    (void)self;
    const GcGeneration *generations = OBJECT_ROOT->gc->generations;
    return three_ints(generations[0].count, generations[1].count, generations[2].count);
}
static Own gc_method_get_threshold(Ref self) {
    (void)self;
    const GcGeneration *generations = OBJECT_ROOT->gc->generations;
    return three_ints(generations[0].threshold, generations[1].threshold, generations[2].threshold);
}
static Own gc_method_set_threshold(Ref self, Ref const *args, isize nargs) {
    (void)self;
    if (!arguments_tuple("set_threshold", nargs, 1, 3)) return NULL;
    for (isize i = 0; i < nargs; i++) {
        int threshold;
        if (!argument_parsed_int(args[i], &threshold)) return NULL;
        OBJECT_ROOT->gc->generations[i].threshold = threshold;
    }
    return own_none();
}

static Own gc_method_get_objects(Ref self, Ref const *args, isize nargs, Ref kwnames) {
    static const Parameters parameters = {"get_objects", {"generation"}, .required = 0};
    Ref out[1];
    (void)self;
    if (!arguments_bind(&parameters, args, nargs, kwnames, out)) return NULL;
    isize generation = out[0] && out[0] != None ? int_index_as_isize(out[0], EXC(OverflowError)) : -1;
    if (error_occurred()) return NULL;
    if (!AUDIT("gc.get_objects", "l", (i64)generation)) return NULL;
    if (generation < -1) return error_set(EXC(ValueError), "generation parameter cannot be negative");
    if (generation >= GC_GENERATIONS)
        return error_set(EXC(ValueError),
                         "generation parameter must be less than the number of available generations (%d)",
                         GC_GENERATIONS);
    return gc_objects((int)generation);
}
static Own gc_method_get_referrers(Ref self, Ref const *args, isize nargs) {
    (void)self;
    if (!AUDIT("gc.get_referrers", "N", tuple_from_array(args, nargs))) return NULL;
    return gc_referrers(args, nargs);
}
static Own gc_method_get_referents(Ref self, Ref const *args, isize nargs) {
    (void)self;
    if (!AUDIT("gc.get_referents", "N", tuple_from_array(args, nargs))) return NULL;
    return gc_referents(args, nargs);
}
static Own gc_method_is_tracked(Ref self, Ref object) {
    (void)self;
    return own_bool(is_container(object) && gc_is_tracked(object));
}
static Own gc_method_is_finalized(Ref self, Ref object) {
    (void)self;
    return own_bool(is_container(object) && gc_is_finalized(object));
}
static Own gc_method_freeze(Ref self) {
    (void)self;
    gc_freeze();
    return own_none();
}
static Own gc_method_unfreeze(Ref self) {
    (void)self;
    gc_unfreeze();
    return own_none();
}
static Own gc_method_get_freeze_count(Ref self) {
    (void)self;
    return int_from_isize(gc_freeze_count());
}
static Own gc_method_get_debug(Ref self) {
    (void)self;
    return int_from_i64(OBJECT_ROOT->gc->debug);
}
static Own gc_method_set_debug(Ref self, Ref flags) {
    (void)self;
    int value;
    if (!argument_int(flags, &value)) return NULL;
    OBJECT_ROOT->gc->debug = (u32)value;
    return own_none();
}

static bool stat_set(Ref dict, const char *name, isize value) {
    Own number = int_from_isize(value);
    bool set = number && dict_set_cstring(dict, name, number);
    release_maybe(number);
    return set;
}
static Own gc_method_get_stats(Ref self) {
    (void)self;
    Own list = list_new(0);
    for (int i = 0; list && i < GC_GENERATIONS; i++) {
        const GcStats *stats = &OBJECT_ROOT->gc->stats[i];
        Own dict = dict_new();
        bool made = dict && stat_set(dict, "collections", stats->collections) &&
                    stat_set(dict, "collected", stats->collected) &&
                    stat_set(dict, "uncollectable", stats->uncollectable) && list_append_ref(list, dict);
        release_maybe(dict);
        if (!made) {
            release(list);
            return NULL;
        }
    }
    return list;
}

static const MethodDef gc_functions[] = {
    {"enable", METHOD_NONE, .none = gc_method_enable,
     .doc = "enable($module, /)\n--\n\nEnable automatic garbage collection."},
    {"disable", METHOD_NONE, .none = gc_method_disable,
     .doc = "disable($module, /)\n--\n\nDisable automatic garbage collection."},
    {"isenabled", METHOD_NONE, .none = gc_method_isenabled,
     .doc = "isenabled($module, /)\n--\n\nReturns true if automatic garbage collection is enabled."},
    {"collect", METHOD_KEYWORDS, .keywords = gc_method_collect,
     .doc = "collect($module, /, generation=2)\n--\n\nRun the garbage collector.\n\nWith no arguments, run a "
            "full collection.  The optional argument\nmay be an integer specifying which generation to "
            "collect.  A ValueError\nis raised if the generation number is invalid.\n\nThe number of "
            "unreachable objects is returned."},
    {"get_count", METHOD_NONE, .none = gc_method_get_count,
     .doc = "get_count($module, /)\n--\n\nReturn a three-tuple of the current collection counts."},
    {"get_threshold", METHOD_NONE, .none = gc_method_get_threshold,
     .doc = "get_threshold($module, /)\n--\n\nReturn the current collection thresholds."},
    {"set_threshold", METHOD_ARRAY, .array = gc_method_set_threshold, .flags = METHOD_VARARGS,
     .doc = "set_threshold(threshold0, [threshold1, threshold2]) -> None\n\nSets the collection thresholds.  "
            "Setting threshold0 to zero disables\ncollection.\n"},
    {"get_objects", METHOD_KEYWORDS, .keywords = gc_method_get_objects,
     .doc = "get_objects($module, /, generation=None)\n--\n\nReturn a list of objects tracked by the collector "
            "(excluding the list returned).\n\n  generation\n    Generation to extract the objects from.\n\nIf "
            "generation is not None, return only the objects tracked by the collector\nthat are in that "
            "generation."},
    {"get_referrers", METHOD_ARRAY, .array = gc_method_get_referrers, .flags = METHOD_VARARGS,
     .doc = "get_referrers(*objs) -> list\nReturn the list of objects that directly refer to any of objs."},
    {"get_referents", METHOD_ARRAY, .array = gc_method_get_referents, .flags = METHOD_VARARGS,
     .doc = "get_referents(*objs) -> list\nReturn the list of objects that are directly referred to by objs."},
    {"is_tracked", METHOD_ONE, .one = gc_method_is_tracked,
     .doc = "is_tracked($module, obj, /)\n--\n\nReturns true if the object is tracked by the garbage "
            "collector.\n\nSimple atomic objects will return false."},
    {"is_finalized", METHOD_ONE, .one = gc_method_is_finalized,
     .doc = "is_finalized($module, obj, /)\n--\n\nReturns true if the object has been already finalized by the "
            "GC."},
    {"freeze", METHOD_NONE, .none = gc_method_freeze,
     .doc = "freeze($module, /)\n--\n\nFreeze all current tracked objects and ignore them for future "
            "collections.\n\nThis can be used before a POSIX fork() call to make the gc copy-on-write "
            "friendly.\nNote: collection before a POSIX fork() call may free pages for future "
            "allocation\nwhich can cause copy-on-write."},
    {"unfreeze", METHOD_NONE, .none = gc_method_unfreeze,
     .doc = "unfreeze($module, /)\n--\n\nUnfreeze all objects in the permanent generation.\n\nPut all objects "
            "in the permanent generation back into oldest generation."},
    {"get_freeze_count", METHOD_NONE, .none = gc_method_get_freeze_count,
     .doc = "get_freeze_count($module, /)\n--\n\nReturn the number of objects in the permanent generation."},
    {"get_debug", METHOD_NONE, .none = gc_method_get_debug,
     .doc = "get_debug($module, /)\n--\n\nGet the garbage collection debugging flags."},
    {"set_debug", METHOD_ONE, .one = gc_method_set_debug,
     .doc = "set_debug($module, flags, /)\n--\n\nSet the garbage collection debugging flags.\n\n  flags\n    "
            "An integer that can have the following bits turned on:\n      DEBUG_STATS - Print statistics "
            "during collection.\n      DEBUG_COLLECTABLE - Print collectable objects found.\n      "
            "DEBUG_UNCOLLECTABLE - Print unreachable but uncollectable objects\n        found.\n      "
            "DEBUG_SAVEALL - Save objects to gc.garbage rather than freeing them.\n      DEBUG_LEAK - Debug "
            "leaking programs (everything but STATS).\n\nDebugging information is written to sys.stderr."},
    {"get_stats", METHOD_NONE, .none = gc_method_get_stats,
     .doc = "get_stats($module, /)\n--\n\nReturn a list of dictionaries containing per-generation statistics."},
    {.name = NULL}};

static const ModuleConstant constants[] = {
    {"DEBUG_STATS", GC_DEBUG_STATS},
    {"DEBUG_COLLECTABLE", GC_DEBUG_COLLECTABLE},
    {"DEBUG_UNCOLLECTABLE", GC_DEBUG_UNCOLLECTABLE},
    {"DEBUG_SAVEALL", GC_DEBUG_SAVE_ALL},
    {"DEBUG_LEAK", GC_DEBUG_COLLECTABLE | GC_DEBUG_UNCOLLECTABLE | GC_DEBUG_SAVE_ALL},
    {.name = NULL}};

static bool fill(Ref module) {
    return module_add(module, "garbage", own(OBJECT_ROOT->gc->garbage)) &&
           module_add(module, "callbacks", own(OBJECT_ROOT->gc->callbacks)) &&
           module_add_constants(module, constants);
}

const NativeModule gc_module = {
    .name = "gc",
    .doc = "This module provides access to the garbage collector for reference cycles.\n\nenable() -- Enable "
           "automatic garbage collection.\ndisable() -- Disable automatic garbage collection.\nisenabled() -- "
           "Returns true if automatic collection is enabled.\ncollect() -- Do a full collection right "
           "now.\nget_count() -- Return the current collection counts.\nget_stats() -- Return list of "
           "dictionaries containing per-generation stats.\nset_debug() -- Set debugging flags.\nget_debug() -- "
           "Get debugging flags.\nset_threshold() -- Set the collection thresholds.\nget_threshold() -- Return "
           "the current the collection thresholds.\nget_objects() -- Return a list of all objects tracked by "
           "the collector.\nis_tracked() -- Returns true if a given object is tracked.\nis_finalized() -- "
           "Returns true if a given object has been already finalized.\nget_referrers() -- Return the list of "
           "objects that refer to an object.\nget_referents() -- Return the list of objects that an object "
           "refers to.\nfreeze() -- Freeze all tracked objects and ignore them for future "
           "collections.\nunfreeze() -- Unfreeze all objects in the permanent generation.\nget_freeze_count() "
           "-- Return the number of objects in the permanent generation.\n",
    .functions = gc_functions,
    .fill = fill};
