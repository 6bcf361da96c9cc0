/* syntax_driver.c: what compare_syntax.py asks. Build it with the objects of base, world, object and syntax:
 *
 *     make objects BUILD=build/x && cc -std=c11 -D_GNU_SOURCE -Isrc -o driver tests/tools/syntax_driver.c \
 *         build/x/base/?*.o build/x/world/?*.o build/x/object/?*.o build/x/syntax/?*.o -lm
 *
 * Reads "MODE FLAGS LENGTH\n" and a source; answers "D LENGTH\n" and the dump, or "E LENGTH\n" and the error's
 * fields, then "W LENGTH\n" and the warnings. Complains on standard error where objects are left over. */
#include "object/bytes.h"
#include "object/error.h"
#include "object/exception.h"
#include "object/list.h"
#include "object/root.h"
#include "object/str.h"
#include "syntax/parser.h"

#include <stdio.h>
#include <stdlib.h>

static Own warnings;

static bool keep_warning(Type *category, Ref message, Ref filename, isize lineno) {
    (void)filename;
    Own text = str_format("(%R, '%N', %zd)", message, category, lineno);
    return text && list_append(warnings, text);
}

static void answer(char letter, Ref text) {
    Own utf8 = text ? str_encode_utf8(text, "surrogatepass") : NULL;
    isize length = utf8 ? size_of(utf8) : 0;
    printf("%c %zd\n", letter, length);
    if (utf8) fwrite(bytes_data(utf8), 1, (size_t)length, stdout);
    fflush(stdout);
    release_maybe(utf8);
    error_clear();
}

static Ref or_none(Object *field) { return field ? field : None; }

static Own describe_error(Ref error) {
    if (is_a(error, EXC(SyntaxError))) {
        const SyntaxException *e = (const SyntaxException *)error;
        return str_format("('%T', %R, %R, %R, %R, %R, %R)", error, or_none(e->message), or_none(e->lineno),
                          or_none(e->offset), or_none(e->end_lineno), or_none(e->end_offset), or_none(e->text));
    }
    Own message = object_str(error);
    Own text = message ? str_format("('%T', %R)", error, (Ref)message) : NULL;
    release_maybe(message);
    return text;
}

static void answer_tree(char mode, Tree *tree) {
    Own text = mode == 'u' ? expr_unparse(tree->root->as.Expression.body) : tree_dump(tree, true, -1);
    answer('D', text);
    release_maybe(text);
    tree_free(tree);
}

static void answer_error(void) {
    Own error = error_fetch();
    Own text = describe_error(error);
    answer('E', text);
    release_maybe(text);
    release(error);
}

/* The feature version stands from bit 24 on. */
static ParseOptions options_of(char mode, long flags) {
    return (ParseOptions){.mode = mode == 's'                  ? PARSE_SINGLE
                                  : mode == 'x' || mode == 'f' ? PARSE_FILE
                                                               : PARSE_EVAL,
                          .flags = (int)(flags & 0xFFFFFF) | (mode == 'f' ? PARSE_FROM_FILE : 0),
                          .feature_version = (int)(flags >> 24)};
}

static void serve(char mode, long flags, const char *source, isize length, Ref filename) {
    Tree tree;
    ParseOptions options = options_of(mode, flags);
    warnings = list_new(0);
    if (parse(source, length, filename, &options, &tree)) {
        answer_tree(mode, &tree);
    } else {
        answer_error();
    }
    Own shown = object_repr(warnings);
    answer('W', shown);
    release_maybe(shown);
    release(warnings);
}

int main(void) {
    const char *why;
    ArenaOptions options = {0};
    if (!arena_open(&options, &why) || !object_room_open()) return 1;
    OBJECT_ROOT->recursion_limit = 1000;
    OBJECT_ROOT->warn_explicit = keep_warning;
    Own filename = str_from_utf8("<f>", 3);
    object_room_seal();
    char mode;
    long flags, length;
    while (scanf("%c %ld %ld", &mode, &flags, &length) == 3 && getchar() == '\n') {
        char *source = malloc((size_t)length + 1);
        if (!source || fread(source, 1, (size_t)length, stdin) != (size_t)length) return 1;
        isize live = object_room_live();
        serve(mode, flags, source, length, filename);
        if (object_room_live() > live) fprintf(stderr, "%zd objects left over\n", object_room_live() - live);
        free(source);
    }
    return 0;
}
