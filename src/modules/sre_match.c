/* sre_match.c: the matching engine: backtracking on a stack of its own.
 *
 * `pc` walks the code and `pos` the text. Wherever there is more than one way to go on, the first is taken and
 * a Choice is pushed that knows the next. When something does not match, the topmost Choice decides: it goes on
 * its next way, or is used up and popped, and the one below is asked. An empty stack: no match. So nothing
 * recurses in C, however long the text.
 *
 *     stack:  [marks | Choice] [Choice] [marks | Choice]      (marks only where groups must be put back)
 *
 * Lookaround, atomic groups and possessive repeats are patterns within the pattern: their Choice is a barrier.
 * SUCCESS within goes back to the barrier and forgets all choices above it.
 *
 * REPEAT ... UNTIL counts its rounds in a record that lies on the same stack, as a Choice that never offers a
 * way; `repeat` is the innermost one that is open. What a round changes there is undone by the Choice that it
 * pushed. Which marks are put back, and when, is as CPython's engine has it: it puts them back only within a
 * repeat, since only there a mark can have been set before; elsewhere it is enough to lower last_mark. */
#include "modules/sre.h"

#include "modules/sre_charset.h"
#include "object/charge.h"
#include "vm/eval.h"

#define ALWAYS_INLINE static inline __attribute__((always_inline))

typedef enum ChoiceKind {
    CHOICE_BRANCH,         /* pc: the alternative after this one */
    CHOICE_REPEAT_ONE,     /* count: characters taken; may give some back */
    CHOICE_MIN_REPEAT_ONE, /* count: characters taken; may take more */
    CHOICE_REPEAT,         /* the record of an open REPEAT: count, saved (where the last round began) */
    CHOICE_ROUND,          /* another round had to be made: undoes its counting */
    CHOICE_MAX_UNTIL,      /* another round was made: the tail is next */
    CHOICE_TAIL,           /* the tail of a repeat was tried: opens the repeat again */
    CHOICE_MIN_UNTIL,      /* the tail was tried: another round is next */
    CHOICE_MIN_ROUND,      /* another round was made: undoes its counting */
    CHOICE_ASSERT,         /* barrier */
    CHOICE_ASSERT_NOT,     /* barrier */
    CHOICE_ATOMIC,         /* barrier */
    CHOICE_POSSESSIVE      /* barrier; count: rounds made */
} ChoiceKind;

typedef struct Choice {
    u32 kind, mark_count; /* marks saved just below */
    const u32 *pc;
    isize position, count;
    isize repeat; /* stack index behind the REPEAT that was open; 0: none */
    isize saved;  /* barriers: the barrier before; repeats: where the last round began */
    isize last_mark, last_index;
} Choice;
enum { CHOICE_WORDS = sizeof(Choice) / sizeof(u64), STEPS_BEFORE_PAUSE = 1 << 14, STEP_NS = 26 };

/* Where the engine stands. Stack indices (barrier, repeat) point behind a Choice; 0: none. */
typedef struct Run {
    const u32 *pc;
    isize pos, barrier, repeat;
} Run;

/* --- the stack ------------------------------------------------------------------------------------------ */

static Choice *choice_before(const Matcher *m, isize index) {
    return (Choice *)(void *)(m->stack + index - CHOICE_WORDS);
}

static bool grow(Matcher *m, isize words) {
    isize capacity = m->capacity ? m->capacity : 64;
    while (capacity < m->depth + words) capacity += capacity / 2;
    u64 *stack = arena_realloc(m->stack, (usize)capacity * sizeof(u64), BLOCK_RAW);
    if (!stack) {
        error_memory();
        return false;
    }
    m->stack = stack;
    m->capacity = capacity;
    return true;
}

