/* traceback_print.c: what is printed when nobody catches an exception.
 *
 *     Traceback (most recent call last):          one entry for each frame, outermost first
 *       File "x.py", line 3, in f
 *         source
 *         ^^^^^^
 *     KeyError: 'x'                               type and message, suggestion, notes
 *
 * Before it stands what it was caused by, or what was being handled when it was raised; after a group's own
 * text its members follow in a tree of bars. */
#include "object/bytes.h"
#include "object/call.h"
#include "object/dict.h"
#include "object/error.h"
#include "object/exception.h"
#include "object/list.h"
#include "object/set.h"
#include "object/str.h"
#include "object/tuple.h"
#include "vm/root.h"
#include "vm/traceback_text.h"

#define SAME_ENTRIES_SHOWN 3 /* of a recursion */
#define DEFAULT_LIMIT 1000
#define SPACES_AT_ONCE 10
#define GROUP_WIDTH 15
#define GROUP_DEPTH 10

/* --- pieces ----------------------------------------------------------------------------------------- */

void piece_end(Text *out) { text_append_char(out, PIECE_END); }
void piece_append(Text *out, const char *text) {
    text_append_cstring(out, text);
    piece_end(out);
}
void piece_append_str(Text *out, Ref string) {
    str_append_utf8(string, out);
    piece_end(out);
}

void pieces_join(Text *text) {
    isize kept = 0;
    for (isize i = 0; i < text->length; i++)
        if (text->data[i] != PIECE_END) text->data[kept++] = text->data[i];
    text->length = kept;
    if (text->data) text->data[kept] = '\0';
}

void margin_append(Text *out, const Margin *margin) {
    for (isize left = margin->indent; left > 0; left -= SPACES_AT_ONCE) {
        for (isize i = 0; i < left && i < SPACES_AT_ONCE; i++) text_append_char(out, ' ');
        piece_end(out);
    }
    if (margin->text) piece_append(out, margin->text);
}

/* --- the trail -------------------------------------------------------------------------------------- */

static void entry_append(Text *out, const Margin *margin, const Traceback *entry) {
    const Code *code = entry->frame->frame->code;
    margin_append(out, margin);
    text_append_cstring(out, "  File \"");
    str_append_utf8(code->filename, out);
    text_append_format(out, "\", line %d, in ", (int)traceback_line(entry));
    str_append_utf8(code->name, out);
    piece_append(out, "\n");
    source_line_append(out, margin, entry);
}

static void repeated_append(Text *out, isize count) {
    count -= SAME_ENTRIES_SHOWN;
    if (count <= 0) return;
    text_append_format(out, "  [Previous line repeated %zd more time%s]\n", count, count > 1 ? "s" : "");
    piece_end(out);
}

static bool same_place(const Traceback *a, const Traceback *b) {
    const Code *x = a->frame->frame->code, *y = b->frame->frame->code;
    return traceback_line(a) == traceback_line(b) && x->filename == y->filename && x->name == y->name;
}

void traceback_append(Text *out, const Margin *margin, Ref traceback, isize limit) {
    isize depth = 0, count = 0;
    const Traceback *last = NULL;
    for (Ref t = traceback; t; t = AS_TRACEBACK(t)->next) depth++;
    for (; traceback && depth > limit; depth--) traceback = AS_TRACEBACK(traceback)->next;
    for (Ref t = traceback; t; t = AS_TRACEBACK(t)->next) {
        const Traceback *entry = AS_TRACEBACK(t);
        if (!last || !same_place(last, entry)) {
            repeated_append(out, count);
            count = 0;
        }
        last = entry;
        if (++count <= SAME_ENTRIES_SHOWN) entry_append(out, margin, entry);
    }
    repeated_append(out, count);
}

void traceback_print(Ref traceback, isize indent, isize limit, Text *out) {
    Margin margin = {indent, NULL};
    margin_append(out, &margin);
    piece_append(out, "Traceback (most recent call last):\n");
    traceback_append(out, &margin, traceback, limit);
}

/* --- one exception ---------------------------------------------------------------------------------- */

typedef struct Printing {
    Text *out;
    Own seen;  /* set of ids of exceptions printed already, or NULL */
    int depth; /* nesting of groups */
    bool need_close;
} Printing;

