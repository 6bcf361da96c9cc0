/* singletons.c: None, NotImplemented and Ellipsis: types with one instance each, which never dies. */
#include "object/call.h"
#include "object/error.h"
#include "object/root.h"
#include "object/str.h"
#include "object/tuple.h"

/* The count of an immortal fell to zero: somebody released what he did not own. */
static void singleton_dealloc(Own self UNUSED) { assert(!"a singleton was released once too often"); }

static bool takes_no_arguments(const char *type, isize nargs, Ref kwnames) {
    if (nargs == 0 && (!kwnames || tuple_length(kwnames) == 0)) return true;
    return error_set(EXC(TypeError), "%s takes no arguments", type);
}

/* --- None ----------------------------------------------------------------------------------------------- */

static Own none_repr(Ref self UNUSED) { return str_intern_cstring("None"); }
static int none_is_true(Ref self UNUSED) { return 0; }
static Own none_new(Type *type UNUSED, Ref const *args UNUSED, isize nargs, Ref kwnames) {
    return takes_no_arguments("NoneType", nargs, kwnames) ? own_none() : NULL;
}

const TypeSpec none_spec = {
    .name = "NoneType",
    .basicsize = sizeof(Object),
    .slots = {.dealloc = singleton_dealloc, .repr = none_repr, .is_true = none_is_true, .new = none_new},
};

/* --- NotImplemented ------------------------------------------------------------------------------------- */

static Own not_implemented_repr(Ref self UNUSED) { return str_intern_cstring("NotImplemented"); }

static Own not_implemented_reduce(Ref self) { return object_repr(self); }

static int not_implemented_is_true(Ref self UNUSED) {
    if (!warning_issue(EXC(DeprecationWarning), 1, "NotImplemented should not be used in a boolean context"))
        return -1;
    return 1;
}

static Own not_implemented_new(Type *type UNUSED, Ref const *args UNUSED, isize nargs, Ref kwnames) {
    return takes_no_arguments("NotImplementedType", nargs, kwnames) ? own_not_implemented() : NULL;
}

static const MethodDef not_implemented_methods[] = {{"__reduce__", METHOD_NONE, .none = not_implemented_reduce},
                                                    {.name = NULL}};

const TypeSpec not_implemented_spec = {
    .name = "NotImplementedType",
    .basicsize = sizeof(Object),
    .slots = {.dealloc = singleton_dealloc,
              .repr = not_implemented_repr,
              .is_true = not_implemented_is_true,
              .new = not_implemented_new},
    .methods = not_implemented_methods,
};

/* --- Ellipsis ------------------------------------------------------------------------------------------- */

static Own ellipsis_repr(Ref self UNUSED) { return str_intern_cstring("Ellipsis"); }
static Own ellipsis_reduce(Ref self) { return object_repr(self); }
static Own ellipsis_new(Type *type UNUSED, Ref const *args UNUSED, isize nargs, Ref kwnames) {
    return takes_no_arguments("EllipsisType", nargs, kwnames) ? own(Ellipsis) : NULL;
}

static const MethodDef ellipsis_methods[] = {{"__reduce__", METHOD_NONE, .none = ellipsis_reduce},
                                             {.name = NULL}};

const TypeSpec ellipsis_spec = {
    .name = "ellipsis",
    .basicsize = sizeof(Object),
    .slots = {.dealloc = singleton_dealloc,
              .repr = ellipsis_repr,
              .getattro = object_generic_get_attribute,
              .new = ellipsis_new},
    .methods = ellipsis_methods,
};
