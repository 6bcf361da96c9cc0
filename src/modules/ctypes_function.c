/* ctypes_function.c: function pointers, their types, and how a function is called through one.
 *
 * At the address there is one of two things: a function that the machine has itself (ctypes_library.c), or a
 * Python function that was made one of C's (ctypes_callback.c). Either finds its arguments in a CCall and
 * leaves its answer there, so a pointer to the one is as good as a pointer to the other, for qsort() as
 * well. */
#include "modules/ctypes.h"

#include "object/float.h"

/* --- what a function finds and leaves ------------------------------------------------------------------- */

static const CArgument *next_argument(CCall *call, isize *position, ValueClass class) {
    while (*position < call->count) {
        const CArgument *argument = call->arguments[(*position)++];
        if (argument->class == class) return argument;
    }
    return NULL;
}

u64 call_word(CCall *call) {
    const CArgument *argument = next_argument(call, &call->word, VALUE_WORD);
    return argument ? argument->value[0] : 0;
}
u64 call_real_bits(CCall *call) {
    const CArgument *argument = next_argument(call, &call->real, VALUE_FLOAT);
    return argument ? argument->value[0] : 0;
}
double call_double(CCall *call) {
    u64 bits = call_real_bits(call);
    double number;
    memcpy(&number, &bits, sizeof number);
    return number;
}
float call_float(CCall *call) {
    u64 bits = call_real_bits(call);
    float number;
    memcpy(&number, &bits, sizeof number);
    return number;
}
const CArgument *call_memory(CCall *call, ValueClass class) {
    return next_argument(call, &call->memory, class);
}

bool call_text(CCall *call, const char **text) {
    *text = call_pointer(call);
    return memory_text_length(*text) >= 0;
}

bool call_answer_word(CCall *call, u64 word) {
    call->result[0] = word;
    return true;
}
bool call_answer_double(CCall *call, double number) {
    memcpy(&call->real_result, &number, sizeof number);
    return true;
}
bool call_answer_float(CCall *call, float number) {
    call->real_result = 0;
    memcpy(&call->real_result, &number, sizeof number);
    return true;
}

/* --- calling -------------------------------------------------------------------------------------------- */

/* Whatever is at the address. */
bool cfunction_run(const void *address, CCall *call) {
    const CSymbol *symbol = library_symbol_at(address);
    if (symbol) {
        call->name = symbol->name;
        return symbol->call(call) && !error_occurred();
    }
    const char *absent = library_absent_at(address);
    if (absent) {
        return error_set(EXC(NotImplementedError),
                         "opscope can't call %s(): machine code of others would work outside of the machine",
                         absent);
    }
    Ref thunk = thunk_at(address);
    if (thunk) {
        thunk_call(thunk, call);
        return true;
    }
    return error_set(EXC(OSError), "exception: no function is at 0x%016lx", (unsigned long)(uintptr_t)address);
}

bool cfunction_call_words(const void *address, const u64 *words, isize count, u64 *result) {
    CArgument *arguments[4];
    assert(count <= COUNT_OF(arguments));
    isize made = 0;
    for (; made < count; made++) {
        arguments[made] = AS_CARGUMENT(cargument_new('P', (const void *)(uintptr_t)words[made], NULL));
        if (!arguments[made]) break;
    }
    CCall call = {.arguments = arguments, .count = count};
    bool called = made == count && cfunction_run(address, &call);
    *result = call.result[0];
    for (isize i = 0; i < made; i++) release(&arguments[i]->ob_base);
    return called;
}

/* One argument, converted if argtypes say how. */
static Own take_argument(Ref value, Ref converter, isize number) {
    Own converted = converter ? object_call_one(converter, value) : own(value);
    Own argument = converted ? cargument_convert(converted, number) : NULL;
    release_maybe(converted); /* the argument retains what it points into */
    if (!argument) return error_extend(AS_TYPE(CTYPES->argument_error), "argument %zd: ", number);
    return argument;
}