/* NULL: MemoryError. */
ALWAYS_INLINE Choice *choice_push(Matcher *m, ChoiceKind kind, const Run *run, bool with_marks) {
    isize marks = with_marks ? m->last_mark + 1 : 0;
    if (UNLIKELY(m->depth + marks + CHOICE_WORDS > m->capacity) && !grow(m, marks + CHOICE_WORDS)) return NULL;
    if (marks) memcpy(m->stack + m->depth, m->marks, (usize)marks * sizeof(Mark));
    m->depth += marks + CHOICE_WORDS;
    m->steps++;
    Choice *choice = choice_before(m, m->depth);
    choice->kind = kind;
    choice->mark_count = (u32)marks;
    choice->pc = run->pc;
    choice->position = run->pos;
    choice->repeat = run->repeat;
    choice->last_mark = m->last_mark;
    choice->last_index = m->last_index;
    return choice;
}

ALWAYS_INLINE void choice_pop(Matcher *m, const Choice *choice) {
    m->depth -= CHOICE_WORDS + choice->mark_count;
}

/* Groups as they were when the choice was pushed. */
ALWAYS_INLINE void restore_groups(Matcher *m, const Choice *choice) {
    m->last_mark = choice->last_mark;
    m->last_index = choice->last_index;
    if (choice->mark_count) {
        const u64 *saved = (const u64 *)(const void *)choice - choice->mark_count;
        memcpy(m->marks, saved, choice->mark_count * sizeof(Mark));
    }
}

/* --- characters ----------------------------------------------------------------------------------------- */

ALWAYS_INLINE u32 char_at(const Matcher *m, int width, isize i) {
    switch (width) {
    case 1: return ((const u8 *)m->data)[i];
    case 2: return ((const u16 *)m->data)[i];
    default: return ((const u32 *)m->data)[i];
    }
}

static inline bool is_literal_any_case(u32 literal, u32 c) {
    return c == literal || sre_lower_ascii(c) == literal || sre_upper_ascii(c) == literal;
}

/* Does the instruction that takes one character take this one? */
ALWAYS_INLINE bool takes(const u32 *item, u32 c) {
    switch (item[0]) {
    case SRE_ANY: return c != '\n';
    case SRE_ANY_ALL: return true;
    case SRE_LITERAL: return c == item[1];
    case SRE_NOT_LITERAL: return c != item[1];
    case SRE_IN: return sre_in_set(item + 2, c);
    case SRE_CATEGORY: return sre_in_category(item[1], c);
    case SRE_LITERAL_IGNORE: return sre_lower_ascii(c) == item[1];
    case SRE_NOT_LITERAL_IGNORE: return sre_lower_ascii(c) != item[1];
    case SRE_IN_IGNORE: return sre_in_set(item + 2, sre_lower_ascii(c));
    case SRE_LITERAL_UNI_IGNORE: return sre_lower_unicode(c) == item[1];
    case SRE_NOT_LITERAL_UNI_IGNORE: return sre_lower_unicode(c) != item[1];
    case SRE_IN_UNI_IGNORE: return sre_in_set(item + 2, sre_lower_unicode(c));
    case SRE_LITERAL_LOC_IGNORE: return is_literal_any_case(item[1], c);
    case SRE_NOT_LITERAL_LOC_IGNORE: return !is_literal_any_case(item[1], c);
    case SRE_IN_LOC_IGNORE: return sre_in_set_any_case(item + 2, c);
    default: return false;
    }
}

/* How many characters from pos on the item takes, at most `most` (SRE_MAX_REPEAT: no limit). The commonest
 * instructions have loops of their own, in which the switch of takes() is decided. */
ALWAYS_INLINE isize count_taken(Matcher *m, int width, const u32 *item, isize pos, u32 most) {
    isize stop = m->end, p = pos;
    if (most != SRE_MAX_REPEAT && (isize)most < stop - pos) stop = pos + (isize)most;
    switch (item[0]) {
    case SRE_ANY_ALL: p = isize_max(stop, pos); break;
    case SRE_ANY:
        while (p < stop && char_at(m, width, p) != '\n') p++;
        break;
    case SRE_LITERAL:
        while (p < stop && char_at(m, width, p) == item[1]) p++;
        break;
    case SRE_NOT_LITERAL:
        while (p < stop && char_at(m, width, p) != item[1]) p++;
        break;
    case SRE_IN:
        while (p < stop && sre_in_set(item + 2, char_at(m, width, p))) p++;
        break;
    default:
        while (p < stop && takes(item, char_at(m, width, p))) p++;
    }
    m->steps += p - pos;
    return p - pos;
}

