/* str_template.h: the parts of a format string: "text {name.attribute[index]!conversion:spec} text". Nobody
 * includes it but the files of str.format and of the module _string. */
#ifndef OBJECT_STR_TEMPLATE_H
#define OBJECT_STR_TEMPLATE_H

#include "object/object.h"

typedef struct TextRange {
    isize start, end;
} TextRange;

/* Reads template[at:end] piece by piece. */
typedef struct TemplateReader {
    Ref template;
    isize at, end;
} TemplateReader;
typedef struct TemplatePiece {
    TextRange literal;
    bool has_field;
    TextRange name, spec;
    bool spec_has_fields;
    u32 conversion; /* 0: none */
} TemplatePiece;
/* 1: a piece; 0: the end; -1: ValueError. */
int template_next(TemplateReader *reader, TemplatePiece *piece);

/* Reads what follows the first name of a field: ".attribute" and "[index]". */
typedef struct FieldReader {
    Ref template;
    isize at, end;
} FieldReader;
typedef struct FieldPart {
    bool is_attribute;
    TextRange name;
    isize index; /* of an index that is a number, else -1 */
} FieldPart;
/* The first name: from the field's start to '.' or '['; *index is its number or -1. */
bool field_split(Ref template, TextRange field, TextRange *first, isize *index, FieldReader *rest);
int field_next(FieldReader *reader, FieldPart *part); /* as template_next */

#endif
