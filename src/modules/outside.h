/* outside.h: what the modules that speak with the operating system share: asking world, and paths. */
#ifndef MODULES_OUTSIDE_H
#define MODULES_OUTSIDE_H

#include "object/object.h"
#include "world/world.h"

/* Asks until there is an answer: waits for input that the host must supply, and where a signal came, lets its
 * handler run and asks again. False: the handler raised. An errno is in the answer. */
bool outside_ask(const WorldRequest *request, WorldAnswer *answer);
/* The same, with an errno raised as OSError about these names (NULL: none). */
bool outside_do(const WorldRequest *request, WorldAnswer *answer, Ref filename, Ref filename2);

bool outside_is_terminal(int descriptor);
/* False: raised. */
bool outside_identity(WorldIdentity which, i64 *number);

/* getrusage's answer about RUSAGE_SELF ..., in its order, its two times in nanoseconds; where time is virtual, those of the
 * program itself are the machine's. False: raised. */
typedef struct ResourceUse {
    i64 user_ns, system_ns, others[14];
} ResourceUse;
bool outside_resource_use(int whose, ResourceUse *use);

/* A variable of the environment as the program has left it (os.putenv); NULL: not set. Until the next question. */
const char *outside_environment(const char *name);

/* A path as a program gave it: str, bytes, or what has __fspath__; where allowed also a descriptor or None. */
typedef struct PathArgument {
    const char *text; /* NULL: a descriptor, or nothing was given */
    Object *bytes;    /* what `text` points into; owned */
    Object *shown;    /* the str or bytes that it is, or what else was given; owned: filename of an OSError */
    int descriptor;
    bool is_bytes; /* names come back as bytes */
} PathArgument;
enum { PATH_DESCRIPTOR = 1, PATH_NONE = 2 };
/* `function` and `argument` are for messages: "stat: path should be string ...". Ends with path_release. */
/* A file descriptor in a path's place, or beside one: "fd is greater than maximum". */
bool path_descriptor_argument(Ref value, int *descriptor);
bool path_argument(Ref value, const char *function, const char *argument, int allowed, PathArgument *path);
void path_release(PathArgument *path);
/* An audit hook has raised: the path is not needed any more. NULL. */
Own path_refused(PathArgument *path);
/* os.fspath(path) */
Own path_of_object(Ref path);
/* A str in the file system's encoding: bytes; ValueError where it has a NUL in it. Bytes pass. */
Own path_encode(Ref path);
Own path_decode(const char *bytes, isize length); /* a str; length -1: to the NUL */
/* A descriptor: an int, or what has a fileno(). -1 raised. */
int descriptor_argument(Ref value);

#endif
