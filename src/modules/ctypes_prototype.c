/* ctypes_prototype.c: parameters with names, default values and directions: what `paramflags` say.
 *
 *     prototype(("f", library), ((1, "path"), (2, "count"), (1, "mode", 0)))
 *
 * An input (1) is taken from the call; an output (2) is made here, handed to the function by address, and
 * given back as the result; 3 is both. */
#include "modules/ctypes.h"

enum { PARAMETER_IN = 1, PARAMETER_OUT = 2, PARAMETER_LCID = 4, PARAMETER_ALL = 7 };

typedef struct Parameter {
    int flag;
    Ref name, value; /* lent, or NULL */
} Parameter;

static bool take_parameter(Ref item, Parameter *parameter) {
    *parameter = (Parameter){0};
    isize length = is_tuple(item) ? tuple_length(item) : 0;
    bool taken = length >= 1 && length <= 3 && argument_int(tuple_get(item, 0), &parameter->flag);
    if (taken && length > 1 && tuple_get(item, 1) != None) {
        parameter->name = tuple_get(item, 1);
        taken = is_str(parameter->name);
    }
    if (taken && length > 2) parameter->value = tuple_get(item, 2);
    if (taken) return true;
    error_clear();
    return error_set(EXC(TypeError), "paramflags must be a sequence of (int [,string [,value]]) tuples");
}

/* --- when the function is made -------------------------------------------------------------------------- */

static bool check_out_type(Ref type, isize number) {
    const CTypeInfo *info = ctype_info(type);
    if (info && (info->kind == CTYPE_POINTER || info->kind == CTYPE_ARRAY)) return true;
    if (info && info->code && strchr("PzZ", info->code->letter)) return true;
    return error_set(EXC(TypeError), "'out' parameter %zd must be a pointer type, not %s", number,
                     is_type(type) ? AS_TYPE(type)->name : type_of(type)->name);
}

bool prototype_check(Ref type, Ref paramflags) {
    const CTypeInfo *info = ctype_info(type);
    if (!info) return error_set(EXC(TypeError), "abstract class");
    if (!paramflags || !info->argtypes) return true;
    if (!is_tuple(paramflags)) return error_set(EXC(TypeError), "paramflags must be a tuple or None");
    if (tuple_length(paramflags) != tuple_length(info->argtypes)) {
        return error_set(EXC(ValueError), "paramflags must have the same length as argtypes");
    }
    for (isize i = 0; i < tuple_length(paramflags); i++) {
        Parameter parameter;
        if (!take_parameter(tuple_get(paramflags, i), &parameter)) return false;
        switch (parameter.flag & PARAMETER_ALL) {
        case 0:
        case PARAMETER_IN:
        case PARAMETER_IN | PARAMETER_LCID:
        case PARAMETER_IN | PARAMETER_OUT: break;
        case PARAMETER_OUT:
            if (!check_out_type(tuple_get(info->argtypes, i), i + 1)) return false;
            break;
        default: return error_set(EXC(TypeError), "paramflag value %d not supported", parameter.flag);
        }
    }
    return true;
}

/* --- when it is called ---------------------------------------------------------------------------------- */

typedef struct Given {
    Ref const *args;
    isize nargs, taken;
    Ref kwnames;
} Given;

static Ref keyword_value(const Given *given, Ref name) {
    for (isize i = 0; given->kwnames && name && i < tuple_length(given->kwnames); i++) {
        if (str_equal(tuple_get(given->kwnames, i), name)) return given->args[given->nargs + i];
    }
    return NULL;
}

static Own take_given(Given *given, const Parameter *parameter) {
    if (given->taken < given->nargs) return own(given->args[given->taken++]);
    Ref value = keyword_value(given, parameter->name);
    if (value) {
        given->taken++;
        return own(value);
    }
    if (parameter->value) return own(parameter->value);
    if (parameter->name) return error_set(EXC(TypeError), "required argument '%U' missing", parameter->name);
    return error_set(EXC(TypeError), "not enough arguments");
}

/* What an output parameter points to. */
static Own make_out(Ref type, const Parameter *parameter) {
    if (parameter->value) return own(parameter->value);
    const CTypeInfo *info = ctype_info(type);
    if (!info) return error_set(EXC(RuntimeError), "NULL stgdict unexpected");
    if (info->proto && is_str(info->proto)) {
        return error_set(EXC(TypeError), "%s 'out' parameter must be passed as default value",
                         AS_TYPE(type)->name);
    }
    return object_call_none(info->kind == CTYPE_ARRAY ? type : info->proto);
}

static Own make_argument(Ref type, const Parameter *parameter, isize i, Given *given, Prototype *bound) {
    switch (parameter->flag & PARAMETER_ALL) {
    case PARAMETER_IN | PARAMETER_LCID: return parameter->value ? own(parameter->value) : int_from_i64(0);
    case PARAMETER_IN | PARAMETER_OUT: bound->in_out |= 1u << i; break;
    case PARAMETER_OUT: break;
    default: return take_given(given, parameter);
    }
    bound->out |= 1u << i;
    bound->returned++;
    return parameter->flag & PARAMETER_IN ? take_given(given, parameter) : make_out(type, parameter);
}

bool prototype_bind(const CFunction *function, Ref argtypes, Ref const *args, isize nargs, Ref kwnames,
                    Prototype *bound) {
    *bound = (Prototype){0};
    isize count = argtypes && function->paramflags ? object_length(argtypes) : 0;
    if (count <= 0) return (bound->arguments = tuple_from_array(args, nargs)) != NULL;
    Given given = {.args = args, .nargs = nargs, .kwnames = kwnames};
    Own types = tuple_from_iterable(argtypes);
    bound->arguments = types ? tuple_of_nones(count) : NULL;
    bool made = bound->arguments != NULL;
    for (isize i = 0; made && i < count; i++) {
        Parameter parameter;
        Own argument = i < tuple_length(function->paramflags) &&
                               take_parameter(tuple_get(function->paramflags, i), &parameter)
                           ? make_argument(tuple_get(types, i), &parameter, i, &given, bound)
                           : NULL;
        made = argument != NULL;
        if (made) slot_set(&AS_TUPLE(bound->arguments)->items[i], argument);
    }
    release_maybe(types);
    isize actual = nargs + (kwnames ? tuple_length(kwnames) : 0);
    if (made && actual != given.taken) {
        made = error_set(EXC(TypeError), "call takes exactly %zd arguments (%zd given)", given.taken, actual);
    }
    if (!made) slot_clear(&bound->arguments);
    return made;
}

/* An output as Python sees it; what went in as well is given back as it is. */
static Own output(const Prototype *bound, isize i) {
    Ref argument = tuple_get(bound->arguments, i);
    if (bound->in_out >> i & 1) return own(argument);
    return object_call_method_cstring(argument, "__ctypes_from_outparam__", NULL, 0);
}

Own prototype_result(Own result, const Prototype *bound) {
    if (!result || bound->returned == 0) {
        release(bound->arguments);
        return result;
    }
    release(result);
    Own outputs = bound->returned > 1 ? tuple_of_nones(bound->returned) : NULL, last = NULL;
    bool made = outputs || bound->returned == 1;
    for (isize i = 0, n = 0; made && n < bound->returned; i++) {
        if (!(bound->out >> i & 1)) continue;
        last = output(bound, i);
        made = last != NULL;
        if (outputs && made) slot_set(&AS_TUPLE(outputs)->items[n], last);
        n++;
    }
    release(bound->arguments);
    if (!outputs) return last;
    if (!made) slot_clear(&outputs);
    return outputs;
}
