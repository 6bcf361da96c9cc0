/* machine.c: the machine from its making to its end, and the switch between it and its host.
 *
 *     machine_open    rooms, modules, __main__, a main thread that has not begun
 *     machine_resume  host stack -> main thread: compile, run __main__, report what nobody caught, take everything down
 *     machine_close   the arena goes back
 *
 * All that the program is and how it ended is in a MachineState in the arena, so a snapshot of the very first
 * moment holds the source, and going back to it needs nothing else. */
#include "vm/machine.h"

#include "code/code.h"
#include "compiler/compiler.h"
#include "object/callables.h"
#include "object/dict.h"
#include "object/error.h"
#include "object/gc.h"
#include "object/str.h"
#include "vm/eval.h"
#include "vm/host.h"
#include "vm/import_parts.h"
#include "vm/machine_state.h"
#include "world/world.h"

#define STACK_RESERVE ((uintptr_t)48 << 10) /* C stack kept free for what runs without asking */

/* --- making it -------------------------------------------------------------------------------------- */

static char *copy_text(const char *text, isize length) {
    char *copy = text ? arena_alloc((usize)length + 1, BLOCK_RAW) : NULL;
    if (!copy) return NULL;
    memcpy(copy, text, (usize)length);
    copy[length] = 0;
    return copy;
}

static bool state_make(const MachineOptions *options) {
    MachineState *state = arena_alloc(sizeof *state, BLOCK_RAW);
    if (!state) return false;
    const char *source = options->kind == PROGRAM_COMMAND ? options->program : options->source;
    isize length = options->kind == PROGRAM_COMMAND && source ? (isize)strlen(source) : options->source_length;
    *state = (MachineState){.kind = options->kind,
                            .keep_code = options->keep_code,
                            .inspect = options->inspect,
                            .ignore_environment = options->ignore_environment || options->isolated,
                            .no_site = options->no_site,
                            .quiet = options->quiet > 0,
                            .trace_memory = options->trace_memory,
                            .source_length = source ? length : 0};
    VM_ROOT->machine = state;
    VM_ROOT->optimize = options->optimize;
    VM_ROOT->import.times.wanted = options->import_time;
    if (options->scheduler_seed) {
        VM_ROOT->gil.policy = GIL_RANDOM;
        VM_ROOT->gil.random_state = options->scheduler_seed;
    }
    state->program = copy_text(options->program ? options->program : "",
                               options->program ? (isize)strlen(options->program) : 0);
    state->source = copy_text(source ? source : "", state->source_length);
    return state->program && state->source && import_find_library(options->stdlib);
}

/* What calls are specialised for, and what is put back before the modules are taken down. */
static bool note_builtins(void) {
    VmRoot *vm = VM_ROOT;
    vm->import_function = (Object *)dict_get_cstring(vm->builtins, "__import__");
    vm->isinstance_function = (Object *)dict_get_cstring(vm->builtins, "isinstance");
    vm->len_function = (Object *)dict_get_cstring(vm->builtins, "len");
    vm->list_append = (Object *)dict_get_str(TYPE(LIST)->dict, NAME(append));
    vm->builtins_copy = dict_copy(vm->builtins);
    return vm->builtins_copy != NULL;
}

static bool import_builtins(void) {
    Own sys = import_module_cstring("sys"), builtins = sys ? import_module_cstring("builtins") : NULL;
    release_maybe(sys);
    release_maybe(builtins);
    return builtins != NULL;
}

static void main_entry(void *argument);

static bool rooms_open(const MachineOptions *options, MachineBoot boot) {
    if (!object_room_open() || !code_room_open() || !vm_room_open() || !state_make(options)) return false;
    if (!boot(options) || !note_builtins() || !import_builtins()) return false;
    object_room_seal();
    OBJECT_ROOT->stress_collect = options->stress_collect;
    CODE_ROOT->no_debug_ranges = options->no_debug_ranges;
    VM_ROOT->breakpoint_stops = options->breakpoint_stops;
    Thread *thread = VM_ROOT->main_thread;
    stack_prepare(&thread->context_switch, thread->stack, thread->stack_size, main_entry, thread);
    return true;
}

