/* callables.h: the small objects between a name and what is called: C functions, bound methods,
 * descriptors, cells, property, classmethod, staticmethod, super, modules. */
#ifndef OBJECT_CALLABLES_H
#define OBJECT_CALLABLES_H

#include "object/type.h"

typedef struct BuiltinFunction { /* a C function bound to self (or a module), as `len` and `[].append` */
    Object ob_base;
    const MethodDef *def;
    Object *self;         /* owned or NULL */
    Object *module;       /* str or NULL */
    Type *defining_class; /* owned; of a builtin_method, else NULL */
    Object *weaklist;
} BuiltinFunction;
Own builtin_function_new(const MethodDef *def, Ref self, Ref module);
/* The method of `type`, bound to self: a builtin_method where its C function is told the type. */
Own builtin_method_new(Type *type, const MethodDef *def, Ref self);

typedef struct MethodDescriptor { /* unbound C method, as `list.append` */
    Object ob_base;
    Type *type; /* owned */
    Object *name, *qualname;
    const MethodDef *def;
} MethodDescriptor;
Own method_descriptor_new(Type *type, const MethodDef *def);

typedef struct MemberDescriptor {
    Object ob_base;
    Type *type; /* owned */
    Object *name, *qualname;
    const MemberDef *def; /* for __slots__: points into the heap type's own block */
    MemberDef own_def;
} MemberDescriptor;
Own member_descriptor_new(Type *type, const MemberDef *def);
Own member_get(Ref object, const MemberDef *def);
bool member_set(Ref object, const MemberDef *def, Ref value);
typedef struct GetSetDescriptor {
    Object ob_base;
    Type *type; /* owned */
    Object *name, *qualname;
    const GetSetDef *def;
} GetSetDescriptor;
Own getset_descriptor_new(Type *type, const GetSetDef *def);
Own class_method_descriptor_new(Type *type, const MethodDef *def);
/* Calls a native function as its kind wants it, and words the TypeErrors on the number of arguments. `callable`
 * is the object called, for messages; args are without self. */
Own method_def_call(const MethodDef *def, Ref callable, Ref self, Ref const *args, isize nargs, Ref kwnames);
/* What the module builtins calls `name` ("getattr", "iter"): __reduce__ methods refer to it. */
Own builtin_get(const char *name);

typedef struct Method { /* a function bound to self */
    Object ob_base;
    Object *function, *self; /* owned */
    Object *weaklist;
} Method;
#define AS_METHOD(ref) ((Method *)(ref))
Own method_new(Ref function, Ref self);

typedef struct Cell {
    Object ob_base;
    Object *value; /* owned; NULL: empty */
} Cell;
#define AS_CELL(ref) ((Cell *)(ref))
Own cell_new(Ref value); /* NULL: empty */

typedef struct Module {
    Object ob_base;
    Object *dict; /* owned */
    Object *weaklist;
    const void *native; /* description of a native module, or NULL */
    Object *name;
} Module;
#define AS_MODULE(ref) ((Module *)(ref))
Own module_new(Ref name); /* with __name__, __doc__, __package__, __loader__, __spec__ None */
static inline Ref module_dict(Ref module) { return AS_MODULE(module)->dict; }
bool module_add_functions(Ref module, const MethodDef *methods);
bool module_add(Ref module, const char *name, Own value); /* consumes */

typedef struct Property {
    Object ob_base;
    Object *get, *set, *del, *doc, *name;
    bool getter_doc;
} Property;
typedef struct WrappedMethod { /* classmethod and staticmethod */
    Object ob_base;
    Object *callable, *dict;
} WrappedMethod;
#define AS_WRAPPED_METHOD(ref) ((WrappedMethod *)(ref))

/* super() without arguments asks the machine which frame called it, through OBJECT_ROOT->super_arguments
 * (root.h). */

/* types.UnionType: a | b. NotImplemented where one of them cannot be in a union. */
Own union_new(Ref a, Ref b);
/* types.GenericAlias: list[int]. `args` is a tuple, or the only argument. The function of __class_getitem__. */
Own generic_alias_new(Ref origin, Ref args);
Ref union_args(Ref union_type); /* its members: a tuple, lent. For isinstance and issubclass */

/* What a doc string "name(signature)\n--\n\ntext" of a native function `name` says: __doc__ is the text,
 * __text_signature__ "(signature)"; None where there is none. */
Own doc_text(const char *name, const char *doc);
Own doc_signature(const char *name, const char *doc);
/* How messages name a callable: "len()", "list.append()", "math.sin()". A str. */
Own callable_message_name(Ref callable);

Own mapping_proxy_new(Ref mapping);
Own sequence_iterator_new(Ref sequence);
Own callable_iterator_new(Ref callable, Ref sentinel);
Own simple_namespace_new(Ref dict);

#endif
