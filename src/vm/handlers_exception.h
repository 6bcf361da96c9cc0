/* handlers_exception.h: raising, handling, `with`. Included by eval.c into the loop. */

TARGET(RAISE_VARARGS) {
    Object *cause = oparg == 2 ? POP() : NULL, *exception = oparg >= 1 ? POP() : NULL;
    bool again;
    OUT(again = eval_raise(exception, cause));
    if (again) goto unwind;
    goto error;
}

/* Raises again what an `except` or `finally` did not deal with; the traceback stays as it is. With an argument,
 * the place where it happened first stands on the stack. */
TARGET(RERAISE) {
    Object *exception = POP();
    SAVE();
    if (oparg) frame->last = frame->code->units + int_as_isize(PEEK(oparg));
    error_restore(exception);
    goto unwind;
}

TARGET(PUSH_EXC_INFO) {
    Object *exception = TOP();
    ExceptionState *handled = THREAD->handled;
    TOP() = handled->value ? handled->value : own_none();
    PUSH(own(exception));
    handled->value = exception;
    NEXT();
}

TARGET(POP_EXCEPT) {
    ExceptionState *handled = THREAD->handled;
    Object *done = handled->value;
    handled->value = POP();
    RELEASE_MAYBE(done);
    NEXT();
}

TARGET(CHECK_EXC_MATCH) {
    Object *classes = TOP();
    int matches;
    OUT(matches = eval_exception_match(SECOND(), classes));
    DROP(1);
    RELEASE(classes);
    if (UNLIKELY(matches < 0)) goto error;
    PUSH(own_bool(matches));
    NEXT();
}

TARGET(CHECK_EG_MATCH) {
    Object *classes = POP(), *exception = TOP();
    Own match = NULL, rest = NULL;
    bool split;
    OUT(split = eval_exception_group_match(exception, classes, &match, &rest));
    RELEASE(classes);
    if (UNLIKELY(!split)) goto error;
    TOP() = rest;
    PUSH(match);
    RELEASE(exception);
    if (match != None) {
        Object *old = THREAD->handled->value;
        THREAD->handled->value = own(match);
        RELEASE_MAYBE(old);
    }
    NEXT();
}

TARGET(PREP_RERAISE_STAR) {
    Object *raised = POP(), *original = TOP();
    Own joined;
    OUT(joined = exception_prepare_reraise_star(original, raised));
    RELEASE(raised);
    if (UNLIKELY(!joined)) goto error;
    TOP() = joined;
    RELEASE(original);
    NEXT();
}

/* --- with ------------------------------------------------------------------------------------------- */

#define BEFORE(name, is_async)                                                                                 \
    TARGET(name) {                                                                                             \
        Object *manager = TOP();                                                                               \
        Own leave, enter;                                                                                      \
        OUT(enter = eval_enter_special(manager, &leave, is_async));                                            \
        if (UNLIKELY(!enter)) goto error;                                                                      \
        TOP() = leave;                                                                                         \
        RELEASE(manager);                                                                                      \
        Own value;                                                                                             \
        OUT(value = object_call_none(enter));                                                                  \
        RELEASE(enter);                                                                                        \
        if (UNLIKELY(!value)) goto error;                                                                      \
        PUSH(value);                                                                                           \
        NEXT();                                                                                                \
    }
BEFORE(BEFORE_WITH, false)
BEFORE(BEFORE_ASYNC_WITH, true)
#undef BEFORE

TARGET(WITH_EXCEPT_START) {
    Own answer;
    OUT(answer = eval_call_exit(PEEK(4), TOP()));
    if (UNLIKELY(!answer)) goto error;
    PUSH(answer);
    NEXT();
}
