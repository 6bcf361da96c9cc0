/* handlers_attribute.h: attributes and methods. Included by eval.c into the loop. */

TARGET(LOAD_ATTR) {
    Object *owner = TOP();
    Own value;
    OUT(value = object_get_attribute(owner, NAME_AT(oparg)));
    if (UNLIKELY(!value)) goto error;
    TOP() = value;
    RELEASE(owner);
    SKIP_CACHES(LOAD_ATTR);
    NEXT();
}

ADAPTIVE(LOAD_ATTR, specialize_load_attr(TOP(), ip, NAME_AT(oparg)))

#define LOADED_ATTRIBUTE(value)                                                                                \
    do {                                                                                                       \
        TOP() = own(value);                                                                                    \
        RELEASE(owner);                                                                                        \
        SKIP_CACHES(LOAD_ATTR);                                                                                \
        NEXT();                                                                                                \
    } while (0)

TARGET(LOAD_ATTR_INSTANCE_VALUE) {
    Object *owner = TOP();
    const AttributeCache *cache = CACHE(AttributeCache);
    DEOPT_IF(type_of(owner)->version != cache_read_u32(cache->version));
    const DictValues *values = *instance_values(owner);
    DEOPT_IF(!values);
    Object *value = values->values[cache->index];
    DEOPT_IF(!value);
    LOADED_ATTRIBUTE(value);
}

TARGET(LOAD_ATTR_MODULE) {
    Object *owner = TOP();
    DEOPT_IF(type_of(owner) != TYPE(MODULE));
    const AttributeCache *cache = CACHE(AttributeCache);
    const DictKeys *keys = AS_DICT(module_dict(owner))->keys;
    DEOPT_IF(keys->version != cache_read_u32(cache->version));
    Object *value = ((const DictStrEntry *)dict_keys_entries(keys))[cache->index].value;
    DEOPT_IF(!value);
    LOADED_ATTRIBUTE(value);
}

/* The instance's dict has the name where another instance's had it. */
TARGET(LOAD_ATTR_WITH_HINT) {
    Object *owner = TOP();
    const AttributeCache *cache = CACHE(AttributeCache);
    DEOPT_IF(type_of(owner)->version != cache_read_u32(cache->version));
    Object *dict = *instance_dict(owner);
    DEOPT_IF(!dict);
    const DictKeys *keys = AS_DICT(dict)->keys;
    DEOPT_IF(cache->index >= keys->entry_count);
    DEOPT_IF(keys->kind == DICT_KEYS_GENERAL);
    const DictStrEntry *entry = (const DictStrEntry *)dict_keys_entries(keys) + cache->index;
    DEOPT_IF(entry->key != NAME_AT(oparg));
    Object *value = entry->value; /* NULL in a table that is shared: the general way */
    DEOPT_IF(!value);
    LOADED_ATTRIBUTE(value);
}

TARGET(LOAD_ATTR_SLOT) {
    Object *owner = TOP();
    const AttributeCache *cache = CACHE(AttributeCache);
    DEOPT_IF(type_of(owner)->version != cache_read_u32(cache->version));
    Object *value = *(Object **)(void *)((char *)owner + cache->index);
    DEOPT_IF(!value);
    LOADED_ATTRIBUTE(value);
}
#undef LOADED_ATTRIBUTE

TARGET(STORE_ATTR) {
    Object *owner = TOP(), *value = SECOND();
    bool stored;
    OUT(stored = object_set_attribute(owner, NAME_AT(oparg), value));
    DROP(2);
    RELEASE(value);
    RELEASE(owner);
    if (UNLIKELY(!stored)) goto error;
    SKIP_CACHES(STORE_ATTR);
    NEXT();
}

ADAPTIVE(STORE_ATTR, specialize_store_attr(TOP(), ip, NAME_AT(oparg)))

TARGET(STORE_ATTR_INSTANCE_VALUE) {
    Object *owner = TOP(), *value = SECOND();
    const AttributeCache *cache = CACHE(AttributeCache);
    DEOPT_IF(type_of(owner)->version != cache_read_u32(cache->version));
    DictValues *values = *instance_values(owner);
    DEOPT_IF(!values);
    DROP(2);
    Object *old = values->values[cache->index];
    values->values[cache->index] = value;
    if (old)
        RELEASE(old);
    else
        instance_values_inserted(values, cache->index);
    RELEASE(owner);
    SKIP_CACHES(STORE_ATTR);
    NEXT();
}

