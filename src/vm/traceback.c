/* traceback.c: the traceback object: one link for each frame that an exception has passed through, outermost
 * first. */
#include "vm/traceback.h"

#include "object/call.h"
#include "object/dict.h"
#include "object/error.h"
#include "object/exception.h"
#include "object/gc.h"
#include "object/list.h"
#include "object/str.h"
#include "vm/function.h"
#include "vm/root.h"

static Own traceback_new(Ref next, FrameObject *frame, i32 lasti, i32 lineno) {
    Traceback *made = (Traceback *)object_new_raw(TYPE_TRACEBACK, 0);
    if (!made) return NULL;
    made->next = own_maybe(next);
    made->frame = (FrameObject *)own(&frame->ob_base);
    made->lasti = lasti;
    made->lineno = lineno;
    gc_track(&made->ob_base);
    return &made->ob_base;
}

i32 traceback_line(const Traceback *entry) {
    if (entry->lineno != LINE_UNASKED) return entry->lineno;
    const Code *code = entry->frame->frame->code;
    return entry->lasti < 0 ? code->firstlineno : code_line(&code->ob_base.ob_base, entry->lasti / 2);
}

void traceback_here(Frame *frame) {
    Own exception = error_fetch();
    FrameObject *object = frame_object(frame);
    Own link = object ? traceback_new(AS_EXCEPTION(exception)->traceback, object, (i32)(2 * frame_unit(frame)),
                                      LINE_UNASKED)
                      : NULL;
    if (link) {
        slot_set(&AS_EXCEPTION(exception)->traceback, link);
        error_restore(exception);
    } else {
        /* MemoryError takes its place. */
        Own failure = error_fetch();
        release(exception);
        error_restore(failure);
    }
}

/* A frame that has begun the code, called by nobody; NULL raised. */
static Frame *frame_of_code(Thread *thread, Ref code) {
    Own globals = dict_new(), function = globals ? function_new(code, globals, NULL) : NULL;
    Frame *frame = function ? frame_push(thread, AS_FUNCTION(function), own(globals)) : NULL;
    release_maybe(globals);
    if (frame) frame->last = frame_first_unit(frame);
    return frame;
}

void traceback_add(const char *function, const char *filename, i32 line) {
    Thread *thread = thread_current();
    Own exception = error_fetch();
    Own name = str_from_ascii(function, -1), file = name ? str_from_ascii(filename, -1) : NULL;
    Own code = file ? code_new_empty(file, name, line) : NULL;
    Frame *frame = code ? frame_of_code(thread, code) : NULL;
    release_maybe(name);
    release_maybe(file);
    release_maybe(code);
    if (!frame) { /* MemoryError takes its place */
        release(exception);
        return;
    }
    error_restore(exception);
    traceback_here(frame);
    exception = error_fetch();
    frame_discard(thread, frame);
    error_restore(exception);
}

/* --- the type --------------------------------------------------------------------------------------- */

static bool is_traceback(Ref object) { return type_of(object) == TYPE_TRACEBACK; }

static Own get_next(Ref self, void *closure UNUSED) {
    Object *next = AS_TRACEBACK(self)->next;
    return own(next ? next : None);
}

static bool set_next(Ref self, Ref value, void *closure UNUSED) {
    if (!value) {
        error_set(EXC(TypeError), "can't delete tb_next attribute");
        return false;
    }
    if (value == None) value = NULL;
    if (value && !is_traceback(value)) {
        error_set(EXC(TypeError), "expected traceback object, got '%s'", type_of(value)->name);
        return false;
    }
    for (Ref link = value; link; link = AS_TRACEBACK(link)->next) {
        if (link != self) continue;
        error_set(EXC(ValueError), "traceback loop detected");
        return false;
    }
    slot_set(&AS_TRACEBACK(self)->next, own_maybe(value));
    return true;
}

static Own get_frame(Ref self) { return own(&AS_TRACEBACK(self)->frame->ob_base); }
static Own get_lasti(Ref self) { return int_from_i64(AS_TRACEBACK(self)->lasti); }
static Own get_lineno(Ref self) {
    i32 lineno = traceback_line(AS_TRACEBACK(self));
    return lineno < 0 ? own_none() : int_from_i64(lineno);
}

static const MemberDef traceback_members[] = {
    {.name = "tb_frame", .kind = MEMBER_AUDITED, .readonly = true, .get = get_frame},
    {.name = "tb_lasti", .kind = MEMBER_COMPUTED, .readonly = true, .get = get_lasti},
    {.name = "tb_lineno", .kind = MEMBER_COMPUTED, .readonly = true, .get = get_lineno},
    {.name = NULL}};
static const GetSetDef traceback_getset[] = {{.name = "tb_next", .get = get_next, .set = set_next},
                                             {.name = NULL}};

static Own method_dir(Ref self UNUSED) {
    static const char *const names[] = {"tb_frame", "tb_next", "tb_lasti", "tb_lineno"};
    Own list = list_new(0);
    for (isize i = 0; list && i < COUNT_OF(names); i++) {
        Own name = str_intern_cstring(names[i]);
        if (!name || !list_append(list, name)) slot_clear(&list);
    }
    return list;
}

static const MethodDef traceback_methods[] = {{.name = "__dir__", .kind = METHOD_NONE, .none = method_dir},
                                              {.name = NULL}};

static Own traceback_slot_new(Type *type UNUSED, Ref const *args, isize nargs, Ref kwnames) {
    static const Parameters parameters = {
        "traceback", {"tb_next", "tb_frame", "tb_lasti", "tb_lineno"}, .required = 4};
    Ref given[4];
    if (!arguments_bind(&parameters, args, nargs, kwnames, given)) return NULL;
    if (type_of(given[1]) != TYPE_FRAME) {
        return error_set(EXC(TypeError), "traceback() argument 'tb_frame' must be frame, not %s",
                         type_of(given[1])->name);
    }
    isize lasti = int_as_isize(given[2]);
    if (lasti == -1 && error_occurred()) return NULL;
    isize lineno = int_as_isize(given[3]);
    if (lineno == -1 && error_occurred()) return NULL;
    if (given[0] != None && !is_traceback(given[0])) {
        return error_set(EXC(TypeError), "expected traceback object or None, got '%s'",
                         type_of(given[0])->name);
    }
    return traceback_new(given[0] == None ? NULL : given[0], AS_FRAME_OBJECT(given[1]), (i32)lasti,
                         (i32)lineno);
}

static bool traceback_traverse(Ref self, VisitFn visit, void *context) {
    const Traceback *t = AS_TRACEBACK(self);
    return (!t->next || visit(t->next, context)) && (!t->frame || visit(&t->frame->ob_base, context));
}

static void traceback_clear(Ref self) {
    slot_clear(&AS_TRACEBACK(self)->next);
    slot_clear((Object **)(void *)&AS_TRACEBACK(self)->frame);
}

static void traceback_dealloc(Own self) {
    gc_untrack(self);
    traceback_clear(self);
    object_free(self);
}

const TypeSpec traceback_spec = {
    .name = "traceback",
    .basicsize = sizeof(Traceback),
    .flags = TYPE_GC | TYPE_TRASHCAN,
    .ghost_size = 40,
    .slots = {.getattro = object_generic_get_attribute,
              .dealloc = traceback_dealloc,
              .traverse = traceback_traverse,
              .clear = traceback_clear,
              .new = traceback_slot_new},
    .methods = traceback_methods,
    .members = traceback_members,
    .getset = traceback_getset,
    .doc = "TracebackType(tb_next, tb_frame, tb_lasti, tb_lineno)\n--\n\nCreate a new traceback object.",
};
