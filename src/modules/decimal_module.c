/* decimal_module.c: the module _decimal, which calls itself decimal; and the current context.
 *
 * The current context is a context variable's value, so that each thread and each asynchronous task has its
 * own. Where there is none yet it is made, a copy of DefaultContext. */
#include "modules/decimal.h"
#include "object/dict.h"
#include "object/tuple.h"
#include "object/type_checks.h"

/* --- the current context -------------------------------------------------------------------------------- */

static Own copy_without_flags(Ref context) {
    Own copy = context_copy(context);
    if (copy) CONTEXT_RULES(copy)->status = 0;
    return copy;
}

Ref context_current(void) {
    const DecimalState *state = decimal_state();
    Ref context = context_variable_get(state->variable);
    if (LIKELY(context != NULL)) return context;
    if (error_occurred()) return NULL;
    Own made = copy_without_flags(state->default_context);
    if (made && context_variable_set(state->variable, made)) context = made; /* the variable owns it now */
    release_maybe(made);
    return context;
}

Ref context_of_argument(Ref argument) {
    if (!argument || argument == None) return context_current();
    return is_decimal_context(argument) ? argument
                                        : error_set(EXC(TypeError), "optional argument must be a context");
}

static Own module_method_getcontext(UNUSED Ref module) {
    Ref context = context_current();
    return own_maybe(context);
}

/* The templates are never current themselves. */
static Own set_current(Ref context) {
    const DecimalState *state = decimal_state();
    bool template = context == state->default_context || context == state->basic_context ||
                    context == state->extended_context;
    Own next = template ? copy_without_flags(context) : own(context);
    bool set = next && context_variable_set(state->variable, next);
    release_maybe(next);
    return set ? own_none() : NULL;
}

static Own module_method_setcontext(UNUSED Ref module, Ref context) {
    return is_decimal_context(context) ? set_current(context)
                                       : error_set(EXC(TypeError), "argument must be a context");
}

/* --- localcontext() ------------------------------------------------------------------------------------- */

typedef struct ContextManager {
    Object ob_base;
    Object *local, *global; /* contexts; owned */
} ContextManager;
#define AS_CONTEXT_MANAGER(ref) ((ContextManager *)(ref))

static void manager_dealloc(Own self) {
    release_maybe(AS_CONTEXT_MANAGER(self)->local);
    release_maybe(AS_CONTEXT_MANAGER(self)->global);
    object_free(self);
}
static Own manager_method_enter(Ref self) {
    Ref local = AS_CONTEXT_MANAGER(self)->local;
    Own done = set_current(local);
    release_maybe(done);
    return done ? own(local) : NULL;
}
static Own manager_method_exit(Ref self, UNUSED Ref const *args, UNUSED isize nargs) {
    return set_current(AS_CONTEXT_MANAGER(self)->global);
}

static const MethodDef manager_methods[] = {
    {"__enter__", METHOD_NONE, .none = manager_method_enter},
    {"__exit__", METHOD_ARRAY, .array = manager_method_exit, .flags = METHOD_VARARGS},
    {.name = NULL}};
const TypeSpec context_manager_spec = {
    .name = "decimal.ContextManager",
    .module = "decimal",
    .basicsize = sizeof(ContextManager),
    .flags = TYPE_NO_INSTANTIATION,
    .slots = {.dealloc = manager_dealloc, .getattro = object_generic_get_attribute},
    .methods = manager_methods};

static Own module_method_localcontext(UNUSED Ref module, Ref const *args, isize nargs, Ref kwnames) {
    static const Parameters parameters = {
        NULL,
        {"ctx", "prec", "rounding", "Emin", "Emax", "capitals", "clamp", "flags", "traps"},
        .required = 0};
    Ref values[1 + CONTEXT_PARAMETER_COUNT], global = context_current();
    if (!global || !arguments_bind(&parameters, args, nargs, kwnames, values)) return NULL;
    Ref local = context_of_argument(values[0]);
    Own self = local ? object_new(MODULE_TYPE(CONTEXT_MANAGER), 0) : NULL;
    if (!self) return NULL;
    ContextManager *manager = AS_CONTEXT_MANAGER(self);
    manager->global = own(global);
    manager->local = context_copy(local);
    if (!manager->local || !context_set_all(manager->local, values + 1)) slot_clear(&self);
    return self;
}

/* --- the module ----------------------------------------------------------------------------------------- */

