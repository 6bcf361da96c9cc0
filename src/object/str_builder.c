/* str_builder.c: makes a str piece by piece.
 *
 * The buffer is a Str with room for `capacity` code points of its kind. A wider character than it holds makes
 * it anew in the width needed; `ascii` is turned off by the first character above 127. Because of that the kind
 * is never wider than the text needs, and the finished str is canonical without another look at it. */
#include "object/str_internal.h"

void str_builder_init(StrBuilder *builder) { *builder = (StrBuilder){0}; }

void str_builder_discard(StrBuilder *builder) {
    slot_clear(&builder->buffer);
    *builder = (StrBuilder){0};
}

static void builder_fail(StrBuilder *builder) {
    slot_clear(&builder->buffer);
    builder->failed = true;
}

/* A new buffer with the old text, for `capacity` code points up to `max_char`. */
static bool builder_rebuild(StrBuilder *builder, isize capacity, u32 max_char) {
    Own buffer = str_new(isize_max(capacity, 2), max_char); /* 2: never one of the shared ones */
    if (!buffer) {
        builder_fail(builder);
        return false;
    }
    if (builder->buffer) {
        str_copy(buffer, 0, builder->buffer, 0, builder->length);
        if (max_char < 0x80) AS_STR(buffer)->ascii = AS_STR(builder->buffer)->ascii;
        release(builder->buffer);
    }
    builder->buffer = buffer;
    builder->capacity = isize_max(capacity, 2);
    return true;
}

/* The same buffer, longer. */
static bool builder_lengthen(StrBuilder *builder, isize capacity) {
    usize size = sizeof(Str) + (usize)(capacity + 1) * AS_STR(builder->buffer)->kind;
    Object *longer = arena_realloc(builder->buffer, size, BLOCK_OBJECT);
    if (!longer) {
        error_memory();
        builder_fail(builder);
        return false;
    }
    builder->buffer = longer;
    builder->capacity = capacity;
    return true;
}

/* Makes room for `count` more code points, none above `max_char`. False: failed. */
static bool builder_reserve(StrBuilder *builder, isize count, u32 max_char) {
    if (UNLIKELY(builder->failed)) return false;
    isize wanted = builder->length + count, capacity = builder->capacity;
    if (wanted > (ISIZE_MAX >> 4)) {
        error_memory();
        builder_fail(builder);
        return false;
    }
    if (wanted > capacity) capacity = wanted < 16 ? 16 : wanted + wanted / 4;
    Object *buffer = builder->buffer;
    if (!buffer || chars_kind(max_char) > AS_STR(buffer)->kind) {
        return builder_rebuild(builder, capacity, max_char);
    }
    if (capacity > builder->capacity && !builder_lengthen(builder, capacity)) return false;
    if (max_char >= 0x80) AS_STR(builder->buffer)->ascii = false;
    return true;
}

void str_builder_char(StrBuilder *builder, u32 c) {
    if (!builder_reserve(builder, 1, c)) return;
    str_put(builder->buffer, builder->length++, c);
}

void str_builder_substring(StrBuilder *builder, Ref string, isize start, isize end) {
    if (end <= start) return;
    u32 max_char = str_max_char(string);
    bool whole = start == 0 && end == str_length(string);
    if (max_char >= 0x80 && !whole) {
        max_char =
            chars_max(chars_at(str_data(string), str_kind(string), start), str_kind(string), end - start);
    }
    if (!builder_reserve(builder, end - start, max_char)) return;
    str_copy(builder->buffer, builder->length, string, start, end - start);
    builder->length += end - start;
}

void str_builder_str(StrBuilder *builder, Ref string) {
    str_builder_substring(builder, string, 0, str_length(string));
}

void str_builder_ascii(StrBuilder *builder, const char *ascii, isize length) {
    if (length < 0) length = (isize)strlen(ascii);
    if (length == 0 || !builder_reserve(builder, length, 0x7F)) return;
    Str *buffer = AS_STR(builder->buffer);
    chars_copy(buffer->data + builder->length * buffer->kind, buffer->kind, ascii, 1, length);
    builder->length += length;
}

void str_builder_repeat(StrBuilder *builder, u32 c, isize count) {
    if (count <= 0 || !builder_reserve(builder, count, c)) return;
    str_fill(builder->buffer, builder->length, c, count);
    builder->length += count;
}

static Own builder_end(StrBuilder *builder, bool shared) {
    Own made = builder->buffer;
    isize length = builder->length;
    bool failed = builder->failed;
    *builder = (StrBuilder){0};
    if (failed) return NULL;
    if (!made) return str_new(0, 0);
    AS_STR(made)->length = -1; /* whatever it was made with: the text alone counts */
    return shared ? str_shrink(made, length) : str_shrink_alone(made, length);
}

Own str_builder_finish(StrBuilder *builder) { return builder_end(builder, true); }

Own str_builder_finish_alone(StrBuilder *builder) { return builder_end(builder, false); }