static bool take_arguments(Own *arguments, Ref const *args, isize nargs, Ref converters) {
    isize known = converters ? tuple_length(converters) : 0;
    for (isize i = 0; i < nargs; i++) {
        arguments[i] = take_argument(args[i], i < known ? tuple_get(converters, i) : NULL, i + 1);
        if (!arguments[i]) return false;
    }
    return true;
}

/* Where in the CCall the bytes of such an answer lie. */
static const u8 *answer_of(const CCall *call, const CTypeInfo *info) {
    if (info->code && info->code->class == VALUE_FLOAT) return (const u8 *)&call->real_result;
    if (info->code && info->code->class == VALUE_LONG_DOUBLE) return (const u8 *)&call->wide_result;
    return (const u8 *)call->result;
}

/* A structure, or what else is no Python object: `large` is the one that has been filled already. */
static Own part_of_answer(Ref restype, const CCall *call, const CTypeInfo *info, Ref large) {
    Own made = large ? own(large) : cdata_make(AS_TYPE(restype));
    if (made && !large) memcpy(AS_CDATA(made)->memory, answer_of(call, info), (usize)info->size);
    return made;
}

/* What does not fit into the answer's registers the function writes to memory that it is given. */
static bool make_large(Ref restype, CCall *call, Own *large) {
    const CTypeInfo *info = restype ? ctype_info(restype) : NULL;
    *large = NULL;
    if (!info || info->size <= (isize)sizeof call->result) return true;
    *large = cdata_make(AS_TYPE(restype));
    if (*large) call->large = AS_CDATA(*large)->memory;
    return *large != NULL;
}

static Own take_answer(const CCall *call, Ref restype, Ref large) {
    int number = (int)call->result[0];
    if (!restype) return int_from_i64(number);
    if (restype == None) return own_none();
    const CTypeInfo *info = ctype_info(restype);
    if (!info) { /* any callable */
        Own value = int_from_i64(number), result = value ? object_call_one(restype, value) : NULL;
        release_maybe(value);
        return result;
    }
    if (!info->code || !ctype_is_plain(restype)) return part_of_answer(restype, call, info, large);
    Own result = info->code->get(info->code, answer_of(call, info), info->size);
    if (result && info->code->letter == 'O') release(result); /* read as if it were lent, but it was given */
    return result;
}

static Own checked(Own result, Ref checker) {
    if (!checker || !result) return result;
    Own answer = object_call_one(checker, result);
    release(result);
    return answer;
}

Own cfunction_call_address(const void *address, i32 flags, Ref const *args, isize nargs, Ref converters,
                           Ref restype, Ref checker) {
    if (nargs > ARGUMENT_MAX) {
        return error_set(AS_TYPE(CTYPES->argument_error), "too many arguments (%zd), maximum is %d", nargs,
                         ARGUMENT_MAX);
    }
    Own *arguments = arena_alloc((usize)(nargs + 1) * sizeof *arguments, BLOCK_RAW);
    if (!arguments) return error_memory();
    memset(arguments, 0, (usize)(nargs + 1) * sizeof *arguments);
    bool called = take_arguments(arguments, args, nargs, converters);
    CCall call = {.arguments = (CArgument *const *)(void *)arguments, .count = nargs};
    Own large = NULL;
    called = called && make_large(restype, &call, &large);
    if (called && flags & FUNCTION_USE_ERRNO) called = errno_swap();
    if (called) {
        called = recursion_enter(" while calling a Python object");
        if (called) {
            called = cfunction_run(address, &call);
            recursion_leave();
        }
        if (flags & FUNCTION_USE_ERRNO) called = errno_swap() && called;
    }
    Own result = called ? checked(take_answer(&call, restype, large), checker) : NULL;
    release_maybe(large);
    for (isize i = 0; i < nargs; i++) release_maybe(arguments[i]);
    arena_free(arguments);
    return result;
}

static bool check_count(const CFunction *function, i32 flags, isize given) {
    Ref converters = function->converters ? function->converters : ctype_info_of((Ref)function)->converters;
    if (!converters) return true;
    isize wanted = tuple_length(converters);
    bool more_allowed = (flags & FUNCTION_CDECL) != 0;
    if (more_allowed ? given >= wanted : given == wanted) return true;
    return error_set(EXC(TypeError), "this function takes %s%zd argument%s (%zd given)",
                     more_allowed ? "at least " : "", wanted, wanted == 1 ? "" : "s", given);
}

