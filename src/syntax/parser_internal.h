/* parser_internal.h: what the files of the parser share; private to the syntax room.
 *
 * A rule of the grammar is a function of the parser. It looks at the tokens from `mark` on; where it matches
 * it moves `mark` behind what it took and returns a node; where it does not, `mark` stands where it stood and
 * NULL is returned. So an alternative reads as it is written in the grammar:
 *
 *     // return_stmt: 'return' [star_expressions]
 *     LOCAL_RULE(Stmt *, return_stmt)(Parser *p, int start) {
 *         if (!expect(p, KEYWORD_RETURN)) return NULL;
 *         return NEW_STMT(p, start, Return, star_expressions(p));
 *     }
 *
 * NULL is also returned when an exception was raised: then `failed` is set, no rule matches any more, and
 * everybody returns. The parser runs twice over a wrong program: in the second pass `call_invalid` is set,
 * and rules first ask their invalid_ rules, which know wrong programs and raise the message for them.
 *
 * What messages point at depends on which tokens were read, so nothing here reads a token that CPython's
 * parser would not read. What depends on its depth (MemoryError in a program too deep) is kept by counting
 * `level` as CPython does: one for each rule, one for each nameless part of a rule ("_tmp", "_loop"), two for
 * a left-recursive rule. */
#ifndef SYNTAX_PARSER_INTERNAL_H
#define SYNTAX_PARSER_INTERNAL_H

#include "object/error.h"
#include "object/root.h"
#include "syntax/parser.h"
#include "syntax/tokenizer.h"

enum { PARSER_MAX_LEVEL = 6000, TOKEN_CHUNK = 256 };

/* Which rules remember their results at a token. Those behind MEMO_SECOND_PASS need it in the second pass only,
 * where what was once found without invalid_ rules must not be looked at again: the first pass never asks
 * them twice at one place. From MEMO_STAR_EXPRESSION to MEMO_PRIMARY each rule's simplest alternative is the
 * next one: mostly all find the same. */
typedef enum MemoRule {
    MEMO_T_PRIMARY,
    MEMO_STRINGS,
    MEMO_ARGUMENTS,
    MEMO_STAR_TARGET,
    MEMO_TARGET_WITH_STAR_ATOM,
    MEMO_DEL_TARGET,
    MEMO_CLOSED_PATTERN,
    MEMO_STAR_PATTERN,
    MEMO_STARRED_OPERAND,
    MEMO_CLAUSE_OPERAND,
    MEMO_STAR_EXPRESSION,
    MEMO_EXPRESSION,
    MEMO_SECOND_PASS,
    MEMO_DISJUNCTION = MEMO_SECOND_PASS,
    MEMO_CONJUNCTION,
    MEMO_INVERSION,
    MEMO_BITWISE_OR,
    MEMO_BITWISE_XOR,
    MEMO_BITWISE_AND,
    MEMO_SHIFT_EXPR,
    MEMO_SUM,
    MEMO_TERM,
    MEMO_FACTOR,
    MEMO_AWAIT_PRIMARY,
    MEMO_PRIMARY,
    MEMO_SIMPLE_STMT,
    MEMO_BLOCK,
    MEMO_INVALID_NAMED_EXPRESSION
} MemoRule;

/* What the rules first...last found, all of them. */
typedef struct Memo {
    struct Memo *next;
    void *node;
    int end; /* where `mark` stood after it */
    u8 first, last;
} Memo;

typedef struct Token {
    u8 type, level; /* level: brackets open after it */
    i32 length;
    Location at;       /* columns -1: none */
    const char *start; /* NULL: no text */
    Memo *memo;
} Token;

/* A comment "# type: ignore" that was read. */
typedef struct TypeIgnoreNote {
    struct TypeIgnoreNote *next;
    int lineno;
    const char *tag; /* what follows the word */
    isize length;
} TypeIgnoreNote;

