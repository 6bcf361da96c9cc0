/* expressions.c: evaluating at a stop. What can be read from memory is read; everything else is Python, and
 * runs on a branch that is thrown away. */
#include <errno.h>
#include <stdlib.h>

#include "object/error.h"
#include "object/exception.h"
#include "object/int.h"
#include "object/root.h"
#include "object/str.h"
#include "object/type_checks.h"
#include "session/internal.h"

/* --- is it one? ------------------------------------------------------------------------------------------ */

/* "invalid syntax after 'x +'", "'(' was never closed at '(a, b'". */
static void tell_fault(const Session *session, const char *expression, Text *why) {
    bool is_fault = error_matches(EXC(SyntaxError));
    Own exception = error_fetch();
    const SyntaxException *fault = is_fault ? (const SyntaxException *)exception : NULL;
    int overflow = 0;
    bool placed = fault && fault->message && is_str(fault->message) && fault->offset && is_int(fault->offset);
    i64 characters = placed ? int_as_i64_overflow(fault->offset, &overflow) - 1 : 0;
    if (placed) {
        str_append_utf8(fault->message, why);
        const char *at =
            characters < 0 ? "" : expression; /* 0 counted from 1: the end of a text without newline */
        for (; *at && characters > 0; at++) characters -= ((u8)at[1] & 0xC0) != 0x80;
        if (*at)
            session_say(session, why, " at '%s'", " (위치: '%s')", at);
        else
            session_say(session, why, " after '%s'", " ('%s' 뒤에서)", expression);
    } else {
        session_say(session, why, "this can't be compiled", "컴파일할 수 없습니다");
    }
    release_maybe(exception);
}

typedef struct Fault {
    const Session *session;
    Text *why;
} Fault;

static bool note_fault(const char *text, isize length, Ref filename, const CompileOptions *options,
                       void *context) {
    const Fault *fault = context;
    Own code = compile_source(text, length, filename, options);
    if (!code) tell_fault(fault->session, text, fault->why);
    release_maybe(code);
    return code != NULL;
}

bool expression_compiles(Session *session, const char *expression, Text *out) {
    CompileOptions options = {.mode = PARSE_EVAL, .flags = PARSE_IGNORE_COOKIE};
    Fault fault = {session, out};
    expression += strspn(expression, " \t");
    return compile_text_aside(session, "<expression>", expression, (isize)strlen(expression), &options,
                              note_fault, &fault);
}

/* --- what is it? ------------------------------------------------------------------------------------------ */

void refusal_tell(const Session *session, RecorderRefusal refusal, Text *out) {
    static const struct {
        const char *english, *korean;
    } reasons[] = {[REFUSED_NOT] = {"", ""},
                   [REFUSED_NO_FRAME] = {"no frame is running here", "여기서는 실행 중인 프레임이 없습니다"},
                   [REFUSED_INTERRUPTED] = {"interrupted", "멈췄습니다"},
                   [REFUSED_INPUT] = {"it waits for input, which is refused at a stop",
                                      "입력을 기다리는데, 멈춘 동안에는 입력을 받지 않습니다"},
                   [REFUSED_WAITS] = {"it would wait for another thread: a lock is held elsewhere",
                                      "다른 스레드가 락을 잡고 있어서 기다려야 합니다"},
                   [REFUSED_TOO_LONG] = {"it has run a million instructions and was ended",
                                         "명령을 백만 개 실행해서 끝냈습니다"},
                   [REFUSED_BY_FRAME] = {"", ""}, /* of a change, which says why */
                   [REFUSED_MEMORY] = {"out of memory", "메모리가 모자랍니다"}};
    text_append_cstring(out, session_text(session, reasons[refusal].english, reasons[refusal].korean));
}

bool expression_evaluate(Session *session, const char *expression, Text *out) {
    RecorderAnswer answer;
    bool known = recorder_evaluate(session->recorder, expression, &answer, session_ask_interrupted, session);
    text_append(out, text_cstring(&answer.printed), answer.printed.length);
    Text fault = text_new(TEXT_ON_HOST);
    if (!known && strncmp(text_cstring(&answer.text), "SyntaxError", 11) == 0 &&
        !expression_compiles(session, expression, &fault)) {
        text_clear(&answer.text);
        text_append(&answer.text, text_cstring(&fault), fault.length);
    }
    text_free(&fault);
    if (known && !answer.statements) text_append_format(out, "%s = ", expression);
    text_append(out, text_cstring(&answer.text), answer.text.length);
    refusal_tell(session, answer.refusal, out);
    if (known && answer.statements)
        session_say(session, out,
                    "a statement has no value; what it did is undone (`set` and `jump` change a run)",
                    "문장에는 값이 없습니다. 한 일은 되돌렸습니다 (실행을 바꾸려면 `set`이나 `jump`)");
    text_free(&answer.printed);
    text_free(&answer.text);
    return known;
}

/* --- conditions ----------------------------------------------------------------------------------------- */

static bool as_number(const char *text, i64 *number) {
    char *end;
    errno = 0;
    *number = strtoll(text, &end, 10);
    return end != text && *end == 0 && errno == 0;
}

/* The value of a plain name or a number written out, where it is a whole number. */
static bool plain_number(Session *session, const char *text, i64 *number) {
    if (as_number(text, number)) return true;
    InspectValue value;
    bool known = inspect_evaluate(session->look, text, &value) && value.present &&
                 strcmp(value.type, "int") == 0 && as_number(value.text, number);
    inspect_refresh(session->look);
    return known;
}

/* NAME < NUMBER and the like are read without a branch: such conditions are asked a million times. False: it is
 * not of that form. */
static bool compare_plainly(Session *session, const char *expression, bool *truth) {
    static const char *const operators[] = {"==", "!=", "<=", ">=", "<", ">"};
    for (int i = 0; i < COUNT_OF(operators); i++) {
        const char *at = strstr(expression, operators[i]);
        if (!at) continue;
        const char *right = at + strlen(operators[i]);
        right += strspn(right, " ");
        isize length = at - expression;
        while (length > 0 && expression[length - 1] == ' ') length--;
        char *left = strndup(expression, (usize)length);
        i64 a, b;
        bool plain = left && plain_number(session, left, &a) && plain_number(session, right, &b);
        free(left);
        if (!plain) return false;
        *truth = i == 0 ? a == b : i == 1 ? a != b : i == 2 ? a <= b : i == 3 ? a >= b : i == 4 ? a < b : a > b;
        return true;
    }
    return false;
}

bool expression_is_true(Session *session, const char *expression, char **why) {
    bool truth;
    if (compare_plainly(session, expression, &truth)) return truth;
    RecorderAnswer answer;
    bool known = recorder_evaluate(session->recorder, expression, &answer, session_ask_interrupted, session);
    refusal_tell(session, answer.refusal, &answer.text);
    if (!known && why) *why = strdup(text_cstring(&answer.text));
    text_free(&answer.printed);
    text_free(&answer.text);
    session->had_enough |= answer.refusal == REFUSED_INTERRUPTED;
    return known && answer.truth;
}
