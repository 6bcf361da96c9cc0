/* bool.c: the two ints that have a name. They stand in the root; no other instance is ever made. */
#include "object/call.h"
#include "object/error.h"
#include "object/int_internal.h"
#include "object/str.h"

static Own slot_repr(Ref self) { return str_intern_cstring(self == True ? "True" : "False"); }

static Own slot_new(Type *type, Ref const *args, isize nargs, Ref kwnames) {
    (void)type; /* cannot be subclassed */
    if (!arguments_no_keywords("bool", kwnames) || !arguments_count("bool", nargs, 0, 1)) return NULL;
    int truth = nargs ? object_is_true(args[0]) : 0;
    return truth < 0 ? NULL : own_bool(truth);
}

/* Of two bools a bool; with an int, an int. */
#define BOOL_OPERATOR(name, operator)                                                                          \
    static Own slot_##name(Ref a, Ref b) {                                                                     \
        if (is_bool(a) && is_bool(b)) return own_bool((a == True) operator(b == True));                        \
        return is_int(a) && is_int(b) ? int_##name(a, b) : own_not_implemented();                              \
    }
BOOL_OPERATOR(bit_and, &)
BOOL_OPERATOR(bit_or, |)
BOOL_OPERATOR(bit_xor, ^)
#undef BOOL_OPERATOR

const TypeSpec bool_spec = {
    .name = "bool",
    .base = TYPE(INT),
    .basicsize = sizeof(Int),
    .itemsize = sizeof(u32),
    .flags = TYPE_INT_SUBCLASS | TYPE_MATCH_SELF | TYPE_VECTORCALL,
    .slots = {.repr = slot_repr,
              .new = slot_new,
              .bit_and = slot_bit_and,
              .bit_xor = slot_bit_xor,
              .bit_or = slot_bit_or},
    .doc = "bool(x) -> bool\n\nReturns True when the argument x is true, False otherwise.\n"
           "The builtins True and False are the only two instances of the class bool.\n"
           "The class bool is a subclass of the class int, and cannot be subclassed."};