typedef struct NameEntry {
    const char *bytes;
    i32 length;
    u32 hash;
    Object *name; /* NULL: free; owned by tree->objects */
} NameEntry;
/* One for a parse and all the f-string expressions in it. */
typedef struct ParseRun {
    Tree *tree;
    Pool texts;       /* the decoded source and the text of f-string expressions */
    NameEntry *names; /* open addressing, a raw block */
    u32 name_slots, name_count;
} ParseRun;

typedef enum StartRule { START_FILE, START_SINGLE, START_EVAL, START_FUNC_TYPE, START_FSTRING } StartRule;

typedef struct Parser {
    ParseRun *run;
    Pool *pool; /* of the tree */
    Pool token_pool, memo_pool;
    int memo_count;           /* in memo_pool */
    int memo_from, memo_last; /* the tokens that may have them */
    Tokenizer *tokenizer;
    Token **chunks; /* TOKEN_CHUNK tokens each, so that a token never moves; a raw block */
    int chunk_capacity;
    int fill; /* tokens read */
    int mark; /* the next one to look at */
    int level;
    bool failed;
    bool second_pass;  /* looking for what is wrong ... */
    bool call_invalid; /* ... with the invalid_ rules, which expression_without_invalid turns off */
    bool started;      /* single: something was read since the last end of a statement */
    StartRule start_rule;
    int flags, feature_version;
    Token *known_error; /* where the next message is to point; NULL: at the last token read */
    int starting_lineno, starting_col_offset; /* f-string expressions: place of the text in the file; else 0 */
    TypeIgnoreNote *type_ignores, **type_ignores_end; /* a list in token_pool, and where it goes on */
    void **stack;                                     /* elements of the sequences being parsed; a raw block */
    isize stack_top, stack_capacity;
} Parser;

/* --- tokens (parser_core.c) ------------------------------------------------------------------------------ */

static inline Token *token_at(const Parser *p, int index) {
    return &p->chunks[index / TOKEN_CHUNK][index % TOKEN_CHUNK];
}
static inline Token *last_token(const Parser *p) { return token_at(p, p->fill - 1); }
/* Reads one more token. False: raised. */
bool fill_token(Parser *p);
/* The token at `mark`, read where it must be; NULL: failed. */
static inline Token *current_token(Parser *p) {
    if (p->mark == p->fill && !fill_token(p)) return NULL;
    return token_at(p, p->mark);
}
/* The type of the token at `mark`; -1: failed. */
static inline int peek(Parser *p) {
    Token *token = p->failed ? NULL : current_token(p);
    return token ? token->type : -1;
}
/* Takes the token at `mark` if it is of this type; else NULL. */
static inline Token *expect(Parser *p, int type) {
    Token *token = p->failed ? NULL : current_token(p);
    if (!token || token->type != type) return NULL;
    p->mark++;
    return token;
}
/* &'x' and !'x': consume nothing. Both are false once the parser has failed. */
static inline bool next_is(Parser *p, int type) { return peek(p) == type; }
static inline bool next_is_not(Parser *p, int type) {
    int next = peek(p);
    return next >= 0 && next != type;
}
/* &&'x': it must come; else SyntaxError "expected 'x'". */
Token *expect_forced(Parser *p, int type, const char *expected);
/* A soft keyword. */
Token *expect_soft(Parser *p, const char *keyword);
static inline bool token_text_is(const Token *token, const char *text) {
    return token->length == (i32)strlen(text) && memcmp(token->start, text, (usize)token->length) == 0;
}
/* The last token before `mark` that is more than layout. */
const Token *last_significant_token(const Parser *p);

/* --- rules ----------------------------------------------------------------------------------------------- */

/* Goes one level down, `levels` of them at once. False: failed (MemoryError when that is too deep), and leave
 * nothing to undo. */
bool level_enter_slowly(Parser *p, int levels);
static inline bool level_enter(Parser *p, int levels) {
    bool stack_left = (uintptr_t)__builtin_frame_address(0) >= OBJECT_ROOT->stack_floor;
    p->level += levels;
    if (LIKELY(p->level <= PARSER_MAX_LEVEL && stack_left && !p->failed)) return true;
    return level_enter_slowly(p, levels);
}
static inline void level_leave(Parser *p, int levels) { p->level -= levels; }

