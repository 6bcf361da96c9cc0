/* math_module.h: what the files of the module math say to each other. */
#ifndef MODULES_MATH_MODULE_H
#define MODULES_MATH_MODULE_H

#include "modules/modules.h"
#include "object/error.h"
#include "object/float.h"

/* A float of any number. False: raised. */
static inline bool math_double(Ref object, double *value) {
    *value = float_as_double(object);
    return *value != -1 || !error_occurred();
}

/* math_gamma.c */
Own math_method_gamma(Ref self, Ref object);
Own math_method_lgamma(Ref self, Ref object);

/* math_sums.c */
Own math_method_fsum(Ref self, Ref iterable);
Own math_method_prod(Ref self, Ref const *args, isize nargs, Ref kwnames);
Own math_method_hypot(Ref self, Ref const *args, isize nargs);
Own math_method_dist(Ref self, Ref const *args, isize nargs);

#endif
