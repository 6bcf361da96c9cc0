/* test_arena.c: the allocator: that blocks do not overlap, that memory comes back, that the walk over live
 * blocks sees exactly them, that every run gets the same addresses. */
#include "base_test.h"

#include <signal.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

enum { SLOTS = 4000 };

typedef struct Slot {
    u8 *block;
    usize size;
    BlockKind kind;
    u8 tag;
} Slot;

static usize random_size(u64 *seed) {
    u64 r = random_next(seed), class = r % 100;
    r >>= 8;
    return class < 1 ? r % 300000 : class < 5 ? r % 20000 : class < 20 ? r % 2000 : r % 500;
}

static void fill(Slot *slot) { memset(slot->block, slot->tag, slot->size); }
static void check(const Slot *slot, usize size) {
    for (usize i = 0; i < size; i++) assert_int_equal(slot->block[i], slot->tag);
}

static void slot_take(Slot *slot, u64 *seed) {
    *slot = (Slot){
        .size = random_size(seed), .kind = (BlockKind)(random_next(seed) % 4), .tag = (u8)random_next(seed)};
    slot->block = arena_alloc(slot->size, slot->kind);
    assert_non_null(slot->block);
    assert_int_equal((uintptr_t)slot->block % 8, 0);
    assert_true(arena_contains(slot->block));
    assert_int_equal(arena_block_kind(slot->block), slot->kind);
    assert_true(arena_block_size(slot->block) >= slot->size);
    for (usize i = 1; i <= arena_prefix(slot->kind) / 8; i++)
        assert_int_equal(((u64 *)(void *)slot->block)[-(isize)i], 0);
    fill(slot);
}

/* A long history of random calls; answers a checksum of all addresses. */
static u64 churn(Slot *slots, u64 seed, int calls) {
    u64 sum = 0;
    for (int i = 0; i < calls; i++) {
        Slot *slot = &slots[random_next(&seed) % SLOTS];
        u64 what = random_next(&seed) % 100;
        if (!slot->block) {
            slot_take(slot, &seed);
        } else if (what < 30) {
            usize size = random_size(&seed);
            u8 *moved = arena_realloc(slot->block, size, slot->kind);
            assert_non_null(moved);
            slot->block = moved;
            check(slot, size < slot->size ? size : slot->size);
            assert_int_equal(arena_block_kind(moved), slot->kind);
            slot->size = size;
            fill(slot);
        } else {
            check(slot, slot->size);
            arena_free(slot->block);
            slot->block = NULL;
        }
        sum = sum * 31 + (uintptr_t)slot->block;
    }
    return sum;
}

static void free_all(Slot *slots) {
    for (int i = 0; i < SLOTS; i++) {
        if (slots[i].block) check(&slots[i], slots[i].size);
        arena_free(slots[i].block);
        slots[i].block = NULL;
    }
}

typedef struct Walk {
    const Slot *slots;
    isize seen;
    uintptr_t last;
} Walk;

static bool visit(void *object, void *context) {
    Walk *walk = context;
    assert_true((uintptr_t)object > walk->last);
    walk->last = (uintptr_t)object;
    walk->seen++;
    for (int i = 0; i < SLOTS; i++)
        if (walk->slots[i].block == object) return true;
    fail_msg("an object that nobody made");
    return false;
}

static void test_churn(void **state) {
    (void)state;
    static Slot slots[SLOTS];
    churn(slots, 42, 200000);
    isize blocks = 0, objects = 0;
    for (int i = 0; i < SLOTS; i++) {
        if (!slots[i].block) continue;
        blocks++;
        objects += slots[i].kind != BLOCK_RAW;
    }
    ArenaUse use = arena_use();
    assert_int_equal(use.live_blocks, blocks);
    assert_int_equal(use.live_objects, objects);
    Walk walk = {.slots = slots};
    arena_each_object(visit, &walk);
    assert_int_equal(walk.seen, objects);
    free_all(slots);
    assert_int_equal(arena_use().live_blocks, 0);
}

static bool visit_two(void *object, void *context) {
    (void)object;
    return ++*(int *)context < 2;
}

static void test_walk_stops(void **state) {
    (void)state;
    void *blocks[5];
    for (int i = 0; i < 5; i++) blocks[i] = arena_alloc(16, BLOCK_OBJECT);
    int seen = 0;
    arena_each_object(visit_two, &seen);
    assert_int_equal(seen, 2);
    for (int i = 0; i < 5; i++) arena_free(blocks[i]);
}

