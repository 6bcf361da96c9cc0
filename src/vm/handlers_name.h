/* handlers_name.h: names that are looked up in dicts: locals of modules and classes, globals, builtins;
 * imports. Included by eval.c into the loop. */

TARGET(LOAD_NAME) {
    Own value;
    OUT(value = eval_load_name(frame, NAME_AT(oparg)));
    if (UNLIKELY(!value)) goto error;
    PUSH(value);
    NEXT();
}

TARGET(STORE_NAME) {
    Object *value = POP();
    bool stored;
    OUT(stored = eval_store_name(frame, NAME_AT(oparg), value));
    RELEASE(value);
    if (UNLIKELY(!stored)) goto error;
    NEXT();
}

TARGET(DELETE_NAME) {
    bool deleted;
    OUT(deleted = eval_delete_name(frame, NAME_AT(oparg)));
    if (UNLIKELY(!deleted)) goto error;
    NEXT();
}

TARGET(LOAD_GLOBAL) {
    Own value;
    OUT(value = eval_load_global(frame, NAME_AT(oparg >> 1)));
    if (UNLIKELY(!value)) goto error;
    if (oparg & 1) PUSH(NULL);
    PUSH(value);
    SKIP_CACHES(LOAD_GLOBAL);
    NEXT();
}

ADAPTIVE(LOAD_GLOBAL, specialize_load_global(frame->globals, frame->builtins, ip, NAME_AT(oparg >> 1)))

TARGET(LOAD_GLOBAL_MODULE) {
    DEOPT_IF(!is_exact_dict(frame->globals));
    const LoadGlobalCache *cache = CACHE(LoadGlobalCache);
    const DictKeys *keys = AS_DICT(frame->globals)->keys;
    DEOPT_IF(keys->version != cache_read_u32(cache->module_keys_version));
    Object *value = ((const DictStrEntry *)dict_keys_entries(keys))[cache->index].value;
    DEOPT_IF(!value);
    if (oparg & 1) PUSH(NULL);
    PUSH(own(value));
    SKIP_CACHES(LOAD_GLOBAL);
    NEXT();
}

TARGET(LOAD_GLOBAL_BUILTIN) {
    DEOPT_IF(!is_exact_dict(frame->globals));
    DEOPT_IF(!is_exact_dict(frame->builtins));
    const LoadGlobalCache *cache = CACHE(LoadGlobalCache);
    const DictKeys *keys = AS_DICT(frame->builtins)->keys;
    DEOPT_IF(AS_DICT(frame->globals)->keys->version != cache_read_u32(cache->module_keys_version));
    DEOPT_IF(keys->version != cache->builtin_keys_version);
    Object *value = ((const DictStrEntry *)dict_keys_entries(keys))[cache->index].value;
    DEOPT_IF(!value);
    if (oparg & 1) PUSH(NULL);
    PUSH(own(value));
    SKIP_CACHES(LOAD_GLOBAL);
    NEXT();
}

TARGET(STORE_GLOBAL) {
    Object *value = POP();
    bool stored;
    OUT(stored = dict_set(frame->globals, NAME_AT(oparg), value));
    RELEASE(value);
    if (UNLIKELY(!stored)) goto error;
    NEXT();
}

TARGET(DELETE_GLOBAL) {
    bool deleted;
    OUT(deleted = eval_delete_global(frame, NAME_AT(oparg)));
    if (UNLIKELY(!deleted)) goto error;
    NEXT();
}

TARGET(SETUP_ANNOTATIONS) {
    bool done;
    OUT(done = eval_setup_annotations(frame));
    if (UNLIKELY(!done)) goto error;
    NEXT();
}

TARGET(LOAD_BUILD_CLASS) {
    Own value;
    OUT(value = eval_load_build_class(frame));
    if (UNLIKELY(!value)) goto error;
    PUSH(value);
    NEXT();
}

TARGET(LOAD_ASSERTION_ERROR) {
    PUSH(own(&EXC(AssertionError)->ob_base.ob_base));
    NEXT();
}

/* --- imports ---------------------------------------------------------------------------------------- */

TARGET(IMPORT_NAME) {
    Object *fromlist = POP(), *level = TOP();
    Own module;
    OUT(module = eval_import_name(frame, NAME_AT(oparg), fromlist, level));
    TOP() = module;
    RELEASE(level);
    RELEASE(fromlist);
    if (UNLIKELY(!module)) goto error;
    NEXT();
}

TARGET(IMPORT_FROM) {
    Own value;
    OUT(value = import_from(TOP(), NAME_AT(oparg)));
    if (UNLIKELY(!value)) goto error;
    PUSH(value);
    NEXT();
}

TARGET(IMPORT_STAR) {
    Object *module = POP();
    bool done;
    OUT(done = eval_import_star(frame, module));
    RELEASE(module);
    if (UNLIKELY(!done)) goto error;
    NEXT();
}
