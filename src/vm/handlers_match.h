/* handlers_match.h: structural pattern matching. Included by eval.c into the loop. */

TARGET(GET_LEN) {
    Own length;
    OUT(length = eval_length(TOP()));
    if (UNLIKELY(!length)) goto error;
    PUSH(length);
    NEXT();
}

TARGET(MATCH_MAPPING) {
    PUSH(own_bool(type_has(type_of(TOP()), TYPE_MAPPING)));
    NEXT();
}

TARGET(MATCH_SEQUENCE) {
    PUSH(own_bool(type_has(type_of(TOP()), TYPE_SEQUENCE)));
    NEXT();
}

TARGET(MATCH_KEYS) {
    Own values;
    OUT(values = eval_match_keys(SECOND(), TOP()));
    if (UNLIKELY(!values)) goto error;
    PUSH(values);
    NEXT();
}

TARGET(MATCH_CLASS) {
    Object *names = TOP(), *class = SECOND(), *subject = PEEK(3);
    Own attributes;
    OUT(attributes = eval_match_class(subject, class, oparg, names));
    DROP(2);
    RELEASE(names);
    RELEASE(class);
    if (!attributes) {
        if (UNLIKELY(error_occurred())) goto error;
        attributes = own_none();
    }
    TOP() = attributes;
    RELEASE(subject);
    NEXT();
}