bool memo_add(Parser *p, int start, MemoRule rule, void *node);
/* Behind a statement of the file, to which nobody goes back: gives back its memos once there are many. */
void memo_forget(Parser *p);
/* True: the rule was tried here; *node is what came of it, and `mark` is moved. */
static inline bool memo_recall(Parser *p, MemoRule rule, void **node) {
    *node = NULL;
    if (rule >= MEMO_SECOND_PASS && !p->second_pass) return false;
    Token *token = current_token(p);
    if (!token) return true;
    for (const Memo *memo = token->memo; memo; memo = memo->next) {
        if (rule < memo->first || rule > memo->last) continue;
        p->mark = memo->end;
        *node = memo->node;
        return true;
    }
    return false;
}
static inline void memo_keep(Parser *p, int start, MemoRule rule, void *node) {
    if (rule < MEMO_SECOND_PASS || p->second_pass) memo_add(p, start, rule, node);
}

/* Defines the rule `name`, whose alternatives are the body that follows: (Parser *p, int start) { ... }. */
#define RULE_OF(Linkage, Type, name, levels)                                                                   \
    static Type name##_alternatives(Parser *p, int start);                                                     \
    Linkage Type name(Parser *p) {                                                                             \
        if (!level_enter(p, levels)) return NULL;                                                              \
        int start = p->mark;                                                                                   \
        Type node = name##_alternatives(p, start);                                                             \
        if (!node) p->mark = start;                                                                            \
        level_leave(p, levels);                                                                                \
        return node;                                                                                           \
    }                                                                                                          \
    static inline Type name##_alternatives
#define RULE(Type, name) RULE_OF(, Type, name, 1)
#define LOCAL_RULE(Type, name) RULE_OF(static, Type, name, 1)

/* The same for a rule that remembers its results. */
#define MEMO_RULE_OF(Linkage, Type, name, rule, levels)                                                        \
    static Type name##_alternatives(Parser *p, int start);                                                     \
    Linkage Type name(Parser *p) {                                                                             \
        if (!level_enter(p, levels)) return NULL;                                                              \
        int start = p->mark;                                                                                   \
        void *known;                                                                                           \
        if (memo_recall(p, rule, &known)) {                                                                    \
            level_leave(p, levels);                                                                            \
            return known;                                                                                      \
        }                                                                                                      \
        Type node = name##_alternatives(p, start);                                                             \
        if (!node) p->mark = start;                                                                            \
        memo_keep(p, start, rule, node);                                                                       \
        level_leave(p, levels);                                                                                \
        return node;                                                                                           \
    }                                                                                                          \
    static inline Type name##_alternatives
#define MEMO_RULE(Type, name, rule) MEMO_RULE_OF(, Type, name, rule, 1)

/* The alternative of a rule that knows wrong programs: asked in the second pass only. True: it raised. */
typedef void (*InvalidRule)(Parser *p);
static inline bool invalid(Parser *p, InvalidRule rule) {
    if (!p->call_invalid) return p->failed;
    int start = p->mark;
    if (level_enter(p, 1)) {
        rule(p);
        level_leave(p, 1);
    }
    p->mark = start;
    return p->failed;
}
/* Goes back for the next alternative. Answers true, to stand in a chain of conditions. */
static inline bool back_to(Parser *p, int start) {
    p->mark = start;
    return !p->failed;
}

/* --- sequences ------------------------------------------------------------------------------------------- */

bool stack_push_slowly(Parser *p, void *node);
static inline bool stack_push(Parser *p, void *node) {
    if (p->stack_top == p->stack_capacity) return stack_push_slowly(p, node);
    p->stack[p->stack_top++] = node;
    return true;
}
/* What was pushed since `base`, as an array in the tree's pool; taken off the stack. NULL with *count 0 when
 * there is nothing or the parser has failed. */
