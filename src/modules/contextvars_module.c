/* contextvars_module.c: the module _contextvars: variables that have a value a context.
 *
 * A context is a dict from variable to value. Copies of a context share the dict until one of them is changed:
 * whoever finds that he is not the only owner makes one of his own first, so copying costs nothing. The running
 * thread's context is in its Thread; Context.run exchanges it for the time of a call. */
#include "modules/modules.h"
#include "object/argument_checks.h"
#include "object/dict.h"
#include "object/error.h"
#include "object/gc.h"
#include "object/list.h"
#include "object/str.h"
#include "object/tuple.h"
#include "object/type_checks.h"
#include "object/weakref.h"
#include "vm/root.h"

typedef struct Context {
    Object ob_base;
    Object *values;   /* dict from ContextVar to value; owned, perhaps by other contexts too */
    Object *previous; /* entered: what was the thread's context before; owned or NULL */
    Object *weaklist;
    bool entered;
} Context;
typedef struct ContextVariable {
    Object ob_base;
    Object *name, *otherwise; /* owned; otherwise NULL: no default */
} ContextVariable;
typedef struct Token {
    Object ob_base;
    Object *context, *variable; /* owned */
    Object *old;                /* owned; NULL: it had no value */
    bool used;
} Token;
#define AS_CONTEXT(ref) ((Context *)(ref))
#define AS_VARIABLE(ref) ((ContextVariable *)(ref))
#define AS_TOKEN(ref) ((Token *)(ref))

static bool is_variable(Ref object) { return is_exactly(object, MODULE_TYPE(CONTEXT_VAR)); }

/* --- contexts ------------------------------------------------------------------------------------------ */

/* Shares `values`; NULL: an empty one. */
static Own context_make(Ref values) {
    Own self = object_new(MODULE_TYPE(CONTEXT), 0);
    if (!self) return NULL;
    AS_CONTEXT(self)->values = values ? own(values) : dict_new();
    gc_track(self);
    if (!AS_CONTEXT(self)->values) slot_clear(&self);
    return self;
}

/* The running thread's. Borrowed; NULL raised. */
static Ref context_current(void) {
    Thread *thread = thread_current();
    if (!thread->context) thread->context = context_make(NULL);
    return thread->context;
}

/* Before a change. */
static bool context_unshare(Context *context) {
    if (context->values->ob_refcnt == 1) return true;
    Own copy = dict_copy(context->values);
    if (!copy) return false;
    slot_set(&context->values, copy);
    return true;
}

static Own context_new(Type *type UNUSED, Ref const *args UNUSED, isize nargs, Ref kwnames) {
    if (nargs || (kwnames && tuple_length(kwnames))) {
        return error_set(EXC(TypeError), "Context() does not accept any arguments");
    }
    return context_make(NULL);
}

static void context_clear(Ref self) {
    slot_clear(&AS_CONTEXT(self)->previous);
    slot_clear(&AS_CONTEXT(self)->values);
}

static void context_dealloc(Own self) {
    gc_untrack(self);
    weakref_clear_all(self);
    context_clear(self);
    object_free(self);
}

static bool context_traverse(Ref self, VisitFn visit, void *context) {
    const Context *c = AS_CONTEXT(self);
    return (!c->values || visit(c->values, context)) && (!c->previous || visit(c->previous, context));
}

static Own context_compare(Ref left, Ref right, CompareOp op) {
    bool comparable = op == COMPARE_EQ || op == COMPARE_NE;
    if (!comparable || !is_exactly(left, MODULE_TYPE(CONTEXT)) || !is_exactly(right, MODULE_TYPE(CONTEXT))) {
        return own_not_implemented();
    }
    return object_compare(AS_CONTEXT(left)->values, AS_CONTEXT(right)->values, op);
}

static bool check_key(Ref key) {
    return is_variable(key) || error_set(EXC(TypeError), "a ContextVar key was expected, got %R", key);
}

static isize context_length(Ref self) { return dict_length(AS_CONTEXT(self)->values); }
static int context_contains(Ref self, Ref key) {
    return check_key(key) ? dict_contains(AS_CONTEXT(self)->values, key) : -1;
}
static Own context_subscript(Ref self, Ref key) {
    if (!check_key(key)) return NULL;
    Ref value = dict_get(AS_CONTEXT(self)->values, key);
    if (value) return own(value);
    return error_occurred() ? NULL : error_set_key(key);
}

