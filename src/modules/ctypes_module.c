/* ctypes_module.c: the module _ctypes: its functions, and the two caches of types that are made on demand. */
#include "modules/ctypes.h"

#include "vm/root.h"

/* --- errors --------------------------------------------------------------------------------------------- */

void *error_extend(Type *type, const char *format, ...) {
    Own error = error_fetch();
    va_list arguments;
    va_start(arguments, format);
    Own where = str_vformat(format, arguments), text = where ? object_str(error) : NULL;
    va_end(arguments);
    if (where && !text) {
        error_clear();
        text = str_from_ascii("???", -1);
    }
    if (text) error_set(type, "%U%s: %U", (Ref)where, type_short_name(type_of(error)), (Ref)text);
    release_maybe(where);
    release_maybe(text);
    release(error);
    return NULL;
}

/* --- errno: C's own, and the copy that each thread's Python functions see ------------------------------- */

/* The thread's copy; 0: it was never set. */
static int thread_errno(Own *thread) {
    *thread = int_from_u64(thread_current()->number);
    Ref number = *thread ? dict_get(CTYPES->errnos, *thread) : NULL;
    return number ? (int)int_as_u64_mask(number) : 0;
}

static bool set_thread_errno(Own thread, int number) {
    bool set = thread && dict_set_own(CTYPES->errnos, thread, int_from_i64(number));
    release_maybe(thread);
    return set;
}

bool errno_swap(void) {
    Own thread;
    int before = thread_errno(&thread), now = CTYPES->errno_now;
    CTYPES->errno_now = before;
    return set_thread_errno(thread, now);
}

static Own ctypes_get_errno(Ref module UNUSED, UNUSED Ref const *args, isize nargs) {
    Own thread;
    if (!arguments_tuple("get_errno", nargs, 0, 0) || !AUDIT("ctypes.get_errno", "")) return NULL;
    int number = thread_errno(&thread);
    release_maybe(thread);
    return int_from_i64(number);
}

static Own ctypes_set_errno(Ref module UNUSED, Ref const *args, isize nargs) {
    Own thread;
    int number;
    if (!arguments_tuple("set_errno", nargs, 1, 1) || !AUDIT("ctypes.set_errno", "O", args[0]) ||
        !argument_parsed_int(args[0], &number))
        return NULL;
    int before = thread_errno(&thread);
    return set_thread_errno(thread, number) ? int_from_i64(before) : NULL;
}

/* --- types on demand ------------------------------------------------------------------------------------ */

/* POINTER("Name"): a type that set_type() completes later. POINTER(c_int): the type of pointers to it. */
static Own make_pointer_type(Ref type) {
    bool incomplete = is_str(type);
    if (!incomplete && !is_type(type)) return error_set(EXC(TypeError), "must have a ctypes type");
    Own name = incomplete ? str_format("LP_%U", type) : str_format("LP_%s", AS_TYPE(type)->name);
    Own bases = tuple_pack(1, (Ref)MODULE_TYPE(C_POINTER)), namespace = dict_new(), made = NULL;
    if (name && bases && namespace && (incomplete || dict_set_cstring(namespace, "_type_", type))) {
        made = object_call_args((Ref)MODULE_TYPE(C_POINTER_TYPE), 3, name, bases, namespace);
    }
    release_maybe(name);
    release_maybe(bases);
    release_maybe(namespace);
    return made;
}

static Own pointer_type(Ref type) {
    Ref there = dict_get(CTYPES->pointer_cache, type);
    if (there || error_occurred()) return own_maybe(there);
    Own made = make_pointer_type(type), key = !made ? NULL : is_str(type) ? address_to_int(made) : own(type);
    bool kept = key && dict_set(CTYPES->pointer_cache, key, made);
    release_maybe(key);
    if (!kept) slot_clear(&made);
    return made;
}

static Own ctypes_POINTER(Ref module UNUSED, Ref type) { return pointer_type(type); }

static Own ctypes_pointer(Ref module UNUSED, Ref value) {
    Own type = pointer_type((Ref)type_of(value)), made = type ? object_call_one(type, value) : NULL;
    release_maybe(type);
    return made;
}

/* --- questions ------------------------------------------------------------------------------------------ */

