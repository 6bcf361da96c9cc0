/* ctypes_c_memory.c: functions of C on memory, and those of ctypes that ctypes/__init__.py calls by their
 * address.
 *
 * malloc() gives blocks of the arena: they are the machine's, so a step back takes them back too. */
#include "modules/ctypes.h"

/* --- bytes ---------------------------------------------------------------------------------------------- */

static bool c_memmove(CCall *call) {
    void *to = call_pointer(call);
    const void *from = call_pointer(call);
    isize size = (isize)call_word(call);
    if (!memory_check(from, size, false) || !memory_check(to, size, true)) return false;
    memmove(to, from, (usize)size);
    return call_answer_place(call, to);
}

static bool c_memset(CCall *call) {
    void *to = call_pointer(call);
    int byte = call_int(call);
    isize size = (isize)call_word(call);
    if (!memory_check(to, size, true)) return false;
    memset(to, byte, (usize)size);
    return call_answer_place(call, to);
}

static bool c_memcmp(CCall *call) {
    const u8 *a = call_pointer(call), *b = call_pointer(call);
    isize size = (isize)call_word(call);
    if (!memory_check(a, size, false) || !memory_check(b, size, false)) return false;
    isize i = 0;
    while (i < size && a[i] == b[i]) i++;
    return call_answer_word(call, i < size ? (u64)(i64)(a[i] - b[i]) : 0);
}

static bool c_memchr(CCall *call) {
    const u8 *start = call_pointer(call);
    int byte = call_int(call);
    isize size = (isize)call_word(call);
    if (!memory_check(start, size, false)) return false;
    return call_answer_place(call, (size ? memchr(start, byte, (usize)size) : NULL));
}

/* --- blocks --------------------------------------------------------------------------------------------- */

enum { CANNOT_ALLOCATE = 12 /* ENOMEM */ };

static bool answer_block(CCall *call, void *block) {
    if (!block) CTYPES->errno_now = CANNOT_ALLOCATE;
    return call_answer_place(call, block);
}

/* Fresh blocks are zero, so that a run is the same every time. */
static void *new_block(u64 size) {
    void *block = size < (u64)1 << 40 ? arena_alloc(size, BLOCK_RAW) : NULL;
    if (block) memset(block, 0, size);
    return block;
}

static bool c_malloc(CCall *call) { return answer_block(call, new_block(call_word(call))); }

static bool c_calloc(CCall *call) {
    u64 count = call_word(call), size = call_word(call), bytes;
    return answer_block(call, __builtin_mul_overflow(count, size, &bytes) ? NULL : new_block(bytes));
}

/* glibc ends the program where what is freed never came from malloc(). */
static bool is_block(const void *block, const char *function) {
    uintptr_t start = (uintptr_t)block;
    if (start >= ARENA_HEAP && memory_check(block, 1, true) && arena_block_around(block) == block &&
        arena_block_kind(block) == BLOCK_RAW)
        return true;
    error_clear();
    return error_set(EXC(OSError), "%s(): invalid pointer 0x%016lx", function, (unsigned long)start) != NULL;
}

static bool c_realloc(CCall *call) {
    void *block = call_pointer(call);
    u64 size = call_word(call);
    if (!block) return answer_block(call, new_block(size));
    if (!is_block(block, "realloc")) return false;
    usize before = arena_block_size(block);
    void *moved = size < (u64)1 << 40 ? arena_realloc(block, size, BLOCK_RAW) : NULL;
    if (moved && size > before) memset((u8 *)moved + before, 0, size - before);
    return answer_block(call, moved);
}

static bool c_free(CCall *call) {
    void *block = call_pointer(call);
    if (block && !is_block(block, "free")) return false;
    arena_free(block);
    return call_answer_word(call, 0);
}

/* --- sorting and searching ------------------------------------------------------------------------------ */

typedef struct Sorting {
    u8 *items;
    isize size;
    const void *compare;
} Sorting;

/* False: the comparison could not be called. What it raises in Python is written down and comes as 0. */
static bool compare(const Sorting *sorting, const void *a, const void *b, int *order) {
    u64 words[] = {(u64)(uintptr_t)a, (u64)(uintptr_t)b}, result;
    bool called = cfunction_call_words(sorting->compare, words, COUNT_OF(words), &result);
    *order = (int)result;
    return called;
}

/* Merges halves that are sorted, as glibc does: its comparisons come in this order. */
static bool merge_sort(const Sorting *sorting, u8 *items, isize count, u8 *room) {
    if (count <= 1) return true;
    isize half = count / 2, size = sorting->size;
    u8 *a = items, *b = items + half * size, *to = room;
    isize left = half, right = count - half;
    if (!merge_sort(sorting, a, left, room) || !merge_sort(sorting, b, right, room)) return false;
    while (left > 0 && right > 0) {
        int order;
        if (!compare(sorting, a, b, &order)) return false;
        u8 **from = order <= 0 ? &a : &b;
        memcpy(to, *from, (usize)size);
        to += size;
        *from += size;
        *(order <= 0 ? &left : &right) -= 1;
    }
    if (left > 0) memcpy(to, a, (usize)(left * size));
    memcpy(items, room, (usize)((count - right) * size));
    return true;
}

