/* ctypes_c_text.c: functions of C on text that ends with a NUL.
 *
 * Each looks how long the text is before it touches more of it, so that a missing NUL is an OSError where
 * the machine's memory ends. */
#include "modules/ctypes.h"

typedef struct CText {
    char *start;
    isize length; /* without the NUL */
} CText;

static bool take_text(CCall *call, CText *text) {
    text->start = call_pointer(call);
    text->length = memory_text_length(text->start);
    return text->length >= 0;
}

static bool c_strlen(CCall *call) {
    CText text;
    return take_text(call, &text) && call_answer_word(call, (u64)text.length);
}

/* At most `limit` bytes are looked at. -1 raised. */
static isize limited_length(const char *text, u64 limit) {
    isize length = 0;
    while ((u64)length < limit) {
        if (!memory_check(text + length, 1, false)) return -1;
        if (!text[length]) break;
        length++;
    }
    return length;
}

static bool c_strnlen(CCall *call) {
    const char *text = call_pointer(call);
    isize length = limited_length(text, call_word(call));
    return length >= 0 && call_answer_word(call, (u64)length);
}

/* --- copying -------------------------------------------------------------------------------------------- */

/* `length` bytes and a NUL; the answer is where they were to go. */
static bool copy(CCall *call, char *to, char *place, const char *from, isize length) {
    if (!memory_check(place, length + 1, true)) return false;
    memmove(place, from, (usize)length);
    place[length] = '\0';
    return call_answer_place(call, to);
}

static bool c_strcpy(CCall *call) {
    char *to = call_pointer(call);
    CText from;
    return take_text(call, &from) && copy(call, to, to, from.start, from.length);
}

static bool c_stpcpy(CCall *call) {
    char *to = call_pointer(call);
    CText from;
    return take_text(call, &from) && copy(call, to, to, from.start, from.length) &&
           call_answer_place(call, to + from.length);
}

static bool c_strncpy(CCall *call) {
    char *to = call_pointer(call);
    const char *from = call_pointer(call);
    isize room = (isize)call_word(call), length = limited_length(from, (u64)room);
    if (length < 0 || !memory_check(to, room, true)) return false;
    memmove(to, from, (usize)length);
    memset(to + length, 0, (usize)(room - length));
    return call_answer_place(call, to);
}

static bool c_strcat(CCall *call) {
    CText to, from;
    return take_text(call, &to) && take_text(call, &from) &&
           copy(call, to.start, to.start + to.length, from.start, from.length);
}

static bool c_strncat(CCall *call) {
    CText to;
    if (!take_text(call, &to)) return false;
    const char *from = call_pointer(call);
    isize length = limited_length(from, call_word(call));
    return length >= 0 && copy(call, to.start, to.start + to.length, from, length);
}

static bool duplicate(CCall *call, const char *text, isize length) {
    char *block = arena_alloc((usize)length + 1, BLOCK_RAW);
    if (!block) return error_memory();
    return copy(call, block, block, text, length);
}
static bool c_strdup(CCall *call) {
    CText text;
    return take_text(call, &text) && duplicate(call, text.start, text.length);
}
static bool c_strndup(CCall *call) {
    const char *text = call_pointer(call);
    isize length = limited_length(text, call_word(call));
    return length >= 0 && duplicate(call, text, length);
}

/* --- comparing ------------------------------------------------------------------------------------------ */

static int lower(int c) { return c >= 'A' && c <= 'Z' ? c + 'a' - 'A' : c; }

/* The difference of the first bytes that differ, as glibc has it. */
static bool compare(CCall *call, bool limited, bool ignore_case) {
    const u8 *a = call_pointer(call), *b = call_pointer(call);
    u64 limit = limited ? call_word(call) : ~(u64)0;
    int difference = 0;
    for (u64 i = 0; i < limit && !difference; i++) {
        if (!memory_check(a + i, 1, false) || !memory_check(b + i, 1, false)) return false;
        difference = ignore_case ? lower(a[i]) - lower(b[i]) : a[i] - b[i];
        if (!a[i]) break;
    }
    return call_answer_word(call, (u64)(i64)difference);
}
static bool c_strcmp(CCall *call) { return compare(call, false, false); }
static bool c_strncmp(CCall *call) { return compare(call, true, false); }
static bool c_strcasecmp(CCall *call) { return compare(call, false, true); }
static bool c_strncasecmp(CCall *call) { return compare(call, true, true); }

/* --- finding -------------------------------------------------------------------------------------------- */

