/* stages.c: what each stage of a compilation makes of a program, as text.
 *
 *     tokens              as `python3.11 -m tokenize` prints them (stages_tokens.c)
 *     syntax tree         as ast.dump shows it, with each node's place
 *     symbol table        each block with its names, how it uses them and where they live
 *     flow graph          blocks with instructions, before and after optimisation, for each code object
 *     code                as dis shows it
 *
 * Places are line:column-line:column, columns in bytes from 0, as in the tree and in co_positions(). */
#include "compiler/stages.h"

#include "code/dis.h"
#include "object/error.h"
#include "object/list.h"
#include "object/str.h"
#include "syntax/tokens.h"

static void append_title(Text *out, const char *title) {
    if (out->length) text_append_char(out, '\n');
    text_append_format(out, "--- %s ---\n", title);
}

static void append_place(Text *out, const Location *at) {
    text_append_format(out, "%d:%d-%d:%d", at->lineno, at->col_offset, at->end_lineno, at->end_col_offset);
}

static void append_indent(Text *out, int depth) {
    for (int i = 0; i < depth; i++) text_append_cstring(out, "    ");
}

/* --- symbols ------------------------------------------------------------------------------------------ */

static const struct {
    i32 flag;
    const char *text;
} symbol_uses[] = {{SYMBOL_PARAM, "parameter"},
                   {SYMBOL_LOCAL, "assigned"},
                   {SYMBOL_IMPORTED, "imported"},
                   {SYMBOL_ANNOTATED, "annotated"},
                   {SYMBOL_USED, "read"},
                   {SYMBOL_GLOBAL, "declared global"},
                   {SYMBOL_NONLOCAL, "declared nonlocal"},
                   {SYMBOL_COMPREHENSION_TARGET, "loop variable"},
                   {SYMBOL_FREE_CLASS, "free in a method"}};
static const char *const binding_names[] = {[BINDING_UNKNOWN] = "unknown",
                                            [BINDING_LOCAL] = "local",
                                            [BINDING_GLOBAL_EXPLICIT] = "global",
                                            [BINDING_GLOBAL_IMPLICIT] = "global or builtin",
                                            [BINDING_FREE] = "free",
                                            [BINDING_CELL] = "cell"};
static const char *const scope_names[] = {[SCOPE_FUNCTION] = "function",
                                          [SCOPE_CLASS] = "class",
                                          [SCOPE_MODULE] = "module",
                                          [SCOPE_ANNOTATION] = "annotation"};

static void describe_symbol(Text *out, const NameEntry *symbol, int depth) {
    append_indent(out, depth);
    str_append_utf8(symbol->name, out);
    text_append_format(out, ": %s", binding_names[symbol->value >> SYMBOL_BINDING_SHIFT]);
    const char *separator = " (";
    for (isize i = 0; i < COUNT_OF(symbol_uses); i++) {
        if (!(symbol->value & symbol_uses[i].flag)) continue;
        text_append_format(out, "%s%s", separator, symbol_uses[i].text);
        separator = ", ";
    }
    text_append_cstring(out, *separator == ',' ? ")\n" : "\n");
}

static void describe_scope(Text *out, const Scope *scope, int depth) {
    append_indent(out, depth);
    text_append_format(out, "%s ", scope_names[scope->kind]);
    str_append_utf8(scope->name, out);
    if (scope->at.lineno > 0) {
        text_append_cstring(out, ", ");
        append_place(out, &scope->at);
    }
    if (scope->is_coroutine) text_append_cstring(out, ", coroutine");
    if (scope->is_generator) text_append_cstring(out, ", generator");
    text_append_char(out, '\n');
    for (isize i = 0; i < scope->symbols.count; i++) describe_symbol(out, &scope->symbols.items[i], depth + 1);
    for (isize i = 0; i < scope->children.count; i++) describe_scope(out, scope->children.items[i], depth + 1);
}

void stages_describe_symbols(Compiler *compiler) {
    if (!(compiler->shown_stages & STAGE_SYMBOLS)) return;
    append_title(compiler->stages, "symbol table");
    describe_scope(compiler->stages, compiler->symtable.top, 0);
}

/* --- graphs ------------------------------------------------------------------------------------------- */

/* The name of a fast local: plain locals, then cells that are no arguments, then free variables. */
static Ref name_of_local(const Unit *unit, isize index) {
    if (index < unit->varnames.count) return unit->varnames.items[index].name;
    index -= unit->varnames.count;
    for (isize i = 0; i < unit->cellvars.count; i++) {
        Ref name = unit->cellvars.items[i].name;
        if (!name_map_has(&unit->varnames, name) && index-- == 0) return name;
    }
    return index < unit->freevars.count ? unit->freevars.items[index].name : NULL;
}