static Own context_method_get(Ref self, Ref const *args, isize nargs) {
    if (!arguments_count("get", nargs, 1, 2) || !check_key(args[0])) return NULL;
    Ref value = dict_get(AS_CONTEXT(self)->values, args[0]);
    if (!value && error_occurred()) return NULL;
    return own(value ? value : nargs > 1 ? args[1] : None);
}

/* Iterators over what was there when they were made, which know how much that was. The collector is never told of
 * them. */
typedef struct ContextIterator {
    Object ob_base;
    Object *list; /* owned */
    isize next;
} ContextIterator;
#define AS_CONTEXT_ITERATOR(ref) ((ContextIterator *)(ref))

static Own iterate(Type *type, Own list) { /* consumes */
    Own self = list ? object_new(type, 0) : NULL;
    if (!self) {
        release_maybe(list);
        return NULL;
    }
    AS_CONTEXT_ITERATOR(self)->list = list;
    return self;
}
static Own context_iterator_next(Ref ref) {
    ContextIterator *self = AS_CONTEXT_ITERATOR(ref);
    return self->next < list_length(self->list) ? own(list_get(self->list, self->next++)) : NULL;
}
static isize context_iterator_length(Ref self) { return list_length(AS_CONTEXT_ITERATOR(self)->list); }
static Own context_iterator_self(Ref self) { return own(self); }
static bool context_iterator_traverse(Ref self, VisitFn visit, void *context) {
    return visit(AS_CONTEXT_ITERATOR(self)->list, context);
}
static void context_iterator_dealloc(Own self) {
    release(AS_CONTEXT_ITERATOR(self)->list);
    object_free(self);
}

#define ITERATOR_SPEC(called)                                                                                  \
    {                                                                                                          \
        .name = called, .basicsize = sizeof(ContextIterator), .ghost_size = 168,                               \
        .flags = TYPE_GC | TYPE_NO_INSTANTIATION, .slots = {                                                   \
            .getattro = object_generic_get_attribute,                                                          \
            .dealloc = context_iterator_dealloc,                                                               \
            .traverse = context_iterator_traverse,                                                             \
            .iter = context_iterator_self,                                                                     \
            .iternext = context_iterator_next,                                                                 \
            .length = context_iterator_length                                                                  \
        }                                                                                                      \
    }
const TypeSpec context_items_spec = ITERATOR_SPEC("items");
const TypeSpec context_keys_spec = ITERATOR_SPEC("keys");
const TypeSpec context_values_spec = ITERATOR_SPEC("values");
#undef ITERATOR_SPEC

static Own context_method_items(Ref self) {
    return iterate(MODULE_TYPE(CONTEXT_ITEMS), dict_items_list(AS_CONTEXT(self)->values));
}
static Own context_method_keys(Ref self) {
    return iterate(MODULE_TYPE(CONTEXT_KEYS), dict_keys_list(AS_CONTEXT(self)->values));
}
static Own context_method_values(Ref self) {
    return iterate(MODULE_TYPE(CONTEXT_VALUES), dict_values_list(AS_CONTEXT(self)->values));
}
static Own context_method_copy(Ref self) { return context_make(AS_CONTEXT(self)->values); }

static Own context_method_run(Ref self, Ref const *args, isize nargs, Ref kwnames) {
    if (nargs < 1) return error_set(EXC(TypeError), "run() missing 1 required positional argument");
    Context *context = AS_CONTEXT(self);
    Thread *thread = thread_current();
    if (context->entered)
        return error_set(EXC(RuntimeError), "cannot enter context: %R is already entered", self);
    context->previous = thread->context;
    context->entered = true;
    thread->context = own(self);
    Own result = object_call(args[0], args + 1, nargs - 1, kwnames);
    thread = thread_current();
    Own left = thread->context;
    thread->context = context->previous;
    context->previous = NULL;
    context->entered = false;
    release_maybe(left);
    return result;
}

