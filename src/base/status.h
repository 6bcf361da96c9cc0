/* status.h: how a tool's error travels: a lesson file, an option, a file that is not there.
 *
 * (A Python exception is not a Status: see object/error.h. A bug is an assert.) */
#ifndef BASE_STATUS_H
#define BASE_STATUS_H

#include "base/base.h"

typedef struct Status {
    bool failed;
    char message[512]; /* one sentence for people, UTF-8, no end of line */
} Status;

/* A Status that says that all is well. */
Status status_ok(void);
/* A failure; the message is cut at a character's border where it is too long. */
Status status_error(const char *format, ...) PRINTF_LIKE(1, 2);

#endif
