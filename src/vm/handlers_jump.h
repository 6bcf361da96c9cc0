/* handlers_jump.h: jumps and loops. Included by eval.c into the loop. */

TARGET(JUMP_FORWARD) {
    ip += oparg;
    NEXT();
}

TARGET(JUMP_BACKWARD) {
    code_warm_up(frame->code);
    goto target_JUMP_BACKWARD_QUICK;
}

TARGET(JUMP_BACKWARD_QUICK) {
    CodeUnit *unit = ip - 1;
    ip -= oparg;
    CHECK_EVAL_BREAKER(unit);
    NEXT();
}

/* In the loop of `yield from` and `await`: an interrupt is to be seen by the innermost generator. */
TARGET(JUMP_BACKWARD_NO_INTERRUPT) {
    ip -= oparg;
    NEXT();
}

/* Whether the condition on top of the stack holds. It is popped first. */
#define POP_CONDITION(holds)                                                                                   \
    do {                                                                                                       \
        Object *condition = POP();                                                                             \
        if (condition == True || condition == False) {                                                         \
            RELEASE_SHARED(condition);                                                                         \
            (holds) = condition == True;                                                                       \
        } else {                                                                                               \
            OUT((holds) = object_is_true(condition));                                                          \
            RELEASE(condition);                                                                                \
            if (UNLIKELY((holds) < 0)) goto error;                                                             \
        }                                                                                                      \
    } while (0)

TARGET(POP_JUMP_FORWARD_IF_FALSE) {
    int holds;
    POP_CONDITION(holds);
    if (!holds) ip += oparg;
    NEXT();
}

TARGET(POP_JUMP_FORWARD_IF_TRUE) {
    int holds;
    POP_CONDITION(holds);
    if (holds) ip += oparg;
    NEXT();
}

TARGET(POP_JUMP_BACKWARD_IF_FALSE) {
    CodeUnit *unit = ip - 1;
    int holds;
    POP_CONDITION(holds);
    if (!holds) {
        ip -= oparg;
        CHECK_EVAL_BREAKER(unit);
    }
    NEXT();
}

TARGET(POP_JUMP_BACKWARD_IF_TRUE) {
    CodeUnit *unit = ip - 1;
    int holds;
    POP_CONDITION(holds);
    if (holds) {
        ip -= oparg;
        CHECK_EVAL_BREAKER(unit);
    }
    NEXT();
}

TARGET(POP_JUMP_FORWARD_IF_NONE) {
    Object *value = POP();
    bool jumps = value == None;
    RELEASE(value);
    if (jumps) ip += oparg;
    NEXT();
}

TARGET(POP_JUMP_FORWARD_IF_NOT_NONE) {
    Object *value = POP();
    bool jumps = value != None;
    RELEASE(value);
    if (jumps) ip += oparg;
    NEXT();
}

TARGET(POP_JUMP_BACKWARD_IF_NONE) {
    CodeUnit *unit = ip - 1;
    Object *value = POP();
    bool jumps = value == None;
    RELEASE(value);
    if (jumps) {
        ip -= oparg;
        CHECK_EVAL_BREAKER(unit);
    }
    NEXT();
}

TARGET(POP_JUMP_BACKWARD_IF_NOT_NONE) {
    CodeUnit *unit = ip - 1;
    Object *value = POP();
    bool jumps = value != None;
    RELEASE(value);
    if (jumps) {
        ip -= oparg;
        CHECK_EVAL_BREAKER(unit);
    }
    NEXT();
}

/* `and`, `or`: the condition stays where it decides. */
#define JUMP_OR_POP(name, decides)                                                                             \
    TARGET(name) {                                                                                             \
        Object *condition = TOP();                                                                             \
        int holds = condition == True;                                                                         \
        if (condition != True && condition != False) OUT(holds = object_is_true(condition));                   \
        if (UNLIKELY(holds < 0)) goto error;                                                                   \
        if (holds == (decides)) {                                                                              \
            ip += oparg;                                                                                       \
        } else {                                                                                               \
            DROP(1);                                                                                           \
            RELEASE(condition);                                                                                \
        }                                                                                                      \
        NEXT();                                                                                                \
    }
JUMP_OR_POP(JUMP_IF_FALSE_OR_POP, 0)
JUMP_OR_POP(JUMP_IF_TRUE_OR_POP, 1)
#undef JUMP_OR_POP

/* --- loops ------------------------------------------------------------------------------------------ */

TARGET(GET_ITER) {
    Object *iterable = TOP();
    Own iterator;
    OUT(iterator = object_iter(iterable));
    TOP() = iterator;
    RELEASE(iterable);
    if (UNLIKELY(!iterator)) goto error;
    NEXT();
}

TARGET(FOR_ITER) {
    Object *iterator = TOP();
    Own item;
    OUT(item = type_of(iterator)->slots.iternext(iterator));
    if (LIKELY(item != NULL)) {
        PUSH(item);
        NEXT();
    }
    if (UNLIKELY(error_occurred())) {
        if (!error_matches(EXC(StopIteration))) goto error;
        if (UNLIKELY(VM_ROOT->tracing)) OUT(trace_exception(frame));
        OUT(error_clear());
    }
    DROP(1);
    RELEASE(iterator);
    ip += oparg;
    NEXT();
}
