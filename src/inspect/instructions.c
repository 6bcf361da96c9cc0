/* instructions.c: the code of a frame, instruction by instruction, and what the next one will do. */
#include "inspect/inspector.h"

#include <stdlib.h>

#include "code/instruction.h"
#include "object/bytes.h"
#include "object/number.h"
#include "object/str.h"
#include "object/tuple.h"
#include "vm/machine.h"

/* --- arguments in words --------------------------------------------------------------------------------- */

static const char *const compare_symbols[] = {"<", "<=", "==", "!=", ">", ">="};

static void append_name(Text *out, Ref names, isize index) {
    if (index >= 0 && index < tuple_length(names)) str_append_utf8(tuple_get(names, index), out);
}

void look_append_argument(Text *out, const Code *code, const Instruction *instruction) {
    int oparg = instruction->oparg;
    switch (opcode_info[instruction->opcode].operand) {
    case OPERAND_CONST:
        if (oparg < tuple_length(code->consts)) value_append(out, tuple_get(code->consts, oparg), VALUE_WIDTH);
        return;
    case OPERAND_NAME:
        if (instruction->opcode != OP_LOAD_GLOBAL) {
            append_name(out, code->names, oparg);
            return;
        }
        if (oparg & 1) text_append_cstring(out, "NULL + ");
        append_name(out, code->names, oparg >> 1);
        return;
    case OPERAND_LOCAL:
    case OPERAND_FREE: append_name(out, code->localsplusnames, oparg); return;
    case OPERAND_JUMP: text_append_format(out, "to %zd", instruction->target * 2); return;
    case OPERAND_COMPARE: text_append_cstring(out, oparg < 6 ? compare_symbols[oparg] : ""); return;
    case OPERAND_BINARY:
        text_append_cstring(out, oparg < BINARY_OPERATOR_COUNT ? binary_operator_symbols[oparg] : "");
        return;
    default: return;
    }
}

/* --- instructions --------------------------------------------------------------------------------------- */

static bool is_prefix(const Code *code, isize unit) {
    u8 opcode = code->units[unit].opcode;
    return opcode == OP_EXTENDED_ARG || opcode == OP_EXTENDED_ARG_QUICK;
}

/* EXTENDED_ARG is an instruction of its own here: it is executed as one. What it prefixes is decoded from the first
 * prefix on. */
static Instruction decode(const Code *code, CodeBegin begin) {
    Instruction instruction;
    if (is_prefix(code, begin.unit))
        return (Instruction){.unit = begin.unit,
                             .opcode = OP_EXTENDED_ARG,
                             .adaptive = code->units[begin.unit].opcode,
                             .oparg = code->units[begin.unit].oparg,
                             .next_unit = begin.unit + 1,
                             .target = -1};
    instruction_decode((Ref)code, begin.first, &instruction);
    return instruction;
}

bool look_instruction(const Code *code, isize unit, Instruction *instruction) {
    if (unit >= 0 && unit < code_unit_count((Ref)code) && is_prefix(code, unit))
        *instruction = decode(code, (CodeBegin){.unit = (i32)unit, .first = (i32)unit});
    else if (!code_instruction((Ref)code, unit, instruction))
        return false;
    return true;
}

static void map_instructions(CodeMap *map, const Code *code) {
    Instruction instruction;
    for (isize unit = 0, first = 0; unit < map->unit_count; unit = instruction.next_unit) {
        CodeBegin begin = {.unit = (i32)unit, .first = (i32)first};
        instruction = decode(code, begin);
        for (isize i = unit; i < instruction.next_unit && i < map->unit_count; i++)
            map->units[i].index = map->instruction_count;
        if (instruction.target >= 0 && instruction.target < map->unit_count)
            map->units[instruction.target].is_target = true;
        map->begins[map->instruction_count++] = begin;
        first = is_prefix(code, unit) ? first : instruction.next_unit;
    }
}

static void map_fill(CodeMap *map, const Code *code) {
    map_instructions(map, code);
    LineTableCursor cursor = linetable_begin((Ref)code);
    while (linetable_next(&cursor))
        for (isize unit = cursor.start; unit < cursor.end && unit < map->unit_count; unit++)
            map->units[unit].position = cursor.position;
    isize offset = 0;
    CodeHandlerEntry entry;
    while (code_each_handler((Ref)code, &offset, &entry))
        if (entry.target < map->unit_count) map->units[entry.target].is_target = true;
}

