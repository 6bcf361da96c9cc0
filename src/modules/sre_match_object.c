/* sre_match_object.c: the type re.Match: where a pattern and its groups were found. */
#include "modules/sre.h"

#include "object/dict.h"
#include "object/gc.h"
#include "object/number.h"

/* With the whole match, which is group 0. */
static isize group_count(Ref self) { return size_of(self) / 2; }

Own match_new(Ref pattern, const Matcher *m, MatchResult result) {
    if (result == MATCH_ERROR) return NULL;
    if (result == MATCH_NO) return own_none();
    isize groups = AS_PATTERN(pattern)->groups + 1;
    Own self = object_new(MODULE_TYPE(SRE_MATCH), groups * 2);
    if (!self) return NULL;
    Match *match = AS_MATCH(self);
    match->string = own(m->string);
    match->pattern = own(pattern);
    match->marks[0] = m->start;
    match->marks[1] = m->position;
    for (isize mark = 0; mark < (groups - 1) * 2; mark += 2) {
        bool is_set = mark + 1 <= m->last_mark && m->marks[mark] >= 0 && m->marks[mark + 1] >= 0;
        match->marks[mark + 2] = is_set ? m->marks[mark] : -1;
        match->marks[mark + 3] = is_set ? m->marks[mark + 1] : -1;
        if (is_set && m->marks[mark] > m->marks[mark + 1]) {
            gc_track(self);
            release(self);
            return error_set(EXC(SystemError),
                             "The span of capturing group is wrong, please report a bug for the re module.");
        }
    }
    match->pos = m->window_start;
    match->endpos = m->end;
    match->last_index = m->last_index;
    gc_track(self);
    return self;
}

/* --- groups by number or name --------------------------------------------------------------------------- */

/* -1: IndexError, or what else was raised. */
static isize group_number(Ref self, Ref key) {
    isize number = -1;
    if (!key) return 0;
    if (number_is_index(key)) {
        number = int_index_as_isize(key, NULL);
    } else {
        Ref value = dict_get(AS_PATTERN(AS_MATCH(self)->pattern)->group_index, key);
        if (value && is_int(value)) number = int_as_isize(value);
    }
    if (number >= 0 && number < group_count(self)) return number;
    /* what went wrong with an odd key does not matter, but an interrupt must not be lost */
    error_clear();
    error_set(EXC(IndexError), "no such group");
    return -1;
}

/* The text between two marks; `otherwise` where the group is not set. */
static Own group_text(Ref self, isize group, Ref otherwise) {
    const Match *match = AS_MATCH(self);
    isize start = match->marks[group * 2], end = match->marks[group * 2 + 1];
    if (match->string == None || start < 0) return own(otherwise);
    if (is_str(match->string)) {
        isize length = str_length(match->string);
        return str_substring(match->string, isize_min(start, length), isize_min(end, length));
    }
    Buffer buffer;
    if (!buffer_get(match->string, &buffer, false)) return NULL;
    /* a bytearray may have shrunk meanwhile */
    end = isize_min(end, buffer.length);
    start = isize_min(start, end);
    Own text = is_exact_bytes(match->string) && start == 0 && end == buffer.length
                   ? own(match->string)
                   : bytes_from(buffer.data + start, end - start);
    buffer_release(&buffer);
    return text;
}

static Own group_by_key(Ref self, Ref key) {
    isize group = group_number(self, key);
    return group < 0 ? NULL : group_text(self, group, None);
}

static Own match_method_group(Ref self, Ref const *args, isize nargs) {
    if (nargs == 0) return group_text(self, 0, None);
    if (nargs == 1) return group_by_key(self, args[0]);
    Own texts = tuple_new(nargs);
    for (isize i = 0; texts && i < nargs; i++) {
        Own text = group_by_key(self, args[i]);
        if (text) {
            tuple_fill(texts, i, text);
        } else {
            slot_clear(&texts);
        }
    }
    return texts;
}

static bool take_default(const char *name, Ref const *args, isize nargs, Ref kwnames, Ref *otherwise) {
    Parameters parameters = {name, {"default"}, .required = 0};
    if (!arguments_bind(&parameters, args, nargs, kwnames, otherwise)) return false;
    if (!*otherwise) *otherwise = None;
    return true;
}