static Own ctypes_sizeof(Ref module UNUSED, Ref object) {
    const CTypeInfo *info = ctype_info(object);
    if (info) return int_from_isize(info->size);
    if (is_cdata(object)) return int_from_isize(AS_CDATA(object)->size);
    return error_set(EXC(TypeError), "this type has no size");
}

static Own ctypes_alignment(Ref module UNUSED, Ref object) {
    const CTypeInfo *info = ctype_info(object);
    if (!info) info = ctype_info_of(object);
    return info ? int_from_isize(info->align) : error_set(EXC(TypeError), "no alignment info");
}

static Own ctypes_addressof(Ref module UNUSED, Ref object) {
    if (!is_cdata(object)) return error_set(EXC(TypeError), "invalid type");
    if (!AUDIT("ctypes.addressof", "O", object)) return NULL;
    return address_to_int(AS_CDATA(object)->memory);
}

static Own ctypes_byref(Ref module UNUSED, Ref const *args, isize nargs) {
    isize offset = 0;
    if (!arguments_count("byref", nargs, 1, 2)) return NULL;
    if (nargs > 1) {
        offset = int_index_as_isize(args[1], NULL);
        if (offset == -1 && error_occurred()) return NULL;
    }
    if (is_cdata(args[0])) return cdata_byref(args[0], offset);
    return error_set(EXC(TypeError), "byref() argument must be a ctypes instance, not '%s'",
                     type_of(args[0])->name);
}

static Own ctypes_buffer_info(Ref module UNUSED, Ref object) {
    const CTypeInfo *info = ctype_info(object);
    if (!info) info = ctype_info_of(object);
    if (!info) return error_set(EXC(TypeError), "not a ctypes type or object");
    Own shape = tuple_new(info->ndim);
    for (isize i = 0; shape && i < info->ndim; i++) tuple_fill(shape, i, int_from_isize(info->shape[i]));
    return tuple_take(3, str_from_utf8(info->format ? info->format : "B", -1), int_from_isize(info->ndim),
                      shape);
}

static Own ctypes_resize(Ref module UNUSED, Ref const *args, isize nargs) {
    isize size;
    if (!arguments_tuple("resize", nargs, 2, 2) || !argument_parsed_isize(args[1], &size)) return NULL;
    if (!is_cdata(args[0])) return error_set(EXC(TypeError), "excepted ctypes instance");
    return cdata_resize(args[0], size) ? own_none() : NULL;
}

static Own ctypes_unpickle(Ref module UNUSED, Ref const *args, isize nargs) {
    if (!arguments_tuple("_unpickle", nargs, 2, 2)) return NULL;
    if (!is_tuple(args[1])) {
        return error_set(EXC(TypeError), "_unpickle() argument 2 must be tuple, not %s",
                         argument_type_name(args[1]));
    }
    Own made = object_call_method_cstring(args[0], "__new__", args, 1);
    Own method = made ? ctype_need_attribute(made, "__setstate__") : NULL;
    Own done = method ? object_call_tuple(method, args[1], NULL) : NULL;
    if (made && !done) slot_clear(&made);
    release_maybe(method);
    release_maybe(done);
    return made;
}

/* --- objects by their address --------------------------------------------------------------------------- */

static bool take_address(Ref value, void **address) {
    if (!is_int(value)) return error_set(EXC(TypeError), "an integer is required");
    *address = address_from_int(value);
    return true;
}

static Own ctypes_object_at(Ref module UNUSED, Ref const *args, isize nargs) {
    void *address = NULL;
    if (!arguments_tuple(NULL, nargs, 1, 1) || !take_address(args[0], &address) || !memory_is_object(address)) {
        return NULL;
    }
    return AUDIT("ctypes.PyObj_FromPtr", "O", (Ref)address) ? own((Ref)address) : NULL;
}

static Own ctypes_incref(Ref module UNUSED, Ref object) {
    own(object);
    return own(object);
}
static Own ctypes_decref(Ref module UNUSED, Ref object) {
    release((Own)object);
    return own(object);
}

