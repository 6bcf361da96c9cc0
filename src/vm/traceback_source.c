/* traceback_source.c: the source line of a traceback's entry, with carets below what was being executed.
 *
 *         x = compute(a) + table[key]
 *             ~~~~~~~~~~~^~~~~~~~~~~~
 *
 * The code object knows from which columns each instruction comes. The text between them is parsed once more:
 * for an operator or a subscript what matters is marked with carets, and its operands with tildes. */
#include <fcntl.h>

#include "base/utf8.h"
#include "object/audit.h"
#include "object/dict.h"
#include "object/error.h"
#include "object/list.h"
#include "object/str.h"
#include "syntax/parser.h"
#include "syntax/tokenizer.h"
#include "vm/root.h"
#include "vm/traceback_text.h"
#include "world/world.h"

#define LINE_INDENT 4

static bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\f'; }

/* --- finding the line ------------------------------------------------------------------------------- */

static bool open_source(const Text *path, const char **data, isize *length) {
    bool no_file = path->length > 1 && path->data[0] == '<' && path->data[path->length - 1] == '>';
    if (path->failed || no_file) return false;
    if (audit_is_heard()) {
        Own name = str_from_utf8_surrogateescape(text_cstring(path), path->length);
        bool refused = !name || !AUDIT("open", "Osi", name, "r", O_RDONLY | O_CLOEXEC);
        release_maybe(name);
        if (refused) error_clear();
        if (refused) return false;
    }
    return world_read_file(text_cstring(path), data, length) == 0;
}

/* The file under its own name, or of that name in a folder of sys.path. */
static bool read_source(Ref filename, const char **data, isize *length) {
    if (VM_ROOT->modules_leaving) return false; /* CPython reads sources by the module io */
    Text path = text_new(TEXT_IN_ARENA);
    str_append_utf8(filename, &path);
    bool found = open_source(&path, data, length);
    Ref folders = found || text_cstring(&path)[0] == '<' || !VM_ROOT->sys_dict
                      ? NULL
                      : dict_get_str(VM_ROOT->sys_dict, NAME(path));
    if (folders && is_list(folders)) {
        const char *slash = strrchr(text_cstring(&path), '/');
        const char *tail = slash ? slash + 1 : text_cstring(&path);
        for (isize i = 0; !found && i < list_length(folders); i++) {
            if (!is_str(list_get(folders, i))) continue;
            Text candidate = text_new(TEXT_IN_ARENA);
            str_append_utf8(list_get(folders, i), &candidate);
            if (candidate.length && candidate.data[candidate.length - 1] != '/')
                text_append_char(&candidate, '/');
            text_append_cstring(&candidate, tail);
            found = open_source(&candidate, data, length);
            text_free(&candidate);
        }
    }
    text_free(&path);
    return found;
}

/* The bytes of line `lineno` (from 1), without its end. False: there is no such line. */
static bool find_line(const char *data, isize length, isize lineno, const char **line, isize *line_length) {
    const char *c = data, *end = data + length;
    for (isize i = 1; i < lineno; i++) {
        while (c < end && *c != '\n' && *c != '\r') c++;
        if (c >= end) return false;
        c += *c == '\r' && c + 1 < end && c[1] == '\n' ? 2 : 1;
    }
    if (c >= end) return false;
    *line = c;
    while (c < end && *c != '\n' && *c != '\r') c++;
    *line_length = c - *line;
    return true;
}

/* CPython reads the file by the module io, which decodes so many bytes at a time: a byte that is no UTF-8 hides
 * the lines before it in its piece, and all behind it. */
enum { DECODED_AT_ONCE = 8192 };

static bool is_readable_utf8(const char *data, isize length, isize line_end) {
    isize read = (line_end / DECODED_AT_ONCE + 1) * DECODED_AT_ONCE, wrong = 0;
    if (utf8_count(data, isize_min(read, length), &wrong) >= 0) return true;
    return read < length && read - wrong < 4; /* a character that the piece's end cuts in two */
}

/* The line, which is a copy, from the program's encoding to UTF-8. */
static bool decode_line(Text *line, const char *encoding, Text *out) {
    Own pending = error_fetch();
    Own decoded =
        line->failed ? NULL : str_decode_source((const u8 *)text_cstring(line), line->length, encoding);
    if (decoded)
        str_append_utf8(decoded, out);
    else
        error_clear();
    error_restore(pending);
    release_maybe(decoded);
    return decoded;
}

bool traceback_source_line(Ref filename, isize lineno, Text *out) {
    const char *data, *line;
    isize size, length;
    if (lineno < 1 || !read_source(filename, &data, &size)) return false;
    if (!find_line(data, size, lineno, &line, &length)) return false;
    Pool pool;
    pool_init(&pool);
    const char *encoding = source_encoding(data, size, &pool);
    bool is_utf8 = encoding && strcmp(encoding, "utf-8") == 0;
    bool found = encoding && (!is_utf8 || is_readable_utf8(data, size, line + length - data));
    Text kept = text_new(TEXT_IN_ARENA); /* world's buffer lasts until the next read only */
    if (found) text_append(is_utf8 ? out : &kept, line, length);
    if (found && !is_utf8) found = decode_line(&kept, encoding, out);
    text_free(&kept);
    pool_free(&pool);
    return found;
}