/* The call itself, with arguments that are complete. What Python functions do meanwhile may change the function. */
static Own call_bound(const CFunction *function, const void *address, Ref arguments) {
    const CTypeInfo *info = ctype_info_of((Ref)function);
    if (!check_count(function, info->function_flags, tuple_length(arguments))) return NULL;
    Own converters = own_maybe(function->converters ? function->converters : info->converters);
    Own restype = own_maybe(function->restype ? function->restype : info->restype);
    Own checker = own_maybe(function->restype ? function->checker : info->checker);
    Own result = cfunction_call_address(address, info->function_flags, (Ref const *)AS_TUPLE(arguments)->items,
                                        tuple_length(arguments), converters, restype, checker);
    release_maybe(converters);
    release_maybe(restype);
    release_maybe(checker);
    return result;
}

static Own function_call_python(Ref self, Ref const *args, isize nargs, Ref kwnames) {
    const CFunction *function = AS_CFUNCTION(self);
    Ref argtypes = function->argtypes ? function->argtypes : ctype_info_of(self)->argtypes;
    void *address;
    Prototype bound;
    if (!memory_check(function->data.memory, sizeof address, false)) return NULL;
    memcpy(&address, function->data.memory, sizeof address);
    if (!prototype_bind(function, argtypes, args, nargs, kwnames, &bound)) return NULL;
    Own result = call_bound(function, address, bound.arguments);
    if (result && function->errcheck) {
        Own answer = object_call_args(function->errcheck, 3, result, self, bound.arguments);
        if (answer != bound.arguments) { /* else all goes on as if nobody had checked */
            release(result);
            release(bound.arguments);
            return answer;
        }
        release(answer);
    }
    return prototype_result(result, &bound);
}

/* --- types of functions --------------------------------------------------------------------------------- */

static bool take_types(Ref types, Object **converters) {
    isize count = tuple_length(types);
    *converters = NULL;
    if (count > ARGUMENT_MAX) {
        return error_set(AS_TYPE(CTYPES->argument_error),
                         "_argtypes_ has too many arguments (%zd), maximum is %d", count, ARGUMENT_MAX);
    }
    Own made = tuple_new(count);
    for (isize i = 0; made && i < count; i++) {
        Own converter;
        if (!ctype_attribute(tuple_get(types, i), "from_param", &converter)) {
            slot_clear(&made);
        } else if (!converter) {
            error_set(EXC(TypeError), "item %zd in _argtypes_ has no from_param method", i + 1);
            slot_clear(&made);
        } else {
            tuple_fill(made, i, converter);
        }
    }
    *converters = made;
    return made != NULL;
}

static Own sequence_of_types(Ref types) {
    Own taken = tuple_from_iterable(types);
    if (taken) return taken;
    error_clear();
    return error_set(EXC(TypeError), "_argtypes_ must be a sequence of types");
}

static bool is_restype(Ref restype) {
    return restype == None || ctype_info(restype) || object_is_callable(restype);
}

static bool describe(CTypeInfo *info, Ref namespace) {
    Ref flags = dict_get_cstring(namespace, "_flags_"), argtypes = dict_get_cstring(namespace, "_argtypes_"),
        restype = dict_get_cstring(namespace, "_restype_");
    if (!flags || !is_int(flags)) {
        return error_set(EXC(TypeError), "class must define _flags_ which must be an integer");
    }
    info->function_flags = (i32)int_as_u64_mask(flags);
    if (argtypes) {
        info->argtypes = sequence_of_types(argtypes);
        if (!info->argtypes || !take_types(info->argtypes, &info->converters)) return false;
    }
    if (!restype) return true;
    if (!is_restype(restype)) {
        return error_set(EXC(TypeError), "_restype_ must be a type, a callable, or None");
    }
    info->restype = own(restype);
    return ctype_attribute(restype, "_check_retval_", &info->checker);
}