static Own call_function(const char *name, i32 flags, Ref const *args, isize nargs) {
    void *address = NULL;
    if (!arguments_tuple(name, nargs, 2, 2) || !take_address(args[0], &address)) return NULL;
    if (!is_tuple(args[1])) {
        return error_set(EXC(TypeError), "%s() argument 2 must be tuple, not %s", name,
                         argument_type_name(args[1]));
    }
    if (!AUDIT("ctypes.call_function", "lO", (i64)(uintptr_t)address, args[1])) return NULL;
    return cfunction_call_address(address, flags, (Ref const *)AS_TUPLE(args[1])->items, tuple_length(args[1]),
                                  NULL, NULL, NULL);
}
static Own ctypes_call_function(Ref module UNUSED, Ref const *args, isize nargs) {
    return call_function("call_function", 0, args, nargs);
}
static Own ctypes_call_cdeclfunction(Ref module UNUSED, Ref const *args, isize nargs) {
    return call_function("call_cdeclfunction", FUNCTION_CDECL, args, nargs);
}

/* --- the module ----------------------------------------------------------------------------------------- */

static const MethodDef functions[] = {
    {"get_errno", METHOD_ARRAY, .array = ctypes_get_errno, .flags = METHOD_VARARGS},
    {"set_errno", METHOD_ARRAY, .array = ctypes_set_errno, .flags = METHOD_VARARGS},
    {"POINTER", METHOD_ONE, .one = ctypes_POINTER},
    {"pointer", METHOD_ONE, .one = ctypes_pointer},
    {"_unpickle", METHOD_ARRAY, .array = ctypes_unpickle, .flags = METHOD_VARARGS},
    {"buffer_info", METHOD_ONE, .one = ctypes_buffer_info, .doc = "Return buffer interface information"},
    {"resize", METHOD_ARRAY, .array = ctypes_resize, .flags = METHOD_VARARGS,
     .doc = "Resize the memory buffer of a ctypes instance"},
    {"dlopen", METHOD_ARRAY, .array = library_dlopen, .flags = METHOD_VARARGS,
     .doc = "dlopen(name, flag={RTLD_GLOBAL|RTLD_LOCAL}) open a shared library"},
    {"dlclose", METHOD_ARRAY, .array = library_dlclose, .flags = METHOD_VARARGS, .doc = "dlclose a library"},
    {"dlsym", METHOD_ARRAY, .array = library_dlsym, .flags = METHOD_VARARGS,
     .doc = "find symbol in shared library"},
    {"alignment", METHOD_ONE, .one = ctypes_alignment,
     .doc = "alignment(C type) -> integer\n"
            "alignment(C instance) -> integer\n"
            "Return the alignment requirements of a C instance"},
    {"sizeof", METHOD_ONE, .one = ctypes_sizeof,
     .doc =
         "sizeof(C type) -> integer\nsizeof(C instance) -> integer\nReturn the size in bytes of a C instance"},
    {"byref", METHOD_ARRAY, .array = ctypes_byref, .flags = METHOD_VARARGS,
     .doc = "byref(C instance[, offset=0]) -> byref-object\n"
            "Return a pointer lookalike to a C instance, only usable\n"
            "as function argument"},
    {"addressof", METHOD_ONE, .one = ctypes_addressof,
     .doc = "addressof(C instance) -> integer\nReturn the address of the C instance internal buffer"},
    {"call_function", METHOD_ARRAY, .array = ctypes_call_function, .flags = METHOD_VARARGS},
    {"call_cdeclfunction", METHOD_ARRAY, .array = ctypes_call_cdeclfunction, .flags = METHOD_VARARGS},
    {"PyObj_FromPtr", METHOD_ARRAY, .array = ctypes_object_at, .flags = METHOD_VARARGS},
    {"Py_INCREF", METHOD_ONE, .one = ctypes_incref},
    {"Py_DECREF", METHOD_ONE, .one = ctypes_decref},
    {.name = NULL}};

static bool make_state(void) {
    CtypesState *state = arena_alloc(sizeof *state, BLOCK_RAW);
    if (!state) return error_memory();
    *state = (CtypesState){0};
    CTYPES = state;
    return (state->pointer_cache = dict_new()) && (state->array_cache = dict_new()) &&
           (state->errnos = dict_new()) && (state->absent = list_new(0)) &&
           (state->argument_error = module_exception_new("ctypes.ArgumentError", EXC(Exception)));
}

