/* code.c: making a code object, and giving its instructions back as they were compiled.
 *
 * Invariant: `units` always decode to the same base instructions. The interpreter replaces opcodes by
 * specialised forms and fills caches in place; code_bytes undoes both. */
#include "code/code.h"

#include "code/linetable.h"
#include "code/stack_room.h"
#include "code/startup_words_table.h"
#include "object/bytes.h"
#include "object/error.h"
#include "object/set.h"
#include "object/str.h"
#include "object/tuple.h"
#include "object/type_checks.h"

static bool is_name_char(u32 c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}

/* Only strings that look like names are interned: others would hardly be looked up by. */
static bool looks_like_name(Ref string) {
    if (!AS_STR(string)->ascii) return false;
    for (isize i = 0; i < str_length(string); i++) {
        if (!is_name_char(str_char(string, i))) return false;
    }
    return true;
}

static void intern_item(Ref tuple, isize i) {
    AS_TUPLE(tuple)->items[i] = str_intern(AS_TUPLE(tuple)->items[i]);
}

static bool intern_names(Ref names) {
    for (isize i = 0; i < tuple_length(names); i++) {
        if (!is_str(tuple_get(names, i))) {
            error_set(EXC(SystemError), "non-string found in code slot");
            return false;
        }
        intern_item(names, i);
    }
    return true;
}

static bool intern_constants(Ref constants, bool compiled, bool *modified);

/* The names that CPython has interned when a program begins, the words of its own sources: not all of them are ours. */
static bool is_startup_word(Ref string) {
    char word[40];
    isize length = str_length(string);
    if (length < 2 || length + 2 >= (isize)sizeof word) return false;
    word[0] = word[length + 1] = ' ';
    memcpy(word + 1, str_data(string), (usize)length);
    word[length + 2] = 0;
    for (isize i = 0; i < COUNT_OF(startup_words); i++)
        if (strstr(startup_words[i], word)) return true;
    return false;
}

static bool has_startup_word(Ref items) {
    for (isize i = 0; i < tuple_length(items); i++) {
        Ref item = tuple_get(items, i);
        if (is_exact_str(item) && looks_like_name(item) && is_startup_word(item)) return true;
    }
    return false;
}

/* A frozenset cannot be changed in place: when another str takes the place of an item, since that is interned already, a
 * new one takes its place, in which the items may come in another order. */
static bool intern_frozenset(Ref constants, isize i, bool compiled, bool *modified) {
    Own items = tuple_from_iterable(tuple_get(constants, i));
    if (!items) return false;
    bool changed = compiled && has_startup_word(items);
    bool ok = intern_constants(items, compiled, &changed);
    if (ok && changed) {
        Own set = frozenset_new(items);
        ok = set != NULL;
        if (set) {
            slot_set(&AS_TUPLE(constants)->items[i], set);
            *modified = true;
        }
    }
    release(items);
    return ok;
}

/* `compiled`: they come from the compiler, whose strs are new ones. Those of a .pyc are interned as they are read. */
static bool intern_constants(Ref constants, bool compiled, bool *modified) {
    if (!stack_has_room()) return error_memory();
    bool ok = true;
    for (isize i = 0; ok && i < tuple_length(constants); i++) {
        Ref constant = tuple_get(constants, i);
        if (is_exact_str(constant)) {
            if (looks_like_name(constant)) {
                intern_item(constants, i);
                *modified |= tuple_get(constants, i) != constant;
            }
        } else if (is_exact_tuple(constant)) {
            ok = intern_constants(constant, compiled, modified);
        } else if (is_exact_frozenset(constant)) {
            ok = intern_frozenset(constants, i, compiled, modified);
        }
    }
    return ok;
}

static void count_locals(Code *code) {
    const u8 *kinds = bytes_data(code->localspluskinds);
    code->nlocalsplus = (i32)size_of(code->localspluskinds);
    for (isize i = 0; i < code->nlocalsplus; i++) {
        if (kinds[i] & LOCAL_PLAIN) {
            code->nlocals++;
            if (kinds[i] & LOCAL_CELL) code->ncellvars++;
        } else if (kinds[i] & LOCAL_CELL) {
            code->ncellvars++;
            code->nplaincellvars++;
        } else if (kinds[i] & LOCAL_FREE) {
            code->nfreevars++;
        }
    }
}

static void find_first_traceable(Code *code) {
    isize count = code_unit_count(&code->ob_base.ob_base), i = 0;
    while (i < count && code->units[i].opcode != OP_RESUME) i++;
    code->first_traceable = (i32)i;
}

/* `linetable` is given on. */
static void fill_code(Code *code, const CodeSpec *spec, Own linetable) {
    code->consts = own(spec->consts);
    code->names = own(spec->names);
    code->exceptiontable = own(spec->exceptiontable);
    code->flags = spec->flags;
    code->warmup = CODE_WARMUP;
    code->argcount = spec->argcount;
    code->posonlyargcount = spec->posonlyargcount;
    code->kwonlyargcount = spec->kwonlyargcount;
    code->stacksize = spec->stacksize;
    code->firstlineno = spec->firstlineno;
    code->localsplusnames = own(spec->localsplusnames);
    code->localspluskinds = own(spec->localspluskinds);
    code->filename = own(spec->filename);
    code->name = own(spec->name);
    code->qualname = own(spec->qualname);
    code->linetable = linetable;
    memcpy(code->units, bytes_data(spec->code), (usize)size_of(spec->code));
    count_locals(code);
    find_first_traceable(code);
}

