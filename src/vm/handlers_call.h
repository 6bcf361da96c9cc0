/* handlers_call.h: calls. Included by eval.c into the loop.
 *
 *     stack:  ... method self  arg 1 ... arg n        after LOAD_METHOD found a function
 *             ... NULL   callable arg 1 ... arg n     otherwise
 *
 * PRECALL unpacks bound methods, CALL calls. A specialised PRECALL knows the callable so well that it does
 * CALL's work too; then both are counted. A function written in Python gets its frame pushed and the loop goes
 * on in it. */

TARGET(KW_NAMES) {
    kwnames = CONST(oparg);
    NEXT();
}

TARGET(PRECALL) {
    Object *callable = TOP_CALLABLE(oparg);
    if (!PEEK(oparg + 2) && is_method(callable)) {
        Object *function = own(AS_METHOD(callable)->function), *self = own(AS_METHOD(callable)->self);
        PEEK(oparg + 1) = self;
        PEEK(oparg + 2) = function;
        RELEASE(callable);
    }
    SKIP_CACHES(PRECALL);
    NEXT();
}

ADAPTIVE(PRECALL, specialize_precall(TOP_CALLABLE(oparg), ip, oparg + !!PEEK(oparg + 2), kwnames, oparg))

TARGET(PRECALL_BOUND_METHOD) {
    Object *callable = PEEK(oparg + 1);
    DEOPT_IF(PEEK(oparg + 2));
    DEOPT_IF(!is_method(callable));
    Object *function = own(AS_METHOD(callable)->function), *self = own(AS_METHOD(callable)->self);
    PEEK(oparg + 1) = self;
    PEEK(oparg + 2) = function;
    RELEASE(callable);
    SKIP_CACHES(PRECALL);
    NEXT();
}

TARGET(PRECALL_PYFUNC) {
    DEOPT_IF(!is_function(TOP_CALLABLE(oparg)));
    SKIP_CACHES(PRECALL);
    NEXT();
}

/* --- CALL ------------------------------------------------------------------------------------------- */

TARGET(CALL) {
    Object *callable;
    isize total;
    callable = TOP_CALLABLE(oparg);
    total = oparg + !!PEEK(oparg + 2);
    isize positional = total - (kwnames ? tuple_length(kwnames) : 0);
    if (is_function(callable)) {
        Function *function = AS_FUNCTION(callable);
        Own locals = function->code->flags & CODE_OPTIMIZED ? NULL : own(function->globals);
        Frame *callee;
        DROP(oparg + 2);
        OUT(callee = function_frame(THREAD, callable, locals, sp + oparg + 2 - total, positional, kwnames));
        kwnames = NULL;
        if (UNLIKELY(!callee)) goto error;
        SKIP_CACHES(CALL);
        frame->last = ip - 1;
        frame->stack_pointer = sp;
        callee->previous = frame;
        THREAD->frame = frame = callee;
        goto start_frame;
    }
    Own result;
    OUT(result = UNLIKELY(VM_ROOT->tracing)
                     ? eval_call_traced(frame, callable, (Ref const *)(sp - total), positional, kwnames)
                     : object_call(callable, (Ref const *)(sp - total), positional, kwnames));
    kwnames = NULL;
    sp -= oparg + 2;
    RELEASE(callable);
    for (isize i = oparg + 2 - total; i < oparg + 2; i++) {
        Object *argument = sp[i];
        RELEASE(argument);
    }
    PUSH(result);
    if (UNLIKELY(!result)) goto error;
    CodeUnit *unit = ip - 1;
    SKIP_CACHES(CALL);
    CHECK_EVAL_BREAKER(unit);
    NEXT();
}

ADAPTIVE(CALL, specialize_call(TOP_CALLABLE(oparg), ip, oparg + !!PEEK(oparg + 2), kwnames))

TARGET(CALL_PY_EXACT_ARGS) {
    isize total = oparg + !!PEEK(oparg + 2);
    Object *callable = TOP_CALLABLE(oparg);
    const CallCache *cache = CACHE(CallCache);
    DEOPT_IF(!is_function(callable));
    Function *function = AS_FUNCTION(callable);
    DEOPT_IF(function->version != cache_read_u32(cache->function_version));
    Code *code = function->code;
    DEOPT_IF(code->argcount != total);
    Frame *callee = frame_alloc(THREAD, frame_words(code));
    if (UNLIKELY(!callee)) goto error;
    frame_init(callee, function, NULL);
    DROP(oparg + 2);
    Object **arguments = sp + oparg + 2 - total;
    for (isize i = 0; i < total; i++) callee->slots[i] = arguments[i];
    for (isize i = total; i < code->nlocalsplus; i++) callee->slots[i] = NULL;
    SKIP_CACHES(CALL);
    frame->last = ip - 1;
    frame->stack_pointer = sp;
    callee->previous = frame;
    THREAD->frame = frame = callee;
    goto start_frame;
}