static const MethodDef context_methods[] = {
    {"get", METHOD_ARRAY, .array = context_method_get,
     .doc = "get($self, key, default=None, /)\n--\n\nReturn the value for `key` if `key` has the value in the "
            "context object.\n\nIf `key` does not exist, return `default`. If `default` is not given,\nreturn "
            "None."},
    {"items", METHOD_NONE, .none = context_method_items,
     .doc = "items($self, /)\n--\n\nReturn all variables and their values in the context object.\n\nThe result "
            "is returned as a list of 2-tuples (variable, value)."},
    {"keys", METHOD_NONE, .none = context_method_keys,
     .doc = "keys($self, /)\n--\n\nReturn a list of all variables in the context object."},
    {"values", METHOD_NONE, .none = context_method_values,
     .doc = "values($self, /)\n--\n\nReturn a list of all variables' values in the context object."},
    {"copy", METHOD_NONE, .none = context_method_copy,
     .doc = "copy($self, /)\n--\n\nReturn a shallow copy of the context object."},
    {"run", METHOD_KEYWORDS, .keywords = context_method_run},
    {.name = NULL}};

const TypeSpec context_spec = {.name = "_contextvars.Context",
                               .module = "_contextvars",
                               .basicsize = sizeof(Context),
                               .ghost_size = 48,
                               .flags = TYPE_GC,
                               .weaklist_offset = offsetof(Context, weaklist),
                               .slots = {.getattro = object_generic_get_attribute,
                                         .new = context_new,
                                         .dealloc = context_dealloc,
                                         .traverse = context_traverse,
                                         .clear = context_clear,
                                         .hash = object_hash_unhashable,
                                         .richcompare = context_compare,
                                         .iter = context_method_keys,
                                         .length = context_length,
                                         .subscript = context_subscript,
                                         .contains = context_contains},
                               .methods = context_methods};

/* --- tokens: how to undo a set() ----------------------------------------------------------------------- */

static Own token_make(Ref context, Ref variable, Ref old) {
    Own self = object_new(MODULE_TYPE(CONTEXT_TOKEN), 0);
    if (!self) return NULL;
    AS_TOKEN(self)->context = own(context);
    AS_TOKEN(self)->variable = own(variable);
    AS_TOKEN(self)->old = own_maybe(old);
    gc_track(self);
    return self;
}

static Own token_new(Type *type UNUSED, Ref const *args UNUSED, isize nargs UNUSED, Ref kwnames UNUSED) {
    return error_set(EXC(RuntimeError), "Tokens can only be created by ContextVars");
}

static void token_clear(Ref self) {
    slot_clear(&AS_TOKEN(self)->context);
    slot_clear(&AS_TOKEN(self)->variable);
    slot_clear(&AS_TOKEN(self)->old);
}

static void token_dealloc(Own self) {
    gc_untrack(self);
    token_clear(self);
    object_free(self);
}

static bool token_traverse(Ref self, VisitFn visit, void *context) {
    const Token *token = AS_TOKEN(self);
    return (!token->context || visit(token->context, context)) &&
           (!token->variable || visit(token->variable, context)) && (!token->old || visit(token->old, context));
}

static Own token_repr(Ref self) {
    return str_format("<Token%s var=%R at 0x%lx>", AS_TOKEN(self)->used ? " used" : "",
                      AS_TOKEN(self)->variable, object_id(self));
}

static Own token_get_var(Ref self, void *closure UNUSED) { return own(AS_TOKEN(self)->variable); }
static Own token_get_old_value(Ref self, void *closure UNUSED) {
    Ref old = AS_TOKEN(self)->old;
    return old ? own(old) : object_get_attribute((Ref)MODULE_TYPE(CONTEXT_TOKEN), NAME(MISSING));
}

static const GetSetDef token_getset[] = {{"var", token_get_var, NULL, NULL, NULL},
                                         {"old_value", token_get_old_value, NULL, NULL, NULL},
                                         {.name = NULL}};
static const MethodDef token_methods[] = {
    {"__class_getitem__", METHOD_ONE, .one = generic_alias_new, .doc = "See PEP 585", .flags = METHOD_CLASS},
    {.name = NULL}};

const TypeSpec context_token_spec = {.name = "_contextvars.Token",
                                     .module = "_contextvars",
                                     .basicsize = sizeof(Token),
                                     .ghost_size = 48,
                                     .flags = TYPE_GC,
                                     .slots = {.getattro = object_generic_get_attribute,
                                               .new = token_new,
                                               .dealloc = token_dealloc,
                                               .traverse = token_traverse,
                                               .clear = token_clear,
                                               .hash = object_hash_unhashable,
                                               .repr = token_repr},
                                     .methods = token_methods,
                                     .getset = token_getset};

static Own missing_repr(Ref self UNUSED) { return str_from_ascii("<Token.MISSING>", -1); }

