/* pyc.h: .pyc files: a code object behind a header of 16 bytes.
 *
 *     magic number (4)   which Python's bytecode it is: 3495 and "\r\n" for 3.11
 *     flags (4)          0: what follows is the source's time and size; else its hash (PEP 552)
 *     time, size (4, 4)  of the source file, by which a stale one is noticed */
#ifndef CODE_PYC_H
#define CODE_PYC_H

#include "base/text.h"
#include "object/object.h"

#define PYC_MAGIC ((u32)0x0a0d0da7) /* the first four bytes, as pyc_word reads them */
enum { PYC_HEADER_SIZE = 16 };
enum { PYC_HASH = 1, PYC_CHECK_SOURCE = 2 }; /* flags: its hash follows; whether that is compared */

/* Four bytes of the header; little endian, whatever the machine. */
static inline u32 pyc_word(const char *header, isize offset) {
    const u8 *byte = (const u8 *)header + offset;
    return byte[0] | (u32)byte[1] << 8 | (u32)byte[2] << 16 | (u32)byte[3] << 24;
}
/* Does the file look like a .pyc, by its name or its first two bytes? */
bool pyc_is_named(const char *path, const char *bytes, isize length);
/* The code object; RuntimeError or EOFError as `python3.11 FILE.pyc` words them. */
Own pyc_read(const char *bytes, isize length);
/* The time and size of a source as a header has them: the time as os.stat_result.st_mtime has it, a float, without its
 * fraction. */
u64 pyc_stamp(i64 mtime_ns, i64 size);
/* Appends the file's bytes. `stamp` follows the flags: time and size, or the source's hash. False: raised. */
bool pyc_write(Ref code, u32 flags, u64 stamp, Text *out);

#endif
