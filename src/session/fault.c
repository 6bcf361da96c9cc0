/* fault.c: why a program does not begin at all: it can't be compiled. The machine has written that to standard error and
 * has ended; the compiler, asked once more aside, says at which place of the source. */
#include <stdlib.h>

#include "base/utf8.h"
#include "object/error.h"
#include "object/exception.h"
#include "object/int.h"
#include "object/root.h"
#include "object/str.h"
#include "object/type_checks.h"
#include "session/internal.h"

/* 0: it has none. */
static int number_of(Ref number) {
    int overflow = 0;
    i64 value = number && is_int(number) ? int_as_i64_overflow(number, &overflow) : 0;
    return overflow || value < 0 || value > INT32_MAX ? 0 : (int)value;
}

/* The byte at which a character of a line begins; the first is number 1. */
static int byte_of(Session *session, int line, int character) {
    int length, byte = 0;
    const char *text = session_source_line(session, session->main_file, line, &length);
    while (text && character-- > 1 && byte < length) {
        u32 codepoint;
        int step = utf8_decode(text + byte, length - byte, &codepoint);
        byte += step ? step : 1;
    }
    return byte;
}

/* What python3.11 marks with ^: to the end of the first line at most, one character at least. */
static void note_place(Session *session, const SyntaxException *error) {
    SessionFault *fault = &session->fault;
    int offset = number_of(error->offset), end_offset = number_of(error->end_offset);
    int length = 0;
    fault->line = number_of(error->lineno);
    session_source_line(session, session->main_file, fault->line, &length);
    if (!fault->line || !offset) return;
    if (number_of(error->end_lineno) > fault->line)
        end_offset = INT32_MAX;
    else if (end_offset <= offset)
        end_offset = offset + 1;
    fault->from = byte_of(session, fault->line, offset);
    fault->to = byte_of(session, fault->line, end_offset);
}

static bool compile(const char *text, isize length, Ref filename, const CompileOptions *options,
                    void *context) {
    Session *session = context;
    Own code = compile_source(text, length, filename, options);
    Own error = code ? NULL : error_fetch();
    release_maybe(code);
    if (!error) return true;
    if (is_a(error, EXC(SyntaxError))) note_place(session, (const SyntaxException *)error);
    Own name = object_type_name(error), said = name ? object_str(error) : NULL;
    Text message = text_new(TEXT_ON_HOST);
    if (said) {
        str_append_utf8(name, &message);
        text_append_cstring(&message, ": ");
        str_append_utf8(said, &message);
        session->fault.message = session->fault_message = strdup(text_cstring(&message));
    }
    text_free(&message);
    release_maybe(name);
    release_maybe(said);
    release(error);
    return false;
}

void fault_note(Session *session) {
    const Source *source = session->main_file ? source_find(session, session->main_file) : NULL;
    if (source && source->starts) compile_aside(session, source, compile, session);
}

const SessionFault *session_fault(const Session *session) {
    return session->fault.message ? &session->fault : NULL;
}
