/* source_text.c: source text and names of files as programs give them. */
#include "modules/source_text.h"

#include "object/audit.h"
#include "object/bytes.h"
#include "object/call.h"
#include "object/error.h"
#include "object/str.h"
#include "object/type_checks.h"
#include "syntax/parser.h"

bool source_open(Ref source, const char *function, const char *what, SourceText *text) {
    Buffer buffer;
    *text = (SourceText){0};
    if (is_str(source)) {
        text->owner = str_keep_utf8(source);
        text->flags = PARSE_IGNORE_COOKIE;
    } else if (is_bytes(source)) {
        text->owner = own(source);
    } else if (type_of(source)->slots.buffer_get && buffer_get(source, &buffer, false)) {
        text->owner = bytes_from(buffer.data, buffer.length);
        buffer_release(&buffer);
    } else {
        error_clear();
        error_set(EXC(TypeError), "%s() arg 1 must be a %s object", function, what);
    }
    if (!text->owner) return false;
    text->start = (const char *)bytes_data(text->owner);
    text->length = size_of(text->owner);
    if (!memchr(text->start, 0, (usize)text->length)) return true;
    release(text->owner);
    return error_set(EXC(ValueError), "source code string cannot contain null bytes");
}

void source_close(SourceText *text) { slot_clear(&text->owner); }

bool source_audit(const SourceText *text, Ref filename) {
    return AUDIT("compile", "yO", text->start, text->length, filename);
}

/* The bytes of a buffer: still allowed, with a warning. */
static Own buffer_as_path(Ref path) {
    Buffer buffer;
    if (!type_of(path)->slots.buffer_get)
        return error_set(EXC(TypeError), "expected str, bytes or os.PathLike object, not %T", path);
    if (!warning_issue(EXC(DeprecationWarning), 1, "path should be string, bytes, or os.PathLike, not %T",
                       path) ||
        !buffer_get(path, &buffer, false))
        return NULL;
    Own bytes = bytes_from(buffer.data, buffer.length);
    buffer_release(&buffer);
    return bytes;
}

/* A str or bytes. */
static Own plain_path(Ref path) {
    if (is_str(path) || is_bytes(path)) return own(path);
    Own special = object_special(path, NAME(__fspath__));
    if (!special) return error_occurred() ? NULL : buffer_as_path(path);
    Own plain = object_call_none(special);
    release(special);
    if (!plain || is_str(plain) || is_bytes(plain)) return plain;
    error_set(EXC(TypeError), "expected %T.__fspath__() to return str or bytes, not %T", path, plain);
    release(plain);
    return NULL;
}

Own source_filename(Ref path) {
    Own plain = plain_path(path);
    if (!plain) return NULL;
    Own filename = is_str(plain)
                       ? own(plain)
                       : str_from_utf8_surrogateescape((const char *)bytes_data(plain), size_of(plain));
    release(plain);
    if (!filename || str_find_char(filename, 0, 0, str_length(filename)) < 0) return filename;
    release(filename);
    return error_set(EXC(ValueError), "embedded null character");
}
