/* zlib_stream.h: what the files of the module zlib share.
 *
 * The work is the system's zlib's, the same that CPython uses, so that the bytes are the same. All that it keeps is
 * allocated in the arena: a snapshot holds the state of every stream. */
#ifndef MODULES_ZLIB_STREAM_H
#define MODULES_ZLIB_STREAM_H

#define ZLIB_CONST /* input is not written to */
#include <zlib.h>

#include "modules/modules.h"
#include "object/argument_checks.h"
#include "object/byte_builder.h"
#include "object/bytes.h"
#include "object/error.h"
#include "object/exception.h"
#include "object/int.h"
#include "object/str.h"
#include "object/type_checks.h"
#include "vm/eval.h"

#define ZLIB_ERROR AS_TYPE(MODULES_ROOT->zlib_error)
enum { ZLIB_BUFFER_SIZE = 16384, ZLIB_MEMORY_LEVEL = 8 };

/* A stream without state yet, that takes its memory from the arena. */
z_stream zlib_stream_empty(void);
/* zlib.error: "Error -3 while ...: ..." by the stream's own message, where it has one. NULL. */
void *zlib_raise(const z_stream *stream, int status, const char *doing);

/* Runs deflate or inflate until the input is used up and the output complete, or `limit` bytes (0: no limit) are out.
 * The library's status; Z_MEM_ERROR too. `dictionary` (inflate): given when it is asked for; NULL: none. */
typedef int (*ZlibStep)(z_stream *stream, int flush);
int zlib_run(z_stream *stream, ZlibStep step, int flush, isize limit, Ref dictionary, ByteBuilder *out);
/* Lends the input to the stream until zlib_run has ended. */
void zlib_feed(z_stream *stream, const void *bytes, isize length);
/* False: raised. */
bool zlib_set_dictionary(z_stream *stream, Ref dictionary);

/* zlib.compressobj, zlib.decompressobj (zlib_objects.c) */
Own zlib_compressobj(Ref module, Ref const *args, isize nargs, Ref kwnames);
Own zlib_decompressobj(Ref module, Ref const *args, isize nargs, Ref kwnames);
/* A C int in place of *number, where one is given. False: raised. */
bool zlib_int(Ref value, int *number);
isize zlib_size(Ref value); /* -1: perhaps raised */

#endif
