/* page_code.h: a page in few bytes.
 *
 * Between two snapshots most pages change in a handful of words, a count here and a pointer there; and a fresh page
 * is full of objects of one size, each much like its neighbour. So what is written down of a word is how much it
 * differs from what was expected: the same word of an older page, the reference, or the word one object further up.
 *
 *     head            1 byte: how many words further up that is (0: nobody's neighbour is made use of), and 128 where
 *                     the reference is
 *     groups          8 bytes: a bit for each eight words; not set: all eight are as expected
 *     neighbours      8 bytes, only where both are made use of: the groups whose neighbours are
 *     for each group  4 bytes: the eight lengths, 4 bits each, then the eight differences, the lowest byte first
 *
 * A difference is folded (0, -1, 1, -2, 2 ...), so that a small one is short in either direction. */
#ifndef RECORDER_PAGE_CODE_H
#define RECORDER_PAGE_CODE_H

#include "base/base.h"
#include "base/dirty_pages.h"

#define PAGE_USES_REFERENCE 128 /* in the head */
#define PAGE_WORDS (PAGE_SIZE_BYTES / sizeof(u64))
/* The longest form there is, and some bytes that are written beyond the end. */
#define PAGE_CODE_ROOM (1 + 8 + 8 + PAGE_WORDS / 8 * (4 + 64) + 8)

typedef struct PageGuess { /* what the pages before were like: neighbours are alike. Zero to begin with */
    int stride, patience;
} PageGuess;

/* Writes the page down; how many bytes that took. `reference` may be NULL; whether it was made use of,
 * page_code_needs_reference tells. */
isize page_encode(const u64 *page, const u64 *reference, PageGuess *guess, u8 code[PAGE_CODE_ROOM]);
static inline bool page_code_needs_reference(const u8 *code) { return code[0] & PAGE_USES_REFERENCE; }
static inline bool page_code_is_reference(const u8 *code) { /* nothing differs from it */
    u8 any = code[0] ^ PAGE_USES_REFERENCE;
    for (int i = 1; i < 9; i++) any |= code[i];
    return any == 0;
}
/* The page from its code; behind the code 8 more bytes must be readable. */
void page_decode(const u8 *code, const u64 *reference, u64 *page);

#endif
