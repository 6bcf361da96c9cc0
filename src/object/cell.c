/* cell.c: a variable that several functions share: one slot. */
#include "object/call.h"
#include "object/callables.h"
#include "object/error.h"
#include "object/gc.h"
#include "object/str.h"
#include "object/type_checks.h"

Own cell_new(Ref value) {
    Own self = object_new(TYPE(CELL), 0);
    if (!self) return NULL;
    AS_CELL(self)->value = own_maybe(value);
    gc_track(self);
    return self;
}

static Own cell_type_new(UNUSED Type *type, Ref const *args, isize nargs, Ref kwnames) {
    if (!arguments_no_keywords("cell", kwnames) || !arguments_count("cell", nargs, 0, 1)) return NULL;
    return cell_new(nargs ? args[0] : NULL);
}

static void cell_dealloc(Own self) {
    gc_untrack(self);
    release_maybe(AS_CELL(self)->value);
    object_free(self);
}

static bool cell_traverse(Ref self, VisitFn visit, void *context) {
    return !AS_CELL(self)->value || visit(AS_CELL(self)->value, context);
}

static void cell_clear(Ref self) { slot_clear(&AS_CELL(self)->value); }

static Own cell_repr(Ref self) {
    Ref value = AS_CELL(self)->value;
    if (!value) return str_format("<cell at 0x%lx: empty>", object_id(self));
    return str_format("<cell at 0x%lx: %.80s object at 0x%lx>", object_id(self), type_of(value)->name,
                      object_id(value));
}

/* By what they hold; an empty one is less than any other. */
static Own cell_compare(Ref left, Ref right, CompareOp op) {
    if (!is_cell(left) || !is_cell(right)) return own_not_implemented();
    Ref a = AS_CELL(left)->value, b = AS_CELL(right)->value;
    if (a && b) return object_compare(a, b, op);
    int order = (a != NULL) - (b != NULL);
    switch (op) {
    case COMPARE_LT: return own_bool(order < 0);
    case COMPARE_LE: return own_bool(order <= 0);
    case COMPARE_EQ: return own_bool(order == 0);
    case COMPARE_NE: return own_bool(order != 0);
    case COMPARE_GT: return own_bool(order > 0);
    case COMPARE_GE: return own_bool(order >= 0);
    }
    return NULL;
}

static Own get_contents(Ref self, UNUSED void *closure) {
    Ref value = AS_CELL(self)->value;
    return value ? own(value) : error_set(EXC(ValueError), "Cell is empty");
}

static bool set_contents(Ref self, Ref value, UNUSED void *closure) {
    slot_set(&AS_CELL(self)->value, own_maybe(value));
    return true;
}

static const GetSetDef cell_getset[] = {{"cell_contents", .get = get_contents, .set = set_contents},
                                        {.name = NULL}};

const TypeSpec cell_spec = {
    .name = "cell",
    .basicsize = sizeof(Cell),
    .flags = TYPE_GC,
    .slots = {.new = cell_type_new,
              .dealloc = cell_dealloc,
              .traverse = cell_traverse,
              .clear = cell_clear,
              .repr = cell_repr,
              .richcompare = cell_compare,
              .getattro = object_generic_get_attribute},
    .getset = cell_getset,
    .doc = "cell([contents])\n--\n\nCreate a new cell object.\n\n"
           "  contents\n    the contents of the cell. If not specified, the cell will be empty,\n"
           "    and \n further attempts to access its cell_contents attribute will\n    raise a ValueError."};
