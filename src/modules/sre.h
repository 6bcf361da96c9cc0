/* sre.h: what the files of the module _sre say to each other.
 *
 * The library's re parses a regular expression and compiles it to a row of code words (sre_opcodes.h); _sre
 * keeps them in a Pattern, runs them against a text (sre_match.c, sre_search.c), and hands out Match
 * objects. */
#ifndef MODULES_SRE_H
#define MODULES_SRE_H

#include "modules/modules.h"
#include "modules/sre_opcodes.h"
#include "object/bytes.h"
#include "object/error.h"
#include "object/str.h"
#include "object/tuple.h"
#include "object/type_checks.h"

typedef enum PatternKind { PATTERN_ANY = -1, PATTERN_STR = 0, PATTERN_BYTES = 1 } PatternKind;

typedef struct Pattern {
    VarObject ob_base;   /* ob_size: words of code */
    isize groups;        /* group 0, the whole match, is not counted */
    Object *group_index; /* dict: name -> number; owned */
    Object *index_group; /* tuple: number -> name or None; owned */
    Object *pattern;     /* str, bytes or None; owned */
    int flags;           /* as re.compile() got them */
    PatternKind kind;    /* what it can be matched against */
    Object *weaklist;
    u32 first[8]; /* where INFO says with which characters a match can begin: those below 256, a bit each */
    u32 code[];
} Pattern;
#define AS_PATTERN(ref) ((Pattern *)(ref))

/* Where a group begins, and where it ends; -1: not set. */
typedef isize Mark;

typedef struct Match {
    VarObject ob_base; /* ob_size: groups, the whole match being the first */
    Object *string;    /* owned */
    Object *regs;      /* tuple of spans, made when asked for; owned or NULL */
    Object *pattern;   /* owned */
    isize pos, endpos; /* the window in which it was looked for */
    isize last_index;  /* the group that was closed last; -1: none */
    Mark marks[];      /* two for each group */
} Match;
#define AS_MATCH(ref) ((Match *)(ref))

/* --- matching ------------------------------------------------------------------------------------------- */

/* A text that is being matched against, and how far one has come. Positions are counted in characters from
 * the text's beginning. */
typedef struct Matcher {
    Object *string; /* owned */
    Buffer buffer;  /* of a bytes-like object; owner NULL: it is a str */
    const void *data;
    int width;                       /* bytes a character: 1, 2, 4 */
    isize length, window_start, end; /* of the text; of the window */
    isize start;                     /* of the match */
    isize position;                  /* the match's end when it has succeeded */
    bool match_all;                  /* fullmatch: must end at `end` */
    isize forbidden_end; /* an empty match must not end here (it would be the last one again); -1: none */
    isize last_mark, last_index; /* the highest mark set so far; the group closed last; -1: none */
    Mark *marks;                 /* those up to last_mark are valid */
    /* the stack of choices, see sre_match.c; a raw block */
    u64 *stack;
    isize depth, capacity; /* in words */
    isize steps;           /* work done and not yet charged */
} Matcher;

typedef enum MatchResult { MATCH_ERROR = -1, MATCH_NO = 0, MATCH_YES = 1 } MatchResult;

/* Gets ready to match pattern against string[pos:endpos]. False: raised. Ends with matcher_close. */
bool matcher_open(Matcher *matcher, const Pattern *pattern, Ref string, isize pos, isize endpos);
void matcher_close(Matcher *matcher);
/* Forgets groups before another attempt. */
static inline void matcher_reset(Matcher *matcher) { matcher->last_mark = matcher->last_index = -1; }
/* Runs `code` at matcher->position. `whole`: match_all and forbidden_end count. */
MatchResult matcher_match(Matcher *matcher, const u32 *code, bool whole);
/* Looks for the first match from matcher->start on. */
MatchResult matcher_search(Matcher *matcher, const Pattern *pattern);
/* Fills pattern->first from the code. */
void pattern_find_first(Pattern *pattern);
enum { RESULT_STEPS = 9 }; /* the work that each result is, apart from finding it */
/* The next match is to be looked for behind the one just found. */
static inline void matcher_step(Matcher *matcher) {
    matcher->steps += RESULT_STEPS;
    matcher->forbidden_end = matcher->position == matcher->start ? matcher->position : -1;
    matcher->start = matcher->position;
}
/* Charges what was done, and looks for signals. False: raised. */
bool matcher_pause(Matcher *matcher);

/* Is the code safe to run? Else RuntimeError("invalid SRE code"). */
bool sre_code_check(const u32 *code, isize length, isize groups);

/* --- texts ---------------------------------------------------------------------------------------------- */

/* string[start:end] as a bytes or a str. */
Own sre_slice(bool is_bytes, const Matcher *matcher, isize start, isize end);
/* The text of a group; `empty`: "" where it is not set, else None. */
Own matcher_group(const Matcher *matcher, isize group, bool empty);

/* --- objects -------------------------------------------------------------------------------------------- */

/* The Match of what a Matcher has found; None where it has not; NULL raised. */
Own match_new(Ref pattern, const Matcher *matcher, MatchResult result);
/* pattern.sub, subn (sre_substitute.c); count 0: all. Counts in *done. */
Own pattern_substitute(Ref pattern, Ref template, Ref string, isize count, isize *done);
/* An iterator with match() and search(). */
Own scanner_new(Ref pattern, Ref string, isize pos, isize endpos);
/* Calls a function of the module re: template handling is written in Python. */
Own sre_call_re(const char *function, Ref const *args, isize nargs);
/* A Py_ssize_t argument; absent: `otherwise`. False: raised. */
bool sre_index_argument(Ref value, isize otherwise, isize *index);

#endif
