/* assemble.c: from the graph to the code object.
 *
 *     cells and generators are set up before the first RESUME
 *     the graph is optimised (flow_*.c)
 *     its blocks are written one after the other: instructions, where they come from, who handles their
 * exceptions
 *
 * The fast locals are numbered here at last: plain locals, cells that are not arguments, free variables. Until
 * then the operands of *_DEREF count cells and free variables only. */
#include "base/text.h"
#include "code/linetable.h"
#include "compiler/codegen.h"
#include "compiler/stages.h"
#include "object/bytes.h"
#include "object/error.h"
#include "object/list.h"
#include "object/tuple.h"

typedef struct Assembly {
    Compiler *compiler;
    Unit *unit;
    i32 *deref_index; /* from number among cells and free variables to fast local */
    i32 local_count;  /* fast locals of all kinds */
    Text code, lines, exceptions;
} Assembly;

/* --- the fast locals ---------------------------------------------------------------------------------- */

static bool number_fast_locals(Assembly *assembly) {
    const Unit *unit = assembly->unit;
    isize locals = unit->varnames.count, cells = unit->cellvars.count, frees = unit->freevars.count;
    assembly->deref_index =
        workspace_alloc(&assembly->compiler->workspace, (usize)(cells + frees + 1) * sizeof(i32));
    if (!assembly->deref_index) return false;
    i32 next = (i32)locals;
    for (isize i = 0; i < cells; i++) {
        i32 argument = name_map_get(&unit->varnames, unit->cellvars.items[i].name, -1);
        assembly->deref_index[i] = argument >= 0 ? argument : next++;
    }
    for (isize i = 0; i < frees; i++) assembly->deref_index[cells + i] = next++;
    assembly->local_count = next;
    return true;
}

static bool uses_deref(int opcode) {
    return opcode == OP_MAKE_CELL || opcode == OP_LOAD_CLOSURE || opcode == OP_LOAD_DEREF ||
           opcode == OP_STORE_DEREF || opcode == OP_DELETE_DEREF || opcode == OP_LOAD_CLASSDEREF;
}

static void renumber_derefs(Assembly *assembly) {
    for (Block *block = assembly->unit->graph.entry; block; block = block->next) {
        for (isize i = 0; i < block->count; i++) {
            Instr *instr = &block->items[i];
            if (uses_deref(instr->opcode)) instr->oparg = assembly->deref_index[instr->oparg];
        }
    }
}

/* --- the prologue ------------------------------------------------------------------------------------- */

static bool insert_generator_start(Assembly *assembly) {
    Graph *graph = &assembly->unit->graph;
    i32 line = assembly->unit->firstlineno;
    Instr make = {.opcode = OP_RETURN_GENERATOR, .at = {line, -1, line, -1}};
    Instr pop = {.opcode = OP_POP_TOP, .at = {line, -1, line, -1}};
    return block_insert(graph, graph->entry, 0, &make) && block_insert(graph, graph->entry, 1, &pop);
}

/* In the order of the fast locals: arguments first. */
static bool insert_cells(Assembly *assembly) {
    Graph *graph = &assembly->unit->graph;
    isize cells = assembly->unit->cellvars.count, used = 0;
    for (i32 local = 0; used < cells; local++) {
        for (isize i = 0; i < cells; i++) {
            if (assembly->deref_index[i] != local) continue;
            Instr make = {.opcode = OP_MAKE_CELL, .oparg = (int)i, .at = location_nowhere};
            if (!block_insert(graph, graph->entry, used++, &make)) return false;
        }
    }
    return true;
}

static bool insert_prologue(Assembly *assembly, u32 flags) {
    Graph *graph = &assembly->unit->graph;
    if ((flags & (CODE_GENERATOR | CODE_COROUTINE | CODE_ASYNC_GENERATOR)) &&
        !insert_generator_start(assembly)) {
        return false;
    }
    if (!insert_cells(assembly)) return false;
    isize frees = assembly->unit->freevars.count;
    if (frees == 0) return true;
    Instr copy = {.opcode = OP_COPY_FREE_VARS, .oparg = (int)frees, .at = location_nowhere};
    return block_insert(graph, graph->entry, 0, &copy);
}

/* --- instructions ------------------------------------------------------------------------------------- */

static void write_instr(Text *code, const Instr *instr) {
    u32 oparg = instr_oparg(instr);
    int caches = opcode_info[instr->opcode].caches;
    for (int extended = instr_size(instr) - 1 - caches; extended > 0; extended--) {
        text_append_char(code, (char)OP_EXTENDED_ARG);
        text_append_char(code, (char)(oparg >> (8 * extended)));
    }
    text_append_char(code, (char)instr->opcode);
    text_append_char(code, (char)oparg);
    for (; caches > 0; caches--) text_append(code, "\0\0", 2);
}

/* --- where they come from; the form is told in code/linetable.h --------------------------------------- */

