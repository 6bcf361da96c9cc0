/* binascii.h: what the files of the module binascii say to each other. */
#ifndef MODULES_BINASCII_H
#define MODULES_BINASCII_H

#include "modules/modules.h"
#include "object/byte_methods.h"

/* The data of a function that decodes: bytes-like, or a str that is all ASCII. Released with buffer_release (of
 * which a str's data needs nothing). False: raised. */
bool binascii_text(Ref argument, Buffer *buffer);
/* Raises binascii.Error. */
void *binascii_error(Ref module, const char *format, isize number);
/* A truth value, given as an int, that may be absent. False: raised, and `data`, which was taken before, released. */
bool binascii_flag(Ref argument, bool otherwise, bool *flag, Buffer *data);

/* The CRC-32 of zip and gzip, going on from `crc`. */
u32 crc32_update(u32 crc, const u8 *bytes, isize count);

#define BINASCII_KEYWORDS(name) Own binascii_##name(Ref module, Ref const *args, isize nargs, Ref kwnames)
/* binascii_quoted.c */
BINASCII_KEYWORDS(a2b_qp);
BINASCII_KEYWORDS(b2a_qp);
/* binascii_uu.c */
Own binascii_a2b_uu(Ref module, Ref data);
BINASCII_KEYWORDS(b2a_uu);

#endif
