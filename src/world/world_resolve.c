/* world_resolve.c: asking for names without waiting for the answer.
 *
 * A resolver may take its time. So a question that it has to answer gets a helper: a thread of the operating system,
 * which sees nothing of the machine. It asks, notes the answer, and rings. Who has asked waits as for any descriptor
 * (world_wait), so other threads of the program run meanwhile and Ctrl-C comes through; then it asks once more.
 *
 * The invariant: a question is the world's; but where the world ends before it is answered, its helper's. */
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include "world/world_internal.h"

enum { ASKED, ANSWERED, FORGOTTEN };

struct Question {
    struct Question *next;
    WorldRequest request; /* its texts and bytes are owned */
    WorldPerform ask;
    Text answer;
    i64 value, ticket;
    int bell; /* an eventfd of the host's: to be read when it is answered */
    atomic_int state;
};

static void question_free(Question *question) {
    free((void *)(uintptr_t)question->request.path);
    free((void *)(uintptr_t)question->request.path2);
    free((void *)(uintptr_t)question->request.bytes);
    text_free(&question->answer);
    if (question->bell >= 0) close(question->bell);
    free(question);
}

static void *help(void *argument) {
    Question *question = argument;
    int expected = ASKED;
    question->value = question->ask(&question->request, &question->answer);
    eventfd_write(question->bell, 1); /* while it is surely there */
    if (!atomic_compare_exchange_strong(&question->state, &expected, ANSWERED)) question_free(question);
    return NULL;
}

/* Signals are the machine's: the helper takes none. */
static bool helper_start(Question *question) {
    sigset_t all, before;
    pthread_t helper;
    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &before);
    bool started = pthread_create(&helper, NULL, help, question) == 0;
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    if (started) pthread_detach(helper);
    return started;
}

static const char *copy_of(const char *bytes, isize length) {
    char *copy = bytes ? malloc((usize)length) : NULL;
    if (copy) memcpy(copy, bytes, (usize)length);
    return copy;
}
static const char *text_copy(const char *text) { return text ? strdup(text) : NULL; }

static Question *question_new(World *w, const WorldRequest *r, WorldPerform ask) {
    Question *question = calloc(1, sizeof *question);
    if (!question) return NULL;
    question->request = *r;
    question->request.path = text_copy(r->path);
    question->request.path2 = text_copy(r->path2);
    question->request.bytes = copy_of(r->bytes, r->length);
    question->ask = ask;
    question->answer = text_new(TEXT_ON_HOST);
    question->ticket = WORLD_PENDING + w->tickets++;
    question->bell = world_above_standard(eventfd(0, EFD_CLOEXEC));
    bool whole = !question->request.path == !r->path && !question->request.path2 == !r->path2 &&
                 !question->request.bytes == !r->bytes && question->bell >= 0;
    if (whole && helper_start(question)) return question;
    question_free(question);
    return NULL;
}

static bool same_text(const char *a, const char *b) { return a && b ? strcmp(a, b) == 0 : a == b; }

static bool is_about(const Question *question, const WorldRequest *r) {
    const WorldRequest *known = &question->request;
    return known->call == r->call && memcmp(known->numbers, r->numbers, sizeof r->numbers) == 0 &&
           same_text(known->path, r->path) && same_text(known->path2, r->path2) && known->length == r->length &&
           (!r->length || memcmp(known->bytes, r->bytes, (usize)r->length) == 0);
}

i64 world_ask_helper(const WorldRequest *r, WorldPerform ask, Text *out) {
    World *w = world();
    Question **link = &w->questions;
    while (*link && !is_about(*link, r)) link = &(*link)->next;
    Question *question = *link;
    if (!question) {
        question = question_new(w, r, ask);
        if (!question) return ask(r, out);
        question->next = w->questions;
        w->questions = question;
        return question->ticket;
    }
    if (atomic_load(&question->state) != ANSWERED) return question->ticket;
    *link = question->next;
    i64 value = question->value;
    text_append(out, text_cstring(&question->answer), question->answer.length);
    question_free(question);
    return value;
}

int world_bell(i64 ticket) {
    const Question *question = world()->questions;
    while (question && question->ticket != ticket) question = question->next;
    return question ? question->bell : -1;
}

void world_questions_forget(World *w) {
    for (Question *question = w->questions, *next; question; question = next) {
        int expected = ASKED;
        next = question->next;
        if (!atomic_compare_exchange_strong(&question->state, &expected, FORGOTTEN)) question_free(question);
    }
    w->questions = NULL;
}