static void test_same_addresses_every_time(void **state) {
    (void)state;
    static Slot slots[SLOTS];
    u64 sums[2];
    for (int run = 0; run < 2; run++) {
        const char *why;
        assert_true(arena_open(NULL, &why));
        sums[run] = churn(slots, 7, 50000);
        free_all(slots);
        arena_close();
    }
    assert_true(sums[0] == sums[1]);
}

static void test_freed_block_comes_next(void **state) {
    (void)state;
    for (int kind = BLOCK_RAW; kind <= BLOCK_OBJECT_DICT; kind++) {
        void *other = arena_alloc(40, (BlockKind)kind), *block = arena_alloc(40, (BlockKind)kind);
        arena_free(block);
        void *again = arena_alloc(40, (BlockKind)kind);
        assert_ptr_equal(block, again);
        arena_free(again);
        arena_free(other);
        void *alone = arena_alloc(40, (BlockKind)kind);
        assert_ptr_equal(alone, other);
        arena_free(alone);
    }
}

/* Memory used up for one size serves any other after it was freed. */
static void test_memory_is_used_again(void **state) {
    (void)state;
    enum { COUNT = 20000 };
    static void *blocks[COUNT];
    usize opened = 0;
    for (usize size = 24; size <= 480; size += 24) {
        for (int i = 0; i < COUNT; i++) assert_non_null(blocks[i] = arena_alloc(480, BLOCK_RAW));
        for (int i = 0; i < COUNT; i++) arena_free(blocks[i]);
        for (int i = 0; i < COUNT; i++) assert_non_null(blocks[i] = arena_alloc(size, BLOCK_OBJECT));
        for (int i = COUNT - 1; i >= 0; i--) arena_free(blocks[i]);
        if (!opened) opened = arena_use().heap_bytes;
    }
    assert_in_range(arena_use().heap_bytes, 0, opened + ((usize)4 << 20));
}

static void test_large_blocks_grow_in_place(void **state) {
    (void)state;
    char *block = arena_alloc(100000, BLOCK_RAW), *start = block;
    memset(block, 1, 100000);
    for (usize size = 100000; size < 20000000; size += size / 8) {
        block = arena_realloc(block, size, BLOCK_RAW);
        assert_ptr_equal(block, start); /* nothing stands behind it */
        block[size - 1] = 1;
    }
    for (int i = 0; i < 100000; i++) assert_int_equal(block[i], 1);
    block = arena_realloc(block, 50000, BLOCK_RAW);
    assert_ptr_equal(block, start);
    assert_in_range(arena_use().live_bytes, 50000, 100000);
    arena_free(block);
}

static void test_failures_on_demand(void **state) {
    (void)state;
    u64 before = arena_allocation_count();
    arena_fail_allocation(3, false);
    void *blocks[6];
    for (int i = 0; i < 6; i++) blocks[i] = arena_alloc(i % 2 ? 32 : 100000, BLOCK_RAW);
    for (int i = 0; i < 6; i++) assert_true((blocks[i] == NULL) == (i == 2));
    assert_int_equal(arena_allocation_count() - before, 6);
    for (int i = 0; i < 6; i++) arena_free(blocks[i]);
    arena_fail_allocation(2, true);
    void *first = arena_alloc(8, BLOCK_RAW);
    assert_non_null(first);
    for (int i = 0; i < 5; i++) assert_null(arena_alloc(8, BLOCK_RAW));
    assert_null(arena_realloc(first, 5000, BLOCK_RAW)); /* and the old block is as it was */
    assert_ptr_equal(arena_realloc(first, 4, BLOCK_RAW), first);
    arena_fail_allocation(0, false);
    void *second = arena_alloc(8, BLOCK_RAW);
    assert_non_null(second);
    arena_free(first);
    arena_free(second);
}

/* A follower that keeps account of how many blocks there are, and how large they were asked for. */
static isize followed_blocks, followed_moves;
static usize last_size;
static bool hear_allocated(void *block, usize size, BlockKind kind) {
    (void)block, (void)kind;
    followed_blocks++;
    last_size = size;
    return size != 333;
}
static void hear_moved(void *old, void *block, usize size) {
    (void)old, (void)block;
    followed_moves++;
    last_size = size;
}
static void hear_freed(void *block) {
    (void)block;
    followed_blocks--;
}

