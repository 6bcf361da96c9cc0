/* sre_pattern.c: the type re.Pattern. */
#include "modules/sre.h"

#include "base/hash.h"
#include "object/dict.h"
#include "object/gc.h"
#include "object/list.h"
#include "object/number.h"
#include "object/weakref.h"

/* --- arguments ------------------------------------------------------------------------------------------ */

bool sre_index_argument(Ref value, isize otherwise, isize *index) {
    *index = otherwise;
    if (!value) return true;
    Own number = int_index(value);
    if (!number) return false;
    *index = int_as_isize(number);
    release(number);
    return *index != -1 || !error_occurred();
}

typedef struct Window {
    Ref string;
    isize pos, endpos;
} Window;

/* (string, pos=0, endpos=sys.maxsize) of the method `name`. */
static bool take_window(const char *name, Ref const *args, isize nargs, Ref kwnames, Window *window) {
    Parameters parameters = {name, {"string", "pos", "endpos"}, .required = 1};
    Ref given[3];
    if (!arguments_bind(&parameters, args, nargs, kwnames, given)) return false;
    window->string = given[0];
    return sre_index_argument(given[1], 0, &window->pos) &&
           sre_index_argument(given[2], ISIZE_MAX, &window->endpos);
}

/* --- one match ------------------------------------------------------------------------------------------ */

/* Ends the matcher, charging what it did. NULL stays NULL. */
static Own finish(Matcher *m, Own result) {
    if (result && !matcher_pause(m)) slot_clear(&result);
    matcher_close(m);
    return result;
}

static Own match_once(Ref self, const Window *window, bool search, bool match_all) {
    Matcher m;
    if (!matcher_open(&m, AS_PATTERN(self), window->string, window->pos, window->endpos)) return NULL;
    m.match_all = match_all;
    m.position = m.start;
    const Pattern *pattern = AS_PATTERN(self);
    MatchResult result = search ? matcher_search(&m, pattern) : matcher_match(&m, pattern->code, true);
    return finish(&m, match_new(self, &m, result));
}

static Own pattern_method_match(Ref self, Ref const *args, isize nargs, Ref kwnames) {
    Window window;
    return take_window("match", args, nargs, kwnames, &window) ? match_once(self, &window, false, false) : NULL;
}
static Own pattern_method_fullmatch(Ref self, Ref const *args, isize nargs, Ref kwnames) {
    Window window;
    return take_window("fullmatch", args, nargs, kwnames, &window) ? match_once(self, &window, false, true)
                                                                   : NULL;
}
static Own pattern_method_search(Ref self, Ref const *args, isize nargs, Ref kwnames) {
    Window window;
    return take_window("search", args, nargs, kwnames, &window) ? match_once(self, &window, true, false) : NULL;
}

/* --- all matches ---------------------------------------------------------------------------------------- */

/* What findall gives for a match: its text, its only group's, or a tuple of its groups'. */
static Own found_item(const Pattern *pattern, const Matcher *m) {
    if (pattern->groups == 0) return sre_slice(m->buffer.owner != NULL, m, m->start, m->position);
    if (pattern->groups == 1) return matcher_group(m, 1, true);
    Own item = tuple_new(pattern->groups);
    for (isize i = 0; item && i < pattern->groups; i++) {
        Own text = matcher_group(m, i + 1, true);
        if (text) {
            tuple_fill(item, i, text);
        } else {
            slot_clear(&item);
        }
    }
    return item;
}

static bool find_all(const Pattern *pattern, Matcher *m, Ref list) {
    while (m->start <= m->end) {
        matcher_reset(m);
        MatchResult result = matcher_search(m, pattern);
        if (result != MATCH_YES) return result == MATCH_NO;
        Own item = found_item(pattern, m);
        if (!item || !list_append(list, item)) return false;
        matcher_step(m);
    }
    return true;
}

static Own pattern_method_findall(Ref self, Ref const *args, isize nargs, Ref kwnames) {
    Window window;
    if (!take_window("findall", args, nargs, kwnames, &window)) return NULL;
    Matcher m;
    if (!matcher_open(&m, AS_PATTERN(self), window.string, window.pos, window.endpos)) return NULL;
    Own list = list_new(0);
    if (list && !find_all(AS_PATTERN(self), &m, list)) slot_clear(&list);
    return finish(&m, list);
}

