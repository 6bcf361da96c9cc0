/* faulthandler_module.c: the module faulthandler. A fault of the machine is a bug of ours, reported by the
 * machine itself, so what enable() asks for is done only for the faults that the module itself makes, for tests
 * of programs that watch others. */
#include <signal.h>

#include "modules/faulthandler.h"
#include "modules/outside.h"
#include "object/argument_checks.h"
#include "object/dict.h"
#include "object/error.h"
#include "object/str.h"
#include "object/type_checks.h"
#include "vm/eval.h"
#include "vm/thread.h"

bool fault_find_descriptor(Ref file, int *descriptor, Ref *keeps) {
    *keeps = NULL;
    if (!file || file == None) {
        file = dict_get_cstring(VM_ROOT->sys_dict, "stderr");
        if (!file) return error_set(EXC(RuntimeError), "unable to get sys.stderr");
        if (file == None) return error_set(EXC(RuntimeError), "sys.stderr is None");
    } else if (is_int(file)) {
        if (!argument_int(file, descriptor)) return false;
        if (*descriptor >= 0) return true;
        return error_set(EXC(ValueError), "file is not a valid file descripter");
    }
    *keeps = file;
    Own held = own(file), number = object_call_method_none(held, NAME(fileno));
    i64 value = number && is_int(number) ? int_as_i64(number) : -1;
    bool fine = number && value >= 0 && value <= INT32_MAX;
    if (number && !fine) error_set(EXC(RuntimeError), "file.fileno() is not a valid file descriptor");
    *descriptor = (int)value;
    release_maybe(number);
    if (fine && !stream_flush(held)) error_clear();
    release(held);
    return fine;
}

static Own faulthandler_method_enable(Ref self UNUSED, Ref const *args, isize nargs, Ref kwnames) {
    static const Parameters parameters = {"enable", {"file", "all_threads"}, .required = 0};
    Ref values[2], keeps;
    int descriptor;
    if (!arguments_bind(&parameters, args, nargs, kwnames, values) ||
        !fault_find_descriptor(values[0], &descriptor, &keeps))
        return NULL;
    MODULES_ROOT->fault_descriptor = descriptor + 1;
    return own_none();
}

static Own faulthandler_method_disable(Ref self UNUSED) {
    bool was = MODULES_ROOT->fault_descriptor > 0;
    MODULES_ROOT->fault_descriptor = 0;
    return own_bool(was);
}

static Own faulthandler_method_is_enabled(Ref self UNUSED) {
    return own_bool(MODULES_ROOT->fault_descriptor > 0);
}

/* A thread's stack, innermost first; where faulthandler writes, only names, no source. */
static void append_stack(Text *text, const Frame *frame) {
    enum { MOST = 100 };
    for (int depth = 0; frame; frame = frame->previous, depth++) {
        if (depth == MOST) {
            text_append_cstring(text, "  ...\n");
            return;
        }
        text_append_cstring(text, "  File \"");
        str_append_utf8(frame->code->filename, text);
        text_append_format(text, "\", line %d in ", frame_line(frame));
        str_append_utf8(frame->code->name, text);
        text_append_char(text, '\n');
    }
}

void fault_append_threads(Text *text, bool is_asked) {
    const char *between = "";
    for (const Thread *thread = VM_ROOT->threads; thread; thread = thread->next) {
        bool runs = thread == thread_current();
        if (thread->state == THREAD_ENDED) continue;
        text_append_format(text, "%s%s 0x%016llx (most recent call first):\n", between,
                           runs && is_asked ? "Current thread" : "Thread", (unsigned long long)thread->number);
        append_stack(text, runs ? vm_current_frame() : thread->frame);
        between = "\n";
    }
}

void fault_append_current(Text *text) {
    text_append_cstring(text, "Stack (most recent call first):\n");
    append_stack(text, vm_current_frame());
}

/* Frees the text. False: a signal's handler raised; what goes wrong in writing is not told. */
static bool write_text(int descriptor, Text *text) {
    WorldRequest request = {
        .call = WORLD_CALL_WRITE, .descriptor = descriptor, .bytes = text->data, .length = text->length};
    WorldAnswer answer;
    bool asked = outside_ask(&request, &answer);
    if (asked) vm_event(PROBE_OUTPUT);
    text_free(text);
    return asked;
}

static Own faulthandler_method_dump_traceback(Ref self UNUSED, Ref const *args, isize nargs, Ref kwnames) {
    static const Parameters parameters = {"dump_traceback", {"file", "all_threads"}, .required = 0};
    Ref values[2], keeps;
    int descriptor, all_threads = 1;
    if (!arguments_bind(&parameters, args, nargs, kwnames, values) ||
        (values[1] && !argument_int(values[1], &all_threads)) ||
        !fault_find_descriptor(values[0], &descriptor, &keeps))
        return NULL;
    Text text = text_new(TEXT_IN_ARENA);
    if (all_threads)
        fault_append_threads(&text, true);
    else
        fault_append_current(&text);
    return write_text(descriptor, &text) ? own_none() : NULL;
}

