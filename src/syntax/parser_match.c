/* parser_match.c: the match statement and its patterns (PEP 634). `match`, `case` and `_` are names to the
 * tokenizer: a statement that begins with the name `match` is tried as a match statement first. */
#include "object/float.h"
#include "object/type_checks.h"
#include "syntax/parser_internal.h"

static Pattern *pattern(Parser *p);
static Pattern *or_pattern(Parser *p);
static Pattern *closed_pattern(Parser *p);
static Patterns maybe_sequence_pattern(Parser *p);
static Patterns open_sequence_pattern(Parser *p);

/* --- literals ------------------------------------------------------------------------------------------ */

static bool is_complex_constant(const Expr *expr) { return is_exact_complex(expr->as.Constant.value); }

/* ['-'] NUMBER */
static Expr *signed_token(Parser *p, int start) {
    bool negative = expect(p, TOKEN_MINUS) != NULL;
    Expr *number = number_token(p);
    if (!number || !negative) return number;
    return NEW_EXPR(p, start, UnaryOp, .op = OP_USub, .operand = number);
}

/* complex_number: signed_real_number ('+' | '-') imaginary_number
 * signed_real_number: real_number | '-' real_number */
LOCAL_RULE(Expr *, complex_number)(Parser *p, int start) {
    Expr *real = signed_token(p, start);
    if (!real) return NULL;
    const Expr *literal = real->kind == Expr_UnaryOp ? real->as.UnaryOp.operand : real;
    if (is_complex_constant(literal))
        return raise_at(p, literal->at, "real number required in complex literal");
    Operator op = next_is(p, TOKEN_PLUS) ? OP_Add : OP_Sub;
    if (!expect(p, TOKEN_PLUS) && !expect(p, TOKEN_MINUS)) return NULL;
    Expr *imaginary = number_token(p);
    if (!imaginary) return NULL;
    if (!is_complex_constant(imaginary)) {
        return raise_at(p, imaginary->at, "imaginary number required in complex literal");
    }
    return NEW_EXPR(p, start, BinOp, .left = real, .op = op, .right = imaginary);
}

/* signed_number !('+' | '-') | complex_number | strings */
static Expr *number_or_strings(Parser *p, int start) {
    Expr *number = signed_token(p, start);
    if (number && next_is_not(p, TOKEN_PLUS) && next_is_not(p, TOKEN_MINUS)) return number;
    if (!back_to(p, start)) return NULL;
    if ((number = complex_number(p)) || !back_to(p, start)) return number;
    return strings(p);
}

/* 'None' | 'True' | 'False'; NULL: none of them */
static Ref singleton_token(Parser *p) {
    if (expect(p, KEYWORD_NONE)) return None;
    if (expect(p, KEYWORD_TRUE)) return True;
    return expect(p, KEYWORD_FALSE) ? False : NULL;
}

/* literal_pattern:
 *     | signed_number !('+' | '-') | complex_number | strings
 *     | 'None' | 'True' | 'False' */
LOCAL_RULE(Pattern *, literal_pattern)(Parser *p, int start) {
    Expr *value = number_or_strings(p, start);
    if (value) return NEW_PATTERN(p, start, MatchValue, .value = value);
    Ref constant = back_to(p, start) ? singleton_token(p) : NULL;
    return constant ? NEW_PATTERN(p, start, MatchSingleton, .value = constant) : NULL;
}

/* literal_expr: the same as an expression, for keys of mappings */
LOCAL_RULE(Expr *, literal_expr)(Parser *p, int start) {
    Expr *value = number_or_strings(p, start);
    if (value) return value;
    Ref constant = back_to(p, start) ? singleton_token(p) : NULL;
    return constant ? NEW_EXPR(p, start, Constant, .value = constant) : NULL;
}

/* --- names --------------------------------------------------------------------------------------------- */

/* !('.' | '(' | '=') */
static bool ends_name(Parser *p) {
    return next_is_not(p, TOKEN_DOT) && next_is_not(p, TOKEN_LPAR) && next_is_not(p, TOKEN_EQUAL);
}

/* pattern_capture_target: !"_" NAME !('.' | '(' | '='). The name. */
static Ref pattern_capture_target(Parser *p) {
    int start = p->mark;
    Token *token = expect(p, TOKEN_NAME);
    if (token && !token_text_is(token, "_") && ends_name(p)) return token_identifier(p, token);
    p->mark = start;
    return NULL;
}