static Own function_type_new(Type *metatype, Ref const *args, isize nargs, Ref kwnames) {
    Own self = ctype_new(metatype, args, nargs, kwnames, CTYPE_FUNCTION);
    if (!self) return NULL;
    CTypeInfo *info = &((CType *)self)->info;
    info->size = info->align = sizeof(void *);
    info->length = 1;
    info->flags |= CTYPE_HAS_POINTER;
    if (!ctype_set_format(info, "X{}") || !describe(info, AS_TYPE(self)->dict)) slot_clear(&self);
    return self;
}

/* --- instances ------------------------------------------------------------------------------------------ */

static Own at_address(Type *type, const void *address) {
    Own self = cdata_make(type);
    if (self) memcpy(AS_CDATA(self)->memory, &address, sizeof address);
    return self;
}

/* ("name", library), paramflags */
static Own from_library(Type *type, Ref pair, Ref paramflags) {
    if (tuple_length(pair) != 2) return error_set(EXC(TypeError), "illegal func_spec argument");
    Ref name = tuple_get(pair, 0), library = tuple_get(pair, 1);
    u64 handle;
    if (!is_str(name) && !is_bytes(name)) {
        return error_set(EXC(TypeError), "function name must be string, bytes object or integer");
    }
    Own text = is_str(name) ? str_encode_utf8(name, NULL) : own(name);
    bool known = text && library_handle(library, &handle);
    known = known && AUDIT("ctypes.dlsym", "Os", library, (const char *)bytes_data(text));
    const void *address = known ? library_function(handle, (const char *)bytes_data(text)) : NULL;
    release_maybe(text);
    Own self = address && prototype_check((Ref)type, paramflags) ? at_address(type, address) : NULL;
    if (!self) return NULL;
    CFunction *function = AS_CFUNCTION(self);
    function->paramflags = own_maybe(paramflags);
    function->callable = own(self);
    if (!cdata_keep(self, 0, own(library))) slot_clear(&self);
    return self;
}

static Own from_callable(Type *type, Ref callable) {
    const CTypeInfo *info = ctype_info((Ref)type);
    if (!object_is_callable(callable)) {
        return error_set(EXC(TypeError), "argument must be callable or integer function address");
    }
    if (!info || !info->argtypes) {
        return error_set(EXC(TypeError), "cannot construct instance of this class: no argtypes");
    }
    Own thunk = thunk_new(callable, info->argtypes, info->restype, info->function_flags);
    Own self = thunk ? at_address(type, thunk_address(thunk)) : NULL;
    if (self) {
        AS_CFUNCTION(self)->thunk = own(thunk);
        AS_CFUNCTION(self)->callable = own(callable);
        if (!cdata_keep(self, 0, own(thunk))) slot_clear(&self);
    }
    release_maybe(thunk);
    return self;
}

static Own function_new(Type *type, Ref const *args, isize nargs, Ref kwnames) {
    if (nargs == 0) return cdata_new(type, args, nargs, kwnames);
    if (is_tuple(args[0])) {
        if (!arguments_tuple(NULL, nargs, 1, 2)) return NULL;
        return from_library(type, args[0], nargs > 1 && args[1] != None ? args[1] : NULL);
    }
    if (!arguments_tuple(NULL, nargs, 1, 1)) return NULL;
    if (is_int(args[0])) return at_address(type, address_from_int(args[0]));
    return from_callable(type, args[0]);
}

static Object ***held_by(CFunction *function, Object **held[8]) {
    Object **all[8] = {&function->thunk,   &function->callable, &function->converters, &function->argtypes,
                       &function->restype, &function->checker,  &function->errcheck,   &function->paramflags};
    memcpy(held, all, sizeof all);
    return held;
}

static void function_clear(Ref self) {
    Object **held[8];
    held_by(AS_CFUNCTION(self), held);
    for (int i = 0; i < COUNT_OF(held); i++) slot_clear(held[i]);
    cdata_clear(self);
}

static void function_dealloc(Own self) {
    Object **held[8];
    held_by(AS_CFUNCTION(self), held);
    for (int i = 0; i < COUNT_OF(held); i++) slot_clear(held[i]);
    cdata_dealloc(self);
}

