/* property.c: property: attributes that are computed by functions. A data descriptor. `name` is what
 * __set_name__ told it, for messages; `getter_doc` says that the doc string is the getter's. */
#include "object/call.h"
#include "object/callables.h"
#include "object/error.h"
#include "object/gc.h"
#include "object/str.h"
#include "object/tuple.h"
#include "object/type_checks.h"

#define AS_PROPERTY(ref) ((Property *)(ref))

static Own property_new(Type *type, UNUSED Ref const *args, UNUSED isize nargs, UNUSED Ref kwnames) {
    Own self = object_new(type, 0);
    if (self) gc_track(self);
    return self;
}

/* No doc string given: the getter's. In a subclass it goes into the instance's dict, since the class's own
 * would hide it here. */
static bool take_getter_doc(Ref self, Ref getter) {
    Own doc;
    if (!object_find_attribute(getter, NAME(__doc__), &doc)) return false;
    if (!doc) return true;
    bool done = true;
    if (is_exactly(self, TYPE(PROPERTY))) {
        slot_set(&AS_PROPERTY(self)->doc, doc);
    } else {
        done = object_set_attribute(self, NAME(__doc__), doc);
        release(doc);
    }
    if (done) AS_PROPERTY(self)->getter_doc = true;
    return done;
}

static Object *function_or_null(Ref given) { return given && given != None ? own(given) : NULL; }

static bool property_init(Ref self, Ref const *args, isize nargs, Ref kwnames) {
    static const Parameters parameters = {"property", {"fget", "fset", "fdel", "doc"}, .required = 0};
    Ref given[4];
    if (!arguments_bind(&parameters, args, nargs, kwnames, given)) return false;
    Property *property = AS_PROPERTY(self);
    slot_set(&property->get, function_or_null(given[0]));
    slot_set(&property->set, function_or_null(given[1]));
    slot_set(&property->del, function_or_null(given[2]));
    slot_set(&property->doc, own_maybe(given[3]));
    slot_clear(&property->name);
    property->getter_doc = false;
    bool has_doc = given[3] && given[3] != None;
    return has_doc || !property->get || take_getter_doc(self, property->get);
}

static void property_dealloc(Own self) {
    gc_untrack(self);
    Property *property = AS_PROPERTY(self);
    release_maybe(property->get);
    release_maybe(property->set);
    release_maybe(property->del);
    release_maybe(property->doc);
    release_maybe(property->name);
    object_free(self);
}

static bool property_traverse(Ref self, VisitFn visit, void *context) {
    const Property *property = AS_PROPERTY(self);
    const Object *const fields[] = {property->get, property->set, property->del, property->doc, property->name};
    for (isize i = 0; i < COUNT_OF(fields); i++) {
        if (fields[i] && !visit(fields[i], context)) return false;
    }
    return true;
}

/* The functions are left: whoever still calls them must find them. */
static void property_clear(Ref self) { slot_clear(&AS_PROPERTY(self)->doc); }

/* --- access ---------------------------------------------------------------------------------------------- */

/* "property 'x' of 'A' object has no setter" */
static void refuse_access(const Property *property, Ref instance, const char *function) {
    Own qualname = type_get_qualname(type_of(instance));
    if (!qualname) return;
    if (property->name) {
        error_set(EXC(AttributeError), "property %R of %R object has no %s", property->name, qualname,
                  function);
    } else {
        error_set(EXC(AttributeError), "property of %R object has no %s", qualname, function);
    }
    release(qualname);
}

static Own property_descr_get(Ref self, Ref instance, UNUSED Ref owner) {
    if (!instance || instance == None) return own(self);
    if (AS_PROPERTY(self)->get) return object_call_one(AS_PROPERTY(self)->get, instance);
    refuse_access(AS_PROPERTY(self), instance, "getter");
    return NULL;
}

static bool property_descr_set(Ref self, Ref instance, Ref value) {
    Ref function = value ? AS_PROPERTY(self)->set : AS_PROPERTY(self)->del;
    if (!function) {
        refuse_access(AS_PROPERTY(self), instance, value ? "setter" : "deleter");
        return false;
    }
    Own result = value ? object_call_args(function, 2, instance, value) : object_call_one(function, instance);
    release_maybe(result);
    return result != NULL;
}

/* --- getter(), setter(), deleter() ----------------------------------------------------------------------- */

static Ref or_old(Ref new, Ref old) {
    if (new &&new != None) return new;
    return old ? old : None;
}