TARGET(STORE_ATTR_WITH_HINT) {
    Object *owner = TOP(), *value = SECOND();
    const AttributeCache *cache = CACHE(AttributeCache);
    DEOPT_IF(type_of(owner)->version != cache_read_u32(cache->version));
    Object *dict = *instance_dict(owner);
    DEOPT_IF(!dict);
    DEOPT_IF(AS_DICT(dict)->values); /* still with its class's table of keys: the general way */
    const DictKeys *keys = AS_DICT(dict)->keys;
    DEOPT_IF(cache->index >= keys->entry_count);
    DEOPT_IF(keys->kind == DICT_KEYS_GENERAL);
    DictStrEntry *entry = (DictStrEntry *)dict_keys_entries(keys) + cache->index;
    DEOPT_IF(entry->key != NAME_AT(oparg));
    Object *old = entry->value;
    DEOPT_IF(!old);
    DROP(2);
    entry->value = value;
    if (!gc_is_tracked(dict) && is_container(value)) gc_track(dict);
    AS_DICT(dict)->version = ++OBJECT_ROOT->next_dict_version;
    RELEASE(old);
    RELEASE(owner);
    SKIP_CACHES(STORE_ATTR);
    NEXT();
}

TARGET(STORE_ATTR_SLOT) {
    Object *owner = TOP(), *value = SECOND();
    const AttributeCache *cache = CACHE(AttributeCache);
    DEOPT_IF(type_of(owner)->version != cache_read_u32(cache->version));
    Object **slot = (Object **)(void *)((char *)owner + cache->index), *old = *slot;
    DROP(2);
    *slot = value;
    RELEASE_MAYBE(old);
    RELEASE(owner);
    SKIP_CACHES(STORE_ATTR);
    NEXT();
}

TARGET(DELETE_ATTR) {
    Object *owner = TOP();
    bool deleted;
    OUT(deleted = object_set_attribute(owner, NAME_AT(oparg), NULL));
    DROP(1);
    RELEASE(owner);
    if (UNLIKELY(!deleted)) goto error;
    NEXT();
}

/* --- methods: found, but not bound ------------------------------------------------------------------ */

TARGET(LOAD_METHOD) {
    Object *owner = TOP();
    bool is_unbound = false;
    Own method;
    OUT(method = object_get_method(owner, NAME_AT(oparg), &is_unbound));
    if (UNLIKELY(!method)) goto error;
    if (is_unbound) {
        TOP() = method;
        PUSH(owner);
    } else {
        TOP() = NULL;
        PUSH(method);
        RELEASE(owner);
    }
    SKIP_CACHES(LOAD_METHOD);
    NEXT();
}

ADAPTIVE(LOAD_METHOD, specialize_load_method(TOP(), ip, NAME_AT(oparg)))

#define LOADED_METHOD()                                                                                        \
    do {                                                                                                       \
        TOP() = own(cache_read_object(cache->descriptor));                                                     \
        PUSH(owner);                                                                                           \
        SKIP_CACHES(LOAD_METHOD);                                                                              \
        NEXT();                                                                                                \
    } while (0)

TARGET(LOAD_METHOD_WITH_VALUES) {
    Object *owner = TOP();
    const LoadMethodCache *cache = CACHE(LoadMethodCache);
    const Type *type = type_of(owner);
    DEOPT_IF(type->version != cache_read_u32(cache->type_version));
    DEOPT_IF(*instance_dict(owner));
    DEOPT_IF(type->cached_keys->version != cache_read_u32(cache->keys_version));
    LOADED_METHOD();
}

TARGET(LOAD_METHOD_WITH_DICT) {
    Object *owner = TOP();
    const LoadMethodCache *cache = CACHE(LoadMethodCache);
    DEOPT_IF(type_of(owner)->version != cache_read_u32(cache->type_version));
    const Object *dict = *(Object **)(void *)((char *)owner + (i16)cache->dict_offset);
    DEOPT_IF(!dict);
    DEOPT_IF(AS_DICT(dict)->keys->version != cache_read_u32(cache->keys_version));
    LOADED_METHOD();
}

TARGET(LOAD_METHOD_NO_DICT) {
    Object *owner = TOP();
    const LoadMethodCache *cache = CACHE(LoadMethodCache);
    DEOPT_IF(type_of(owner)->version != cache_read_u32(cache->type_version));
    LOADED_METHOD();
}
#undef LOADED_METHOD

TARGET(LOAD_METHOD_MODULE) {
    Object *owner = TOP();
    DEOPT_IF(type_of(owner) != TYPE(MODULE));
    const AttributeCache *cache = CACHE(AttributeCache);
    const DictKeys *keys = AS_DICT(module_dict(owner))->keys;
    DEOPT_IF(keys->version != cache_read_u32(cache->version));
    Object *value = ((const DictStrEntry *)dict_keys_entries(keys))[cache->index].value;
    DEOPT_IF(!value);
    TOP() = NULL;
    PUSH(own(value));
    RELEASE(owner);
    SKIP_CACHES(LOAD_METHOD);
    NEXT();
}

TARGET(LOAD_METHOD_CLASS) {
    Object *owner = TOP();
    const LoadMethodCache *cache = CACHE(LoadMethodCache);
    DEOPT_IF(!is_type(owner));
    DEOPT_IF(AS_TYPE(owner)->version != cache_read_u32(cache->type_version));
    Object *method = cache_read_object(cache->descriptor);
    TOP() = NULL;
    PUSH(own(method));
    RELEASE(owner);
    SKIP_CACHES(LOAD_METHOD);
    NEXT();
}
