/* float_internal.h: what the files of float and complex share. */
#ifndef OBJECT_FLOAT_INTERNAL_H
#define OBJECT_FLOAT_INTERNAL_H

#include "object/type.h"

Own float_exact(Ref a);      /* an exact float of the same value */
void *error_set_range(void); /* OverflowError(34, 'Numerical result out of range') */

/* float_methods.c */
Own float_type_new(Type *type, Ref const *args, isize nargs, Ref kwnames);
extern const MethodDef float_methods[];
extern const GetSetDef float_getset[];

/* float_hex.c */
Own float_method_hex(Ref self);
Own float_method_fromhex(Ref type, Ref string);

/* complex.c */
Own complex_power(Ref base, Ref exponent, Ref modulus);
/* complex_new.c */
Own complex_type_new(Type *type, Ref const *args, isize nargs, Ref kwnames);

#endif