static void test_followed(void **state) {
    (void)state;
    static const ArenaFollower follower = {hear_allocated, hear_moved, hear_freed};
    void *before = arena_alloc(40, BLOCK_RAW), *other = arena_alloc(40, BLOCK_RAW), *place = other;
    arena_free(other);
    arena_follow(&follower);
    assert_true(arena_is_followed());
    assert_ptr_equal(arena_alloc(40, BLOCK_RAW), place); /* blocks lie where they would */
    void *large = arena_alloc(100000, BLOCK_RAW);
    assert_int_equal(followed_blocks, 2);
    large = arena_realloc(large, 200000, BLOCK_RAW);
    assert_int_equal(followed_moves, 1);
    assert_int_equal(last_size, 200000);
    assert_null(arena_alloc(333, BLOCK_RAW)); /* it would not have it */
    followed_blocks--;
    arena_free(large);
    arena_free(before); /* it was there before */
    assert_int_equal(followed_blocks, 0);
    arena_follow(NULL);
    assert_ptr_equal(arena_alloc(40, BLOCK_RAW), before);
    assert_int_equal(followed_blocks, 0);
    arena_free(before);
    arena_free(place);
}

static bool refuse_third(void *context) {
    int *asked = context;
    arena_fail_allocation(1, false);
    return ++*asked == 3;
}

static void test_failures_after_asking(void **state) {
    (void)state;
    int asked = 0;
    arena_ask_before_failure(refuse_third, &asked);
    arena_fail_allocation(2, false);
    void *blocks[5];
    for (int i = 0; i < 5; i++) blocks[i] = arena_alloc(16, BLOCK_RAW);
    for (int i = 0; i < 5; i++) assert_true((blocks[i] == NULL) == (i == 3)); /* the first one passes unasked */
    assert_int_equal(asked, 4);
    arena_ask_before_failure(NULL, NULL);
    arena_fail_allocation(0, false);
    for (int i = 0; i < 5; i++) arena_free(blocks[i]);
}

static void test_live_or_not(void **state) {
    (void)state;
    const BlockKind kinds[] = {BLOCK_RAW, BLOCK_OBJECT_SHORT, BLOCK_OBJECT, BLOCK_OBJECT_GC, BLOCK_OBJECT_DICT};
    const usize sizes[] = {32, 32, 40, 2000, 100000};
    for (int i = 0; i < COUNT_OF(kinds); i++)
        for (int k = 0; k < COUNT_OF(sizes); k++) {
            void *first = arena_alloc(sizes[k], kinds[i]), *second = arena_alloc(sizes[k], kinds[i]);
            assert_true(arena_is_live(first) && arena_is_live(second));
            arena_free(first);
            assert_true(!arena_is_live(first) && arena_is_live(second));
            arena_free(second);
            assert_false(arena_is_live(second));
        }
}

static void test_memory_limit(void **state) {
    (void)state;
    const char *why;
    enum { COUNT = 10000 };
    static void *blocks[COUNT];
    assert_true(arena_open(&(ArenaOptions){.memory_limit = 2 << 20}, &why));
    assert_null(arena_alloc(3 << 20, BLOCK_RAW));
    assert_null(arena_alloc(SIZE_MAX, BLOCK_OBJECT_DICT));
    assert_null(arena_alloc(SIZE_MAX - 40, BLOCK_RAW));
    int count = 0;
    while (count < COUNT && (blocks[count] = arena_alloc(500, BLOCK_RAW))) count++;
    assert_in_range(count, (2 << 20) / 520 * 9 / 10, (2 << 20) / 500);
    assert_null(arena_alloc(100, BLOCK_OBJECT));
    while (count > 0) arena_free(blocks[--count]);
    assert_non_null(blocks[0] = arena_alloc(1500000, BLOCK_RAW));
    arena_free(blocks[0]);
    arena_close();
}

static void test_hash(void **state) {
    (void)state;
    u64 empty = arena_hash();
    u64 *a = arena_alloc(64, BLOCK_OBJECT), *freed = arena_alloc(64, BLOCK_OBJECT);
    memset(a, 1, 64);
    memset(freed, 2, 64);
    u64 with_both = arena_hash();
    arena_free(freed);
    u64 with_one = arena_hash();
    assert_true(empty != with_one && with_one != with_both);
    a[3]++;
    assert_true(arena_hash() != with_one);
    a[3]--;
    assert_true(arena_hash() == with_one);
    ((u64 *)ARENA_ROOM(ROOM_VM))[1000]++;
    assert_true(arena_hash() != with_one);
    ((u64 *)ARENA_ROOM(ROOM_VM))[1000]--;
    u64 *stack = arena_stack_new(ARENA_THREAD_STACK_SIZE);
    stack[100] = 7; /* not part of the state */
    assert_true(arena_hash() == with_one);
    arena_stack_free(stack, ARENA_THREAD_STACK_SIZE);
    arena_free(a);
}

