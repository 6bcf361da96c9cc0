/* sre_check.c: is code that somebody hands to _sre.compile safe to run?
 *
 * The engine trusts what it runs: skips lead to instructions, marks exist, sets end. Here all of that is
 * checked once. Code is a sequence of instructions up to `end`; each of them knows its length. */
#include "modules/sre.h"

typedef struct Check {
    const u32 *end;
    isize groups;
} Check;

static bool check_code(const u32 *pc, const Check *check);

/* The set at `set` must end with FAILURE exactly before `end`. */
static bool check_set(const u32 *set, const u32 *end) {
    while (set < end) {
        isize left = end - set - 1;
        switch (*set++) {
        case SRE_FAILURE: return set == end;
        case SRE_NEGATE: break;
        case SRE_LITERAL:
            if (left < 1) return false;
            set++;
            break;
        case SRE_RANGE:
        case SRE_RANGE_UNI_IGNORE:
            if (left < 2) return false;
            set += 2;
            break;
        case SRE_CHARSET:
            if (left < 8) return false;
            set += 8;
            break;
        case SRE_CATEGORY:
            if (left < 1 || *set >= SRE_CATEGORY_COUNT) return false;
            set++;
            break;
        case SRE_BIGCHARSET: {
            if (left < 65 || set[0] > 256 || left < 65 + (isize)set[0] * 8) return false;
            u32 blocks = *set++;
            for (isize i = 0; i < 256; i++) {
                if ((set[i / 4] >> i % 4 * 8 & 255) >= blocks) return false;
            }
            set += 64 + (isize)blocks * 8;
            break;
        }
        default: return false;
        }
    }
    return false;
}

/* The words of an instruction that takes one character; 0: it is another one, or wrong. */
static isize one_character_length(const u32 *pc, const u32 *end) {
    isize left = end - pc - 1;
    switch (*pc) {
    case SRE_ANY:
    case SRE_ANY_ALL: return 1;
    case SRE_LITERAL:
    case SRE_NOT_LITERAL:
    case SRE_LITERAL_IGNORE:
    case SRE_NOT_LITERAL_IGNORE:
    case SRE_LITERAL_UNI_IGNORE:
    case SRE_NOT_LITERAL_UNI_IGNORE:
    case SRE_LITERAL_LOC_IGNORE:
    case SRE_NOT_LITERAL_LOC_IGNORE: return left >= 1 ? 2 : 0;
    case SRE_CATEGORY: return left >= 1 && pc[1] < SRE_CATEGORY_COUNT ? 2 : 0;
    case SRE_IN:
    case SRE_IN_IGNORE:
    case SRE_IN_UNI_IGNORE:
    case SRE_IN_LOC_IGNORE:
        if (left < 1 || (isize)pc[1] > left || pc[1] < 2) return 0;
        return check_set(pc + 2, pc + 1 + pc[1]) ? 1 + (isize)pc[1] : 0;
    default: return 0;
    }
}

/* The code from `pc` to `end`, the last word of which must be `closing`. */
static bool check_closed(const u32 *pc, const u32 *end, u32 closing, isize groups) {
    if (pc >= end || end[-1] != closing) return false;
    return check_code(pc, &(Check){end - 1, groups});
}

/* (skip alternative JUMP skip)* 0: all jumps lead behind the 0. NULL: wrong. */
static const u32 *check_branch(const u32 *branch, const Check *check) {
    const u32 *target = NULL;
    while (branch < check->end && *branch) {
        isize left = check->end - branch;
        if ((isize)*branch >= left || *branch < 3) return NULL;
        const u32 *next = branch + *branch, *jump = next - 2;
        if (*jump != SRE_JUMP || (isize)jump[1] > check->end - (jump + 1)) return NULL;
        const u32 *to = jump + 1 + jump[1];
        if (target && target != to) return NULL;
        target = to;
        if (!check_code(branch + 1, &(Check){jump, check->groups})) return NULL;
        branch = next;
    }
    if (branch >= check->end || (target && target != branch + 1)) return NULL;
    return branch + 1;
}

/* skip min max item SUCCESS, of one character an item. */
static const u32 *check_repeat_one(const u32 *pc, const Check *check) {
    if (check->end - pc < 3 || (isize)pc[0] > check->end - pc || pc[0] < 5 || pc[1] > pc[2]) return NULL;
    const u32 *next = pc + pc[0];
    isize length = one_character_length(pc + 3, next);
    return length && pc + 3 + length == next - 1 && next[-1] == SRE_SUCCESS ? next : NULL;
}

/* skip min max item, then the instruction that ends it. */
static const u32 *check_repeat(const u32 *pc, bool possessive, const Check *check) {
    if (check->end - pc < 3 || (isize)pc[0] >= check->end - pc || pc[0] < 3 || pc[1] > pc[2]) return NULL;
    const u32 *last = pc + pc[0];
    if (!check_code(pc + 3, &(Check){last, check->groups})) return NULL;
    bool fits = possessive ? *last == SRE_SUCCESS : *last == SRE_MAX_UNTIL || *last == SRE_MIN_UNTIL;
    return fits ? last + 1 : NULL;
}

