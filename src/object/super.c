/* super.c: super(): attribute lookup that starts behind a given class in another's MRO.
 *
 * `super(C, obj).m` walks the MRO of obj's class from the class after C on, and binds what it finds to obj.
 * Without arguments C and obj are those of the calling frame, which the machine above us knows. */
#include "object/call.h"
#include "object/dict.h"
#include "object/error.h"
#include "object/gc.h"
#include "object/str.h"
#include "object/tuple.h"
#include "object/type_checks.h"
#include "object/type_parts.h"

typedef struct Super {
    Object ob_base;
    Object *class;      /* all owned; where lookup starts, behind it */
    Object *self;       /* what is bound; NULL: unbound */
    Object *self_class; /* whose MRO is walked */
} Super;
#define AS_SUPER(ref) ((Super *)(ref))

static void super_dealloc(Own self) {
    gc_untrack(self);
    release_maybe(AS_SUPER(self)->self);
    release_maybe(AS_SUPER(self)->class);
    release_maybe(AS_SUPER(self)->self_class);
    object_free(self);
}

static bool super_traverse(Ref self, VisitFn visit, void *context) {
    const Super *super = AS_SUPER(self);
    return (!super->self || visit(super->self, context)) && (!super->class || visit(super->class, context)) &&
           (!super->self_class || visit(super->self_class, context));
}

static Own super_repr(Ref self) {
    const Super *super = AS_SUPER(self);
    const char *class = super->class ? AS_TYPE(super->class)->name : "NULL";
    if (!super->self_class) return str_format("<super: <class '%s'>, NULL>", class);
    return str_format("<super: <class '%s'>, <%s object>>", class, AS_TYPE(super->self_class)->name);
}

/* Strictly by the MRO: one that a metaclass made may lack the class itself. */
static bool is_below(const Type *type, const Type *base) {
    if (type != base || !type->mro) return type_is_subtype(type, base);
    for (isize i = 0; i < tuple_length(type->mro); i++) {
        if (tuple_get(type->mro, i) == type_object(base)) return true;
    }
    return false;
}

/* The class whose MRO to walk: obj itself where it is a class below `class`, else obj's class, else what it
 * claims to be. Owned. */
static Own walked_class(const Type *class, Ref object) {
    if (is_type(object) && is_below(AS_TYPE(object), class)) return own(object);
    if (is_below(type_of(object), class)) return own(type_object(type_of(object)));
    Own claimed;
    if (!object_find_attribute(object, NAME(__class__), &claimed)) return NULL;
    if (claimed && is_type(claimed) && AS_TYPE(claimed) != type_of(object) &&
        is_below(AS_TYPE(claimed), class)) {
        return claimed;
    }
    release_maybe(claimed);
    return error_set(EXC(TypeError), "super(type, obj): obj must be an instance or subtype of type");
}

/* --- lookup --------------------------------------------------------------------------------------------- */

/* What the MRO has behind the class: owned, unbound. NULL without exception: nothing. */
static Own find_behind(const Super *super, Ref name) {
    if (!super->self_class || !AS_TYPE(super->self_class)->mro) return NULL;
    Own mro = own(AS_TYPE(super->self_class)->mro); /* comparing names may run code that changes it */
    isize i = 0, length = tuple_length(mro);
    while (i + 1 < length && tuple_get(mro, i) != super->class) i++;
    Own found = NULL;
    for (i++; i < length && !found && !error_occurred(); i++) {
        Ref dict = AS_TYPE(tuple_get(mro, i))->dict;
        if (dict) found = own_maybe(dict_get(dict, name));
    }
    release(mro);
    return found;
}

static Own super_getattro(Ref self, Ref name) {
    const Super *super = AS_SUPER(self);
    bool asks_class = is_str(name) && str_equal(name, NAME(__class__)); /* of the super object itself */
    Own found = asks_class ? NULL : find_behind(super, name);
    if (!found) return error_occurred() ? NULL : object_generic_get_attribute(self, name);
    DescrGetFn get = type_of(found)->slots.descr_get;
    if (!get) return found;
    Own value = get(found, super->self == super->self_class ? NULL : super->self, super->self_class);
    release(found);
    return value;
}

/* --- making --------------------------------------------------------------------------------------------- */

static void set_fields(Ref self, Ref class, Ref object, Own walked) {
    Super *super = AS_SUPER(self);
    slot_set(&super->class, own(class));
    slot_set(&super->self, own_maybe(object));
    slot_set(&super->self_class, walked);
}

static bool super_init(Ref self, Ref const *args, isize nargs, Ref kwnames) {
    if (!arguments_no_keywords("super", kwnames) || !arguments_count("super()", nargs, 0, 2)) return false;
    Ref class = nargs > 0 ? args[0] : NULL, object = nargs > 1 ? args[1] : NULL;
    if (nargs == 0) {
        if (!OBJECT_ROOT->super_arguments) return error_set(EXC(RuntimeError), "super(): no current frame");
        if (!OBJECT_ROOT->super_arguments(&class, &object)) return false;
    } else if (!is_type(class)) {
        return error_set(EXC(TypeError), "super() argument 1 must be a type, not %.200T", class);
    }
    if (object == None) object = NULL;
    Own walked = NULL;
    if (object && !(walked = walked_class(AS_TYPE(class), object))) return false;
    set_fields(self, class, object, walked);
    return true;
}

static Own super_descr_get(Ref self, Ref instance, Ref owner UNUSED) {
    const Super *super = AS_SUPER(self);
    if (!instance || instance == None || super->self) return own(self);
    if (type_of(self) != TYPE(SUPER)) {
        return object_call_args(type_object(type_of(self)), 2, super->class, instance);
    }
    Own walked = walked_class(AS_TYPE(super->class), instance);
    if (!walked) return NULL;
    Own bound = type_generic_new(TYPE(SUPER), NULL, 0, NULL);
    if (!bound) {
        release(walked);
        return NULL;
    }
    set_fields(bound, super->class, instance, walked);
    return bound;
}

static const MemberDef super_members[] = {
    {"__thisclass__", MEMBER_OBJECT, offsetof(Super, class), true, "the class invoking super()"},
    {"__self__", MEMBER_OBJECT, offsetof(Super, self), true, "the instance invoking super(); may be None"},
    {"__self_class__", MEMBER_OBJECT, offsetof(Super, self_class), true,
     "the type of the instance invoking super(); may be None"},
    {.name = NULL}};

const TypeSpec super_spec = {
    .name = "super",
    .basicsize = sizeof(Super),
    .flags = TYPE_VECTORCALL | TYPE_GC | TYPE_BASETYPE,
    .slots = {.dealloc = super_dealloc,
              .traverse = super_traverse,
              .repr = super_repr,
              .getattro = super_getattro,
              .descr_get = super_descr_get,
              .init = super_init,
              .new = type_generic_new},
    .members = super_members,
    .doc = "super() -> same as super(__class__, <first argument>)\n"
           "super(type) -> unbound super object\n"
           "super(type, obj) -> bound super object; requires isinstance(obj, type)\n"
           "super(type, type2) -> bound super object; requires issubclass(type2, type)\n"
           "Typical use to call a cooperative superclass method:\n"
           "class C(B):\n"
           "    def meth(self, arg):\n"
           "        super().meth(arg)\n"
           "This works for class methods too:\n"
           "class C(B):\n"
           "    @classmethod\n"
           "    def cmeth(cls, arg):\n"
           "        super().cmeth(arg)\n",
};
