/* parser_statement.c: sequences of statements, blocks, and the statements that fit on one line. */
#include "object/str.h"
#include "syntax/parser_internal.h"

/* --- assignment ---------------------------------------------------------------------------------------- */

/* ['=' annotated_rhs]: NULL where it is not there. */
static Expr *optional_value(Parser *p) {
    int mark = p->mark;
    if (!expect(p, TOKEN_EQUAL)) return NULL;
    p->level++;
    Expr *value = annotated_rhs(p);
    p->level--;
    if (!value) p->mark = mark;
    return value;
}

/* NAME ':' expression ['=' annotated_rhs] */
static Stmt *annotated_name(Parser *p, int start) {
    const Token *token = expect(p, TOKEN_NAME);
    if (!token || !expect(p, TOKEN_COLON)) return NULL;
    Expr *name = NEW_EXPR_AT(p, token->at, Name, .id = token_identifier(p, token), .ctx = OP_Store);
    Expr *annotation = expression(p);
    if (!annotation) return NULL;
    Expr *value = optional_value(p);
    if (!check_version(p, 6, "Variable annotation syntax is")) return NULL;
    return NEW_STMT(p, start, AnnAssign, .target = name, .annotation = annotation, .value = value, .simple = 1);
}

/* '(' single_target ')' | single_subscript_attribute_target */
LOCAL_RULE(Expr *, annotation_target)(Parser *p, int start) {
    Expr *target;
    if (expect(p, TOKEN_LPAR) && (target = single_target(p)) && expect(p, TOKEN_RPAR)) return target;
    return back_to(p, start) ? single_subscript_attribute_target(p) : NULL;
}

/* annotation_target ':' expression ['=' annotated_rhs] */
static Stmt *annotated_target(Parser *p, int start) {
    Expr *target = annotation_target(p), *annotation;
    if (!target || !expect(p, TOKEN_COLON) || !(annotation = expression(p))) return NULL;
    Expr *value = optional_value(p);
    if (!check_version(p, 6, "Variable annotations syntax is")) return NULL;
    return NEW_STMT(p, start, AnnAssign, .target = target, .annotation = annotation, .value = value);
}

/* star_targets '=' */
static Expr *assigned_targets(Parser *p) {
    if (!level_enter(p, 1)) return NULL;
    int mark = p->mark;
    Expr *targets = star_targets(p);
    if (targets && !expect(p, TOKEN_EQUAL)) targets = NULL;
    if (!targets) p->mark = mark;
    level_leave(p, 1);
    return targets;
}

/* (star_targets '=')+ annotated_rhs !'=' [TYPE_COMMENT] */
static Stmt *plain_assignment(Parser *p, int start) {
    Exprs targets = exprs_loop(p, assigned_targets);
    if (!targets.count) return NULL;
    Expr *value = annotated_rhs(p);
    if (!value || !next_is_not(p, TOKEN_EQUAL)) return NULL;
    Ref comment = type_comment(p, expect(p, TOKEN_TYPE_COMMENT));
    return NEW_STMT(p, start, Assign, .targets = targets, .value = value, .type_comment = comment);
}

/* augassign: '+=' | '-=' | '*=' | '@=' | '/=' | '%=' | '&=' | '|=' | '^=' | '<<=' | '>>=' | '**=' | '//=' */
static bool augassign(Parser *p, Operator *op) {
    static const u8 operators[TOKEN_TYPE_COUNT] = {[TOKEN_PLUSEQUAL] = OP_Add + 1,
                                                   [TOKEN_MINEQUAL] = OP_Sub + 1,
                                                   [TOKEN_STAREQUAL] = OP_Mult + 1,
                                                   [TOKEN_ATEQUAL] = OP_MatMult + 1,
                                                   [TOKEN_SLASHEQUAL] = OP_Div + 1,
                                                   [TOKEN_PERCENTEQUAL] = OP_Mod + 1,
                                                   [TOKEN_AMPEREQUAL] = OP_BitAnd + 1,
                                                   [TOKEN_VBAREQUAL] = OP_BitOr + 1,
                                                   [TOKEN_CIRCUMFLEXEQUAL] = OP_BitXor + 1,
                                                   [TOKEN_LEFTSHIFTEQUAL] = OP_LShift + 1,
                                                   [TOKEN_RIGHTSHIFTEQUAL] = OP_RShift + 1,
                                                   [TOKEN_DOUBLESTAREQUAL] = OP_Pow + 1,
                                                   [TOKEN_DOUBLESLASHEQUAL] = OP_FloorDiv + 1};
    int type = peek(p);
    if (type < 0 || !operators[type]) return false;
    p->mark++;
    *op = (Operator)(operators[type] - 1);
    return type != TOKEN_ATEQUAL || check_version(p, 5, "The '@' operator is");
}

