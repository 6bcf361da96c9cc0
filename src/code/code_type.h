/* code_type.h: what the files of the type `code` share. */
#ifndef CODE_CODE_TYPE_H
#define CODE_CODE_TYPE_H

#include "code/code.h"

/* Bytes of the instructions, as the tables count them. */
static inline isize code_byte_count(Ref code) { return code_unit_count(code) * (isize)sizeof(CodeUnit); }

/* code(...) and code.replace(**changes). */
Own code_type_new(Type *type, Ref const *args, isize nargs, Ref kwnames);
Own code_method_replace(Ref self, Ref const *args, isize nargs, Ref kwnames);

Own code_method_lines(Ref self);
Own code_method_positions(Ref self);
Own code_get_lnotab(Ref self, void *closure); /* co_lnotab, the table of Python 3.9 and before */
extern const TypeSpec line_iterator_spec, position_iterator_spec;

#endif
