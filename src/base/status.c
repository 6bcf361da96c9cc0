/* status.c: making a Status. The message is formatted into a Text on the host and cut to fit; where the host
 * has no memory either, a shorter message has to do. */
#include "base/status.h"
#include "base/text.h"

Status status_ok(void) { return (Status){.failed = false}; }

/* The longest prefix of at most `room` bytes that does not end inside a character. */
static isize cut_at_character(const char *bytes, isize length, isize room) {
    if (length <= room) return length;
    while (room > 0 && ((u8)bytes[room] & 0xC0) == 0x80) room--;
    return room;
}

Status status_error(const char *format, ...) {
    Status status = {.failed = true};
    Text text = text_new(TEXT_ON_HOST);
    va_list arguments;
    va_start(arguments, format);
    text_append_vformat(&text, format, arguments);
    va_end(arguments);
    if (text.failed) {
        text_clear(&text);
        text_append_cstring(&text, "out of memory");
    }
    isize length = cut_at_character(text_cstring(&text), text.length, (isize)sizeof status.message - 1);
    memcpy(status.message, text_cstring(&text), (usize)length);
    text_free(&text);
    return status;
}