/* --- carets ----------------------------------------------------------------------------------------- */

/* Offsets in characters of the line. left < 0: nothing to tell apart. */
typedef struct Anchors {
    isize start, end, left, right;
    char primary, secondary;
} Anchors;

/* Character offset of a byte offset. */
static isize to_characters(const char *text, isize length, isize bytes) {
    isize count = 0;
    for (isize i = 0; i < bytes && i < length; i++) count += ((u8)text[i] & 0xC0) != 0x80;
    return count + (bytes > length ? bytes - length : 0);
}

/* The operator between the operands, or what is in the brackets. */
static void anchor_expression(const char *segment, isize length, const Expr *expression, Anchors *anchors) {
    isize left = -1, right = -1;
    if (expression->kind == Expr_BinOp) {
        isize stop = expression->as.BinOp.right->at.col_offset;
        for (isize i = expression->as.BinOp.left->at.end_col_offset; i < stop && i < length; i++) {
            if (is_blank(segment[i])) continue;
            left = i;
            right = i + 1;
            if (right < stop && !is_blank(segment[right])) right++;
            break;
        }
    } else if (expression->kind == Expr_Subscript) {
        left = expression->as.Subscript.value->at.end_col_offset;
        right = expression->as.Subscript.slice->at.end_col_offset + 1;
    }
    if (left < 0) return;
    anchors->left = anchors->start + to_characters(segment, length, left);
    anchors->right = anchors->start + to_characters(segment, length, right);
    anchors->primary = '~';
    anchors->secondary = '^';
}

static void find_anchors(const char *segment, isize length, Ref filename, Anchors *anchors) {
    Tree tree;
    ParseOptions options = {.mode = PARSE_FILE, .flags = PARSE_IGNORE_COOKIE};
    Text copy = text_new(TEXT_IN_ARENA);
    text_append(&copy, segment, length);
    Own pending = error_fetch();
    bool (*warn)(Type *, Ref, Ref, isize) = OBJECT_ROOT->warn_explicit;
    OBJECT_ROOT->warn_explicit = NULL;
    if (!copy.failed && AUDIT("compile", "yO", text_cstring(&copy), length, filename) &&
        parse(text_cstring(&copy), length, filename, &options, &tree)) {
        const Stmts *body = &tree.root->as.Module.body;
        if (body->count == 1 && body->items[0]->kind == Stmt_Expr) {
            anchor_expression(segment, length, body->items[0]->as.Expr.value, anchors);
        }
        tree_free(&tree);
    } else {
        error_clear();
    }
    OBJECT_ROOT->warn_explicit = warn;
    error_restore(pending);
    text_free(&copy);
}

/* The indent is counted as the columns before the line's first character: less is printed of it where the position
 * ends before that character (a function's RESUME is at column 0). */
static void append_carets(Text *out, const Anchors *anchors, isize stripped) {
    for (isize offset = stripped - LINE_INDENT + 1; offset <= anchors->end; offset++) {
        bool second = anchors->left >= 0 && anchors->left < offset && offset <= anchors->right;
        text_append_char(out, offset <= anchors->start ? ' ' : second ? anchors->secondary : anchors->primary);
        piece_end(out);
    }
    piece_append(out, "\n");
}

/* line: without its end; the first `stripped` characters (blanks) were not printed. */
static void carets_append(Text *out, const Margin *margin, const Traceback *entry, const char *line,
                          isize length, isize stripped) {
    const Code *code = entry->frame->frame->code;
    CodePosition at = code_position(&code->ob_base.ob_base, entry->lasti / 2);
    if (at.line < 0 || at.end_line < 0 || at.column < 0 || at.end_column < 0) return;
    Anchors anchors = {
        to_characters(line, length, at.column), to_characters(line, length, at.end_column), -1, -1, '^', '^'};
    if (at.line == at.end_line) {
        isize start = isize_min(at.column, length), stop = isize_min(at.end_column, length);
        if (stop > start) find_anchors(line + start, stop - start, code->filename, &anchors);
    } else {
        isize last = length;
        while (last > 0 && is_blank(line[last - 1])) last--;
        anchors.end = to_characters(line, length, last);
    }
    isize shown = to_characters(line, length, length) - stripped;
    if (anchors.end - anchors.start == shown && anchors.left < 0) return;
    margin_append(out, margin);
    append_carets(out, &anchors, stripped);
}

void source_line_append(Text *out, const Margin *margin, const Traceback *entry) {
    Text kept = text_new(TEXT_IN_ARENA);
    if (traceback_source_line(entry->frame->frame->code->filename, traceback_line(entry), &kept)) {
        const char *line = text_cstring(&kept);
        isize stripped = 0;
        while (stripped < kept.length && is_blank(line[stripped])) stripped++;
        margin_append(out, margin);
        margin_append(out, &(Margin){LINE_INDENT, NULL});
        piece_append(out, line + stripped);
        piece_append(out, "\n");
        carets_append(out, margin, entry, line, kept.length, stripped);
    }
    text_free(&kept);
}
