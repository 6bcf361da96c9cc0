/* ctypes_c_interpreter.c: ctypes.pythonapi: exceptions, threads, imports, the interpreter itself. */
#include "modules/ctypes_c_python.h"
#include "vm/eval.h"
#include "vm/root.h"

/* --- errors --------------------------------------------------------------------------------------------- */

static bool py_PyErr_SetString(CCall *call) {
    Ref type;
    const char *text;
    if (!take_object(call, &type) || !call_text(call, &text)) return false;
    if (!is_type(type) || !type_has(AS_TYPE(type), TYPE_EXCEPTION_SUBCLASS)) return bad_call();
    return error_set(AS_TYPE(type), "%s", text);
}
static bool py_PyErr_SetObject(CCall *call) {
    Ref type, value;
    if (!take_two(call, &type, &value)) return false;
    if (!is_type(type) || !type_has(AS_TYPE(type), TYPE_EXCEPTION_SUBCLASS)) return bad_call();
    return error_set_object(AS_TYPE(type), value);
}
/* No exception is set while a program runs: where one is, the call has failed. */
static bool py_PyErr_Occurred(CCall *call) { return call_answer_word(call, 0); }
static bool py_PyErr_Clear(CCall *call UNUSED) { return true; }

/* --- the interpreter ------------------------------------------------------------------------------------ */

static bool answer_kept_text(CCall *call, const char *attribute) {
    Ref text = dict_get_cstring(module_dict(MODULES_ROOT->sys), attribute);
    return text && is_str(text) && call_answer_place(call, str_data(text));
}
static bool py_Py_GetVersion(CCall *call) { return answer_kept_text(call, "version"); }
static bool py_Py_GetPlatform(CCall *call) { return answer_kept_text(call, "platform"); }
static bool py_Py_GetCopyright(CCall *call) { return answer_kept_text(call, "copyright"); }
static bool py_Py_IsInitialized(CCall *call) { return call_answer_word(call, 1); }
static bool py_PyGILState_Check(CCall *call) { return call_answer_word(call, 1); }
/* Who calls has the GIL already. */
static bool py_PyGILState_Ensure(CCall *call) { return call_answer_word(call, 0); }
static bool py_PyGILState_Release(CCall *call UNUSED) { return true; }
static bool py_PyGC_Collect(CCall *call) { return call_answer_int(call, gc_collect(GC_GENERATIONS - 1)); }

static bool py_PyThreadState_SetAsyncExc(CCall *call) {
    u64 number = call_word(call);
    Ref exception;
    if (!take_maybe(call, &exception)) return false;
    Thread *thread = thread_find(number);
    if (!thread || thread->state == THREAD_ENDED) return call_answer_word(call, 0);
    slot_set(&thread->async_exception, own_maybe(exception));
    if (exception && thread == thread_current()) vm_break(BREAKER_ASYNC_EXCEPTION);
    return call_answer_word(call, 1);
}

static bool py_PyImport_ImportModule(CCall *call) {
    Own name = take_name(call);
    bool done = name && call_answer_object(call, import_module(name));
    release_maybe(name);
    return done;
}
static bool py_PyImport_Import(CCall *call) {
    Ref name;
    return take_object(call, &name) && call_answer_object(call, import_module(name));
}
static bool py_PyEval_GetBuiltins(CCall *call) { return call_answer_place(call, VM_ROOT->builtins); }
static bool py_PyEval_GetGlobals(CCall *call) {
    return call_answer_place(call, OBJECT_ROOT->current_globals ? OBJECT_ROOT->current_globals() : NULL);
}
static bool py_PySys_GetObject(CCall *call) {
    const char *name;
    return call_text(call, &name) &&
           call_answer_place(call, dict_get_cstring(module_dict(MODULES_ROOT->sys), name));
}

/* exec(text, vars(__main__)): 0, or -1 and the traceback is written. */
static bool py_PyRun_SimpleString(CCall *call) {
    Own source = take_name(call);
    Own main_module = source ? import_module_cstring("__main__") : NULL,
        run = main_module ? builtin_get("exec") : NULL;
    Own done = run ? object_call_args(run, 2, source, module_dict(main_module)) : NULL;
    if (source && !done && error_occurred() && !error_matches(EXC(SystemExit))) {
        Own exception = error_fetch();
        Ref parts[] = {(Ref)type_of(exception), exception, AS_EXCEPTION(exception)->traceback};
        if (!parts[2]) parts[2] = None;
        release_maybe(hook_except(exception, parts, COUNT_OF(parts)));
        release(exception);
        call_answer_int(call, -1);
    }
    release_maybe(source);
    release_maybe(main_module);
    release_maybe(run);
    release_maybe(done);
    return !error_occurred();
}

static bool py_PyType_Modified(CCall *call) {
    Ref type;
    if (!take_object(call, &type)) return false;
    if (is_type(type)) type_modified(AS_TYPE(type));
    return true;
}
WITH_OBJECT(PyDictProxy_New, call_answer_object(call, mapping_proxy_new(a)))
static bool py_PyCell_Get(CCall *call) {
    Ref cell;
    if (!take_object(call, &cell) || !is_cell(cell)) return !error_occurred() && bad_call();
    Ref value = AS_CELL(cell)->value;
    return call_answer_word(call, (u64)(uintptr_t)own_maybe(value));
}
static bool py_PyCell_Set(CCall *call) {
    Ref cell, value;
    if (!take_object(call, &cell) || !take_maybe(call, &value)) return false;
    if (!is_cell(cell)) return bad_call();
    slot_set(&AS_CELL(cell)->value, own_maybe(value));
    return call_answer_int(call, 0);
}
/* Locals are always in their frame here. */
static bool py_PyFrame_LocalsToFast(CCall *call UNUSED) { return true; }

const CSymbol c_interpreter_symbols[] = {PY(PyErr_SetString),
                                         PY(PyErr_SetObject),
                                         PY(PyErr_Occurred),
                                         PY(PyErr_Clear),
                                         {"PyOS_snprintf", c_snprintf},
                                         PY(Py_GetVersion),
                                         PY(Py_GetPlatform),
                                         PY(Py_GetCopyright),
                                         PY(Py_IsInitialized),
                                         PY(PyGILState_Check),
                                         PY(PyGILState_Ensure),
                                         PY(PyGILState_Release),
                                         PY(PyGC_Collect),
                                         PY(PyThreadState_SetAsyncExc),
                                         PY(PyImport_ImportModule),
                                         PY(PyImport_Import),
                                         PY(PyEval_GetBuiltins),
                                         PY(PyEval_GetGlobals),
                                         PY(PySys_GetObject),
                                         PY(PyRun_SimpleString),
                                         PY(PyType_Modified),
                                         PY(PyDictProxy_New),
                                         PY(PyCell_Get),
                                         PY(PyCell_Set),
                                         PY(PyFrame_LocalsToFast),
                                         {NULL, NULL}};
