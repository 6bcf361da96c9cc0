/* posixsubprocess_module.c: the module _posixsubprocess, so that subprocess can be imported. Processes of the
 * operating system are refused: time could not run backwards through them. */
#include <errno.h>

#include "modules/modules.h"
#include "object/error.h"
#include "object/str.h"

static Own posixsubprocess_method_fork_exec(Ref self UNUSED, Ref const *args UNUSED, isize nargs UNUSED) {
    Own number = int_from_i64(ENOSYS), text = str_from_ascii("opscope does not start processes", -1);
    Own error = number && text ? object_call_args((Ref)EXC(OSError), 2, number, text) : NULL;
    release_maybe(number);
    release_maybe(text);
    return error ? error_raise(error) : NULL;
}

static const MethodDef functions[] = {
    {"fork_exec", METHOD_ARRAY, .array = posixsubprocess_method_fork_exec, .flags = METHOD_VARARGS},
    {.name = NULL}};

const NativeModule posixsubprocess_module = {
    .name = "_posixsubprocess", .doc = "A POSIX helper for the subprocess module.", .functions = functions};