/* assignment:
 *     | NAME ':' expression ['=' annotated_rhs]
 *     | ('(' single_target ')' | single_subscript_attribute_target) ':' expression ['=' annotated_rhs]
 *     | (star_targets '=')+ annotated_rhs !'=' [TYPE_COMMENT]
 *     | single_target augassign ~ annotated_rhs
 *     | invalid_assignment */
LOCAL_RULE(Stmt *, assignment)(Parser *p, int start) {
    Stmt *stmt = annotated_name(p, start);
    if (!stmt && back_to(p, start)) stmt = annotated_target(p, start);
    if (!stmt && back_to(p, start)) stmt = plain_assignment(p, start);
    if (stmt || !back_to(p, start)) return stmt;

    Operator op;
    Expr *target = single_target(p);
    if (target && augassign(p, &op)) {
        Expr *value = annotated_rhs(p);
        if (!value) return NULL;
        return NEW_STMT(p, start, AugAssign, .target = target, .op = op, .value = value);
    }
    if (back_to(p, start)) invalid(p, invalid_assignment);
    return NULL;
}

/* --- small statements ------------------------------------------------------------------------------------ */

/* return_stmt: 'return' [star_expressions] */
LOCAL_RULE(Stmt *, return_stmt)(Parser *p, int start) {
    if (!expect(p, KEYWORD_RETURN)) return NULL;
    Expr *value = star_expressions(p);
    return NEW_STMT(p, start, Return, .value = value);
}

/* raise_stmt: 'raise' expression ['from' expression] | 'raise' */
LOCAL_RULE(Stmt *, raise_stmt)(Parser *p, int start) {
    if (!expect(p, KEYWORD_RAISE)) return NULL;
    Expr *exception = expression(p), *cause = NULL;
    int mark = p->mark;
    p->level++;
    if (exception && expect(p, KEYWORD_FROM) && !(cause = expression(p))) p->mark = mark;
    p->level--;
    return NEW_STMT(p, start, Raise, .exc = exception, .cause = cause);
}

/* ','.NAME+ */
static Identifiers names(Parser *p) { return identifiers_of(p, exprs_gather(p, TOKEN_COMMA, name_token)); }

/* global_stmt: 'global' ','.NAME+ */
LOCAL_RULE(Stmt *, global_stmt)(Parser *p, int start) {
    if (!expect(p, KEYWORD_GLOBAL)) return NULL;
    Identifiers list = names(p);
    return list.count ? NEW_STMT(p, start, Global, .names = list) : NULL;
}

/* nonlocal_stmt: 'nonlocal' ','.NAME+ */
LOCAL_RULE(Stmt *, nonlocal_stmt)(Parser *p, int start) {
    if (!expect(p, KEYWORD_NONLOCAL)) return NULL;
    Identifiers list = names(p);
    return list.count ? NEW_STMT(p, start, Nonlocal, .names = list) : NULL;
}

/* del_stmt: 'del' del_targets &(';' | NEWLINE) | invalid_del_stmt */
LOCAL_RULE(Stmt *, del_stmt)(Parser *p, int start) {
    if (!expect(p, KEYWORD_DEL)) return NULL;
    Exprs targets = del_targets(p);
    if (targets.count && (next_is(p, TOKEN_SEMI) || next_is(p, TOKEN_NEWLINE))) {
        return NEW_STMT(p, start, Delete, .targets = targets);
    }
    if (back_to(p, start)) invalid(p, invalid_del_stmt);
    return NULL;
}

/* assert_stmt: 'assert' expression [',' expression] */
LOCAL_RULE(Stmt *, assert_stmt)(Parser *p, int start) {
    Expr *test, *message = NULL;
    if (!expect(p, KEYWORD_ASSERT) || !(test = expression(p))) return NULL;
    int mark = p->mark;
    p->level++;
    if (expect(p, TOKEN_COMMA) && !(message = expression(p))) p->mark = mark;
    p->level--;
    return NEW_STMT(p, start, Assert, .test = test, .msg = message);
}

/* --- imports --------------------------------------------------------------------------------------------- */

/* dotted_name: dotted_name '.' NAME | NAME. One name with the dots in it. */
LOCAL_RULE(Expr *, dotted_name)(Parser *p, int start) {
    Expr *first = name_token(p);
    if (!first || !next_is(p, TOKEN_DOT)) return p->failed ? NULL : first;
    StrBuilder builder;
    str_builder_init(&builder);
    str_builder_str(&builder, first->as.Name.id);
    for (;;) {
        int mark = p->mark;
        Token *part = expect(p, TOKEN_DOT) ? expect(p, TOKEN_NAME) : NULL;
        Ref name = part ? token_identifier(p, part) : NULL;
        if (!name) {
            p->mark = mark;
            break;
        }
        str_builder_char(&builder, '.');
        str_builder_str(&builder, name);
    }
    Own joined = str_builder_finish(&builder);
    Ref id = tree_keep(p, joined ? str_intern(joined) : NULL);
    return NEW_EXPR(p, start, Name, .id = id, .ctx = OP_Load);
}

