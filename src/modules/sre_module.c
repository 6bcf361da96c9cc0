/* sre_module.c: the module _sre: compile(), questions on case, and scanners. */
#include "modules/sre.h"

#include "modules/sre_charset.h"
#include "object/argument_checks.h"
#include "object/dict.h"
#include "object/gc.h"
#include "object/list.h"

Own sre_call_re(const char *function, Ref const *args, isize nargs) {
    Own callable = import_attribute("re", function);
    Own result = callable ? object_call(callable, args, nargs, NULL) : NULL;
    release_maybe(callable);
    return result;
}

/* --- compile -------------------------------------------------------------------------------------------- */

/* One word of code. False: raised. */
static bool take_word(Ref item, u32 *word) {
    u64 value = int_as_u64(item);
    if (value == (u64)-1 && error_occurred()) {
        if (error_matches(EXC(OverflowError))) {
            error_clear();
            error_set(EXC(OverflowError), "regular expression code size limit exceeded");
        }
        return false;
    }
    if (value > UINT32_MAX) {
        error_set(EXC(OverflowError), "regular expression code size limit exceeded");
        return false;
    }
    *word = (u32)value;
    return true;
}

static bool check_kind(Ref value, const Type *type, const char *argument) {
    if (is_a(value, type)) return true;
    error_set(EXC(TypeError), "compile() argument '%s' must be %s, not %s", argument, type->name,
              argument_type_name(value));
    return false;
}

/* Str, bytes, or anything else that can be matched against (then kept as it is); None: both. */
static bool pattern_kind(Ref pattern, PatternKind *kind) {
    *kind = PATTERN_ANY;
    if (pattern == None) return true;
    *kind = PATTERN_STR;
    if (is_str(pattern)) return true;
    *kind = PATTERN_BYTES;
    Buffer buffer;
    if (type_of(pattern)->slots.buffer_get && buffer_get(pattern, &buffer, false)) {
        buffer_release(&buffer);
        return true;
    }
    error_clear();
    error_set(EXC(TypeError), "expected string or bytes-like object, got '%N'", type_of(pattern));
    return false;
}

typedef struct CompileArguments {
    Ref pattern, code, group_index, index_group;
    int flags;
    isize groups;
    PatternKind kind;
} CompileArguments;

static bool take_compile_arguments(Ref const *args, isize nargs, Ref kwnames, CompileArguments *given) {
    static const Parameters parameters = {
        "compile", {"pattern", "flags", "code", "groups", "groupindex", "indexgroup"}, .required = 6};
    Ref bound[6];
    if (!arguments_bind(&parameters, args, nargs, kwnames, bound)) return false;
    *given = (CompileArguments){
        .pattern = bound[0], .code = bound[2], .group_index = bound[4], .index_group = bound[5]};
    return argument_int(bound[1], &given->flags) && check_kind(bound[2], TYPE(LIST), "code") &&
           sre_index_argument(bound[3], 0, &given->groups) && check_kind(bound[4], TYPE(DICT), "groupindex") &&
           check_kind(bound[5], TYPE(TUPLE), "indexgroup");
}

static Own sre_compile(Ref module, Ref const *args, isize nargs, Ref kwnames) {
    (void)module;
    CompileArguments given;
    if (!take_compile_arguments(args, nargs, kwnames, &given)) return NULL;
    isize length = list_length(given.code);
    Own self = object_new(MODULE_TYPE(SRE_PATTERN), length);
    if (!self) return NULL;
    Pattern *pattern = AS_PATTERN(self);
    pattern->ob_base.ob_size = length;
    gc_track(self);
    for (isize i = 0; i < length; i++) {
        if (!take_word(list_get(given.code, i), &pattern->code[i])) goto fail;
    }
    if (!pattern_kind(given.pattern, &pattern->kind)) goto fail;
    pattern->pattern = own(given.pattern);
    pattern->group_index = own(given.group_index);
    pattern->index_group = own(given.index_group);
    pattern->flags = given.flags;
    pattern->groups = given.groups;
    if (!sre_code_check(pattern->code, length, given.groups)) goto fail;
    pattern_find_first(pattern);
    return self;
fail:
    release(self);
    return NULL;
}

/* --- case ----------------------------------------------------------------------------------------------- */

static bool take_char(Ref argument, u32 *c) {
    int value;
    if (!argument_int(argument, &value)) return false;
    *c = (u32)value;
    return true;
}
static Own sre_ascii_iscased(Ref module, Ref argument) {
    (void)module;
    u32 c;
    return take_char(argument, &c) ? own_bool((c | 32) - 'a' < 26 && c < 128) : NULL;
}
static Own sre_ascii_tolower(Ref module, Ref argument) {
    (void)module;
    u32 c;
    return take_char(argument, &c) ? int_from_i64((int)sre_lower_ascii(c)) : NULL;
}
static Own sre_unicode_iscased(Ref module, Ref argument) {
    (void)module;
    u32 c;
    if (!take_char(argument, &c)) return NULL;
    return own_bool(c != sre_lower_unicode(c) || c != sre_upper_unicode(c));
}
static Own sre_unicode_tolower(Ref module, Ref argument) {
    (void)module;
    u32 c;
    return take_char(argument, &c) ? int_from_i64((int)sre_lower_unicode(c)) : NULL;
}
static Own sre_getcodesize(Ref module) {
    (void)module;
    return int_from_i64(sizeof(u32));
}