/* A property like this one with some functions replaced. */
static Own property_copy(Ref self, Ref get, Ref set, Ref del) {
    const Property *old = AS_PROPERTY(self);
    get = or_old(get, old->get);
    Ref doc = old->doc && !(old->getter_doc && get != None) ? old->doc : None;
    Own made = object_call_args((Ref)type_of(self), 4, get, or_old(set, old->set), or_old(del, old->del), doc);
    if (made && is_a(made, TYPE(PROPERTY))) slot_set(&AS_PROPERTY(made)->name, own_maybe(old->name));
    return made;
}

static Own method_getter(Ref self, Ref function) { return property_copy(self, function, NULL, NULL); }
static Own method_setter(Ref self, Ref function) { return property_copy(self, NULL, function, NULL); }
static Own method_deleter(Ref self, Ref function) { return property_copy(self, NULL, NULL, function); }

static Own method_set_name(Ref self, Ref const *args, isize nargs) {
    if (nargs != 2) {
        return error_set(EXC(TypeError), "__set_name__() takes 2 positional arguments but %zd were given",
                         nargs);
    }
    slot_set(&AS_PROPERTY(self)->name, own(args[1]));
    return own_none();
}

/* Whether a function is abstract: -1 raised. */
static int is_abstract(Ref function) {
    Own mark;
    if (!function) return 0;
    if (!object_find_attribute(function, NAME(__isabstractmethod__), &mark)) return -1;
    if (!mark) return 0;
    int truth = object_is_true(mark);
    release(mark);
    return truth;
}

static Own get_is_abstract(Ref self, UNUSED void *closure) {
    const Property *property = AS_PROPERTY(self);
    const Object *const functions[] = {property->get, property->set, property->del};
    for (isize i = 0; i < COUNT_OF(functions); i++) {
        int abstract = is_abstract(functions[i]);
        if (abstract) return abstract < 0 ? NULL : own_bool(true);
    }
    return own_bool(false);
}

static const MethodDef property_methods[] = {
    {"getter", METHOD_ONE, .one = method_getter,
     .doc = "Descriptor to obtain a copy of the property with a different getter."},
    {"setter", METHOD_ONE, .one = method_setter,
     .doc = "Descriptor to obtain a copy of the property with a different setter."},
    {"deleter", METHOD_ONE, .one = method_deleter,
     .doc = "Descriptor to obtain a copy of the property with a different deleter."},
    {"__set_name__", METHOD_ARRAY, .array = method_set_name, .doc = "Method to set name of a property.",
     .flags = METHOD_VARARGS},
    {.name = NULL}};
static const MemberDef property_members[] = {{"fget", MEMBER_OBJECT, offsetof(Property, get), true, NULL},
                                             {"fset", MEMBER_OBJECT, offsetof(Property, set), true, NULL},
                                             {"fdel", MEMBER_OBJECT, offsetof(Property, del), true, NULL},
                                             {"__doc__", MEMBER_OBJECT, offsetof(Property, doc), false, NULL},
                                             {.name = NULL}};
static const GetSetDef property_getset[] = {{"__isabstractmethod__", .get = get_is_abstract}, {.name = NULL}};

static const char property_doc[] =
    "property(fget=None, fset=None, fdel=None, doc=None)\n--\n\n"
    "Property attribute.\n\n"
    "  fget\n    function to be used for getting an attribute value\n"
    "  fset\n    function to be used for setting an attribute value\n"
    "  fdel\n    function to be used for del'ing an attribute\n"
    "  doc\n    docstring\n\n"
    "Typical use is to define a managed attribute x:\n\n"
    "class C(object):\n"
    "    def getx(self): return self._x\n"
    "    def setx(self, value): self._x = value\n"
    "    def delx(self): del self._x\n"
    "    x = property(getx, setx, delx, \"I'm the 'x' property.\")\n\n"
    "Decorators make defining new properties or modifying existing ones easy:\n\n"
    "class C(object):\n"
    "    @property\n"
    "    def x(self):\n"
    "        \"I am the 'x' property.\"\n"
    "        return self._x\n"
    "    @x.setter\n"
    "    def x(self, value):\n"
    "        self._x = value\n"
    "    @x.deleter\n"
    "    def x(self):\n"
    "        del self._x";

const TypeSpec property_spec = {.name = "property",
                                .basicsize = sizeof(Property),
                                .flags = TYPE_GC | TYPE_BASETYPE,
                                .slots = {.new = property_new,
                                          .init = property_init,
                                          .dealloc = property_dealloc,
                                          .traverse = property_traverse,
                                          .clear = property_clear,
                                          .getattro = object_generic_get_attribute,
                                          .descr_get = property_descr_get,
                                          .descr_set = property_descr_set},
                                .methods = property_methods,
                                .getset = property_getset,
                                .members = property_members,
                                .doc = property_doc};