static bool split_all(const Pattern *pattern, Matcher *m, isize most, Ref list) {
    isize from = m->start;
    bool is_bytes_like = m->buffer.owner != NULL;
    for (isize n = 0; !most || n < most; n++) {
        matcher_reset(m);
        MatchResult result = matcher_search(m, pattern);
        if (result == MATCH_ERROR) return false;
        if (result == MATCH_NO) break;
        Own item = sre_slice(is_bytes_like, m, from, m->start);
        if (!item || !list_append(list, item)) return false;
        for (isize group = 1; group <= pattern->groups; group++) {
            item = matcher_group(m, group, false);
            if (!item || !list_append(list, item)) return false;
        }
        from = m->position;
        matcher_step(m);
    }
    Own rest = sre_slice(is_bytes_like, m, from, m->end);
    return rest && list_append(list, rest);
}

static Own pattern_method_split(Ref self, Ref const *args, isize nargs, Ref kwnames) {
    static const Parameters parameters = {"split", {"string", "maxsplit"}, .required = 1};
    Ref given[2];
    isize most;
    if (!arguments_bind(&parameters, args, nargs, kwnames, given)) return NULL;
    if (!sre_index_argument(given[1], 0, &most)) return NULL;
    Matcher m;
    if (!matcher_open(&m, AS_PATTERN(self), given[0], 0, ISIZE_MAX)) return NULL;
    Own list = list_new(0);
    if (list && !split_all(AS_PATTERN(self), &m, most, list)) slot_clear(&list);
    return finish(&m, list);
}

static Own pattern_method_scanner(Ref self, Ref const *args, isize nargs, Ref kwnames) {
    Window window;
    if (!take_window("scanner", args, nargs, kwnames, &window)) return NULL;
    return scanner_new(self, window.string, window.pos, window.endpos);
}

static Own pattern_method_finditer(Ref self, Ref const *args, isize nargs, Ref kwnames) {
    Window window;
    if (!take_window("finditer", args, nargs, kwnames, &window)) return NULL;
    Own scanner = scanner_new(self, window.string, window.pos, window.endpos);
    Own name = scanner ? str_intern_cstring("search") : NULL;
    Own search = name ? object_get_attribute(scanner, name) : NULL;
    Own iterator = search ? callable_iterator_new(search, None) : NULL;
    release_maybe(search);
    release_maybe(name);
    release_maybe(scanner);
    return iterator;
}

/* --- substitution --------------------------------------------------------------------------------------- */

static Own substitute(const char *name, Ref self, Ref const *args, isize nargs, Ref kwnames, isize *done) {
    Parameters parameters = {name, {"repl", "string", "count"}, .required = 2};
    Ref given[3];
    isize count;
    if (!arguments_bind(&parameters, args, nargs, kwnames, given)) return NULL;
    if (!sre_index_argument(given[2], 0, &count)) return NULL;
    return pattern_substitute(self, given[0], given[1], count, done);
}

static Own pattern_method_sub(Ref self, Ref const *args, isize nargs, Ref kwnames) {
    isize done;
    return substitute("sub", self, args, nargs, kwnames, &done);
}
static Own pattern_method_subn(Ref self, Ref const *args, isize nargs, Ref kwnames) {
    isize done;
    Own text = substitute("subn", self, args, nargs, kwnames, &done),
        number = text ? int_from_isize(done) : NULL;
    Own pair = number ? tuple_pack(2, (Ref)text, (Ref)number) : NULL;
    release_maybe(text);
    release_maybe(number);
    return pair;
}

/* --- the object ----------------------------------------------------------------------------------------- */

static Own pattern_method_copy(Ref self) { return own(self); }
static Own pattern_method_deepcopy(Ref self, Ref memo) {
    (void)memo;
    return own(self);
}
static Own pattern_get_groupindex(Ref self, void *closure) {
    (void)closure;
    if (dict_length(AS_PATTERN(self)->group_index) > 0) return mapping_proxy_new(AS_PATTERN(self)->group_index);
    return dict_new(); /* as CPython's: with nothing in it that could be changed */
}

