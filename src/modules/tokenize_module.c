/* tokenize_module.c: the module _tokenize: the compiler's own tokens, one after the other. The library's tokenize
 * has them for its tests only; a program sees with it what the parser sees. */
#include "modules/modules.h"
#include "object/argument_checks.h"
#include "object/bytes.h"
#include "object/error.h"
#include "object/int.h"
#include "object/str.h"
#include "object/tuple.h"
#include "object/type_checks.h"
#include "syntax/tokenizer.h"

typedef struct TokenizerIter {
    Object ob_base;
    Object *source, *filename; /* owned; the tokenizer points into the source's bytes */
    Tokenizer tokenizer;
} TokenizerIter;
#define AS_TOKENIZER_ITER(ref) ((TokenizerIter *)(ref))

/* The text with line ends of one kind, as the tokenizer wants it: bytes. */
static Own prepared(const char *text, Ref filename) {
    Pool pool;
    pool_init(&pool);
    SourceText source = source_decode(text, (isize)strlen(text), filename,
                                      (SourceOptions){.ignore_cookie = true, .add_newline = true}, &pool);
    Own bytes = source.text ? bytes_from(source.text, (isize)strlen(source.text)) : NULL;
    pool_free(&pool);
    return bytes;
}

static Own tokenizer_iter_new(Type *type, Ref const *args, isize nargs, Ref kwnames) {
    static const Parameters parameters = {"tokenizeriter", {"source"}, .required = 1};
    Ref given;
    TextArgument text;
    if (!arguments_bind(&parameters, args, nargs, kwnames, &given) ||
        !argument_text(given, "tokenizeriter", "'source'", &text)) {
        return NULL;
    }
    Own self = object_new(type, 0);
    TokenizerIter *iterator = AS_TOKENIZER_ITER(self);
    if (self) iterator->filename = str_from_ascii("<string>", -1);
    if (self && iterator->filename) iterator->source = prepared(text.text, iterator->filename);
    text_argument_release(&text);
    if (self && !iterator->source) slot_clear(&self);
    if (!self) return NULL;
    tokenizer_init(&iterator->tokenizer, (const char *)bytes_data(iterator->source), iterator->filename);
    iterator->tokenizer.encoding = "utf-8";
    return self;
}

static void tokenizer_iter_dealloc(Own self) {
    release_maybe(AS_TOKENIZER_ITER(self)->source);
    release_maybe(AS_TOKENIZER_ITER(self)->filename);
    object_free(self);
}

/* Kinds by the numbers that the library's module token gives them. */
static const u8 kinds[] = {TOKEN_ENDMARKER,
                           TOKEN_NAME,
                           TOKEN_NUMBER,
                           TOKEN_STRING,
                           TOKEN_NEWLINE,
                           TOKEN_INDENT,
                           TOKEN_DEDENT,
                           TOKEN_LPAR,
                           TOKEN_RPAR,
                           TOKEN_LSQB,
                           TOKEN_RSQB,
                           TOKEN_COLON,
                           TOKEN_COMMA,
                           TOKEN_SEMI,
                           TOKEN_PLUS,
                           TOKEN_MINUS,
                           TOKEN_STAR,
                           TOKEN_SLASH,
                           TOKEN_VBAR,
                           TOKEN_AMPER,
                           TOKEN_LESS,
                           TOKEN_GREATER,
                           TOKEN_EQUAL,
                           TOKEN_DOT,
                           TOKEN_PERCENT,
                           TOKEN_LBRACE,
                           TOKEN_RBRACE,
                           TOKEN_EQEQUAL,
                           TOKEN_NOTEQUAL,
                           TOKEN_LESSEQUAL,
                           TOKEN_GREATEREQUAL,
                           TOKEN_TILDE,
                           TOKEN_CIRCUMFLEX,
                           TOKEN_LEFTSHIFT,
                           TOKEN_RIGHTSHIFT,
                           TOKEN_DOUBLESTAR,
                           TOKEN_PLUSEQUAL,
                           TOKEN_MINEQUAL,
                           TOKEN_STAREQUAL,
                           TOKEN_SLASHEQUAL,
                           TOKEN_PERCENTEQUAL,
                           TOKEN_AMPEREQUAL,
                           TOKEN_VBAREQUAL,
                           TOKEN_CIRCUMFLEXEQUAL,
                           TOKEN_LEFTSHIFTEQUAL,
                           TOKEN_RIGHTSHIFTEQUAL,
                           TOKEN_DOUBLESTAREQUAL,
                           TOKEN_DOUBLESLASH,
                           TOKEN_DOUBLESLASHEQUAL,
                           TOKEN_AT,
                           TOKEN_ATEQUAL,
                           TOKEN_RARROW,
                           TOKEN_ELLIPSIS,
                           TOKEN_COLONEQUAL,
                           TOKEN_UNKNOWN,
                           TOKEN_AWAIT,
                           TOKEN_ASYNC,
                           TOKEN_TYPE_IGNORE,
                           TOKEN_TYPE_COMMENT};
static Own number_of(int kind) {
    isize number = 0;
    while (kinds[number] != kind) number++;
    return int_from_isize(number);
}

/* Where `at` is on its line; -1: the token has no place, or not on that line. */
static Own column_of(const char *at, const char *line) {
    return int_from_isize(at && at >= line ? at - line : -1);
}

/* (text, kind, its lines and columns, the lines read for it) */
static Own token_tuple(const Tokenizer *tokenizer, int kind, const char *start, const char *end) {
    bool several_lines = kind == TOKEN_STRING;
    const char *first_line = several_lines ? tokenizer->multi_line_start : tokenizer->line_start;
    bool has_text = start && end;
    Own parts[] = {str_from_utf8(has_text ? start : "", has_text ? end - start : 0),
                   number_of(kind),
                   int_from_i64(several_lines ? tokenizer->first_lineno : tokenizer->lineno),
                   int_from_i64(tokenizer->lineno),
                   column_of(start, first_line),
                   column_of(end, tokenizer->line_start),
                   str_decode((const u8 *)tokenizer->buf, tokenizer->inp - tokenizer->buf, "utf-8", "replace")};
    return tuple_from_array_own(parts, COUNT_OF(parts));
}

static Own tokenizer_iter_next(Ref self) {
    Tokenizer *tokenizer = &AS_TOKENIZER_ITER(self)->tokenizer;
    const char *start, *end;
    int kind = tokenizer_next(tokenizer, &start, &end);
    if (kind != TOKEN_ERROR && kind != TOKEN_ENDMARKER) return token_tuple(tokenizer, kind, start, end);
    return error_occurred() ? NULL : error_set(EXC(StopIteration), "EOF");
}

static Own tokenizer_iter_self(Ref self) { return own(self); }

const TypeSpec tokenizer_iter_spec = {.name = "_tokenize.TokenizerIter",
                                      .module = "_tokenize",
                                      .basicsize = sizeof(TokenizerIter),
                                      .ghost_size = 24,
                                      .flags = TYPE_HEAP_SPEC,
                                      .slots = {.new = tokenizer_iter_new,
                                                .dealloc = tokenizer_iter_dealloc,
                                                .getattro = object_generic_get_attribute,
                                                .iter = tokenizer_iter_self,
                                                .iternext = tokenizer_iter_next}};

static bool fill(Ref module) { return module_add_type(module, MODULE_TYPE_TOKENIZER_ITER); }

const NativeModule tokenize_module = {.name = "_tokenize", .fill = fill};