/* ['as' NAME]: the name; NULL where it is not there. */
static Ref optional_as(Parser *p) {
    int mark = p->mark;
    Token *name;
    if (expect(p, KEYWORD_AS) && (name = expect(p, TOKEN_NAME))) return token_identifier(p, name);
    p->mark = mark;
    return NULL;
}

static Alias *new_alias(Parser *p, int start, Ref name, Ref asname) {
    return p->failed ? NULL : NEW_NODE(p, Alias, .at = node_location(p, start), .name = name, .asname = asname);
}

/* dotted_as_name: dotted_name ['as' NAME] */
LOCAL_RULE(Alias *, dotted_as_name)(Parser *p, int start) {
    Expr *name = dotted_name(p);
    if (!name) return NULL;
    Ref asname = optional_as(p);
    return new_alias(p, start, name->as.Name.id, asname);
}

/* import_name: 'import' dotted_as_names
 * dotted_as_names: ','.dotted_as_name+ */
LOCAL_RULE(Stmt *, import_name)(Parser *p, int start) {
    if (!expect(p, KEYWORD_IMPORT)) return NULL;
    Aliases list = aliases_gather(p, TOKEN_COMMA, dotted_as_name);
    return list.count ? NEW_STMT(p, start, Import, .names = list) : NULL;
}

/* import_from_as_name: NAME ['as' NAME] */
LOCAL_RULE(Alias *, import_from_as_name)(Parser *p, int start) {
    Token *token = expect(p, TOKEN_NAME);
    if (!token) return NULL;
    Ref name = token_identifier(p, token), asname = optional_as(p);
    return new_alias(p, start, name, asname);
}

/* import_from_as_names: ','.import_from_as_name+ */
static Aliases import_from_as_names(Parser *p) { return aliases_gather(p, TOKEN_COMMA, import_from_as_name); }

/* invalid_import_from_targets: import_from_as_names ',' NEWLINE */
void invalid_import_from_targets(Parser *p) {
    if (import_from_as_names(p).count && expect(p, TOKEN_COMMA) && expect(p, TOKEN_NEWLINE)) {
        raise_here(p, "trailing comma not allowed without surrounding parentheses");
    }
}

/* import_from_targets:
 *     | '(' import_from_as_names [','] ')'
 *     | import_from_as_names !','
 *     | '*'
 *     | invalid_import_from_targets */
static Aliases import_from_targets(Parser *p) {
    int start = p->mark;
    Aliases list;
    if (expect(p, TOKEN_LPAR) && (list = import_from_as_names(p)).count) {
        expect(p, TOKEN_COMMA);
        if (expect(p, TOKEN_RPAR)) return list;
    }
    if (back_to(p, start) && (list = import_from_as_names(p)).count && next_is_not(p, TOKEN_COMMA)) return list;
    if (back_to(p, start) && expect(p, TOKEN_STAR)) {
        Ref star = new_identifier(p, "*", 1);
        return aliases_one(p, new_alias(p, start, star, NULL));
    }
    if (back_to(p, start)) invalid(p, invalid_import_from_targets);
    return (Aliases){0};
}

/* ('.' | '...')*: how many dots. */
static int dots(Parser *p) {
    for (int count = 0;;) {
        if (expect(p, TOKEN_DOT)) {
            count++;
        } else if (expect(p, TOKEN_ELLIPSIS)) {
            count += 3;
        } else {
            return count;
        }
    }
}

/* import_from:
 *     | 'from' ('.' | '...')* dotted_name 'import' import_from_targets
 *     | 'from' ('.' | '...')+ 'import' import_from_targets */
LOCAL_RULE(Stmt *, import_from)(Parser *p, int start) {
    if (!expect(p, KEYWORD_FROM)) return NULL;
    int level = dots(p);
    Expr *module = dotted_name(p);
    if ((!module && !level) || !expect(p, KEYWORD_IMPORT)) return NULL;
    Aliases targets = import_from_targets(p);
    if (!targets.count) return NULL;
    return NEW_STMT(p, start, ImportFrom, .module = module ? module->as.Name.id : NULL, .names = targets,
                    .level = level);
}

/* --- simple statements --------------------------------------------------------------------------------- */

/* yield_stmt: yield_expr; and star_expressions as a statement */
static Stmt *expression_statement(Parser *p, int start, Expr *value) {
    return value ? NEW_STMT(p, start, Expr, .value = value) : NULL;
}

static Stmt *plain_statement(Parser *p, int start, StmtKind kind) {
    p->mark++;
    return stmt_make(p, start, &(Stmt){.kind = kind});
}

