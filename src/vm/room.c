/* room.c: making the vm room: its types, its hooks for the rooms below, the main thread. */
#include "object/dict.h"
#include "object/error.h"
#include "vm/eval.h"
#include "vm/import.h"
#include "vm/memory_trace.h"

static Own handled_exception(void) { return own_maybe(thread_handled_exception()); }

static Ref current_globals(void) {
    const Frame *frame = vm_current_frame();
    return frame ? frame->globals : NULL;
}

/* The cyclic collector begins: an event that the host may want to see. */
static bool collection_begins(void) {
    vm_event(PROBE_COLLECT);
    return true;
}

bool vm_room_open(void) {
    VmRoot *vm = VM_ROOT;
#define NATIVE(id, spec)                                                                                       \
    if (!type_ready(VM_TYPE(id), &spec)) return false;
    VM_TYPES(NATIVE)
#undef NATIVE
    vm->gil.interval = 500000;
    vm->gil.random_state = 1;
    vm->armed = vm->countdown = INT64_MAX / 2;
    OBJECT_ROOT->handled_exception = handled_exception;
    OBJECT_ROOT->super_arguments = frame_super_arguments;
    OBJECT_ROOT->current_globals = current_globals;
    OBJECT_ROOT->import_module = import_module;
    OBJECT_ROOT->collect_hook = collection_begins;
    OBJECT_ROOT->all_collected = memory_trace_collected;
    OBJECT_ROOT->arguments_packed = memory_trace_packed;
    OBJECT_ROOT->arguments_unpacked = memory_trace_unpacked;
    vm->modules = dict_new();
    return vm->modules && thread_new_main();
}