/* --- faults on purpose -------------------------------------------------------------------------------------- */

static Own fault(int number, const char *name) {
    if (MODULES_ROOT->fault_descriptor > 0) {
        Text text = text_new(TEXT_IN_ARENA);
        text_append_format(&text, "Fatal Python error: %s\n\n", name);
        fault_append_threads(&text, true);
        if (!write_text(MODULES_ROOT->fault_descriptor - 1, &text)) return NULL;
    }
    return signal_raise(number);
}
static Own faulthandler_method_read_null(Ref self UNUSED) { return fault(SIGSEGV, "Segmentation fault"); }
static Own faulthandler_method_sigsegv(Ref self UNUSED, Ref const *args, isize nargs) {
    int gives_up_gil; /* of no matter here */
    if (!arguments_tuple("_sigsegv", nargs, 0, 1) || (nargs && !argument_parsed_int(args[0], &gives_up_gil)))
        return NULL;
    return fault(SIGSEGV, "Segmentation fault");
}
static Own faulthandler_method_sigabrt(Ref self UNUSED) { return fault(SIGABRT, "Aborted"); }
static Own faulthandler_method_sigfpe(Ref self UNUSED) { return fault(SIGFPE, "Floating point exception"); }
static Own faulthandler_method_stack_overflow(Ref self UNUSED) { return fault(SIGSEGV, "Segmentation fault"); }

/* --- the module --------------------------------------------------------------------------------------------- */

static const MethodDef functions[] = {
    {"cancel_dump_traceback_later", METHOD_NONE, .none = faulthandler_method_cancel_dump_traceback_later,
     .doc = "cancel_dump_traceback_later():\ncancel the previous call to dump_traceback_later()."},
    {"disable", METHOD_NONE, .none = faulthandler_method_disable,
     .doc = "disable(): disable the fault handler"},
    {"dump_traceback", METHOD_KEYWORDS, .keywords = faulthandler_method_dump_traceback,
     .doc = "dump_traceback(file=sys.stderr, all_threads=True): dump the traceback of the current thread, or "
            "of all threads if all_threads is True, into file",
     .flags = METHOD_VARARGS},
    {"dump_traceback_later", METHOD_KEYWORDS, .keywords = faulthandler_method_dump_traceback_later,
     .doc = "dump_traceback_later(timeout, repeat=False, file=sys.stderrn, exit=False):\ndump the traceback of "
            "all threads in timeout seconds,\nor each timeout seconds if repeat is True. If exit is True, call "
            "_exit(1) which is not safe.",
     .flags = METHOD_VARARGS},
    {"enable", METHOD_KEYWORDS, .keywords = faulthandler_method_enable,
     .doc = "enable(file=sys.stderr, all_threads=True): enable the fault handler", .flags = METHOD_VARARGS},
    {"is_enabled", METHOD_NONE, .none = faulthandler_method_is_enabled,
     .doc = "is_enabled()->bool: check if the handler is enabled"},
    {"register", METHOD_KEYWORDS, .keywords = faulthandler_method_register,
     .doc = "register(signum, file=sys.stderr, all_threads=True, chain=False): register a handler for the "
            "signal 'signum': dump the traceback of the current thread, or of all threads if all_threads is "
            "True, into file",
     .flags = METHOD_VARARGS},
    {"unregister", METHOD_KEYWORDS, .keywords = faulthandler_method_unregister, .flags = METHOD_VARARGS,
     .doc = "unregister(signum): unregister the handler of the signal 'signum' registered by register()"},
    {"_read_null", METHOD_NONE, .none = faulthandler_method_read_null,
     .doc = "_read_null(): read from NULL, raise a SIGSEGV or SIGBUS signal depending on the platform"},
    {"_sigsegv", METHOD_ARRAY, .array = faulthandler_method_sigsegv, .flags = METHOD_VARARGS,
     .doc = "_sigsegv(release_gil=False): raise a SIGSEGV signal"},
    {"_sigabrt", METHOD_NONE, .none = faulthandler_method_sigabrt, .doc = "_sigabrt(): raise a SIGABRT signal"},
    {"_sigfpe", METHOD_NONE, .none = faulthandler_method_sigfpe, .doc = "_sigfpe(): raise a SIGFPE signal"},
    {"_stack_overflow", METHOD_NONE, .none = faulthandler_method_stack_overflow,
     .doc = "_stack_overflow(): recursive call to raise a stack overflow"},
    {.name = NULL}};

const NativeModule faulthandler_module = {
    .name = "faulthandler", .doc = "faulthandler module.", .functions = functions, .clear = fault_watch_clear};
