/* fold_format.c: "%s and %r" % (a, b) becomes f"{a!s} and {b!r}".
 *
 * Only %s, %r and %a with simple widths and precisions, and only where the number of items fits: anything else
 * is left to the % operator. */
#include "compiler/fold.h"

#include "object/error.h"
#include "object/list.h"
#include "object/root.h"
#include "object/str.h"

enum { MAX_DIGITS = 3 };

typedef struct Format {
    Fold *fold;
    Ref text;
    isize at;
} Format;

typedef struct Directive {
    u32 conversion;
    bool left;
    int width, precision; /* -1: none */
} Directive;

static Expr *new_expr(Fold *fold, ExprKind kind, Location at) {
    Expr *expr = POOL_NEW(&fold->tree->pool, Expr);
    if (!expr) return error_memory();
    expr->kind = kind;
    expr->at = at;
    return expr;
}

static const Location no_location = {-1, -1, -1, -1};

/* Consumes; NULL in is NULL out. */
static Expr *new_string(Fold *fold, Own string) {
    if (!string) return NULL;
    Ref value = string;
    if (!list_append(fold->tree->objects, string)) return NULL;
    Expr *expr = new_expr(fold, Expr_Constant, no_location);
    if (expr) expr->as.Constant.value = value;
    return expr;
}

/* The text up to the next directive, with %% as %; NULL where there is none, or with an exception. */
static Expr *read_literal(Format *format) {
    isize start = format->at, length = str_length(format->text);
    bool has_percents = false;
    for (;;) {
        while (format->at < length && str_char(format->text, format->at) != '%') format->at++;
        if (format->at + 1 >= length || str_char(format->text, format->at + 1) != '%') break;
        has_percents = true;
        format->at += 2;
    }
    if (format->at == start) return NULL;
    StrBuilder builder;
    str_builder_init(&builder);
    for (isize i = start; i < format->at; i++) {
        u32 c = str_char(format->text, i);
        str_builder_char(&builder, c);
        if (has_percents && c == '%') i++;
    }
    return new_string(format->fold, str_builder_finish(&builder));
}

/* 0 at the end of the text, where no directive can be complete. */
static u32 next_char(Format *format) {
    return format->at < str_length(format->text) ? str_char(format->text, format->at++) : 0;
}

/* Digits from *c on, which is then what follows them. False: too many, or the end. */
static bool read_number(Format *format, u32 *c, int *number) {
    int digits = 0;
    *number = 0;
    while (*c >= '0' && *c <= '9') {
        *number = *number * 10 + (int)(*c - '0');
        *c = next_char(format);
        if (*c == 0 || ++digits >= MAX_DIGITS) return false;
    }
    return true;
}

static bool read_directive(Format *format, Directive *directive) {
    *directive = (Directive){.width = -1, .precision = -1};
    u32 c = next_char(format);
    for (; c == '-' || c == '+' || c == ' ' || c == '#' || c == '0'; c = next_char(format)) {
        if (c == '-') directive->left = true;
    }
    if (c >= '0' && c <= '9' && !read_number(format, &c, &directive->width)) return false;
    if (c == '.') {
        c = next_char(format);
        if (c == 0 || !read_number(format, &c, &directive->precision)) return false;
    }
    directive->conversion = c;
    return c != 0;
}

/* The width and precision in format()'s language; "" for none. */
static Own directive_spec(const Directive *directive) {
    StrBuilder spec;
    str_builder_init(&spec);
    if (!directive->left && directive->width > 0) str_builder_char(&spec, '>');
    Own width = directive->width >= 0 ? str_format("%d", directive->width) : own(OBJECT_ROOT->empty_str);
    Own precision =
        directive->precision >= 0 ? str_format(".%d", directive->precision) : own(OBJECT_ROOT->empty_str);
    if (width) str_builder_str(&spec, width);
    if (precision) str_builder_str(&spec, precision);
    bool complete = width && precision;
    release_maybe(width);
    release_maybe(precision);
    if (complete) return str_builder_finish(&spec);
    str_builder_discard(&spec);
    return NULL;
}

/* One directive for one item; NULL without exception: not one of those that are folded. */
static Expr *read_item(Format *format, Expr *item) {
    Directive directive;
    if (!read_directive(format, &directive)) return NULL;
    u32 c = directive.conversion;
    if (c != 's' && c != 'r' && c != 'a') return NULL;
    Own spec = directive_spec(&directive);
    if (!spec) return NULL;
    Expr *spec_expr = NULL;
    if (str_length(spec) == 0) {
        release(spec);
    } else {
        spec_expr = new_string(format->fold, spec);
        if (!spec_expr) return NULL;
    }
    Expr *expr = new_expr(format->fold, Expr_FormattedValue, item->at);
    if (expr) {
        expr->as.FormattedValue =
            (struct FormattedValueNode){.value = item, .conversion = (int)c, .format_spec = spec_expr};
    }
    return expr;
}

bool fold_percent_format(Fold *fold, Expr *expr) {
    Format format = {fold, expr->as.BinOp.left->as.Constant.value, 0};
    const Exprs *items = &expr->as.BinOp.right->as.Tuple.elts;
    Exprs parts = {0, pool_alloc(&fold->tree->pool, (usize)(items->count * 2 + 1) * sizeof(Expr *))};
    if (!parts.items) return error_memory();
    isize used = 0;
    for (;;) {
        Expr *literal = read_literal(&format);
        if (literal) {
            parts.items[parts.count++] = literal;
        } else if (error_occurred()) {
            return false;
        }
        if (format.at >= str_length(format.text)) break;
        if (used >= items->count) return true; /* more directives than items */
        format.at++;
        Expr *part = read_item(&format, items->items[used++]);
        if (!part) return !error_occurred();
        parts.items[parts.count++] = part;
    }
    if (used < items->count) return true;
    expr->kind = Expr_JoinedStr;
    expr->as.JoinedStr = (struct JoinedStrNode){.values = parts};
    return true;
}
