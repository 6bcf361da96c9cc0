/* evaluate.c: asking a program a question without its noticing.
 *
 * The running thread itself evaluates, where it stands, on its own stack: so everything that Python code may do
 * works. All of it happens on a branch: when the answer has been copied out of the arena, the pages that were
 * written are put back. */
#include "object/call.h"
#include "object/codec.h"
#include "object/dict.h"
#include "object/error.h"
#include "object/str.h"
#include "object/tuple.h"
#include "recorder/internal.h"
#include "vm/eval.h"
#include "vm/frame.h"
#include "vm/machine.h"
#include "vm/root.h"
#include "world/world.h"

#define MOST_INSTRUCTIONS ((u64)1000000)
#define LOOK_AROUND ((u64)100000)
#define DEEPEST_NAMED 16 /* TOS to TOS15 */

typedef struct Question {
    const char *source;
    Own answer; /* a str: the repr, or the exception; NULL: not even that could be made */
    bool begun, raised, truth, statements;
    u64 printed_from; /* position in the output: what stands before was printed by the program */
} Question;

static void flush(void) {
    if (VM_ROOT->flush_streams) VM_ROOT->flush_streams(false);
}

/* The names of the frame's value stack. */
static bool add_stack(Ref names, const Frame *frame) {
    isize depth = frame->stack_pointer - frame_stack_base(frame);
    for (isize i = 0; i < depth && i < DEEPEST_NAMED; i++) {
        Text name = text_new(TEXT_IN_ARENA);
        text_append_cstring(&name, "TOS");
        if (i > 0) text_append_format(&name, "%zd", i);
        Ref value = frame->stack_pointer[-1 - i];
        Own key = str_from_utf8(name.data, name.length);
        text_free(&name);
        bool added = key && (!value || dict_set(names, key, value));
        release_maybe(key);
        if (!added) return false;
    }
    return true;
}

/* One namespace of all that the frame sees, so that comprehensions and lambdas in the source see it too. */
Own evaluate_names(Frame *frame) {
    Ref locals = frame_locals(frame);
    Own names = locals ? dict_copy(frame->globals) : NULL;
    if (names && add_stack(names, frame) && dict_update(names, locals)) return names;
    release_maybe(names);
    return NULL;
}

static Own run(const char *function, Ref source, Ref names) {
    Ref callable = dict_get_cstring(VM_ROOT->builtins_copy, function);
    return object_call_args(callable, 2, source, names);
}

static Own evaluate(const char *text, bool *statements) {
    Frame *frame = VM_ROOT->running->frame;
    Own source = str_from_utf8(text, (isize)strlen(text)),
        names = source && frame ? evaluate_names(frame) : NULL;
    Own value = names ? run("eval", source, names) : NULL;
    *statements = names && !value && error_matches(EXC(SyntaxError));
    if (*statements) {
        error_clear();
        value = run("exec", source, names);
    }
    release_maybe(source);
    release_maybe(names);
    return value;
}

Own evaluate_describe_exception(void) {
    Own exception = error_fetch();
    Own message = exception ? object_str(exception) : NULL;
    if (!message) error_clear();
    Text text = text_new(TEXT_IN_ARENA);
    if (exception) text_append_cstring(&text, type_of(exception)->name);
    if (message && str_length(message) > 0) {
        text_append_cstring(&text, ": ");
        str_append_utf8(message, &text);
    }
    release_maybe(exception);
    release_maybe(message);
    Own described = str_decode((const u8 *)text_cstring(&text), text.length, "utf-8", "surrogatepass");
    text_free(&text);
    return described;
}

static void answer(void *context) {
    Question *question = context;
    Own kept = error_occurred() ? error_fetch() : NULL; /* a stop may come while one is on its way */
    flush();
    question->begun = true;
    question->printed_from = WORLD_ROOT->output_position;
    Own value = evaluate(question->source, &question->statements);
    if (value) {
        int truth = object_is_true(value);
        question->truth = truth > 0;
        question->answer = truth < 0              ? NULL
                           : question->statements ? own(OBJECT_ROOT->empty_str)
                                                  : object_repr(value);
    }
    question->raised = !value || !question->answer;
    if (question->raised) question->answer = evaluate_describe_exception();
    flush();
    release_maybe(kept);
}

static void take_printed(Text *printed, isize skip) {
    const WorldOutput *chunks;
    isize count = world_output_chunks(WORLD_ROOT->world, &chunks);
    for (isize i = 0; i < count; i++) {
        isize skipped = isize_min(skip, chunks[i].length);
        text_append(printed, chunks[i].bytes + skipped, chunks[i].length - skipped);
        skip -= skipped;
    }
}

RecorderRefusal evaluate_request(void (*request)(void *), void *argument, bool (*interrupted)(void *),
                                 void *context) {
    u64 end = machine_steps() + MOST_INSTRUCTIONS;
    ProbeEvent event = machine_call(request, argument, LOOK_AROUND);
    while (event == PROBE_STEP && machine_steps() < end) {
        if (interrupted && interrupted(context)) return REFUSED_INTERRUPTED;
        event = machine_resume(LOOK_AROUND, PROBE_BIT(PROBE_INPUT));
    }
    switch (event) {
    case PROBE_ANSWER: return REFUSED_NOT;
    case PROBE_LEFT: return REFUSED_INTERRUPTED;
    case PROBE_INPUT: return REFUSED_INPUT;
    case PROBE_BLOCKED: return REFUSED_WAITS;
    default: return REFUSED_TOO_LONG;
    }
}

bool recorder_evaluate(Recorder *recorder, const char *source, RecorderAnswer *answered,
                       bool (*interrupted)(void *), void *context) {
    *answered = (RecorderAnswer){.text = text_new(TEXT_ON_HOST), .printed = text_new(TEXT_ON_HOST)};
    if (machine_exited() || !VM_ROOT->running->frame) {
        answered->refusal = REFUSED_NO_FRAME;
        return false;
    }
    Question question = {.source = source};
    World *world = WORLD_ROOT->world;
    u64 written = WORLD_ROOT->output_position;
    recorder_branch_begin(recorder);
    world_branch_begin(world);
    answered->refusal = evaluate_request(answer, &question, interrupted, context);
    if (question.begun) take_printed(&answered->printed, (isize)(question.printed_from - written));
    if (!answered->refusal && question.answer) str_append_utf8(question.answer, &answered->text);
    answered->truth = question.truth;
    answered->statements = question.statements;
    world_branch_end(world);
    recorder_branch_end(recorder);
    return !answered->refusal && !question.raised;
}
