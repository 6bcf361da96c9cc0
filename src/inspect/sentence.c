/* sentence.c: what the next instruction will do, in a sentence.
 *
 * Each opcode brings a sentence in the table of opcodes; what stands in braces is filled in from the frame as it
 * stands now, without running any of the program's code:
 *
 *     {0} {1} ...      the top of the stack, the item below it ...
 *     {0n} {1n} ...    the same, a callable by its name
 *     {nth} {into}     the item that the argument counts to, from the top or from below the operands
 *     {arg} {n}        the argument as `dis` resolves it, and its number
 *     {n item}         a number and a noun: "1 item", "3 items"
 *     {target}         the line jumped to; the offset where it has none
 *     {call}           the call that is being prepared: "pow(2, 8, mod=5)"
 *     {?4 a|b}         a where the argument has this bit, else b
 *     {=2 a|b}         a where the argument is this number, else b
 *
 * and the words of the table at this file's end: {value}, {found}, {list} ... */
#include "inspect/inspector.h"
#include "inspect/korean.h"
#include "inspect/language.h"

#include "object/callables.h"
#include "object/dict.h"
#include "object/int.h"
#include "object/str.h"
#include "object/tuple.h"
#include "vm/generator.h"
#include "vm/machine.h"

#define OPERAND_WIDTH 32
#define ARGUMENT_WIDTH 24 /* of a call, where several stand side by side */
#define ITEMS_TOLD 4

typedef struct Telling {
    Inspector *look;
    const Frame *frame;
    const Instruction *instruction;
    Text *out;
} Telling;

static const char *say(const Telling *telling, const char *english, const char *korean) {
    return look_text(telling->look, english, korean);
}
static void append(const Telling *telling, const char *english, const char *korean) {
    text_append_cstring(telling->out, say(telling, english, korean));
}

/* "5를 올립니다" */
static void append_pushed(const Telling *telling, Ref value) {
    value_append(telling->out, value, OPERAND_WIDTH);
    if (!telling->look->korean) return;
    korean_append_particle(telling->out, "을");
    text_append_cstring(telling->out, " 올립니다");
}

/* The item so many below the top; NULL: an empty slot, or none. */
static Ref operand(const Telling *telling, isize depth) {
    bool there = depth >= 0 && depth < look_stack_depth(telling->frame);
    return there ? telling->frame->stack_pointer[-1 - depth] : NULL;
}

static void append_operand(const Telling *telling, isize depth) {
    value_append(telling->out, operand(telling, depth), OPERAND_WIDTH);
}

/* --- variables ------------------------------------------------------------------------------------------ */

/* ", 5": what the local variable or the cell that the argument names holds now. */
static void append_variable(const Telling *telling) {
    Ref value = telling->frame->slots[telling->instruction->oparg];
    if (value && is_exactly(value, TYPE(CELL))) value = AS_CELL(value)->value;
    if (value)
        append(telling, ", ", "의 값 ");
    else
        append(telling, ": it is unbound, an error", "에는 아직 값이 없습니다: 오류가 납니다");
    if (value) append_pushed(telling, value);
}

/* What a namespace has under the name, without asking any key of the program's whether it is equal. */
static Ref name_in(Ref names, Ref name) {
    if (AS_DICT(names)->keys->kind != DICT_KEYS_GENERAL) return dict_get_str(names, name);
    isize position = 0;
    Ref key, value;
    while (dict_each(names, &position, &key, &value, NULL))
        if (is_exactly(key, TYPE(STR)) && str_equal(key, name)) return value;
    return NULL;
}