static bool c_strchr(CCall *call) {
    CText text;
    return take_text(call, &text) && call_answer_place(call, strchr(text.start, call_int(call)));
}
static bool c_strrchr(CCall *call) {
    CText text;
    return take_text(call, &text) && call_answer_place(call, strrchr(text.start, call_int(call)));
}
static bool c_strstr(CCall *call) {
    CText text, wanted;
    return take_text(call, &text) && take_text(call, &wanted) &&
           call_answer_place(call, strstr(text.start, wanted.start));
}
static bool c_strspn(CCall *call) {
    CText text, set;
    return take_text(call, &text) && take_text(call, &set) &&
           call_answer_word(call, strspn(text.start, set.start));
}
static bool c_strcspn(CCall *call) {
    CText text, set;
    return take_text(call, &text) && take_text(call, &set) &&
           call_answer_word(call, strcspn(text.start, set.start));
}
static bool c_strpbrk(CCall *call) {
    CText text, set;
    return take_text(call, &text) && take_text(call, &set) &&
           call_answer_place(call, strpbrk(text.start, set.start));
}

/* The next token of `text`, which is cut up; *rest is where the next one is looked for. */
static bool cut_token(CCall *call, char *text, const char *set, char **rest) {
    if (!text || memory_text_length(text) < 0) return !text ? call_answer_place(call, NULL) : false;
    char *start = text + strspn(text, set), *end = start + strcspn(start, set);
    *rest = end;
    if (start == end) return call_answer_place(call, NULL);
    if (*end) {
        if (!memory_check(end, 1, true)) return false;
        *end = '\0';
        *rest = end + 1;
    }
    return call_answer_place(call, start);
}
static bool c_strtok(CCall *call) {
    char *text = call_pointer(call);
    CText set;
    return take_text(call, &set) && cut_token(call, text ? text : CTYPES->token, set.start, &CTYPES->token);
}
static bool c_strtok_r(CCall *call) {
    char *text = call_pointer(call);
    CText set;
    if (!take_text(call, &set)) return false;
    char **rest = call_pointer(call);
    return memory_check(rest, sizeof *rest, true) && cut_token(call, text ? text : *rest, set.start, rest);
}

/* --- wide text ------------------------------------------------------------------------------------------ */

static bool c_wcslen(CCall *call) {
    isize length = memory_wide_length(call_pointer(call));
    return length >= 0 && call_answer_word(call, (u64)length);
}

static bool c_wcscpy(CCall *call) {
    u8 *to = call_pointer(call);
    const u8 *from = call_pointer(call);
    isize length = memory_wide_length(from), bytes = (length + 1) * (isize)sizeof(u32);
    if (length < 0 || !memory_check(to, bytes, true)) return false;
    memmove(to, from, (usize)bytes);
    return call_answer_place(call, (const char *)to);
}

static bool c_wcscmp(CCall *call) {
    const u8 *a = call_pointer(call), *b = call_pointer(call);
    for (isize i = 0;; i++) {
        isize at = i * (isize)sizeof(u32);
        if (!memory_check(a + at, sizeof(u32), false) || !memory_check(b + at, sizeof(u32), false))
            return false;
        i32 left = (i32)wide_at(a, i), right = (i32)wide_at(b, i);
        if (left != right || !left) return call_answer_word(call, (u64)(i64)(left < right ? -1 : left > right));
    }
}

static bool c_wcschr(CCall *call) {
    const u8 *text = call_pointer(call);
    u32 wanted = (u32)call_word(call);
    isize length = memory_wide_length(text);
    if (length < 0) return false;
    for (isize i = 0; i <= length; i++) {
        if (wide_at(text, i) == wanted)
            return call_answer_place(call, (const char *)text + i * (isize)sizeof(u32));
    }
    return call_answer_place(call, NULL);
}

const CSymbol c_text_symbols[] = {{"strlen", c_strlen},
                                  {"strnlen", c_strnlen},
                                  {"strcpy", c_strcpy},
                                  {"stpcpy", c_stpcpy},
                                  {"strncpy", c_strncpy},
                                  {"strcat", c_strcat},
                                  {"strncat", c_strncat},
                                  {"strdup", c_strdup},
                                  {"strndup", c_strndup},
                                  {"strcmp", c_strcmp},
                                  {"strncmp", c_strncmp},
                                  {"strcoll", c_strcmp},
                                  {"strcasecmp", c_strcasecmp},
                                  {"strncasecmp", c_strncasecmp},
                                  {"strchr", c_strchr},
                                  {"index", c_strchr},
                                  {"strrchr", c_strrchr},
                                  {"rindex", c_strrchr},
                                  {"strstr", c_strstr},
                                  {"strspn", c_strspn},
                                  {"strcspn", c_strcspn},
                                  {"strpbrk", c_strpbrk},
                                  {"strtok", c_strtok},
                                  {"strtok_r", c_strtok_r},
                                  {"wcslen", c_wcslen},
                                  {"wcscpy", c_wcscpy},
                                  {"wcscmp", c_wcscmp},
                                  {"wcschr", c_wcschr},
                                  {NULL, NULL}};