typedef bool (*IsWordFn)(u32 c);

ALWAYS_INLINE bool at_boundary(const Matcher *m, int width, isize pos, IsWordFn is_word, bool wanted) {
    if (m->end == 0) return false;
    bool before = pos > 0 && is_word(char_at(m, width, pos - 1));
    bool after = pos < m->end && is_word(char_at(m, width, pos));
    return (before != after) == wanted;
}

ALWAYS_INLINE bool is_at(const Matcher *m, int width, isize pos, u32 where) {
    switch (where) {
    case SRE_AT_BEGINNING:
    case SRE_AT_BEGINNING_STRING: return pos == 0;
    case SRE_AT_BEGINNING_LINE: return pos == 0 || char_at(m, width, pos - 1) == '\n';
    case SRE_AT_END: return pos == m->end || (pos + 1 == m->end && char_at(m, width, pos) == '\n');
    case SRE_AT_END_LINE: return pos == m->end || char_at(m, width, pos) == '\n';
    case SRE_AT_END_STRING: return pos == m->end;
    case SRE_AT_LOC_BOUNDARY:
    case SRE_AT_BOUNDARY: return at_boundary(m, width, pos, sre_is_ascii_word, true);
    case SRE_AT_LOC_NON_BOUNDARY:
    case SRE_AT_NON_BOUNDARY: return at_boundary(m, width, pos, sre_is_ascii_word, false);
    case SRE_AT_UNI_BOUNDARY: return at_boundary(m, width, pos, sre_is_unicode_word, true);
    case SRE_AT_UNI_NON_BOUNDARY: return at_boundary(m, width, pos, sre_is_unicode_word, false);
    default: return false;
    }
}

/* --- groups --------------------------------------------------------------------------------------------- */

ALWAYS_INLINE void set_mark(Matcher *m, isize mark, isize pos) {
    if (mark & 1) m->last_index = mark / 2 + 1;
    if (mark > m->last_mark) {
        for (isize i = m->last_mark + 1; i < mark; i++) m->marks[i] = -1;
        m->last_mark = mark;
    }
    m->marks[mark] = pos;
}

/* Is the group (counted from 0 here) closed? */
ALWAYS_INLINE bool group_is_set(const Matcher *m, isize group) {
    isize mark = group * 2;
    if (mark >= m->last_mark) return false;
    return m->marks[mark] >= 0 && m->marks[mark + 1] >= m->marks[mark];
}

ALWAYS_INLINE u32 fold(u32 op, u32 c) {
    if (op == SRE_GROUPREF) return c;
    return op == SRE_GROUPREF_UNI_IGNORE ? sre_lower_unicode(c) : sre_lower_ascii(c);
}

/* The same text as the group's again? Moves on behind it. */
ALWAYS_INLINE bool take_group(Matcher *m, int width, u32 op, isize group, isize *pos) {
    if (!group_is_set(m, group)) return false;
    isize p = *pos;
    for (isize i = m->marks[group * 2], end = m->marks[group * 2 + 1]; i < end; i++, p++) {
        if (p >= m->end || fold(op, char_at(m, width, p)) != fold(op, char_at(m, width, i))) return false;
    }
    m->steps += p - *pos;
    *pos = p;
    return true;
}

/* --- branches and repeats of one character -------------------------------------------------------------- */

/* The first alternative from `branch` (its skip word) on that can begin with what stands at pos; the 0 that
 * ends them where none can. */
ALWAYS_INLINE const u32 *possible_branch(const Matcher *m, int width, const u32 *branch, isize pos) {
    for (; branch[0]; branch += branch[0]) {
        bool possible = true;
        if (branch[1] == SRE_LITERAL) {
            possible = pos < m->end && char_at(m, width, pos) == branch[2];
        } else if (branch[1] == SRE_IN) {
            possible = pos < m->end && sre_in_set(branch + 3, char_at(m, width, pos));
        }
        if (possible) break;
    }
    return branch;
}