/* --- scanners ------------------------------------------------------------------------------------------- */

typedef struct Scanner {
    Object ob_base;
    Object *pattern; /* owned */
    Matcher matcher;
    bool done, running;
} Scanner;
#define AS_SCANNER(ref) ((Scanner *)(ref))

Own scanner_new(Ref pattern, Ref string, isize pos, isize endpos) {
    Own self = object_new(MODULE_TYPE(SRE_SCANNER), 0);
    if (!self) return NULL;
    if (!matcher_open(&AS_SCANNER(self)->matcher, AS_PATTERN(pattern), string, pos, endpos)) {
        object_free(self);
        return NULL;
    }
    AS_SCANNER(self)->pattern = own(pattern);
    gc_track(self);
    return self;
}

static Own scan(Ref self, bool search) {
    Scanner *scanner = AS_SCANNER(self);
    Matcher *m = &scanner->matcher;
    if (scanner->running) return error_set(EXC(ValueError), "regular expression scanner already executing");
    if (scanner->done) return own_none();
    matcher_reset(m);
    m->position = m->start;
    const Pattern *pattern = AS_PATTERN(scanner->pattern);
    scanner->running = true;
    MatchResult result = search ? matcher_search(m, pattern) : matcher_match(m, pattern->code, true);
    Own match = match_new(scanner->pattern, m, result);
    if (match && !matcher_pause(m)) slot_clear(&match);
    scanner->running = false;
    if (result == MATCH_YES) {
        matcher_step(m);
    } else if (result == MATCH_NO) {
        scanner->done = true;
    }
    return match;
}
static Own scanner_method_match(Ref self) { return scan(self, false); }
static Own scanner_method_search(Ref self) { return scan(self, true); }

static void scanner_dealloc(Own self) {
    gc_untrack(self);
    matcher_close(&AS_SCANNER(self)->matcher);
    release(AS_SCANNER(self)->pattern);
    object_free(self);
}
static bool scanner_traverse(Ref self, VisitFn visit, void *context) {
    const Matcher *m = &AS_SCANNER(self)->matcher;
    return (!m->string || visit(m->string, context)) && visit(AS_SCANNER(self)->pattern, context);
}

static const MethodDef scanner_methods[] = {{"match", METHOD_NONE, .none = scanner_method_match,
                                             .doc = "match($self, /)\n--\n\n", .flags = METHOD_DEFINING_CLASS},
                                            {"search", METHOD_NONE, .none = scanner_method_search,
                                             .doc = "search($self, /)\n--\n\n", .flags = METHOD_DEFINING_CLASS},
                                            {.name = NULL}};
static const MemberDef scanner_members[] = {{"pattern", MEMBER_OBJECT, offsetof(Scanner, pattern), true, NULL},
                                            {.name = NULL}};
enum { SCANNER_SIZE_IN_CPYTHON = 232 };
const TypeSpec sre_scanner_spec = {.name = "_sre.SRE_Scanner",
                                   .module = "_sre",
                                   .basicsize = sizeof(Scanner),
                                   .ghost_size = SCANNER_SIZE_IN_CPYTHON,
                                   .flags = TYPE_HEAP_SPEC | TYPE_GC | TYPE_NO_INSTANTIATION,
                                   .slots =
                                       {
                                           .dealloc = scanner_dealloc,
                                           .traverse = scanner_traverse,
                                       },
                                   .methods = scanner_methods,
                                   .members = scanner_members};

/* --- the module ----------------------------------------------------------------------------------------- */

static const MethodDef functions[] = {
    {"compile", METHOD_KEYWORDS, .keywords = sre_compile,
     .doc = "compile($module, /, pattern, flags, code, groups, groupindex,\n        indexgroup)\n--\n\n"},
    {"getcodesize", METHOD_NONE, .none = sre_getcodesize, .doc = "getcodesize($module, /)\n--\n\n"},
    {"ascii_iscased", METHOD_ONE, .one = sre_ascii_iscased,
     .doc = "ascii_iscased($module, character, /)\n--\n\n"},
    {"unicode_iscased", METHOD_ONE, .one = sre_unicode_iscased,
     .doc = "unicode_iscased($module, character, /)\n--\n\n"},
    {"ascii_tolower", METHOD_ONE, .one = sre_ascii_tolower,
     .doc = "ascii_tolower($module, character, /)\n--\n\n"},
    {"unicode_tolower", METHOD_ONE, .one = sre_unicode_tolower,
     .doc = "unicode_tolower($module, character, /)\n--\n\n"},
    {.name = NULL}};

static bool fill(Ref module) {
    static const ModuleConstant constants[] = {{"MAGIC", SRE_MAGIC},
                                               {"CODESIZE", sizeof(u32)},
                                               {"MAXREPEAT", SRE_MAX_REPEAT},
                                               {"MAXGROUPS", SRE_MAX_GROUPS},
                                               {.name = NULL}};
    return module_ready_type(MODULE_TYPE_SRE_PATTERN) && module_ready_type(MODULE_TYPE_SRE_MATCH) &&
           module_ready_type(MODULE_TYPE_SRE_SCANNER) && module_add_constants(module, constants) &&
           module_add(module, "copyright",
                      str_from_ascii(" SRE 2.2.2 Copyright (c) 1997-2002 by Secret Labs AB ", -1));
}

const NativeModule sre_module = {.name = "_sre", .functions = functions, .fill = fill};
