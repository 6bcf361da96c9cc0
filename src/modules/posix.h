/* posix.h: the module posix, on which the library's os.py stands: what a program may do with files, and what it can
 * learn of the system. Everything is a request to world (outside.h), so it is logged and replayed. */
#ifndef MODULES_POSIX_H
#define MODULES_POSIX_H

#include "modules/modules.h"
#include "modules/outside.h"
#include "object/argument_checks.h"
#include "object/audit.h"
#include "object/bytes.h"
#include "object/dict.h"
#include "object/error.h"
#include "object/exception.h"
#include "object/float.h"
#include "object/int.h"
#include "object/list.h"
#include "object/str.h"
#include "object/tuple.h"
#include "object/type_checks.h"

/* Tables ended by a NULL name. */
extern const MethodDef posix_stat_functions[], posix_file_functions[], posix_folder_functions[],
    posix_system_functions[], posix_process_functions[], posix_identity_functions[], posix_limit_functions[],
    posix_special_functions[], posix_vector_functions[], posix_wait_functions[], posix_spawn_functions[];
extern const ModuleConstant posix_constants[];

/* os.path.normpath in place: "a//b/./c/.." is "a/b". The new length. */
isize posix_normalize_path(char *path, isize length);
bool posix_add_environment(Ref module);
bool posix_add_limit_names(Ref module);

/* stat() of a path or a descriptor: an os.stat_result. `shown`: filename of an OSError. */
Own posix_stat(const WorldRequest *request, Ref shown);
/* The argument dir_fd: NULL or None is WORLD_HERE. */
bool posix_folder_argument(Ref value, int *at);
/* The same as audit hooks hear of it. */
static inline int posix_folder_told(int at) { return at == WORLD_HERE ? -1 : at; }
/* An optional truth; NULL stays `otherwise`. */
bool posix_flag(Ref value, bool *flag);
/* Asks, raises errors about `path`, and releases it: None, or NULL raised. */
Own posix_do(const WorldRequest *request, PathArgument *path);
/* A descriptor: an int, or what has a fileno(). */
bool posix_descriptor(Ref value, int *descriptor);
/* A tuple of the two descriptors that WORLD_CALL_PIPE and its like answer. */
Own posix_pair_of(const WorldAnswer *answer);
/* A name as the path was given: str or bytes. */
Own posix_name(const char *name, isize length, bool as_bytes);
/* uid_t, gid_t: 32 bits without a sign, and -1. `what`: "uid", "gid". False: raised. */
bool posix_id_argument(Ref value, const char *what, i64 *id);
/* The priority of an os.sched_param. False: raised. */
bool posix_priority_argument(Ref parameter, int *priority);
i64 posix_number(Ref value, const char *what); /* -1 and error_occurred() */

#endif
