/* specialize_call.c: calls: Python functions by the number of their arguments, native ones by how they take
 * them. */
#include "object/callables.h"
#include "object/tuple.h"
#include "vm/root.h"
#include "vm/specialize_parts.h"

/* --- CALL: functions written in Python -------------------------------------------------------------- */

static bool try_call(Ref callable, CodeUnit *unit, isize nargs, Ref kwnames) {
    if (!is_function(callable) || kwnames) return false;
    Function *function = AS_FUNCTION(callable);
    const Code *code = function->code;
    if (!specialize_is_simple(code)) return false;
    isize defaults = function->defaults ? tuple_length(function->defaults) : 0,
          least = code->argcount - defaults;
    if (nargs > code->argcount || nargs < least || least < 0) return false;
    u32 version = function_version(function);
    if (!version) return false;
    CallCache *cache = (CallCache *)(void *)(unit + 1);
    cache_write_u32(cache->function_version, version);
    cache->min_args = (u16)least;
    specialize_succeed(unit, code->argcount == nargs ? OP_CALL_PY_EXACT_ARGS : OP_CALL_PY_WITH_DEFAULTS);
    return true;
}

void specialize_call(Ref callable, CodeUnit *unit, isize nargs, Ref kwnames) {
    if (!try_call(callable, unit, nargs, kwnames)) specialize_fail(unit);
}

/* --- PRECALL: everything else ----------------------------------------------------------------------- */

/* Each answers the form, OP_CACHE where there is none. */

static Opcode builtin_form(Ref callable, isize nargs, Ref kwnames) {
    const MethodDef *def = ((const BuiltinFunction *)callable)->def;
    if (def->flags & METHOD_NOT_SPECIALIZED) return OP_CACHE;
    switch (def->kind) {
    case METHOD_ONE:
        if (kwnames || nargs != 1) return OP_CACHE;
        return callable == VM_ROOT->len_function ? OP_PRECALL_NO_KW_LEN : OP_PRECALL_NO_KW_BUILTIN_O;
    case METHOD_ARRAY:
        if (kwnames) return OP_CACHE;
        return nargs == 2 && callable == VM_ROOT->isinstance_function ? OP_PRECALL_NO_KW_ISINSTANCE
                                                                      : OP_PRECALL_NO_KW_BUILTIN_FAST;
    case METHOD_KEYWORDS: return OP_PRECALL_BUILTIN_FAST_WITH_KEYWORDS;
    default: return OP_CACHE;
    }
}

static Opcode class_form(Ref callable, isize nargs, Ref kwnames, int oparg) {
    const Type *type = AS_TYPE(callable);
    if (!type_has(type, TYPE_IMMUTABLE) || type->slots.new == TYPE(OBJECT)->slots.new) return OP_CACHE;
    if (nargs == 1 && !kwnames && oparg == 1) {
        if (type == TYPE(STR)) return OP_PRECALL_NO_KW_STR_1;
        if (type == TYPE(TYPE)) return OP_PRECALL_NO_KW_TYPE_1;
        if (type == TYPE(TUPLE)) return OP_PRECALL_NO_KW_TUPLE_1;
    }
    return type_has_vectorcall(callable) ? OP_PRECALL_BUILTIN_CLASS : OP_CACHE;
}

static Opcode method_form(Ref callable, const CodeUnit *unit, isize nargs, Ref kwnames, int oparg) {
    const MethodDef *def = ((const MethodDescriptor *)callable)->def;
    if (kwnames || (def->flags & METHOD_NOT_SPECIALIZED)) return OP_CACHE;
    const CodeUnit *after = unit + 1 + CACHES_PRECALL + 1 + CACHES_CALL;
    switch (def->kind) {
    case METHOD_NONE: return nargs == 1 ? OP_PRECALL_NO_KW_METHOD_DESCRIPTOR_NOARGS : OP_CACHE;
    case METHOD_ONE:
        if (nargs != 2) return OP_CACHE;
        if (callable == VM_ROOT->list_append && oparg == 1 && after->opcode == OP_POP_TOP) {
            return OP_PRECALL_NO_KW_LIST_APPEND;
        }
        return OP_PRECALL_NO_KW_METHOD_DESCRIPTOR_O;
    case METHOD_ARRAY: return OP_PRECALL_NO_KW_METHOD_DESCRIPTOR_FAST;
    case METHOD_KEYWORDS: return OP_PRECALL_METHOD_DESCRIPTOR_FAST_WITH_KEYWORDS;
    default: return OP_CACHE;
    }
}

void specialize_precall(Ref callable, CodeUnit *unit, isize nargs, Ref kwnames, int oparg) {
    Opcode form = OP_CACHE;
    if (type_of(callable) == TYPE(BUILTIN_FUNCTION))
        form = builtin_form(callable, nargs, kwnames);
    else if (is_function(callable))
        form = OP_PRECALL_PYFUNC;
    else if (is_type(callable))
        form = class_form(callable, nargs, kwnames, oparg);
    else if (type_of(callable) == TYPE(METHOD_DESCRIPTOR))
        form = method_form(callable, unit, nargs, kwnames, oparg);
    else if (is_method(callable))
        form = OP_PRECALL_BOUND_METHOD;
    if (form == OP_CACHE)
        specialize_fail(unit);
    else
        specialize_succeed(unit, form);
}
