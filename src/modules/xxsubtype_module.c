/* xxsubtype_module.c: the module xxsubtype, CPython's example of types made in C out of list and dict: either has a
 * number more than its base, of no use but to be looked at. */
#include "modules/modules.h"
#include "object/argument_checks.h"
#include "object/dict.h"
#include "object/error.h"
#include "object/float.h"
#include "object/int.h"
#include "object/list.h"
#include "object/str.h"
#include "object/tuple.h"
#include "object/type_checks.h"
#include "vm/thread.h"

typedef struct SpamList {
    List list;
    int state;
} SpamList;
typedef struct SpamDict {
    Dict dict;
    int state;
} SpamDict;

static Own set_state(int *state, Ref const *args, isize nargs) {
    return arguments_tuple("setstate", nargs, 1, 1) && argument_parsed_int(args[0], state) ? own_none() : NULL;
}
static bool no_arguments(isize nargs) {
    return nargs == 0 || error_set(EXC(TypeError), "getstate() takes exactly 0 arguments (%zd given)", nargs);
}

/* --- spamlist ------------------------------------------------------------------------------------------- */

static Own spamlist_getstate(Ref self, Ref const *args UNUSED, isize nargs) {
    return no_arguments(nargs) ? int_from_i64(((SpamList *)self)->state) : NULL;
}
static Own spamlist_setstate(Ref self, Ref const *args, isize nargs) {
    return set_state(&((SpamList *)self)->state, args, nargs);
}
static Own spamlist_get_state(Ref self, void *closure UNUSED) {
    return int_from_i64(((SpamList *)self)->state);
}

static Own keywords_dict(Ref const *values, Ref kwnames) {
    Own dict = dict_new();
    for (isize i = 0; dict && i < tuple_length(kwnames); i++) {
        if (!dict_set(dict, tuple_get(kwnames, i), values[i])) slot_clear(&dict);
    }
    return dict;
}

/* (what it is called on, args, kw or None) */
static Own show_call(Ref self, Ref const *args, isize nargs, Ref kwnames) {
    Own positional = tuple_from_array(args, nargs), keywords = NULL;
    if (positional) keywords = kwnames ? keywords_dict(args + nargs, kwnames) : own_none();
    Own shown = keywords ? tuple_pack(3, self, (Ref)positional, (Ref)keywords) : NULL;
    release_maybe(positional);
    release_maybe(keywords);
    return shown;
}
static Own spamlist_classmeth(Ref class, Ref const *args, isize nargs, Ref kwnames) {
    return show_call(class, args, nargs, kwnames);
}
static Own spamlist_staticmeth(Ref self UNUSED, Ref const *args, isize nargs, Ref kwnames) {
    return show_call(None, args, nargs, kwnames);
}

static bool spamlist_init(Ref self, Ref const *args, isize nargs, Ref kwnames) {
    if (!TYPE(LIST)->slots.init(self, args, nargs, kwnames)) return false;
    ((SpamList *)self)->state = 0;
    return true;
}

static const MethodDef spamlist_methods[] = {
    {"getstate", METHOD_ARRAY, .array = spamlist_getstate, .flags = METHOD_VARARGS,
     .doc = "getstate() -> state"},
    {"setstate", METHOD_ARRAY, .array = spamlist_setstate, .flags = METHOD_VARARGS, .doc = "setstate(state)"},
    {"classmeth", METHOD_KEYWORDS, .keywords = spamlist_classmeth, .flags = METHOD_CLASS | METHOD_VARARGS,
     .doc = "classmeth(*args, **kw)"},
    {"staticmeth", METHOD_KEYWORDS, .keywords = spamlist_staticmeth, .flags = METHOD_STATIC | METHOD_VARARGS,
     .doc = "staticmeth(*args, **kw)"},
    {.name = NULL}};
static const GetSetDef spamlist_getset[] = {
    {"state", spamlist_get_state, NULL, .doc = "an int variable for demonstration purposes"}, {.name = NULL}};