const TypeSpec context_missing_spec = {
    .name = "Token.MISSING",
    .module = "Token",
    .basicsize = sizeof(Object),
    .flags = TYPE_NO_INSTANTIATION,
    .slots = {.getattro = object_generic_get_attribute, .repr = missing_repr}};

/* --- variables ----------------------------------------------------------------------------------------- */

static Own variable_make(Type *type, Ref name, Ref otherwise) {
    Own self = object_new(type, 0);
    if (!self) return NULL;
    AS_VARIABLE(self)->name = own(name);
    AS_VARIABLE(self)->otherwise = own_maybe(otherwise);
    gc_track(self);
    return self;
}

static Own variable_new(Type *type, Ref const *args, isize nargs, Ref kwnames) {
    static const Parameters parameters = {"ContextVar", {"", "/", "*", "default"}, .required = 1};
    Ref values[2];
    if (!arguments_bind(&parameters, args, nargs, kwnames, values)) return NULL;
    if (!is_str(values[0])) return error_set(EXC(TypeError), "context variable name must be a str");
    return variable_make(type, values[0], values[1]);
}

static void variable_clear(Ref self) {
    slot_clear(&AS_VARIABLE(self)->name);
    slot_clear(&AS_VARIABLE(self)->otherwise);
}

static void variable_dealloc(Own self) {
    gc_untrack(self);
    variable_clear(self);
    object_free(self);
}

static bool variable_traverse(Ref self, VisitFn visit, void *context) {
    const ContextVariable *variable = AS_VARIABLE(self);
    return (!variable->name || visit(variable->name, context)) &&
           (!variable->otherwise || visit(variable->otherwise, context));
}

static isize variable_hash(Ref self) { return object_identity_hash(self); }

static Own variable_repr(Ref self) {
    const ContextVariable *variable = AS_VARIABLE(self);
    if (!variable->otherwise) {
        return str_format("<ContextVar name=%R at 0x%lx>", variable->name, object_id(self));
    }
    return str_format("<ContextVar name=%R default=%R at 0x%lx>", variable->name, variable->otherwise,
                      object_id(self));
}

Ref context_variable_get(Ref variable) {
    Ref context = thread_current()->context;
    return context ? dict_get_hashed(AS_CONTEXT(context)->values, variable, variable_hash(variable)) : NULL;
}

static Own variable_method_get(Ref self, Ref const *args, isize nargs) {
    if (!arguments_count("get", nargs, 0, 1)) return NULL;
    Ref value = context_variable_get(self);
    if (!value && error_occurred()) return NULL;
    if (!value) value = nargs ? args[0] : AS_VARIABLE(self)->otherwise;
    return value ? own(value) : error_set_object(EXC(LookupError), self);
}

static Own variable_method_set(Ref self, Ref value) {
    Ref context = context_current();
    if (!context || !context_unshare(AS_CONTEXT(context))) return NULL;
    Ref values = AS_CONTEXT(context)->values, old = dict_get(values, self);
    Own token = error_occurred() ? NULL : token_make(context, self, old);
    if (token && !dict_set(values, self, value)) slot_clear(&token);
    return token;
}

bool context_variable_set(Ref variable, Ref value) {
    Own token = variable_method_set(variable, value);
    release_maybe(token);
    return token != NULL;
}

static bool check_token(Ref self, Ref token) {
    if (!is_exactly(token, MODULE_TYPE(CONTEXT_TOKEN))) {
        return error_set(EXC(TypeError), "expected an instance of Token, got %R", token);
    }
    if (AS_TOKEN(token)->used) return error_set(EXC(RuntimeError), "%R has already been used once", token);
    if (AS_TOKEN(token)->variable != self) {
        return error_set(EXC(ValueError), "%R was created by a different ContextVar", token);
    }
    return AS_TOKEN(token)->context == context_current() ||
           error_set(EXC(ValueError), "%R was created in a different Context", token);
}

static Own variable_method_reset(Ref self, Ref token) {
    if (!check_token(self, token)) return NULL;
    Context *context = AS_CONTEXT(AS_TOKEN(token)->context);
    if (!context_unshare(context)) return NULL;
    AS_TOKEN(token)->used = true;
    Ref old = AS_TOKEN(token)->old;
    bool done = old ? dict_set(context->values, self, old) : dict_delete(context->values, self);
    return done ? own_none() : NULL;
}