void *stack_take(Parser *p, isize base, isize *count);

/* For a kind of element T with sequence type Ts:
 *     name_gather   separator.element+      count 0: no match
 *     name_loop     element*  (or element+, where a count of 0 counts as no match) */
#define SEQUENCE_RULES(T, Ts, name)                                                                            \
    UNUSED static inline Ts name##_take(Parser *p, isize base) {                                               \
        Ts list;                                                                                               \
        list.items = stack_take(p, base, &list.count);                                                         \
        return list;                                                                                           \
    }                                                                                                          \
    UNUSED static inline Ts name##_gather(Parser *p, int separator, T (*element)(Parser *)) {                  \
        isize base = p->stack_top;                                                                             \
        p->level++;                                                                                            \
        T item = element(p);                                                                                   \
        p->level++;                                                                                            \
        while (item && stack_push(p, item)) {                                                                  \
            int mark = p->mark;                                                                                \
            if (!expect(p, separator)) break;                                                                  \
            item = element(p);                                                                                 \
            if (!item) p->mark = mark;                                                                         \
        }                                                                                                      \
        p->level -= 2;                                                                                         \
        return name##_take(p, base);                                                                           \
    }                                                                                                          \
    UNUSED static inline Ts name##_loop(Parser *p, T (*element)(Parser *)) {                                   \
        isize base = p->stack_top;                                                                             \
        p->level++;                                                                                            \
        for (T item = element(p); item && stack_push(p, item);) item = element(p);                             \
        p->level--;                                                                                            \
        return name##_take(p, base);                                                                           \
    }                                                                                                          \
    /* A sequence of one. */                                                                                   \
    UNUSED static inline Ts name##_one(Parser *p, T item) {                                                    \
        isize base = p->stack_top;                                                                             \
        stack_push(p, item);                                                                                   \
        return name##_take(p, base);                                                                           \
    }

/* Things that a rule makes for the rule above it, and that are not part of the tree. */
typedef struct NameDefault { /* a parameter and its default; NULL: none */
    Arg *arg;
    Expr *value;
} NameDefault;
typedef struct KeyValue { /* key NULL: **value */
    Expr *key, *value;
} KeyValue;
typedef struct KeyPattern {
    Expr *key;
    Pattern *pattern;
} KeyPattern;
typedef struct CallItem { /* one of the two: name=value or **value; *value */
    Keyword *keyword;
    Expr *starred;
} CallItem;
typedef struct CompareRight {
    CompareOperator op;
    Expr *operand;
} CompareRight;
SEQUENCE_OF(NameDefault *, NameDefaults);
SEQUENCE_OF(KeyValue *, KeyValues);
SEQUENCE_OF(KeyPattern *, KeyPatterns);
SEQUENCE_OF(CallItem *, CallItems);

SEQUENCE_RULES(Expr *, Exprs, exprs)
SEQUENCE_RULES(Stmt *, Stmts, stmts)
SEQUENCE_RULES(Pattern *, Patterns, patterns)
SEQUENCE_RULES(Handler *, Handlers, handlers)
SEQUENCE_RULES(Alias *, Aliases, aliases)
SEQUENCE_RULES(WithItem *, WithItems, with_items)
SEQUENCE_RULES(MatchCase *, MatchCases, match_cases)
SEQUENCE_RULES(Comprehension *, Comprehensions, comprehensions)
SEQUENCE_RULES(KeyValue *, KeyValues, key_values)
SEQUENCE_RULES(KeyPattern *, KeyPatterns, key_patterns)
SEQUENCE_RULES(CallItem *, CallItems, call_items)

/* --- building nodes (parser_build.c) ------------------------------------------------------------------- */

