/* finalize.c: taking the machine down, in the order of CPython's Py_FinalizeEx.
 *
 * Programs see that order: through atexit, __del__, weak references' callbacks. Threads first, then atexit,
 * then the modules: each is taken out of sys.modules and dies if nobody else holds it; a collection; the dicts
 * of those that are left are emptied, names with one underscore first; sys and builtins last. */
#include "object/callables.h"
#include "object/dict.h"
#include "object/error.h"
#include "object/gc.h"
#include "object/list.h"
#include "object/str.h"
#include "object/tuple.h"
#include "object/type_checks.h"
#include "object/weakref.h"
#include "vm/eval.h"
#include "vm/import.h"
#include "vm/machine_state.h"
#include "vm/memory_trace.h"

static void set_none(Ref dict, const char *name) {
    if (dict_get_cstring(dict, name) && !dict_set_cstring(dict, name, None)) error_unraisable(NULL);
}

/* Places where a program's values like to hide. */
static void delete_special(void) {
    static const char *const of_sys[] = {"path",
                                         "argv",
                                         "ps1",
                                         "ps2",
                                         "last_type",
                                         "last_value",
                                         "last_traceback",
                                         "path_hooks",
                                         "path_importer_cache",
                                         "meta_path",
                                         "__interactivehook__"};
    static const char *const streams[][2] = {
        {"stdin", "__stdin__"}, {"stdout", "__stdout__"}, {"stderr", "__stderr__"}};
    Ref sys = VM_ROOT->sys_dict;
    set_none(VM_ROOT->builtins, "_");
    for (isize i = 0; i < COUNT_OF(of_sys); i++) set_none(sys, of_sys[i]);
    for (isize i = 0; i < COUNT_OF(streams); i++) {
        Ref original = dict_get_cstring(sys, streams[i][1]);
        if (!dict_set_cstring(sys, streams[i][0], original ? original : None)) error_unraisable(NULL);
    }
}

/* Sets all values of sys.modules to None. Answers a list of weak references to the modules. */
static Own remove_modules(Ref modules) {
    Own list = list_new(0), items = list ? dict_items_list(modules) : NULL;
    if (!items) {
        error_clear();
        return list;
    }
    isize count = list_length(items);
    Own *names = arena_alloc((usize)(count + 1) * sizeof(Own), BLOCK_RAW);
    isize named = 0;
    for (isize i = 0; names && i < count; i++) {
        Ref pair = list_get(items, i), module = tuple_get(pair, 1);
        if (!is_module(module)) continue;
        Own reference = weakref_new(module, NULL);
        if (!reference || !list_append(list, reference)) error_clear();
        names[named++] = own(tuple_get(pair, 0));
    }
    release(items);
    for (isize i = 0; i < named; i++) {
        if (!dict_set(modules, names[i], None)) error_unraisable(NULL);
        release(names[i]);
    }
    arena_free(names);
    return list;
}

static bool is_private(Ref name) {
    return str_length(name) > 0 && str_char(name, 0) == '_' &&
           !(str_length(name) > 1 && str_char(name, 1) == '_');
}

/* Values are replaced by None one by one, not taken out: so the dict keeps its shape meanwhile. */
static void clear_names(Ref dict, bool private_only) {
    isize position = 0;
    for (Ref name, value; dict_each(dict, &position, &name, &value, NULL);) {
        if (value == None || !is_str(name)) continue;
        if (private_only ? !is_private(name) : str_equal_ascii(name, "__builtins__")) continue;
        Own held = own(name);
        if (!dict_set(dict, held, None)) error_unraisable(NULL);
        release(held);
    }
}

static void clear_module_dict(Ref dict) {
    Own held = own(dict);
    clear_names(held, true);
    clear_names(held, false);
    release(held);
}

/* Modules that somebody still holds: the newest first. */
static void clear_survivors(Ref references) {
    for (isize i = list_length(references) - 1; i >= 0; i--) {
        Ref module = weakref_get(list_get(references, i));
        if (!module || !is_module(module)) continue;
        Ref dict = module_dict(module);
        if (!dict || dict == VM_ROOT->builtins || dict == VM_ROOT->sys_dict) continue;
        Own held = own(module);
        clear_module_dict(dict);
        release(held);
    }
}

static void restore_builtins(void) {
    Own before = dict_copy(VM_ROOT->builtins);
    dict_clear(VM_ROOT->builtins);
    if (!dict_merge(VM_ROOT->builtins, VM_ROOT->builtins_copy, 1)) error_unraisable(NULL);
    if (!before) error_clear();
    release_maybe(before);
}

static void finalize_modules(void) {
    VmRoot *vm = VM_ROOT;
    Ref modules = vm->modules;
    delete_special();
    vm->modules_leaving = true;
    Own references = remove_modules(modules);
    if (is_exact_dict(modules)) dict_clear(modules);
    restore_builtins();
    gc_collect_untold(GC_GENERATIONS - 1);
    import_clear();
    if (references) {
        clear_survivors(references);
        release(references);
    } else {
        error_clear();
    }
    if (vm->flush_streams) vm->flush_streams(false);
    clear_module_dict(vm->sys_dict);
    clear_module_dict(vm->builtins);
    slot_clear(&vm->modules);
    gc_collect_untold(GC_GENERATIONS - 1);
    dict_clear(vm->sys_dict);
    dict_clear(vm->builtins);
}

void program_finalize(void) {
    VmRoot *vm = VM_ROOT;
    Thread *thread = vm->running;
    if (vm->threading_shutdown) vm->threading_shutdown();
    if (vm->at_exit) vm->at_exit();
    error_clear();
    vm->finalizing = true;
    thread_abandon_others();
    if (vm->flush_streams && !vm->flush_streams(true)) vm->machine->status = 120;
    if (vm->signals_end) vm->signals_end();
    if (OBJECT_ROOT->gc->enabled) gc_collect(GC_GENERATIONS - 1);
    finalize_modules();
    thread_clear(thread);
    if (vm->teardown) vm->teardown();
    gc_collect_untold(GC_GENERATIONS - 1); /* what the native modules let go of may lie in cycles */
    memory_trace_end();
    type_cache_clear();
    frame_stack_free(thread);
}
