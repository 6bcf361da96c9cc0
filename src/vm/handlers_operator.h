/* handlers_operator.h: operators, comparisons, subscripts. Included by eval.c into the loop. */

#define UNARY(name, function)                                                                                  \
    TARGET(name) {                                                                                             \
        Object *value = TOP();                                                                                 \
        Own result;                                                                                            \
        OUT(result = function(value));                                                                         \
        TOP() = result;                                                                                        \
        RELEASE(value);                                                                                        \
        if (UNLIKELY(!result)) goto error;                                                                     \
        NEXT();                                                                                                \
    }
UNARY(UNARY_POSITIVE, number_positive)
UNARY(UNARY_NEGATIVE, number_negative)
UNARY(UNARY_INVERT, number_invert)
#undef UNARY

TARGET(UNARY_NOT) {
    Object *value = TOP();
    int negated;
    OUT(negated = object_not(value));
    TOP() = negated < 0 ? NULL : own_bool(negated);
    RELEASE(value);
    if (UNLIKELY(negated < 0)) goto error;
    NEXT();
}

/* --- binary operators ------------------------------------------------------------------------------- */

TARGET(BINARY_OP) {
    Object *right = TOP(), *left = SECOND();
    Own result;
    OUT(result = number_binary((BinaryOperator)oparg, left, right));
    DROP(1);
    TOP() = result;
    RELEASE(left);
    RELEASE(right);
    if (UNLIKELY(!result)) goto error;
    SKIP_CACHES(BINARY_OP);
    NEXT();
}

ADAPTIVE(BINARY_OP, specialize_binary_op(SECOND(), TOP(), ip, oparg, frame->slots))

#define BINARY_NUMBERS(name, is_exact, function)                                                               \
    TARGET(BINARY_OP_##name) {                                                                                 \
        Object *right = TOP(), *left = SECOND();                                                               \
        DEOPT_IF(!is_exact(left));                                                                             \
        DEOPT_IF(type_of(right) != type_of(left));                                                             \
        SAVE_PLACE();                                                                                          \
        Own result = function(left, right);                                                                    \
        if (UNLIKELY(!result)) goto error;                                                                     \
        DROP(1);                                                                                               \
        TOP() = result;                                                                                        \
        RELEASE_NUMBER(right);                                                                                 \
        RELEASE_NUMBER(left);                                                                                  \
        SKIP_CACHES(BINARY_OP);                                                                                \
        NEXT();                                                                                                \
    }
BINARY_NUMBERS(ADD_INT, is_exact_int, quick_int_add)
BINARY_NUMBERS(SUBTRACT_INT, is_exact_int, quick_int_subtract)
BINARY_NUMBERS(MULTIPLY_INT, is_exact_int, quick_int_multiply)
#undef BINARY_NUMBERS

#define BINARY_FLOATS(name, operator)                                                                          \
    TARGET(BINARY_OP_##name) {                                                                                 \
        Object *right = TOP(), *left = SECOND();                                                               \
        DEOPT_IF(!is_exact_float(left));                                                                       \
        DEOPT_IF(!is_exact_float(right));                                                                      \
        SAVE_PLACE();                                                                                          \
        Own result = float_new(AS_FLOAT(left)->value operator AS_FLOAT(right)->value);                         \
        if (UNLIKELY(!result)) goto error;                                                                     \
        DROP(1);                                                                                               \
        TOP() = result;                                                                                        \
        RELEASE_NUMBER(right);                                                                                 \
        RELEASE_NUMBER(left);                                                                                  \
        SKIP_CACHES(BINARY_OP);                                                                                \
        NEXT();                                                                                                \
    }
BINARY_FLOATS(ADD_FLOAT, +)
BINARY_FLOATS(SUBTRACT_FLOAT, -)
BINARY_FLOATS(MULTIPLY_FLOAT, *)
#undef BINARY_FLOATS

TARGET(BINARY_OP_ADD_UNICODE) {
    Object *right = TOP(), *left = SECOND();
    DEOPT_IF(!is_exact_str(left));
    DEOPT_IF(type_of(right) != type_of(left));
    SAVE_PLACE();
    Own result = str_concat(left, right);
    DROP(1);
    TOP() = result;
    RELEASE_STR(left);
    RELEASE_STR(right);
    if (UNLIKELY(!result)) goto error;
    SKIP_CACHES(BINARY_OP);
    NEXT();
}

/* s = s + x, where the STORE_FAST follows at once: the local gives its reference up, so that the text can grow
 * in place. Between the two halves the local is empty. */
