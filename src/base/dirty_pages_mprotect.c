/* dirty_pages_mprotect.c: pages are made read-only, and the fault that a write takes is noted.
 *
 * The handler runs on a stack of its own: the stack that is being written to may be what is protected. It looks
 * for the page in the list of watched ranges, sets its bit and makes it writable; a fault anywhere else goes to
 * whoever handled faults before. What the handler needs is the only mutable static data below `session`.
 *
 * Invariant: of the first `guarded` bytes of a range, a page is writable if and only if its bit is set. Pages
 * beyond are not protected yet: when they come into use they count as written. */
#include "base/dirty_pages_internal.h"

#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/mman.h>

enum { HANDLER_STACK_SIZE = 64 << 10, SYSTEM_BUFFERS = 72 << 10 };

static struct {
    DirtyPages *ranges;
    struct sigaction previous;
    stack_t previous_stack;
    void *stack;
} handler;

static bool is_written(const DirtyPages *dirty, usize page) {
    return dirty->written[page / 64] >> (page % 64) & 1;
}
static void set_written(DirtyPages *dirty, usize page) { dirty->written[page / 64] |= (u64)1 << (page % 64); }
static void clear_written(DirtyPages *dirty, usize page) {
    dirty->written[page / 64] &= ~((u64)1 << (page % 64));
}

/* --- the handler ------------------------------------------------------------------------------------------ */

/* The system counts how many pieces of different protection there are, and has a limit: one large piece
 * then. */
static bool open_all(DirtyPages *dirty) {
    if (mprotect((void *)dirty->start, dirty->guarded, PROT_READ | PROT_WRITE) != 0) return false;
    for (usize page = 0; page < dirty->guarded / PAGE_SIZE_BYTES; page++) set_written(dirty, page);
    return true;
}

static bool note_write(uintptr_t address) {
    for (DirtyPages *dirty = handler.ranges; dirty; dirty = dirty->next) {
        if (address - dirty->start >= dirty->guarded) continue;
        usize page = (address - dirty->start) / PAGE_SIZE_BYTES;
        if (is_written(dirty, page)) return false; /* it was writable: this is another kind of fault */
        void *start = (void *)(dirty->start + page * PAGE_SIZE_BYTES);
        if (mprotect(start, PAGE_SIZE_BYTES, PROT_READ | PROT_WRITE) != 0) return open_all(dirty);
        set_written(dirty, page);
        return true;
    }
    return false;
}

/* To whoever was there before; the default is to end the process by the same fault, taken again. */
static void pass_on(int signal_number, siginfo_t *info, void *context) {
    const struct sigaction *previous = &handler.previous;
    if (previous->sa_flags & SA_SIGINFO)
        previous->sa_sigaction(signal_number, info, context);
    else if (previous->sa_handler != SIG_DFL && previous->sa_handler != SIG_IGN)
        previous->sa_handler(signal_number);
    else
        sigaction(signal_number, previous, NULL);
}

static void handle_fault(int signal_number, siginfo_t *info, void *context) {
    int saved_errno = errno;
    if (!note_write((uintptr_t)info->si_addr)) pass_on(signal_number, info, context);
    errno = saved_errno;
}

static bool handler_install(void) {
    handler.stack = malloc(HANDLER_STACK_SIZE);
    if (!handler.stack) return false;
    stack_t stack = {.ss_sp = handler.stack, .ss_size = HANDLER_STACK_SIZE};
    struct sigaction action = {.sa_sigaction = handle_fault, .sa_flags = SA_SIGINFO | SA_ONSTACK | SA_NODEFER};
    sigemptyset(&action.sa_mask);
    if (sigaltstack(&stack, &handler.previous_stack) == 0) {
        if (sigaction(SIGSEGV, &action, &handler.previous) == 0) return true;
        sigaltstack(&handler.previous_stack, NULL);
    }
    free(handler.stack);
    return false;
}

static void handler_remove(void) {
    sigaction(SIGSEGV, &handler.previous, NULL);
    if (handler.previous_stack.ss_sp == NULL) handler.previous_stack.ss_flags = SS_DISABLE;
    sigaltstack(&handler.previous_stack, NULL);
    free(handler.stack);
}

