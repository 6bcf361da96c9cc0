/* gc_query.c: looking at what the collector tracks, for the module gc. Nothing is collected meanwhile: the
 * lists being walked must not move, and the answers are lists, which are born here. */
#include "object/error.h"
#include "object/gc.h"
#include "object/list.h"

static GcList *list_of(int generation) { return (GcList *)&OBJECT_ROOT->gc->generations[generation]; }

bool gc_each(int generation, bool (*visit)(Ref, void *), void *context) {
    if (generation < 0 || generation == GC_GENERATIONS - 1) {
        GcList *list = &OBJECT_ROOT->gc->immortal;
        for (Object *object = gc_list_first(list); object != gc_list_end(list); object = gc_next(object)) {
            if (!visit(object, context)) return false;
        }
    }
    int first = generation < 0 ? 0 : generation, last = generation < 0 ? GC_GENERATIONS - 1 : generation;
    for (int i = first; i <= last; i++) {
        GcList *list = list_of(i);
        for (Object *object = gc_list_first(list); object != gc_list_end(list); object = gc_next(object)) {
            if (!visit(object, context)) return false;
        }
    }
    return true;
}

typedef struct Query {
    Own result; /* list */
    Ref const *objects;
    isize count;
} Query;

/* The answer, where the walk got to its end. */
static Own query_finish(Query *query, bool done) {
    if (!done) slot_clear(&query->result);
    return query->result;
}

static bool visit_object(Ref object, void *context) {
    Query *query = context;
    return object == query->result || list_append_ref(query->result, object);
}

Own gc_objects(int generation) {
    Query query = {.result = list_new(0)};
    if (!query.result) return NULL;
    return query_finish(&query, gc_each(generation, visit_object, &query));
}

/* False, which ends the traversal, where `object` is one of those asked for. */
static bool visit_referent(Ref object, void *context) {
    const Query *query = context;
    for (isize i = 0; i < query->count; i++) {
        if (query->objects[i] == object) return false;
    }
    return true;
}

static bool visit_referrer(Ref object, void *context) {
    Query *query = context;
    if (object == query->result) return true;
    bool refers = !type_of(object)->slots.traverse(object, visit_referent, query);
    return !refers || list_append_ref(query->result, object);
}

Own gc_referrers(Ref const *objects, isize count) {
    Query query = {list_new(0), objects, count};
    if (!query.result) return NULL;
    return query_finish(&query, gc_each(-1, visit_referrer, &query));
}

static bool visit_append(Ref object, void *list) { return list_append_ref(list, object); }

static bool is_collectable(Ref object) {
    return is_container(object) && !(is_type(object) && !type_has(AS_TYPE(object), TYPE_HEAP));
}

Own gc_referents(Ref const *objects, isize count) {
    Own result = list_new(0);
    for (isize i = 0; result && i < count; i++) {
        TraverseFn traverse = type_of(objects[i])->slots.traverse;
        if (!is_collectable(objects[i]) || !traverse) continue;
        if (!traverse(objects[i], visit_append, result)) slot_clear(&result);
    }
    return result;
}

/* What is immortal counts as frozen, too, and is like everything else once it has thawed. */
void gc_freeze(void) {
    gc_list_merge(&OBJECT_ROOT->gc->immortal, &OBJECT_ROOT->gc->permanent);
    OBJECT_ROOT->gc->immortal_count = 0;
    for (int i = 0; i < GC_GENERATIONS; i++) {
        gc_list_merge(list_of(i), &OBJECT_ROOT->gc->permanent);
        OBJECT_ROOT->gc->generations[i].count = 0;
    }
}

void gc_unfreeze(void) { gc_list_merge(&OBJECT_ROOT->gc->permanent, list_of(GC_GENERATIONS - 1)); }

isize gc_freeze_count(void) { return gc_list_length(&OBJECT_ROOT->gc->permanent); }