/* An entry on one line with columns, where a short form fits. */
static bool write_line_short(Text *out, const Location *at, i32 line_delta, int units) {
    i32 column = at->col_offset, end_column = at->end_col_offset;
    if (line_delta == 0 && column < 80 && end_column >= column && end_column - column < 16) {
        linetable_write_head(out, (u32)column >> 3, units);
        text_append_char(out, (char)((column & 7) << 4 | (end_column - column)));
        return true;
    }
    if (line_delta >= 0 && line_delta < 3 && column < 128 && end_column < 128) {
        linetable_write_head(out, (u32)(LINE_ENTRY_ONE_LINE + line_delta), units);
        text_append_char(out, (char)column);
        text_append_char(out, (char)end_column);
        return true;
    }
    return false;
}

static void write_line_entry(Text *out, const Location *at, i32 *line, int units) {
    if (at->lineno < 0) {
        linetable_write_head(out, LINE_ENTRY_NONE, units);
        return;
    }
    i32 line_delta = at->lineno - *line;
    *line = at->lineno;
    if (at->col_offset < 0 || at->end_col_offset < 0) {
        if (at->end_lineno == at->lineno || at->end_lineno == -1) {
            linetable_write_head(out, LINE_ENTRY_NO_COLUMNS, units);
            linetable_write_svarint(out, line_delta);
            return;
        }
    } else if (at->end_lineno == at->lineno && write_line_short(out, at, line_delta, units)) {
        return;
    }
    linetable_write_head(out, LINE_ENTRY_LONG, units);
    linetable_write_svarint(out, line_delta);
    linetable_write_varint(out, (u32)(at->end_lineno - at->lineno));
    linetable_write_varint(out, (u32)(at->col_offset + 1));
    linetable_write_varint(out, (u32)(at->end_col_offset + 1));
}

static void write_lines(Text *out, const Instr *instr, i32 *line) {
    int units = instr_size(instr);
    for (; units > LINE_ENTRY_MAX_UNITS; units -= LINE_ENTRY_MAX_UNITS) {
        write_line_entry(out, &instr->at, line, LINE_ENTRY_MAX_UNITS);
    }
    write_line_entry(out, &instr->at, line, units);
}

/* --- handlers; the form is told in code/exctable.c ---------------------------------------------------- */

static void write_exception_number(Text *out, u32 value, u32 mark) {
    int shift = 0;
    while (value >> shift >= 64) shift += 6;
    for (; shift > 0; shift -= 6) {
        text_append_char(out, (char)(mark | 64 | (value >> shift & 63)));
        mark = 0;
    }
    text_append_char(out, (char)(mark | (value & 63)));
}

static void write_exception_entry(Text *out, i32 start, i32 end, const Block *handler) {
    i32 depth = handler->start_depth - 1 - handler->preserve_lasti;
    write_exception_number(out, (u32)start, 128);
    write_exception_number(out, (u32)(end - start), 0);
    write_exception_number(out, (u32)handler->offset, 0);
    write_exception_number(out, (u32)(depth << 1 | handler->preserve_lasti), 0);
}

static void write_exceptions(Text *out, const Graph *graph) {
    i32 offset = 0, start = 0;
    const Block *handler = NULL;
    for (const Block *block = graph->entry; block; block = block->next) {
        offset = block->offset;
        for (isize i = 0; i < block->count; i++) {
            const Instr *instr = &block->items[i];
            if (handler != instr->handler) {
                if (handler) write_exception_entry(out, start, offset, handler);
                start = offset;
                handler = instr->handler;
            }
            offset += instr_size(instr);
        }
    }
    if (handler) write_exception_entry(out, start, offset, handler);
}

static void write_all(Assembly *assembly) {
    const Graph *graph = &assembly->unit->graph;
    i32 line = assembly->unit->firstlineno;
    for (const Block *block = graph->entry; block; block = block->next) {
        for (isize i = 0; i < block->count; i++) {
            write_instr(&assembly->code, &block->items[i]);
            write_lines(&assembly->lines, &block->items[i], &line);
        }
    }
    write_exceptions(&assembly->exceptions, graph);
}

/* --- the code object ---------------------------------------------------------------------------------- */

/* One object for equal tables, names and so on in the whole compilation. Consumes. */
static Ref merge_part(Assembly *assembly, Own part) {
    Ref kept = workspace_keep(&assembly->compiler->workspace, part);
    return kept ? const_map_merge_shallow(&assembly->compiler->consts, kept) : NULL;
}

static Ref merge_table(Assembly *assembly, const Text *table) {
    if (table->failed) return error_memory();
    return merge_part(assembly, bytes_from(text_cstring(table), table->length));
}

