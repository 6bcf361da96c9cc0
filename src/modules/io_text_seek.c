/* io_text_seek.c: positions in text.
 *
 * Bytes have positions, characters have none that can be computed. So tell() gives a cookie: a position in
 * bytes at which the decoder can start, the decoder's state there, and how many bytes to feed and characters to
 * skip after that. For most encodings it is the position in bytes alone. */
#include "modules/io.h"

typedef struct Cookie {
    i64 start;
    i32 flags, feed, skip;
    bool need_end;
} Cookie;
enum { COOKIE_SIZE = 21 };

static Own cookie_pack(const Cookie *cookie) {
    u8 bytes[COOKIE_SIZE];
    memcpy(bytes, &cookie->start, 8);
    memcpy(bytes + 8, &cookie->flags, 4);
    memcpy(bytes + 12, &cookie->feed, 4);
    memcpy(bytes + 16, &cookie->skip, 4);
    bytes[20] = cookie->need_end;
    return int_from_bytes(bytes, COOKIE_SIZE, true, false);
}

static bool cookie_unpack(Ref number, Cookie *cookie) {
    u8 bytes[COOKIE_SIZE];
    if (!int_to_bytes(number, bytes, COOKIE_SIZE, true, false)) return false;
    memcpy(&cookie->start, bytes, 8);
    memcpy(&cookie->flags, bytes + 8, 4);
    memcpy(&cookie->feed, bytes + 12, 4);
    memcpy(&cookie->skip, bytes + 16, 4);
    cookie->need_end = bytes[20];
    return true;
}

/* --- the decoder --------------------------------------------------------------------------------------- */

static bool decoder_set(TextIo *self, Ref bytes, i32 flags) {
    Own number = int_from_i64(flags), state = number ? tuple_pack(2, bytes, (Ref)number) : NULL;
    Own answer = state ? object_call_method_one(self->decoder, NAME(setstate), state) : NULL;
    release_maybe(number);
    release_maybe(state);
    release_maybe(answer);
    return answer != NULL;
}

/* As it was at the cookie's start; the start of a stream also forgets which ends of lines were seen. */
static bool decoder_rewind(TextIo *self, const Cookie *cookie) {
    if (cookie->start == 0 && cookie->flags == 0) return io_call_quietly(self->decoder, NAME(reset));
    return decoder_set(self, OBJECT_ROOT->empty_bytes, cookie->flags);
}

/* How many characters bytes[start, end) give; -1 raised. */
static isize decoder_feed(TextIo *self, Ref bytes, isize start, isize end, bool final) {
    Own piece = bytes_from(bytes_data(bytes) + start, end - start);
    Ref args[] = {piece, final ? True : False};
    Own text = piece ? object_call_method(self->decoder, NAME(decode), args, 2, NULL) : NULL;
    isize length = text ? object_length(text) : -1;
    release_maybe(piece);
    release_maybe(text);
    return length;
}

/* How many bytes the decoder keeps back; its flags. -1 raised. */
static isize decoder_kept(TextIo *self, i32 *flags) {
    Own state = object_call_method_none(self->decoder, NAME(getstate));
    isize kept = -1;
    if (state && is_tuple(state) && tuple_length(state) == 2 && is_bytes(tuple_get(state, 0))) {
        kept = size_of(tuple_get(state, 0));
        *flags = (i32)int_as_i64(tuple_get(state, 1));
    } else if (state) {
        error_set(EXC(TypeError), "illegal decoder state");
    }
    release_maybe(state);
    return error_occurred() ? -1 : kept;
}

/* --- tell ---------------------------------------------------------------------------------------------- */

/* Guesses from the mean how many bytes can be skipped, and goes back until the decoder keeps none of them. The
 * bytes skipped; cookie->flags and cookie->skip are adjusted. -1 raised. */