/* "|re.IGNORECASE|..." behind what is there. */
static void append_flags(StrBuilder *builder, u32 flags) {
    static const char *const names[] = {"re.TEMPLATE",  "re.IGNORECASE", "re.LOCALE",
                                        "re.MULTILINE", "re.DOTALL",     "re.UNICODE",
                                        "re.VERBOSE",   "re.DEBUG",      "re.ASCII"};
    const char *separator = ", ";
    for (isize i = 0; i < COUNT_OF(names); i++) {
        if (!(flags >> i & 1)) continue;
        str_builder_ascii(builder, separator, -1);
        str_builder_ascii(builder, names[i], -1);
        separator = "|";
    }
    u32 others = flags >> COUNT_OF(names) << COUNT_OF(names);
    if (!others) return;
    Own number = str_format("%s0x%x", separator, others);
    if (number) str_builder_str(builder, number);
    release_maybe(number);
}

static Own pattern_repr(Ref self) {
    const Pattern *pattern = AS_PATTERN(self);
    enum { UNICODE = 32, TYPE_FLAGS = 4 | 256 | 32, SHOWN = 200 };
    u32 flags = (u32)pattern->flags;
    /* what a str pattern has anyway */
    if (pattern->kind == PATTERN_STR && (flags & TYPE_FLAGS) == UNICODE) flags &= ~(u32)UNICODE;
    Own shown = object_repr(pattern->pattern);
    if (!shown) return NULL;
    StrBuilder builder;
    str_builder_init(&builder);
    str_builder_ascii(&builder, "re.compile(", -1);
    str_builder_substring(&builder, shown, 0, isize_min(SHOWN, str_length(shown)));
    append_flags(&builder, flags);
    str_builder_char(&builder, ')');
    release(shown);
    return str_builder_finish(&builder);
}

static isize pattern_hash(Ref self) {
    const Pattern *pattern = AS_PATTERN(self);
    isize hash = (isize)hash_siphash13(pattern->code, (usize)size_of(self) * sizeof(u32));
    isize of_pattern = object_hash(pattern->pattern);
    if (of_pattern == -1) return -1;
    hash ^= of_pattern ^ pattern->flags ^ pattern->kind ^ size_of(self);
    return hash == -1 ? -2 : hash;
}

static Own pattern_compare(Ref left, Ref right, CompareOp op) {
    if ((op != COMPARE_EQ && op != COMPARE_NE) || type_of(left) != type_of(right)) return own_not_implemented();
    if (left == right) return own_bool(op == COMPARE_EQ);
    const Pattern *a = AS_PATTERN(left), *b = AS_PATTERN(right);
    int equal = a->flags == b->flags && a->kind == b->kind && size_of(left) == size_of(right) &&
                memcmp(a->code, b->code, (usize)size_of(left) * sizeof(u32)) == 0;
    if (equal) equal = object_compare_bool(a->pattern, b->pattern, COMPARE_EQ);
    return equal < 0 ? NULL : own_bool(equal == (op == COMPARE_EQ));
}

static void pattern_clear(Ref self) {
    slot_clear(&AS_PATTERN(self)->group_index);
    slot_clear(&AS_PATTERN(self)->index_group);
    slot_clear(&AS_PATTERN(self)->pattern);
}
static void pattern_dealloc(Own self) {
    gc_untrack(self);
    weakref_clear_all(self);
    pattern_clear(self);
    object_free(self);
}
static bool pattern_traverse(Ref self, VisitFn visit, void *context) {
    const Pattern *pattern = AS_PATTERN(self);
    return (!pattern->group_index || visit(pattern->group_index, context)) &&
           (!pattern->index_group || visit(pattern->index_group, context)) &&
           (!pattern->pattern || visit(pattern->pattern, context));
}