/* capture_pattern: pattern_capture_target */
LOCAL_RULE(Pattern *, capture_pattern)(Parser *p, int start) {
    Ref name = pattern_capture_target(p);
    return name ? NEW_PATTERN(p, start, MatchAs, .name = name) : NULL;
}

/* wildcard_pattern: "_" */
LOCAL_RULE(Pattern *, wildcard_pattern)(Parser *p, int start) {
    return expect_soft(p, "_") ? NEW_PATTERN(p, start, MatchAs, .pattern = NULL) : NULL;
}

/* name_or_attr: attr | NAME
 * attr: name_or_attr '.' NAME */
LOCAL_RULE(Expr *, name_or_attr)(Parser *p, int start) {
    Expr *expr = name_token(p);
    while (expr) {
        int mark = p->mark;
        Token *name;
        if (!expect(p, TOKEN_DOT) || !(name = expect(p, TOKEN_NAME))) return back_to(p, mark) ? expr : NULL;
        expr = NEW_EXPR(p, start, Attribute, .value = expr, .attr = token_identifier(p, name), .ctx = OP_Load);
    }
    return NULL;
}

static Expr *attr(Parser *p) {
    int start = p->mark;
    Expr *expr = name_or_attr(p);
    if (expr && expr->kind == Expr_Attribute) return expr;
    p->mark = start;
    return NULL;
}

/* value_pattern: attr !('.' | '(' | '=') */
LOCAL_RULE(Pattern *, value_pattern)(Parser *p, int start) {
    Expr *value = attr(p);
    return value && ends_name(p) ? NEW_PATTERN(p, start, MatchValue, .value = value) : NULL;
}

/* --- sequences ----------------------------------------------------------------------------------------- */

/* group_pattern: '(' pattern ')' */
LOCAL_RULE(Pattern *, group_pattern)(Parser *p, UNUSED int start) {
    Pattern *inner = expect(p, TOKEN_LPAR) ? pattern(p) : NULL;
    return inner && expect(p, TOKEN_RPAR) ? inner : NULL;
}

/* sequence_pattern: '[' maybe_sequence_pattern? ']' | '(' open_sequence_pattern? ')' */
LOCAL_RULE(Pattern *, sequence_pattern)(Parser *p, int start) {
    bool square = expect(p, TOKEN_LSQB) != NULL;
    if (!square && !expect(p, TOKEN_LPAR)) return NULL;
    Patterns list = square ? maybe_sequence_pattern(p) : open_sequence_pattern(p);
    if (!expect(p, square ? TOKEN_RSQB : TOKEN_RPAR)) return NULL;
    return NEW_PATTERN(p, start, MatchSequence, .patterns = list);
}

/* star_pattern (memo): '*' pattern_capture_target | '*' wildcard_pattern */
MEMO_RULE_OF(static, Pattern *, star_pattern, MEMO_STAR_PATTERN, 1)(Parser *p, int start) {
    if (!expect(p, TOKEN_STAR)) return NULL;
    Ref name = pattern_capture_target(p);
    if (name || wildcard_pattern(p)) return NEW_PATTERN(p, start, MatchStar, .name = name);
    return NULL;
}

/* maybe_star_pattern: star_pattern | pattern */
LOCAL_RULE(Pattern *, maybe_star_pattern)(Parser *p, UNUSED int start) {
    Pattern *star = star_pattern(p);
    return star || p->failed ? star : pattern(p);
}

/* maybe_sequence_pattern: ','.maybe_star_pattern+ ','? */
static Patterns maybe_sequence_pattern(Parser *p) {
    p->level++;
    Patterns list = patterns_gather(p, TOKEN_COMMA, maybe_star_pattern);
    p->level--;
    if (list.count) expect(p, TOKEN_COMMA);
    return list;
}

/* open_sequence_pattern: maybe_star_pattern ',' maybe_sequence_pattern? */
static Patterns open_sequence_pattern(Parser *p) {
    Patterns none = {0};
    int start = p->mark;
    p->level++;
    Pattern *first = maybe_star_pattern(p);
    p->level--;
    if (!first || !expect(p, TOKEN_COMMA)) {
        p->mark = start;
        return none;
    }
    Patterns rest = maybe_sequence_pattern(p);
    isize base = p->stack_top;
    stack_push(p, first);
    for (isize i = 0; i < rest.count && stack_push(p, rest.items[i]); i++) {}
    return patterns_take(p, base);
}