bool machine_open(const MachineOptions *options, MachineBoot boot, const char **why) {
    ArenaOptions arena = {.memory_limit = options->memory_limit};
    if (!arena_open(&arena, why)) return false;
    world_attach(options->world);
    if (rooms_open(options, boot)) return true;
    *why = NULL;
    arena_close();
    return false;
}

void machine_close(void) { arena_close(); }

static ProbeEvent event_number(u32 bits) { return (ProbeEvent)__builtin_ctz(bits); }

/* --- the main thread -------------------------------------------------------------------------------- */

static NORETURN void end_now(void) {
    if (VM_ROOT->children.any) children_news(); /* what they have said so far */
    VM_ROOT->machine->exited = true;
    if (VM_ROOT->event) vm_stop_now(event_number(VM_ROOT->event)); /* no instruction came after it */
    for (;;) vm_stop_now(PROBE_EXIT);
}

static void main_entry(void *argument) {
    const Thread *thread = argument;
    OBJECT_ROOT->stack_floor = (uintptr_t)thread->stack + STACK_RESERVE;
    MachineState *state = VM_ROOT->machine;
    state->status = program_run();
    program_finalize();
    end_now();
}

void vm_end(int status, int signal_number) {
    VM_ROOT->machine->status = status;
    VM_ROOT->machine->end_signal = signal_number;
    VM_ROOT->machine->cut_short = true;
    end_now();
}

/* --- the host's side -------------------------------------------------------------------------------- */

ProbeEvent machine_resume(u64 budget, u32 events) { return machine_resume_watched(budget, events, NULL); }

ProbeEvent machine_resume_watched(u64 budget, u32 events, Watch *watch) {
    VmRoot *vm = VM_ROOT;
    vm->watch = watch;
    vm->log = watch ? watch->log : NULL;
    u64 now = vm_steps();
    vm->budget_start = now;
    vm->budget_end = budget > UINT64_MAX - now ? UINT64_MAX : now + budget;
    vm->events = events;
    vm->event = 0;
    stack_switch(&vm->host, &vm->running->context_switch);
    vm->host = (StackContext){0}; /* where the host's stack was is no part of the machine's state */
    ProbeEvent event = event_number(vm->event);
    if (watch) watch->events = vm->event;
    vm->event = 0;
    return event;
}

ProbeEvent machine_call(void (*request)(void *), void *argument, u64 budget) {
    VM_ROOT->request = request;
    VM_ROOT->request_argument = argument;
    return machine_resume(budget, PROBE_BIT(PROBE_INPUT));
}

bool machine_can_be_left(uintptr_t stack_pointer) {
    const VmRoot *vm = VM_ROOT;
    return arena_contains((const void *)stack_pointer) && vm->host.stack_pointer &&
           !world_is_busy(WORLD_ROOT->world);
}

void machine_leave(void) {
    VmRoot *vm = VM_ROOT;
    vm->event = PROBE_BIT(PROBE_LEFT);
    stack_leave(&vm->running->context_switch, &vm->host);
}

u64 machine_steps(void) { return VM_ROOT->counting ? vm_steps() : 0; }
bool machine_is_inside(void) { return VM_ROOT->inside; }
bool machine_exited(void) { return VM_ROOT->machine->exited; }
int machine_exit_status(void) { return VM_ROOT->machine->status; }
int machine_end_signal(void) { return VM_ROOT->machine->end_signal; }
bool machine_was_cut_short(void) { return VM_ROOT->machine->cut_short; }
typedef struct LeakShow {
    void (*show)(const char *type_name, void *context);
    void *context;
} LeakShow;

static bool show_leaked(void *object, void *context) {
    const LeakShow *shown = context;
    shown->show(type_of(object)->name, shown->context);
    return true;
}

void machine_each_leaked(void (*show)(const char *type_name, void *context), void *context) {
    LeakShow shown = {show, context};
    object_room_each_live(show_leaked, &shown);
}

void machine_interrupt(void) { vm_break(BREAKER_SIGNAL); }
bool machine_interrupt_waits(void) { return VM_ROOT->eval_breaker & BREAKER_SIGNAL; }

Ref machine_main_code(void) { return VM_ROOT->machine->main_code; }