#define WINDOW "($self, /, string, pos=0, endpos=sys.maxsize)\n--\n\n"
static const MethodDef pattern_methods[] = {
    {"match", METHOD_KEYWORDS, .keywords = pattern_method_match,
     .doc = "match" WINDOW "Matches zero or more characters at the beginning of the string.",
     .flags = METHOD_DEFINING_CLASS},
    {"fullmatch", METHOD_KEYWORDS, .keywords = pattern_method_fullmatch,
     .doc = "fullmatch" WINDOW "Matches against all of the string.", .flags = METHOD_DEFINING_CLASS},
    {"search", METHOD_KEYWORDS, .keywords = pattern_method_search,
     .doc = "search" WINDOW "Scan through string looking for a match, and return a corresponding match object "
            "instance.\n\nReturn None if no position in the string matches.",
     .flags = METHOD_DEFINING_CLASS},
    {"sub", METHOD_KEYWORDS, .keywords = pattern_method_sub,
     .doc = "sub($self, /, repl, string, count=0)\n--\n\nReturn the string obtained by replacing the leftmost "
            "non-overlapping occurrences of pattern in string by the replacement repl.",
     .flags = METHOD_DEFINING_CLASS},
    {"subn", METHOD_KEYWORDS, .keywords = pattern_method_subn,
     .doc = "subn($self, /, repl, string, count=0)\n--\n\nReturn the tuple (new_string, number_of_subs_made) "
            "found by replacing the leftmost non-overlapping occurrences of pattern with the replacement repl.",
     .flags = METHOD_DEFINING_CLASS},
    {"findall", METHOD_KEYWORDS, .keywords = pattern_method_findall,
     .doc = "findall" WINDOW "Return a list of all non-overlapping matches of pattern in string."},
    {"split", METHOD_KEYWORDS, .keywords = pattern_method_split,
     .doc = "split($self, /, string, maxsplit=0)\n--\n\nSplit string by the occurrences of pattern."},
    {"finditer", METHOD_KEYWORDS, .keywords = pattern_method_finditer,
     .doc = "finditer" WINDOW "Return an iterator over all non-overlapping matches for the RE pattern in "
            "string.\n\nFor each match, the iterator returns a match object.",
     .flags = METHOD_DEFINING_CLASS},
    {"scanner", METHOD_KEYWORDS, .keywords = pattern_method_scanner, .doc = "scanner" WINDOW,
     .flags = METHOD_DEFINING_CLASS},
    {"__copy__", METHOD_NONE, .none = pattern_method_copy, .doc = "__copy__($self, /)\n--\n\n"},
    {"__deepcopy__", METHOD_ONE, .one = pattern_method_deepcopy, .doc = "__deepcopy__($self, memo, /)\n--\n\n"},
    {"__class_getitem__", METHOD_ONE, .one = generic_alias_new, .doc = "See PEP 585", .flags = METHOD_CLASS},
    {.name = NULL}};

static const MemberDef pattern_members[] = {
    {"pattern", MEMBER_OBJECT, offsetof(Pattern, pattern), true,
     "The pattern string from which the RE object was compiled."},
    {"flags", MEMBER_INT, offsetof(Pattern, flags), true, "The regex matching flags."},
    {"groups", MEMBER_ISIZE, offsetof(Pattern, groups), true, "The number of capturing groups in the pattern."},
    {.name = NULL}};

static const GetSetDef pattern_getset[] = {
    {"groupindex", pattern_get_groupindex, .doc = "A dictionary mapping group names to group numbers."},
    {.name = NULL}};

enum { PATTERN_SIZE_IN_CPYTHON = 96 };
const TypeSpec sre_pattern_spec = {.name = "re.Pattern",
                                   .module = "re",
                                   .basicsize = offsetof(Pattern, code),
                                   .itemsize = sizeof(u32),
                                   .ghost_size = PATTERN_SIZE_IN_CPYTHON,
                                   .weaklist_offset = offsetof(Pattern, weaklist),
                                   .flags = TYPE_HEAP_SPEC | TYPE_GC | TYPE_NO_INSTANTIATION,
                                   .slots =
                                       {
                                           .dealloc = pattern_dealloc,
                                           .traverse = pattern_traverse,
                                           .clear = pattern_clear,
                                           .repr = pattern_repr,
                                           .hash = pattern_hash,
                                           .richcompare = pattern_compare,
                                       },
                                   .methods = pattern_methods,
                                   .members = pattern_members,
                                   .getset = pattern_getset,
                                   .doc = "Compiled regular expression object."};
