/* ast_dump.c: a tree as text, as ast.dump prints it.
 *
 * A node is first looked at through a `View`: the list of what is shown of it, made from the tables of
 * ast_table.h. Then the view is printed. With an indent, a node is spread over lines unless it has at most
 * three parts and all are simple. */
#include "object/error.h"
#include "object/str.h"
#include "syntax/ast.h"

/* --- what is shown of a node ----------------------------------------------------------------------------- */

typedef enum PartKind {
    PART_OBJECT,
    PART_INT,
    PART_CONST, /* the name of an operator or context, shown as `Add()` */
    PART_EXPR,
    PART_PATTERN,
    PART_ARGUMENTS,
    PART_ARG,
    PART_STMTS, /* from here on: lists */
    PART_EXPRS,
    PART_NAMES,
    PART_OPERATORS,
    PART_KEYWORDS,
    PART_COMPREHENSIONS,
    PART_WITHITEMS,
    PART_ALIASES,
    PART_HANDLERS,
    PART_CASES,
    PART_PATTERNS,
    PART_ARGS
} PartKind;

/* Any sequence of ast.h: all begin with a count. */
typedef struct AnyList {
    isize count;
    void *items;
} AnyList;

typedef struct Part {
    const char *name;
    PartKind kind;
    union {
        const void *node; /* NULL: None, which is left out unless it stands in a list */
        i64 number;
        const char *constant;
        AnyList list;
    } as;
} Part;

typedef struct View {
    const char *class;
    isize count;
    Part parts[13];
} View;

typedef struct Dump {
    Text out;
    bool attributes;
    int indent; /* -1: one line */
    bool failed;
} Dump;

static void add(View *view, Part part) { view->parts[view->count++] = part; }
static void add_node(View *view, const char *name, PartKind kind, const void *node) {
    if (node) add(view, (Part){.name = name, .kind = kind, .as.node = node});
}
static void add_int(View *view, const char *name, i64 number) {
    add(view, (Part){.name = name, .kind = PART_INT, .as.number = number});
}
static void add_constant(View *view, const char *name, const char *constant) {
    add(view, (Part){.name = name, .kind = PART_CONST, .as.constant = constant});
}
static void add_list(View *view, const char *name, PartKind kind, isize count, const void *items) {
    add(view, (Part){.name = name, .kind = kind, .as.list = {count, (void *)items}});
}
static void add_location(View *view, const Dump *dump, Location at) {
    if (!dump->attributes) return;
    add_int(view, "lineno", at.lineno);
    add_int(view, "col_offset", at.col_offset);
    add_int(view, "end_lineno", at.end_lineno);
    add_int(view, "end_col_offset", at.end_col_offset);
}

#define OP(name) #name,
static const char *const operator_names[] = {OPERATORS(OP)};
static const char *const unary_names[] = {UNARY_OPERATORS(OP)};
static const char *const bool_names[] = {BOOL_OPERATORS(OP)};
static const char *const compare_names[] = {COMPARE_OPERATORS(OP)};
static const char *const context_names[] = {EXPR_CONTEXTS(OP)};
#undef OP

#define F_EXPR(name) add_node(view, #name, PART_EXPR, part->name);
#define F_EXPR_OPTIONAL(name) add_node(view, #name, PART_EXPR, part->name);
#define F_EXPRS(name) add_list(view, #name, PART_EXPRS, part->name.count, part->name.items);
#define F_STMTS(name) add_list(view, #name, PART_STMTS, part->name.count, part->name.items);
#define F_NAME(name) add_node(view, #name, PART_OBJECT, part->name);
#define F_NAME_OPTIONAL(name) add_node(view, #name, PART_OBJECT, part->name);
#define F_NAMES(name) add_list(view, #name, PART_NAMES, part->name.count, part->name.items);
#define F_INT(name) add_int(view, #name, part->name);
#define F_OPERATOR(name) add_constant(view, #name, operator_names[part->name]);
#define F_UNARY(name) add_constant(view, #name, unary_names[part->name]);
#define F_BOOLOP(name) add_constant(view, #name, bool_names[part->name]);
#define F_CMPOPS(name) add_list(view, #name, PART_OPERATORS, part->name.count, part->name.items);
#define F_CONTEXT(name) add_constant(view, #name, context_names[part->name]);
#define F_CONSTANT(name) add_node(view, #name, PART_OBJECT, part->name);
#define F_ARGUMENTS(name) add_node(view, #name, PART_ARGUMENTS, part->name);
#define F_KEYWORDS(name) add_list(view, #name, PART_KEYWORDS, part->name.count, part->name.items);
#define F_COMPREHENSIONS(name) add_list(view, #name, PART_COMPREHENSIONS, part->name.count, part->name.items);
#define F_WITHITEMS(name) add_list(view, #name, PART_WITHITEMS, part->name.count, part->name.items);
#define F_ALIASES(name) add_list(view, #name, PART_ALIASES, part->name.count, part->name.items);
#define F_HANDLERS(name) add_list(view, #name, PART_HANDLERS, part->name.count, part->name.items);
#define F_CASES(name) add_list(view, #name, PART_CASES, part->name.count, part->name.items);
#define F_PATTERN(name) add_node(view, #name, PART_PATTERN, part->name);
#define F_PATTERN_OPTIONAL(name) add_node(view, #name, PART_PATTERN, part->name);
#define F_PATTERNS(name) add_list(view, #name, PART_PATTERNS, part->name.count, part->name.items);