__attribute__((noinline, no_sanitize_address)) void dirty_pages_open_stack(void) {
    if (!handler.ranges) return;
    volatile char *here = __builtin_frame_address(0);
    for (isize below = 0; below <= SYSTEM_BUFFERS; below += (isize)PAGE_SIZE_BYTES) here[-below] = here[-below];
}

void dirty_pages_opened(const void *start, usize size) {
    for (DirtyPages *dirty = handler.ranges; dirty; dirty = dirty->next) {
        uintptr_t low = (uintptr_t)start, high = low + size, end = dirty->start + dirty->guarded;
        if (low < dirty->start) low = dirty->start;
        if (high > end) high = end;
        for (; low < high; low += PAGE_SIZE_BYTES) set_written(dirty, (low - dirty->start) / PAGE_SIZE_BYTES);
    }
}

/* --- the method ------------------------------------------------------------------------------------------- */

bool dirty_mprotect_open(DirtyPages *dirty, const char **why) {
    usize page_count = dirty->size / PAGE_SIZE_BYTES;
    dirty->written = calloc(page_count / 64 + 1, sizeof(u64));
    if (!dirty->written || (!handler.ranges && !handler_install())) {
        free(dirty->written);
        dirty->written = NULL;
        *why = "the system does not let us handle page faults";
        return false;
    }
    dirty->next = handler.ranges;
    handler.ranges = dirty;
    return true;
}

static void protect(const DirtyPages *dirty, usize first, usize end) {
    void *start = (void *)(dirty->start + first * PAGE_SIZE_BYTES);
    int failed = mprotect(start, (end - first) * PAGE_SIZE_BYTES, PROT_READ);
    assert(!failed); /* these pages were writable a moment ago */
}

void dirty_mprotect_collect(DirtyPages *dirty, usize used) {
    for (; dirty->guarded < used; dirty->guarded += PAGE_SIZE_BYTES)
        set_written(dirty, dirty->guarded / PAGE_SIZE_BYTES);
    usize page_count = used / PAGE_SIZE_BYTES;
    for (usize page = 0; page < page_count; page++) {
        if (dirty->written[page / 64] == 0) {
            page |= 63;
            continue;
        }
        usize first = page;
        for (; page < page_count && is_written(dirty, page); page++) {
            dirty_pages_add(dirty, (isize)page);
            clear_written(dirty, page);
        }
        if (page > first) protect(dirty, first, page);
    }
}

isize dirty_mprotect_estimate(const DirtyPages *dirty, usize used) {
    isize fresh = used > dirty->guarded ? (isize)((used - dirty->guarded) / PAGE_SIZE_BYTES) : 0;
    isize written = 0;
    for (usize i = 0; i <= dirty->guarded / PAGE_SIZE_BYTES / 64; i++)
        written += __builtin_popcountll(dirty->written[i]);
    return written + fresh;
}

void dirty_mprotect_expect(DirtyPages *dirty, isize first, isize count) {
    isize guarded = (isize)(dirty->guarded / PAGE_SIZE_BYTES);
    count = isize_min(count, guarded - first);
    if (count <= 0) return;
    void *start = (void *)(dirty->start + (usize)first * PAGE_SIZE_BYTES);
    if (mprotect(start, (usize)count * PAGE_SIZE_BYTES, PROT_READ | PROT_WRITE) != 0) return; /* faults then */
    for (isize page = first; page < first + count; page++) set_written(dirty, (usize)page);
}

void dirty_mprotect_close(DirtyPages *dirty) {
    if (!dirty->written) return;
    DirtyPages **link = &handler.ranges;
    while (*link != dirty) link = &(*link)->next;
    *link = dirty->next;
    if (dirty->guarded) mprotect((void *)dirty->start, dirty->guarded, PROT_READ | PROT_WRITE);
    if (!handler.ranges) handler_remove();
    free(dirty->written);
    dirty->written = NULL;
}