static const MemberDef variable_members[] = {
    {"name", MEMBER_OBJECT, offsetof(ContextVariable, name), true, NULL}, {.name = NULL}};
static const MethodDef variable_methods[] = {
    {"get", METHOD_ARRAY, .array = variable_method_get,
     .doc =
         "get($self, default=<unrepresentable>, /)\n--\n\nReturn a value for the context variable for the "
         "current context.\n\nIf there is no value for the variable in the current context, the method will:\n "
         "* return the value of the default argument of the method, if provided; or\n * return the default "
         "value for the context variable, if it was created\n   with one; or\n * raise a LookupError."},
    {"set", METHOD_ONE, .one = variable_method_set,
     .doc = "set($self, value, /)\n--\n\nCall to set a new value for the context variable in the current "
            "context.\n\nThe required value argument is the new value for the context variable.\n\nReturns a "
            "Token object that can be used to restore the variable to its previous\nvalue via the "
            "`ContextVar.reset()` method."},
    {"reset", METHOD_ONE, .one = variable_method_reset,
     .doc = "reset($self, token, /)\n--\n\nReset the context variable.\n\nThe variable is reset to the value "
            "it had before the `ContextVar.set()` that\ncreated the token was used."},
    {"__class_getitem__", METHOD_ONE, .one = generic_alias_new, .doc = "See PEP 585", .flags = METHOD_CLASS},
    {.name = NULL}};

const TypeSpec context_var_spec = {.name = "_contextvars.ContextVar",
                                   .module = "_contextvars",
                                   .basicsize = sizeof(ContextVariable),
                                   .ghost_size = 64,
                                   .flags = TYPE_GC,
                                   .slots = {.getattro = object_generic_get_attribute,
                                             .new = variable_new,
                                             .dealloc = variable_dealloc,
                                             .traverse = variable_traverse,
                                             .clear = variable_clear,
                                             .hash = variable_hash,
                                             .repr = variable_repr},
                                   .methods = variable_methods,
                                   .members = variable_members};

/* --- the module ---------------------------------------------------------------------------------------- */

Own context_copy_current(void) {
    Ref context = module_ready_type(MODULE_TYPE_CONTEXT) ? context_current() : NULL;
    return context ? context_make(AS_CONTEXT(context)->values) : NULL;
}
static Own contextvars_method_copy_context(Ref self UNUSED) { return context_copy_current(); }

static const MethodDef functions[] = {{"copy_context", METHOD_NONE, .none = contextvars_method_copy_context,
                                       .doc = "copy_context($module, /)\n--\n\n"},
                                      {.name = NULL}};

/* Token.MISSING, the one of its kind. */
static bool add_missing(void) {
    Type *token = MODULE_TYPE(CONTEXT_TOKEN);
    if (dict_get_cstring(token->dict, "MISSING")) return true;
    u64 resume = object_machine_births_begin();
    Own missing = object_new(MODULE_TYPE(CONTEXT_MISSING), 0);
    bool added = missing && dict_set_cstring(token->dict, "MISSING", missing);
    release_maybe(missing);
    object_machine_births_end(resume);
    type_modified(token);
    return added;
}

Own context_variable_new(const char *name) {
    bool ready = module_ready_type(MODULE_TYPE_CONTEXT) && module_ready_type(MODULE_TYPE_CONTEXT_VAR) &&
                 module_ready_type(MODULE_TYPE_CONTEXT_TOKEN);
    Own text = ready ? str_intern_cstring(name) : NULL;
    Own variable = text ? variable_make(MODULE_TYPE(CONTEXT_VAR), text, NULL) : NULL;
    release_maybe(text);
    return variable;
}

static bool fill(Ref module) {
    return module_add_type(module, MODULE_TYPE_CONTEXT) && module_add_type(module, MODULE_TYPE_CONTEXT_VAR) &&
           module_add_type(module, MODULE_TYPE_CONTEXT_TOKEN) && module_ready_type(MODULE_TYPE_CONTEXT_ITEMS) &&
           module_ready_type(MODULE_TYPE_CONTEXT_KEYS) && module_ready_type(MODULE_TYPE_CONTEXT_VALUES) &&
           module_ready_type(MODULE_TYPE_CONTEXT_MISSING) && add_missing();
}

const NativeModule contextvars_module = {.name = "_contextvars",
                                         .doc = "Context Variables",
                                         .functions = functions,
                                         .fill = fill,
                                         .extension = true};