/* --- mappings ------------------------------------------------------------------------------------------ */

/* key_value_pattern: (literal_expr | attr) ':' pattern */
LOCAL_RULE(KeyPattern *, key_value_pattern)(Parser *p, int start) {
    Expr *key = literal_expr(p);
    if (!key && back_to(p, start)) key = attr(p);
    Pattern *value;
    if (!key || !expect(p, TOKEN_COLON) || !(value = pattern(p))) return NULL;
    return NEW_NODE(p, KeyPattern, .key = key, .pattern = value);
}

/* double_star_pattern: '**' pattern_capture_target. The name. */
static Ref double_star_pattern(Parser *p) {
    int start = p->mark;
    Ref name = expect(p, TOKEN_DOUBLESTAR) ? pattern_capture_target(p) : NULL;
    if (!name) p->mark = start;
    return name;
}

static Patterns patterns_of(Parser *p, KeyPatterns items) {
    isize base = p->stack_top;
    for (isize i = 0; i < items.count && stack_push(p, items.items[i]->pattern); i++) {}
    return patterns_take(p, base);
}
static Exprs keys_of(Parser *p, KeyPatterns items) {
    isize base = p->stack_top;
    for (isize i = 0; i < items.count && stack_push(p, items.items[i]->key); i++) {}
    return exprs_take(p, base);
}

/* mapping_pattern:
 *     | '{' '}'
 *     | '{' double_star_pattern ','? '}'
 *     | '{' items_pattern ',' double_star_pattern ','? '}'
 *     | '{' items_pattern ','? '}'
 * items_pattern: ','.key_value_pattern+ */
LOCAL_RULE(Pattern *, mapping_pattern)(Parser *p, int start) {
    if (!expect(p, TOKEN_LBRACE)) return NULL;
    if (expect(p, TOKEN_RBRACE)) return NEW_PATTERN(p, start, MatchMapping, .rest = NULL);
    KeyPatterns items = {0};
    Ref rest = double_star_pattern(p);
    if (!rest) {
        p->level++;
        items = key_patterns_gather(p, TOKEN_COMMA, key_value_pattern);
        p->level--;
        if (!items.count) return NULL;
        int after = p->mark;
        if (expect(p, TOKEN_COMMA) && !(rest = double_star_pattern(p))) p->mark = after;
    }
    expect(p, TOKEN_COMMA);
    if (!expect(p, TOKEN_RBRACE)) return NULL;
    Exprs keys = keys_of(p, items);
    Patterns values = patterns_of(p, items);
    return NEW_PATTERN(p, start, MatchMapping, .keys = keys, .patterns = values, .rest = rest);
}

/* --- classes ------------------------------------------------------------------------------------------- */

/* positional_patterns: ','.pattern+ */
static Patterns positional_patterns(Parser *p) {
    p->level++;
    Patterns list = patterns_gather(p, TOKEN_COMMA, pattern);
    p->level--;
    return list;
}

/* keyword_pattern: NAME '=' pattern */
LOCAL_RULE(KeyPattern *, keyword_pattern)(Parser *p, UNUSED int start) {
    Expr *name = name_token(p);
    Pattern *value;
    if (!name || !expect(p, TOKEN_EQUAL) || !(value = pattern(p))) return NULL;
    return NEW_NODE(p, KeyPattern, .key = name, .pattern = value);
}

/* keyword_patterns: ','.keyword_pattern+ */
static KeyPatterns keyword_patterns(Parser *p) {
    p->level++;
    KeyPatterns list = key_patterns_gather(p, TOKEN_COMMA, keyword_pattern);
    p->level--;
    return list;
}

/* ','? ')' */
static bool closes_class(Parser *p) {
    expect(p, TOKEN_COMMA);
    return expect(p, TOKEN_RPAR) != NULL;
}

/* invalid_class_pattern: name_or_attr '(' invalid_class_argument_pattern
 * invalid_class_argument_pattern: [positional_patterns ','] keyword_patterns ',' positional_patterns */