Own code_new(const CodeSpec *spec) {
    bool modified = false;
    if (!intern_names(spec->names) || !intern_constants(spec->consts, spec->compiled, &modified) ||
        !intern_names(spec->localsplusnames)) {
        return NULL;
    }
    Own lines = CODE_ROOT->no_debug_ranges ? linetable_without_columns(spec->linetable) : own(spec->linetable);
    Own code = lines ? object_new(TYPE_CODE, size_of(spec->code) / (isize)sizeof(CodeUnit)) : NULL;
    if (code) {
        fill_code(AS_CODE(code), spec, lines);
    } else {
        release_maybe(lines);
    }
    return code;
}

Own code_new_empty(Ref filename, Ref name, i32 firstlineno) {
    static const u8 instructions[] = {OP_RESUME, 0, OP_LOAD_ASSERTION_ERROR, 0, OP_RAISE_VARARGS, 1};
    static const u8 lines[] = {0xea, 0}; /* three units of the first line, no columns */
    Own code = bytes_from(instructions, COUNT_OF(instructions)), linetable = bytes_from(lines, COUNT_OF(lines));
    Own none = tuple_new(0), nothing = bytes_from("", 0), made = NULL;
    if (code && linetable && none && nothing) {
        made = code_new(&(CodeSpec){.filename = filename,
                                    .name = name,
                                    .qualname = name,
                                    .code = code,
                                    .firstlineno = firstlineno,
                                    .linetable = linetable,
                                    .consts = none,
                                    .names = none,
                                    .localsplusnames = none,
                                    .localspluskinds = nothing,
                                    .stacksize = 1,
                                    .exceptiontable = nothing});
    }
    release_maybe(code);
    release_maybe(linetable);
    release_maybe(none);
    release_maybe(nothing);
    return made;
}

/* --- checks ------------------------------------------------------------------------------------------- */

static bool kinds_of_parts_are_right(const CodeSpec *spec) {
    return is_bytes(spec->code) && is_tuple(spec->consts) && is_tuple(spec->names) &&
           is_tuple(spec->localsplusnames) && is_bytes(spec->localspluskinds) &&
           tuple_length(spec->localsplusnames) == size_of(spec->localspluskinds) && is_str(spec->name) &&
           is_str(spec->qualname) && is_str(spec->filename) && is_bytes(spec->linetable) &&
           is_bytes(spec->exceptiontable);
}

bool code_check(const CodeSpec *spec) {
    if (spec->argcount < spec->posonlyargcount || spec->posonlyargcount < 0 || spec->kwonlyargcount < 0 ||
        spec->stacksize < 0 || (i32)spec->flags < 0 || !kinds_of_parts_are_right(spec)) {
        error_internal("../Objects/codeobject.c:250: bad argument to internal function");
        return false;
    }
    if (size_of(spec->code) > INT32_MAX) {
        error_set(EXC(OverflowError), "code: co_code larger than INT_MAX");
        return false;
    }
    if (size_of(spec->code) % (isize)sizeof(CodeUnit) != 0) {
        error_set(EXC(ValueError), "code: co_code is malformed");
        return false;
    }
    i64 plain = -(i64)spec->argcount - spec->kwonlyargcount - ((spec->flags & CODE_VARARGS) != 0) -
                ((spec->flags & CODE_VARKEYWORDS) != 0);
    for (isize i = 0; i < size_of(spec->localspluskinds); i++) {
        plain += (bytes_data(spec->localspluskinds)[i] & LOCAL_PLAIN) != 0;
    }
    if (plain < 0) {
        error_set(EXC(ValueError), "code: co_varnames is too small");
        return false;
    }
    return true;
}

Own code_new_checked(const CodeSpec *spec) { return code_check(spec) ? code_new(spec) : NULL; }

/* --- what is in it ------------------------------------------------------------------------------------ */

Own code_bytes(Ref ref) {
    Code *code = AS_CODE(ref);
    if (code->cached_code) return own(code->cached_code);
    isize count = code_unit_count(ref);
    Own bytes = bytes_from(code->units, count * (isize)sizeof(CodeUnit));
    if (!bytes) return NULL;
    CodeUnit *units = (CodeUnit *)(void *)bytes_data(bytes);
    for (isize i = 0; i < count; i++) {
        const OpcodeInfo *info = &opcode_info[units[i].opcode];
        if (!info->name) continue;
        units[i].opcode = info->base;
        for (int cache = info->caches; cache > 0 && i + 1 < count; cache--) units[++i] = (CodeUnit){0, 0};
    }
    code->cached_code = own(bytes);
    return bytes;
}

Own code_names_of_kind(Ref ref, u8 kinds) {
    const Code *code = AS_CODE(ref);
    isize count = 0;
    const u8 *kind = bytes_data(code->localspluskinds);
    for (isize i = 0; i < code->nlocalsplus; i++) count += (kind[i] & kinds) != 0;
    Own names = tuple_new(count);
    if (!names) return NULL;
    isize next = 0;
    for (isize i = 0; i < code->nlocalsplus; i++) {
        if (kind[i] & kinds) tuple_fill(names, next++, own(tuple_get(code->localsplusnames, i)));
    }
    return names;
}
