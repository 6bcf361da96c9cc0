/* io_text.c: TextIOWrapper: making one, writing, closing. Reading is in io_text_read.c, positions in
 * io_text_seek.c, the type in io_text_type.c.
 *
 * What is written is encoded at once and kept in `pending` until a chunk has come together, a line is complete
 * (where lines are flushed), or somebody reads. */
#include "modules/io.h"
#include "object/argument_checks.h"
#include "object/codec.h"

bool text_io_check(const TextIo *self) {
    if (self->ready) return true;
    error_set(EXC(ValueError),
              self->detached ? "underlying buffer has been detached" : "I/O operation on uninitialized object");
    return false;
}

/* A buffer that is no subclass is asked without going through its attributes. */
static int buffer_is_closed(const TextIo *self) {
    const Type *type = type_of(self->buffer);
    if (type == MODULE_TYPE(IO_BUFFERED_WRITER) || type == MODULE_TYPE(IO_BUFFERED_READER)) {
        const Buffered *buffer = AS_BUFFERED(self->buffer);
        if (buffer->ready && is_exactly(buffer->raw, MODULE_TYPE(IO_FILE)))
            return AS_FILE_IO(buffer->raw)->descriptor < 0;
    }
    return io_is_closed(self->buffer);
}

bool text_io_check_open(const TextIo *self) {
    if (!text_io_check(self)) return false;
    int closed;
    if (is_exactly(&self->ob_base, MODULE_TYPE(IO_TEXT))) {
        closed = buffer_is_closed(self);
    } else {
        closed = io_is_closed(&self->ob_base);
    }
    if (closed > 0) error_set(EXC(ValueError), "I/O operation on closed file.");
    return closed == 0;
}

void text_io_set_decoded(TextIo *self, Own decoded) {
    slot_set(&self->decoded, decoded);
    self->decoded_used = 0;
}

/* --- writing ------------------------------------------------------------------------------------------- */

static bool give_to_buffer(TextIo *self) {
    if (is_exactly(self->buffer, MODULE_TYPE(IO_BUFFERED_WRITER))) {
        Buffered *buffer = AS_BUFFERED(self->buffer);
        if (!buffered_check_open(buffer, "write to closed file") || !buffered_enter(buffer)) return false;
        Text taken = self->pending; /* not before: entering waits for other threads, which may write it */
        self->pending = text_new(TEXT_IN_ARENA);
        bool written = io_call_enter();
        if (written) {
            written = taken.length == 0 || buffered_write_bytes(buffer, taken.data, taken.length);
            recursion_leave();
        }
        buffered_leave(buffer);
        if (!self->pending.data) { /* its memory serves again */
            text_clear(&taken);
            self->pending = taken;
        } else {
            text_free(&taken);
        }
        return written;
    }
    Own bytes = bytes_from(self->pending.data, self->pending.length);
    if (!bytes) return false;
    text_clear(&self->pending);
    Own answer = object_call_method_one(self->buffer, NAME(write), bytes);
    release(bytes);
    release_maybe(answer);
    return answer != NULL;
}

bool text_io_flush_pending(TextIo *self) {
    if (self->pending.failed) {
        self->pending.failed = false;
        return error_memory();
    }
    return self->pending.length == 0 || give_to_buffer(self);
}

static bool flush_buffer(TextIo *self) {
    if (is_exactly(self->buffer, MODULE_TYPE(IO_BUFFERED_WRITER))) {
        if (!io_call_enter()) return false;
        Own answer = buffered_method_flush(self->buffer);
        recursion_leave();
        release_maybe(answer);
        return answer != NULL;
    }
    return io_call_quietly(self->buffer, NAME(flush));
}

bool text_io_flush(TextIo *self) {
    if (!text_io_check_open(self)) return false;
    self->telling = self->seekable;
    return text_io_flush_pending(self) && flush_buffer(self);
}