static void invalid_class_pattern(Parser *p) {
    if (!name_or_attr(p) || !expect(p, TOKEN_LPAR)) return;
    int inner = p->mark;
    if (!positional_patterns(p).count || !expect(p, TOKEN_COMMA)) p->mark = inner;
    if (!keyword_patterns(p).count || !expect(p, TOKEN_COMMA)) return;
    Patterns wrong = positional_patterns(p);
    if (!wrong.count) return;
    raise_between(p, wrong.items[0]->at, wrong.items[wrong.count - 1]->at,
                  "positional patterns follow keyword patterns");
}

static Pattern *new_class_pattern(Parser *p, int start, Expr *cls, Patterns positional, KeyPatterns keywords) {
    Identifiers attributes = identifiers_of(p, keys_of(p, keywords));
    Patterns values = patterns_of(p, keywords);
    return NEW_PATTERN(p, start, MatchClass, .cls = cls, .patterns = positional, .kwd_attrs = attributes,
                       .kwd_patterns = values);
}

/* class_pattern:
 *     | name_or_attr '(' ')'
 *     | name_or_attr '(' positional_patterns ','? ')'
 *     | name_or_attr '(' keyword_patterns ','? ')'
 *     | name_or_attr '(' positional_patterns ',' keyword_patterns ','? ')'
 *     | invalid_class_pattern */
LOCAL_RULE(Pattern *, class_pattern)(Parser *p, int start) {
    Expr *cls = name_or_attr(p);
    if (cls && expect(p, TOKEN_LPAR)) {
        Patterns positional = {0};
        KeyPatterns keywords = {0};
        int inner = p->mark;
        if (expect(p, TOKEN_RPAR)) return new_class_pattern(p, start, cls, positional, keywords);
        positional = positional_patterns(p);
        int after = p->mark;
        if (positional.count && closes_class(p)) return new_class_pattern(p, start, cls, positional, keywords);
        if (!back_to(p, inner)) return NULL;
        keywords = keyword_patterns(p);
        if (keywords.count && closes_class(p)) return new_class_pattern(p, start, cls, (Patterns){0}, keywords);
        if (!back_to(p, after)) return NULL;
        if (positional.count && expect(p, TOKEN_COMMA) && (keywords = keyword_patterns(p)).count &&
            closes_class(p)) {
            return new_class_pattern(p, start, cls, positional, keywords);
        }
    }
    if (back_to(p, start)) invalid(p, invalid_class_pattern);
    return NULL;
}

/* --- patterns ------------------------------------------------------------------------------------------ */

/* closed_pattern (memo): literal_pattern | capture_pattern | wildcard_pattern | value_pattern | group_pattern |
 *     sequence_pattern | mapping_pattern | class_pattern */
MEMO_RULE_OF(static, Pattern *, closed_pattern, MEMO_CLOSED_PATTERN, 1)(Parser *p, UNUSED int start) {
    static Pattern *(*const alternatives[])(Parser *) = {literal_pattern, capture_pattern, wildcard_pattern,
                                                         value_pattern,   group_pattern,   sequence_pattern,
                                                         mapping_pattern, class_pattern};
    Pattern *found = NULL;
    for (isize i = 0; !found && !p->failed && i < COUNT_OF(alternatives); i++) found = alternatives[i](p);
    return found;
}

/* or_pattern: '|'.closed_pattern+ */
LOCAL_RULE(Pattern *, or_pattern)(Parser *p, int start) {
    Patterns list = patterns_gather(p, TOKEN_VBAR, closed_pattern);
    if (list.count == 1) return list.items[0];
    return list.count ? NEW_PATTERN(p, start, MatchOr, .patterns = list) : NULL;
}

/* invalid_as_pattern: or_pattern 'as' "_" | or_pattern 'as' !NAME expression */
static void invalid_as_pattern(Parser *p) {
    if (!or_pattern(p) || !expect(p, KEYWORD_AS)) return;
    Token *wildcard = expect_soft(p, "_");
    if (wildcard) {
        raise_at(p, wildcard->at, "cannot use '_' as a target");
    } else if (next_is_not(p, TOKEN_NAME)) {
        Expr *target = expression(p);
        if (target) raise_at(p, target->at, "invalid pattern target");
    }
}

/* as_pattern: or_pattern 'as' pattern_capture_target | invalid_as_pattern
 * pattern: as_pattern | or_pattern */
