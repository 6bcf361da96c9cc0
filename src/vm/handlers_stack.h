/* handlers_stack.h: moving values between stack, locals, cells and constants. Included by eval.c into the
 * loop. */

TARGET(NOP) { NEXT(); }

/* Never executed: they stand behind the instructions that use them. */
TARGET(CACHE) { goto target_unknown; }

TARGET(EXTENDED_ARG) {
    COUNT_SECOND(ip);
    oparg = oparg << 8 | ip->oparg;
    opcode = opcode_info[ip->opcode].base;
    ip++;
    GOTO_OPCODE();
}

TARGET(EXTENDED_ARG_QUICK) {
    COUNT_SECOND(ip);
    oparg = oparg << 8 | ip->oparg;
    opcode = ip->opcode;
    ip++;
    GOTO_OPCODE();
}

TARGET(POP_TOP) {
    Object *value = POP();
    RELEASE(value);
    NEXT();
}

TARGET(PUSH_NULL) {
    PUSH(NULL);
    NEXT();
}

TARGET(COPY) {
    Object *value = PEEK(oparg);
    PUSH(own(value));
    NEXT();
}

TARGET(SWAP) {
    Object *top = TOP();
    TOP() = PEEK(oparg);
    PEEK(oparg) = top;
    NEXT();
}

/* --- constants and fast locals ---------------------------------------------------------------------- */

TARGET(LOAD_CONST) {
    PUSH(own(CONST(oparg)));
    NEXT();
}

TARGET(LOAD_CLOSURE)
TARGET(LOAD_FAST) {
    Object *value = LOCAL(oparg);
    if (UNLIKELY(!value)) goto unbound_local;
    PUSH(own(value));
    NEXT();
}

TARGET(STORE_FAST) {
    Object *old = LOCAL(oparg);
    LOCAL(oparg) = POP();
    RELEASE_MAYBE(old);
    NEXT();
}

TARGET(DELETE_FAST) {
    Object *old = LOCAL(oparg);
    if (UNLIKELY(!old)) goto unbound_local;
    LOCAL(oparg) = NULL;
    RELEASE(old);
    NEXT();
}

/* Pairs that are frequent enough to be one. An error in the second half is reported at the first, as in
 * CPython. */
TARGET(LOAD_FAST__LOAD_FAST) {
    Object *first = LOCAL(oparg);
    if (UNLIKELY(!first)) goto unbound_local;
    PUSH(own(first));
    COUNT_SECOND(ip);
    oparg = ip->oparg;
    ip++;
    Object *second = LOCAL(oparg);
    if (UNLIKELY(!second)) goto unbound_local_in_second;
    PUSH(own(second));
    NEXT();
}

TARGET(LOAD_FAST__LOAD_CONST) {
    Object *first = LOCAL(oparg);
    if (UNLIKELY(!first)) goto unbound_local;
    PUSH(own(first));
    COUNT_SECOND(ip);
    oparg = ip->oparg;
    ip++;
    PUSH(own(CONST(oparg)));
    NEXT();
}

TARGET(LOAD_CONST__LOAD_FAST) {
    PUSH(own(CONST(oparg)));
    COUNT_SECOND(ip);
    oparg = ip->oparg;
    ip++;
    Object *second = LOCAL(oparg);
    if (UNLIKELY(!second)) goto unbound_local_in_second;
    PUSH(own(second));
    NEXT();
}

TARGET(STORE_FAST__LOAD_FAST) {
    Object *old = LOCAL(oparg);
    LOCAL(oparg) = POP();
    RELEASE_MAYBE(old);
    COUNT_SECOND(ip);
    oparg = ip->oparg;
    ip++;
    Object *second = LOCAL(oparg);
    if (UNLIKELY(!second)) goto unbound_local_in_second;
    PUSH(own(second));
    NEXT();
}

TARGET(STORE_FAST__STORE_FAST) {
    Object *old = LOCAL(oparg);
    LOCAL(oparg) = POP();
    RELEASE_MAYBE(old);
    COUNT_SECOND(ip);
    oparg = ip->oparg;
    Object *second = LOCAL(oparg);
    LOCAL(oparg) = POP();
    RELEASE_MAYBE(second);
    ip++;
    NEXT();
}

/* --- cells ------------------------------------------------------------------------------------------ */

TARGET(MAKE_CELL) {
    Object *initial = LOCAL(oparg);
    Own cell;
    OUT(cell = cell_new(initial));
    if (UNLIKELY(!cell)) goto error;
    LOCAL(oparg) = cell;
    RELEASE_MAYBE(initial);
    NEXT();
}

TARGET(COPY_FREE_VARS) {
    Object *const *cells = AS_TUPLE(frame->function->closure)->items;
    Object **slots = &LOCAL(frame->code->nlocals + frame->code->nplaincellvars);
    for (isize i = 0; i < oparg; i++) slots[i] = own(cells[i]);
    NEXT();
}

TARGET(LOAD_DEREF) {
    Object *value = AS_CELL(LOCAL(oparg))->value;
    if (UNLIKELY(!value)) goto unbound_free;
    PUSH(own(value));
    NEXT();
}

TARGET(STORE_DEREF) {
    Cell *cell = AS_CELL(LOCAL(oparg));
    Object *old = cell->value;
    cell->value = POP();
    RELEASE_MAYBE(old);
    NEXT();
}

TARGET(DELETE_DEREF) {
    Cell *cell = AS_CELL(LOCAL(oparg));
    Object *old = cell->value;
    if (UNLIKELY(!old)) goto unbound_free;
    cell->value = NULL;
    RELEASE(old);
    NEXT();
}

TARGET(LOAD_CLASSDEREF) {
    Own value;
    OUT(value = eval_load_class_deref(frame, oparg));
    if (UNLIKELY(!value)) goto error;
    PUSH(value);
    NEXT();
}