static void test_stacks(void **state) {
    (void)state;
    char *main_stack = arena_stack_new(ARENA_MAIN_STACK_SIZE), *threads[8];
    assert_non_null(main_stack);
    memset(main_stack, 1, ARENA_MAIN_STACK_SIZE);
    for (int i = 0; i < 8; i++) {
        threads[i] = arena_stack_new(ARENA_THREAD_STACK_SIZE);
        assert_non_null(threads[i]);
        assert_int_equal((uintptr_t)threads[i] % 4096, 0);
        memset(threads[i], 2 + i, ARENA_THREAD_STACK_SIZE);
        for (int j = 0; j < i; j++)
            assert_true(labs(threads[i] - threads[j]) >= (isize)ARENA_THREAD_STACK_SIZE + 4096);
    }
    assert_int_equal(main_stack[ARENA_MAIN_STACK_SIZE - 1], 1);
    arena_stack_free(threads[3], ARENA_THREAD_STACK_SIZE);
    assert_ptr_equal(arena_stack_new(ARENA_THREAD_STACK_SIZE), threads[3]);
    int more = 0;
    while (arena_stack_new(1000)) more++;
    assert_in_range(more, 500, 4096);
    assert_null(arena_stack_new((usize)16 << 20));
}

/* In a process of its own, which must die of it. */
static int signal_of(void (*function)(void *), void *argument) {
    pid_t child = fork();
    if (child == 0) {
        signal(SIGSEGV, SIG_DFL);
        freopen("/dev/null", "w", stderr);
        function(argument);
        _exit(0);
    }
    int status;
    assert_int_equal(waitpid(child, &status, 0), child);
    return status != 0;
}
static void write_below(void *lowest) { ((volatile char *)lowest)[-1] = 1; }
static void write_byte(void *at) { *(volatile char *)at = 1; }

static void test_guard_page(void **state) {
    (void)state;
    char *stack = arena_stack_new(ARENA_THREAD_STACK_SIZE);
    assert_true(signal_of(write_below, stack));
    assert_false(signal_of(write_byte, stack));
    arena_stack_free(stack, ARENA_THREAD_STACK_SIZE);
}

static void test_poison(void **state) {
    (void)state;
    if (!ARENA_SANITIZED) skip();
    char *block = arena_alloc(48, BLOCK_RAW), *other = arena_alloc(48, BLOCK_RAW);
    assert_true(signal_of(write_byte, block + 48));
    arena_free(block);
    assert_true(signal_of(write_byte, block));
    arena_unpoison();
    assert_false(signal_of(write_byte, block));
    arena_repoison();
    assert_true(signal_of(write_byte, block));
    assert_true(signal_of(write_byte, other + 48));
    assert_false(signal_of(write_byte, other));
    arena_free(other);
}

static void test_address_space_limit(void **state) {
    (void)state;
    if (ARENA_SANITIZED) skip();
    struct rlimit old, limit;
    assert_int_equal(getrlimit(RLIMIT_AS, &old), 0);
    limit = old;
    limit.rlim_cur = (rlim_t)512 << 20;
    assert_int_equal(setrlimit(RLIMIT_AS, &limit), 0);
    const char *why = NULL;
    bool opened = arena_open(NULL, &why);
    usize size = opened ? ARENA_HEADER->size : 0;
    if (opened) arena_close();
    limit.rlim_cur = (rlim_t)64 << 20;
    setrlimit(RLIMIT_AS, &limit);
    bool opened_small = arena_open(NULL, &why);
    setrlimit(RLIMIT_AS, &old);
    assert_true(opened);
    assert_int_equal(size, (usize)256 << 20);
    assert_false(opened_small);
    assert_non_null(why);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        ARENA_TEST(test_churn),
        ARENA_TEST(test_walk_stops),
        cmocka_unit_test(test_same_addresses_every_time),
        ARENA_TEST(test_freed_block_comes_next),
        ARENA_TEST(test_memory_is_used_again),
        ARENA_TEST(test_large_blocks_grow_in_place),
        ARENA_TEST(test_failures_on_demand),
        ARENA_TEST(test_failures_after_asking),
        ARENA_TEST(test_followed),
        ARENA_TEST(test_live_or_not),
        cmocka_unit_test(test_memory_limit),
        ARENA_TEST(test_hash),
        ARENA_TEST(test_stacks),
        ARENA_TEST(test_guard_page),
        ARENA_TEST(test_poison),
        cmocka_unit_test(test_address_space_limit),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
