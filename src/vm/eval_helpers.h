/* eval_helpers.h: what the handlers of the evaluation loop call. Nobody but eval*.c includes this.
 *
 * Own results: NULL raised. bool results: false raised. */
#ifndef VM_EVAL_HELPERS_H
#define VM_EVAL_HELPERS_H

#include "vm/eval.h"

/* eval_names.c */
Own eval_load_name(Frame *frame, Ref name);
bool eval_store_name(Frame *frame, Ref name, Ref value);
bool eval_delete_name(Frame *frame, Ref name);
Own eval_load_global(Frame *frame, Ref name);
bool eval_delete_global(Frame *frame, Ref name);
Own eval_load_class_deref(Frame *frame, int slot);
Own eval_load_build_class(Frame *frame);
bool eval_setup_annotations(Frame *frame);
void eval_raise_unbound_local(Frame *frame, int slot);
void eval_raise_unbound_free(Frame *frame, int slot);
Own eval_import_name(Frame *frame, Ref name, Ref fromlist, Ref level);
bool eval_import_star(Frame *frame, Ref module);

/* eval_build.c */
Own eval_build_map(Object *const *pairs, isize count);
Own eval_build_const_key_map(Ref keys, Object *const *values, isize count);
Own eval_format_value(Ref value, Ref spec, int conversion);
bool eval_list_extend(Ref list, Ref items);
bool eval_dict_update(Ref dict, Ref items);
bool eval_dict_merge(Ref dict, Ref items, Ref callable);
/* Unpacks into the `before` (+ 1 + after) slots below `top`, the first item topmost. after -1: exactly `before`
 * items. */
bool eval_unpack(Ref sequence, int before, int after, Object **top);
Own eval_call_arguments(Ref callable, Ref args); /* *args as a tuple */
Own eval_length(Ref object);
bool eval_print_expression(Ref value);
/* Calls of native code that count as one level of recursion. */
Own eval_call_one(BinaryFn function, Ref self, Ref argument);
Own eval_call_none(UnaryFn function, Ref self);

/* With sys.setprofile's events around it, where the callable is native. */
Own eval_call_traced(Frame *frame, Ref callable, Ref const *args, isize nargs, Ref kwnames);
Own eval_call_tuple_traced(Frame *frame, Ref callable, Ref args, Ref kwargs); /* as object_call_tuple */

/* eval_raise.c */
/* raise, raise exception, raise exception from cause. Consumes both. True: it was a bare `raise`, the traceback
 * stays. */
bool eval_raise(Own exception, Own cause);
int eval_exception_match(Ref exception, Ref classes); /* 1, 0, -1 raised */
bool eval_exception_group_match(Ref exception, Ref classes, Own *match, Own *rest);
/* Looks __enter__ and __exit__ (or the asynchronous ones) up and binds them. */
Own eval_enter_special(Ref manager, Own *leave, bool is_async);
Own eval_call_exit(Ref leave, Ref exception);
/* Finds who handles the current exception at `unit`: pops the stack, pushes the exception. NULL: nobody in this
 * frame, whose stack is then empty. */
CodeUnit *eval_find_handler(Frame *frame, const CodeUnit *unit);

/* eval_async.c */
SendResult eval_send(Frame *frame, Ref receiver, Ref value, Own *result);
Own eval_yield_from_iter(const Frame *frame, Ref value);
Own eval_awaitable(Ref value, int where);
Own eval_async_iter(Ref value);
Own eval_async_next(Ref iterator);

/* eval_match.c */
Own eval_match_keys(Ref subject, Ref keys); /* None: no match */
Own eval_match_class(Ref subject, Ref class, isize positional,
                     Ref names); /* NULL without exception: no match */

#endif
