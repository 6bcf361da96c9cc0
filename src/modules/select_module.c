/* select_module.c: the module select, so that selectors and subprocess can be imported. There is nothing to wait
 * for yet but time: a select() on no descriptors sleeps; with descriptors it is refused. */
#include "modules/modules.h"
#include "object/error.h"
#include "object/list.h"
#include "object/tuple.h"
#include "object/type_checks.h"
#include "vm/eval.h"

static bool is_empty(Ref descriptors, bool *empty) {
    Own list = sequence_fast(descriptors, "arguments 1-3 must be sequences");
    if (!list) return false;
    *empty = *empty && sequence_fast_length(list) == 0;
    release(list);
    return true;
}

static Own select_method_select(Ref self UNUSED, Ref const *args, isize nargs) {
    if (!arguments_count("select", nargs, 3, 4)) return NULL;
    bool empty = true;
    i64 timeout = -1;
    for (int i = 0; i < 3; i++) {
        if (!is_empty(args[i], &empty)) return NULL;
    }
    if (nargs > 3 && args[3] != None) {
        if (!clock_from_seconds(args[3], &timeout)) return NULL;
        if (timeout < 0) return error_set(EXC(ValueError), "timeout must be non-negative");
    }
    if (!empty) return error_set(EXC(OSError), "opscope does not wait for descriptors");
    thread_wait(NULL, timeout);
    if (!vm_handle_signals()) return NULL;
    Own lists[] = {list_new(0), list_new(0), list_new(0)};
    return tuple_from_array_own(lists, COUNT_OF(lists));
}

static const MethodDef functions[] = {
    {"select", METHOD_ARRAY, .array = select_method_select,
     .doc =
         "select($module, rlist, wlist, xlist, timeout=None, /)\n--\n\nWait until one or more file descriptors "
         "are ready for some kind of I/O."},
    {.name = NULL}};

static bool fill(Ref module) { return module_add(module, "error", own((Ref)EXC(OSError))); }

const NativeModule select_module = {
    .name = "select",
    .doc =
        "This module supports asynchronous I/O on multiple file descriptors.\n\n*** IMPORTANT NOTICE ***\n\nOn "
        "Windows, only sockets are supported; on Unix, all file descriptors.",
    .functions = functions,
    .fill = fill};
