/* str_join.c: many strs into one: the size is found first, then everything is copied once. */
#include "object/charge.h"
#include "object/str_methods.h"
#include "object/tuple.h"

Own str_join_array(Ref separator, Ref const *items, isize count) {
    if (count == 0) return str_new(0, 0);
    if (count == 1 && is_exact_str(items[0])) return own(items[0]);
    bool separated = separator && str_length(separator) > 0 && count > 1;
    u32 max_char = separated ? str_max_char(separator) : 0;
    isize total = 0, gap = separated ? str_length(separator) : 0;
    for (isize i = 0; i < count; i++) {
        if (UNLIKELY(!is_str(items[i])))
            return error_set(EXC(TypeError), "sequence item %zd: expected str instance, %.80T found", i,
                             items[i]);
        u32 most = str_max_char(items[i]);
        if (most > max_char) max_char = most;
        if (__builtin_add_overflow(total, str_length(items[i]) + (i ? gap : 0), &total)) {
            return error_set(EXC(OverflowError), "join() result is too long for a Python string");
        }
    }
    if (total == 0) return str_new(0, 0);
    Own made = str_new(total, max_char);
    if (!made) return NULL;
    isize at = 0;
    for (isize i = 0; i < count; i++) {
        if (i && separated) {
            str_copy(made, at, separator, 0, gap);
            at += gap;
        }
        str_copy(made, at, items[i], 0, str_length(items[i]));
        at += str_length(items[i]);
    }
    charge(count, CHARGE_NEXT);
    charge(total, CHARGE_CHARACTER);
    return made;
}

Own str_join(Ref separator, Ref iterable) {
    Own fast = sequence_fast(iterable, "can only join an iterable");
    if (!fast) return NULL;
    Object **items = sequence_fast_items(fast);
    Own joined = str_join_array(separator, (Ref const *)items, sequence_fast_length(fast));
    release(fast);
    return joined;
}

Own str_method_join(Ref self, Ref iterable) { return str_join(self, iterable); }