/* What the argument stands for: a str; NULL: nothing that would tell more than the number. */
static Own argument_meaning(const Unit *unit, const Instr *instr, Ref consts) {
    static const char *const comparisons[] = {"<", "<=", "==", "!=", ">", ">="};
    isize oparg = instr->oparg;
    switch (opcode_info[instr->opcode].operand) {
    case OPERAND_CONST: return object_repr(list_get(consts, oparg));
    case OPERAND_NAME: return own(unit->names.items[instr->opcode == OP_LOAD_GLOBAL ? oparg >> 1 : oparg].name);
    case OPERAND_LOCAL:
    case OPERAND_FREE: return own_maybe(name_of_local(unit, oparg));
    case OPERAND_COMPARE: return str_intern_cstring(comparisons[oparg]);
    case OPERAND_BINARY: return str_intern_cstring(binary_operator_symbols[oparg]);
    default: return NULL;
    }
}

static bool describe_argument(const Unit *unit, const Instr *instr, Ref consts, Text *out) {
    text_append_format(out, " %d", instr->oparg);
    Own meaning = argument_meaning(unit, instr, consts);
    if (!meaning) return !error_occurred();
    text_append_cstring(out, " (");
    str_append_utf8(meaning, out);
    text_append_char(out, ')');
    release(meaning);
    return true;
}

enum { PLACE_WIDTH = 18, LINE_WIDTH = 80 };

/* A long constant must not make the line wider than the screen. */
static void cut_line(Text *out, isize begin) {
    isize width = 0, cut = -1;
    for (isize i = begin; i < out->length; i++) {
        if ((out->data[i] & 0xC0) == 0x80) continue;
        if (++width == LINE_WIDTH - 2) cut = i;
    }
    if (width <= LINE_WIDTH) return;
    out->length = cut;
    text_append_cstring(out, "...");
}

static bool describe_instr(const Unit *unit, const Instr *instr, Ref consts, Text *out) {
    isize begin = out->length;
    if (instr->at.lineno >= 0)
        append_place(out, &instr->at);
    else
        text_append_char(out, '-');
    while (out->length - begin < PLACE_WIDTH && !out->failed) text_append_char(out, ' ');
    text_append_cstring(out, instr_name(instr));
    if (instr_is_jump(instr) || instr_is_block_push(instr)) {
        text_append_format(out, " -> block %d", instr->target->number);
    } else if (instr->opcode < 256 && instr->opcode >= OPCODE_HAVE_ARGUMENT &&
               !describe_argument(unit, instr, consts, out)) {
        return false;
    }
    if (instr->handler) text_append_format(out, "  (handler: block %d)", instr->handler->number);
    cut_line(out, begin);
    text_append_char(out, '\n');
    return true;
}

static bool describe_block(const Unit *unit, const Block *block, Ref consts, Text *out) {
    text_append_format(out, "block %d:", block->number);
    if (block->predecessors) {
        text_append_format(out, "  %d way%s in", block->predecessors, block->predecessors == 1 ? "" : "s");
    }
    text_append_cstring(out, block->exits ? "  leaves\n" : "\n");
    for (isize i = 0; i < block->count; i++) {
        if (!describe_instr(unit, &block->items[i], consts, out)) return false;
    }
    return true;
}

bool stages_describe_graph(Compiler *compiler, Ref consts, const char *when) {
    Text *out = compiler->stages;
    if (!(compiler->shown_stages & STAGE_FLOW)) return true;
    const Unit *unit = compiler->unit;
    if (out->length) text_append_char(out, '\n');
    text_append_cstring(out, "--- flow graph of ");
    str_append_utf8(unit->qualname ? unit->qualname : unit->name, out);
    text_append_format(out, " %s ---\n", when);
    for (const Block *block = unit->graph.entry; block; block = block->next) {
        if (block->count && !describe_block(unit, block, consts, out)) return false;
    }
    return true;
}

/* --- all ---------------------------------------------------------------------------------------------- */

static bool describe_tree(const Tree *tree, const char *title, Text *out) {
    Own dump = tree_dump(tree, PLACES_NOTED, 2);
    if (!dump) return false;
    append_title(out, title);
    str_append_utf8(dump, out);
    text_append_char(out, '\n');
    release(dump);
    return true;
}

static bool describe_compilation(Tree *tree, const CompileOptions *options, u32 stages, Text *out) {
    if ((stages & STAGE_TREE) && !describe_tree(tree, "syntax tree", out)) return false;
    if (!(stages & (STAGE_SYMBOLS | STAGE_FLOW | STAGE_CODE))) return true;
    Own code = compile_tree_described(tree, options, stages, out);
    if (!code) return false;
    if (stages & STAGE_CODE) append_title(out, "code");
    bool ok = !(stages & STAGE_CODE) || dis_code(code, false, false, out);
    release(code);
    return ok;
}

bool compile_stages(const char *source, isize length, Ref filename, const CompileOptions *options, u32 stages,
                    Text *out) {
    ParseOptions parse_options = {.mode = options->mode, .flags = options->flags};
    if (stages & STAGE_TOKENS) append_title(out, "tokens");
    if ((stages & STAGE_TOKENS) && !stages_list_tokens(source, length, filename, out)) return false;
    if (stages == STAGE_TOKENS) return true; /* also of a program that can't be parsed */
    Tree tree;
    if (!parse(source, length, filename, &parse_options, &tree)) return false;
    bool ok = describe_compilation(&tree, options, stages, out);
    tree_free(&tree);
    if (ok && out->failed) error_memory();
    return ok && !out->failed;
}
