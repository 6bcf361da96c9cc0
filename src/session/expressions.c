/* expressions.c: evaluating at a stop. */
#include "session/internal.h"

bool expression_evaluate(Session *session, const char *expression, Text *out) {
    InspectValue value;
    bool known = inspect_evaluate(session->look, expression, &value);
    text_append_cstring(out, value.text);
    return known;
}

bool expression_is_true(Session *session, const char *expression) {
    InspectValue value;
    return inspect_evaluate(session->look, expression, &value);
}
