/* fuzz_marshal.c: what a .pyc file holds, from any bytes; a code object that comes out is disassembled, which reads all of
 * its tables, and written again. */
#include "code/dis.h"
#include "code/marshal.h"
#include "fuzz.h"

static void use_code(Ref code) {
    Text text = text_new(TEXT_IN_ARENA);
    if (!dis_code(code, false, false, &text)) error_clear();
    text_free(&text);
    Own bytes = marshal_dumps(code, 4);
    release_maybe(bytes);
    error_clear();
}

int LLVMFuzzerTestOneInput(const u8 *data, usize size) {
    fuzz_open();
    isize live = object_room_live();
    Own value = marshal_loads(data, (isize)size, NULL);
    if (value && is_code(value)) use_code(value);
    /* References back can make a tuple that holds itself, which no collector frees, neither CPython's. */
    bool has_references = memchr(data, 'r', size) != NULL;
    fuzz_check(value, has_references ? FUZZ_ANY_NUMBER : live);
    return 0;
}