static Margin printing_margin(const Printing *printing) {
    return (Margin){2 * printing->depth, printing->depth ? "| " : ""};
}

static void line_begin(const Printing *printing) {
    Margin margin = printing_margin(printing);
    margin_append(printing->out, &margin);
}

static isize traceback_limit(void) {
    Ref limit = VM_ROOT->sys_dict ? dict_get_cstring(VM_ROOT->sys_dict, "tracebacklimit") : NULL;
    if (!limit || !is_int(limit)) return DEFAULT_LIMIT;
    int overflow;
    i64 value = int_as_i64_overflow(limit, &overflow);
    return overflow > 0 ? DEFAULT_LIMIT : value;
}

static bool is_group(Ref exception) { return is_a(exception, EXC(BaseExceptionGroup)); }

static void print_traceback(const Printing *printing, Ref exception) {
    Ref traceback = AS_EXCEPTION(exception)->traceback;
    if (!traceback || traceback == None) return;
    isize limit = traceback_limit();
    if (limit <= 0) return;
    Margin margin = printing_margin(printing), header = margin;
    if (is_group(exception) && printing->depth == 1) header.text = "+ ";
    margin_append(printing->out, &header);
    text_append_format(printing->out, "%sTraceback (most recent call last):\n",
                       is_group(exception) ? "Exception Group " : "");
    piece_end(printing->out);
    traceback_append(printing->out, &margin, traceback, limit);
}

/* An int attribute of a SyntaxError; `otherwise` where it is None. False: it is no such thing. */
static bool int_attribute(Ref exception, const char *attribute, isize otherwise, isize *result) {
    Own name = str_intern_cstring(attribute), value = name ? object_get_attribute(exception, name) : NULL;
    release_maybe(name);
    if (!value) return false;
    *result = otherwise;
    bool fine = value == None || is_int(value);
    if (value != None && fine) {
        *result = int_as_isize(value);
        fine = !error_occurred();
    }
    release(value);
    return fine;
}

/* The source text of a SyntaxError with carets; columns from 1. Inside a group it has no margin, in CPython too. */
static void print_error_text(Text *out, isize offset, isize end_offset, const char *text) {
    isize carets = end_offset > 0 && end_offset > offset ? end_offset - offset : 1;
    offset--;
    while (*text == ' ' || *text == '\t' || *text == '\f') text++, offset--;
    isize length = (isize)strlen(text);
    if (length > 0 && text[length - 1] == '\n') length--;
    offset = isize_min(offset, length);
    for (const char *end; (end = strchr(text, '\n')) && end - text < offset;) {
        isize skipped = end - text + 1;
        text += skipped;
        length -= skipped;
        offset -= skipped;
    }
    piece_append(out, "    ");
    piece_append(out, text);
    if (text[length] != '\n') piece_append(out, "\n");
    if (offset < 0) return;
    piece_append(out, "    ");
    while (--offset >= 0) piece_append(out, " ");
    while (carets-- > 0) piece_append(out, "^");
    piece_append(out, "\n");
}

static Own attribute(Ref object, const char *attribute_name) {
    Own name = str_intern_cstring(attribute_name), value = NULL;
    if (name && !object_find_attribute(object, name, &value)) error_clear();
    release_maybe(name);
    return value;
}

/* A SyntaxError shows where it is; what is left to show is its msg: owned. NULL: the exception itself. */
static Own print_file_and_line(const Printing *printing, Ref exception) {
    Own marker = attribute(exception, "print_file_and_line");
    if (!marker) return NULL;
    release(marker);
    isize lineno = -2, offset, end_lineno, end_offset;
    Own message = attribute(exception, "msg"), filename = attribute(exception, "filename");
    Own text = attribute(exception, "text");
    bool fine = message && filename && text && int_attribute(exception, "lineno", -2, &lineno) &&
                lineno != -2 && int_attribute(exception, "offset", -1, &offset);
    end_lineno = lineno, end_offset = -1; /* those of a subclass are not shown */
    fine = fine && (!is_exactly(exception, EXC(SyntaxError)) ||
                    (int_attribute(exception, "end_lineno", lineno, &end_lineno) &&
                     int_attribute(exception, "end_offset", -1, &end_offset)));
    error_clear();
    if (fine) {
        Own shown = filename == None ? str_from_ascii("<string>", 8) : object_str(filename);
        line_begin(printing);
        text_append_cstring(printing->out, "  File \"");
        if (shown) str_append_utf8(shown, printing->out);
        text_append_format(printing->out, "\", line %zd\n", lineno);
        piece_end(printing->out);
        release_maybe(shown);
        error_clear();
        if (is_str(text)) {
            Text source = text_new(TEXT_IN_ARENA);
            str_append_utf8(text, &source);
            /* carets to the end of the first line at most */
            end_offset = end_lineno > lineno ? source.length : isize_min(end_offset, source.length + 1);
            print_error_text(printing->out, offset, end_offset, text_cstring(&source));
            text_free(&source);
        }
    }
    release_maybe(filename);
    release_maybe(text);
    if (fine) return message;
    release_maybe(message);
    return NULL;
}

