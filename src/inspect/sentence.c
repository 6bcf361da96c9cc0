/* sentence.c: what the next instruction will do, in a sentence.
 *
 * Each opcode brings a sentence in the table of opcodes; what stands in braces is filled in from the frame as it
 * stands now, without running any of the program's code:
 *
 *     {0} {1} ...      the top of the stack, the item below it ...
 *     {arg} {n}        the argument as `dis` resolves it, and its number
 *     {n item}         a number and a noun: "1 item", "3 items"
 *     {target}         the line jumped to
 *     {value}          what the local variable or the cell that the argument names holds now
 *     {call}           the call that is being prepared: "pow(2, 8, mod=5)"
 *     {?4 a|b}         a where the argument has this bit, else b
 *     {=2 a|b}         a where the argument is this number, else b */
#include "inspect/inspector.h"

#include "object/callables.h"
#include "object/str.h"
#include "object/tuple.h"
#include "vm/machine.h"

#define OPERAND_WIDTH 24

typedef struct Telling {
    Inspector *look;
    const Frame *frame;
    const Instruction *instruction;
    Text *out;
} Telling;

static void append_operand(const Telling *telling, isize depth) {
    bool there = depth < look_stack_depth(telling->frame);
    value_append(telling->out, there ? telling->frame->stack_pointer[-1 - depth] : NULL, OPERAND_WIDTH);
}

static void append_variable(const Telling *telling) {
    Ref value = telling->frame->slots[telling->instruction->oparg];
    if (value && is_exactly(value, TYPE(CELL))) value = AS_CELL(value)->value;
    if (value)
        value_append(telling->out, value, OPERAND_WIDTH);
    else
        text_append_cstring(telling->out, "unbound");
}

/* --- calls ------------------------------------------------------------------------------------------------ */

/* The names of the last arguments of the call at this place: the constant of the KW_NAMES before it, or NULL. */
static Ref keyword_names(const Code *code, isize call_unit) {
    Ref names = NULL;
    Instruction instruction;
    for (isize unit = 0; unit < call_unit && code_instruction((Ref)code, unit, &instruction);
         unit = instruction.next_unit) {
        if (instruction.opcode == OP_KW_NAMES)
            names = tuple_get(code->consts, instruction.oparg);
        else if (instruction.opcode != OP_PRECALL && instruction.opcode != OP_EXTENDED_ARG)
            names = NULL;
    }
    return names;
}

/* On the stack, deepest first: NULL, callable, arguments; or method, self, arguments. */
static void append_call(const Telling *telling) {
    Text *out = telling->out;
    const Frame *frame = telling->frame;
    isize count = telling->instruction->oparg;
    if (look_stack_depth(frame) < count + 2) return;
    Object *const *base = frame->stack_pointer - count - 2;
    bool is_method = base[0] != NULL;
    Ref callable = is_method ? base[0] : base[1];
    Ref names = keyword_names(frame->code, telling->instruction->unit);
    isize positional = count - (names ? tuple_length(names) : 0);
    value_append_callable(out, callable, OPERAND_WIDTH);
    text_append_char(out, '(');
    for (isize i = is_method ? -1 : 0; i < count; i++) {
        if (i > (is_method ? -1 : 0)) text_append_cstring(out, ", ");
        if (i >= positional) {
            str_append_utf8(tuple_get(names, i - positional), out);
            text_append_char(out, '=');
        }
        value_append(out, base[i + 2], OPERAND_WIDTH);
    }
    text_append_char(out, ')');
}

/* --- templates -------------------------------------------------------------------------------------------- */

static void append_template(const Telling *telling, const char *from, const char *to);

/* The brace that closes the one before `from`. */
static const char *closing_brace(const char *from, const char *to) {
    for (int open = 1; from < to; from++) {
        if (*from == '{') open++;
        if (*from == '}' && --open == 0) return from;
    }
    return to;
}

/* The bar between the two choices, not one inside of them. */
static const char *choice_bar(const char *from, const char *to) {
    while (from < to && *from != '|') from = *from == '{' ? closing_brace(from + 1, to) + 1 : from + 1;
    return from;
}

static void append_choice(const Telling *telling, const char *from, const char *to) {
    int wanted = 0, oparg = telling->instruction->oparg;
    const char *text = from + 1;
    while (*text >= '0' && *text <= '9') wanted = wanted * 10 + (*text++ - '0');
    text++;
    const char *bar = choice_bar(text, to);
    bool first = *from == '?' ? (oparg & wanted) != 0 : oparg == wanted;
    if (first)
        append_template(telling, text, bar);
    else if (bar < to)
        append_template(telling, bar + 1, to);
}

static bool is_word(const char *from, const char *to, const char *word) {
    return to - from == (isize)strlen(word) && strncmp(from, word, (usize)(to - from)) == 0;
}

/* What stands between two braces. */
static void append_field(const Telling *telling, const char *from, const char *to) {
    const Instruction *instruction = telling->instruction;
    const Code *code = telling->frame->code;
    if (*from >= '0' && *from <= '9') {
        append_operand(telling, *from - '0');
    } else if (*from == '?' || *from == '=') {
        append_choice(telling, from, to);
    } else if (is_word(from, to, "arg")) {
        look_append_argument(telling->out, code, instruction);
    } else if (is_word(from, to, "target")) {
        text_append_format(telling->out, "line %d", look_line(telling->look, code, instruction->target));
    } else if (is_word(from, to, "value")) {
        append_variable(telling);
    } else if (is_word(from, to, "call")) {
        append_call(telling);
    } else {
        text_append_format(telling->out, "%d", instruction->oparg);
        text_append(telling->out, from + 1, to - from - 1); /* {n item}: the noun with its blank */
        if (to - from > 1 && instruction->oparg != 1) text_append_char(telling->out, 's');
    }
}

static void append_template(const Telling *telling, const char *from, const char *to) {
    for (; from < to; from++) {
        if (*from != '{') {
            text_append_char(telling->out, *from);
            continue;
        }
        const char *close = closing_brace(from + 1, to);
        append_field(telling, from + 1, close);
        from = close;
    }
}

const char *inspect_next_sentence(Inspector *look) {
    Frame *frame = look_frame(0);
    if (!frame) return machine_exited() ? "the program has ended" : "";
    Instruction instruction;
    if (!code_instruction((Ref)frame->code, look_unit(frame, true), &instruction)) return "";
    Text sentence = text_new(TEXT_ON_HOST);
    const Telling telling = {.look = look, .frame = frame, .instruction = &instruction, .out = &sentence};
    const char *template = opcode_info[instruction.opcode].sentence;
    append_template(&telling, template, template + strlen(template));
    const char *kept = look_keep_text(look, &sentence);
    text_free(&sentence);
    return kept;
}
