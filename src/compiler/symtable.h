/* symtable.h: who binds which name, in every block of a program.
 *
 * First pass (symtable.c, symtable_visit.c): walk the tree, and note in each block how it uses each name: binds
 * it, reads it, declares it global ... Second pass (symtable_analyze.c): decide from the outside in where each
 * name lives, and let free names of inner blocks make cells in outer ones.
 *
 *     def f(a):            f:  a   SYMBOL_PARAM            BINDING_CELL
 *         def g():         g:  a   SYMBOL_USED             BINDING_FREE
 *             return a, b      b   SYMBOL_USED             BINDING_GLOBAL_IMPLICIT */
#ifndef COMPILER_SYMTABLE_H
#define COMPILER_SYMTABLE_H

#include "compiler/name_map.h"
#include "syntax/ast.h"

typedef enum ScopeKind { SCOPE_FUNCTION, SCOPE_CLASS, SCOPE_MODULE, SCOPE_ANNOTATION } ScopeKind;
typedef enum ComprehensionKind {
    COMPREHENSION_NONE,
    COMPREHENSION_LIST,
    COMPREHENSION_DICT,
    COMPREHENSION_SET,
    COMPREHENSION_GENERATOR
} ComprehensionKind;

enum {                    /* how a block uses a name: flags */
       SYMBOL_GLOBAL = 1, /* global statement */
       SYMBOL_LOCAL = 2,  /* assigned to */
       SYMBOL_PARAM = 4,
       SYMBOL_NONLOCAL = 8, /* nonlocal statement */
       SYMBOL_USED = 16,
       SYMBOL_FREE_CLASS = 64, /* free in a method, and bound by the class body itself too */
       SYMBOL_IMPORTED = 128,
       SYMBOL_ANNOTATED = 256,
       SYMBOL_COMPREHENSION_TARGET = 512,
       SYMBOL_BOUND = SYMBOL_LOCAL | SYMBOL_PARAM | SYMBOL_IMPORTED,
       SYMBOL_BINDING_SHIFT = 11 /* above it: the Binding */
};
typedef enum Binding { /* where a name lives */
                       BINDING_UNKNOWN,
                       BINDING_LOCAL,
                       BINDING_GLOBAL_EXPLICIT,
                       BINDING_GLOBAL_IMPLICIT,
                       BINDING_FREE,
                       BINDING_CELL
} Binding;

typedef struct Scope Scope;
typedef struct Scopes {
    Scope **items;
    isize count, capacity;
} Scopes;
typedef struct Directive { /* a global or nonlocal statement, for messages */
    Ref name;
    Location at;
} Directive;
typedef struct Directives {
    Directive *items;
    isize count, capacity;
} Directives;

struct Scope { /* one block: module, class body, function, lambda, comprehension */
    Ref name;
    ScopeKind kind;
    ComprehensionKind comprehension;
    const void *node; /* the tree node that makes the block */
    Location at;
    NameMap symbols;  /* name -> flags */
    NameMap varnames; /* parameters, in order */
    Scopes children;
    Directives directives;
    bool nested;   /* inside a function */
    bool has_free; /* has free names */
    bool child_has_free;
    bool is_generator, is_coroutine;
    bool varargs, varkeywords;
    bool needs_class_closure; /* a class some method of which uses __class__ */
    bool in_target;           /* visiting a comprehension's target now */
    i32 iterable_depth;       /* visiting iterables of comprehensions now, as deep as this */
};

typedef struct Symtable {
    Workspace *workspace;
    Ref filename;
    int future_flags;
    Scope *top, *current;
    Scopes stack;
    Ref private_name; /* class whose names are mangled; NULL: none */
    i32 depth, depth_limit;
    struct ScopeSlot *slots; /* hash table by node */
    isize slot_count, scope_count;
} Symtable;

/* The limit of nesting, and where to begin to count, for all passes over the tree. */
void compiler_recursion_limits(i32 *depth, i32 *limit);
/* RecursionError "maximum recursion depth exceeded during compilation"; false. */
bool compiler_recursion_error(void);

/* Fills *symtable; its memory is the workspace's. False: SyntaxError etc. */
bool symtable_build(Symtable *symtable, Workspace *workspace, const Mod *root, Ref filename, int future_flags);
/* The block made by a node. Never NULL for a node that was visited. */
Scope *symtable_scope(const Symtable *symtable, const void *node);
/* Flags of a name, 0: unknown. `name` is mangled already. */
static inline i32 scope_flags(const Scope *scope, Ref name) { return name_map_get(&scope->symbols, name, 0); }
static inline Binding scope_binding(const Scope *scope, Ref name) {
    return (Binding)(scope_flags(scope, name) >> SYMBOL_BINDING_SHIFT);
}
/* `__spam` in class `Ham` is `_Ham__spam`. The result is interned; NULL: MemoryError. */
Ref symtable_mangle(Workspace *workspace, Ref private_name, Ref name);

/* --- between the files of the symbol table ------------------------------------------------------------ */

bool symtable_enter(Symtable *symtable, Ref name, ScopeKind kind, const void *node, const Location *at);
void symtable_leave(Symtable *symtable);
bool symtable_define(Symtable *symtable, Ref name, i32 flag, const Location *at);
bool symtable_define_in(Symtable *symtable, Scope *scope, Ref name, i32 flag, const Location *at);
bool symtable_note_directive(Symtable *symtable, Ref name, const Location *at);
bool symtable_error(const Symtable *symtable, const Location *at, const char *format, Ref name);
bool symtable_visit_stmts(Symtable *symtable, const Stmts *stmts);
bool symtable_visit_expr(Symtable *symtable, const Expr *expr);
bool symtable_visit_exprs(Symtable *symtable, const Exprs *exprs);
bool symtable_visit_pattern(Symtable *symtable, const Pattern *pattern);
bool symtable_visit_parameters(Symtable *symtable, const Arguments *arguments);
bool symtable_visit_annotations(Symtable *symtable, const Stmt *function, const Arguments *arguments,
                                const Expr *returns);
bool symtable_visit_annotation(Symtable *symtable, const Expr *annotation);
bool symtable_visit_keywords(Symtable *symtable, const Keywords *keywords);
bool symtable_visit_defaults(Symtable *symtable, const Arguments *arguments);
bool symtable_analyze(Symtable *symtable);

#endif
