/* io_newline.c: ends of lines: finding them, and the decoder that makes one kind of them all.
 *
 * A "\r" at the end of a piece may be half of "\r\n": it is kept back until the next piece is there. */
#include "modules/io.h"
#include "object/argument_checks.h"

/* --- finding ------------------------------------------------------------------------------------------- */

static isize find_universal(Ref text, isize start, isize end, isize *checked) {
    for (isize i = start; i < end; i++) {
        u32 c = str_char(text, i);
        if (c == '\n') return i + 1;
        if (c != '\r') continue;
        return i + 1 < end && str_char(text, i + 1) == '\n' ? i + 2 : i + 1;
    }
    *checked = end;
    return -1;
}

/* `newline` has one or two characters. */
static isize find_given(const char *newline, Ref text, isize start, isize end, isize *checked) {
    isize length = (isize)strlen(newline);
    for (isize i = start; i < end; i++) {
        isize found = str_find_char(text, (u8)newline[0], i, end);
        if (found < 0) break;
        if (found + length > end) { /* its second half may be still to come */
            *checked = found;
            return -1;
        }
        if (length == 1 || str_char(text, found + 1) == (u8)newline[1]) return found + length;
        i = found;
    }
    *checked = end;
    return -1;
}

isize line_end_find(const LineEnd *mode, Ref text, isize start, isize end, isize *checked) {
    if (mode->translated) return find_given("\n", text, start, end, checked);
    if (mode->universal) return find_universal(text, start, end, checked);
    return find_given(mode->newline, text, start, end, checked);
}

Own newlines_seen(u8 seen) {
    static const char *const texts[] = {"\r", "\n", "\r\n"};
    Own found[3];
    isize count = 0;
    for (int i = 0; i < 3; i++) {
        if (!(seen & (1 << i))) continue;
        found[count] = str_from_ascii(texts[i], -1);
        if (!found[count++]) return NULL;
    }
    if (count == 0) return own_none();
    return count == 1 ? found[0] : tuple_from_array_own(found, count);
}

/* --- translating --------------------------------------------------------------------------------------- */

static u8 kinds_in(Ref text) {
    u8 seen = 0;
    isize length = str_length(text);
    for (isize i = 0; i < length; i++) {
        u32 c = str_char(text, i);
        if (c == '\n') {
            seen |= NEWLINE_LF;
        } else if (c == '\r' && i + 1 < length && str_char(text, i + 1) == '\n') {
            seen |= NEWLINE_CRLF;
            i++;
        } else if (c == '\r') {
            seen |= NEWLINE_CR;
        }
    }
    return seen;
}

static Own translated(Ref text) {
    StrBuilder out;
    str_builder_init(&out);
    isize length = str_length(text), start = 0;
    for (;;) {
        isize found = str_find_char(text, '\r', start, length);
        str_builder_substring(&out, text, start, found < 0 ? length : found);
        if (found < 0) return str_builder_finish(&out);
        str_builder_char(&out, '\n');
        start = found + 1 < length && str_char(text, found + 1) == '\n' ? found + 2 : found + 1;
    }
}

/* Puts a "\r" that was kept back before the text, and keeps one at its end back. Consumes; NULL raised. */
static Own with_pending(NewlineDecoder *self, Own text, bool final) {
    if (self->pending_cr && (final || str_length(text) > 0)) {
        Own cr = str_from_ascii("\r", 1), joined = cr ? str_concat(cr, text) : NULL;
        release_maybe(cr);
        release(text);
        if (!joined) return NULL;
        text = joined;
        self->pending_cr = false;
    }
    isize length = str_length(text);
    if (!final && length > 0 && str_char(text, length - 1) == '\r') {
        Own shorter = str_substring(text, 0, length - 1);
        release(text);
        text = shorter;
        self->pending_cr = true;
    }
    return text;
}