static isize skip_bytes(TextIo *self, Ref input, Cookie *cookie) {
    isize bytes = isize_min((isize)(self->bytes_per_char * cookie->skip), size_of(input)), back = 1;
    while (bytes > 0) {
        if (!decoder_rewind(self, cookie)) return -1;
        isize characters = decoder_feed(self, input, 0, bytes, false);
        if (characters < 0) return -1;
        if (characters > cookie->skip) {
            bytes -= back;
            back *= 2;
            continue;
        }
        i32 flags;
        isize kept = decoder_kept(self, &flags);
        if (kept < 0) return -1;
        if (kept == 0) {
            cookie->flags = flags;
            cookie->skip -= (i32)characters;
            return bytes;
        }
        bytes -= kept;
        back = 1;
    }
    return decoder_rewind(self, cookie) ? 0 : -1;
}

/* Feeds byte by byte from there on, to find the last safe place before the position. */
static bool approach(TextIo *self, Ref input, isize from, Cookie *cookie) {
    isize characters = 0;
    for (isize i = from; i < size_of(input); i++) {
        i32 flags;
        isize got = decoder_feed(self, input, i, i + 1, false);
        isize kept = got < 0 ? -1 : decoder_kept(self, &flags);
        if (kept < 0) return false;
        cookie->feed++;
        characters += got;
        if (kept == 0 && characters <= cookie->skip) {
            cookie->start += cookie->feed;
            cookie->skip -= (i32)characters;
            cookie->flags = flags;
            cookie->feed = 0;
            characters = 0;
        }
        if (characters >= cookie->skip) return true;
    }
    isize got = decoder_feed(self, OBJECT_ROOT->empty_bytes, 0, 0, true);
    if (got < 0) return false;
    cookie->need_end = true;
    if (characters + got >= cookie->skip) return true;
    error_set(EXC(OSError), "can't reconstruct logical file position");
    return false;
}

static Own position_of(TextIo *self, i64 byte_position) {
    Ref input = tuple_get(self->snapshot, 1);
    Cookie cookie = {.start = byte_position - size_of(input),
                     .flags = (i32)int_as_i64(tuple_get(self->snapshot, 0)),
                     .skip = self->decoded ? (i32)self->decoded_used : 0};
    if (cookie.skip == 0) return cookie_pack(&cookie);
    Own saved = object_call_method_none(self->decoder, NAME(getstate));
    if (!saved) return NULL;
    isize skipped = skip_bytes(self, input, &cookie);
    cookie.start += skipped;
    bool found = skipped >= 0 && (cookie.skip == 0 || approach(self, input, skipped, &cookie));
    Own raised = error_fetch();
    Own answer = object_call_method_one(self->decoder, NAME(setstate), saved);
    release(saved);
    release_maybe(answer);
    if (!io_chain(raised) || !answer || !found) return NULL;
    return cookie_pack(&cookie);
}

Own text_io_tell(Ref ref) {
    TextIo *self = AS_TEXT_IO(ref);
    if (!text_io_check_open(self)) return NULL;
    if (!self->seekable) return io_unsupported("underlying stream is not seekable");
    if (!self->telling) return error_set(EXC(OSError), "telling position disabled by next() call");
    if (!text_io_flush_pending(self) || !io_call_quietly(ref, NAME(flush))) return NULL;
    Own position = object_call_method_none(self->buffer, NAME(tell));
    if (!position || !self->decoder || !self->snapshot) return position;
    i64 bytes = int_as_i64(position);
    release(position);
    return bytes == -1 && error_occurred() ? NULL : position_of(self, bytes);
}

/* --- seek ---------------------------------------------------------------------------------------------- */

static bool forget_read(TextIo *self) {
    text_io_set_decoded(self, NULL);
    slot_clear(&self->snapshot);
    return true;
}

