/* pyc.h: .pyc files: a code object behind a header of 16 bytes.
 *
 *     magic number (4)   which Python's bytecode it is: 3495 and "\r\n" for 3.11
 *     flags (4)          0: what follows is the source's time and size; else its hash (PEP 552)
 *     time, size (4, 4)  of the source file, by which a stale one is noticed */
#ifndef CODE_PYC_H
#define CODE_PYC_H

#include "base/text.h"
#include "object/object.h"

/* Does the file look like a .pyc, by its name or its first two bytes? */
bool pyc_is_named(const char *path, const char *bytes, isize length);
/* The code object; RuntimeError or EOFError as `python3.11 FILE.pyc` words them. */
Own pyc_read(const char *bytes, isize length);
/* The time and size of a source as a header has them. */
static inline u64 pyc_stamp(i64 source_time, i64 source_size) {
    return (u64)(u32)source_size << 32 | (u32)source_time;
}
/* Appends the file's bytes. `stamp`: what follows the flags: time and size, or the source's hash. False: raised. */
bool pyc_write(Ref code, u32 flags, u64 stamp, Text *out);

#endif
