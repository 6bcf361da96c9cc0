/* children.c: hearing of other processes that the program has started. */
#include "vm/children.h"

#include <poll.h>

#include "vm/host.h"
#include "vm/root.h"

#define CHILDREN (&VM_ROOT->children)

void children_started(void) {
    CHILDREN->count++;
    CHILDREN->any = true;
    host_arm(); /* the scheduler has to look now and then */
}

static void listen(u64 heard) {
    world_call(&(WorldRequest){.call = WORLD_CALL_HEAR_SIGNALS, .numbers = {(i64)heard}});
}

bool children_listens(void) { return CHILDREN->count > 0 || world_signals_heard(CHILDREN->heard); }

void children_reaped(void) {
    children_news(); /* its last words come before what the program says next */
    if (CHILDREN->count > 0) CHILDREN->count--;
    if (CHILDREN->heard && !children_listens()) listen(0);
}

void children_listen(u64 heard) {
    bool listened = children_listens();
    if (heard == CHILDREN->heard) return;
    CHILDREN->heard = heard;
    if (children_listens() || listened) listen(heard);
    host_arm();
}

void children_news(void) {
    WorldAnswer news = world_call(&(WorldRequest){.call = WORLD_CALL_CHILDREN_NEWS});
    if (news.value <= 0) return;
    while (thread_wake(&CHILDREN->waiters)) continue;
    if (VM_ROOT->signals_came) VM_ROOT->signals_came((u64)news.value);
}

void children_wait(void) { thread_wait(&CHILDREN->waiters, -1); }

WorldAsk *children_ask(void) {
    ChildrenState *children = CHILDREN;
    if (!children_listens()) return NULL;
    children->item = (WorldReady){.descriptor = WORLD_CHILDREN, .events = POLLIN};
    children->ask = (WorldAsk){.items = &children->item, .count = 1};
    return &children->ask;
}

void children_heard(void) {
    bool any = CHILDREN->ask.any;
    CHILDREN->ask.any = false;
    if (any) children_news();
}

void children_forked(void) {
    VmRoot *vm = VM_ROOT;
    *CHILDREN = (ChildrenState){.heard = CHILDREN->heard};
    if (children_listens()) listen(CHILDREN->heard);
    thread_abandon_others();
    vm->threads = vm->main_thread = vm->running;
    vm->running->next = NULL;
    vm->eval_breaker &= ~(u32)(BREAKER_SIGNAL | BREAKER_GIL_DROP);
    for (int i = 0; i < TIMER_COUNT; i++) vm->timers[i] = (IntervalTimer){0};
    host_arm();
}
