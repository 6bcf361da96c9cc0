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

void children_reaped(void) {
    if (CHILDREN->count > 0) CHILDREN->count--;
}

void children_news(void) {
    WorldAnswer news = world_call(&(WorldRequest){.call = WORLD_CALL_CHILDREN_NEWS});
    if (news.value <= 0) return;
    while (thread_wake(&CHILDREN->waiters)) continue;
    if (VM_ROOT->child_ended) VM_ROOT->child_ended();
}

void children_wait(void) { thread_wait(&CHILDREN->waiters, -1); }

WorldAsk *children_ask(void) {
    ChildrenState *children = CHILDREN;
    if (children->count == 0) return NULL;
    children->item = (WorldReady){.descriptor = WORLD_CHILDREN, .events = POLLIN};
    children->ask = (WorldAsk){.items = &children->item, .count = 1};
    return &children->ask;
}

void children_heard(void) {
    bool any = CHILDREN->ask.any;
    CHILDREN->ask.any = false;
    if (any) children_news();
}