static Own encode(TextIo *self, Ref text) {
    if (self->encoder != None) {
        Own bytes = object_call_method_one(self->encoder, NAME(encode), text);
        if (!bytes || is_bytes(bytes)) return bytes;
        error_set(EXC(TypeError), "encoder should return a bytes object, not '%.200s'", type_of(bytes)->name);
        release(bytes);
        return NULL;
    }
    TextArgument errors;
    if (!argument_text(self->errors, "encode", "'errors'", &errors)) return NULL;
    Own bytes = self->native == ENCODING_UTF8    ? codec_utf8_encode(text, errors.text)
                : self->native == ENCODING_ASCII ? codec_ascii_encode(text, errors.text)
                                                 : codec_latin1_encode(text, errors.text);
    text_argument_release(&errors);
    return bytes;
}

/* Never lets more than a chunk come together. */
static bool add_pending(TextIo *self, const char *bytes, isize length) {
    if (self->pending.length > 0 && self->pending.length + length > self->chunk_size &&
        !text_io_flush_pending(self))
        return false;
    text_append(&self->pending, bytes, length);
    return true;
}

static bool encode_and_add(TextIo *self, Ref text) {
    if (self->encoder == None && AS_STR(text)->ascii)
        return add_pending(self, str_data(text), str_length(text));
    Own bytes = encode(self, text);
    if (!bytes) return false;
    bool added = add_pending(self, (const char *)bytes_data(bytes), size_of(bytes));
    release(bytes);
    return added;
}

static bool has_char(Ref text, u32 c) { return str_find_char(text, c, 0, str_length(text)) >= 0; }

static Own with_newlines(TextIo *self, Ref text) {
    Own old = str_from_ascii("\n", 1), new = str_from_ascii(self->write_newline, -1);
    Own result = old && new ? str_replace(text, old, new, -1) : NULL;
    release_maybe(old);
    release_maybe(new);
    return result;
}

bool text_io_write_str(TextIo *self, Ref text) {
    if (!text_io_check_open(self)) return false;
    if (!self->encoder) return io_unsupported("not writable");
    bool replaces = self->translates_write && self->write_newline[0];
    bool has_newline = (replaces || self->line_buffering) && has_char(text, '\n');
    bool flush_line = self->line_buffering && (has_newline || has_char(text, '\r'));
    Own held = has_newline && replaces ? with_newlines(self, text) : own(text);
    bool written = held && encode_and_add(self, held);
    release_maybe(held);
    if (!written) return false;
    if (self->pending.length >= self->chunk_size || flush_line || self->write_through) {
        if (!text_io_flush_pending(self)) return false;
    }
    if (flush_line && !flush_buffer(self)) return false;
    if (!self->decoder) return true;
    text_io_set_decoded(self, NULL);
    slot_clear(&self->snapshot);
    return io_call_quietly(self->decoder, NAME(reset));
}

/* --- making -------------------------------------------------------------------------------------------- */

static bool check_newline(Ref newline, char out[3]) {
    out[0] = 0;
    if (!newline || newline == None) return true;
    static const char *const legal[] = {"", "\n", "\r", "\r\n"};
    for (isize i = 0; i < COUNT_OF(legal); i++) {
        if (!str_equal_ascii(newline, legal[i])) continue;
        memcpy(out, legal[i], strlen(legal[i]) + 1);
        return true;
    }
    error_set(EXC(ValueError), "illegal newline value: %U", newline);
    return false;
}

static void set_newline(TextIo *self, bool given, const char newline[3]) {
    self->translates_read = !given;
    self->universal_read = !newline[0];
    self->translates_write = !given || newline[0];
    memcpy(self->newline, newline, 3);
    bool replaces = newline[0] && strcmp(newline, "\n") != 0;
    memcpy(self->write_newline, replaces ? newline : "\0\0", 3);
}

/* 1, 0, -1 raised */
static int ask(Ref buffer, Ref question) {
    Own answer = object_call_method_none(buffer, question);
    int truth = answer ? object_is_true(answer) : -1;
    release_maybe(answer);
    return truth;
}

static bool set_decoder(TextIo *self, Ref encoding, Ref errors) {
    int readable = ask(self->buffer, NAME(readable));
    if (readable <= 0) return readable == 0;
    Own decoder = io_decoder_new(encoding, errors);
    if (decoder && self->universal_read) {
        Own wrapped = newline_decoder_make(decoder, self->translates_read);
        release(decoder);
        decoder = wrapped;
    }
    if (decoder) slot_set(&self->decoder, decoder);
    return decoder != NULL;
}