/* Names and kinds of the fast locals. */
static bool make_locals(Assembly *assembly, Own *names_out, Own *kinds_out) {
    const Unit *unit = assembly->unit;
    Own names = tuple_new(assembly->local_count), kinds = bytes_from(NULL, assembly->local_count);
    if (!names || !kinds) {
        release_maybe(names);
        release_maybe(kinds);
        return false;
    }
    u8 *kind = bytes_data(kinds);
    for (isize i = 0; i < unit->varnames.count; i++) {
        tuple_fill(names, i, own(unit->varnames.items[i].name));
        kind[i] = LOCAL_PLAIN;
    }
    for (isize i = 0; i < unit->cellvars.count; i++) {
        i32 at = assembly->deref_index[i];
        if (at < unit->varnames.count) {
            kind[at] |= LOCAL_CELL;
        } else {
            tuple_fill(names, at, own(unit->cellvars.items[i].name));
            kind[at] = LOCAL_CELL;
        }
    }
    for (isize i = 0; i < unit->freevars.count; i++) {
        i32 at = assembly->deref_index[unit->cellvars.count + i];
        tuple_fill(names, at, own(unit->freevars.items[i].name));
        kind[at] = LOCAL_FREE;
    }
    *names_out = names;
    *kinds_out = kinds;
    return true;
}

static Own make_code(Assembly *assembly, Ref consts, i32 stacksize, u32 flags) {
    const Unit *unit = assembly->unit;
    Ref exceptiontable = merge_table(assembly, &assembly->exceptions);
    Ref linetable = exceptiontable ? merge_table(assembly, &assembly->lines) : NULL;
    Ref bytecode = linetable ? merge_table(assembly, &assembly->code) : NULL;
    Ref names = bytecode ? merge_part(assembly, name_map_tuple(&unit->names)) : NULL;
    Ref consts_tuple = names ? merge_part(assembly, list_as_tuple(consts)) : NULL;
    Own local_names, local_kinds;
    if (!consts_tuple || !make_locals(assembly, &local_names, &local_kinds)) return NULL;
    Ref locals = merge_part(assembly, local_names);
    Own code = NULL;
    if (locals) {
        CodeSpec spec = {.filename = assembly->compiler->filename,
                         .name = unit->name,
                         .qualname = unit->qualname ? unit->qualname : unit->name,
                         .flags = flags,
                         .code = bytecode,
                         .firstlineno = unit->firstlineno,
                         .linetable = linetable,
                         .consts = consts_tuple,
                         .names = names,
                         .localsplusnames = locals,
                         .localspluskinds = local_kinds,
                         .argcount = unit->posonlyargcount + unit->argcount,
                         .posonlyargcount = unit->posonlyargcount,
                         .kwonlyargcount = unit->kwonlyargcount,
                         .stacksize = stacksize,
                         .exceptiontable = exceptiontable,
                         .compiled = true};
        code = code_new_checked(&spec);
    }
    release(local_kinds);
    return code;
}

static Own list_of_consts(const Unit *unit) {
    Own consts = list_new(0);
    for (isize i = 0; consts && i < unit->consts.count; i++) {
        if (!list_append_ref(consts, unit->consts.items[i].constant)) slot_clear(&consts);
    }
    return consts;
}

/* All passes over the graph; the depth of the stack, or -1. */
static i32 run_passes(Assembly *assembly, Ref consts) {
    Unit *unit = assembly->unit;
    Graph *graph = &unit->graph;
    if (!stages_describe_graph(assembly->compiler, consts, "before optimisation") ||
        !graph_optimize(graph, consts, &assembly->compiler->consts)) {
        return -1;
    }
    graph_drop_redundant_jumps(graph); /* before exits are copied: what falls into an exit needs no copy */
    if (!graph_duplicate_exits(graph) || !graph_trim_consts(graph, consts)) return -1;
    graph_propagate_lines(graph);
    graph_guarantee_exit_lines(graph, unit->firstlineno);
    i32 depth = graph_stack_depth(graph, unit->scope->is_generator || unit->scope->is_coroutine);
    if (depth < 0 || !graph_find_handlers(graph)) return -1;
    graph_clean(graph);
    if (!stages_describe_graph(assembly->compiler, consts, "after optimisation") ||
        !graph_normalize_jumps(graph)) {
        return -1;
    }
    graph_assign_offsets(graph);
    return depth;
}

static bool finish_body(Compiler *compiler, bool add_none) {
    if (compiler->unit->graph.current->returns) return true;
    unset_place(compiler);
    return (!add_none || emit_const(compiler, None)) && emit_op(compiler, OP_RETURN_VALUE);
}

Own unit_assemble(Compiler *compiler, bool add_none) {
    Unit *unit = compiler->unit;
    Assembly assembly = {.compiler = compiler,
                         .unit = unit,
                         .code = text_new(TEXT_IN_ARENA),
                         .lines = text_new(TEXT_IN_ARENA),
                         .exceptions = text_new(TEXT_IN_ARENA)};
    u32 flags = unit_flags(compiler);
    if (!finish_body(compiler, add_none) || !graph_normalize(&unit->graph) || !number_fast_locals(&assembly) ||
        !insert_prologue(&assembly, flags)) {
        return NULL;
    }
    renumber_derefs(&assembly);
    Own consts = list_of_consts(unit), code = NULL;
    if (!consts) return NULL;
    i32 depth = run_passes(&assembly, consts);
    if (depth >= 0) {
        write_all(&assembly);
        code = make_code(&assembly, consts, depth, flags);
    }
    release(consts);
    text_free(&assembly.code);
    text_free(&assembly.lines);
    text_free(&assembly.exceptions);
    return code;
}