Own newline_decode(Ref ref, Ref input, bool final) {
    NewlineDecoder *self = AS_NEWLINE_DECODER(ref);
    Own text;
    if (!self->decoder) return error_set(EXC(ValueError), "IncrementalNewlineDecoder.__init__() not called");
    if (self->decoder != None) {
        Ref args[] = {input, final ? True : False};
        text = object_call_method(self->decoder, NAME(decode), args, 2, NULL);
    } else {
        text = own(input);
    }
    if (!text) return NULL;
    if (!is_str(text)) {
        error_set(EXC(TypeError), "decoder should return a string result, not '%.200s'", type_of(text)->name);
        release(text);
        return NULL;
    }
    text = with_pending(self, text, final);
    if (!text || str_length(text) == 0) return text;
    bool has_cr = str_find_char(text, '\r', 0, str_length(text)) >= 0;
    if (self->seen != (NEWLINE_CR | NEWLINE_LF | NEWLINE_CRLF)) {
        if (has_cr) {
            self->seen |= kinds_in(text);
        } else if (!(self->seen & NEWLINE_LF) && str_find_char(text, '\n', 0, str_length(text)) >= 0) {
            self->seen |= NEWLINE_LF;
        }
    }
    if (!self->translate || !has_cr) return text;
    Own result = translated(text);
    release(text);
    return result;
}

/* --- the type ------------------------------------------------------------------------------------------ */

static Own newline_decoder_new(Type *type, Ref const *args UNUSED, isize nargs UNUSED, Ref kwnames UNUSED) {
    return object_new(type, 0);
}

static bool newline_decoder_init(Ref ref, Ref const *args, isize nargs, Ref kwnames) {
    static const Parameters parameters = {
        "IncrementalNewlineDecoder", {"decoder", "translate", "errors"}, .required = 2};
    NewlineDecoder *self = AS_NEWLINE_DECODER(ref);
    Ref out[3];
    if (!arguments_bind(&parameters, args, nargs, kwnames, out)) return false;
    int translate;
    if (!argument_int(out[1], &translate)) return false;
    Own errors = out[2] ? own(out[2]) : str_from_ascii("strict", -1);
    if (!errors) return false;
    slot_set(&self->decoder, own(out[0]));
    slot_set(&self->errors, errors);
    self->translate = translate != 0;
    self->seen = 0;
    self->pending_cr = false;
    return true;
}

Own newline_decoder_make(Ref decoder, bool translate) {
    if (!module_ready_type(MODULE_TYPE_IO_NEWLINE_DECODER)) return NULL;
    return object_call_args((Ref)MODULE_TYPE(IO_NEWLINE_DECODER), 2, decoder, translate ? True : False);
}

static void newline_decoder_dealloc(Own self) {
    slot_clear(&AS_NEWLINE_DECODER(self)->decoder);
    slot_clear(&AS_NEWLINE_DECODER(self)->errors);
    object_free(self);
}

static bool check_made(Ref self) {
    if (AS_NEWLINE_DECODER(self)->decoder) return true;
    error_set(EXC(ValueError), "IncrementalNewlineDecoder.__init__() not called");
    return false;
}

static Own newline_decoder_decode(Ref self, Ref const *args, isize nargs, Ref kwnames) {
    static const Parameters parameters = {"decode", {"input", "final"}, .required = 1};
    Ref out[2];
    if (!arguments_bind(&parameters, args, nargs, kwnames, out)) return NULL;
    int final = 0;
    if (out[1] && !argument_int(out[1], &final)) return NULL;
    return newline_decode(self, out[0], final);
}

