/* stages_korean.c: rows of the stages in Korean. The compiler describes them in English (compiler/stages.c), and places
 * are found by that text; what is shown of it is put into Korean here, word by word. Names, opcodes, tokens and the
 * tree stay as they are. */
#include <stdio.h>

#include "ui/stages.h"

static const struct {
    const char *english, *korean;
} words[] = {{"module", "모듈"},
             {"function", "함수"},
             {"class", "클래스"},
             {"annotation", "애너테이션"},
             {"coroutine", "코루틴"},
             {"generator", "제너레이터"},
             {"local", "지역"},
             {"global", "전역"},
             {"global or builtin", "전역 또는 내장"},
             {"free", "자유 변수"},
             {"cell", "셀"},
             {"unknown", "모름"},
             {"parameter", "매개변수"},
             {"assigned", "대입"},
             {"imported", "import"},
             {"annotated", "애너테이션"},
             {"read", "읽음"},
             {"declared global", "global 선언"},
             {"declared nonlocal", "nonlocal 선언"},
             {"loop variable", "루프 변수"},
             {"free in a method", "메서드의 자유 변수"},
             {"before optimisation", "최적화 전"},
             {"after optimisation", "최적화 후"}};

static void append_word(Text *out, const char *text, isize length) {
    for (int i = 0; i < COUNT_OF(words); i++) {
        if ((isize)strlen(words[i].english) != length || memcmp(words[i].english, text, (usize)length) != 0)
            continue;
        text_append_cstring(out, words[i].korean);
        return;
    }
    text_append(out, text, length);
}

/* "local (assigned, read)", "2:0-4:14, generator": each word of such a list. */
static void append_list(Text *out, const char *text, const char *end) {
    while (text < end) {
        const char *stop = text;
        while (stop < end && !strchr("(),", *stop)) stop++;
        isize blanks = stop < end && *stop == '(' && stop[-1] == ' ';
        append_word(out, text, stop - text - blanks);
        for (text = stop - blanks; text < end && strchr(" (),", *text); text++) text_append_char(out, *text);
    }
}

/* "    name: local (read)", or "function add, 2:0-4:14", which begins a block. */
static void append_symbol(Text *out, const char *text, const char *end) {
    while (text < end && *text == ' ') text_append_char(out, *text++);
    const char *colon = memchr(text, ':', (usize)(end - text)), *blank = memchr(text, ' ', (usize)(end - text));
    if (colon && blank == colon + 1) { /* a symbol's name is followed by a colon and a blank */
        text_append(out, text, blank + 1 - text);
        append_list(out, blank + 1, end);
    } else if (blank) {
        const char *comma = memchr(blank, ',', (usize)(end - blank));
        append_word(out, text, blank - text);
        text_append(out, blank, (comma ? comma : end) - blank);
        if (comma) append_list(out, comma, end);
    }
}

/* "flow graph of f before optimisation" */
static bool append_title(Text *out, const char *text, isize length) {
    static const char before[] = "flow graph of ";
    isize begin = sizeof before - 1, end = length;
    if (length < begin || memcmp(text, before, (usize)begin) != 0) return false;
    for (int blanks = 0; end > begin && blanks < 2;) blanks += text[--end] == ' ';
    text_append_format(out, "%.*s의 흐름 그래프, ", (int)(end - begin), text + begin);
    append_word(out, text + end + 1, length - end - 1);
    return true;
}

/* "block 2:  3 ways in  leaves" */
static bool append_block(Text *out, const char *text) {
    int number, ways = 0, used = 0;
    if (sscanf(text, "block %d:%n", &number, &used) < 1 || !used) return false;
    text_append_format(out, "블록 %d:", number);
    if (sscanf(text + used, " %d way", &ways) == 1) text_append_format(out, "  들어오는 길 %d개", ways);
    if (strstr(text + used, "leaves")) text_append_cstring(out, "  나감");
    return true;
}

/* "JUMP_FORWARD -> block 3  (handler: block 5)": no text of the program stands behind such a mark. */
static void append_instruction(Text *out, const char *text) {
    static const char target[] = " -> block ", handler[] = "  (handler: block ";
    const char *jump = strstr(text, target), *caught = strstr(text, handler);
    const char *rest = text;
    if (jump) {
        text_append(out, rest, jump - rest);
        text_append_cstring(out, " -> 블록 ");
        rest = jump + sizeof target - 1;
    }
    if (caught) {
        text_append(out, rest, caught - rest);
        text_append_cstring(out, "  (처리: 블록 ");
        rest = caught + sizeof handler - 1;
    }
    text_append_cstring(out, rest);
}

void stage_row_append_korean(const StageRow *row, const char *text, Text *out) {
    Text line = text_new(TEXT_ON_HOST); /* with an end of its own */
    text_append(&line, text, row->length);
    const char *begin = text_cstring(&line), *end = begin + line.length;
    if (row->stage == STAGE_OF_SYMBOLS)
        append_symbol(out, begin, end);
    else if (row->stage < STAGE_OF_GRAPH)
        text_append(out, begin, line.length);
    else if (!append_title(out, begin, line.length) && !append_block(out, begin))
        append_instruction(out, begin);
    text_free(&line);
}