static const u32 *check_assert(const u32 *pc, isize operands, const Check *check) {
    if (check->end - pc < operands || (isize)pc[0] > check->end - pc || (isize)pc[0] < operands) return NULL;
    const u32 *next = pc + pc[0];
    return check_closed(pc + operands, next, SRE_SUCCESS, check->groups) ? next : NULL;
}

/* group skip yes [JUMP skip no]: the skip leads to `no`, or behind `yes`. */
static const u32 *check_conditional(const u32 *pc, const Check *check) {
    if (check->end - pc < 2 || (isize)pc[0] >= check->groups) return NULL;
    if ((isize)pc[1] > check->end - pc || pc[1] < 2) return NULL;
    const u32 *no = pc + pc[1], *yes = pc + 2;
    if (no - yes >= 2 && no[-2] == SRE_JUMP && (isize)no[-1] <= check->end - (no - 1) && no[-1] >= 1) {
        const u32 *after = no - 1 + no[-1];
        if (check_code(yes, &(Check){no - 2, check->groups}) &&
            check_code(no, &(Check){after, check->groups})) {
            return after;
        }
    }
    return check_code(yes, &(Check){no, check->groups}) ? no : NULL;
}

static const u32 *check_info(const u32 *pc, const Check *check) {
    if (check->end - pc < 4 || (isize)pc[0] > check->end - pc || pc[0] < 4) return NULL;
    const u32 *next = pc + pc[0], *more = pc + 4;
    u32 flags = pc[1];
    if (flags & ~(u32)(SRE_INFO_PREFIX | SRE_INFO_LITERAL | SRE_INFO_CHARSET)) return NULL;
    if ((flags & SRE_INFO_PREFIX) && (flags & SRE_INFO_CHARSET)) return NULL;
    if ((flags & SRE_INFO_LITERAL) && !(flags & SRE_INFO_PREFIX)) return NULL;
    if (flags & SRE_INFO_PREFIX) {
        if (next - more < 2 || more[0] < 1 || more[1] > more[0]) return NULL;
        isize length = more[0];
        if (next - more != 2 + 2 * length) return NULL;
        for (isize i = 0; i < length; i++) {
            if ((isize)more[2 + length + i] > i) return NULL;
        }
        /* what the search skips must be there to be skipped */
        isize skipped = more[1] * (isize)2;
        return (flags & SRE_INFO_LITERAL) || skipped <= check->end - next ? next : NULL;
    }
    return !(flags & SRE_INFO_CHARSET) || check_set(more, next) ? next : NULL;
}

/* The instruction behind the one at pc; NULL: it is wrong. */
static const u32 *check_instruction(const u32 *pc, const Check *check) {
    isize length = one_character_length(pc, check->end), left = check->end - pc - 1;
    if (length) return pc + length;
    switch (*pc) {
    case SRE_MARK: return left >= 1 && (isize)pc[1] < 2 * check->groups ? pc + 2 : NULL;
    case SRE_AT: return left >= 1 && pc[1] < SRE_AT_COUNT ? pc + 2 : NULL;
    case SRE_FAILURE: return pc + 1;
    case SRE_INFO: return check_info(pc + 1, check);
    case SRE_BRANCH: return check_branch(pc + 1, check);
    case SRE_REPEAT_ONE:
    case SRE_MIN_REPEAT_ONE:
    case SRE_POSSESSIVE_REPEAT_ONE: return check_repeat_one(pc + 1, check);
    case SRE_REPEAT: return check_repeat(pc + 1, false, check);
    case SRE_POSSESSIVE_REPEAT: return check_repeat(pc + 1, true, check);
    case SRE_ATOMIC_GROUP: return check_assert(pc + 1, 1, check);
    case SRE_ASSERT:
    case SRE_ASSERT_NOT: return check_assert(pc + 1, 2, check);
    case SRE_GROUPREF:
    case SRE_GROUPREF_IGNORE:
    case SRE_GROUPREF_UNI_IGNORE:
    case SRE_GROUPREF_LOC_IGNORE: return left >= 1 && (isize)pc[1] < check->groups ? pc + 2 : NULL;
    case SRE_GROUPREF_EXISTS: return check_conditional(pc + 1, check);
    default: return NULL;
    }
}

static bool check_code(const u32 *pc, const Check *check) {
    if (!recursion_enter(" in regular expression")) return false;
    while (pc && pc < check->end) pc = check_instruction(pc, check);
    recursion_leave();
    return pc == check->end;
}

bool sre_code_check(const u32 *code, isize length, isize groups) {
    bool safe = groups >= 0 && groups <= SRE_MAX_GROUPS && length > 0 &&
                check_closed(code, code + length, SRE_SUCCESS, groups);
    if (!safe && !error_occurred()) error_set(EXC(RuntimeError), "invalid SRE code");
    return safe;
}