static bool set_encoder(TextIo *self, Ref encoding, Ref errors) {
    int writable = ask(self->buffer, NAME(writable));
    if (writable <= 0) return writable == 0;
    Own encoder = io_encoder_new(encoding, errors);
    if (!encoder) return false;
    slot_set(&self->encoder, encoder);
    self->native = AS_STR(encoding)->ascii ? native_encoding(str_data(encoding)) : ENCODING_OTHER;
    return true;
}

/* Where the codec is not to be had, the stream keeps what it has. */
static bool set_coders(TextIo *self, Ref encoding, Ref errors) {
    return set_decoder(self, encoding, errors) && set_encoder(self, encoding, errors);
}

bool text_io_reset_encoder(TextIo *self, bool at_start) {
    if (!self->encoder || self->encoder == None) return true;
    if (at_start) return io_call_quietly(self->encoder, NAME(reset));
    Own zero = int_from_i64(0), answer = object_call_method_one(self->encoder, NAME(setstate), zero);
    release(zero);
    release_maybe(answer);
    return answer != NULL;
}

/* Where writing begins in the middle of a stream, no byte order mark is written. */
static bool fix_encoder(TextIo *self) {
    if (!self->seekable || !self->encoder || self->encoder == None) return true;
    Own position = object_call_method_none(self->buffer, NAME(tell));
    int truth = position ? object_is_true(position) : -1;
    release_maybe(position);
    return truth >= 0 && (truth == 0 || text_io_reset_encoder(self, false));
}

/* None, "locale": what the locale says. */
static Own chosen_encoding(Ref encoding) {
    if (!encoding || encoding == None || (is_str(encoding) && str_equal_ascii(encoding, "locale")))
        return str_from_ascii(io_default_encoding(), -1);
    return own(encoding);
}

static Own chosen_errors(Ref errors) {
    return !errors || errors == None ? str_intern_cstring("strict") : own(errors);
}

static void forget_all(TextIo *self) {
    self->ready = self->detached = false;
    slot_clear(&self->buffer);
    slot_clear(&self->encoding);
    slot_clear(&self->errors);
    slot_clear(&self->encoder);
    slot_clear(&self->decoder);
    slot_clear(&self->decoded);
    slot_clear(&self->snapshot);
    self->decoded_used = 0;
    text_clear(&self->pending);
}

static bool make_ready(TextIo *self, Ref buffer) {
    slot_set(&self->buffer, own(buffer));
    if (!set_coders(self, self->encoding, self->errors)) return false;
    int seekable = ask(buffer, NAME(seekable));
    Own read1;
    if (seekable < 0 || !object_find_attribute(buffer, NAME(read1), &read1)) return false;
    self->has_read1 = read1 != NULL;
    release_maybe(read1);
    self->seekable = self->telling = seekable;
    return self->ready = fix_encoder(self);
}

/* What is told before the stream changes: arguments of wrong types. */
static bool check_text(Ref value, const char *name) {
    TextArgument text;
    if (!argument_text_or_none(value, "TextIOWrapper", name, &text)) return false;
    text_argument_release(&text);
    return true;
}
static bool check_errors(Ref errors) {
    if (!errors || errors == None || is_str(errors)) return true;
    return error_set(EXC(TypeError), "TextIOWrapper() argument 'errors' must be str or None, not %.200s",
                     type_of(errors)->name) != NULL;
}

bool text_io_init(Ref ref, Ref const *args, isize nargs, Ref kwnames) {
    static const Parameters parameters = {
        "TextIOWrapper",
        {"buffer", "encoding", "errors", "newline", "line_buffering", "write_through"},
        .required = 1};
    TextIo *self = AS_TEXT_IO(ref);
    Ref out[6];
    char newline[3];
    self->ready = false;
    if (!arguments_bind(&parameters, args, nargs, kwnames, out)) return false;
    int line_buffering = 0, write_through = 0;
    if (!check_text(out[1], "'encoding'") || !check_text(out[3], "'newline'") ||
        (out[4] && !argument_int(out[4], &line_buffering)) ||
        (out[5] && !argument_int(out[5], &write_through)) ||
        ((!out[1] || out[1] == None) && !io_warn_default_encoding(1)) || !check_errors(out[2]) ||
        !check_newline(out[3], newline)) {
        return false;
    }
    forget_all(self);
    slot_set(&self->encoding, chosen_encoding(out[1]));
    if (!self->encoding || !io_encoding_check(self->encoding)) return false;
    slot_set(&self->errors, chosen_errors(out[2]));
    if (!self->errors) return false;
    self->line_buffering = line_buffering != 0;
    self->write_through = write_through != 0;
    self->chunk_size = IO_BUFFER_SIZE;
    set_newline(self, out[3] && out[3] != None, newline);
    return make_ready(self, out[0]);
}

