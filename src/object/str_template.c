/* str_template.c: taking format strings apart. Braces are doubled to stand for themselves; a field's name ends
 * at '!',
 * ':' or '}', but not within square brackets; its spec may hold fields itself, whose braces are counted. */
#include "object/str_template.h"

#include "object/str_internal.h"

static int fail(const char *message) {
    error_set(EXC(ValueError), "%s", message);
    return -1;
}

/* --- pieces ------------------------------------------------------------------------------------------- */

/* Up to the character that ends the name, which is read too and returned; 0: the text ended. -1 raised. */
static i64 read_name(TemplateReader *reader, TextRange *name) {
    name->start = reader->at;
    bool bracketed = false;
    u32 last = 0;
    while (reader->at < reader->end) {
        last = str_char(reader->template, reader->at++);
        if (bracketed) {
            if (last == ']') bracketed = false;
        } else if (last == '[') {
            bracketed = true;
        } else if (last == '{') {
            return fail("unexpected '{' in field name");
        } else if (last == '}' || last == ':' || last == '!') {
            name->end = reader->at - 1;
            return last;
        }
    }
    return 0;
}

/* Up to the brace that closes the field. */
static int read_spec(TemplateReader *reader, TemplatePiece *piece) {
    piece->spec.start = reader->at;
    for (isize depth = 1; reader->at < reader->end;) {
        u32 c = str_char(reader->template, reader->at++);
        if (c == '{') {
            piece->spec_has_fields = true;
            depth++;
        } else if (c == '}' && --depth == 0) {
            piece->spec.end = reader->at - 1;
            return 1;
        }
    }
    return fail("unmatched '{' in format spec");
}

static int read_field(TemplateReader *reader, TemplatePiece *piece) {
    i64 end = read_name(reader, &piece->name);
    if (end < 0) return -1;
    if (end == 0) return fail("expected '}' before end of string");
    if (end == '}') return 1;
    if (end == '!') {
        if (reader->at >= reader->end) return fail("end of string while looking for conversion specifier");
        piece->conversion = str_char(reader->template, reader->at++);
        if (reader->at < reader->end) {
            u32 c = str_char(reader->template, reader->at++);
            if (c == '}') return 1;
            if (c != ':') return fail("expected ':' after conversion specifier");
        }
    }
    return read_spec(reader, piece);
}

int template_next(TemplateReader *reader, TemplatePiece *piece) {
    *piece = (TemplatePiece){.literal = {reader->at, reader->at}};
    if (reader->at >= reader->end) return 0;
    u32 c = 0;
    while (reader->at < reader->end && c != '{' && c != '}') c = str_char(reader->template, reader->at++);
    piece->literal.end = reader->at;
    if (c != '{' && c != '}') return 1;
    bool at_end = reader->at >= reader->end, doubled = !at_end && str_char(reader->template, reader->at) == c;
    if (c == '}' && !doubled) return fail("Single '}' encountered in format string");
    if (c == '{' && at_end) return fail("Single '{' encountered in format string");
    if (doubled) { /* the literal ends with the first of the two */
        reader->at++;
        return 1;
    }
    piece->literal.end--;
    piece->has_field = true;
    return read_field(reader, piece);
}

/* --- fields ------------------------------------------------------------------------------------------- */

/* Decimal digits of any script as a number; -1: something else; -2 raised: too many. */
static isize read_number(Ref template, TextRange range) {
    isize number = range.start < range.end ? 0 : -1;
    for (isize i = range.start; i < range.end; i++) {
        int digit = char_decimal(str_char(template, i));
        if (digit < 0) return -1;
        if (number > (ISIZE_MAX - digit) / 10) {
            fail("Too many decimal digits in format string");
            return -2;
        }
        number = number * 10 + digit;
    }
    return number;
}

/* Up to '.' or '['. */
static isize name_end(Ref template, isize at, isize end) {
    while (at < end && str_char(template, at) != '.' && str_char(template, at) != '[') at++;
    return at;
}

bool field_split(Ref template, TextRange field, TextRange *first, isize *index, FieldReader *rest) {
    isize end = name_end(template, field.start, field.end);
    *first = (TextRange){field.start, end};
    *rest = (FieldReader){template, end, field.end};
    *index = read_number(template, *first);
    return *index != -2;
}

int field_next(FieldReader *reader, FieldPart *part) {
    *part = (FieldPart){.index = -1};
    if (reader->at >= reader->end) return 0;
    u32 c = str_char(reader->template, reader->at++);
    part->name.start = reader->at;
    if (c == '.') {
        part->is_attribute = true;
        part->name.end = reader->at = name_end(reader->template, reader->at, reader->end);
    } else if (c == '[') {
        while (reader->at < reader->end && str_char(reader->template, reader->at) != ']') reader->at++;
        if (reader->at == reader->end) return fail("Missing ']' in format string");
        part->name.end = reader->at++;
        part->index = read_number(reader->template, part->name);
        if (part->index == -2) return -1;
    } else {
        return fail("Only '.' or '[' may follow ']' in format field specifier");
    }
    return part->name.start < part->name.end ? 1 : fail("Empty attribute in format string");
}