static Own match_method_groups(Ref self, Ref const *args, isize nargs, Ref kwnames) {
    Ref otherwise;
    if (!take_default("groups", args, nargs, kwnames, &otherwise)) return NULL;
    Own texts = tuple_new(group_count(self) - 1);
    for (isize i = 1; texts && i < group_count(self); i++) {
        Own text = group_text(self, i, otherwise);
        if (text) {
            tuple_fill(texts, i - 1, text);
        } else {
            slot_clear(&texts);
        }
    }
    return texts;
}

static Own match_method_groupdict(Ref self, Ref const *args, isize nargs, Ref kwnames) {
    Ref otherwise, name, number;
    if (!take_default("groupdict", args, nargs, kwnames, &otherwise)) return NULL;
    Own texts = dict_new();
    isize position = 0;
    while (texts &&
           dict_each(AS_PATTERN(AS_MATCH(self)->pattern)->group_index, &position, &name, &number, NULL)) {
        isize group = group_number(self, name);
        Own text = group < 0 ? NULL : group_text(self, group, otherwise);
        if (!text || !dict_set_own(texts, name, text)) slot_clear(&texts);
    }
    return texts;
}

/* --- places --------------------------------------------------------------------------------------------- */

static Own pair_of(isize start, isize end) {
    Own first = int_from_isize(start), second = first ? int_from_isize(end) : NULL;
    Own pair = second ? tuple_pack(2, (Ref)first, (Ref)second) : NULL;
    release_maybe(first);
    release_maybe(second);
    return pair;
}

/* The group that the only, optional argument of start(), end() or span() names. */
static isize take_group(const char *name, Ref self, Ref const *args, isize nargs) {
    return arguments_count(name, nargs, 0, 1) ? group_number(self, nargs ? args[0] : NULL) : -1;
}

static Own match_method_start(Ref self, Ref const *args, isize nargs) {
    isize group = take_group("start", self, args, nargs);
    return group < 0 ? NULL : int_from_isize(AS_MATCH(self)->marks[group * 2]);
}
static Own match_method_end(Ref self, Ref const *args, isize nargs) {
    isize group = take_group("end", self, args, nargs);
    return group < 0 ? NULL : int_from_isize(AS_MATCH(self)->marks[group * 2 + 1]);
}
static Own match_method_span(Ref self, Ref const *args, isize nargs) {
    isize group = take_group("span", self, args, nargs);
    if (group < 0) return NULL;
    return pair_of(AS_MATCH(self)->marks[group * 2], AS_MATCH(self)->marks[group * 2 + 1]);
}

static Own match_get_regs(Ref self, void *closure) {
    (void)closure;
    Match *match = AS_MATCH(self);
    if (match->regs) return own(match->regs);
    Own regs = tuple_new(group_count(self));
    for (isize i = 0; regs && i < group_count(self); i++) {
        Own pair = pair_of(match->marks[i * 2], match->marks[i * 2 + 1]);
        if (pair) {
            tuple_fill(regs, i, pair);
        } else {
            slot_clear(&regs);
        }
    }
    match->regs = own_maybe(regs);
    return regs;
}

static Own match_get_lastindex(Ref self, void *closure) {
    (void)closure;
    isize last = AS_MATCH(self)->last_index;
    return last >= 0 ? int_from_isize(last) : own_none();
}
static Own match_get_lastgroup(Ref self, void *closure) {
    (void)closure;
    isize last = AS_MATCH(self)->last_index;
    Ref names = AS_PATTERN(AS_MATCH(self)->pattern)->index_group;
    return last >= 0 && last < tuple_length(names) ? own(tuple_get(names, last)) : own_none();
}

/* --- the object ----------------------------------------------------------------------------------------- */

static Own match_method_expand(Ref self, Ref const *args, isize nargs, Ref kwnames) {
    static const Parameters parameters = {"expand", {"template"}, .required = 1};
    Ref template;
    if (!arguments_bind(&parameters, args, nargs, kwnames, &template)) return NULL;
    return sre_call_re("_expand", (Ref[]){AS_MATCH(self)->pattern, self, template}, 3);
}
static Own match_method_copy(Ref self) { return own(self); }
static Own match_method_deepcopy(Ref self, Ref memo) {
    (void)memo;
    return own(self);
}

static Own match_repr(Ref self) {
    Own text = group_text(self, 0, None);
    if (!text) return NULL;
    const Mark *marks = AS_MATCH(self)->marks;
    Own shown =
        str_format("<%s object; span=(%zd, %zd), match=%.50R>", type_of(self)->name, marks[0], marks[1], text);
    release(text);
    return shown;
}

