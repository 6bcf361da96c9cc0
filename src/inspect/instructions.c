/* instructions.c: the code of a frame, instruction by instruction, and what the next one will do. */
#include "inspect/inspector.h"

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

/* Calls `visit` for each instruction; stops when it answers false. */
static void each_instruction(const Code *code, bool (*visit)(const Instruction *, int index, void *),
                             void *context) {
    int index = 0;
    Instruction instruction;
    for (isize unit = 0; code_instruction((Ref)code, unit, &instruction);
         unit = instruction.next_unit, index++) {
        /* EXTENDED_ARG is an instruction of its own here: it is executed as one */
        if (code->units[unit].opcode == OP_EXTENDED_ARG || code->units[unit].opcode == OP_EXTENDED_ARG_QUICK)
            instruction = (Instruction){.unit = unit,
                                        .opcode = OP_EXTENDED_ARG,
                                        .adaptive = code->units[unit].opcode,
                                        .oparg = code->units[unit].oparg,
                                        .next_unit = unit + 1,
                                        .target = -1};
        if (!visit(&instruction, index, context)) return;
    }
}

typedef struct Lookup {
    int index;    /* wanted, or -1 */
    isize unit;   /* wanted, or -1 */
    isize target; /* is it jumped to? */
    bool is_target;
    int count, found_index;
    Instruction found;
} Lookup;

static bool lookup_visit(const Instruction *instruction, int index, void *context) {
    Lookup *lookup = context;
    if (index == lookup->index ||
        (lookup->unit >= instruction->unit && lookup->unit < instruction->next_unit)) {
        lookup->found = *instruction;
        lookup->found_index = index;
    }
    if (lookup->target >= 0 && instruction->target == lookup->target) lookup->is_target = true;
    lookup->count = index + 1;
    return true;
}

static bool is_handler_target(const Code *code, isize unit) {
    isize offset = 0;
    CodeHandlerEntry entry;
    while (code_each_handler((Ref)code, &offset, &entry))
        if (entry.target == unit) return true;
    return false;
}

static const Code *frame_code(int index) {
    Frame *frame = look_frame(index);
    return frame ? frame->code : NULL;
}

InspectCode inspect_code(Inspector *look, int index) {
    const Code *code = frame_code(index);
    if (!code) return (InspectCode){.name = "", .qualname = "", .file = ""};
    Lookup lookup = {.index = -1, .unit = -1, .target = -1};
    each_instruction(code, lookup_visit, &lookup);
    InspectCode told = {.serial = look_serial((Ref)code),
                        .name = look_str(look, code->name),
                        .qualname = look_str(look, code->qualname),
                        .file = look_str(look, code->filename),
                        .first_line = code->firstlineno,
                        .stack_size = code->stacksize,
                        .flags = (int)code->flags,
                        .instruction_count = lookup.count};
    isize offset = 0;
    CodeHandlerEntry entry;
    while (code_each_handler((Ref)code, &offset, &entry)) told.handler_count++;
    return told;
}

int inspect_instruction_index(Inspector *look, int index, int offset) {
    (void)look;
    const Code *code = frame_code(index);
    Lookup lookup = {.index = -1, .unit = offset / 2, .target = -1, .found_index = -1};
    if (code) each_instruction(code, lookup_visit, &lookup);
    return lookup.found_index;
}

InspectInstruction inspect_instruction(Inspector *look, int frame, int index) {
    const Code *code = frame_code(frame);
    Lookup lookup = {.index = index, .unit = -1, .target = -1, .found_index = -1};
    if (code) each_instruction(code, lookup_visit, &lookup);
    if (lookup.found_index < 0)
        return (InspectInstruction){.name = "", .argument_text = "", .target = -1, .line = -1};
    const Instruction *instruction = &lookup.found;
    lookup = (Lookup){.index = -1, .unit = -1, .target = instruction->unit, .found = *instruction};
    each_instruction(code, lookup_visit, &lookup);
    const OpcodeInfo *info = &opcode_info[instruction->opcode];
    CodePosition position = code_position((Ref)code, instruction->unit);
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
                                .is_target = lookup.is_target || is_handler_target(code, instruction->unit),
                                .pops = opcode_pops(instruction->opcode, instruction->oparg, false),
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