static bool function_traverse(Ref self, VisitFn visit, void *context) {
    Object **held[8];
    held_by(AS_CFUNCTION(self), held);
    for (int i = 0; i < COUNT_OF(held); i++) {
        if (*held[i] && !visit(*held[i], context)) return false;
    }
    return cdata_traverse(self, visit, context);
}

static Own function_repr(Ref self) {
    return str_format("<%s object at 0x%lx>", type_of(self)->name, object_id(self));
}

static int function_is_true(Ref self) {
    const CData *data = AS_CDATA(self);
    void *address;
    if (!memory_check(data->memory, sizeof address, false)) return -1;
    memcpy(&address, data->memory, sizeof address);
    return address != NULL || AS_CFUNCTION(self)->callable != NULL;
}

/* --- attributes ----------------------------------------------------------------------------------------- */

static Own get_errcheck(Ref self, UNUSED void *closure) {
    Ref errcheck = AS_CFUNCTION(self)->errcheck;
    return own(errcheck ? errcheck : None);
}
static bool set_errcheck(Ref self, Ref value, UNUSED void *closure) {
    if (value && !object_is_callable(value)) {
        return error_set(EXC(TypeError), "the errcheck attribute must be callable");
    }
    slot_set(&AS_CFUNCTION(self)->errcheck, own_maybe(value));
    return true;
}

static Own get_restype(Ref self, UNUSED void *closure) {
    Ref restype = AS_CFUNCTION(self)->restype;
    if (!restype) restype = ctype_info_of(self)->restype;
    return own(restype ? restype : None);
}
static bool set_restype(Ref self, Ref value, UNUSED void *closure) {
    CFunction *function = AS_CFUNCTION(self);
    Own checker = NULL;
    if (value) {
        if (!is_restype(value)) {
            return error_set(EXC(TypeError), "restype must be a type, a callable, or None");
        }
        if (!ctype_attribute(value, "_check_retval_", &checker)) return false;
    }
    slot_set(&function->checker, checker);
    slot_set(&function->restype, own_maybe(value));
    return true;
}

static Own get_argtypes(Ref self, UNUSED void *closure) {
    Ref argtypes = AS_CFUNCTION(self)->argtypes;
    if (!argtypes) argtypes = ctype_info_of(self)->argtypes;
    return own(argtypes ? argtypes : None);
}
static bool set_argtypes(Ref self, Ref value, UNUSED void *closure) {
    CFunction *function = AS_CFUNCTION(self);
    if (!value || value == None) {
        slot_clear(&function->converters);
        slot_clear(&function->argtypes);
        return true;
    }
    Own types = sequence_of_types(value), converters = NULL;
    bool taken = types && take_types(types, &converters);
    if (taken) {
        slot_set(&function->converters, converters);
        slot_set(&function->argtypes, own(value));
    }
    release_maybe(types);
    return taken;
}

static const GetSetDef function_getset[] = {
    {"errcheck", .get = get_errcheck, .set = set_errcheck, .doc = "a function to check for errors"},
    {"restype", .get = get_restype, .set = set_restype, .doc = "specify the result type"},
    {"argtypes", .get = get_argtypes, .set = set_argtypes, .doc = "specify the argument types"},
    {.name = NULL}};

const TypeSpec c_function_type_spec = CTYPE_METATYPE("PyCFuncPtrType", "metatype for C function pointers",
                                                     ctype_methods, function_type_new, NULL);

const TypeSpec c_function_spec = {.name = "_ctypes.CFuncPtr",
                                  .module = "_ctypes",
                                  .base = MODULE_TYPE(C_DATA),
                                  .basicsize = sizeof(CFunction),
                                  .flags = TYPE_BASETYPE,
                                  .slots = {.dealloc = function_dealloc,
                                            .traverse = function_traverse,
                                            .clear = function_clear,
                                            .new = function_new,
                                            .call = function_call_python,
                                            .repr = function_repr,
                                            .is_true = function_is_true},
                                  .getset = function_getset,
                                  .doc = "Function Pointer"};