static bool c_qsort(CCall *call) {
    Sorting sorting = {.items = call_pointer(call)};
    isize count = (isize)call_word(call), bytes;
    sorting.size = (isize)call_word(call);
    sorting.compare = call_pointer(call);
    if (__builtin_mul_overflow(count, sorting.size, &bytes)) bytes = -1;
    if (!memory_check(sorting.items, bytes, true)) return false;
    u8 *room = arena_alloc((usize)bytes, BLOCK_RAW);
    if (!room) return error_memory();
    bool sorted = merge_sort(&sorting, sorting.items, count, room);
    arena_free(room);
    return sorted;
}

static bool c_bsearch(CCall *call) {
    const void *key = call_pointer(call);
    Sorting sorting = {.items = call_pointer(call)};
    isize low = 0, high = (isize)call_word(call), bytes;
    sorting.size = (isize)call_word(call);
    sorting.compare = call_pointer(call);
    if (__builtin_mul_overflow(high, sorting.size, &bytes)) bytes = -1;
    if (!memory_check(sorting.items, bytes, false)) return false;
    while (low < high) {
        isize middle = (low + high) / 2;
        const u8 *item = sorting.items + middle * sorting.size;
        int order;
        if (!compare(&sorting, key, item, &order)) return false;
        if (order == 0) return call_answer_place(call, item);
        if (order < 0)
            high = middle;
        else
            low = middle + 1;
    }
    return call_answer_word(call, 0);
}

const CSymbol c_memory_symbols[] = {{"memmove", c_memmove},
                                    {"memcpy", c_memmove},
                                    {"memset", c_memset},
                                    {"memcmp", c_memcmp},
                                    {"bcmp", c_memcmp},
                                    {"memchr", c_memchr},
                                    {"malloc", c_malloc},
                                    {"calloc", c_calloc},
                                    {"realloc", c_realloc},
                                    {"free", c_free},
                                    {"qsort", c_qsort},
                                    {"bsearch", c_bsearch},
                                    {NULL, NULL}};

/* --- what ctypes/__init__.py makes functions of --------------------------------------------------------- */

static bool string_at(CCall *call) {
    const char *start = call_pointer(call);
    isize size = call_int(call);
    if (!AUDIT("ctypes.string_at", "li", (i64)(uintptr_t)start, (int)size)) return false;
    if (size == -1 && (size = memory_text_length(start)) < 0) return false;
    if (size < 0) return error_set(EXC(SystemError), "Negative size passed to PyBytes_FromStringAndSize");
    return memory_check(start, size, false) && call_answer_object(call, bytes_from(start, size));
}

static bool wide_string_at(CCall *call) {
    const u8 *start = call_pointer(call);
    isize length = call_int(call);
    if (!AUDIT("ctypes.wstring_at", "li", (i64)(uintptr_t)start, (int)length)) return false;
    if (length == -1 && (length = memory_wide_length(start)) < 0) return false;
    if (length < 0) return error_set(EXC(SystemError), "Negative size passed to PyUnicode_FromWideChar");
    return memory_check(start, length * (isize)sizeof(u32), false) &&
           call_answer_object(call, memory_wide_text(start, length));
}

static bool is_pointer_type(Ref type) {
    const CTypeInfo *info = ctype_info(type);
    if (info && (info->kind == CTYPE_POINTER || info->kind == CTYPE_FUNCTION)) return true;
    if (info && info->code && strchr("PzUZXO", info->code->letter)) return true;
    return error_set(EXC(TypeError), "cast() argument 2 must be a pointer type, not %s",
                     is_type(type) ? AS_TYPE(type)->name : type_of(type)->name);
}

/* The new pointer keeps what the old one keeps, and the old one itself. */
static bool share_kept(Ref made, Ref source) {
    CData *data = AS_CDATA(source);
    if (!cdata_kept(source)) return false;
    if (data->objects == None) {
        Own dict = dict_new();
        if (!dict) return false;
        slot_set(&data->objects, dict);
    }
    slot_set(&AS_CDATA(made)->objects, own_maybe(data->objects));
    if (!data->objects || !is_exact_dict(data->objects)) return true;
    Own key = address_to_int(source);
    bool kept = key && dict_set(data->objects, key, source);
    release_maybe(key);
    return kept;
}

static bool cast(CCall *call) {
    void *address = call_pointer(call);
    Ref source = call_pointer(call), type = call_pointer(call);
    if (!is_pointer_type(type)) return false;
    Own made = object_call_none(type);
    if (!made) return false;
    if (is_cdata(source) && !share_kept(made, source)) {
        release(made);
        return false;
    }
    memcpy(AS_CDATA(made)->memory, &address, sizeof address);
    return call_answer_object(call, made);
}

const CSymbol c_internal_symbols[] = {
    {"(string_at)", string_at}, {"(wstring_at)", wide_string_at}, {"(cast)", cast}, {NULL, NULL}};