static void match_clear(Ref self) {
    slot_clear(&AS_MATCH(self)->string);
    slot_clear(&AS_MATCH(self)->regs);
    slot_clear(&AS_MATCH(self)->pattern);
}
static void match_dealloc(Own self) {
    gc_untrack(self);
    match_clear(self);
    object_free(self);
}
static bool match_traverse(Ref self, VisitFn visit, void *context) {
    const Match *match = AS_MATCH(self);
    return (!match->string || visit(match->string, context)) && (!match->regs || visit(match->regs, context)) &&
           (!match->pattern || visit(match->pattern, context));
}

static const MethodDef match_methods[] = {
    {"group", METHOD_ARRAY, .array = match_method_group,
     .doc = "group([group1, ...]) -> str or tuple.\n    Return subgroup(s) of the match by indices or names.\n"
            "    For 0 returns the entire match.",
     .flags = METHOD_VARARGS},
    {"start", METHOD_ARRAY, .array = match_method_start,
     .doc = "start($self, group=0, /)\n--\n\n"
            "Return index of the start of the substring matched by group."},
    {"end", METHOD_ARRAY, .array = match_method_end,
     .doc = "end($self, group=0, /)\n--\n\nReturn index of the end of the substring matched by group."},
    {"span", METHOD_ARRAY, .array = match_method_span,
     .doc = "span($self, group=0, /)\n--\n\n"
            "For match object m, return the 2-tuple (m.start(group), m.end(group))."},
    {"groups", METHOD_KEYWORDS, .keywords = match_method_groups,
     .doc = "groups($self, /, default=None)\n--\n\n"
            "Return a tuple containing all the subgroups of the match, from 1.\n\n"
            "  default\n    Is used for groups that did not participate in the match."},
    {"groupdict", METHOD_KEYWORDS, .keywords = match_method_groupdict,
     .doc =
         "groupdict($self, /, default=None)\n--\n\n"
         "Return a dictionary containing all the named subgroups of the match, keyed by the subgroup name.\n\n"
         "  default\n    Is used for groups that did not participate in the match."},
    {"expand", METHOD_KEYWORDS, .keywords = match_method_expand,
     .doc =
         "expand($self, /, template)\n--\n\nReturn the string obtained by doing backslash substitution on the "
         "string template, as done by the sub() method."},
    {"__copy__", METHOD_NONE, .none = match_method_copy, .doc = "__copy__($self, /)\n--\n\n"},
    {"__deepcopy__", METHOD_ONE, .one = match_method_deepcopy, .doc = "__deepcopy__($self, memo, /)\n--\n\n"},
    {"__class_getitem__", METHOD_ONE, .one = generic_alias_new, .doc = "See PEP 585", .flags = METHOD_CLASS},
    {.name = NULL}};

static const MemberDef match_members[] = {
    {"string", MEMBER_OBJECT, offsetof(Match, string), true, "The string passed to match() or search()."},
    {"re", MEMBER_OBJECT, offsetof(Match, pattern), true, "The regular expression object."},
    {"pos", MEMBER_ISIZE, offsetof(Match, pos), true,
     "The index into the string at which the RE engine started looking for a match."},
    {"endpos", MEMBER_ISIZE, offsetof(Match, endpos), true,
     "The index into the string beyond which the RE engine will not go."},
    {.name = NULL}};

static const GetSetDef match_getset[] = {
    {"lastindex", match_get_lastindex, .doc = "The integer index of the last matched capturing group."},
    {"lastgroup", match_get_lastgroup, .doc = "The name of the last matched capturing group."},
    {"regs", match_get_regs},
    {.name = NULL}};

enum { MATCH_SIZE_IN_CPYTHON = 88 };
const TypeSpec sre_match_spec = {.name = "re.Match",
                                 .module = "re",
                                 .basicsize = offsetof(Match, marks),
                                 .itemsize = sizeof(Mark),
                                 .ghost_size = MATCH_SIZE_IN_CPYTHON,
                                 .flags = TYPE_HEAP_SPEC | TYPE_GC | TYPE_NO_INSTANTIATION,
                                 .slots =
                                     {
                                         .dealloc = match_dealloc,
                                         .traverse = match_traverse,
                                         .clear = match_clear,
                                         .repr = match_repr,
                                         .subscript = group_by_key,
                                     },
                                 .methods = match_methods,
                                 .members = match_members,
                                 .getset = match_getset,
                                 .doc = "The result of re.match() and re.search().\n"
                                        "Match objects always have a boolean value of True."};