/* The inner decoder's state with one bit more: whether a "\r" is kept back. */
static Own newline_decoder_getstate(Ref ref) {
    NewlineDecoder *self = AS_NEWLINE_DECODER(ref);
    if (!check_made(ref)) return NULL;
    Own buffer, flag;
    if (self->decoder == None) {
        buffer = own(OBJECT_ROOT->empty_bytes);
        flag = int_from_i64(0);
    } else {
        Own state = object_call_method_none(self->decoder, NAME(getstate));
        if (state && (!is_tuple(state) || tuple_length(state) != 2)) {
            slot_clear(&state);
            error_set(EXC(TypeError), "illegal decoder state");
        }
        if (!state) return NULL;
        buffer = own(tuple_get(state, 0));
        flag = own(tuple_get(state, 1));
        release(state);
    }
    u64 bits = flag ? int_as_u64(flag) : (u64)-1;
    release_maybe(flag);
    Own result = NULL,
        shifted = bits == (u64)-1 && error_occurred() ? NULL : int_from_u64(bits << 1 | self->pending_cr);
    if (shifted) result = tuple_pack(2, (Ref)buffer, (Ref)shifted);
    release_maybe(shifted);
    release(buffer);
    return result;
}

static Own newline_decoder_setstate(Ref ref, Ref state) {
    NewlineDecoder *self = AS_NEWLINE_DECODER(ref);
    if (!check_made(ref)) return NULL;
    if (!is_tuple(state)) return error_set(EXC(TypeError), "state argument must be a tuple");
    if (tuple_length(state) != 2 || !is_int(tuple_get(state, 1)))
        return error_set(EXC(TypeError), "setstate(): illegal state argument");
    u64 bits = int_as_u64_mask(tuple_get(state, 1));
    self->pending_cr = bits & 1;
    if (self->decoder == None) return own_none();
    Own flag = int_from_u64(bits >> 1), inner = flag ? tuple_pack(2, tuple_get(state, 0), (Ref)flag) : NULL;
    Own result = inner ? object_call_method_one(self->decoder, NAME(setstate), inner) : NULL;
    release_maybe(inner);
    release_maybe(flag);
    return result;
}

static Own newline_decoder_reset(Ref ref) {
    NewlineDecoder *self = AS_NEWLINE_DECODER(ref);
    if (!check_made(ref)) return NULL;
    self->seen = 0;
    self->pending_cr = false;
    return self->decoder == None ? own_none() : object_call_method_none(self->decoder, NAME(reset));
}

static Own newline_decoder_get_newlines(Ref self, void *closure UNUSED) {
    return check_made(self) ? newlines_seen(AS_NEWLINE_DECODER(self)->seen) : NULL;
}

static const MethodDef newline_decoder_methods[] = {
    {"decode", METHOD_KEYWORDS, .keywords = newline_decoder_decode,
     .doc = "decode($self, /, input, final=False)\n--\n\n"},
    {"getstate", METHOD_NONE, .none = newline_decoder_getstate, .doc = "getstate($self, /)\n--\n\n"},
    {"setstate", METHOD_ONE, .one = newline_decoder_setstate, .doc = "setstate($self, state, /)\n--\n\n"},
    {"reset", METHOD_NONE, .none = newline_decoder_reset, .doc = "reset($self, /)\n--\n\n"},
    {.name = NULL}};
static const GetSetDef newline_decoder_getset[] = {{"newlines", .get = newline_decoder_get_newlines},
                                                   {.name = NULL}};

const TypeSpec io_newline_decoder_spec = {
    .name = "_io.IncrementalNewlineDecoder",
    .module = "_io",
    .basicsize = sizeof(NewlineDecoder),
    .ghost_size = 40,
    .flags = TYPE_BASETYPE,
    .slots = {.new = newline_decoder_new, .init = newline_decoder_init, .dealloc = newline_decoder_dealloc},
    .methods = newline_decoder_methods,
    .getset = newline_decoder_getset,
    .doc =
        "IncrementalNewlineDecoder(decoder, translate, errors='strict')\n--\n\nCodec used when reading a file "
        "in universal newlines mode.\n\nIt wraps another incremental decoder, translating \\r\\n and \\r into "
        "\\n.\nIt also records the types of newlines encountered.  When used with\ntranslate=False, it ensures "
        "that the newline sequence is returned in\none piece. When used with decoder=None, it expects unicode "
        "strings as\ndecode input and translates newlines without first invoking an external\ndecoder."};
