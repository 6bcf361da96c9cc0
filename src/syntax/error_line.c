/* error_line.c: looking up the line of a SyntaxError in the program's file.
 *
 * CPython reads the file anew, through a buffer that holds 999 bytes: of a longer line it keeps what came last,
 * and nothing where the file ends just when the buffer is full. What the message shows is therefore the file as
 * it is now, whatever text was compiled under its name. */
#include "syntax/error_line.h"

#include "object/audit.h"
#include "object/error.h"
#include "object/str.h"
#include "object/type_checks.h"
#include "world/world.h"

enum { LINE_BUFFER = 999 };

/* The start of line `lineno` (from 1), NULL when there are fewer. *length counts the end of line, which is one
 * byte. */
static const char *find_line(const char *data, isize size, isize lineno, isize *length) {
    const char *at = data, *limit = data + size;
    for (isize line = 1; at < limit; line++) {
        const char *end = at;
        while (end < limit && *end != '\n' && *end != '\r') end++;
        bool has_end = end < limit;
        if (line == lineno) {
            *length = end - at + has_end;
            return has_end || *length % LINE_BUFFER != 0 ? at : NULL;
        }
        if (end + 1 < limit && end[0] == '\r' && end[1] == '\n') end++;
        at = end + 1;
    }
    return NULL;
}

static Own decode_line(const char *line, isize length, const char *encoding) {
    isize skipped = length > 0 ? (length - 1) / LINE_BUFFER * LINE_BUFFER : 0;
    Text text = text_new(TEXT_IN_ARENA);
    text_append(&text, line + skipped, length - skipped);
    if (text.length && text.data[text.length - 1] == '\r') text.data[text.length - 1] = '\n';
    const u8 *bytes = (const u8 *)text_cstring(&text);
    isize shown = (isize)strlen((const char *)bytes); /* it is a C string: a NUL ends it */
    Own string = text.failed
                     ? NULL
                     : str_decode(bytes, shown, encoding ? encoding : "utf-8", encoding ? "replace" : "strict");
    text_free(&text);
    if (!string) error_clear();
    return string;
}

Own error_line(Ref filename, isize lineno, const char *encoding) {
    if (lineno <= 0 || !WORLD_ROOT->world || !is_str(filename)) return NULL;
    if (!AUDIT("open", "Osi", filename, "rb", 0)) {
        error_clear();
        return NULL;
    }
    Text path = text_new(TEXT_IN_ARENA);
    str_append_utf8(filename, &path);
    const char *data, *line = NULL;
    isize size, length;
    if (!path.failed && world_read_file(text_cstring(&path), &data, &size) == 0) {
        line = find_line(data, size, lineno, &length);
    }
    text_free(&path);
    return line ? decode_line(line, length, encoding) : NULL;
}
