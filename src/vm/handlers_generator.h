/* handlers_generator.h: functions, frames that begin and end, generators, coroutines. Included by eval.c into
 * the loop. */

TARGET(RESUME) {
    code_warm_up(frame->code);
    goto target_RESUME_QUICK;
}

TARGET(RESUME_QUICK) {
    if (oparg < 2) CHECK_EVAL_BREAKER(ip - 1);
    NEXT();
}

TARGET(MAKE_FUNCTION) {
    Object *code = POP();
    Own made;
    OUT(made = function_new(code, frame->globals, NULL));
    RELEASE(code);
    if (UNLIKELY(!made)) goto error;
    Function *function = AS_FUNCTION(made);
    if (oparg & 8) function->closure = POP();
    if (oparg & 4) function->annotations = POP();
    if (oparg & 2) function->kwdefaults = POP();
    if (oparg & 1) function->defaults = POP();
    PUSH(made);
    NEXT();
}

TARGET(RETURN_VALUE) {
    Object *value = POP();
    TRACE_RETURN(value);
    SAVE(); /* a frame object that outlives the call stands at its end */
    OBJECT_ROOT->recursion_depth--;
    Frame *dying = frame;
    THREAD->frame = frame = dying->previous;
    if (dying->is_entry) return value;
    frame_discard(THREAD, dying);
    *frame->stack_pointer++ = value;
    goto resume_frame;
}

/* The call of a generator function ends here: the frame moves into the generator, which is what is returned. */
TARGET(RETURN_GENERATOR) {
    Own generator;
    OUT(generator = generator_new(frame->function));
    if (UNLIKELY(!generator)) goto error;
    SAVE();
    OBJECT_ROOT->recursion_depth--;
    Frame *empty = frame;
    THREAD->frame = frame = empty->previous;
    generator_take_frame(AS_GENERATOR(generator), empty);
    if (empty->is_entry) {
        frame_leave_shell(empty);
        return generator;
    }
    frame_pop(THREAD, empty);
    *frame->stack_pointer++ = generator;
    goto resume_frame;
}

TARGET(YIELD_VALUE) {
    Object *value = POP();
    SAVE();
    TRACE_RETURN(value); /* may move the frame to another line */
    OBJECT_ROOT->recursion_depth--;
    frame_generator(frame)->state = GENERATOR_SUSPENDED;
    THREAD->frame = frame->previous;
    return value;
}

TARGET(SEND) {
    Object *value = POP(), *receiver = TOP();
    Own result;
    SendResult outcome;
    OUT(outcome = eval_send(frame, receiver, value, &result));
    RELEASE(value);
    if (UNLIKELY(outcome == SEND_ERROR)) goto error;
    if (outcome == SEND_NEXT) {
        PUSH(result);
        NEXT();
    }
    TOP() = result;
    RELEASE(receiver);
    ip += oparg;
    NEXT();
}

#define REPLACE_TOP(name, function)                                                                            \
    TARGET(name) {                                                                                             \
        Object *value = TOP();                                                                                 \
        Own result;                                                                                            \
        OUT(result = function);                                                                                \
        TOP() = result;                                                                                        \
        RELEASE(value);                                                                                        \
        if (UNLIKELY(!result)) goto error;                                                                     \
        NEXT();                                                                                                \
    }
REPLACE_TOP(GET_YIELD_FROM_ITER, eval_yield_from_iter(frame, value))
REPLACE_TOP(GET_AWAITABLE, eval_awaitable(value, oparg))
REPLACE_TOP(GET_AITER, eval_async_iter(value))
REPLACE_TOP(ASYNC_GEN_WRAP, async_generator_wrap(value))
#undef REPLACE_TOP

TARGET(GET_ANEXT) {
    Own awaitable;
    OUT(awaitable = eval_async_next(TOP()));
    if (UNLIKELY(!awaitable)) goto error;
    PUSH(awaitable);
    NEXT();
}

TARGET(END_ASYNC_FOR) {
    Object *exception = POP();
    if (!exception_matches(exception, &EXC(StopAsyncIteration)->ob_base.ob_base)) {
        SAVE();
        error_restore(exception);
        goto unwind;
    }
    RELEASE(exception);
    Object *iterator = POP();
    RELEASE(iterator);
    NEXT();
}

TARGET(PRINT_EXPR) {
    Object *value = TOP();
    bool printed;
    OUT(printed = eval_print_expression(value));
    DROP(1);
    RELEASE(value);
    if (UNLIKELY(!printed)) goto error;
    NEXT();
}