/* run->pc at the first alternative. */
ALWAYS_INLINE MatchResult enter_branch(Matcher *m, int width, Run *run) {
    const u32 *branch = possible_branch(m, width, run->pc, run->pos);
    if (!branch[0]) return MATCH_NO;
    run->pc = branch + branch[0];
    if (run->repeat || run->pc[0]) {
        if (!choice_push(m, CHOICE_BRANCH, run, run->repeat != 0)) return MATCH_ERROR;
    }
    run->pc = branch + 1;
    return MATCH_YES;
}

ALWAYS_INLINE MatchResult next_branch(Matcher *m, int width, Run *run, Choice *choice) {
    restore_groups(m, choice);
    const u32 *branch = possible_branch(m, width, choice->pc, choice->position);
    if (!branch[0]) {
        choice_pop(m, choice);
        return MATCH_NO;
    }
    run->pc = branch + 1;
    run->pos = choice->position;
    run->repeat = choice->repeat;
    choice->pc = branch + branch[0];
    if (!choice->pc[0] && !choice->repeat) choice_pop(m, choice);
    return MATCH_YES;
}

/* Lowers *count to where the tail can begin. False: nowhere, with at least `least`. */
ALWAYS_INLINE bool give_back(const Matcher *m, int width, const u32 *tail, isize from, isize least,
                             isize *count) {
    if (tail[0] == SRE_LITERAL) {
        while (*count >= least && (from + *count >= m->end || char_at(m, width, from + *count) != tail[1])) {
            --*count;
        }
    }
    return *count >= least;
}

/* run->pc at the skip word: skip min max item SUCCESS. */
ALWAYS_INLINE MatchResult enter_repeat_one(Matcher *m, int width, Run *run) {
    const u32 *pc = run->pc, *tail = pc + pc[0];
    isize least = pc[1];
    if (m->end - run->pos < least) return MATCH_NO;
    isize count = count_taken(m, width, pc + 3, run->pos, pc[2]);
    if (count < least || !give_back(m, width, tail, run->pos, least, &count)) return MATCH_NO;
    if (count > least || run->repeat) {
        Choice *choice = choice_push(m, CHOICE_REPEAT_ONE, run, run->repeat != 0);
        if (!choice) return MATCH_ERROR;
        choice->count = count;
    }
    run->pc = tail;
    run->pos += count;
    return MATCH_YES;
}

ALWAYS_INLINE MatchResult give_back_one(Matcher *m, int width, Run *run, Choice *choice) {
    restore_groups(m, choice);
    const u32 *pc = choice->pc, *tail = pc + pc[0];
    isize least = pc[1];
    choice->count--;
    if (choice->count < least || !give_back(m, width, tail, choice->position, least, &choice->count)) {
        choice_pop(m, choice);
        return MATCH_NO;
    }
    run->pc = tail;
    run->pos = choice->position + choice->count;
    run->repeat = choice->repeat;
    if (choice->count == least && !choice->repeat) choice_pop(m, choice);
    return MATCH_YES;
}

ALWAYS_INLINE MatchResult enter_min_repeat_one(Matcher *m, int width, Run *run) {
    const u32 *pc = run->pc;
    isize least = pc[1], count = 0;
    if (m->end - run->pos < least) return MATCH_NO;
    if (least) {
        count = count_taken(m, width, pc + 3, run->pos, pc[1]);
        if (count < least) return MATCH_NO;
    }
    Choice *choice = choice_push(m, CHOICE_MIN_REPEAT_ONE, run, run->repeat != 0);
    if (!choice) return MATCH_ERROR;
    choice->count = count;
    run->pc = pc + pc[0];
    run->pos += count;
    return MATCH_YES;
}