/* The abstract types belong to their metatypes as the classes made of them do. */
static bool add_types(Ref module) {
    static const enum ModuleTypeId unseen[] = {MODULE_TYPE_C_DATA,         MODULE_TYPE_C_FIELD,
                                               MODULE_TYPE_C_ARGUMENT,     MODULE_TYPE_C_THUNK,
                                               MODULE_TYPE_C_STRUCT_TYPE,  MODULE_TYPE_C_UNION_TYPE,
                                               MODULE_TYPE_C_POINTER_TYPE, MODULE_TYPE_C_ARRAY_TYPE,
                                               MODULE_TYPE_C_SIMPLE_TYPE,  MODULE_TYPE_C_FUNCTION_TYPE};
    static const struct {
        enum ModuleTypeId id, metatype;
    } seen[] = {{MODULE_TYPE_C_STRUCT, MODULE_TYPE_C_STRUCT_TYPE},
                {MODULE_TYPE_C_UNION, MODULE_TYPE_C_UNION_TYPE},
                {MODULE_TYPE_C_POINTER, MODULE_TYPE_C_POINTER_TYPE},
                {MODULE_TYPE_C_ARRAY, MODULE_TYPE_C_ARRAY_TYPE},
                {MODULE_TYPE_C_SIMPLE, MODULE_TYPE_C_SIMPLE_TYPE},
                {MODULE_TYPE_C_FUNCTION, MODULE_TYPE_C_FUNCTION_TYPE}};
    for (isize i = 0; i < COUNT_OF(unseen); i++) {
        if (!module_ready_type(unseen[i])) return false;
    }
    for (isize i = 0; i < COUNT_OF(seen); i++) {
        if (!module_add_type(module, seen[i].id)) return false;
        MODULES_ROOT->types[seen[i].id].type.ob_base.ob_base.ob_type =
            &MODULES_ROOT->types[seen[i].metatype].type;
    }
    return true;
}

static bool add_addresses(Ref module) {
    static const struct {
        const char *attribute, *symbol;
    } addresses[] = {{"_memmove_addr", "memmove"},
                     {"_memset_addr", "memset"},
                     {"_string_at_addr", "(string_at)"},
                     {"_cast_addr", "(cast)"},
                     {"_wstring_at_addr", "(wstring_at)"}};
    for (isize i = 0; i < COUNT_OF(addresses); i++) {
        if (!module_add(module, addresses[i].attribute, address_to_int(library_find(addresses[i].symbol))))
            return false;
    }
    return true;
}

static bool fill(Ref module) {
    static const ModuleConstant flags[] = {{"FUNCFLAG_CDECL", FUNCTION_CDECL},
                                           {"FUNCFLAG_USE_ERRNO", FUNCTION_USE_ERRNO},
                                           {"FUNCFLAG_USE_LASTERROR", FUNCTION_USE_LASTERROR},
                                           {"FUNCFLAG_PYTHONAPI", FUNCTION_PYTHONAPI},
                                           {NULL, 0}},
                                modes[] = {{"RTLD_LOCAL", 0},
                                           {"RTLD_GLOBAL", 0x100},
                                           {"CTYPES_MAX_ARGCOUNT", ARGUMENT_MAX},
                                           {NULL, 0}};
    return add_types(module) && make_state() &&
           module_add(module, "_pointer_type_cache", own(CTYPES->pointer_cache)) &&
           module_add_constants(module, flags) &&
           module_add(module, "__version__", str_from_ascii("1.1.0", -1)) && add_addresses(module) &&
           module_add_constants(module, modes) &&
           module_add(module, "ArgumentError", own(CTYPES->argument_error));
}

static void clear(void) {
    CtypesState *state = CTYPES;
    if (!state) return;
    print_flush();
    Object **held[] = {&state->pointer_cache,   &state->array_cache, &state->argument_error,
                       &state->errnos,          &state->environment, &state->code_extras,
                       &state->code_extra_free, &state->utf8,        &state->absent};
    for (isize i = 0; i < COUNT_OF(held); i++) slot_clear(held[i]);
    arena_free(state->stdout_block);
    arena_free(state->text_buffer);
    arena_free(state->test);
    CTYPES = NULL;
    arena_free(state);
}

const NativeModule ctypes_module = {.name = "_ctypes",
                                    .doc = "Create and manipulate C compatible data types in Python.",
                                    .functions = functions,
                                    .fill = fill,
                                    .clear = clear,
                                    .single_phase = true,
                                    .extension = true};
