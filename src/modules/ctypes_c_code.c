/* ctypes_c_code.c: what tools hang on code objects: Python's C API _PyCode_SetExtra() and its like.
 *
 * Each code object has one pointer for every index that was asked for, and a function of C that is called
 * with it when it is replaced or the code dies. The pointers lie in a bytes object, found by the code's
 * address; a weak reference tells of its death. */
#include "modules/ctypes.h"

#include "code/code.h"

enum { EXTRA_MAX = 255 };

/* The functions that free, by index: a list of ints. */
static Ref free_functions(void) {
    if (!CTYPES->code_extra_free) CTYPES->code_extra_free = list_new(0);
    return CTYPES->code_extra_free;
}

static void **extras_of(Ref entry) { return (void **)(void *)bytes_data(tuple_get(entry, 1)); }

static bool free_extra(isize index, void *extra) {
    u64 word = (u64)(uintptr_t)extra, result;
    const void *function = address_from_int(list_get(CTYPES->code_extra_free, index));
    return !function || !extra || cfunction_call_words(function, &word, 1, &result);
}

/* The callback of the weak reference: the code has died. */
static Own code_died(Ref key, UNUSED Ref reference) {
    Own entry = CTYPES && CTYPES->code_extras ? dict_pop(CTYPES->code_extras, key) : NULL;
    if (!entry) return error_occurred() ? NULL : own_none();
    bool freed = true;
    for (isize i = 0; freed && i < list_length(CTYPES->code_extra_free); i++)
        freed = free_extra(i, extras_of(entry)[i]);
    release(entry);
    return freed ? own_none() : NULL;
}
static const MethodDef code_died_def = {"_code_died", METHOD_ONE, .one = code_died};

/* (weak reference, pointers), lent; made where `make` says so. NULL: there is none, or raised. */
static Ref entry_of(Ref code, bool make) {
    if (!CTYPES->code_extras && !(CTYPES->code_extras = dict_new())) return NULL;
    Own key = address_to_int(code);
    Ref entry = key ? dict_get(CTYPES->code_extras, key) : NULL;
    if (key && !entry && make) {
        Own callback = builtin_function_new(&code_died_def, key, NULL);
        Own pointers = bytes_from(NULL, EXTRA_MAX * (isize)sizeof(void *));
        if (pointers) memset(bytes_data(pointers), 0, EXTRA_MAX * sizeof(void *));
        Own made = tuple_take(2, callback ? weakref_new(code, callback) : NULL, pointers);
        if (dict_set_own(CTYPES->code_extras, key, made)) entry = made;
        release_maybe(callback);
    }
    release_maybe(key);
    return entry;
}

static bool take_code(CCall *call, Ref *code, isize *index) {
    *code = call_pointer(call);
    *index = (isize)call_word(call);
    if (!memory_is_object(*code)) return false;
    return is_code(*code) || error_set(EXC(SystemError), "bad argument to internal function") != NULL;
}

static bool is_index(isize index) { return index >= 0 && index < list_length(free_functions()); }

static bool py__PyEval_RequestCodeExtraIndex(CCall *call) {
    Ref functions = free_functions();
    if (!functions) return false;
    isize index = list_length(functions);
    if (index >= EXTRA_MAX) return call_answer_word(call, ~(u64)0);
    Own function = address_to_int(call_pointer(call));
    return function && list_append(functions, function) && call_answer_word(call, (u64)index);
}

static bool py__PyCode_SetExtra(CCall *call) {
    Ref code;
    isize index;
    if (!free_functions() || !take_code(call, &code, &index)) return false;
    if (!is_index(index)) return error_set(EXC(SystemError), "bad argument to internal function");
    void *extra = call_pointer(call);
    Ref entry = entry_of(code, true);
    if (!entry) return false;
    void **place = &extras_of(entry)[index], *before = *place;
    *place = extra;
    return free_extra(index, before) && call_answer_word(call, 0);
}

static bool py__PyCode_GetExtra(CCall *call) {
    Ref code;
    isize index;
    if (!free_functions() || !take_code(call, &code, &index)) return false;
    void **to = call_pointer(call), *extra = NULL;
    Ref entry = is_index(index) ? entry_of(code, false) : NULL;
    if (error_occurred() || !is_index(index)) return !error_occurred() && call_answer_word(call, 0);
    if (entry) extra = extras_of(entry)[index];
    if (!memory_check(to, sizeof extra, true)) return false;
    memcpy(to, &extra, sizeof extra);
    return call_answer_word(call, 0);
}

const CSymbol c_code_symbols[] = {{"_PyEval_RequestCodeExtraIndex", py__PyEval_RequestCodeExtraIndex},
                                  {"_PyCode_SetExtra", py__PyCode_SetExtra},
                                  {"_PyCode_GetExtra", py__PyCode_GetExtra},
                                  {NULL, NULL}};