/* Of the code looked at last: panes ask for every instruction of it, again and again. NULL: out of memory. */
static const CodeMap *code_map(Inspector *look, const Code *code) {
    CodeMap *map = &look->map;
    u64 serial = look_serial((Ref)code);
    isize count = code_unit_count((Ref)code);
    if (map->serial == serial && map->unit_count == count) return map;
    code_map_close(map);
    map->units = calloc((usize)count + 1, sizeof *map->units);
    map->begins = calloc((usize)count + 1, sizeof *map->begins);
    if (!map->units || !map->begins) {
        code_map_close(map);
        return NULL;
    }
    map->serial = serial;
    map->unit_count = count;
    for (isize i = 0; i < count; i++) map->units[i].position = (CodePosition){-1, -1, -1, -1};
    map_fill(map, code);
    return map;
}

void code_map_close(CodeMap *map) {
    free(map->units);
    free(map->begins);
    *map = (CodeMap){0};
}

static const Code *frame_code(int index) {
    Frame *frame = look_frame(index);
    return frame ? frame->code : NULL;
}

static void add_codes(const Code *code, u64 *serials, int capacity, int *count) {
    if (*count < capacity) serials[*count] = look_serial((Ref)code);
    ++*count;
    for (isize i = 0; i < tuple_length(code->consts); i++) {
        Ref constant = tuple_get(code->consts, i);
        if (is_code(constant)) add_codes(AS_CODE(constant), serials, capacity, count);
    }
}

int inspect_codes(Inspector *look, int frame, uint64_t *serials, int capacity) {
    (void)look;
    const Code *code = frame_code(frame);
    int count = 0;
    if (code) add_codes(code, serials, capacity, &count);
    return count;
}

InspectCode inspect_code(Inspector *look, int index) {
    const Code *code = frame_code(index);
    if (!code) return (InspectCode){.name = "", .qualname = "", .file = ""};
    const CodeMap *map = code_map(look, code);
    InspectCode told = {.serial = look_serial((Ref)code),
                        .name = look_str(look, code->name),
                        .qualname = look_str(look, code->qualname),
                        .file = look_str(look, code->filename),
                        .first_line = code->firstlineno,
                        .stack_size = code->stacksize,
                        .flags = (int)code->flags,
                        .instruction_count = map ? map->instruction_count : 0};
    isize offset = 0;
    CodeHandlerEntry entry;
    while (code_each_handler((Ref)code, &offset, &entry)) told.handler_count++;
    return told;
}

bool inspect_place(Inspector *look, uintptr_t unit, InspectPlace *place) {
    const void *block = arena_block_around((const void *)unit);
    if (!block || arena_block_kind(block) == BLOCK_RAW || !is_code((Ref)block)) return false;
    const Code *code = block;
    isize index = (const CodeUnit *)unit - code->units;
    if (index < 0 || index >= code_unit_count((Ref)block)) return false;
    *place = (InspectPlace){.code = look_serial((Ref)block),
                            .begin = (uintptr_t)code->units,
                            .end = (uintptr_t)(code->units + code_unit_count((Ref)block)),
                            .file = look_str(look, code->filename),
                            .qualname = look_str(look, code->qualname),
                            .line = look_line(look, code, index)};
    return true;
}

int inspect_instruction_index(Inspector *look, int index, int offset) {
    const Code *code = frame_code(index);
    const CodeMap *map = code ? code_map(look, code) : NULL;
    return map && offset >= 0 && offset / 2 < map->unit_count ? map->units[offset / 2].index : -1;
}

static bool is_plain_jump(int opcode) {
    return opcode == OP_JUMP_FORWARD || opcode == OP_JUMP_BACKWARD || opcode == OP_JUMP_BACKWARD_NO_INTERRUPT;
}

static bool is_raise(int opcode) { return opcode == OP_RAISE_VARARGS || opcode == OP_RERAISE; }

