/* sqlite_row.c: the type Row: a row whose values are found by number and by the column's name. */
#include "modules/sqlite.h"
#include "object/int.h"
#include "object/list.h"
#include "object/number.h"
#include "object/range.h"
#include "object/tuple.h"

typedef struct SqliteRow {
    Object ob_base;
    Object *values;      /* tuple; owned */
    Object *description; /* the cursor's: tuple of tuples that begin with a name, or None; owned */
} SqliteRow;
#define AS_ROW(ref) ((SqliteRow *)(ref))

static Own row_new(Type *type, Ref const *args, isize nargs, Ref kwnames) {
    if ((type->slots.init == MODULE_TYPE(SQLITE_ROW)->slots.init && !arguments_no_keywords("Row", kwnames)) ||
        !arguments_count("Row", nargs, 2, 2) ||
        !argument_instance(args[0], MODULE_TYPE(SQLITE_CURSOR), "Row", 1) ||
        !argument_instance(args[1], TYPE(TUPLE), "Row", 2))
        return NULL;
    Own self = object_new(type, 0);
    if (!self) return NULL;
    Ref description = AS_CURSOR(args[0])->description;
    AS_ROW(self)->values = own(args[1]);
    AS_ROW(self)->description = own(description ? description : None);
    gc_track(self);
    return self;
}

static void row_clear(Ref self) {
    slot_clear(&AS_ROW(self)->values);
    slot_clear(&AS_ROW(self)->description);
}
static void row_dealloc(Own self) {
    gc_untrack(self);
    row_clear(self);
    object_free(self);
}
static bool row_traverse(Ref self, VisitFn visit, void *context) {
    return (!AS_ROW(self)->values || visit(AS_ROW(self)->values, context)) &&
           (!AS_ROW(self)->description || visit(AS_ROW(self)->description, context));
}

/* --- names ----------------------------------------------------------------------------------------------- */

static isize column_count(Ref self) {
    Ref description = AS_ROW(self)->description;
    return description == None ? 0 : tuple_length(description);
}
static Ref column_name(Ref self, isize column) {
    return tuple_get(tuple_get(AS_ROW(self)->description, column), 0);
}

static u32 in_lower_case(u32 c) { return c >= 'A' && c <= 'Z' ? c + 'a' - 'A' : c; }

/* Case is ignored where it is ASCII's. */
static bool same_name(Ref a, Ref b) {
    if (str_length(a) != str_length(b)) return false;
    for (isize i = 0; i < str_length(a); i++) {
        u32 c = str_char(a, i), d = str_char(b, i);
        if (c != d && in_lower_case(c) != in_lower_case(d)) return false;
    }
    return true;
}

static Own value_named(Ref self, Ref name) {
    for (isize i = 0; i < column_count(self); i++)
        if (same_name(name, column_name(self, i))) return own(tuple_get(AS_ROW(self)->values, i));
    return error_set(EXC(IndexError), "No item with that key");
}

static Own method_keys(Ref self) {
    Own names = list_new(0);
    for (isize i = 0; names && i < column_count(self); i++)
        if (!list_append_ref(names, column_name(self, i))) slot_clear(&names);
    return names;
}

/* --- items ----------------------------------------------------------------------------------------------- */

static Own row_subscript(Ref self, Ref key) {
    Ref values = AS_ROW(self)->values;
    if (is_int(key)) {
        isize index = int_index_as_isize(key, EXC(IndexError));
        if (index == -1 && error_occurred()) return NULL;
        if (index < 0) index += tuple_length(values);
        if (index < 0 || index >= tuple_length(values))
            return error_set(EXC(IndexError), "tuple index out of range");
        return own(tuple_get(values, index));
    }
    if (is_str(key)) return value_named(self, key);
    if (is_slice(key)) return object_get_item(values, key);
    return error_set(EXC(IndexError), "Index must be int or string");
}

static isize row_length(Ref self) { return tuple_length(AS_ROW(self)->values); }
static Own row_item(Ref self, isize index) {
    if (index < 0 || index >= row_length(self)) return error_set(EXC(IndexError), "tuple index out of range");
    return own(tuple_get(AS_ROW(self)->values, index));
}
static Own row_iter(Ref self) { return object_iter(AS_ROW(self)->values); }

static isize row_hash(Ref self) {
    isize of_names = object_hash(AS_ROW(self)->description);
    isize of_values = of_names == -1 ? -1 : object_hash(AS_ROW(self)->values);
    return of_names == -1 || of_values == -1 ? -1 : of_names ^ of_values;
}

static Own row_richcompare(Ref left, Ref right, CompareOp op) {
    if ((op != COMPARE_EQ && op != COMPARE_NE) || !is_a(right, MODULE_TYPE(SQLITE_ROW)))
        return own(NotImplemented);
    int equal = object_compare_bool(AS_ROW(left)->description, AS_ROW(right)->description, COMPARE_EQ);
    if (equal < 0) return NULL;
    if (equal) return object_compare(AS_ROW(left)->values, AS_ROW(right)->values, op);
    return own_bool(op == COMPARE_NE);
}

static const MethodDef methods[] = {
    {"keys", METHOD_NONE, .none = method_keys, .doc = "keys($self, /)\n--\n\nReturns the keys of the row."},
    {.name = NULL}};

const TypeSpec sqlite_row_spec = {.name = "sqlite3.Row",
                                  .module = "sqlite3",
                                  .basicsize = sizeof(SqliteRow),
                                  .ghost_size = 32,
                                  .flags = TYPE_HEAP_SPEC | TYPE_GC | TYPE_BASETYPE,
                                  .slots = {.new = row_new,
                                            .dealloc = row_dealloc,
                                            .traverse = row_traverse,
                                            .clear = row_clear,
                                            .hash = row_hash,
                                            .richcompare = row_richcompare,
                                            .iter = row_iter,
                                            .length = row_length,
                                            .item = row_item,
                                            .subscript = row_subscript},
                                  .methods = methods};
