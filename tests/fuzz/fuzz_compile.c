/* fuzz_compile.c: from any bytes to code. The first byte of an input chooses mode, level of optimisation and whether
 * the source is a str, a file or bytes; the others are the source. */
#include "compiler/compiler.h"
#include "fuzz.h"

static CompileOptions options_of(u8 choice) {
    static const ParseMode modes[] = {PARSE_FILE, PARSE_FILE, PARSE_EVAL, PARSE_SINGLE};
    static const int flags[] = {0, PARSE_IGNORE_COOKIE, PARSE_FROM_FILE, PARSE_ALLOW_INCOMPLETE_INPUT};
    return (CompileOptions){
        .mode = modes[choice & 3], .flags = flags[choice >> 2 & 3], .optimize = (choice >> 4) % 3};
}

int LLVMFuzzerTestOneInput(const u8 *data, usize size) {
    fuzz_open();
    if (size == 0) return 0;
    CompileOptions options = options_of(data[0]);
    isize live = object_room_live();
    /* As the callers of compile_source have it: a NUL stands behind the text. */
    char *source = malloc(size);
    memcpy(source, data + 1, size - 1);
    source[size - 1] = '\0';
    Own filename = str_from_utf8("<fuzz>", -1);
    Own code = compile_source(source, (isize)size - 1, filename, &options);
    free(source);
    release(filename);
    fuzz_check(code, live);
    return 0;
}