TARGET(BINARY_OP_INPLACE_ADD_UNICODE) {
    Object *right = TOP(), *left = SECOND();
    DEOPT_IF(!is_exact_str(left));
    DEOPT_IF(type_of(right) != type_of(left));
    CodeUnit *store = ip + CACHES_BINARY_OP;
    Object **local = &LOCAL(store->oparg);
    DEOPT_IF(*local != left);
    *local = NULL;
    RELEASE_SHARED(left);
    Object *text = left;
    DROP(1);
    SAVE_PLACE();
    str_append(&text, right);
    TOP() = text;
    RELEASE_STR(right);
    if (UNLIKELY(!text)) goto error;
    COUNT_SECOND(store);
    DROP(1);
    LOCAL(store->oparg) = text;
    ip = store + 1;
    NEXT();
}

/* --- comparisons ------------------------------------------------------------------------------------ */

TARGET(COMPARE_OP) {
    Object *right = TOP(), *left = SECOND();
    Own result;
    OUT(result = object_compare(left, right, (CompareOp)oparg));
    DROP(1);
    TOP() = result;
    RELEASE(left);
    RELEASE(right);
    if (UNLIKELY(!result)) goto error;
    SKIP_CACHES(COMPARE_OP);
    NEXT();
}

ADAPTIVE(COMPARE_OP, specialize_compare_op(SECOND(), TOP(), ip, oparg))

/* A comparison and the conditional jump behind it. `sign`: 1 less, 2 equal, 4 greater; the cache has a mask of
 * the answers at which to jump, three bits higher where the jump goes back. The answer is put on the stack only
 * if somebody stops between the two. */
#define COMPARE_AND_JUMP(sign, RELEASE_KIND)                                                                   \
    do {                                                                                                       \
        CodeUnit *own_unit = ip - 1, *jump = ip + CACHES_COMPARE_OP;                                           \
        int taken = ((sign)*9) & CACHE(CompareCache)->mask;                                                    \
        DROP(2);                                                                                               \
        RELEASE_KIND(left);                                                                                    \
        RELEASE_KIND(right);                                                                                   \
        if (UNLIKELY(--countdown < 0) && !PASSES(jump)) {                                                      \
            STOP_BETWEEN(own_bool(!taken != jump_if_true(jump)), jump);                                        \
        }                                                                                                      \
        ip = jump + 1;                                                                                         \
        if (taken >= 8) {                                                                                      \
            ip -= jump->oparg;                                                                                 \
            CHECK_EVAL_BREAKER(own_unit);                                                                      \
        } else if (taken) {                                                                                    \
            ip += jump->oparg;                                                                                 \
        }                                                                                                      \
        NEXT();                                                                                                \
    } while (0)

TARGET(COMPARE_OP_INT_JUMP) {
    Object *right = TOP(), *left = SECOND();
    DEOPT_IF(!is_exact_int(left));
    DEOPT_IF(!is_exact_int(right));
    DEOPT_IF(!int_is_compact(left));
    DEOPT_IF(!int_is_compact(right));
    i64 a = int_compact_value(left), b = int_compact_value(right);
    COMPARE_AND_JUMP(a < b ? 1 : a == b ? 2 : 4, RELEASE_NUMBER);
}

TARGET(COMPARE_OP_FLOAT_JUMP) {
    Object *right = TOP(), *left = SECOND();
    DEOPT_IF(!is_exact_float(left));
    DEOPT_IF(!is_exact_float(right));
    double a = AS_FLOAT(left)->value, b = AS_FLOAT(right)->value;
    DEOPT_IF(a != a);
    DEOPT_IF(b != b);
    COMPARE_AND_JUMP(a < b ? 1 : a == b ? 2 : 4, RELEASE_NUMBER);
}

TARGET(COMPARE_OP_STR_JUMP) {
    Object *right = TOP(), *left = SECOND();
    DEOPT_IF(!is_exact_str(left));
    DEOPT_IF(!is_exact_str(right));
    bool equal = left == right || str_equal(left, right);
    COMPARE_AND_JUMP(equal ? 2 : 1, RELEASE_STR);
}

TARGET(IS_OP) {
    Object *right = TOP(), *left = SECOND();
    bool answer = (left == right) != oparg;
    DROP(1);
    TOP() = own_bool(answer);
    RELEASE(left);
    RELEASE(right);
    NEXT();
}

TARGET(CONTAINS_OP) {
    Object *right = TOP(), *left = SECOND();
    int found;
    OUT(found = object_contains(right, left));
    DROP(2);
    RELEASE(left);
    RELEASE(right);
    if (UNLIKELY(found < 0)) goto error;
    PUSH(own_bool(found != oparg));
    NEXT();
}

/* --- subscripts ------------------------------------------------------------------------------------- */

TARGET(BINARY_SUBSCR) {
    Object *key = TOP(), *container = SECOND();
    Own item;
    OUT(item = object_get_item(container, key));
    DROP(1);
    TOP() = item;
    RELEASE(container);
    RELEASE(key);
    if (UNLIKELY(!item)) goto error;
    SKIP_CACHES(BINARY_SUBSCR);
    NEXT();
}

ADAPTIVE(BINARY_SUBSCR, specialize_binary_subscr(SECOND(), TOP(), ip))