static void print_message(const Printing *printing, const Type *type, Ref value) {
    Text *out = printing->out;
    line_begin(printing);
    Own module = attribute(&type->ob_base.ob_base, "__module__");
    if (!module || !is_str(module)) {
        piece_append(out, "<unknown>.");
    } else if (!str_equal_ascii(module, "builtins") && !str_equal_ascii(module, "__main__")) {
        piece_append_str(out, module);
        piece_append(out, ".");
    }
    release_maybe(module);
    Own name = type_get_qualname(type);
    if (name)
        piece_append_str(out, name);
    else
        piece_append(out, "<unknown>");
    release_maybe(name);
    error_clear();
    if (value == None) return;
    Own text = object_str(value);
    if (!text) {
        error_clear();
        piece_append(out, ": <exception str() failed>");
        return;
    }
    if (str_length(text)) piece_append(out, ": ");
    piece_append_str(out, text);
    release(text);
}

/* Each line of a note behind the margin. */
static void print_note(const Printing *printing, Ref note) {
    Own text = object_str(note);
    if (!text) {
        error_clear();
        piece_append(printing->out, "<note str() failed>\n");
        return;
    }
    Ref keep_ends = True;
    Own lines = object_call_method_cstring(text, "splitlines", &keep_ends, 1);
    for (isize i = 0; lines && i < list_length(lines); i++) {
        line_begin(printing);
        piece_append_str(printing->out, list_get(lines, i));
    }
    piece_append(printing->out, "\n");
    release_maybe(lines);
    release(text);
    error_clear();
}

static void print_notes(const Printing *printing, Ref notes) {
    if (!notes) return;
    if (!object_is_sequence(notes)) {
        line_begin(printing);
        Own text = object_repr(notes);
        if (text)
            piece_append_str(printing->out, text);
        else
            piece_append(printing->out, "<__notes__ repr() failed>");
        release_maybe(text);
        error_clear();
        return;
    }
    isize count = object_length(notes);
    for (isize i = 0; i < count; i++) {
        Own index = int_from_isize(i), note = index ? object_get_item(notes, index) : NULL;
        if (note) print_note(printing, note);
        release_maybe(index);
        release_maybe(note);
    }
    error_clear();
}

static void print_exception(const Printing *printing, Ref exception) {
    print_traceback(printing, exception);
    Own notes = attribute(exception, "__notes__");
    Own message = print_file_and_line(printing, exception);
    print_message(printing, type_of(exception), message ? (Ref)message : exception);
    Own suggestion = message ? NULL : traceback_suggestion(exception);
    if (suggestion) {
        piece_append(printing->out, ". Did you mean: '");
        piece_append_str(printing->out, suggestion);
        piece_append(printing->out, "'?");
    }
    piece_append(printing->out, "\n");
    print_notes(printing, notes);
    release_maybe(suggestion);
    release_maybe(message);
    release_maybe(notes);
    error_clear();
}

/* --- chains and groups ------------------------------------------------------------------------------ */

static void print_recursive(Printing *printing, Ref exception);

/* Whether it has been printed already, and from now on it has. */
static bool seen(const Printing *printing, Ref exception, bool add) {
    if (!printing->seen) return true;
    Own id = int_from_u64(object_id(exception));
    int found = id ? set_contains(printing->seen, id) : 1;
    if (id && add && !set_add(printing->seen, id)) error_clear();
    release_maybe(id);
    return found != 0;
}

