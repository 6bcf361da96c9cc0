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
    {"fork_exec", METHOD_ARRAY, .array = posixsubprocess_method_fork_exec, .flags = METHOD_VARARGS,
     .doc =
         "fork_exec(args, executable_list, close_fds, pass_fds, cwd, env,\n          p2cread, p2cwrite, "
         "c2pread, c2pwrite,\n          errread, errwrite, errpipe_read, errpipe_write,\n          "
         "restore_signals, call_setsid, pgid_to_set,\n          gid, groups_list, uid,\n          "
         "preexec_fn)\n\nForks a child process, closes parent file descriptors as appropriate in the\nchild "
         "and dups the few that are needed before calling exec() in the child\nprocess.\n\nIf close_fds is "
         "true, close file descriptors 3 and higher, except those listed\nin the sorted tuple pass_fds.\n\nThe "
         "preexec_fn, if supplied, will be called immediately before closing file\ndescriptors and "
         "exec.\nWARNING: preexec_fn is NOT SAFE if your application uses threads.\n         It may trigger "
         "infrequent, difficult to debug deadlocks.\n\nIf an error occurs in the child process before the "
         "exec, it is\nserialized and written to the errpipe_write fd per subprocess.py.\n\nReturns: the child "
         "process's PID.\n\nRaises: Only on an error in the parent process.\n"},
    {.name = NULL}};

const NativeModule posixsubprocess_module = {
    .name = "_posixsubprocess", .doc = "A POSIX helper for the subprocess module.", .functions = functions};
