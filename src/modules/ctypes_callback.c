/* ctypes_callback.c: Python functions that C may call: a thunk stands at the address that C is given.
 *
 * In CPython a thunk is a few bytes of machine code that libffi writes. Here its address is that of the
 * thunk object itself: who calls the address looks whether a thunk lives there. */
#include "modules/ctypes.h"

typedef struct Thunk {
    Object ob_base;
    Object *callable, *argtypes, *restype; /* owned; restype may be NULL: int */
    i32 flags;
} Thunk;
#define AS_THUNK(ref) ((Thunk *)(ref))

Own thunk_new(Ref callable, Ref argtypes, Ref restype, i32 flags) {
    const CTypeInfo *info = restype && restype != None ? ctype_info(restype) : NULL;
    if (restype && restype != None && (!info || !info->code)) {
        return error_set(EXC(TypeError), "invalid result type for callback function");
    }
    Own self = object_new(MODULE_TYPE(C_THUNK), 0);
    if (!self) return NULL;
    AS_THUNK(self)->callable = own(callable);
    AS_THUNK(self)->argtypes = own(argtypes);
    AS_THUNK(self)->restype = own(restype ? restype : None);
    AS_THUNK(self)->flags = flags;
    gc_track(self);
    return self;
}

const void *thunk_address(Ref thunk) { return thunk; }

Ref thunk_at(const void *address) {
    if ((uintptr_t)address < ARENA_HEAP || !arena_contains(address)) return NULL;
    if (arena_block_around(address) != address || arena_block_kind(address) != BLOCK_OBJECT_GC) return NULL;
    return type_of(address) == MODULE_TYPE(C_THUNK) ? address : NULL;
}

/* --- being called --------------------------------------------------------------------------------------- */

/* The bytes of the next argument of such a type; NULL: there is none, or it lies in no machine register. */
static const u8 *next_bytes(CCall *call, const CTypeInfo *info, u64 *word) {
    ValueClass class = info->code                                                ? (ValueClass)info->code->class
                       : info->kind == CTYPE_STRUCT || info->kind == CTYPE_UNION ? VALUE_MEMORY
                                                                                 : VALUE_WORD;
    if (class == VALUE_WORD) *word = call_word(call);
    if (class == VALUE_FLOAT) *word = call_real_bits(call);
    if (class == VALUE_WORD || class == VALUE_FLOAT) return (const u8 *)word;
    const CArgument *argument = call_memory(call, class);
    if (!argument || argument->size < info->size) return NULL;
    return class == VALUE_MEMORY ? (const u8 *)(uintptr_t)argument->value[0] : (const u8 *)argument->value;
}

static Own next_value(CCall *call, Ref type) {
    const CTypeInfo *info = ctype_info(type);
    u64 word;
    if (!info) return error_set(EXC(TypeError), "cannot build parameter");
    const u8 *bytes = next_bytes(call, info, &word);
    if (!bytes) return error_set(EXC(TypeError), "cannot build parameter");
    if (info->code && ctype_is_plain(type)) return info->code->get(info->code, bytes, info->size);
    Own value = object_call_none(type);
    if (value && !is_cdata(value)) {
        release(value);
        return error_set(EXC(TypeError), "cannot build parameter");
    }
    if (value) memcpy(AS_CDATA(value)->memory, bytes, (usize)info->size);
    return value;
}

static Own take_values(const Thunk *thunk, CCall *call) {
    isize count = tuple_length(thunk->argtypes);
    Own values = tuple_of_nones(count);
    for (isize i = 0; values && i < count; i++) {
        Own value = next_value(call, tuple_get(thunk->argtypes, i));
        if (!value) {
            slot_clear(&values);
            break;
        }
        slot_set(&AS_TUPLE(values)->items[i], value);
    }
    return values;
}

/* The result as C wants it. What it would have to keep alive nobody keeps. */
static void leave_result(const Thunk *thunk, Ref result, CCall *call) {
    const CTypeInfo *info = thunk->restype == None ? NULL : ctype_info(thunk->restype);
    if (!info) return;
    u64 memory[2] = {0, 0};
    Own keep = info->code->set(info->code, (u8 *)memory, result, 0);
    if (!keep) {
        error_unraisable_in("on converting result of ctypes callback function", thunk->callable);
        return;
    }
    if (info->code->letter != 'O') { /* a reference to an object is handed over */
        if (keep != None && !warning_issue(EXC(RuntimeWarning), 1, "memory leak in callback function."))
            error_unraisable(thunk->callable);
        release(keep);
    }
    if (info->code->class == VALUE_FLOAT) {
        call->real_result = memory[0];
    } else if (info->code->class == VALUE_LONG_DOUBLE) {
        memcpy(&call->wide_result, memory, sizeof call->wide_result);
    } else {
        int unused = 64 - 8 * info->code->size;
        call->result[0] = info->code->is_signed ? (u64)((i64)(memory[0] << unused) >> unused) : memory[0];
    }
}

void thunk_call(Ref self, CCall *call) {
    const Thunk *thunk = AS_THUNK(own(self));
    bool swap = (thunk->flags & FUNCTION_USE_ERRNO) != 0;
    Own values = take_values(thunk, call), result = NULL;
    if (values && (!swap || errno_swap())) result = object_call_tuple(thunk->callable, values, NULL);
    if (result && swap && !errno_swap()) slot_clear(&result);
    if (result)
        leave_result(thunk, result, call);
    else
        error_unraisable_in("on calling ctypes callback function", thunk->callable);
    release_maybe(values);
    release_maybe(result);
    release((Own)thunk);
}

/* --- the type ------------------------------------------------------------------------------------------- */

static void thunk_dealloc(Own self) {
    gc_untrack(self);
    release_maybe(AS_THUNK(self)->callable);
    release_maybe(AS_THUNK(self)->argtypes);
    release_maybe(AS_THUNK(self)->restype);
    object_free(self);
}
static bool thunk_traverse(Ref self, VisitFn visit, void *context) {
    const Thunk *thunk = AS_THUNK(self);
    return visit(thunk->callable, context) && visit(thunk->argtypes, context) && visit(thunk->restype, context);
}

const TypeSpec c_thunk_spec = {
    .name = "_ctypes.CThunkObject",
    .module = "_ctypes",
    .basicsize = sizeof(Thunk),
    .flags = TYPE_GC | TYPE_NO_INSTANTIATION,
    .slots = {.dealloc = thunk_dealloc, .traverse = thunk_traverse, .getattro = object_generic_get_attribute},
    .doc = "CThunkObject"};
