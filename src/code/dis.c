/* dis.c: a code object as text: line, mark of jump targets, offset, opcode, argument, and what it stands for.
 *
 *       3     >>   12 LOAD_FAST                0 (n)
 *
 * Everything, the widths of the columns too, is as CPython's dis.py has it. Each code unit is looked at on
 * its own (an EXTENDED_ARG is a line of its own), so the walk here keeps the high bytes itself. */
#include "code/dis.h"

#include "code/instruction.h"
#include "code/linetable.h"
#include "object/error.h"
#include "object/str.h"
#include "object/tuple.h"

typedef struct Disassembly {
    Ref code;
    bool adaptive, show_caches;
    Text *out;
    u8 *labels;  /* for each unit: something jumps here */
    isize count; /* code units */
    int line_width, offset_width;
    LineTableCursor lines;
    i32 last_line; /* -1: none yet */
    i32 extended;  /* high bytes for the next argument */
} Disassembly;

/* --- caches ------------------------------------------------------------------------------------------- */

typedef struct CacheField {
    const char *name;
    int units;
} CacheField;

/* The names of the fields in the inline cache of an opcode, ended by a NULL name. */
static const CacheField *cache_fields(Opcode opcode) {
    static const CacheField global[] = {
        {"counter", 1}, {"index", 1}, {"module_keys_version", 2}, {"builtin_keys_version", 1}, {NULL, 0}};
    static const CacheField counter[] = {{"counter", 1}, {NULL, 0}};
    static const CacheField compare[] = {{"counter", 1}, {"mask", 1}, {NULL, 0}};
    static const CacheField subscr[] = {{"counter", 1}, {"type_version", 2}, {"func_version", 1}, {NULL, 0}};
    static const CacheField attribute[] = {{"counter", 1}, {"version", 2}, {"index", 1}, {NULL, 0}};
    static const CacheField method[] = {{"counter", 1},      {"type_version", 2}, {"dict_offset", 1},
                                        {"keys_version", 2}, {"descr", 4},        {NULL, 0}};
    static const CacheField call[] = {{"counter", 1}, {"func_version", 2}, {"min_args", 1}, {NULL, 0}};
    switch (opcode) {
    case OP_LOAD_GLOBAL: return global;
    case OP_COMPARE_OP: return compare;
    case OP_BINARY_SUBSCR: return subscr;
    case OP_LOAD_ATTR:
    case OP_STORE_ATTR: return attribute;
    case OP_LOAD_METHOD: return method;
    case OP_CALL: return call;
    default: return counter;
    }
}

/* --- lines of output ---------------------------------------------------------------------------------- */

/* `line` -1: the column stays empty. The argument is shown where `has_arg`; `text` may be NULL. */
static void append_line(const Disassembly *dis, i32 line, bool label, isize unit, const char *name,
                        bool has_arg, i32 arg, const char *text) {
    Text *out = dis->out;
    if (dis->line_width && line >= 0) {
        text_append_format(out, "%*d ", dis->line_width, line);
    } else if (dis->line_width) {
        text_append_format(out, "%*s ", dis->line_width, "");
    }
    text_append_format(out, "    %s %*zd ", label ? ">>" : "  ", dis->offset_width, unit * 2);
    if (!has_arg) {
        text_append_cstring(out, name);
    } else {
        text_append_format(out, "%-20s %5d", name, arg);
        if (text && *text) text_append_format(out, " (%s)", text);
    }
    text_append_char(out, '\n');
}

static void append_caches(const Disassembly *dis, isize unit, const OpcodeInfo *info, bool quickened) {
    const CodeUnit *units = AS_CODE(dis->code)->units;
    unit++;
    for (const CacheField *field = cache_fields((Opcode)info->base); field->name; field++) {
        u64 value = 0;
        memcpy(&value, units + unit, (usize)field->units * sizeof(CodeUnit));
        char text[64] = "";
        if (quickened) {
            Text buffer = text_new(TEXT_IN_ARENA);
            text_append_format(&buffer, "%s: %lu", field->name, value);
            if (buffer.length < (isize)sizeof text)
                memcpy(text, text_cstring(&buffer), (usize)buffer.length + 1);
            text_free(&buffer);
        }
        for (int i = 0; i < field->units; i++) {
            append_line(dis, -1, false, unit++, "CACHE", true, 0, i == 0 ? text : NULL);
        }
    }
}

/* The line that begins at `unit`, -1 where none does. */
static i32 line_starting_at(Disassembly *dis, isize unit) {
    i32 starting = -1;
    while (dis->lines.start <= unit) {
        i32 line = dis->lines.position.line;
        bool begins_here = dis->lines.start == unit && dis->lines.end > dis->lines.start;
        if (line >= 0 && line != dis->last_line && dis->lines.end > dis->lines.start) {
            dis->last_line = line;
            if (begins_here) starting = line;
        }
        if (!linetable_next(&dis->lines)) {
            dis->lines.start = INT32_MAX;
            break;
        }
    }
    return starting;
}

