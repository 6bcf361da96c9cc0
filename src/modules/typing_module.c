/* typing_module.c: the module _typing: the one function that typing.py wants to be quick. */
#include "modules/modules.h"

static Own typing_method_idfunc(Ref self UNUSED, Ref object) { return own(object); }

static const MethodDef functions[] = {
    {"_idfunc", METHOD_ONE, .one = typing_method_idfunc, .doc = "_idfunc($module, x, /)\n--\n\n"},
    {.name = NULL}};

const NativeModule typing_module = {.name = "_typing",
                                    .doc = "Accelerators for the typing module.\n",
                                    .functions = functions,
                                    .extension = true};
