/* class_method.c: classmethod and staticmethod: they wrap a callable, and look like it: its name, module and
 * doc string are copied into their own dict. They differ in what an access binds: the class, or nothing. */
#include "object/call.h"
#include "object/callables.h"
#include "object/error.h"
#include "object/gc.h"
#include "object/str.h"
#include "object/type_checks.h"

static Own wrapper_new(Type *type, UNUSED Ref const *args, UNUSED isize nargs, UNUSED Ref kwnames) {
    Own self = object_new(type, 0);
    if (!self) return NULL;
    AS_WRAPPED_METHOD(self)->callable = own_none();
    gc_track(self);
    return self;
}

/* What the callable lacks is left out. */
static bool copy_attribute(Ref self, Ref callable, Ref name) {
    Own value;
    if (!object_find_attribute(callable, name, &value)) return false;
    if (!value) return true;
    bool done = object_set_attribute(self, name, value);
    release(value);
    return done;
}

static bool wrapper_init(Ref self, const char *function, Ref const *args, isize nargs, Ref kwnames) {
    if (!arguments_no_keywords(function, kwnames) || !arguments_count(function, nargs, 1, 1)) return false;
    Ref callable = args[0];
    slot_set(&AS_WRAPPED_METHOD(self)->callable, own(callable));
    Ref const names[] = {NAME(__module__), NAME(__name__), NAME(__qualname__), NAME(__doc__),
                         NAME(__annotations__)};
    for (isize i = 0; i < COUNT_OF(names); i++) {
        if (!copy_attribute(self, callable, names[i])) return false;
    }
    return true;
}

static void wrapper_dealloc(Own self) {
    gc_untrack(self);
    release_maybe(AS_WRAPPED_METHOD(self)->callable);
    release_maybe(AS_WRAPPED_METHOD(self)->dict);
    object_free(self);
}

static bool wrapper_traverse(Ref self, VisitFn visit, void *context) {
    const WrappedMethod *wrapper = AS_WRAPPED_METHOD(self);
    return (!wrapper->dict || visit(wrapper->dict, context)) &&
           (!wrapper->callable || visit(wrapper->callable, context));
}

static void wrapper_clear(Ref self) {
    slot_clear(&AS_WRAPPED_METHOD(self)->callable);
    slot_clear(&AS_WRAPPED_METHOD(self)->dict);
}

/* The callable, NULL raised where the collector has cleared it. Lent. */
static Ref wrapped(Ref self) {
    Ref callable = AS_WRAPPED_METHOD(self)->callable;
    if (callable) return callable;
    return error_set(EXC(RuntimeError), "uninitialized %s object", type_of(self)->name);
}

static Own get_is_abstract(Ref self, UNUSED void *closure) {
    Own mark;
    Ref callable = AS_WRAPPED_METHOD(self)->callable;
    if (!callable) return own_bool(false);
    if (!object_find_attribute(callable, NAME(__isabstractmethod__), &mark)) return NULL;
    if (!mark) return own_bool(false);
    int truth = object_is_true(mark);
    release(mark);
    return truth < 0 ? NULL : own_bool(truth);
}

static const MemberDef wrapper_members[] = {
    {"__func__", MEMBER_OBJECT, offsetof(WrappedMethod, callable), true, NULL},
    {"__wrapped__", MEMBER_OBJECT, offsetof(WrappedMethod, callable), true, NULL},
    {.name = NULL}};
static const GetSetDef wrapper_getset[] = {{"__isabstractmethod__", .get = get_is_abstract},
                                           {"__dict__", .get = object_get_dict, .set = object_set_dict},
                                           {.name = NULL}};

/* --- classmethod ----------------------------------------------------------------------------------------- */

static bool class_method_init(Ref self, Ref const *args, isize nargs, Ref kwnames) {
    return wrapper_init(self, "classmethod", args, nargs, kwnames);
}

/* Binds the class; what is a descriptor in turn (a property) is asked for what it gives there. */
static Own class_method_get(Ref self, Ref instance, Ref owner) {
    Ref callable = wrapped(self);
    if (!callable) return NULL;
    if (!owner) owner = (Ref)type_of(instance);
    DescrGetFn get = type_of(callable)->slots.descr_get;
    return get ? get(callable, owner, owner) : method_new(callable, owner);
}

