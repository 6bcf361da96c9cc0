/* str_format_method.c: str.format and str.format_map.
 *
 * Literal text is copied; a field is looked up, converted and formatted by its own __format__. The spec of a
 * field is a format string itself, one level deep. */
#include "object/call.h"
#include "object/number.h"
#include "object/str_methods.h"
#include "object/str_template.h"
#include "object/tuple.h"

typedef enum Numbering { NUMBERING_OPEN, NUMBERING_AUTOMATIC, NUMBERING_MANUAL } Numbering;

/* Where fields come from, and how they have been numbered so far. */
typedef struct Formatting {
    Ref const *args; /* positional, then one for each of kwnames; NULL: all from `mapping` */
    isize nargs;
    Ref kwnames, mapping;
    Numbering numbering;
    isize next_number;
} Formatting;

static Own range_text(Ref template, TextRange range) { return str_substring(template, range.start, range.end); }

/* --- looking up --------------------------------------------------------------------------------------- */

/* A field without a name gets the next number; the two ways to number can't be mixed. */
static bool number_field(Formatting *formatting, bool is_empty, isize *index) {
    if (!is_empty && *index < 0) return true;
    Numbering wanted = is_empty ? NUMBERING_AUTOMATIC : NUMBERING_MANUAL;
    if (formatting->numbering == NUMBERING_OPEN) formatting->numbering = wanted;
    if (formatting->numbering != wanted) {
        return error_set(EXC(ValueError), "cannot switch from %s to %s",
                         is_empty ? "manual field specification" : "automatic field numbering",
                         is_empty ? "automatic field numbering" : "manual field specification") != NULL;
    }
    if (is_empty) *index = formatting->next_number++;
    return true;
}

static Own named_value(const Formatting *formatting, Ref name) {
    if (formatting->mapping) return object_get_item(formatting->mapping, name);
    for (isize i = 0; formatting->kwnames && i < tuple_length(formatting->kwnames); i++) {
        if (str_equal(tuple_get(formatting->kwnames, i), name))
            return own(formatting->args[formatting->nargs + i]);
    }
    return error_set_key(name);
}

static Own first_value(Formatting *formatting, Ref template, TextRange first, isize index) {
    if (!number_field(formatting, first.start == first.end, &index)) return NULL;
    if (index < 0) {
        Own name = range_text(template, first);
        Own value = name ? named_value(formatting, name) : NULL;
        release_maybe(name);
        return value;
    }
    if (formatting->mapping) return error_set(EXC(ValueError), "Format string contains positional fields");
    if (index < formatting->nargs) return own(formatting->args[index]);
    return error_set(EXC(IndexError), "Replacement index %zd out of range for positional args tuple", index);
}

/* value.name or value[index] */
static Own part_value(Ref value, Ref template, const FieldPart *part) {
    Own key = part->index >= 0 ? int_from_isize(part->index) : range_text(template, part->name);
    if (!key) return NULL;
    Own next = part->is_attribute ? object_get_attribute(value, key) : object_get_item(value, key);
    release(key);
    return next;
}

static Own field_value(Formatting *formatting, Ref template, TextRange field) {
    TextRange first;
    FieldReader rest;
    isize index;
    if (!field_split(template, field, &first, &index, &rest)) return NULL;
    Own value = first_value(formatting, template, first, index);
    FieldPart part;
    int more = 1;
    while (value && (more = field_next(&rest, &part)) > 0) slot_set(&value, part_value(value, template, &part));
    if (more < 0) slot_clear(&value);
    return value;
}

/* --- formatting --------------------------------------------------------------------------------------- */

static Own convert(Ref value, u32 conversion) {
    switch (conversion) {
    case 'r': return object_repr(value);
    case 's': return object_str(value);
    case 'a': return object_ascii(value);
    default: break;
    }
    if (conversion > 32 && conversion < 127) {
        return error_set(EXC(ValueError), "Unknown conversion specifier %c", (int)conversion);
    }
    return error_set(EXC(ValueError), "Unknown conversion specifier \\x%x", conversion);
}

static Own format_range(Formatting *formatting, Ref template, TextRange range, int depth);

static Own field_spec(Formatting *formatting, Ref template, const TemplatePiece *piece, int depth) {
    if (piece->spec_has_fields) return format_range(formatting, template, piece->spec, depth - 1);
    return range_text(template, piece->spec);
}

/* What format() would say; of the types that know it best without a call. */
static Own format_value(Ref value, Ref spec) {
    if (is_exact_int(value)) return str_format_int(value, spec);
    if (is_exactly(value, TYPE(FLOAT))) return str_format_float(value, spec);
    if (is_exactly(value, TYPE(COMPLEX))) return str_format_complex(value, spec);
    if (is_exact_str(value) && str_length(spec) > 0) return str_format_str(value, spec);
    return object_format(value, spec);
}

/* The field's text. */
static Own format_field(Formatting *formatting, Ref template, const TemplatePiece *piece, int depth) {
    Own value = field_value(formatting, template, piece->name);
    if (value && piece->conversion) slot_set(&value, convert(value, piece->conversion));
    if (!value) return NULL;
    Own spec = field_spec(formatting, template, piece, depth);
    Own text = spec ? format_value(value, spec) : NULL;
    release_maybe(spec);
    release(value);
    return text;
}

static Own format_range(Formatting *formatting, Ref template, TextRange range, int depth) {
    if (depth <= 0) return error_set(EXC(ValueError), "Max string recursion exceeded");
    TemplateReader reader = {template, range.start, range.end};
    TemplatePiece piece;
    StrBuilder out;
    str_builder_init(&out);
    int more;
    while ((more = template_next(&reader, &piece)) > 0 && !out.failed) {
        bool whole = piece.literal.start == 0 && piece.literal.end == str_length(template);
        if (whole) return own(template);
        str_builder_substring(&out, template, piece.literal.start, piece.literal.end);
        if (!piece.has_field) continue;
        Own text = format_field(formatting, template, &piece, depth);
        if (!text) {
            more = -1;
            break;
        }
        if (out.length == 0 && !out.failed && reader.at == reader.end) {
            str_builder_discard(&out); /* nothing else is in it: the text itself, as CPython gives it */
            return text;
        }
        str_builder_str(&out, text);
        release(text);
    }
    if (more >= 0) return str_builder_finish(&out);
    str_builder_discard(&out);
    return NULL;
}

Own str_method_format(Ref self, Ref const *args, isize nargs, Ref kwnames) {
    Formatting formatting = {.args = args, .nargs = nargs, .kwnames = kwnames};
    return format_range(&formatting, self, (TextRange){0, str_length(self)}, 2);
}

Own str_method_format_map(Ref self, Ref mapping) {
    Formatting formatting = {.mapping = mapping};
    return format_range(&formatting, self, (TextRange){0, str_length(self)}, 2);
}
