/* byte_replace.c: replace, join, translate and maketrans of bytes and bytearrays. */
#include "object/byte_methods.h"
#include "object/call.h"
#include "object/tuple.h"

/* --- replace ------------------------------------------------------------------------------------------ */

/* Nothing is found before every byte and at the end. */
static void interleave(ByteBuilder *out, Chars all, Chars new, isize maximum) {
    isize at = 0;
    for (; at < all.length && at < maximum && !out->failed; at++) {
        byte_builder_append(out, new.data, new.length);
        byte_builder_byte(out, span_byte(all, at));
    }
    if (at < maximum) byte_builder_append(out, new.data, new.length);
    byte_builder_append(out, (const u8 *)all.data + at, all.length - at);
}

static Own replace(Ref self, Chars old, Chars new, isize maximum) {
    Chars all = bytes_span(self);
    ByteBuilder out;
    byte_builder_init(&out);
    if (maximum < 0) maximum = ISIZE_MAX;
    if (old.length == 0 && new.length > 0 && maximum > 0) {
        interleave(&out, all, new, maximum);
        return bytes_like_finish(self, &out);
    }
    isize start = 0, found = maximum && old.length ? chars_find(all, old) : -1;
    if (found < 0) return bytes_like_slice(self, 0, all.length);
    while (found >= 0 && maximum-- > 0 && !out.failed) {
        byte_builder_append(&out, (const u8 *)all.data + start, found);
        byte_builder_append(&out, new.data, new.length);
        start += found + old.length;
        found = chars_find(chars_slice(all, start, all.length), old);
    }
    byte_builder_append(&out, (const u8 *)all.data + start, all.length - start);
    return bytes_like_finish(self, &out);
}

Own bytes_method_replace(Ref self, Ref const *args, isize nargs) {
    if (!arguments_count("replace", nargs, 2, 3)) return NULL;
    Buffer old, new;
    if (!buffer_get(args[0], &old, false)) return NULL;
    Own replaced = NULL;
    if (buffer_get(args[1], &new, false)) {
        isize maximum = nargs > 2 ? int_as_isize(args[2]) : -1;
        if (maximum != -1 || !error_occurred()) {
            replaced = replace(self, buffer_span(&old), buffer_span(&new), maximum);
        }
        buffer_release(&new);
    }
    buffer_release(&old);
    return replaced;
}

/* --- join --------------------------------------------------------------------------------------------- */

Own bytes_method_join(Ref self, Ref iterable) {
    Own fast = sequence_fast(iterable, "can only join an iterable");
    if (!fast) return NULL;
    isize count = sequence_fast_length(fast);
    ByteBuilder out;
    byte_builder_init(&out);
    Own joined = NULL;
    if (count == 1 && is_bytes(self) && is_exact_bytes(sequence_fast_items(fast)[0])) {
        joined = own(sequence_fast_items(fast)[0]);
        goto done;
    }
    for (isize i = 0; i < sequence_fast_length(fast); i++) {
        Ref item = sequence_fast_items(fast)[i];
        Buffer buffer;
        if (!type_of(item)->slots.buffer_get || !buffer_get(item, &buffer, false)) {
            error_clear();
            error_set(EXC(TypeError), "sequence item %zd: expected a bytes-like object, %.80T found", i, item);
            byte_builder_discard(&out);
            goto done;
        }
        if (i) byte_builder_append(&out, bytes_span(self).data, size_of(self));
        byte_builder_append(&out, buffer.data, buffer.length);
        buffer_release(&buffer);
    }
    joined = bytes_like_finish(self, &out);
done:
    release(fast);
    return joined;
}

/* --- translate ---------------------------------------------------------------------------------------- */

/* `table` is of 256 bytes, or NULL: none; what is in `deleted` goes. */
static Own translate(Ref self, const u8 *table, Chars deleted) {
    bool goes[256] = {false};
    for (isize i = 0; i < deleted.length; i++) goes[span_byte(deleted, i)] = true;
    Chars all = bytes_span(self);
    ByteBuilder out;
    byte_builder_init(&out);
    bool changed = false;
    for (isize i = 0; i < all.length; i++) {
        u8 from = span_byte(all, i), to = table ? table[from] : from;
        changed |= goes[from] || from != to;
        if (!goes[from]) byte_builder_byte(&out, to);
    }
    if (changed || !is_exact_bytes(self)) return bytes_like_finish(self, &out);
    byte_builder_discard(&out);
    return own(self);
}

static bool get_table(Ref argument, Buffer *table) {
    *table = (Buffer){0};
    if (argument == None) return true;
    if (!buffer_get(argument, table, false)) return false;
    if (table->length == 256) return true;
    buffer_release(table);
    return error_set(EXC(ValueError), "translation table must be 256 characters long") != NULL;
}

Own bytes_method_translate(Ref self, Ref const *args, isize nargs, Ref kwnames) {
    static const Parameters parameters = {"translate", {"table", "/", "delete"}, .required = 1};
    Ref bound[2];
    Buffer table, deleted = {0};
    if (!arguments_bind(&parameters, args, nargs, kwnames, bound) || !get_table(bound[0], &table)) return NULL;
    Own translated = NULL;
    if (!bound[1] || buffer_get(bound[1], &deleted, false)) {
        translated = translate(self, (const u8 *)table.data, buffer_span(&deleted));
        buffer_release(&deleted);
    }
    buffer_release(&table);
    return translated;
}

Own bytes_method_maketrans(Ref self, Ref const *args, isize nargs) {
    (void)self;
    Buffer from, to;
    if (!arguments_count("maketrans", nargs, 2, 2) || !buffer_get(args[0], &from, false)) return NULL;
    Own table = NULL;
    if (buffer_get(args[1], &to, false)) {
        if (from.length != to.length) {
            error_set(EXC(ValueError), "maketrans arguments must have same length");
        } else if ((table = bytes_from(NULL, 256))) {
            u8 *map = bytes_data(table);
            for (int i = 0; i < 256; i++) map[i] = (u8)i;
            for (isize i = 0; i < from.length; i++) map[(u8)from.data[i]] = (u8)to.data[i];
        }
        buffer_release(&to);
    }
    buffer_release(&from);
    return table;
}
