/* str_formatter.c: the parts of format strings for Python code: what the module _string gives
 * string.Formatter. */
#include "object/str_internal.h"
#include "object/str_template.h"
#include "object/tuple.h"

static Own iterator_self(Ref self) { return own(self); }

static bool check_str(Ref value) {
    if (is_str(value)) return true;
    return error_set(EXC(TypeError), "expected str, got %T", value) != NULL;
}

/* --- pieces ------------------------------------------------------------------------------------------- */

typedef struct FormatterIterator {
    Object ob_base;
    Object *template; /* owned */
    TemplateReader reader;
} FormatterIterator;

Own str_formatter_parser(Ref format) {
    if (!check_str(format)) return NULL;
    Own made = object_new(TYPE(FORMATTER_ITERATOR), 0);
    if (!made) return NULL;
    FormatterIterator *iterator = (FormatterIterator *)made;
    iterator->template = own(format);
    iterator->reader = (TemplateReader){format, 0, str_length(format)};
    return made;
}

/* Consumes all four; NULL where one is. */
static Own pack_four(Own parts[4]) {
    bool whole = parts[0] && parts[1] && parts[2] && parts[3];
    Own tuple = whole ? tuple_pack(4, parts[0], parts[1], parts[2], parts[3]) : NULL;
    for (int i = 0; i < 4; i++) release_maybe(parts[i]);
    return tuple;
}

/* (literal, name, spec, conversion): the last three None where there is no field, the last where there is
 * none. */
static Own formatter_iterator_next(Ref self) {
    FormatterIterator *iterator = (FormatterIterator *)self;
    Ref template = iterator->template;
    TemplatePiece piece;
    if (template_next(&iterator->reader, &piece) <= 0) return NULL;
    Own parts[4] = {str_substring(template, piece.literal.start, piece.literal.end)};
    bool field = piece.has_field;
    parts[1] = field ? str_substring(template, piece.name.start, piece.name.end) : own_none();
    parts[2] = field ? str_substring(template, piece.spec.start, piece.spec.end) : own_none();
    parts[3] = piece.conversion ? str_from_char(piece.conversion) : own_none();
    return pack_four(parts);
}

static void formatter_iterator_dealloc(Own self) {
    release_maybe(((FormatterIterator *)self)->template);
    object_free(self);
}

const TypeSpec formatter_iterator_spec = {.name = "formatteriterator",
                                          .basicsize = sizeof(FormatterIterator),
                                          .flags = TYPE_NO_INSTANTIATION,
                                          .slots = {.getattro = object_generic_get_attribute,
                                                    .dealloc = formatter_iterator_dealloc,
                                                    .iter = iterator_self,
                                                    .iternext = formatter_iterator_next}};

/* --- fields ------------------------------------------------------------------------------------------- */

typedef struct FieldNameIterator {
    Object ob_base;
    Object *template; /* owned */
    FieldReader reader;
} FieldNameIterator;

/* (first, iterator): first a number where it is one. */
Own str_formatter_field_name_split(Ref name) {
    if (!check_str(name)) return NULL;
    TextRange first;
    FieldReader rest;
    isize index;
    if (!field_split(name, (TextRange){0, str_length(name)}, &first, &index, &rest)) return NULL;
    Own made = object_new(TYPE(FIELD_NAME_ITERATOR), 0);
    if (!made) return NULL;
    ((FieldNameIterator *)made)->template = own(name);
    ((FieldNameIterator *)made)->reader = rest;
    Own head = index >= 0 ? int_from_isize(index) : str_substring(name, first.start, first.end);
    Own pair = head ? tuple_pack(2, head, made) : NULL;
    release_maybe(head);
    release(made);
    return pair;
}

/* (is attribute, name or number) */
static Own field_name_iterator_next(Ref self) {
    FieldNameIterator *iterator = (FieldNameIterator *)self;
    FieldPart part;
    if (field_next(&iterator->reader, &part) <= 0) return NULL;
    Own name = part.index >= 0 ? int_from_isize(part.index)
                               : str_substring(iterator->template, part.name.start, part.name.end);
    if (!name) return NULL;
    Own pair = tuple_pack(2, part.is_attribute ? True : False, name);
    release(name);
    return pair;
}

static void field_name_iterator_dealloc(Own self) {
    release_maybe(((FieldNameIterator *)self)->template);
    object_free(self);
}

const TypeSpec field_name_iterator_spec = {.name = "fieldnameiterator",
                                           .basicsize = sizeof(FieldNameIterator),
                                           .ghost_size = 56,
                                           .flags = TYPE_NO_INSTANTIATION,
                                           .slots = {.getattro = object_generic_get_attribute,
                                                     .dealloc = field_name_iterator_dealloc,
                                                     .iter = iterator_self,
                                                     .iternext = field_name_iterator_next}};