static const MethodDef functions[] = {
    {"getcontext", METHOD_NONE, .none = module_method_getcontext,
     .doc = "getcontext($module, /)\n--\n\nGet the current default context.\n\n"},
    {"setcontext", METHOD_ONE, .one = module_method_setcontext,
     .doc = "setcontext($module, context, /)\n--\n\nSet a new default context.\n\n"},
    {"localcontext", METHOD_KEYWORDS, .keywords = module_method_localcontext,
     .doc = "localcontext($module, /, ctx=None, **kwargs)\n--\n\nReturn a context manager that will set the "
            "default context to a copy of ctx\non entry to the with-statement and restore the previous default "
            "context when\nexiting the with-statement. If no context is specified, a copy of the "
            "current\ndefault context is used.\n\n",
     .flags = METHOD_VARARGS},
    {.name = NULL}};

/* numbers.Number.register(Decimal), and numbers.Rational for comparisons. */
static bool join_numbers(DecimalState *state) {
    Ref decimal = (Ref)MODULE_TYPE(DECIMAL);
    Own number = import_attribute("numbers", "Number");
    Own registered = number ? object_call_method_cstring(number, "register", &decimal, 1) : NULL;
    if (registered) state->rational = import_attribute("numbers", "Rational");
    release_maybe(number);
    release_maybe(registered);
    return state->rational != NULL;
}

/* collections.namedtuple("DecimalTuple", "sign digits exponent") */
static bool make_tuple_class(DecimalState *state) {
    Own collections = import_module_cstring("collections");
    Own name = str_intern_cstring("DecimalTuple"), fields = str_from_ascii("sign digits exponent", -1);
    Own module = str_intern_cstring("decimal");
    Ref arguments[] = {name, fields};
    if (collections && name && fields && module)
        state->decimal_tuple = object_call_method_cstring(collections, "namedtuple", arguments, 2);
    bool done = state->decimal_tuple && dict_set(AS_TYPE(state->decimal_tuple)->dict, NAME(__module__), module);
    if (done) type_modified(AS_TYPE(state->decimal_tuple));
    release_maybe(collections);
    release_maybe(name);
    release_maybe(fields);
    release_maybe(module);
    return done;
}

/* class SignalDict(SignalDictMixin, collections.abc.MutableMapping) */
static bool make_signal_dict_class(DecimalState *state) {
    Own mapping = import_attribute("collections.abc", "MutableMapping");
    Own name = str_intern_cstring("SignalDict"), namespace = dict_new();
    Own bases = mapping ? tuple_pack(2, (Ref)MODULE_TYPE(SIGNAL_DICT), (Ref)mapping) : NULL;
    if (name && namespace && bases)
        state->signal_dict = object_call_args((Ref)TYPE(TYPE), 3, name, bases, namespace);
    release_maybe(mapping);
    release_maybe(name);
    release_maybe(namespace);
    release_maybe(bases);
    return state->signal_dict != NULL;
}

/* Static types, but with a __module__ in their dicts. */
static bool add_type(Ref module, enum ModuleTypeId id) {
    Type *type = &MODULES_ROOT->types[id].type;
    u64 resume = object_machine_births_begin(); /* the name lives as long as the type */
    Own name = type_get_module(type);
    bool added = name && dict_set(type->dict, NAME(__module__), name);
    release_maybe(name);
    object_machine_births_end(resume);
    type_modified(type);
    return added && module_add_type(module, id);
}

static const char *const rounding_names[ROUNDING_COUNT] = {
    "ROUND_UP",      "ROUND_DOWN",      "ROUND_CEILING",   "ROUND_FLOOR",
    "ROUND_HALF_UP", "ROUND_HALF_DOWN", "ROUND_HALF_EVEN", "ROUND_05UP"};

static bool add_contexts(Ref module, DecimalState *state) {
    Type *type = MODULE_TYPE(DECIMAL_CONTEXT);
    if (!(state->default_context = context_new(type)) || !(state->basic_context = context_new(type)) ||
        !(state->extended_context = context_new(type)) ||
        !(state->variable = context_variable_new("decimal_context"))) {
        return false;
    }
    Rules *basic = CONTEXT_RULES(state->basic_context), *extended = CONTEXT_RULES(state->extended_context);
    basic->prec = extended->prec = 9;
    basic->rounding = ROUND_HALF_UP;
    basic->traps |= CONDITION_UNDERFLOW | CONDITION_CLAMPED;
    extended->traps = 0;
    return module_add(module, "DefaultContext", own(state->default_context)) &&
           module_add(module, "HAVE_CONTEXTVAR", own_bool(true)) &&
           module_add(module, "HAVE_THREADS", own_bool(true)) &&
           module_add(module, "BasicContext", own(state->basic_context)) &&
           module_add(module, "ExtendedContext", own(state->extended_context));
}

