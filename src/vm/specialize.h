/* specialize.h: instructions that learn (PEP 659).
 *
 * Code that has run often enough is quickened: instructions that have a family of specialised forms become
 * adaptive. An adaptive instruction looks at its operands every now and then, and when they are of a kind
 * that there is a form for, turns into it; what it learned goes into the cache entries behind it. A specialised
 * form checks its guess each time; when it has been wrong too often, it becomes adaptive again. Counters and
 * forms are CPython 3.11's. */
#ifndef VM_SPECIALIZE_H
#define VM_SPECIALIZE_H

#include "vm/frame.h"

enum { /* cache entries of each family, from the opcode table */
#define OPCODE(name, number, operand, caches, pops, pushes, picture, sentence) CACHES_##name = caches,
       OPCODES(OPCODE)
#undef OPCODE
};

/* The layouts of cache entries. The first is always a counter. */
typedef struct LoadGlobalCache {
    u16 counter, index, module_keys_version[2], builtin_keys_version;
} LoadGlobalCache;
typedef struct SubscriptCache {
    u16 counter, type_version[2], function_version;
} SubscriptCache;
typedef struct CompareCache {
    u16 counter, mask;
} CompareCache;
typedef struct AttributeCache {
    u16 counter, version[2], index;
} AttributeCache;
typedef struct LoadMethodCache {
    u16 counter, type_version[2], dict_offset, keys_version[2], descriptor[4];
} LoadMethodCache;
typedef struct CallCache {
    u16 counter, function_version[2], min_args;
} CallCache;

static inline u32 cache_read_u32(const u16 *entries) { return entries[0] | (u32)entries[1] << 16; }
static inline void cache_write_u32(u16 *entries, u32 value) {
    entries[0] = (u16)value;
    entries[1] = (u16)(value >> 16);
}
static inline Object *cache_read_object(const u16 *entries) {
    uintptr_t value;
    memcpy(&value, entries, sizeof value);
    return (Object *)value;
}
static inline void cache_write_object(u16 *entries, Ref object) { memcpy(entries, &object, sizeof object); }

/* A counter of an adaptive form: 12 bits of count, 4 bits of exponent for the next wait. */
enum {
    ADAPTIVE_BACKOFF_BITS = 4,
    ADAPTIVE_BACKOFF_START = 5,
    ADAPTIVE_BACKOFF_MAX = 12,
    MISS_COUNTER_START = 53
};
static inline bool adaptive_is_due(const CodeUnit *cache) {
    return *(const u16 *)(const void *)cache < 1 << ADAPTIVE_BACKOFF_BITS;
}
static inline void adaptive_count(CodeUnit *cache) { *(u16 *)(void *)cache -= 1 << ADAPTIVE_BACKOFF_BITS; }
static inline u16 adaptive_counter(int value, int backoff) {
    return (u16)(value << ADAPTIVE_BACKOFF_BITS | (backoff & ((1 << ADAPTIVE_BACKOFF_BITS) - 1)));
}

/* One more run of the code: at the eighth it is quickened. */
void code_quicken(Code *code);
static inline void code_warm_up(Code *code) {
    if (code->warmup != 0 && ++code->warmup == 0) code_quicken(code);
}

/* Each looks at the operands and rewrites the instruction at `unit`. They run no Python code and raise
 * nothing. */
void specialize_load_attr(Ref owner, CodeUnit *unit, Ref name);
void specialize_store_attr(Ref owner, CodeUnit *unit, Ref name);
void specialize_load_global(Ref globals, Ref builtins, CodeUnit *unit, Ref name);
void specialize_load_method(Ref owner, CodeUnit *unit, Ref name);
void specialize_binary_subscr(Ref container, Ref key, CodeUnit *unit);
void specialize_store_subscr(Ref container, Ref key, CodeUnit *unit);
void specialize_call(Ref callable, CodeUnit *unit, isize nargs, Ref kwnames);
void specialize_precall(Ref callable, CodeUnit *unit, isize nargs, Ref kwnames, int oparg);
void specialize_binary_op(Ref left, Ref right, CodeUnit *unit, int oparg, Object *const *locals);
void specialize_compare_op(Ref left, Ref right, CodeUnit *unit, int oparg);
void specialize_unpack_sequence(Ref sequence, CodeUnit *unit, int oparg);
/* What a specialised call of a native function checks. Class methods and the like have been specialised for all the
 * same, and miss each time: CPython compares all flags when it checks, but not all when it specialises. */
static inline bool method_def_is(const MethodDef *def, MethodKind kind) {
    return def->kind == kind && def->flags == 0;
}
/* The opcode of the adaptive form of a family. */
u8 specialize_adaptive_form(Opcode base);

#endif