ALWAYS_INLINE MatchResult take_one_more(Matcher *m, int width, Run *run, Choice *choice) {
    restore_groups(m, choice);
    const u32 *pc = choice->pc, *tail = pc + pc[0];
    isize pos = choice->position + choice->count, most = pc[2] == SRE_MAX_REPEAT ? ISIZE_MAX : (isize)pc[2];
    do {
        if (choice->count >= most || pos >= m->end || !takes(pc + 3, char_at(m, width, pos))) {
            choice_pop(m, choice);
            return MATCH_NO;
        }
        choice->count++;
        pos++;
        m->steps++;
        /* the tail can't begin here: on to the next character at once */
    } while (tail[0] == SRE_LITERAL && (pos >= m->end || char_at(m, width, pos) != tail[1]));
    run->pc = tail;
    run->pos = pos;
    run->repeat = choice->repeat;
    return MATCH_YES;
}

ALWAYS_INLINE MatchResult enter_possessive_one(Matcher *m, int width, Run *run) {
    const u32 *pc = run->pc;
    if (m->end - run->pos < (isize)pc[1]) return MATCH_NO;
    isize count = count_taken(m, width, pc + 3, run->pos, pc[2]);
    if (count < (isize)pc[1]) return MATCH_NO;
    run->pc = pc + pc[0];
    run->pos += count;
    return MATCH_YES;
}

/* --- REPEAT ... UNTIL ----------------------------------------------------------------------------------- */

static bool may_repeat(const u32 *pc, isize rounds) { return pc[2] == SRE_MAX_REPEAT || rounds < (isize)pc[2]; }

/* run->pc at the skip word. The loop is entered through its UNTIL, with no round made yet. */
static MatchResult enter_repeat(Matcher *m, Run *run) {
    Choice *record = choice_push(m, CHOICE_REPEAT, run, false);
    if (!record) return MATCH_ERROR;
    record->count = -1;
    record->saved = -1;
    run->repeat = m->depth;
    run->pc += run->pc[0];
    return MATCH_YES;
}

/* Makes the round number `rounds` of the open repeat: runs the item from here. */
static MatchResult enter_round(Matcher *m, Run *run, ChoiceKind kind, isize rounds, bool with_marks) {
    Choice *choice = choice_push(m, kind, run, with_marks);
    if (!choice) return MATCH_ERROR;
    Choice *record = choice_before(m, run->repeat);
    choice->count = rounds - 1;
    choice->saved = record->saved;
    record->count = rounds;
    if (kind != CHOICE_ROUND) record->saved = run->pos;
    run->pc = record->pc + 3;
    return MATCH_YES;
}

/* Goes on behind the repeat, which is closed meanwhile. */
static MatchResult enter_tail(Matcher *m, Run *run, ChoiceKind kind, isize rounds) {
    isize outer = choice_before(m, run->repeat)->repeat;
    Choice *choice = choice_push(m, kind, run, kind == CHOICE_MIN_UNTIL && outer != 0);
    if (!choice) return MATCH_ERROR;
    choice->count = rounds;
    run->repeat = outer;
    return MATCH_YES;
}

/* run->pc behind UNTIL. */
static MatchResult enter_max_until(Matcher *m, Run *run) {
    const Choice *record = choice_before(m, run->repeat);
    isize rounds = record->count + 1;
    if (rounds < (isize)record->pc[1]) return enter_round(m, run, CHOICE_ROUND, rounds, false);
    /* an empty round is not made twice */
    if (may_repeat(record->pc, rounds) && run->pos != record->saved) {
        return enter_round(m, run, CHOICE_MAX_UNTIL, rounds, true);
    }
    return enter_tail(m, run, CHOICE_TAIL, 0);
}

static MatchResult enter_min_until(Matcher *m, Run *run) {
    const Choice *record = choice_before(m, run->repeat);
    isize rounds = record->count + 1;
    if (rounds < (isize)record->pc[1]) return enter_round(m, run, CHOICE_ROUND, rounds, false);
    return enter_tail(m, run, CHOICE_MIN_UNTIL, rounds);
}

/* The round did not lead to a match: as if it had not been made. */
static void undo_round(Matcher *m, const Choice *choice) {
    Choice *record = choice_before(m, choice->repeat);
    record->count = choice->count;
    record->saved = choice->saved;
}