/* One code unit and its caches; the number of units passed, 0 with an exception. */
static isize append_instruction(Disassembly *dis, isize unit) {
    CodeUnit at = AS_CODE(dis->code)->units[unit];
    const OpcodeInfo *info = &opcode_info[at.opcode];
    bool has_arg = info->base >= OPCODE_HAVE_ARGUMENT;
    i32 arg = has_arg ? (i32)((u32)dis->extended | at.oparg) : 0;
    dis->extended = info->base == OP_EXTENDED_ARG ? (i32)((u32)arg << 8) : 0;
    i32 line = line_starting_at(dis, unit);
    if (line >= 0 && unit > 0) text_append_char(dis->out, '\n');
    Instruction instruction = {.unit = unit, .opcode = (Opcode)info->base, .oparg = arg, .target = -1};
    if (info->operand == OPERAND_JUMP)
        instruction.target = unit + 1 + (info->backward ? -(isize)arg : (isize)arg);
    Own text = has_arg ? code_argument_text(dis->code, &instruction) : NULL;
    if (!text && error_occurred()) return 0;
    Text utf8 = text_new(TEXT_IN_ARENA);
    if (text) str_append_utf8(text, &utf8);
    const char *name = dis->adaptive ? info->name : opcode_info[info->base].name;
    append_line(dis, line, dis->labels[unit], unit, name ? name : "<unknown>", has_arg, arg,
                text_cstring(&utf8));
    dis->out->failed |= utf8.failed;
    text_free(&utf8);
    release_maybe(text);
    if (dis->show_caches && info->caches) {
        append_caches(dis, unit, info, dis->adaptive && info->base != at.opcode);
    }
    return 1 + info->caches;
}

static void append_exception_table(Ref code, Text *out) {
    isize offset = 0;
    CodeHandlerEntry entry;
    for (bool first = true; code_each_handler(code, &offset, &entry); first = false) {
        if (first) text_append_cstring(out, "ExceptionTable:\n");
        text_append_format(out, "  %zd to %zd -> %zd [%d]%s\n", (isize)entry.start * 2,
                           (isize)entry.end * 2 - 2, (isize)entry.target * 2, entry.depth,
                           entry.push_lasti ? " lasti" : "");
    }
}

/* --- preparation -------------------------------------------------------------------------------------- */

static void mark_label(Disassembly *dis, isize unit) {
    if (unit >= 0 && unit < dis->count) dis->labels[unit] = 1;
}

/* What is jumped to, and handlers. Specialised jumps are overlooked, as dis.py does. */
static void find_labels(Disassembly *dis) {
    const CodeUnit *units = AS_CODE(dis->code)->units;
    u32 extended = 0;
    for (isize unit = 0; unit < dis->count; unit++) {
        const OpcodeInfo *info = &opcode_info[units[unit].opcode];
        u32 arg = extended | units[unit].oparg;
        extended = info->base == OP_EXTENDED_ARG ? arg << 8 : 0;
        if (info->operand == OPERAND_JUMP && !(dis->adaptive && info->base != units[unit].opcode)) {
            mark_label(dis, unit + 1 + (info->backward ? -(isize)arg : (isize)arg));
        }
        unit += info->caches;
    }
    isize offset = 0;
    CodeHandlerEntry entry;
    while (code_each_handler(dis->code, &offset, &entry)) {
        if (entry.end > entry.start) mark_label(dis, entry.target);
    }
}

static int digits_of(isize number) {
    int digits = 1;
    while (number >= 10) number /= 10, digits++;
    return digits;
}

/* Columns are widened for large numbers; without any line the column of lines is left out. */
static void find_widths(Disassembly *dis) {
    LineTableCursor cursor = linetable_begin(dis->code);
    i32 largest = -1;
    while (linetable_next(&cursor)) {
        if (cursor.position.line > largest) largest = cursor.position.line;
    }
    dis->line_width = largest < 0 ? 0 : largest >= 1000 ? digits_of(largest) : 3;
    isize max_offset = dis->count * 2 - 2;
    dis->offset_width = max_offset >= 10000 ? digits_of(max_offset) : 4;
}

static bool append_code(Ref code, bool adaptive, bool show_caches, Text *out) {
    Disassembly dis = {.code = code,
                       .adaptive = adaptive,
                       .show_caches = show_caches,
                       .out = out,
                       .count = code_unit_count(code),
                       .lines = linetable_begin(code),
                       .last_line = -1};
    dis.labels = arena_alloc((usize)dis.count, BLOCK_RAW);
    if (!dis.labels) return error_memory();
    memset(dis.labels, 0, (usize)dis.count);
    find_labels(&dis);
    find_widths(&dis);
    isize passed = 1;
    for (isize unit = 0; unit < dis.count && passed; unit += passed) passed = append_instruction(&dis, unit);
    arena_free(dis.labels);
    if (!passed) return false;
    append_exception_table(code, out);
    return true;
}

static bool append_nested(Ref code, bool adaptive, bool show_caches, Text *out) {
    if (!append_code(code, adaptive, show_caches, out)) return false;
    Ref consts = AS_CODE(code)->consts;
    for (isize i = 0; i < tuple_length(consts); i++) {
        Ref inner = tuple_get(consts, i);
        if (!is_code(inner)) continue;
        Own title = object_repr(inner);
        if (!title) return false;
        text_append_cstring(out, "\nDisassembly of ");
        str_append_utf8(title, out);
        text_append_cstring(out, ":\n");
        release(title);
        if (!recursion_enter("")) return false;
        bool ok = append_nested(inner, adaptive, show_caches, out);
        recursion_leave();
        if (!ok) return false;
    }
    return true;
}

bool dis_code(Ref code, bool adaptive, bool show_caches, Text *out) {
    if (!append_nested(code, adaptive, show_caches, out)) return false;
    if (out->failed) error_memory();
    return !out->failed;
}