TARGET(CALL_PY_WITH_DEFAULTS) {
    isize total = oparg + !!PEEK(oparg + 2);
    Object *callable = TOP_CALLABLE(oparg);
    const CallCache *cache = CACHE(CallCache);
    DEOPT_IF(!is_function(callable));
    Function *function = AS_FUNCTION(callable);
    DEOPT_IF(function->version != cache_read_u32(cache->function_version));
    Code *code = function->code;
    DEOPT_IF(total > code->argcount);
    isize least = cache->min_args;
    DEOPT_IF(least > total);
    Frame *callee = frame_alloc(THREAD, frame_words(code));
    if (UNLIKELY(!callee)) goto error;
    frame_init(callee, function, NULL);
    DROP(oparg + 2);
    Object **arguments = sp + oparg + 2 - total;
    for (isize i = 0; i < total; i++) callee->slots[i] = arguments[i];
    for (isize i = total; i < code->argcount; i++) {
        callee->slots[i] = own(tuple_get(function->defaults, i - least));
    }
    for (isize i = code->argcount; i < code->nlocalsplus; i++) callee->slots[i] = NULL;
    SKIP_CACHES(CALL);
    frame->last = ip - 1;
    frame->stack_pointer = sp;
    callee->previous = frame;
    THREAD->frame = frame = callee;
    goto start_frame;
}

/* f(*args), f(**kwargs) */
TARGET(CALL_FUNCTION_EX) {
    Object *kwargs = oparg & 1 ? TOP() : NULL, *args = PEEK(1 + (oparg & 1)), *callable = PEEK(2 + (oparg & 1));
    if (!is_exact_tuple(args)) {
        Own tuple;
        OUT(tuple = eval_call_arguments(callable, args));
        if (UNLIKELY(!tuple)) goto error;
        PEEK(1 + (oparg & 1)) = tuple;
        RELEASE(args);
        args = tuple;
    }
    Own result;
    OUT(result = UNLIKELY(VM_ROOT->tracing) ? eval_call_tuple_traced(frame, callable, args, kwargs)
                                            : object_call_tuple(callable, args, kwargs));
    DROP(2 + (oparg & 1));
    TOP() = result;
    RELEASE(callable);
    RELEASE(args);
    RELEASE_MAYBE(kwargs);
    if (UNLIKELY(!result)) goto error;
    CHECK_EVAL_BREAKER(ip - 1);
    NEXT();
}

/* --- calls of native code that PRECALL does at once ------------------------------------------------- */

/* The guesses have held: CALL begins. */
#define CALL_BEGINS() COUNT_SECOND(ip + CACHES_PRECALL)
/* The arguments go, then the result takes the place of `method self` or `NULL callable`. */
#define CALL_ENDS(result, breaker)                                                                             \
    do {                                                                                                       \
        CodeUnit *own_unit = ip - 1;                                                                           \
        if (UNLIKELY(!(result))) goto error;                                                                   \
        ip += CACHES_PRECALL + 1 + CACHES_CALL;                                                                \
        if (breaker) CHECK_EVAL_BREAKER(own_unit);                                                             \
        NEXT();                                                                                                \
    } while (0)

/* One positional argument of a type's call. */
#define CALL_TYPE_WITH_ONE(name, ID, make, breaker)                                                            \
    TARGET(PRECALL_##name) {                                                                                   \
        Object *callable = SECOND(), *argument = TOP();                                                        \
        DEOPT_IF(PEEK(3));                                                                                     \
        DEOPT_IF(callable != &TYPE(ID)->ob_base.ob_base);                                                      \
        CALL_BEGINS();                                                                                         \
        Own result;                                                                                            \
        OUT(result = make);                                                                                    \
        DROP(2);                                                                                               \
        TOP() = result;                                                                                        \
        RELEASE(argument);                                                                                     \
        RELEASE(callable);                                                                                     \
        CALL_ENDS(result, breaker);                                                                            \
    }
CALL_TYPE_WITH_ONE(NO_KW_TYPE_1, TYPE, own(&type_of(argument)->ob_base.ob_base), false)
CALL_TYPE_WITH_ONE(NO_KW_STR_1, STR, object_str(argument), true)
CALL_TYPE_WITH_ONE(NO_KW_TUPLE_1, TUPLE, tuple_from_iterable(argument), true)
#undef CALL_TYPE_WITH_ONE

