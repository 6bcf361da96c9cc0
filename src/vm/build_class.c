/* build_class.c: the function behind the class statement.
 *
 *     LOAD_BUILD_CLASS, the body as a function, the name, bases, keywords -> __build_class__(...)
 *
 * finds the metaclass, lets it prepare a namespace, runs the body in that namespace, and calls the metaclass. */
#include "object/call.h"
#include "object/callables.h"
#include "object/dict.h"
#include "object/error.h"
#include "object/list.h"
#include "object/str.h"
#include "object/tuple.h"
#include "vm/eval.h"

/* __mro_entries__: a base that is no class says which classes stand for it. The same tuple when none does. */
static Own resolve_bases(Ref bases) {
    Own resolved = NULL;
    for (isize i = 0; i < tuple_length(bases); i++) {
        Ref base = tuple_get(bases, i);
        Own method = NULL, entries = NULL;
        if (!is_type(base) && !object_find_attribute(base, NAME(__mro_entries__), &method)) goto fail;
        if (!method) {
            if (resolved && !list_append_ref(resolved, base)) goto fail;
            continue;
        }
        entries = object_call_one(method, bases);
        release(method);
        if (!entries) goto fail;
        if (!is_tuple(entries)) {
            error_set(EXC(TypeError), "__mro_entries__ must return a tuple");
            release(entries);
            goto fail;
        }
        if (!resolved) resolved = list_from_array((Ref const *)AS_TUPLE(bases)->items, i);
        bool extended = resolved && list_extend(resolved, entries);
        release(entries);
        if (!extended) goto fail;
    }
    if (!resolved) return own(bases);
    Own tuple = list_as_tuple(resolved);
    release(resolved);
    return tuple;
fail:
    release_maybe(resolved);
    return NULL;
}

typedef struct ClassStatement {
    Ref body, name;
    Own original_bases, bases;
    Own keywords; /* dict without `metaclass`, or NULL */
    Own metaclass;
    bool is_class; /* the metaclass is one */
} ClassStatement;

static bool take_keywords(ClassStatement *statement, Ref const *values, Ref kwnames) {
    if (!kwnames) return true;
    if (!(statement->keywords = dict_new())) return false;
    for (isize i = 0; i < tuple_length(kwnames); i++) {
        if (!dict_set(statement->keywords, tuple_get(kwnames, i), values[i])) return false;
    }
    statement->metaclass = dict_pop(statement->keywords, NAME(metaclass));
    return statement->metaclass || !error_occurred();
}

static bool choose_metaclass(ClassStatement *statement) {
    if (statement->metaclass) {
        statement->is_class = is_type(statement->metaclass);
    } else {
        Ref bases = statement->bases;
        Ref chosen = tuple_length(bases) ? (Ref)type_of(tuple_get(bases, 0)) : (Ref)TYPE(TYPE);
        statement->metaclass = own(chosen);
        statement->is_class = true;
    }
    if (!statement->is_class) return true;
    Type *winner = type_calculate_metaclass(AS_TYPE(statement->metaclass), statement->bases);
    if (!winner) return false;
    slot_set(&statement->metaclass, own(&winner->ob_base.ob_base));
    return true;
}

/* metaclass(name, bases[, namespace], **keywords), or its __prepare__. */
static Own call_with_keywords(Ref callable, Ref const *args, isize nargs, Ref keywords) {
    if (!keywords || !dict_length(keywords)) return object_call(callable, args, nargs, NULL);
    Own tuple = tuple_from_array(args, nargs);
    if (!tuple) return NULL;
    Own result = object_call_tuple(callable, tuple, keywords);
    release(tuple);
    return result;
}

static Own prepare_namespace(const ClassStatement *statement) {
    Own prepare;
    if (!object_find_attribute(statement->metaclass, NAME(__prepare__), &prepare)) return NULL;
    if (!prepare) return dict_new();
    Ref args[] = {statement->name, statement->bases};
    Own names = call_with_keywords(prepare, args, 2, statement->keywords);
    release(prepare);
    if (names && !type_of(names)->slots.subscript) {
        error_set(EXC(TypeError), "%.200s.__prepare__() must return a mapping, not %.200s",
                  statement->is_class ? AS_TYPE(statement->metaclass)->name : "<metaclass>",
                  type_of(names)->name);
        slot_clear(&names);
    }
    return names;
}

/* The body's frame has the namespace as its locals. It answers the cell of __class__, or None. */
static Own run_body(Ref body, Ref names) {
    Thread *thread = thread_current();
    Frame *frame = function_frame(thread, own(body), own(names), NULL, 0, NULL);
    if (!frame) return NULL;
    Own cell = eval_frame(frame, false);
    frame_discard(thread, frame);
    return cell;
}

/* type.__new__ must have put the class into the cell that methods' super() reads. */
static bool check_class_cell(Ref cell, Ref class, Ref name) {
    if (!is_cell(cell)) return true;
    Ref there = AS_CELL(cell)->value;
    if (there == class) return true;
    if (there) {
        error_set(EXC(TypeError), "__class__ set to %.200R defining %.200R as %.200R", there, name, class);
    } else {
        error_set(EXC(RuntimeError),
                  "__class__ not set defining %.200R as %.200R. Was __classcell__ propagated to type.__new__?",
                  name, class);
    }
    return false;
}

static Own make_class(const ClassStatement *statement, Ref names) {
    Own cell = run_body(statement->body, names);
    if (!cell) return NULL;
    Own class = NULL;
    bool fine = true;
    if (statement->bases != statement->original_bases) {
        Own key = str_intern_cstring("__orig_bases__");
        fine = key && object_set_item(names, key, statement->original_bases);
        release_maybe(key);
    }
    Ref args[] = {statement->name, statement->bases, names};
    if (fine) class = call_with_keywords(statement->metaclass, args, 3, statement->keywords);
    if (class && is_type(class) && !check_class_cell(cell, class, statement->name)) slot_clear(&class);
    release(cell);
    return class;
}

Own vm_build_class(Ref self UNUSED, Ref const *args, isize nargs, Ref kwnames) {
    if (nargs < 2) return error_set(EXC(TypeError), "__build_class__: not enough arguments");
    if (!is_function(args[0])) return error_set(EXC(TypeError), "__build_class__: func must be a function");
    if (!is_str(args[1])) return error_set(EXC(TypeError), "__build_class__: name is not a string");
    ClassStatement statement = {.body = args[0], .name = args[1]};
    Own class = NULL, names = NULL;
    statement.original_bases = tuple_from_array(args + 2, nargs - 2);
    if (statement.original_bases) statement.bases = resolve_bases(statement.original_bases);
    if (statement.bases && take_keywords(&statement, args + nargs, kwnames) && choose_metaclass(&statement)) {
        names = prepare_namespace(&statement);
    }
    if (names) class = make_class(&statement, names);
    release_maybe(names);
    release_maybe(statement.metaclass);
    release_maybe(statement.keywords);
    release_maybe(statement.bases);
    release_maybe(statement.original_bases);
    return class;
}