RULE_OF(static, Pattern *, pattern, 2)(Parser *p, int start) {
    Pattern *inner = or_pattern(p);
    int after = p->mark;
    if (inner && expect(p, KEYWORD_AS)) {
        Ref name = pattern_capture_target(p);
        if (name) return NEW_PATTERN(p, start, MatchAs, .pattern = inner, .name = name);
    }
    if (!back_to(p, start) || invalid(p, invalid_as_pattern) || !inner) return NULL;
    p->mark = after;
    return inner;
}

/* patterns: open_sequence_pattern | pattern */
LOCAL_RULE(Pattern *, patterns)(Parser *p, int start) {
    Patterns list = open_sequence_pattern(p);
    if (list.count) return NEW_PATTERN(p, start, MatchSequence, .patterns = list);
    return back_to(p, start) ? pattern(p) : NULL;
}

/* --- the statement ------------------------------------------------------------------------------------- */

/* guard: 'if' named_expression */
LOCAL_RULE(Expr *, guard)(Parser *p, UNUSED int start) {
    return expect(p, KEYWORD_IF) ? named_expression(p) : NULL;
}

/* subject_expr: star_named_expression ',' star_named_expressions? | named_expression */
LOCAL_RULE(Expr *, subject_expr)(Parser *p, int start) {
    Expr *first = star_named_expression(p);
    if (first && expect(p, TOKEN_COMMA)) {
        Exprs list = exprs_insert_front(p, first, star_named_expressions(p));
        return NEW_EXPR(p, start, Tuple, .elts = list, .ctx = OP_Load);
    }
    return back_to(p, start) ? named_expression(p) : NULL;
}

static void raise_no_block(Parser *p, const char *statement, const Token *token) {
    raise_indentation(p, "expected an indented block after '%s' statement on line %d", statement,
                      token->at.lineno);
}

/* invalid_case_block: "case" patterns guard? NEWLINE | "case" patterns guard? ':' NEWLINE !INDENT */
static void invalid_case_block(Parser *p) {
    Token *token = expect_soft(p, "case");
    if (!token || !patterns(p)) return;
    guard(p);
    if (expect(p, TOKEN_NEWLINE)) {
        raise_here(p, "expected ':'");
    } else if (expect(p, TOKEN_COLON) && expect(p, TOKEN_NEWLINE) && next_is_not(p, TOKEN_INDENT)) {
        raise_no_block(p, "case", token);
    }
}

/* case_block: invalid_case_block | "case" patterns guard? ':' block */
LOCAL_RULE(MatchCase *, case_block)(Parser *p, UNUSED int start) {
    if (invalid(p, invalid_case_block)) return NULL;
    Pattern *found = expect_soft(p, "case") ? patterns(p) : NULL;
    if (!found) return NULL;
    Expr *condition = guard(p);
    Stmts *body;
    if (!expect(p, TOKEN_COLON) || !(body = block(p))) return NULL;
    return NEW_NODE(p, MatchCase, .pattern = found, .guard = condition, .body = *body);
}

/* invalid_match_stmt: "match" subject_expr NEWLINE | "match" subject_expr ':' NEWLINE !INDENT */
static void invalid_match_stmt(Parser *p) {
    Token *token = expect_soft(p, "match");
    if (!token || !subject_expr(p)) return;
    if (expect(p, TOKEN_NEWLINE)) {
        raise_here(p, "expected ':'");
    } else if (expect(p, TOKEN_COLON) && expect(p, TOKEN_NEWLINE) && next_is_not(p, TOKEN_INDENT)) {
        raise_no_block(p, "match", token);
    }
}

/* match_stmt: "match" subject_expr ':' NEWLINE INDENT case_block+ DEDENT | invalid_match_stmt */
RULE(Stmt *, match_stmt)(Parser *p, int start) {
    Expr *subject = expect_soft(p, "match") ? subject_expr(p) : NULL;
    if (subject && expect(p, TOKEN_COLON) && expect(p, TOKEN_NEWLINE) && expect(p, TOKEN_INDENT)) {
        MatchCases cases = match_cases_loop(p, case_block);
        if (cases.count && expect(p, TOKEN_DEDENT) && check_version(p, 10, "Pattern matching is")) {
            return NEW_STMT(p, start, Match, .subject = subject, .cases = cases);
        }
    }
    if (back_to(p, start)) invalid(p, invalid_match_stmt);
    return NULL;
}