static Own seek_end(TextIo *self) {
    if (!io_call_quietly(&self->ob_base, NAME(flush))) return NULL;
    forget_read(self);
    if (self->decoder && !io_call_quietly(self->decoder, NAME(reset))) return NULL;
    Own zero = int_from_i64(0), two = int_from_i64(2);
    Ref args[] = {zero, two};
    Own position = object_call_method(self->buffer, NAME(seek), args, 2, NULL);
    release(zero);
    release(two);
    int away = position ? object_is_true(position) : -1;
    if (away >= 0 && text_io_reset_encoder(self, !away)) return position;
    release_maybe(position);
    return NULL;
}

/* Feeds the decoder what the cookie says, so that it stands in the middle of a chunk. */
static bool restore_decoded(TextIo *self, const Cookie *cookie) {
    Own count = int_from_i64(cookie->feed), flags = int_from_i64(cookie->flags), text = NULL;
    Own input = object_call_method_one(self->buffer, NAME(read), count);
    if (input && !is_bytes(input)) {
        error_set(EXC(TypeError), "underlying read() should have returned a bytes object, not '%.200s'",
                  type_of(input)->name);
        slot_clear(&input);
    }
    if (input) {
        slot_set(&self->snapshot, tuple_pack(2, (Ref)flags, (Ref)input));
        Ref args[] = {input, cookie->need_end ? True : False};
        text = object_call_method(self->decoder, NAME(decode), args, 2, NULL);
    }
    release(count);
    release(flags);
    release_maybe(input);
    if (!text) return false;
    if (!is_str(text) || str_length(text) < cookie->skip) {
        release(text);
        error_set(EXC(OSError), "can't restore logical file position");
        return false;
    }
    text_io_set_decoded(self, text);
    self->decoded_used = cookie->skip;
    return true;
}

static bool restore_decoder(TextIo *self, const Cookie *cookie) {
    if (!self->decoder) return true;
    if (!decoder_rewind(self, cookie)) return false;
    if (cookie->skip) return restore_decoded(self, cookie);
    Own flags = int_from_i64(cookie->flags);
    slot_set(&self->snapshot, tuple_pack(2, (Ref)flags, (Ref)OBJECT_ROOT->empty_bytes));
    release(flags);
    return self->snapshot != NULL;
}

static bool seek_to(TextIo *self, Ref number) {
    Cookie cookie;
    if (!io_call_quietly(&self->ob_base, NAME(flush)) || !cookie_unpack(number, &cookie)) return false;
    Own start = int_from_i64(cookie.start);
    Own answer = object_call_method_one(self->buffer, NAME(seek), start);
    release(start);
    release_maybe(answer);
    if (!answer) return false;
    forget_read(self);
    return restore_decoder(self, &cookie) &&
           text_io_reset_encoder(self, cookie.start == 0 && cookie.flags == 0);
}

Own text_io_seek(Ref ref, Ref const *args, isize nargs) {
    TextIo *self = AS_TEXT_IO(ref);
    int whence = 0;
    if (!arguments_count("seek", nargs, 1, 2) || (nargs > 1 && !argument_int(args[1], &whence))) return NULL;
    if (!text_io_check_open(self)) return NULL;
    if (!self->seekable) return io_unsupported("underlying stream is not seekable");
    int away = whence == IO_SEEK_SET ? 0 : object_is_true(args[0]);
    if (away < 0) return NULL;
    if (whence == IO_SEEK_END)
        return away ? io_unsupported("can't do nonzero end-relative seeks") : seek_end(self);
    if (whence == IO_SEEK_CUR && away) return io_unsupported("can't do nonzero cur-relative seeks");
    if (whence != IO_SEEK_SET && whence != IO_SEEK_CUR)
        return error_set(EXC(ValueError), "invalid whence (%d, should be 0, 1 or 2)", whence);
    Own cookie = whence == IO_SEEK_CUR ? object_call_method_none(ref, NAME(tell)) : int_index(args[0]);
    if (!cookie) return NULL;
    if (int_sign(cookie) < 0) {
        error_set(EXC(ValueError), "negative seek position %R", (Ref)cookie);
    } else if (seek_to(self, cookie)) {
        return cookie;
    }
    release(cookie);
    return NULL;
}
