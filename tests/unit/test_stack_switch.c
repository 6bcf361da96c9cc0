/* test_stack_switch.c: going from stack to stack: what is kept, that many stacks do not mix, that a stack
 * restored from a copy goes on where it was. */
#include "base_test.h"

#include "base/stack_switch.h"

#include <fenv.h>
#include <math.h>

typedef struct Worker {
    StackContext context;
    void *stack;
    StackContext *host;
    int rounds, depth;
    u64 sum;
    bool done;
} Worker;

static void worker_start(Worker *worker, StackContext *host, void (*entry)(void *)) {
    worker->host = host;
    worker->stack = arena_stack_new(ARENA_THREAD_STACK_SIZE);
    assert_non_null(worker->stack);
    stack_prepare(&worker->context, worker->stack, ARENA_THREAD_STACK_SIZE, entry, worker);
}
static void worker_end(Worker *worker) { arena_stack_free(worker->stack, ARENA_THREAD_STACK_SIZE); }

static void count_rounds(void *argument) {
    Worker *worker = argument;
    volatile double kept = 1.5; /* across switches */
    for (int i = 0; i < worker->rounds; i++) {
        worker->sum += (u64)i;
        kept *= 1.0;
        stack_switch(&worker->context, worker->host);
    }
    worker->done = kept == 1.5;
    stack_leave(&worker->context, worker->host);
}

static void test_back_and_forth(void **state) {
    (void)state;
    StackContext host = {0};
    Worker worker = {.rounds = 1000};
    worker_start(&worker, &host, count_rounds);
    for (int i = 0; i < 1000; i++) {
        assert_int_equal(worker.sum, (u64)i * (u64)(i - 1 + !i) / 2);
        stack_switch(&host, &worker.context);
    }
    assert_false(worker.done);
    stack_switch(&host, &worker.context);
    assert_true(worker.done);
    worker_end(&worker);
}

static void test_many(void **state) {
    (void)state;
    enum { COUNT = 50 };
    static Worker workers[COUNT];
    StackContext host = {0};
    for (int i = 0; i < COUNT; i++) {
        workers[i] = (Worker){.rounds = 10 + i};
        worker_start(&workers[i], &host, count_rounds);
    }
    for (int left = COUNT, turn = 0; left > 0; turn = (turn * 7 + 3) % 53) {
        Worker *worker = &workers[turn % COUNT];
        for (int i = 0; worker->done && i < COUNT; i++) worker = &workers[i];
        stack_switch(&host, &worker->context);
        left -= worker->done;
    }
    for (int i = 0; i < COUNT; i++) {
        u64 n = (u64)workers[i].rounds;
        assert_int_equal(workers[i].sum, n * (n - 1) / 2);
        worker_end(&workers[i]);
    }
}

/* Leaves from deep inside, and comes back to there. */
static __attribute__((noinline)) int descend(Worker *worker, int depth) {
    volatile int here = depth;
    if (depth == worker->depth)
        stack_switch(&worker->context, worker->host);
    else
        worker->sum += (u64)descend(worker, depth + 1);
    return here;
}
static void deep(void *argument) {
    Worker *worker = argument;
    descend(worker, 0);
    worker->done = true;
    stack_leave(&worker->context, worker->host);
}

static void test_deep(void **state) {
    (void)state;
    StackContext host = {0};
    Worker worker = {.depth = 500};
    worker_start(&worker, &host, deep);
    stack_switch(&host, &worker.context);
    assert_false(worker.done);
    stack_switch(&host, &worker.context);
    assert_true(worker.done);
    assert_int_equal(worker.sum, 500 * 501 / 2);
    worker_end(&worker);
}

static void round_upwards(void *argument) {
    Worker *worker = argument;
    fesetround(FE_UPWARD);
    stack_switch(&worker->context, worker->host);
    worker->done = fegetround() == FE_UPWARD;
    fesetround(FE_TONEAREST);
    stack_leave(&worker->context, worker->host);
}

/* The rounding mode belongs to a stack. */
static void test_control_words(void **state) {
    (void)state;
    StackContext host = {0};
    Worker worker = {0};
    worker_start(&worker, &host, round_upwards);
    stack_switch(&host, &worker.context);
    assert_int_equal(fegetround(), FE_TONEAREST);
    stack_switch(&host, &worker.context);
    assert_true(worker.done);
    worker_end(&worker);
}

static void aligned(void *argument) {
    Worker *worker = argument;
    _Alignas(16) volatile char local[16] = {0};
    worker->done = (uintptr_t)local % 16 == 0 && sin(0.0) == 0.0;
    stack_leave(&worker->context, worker->host);
}

static void test_alignment(void **state) {
    (void)state;
    StackContext host = {0};
    Worker worker = {0};
    worker_start(&worker, &host, aligned);
    stack_switch(&host, &worker.context);
    assert_true(worker.done);
    worker_end(&worker);
}

/* What a snapshot does: a stack and its context put back as they were run on from there, twice the same. */
static void test_time_travel(void **state) {
    (void)state;
    if (ARENA_SANITIZED) skip(); /* copies shadowed stack frames */
    static u8 copy[ARENA_THREAD_STACK_SIZE];
    StackContext host = {0};
    Worker worker = {.rounds = 20};
    worker_start(&worker, &host, count_rounds);
    for (int i = 0; i < 5; i++) stack_switch(&host, &worker.context);
    memcpy(copy, worker.stack, sizeof copy);
    Worker then = worker;
    for (int again = 0; again < 3; again++) {
        for (int i = 5; i < 20; i++) stack_switch(&host, &worker.context);
        assert_int_equal(worker.sum, 190);
        worker = then;
        memcpy(worker.stack, copy, sizeof copy);
        assert_int_equal(worker.sum, 10);
    }
    worker_end(&worker);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        ARENA_TEST(test_back_and_forth), ARENA_TEST(test_many),      ARENA_TEST(test_deep),
        ARENA_TEST(test_control_words),  ARENA_TEST(test_alignment), ARENA_TEST(test_time_travel),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
