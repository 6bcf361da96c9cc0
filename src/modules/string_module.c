/* string_module.c: the module _string: format strings taken apart, for the library's string.Formatter. */
#include "modules/modules.h"
#include "object/error.h"
#include "object/str.h"
#include "object/type_checks.h"

static bool check_str(Ref object) {
    return is_str(object) || error_set(EXC(TypeError), "expected str, got %s", type_of(object)->name);
}

static Own string_method_formatter_parser(Ref self UNUSED, Ref format) {
    return check_str(format) ? str_formatter_parser(format) : NULL;
}

static Own string_method_formatter_field_name_split(Ref self UNUSED, Ref name) {
    return check_str(name) ? str_formatter_field_name_split(name) : NULL;
}

static const MethodDef functions[] = {{"formatter_field_name_split", METHOD_ONE,
                                       .one = string_method_formatter_field_name_split,
                                       .doc = "split the argument as a field name"},
                                      {"formatter_parser", METHOD_ONE, .one = string_method_formatter_parser,
                                       .doc = "parse the argument as a format string"},
                                      {.name = NULL}};

const NativeModule string_module = {.name = "_string", .doc = "string helper module", .functions = functions};
