/* utf8.c: the coding, and the width of characters on a terminal.
 *
 * A lead byte says how many bytes follow and what the least value of such a form is: anything below that is an
 * overlong form. Widths come from one sorted table of ranges (made by tests/tools/make_cell_widths.py). */
#include "base/utf8.h"
#include "base/cell_width_table.h"

static bool is_continuation(char byte) { return ((u8)byte & 0xC0) == 0x80; }

int utf8_decode(const char *bytes, isize length, u32 *codepoint) {
    static const u32 least[5] = {0, 0, 0x80, 0x800, 0x10000};
    if (length <= 0) return 0;
    u8 lead = (u8)bytes[0];
    if (lead < 0x80) {
        *codepoint = lead;
        return 1;
    }
    int count = lead < 0xC2 ? 0 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : lead < 0xF5 ? 4 : 0;
    if (count == 0 || count > length) return 0;
    u32 value = lead & (0xFFu >> (count + 1));
    for (int i = 1; i < count; i++) {
        if (!is_continuation(bytes[i])) return 0;
        value = value << 6 | ((u8)bytes[i] & 0x3F);
    }
    if (value < least[count] || value > 0x10FFFF || (value >= 0xD800 && value <= 0xDFFF)) return 0;
    *codepoint = value;
    return count;
}

int utf8_encode(u32 codepoint, char out[4]) {
    if (codepoint < 0x80) {
        out[0] = (char)codepoint;
        return 1;
    }
    int count = codepoint < 0x800 ? 2 : codepoint < 0x10000 ? 3 : 4;
    for (int i = count - 1; i > 0; i--, codepoint >>= 6) out[i] = (char)(0x80 | (codepoint & 0x3F));
    out[0] = (char)(0xF00u >> count | codepoint); /* as many ones as bytes, then a zero */
    return count;
}

isize utf8_count(const char *bytes, isize length, isize *bad) {
    isize count = 0;
    for (isize i = 0; i < length; count++) {
        u32 codepoint;
        int step = utf8_decode(bytes + i, length - i, &codepoint);
        if (step == 0) {
            if (bad) *bad = i;
            return -1;
        }
        i += step;
    }
    return count;
}

int utf8_cell_width(u32 codepoint) {
    if (codepoint < 0x20 || (codepoint >= 0x7F && codepoint < 0xA0)) return -1;
    if (codepoint < 0x300) return 1; /* the table's first range begins there */
    isize low = 0, high = COUNT_OF(cell_width_ranges);
    while (low < high) {
        isize middle = (low + high) / 2;
        if (codepoint > cell_width_ranges[middle].last)
            low = middle + 1;
        else
            high = middle;
    }
    if (low == COUNT_OF(cell_width_ranges) || codepoint < cell_width_ranges[low].first) return 1;
    return cell_width_ranges[low].cells;
}
