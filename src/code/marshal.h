/* marshal.h: code objects and constants as bytes, and .pyc files. */
#ifndef CODE_MARSHAL_H
#define CODE_MARSHAL_H

#include "object/object.h"

enum { MARSHAL_VERSION = 4 };
Own marshal_dumps(Ref value, int version); /* bytes */
Own marshal_loads(const u8 *bytes, isize length,
                  isize *used); /* EOFError, ValueError, TypeError as CPython's */
/* One value out of a binary file-like object, of which no byte more is read than it takes. */
Own marshal_load(Ref file);

#endif