/* "the global x, 5": in which namespace the name is found. A namespace that is no dict answers by code of its own. */
static void append_found(const Telling *telling) {
    const Frame *frame = telling->frame;
    bool global = telling->instruction->opcode == OP_LOAD_GLOBAL;
    Ref name = tuple_get(frame->code->names, telling->instruction->oparg >> global);
    const struct {
        Ref names;
        const char *kind;
    } places[] = {
        {global || frame->locals == frame->globals ? NULL : frame->locals, say(telling, "the name ", "이름 ")},
        {frame->globals, say(telling, "the global ", "전역 이름 ")},
        {frame->builtins, say(telling, "the builtin ", "내장 이름 ")}};
    for (int i = 0; i < COUNT_OF(places); i++) {
        if (!places[i].names) continue;
        bool plain = is_exactly(places[i].names, TYPE(DICT));
        Ref value = plain ? name_in(places[i].names, name) : NULL;
        if (plain && !value) continue;
        text_append_cstring(telling->out, places[i].kind);
        str_append_utf8(name, telling->out);
        if (!value) append(telling, "", "의 값을 올립니다");
        if (!value) return;
        append(telling, ", ", "의 값 ");
        append_pushed(telling, value);
        return;
    }
    append(telling, "", "이름 ");
    str_append_utf8(name, telling->out);
    append(telling, ": it is not defined, an error", "의 정의가 없습니다: 오류가 납니다");
}

/* --- what is made of several operands ------------------------------------------------------------------- */

/* The topmost `count` items, deepest first, only the first few; every second after ": " where they are pairs. */
static void append_items(const Telling *telling, isize count, bool pairs) {
    isize told = count > (pairs ? 2 : 1) * ITEMS_TOLD ? (pairs ? 2 : 1) * (ITEMS_TOLD - 1) : count;
    for (isize i = 0; i < told; i++) {
        if (i) text_append_cstring(telling->out, pairs && i % 2 ? ": " : ", ");
        value_append(telling->out, operand(telling, count - 1 - i), ARGUMENT_WIDTH);
    }
    if (told < count)
        text_append_format(telling->out, say(telling, ", ... %zd in all", ", ... 모두 %zd개"),
                           pairs ? count / 2 : count);
}

static void append_made(const Telling *telling, const char *type, const char *open, const char *close) {
    int count = telling->instruction->oparg;
    text_append_format(telling->out,
                       count ? say(telling, "the %s ", "%s ") : say(telling, "an empty %s", "빈 %s"), type);
    if (!count) return;
    text_append_cstring(telling->out, open);
    append_items(telling, telling->instruction->opcode == OP_BUILD_MAP ? 2 * (isize)count : count,
                 telling->instruction->opcode == OP_BUILD_MAP);
    text_append_cstring(telling->out, count == 1 && *open == '(' ? ",)" : close);
}
static void append_tuple(const Telling *telling) {
    append_made(telling, say(telling, "tuple", "튜플"), "(", ")");
}
static void append_list(const Telling *telling) {
    append_made(telling, say(telling, "list", "리스트"), "[", "]");
}
static void append_set(const Telling *telling) { append_made(telling, say(telling, "set", "집합"), "{", "}"); }
static void append_dict(const Telling *telling) { append_made(telling, "dict", "{", "}"); }
static void append_parts(const Telling *telling) { append_items(telling, telling->instruction->oparg, false); }

static void append_nth(const Telling *telling) { append_operand(telling, telling->instruction->oparg - 1); }

/* The container below the operands. */
static void append_container(const Telling *telling) {
    int oparg = telling->instruction->oparg;
    append_operand(telling, opcode_pops(telling->instruction->opcode, oparg, false) + oparg - 1);
}

static void append_counted(Text *out, int count, const char *noun) {
    text_append_format(out, "%d %s%s", count, noun, count == 1 ? "" : "s");
}

/* UNPACK_EX: how many items before and after the list of those in the middle. */
static void append_shape(const Telling *telling) {
    int before = telling->instruction->oparg & 0xFF, after = telling->instruction->oparg >> 8;
    if (telling->look->korean) {
        if (before) text_append_format(telling->out, "앞의 %d개, ", before);
        if (after) text_append_format(telling->out, "뒤의 %d개, ", after);
        text_append_cstring(telling->out, "나머지의 리스트");
        return;
    }
    if (before) append_counted(telling->out, before, "item");
    text_append_cstring(telling->out, before && after ? ", " : before ? " and " : "");
    text_append_cstring(telling->out, "a list of the others");
    if (!after) return;
    text_append_cstring(telling->out, " and ");
    append_counted(telling->out, after, before ? "last item" : "item");
}

