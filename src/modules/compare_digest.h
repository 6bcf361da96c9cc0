/* compare_digest.h: the comparison of secrets (operator_module.c), which _operator and _hashlib both have. */
#ifndef MODULES_COMPARE_DIGEST_H
#define MODULES_COMPARE_DIGEST_H

#include "object/object.h"

/* `function` is its name for messages. */
Own compare_digest(const char *function, Ref const *args, isize nargs);
#define COMPARE_DIGEST_DOC                                                                                     \
    "($module, a, b, /)\n--\n\nReturn 'a == b'.\n\nThis function uses an approach designed to "                \
    "prevent\ntiming analysis, making it appropriate for cryptography.\n\na and b must both be of the same "   \
    "type: either str (ASCII only),\nor any bytes-like object.\n\nNote: If a and b are of different lengths, " \
    "or if an error occurs,\na timing attack could theoretically reveal information about the\ntypes and "     \
    "lengths of a and b--but not their values."

#endif