static MatchResult tail_after_round(Matcher *m, Run *run, const Choice *choice) {
    undo_round(m, choice);
    restore_groups(m, choice);
    *run = (Run){choice->pc, choice->position, run->barrier, choice->repeat};
    choice_pop(m, choice);
    return enter_tail(m, run, CHOICE_TAIL, 0);
}

static MatchResult round_after_tail(Matcher *m, Run *run, const Choice *choice) {
    restore_groups(m, choice);
    *run = (Run){choice->pc, choice->position, run->barrier, choice->repeat};
    isize rounds = choice->count;
    choice_pop(m, choice);
    const Choice *record = choice_before(m, run->repeat);
    if (!may_repeat(record->pc, rounds) || run->pos == record->saved) return MATCH_NO;
    return enter_round(m, run, CHOICE_MIN_ROUND, rounds, false);
}

/* --- barriers ------------------------------------------------------------------------------------------- */

/* Runs the pattern at run->pc + `header` from `from` on. */
static MatchResult enter_barrier(Matcher *m, Run *run, ChoiceKind kind, isize header, isize from) {
    bool with_marks = kind == CHOICE_POSSESSIVE || (kind == CHOICE_ASSERT_NOT && run->repeat);
    Choice *choice = choice_push(m, kind, run, with_marks);
    if (!choice) return MATCH_ERROR;
    choice->count = 0;
    choice->saved = run->barrier;
    run->barrier = m->depth;
    run->pc += header;
    run->pos = from;
    return MATCH_YES;
}

/* Can the pattern in an assertion begin with what stands at pos? Asked before a barrier is put up. */
ALWAYS_INLINE bool may_hold(const Matcher *m, int width, const u32 *pattern, isize pos) {
    if (pattern[0] == SRE_LITERAL) return pos < m->end && char_at(m, width, pos) == pattern[1];
    if (pattern[0] == SRE_IN) return pos < m->end && sre_in_set(pattern + 2, char_at(m, width, pos));
    return true;
}

ALWAYS_INLINE MatchResult enter_assert(Matcher *m, int width, Run *run, ChoiceKind kind) {
    isize back = run->pc[1];
    if (run->pos >= back && may_hold(m, width, run->pc + 2, run->pos - back)) {
        return enter_barrier(m, run, kind, 2, run->pos - back);
    }
    if (kind == CHOICE_ASSERT) return MATCH_NO;
    run->pc += run->pc[0];
    return MATCH_YES;
}

/* Pops the barrier and what lies above it. What it holds can be read until something is pushed. */
static const Choice *leave_barrier(Matcher *m, Run *run) {
    const Choice *barrier = choice_before(m, run->barrier);
    m->depth = run->barrier;
    choice_pop(m, barrier);
    run->barrier = barrier->saved;
    run->repeat = barrier->repeat;
    return barrier;
}

static MatchResult possessive_round(Matcher *m, Run *run, const u32 *pc, isize rounds) {
    run->pc = pc;
    MatchResult result = enter_barrier(m, run, CHOICE_POSSESSIVE, 3, run->pos);
    if (result == MATCH_YES) choice_before(m, run->barrier)->count = rounds;
    return result;
}

static MatchResult enter_possessive(Matcher *m, Run *run) { return possessive_round(m, run, run->pc, 0); }

/* A possessive repeat has made a round: another one, or on to what follows it. */
static MatchResult next_possessive(Matcher *m, Run *run, const Choice *barrier) {
    const u32 *pc = barrier->pc;
    isize rounds = barrier->count + 1;
    bool needed = rounds < (isize)pc[1], useful = run->pos != barrier->position;
    if (needed || (may_repeat(pc, rounds) && useful)) return possessive_round(m, run, pc, rounds);
    run->pc = pc + pc[0] + 1;
    return MATCH_YES;
}

/* SUCCESS within a barrier. */
static MatchResult barrier_succeeded(Matcher *m, Run *run) {
    const Choice *barrier = leave_barrier(m, run);
    switch (barrier->kind) {
    case CHOICE_ASSERT_NOT: return MATCH_NO;
    case CHOICE_POSSESSIVE: return next_possessive(m, run, barrier);
    case CHOICE_ASSERT: run->pos = barrier->position; break;
    default: break;
    }
    run->pc = barrier->pc + barrier->pc[0];
    return MATCH_YES;
}