/* A case of a switch over a group's kinds: the fields of one kind. */
#define VIEW_NODE(Group, Kind, fields)                                                                         \
    case Group##_##Kind: {                                                                                     \
        const __typeof__(node->as.Kind) *part UNUSED = &node->as.Kind;                                         \
        view->class = #Kind;                                                                                   \
        fields break;                                                                                          \
    }

static void view_mod(View *view, const Mod *node) {
    switch (node->kind) {
#define NODE(Kind, fields) VIEW_NODE(Mod, Kind, fields)
        MOD_NODES(NODE)
#undef NODE
    }
    if (node->kind == Mod_Module) add_list(view, "type_ignores", PART_STMTS, 0, NULL);
}

static void view_stmt(View *view, const Stmt *node) {
    switch (node->kind) {
#define NODE(Kind, fields) VIEW_NODE(Stmt, Kind, fields)
        STMT_NODES(NODE)
#undef NODE
    }
}

static void view_expr(View *view, const Expr *node) {
    switch (node->kind) {
#define NODE(Kind, fields) VIEW_NODE(Expr, Kind, fields)
        EXPR_NODES(NODE)
#undef NODE
    }
}

static void view_pattern(View *view, const Pattern *node) {
    switch (node->kind) {
#define NODE(Kind, fields) VIEW_NODE(Pattern, Kind, fields)
        PATTERN_NODES(NODE)
#undef NODE
    }
}

static void view_handler(View *view, const Handler *part) {
#define NODE(Kind, fields)                                                                                     \
    view->class = #Kind;                                                                                       \
    fields
    HANDLER_NODES(NODE)
#undef NODE
}

static void view_arguments(View *view, const Arguments *node) {
    view->class = "arguments";
    add_list(view, "posonlyargs", PART_ARGS, node->posonlyargs.count, node->posonlyargs.items);
    add_list(view, "args", PART_ARGS, node->args.count, node->args.items);
    add_node(view, "vararg", PART_ARG, node->vararg);
    add_list(view, "kwonlyargs", PART_ARGS, node->kwonlyargs.count, node->kwonlyargs.items);
    add_list(view, "kw_defaults", PART_EXPRS, node->kw_defaults.count, node->kw_defaults.items);
    add_node(view, "kwarg", PART_ARG, node->kwarg);
    add_list(view, "defaults", PART_EXPRS, node->defaults.count, node->defaults.items);
}

static void view_arg(View *view, const Arg *node) {
    view->class = "arg";
    add_node(view, "arg", PART_OBJECT, node->arg);
    add_node(view, "annotation", PART_EXPR, node->annotation);
}

static void view_keyword(View *view, const Keyword *node) {
    view->class = "keyword";
    add_node(view, "arg", PART_OBJECT, node->arg);
    add_node(view, "value", PART_EXPR, node->value);
}

static void view_alias(View *view, const Alias *node) {
    view->class = "alias";
    add_node(view, "name", PART_OBJECT, node->name);
    add_node(view, "asname", PART_OBJECT, node->asname);
}

static void view_withitem(View *view, const WithItem *node) {
    view->class = "withitem";
    add_node(view, "context_expr", PART_EXPR, node->context_expr);
    add_node(view, "optional_vars", PART_EXPR, node->optional_vars);
}

static void view_comprehension(View *view, const Comprehension *node) {
    view->class = "comprehension";
    add_node(view, "target", PART_EXPR, node->target);
    add_node(view, "iter", PART_EXPR, node->iter);
    add_list(view, "ifs", PART_EXPRS, node->ifs.count, node->ifs.items);
    add_int(view, "is_async", node->is_async);
}

static void view_case(View *view, const MatchCase *node) {
    view->class = "match_case";
    add_node(view, "pattern", PART_PATTERN, node->pattern);
    add_node(view, "guard", PART_EXPR, node->guard);
    add_list(view, "body", PART_STMTS, node->body.count, node->body.items);
}