const TypeSpec spamlist_spec = {.name = "xxsubtype.spamlist",
                                .base = TYPE(LIST),
                                .basicsize = sizeof(SpamList),
                                .ghost_size = 48,
                                .flags = TYPE_GC | TYPE_BASETYPE | TYPE_LIST_SUBCLASS | TYPE_SEQUENCE,
                                .slots = {.init = spamlist_init},
                                .methods = spamlist_methods,
                                .getset = spamlist_getset};

/* --- spamdict ------------------------------------------------------------------------------------------- */

static Own spamdict_getstate(Ref self, Ref const *args UNUSED, isize nargs) {
    return no_arguments(nargs) ? int_from_i64(((SpamDict *)self)->state) : NULL;
}
static Own spamdict_setstate(Ref self, Ref const *args, isize nargs) {
    return set_state(&((SpamDict *)self)->state, args, nargs);
}
static bool spamdict_init(Ref self, Ref const *args, isize nargs, Ref kwnames) {
    if (!TYPE(DICT)->slots.init(self, args, nargs, kwnames)) return false;
    ((SpamDict *)self)->state = 0;
    return true;
}

static const MethodDef spamdict_methods[] = {
    {"getstate", METHOD_ARRAY, .array = spamdict_getstate, .flags = METHOD_VARARGS,
     .doc = "getstate() -> state"},
    {"setstate", METHOD_ARRAY, .array = spamdict_setstate, .flags = METHOD_VARARGS, .doc = "setstate(state)"},
    {.name = NULL}};
static const MemberDef spamdict_members[] = {{"state", MEMBER_INT, offsetof(SpamDict, state), .readonly = true,
                                              .doc = "an int variable for demonstration purposes"},
                                             {.name = NULL}};

const TypeSpec spamdict_spec = {.name = "xxsubtype.spamdict",
                                .base = TYPE(DICT),
                                .basicsize = sizeof(SpamDict),
                                .ghost_size = 56,
                                .flags = TYPE_GC | TYPE_BASETYPE | TYPE_DICT_SUBCLASS | TYPE_MAPPING,
                                .slots = {.init = spamdict_init},
                                .methods = spamdict_methods,
                                .members = spamdict_members};

/* --- the module ------------------------------------------------------------------------------------------ */

/* bench(object, name, times=1000): how long it takes to get an attribute, in seconds of the processor. */
static Own xxsubtype_bench(Ref self UNUSED, Ref const *args, isize nargs) {
    int times = 1000;
    if (!arguments_tuple(NULL, nargs, 2, 3)) return NULL;
    if (!is_str(args[1])) {
        return error_set(EXC(TypeError), "argument 2 must be str, not %.50s", argument_type_name(args[1]));
    }
    if (nargs > 2 && !argument_parsed_int(args[2], &times)) return NULL;
    i64 start = thread_work_ns();
    while (times-- > 0) {
        Own value = object_get_attribute(args[0], args[1]);
        if (!value) return NULL;
        release(value);
    }
    return float_from_double((double)((thread_work_ns() - start) / 1000) / 1e6);
}

static const MethodDef functions[] = {
    {"bench", METHOD_ARRAY, .array = xxsubtype_bench, .flags = METHOD_VARARGS}, {.name = NULL}};

static bool fill(Ref module) {
    return module_add_type(module, MODULE_TYPE_SPAMLIST) && module_add_type(module, MODULE_TYPE_SPAMDICT);
}

const NativeModule xxsubtype_module = {
    .name = "xxsubtype",
    .doc = "xxsubtype is an example module showing how to subtype builtin types from C.\n"
           "test_descr.py in the standard test suite requires it in order to complete.\n"
           "If you don't care about the examples, and don't intend to run the Python\n"
           "test suite, you can recompile Python without Modules/xxsubtype.c.",
    .functions = functions,
    .fill = fill};