/* Releases the arguments and the callable below them, and leaves the result. */
#define CALL_POPS(result, callable, total)                                                                     \
    do {                                                                                                       \
        isize depth = oparg + 2;                                                                               \
        sp -= depth;                                                                                           \
        for (isize i = depth - (total); i < depth; i++) {                                                      \
            Object *argument_ = sp[i];                                                                         \
            RELEASE(argument_);                                                                                \
        }                                                                                                      \
        PUSH(result);                                                                                          \
        RELEASE(callable);                                                                                     \
    } while (0)

TARGET(PRECALL_BUILTIN_CLASS) {
    isize total = oparg + !!PEEK(oparg + 2);
    Object *callable = PEEK(total + 1);
    DEOPT_IF(!is_type(callable));
    DEOPT_IF(!type_has_vectorcall(callable));
    CALL_BEGINS();
    isize positional = total - (kwnames ? tuple_length(kwnames) : 0);
    Own result;
    OUT(result = object_call(callable, (Ref const *)(sp - total), positional, kwnames));
    kwnames = NULL;
    CALL_POPS(result, callable, total);
    CALL_ENDS(result, true);
}

#define BUILTIN_OF_KIND(callable, KIND)                                                                        \
    (type_of(callable) == TYPE(BUILTIN_FUNCTION) &&                                                            \
     method_def_is(((const BuiltinFunction *)(callable))->def, (KIND)))

TARGET(PRECALL_NO_KW_BUILTIN_O) {
    isize total = oparg + !!PEEK(oparg + 2);
    DEOPT_IF(total != 1);
    Object *callable = PEEK(total + 1), *argument = TOP();
    DEOPT_IF(!BUILTIN_OF_KIND(callable, METHOD_ONE));
    CALL_BEGINS();
    const BuiltinFunction *builtin = (const BuiltinFunction *)callable;
    Own result;
    OUT(result = eval_call_one(builtin->def->one, builtin->self, argument));
    CALL_POPS(result, callable, total);
    CALL_ENDS(result, true);
}

TARGET(PRECALL_NO_KW_BUILTIN_FAST) {
    isize total = oparg + !!PEEK(oparg + 2);
    Object *callable = PEEK(total + 1);
    DEOPT_IF(!BUILTIN_OF_KIND(callable, METHOD_ARRAY));
    CALL_BEGINS();
    const BuiltinFunction *builtin = (const BuiltinFunction *)callable;
    Own result;
    OUT(result = builtin->def->array(builtin->self, (Ref const *)(sp - total), total));
    CALL_POPS(result, callable, total);
    CALL_ENDS(result, true);
}

TARGET(PRECALL_BUILTIN_FAST_WITH_KEYWORDS) {
    isize total = oparg + !!PEEK(oparg + 2);
    Object *callable = PEEK(total + 1);
    DEOPT_IF(!BUILTIN_OF_KIND(callable, METHOD_KEYWORDS));
    CALL_BEGINS();
    const BuiltinFunction *builtin = (const BuiltinFunction *)callable;
    isize positional = total - (kwnames ? tuple_length(kwnames) : 0);
    Own result;
    OUT(result = builtin->def->keywords(builtin->self, (Ref const *)(sp - total), positional, kwnames));
    kwnames = NULL;
    CALL_POPS(result, callable, total);
    CALL_ENDS(result, true);
}

TARGET(PRECALL_NO_KW_LEN) {
    isize total = oparg + !!PEEK(oparg + 2);
    DEOPT_IF(total != 1);
    Object *callable = PEEK(total + 1), *argument = TOP();
    DEOPT_IF(callable != VM_ROOT->len_function);
    CALL_BEGINS();
    isize length;
    OUT(length = object_length(argument));
    if (UNLIKELY(length < 0)) goto error;
    Own result = int_from_isize(length);
    if (UNLIKELY(!result)) goto error;
    sp -= oparg + 1;
    TOP() = result;
    RELEASE(callable);
    RELEASE(argument);
    CALL_ENDS(result, false);
}

TARGET(PRECALL_NO_KW_ISINSTANCE) {
    isize total = oparg + !!PEEK(oparg + 2);
    Object *callable = PEEK(total + 1);
    DEOPT_IF(total != 2);
    DEOPT_IF(callable != VM_ROOT->isinstance_function);
    CALL_BEGINS();
    Object *class = TOP(), *instance = SECOND();
    int answer;
    OUT(answer = object_is_instance(instance, class));
    if (UNLIKELY(answer < 0)) goto error;
    sp -= oparg + 1;
    TOP() = own_bool(answer);
    RELEASE(instance);
    RELEASE(class);
    RELEASE(callable);
    CALL_ENDS(TOP(), false);
}