/* No way within the barrier leads to SUCCESS. */
static MatchResult barrier_failed(Matcher *m, Run *run) {
    const Choice *barrier = leave_barrier(m, run);
    if (barrier->kind == CHOICE_ASSERT || barrier->kind == CHOICE_ATOMIC) return MATCH_NO;
    restore_groups(m, barrier);
    run->pos = barrier->position;
    run->pc = barrier->pc + barrier->pc[0];
    if (barrier->kind == CHOICE_ASSERT_NOT) return MATCH_YES;
    run->pc++; /* behind the item's SUCCESS */
    return barrier->count < (isize)barrier->pc[1] ? MATCH_NO : MATCH_YES;
}

/* --- the engine ----------------------------------------------------------------------------------------- */

/* The topmost Choice goes on its next way (MATCH_YES), or has none left (MATCH_NO) and is popped. */
ALWAYS_INLINE MatchResult choose_again(Matcher *m, int width, Run *run) {
    Choice *choice = choice_before(m, m->depth);
    m->steps++;
    switch ((ChoiceKind)choice->kind) {
    case CHOICE_BRANCH: return next_branch(m, width, run, choice);
    case CHOICE_REPEAT_ONE: return give_back_one(m, width, run, choice);
    case CHOICE_MIN_REPEAT_ONE: return take_one_more(m, width, run, choice);
    case CHOICE_MAX_UNTIL: return tail_after_round(m, run, choice);
    case CHOICE_MIN_UNTIL: return round_after_tail(m, run, choice);
    case CHOICE_ROUND:
    case CHOICE_MIN_ROUND: undo_round(m, choice); break;
    case CHOICE_REPEAT:
    case CHOICE_TAIL: run->repeat = choice->repeat; break;
    case CHOICE_ASSERT:
    case CHOICE_ASSERT_NOT:
    case CHOICE_ATOMIC:
    case CHOICE_POSSESSIVE: return barrier_failed(m, run);
    }
    choice_pop(m, choice);
    return MATCH_NO;
}

/* Must a match that ends here go on looking, at the pattern's end? */
ALWAYS_INLINE bool must_not_end(const Matcher *m, isize pos) {
    return (m->match_all && pos != m->end) || pos == m->forbidden_end;
}