/* --- what else depends on the frame --------------------------------------------------------------------- */

static void append_code_name(const Telling *telling) {
    str_append_utf8(telling->frame->code->qualname, telling->out);
}

static void append_kind(const Telling *telling) {
    u32 flags = telling->frame->code->flags;
    if (flags & CODE_COROUTINE)
        append(telling, "a coroutine", "코루틴");
    else if (flags & CODE_ASYNC_GENERATOR)
        append(telling, "an asynchronous generator", "비동기 제너레이터");
    else
        append(telling, "a generator", "제너레이터");
}

/* To whom a value is returned. */
static void append_caller(const Telling *telling) {
    const Frame *frame = telling->frame;
    u32 flags = frame->code->flags;
    if (flags & CODE_COROUTINE)
        append(telling, ": the coroutine is done", "반환하고 코루틴이 끝납니다");
    else if (flags & CODE_ASYNC_GENERATOR)
        append(telling, ": the asynchronous generator is done", "반환하고 비동기 제너레이터가 끝납니다");
    else if (flags & CODE_GENERATOR)
        append(telling, ": the generator is done", "반환하고 제너레이터가 끝납니다");
    else if (frame->previous)
        append(telling, " to the caller", "호출한 쪽에 반환합니다");
    else if (flags & CODE_OPTIMIZED)
        append(telling, ": it was the thread's outermost frame",
               "반환하고 스레드의 가장 바깥 프레임이 끝납니다");
    else
        append(telling, ": the module has run to its end", "반환합니다. 모듈이 끝까지 실행되었습니다");
}

/* POP_EXCEPT puts back what was being handled outside of the handler. */
static void append_handled(const Telling *telling) {
    Ref old = operand(telling, 0);
    if (!old || old == None) {
        append(telling, "none is being handled now", "이제 처리 중인 예외가 없습니다");
        return;
    }
    value_append(telling->out, old, OPERAND_WIDTH);
    if (telling->look->korean) korean_append_particle(telling->out, "이");
    append(telling, " is being handled again", " 다시 처리 중인 예외가 됩니다");
}

/* IMPORT_NAME: "os.path", "..sibling", "os for ('path', 'sep')". */
static void append_module(const Telling *telling) {
    Ref level = operand(telling, 1), names = operand(telling, 0);
    int overflow = 0;
    i64 dots = level && is_exact_int(level) ? int_as_i64_overflow(level, &overflow) : 0;
    for (i64 i = 0; i < dots && i < 8; i++) text_append_char(telling->out, '.');
    look_append_argument(telling->out, telling->frame->code, telling->instruction);
    if (!names || names == None) return;
    append(telling, " for ", "에서 ");
    value_append(telling->out, names, OPERAND_WIDTH);
}

