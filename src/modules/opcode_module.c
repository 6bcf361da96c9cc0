/* opcode_module.c: the module _opcode: what dis.stack_effect asks. */
#include <limits.h>

#include "code/opcodes.h"
#include "compiler/compiler.h"
#include "modules/modules.h"
#include "object/argument_checks.h"
#include "object/error.h"
#include "object/type_checks.h"

static bool jump_argument(Ref value, int *jump) {
    *jump = value == True ? 1 : value == False ? 0 : -1;
    return *jump >= 0 || !value || value == None ||
           error_set(EXC(ValueError), "stack_effect: jump must be False, True or None");
}

static Own opcode_method_stack_effect(Ref self UNUSED, Ref const *args, isize nargs, Ref kwnames) {
    static const Parameters parameters = {"stack_effect", {"", "", "/", "*", "jump"}, .required = 1};
    Ref values[3];
    int opcode, oparg = 0, jump;
    if (!arguments_bind(&parameters, args, nargs, kwnames, values) || !argument_int(values[0], &opcode))
        return NULL;
    bool given = values[1] && values[1] != None;
    if (opcode >= OPCODE_HAVE_ARGUMENT && !given) {
        return error_set(EXC(ValueError), "stack_effect: opcode requires oparg but oparg was not specified");
    }
    if (opcode < OPCODE_HAVE_ARGUMENT && given) {
        return error_set(EXC(ValueError), "stack_effect: opcode does not permit oparg but oparg was specified");
    }
    if ((given && !argument_int(values[1], &oparg)) || !jump_argument(values[2], &jump)) return NULL;
    int effect = compiler_stack_effect(opcode, oparg, jump);
    if (effect == INT_MAX) return error_set(EXC(ValueError), "invalid opcode or oparg");
    return int_from_i64(effect);
}

/* CPython gathers these in special builds only. */
static Own opcode_method_get_specialization_stats(Ref self UNUSED) { return own_none(); }

static const MethodDef functions[] = {
    {"get_specialization_stats", METHOD_NONE, .none = opcode_method_get_specialization_stats,
     .doc = "get_specialization_stats($module, /)\n--\n\nReturn the specialization stats"},
    {"stack_effect", METHOD_KEYWORDS, .keywords = opcode_method_stack_effect,
     .doc = "stack_effect($module, opcode, oparg=None, /, *, jump=None)\n--\n\nCompute the stack effect of the "
            "opcode."},
    {.name = NULL}};

const NativeModule opcode_module = {.name = "_opcode", .doc = "Opcode support module.", .functions = functions};