static bool gives_news(const Instruction *instruction) {
    switch (instruction->opcode) {
    case OP_PUSH_NULL:
    case OP_LOAD_CONST:
    case OP_LOAD_NAME:
    case OP_LOAD_GLOBAL:
    case OP_LOAD_FAST:
    case OP_LOAD_DEREF:
    case OP_LOAD_METHOD: /* its object is still the top */
    case OP_COPY:
    case OP_SWAP:
    case OP_BUILD_TUPLE:
    case OP_BUILD_LIST:
    case OP_PUSH_EXC_INFO: return false;
    default: return opcode_pushes(instruction->opcode, instruction->oparg, false) > 0;
    }
}

InspectInstruction inspect_instruction(Inspector *look, int frame, int index) {
    const Code *code = frame_code(frame);
    const CodeMap *map = code ? code_map(look, code) : NULL;
    if (!map || index < 0 || index >= map->instruction_count)
        return (InspectInstruction){.name = "", .argument_text = "", .target = -1, .line = -1};
    Instruction decoded = decode(code, map->begins[index]), *instruction = &decoded;
    const OpcodeInfo *info = &opcode_info[instruction->opcode];
    CodePosition position = map->units[instruction->unit].position;
    text_clear(&look->work);
    look_append_argument(&look->work, code, instruction);
    return (InspectInstruction){.offset = (int)instruction->unit * 2,
                                .line = position.line,
                                .column = position.column,
                                .end_line = position.end_line,
                                .end_column = position.end_column,
                                .name = info->name,
                                .specialized = instruction->adaptive != instruction->opcode
                                                   ? opcode_info[instruction->adaptive].name
                                                   : NULL,
                                .has_argument = instruction->opcode >= OPCODE_HAVE_ARGUMENT,
                                .argument = instruction->oparg,
                                .argument_text = look_keep_text(look, &look->work),
                                .target = instruction->target >= 0 ? (int)instruction->target * 2 : -1,
                                .is_target = map->units[instruction->unit].is_target,
                                .pops = opcode_pops(instruction->opcode, instruction->oparg, false),
                                .chooses = instruction->target >= 0 && !is_plain_jump(instruction->opcode),
                                .raises = is_raise(instruction->opcode),
                                .gives = gives_news(instruction),
                                .picture = info->picture,
                                .sentence = info->sentence};
}

int inspect_units(Inspector *look, InspectUnit *out, int capacity) {
    Frame *frame = look_frame(0);
    if (!frame) return 0;
    const Code *code = frame->code;
    int count = (int)code_unit_count((Ref)code);
    Instruction instruction;
    for (int unit = 0; unit < count && unit < capacity; unit++)
        out[unit] = (InspectUnit){.line = look_line(look, code, unit), .name = ""};
    for (isize unit = 0; unit < capacity && code_instruction((Ref)code, unit, &instruction);
         unit = instruction.next_unit) {
        InspectUnit *told = &out[instruction.unit];
        for (isize prefix = unit; prefix < instruction.unit; prefix++) out[prefix].opcode = OP_EXTENDED_ARG;
        told->opcode = (u8)instruction.opcode;
        told->argument = instruction.oparg;
        if (instruction.target >= 0 && instruction.target < capacity) out[instruction.target].is_target = true;
        Text name = text_new(TEXT_ON_HOST);
        OperandKind kind = opcode_info[instruction.opcode].operand;
        if (kind == OPERAND_NAME)
            append_name(&name, code->names,
                        instruction.opcode == OP_LOAD_GLOBAL ? instruction.oparg >> 1 : instruction.oparg);
        else if (kind == OPERAND_LOCAL || kind == OPERAND_FREE)
            append_name(&name, code->localsplusnames, instruction.oparg);
        if (name.length) told->name = look_keep_text(look, &name);
        text_free(&name);
    }
    isize offset = 0;
    CodeHandlerEntry entry;
    while (code_each_handler((Ref)code, &offset, &entry))
        if (entry.target < capacity) out[entry.target].is_target = true;
    return count;
}

InspectHandler inspect_handler(Inspector *look, int frame, int index) {
    (void)look;
    const Code *code = frame_code(frame);
    isize offset = 0;
    CodeHandlerEntry entry;
    while (code && code_each_handler((Ref)code, &offset, &entry))
        if (index-- == 0)
            return (InspectHandler){.start = entry.start * 2,
                                    .end = entry.end * 2,
                                    .target = entry.target * 2,
                                    .depth = entry.depth,
                                    .lasti = entry.push_lasti};
    return (InspectHandler){0};
}

