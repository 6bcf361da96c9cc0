/* io_text_read.c: reading text.
 *
 * A chunk of bytes is decoded into `decoded`, of which `decoded_used` characters have been given out. While
 * positions may be asked for, `snapshot` keeps what the chunk was made of. */
#include "modules/io.h"

/* Given out next: `count` characters of what is decoded; -1: all of it. */
static Own take(TextIo *self, isize count) {
    if (!self->decoded) return own(OBJECT_ROOT->empty_str);
    isize available = str_length(self->decoded) - self->decoded_used;
    if (count < 0 || count > available) count = available;
    Own text = self->decoded_used == 0 && count == available
                   ? own(self->decoded)
                   : str_substring(self->decoded, self->decoded_used, self->decoded_used + count);
    self->decoded_used += count;
    return text;
}

static Own decode(TextIo *self, Ref bytes, bool final) {
    if (is_exactly(self->decoder, MODULE_TYPE(IO_NEWLINE_DECODER)))
        return newline_decode(self->decoder, bytes, final);
    Ref args[] = {bytes, final ? True : False};
    Own text = object_call_method(self->decoder, NAME(decode), args, 2, NULL);
    if (!text || is_str(text)) return text;
    error_set(EXC(TypeError), "decoder should return a string result, not '%.200s'", type_of(text)->name);
    release(text);
    return NULL;
}

/* The decoder's (bytes, flags), checked. */
static Own decoder_state(TextIo *self) {
    Own state = object_call_method_none(self->decoder, NAME(getstate));
    if (!state) return NULL;
    if (!is_tuple(state)) {
        error_set(EXC(TypeError), "illegal decoder state");
    } else if (tuple_length(state) != 2 || !is_int(tuple_get(state, 1))) {
        error_set(EXC(TypeError), "illegal decoder state");
    } else if (!is_bytes(tuple_get(state, 0))) {
        error_set(EXC(TypeError),
                  "illegal decoder state: the first item should be a bytes object, not '%.200s'",
                  type_of(tuple_get(state, 0))->name);
    } else {
        return state;
    }
    release(state);
    return NULL;
}

static Own read_bytes(TextIo *self, isize count) {
    Own size = int_from_isize(count);
    Own bytes =
        size ? object_call_method_one(self->buffer, self->has_read1 ? NAME(read1) : NAME(read), size) : NULL;
    release_maybe(size);
    if (!bytes || is_bytes(bytes)) return bytes;
    Buffer buffer;
    if (!buffer_get(bytes, &buffer, false)) {
        error_clear();
        error_set(EXC(TypeError), "underlying %s() should have returned a bytes-like object, not '%.200s'",
                  self->has_read1 ? "read1" : "read", type_of(bytes)->name);
        release(bytes);
        return NULL;
    }
    Own copy = bytes_from(buffer.data, buffer.length);
    buffer_release(&buffer);
    release(bytes);
    return copy;
}

static bool remember(TextIo *self, Ref state, Ref bytes) {
    Own fed = bytes_concat(tuple_get(state, 0), bytes);
    Own snapshot = fed ? tuple_pack(2, tuple_get(state, 1), (Ref)fed) : NULL;
    release_maybe(fed);
    if (!snapshot) return false;
    slot_set(&self->snapshot, snapshot);
    return true;
}

/* Decodes the next chunk: 1, 0 at the end, -1 raised. */
static int read_chunk(TextIo *self, isize hint) {
    if (!self->decoder) {
        io_unsupported("not readable");
        return -1;
    }
    Own state = self->telling ? decoder_state(self) : NULL;
    if (self->telling && !state) return -1;
    if (hint > 0) hint = (isize)((self->bytes_per_char > 1 ? self->bytes_per_char : 1) * (double)hint);
    Own bytes = read_bytes(self, isize_max(self->chunk_size, hint));
    isize count = bytes ? size_of(bytes) : 0;
    Own text = bytes ? decode(self, bytes, count == 0) : NULL;
    bool kept = text && (!state || remember(self, state, bytes));
    release_maybe(state);
    release_maybe(bytes);
    if (!kept) {
        release_maybe(text);
        return -1;
    }
    isize length = str_length(text);
    text_io_set_decoded(self, text);
    self->bytes_per_char = length > 0 ? (double)count / (double)length : 0;
    return length > 0 || count > 0;
}