static Own class_method_repr(Ref self) {
    Ref callable = wrapped(self);
    return callable ? str_format("<classmethod(%R)>", callable) : NULL;
}

static const char class_method_doc[] = "classmethod(function) -> method\n\n"
                                       "Convert a function to be a class method.\n\n"
                                       "A class method receives the class as implicit first argument,\n"
                                       "just like an instance method receives the instance.\n"
                                       "To declare a class method, use this idiom:\n\n"
                                       "  class C:\n"
                                       "      @classmethod\n"
                                       "      def f(cls, arg1, arg2, ...):\n"
                                       "          ...\n\n"
                                       "It can be called either on the class (e.g. C.f()) or on an instance\n"
                                       "(e.g. C().f()).  The instance is ignored except for its class.\n"
                                       "If a class method is called for a derived class, the derived class\n"
                                       "object is passed as the implied first argument.\n\n"
                                       "Class methods are different than C++ or Java static methods.\n"
                                       "If you want those, see the staticmethod builtin.";

const TypeSpec class_method_spec = {.name = "classmethod",
                                    .basicsize = sizeof(WrappedMethod),
                                    .flags = TYPE_GC | TYPE_BASETYPE,
                                    .dict_offset = offsetof(WrappedMethod, dict),
                                    .slots = {.new = wrapper_new,
                                              .init = class_method_init,
                                              .dealloc = wrapper_dealloc,
                                              .traverse = wrapper_traverse,
                                              .clear = wrapper_clear,
                                              .repr = class_method_repr,
                                              .descr_get = class_method_get},
                                    .getset = wrapper_getset,
                                    .members = wrapper_members,
                                    .doc = class_method_doc};

/* --- staticmethod ---------------------------------------------------------------------------------------- */

static bool static_method_init(Ref self, Ref const *args, isize nargs, Ref kwnames) {
    return wrapper_init(self, "staticmethod", args, nargs, kwnames);
}

static Own static_method_get(Ref self, UNUSED Ref instance, UNUSED Ref owner) {
    return own_maybe(wrapped(self));
}

static Own static_method_run(Ref self, Ref const *args, isize nargs, Ref kwnames) {
    Ref callable = wrapped(self);
    return callable ? object_call(callable, args, nargs, kwnames) : NULL;
}
static Own static_method_call(Ref self, Ref const *args, isize nargs, Ref kwnames) {
    return call_as_level(static_method_run, self, args, nargs, kwnames);
}

static Own static_method_repr(Ref self) {
    Ref callable = wrapped(self);
    return callable ? str_format("<staticmethod(%R)>", callable) : NULL;
}

static const char static_method_doc[] = "staticmethod(function) -> method\n\n"
                                        "Convert a function to be a static method.\n\n"
                                        "A static method does not receive an implicit first argument.\n"
                                        "To declare a static method, use this idiom:\n\n"
                                        "     class C:\n"
                                        "         @staticmethod\n"
                                        "         def f(arg1, arg2, ...):\n"
                                        "             ...\n\n"
                                        "It can be called either on the class (e.g. C.f()) or on an instance\n"
                                        "(e.g. C().f()). Both the class and the instance are ignored, and\n"
                                        "neither is passed implicitly as the first argument to the method.\n\n"
                                        "Static methods in Python are similar to those found in Java or C++.\n"
                                        "For a more advanced concept, see the classmethod builtin.";

const TypeSpec static_method_spec = {.name = "staticmethod",
                                     .basicsize = sizeof(WrappedMethod),
                                     .flags = TYPE_GC | TYPE_BASETYPE,
                                     .dict_offset = offsetof(WrappedMethod, dict),
                                     .slots = {.new = wrapper_new,
                                               .init = static_method_init,
                                               .dealloc = wrapper_dealloc,
                                               .traverse = wrapper_traverse,
                                               .clear = wrapper_clear,
                                               .call = static_method_call,
                                               .repr = static_method_repr,
                                               .descr_get = static_method_get},
                                     .getset = wrapper_getset,
                                     .members = wrapper_members,
                                     .doc = static_method_doc};