/* [].append(x) as a statement: the argument's reference moves into the list, and the None that would be popped
 * at once is never pushed. The POP_TOP behind counts too. */
TARGET(PRECALL_NO_KW_LIST_APPEND) {
    Object *callable = PEEK(3), *list = SECOND();
    DEOPT_IF(callable != VM_ROOT->list_append);
    DEOPT_IF(!is_list(list));
    CALL_BEGINS();
    bool appended = list_append(list, TOP());
    DROP(1);
    if (UNLIKELY(!appended)) goto error;
    DROP(2);
    RELEASE(list);
    RELEASE(callable);
    CodeUnit *pop_top = ip + CACHES_PRECALL + 1 + CACHES_CALL;
    if (UNLIKELY(--countdown < 0) && !PASSES(pop_top)) STOP_BETWEEN(own_none(), pop_top);
    ip = pop_top + 1;
    NEXT();
}

/* --- unbound native methods ------------------------------------------------------------------------- */

#define METHOD_OF_KIND(callable, KIND)                                                                         \
    (type_of(callable) == TYPE(METHOD_DESCRIPTOR) &&                                                           \
     method_def_is((((const MethodDescriptor *)(callable))->def), (KIND)))

TARGET(PRECALL_NO_KW_METHOD_DESCRIPTOR_O) {
    isize total = oparg + !!PEEK(oparg + 2);
    Object *callable = PEEK(total + 1);
    DEOPT_IF(total != 2);
    DEOPT_IF(!METHOD_OF_KIND(callable, METHOD_ONE));
    const MethodDescriptor *method = (const MethodDescriptor *)callable;
    Object *argument = TOP(), *self = SECOND();
    DEOPT_IF(type_of(self) != method->type);
    CALL_BEGINS();
    Own result;
    OUT(result = eval_call_one(method->def->one, self, argument));
    sp -= oparg + 1;
    TOP() = result;
    RELEASE(self);
    RELEASE(argument);
    RELEASE(callable);
    CALL_ENDS(result, true);
}

TARGET(PRECALL_NO_KW_METHOD_DESCRIPTOR_NOARGS) {
    isize total = oparg + !!PEEK(oparg + 2);
    DEOPT_IF(total != 1);
    Object *callable = SECOND(), *self = TOP();
    DEOPT_IF(!METHOD_OF_KIND(callable, METHOD_NONE));
    const MethodDescriptor *method = (const MethodDescriptor *)callable;
    DEOPT_IF(type_of(self) != method->type);
    CALL_BEGINS();
    Own result;
    OUT(result = eval_call_none(method->def->none, self));
    sp -= oparg + 1;
    TOP() = result;
    RELEASE(self);
    RELEASE(callable);
    CALL_ENDS(result, true);
}

TARGET(PRECALL_NO_KW_METHOD_DESCRIPTOR_FAST) {
    isize total = oparg + !!PEEK(oparg + 2);
    Object *callable = PEEK(total + 1);
    DEOPT_IF(!METHOD_OF_KIND(callable, METHOD_ARRAY));
    const MethodDescriptor *method = (const MethodDescriptor *)callable;
    Object *self = PEEK(total);
    DEOPT_IF(type_of(self) != method->type);
    CALL_BEGINS();
    Own result;
    OUT(result = method->def->array(self, (Ref const *)(sp - total + 1), total - 1));
    CALL_POPS(result, callable, total);
    CALL_ENDS(result, true);
}

TARGET(PRECALL_METHOD_DESCRIPTOR_FAST_WITH_KEYWORDS) {
    isize total = oparg + !!PEEK(oparg + 2);
    Object *callable = PEEK(total + 1);
    DEOPT_IF(!METHOD_OF_KIND(callable, METHOD_KEYWORDS));
    const MethodDescriptor *method = (const MethodDescriptor *)callable;
    Object *self = PEEK(total);
    DEOPT_IF(type_of(self) != method->type);
    CALL_BEGINS();
    isize positional = total - 1 - (kwnames ? tuple_length(kwnames) : 0);
    Own result;
    OUT(result = method->def->keywords(self, (Ref const *)(sp - total + 1), positional, kwnames));
    kwnames = NULL;
    CALL_POPS(result, callable, total);
    CALL_ENDS(result, true);
}