static void append_conversion(const Telling *telling) {
    static const char *const conversions[] = {"", " by str()", " by repr()", " by ascii()"};
    static const char *const korean[] = {"", "str()을 거쳐 ", "repr()을 거쳐 ", "ascii()를 거쳐 "};
    int which = telling->instruction->oparg & 3;
    append(telling, conversions[which], korean[which]);
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
    value_append_callable(out, callable, ARGUMENT_WIDTH);
    text_append_char(out, '(');
    for (isize i = is_method ? -1 : 0; i < count; i++) {
        if (i > (is_method ? -1 : 0)) text_append_cstring(out, ", ");
        if (i >= positional) {
            str_append_utf8(tuple_get(names, i - positional), out);
            text_append_char(out, '=');
        }
        value_append(out, base[i + 2], ARGUMENT_WIDTH);
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

static void append_argument(const Telling *telling) {
    look_append_argument(telling->out, telling->frame->code, telling->instruction);
}
static void append_target(const Telling *telling) {
    int line = look_line(telling->look, telling->frame->code, telling->instruction->target);
    if (line > 0)
        text_append_format(telling->out, say(telling, "line %d", "%d번 줄"), line);
    else
        text_append_format(telling->out, say(telling, "offset %d", "오프셋 %d"),
                           (int)telling->instruction->target * 2);
}

static const struct {
    const char *word;
    void (*append)(const Telling *);
} words[] = {{"arg", append_argument},
             {"target", append_target},
             {"value", append_variable},
             {"found", append_found},
             {"call", append_call},
             {"nth", append_nth},
             {"into", append_container},
             {"items", append_parts},
             {"tuple", append_tuple},
             {"list", append_list},
             {"set", append_set},
             {"dict", append_dict},
             {"shape", append_shape},
             {"code", append_code_name},
             {"kind", append_kind},
             {"caller", append_caller},
             {"handled", append_handled},
             {"module", append_module},
             {"conversion", append_conversion}};

/* What stands between two braces. */
static void append_field(const Telling *telling, const char *from, const char *to) {
    if (*from >= '0' && *from <= '9') {
        if (from + 1 < to)
            value_append_callable(telling->out, operand(telling, *from - '0'), OPERAND_WIDTH);
        else
            append_operand(telling, *from - '0');
        return;
    }
    if (*from == '?' || *from == '=') {
        append_choice(telling, from, to);
        return;
    }
    for (int i = 0; i < COUNT_OF(words); i++)
        if (is_word(from, to, words[i].word)) {
            words[i].append(telling);
            return;
        }
    int oparg = telling->instruction->oparg;
    text_append_format(telling->out, "%d", oparg);
    text_append(telling->out, from + 1, to - from - 1); /* {n item}: the noun with its blank */
    if (to - from > 1 && oparg != 1) text_append_char(telling->out, 's');
}

static void append_template(const Telling *telling, const char *from, const char *to) {
    for (; from < to; from++) {
        const char *particle = *from == '^' && telling->look->korean ? korean_particle_at(from + 1) : NULL;
        if (particle) {
            korean_append_particle(telling->out, particle);
            from += strlen(particle);
            continue;
        }
        if (*from != '{') {
            text_append_char(telling->out, *from);
            continue;
        }
        const char *close = closing_brace(from + 1, to);
        append_field(telling, from + 1, close);
        from = close;
    }
}

static const char *tell_end(Inspector *look) {
    if (!machine_exited()) return "";
    int status = machine_exit_status();
    if (status == 0)
        return look_text(look, "nothing: the program has ended", "없습니다. 프로그램이 끝났습니다");
    text_clear(&look->work);
    language_append(look->korean, &look->work, "nothing: the program has ended with exit status %d",
                    "없습니다. 프로그램이 종료 상태 %d^으로 끝났습니다", status);
    return look_keep_text(look, &look->work);
}

void inspect_speak_korean(Inspector *look, bool korean) { look->korean = korean; }

bool inspect_speaks_korean(const Inspector *look) { return look->korean; }

const char *inspect_next_sentence(Inspector *look) {
    Frame *frame = look_frame(0);
    if (!frame) return tell_end(look);
    Instruction instruction;
    if (!look_instruction(frame->code, look_running_unit(frame, true), &instruction)) return "";
    Text sentence = text_new(TEXT_ON_HOST);
    const Telling telling = {.look = look, .frame = frame, .instruction = &instruction, .out = &sentence};
    const char *template =
        look->korean ? korean_sentence(instruction.opcode) : opcode_info[instruction.opcode].sentence;
    append_template(&telling, template, template + strlen(template));
    const char *kept = look_keep_text(look, &sentence);
    text_free(&sentence);
    return kept;
}
