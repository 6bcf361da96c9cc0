/* container_test.h: for the tests of list, dict, set and tuple: a type Key whose comparisons and deaths are
 * recorded, and that can do something while it is compared. */
#ifndef TESTS_UNIT_CONTAINER_TEST_H
#define TESTS_UNIT_CONTAINER_TEST_H

#include "object_room.h"

#include "object/number.h"
#include "object/range.h"
#include "object/set.h"

typedef struct Key {
    Object ob_base;
    isize value, hash;
} Key;

/* What the keys did since the last recorder_reset: "1<2 3=4 ~5" (compared, compared, died). */
typedef struct Recorder {
    char text[1000];
    usize length;
    isize compared;
    u32 mixed;     /* of all comparisons, also where the text is full */
    isize hook_at; /* the comparison that runs `hook`; -1: none */
    bool (*hook)(void *context);
    void *context;
} Recorder;
static Recorder recorder;

static inline void recorder_reset(void) { recorder = (Recorder){.hook_at = -1}; }

static inline void record(const char *word) {
    for (const char *c = word; *c; c++) recorder.mixed = recorder.mixed * 31 + (u8)*c;
    usize length = strlen(word);
    if (recorder.length + length + 2 > sizeof recorder.text) return;
    if (recorder.length) recorder.text[recorder.length++] = ' ';
    memcpy(recorder.text + recorder.length, word, length + 1);
    recorder.length += length;
}

static inline void assert_recorded(const char *expected) {
    assert_string_equal(recorder.text, expected);
    recorder_reset();
}

static inline bool record_compare(Ref a, char sign, Ref b) {
    char word[64];
    snprintf(word, sizeof word, "%ld%c%ld", (long)((const Key *)a)->value, sign, (long)((const Key *)b)->value);
    record(word);
    return recorder.compared++ != recorder.hook_at || recorder.hook(recorder.context);
}

static inline Own key_richcompare(Ref a, Ref b, CompareOp op) {
    if (type_of(a) != type_of(b) || (op != COMPARE_EQ && op != COMPARE_LT)) return own_not_implemented();
    if (!record_compare(a, op == COMPARE_EQ ? '=' : '<', b)) return NULL;
    isize x = ((const Key *)a)->value, y = ((const Key *)b)->value;
    return own_bool(op == COMPARE_EQ ? x == y : x < y);
}
static inline isize key_hash(Ref self) { return ((const Key *)self)->hash; }
static inline Own key_repr(Ref self) { return str_format("K%zd", ((const Key *)self)->value); }
static inline void key_dealloc(Own self) {
    char word[32];
    snprintf(word, sizeof word, "~%ld", (long)((const Key *)self)->value);
    record(word);
    object_free(self);
}
static const TypeSpec key_spec = {
    .name = "Key",
    .basicsize = sizeof(Key),
    .slots = {.dealloc = key_dealloc, .repr = key_repr, .hash = key_hash, .richcompare = key_richcompare}};
#define KEY_TYPE (&((RootType *)ARENA_ROOM(ROOM_MODULES))->type)

static inline Own key_new(isize value, isize hash) {
    Key *key = (Key *)object_new(KEY_TYPE, 0);
    if (!key) return NULL;
    key->value = value;
    key->hash = hash;
    return &key->ob_base;
}

static inline int container_setup(void **state) {
    (void)state;
    const char *why;
    if (!arena_open(NULL, &why) || !object_room_open()) return -1;
    type_prepare(KEY_TYPE, &key_spec);
    if (!type_ready(KEY_TYPE, &key_spec)) return -1;
    object_room_seal();
    recorder_reset();
    return 0;
}
#define CONTAINER_TEST(function) cmocka_unit_test_setup_teardown(function, container_setup, room_teardown)

/* [0, 1, ... count-1]; NULL where memory runs out. */
static inline Own numbers(isize count) {
    Own list = list_new(0);
    for (isize i = 0; list && i < count; i++) {
        Own number = int_from_isize(i);
        if (!number || !list_append(list, number)) slot_clear(&list);
    }
    return list;
}
/* Of C numbers. */
static inline Own numbers_of(const isize *values, isize count) {
    Own list = list_new(0);
    for (isize i = 0; list && i < count; i++) {
        Own number = int_from_isize(values[i]);
        if (!number || !list_append(list, number)) slot_clear(&list);
    }
    return list;
}
static inline Own keys_of(const isize *values, isize count) {
    Own list = list_new(0);
    for (isize i = 0; list && i < count; i++) {
        Own key = key_new(values[i], values[i]);
        if (!key || !list_append(list, key)) slot_clear(&list);
    }
    return list;
}
#define NUMBERS(...) numbers_of((const isize[]){__VA_ARGS__}, COUNT_OF(((const isize[]){__VA_ARGS__})))
#define KEYS(...) keys_of((const isize[]){__VA_ARGS__}, COUNT_OF(((const isize[]){__VA_ARGS__})))

static inline void assert_shows(Ref object, const char *expected) {
    assert_text(object_repr(object), expected);
}

/* The same, consuming the object. */
static inline void assert_gives(Own object, const char *expected) {
    assert_non_null(object);
    assert_shows(object, expected);
    release(object);
}

/* type(argument); consumes the argument. */
static inline Own made(Type *type, Own argument) {
    Own result = argument ? object_call_one((Ref)type, argument) : NULL;
    release_maybe(argument);
    return result;
}

/* object.name(*args), all consumed but the object. */
static inline Own called(Ref object, const char *name, isize count, ...) {
    Object *args[4];
    va_list list;
    va_start(list, count);
    for (isize i = 0; i < count; i++) args[i] = va_arg(list, Object *);
    va_end(list);
    Own method = str_intern_cstring(name);
    Own result = method ? object_call_method(object, method, (Ref const *)args, count, NULL) : NULL;
    release_maybe(method);
    for (isize i = 0; i < count; i++) release_maybe(args[i]);
    return result;
}

/* "name0" ...: an interned str. */
static inline Own numbered(const char *name, isize number) {
    Own string = str_format("%s%zd", name, number);
    return string ? str_intern(string) : NULL;
}

/* The call succeeded; what it gave does not matter. */
static inline void done(Own result) {
    assert_non_null(result);
    release(result);
}

/* A slice of C numbers; INT_NONE for None. */
#define INT_NONE ISIZE_MAX
static inline Own slice_of(isize start, isize stop, isize step) {
    isize numbers_in[] = {start, stop, step};
    Own parts[3];
    for (int i = 0; i < 3; i++)
        parts[i] = numbers_in[i] == INT_NONE ? own_none() : int_from_isize(numbers_in[i]);
    Own slice = slice_new(parts[0], parts[1], parts[2]);
    for (int i = 0; i < 3; i++) release(parts[i]);
    return slice;
}

/* Goes from size to size: *count distinct sizes in a row, as they came. */
static inline void note_size(isize *sizes, isize *count, isize size) {
    if (*count == 0 || sizes[*count - 1] != size) sizes[(*count)++] = size;
}

static inline void assert_sizes(const isize *sizes, isize count, const isize *expected, isize expected_count) {
    assert_int_equal(count, expected_count);
    for (isize i = 0; i < count; i++) assert_int_equal(sizes[i], expected[i]);
}

#endif