static void print_chained(Printing *printing, Ref exception, const char *message) {
    bool need_close = printing->need_close;
    printing->need_close = false;
    if (!recursion_enter(" in print_chained")) {
        error_clear();
        return;
    }
    print_recursive(printing, exception);
    recursion_leave();
    printing->need_close = need_close;
    line_begin(printing);
    piece_append(printing->out, "\n");
    line_begin(printing);
    piece_append(printing->out, message);
    line_begin(printing);
    piece_append(printing->out, "\n");
}

static void print_cause_and_context(Printing *printing, Ref exception) {
    seen(printing, exception, true);
    const Exception *e = AS_EXCEPTION(exception);
    if (e->cause && e->cause != None) {
        if (!seen(printing, e->cause, false)) {
            print_chained(printing, e->cause,
                          "The above exception was the direct cause of the following exception:\n");
        }
        return;
    }
    if (e->suppress_context || !e->context || e->context == None || seen(printing, e->context, false)) return;
    print_chained(printing, e->context,
                  "During handling of the above exception, another exception occurred:\n");
}

static void indent_append(const Printing *printing) {
    margin_append(printing->out, &(Margin){2 * printing->depth, NULL});
}

static void print_member(Printing *printing, Ref members, isize i, isize shown) {
    bool last = i == shown - 1, cut = i >= GROUP_WIDTH;
    if (last) printing->need_close = true;
    indent_append(printing);
    text_append_cstring(printing->out, i == 0 ? "+-" : "  ");
    if (cut)
        text_append_cstring(printing->out, "+---------------- ... ----------------\n");
    else
        text_append_format(printing->out, "+---------------- %zd ----------------\n", i + 1);
    piece_end(printing->out);
    printing->depth++;
    if (!cut) {
        print_recursive(printing, tuple_get(members, i));
    } else {
        isize left = tuple_length(members) - GROUP_WIDTH;
        line_begin(printing);
        text_append_format(printing->out, "and %zd more exception%s\n", left, left > 1 ? "s" : "");
        piece_end(printing->out);
    }
    if (last && printing->need_close) {
        indent_append(printing);
        piece_append(printing->out, "+------------------------------------\n");
        printing->need_close = false;
    }
    printing->depth--;
}

static void print_group(Printing *printing, Ref group) {
    if (printing->depth > GROUP_DEPTH) {
        line_begin(printing);
        text_append_format(printing->out, "... (max_group_depth is %d)\n", GROUP_DEPTH);
        piece_end(printing->out);
        return;
    }
    if (printing->depth == 0) printing->depth = 1;
    print_exception(printing, group);
    Ref members = ((const GroupException *)group)->exceptions;
    isize count = tuple_length(members), shown = count <= GROUP_WIDTH ? count : GROUP_WIDTH + 1;
    for (isize i = 0; i < shown; i++) print_member(printing, members, i, shown);
    if (printing->depth == 1) printing->depth = 0;
}

static void print_recursive(Printing *printing, Ref exception) {
    if (!recursion_enter(" in print_exception_recursive")) {
        error_clear();
        return;
    }
    if (printing->seen) print_cause_and_context(printing, exception);
    if (is_group(exception))
        print_group(printing, exception);
    else
        print_exception(printing, exception);
    recursion_leave();
}

void traceback_print_exception(Ref exception, Text *out) {
    Printing printing = {.out = out, .seen = set_new(NULL)};
    if (!printing.seen) error_clear();
    Own held = own(exception);
    print_recursive(&printing, exception);
    release(held);
    release_maybe(printing.seen);
    error_clear();
}

void traceback_print_lost(Ref exception, Text *out) {
    text_append_format(out, "object address  : 0x%llx\nobject refcount : %zd\n",
                       (unsigned long long)object_id(exception), exception->ob_refcnt);
    text_append_format(out, "object type     : 0x%llx\nobject type name: %s\nobject repr     : ",
                       (unsigned long long)object_id((Ref)type_of(exception)), type_of(exception)->name);
    Own shown = object_repr(exception);
    if (shown)
        str_append_utf8(shown, out);
    else
        error_clear();
    release_maybe(shown);
    text_append_cstring(out, "\nlost sys.stderr\n");
}