/* The statements that begin with a keyword. False: there is none here. */
static bool keyword_stmt(Parser *p, int start, Stmt **stmt) {
    switch (peek(p)) {
    case KEYWORD_RETURN: *stmt = return_stmt(p); return true;
    case KEYWORD_IMPORT: *stmt = import_name(p); return true;
    case KEYWORD_FROM: *stmt = import_from(p); return true;
    case KEYWORD_RAISE: *stmt = raise_stmt(p); return true;
    case KEYWORD_PASS: *stmt = plain_statement(p, start, Stmt_Pass); return true;
    case KEYWORD_DEL: *stmt = del_stmt(p); return true;
    case KEYWORD_ASSERT: *stmt = assert_stmt(p); return true;
    case KEYWORD_BREAK: *stmt = plain_statement(p, start, Stmt_Break); return true;
    case KEYWORD_CONTINUE: *stmt = plain_statement(p, start, Stmt_Continue); return true;
    case KEYWORD_GLOBAL: *stmt = global_stmt(p); return true;
    case KEYWORD_NONLOCAL: *stmt = nonlocal_stmt(p); return true;
    default: return false;
    }
}

/* From a statement down to an atom; in the second pass invalid_assignment has a longer way. */
enum { LEVELS_TO_ATOM = 25, LEVELS_TO_ATOM_AGAIN = 29 };

/* simple_stmt (memo):
 *     | assignment
 *     | star_expressions
 *     | return_stmt | import_stmt | raise_stmt | 'pass' | del_stmt | yield_stmt | assert_stmt | 'break'
 *     | 'continue' | global_stmt | nonlocal_stmt
 * The keywords are asked for first: none of them begins an assignment or an expression but 'yield'. */
MEMO_RULE_OF(static, Stmt *, simple_stmt, MEMO_SIMPLE_STMT, 1)(Parser *p, int start) {
    Stmt *stmt;
    int levels = p->call_invalid ? LEVELS_TO_ATOM_AGAIN : LEVELS_TO_ATOM;
    if (!level_enter(p, levels)) return NULL;
    level_leave(p, levels);
    if (keyword_stmt(p, start, &stmt)) return stmt;
    stmt = assignment(p);
    if (stmt || !back_to(p, start)) return stmt;
    Expr *value = star_expressions(p);
    if (!value && next_is(p, KEYWORD_YIELD)) value = yield_expr(p);
    return expression_statement(p, start, value);
}

/* simple_stmts: simple_stmt !';' NEWLINE | ';'.simple_stmt+ [';'] NEWLINE */
bool simple_stmts(Parser *p) {
    if (!level_enter(p, 1)) return false;
    int start = p->mark;
    isize base = p->stack_top;
    Stmt *stmt = simple_stmt(p);
    while (stmt && stack_push(p, stmt)) {
        int mark = p->mark;
        if (!expect(p, TOKEN_SEMI)) break;
        stmt = simple_stmt(p);
        if (!stmt) p->mark = mark;
    }
    bool matched = false;
    if (p->stack_top > base) {
        expect(p, TOKEN_SEMI);
        matched = expect(p, TOKEN_NEWLINE) != NULL;
    }
    if (!matched) {
        p->mark = start;
        p->stack_top = base;
    }
    level_leave(p, 1);
    return matched;
}

/* --- sequences of statements --------------------------------------------------------------------------- */

/* statement: compound_stmt | simple_stmts */
static bool statement(Parser *p) {
    if (!level_enter(p, 1)) return false;
    Stmt *stmt = compound_stmt(p);
    bool matched = stmt ? stack_push(p, stmt) : simple_stmts(p);
    level_leave(p, 1);
    return matched;
}

/* statements: statement+ */
bool statements(Parser *p, StatementsOf of, Stmts *list) {
    *list = (Stmts){0};
    if (!level_enter(p, 2)) return false;
    isize base = p->stack_top;
    while (statement(p)) {
        if (of == STATEMENTS_OF_FILE) memo_forget(p);
    }
    *list = stmts_take(p, base);
    level_leave(p, 2);
    return list->count > 0;
}

/* block (memo): NEWLINE INDENT statements DEDENT | simple_stmts | invalid_block */
MEMO_RULE(Stmts *, block, MEMO_BLOCK)(Parser *p, int start) {
    Stmts list;
    if (expect(p, TOKEN_NEWLINE) && expect(p, TOKEN_INDENT) && statements(p, STATEMENTS_OF_BLOCK, &list) &&
        expect(p, TOKEN_DEDENT)) {
        return node_copy(p, &list, sizeof list);
    }
    if (!back_to(p, start)) return NULL;
    isize base = p->stack_top;
    if (simple_stmts(p)) {
        list = stmts_take(p, base);
        return node_copy(p, &list, sizeof list);
    }
    invalid(p, invalid_block);
    return NULL;
}
