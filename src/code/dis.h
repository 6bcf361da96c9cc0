/* dis.h: a code object as text, as `python3.11 -m dis` prints it. */
#ifndef CODE_DIS_H
#define CODE_DIS_H

#include "base/text.h"
#include "object/object.h"

/* Appends what dis.dis(code) prints, with all code objects nested in it ("Disassembly of <code object ...>:").
 * adaptive: specialised forms; show_caches: CACHE entries. False: an exception is set. */
bool dis_code(Ref code, bool adaptive, bool show_caches, Text *out);
/* Appends one line of JSON for the code object and each one nested in it, depth first: every field, bytes as
 * hexadecimal digits, constants as type:repr. False: an exception is set. */
bool dis_json(Ref code, Text *out);

#endif