/* One instruction. MATCH_YES: it matched, go on. */
ALWAYS_INLINE MatchResult step(Matcher *m, int width, Run *run) {
    const u32 *pc = run->pc;
    switch (*run->pc++) {
    case SRE_MARK: set_mark(m, *run->pc++, run->pos); return MATCH_YES;
    case SRE_LITERAL: /* on its own, being the commonest */
        if (run->pos >= m->end || char_at(m, width, run->pos) != pc[1]) return MATCH_NO;
        run->pos++;
        run->pc++;
        return MATCH_YES;
    case SRE_IN:
        if (run->pos >= m->end || !sre_in_set(pc + 2, char_at(m, width, run->pos))) return MATCH_NO;
        run->pos++;
        run->pc += run->pc[0];
        return MATCH_YES;
    case SRE_NOT_LITERAL:
    case SRE_CATEGORY:
    case SRE_LITERAL_IGNORE:
    case SRE_NOT_LITERAL_IGNORE:
    case SRE_LITERAL_UNI_IGNORE:
    case SRE_NOT_LITERAL_UNI_IGNORE:
    case SRE_LITERAL_LOC_IGNORE:
    case SRE_NOT_LITERAL_LOC_IGNORE:
        if (run->pos >= m->end || !takes(pc, char_at(m, width, run->pos))) return MATCH_NO;
        run->pos++;
        run->pc++;
        return MATCH_YES;
    case SRE_ANY:
    case SRE_ANY_ALL:
        if (run->pos >= m->end || !takes(pc, char_at(m, width, run->pos))) return MATCH_NO;
        run->pos++;
        return MATCH_YES;
    case SRE_IN_IGNORE:
    case SRE_IN_UNI_IGNORE:
    case SRE_IN_LOC_IGNORE:
        if (run->pos >= m->end || !takes(pc, char_at(m, width, run->pos))) return MATCH_NO;
        run->pos++;
        run->pc += run->pc[0];
        return MATCH_YES;
    case SRE_AT: return is_at(m, width, run->pos, *run->pc++) ? MATCH_YES : MATCH_NO;
    case SRE_JUMP: run->pc += run->pc[0]; return MATCH_YES;
    case SRE_INFO: /* says how short a match can be */
        if (m->end - run->pos < (isize)pc[3]) return MATCH_NO;
        run->pc += run->pc[0];
        return MATCH_YES;
    case SRE_BRANCH: return enter_branch(m, width, run);
    case SRE_REPEAT_ONE: return enter_repeat_one(m, width, run);
    case SRE_MIN_REPEAT_ONE: return enter_min_repeat_one(m, width, run);
    case SRE_POSSESSIVE_REPEAT_ONE: return enter_possessive_one(m, width, run);
    case SRE_REPEAT: return enter_repeat(m, run);
    case SRE_MAX_UNTIL: return enter_max_until(m, run);
    case SRE_MIN_UNTIL: return enter_min_until(m, run);
    case SRE_ASSERT: return enter_assert(m, width, run, CHOICE_ASSERT);
    case SRE_ASSERT_NOT: return enter_assert(m, width, run, CHOICE_ASSERT_NOT);
    case SRE_ATOMIC_GROUP: return enter_barrier(m, run, CHOICE_ATOMIC, 1, run->pos);
    case SRE_POSSESSIVE_REPEAT: return enter_possessive(m, run);
    case SRE_GROUPREF:
    case SRE_GROUPREF_IGNORE:
    case SRE_GROUPREF_UNI_IGNORE:
    case SRE_GROUPREF_LOC_IGNORE:
        return take_group(m, width, pc[0], *run->pc++, &run->pos) ? MATCH_YES : MATCH_NO;
    case SRE_GROUPREF_EXISTS: run->pc = group_is_set(m, pc[1]) ? pc + 3 : pc + 1 + pc[2]; return MATCH_YES;
    default: return MATCH_NO; /* FAILURE */
    }
}

ALWAYS_INLINE MatchResult match_width(Matcher *m, const u32 *code, bool whole, int width) {
    Run run = {code, m->position, 0, 0};
    m->depth = 0;
    for (;;) {
        MatchResult result;
        if (*run.pc != SRE_SUCCESS) {
            result = step(m, width, &run);
        } else if (run.barrier) {
            result = barrier_succeeded(m, &run);
        } else if (whole && must_not_end(m, run.pos)) {
            result = MATCH_NO;
        } else {
            m->position = run.pos;
            return MATCH_YES;
        }
        while (result == MATCH_NO) {
            if (m->depth == 0) return MATCH_NO;
            result = choose_again(m, width, &run);
        }
        if (UNLIKELY(result == MATCH_ERROR)) return MATCH_ERROR;
        if (UNLIKELY(m->steps > STEPS_BEFORE_PAUSE) && !matcher_pause(m)) return MATCH_ERROR;
    }
}

static MatchResult match_bytes(Matcher *m, const u32 *code, bool whole) {
    return match_width(m, code, whole, 1);
}
static MatchResult match_ucs2(Matcher *m, const u32 *code, bool whole) {
    return match_width(m, code, whole, 2);
}
static MatchResult match_ucs4(Matcher *m, const u32 *code, bool whole) {
    return match_width(m, code, whole, 4);
}

MatchResult matcher_match(Matcher *matcher, const u32 *code, bool whole) {
    switch (matcher->width) {
    case 1: return match_bytes(matcher, code, whole);
    case 2: return match_ucs2(matcher, code, whole);
    default: return match_ucs4(matcher, code, whole);
    }
}

bool matcher_pause(Matcher *matcher) {
    charge(matcher->steps, STEP_NS);
    matcher->steps = 0;
    return vm_handle_signals();
}
