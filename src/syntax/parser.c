/* parser.c: running the parser over a source: the rules to start with, the two passes, and giving back what a
 * parse used. The tree keeps its nodes and objects; tokens, memos and the decoded text die here. */
#include "syntax/parser.h"

#include "object/list.h"
#include "syntax/parser_internal.h"

enum { FEATURE_VERSION = 11 };

/* --- a parser ------------------------------------------------------------------------------------------ */

void parser_init(Parser *p, ParseRun *run, Tokenizer *tokenizer, StartRule start_rule, int flags,
                 int feature_version) {
    *p = (Parser){.run = run,
                  .pool = &run->tree->pool,
                  .tokenizer = tokenizer,
                  .start_rule = start_rule,
                  .flags = flags,
                  .feature_version = feature_version};
    p->type_ignores_end = &p->type_ignores;
    pool_init(&p->token_pool);
    pool_init(&p->memo_pool);
}

void parser_free(Parser *p) {
    arena_free(p->chunks);
    arena_free(p->stack);
    pool_free(&p->token_pool);
    pool_free(&p->memo_pool);
}

/* --- where the grammar starts -------------------------------------------------------------------------- */

static Mod *new_mod(Parser *p, const Mod *fields) { return node_copy(p, fields, sizeof *fields); }

static TypeIgnores take_type_ignores(Parser *p) {
    isize base = p->stack_top;
    for (const TypeIgnoreNote *note = p->type_ignores; note; note = note->next) {
        Ref tag = tree_text(p, note->tag, note->length);
        if (!stack_push(p, NEW_NODE(p, TypeIgnore, .lineno = note->lineno, .tag = tag))) break;
    }
    TypeIgnores taken;
    taken.items = stack_take(p, base, &taken.count);
    return taken;
}

/* file: [statements] ENDMARKER */
static Mod *file_rule(Parser *p) {
    Stmts body;
    statements(p, STATEMENTS_OF_FILE, &body);
    if (!expect(p, TOKEN_ENDMARKER)) return NULL;
    TypeIgnores ignores = take_type_ignores(p);
    return new_mod(p, &(Mod){.kind = Mod_Module, .as.Module = {.body = body, .type_ignores = ignores}});
}

/* statement_newline: compound_stmt NEWLINE | simple_stmts | NEWLINE | ENDMARKER
 * An end of the text where a statement was expected is an error. */
static bool statement_newline(Parser *p) {
    int start = p->mark;
    Stmt *stmt = compound_stmt(p);
    if (stmt && expect(p, TOKEN_NEWLINE)) return stack_push(p, stmt);
    if (back_to(p, start) && simple_stmts(p)) return true;
    if (!back_to(p, start) || !expect(p, TOKEN_NEWLINE)) return false;
    return stack_push(p, stmt_make(p, start, &(Stmt){.kind = Stmt_Pass}));
}

/* interactive: statement_newline */
static Mod *interactive_rule(Parser *p) {
    isize base = p->stack_top;
    if (!statement_newline(p)) {
        if (!p->failed) expect(p, TOKEN_ENDMARKER);
        return NULL;
    }
    Stmts body = stmts_take(p, base);
    return new_mod(p, &(Mod){.kind = Mod_Interactive, .as.Interactive.body = body});
}

/* eval: expressions NEWLINE* ENDMARKER */
static Mod *eval_rule(Parser *p) {
    Expr *body = expressions(p);
    if (!body) return NULL;
    while (expect(p, TOKEN_NEWLINE)) {}
    return expect(p, TOKEN_ENDMARKER) ? new_mod(p, &(Mod){.kind = Mod_Expression, .as.Expression.body = body})
                                      : NULL;
}

/* type_expressions: ','.expression+ with '*' expression and then '**' expression at the end */
static Exprs type_expressions(Parser *p) {
    isize base = p->stack_top;
    int stars = 0, before = p->mark; /* stars: of the last one */
    do {
        int more = expect(p, TOKEN_DOUBLESTAR) ? 2 : expect(p, TOKEN_STAR) ? 1 : 0;
        Expr *type = stars && more <= stars ? NULL : expression(p);
        if (!type || !stack_push(p, type)) {
            p->mark = before;
            break;
        }
        stars = more;
        before = p->mark;
    } while (stars < 2 && expect(p, TOKEN_COMMA));
    return exprs_take(p, base);
}

/* func_type: '(' [type_expressions] ')' '->' expression NEWLINE* ENDMARKER */
static Mod *func_type_rule(Parser *p) {
    if (!expect(p, TOKEN_LPAR)) return NULL;
    Exprs types = type_expressions(p);
    if (!expect(p, TOKEN_RPAR) || !expect(p, TOKEN_RARROW)) return NULL;
    Expr *returns = expression(p);
    if (!returns) return NULL;
    while (expect(p, TOKEN_NEWLINE)) {}
    if (!expect(p, TOKEN_ENDMARKER)) return NULL;
    return new_mod(p, &(Mod){.kind = Mod_FunctionType,
                             .as.FunctionType.argtypes = types,
                             .as.FunctionType.returns = returns});
}

/* fstring: star_expressions */
static void *start(Parser *p) {
    void *result = NULL;
    if (!level_enter(p, 1)) return NULL;
    switch (p->start_rule) {
    case START_FILE: result = file_rule(p); break;
    case START_SINGLE: result = interactive_rule(p); break;
    case START_EVAL: result = eval_rule(p); break;
    case START_FUNC_TYPE: result = func_type_rule(p); break;
    case START_FSTRING: result = star_expressions(p); break;
    }
    level_leave(p, 1);
    return p->failed ? NULL : result;
}

/* --- two passes ---------------------------------------------------------------------------------------- */