const char *inspect_caught(Inspector *look) {
    Frame *frame = look_frame(0);
    if (!frame || look_stack_depth(frame) == 0) return NULL;
    isize offset = 0, unit = look_running_unit(frame, true);
    bool here = false;
    CodeHandlerEntry entry;
    while (!here && code_each_handler((Ref)frame->code, &offset, &entry)) here = entry.target == unit;
    if (!here) return NULL;
    text_clear(&look->work);
    value_append(&look->work, frame->stack_pointer[-1], VALUE_WIDTH);
    return look_keep_text(look, &look->work);
}

/* --- the trace ------------------------------------------------------------------------------------------ */

static void append_json(Text *out, const char *string, isize length) {
    text_append_char(out, '"');
    for (isize i = 0; i < length; i++) {
        u8 c = (u8)string[i];
        switch (c) {
        case '"': text_append_cstring(out, "\\\""); break;
        case '\\': text_append_cstring(out, "\\\\"); break;
        case '\n': text_append_cstring(out, "\\n"); break;
        case '\r': text_append_cstring(out, "\\r"); break;
        case '\t': text_append_cstring(out, "\\t"); break;
        case '\b': text_append_cstring(out, "\\b"); break;
        case '\f': text_append_cstring(out, "\\f"); break;
        default:
            if (c < ' ')
                text_append_format(out, "\\u%04x", c);
            else
                text_append_char(out, (char)c);
        }
    }
    text_append_char(out, '"');
}

static void append_json_str(Inspector *look, Text *out, Ref string) {
    text_clear(&look->work);
    str_append_utf8(string, &look->work);
    append_json(out, text_cstring(&look->work), look->work.length);
}

static void append_trace_stack(Inspector *look, Text *out, const Frame *frame) {
    text_append_cstring(out, ",\"stack\":[");
    for (isize i = 0; i < look_stack_depth(frame); i++) {
        if (i) text_append_char(out, ',');
        text_clear(&look->work);
        value_append_trace(&look->work, frame_stack_base(frame)[i]);
        append_json(out, text_cstring(&look->work), look->work.length);
    }
    text_append_cstring(out, "]}");
}

/* The whole argument: EXTENDED_ARG is a line of its own, and the instruction after it shows what they make. */
static int trace_argument(const Code *code, isize unit) {
    Instruction instruction;
    bool extended =
        code->units[unit].opcode == OP_EXTENDED_ARG || code->units[unit].opcode == OP_EXTENDED_ARG_QUICK;
    if (extended || !code_instruction((Ref)code, unit, &instruction)) return code->units[unit].oparg;
    return instruction.oparg;
}

const char *inspect_trace_line(Inspector *look) {
    Frame *frame = look_frame(0);
    if (!frame) return "";
    InspectPosition position = inspect_position(look);
    isize unit = position.offset / 2;
    Opcode opcode = opcode_info[frame->code->units[unit].opcode].base;
    Text line = text_new(TEXT_ON_HOST);
    text_append_format(&line,
                       "{\"n\":%lu,\"thread\":%d,\"frame\":%lu,\"depth\":%d,\"code\":", position.step + 1,
                       position.thread, position.frame, position.depth);
    append_json_str(look, &line, frame->code->qualname);
    text_append_cstring(&line, ",\"file\":");
    append_json_str(look, &line, frame->code->filename);
    if (position.line >= 0)
        text_append_format(&line, ",\"line\":%d", position.line);
    else
        text_append_cstring(&line, ",\"line\":null");
    text_append_format(&line, ",\"offset\":%d,\"op\":\"%s\",\"arg\":", position.offset,
                       opcode_info[opcode].name);
    if (opcode >= OPCODE_HAVE_ARGUMENT)
        text_append_format(&line, "%d", trace_argument(frame->code, unit));
    else
        text_append_cstring(&line, "null");
    append_trace_stack(look, &line, frame);
    const char *kept = look_keep_text(look, &line);
    text_free(&line);
    return kept;
}
