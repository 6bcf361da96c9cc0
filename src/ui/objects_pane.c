/* objects_pane.c: the objects that the program has made: what the last move touched first, then what the program
 * works with, at the end what the machine made for itself. */
#include "ui/internal.h"

#define MOST_OBJECTS 400
#define FEW_OBJECTS 60 /* so many at most are shown with who refers to them */

static const InspectChange *change_of(const Stop *stop, u64 serial) {
    for (int i = 0; i < stop->change_count; i++)
        if (stop->changes[i].serial == serial) return &stop->changes[i];
    return NULL;
}

static void add_change(const Ui *ui, Rows *rows, const InspectChange *change) {
    if (!change)
        row_add(rows, STYLE_TEXT, "     ", 5);
    else if (change->kind != CHANGE_COUNT)
        row_format(rows, change->kind == CHANGE_BORN ? STYLE_CHANGED : STYLE_DIED, "%s ",
                   session_change_word(ui->session, change->kind));
    else
        row_format(rows, change->after > change->before ? STYLE_CHANGED : STYLE_DIED, "%c%-3ld ",
                   change->after > change->before ? '+' : '-',
                   change->after > change->before ? change->after - change->before
                                                  : change->before - change->after);
}

static void add_referrers(Ui *ui, Rows *rows, u64 serial) {
    InspectReference references[6];
    int total, count = inspect_referrers(ui->look, serial, references, COUNT_OF(references), &total);
    for (int i = 0; i < count; i++) {
        row_add(rows, STYLE_DIM, i ? ", " : "  <- ", i ? 2 : 5);
        const InspectValue *from = &references[i].from;
        bool is_global = references[i].hold == HOLDS_GLOBAL;
        if (!references[i].frame && from->immortal) /* the machine's own: it has no number of the program's */
            row_format(rows, STYLE_DIM, "%s", from->type);
        else if (!references[i].frame && !is_global)
            row_format(rows, STYLE_DIM, "#%lu", from->serial);
        bool glued = references[i].hold == HOLDS_PART || references[i].frame || is_global;
        row_format(rows, STYLE_DIM, "%s%s", glued ? "" : " ", references[i].how);
    }
    if (total > count) row_format(rows, STYLE_DIM, " +%d", total - count);
}

static void build_object(Ui *ui, Rows *rows, const InspectObject *object, const InspectChange *change,
                         bool referrers) {
    row_begin(rows)->serial = object->value.serial;
    add_change(ui, rows, change);
    row_format(rows, STYLE_DIM, "#%-5lu ", object->value.serial);
    row_format(rows, change ? STYLE_CHANGED : STYLE_KEY, "x%-3ld", object->value.refcount);
    if (!text_tells_type(&object->value)) row_format(rows, STYLE_TYPE, "%s ", object->value.type);
    row_add(rows, STYLE_TEXT, object->value.text, (isize)strlen(object->value.text));
    if (referrers) add_referrers(ui, rows, object->value.serial);
}

/* Where machinery begins a line says so: nobody wrote it in the program. */
static void build_heading(Ui *ui, Rows *rows) {
    row_begin(rows);
    row_say(ui, rows, STYLE_DIM,
            "made by the machine for classes and functions:", "클래스와 함수를 위해 기계가 만든 것:");
}

static void build_dead(const Ui *ui, Rows *rows, const Stop *stop) {
    for (int i = 0; i < stop->change_count; i++) {
        const InspectChange *change = &stop->changes[i];
        if (change->kind != CHANGE_DIED || !*change->type) continue;
        row_begin(rows);
        add_change(ui, rows, change);
        row_format(rows, STYLE_DIM, "#%-5lu %4s", change->serial, "");
        row_format(rows, STYLE_DIED, "%s %s", change->type, change->text);
    }
}

/* After one instruction what it touched comes first; after a longer move too much has changed for that. */
static bool comes_first(const Stop *stop, const InspectObject *object) {
    return stop->change_total <= FEW_OBJECTS && object->interest != INTEREST_MACHINERY &&
           change_of(stop, object->value.serial) != NULL;
}

void objects_pane_build(Ui *ui, Rows *rows) {
    static InspectObject objects[MOST_OBJECTS];
    const Stop *stop = session_stop(ui->session);
    int total, count = inspect_objects_by_interest(ui->look, objects, MOST_OBJECTS, &total);
    bool ended = stop->reason == STOP_EXIT; /* everything has died: that says nothing */
    if (!ended) build_dead(ui, rows, stop);
    bool referrers = count <= FEW_OBJECTS;
    for (int first = 1; first >= 0; first--) {
        bool machinery = false;
        for (int i = 0; i < count; i++) {
            if (comes_first(stop, &objects[i]) != first) continue;
            if (!machinery && objects[i].interest == INTEREST_MACHINERY) build_heading(ui, rows);
            machinery = machinery || objects[i].interest == INTEREST_MACHINERY;
            build_object(ui, rows, &objects[i], change_of(stop, objects[i].value.serial), referrers);
        }
    }
    if (total == 0 && rows->row_count == 0) {
        row_begin(rows);
        row_format(
            rows, STYLE_DIM, "%s",
            ended ? ui_text(ui, "all of the program's objects have died", "프로그램의 객체가 모두 죽었습니다")
                  : ui_text(ui, "the program has made no objects yet",
                            "프로그램이 아직 객체를 만들지 않았습니다"));
    }
    if (total > count) row_more(ui, rows, total - count);
}