/* The view of a node, given the kind of part it is or the kind of list it stands in. */
static View view_of(const Dump *dump, PartKind kind, const void *node) {
    View view;
    view.count = 0;
    switch (kind) {
#define WITH_PLACE(Type, view_node)                                                                            \
    view_node(&view, node);                                                                                    \
    add_location(&view, dump, ((const Type *)node)->at);                                                       \
    break
    case PART_STMTS: WITH_PLACE(Stmt, view_stmt);
    case PART_EXPR:
    case PART_EXPRS: WITH_PLACE(Expr, view_expr);
    case PART_PATTERN:
    case PART_PATTERNS: WITH_PLACE(Pattern, view_pattern);
    case PART_ARG:
    case PART_ARGS: WITH_PLACE(Arg, view_arg);
    case PART_KEYWORDS: WITH_PLACE(Keyword, view_keyword);
    case PART_ALIASES: WITH_PLACE(Alias, view_alias);
    case PART_HANDLERS: WITH_PLACE(Handler, view_handler);
#undef WITH_PLACE
    case PART_ARGUMENTS: view_arguments(&view, node); break;
    case PART_COMPREHENSIONS: view_comprehension(&view, node); break;
    case PART_WITHITEMS: view_withitem(&view, node); break;
    case PART_CASES: view_case(&view, node); break;
    default: view.class = "";
    }
    return view;
}

/* --- printing ------------------------------------------------------------------------------------------ */

static void dump_view(Dump *dump, const View *view, int level);

/* A line end and the indent, or nothing. */
static void new_line(Dump *dump, int level) {
    if (dump->indent < 0) return;
    text_append_char(&dump->out, '\n');
    for (int i = 0; i < dump->indent * level; i++) text_append_char(&dump->out, ' ');
}

static void separate(Dump *dump, int level) {
    text_append_cstring(&dump->out, dump->indent < 0 ? ", " : ",");
    new_line(dump, level);
}

static void dump_object(Dump *dump, Ref object) {
    Own shown = dump->failed ? NULL : object_repr(object);
    if (shown) {
        str_append_utf8(shown, &dump->out);
        release(shown);
    } else {
        dump->failed = true;
    }
}

static void dump_node(Dump *dump, PartKind kind, const void *node, int level) {
    if (dump->failed) return;
    if (!node) {
        text_append_cstring(&dump->out, "None");
        return;
    }
    if (!recursion_enter(" during ast construction")) {
        dump->failed = true;
        return;
    }
    View view = view_of(dump, kind, node);
    dump_view(dump, &view, level);
    recursion_leave();
}

static void dump_list(Dump *dump, const Part *part, int level) {
    AnyList list = part->as.list;
    text_append_char(&dump->out, '[');
    for (isize i = 0; i < list.count; i++) {
        if (i) {
            separate(dump, level + 1);
        } else {
            new_line(dump, level + 1);
        }
        if (part->kind == PART_NAMES) {
            dump_object(dump, ((const Ref *)list.items)[i]);
        } else if (part->kind == PART_OPERATORS) {
            text_append_format(&dump->out, "%s()", compare_names[((const CompareOperator *)list.items)[i]]);
        } else {
            dump_node(dump, part->kind, ((void *const *)list.items)[i], level + 1);
        }
    }
    text_append_char(&dump->out, ']');
}

static void dump_part(Dump *dump, const Part *part, int level) {
    text_append_format(&dump->out, "%s=", part->name);
    switch (part->kind) {
    case PART_OBJECT: dump_object(dump, part->as.node); break;
    case PART_INT: text_append_format(&dump->out, "%ld", (long)part->as.number); break;
    case PART_CONST: text_append_format(&dump->out, "%s()", part->as.constant); break;
    default:
        if (part->kind >= PART_STMTS) {
            dump_list(dump, part, level);
        } else {
            dump_node(dump, part->kind, part->as.node, level);
        }
    }
}

/* Shown without line ends: names, numbers, constants, empty lists. A node never is: without fields it still has
 * a place, but where places are not shown. */
static bool is_simple(const Dump *dump, const Part *part) {
    if (part->kind <= PART_CONST) return true;
    if (part->kind >= PART_STMTS) return part->as.list.count == 0;
    View view = view_of(dump, part->kind, part->as.node);
    return view.count == 0;
}

static bool fits_line(const Dump *dump, const View *view) {
    if (dump->indent < 0) return true;
    if (view->count > 3) return false;
    for (isize i = 0; i < view->count; i++) {
        if (!is_simple(dump, &view->parts[i])) return false;
    }
    return true;
}

static void dump_view(Dump *dump, const View *view, int level) {
    text_append_format(&dump->out, "%s(", view->class);
    bool flat = fits_line(dump, view);
    for (isize i = 0; i < view->count; i++) {
        if (flat) {
            if (i) text_append_cstring(&dump->out, ", ");
        } else if (i) {
            separate(dump, level + 1);
        } else {
            new_line(dump, level + 1);
        }
        dump_part(dump, &view->parts[i], level + 1);
    }
    text_append_char(&dump->out, ')');
}

Own tree_dump(const Tree *tree, bool attributes, int indent) {
    Dump dump = {.out = text_new(TEXT_IN_ARENA), .attributes = attributes, .indent = indent};
    View view;
    view.count = 0;
    view_mod(&view, tree->root);
    dump_view(&dump, &view, 0);
    Own text = NULL;
    if (dump.out.failed) {
        if (!dump.failed) error_memory();
    } else if (!dump.failed) {
        text = str_from_utf8(text_cstring(&dump.out), dump.out.length);
    }
    text_free(&dump.out);
    return text;
}