/* --- changing what it is ------------------------------------------------------------------------------- */

static bool change_coders(TextIo *self, Ref encoding, Ref errors, Ref newline) {
    char ends[3];
    bool are_text = (encoding == None || is_str(encoding)) && (errors == None || is_str(errors)) &&
                    (!newline || newline == None || is_str(newline));
    if (!are_text) return error_set(EXC(TypeError), "bad argument type for built-in operation") != NULL;
    if (newline && !check_newline(newline, ends)) return false;
    Own new_errors = errors != None     ? chosen_errors(errors)
                     : encoding != None ? str_intern_cstring("strict")
                                        : own(self->errors);
    Own new_encoding = encoding != None ? chosen_encoding(encoding) : own(self->encoding);
    if (newline && new_errors && new_encoding) set_newline(self, newline != None, ends);
    if (!new_errors || !new_encoding || !set_coders(self, new_encoding, new_errors)) {
        release_maybe(new_errors);
        release_maybe(new_encoding);
        return false;
    }
    slot_set(&self->errors, new_errors);
    slot_set(&self->encoding, new_encoding);
    return fix_encoder(self);
}

/* A number that says yes or no, NULL or None where that stays. */
static bool change_flag(Ref given, bool *flag) {
    if (!given || given == None) return true;
    i64 number = int_as_i64(given);
    if (number == -1 && error_occurred()) return false;
    *flag = number != 0;
    return true;
}

Own text_io_reconfigure(Ref ref, Ref const *args, isize nargs, Ref kwnames) {
    static const Parameters parameters = {
        "reconfigure",
        {"*", "encoding", "errors", "newline", "line_buffering", "write_through"},
        .required = 0};
    TextIo *self = AS_TEXT_IO(ref);
    Ref out[5];
    if (!arguments_bind(&parameters, args, nargs, kwnames, out)) return NULL;
    Ref encoding = out[0] ? out[0] : None, errors = out[1] ? out[1] : None;
    bool changes = encoding != None || errors != None || out[2];
    if (self->decoder && self->snapshot && changes) {
        return io_unsupported(
            "It is not possible to set the encoding or newline of stream after the first read");
    }
    bool line_buffering = self->line_buffering, write_through = self->write_through;
    if (!change_flag(out[3], &line_buffering) || !change_flag(out[4], &write_through)) return NULL;
    if (!io_call_quietly(ref, NAME(flush))) return NULL;
    if (changes && !change_coders(self, encoding, errors, out[2])) return NULL;
    self->line_buffering = line_buffering;
    self->write_through = write_through;
    return own_none();
}

Own text_io_detach(Ref ref) {
    TextIo *self = AS_TEXT_IO(ref);
    if (!text_io_check(self) || !io_call_quietly(ref, NAME(flush))) return NULL;
    Own buffer = self->buffer;
    self->buffer = NULL;
    self->detached = true;
    self->ready = false;
    return buffer;
}

Own text_io_close(Ref ref) {
    TextIo *self = AS_TEXT_IO(ref);
    if (!text_io_check(self)) return NULL;
    int closed = io_is_closed(ref);
    if (closed) return closed < 0 ? NULL : own_none();
    if (self->finalizing) {
        Own answer = object_call_method_one(self->buffer, NAME(_dealloc_warn), ref);
        if (!answer) error_clear();
        release_maybe(answer);
    }
    Own raised = io_call_quietly(ref, NAME(flush)) ? NULL : error_fetch();
    Own answer = object_call_method_none(self->buffer, NAME(close));
    if (io_chain(raised)) return answer;
    release_maybe(answer);
    return NULL;
}
