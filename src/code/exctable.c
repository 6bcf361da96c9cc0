/* exctable.c: decoding of co_exceptiontable: which handler an exception jumps to.
 *
 * Entries are in order of their start and do not overlap: start, length, target and depth*2 + lasti, each a
 * number of 6 bits a byte, the highest first, bit 6 for more to follow; bit 7 marks the first byte of an
 * entry. An instruction that no entry covers has no handler in this frame. */
#include "code/code.h"
#include "object/bytes.h"

static i32 read_number(Ref table, isize *offset) {
    const u8 *data = bytes_data(table);
    isize length = size_of(table);
    i32 value = 0;
    bool more = true;
    while (more && *offset < length) {
        u8 byte = data[(*offset)++];
        value = (i32)((u32)value << 6 | (byte & 63));
        more = byte & 64;
    }
    return value;
}

bool code_each_handler(Ref code, isize *offset, CodeHandlerEntry *entry) {
    Ref table = AS_CODE(code)->exceptiontable;
    if (*offset >= size_of(table)) return false;
    entry->start = read_number(table, offset);
    entry->end = (i32)((u32)entry->start + (u32)read_number(table, offset)); /* a damaged table may overflow */
    entry->target = read_number(table, offset);
    i32 depth_lasti = read_number(table, offset);
    entry->depth = depth_lasti >> 1;
    entry->push_lasti = depth_lasti & 1;
    return true;
}

bool code_handler(Ref code, isize unit, CodeHandler *handler) {
    isize offset = 0;
    CodeHandlerEntry entry;
    while (code_each_handler(code, &offset, &entry) && entry.start <= unit) {
        if (unit < entry.end) {
            *handler = (CodeHandler){entry.target, entry.depth, entry.push_lasti};
            return true;
        }
    }
    return false;
}
