/* lsprof_counts.c: the table of functions that were called, and the statistics made of it. */
#include "modules/lsprof.h"

#include "object/error.h"
#include "object/float.h"
#include "object/int.h"
#include "object/list.h"

static int bucket_of(const void *key) { return (int)((uintptr_t)key / 16 % CALL_BUCKETS); }

CallCount *call_table_find(const CallTable *table, const void *key) {
    CallCount *count = table->buckets[bucket_of(key)];
    while (count && count->key != key) count = count->next;
    return count;
}

static CallCount *count_new(const void *key, CallCount *next, Object *function) {
    CallCount *count = arena_alloc(sizeof *count, BLOCK_RAW);
    if (count) *count = (CallCount){.key = key, .next = next, .function = function};
    return count;
}

CallCount *call_table_add(CallTable *table, const void *key, Own function) {
    CallCount **bucket = &table->buckets[bucket_of(key)];
    CallCount *count = function ? count_new(key, *bucket, function) : NULL;
    if (!count) {
        release_maybe(function);
        return NULL;
    }
    return *bucket = count;
}

void call_table_clear(CallTable *table) {
    for (int i = 0; i < CALL_BUCKETS; i++) {
        for (CallCount *count; (count = table->buckets[i]) != NULL;) {
            table->buckets[i] = count->next;
            for (CallCount *callee; (callee = count->callees) != NULL;) {
                count->callees = callee->next;
                arena_free(callee);
            }
            Own function = count->function;
            arena_free(count);
            release(function);
        }
    }
}

CallCount *call_count_callee(CallCount *count, const CallCount *callee, bool make) {
    CallCount *found = count->callees;
    while (found && found->key != callee->key) found = found->next;
    if (!found && make && (found = count_new(callee->key, count->callees, callee->function)))
        count->callees = found;
    return found;
}

/* --- statistics ----------------------------------------------------------------------------------------- */

/* callees NULL: of such a count. */
static Own entry_of(const CallCount *count, double factor, bool is_callee, Own callees) {
    Object *values[] = {own(count->function),
                        int_from_i64(count->calls),
                        int_from_i64(count->recursive_calls),
                        float_from_double(factor * (double)count->total),
                        float_from_double(factor * (double)count->own_time),
                        callees};
    return struct_sequence_make(is_callee ? MODULE_TYPE_PROFILER_SUBENTRY : MODULE_TYPE_PROFILER_ENTRY, values);
}

static Own callees_of(const CallCount *count, double factor) {
    Own list = count->callees ? list_new(0) : own_none();
    for (const CallCount *callee = count->callees; list && callee; callee = callee->next) {
        if (!callee->calls) continue;
        Own entry = entry_of(callee, factor, true, NULL);
        if (!entry || !list_append(list, entry)) slot_clear(&list);
    }
    return list;
}

Own call_table_statistics(const CallTable *table, double factor) {
    Own list = list_new(0);
    for (int i = 0; i < CALL_BUCKETS; i++) {
        for (const CallCount *count = table->buckets[i]; list && count; count = count->next) {
            if (!count->calls) continue; /* it has not returned yet */
            Own callees = callees_of(count, factor);
            Own entry = callees ? entry_of(count, factor, false, callees) : NULL;
            if (!entry || !list_append(list, entry)) slot_clear(&list);
        }
    }
    return list;
}