static bool add_constants(Ref module, DecimalState *state) {
    static const ModuleConstant limits[] = {{"MAX_PREC", DECIMAL_MAX_PREC},
                                            {"MAX_EMAX", DECIMAL_MAX_EMAX},
                                            {"MIN_EMIN", DECIMAL_MIN_EMIN},
                                            {"MIN_ETINY", DECIMAL_MIN_ETINY},
                                            {.name = NULL}};
    if (!module_add_constants(module, limits)) return false;
    for (int i = 0; i < ROUNDING_COUNT; i++)
        if (!module_add(module, rounding_names[i], own(state->rounding[i]))) return false;
    return module_add(module, "__version__", str_from_ascii("1.70", -1)) &&
           module_add(module, "__libmpdec_version__", str_from_ascii("2.5.1", -1));
}

static bool make_rounding_names(DecimalState *state) {
    for (int i = 0; i < ROUNDING_COUNT; i++)
        if (!(state->rounding[i] = str_intern_cstring(rounding_names[i]))) return false;
    return true;
}

static void clear(void) {
    DecimalState *state = MODULES_ROOT->decimal;
    if (!state) return;
    Object **const singles[] = {&state->contents,      &state->exception,        &state->signal_dict,
                                &state->decimal_tuple, &state->rational,         &state->default_context,
                                &state->basic_context, &state->extended_context, &state->variable};
    for (isize i = 0; i < COUNT_OF(singles); i++) slot_clear(singles[i]);
    for (isize i = 0; i < COUNT_OF(state->signals); i++) slot_clear(&state->signals[i]);
    for (isize i = 0; i < COUNT_OF(state->invalid); i++) slot_clear(&state->invalid[i]);
    for (isize i = 0; i < COUNT_OF(state->rounding); i++) slot_clear(&state->rounding[i]);
    decimal_free(&state->ln10);
    arena_free(state);
    MODULES_ROOT->decimal = NULL;
}

static bool make_state(void) {
    DecimalState *state = arena_alloc(sizeof *state, BLOCK_RAW);
    if (!state) return error_memory() != NULL;
    memset(state, 0, sizeof *state);
    decimal_init(&state->ln10);
    MODULES_ROOT->decimal = state;
    return make_rounding_names(state);
}

static bool fill_first(Ref module, DecimalState *state) {
    return module_ready_type(MODULE_TYPE_DECIMAL) && module_ready_type(MODULE_TYPE_DECIMAL_CONTEXT) &&
           module_ready_type(MODULE_TYPE_SIGNAL_DICT) && module_ready_type(MODULE_TYPE_CONTEXT_MANAGER) &&
           join_numbers(state) && make_tuple_class(state) && make_signal_dict_class(state) &&
           add_type(module, MODULE_TYPE_DECIMAL) && add_type(module, MODULE_TYPE_DECIMAL_CONTEXT) &&
           module_add(module, "DecimalTuple", own(state->decimal_tuple)) && signals_make(module) &&
           add_contexts(module, state) && add_constants(module, state);
}

/* For module objects that are made later: all but the functions, which know their module. */
static bool keep_contents(Ref module, DecimalState *state) {
    Own contents = dict_copy(module_dict(module));
    for (const MethodDef *function = functions; contents && function->name; function++) {
        Own name = str_intern_cstring(function->name);
        if (!name || !dict_delete(contents, name)) slot_clear(&contents);
        release_maybe(name);
    }
    state->contents = contents;
    return contents != NULL;
}

/* Initialised once: a module object that is made later gets what the first one had. */
static bool fill(Ref module) {
    const DecimalState *state = MODULES_ROOT->decimal;
    if (!module_add(module, "__name__", str_intern_cstring("decimal")) ||
        !module_add_functions(module, functions)) {
        return false;
    }
    if (state && state->contents) return dict_merge(module_dict(module), state->contents, 1);
    clear();
    return make_state() && fill_first(module, decimal_state()) && keep_contents(module, decimal_state());
}

const NativeModule decimal_module = {
    .name = "_decimal", .doc = "C decimal arithmetic module", .fill = fill, .clear = clear, .extension = true};
