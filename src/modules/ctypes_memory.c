/* ctypes_memory.c: which memory a program may touch by its address.
 *
 * An address is an int that anybody may make up. What it points to is read and written as C does it, as long
 * as it is the machine's own: its objects and blocks, alive or freed, None and the types too; or memory that
 * the program shares with other processes (mmap). What else lies outside belongs to the machine's makers, and
 * nothing there could be taken back in time: where CPython would crash (or worse, would not), there is an
 * OSError, worded as ctypes does it on Windows, where the system tells. */
#include "modules/ctypes.h"
#include "world/world_maps.h"

#if ARENA_SANITIZED
#include <sanitizer/asan_interface.h>
static bool is_poisoned(const void *memory, usize size) {
    return __asan_region_is_poisoned((void *)(uintptr_t)memory, size) != NULL;
}
#else
static bool is_poisoned(const void *memory UNUSED, usize size UNUSED) { return false; }
#endif

/* The rooms' roots, and the heap as far as it is open. What the allocator keeps its books in is for reading
 * only. */
static bool is_of_machine(uintptr_t start, usize size, bool writing) {
    uintptr_t heap_end = ARENA_HEAP + ARENA_HEADER->opened * ARENA_UNIT, end = start + size;
    if (end < start || start < ARENA_BASE || end > heap_end) return false;
    return !writing || start >= ARENA_HEAP || (start >= ARENA_ROOM(ROOM_WORLD) && end <= ARENA_UNITS);
}

bool memory_check(const void *memory, isize size, bool writing) {
    if (size == 0) return true;
    if (size > 0 && is_of_machine((uintptr_t)memory, (usize)size, writing) &&
        !is_poisoned(memory, (usize)size)) {
        return true;
    }
    if (size > 0 && world_map_holds(memory, (usize)size, writing)) return true;
    return error_set(EXC(OSError), "exception: access violation %s 0x%016lx", writing ? "writing" : "reading",
                     (unsigned long)(uintptr_t)memory) != NULL;
}

isize memory_text_length(const char *text) {
    for (isize length = 0;; length++) {
        if (!memory_check(text + length, 1, false)) return -1;
        if (text[length] == '\0') return length;
    }
}

isize memory_wide_length(const u8 *text) {
    for (isize length = 0;; length++) {
        if (!memory_check(text + length * (isize)sizeof(u32), sizeof(u32), false)) return -1;
        if (wide_at(text, length) == 0) return length;
    }
}

Own memory_wide_text(const u8 *text, isize length) {
    u32 greatest = 0;
    for (isize i = 0; i < length; i++) {
        u32 character = wide_at(text, i);
        if (character > 0x10ffff) {
            return error_set(EXC(ValueError), "character U+%x is not in range [U+0000; U+10ffff]", character);
        }
        if (character > greatest) greatest = character;
    }
    if (length == 1) return str_from_char(greatest);
    Own made = str_new(length, greatest);
    for (isize i = 0; made && i < length; i++) str_put(made, i, wide_at(text, i));
    return made;
}

void memory_put_wide(u8 *memory, Ref text, isize room) {
    isize length = str_length(text);
    for (isize i = 0; i < length + 1 && i < room; i++) {
        u32 character = i < length ? str_char(text, i) : 0;
        memcpy(memory + i * (isize)sizeof character, &character, sizeof character);
    }
}

/* An object that lives: in the heap each block that is one is known; those of the roots don't die. */
bool memory_is_object(const void *address) {
    uintptr_t start = (uintptr_t)address;
    if (!memory_check(address, sizeof(Object), false)) return false;
    if (start >= ARENA_HEAP) {
        bool lives = arena_block_around(address) == address && arena_block_kind(address) != BLOCK_RAW;
        if (lives) return true;
    } else if (start % sizeof(Object *) == 0 && arena_contains(((const Object *)address)->ob_type)) {
        return true;
    }
    return error_set(EXC(OSError), "exception: no object lives at 0x%016lx", (unsigned long)start) != NULL;
}