#define SUBSCRIPT_INT(name, is_exact, AS_TYPE_OF, length)                                                      \
    TARGET(BINARY_SUBSCR_##name) {                                                                             \
        Object *key = TOP(), *container = SECOND();                                                            \
        DEOPT_IF(!is_exact_int(key));                                                                          \
        DEOPT_IF(!is_exact(container));                                                                        \
        DEOPT_IF((usize)size_of(key) > 1); /* negative, or more than one digit */                              \
        isize index = size_of(key) ? (isize)AS_INT(key)->digits[0] : 0;                                        \
        DEOPT_IF(index >= length(container));                                                                  \
        Object *item = own(AS_TYPE_OF(container)->items[index]);                                               \
        DROP(1);                                                                                               \
        TOP() = item;                                                                                          \
        RELEASE_NUMBER(key);                                                                                   \
        RELEASE(container);                                                                                    \
        SKIP_CACHES(BINARY_SUBSCR);                                                                            \
        NEXT();                                                                                                \
    }
SUBSCRIPT_INT(LIST_INT, is_exact_list, AS_LIST, list_length)
SUBSCRIPT_INT(TUPLE_INT, is_exact_tuple, AS_TUPLE, tuple_length)
#undef SUBSCRIPT_INT

TARGET(BINARY_SUBSCR_DICT) {
    Object *key = TOP(), *container = SECOND();
    DEOPT_IF(!is_exact_dict(container));
    Ref item;
    OUT(item = dict_get(container, key); if (!item && !error_occurred()) error_set_key(key));
    if (UNLIKELY(!item)) goto error;
    own(item);
    DROP(1);
    TOP() = (Object *)item;
    RELEASE(key);
    RELEASE(container);
    SKIP_CACHES(BINARY_SUBSCR);
    NEXT();
}

/* A class's __getitem__ written in Python: its frame is pushed at once. */
TARGET(BINARY_SUBSCR_GETITEM) {
    Object *key = TOP(), *container = SECOND();
    const SubscriptCache *cache = CACHE(SubscriptCache);
    DEOPT_IF(type_of(container)->version != cache_read_u32(cache->type_version));
    Object *getitem = type_of(container)->specialization.getitem;
    Function *function = AS_FUNCTION(getitem);
    DEOPT_IF(function->version != cache->function_version);
    Frame *callee;
    OUT(callee = frame_push(THREAD, AS_FUNCTION(own(getitem)), NULL));
    if (UNLIKELY(!callee)) goto error;
    DROP(2);
    callee->slots[0] = container;
    callee->slots[1] = key;
    SKIP_CACHES(BINARY_SUBSCR);
    frame->last = ip - 1;
    frame->stack_pointer = sp;
    callee->previous = frame;
    THREAD->frame = frame = callee;
    goto start_frame;
}

TARGET(STORE_SUBSCR) {
    Object *key = TOP(), *container = SECOND(), *value = PEEK(3);
    bool stored;
    OUT(stored = object_set_item(container, key, value));
    DROP(3);
    RELEASE(value);
    RELEASE(container);
    RELEASE(key);
    if (UNLIKELY(!stored)) goto error;
    SKIP_CACHES(STORE_SUBSCR);
    NEXT();
}

ADAPTIVE(STORE_SUBSCR, specialize_store_subscr(SECOND(), TOP(), ip))

TARGET(STORE_SUBSCR_LIST_INT) {
    Object *key = TOP(), *list = SECOND();
    DEOPT_IF(!is_exact_int(key));
    DEOPT_IF(!is_exact_list(list));
    DEOPT_IF((usize)size_of(key) > 1);
    isize index = size_of(key) ? (isize)AS_INT(key)->digits[0] : 0;
    DEOPT_IF(index >= list_length(list));
    Object **slot = &AS_LIST(list)->items[index], *old = *slot;
    *slot = PEEK(3);
    DROP(3);
    RELEASE(old);
    RELEASE_NUMBER(key);
    RELEASE(list);
    SKIP_CACHES(STORE_SUBSCR);
    NEXT();
}

TARGET(STORE_SUBSCR_DICT) {
    Object *key = TOP(), *dict = SECOND(), *value = PEEK(3);
    DEOPT_IF(!is_exact_dict(dict));
    bool stored;
    DROP(3);
    OUT(stored = dict_set_take(dict, key, value));
    RELEASE(dict);
    if (UNLIKELY(!stored)) goto error;
    SKIP_CACHES(STORE_SUBSCR);
    NEXT();
}

TARGET(DELETE_SUBSCR) {
    Object *key = TOP(), *container = SECOND();
    bool deleted;
    OUT(deleted = object_delete_item(container, key));
    DROP(2);
    RELEASE(container);
    RELEASE(key);
    if (UNLIKELY(!deleted)) goto error;
    NEXT();
}
