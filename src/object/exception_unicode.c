/* exception_unicode.c: UnicodeEncodeError, UnicodeDecodeError and UnicodeTranslateError: which codec, which
 * text, from where to where, why. They share a layout; a translation has no encoding. */
#include "object/argument_checks.h"
#include "object/bytes.h"
#include "object/error.h"
#include "object/exception_slots.h"
#include "object/int.h"
#include "object/str.h"
#include "object/type_checks.h"

static bool is_decode(Ref self) { return is_a(self, EXC(UnicodeDecodeError)); }
static bool is_translate(Ref self) { return is_a(self, EXC(UnicodeTranslateError)); }

/* --- constructor ----------------------------------------------------------------------------------------- */

static bool check_str(Ref value, int position) {
    if (is_str(value)) return true;
    const char *found = argument_type_name(value);
    return error_set(EXC(TypeError), "argument %d must be str, not %.50s", position, found);
}

static bool take_index(Ref value, isize *index) {
    *index = int_index_as_isize(value, EXC(OverflowError));
    return *index != -1 || !error_occurred();
}

/* What could not be decoded, as bytes. */
static Own bytes_of(Ref object) {
    if (is_bytes(object)) return own(object);
    Buffer buffer;
    if (!buffer_get(object, &buffer, false)) return NULL;
    Own bytes = bytes_from(buffer.data, buffer.length);
    buffer_release(&buffer);
    return bytes;
}

/* The arguments in order: encoding (unless it is a translation), object, start, end, reason. */
static bool unicode_error_fill(UnicodeException *error, Ref const *args, bool has_encoding, bool decode) {
    const int first = has_encoding;
    Ref object = args[first], reason = args[first + 3];
    if (has_encoding && !check_str(args[0], 1)) return false;
    if (!decode && !check_str(object, first + 1)) return false;
    if (!take_index(args[first + 1], &error->start) || !take_index(args[first + 2], &error->end)) return false;
    if (!check_str(reason, first + 4)) return false;
    Own kept = decode ? bytes_of(object) : own(object);
    if (!kept) return false;
    slot_set(&error->object, kept);
    if (has_encoding) slot_set(&error->encoding, own(args[0]));
    slot_set(&error->reason, own(reason));
    return true;
}

bool unicode_error_init(Ref self, Ref const *args, isize nargs, Ref kwnames) {
    if (!exception_slot_init(self, args, nargs, kwnames)) return false;
    UnicodeException *error = (UnicodeException *)self;
    slot_clear(&error->encoding);
    slot_clear(&error->object);
    slot_clear(&error->reason);
    bool has_encoding = !is_translate(self);
    int wanted = has_encoding ? 5 : 4;
    if (nargs != wanted) {
        return error_set(EXC(TypeError), "function takes exactly %d arguments (%zd given)", wanted, nargs);
    }
    return unicode_error_fill(error, args, has_encoding, is_decode(self));
}

/* --- str ------------------------------------------------------------------------------------------------- */

/* "'ascii' codec can't decode byte 0xff in position 0: "; the object may have been set to anything since. */
static Own decode_text(const UnicodeException *error, Ref encoding, Ref reason) {
    isize start = error->start, end = error->end;
    if (is_bytes(error->object) && start >= 0 && start < size_of(error->object) && end == start + 1) {
        return str_format("'%U' codec can't decode byte 0x%02x in position %zd: %U", encoding,
                          bytes_data(error->object)[start], start, reason);
    }
    return str_format("'%U' codec can't decode bytes in position %zd-%zd: %U", encoding, start, end - 1,
                      reason);
}

/* The character as an escape, in the shortest of three forms. */
static Own character_text(const UnicodeException *error, Ref encoding, Ref reason, u32 c) {
    const char *format = c <= 0xff     ? "%U%s character '\\x%02x' in position %zd: %U"
                         : c <= 0xffff ? "%U%s character '\\u%04x' in position %zd: %U"
                                       : "%U%s character '\\U%08x' in position %zd: %U";
    Own who = encoding ? str_format("'%U' codec ", encoding) : own(OBJECT_ROOT->empty_str);
    if (!who) return NULL;
    Own text = str_format(format, who, encoding ? "can't encode" : "can't translate", c, error->start, reason);
    release(who);
    return text;
}

static Own characters_text(const UnicodeException *error, Ref encoding, Ref reason) {
    isize start = error->start, end = error->end;
    bool single = is_str(error->object) && start >= 0 && start < str_length(error->object) && end == start + 1;
    if (single) return character_text(error, encoding, reason, str_char(error->object, start));
    if (!encoding) {
        return str_format("can't translate characters in position %zd-%zd: %U", start, end - 1, reason);
    }
    return str_format("'%U' codec can't encode characters in position %zd-%zd: %U", encoding, start, end - 1,
                      reason);
}

Own unicode_error_str(Ref self) {
    const UnicodeException *error = (const UnicodeException *)self;
    if (!error->object) return own(OBJECT_ROOT->empty_str); /* it was never initialised */
    Own reason = object_str(error->reason ? error->reason : None);
    if (!reason) return NULL;
    bool named = !is_translate(self);
    Own encoding = named ? object_str(error->encoding ? error->encoding : None) : NULL;
    Own text = NULL;
    if (encoding || !named) {
        text =
            is_decode(self) ? decode_text(error, encoding, reason) : characters_text(error, encoding, reason);
    }
    release_maybe(encoding);
    release(reason);
    return text;
}

const MemberDef unicode_error_members[] = {
    {"encoding", MEMBER_OBJECT, offsetof(UnicodeException, encoding), .doc = "exception encoding"},
    {"object", MEMBER_OBJECT, offsetof(UnicodeException, object), .doc = "exception object"},
    {"start", MEMBER_ISIZE, offsetof(UnicodeException, start), .doc = "exception start"},
    {"end", MEMBER_ISIZE, offsetof(UnicodeException, end), .doc = "exception end"},
    {"reason", MEMBER_OBJECT, offsetof(UnicodeException, reason), .doc = "exception reason"},
    {.name = NULL}};
