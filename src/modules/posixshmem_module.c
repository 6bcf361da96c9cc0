/* posixshmem_module.c: the module _posixshmem: memory that has a name, for processes to share. In Linux that is a file
 * in a folder which lies in memory, and it is asked for as one. */
#include <errno.h>
#include <fcntl.h>

#include "modules/modules.h"
#include "modules/outside.h"
#include "object/argument_checks.h"
#include "object/bytes.h"
#include "object/error.h"
#include "object/exception.h"
#include "object/int.h"
#include "object/str.h"

#define MEMORY_FOLDER "/dev/shm/"

/* The file that memory of this name is: a bytes object. A wrong name has this errno. */
static Own file_of(Ref name, int wrong_name) {
    Own bytes = str_encode_utf8(name, "strict");
    if (!bytes) return NULL;
    const char *text = (const char *)bytes_data(bytes);
    text += strspn(text, "/");
    if (!*text || strchr(text, '/')) {
        error_set_errno(wrong_name, name);
        slot_clear(&bytes);
        return NULL;
    }
    Own folder = bytes_from(MEMORY_FOLDER, (isize)strlen(MEMORY_FOLDER)),
        rest = bytes_from(text, (isize)strlen(text));
    Own path = folder && rest ? bytes_concat(folder, rest) : NULL;
    release_maybe(folder);
    release_maybe(rest);
    release(bytes);
    return path;
}

/* Asks for what the request wants of the memory of that name. False: raised. */
static bool ask(WorldRequest *request, Ref name, int wrong_name, WorldAnswer *answer) {
    Own path = file_of(name, wrong_name);
    if (!path) return false;
    request->path = (const char *)bytes_data(path);
    request->at = WORLD_HERE;
    bool done = outside_do(request, answer, name, NULL);
    release(path);
    return done;
}

static Own posixshmem_method_shm_open(Ref self UNUSED, Ref const *args, isize nargs, Ref kwnames) {
    static const Parameters parameters = {"shm_open", {"path", "flags", "mode"}, .required = 2};
    Ref given[3];
    int flags, mode = 0777;
    WorldAnswer answer;
    if (!arguments_bind(&parameters, args, nargs, kwnames, given) ||
        !argument_str(given[0], "shm_open", "'path'") || !argument_int(given[1], &flags) ||
        (given[2] && !argument_int(given[2], &mode)))
        return NULL;
    WorldRequest request = {.call = WORLD_CALL_OPEN, .numbers = {flags | O_NOFOLLOW | O_CLOEXEC, mode}};
    return ask(&request, given[0], EINVAL, &answer) ? int_from_i64(answer.value) : NULL;
}

static Own posixshmem_method_shm_unlink(Ref self UNUSED, Ref const *args, isize nargs, Ref kwnames) {
    static const Parameters parameters = {"shm_unlink", {"path"}, .required = 1};
    Ref path;
    WorldAnswer answer;
    if (!arguments_bind(&parameters, args, nargs, kwnames, &path) ||
        !argument_str(path, "shm_unlink", "'path'"))
        return NULL;
    WorldRequest request = {.call = WORLD_CALL_REMOVE};
    return ask(&request, path, ENOENT, &answer) ? own_none() : NULL;
}

static const MethodDef functions[] = {
    {"shm_open", METHOD_KEYWORDS, .keywords = posixshmem_method_shm_open,
     .doc = "shm_open($module, /, path, flags, mode=511)\n--\n\n"
            "Open a shared memory object.  Returns a file descriptor (integer)."},
    {"shm_unlink", METHOD_KEYWORDS, .keywords = posixshmem_method_shm_unlink,
     .doc = "shm_unlink($module, /, path)\n--\n\n"
            "Remove a shared memory object (similar to unlink()).\n\n"
            "Remove a shared memory object name, and, once all processes  have  unmapped\n"
            "the object, de-allocates and destroys the contents of the associated memory\nregion."},
    {.name = NULL}};

const NativeModule posixshmem_module = {
    .name = "_posixshmem", .doc = "POSIX shared memory module", .functions = functions, .extension = true};
