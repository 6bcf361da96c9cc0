/* ast_dump.c: a tree as text, as ast.dump prints it.
 *
 * The walk knows no kind of node: it goes by the lists of fields in ast_fields.h. With an indent, a node is
 * spread over lines unless it has at most three parts and all are simple. */
#include "object/error.h"
#include "object/str.h"
#include "syntax/ast_fields.h"

typedef struct Dump {
    Text out;
    bool attributes;
    int indent; /* -1: one line */
    bool notes;
    Location note; /* of the first node on this line, to stand at its end; lineno 0: none */
    bool failed;
} Dump;

/* --- what is shown of a node ----------------------------------------------------------------------------- */

static AstList list_of(const void *node, const AstField *field) {
    return *(const AstList *)ast_field_address(node, field);
}

/* The node or object that a field points to. */
static const void *pointed_to(const void *node, const AstField *field) {
    return *(void *const *)ast_field_address(node, field);
}

static bool is_number(const AstField *field) {
    return field->type == AST_INT || ast_types[field->type].shape == AST_NAMES;
}

/* A field that is None is left out. */
static bool is_shown(const void *node, const AstField *field) {
    return field->quantity == AST_MANY || is_number(field) || pointed_to(node, field) != NULL;
}

static int shown_count(const Dump *dump, AstType type, const void *node) {
    int count = dump->attributes && ast_types[type].place >= 0 ? 4 : 0;
    for (const AstField *field = ast_kind(type, ast_node_kind(type, node)).fields; field->name; field++)
        count += is_shown(node, field);
    return count;
}

/* Shown without line ends: names, numbers, constants, empty lists, nodes of which nothing is shown. */
static bool is_simple(const Dump *dump, const void *node, const AstField *field) {
    if (field->quantity == AST_MANY) return list_of(node, field).count == 0;
    if (is_number(field) || ast_types[field->type].shape == AST_VALUE) return true;
    return shown_count(dump, field->type, pointed_to(node, field)) == 0;
}

static bool fits_line(const Dump *dump, AstType type, const void *node) {
    if (dump->indent < 0) return true;
    if (shown_count(dump, type, node) > 3) return false;
    for (const AstField *field = ast_kind(type, ast_node_kind(type, node)).fields; field->name; field++) {
        if (is_shown(node, field) && !is_simple(dump, node, field)) return false;
    }
    return true;
}

/* --- printing --------------------------------------------------------------------------------------------- */

static void dump_node(Dump *dump, AstType type, const void *node, int level);

/* "line:column-line:column" at the end of the line. */
static void flush_note(Dump *dump) {
    Location at = dump->note;
    if (at.lineno > 0)
        text_append_format(&dump->out, "  # %d:%d-%d:%d", at.lineno, at.col_offset, at.end_lineno,
                           at.end_col_offset);
    dump->note.lineno = 0;
}

/* A line end and the indent, or nothing. */
static void new_line(Dump *dump, int level) {
    if (dump->indent < 0) return;
    flush_note(dump);
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

/* One thing of a type: `place` is where the pointer or number to it lies. */
static void dump_item(Dump *dump, AstType type, const void *place, int level) {
    const void *node = NULL;
    if (type == AST_INT) {
        text_append_format(&dump->out, "%d", *(const int *)place);
    } else if (ast_types[type].shape == AST_NAMES) {
        text_append_format(&dump->out, "%s()", ast_kind(type, *(const int *)place).name);
    } else if ((node = *(void *const *)place) == NULL) {
        text_append_cstring(&dump->out, "None");
    } else if (ast_types[type].shape == AST_VALUE) {
        dump_object(dump, node);
    } else {
        dump_node(dump, type, node, level);
    }
}

static void dump_list(Dump *dump, AstType type, AstList list, int level) {
    usize step = ast_types[type].shape == AST_NAMES ? sizeof(int) : sizeof(void *);
    text_append_char(&dump->out, '[');
    for (isize i = 0; i < list.count; i++) {
        if (i) {
            separate(dump, level + 1);
        } else {
            new_line(dump, level + 1);
        }
        dump_item(dump, type, (const char *)list.items + (usize)i * step, level + 1);
    }
    text_append_char(&dump->out, ']');
}

static void begin_part(Dump *dump, const char *name, bool flat, bool first, int level) {
    if (flat) {
        if (!first) text_append_cstring(&dump->out, ", ");
    } else if (first) {
        new_line(dump, level + 1);
    } else {
        separate(dump, level + 1);
    }
    text_append_format(&dump->out, "%s=", name);
}

static void dump_place(Dump *dump, Location at, bool flat, bool first, int level) {
    static const char *const names[] = {"lineno", "col_offset", "end_lineno", "end_col_offset"};
    const i32 values[] = {at.lineno, at.col_offset, at.end_lineno, at.end_col_offset};
    for (int i = 0; i < COUNT_OF(names); i++) {
        begin_part(dump, names[i], flat, first && i == 0, level);
        text_append_format(&dump->out, "%d", values[i]);
    }
}

static void dump_fields(Dump *dump, AstType type, const void *node, int level) {
    AstKind kind = ast_kind(type, ast_node_kind(type, node));
    bool flat = fits_line(dump, type, node), first = true;
    isize place = ast_types[type].place;
    Location at = {0};
    if (place >= 0) at = *(const Location *)(const void *)((const char *)node + place);
    if (dump->notes && place >= 0 && dump->note.lineno == 0) dump->note = at;
    text_append_format(&dump->out, "%s(", kind.name);
    for (const AstField *field = kind.fields; field->name; field++) {
        if (!is_shown(node, field)) continue;
        begin_part(dump, field->name, flat, first, level);
        first = false;
        if (field->quantity == AST_MANY) {
            dump_list(dump, field->type, list_of(node, field), level + 1);
        } else {
            dump_item(dump, field->type, ast_field_address(node, field), level + 1);
        }
    }
    if (dump->attributes && place >= 0) dump_place(dump, at, flat, first, level);
    text_append_char(&dump->out, ')');
}

static void dump_node(Dump *dump, AstType type, const void *node, int level) {
    if (dump->failed) return;
    if (!recursion_enter(" during ast construction")) {
        dump->failed = true;
        return;
    }
    dump_fields(dump, type, node, level);
    recursion_leave();
}

Own tree_dump(const Tree *tree, TreePlaces places, int indent) {
    Dump dump = {.out = text_new(TEXT_IN_ARENA),
                 .attributes = places == PLACES_AS_ATTRIBUTES,
                 .notes = places == PLACES_NOTED,
                 .indent = indent};
    dump_node(&dump, AST_MOD, tree->root, 0);
    flush_note(&dump);
    Own text = NULL;
    if (dump.out.failed) {
        if (!dump.failed) error_memory();
    } else if (!dump.failed) {
        text = str_from_utf8(text_cstring(&dump.out), dump.out.length);
    }
    text_free(&dump.out);
    return text;
}