static void at_end(TextIo *self) {
    text_io_set_decoded(self, NULL);
    slot_clear(&self->snapshot);
}

/* --- by count ------------------------------------------------------------------------------------------ */

static Own read_all(TextIo *self) {
    Own bytes = object_call_method_none(self->buffer, NAME(read));
    if (!bytes) return NULL;
    if (bytes == None) {
        release(bytes);
        return error_set(EXC(BlockingIOError), "Read returned None.");
    }
    Own rest = decode(self, bytes, true);
    release(bytes);
    if (!rest) return NULL;
    Own head = take(self, -1);
    Own all = head && str_length(head) ? str_concat(head, rest) : head ? own(rest) : NULL;
    release_maybe(head);
    release(rest);
    if (all) at_end(self);
    return all;
}

Own text_io_read(TextIo *self, isize count) {
    if (!text_io_check_open(self)) return NULL;
    if (!self->decoder) return io_unsupported("not readable");
    if (!text_io_flush_pending(self)) return NULL;
    if (count < 0) return read_all(self);
    Own text = take(self, count);
    while (text && str_length(text) < count) {
        int more = read_chunk(self, count - str_length(text));
        if (more < 0) slot_clear(&text);
        if (more <= 0) break;
        Own next = take(self, count - str_length(text));
        Own joined = next ? str_concat(text, next) : NULL;
        release_maybe(next);
        release(text);
        text = joined;
    }
    return text;
}

/* --- by line ------------------------------------------------------------------------------------------- */

static LineEnd line_end(const TextIo *self) {
    return (LineEnd){
        .translated = self->translates_read, .universal = self->universal_read, .newline = self->newline};
}

/* Joins the next chunk to the line so far. Consumes `line`; NULL: raised, and what was read of the line is lost.
 * *more: there was one. */
static Own with_next_chunk(TextIo *self, Own line, bool *more) {
    text_io_set_decoded(self, NULL);
    int got = read_chunk(self, 0);
    *more = got > 0;
    if (got <= 0) {
        if (got == 0) at_end(self);
        if (got < 0) slot_clear(&line);
        return line;
    }
    Own joined = line ? str_concat(line, self->decoded) : own(self->decoded);
    release_maybe(line);
    return joined;
}

/* The line in line[start, ...), where line[chunk_start] is the first character of what is decoded now. */
static Own end_line(TextIo *self, Own line, isize start, isize end, isize chunk_start) {
    self->decoded_used = end - chunk_start;
    Own cut = start == 0 && end == str_length(line) ? own(line) : str_substring(line, start, end);
    release(line);
    return cut;
}

Own text_io_read_line(TextIo *self, isize limit) {
    if (!text_io_check_open(self) || !text_io_flush_pending(self)) return NULL;
    LineEnd mode = line_end(self);
    Own line = own_maybe(self->decoded);
    isize start = self->decoded ? self->decoded_used : 0, chunk_start = 0, checked = start;
    for (;;) {
        isize length = line ? str_length(line) : 0, end = -1;
        if (checked < length) end = line_end_find(&mode, line, checked, length, &checked);
        if (limit >= 0 && (end < 0 ? length : end) - start >= limit) end = start + limit;
        if (end >= 0 && line) return end_line(self, line, start, end, chunk_start);
        if (limit == 0) return own(OBJECT_ROOT->empty_str);
        chunk_start = length;
        if (line && start == length) { /* nothing of it is needed any more */
            slot_clear(&line);
            start = chunk_start = checked = 0;
        }
        bool more;
        Own whole = with_next_chunk(self, line, &more);
        if (!whole && error_occurred()) return NULL;
        line = whole;
        if (!more) break;
    }
    if (!line) return own(OBJECT_ROOT->empty_str);
    Own rest = str_substring(line, start, str_length(line));
    release(line);
    return rest;
}