/* A node from its fields; it reaches from the token `start` to the last one before `mark`. NULL: failed. */
#define NEW_EXPR(p, start, Kind, ...)                                                                          \
    expr_make((p), node_location((p), (start)), &(Expr){.kind = Expr_##Kind, .as.Kind = {__VA_ARGS__}})
#define NEW_EXPR_AT(p, at, Kind, ...)                                                                          \
    expr_make((p), (at), &(Expr){.kind = Expr_##Kind, .as.Kind = {__VA_ARGS__}})
#define NEW_STMT(p, start, Kind, ...)                                                                          \
    stmt_make((p), (start), &(Stmt){.kind = Stmt_##Kind, .as.Kind = {__VA_ARGS__}})
#define NEW_PATTERN(p, start, Kind, ...)                                                                       \
    pattern_make((p), (start), &(Pattern){.kind = Pattern_##Kind, .as.Kind = {__VA_ARGS__}})
Location node_location(const Parser *p, int start);
Expr *expr_make(Parser *p, Location at, const Expr *fields);
Stmt *stmt_make(Parser *p, int start, const Stmt *fields);
Pattern *pattern_make(Parser *p, int start, const Pattern *fields);
/* A copy of any other structure in the tree's pool. NULL: failed. */
void *node_copy(Parser *p, const void *fields, usize size);
#define NEW_NODE(p, Type, ...) ((Type *)node_copy((p), &(Type){__VA_ARGS__}, sizeof(Type)))

/* The tree takes this reference over. NULL: failed (also where `object` is NULL). */
Ref tree_keep(Parser *p, Own object);
/* A str of UTF-8, kept by the tree. */
Ref tree_text(Parser *p, const char *text, isize length);
Ref type_comment(Parser *p, const Token *token); /* NULL where there is none */
/* The identifier that a token spells: normalised and interned. NULL: failed. */
Ref token_identifier(Parser *p, const Token *token);
Ref new_identifier(Parser *p, const char *bytes, isize length);
/* The node again, as a target or the like: a copy, since memos may still hold the old one. */
Expr *set_context(Parser *p, Expr *expr, ExprContext context);
/* `first` in front of `rest`. */
Exprs exprs_insert_front(Parser *p, Expr *first, Exprs rest);
Identifiers identifiers_of(Parser *p, Exprs names);
/* "function call", "literal" ...: how messages name an expression. NULL: cannot be. */
const char *expr_name(const Expr *expr);
typedef enum TargetKind { TARGET_STAR, TARGET_DEL, TARGET_FOR } TargetKind;
/* The part of `expr` that may not be assigned to, or NULL. */
Expr *invalid_target(Expr *expr, TargetKind kind);
/* False: raised, since `what` ("Pattern matching is") needs Python 3.`version`. */
bool check_version(Parser *p, int version, const char *what);

/* --- errors (parser_error.c); all answer NULL ---------------------------------------------------------- */

/* SyntaxError at the last token read. */
void *raise_here(Parser *p, const char *format, ...);
void *raise_indentation(Parser *p, const char *format, ...);
/* SyntaxError at a place, from one to another, and from one to where the tokenizer stands. */
void *raise_at(Parser *p, Location at, const char *format, ...);
void *raise_between(Parser *p, Location first, Location last, const char *format, ...);
void *raise_from(Parser *p, Location first, const char *format, ...);
void *raise_invalid_target(Parser *p, TargetKind kind, Expr *expr);
/* An exception of a codec or a converter becomes "(unicode error) ..." or "(value error) ...". */
void raise_decode_error(Parser *p);
/* What the tokenizer's state means. False. */
bool raise_tokenizer_error(Parser *p);
/* The parser failed: finds the error to report. `last`: the last token that the first pass read. */
void raise_syntax_error(Parser *p, Token *last);

/* --- parsers (parser.c) -------------------------------------------------------------------------------- */

void parser_init(Parser *p, ParseRun *run, Tokenizer *tokenizer, StartRule start_rule, int flags,
                 int feature_version);
void parser_free(Parser *p);
/* Both passes. The Mod, or the Expr of START_FSTRING; NULL: raised. */
void *parser_run(Parser *p);

/* --- literals ------------------------------------------------------------------------------------------ */

Expr *number_token(Parser *p); /* parser_number.c */
Expr *concatenate_strings(Parser *p, int start,
                          int count); /* parser_string.c: the STRING tokens from start on */

/* --- the rules that more than one file knows ----------------------------------------------------------- */

/* parser_statement.c */
typedef enum StatementsOf { STATEMENTS_OF_BLOCK, STATEMENTS_OF_FILE } StatementsOf;
bool statements(Parser *p, StatementsOf of, Stmts *list);
bool simple_stmts(Parser *p); /* pushes what it found on the stack */
Stmts *block(Parser *p);
/* parser_compound.c */
Stmt *compound_stmt(Parser *p);
Handler *except_block(Parser *p);
Handler *except_star_block(Parser *p);
/* parser_match.c */
Stmt *match_stmt(Parser *p);
/* parser_params.c; kind: who asks */
typedef enum ParamKind { PARAM_DEF, PARAM_LAMBDA } ParamKind;
Arguments *params(Parser *p, ParamKind kind);
Arguments *empty_arguments(Parser *p);
/* parser_expression.c */
Expr *expressions(Parser *p);
Expr *expression(Parser *p);
Expr *walrus_or_expression(Parser *p); /* assignment_expression | expression !':=' */
Expr *yield_expr(Parser *p);
Expr *star_expressions(Parser *p);
Expr *star_expression(Parser *p);
Expr *star_named_expression(Parser *p);
Exprs star_named_expressions(Parser *p);
Expr *assignment_expression(Parser *p);
Expr *named_expression(Parser *p);
Expr *annotated_rhs(Parser *p);
Expr *disjunction(Parser *p);
Expr *bitwise_or(Parser *p);
/* bitwise_or behind '*' or '**', and disjunction in a clause of a comprehension: there the first pass too may
 * ask twice. */
Expr *starred_operand(Parser *p);
Expr *clause_operand(Parser *p);
Expr *slices(Parser *p);
Expr *lambdef(Parser *p);
/* parser_atom.c */
Expr *name_token(Parser *p);
Expr *atom(Parser *p);
Expr *strings(Parser *p);
Expr *list_display(Parser *p);
Expr *tuple_display(Parser *p);
Expr *genexp(Parser *p);
Comprehensions for_if_clauses(Parser *p);
/* parser_call.c */
Expr *arguments(Parser *p); /* a Call without function */
Expr *args(Parser *p);
Expr *starred_expression(Parser *p);
/* parser_target.c */
Expr *star_targets(Parser *p);
Expr *star_target(Parser *p);
Expr *single_target(Parser *p);
Expr *single_subscript_attribute_target(Parser *p);
Exprs del_targets(Parser *p);

/* --- rules for wrong programs (parser_invalid_*.c) ----------------------------------------------------- */

void invalid_expression(Parser *p);
void invalid_legacy_expression(Parser *p);
void invalid_named_expression(Parser *p);
void invalid_assignment(Parser *p);
void invalid_del_stmt(Parser *p);
void invalid_block(Parser *p);
void invalid_comprehension(Parser *p);
void invalid_dict_comprehension(Parser *p);
void invalid_double_starred_kvpairs(Parser *p);
void invalid_for_target(Parser *p);
void invalid_group(Parser *p);
void invalid_arguments(Parser *p);
void invalid_kwarg(Parser *p);
void invalid_import_from_targets(Parser *p);
void invalid_with_stmt(Parser *p);
void invalid_with_stmt_indent(Parser *p);
void invalid_with_item(Parser *p);
void invalid_try_stmt(Parser *p);
void invalid_except_stmt(Parser *p);
void invalid_except_stmt_indent(Parser *p);
void invalid_except_star_stmt_indent(Parser *p);
void invalid_finally_stmt(Parser *p);
void invalid_if_stmt(Parser *p);
void invalid_elif_stmt(Parser *p);
void invalid_else_stmt(Parser *p);
void invalid_while_stmt(Parser *p);
void invalid_for_stmt(Parser *p);
void invalid_def_raw(Parser *p);
void invalid_class_def_raw(Parser *p);

#endif