static bool at_end_of_source(const Parser *p) {
    TokenizerState state = p->tokenizer->state;
    return state == TOKENIZER_EOF || state == TOKENIZER_EOF_IN_STRING || state == TOKENIZER_EOL_IN_STRING;
}

/* Forgets what the first pass found, but not the tokens it read. The nodes are of no use any more, but those of
 * the program around an f-string's expression. */
static void begin_second_pass(Parser *p) {
    for (int i = 0; i < p->fill; i++) token_at(p, i)->memo = NULL;
    pool_free(&p->memo_pool);
    if (p->start_rule != START_FSTRING) pool_free(p->pool);
    p->memo_count = p->memo_from = p->memo_last = 0;
    p->mark = 0;
    p->stack_top = 0;
    p->second_pass = p->call_invalid = true;
}

/* Raises the best error there is. */
static void explain_failure(Parser *p) {
    if ((p->flags & PARSE_ALLOW_INCOMPLETE_INPUT) && at_end_of_source(p)) {
        error_clear();
        raise_here(p, "incomplete input");
        return;
    }
    if (error_occurred() && !error_matches(EXC(SyntaxError))) return;
    Token *last = last_token(p);
    begin_second_pass(p);
    start(p);
    raise_syntax_error(p, last);
}

/* Is there more than white space and comments behind a single statement? */
static bool more_follows(const Parser *p) {
    const char *c = p->tokenizer->cur;
    for (;;) {
        while (*c == ' ' || *c == '\t' || *c == '\n' || *c == '\f') c++;
        if (*c == '\0') return false;
        if (*c != '#') return true;
        while (*c && *c != '\n') c++;
    }
}

void *parser_run(Parser *p) {
    void *result = start(p);
    if (!result) {
        explain_failure(p);
        return NULL;
    }
    if (p->start_rule == START_SINGLE && more_follows(p)) {
        return raise_here(p, "multiple statements found while compiling a single statement");
    }
    return result;
}

/* --- from source to tree ------------------------------------------------------------------------------- */

/* Prepares an empty tree. False: out of memory. */
static bool open_tree(Tree *tree, Ref filename) {
    *tree = (Tree){.filename = own(filename)};
    pool_init(&tree->pool);
    tree->objects = list_new(0);
    return tree->objects != NULL;
}

static StartRule start_rule_of(ParseMode mode) {
    static const StartRule rules[] = {[PARSE_FILE] = START_FILE,
                                      [PARSE_EVAL] = START_EVAL,
                                      [PARSE_SINGLE] = START_SINGLE,
                                      [PARSE_FUNC_TYPE] = START_FUNC_TYPE};
    return rules[mode];
}

/* Decodes the source and sets the tokenizer on it. False: raised. */
static bool open_source(ParseRun *run, Tokenizer *tokenizer, const char *source, isize length, Ref filename,
                        const ParseOptions *options) {
    SourceOptions decoding = {.ignore_cookie = (options->flags & PARSE_IGNORE_COOKIE) != 0,
                              .add_newline = options->mode == PARSE_FILE,
                              .from_file = (options->flags & PARSE_FROM_FILE) != 0};
    if (!decoding.from_file && memchr(source, '\0', (usize)length)) {
        error_set(EXC(ValueError), "source code string cannot contain null bytes");
        return false;
    }
    SourceText text = source_decode(source, length, filename, decoding, &run->texts);
    if (!text.text) return false;
    tokenizer_init(tokenizer, text.text, filename);
    tokenizer->input = decoding.from_file ? text.text : text.raw;
    tokenizer->encoding = text.encoding;
    tokenizer->from_file = decoding.from_file;
    return true;
}

static void close_run(ParseRun *run) {
    arena_free(run->names);
    pool_free(&run->texts);
}

bool parse(const char *source, isize length, Ref filename, const ParseOptions *options, Tree *tree) {
    ParseRun run = {.tree = tree};
    Tokenizer tokenizer;
    pool_init(&run.texts);
    if (open_tree(tree, filename) && open_source(&run, &tokenizer, source, length, filename, options)) {
        Parser p;
        int version = options->feature_version ? options->feature_version : FEATURE_VERSION;
        tokenizer.async_hacks = version < 7;
        tokenizer.type_comments = (options->flags & PARSE_TYPE_COMMENTS) != 0;
        parser_init(&p, &run, &tokenizer, start_rule_of(options->mode), options->flags, version);
        tree->root = parser_run(&p);
        parser_free(&p);
    }
    close_run(&run);
    if (tree->root) return true;
    tree_free(tree);
    return false;
}

/* --- tokens alone -------------------------------------------------------------------------------------- */

/* Hands out tokens to the end. False: raised, or the visitor had enough. */
static bool visit_tokens(Parser *p, const char *text, TokenVisit visit, void *context) {
    for (;;) {
        if (!fill_token(p)) return false;
        const Token *token = last_token(p);
        TokenInfo info = {
            .type = token->type, .text = text, .at = token->at, .start = token->start, .length = token->length};
        if (!visit(&info, context)) return false;
        if (token->type == TOKEN_ENDMARKER) return true;
    }
}

bool tokenize(const char *source, isize length, Ref filename, TokenVisit visit, void *context) {
    Tree tree;
    ParseRun run = {.tree = &tree};
    ParseOptions options = {.mode = PARSE_FILE};
    Tokenizer tokenizer;
    bool done = false;
    pool_init(&run.texts);
    if (open_tree(&tree, filename) && open_source(&run, &tokenizer, source, length, filename, &options)) {
        Parser p;
        const char *text = tokenizer.cur;
        parser_init(&p, &run, &tokenizer, START_FILE, 0, FEATURE_VERSION);
        done = visit_tokens(&p, text, visit, context);
        parser_free(&p);
    }
    close_run(&run);
    tree_free(&tree);
    return done;
}
