/* handlers_build.h: making containers and strings, filling and unpacking them. Included by eval.c into the
 * loop. */

TARGET(BUILD_TUPLE) {
    Own tuple;
    DROP(oparg);
    OUT(tuple = tuple_from_array_own(sp, oparg));
    if (UNLIKELY(!tuple)) goto error;
    PUSH(tuple);
    NEXT();
}

TARGET(BUILD_LIST) {
    Own list;
    OUT(list = list_new(oparg));
    if (UNLIKELY(!list)) goto error;
    DROP(oparg);
    for (isize i = 0; i < oparg; i++) list_fill(list, i, sp[i]);
    PUSH(list);
    NEXT();
}

TARGET(LIST_TO_TUPLE) {
    Object *list = TOP();
    Own tuple;
    OUT(tuple = list_as_tuple(list));
    TOP() = tuple;
    RELEASE(list);
    if (UNLIKELY(!tuple)) goto error;
    NEXT();
}

TARGET(BUILD_SET) {
    Own set;
    bool filled = true;
    OUT(set = set_new(NULL));
    if (UNLIKELY(!set)) goto error;
    for (isize i = oparg; i > 0; i--) {
        Object *item = PEEK(i);
        if (filled) OUT(filled = set_add(set, item));
        PEEK(i) = NULL; /* each one leaves the stack before the next is added */
        RELEASE(item);
    }
    DROP(oparg);
    if (UNLIKELY(!filled)) {
        RELEASE(set);
        goto error;
    }
    PUSH(set);
    NEXT();
}

TARGET(BUILD_MAP) {
    Own dict;
    OUT(dict = eval_build_map(sp - 2 * oparg, oparg));
    if (UNLIKELY(!dict)) goto error;
    for (isize i = 0; i < 2 * oparg; i++) {
        Object *item = POP();
        RELEASE(item);
    }
    PUSH(dict);
    NEXT();
}

TARGET(BUILD_CONST_KEY_MAP) {
    Own dict;
    OUT(dict = eval_build_const_key_map(TOP(), sp - 1 - oparg, oparg));
    if (UNLIKELY(!dict)) goto error;
    for (isize i = 0; i <= oparg; i++) {
        Object *item = POP();
        RELEASE(item);
    }
    PUSH(dict);
    NEXT();
}

TARGET(BUILD_STRING) {
    Own text;
    OUT(text = str_join_array(OBJECT_ROOT->empty_str, (Ref const *)(sp - oparg), oparg));
    if (UNLIKELY(!text)) goto error;
    for (isize i = 0; i < oparg; i++) {
        Object *part = POP();
        RELEASE(part);
    }
    PUSH(text);
    NEXT();
}

TARGET(BUILD_SLICE) {
    Object *step = oparg == 3 ? TOP() : NULL, *stop = PEEK(oparg - 1), *start = PEEK(oparg);
    Own slice;
    OUT(slice = slice_new(start, stop, step));
    DROP(oparg - 1);
    TOP() = slice;
    RELEASE(start);
    RELEASE(stop);
    RELEASE_MAYBE(step);
    if (UNLIKELY(!slice)) goto error;
    NEXT();
}

TARGET(FORMAT_VALUE) {
    Object *spec = oparg & 4 ? TOP() : NULL, *value = spec ? SECOND() : TOP();
    Own text;
    OUT(text = eval_format_value(value, spec, oparg & 3));
    if (spec) DROP(1);
    TOP() = text;
    RELEASE(value);
    RELEASE_MAYBE(spec);
    if (UNLIKELY(!text)) goto error;
    NEXT();
}

/* --- filling: comprehensions, and displays with * and ** -------------------------------------------- */

TARGET(LIST_APPEND) {
    Object *item = POP();
    bool appended = list_append(PEEK(oparg), item);
    if (UNLIKELY(!appended)) goto error;
    NEXT();
}

TARGET(SET_ADD) {
    Object *item = TOP();
    bool added;
    OUT(added = set_add(PEEK(oparg + 1), item));
    DROP(1);
    RELEASE(item);
    if (UNLIKELY(!added)) goto error;
    NEXT();
}

TARGET(MAP_ADD) {
    Object *value = TOP(), *key = SECOND();
    bool added;
    DROP(2);
    OUT(added = dict_set_take(PEEK(oparg), key, value));
    if (UNLIKELY(!added)) goto error;
    NEXT();
}

#define FILL(name, function)                                                                                   \
    TARGET(name) {                                                                                             \
        Object *items = TOP();                                                                                 \
        bool done;                                                                                             \
        OUT(done = function);                                                                                  \
        DROP(1);                                                                                               \
        RELEASE(items);                                                                                        \
        if (UNLIKELY(!done)) goto error;                                                                       \
        NEXT();                                                                                                \
    }
FILL(LIST_EXTEND, eval_list_extend(PEEK(oparg + 1), items))
FILL(SET_UPDATE, set_update(PEEK(oparg + 1), items))
FILL(DICT_UPDATE, eval_dict_update(PEEK(oparg + 1), items))
FILL(DICT_MERGE, eval_dict_merge(PEEK(oparg + 1), items, PEEK(oparg + 3)))
#undef FILL

/* --- unpacking -------------------------------------------------------------------------------------- */

TARGET(UNPACK_SEQUENCE) {
    Object *sequence = POP();
    bool unpacked;
    OUT(unpacked = eval_unpack(sequence, oparg, -1, sp + oparg));
    if (unpacked) sp += oparg;
    RELEASE(sequence);
    if (UNLIKELY(!unpacked)) goto error;
    SKIP_CACHES(UNPACK_SEQUENCE);
    NEXT();
}

ADAPTIVE(UNPACK_SEQUENCE, specialize_unpack_sequence(TOP(), ip, oparg))

TARGET(UNPACK_SEQUENCE_TWO_TUPLE) {
    Object *sequence = TOP();
    DEOPT_IF(!is_exact_tuple(sequence));
    DEOPT_IF(tuple_length(sequence) != 2);
    TOP() = own(tuple_get(sequence, 1));
    PUSH(own(tuple_get(sequence, 0)));
    RELEASE(sequence);
    SKIP_CACHES(UNPACK_SEQUENCE);
    NEXT();
}

#define UNPACK(name, is_exact, length, items_of)                                                               \
    TARGET(UNPACK_SEQUENCE_##name) {                                                                           \
        Object *sequence = TOP();                                                                              \
        DEOPT_IF(!is_exact(sequence));                                                                         \
        DEOPT_IF(length(sequence) != oparg);                                                                   \
        DROP(1);                                                                                               \
        Object *const *items = items_of(sequence)->items;                                                      \
        for (isize i = oparg; i > 0; i--) PUSH(own(items[i - 1]));                                             \
        RELEASE(sequence);                                                                                     \
        SKIP_CACHES(UNPACK_SEQUENCE);                                                                          \
        NEXT();                                                                                                \
    }
UNPACK(TUPLE, is_exact_tuple, tuple_length, AS_TUPLE)
UNPACK(LIST, is_exact_list, list_length, AS_LIST)
#undef UNPACK

TARGET(UNPACK_EX) {
    int before = oparg & 0xFF, after = oparg >> 8;
    Object *sequence = POP();
    bool unpacked;
    OUT(unpacked = eval_unpack(sequence, before, after, sp + before + 1 + after));
    if (unpacked) sp += before + 1 + after;
    RELEASE(sequence);
    if (UNLIKELY(!unpacked)) goto error;
    NEXT();
}
