/* arguments.c: taking apart what a C function was called with.
 *
 * The messages are those of CPython's Argument Clinic, in the order in which it makes its checks: too many in
 * all, too many by position, too few by position, then name by name what is missing, what is given twice, what
 * is unknown. */
#include "object/call.h"
#include "object/error.h"
#include "object/root.h"
#include "object/str.h"
#include "object/tuple.h"

/* A Parameters table as numbers: how many may be given by position only, by position, at all, and must be. */
typedef struct Shape {
    int positional_only, positional, total;
    int required; /* the first so many */
} Shape;

static bool is_mark(const char *name, char mark) { return name[0] == mark && name[1] == '\0'; }

static Shape parameters_shape(const Parameters *parameters) {
    Shape shape = {.required = parameters->required, .positional = -1};
    for (int i = 0; i < COUNT_OF(parameters->names) && parameters->names[i]; i++) {
        if (is_mark(parameters->names[i], '/')) {
            shape.positional_only = shape.total;
        } else if (is_mark(parameters->names[i], '*')) {
            shape.positional = shape.total;
        } else {
            shape.total++;
        }
    }
    if (shape.positional < 0) shape.positional = shape.total;
    return shape;
}

/* The name of the parameter number `index`, marks not counted. */
static const char *parameter_name(const Parameters *parameters, int index) {
    for (int i = 0;; i++) {
        const char *name = parameters->names[i];
        if (!is_mark(name, '/') && !is_mark(name, '*') && index-- == 0) return name;
    }
}

static const char *function_name(const Parameters *parameters) {
    return parameters->function ? parameters->function : "function";
}
static const char *function_parentheses(const Parameters *parameters) {
    return parameters->function ? "()" : "";
}
static const char *plural(isize count) { return count == 1 ? "" : "s"; }

static bool check_counts(const Parameters *parameters, const Shape *shape, isize nargs, isize keywords) {
    const char *function = function_name(parameters), *parentheses = function_parentheses(parameters);
    if (!parameters->rest && nargs + keywords > shape->total) {
        return error_set(EXC(TypeError), "%.200s%s takes at most %d %sargument%s (%zd given)", function,
                         parentheses, shape->total, nargs == 0 ? "keyword " : "", plural(shape->total),
                         nargs + keywords);
    }
    int required = shape->required < shape->positional ? shape->required : shape->positional;
    if (nargs > shape->positional) {
        if (shape->positional == 0) {
            return error_set(EXC(TypeError), "%.200s%s takes no positional arguments", function, parentheses);
        }
        return error_set(EXC(TypeError), "%.200s%s takes %s %d positional argument%s (%zd given)", function,
                         parentheses, required < shape->positional ? "at most" : "exactly", shape->positional,
                         plural(shape->positional), nargs);
    }
    int least = required < shape->positional_only ? required : shape->positional_only;
    if (nargs < least) {
        return error_set(EXC(TypeError), "%.200s%s takes %s %d positional argument%s (%zd given)", function,
                         parentheses, least < shape->positional ? "at least" : "exactly", least, plural(least),
                         nargs);
    }
    return true;
}

static isize keyword_find(Ref kwnames, isize keywords, const char *name) {
    for (isize i = 0; i < keywords; i++) {
        if (str_equal_ascii(tuple_get(kwnames, i), name)) return i;
    }
    return -1;
}

/* Keywords were left over: one is given by position as well, or is unknown. */
static bool report_leftover(const Parameters *parameters, const Shape *shape, isize nargs, Ref kwnames) {
    isize keywords = tuple_length(kwnames);
    for (int i = shape->positional_only; i < nargs; i++) {
        const char *name = parameter_name(parameters, i);
        if (keyword_find(kwnames, keywords, name) < 0) continue;
        return error_set(EXC(TypeError), "argument for %.200s%s given by name ('%s') and position (%d)",
                         function_name(parameters), function_parentheses(parameters), name, i + 1);
    }
    for (isize k = 0; k < keywords; k++) {
        bool known = false;
        for (int i = shape->positional_only; i < shape->total && !known; i++) {
            known = str_equal_ascii(tuple_get(kwnames, k), parameter_name(parameters, i));
        }
        if (known) continue;
        return error_set(EXC(TypeError), "'%U' is an invalid keyword argument for %.200s%s",
                         tuple_get(kwnames, k), parameters->function ? parameters->function : "this function",
                         function_parentheses(parameters));
    }
    return error_set(EXC(TypeError), "invalid keyword argument for %.200s%s", function_name(parameters),
                     function_parentheses(parameters));
}

bool arguments_bind(const Parameters *parameters, Ref const *args, isize nargs, Ref kwnames, Ref *out) {
    Shape shape = parameters_shape(parameters);
    isize keywords = kwnames ? tuple_length(kwnames) : 0, left = keywords;
    if (!check_counts(parameters, &shape, nargs, keywords)) return false;
    for (int i = 0; i < shape.total; i++) out[i] = i < nargs ? args[i] : NULL;
    for (int i = (int)isize_max(nargs, shape.positional_only); i < shape.total; i++) {
        if (left == 0 && i >= shape.required) break; /* nothing more is given, and nothing must be */
        const char *name = parameter_name(parameters, i);
        isize found = left ? keyword_find(kwnames, keywords, name) : -1;
        if (found >= 0) {
            out[i] = args[nargs + found];
            left--;
        } else if (i < shape.required) {
            return error_set(EXC(TypeError), "%.200s%s missing required argument '%s' (pos %d)",
                             function_name(parameters), function_parentheses(parameters), name, i + 1);
        }
    }
    return left == 0 || report_leftover(parameters, &shape, nargs, kwnames);
}

bool arguments_count(const char *function, isize nargs, isize minimum, isize maximum) {
    if (nargs >= minimum && nargs <= maximum) return true;
    isize bound = nargs < minimum ? minimum : maximum;
    const char *how = minimum == maximum ? "" : nargs < minimum ? "at least " : "at most ";
    if (function) {
        return error_set(EXC(TypeError), "%.200s expected %s%zd argument%s, got %zd", function, how, bound,
                         plural(bound), nargs);
    }
    return error_set(EXC(TypeError), "unpacked tuple should have %s%zd element%s, but has %zd", how, bound,
                     plural(bound), nargs);
}

bool arguments_tuple(const char *function, isize nargs, isize minimum, isize maximum) {
    if (nargs >= minimum && nargs <= maximum) return true;
    isize bound = nargs < minimum ? minimum : maximum;
    const char *how = minimum == maximum ? "exactly" : nargs < minimum ? "at least" : "at most";
    return error_set(EXC(TypeError), "%s%s takes %s %zd argument%s (%zd given)",
                     function ? function : "function", function ? "()" : "", how, bound, plural(bound), nargs);
}

bool arguments_no_keywords(const char *function, Ref kwnames) {
    if (!kwnames || tuple_length(kwnames) == 0) return true;
    return error_set(EXC(TypeError), "%.200s() takes no keyword arguments", function);
}
