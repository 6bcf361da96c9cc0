/* code_type.c: the Python type `code`: its attributes, ==, hash and repr.
 *
 * The co_ attributes that are parts of the structure are members; those that CPython stores in another
 * shape (co_code, co_varnames ...) are made anew when asked for. */
#include "code/code_type.h"

#include "code/constant.h"
#include "object/argument_checks.h"
#include "object/bytes.h"
#include "object/call.h"
#include "object/error.h"
#include "object/str.h"
#include "object/tuple.h"
#include "object/type_checks.h"
#include "object/weakref.h"

static void code_dealloc(Own self) {
    Code *code = AS_CODE(self);
    if (code->weaklist) weakref_clear_all(self);
    Object **parts[] = {
        &code->consts,   &code->names, &code->exceptiontable, &code->localsplusnames, &code->localspluskinds,
        &code->filename, &code->name,  &code->qualname,       &code->linetable,       &code->cached_code};
    for (isize i = 0; i < COUNT_OF(parts); i++) slot_clear(parts[i]);
    arena_free(code->lines);
    object_free(self);
}

static Own code_repr(Ref self) {
    const Code *code = AS_CODE(self);
    return str_format("<code object %U at 0x%lx, file \"%U\", line %d>", code->name, object_id(self),
                      code->filename, code->firstlineno != 0 ? code->firstlineno : -1);
}

static isize code_hash(Ref self) {
    const Code *code = AS_CODE(self);
    Ref parts[] = {code->name,      code->consts,        code->names, code->localsplusnames,
                   code->linetable, code->exceptiontable};
    isize hash = code->argcount ^ code->posonlyargcount ^ code->kwonlyargcount ^ (isize)code->flags;
    for (isize i = 0; i < COUNT_OF(parts); i++) {
        isize part = object_hash(parts[i]);
        if (part == -1) return -1;
        hash ^= part;
    }
    return hash == -1 ? -2 : hash;
}

/* Specialised forms and caches do not count. */
static bool units_equal(Ref a, Ref b) {
    if (code_unit_count(a) != code_unit_count(b)) return false;
    const CodeUnit *left = AS_CODE(a)->units, *right = AS_CODE(b)->units;
    for (isize i = 0; i < code_unit_count(a); i++) {
        const OpcodeInfo *info = &opcode_info[left[i].opcode];
        if (info->base != opcode_info[right[i].opcode].base || left[i].oparg != right[i].oparg) return false;
        i += info->caches;
    }
    return true;
}

static bool numbers_equal(const Code *a, const Code *b) {
    return a->argcount == b->argcount && a->posonlyargcount == b->posonlyargcount &&
           a->kwonlyargcount == b->kwonlyargcount && a->flags == b->flags && a->firstlineno == b->firstlineno;
}

int code_equal(Ref a, Ref b) {
    const Code *left = AS_CODE(a), *right = AS_CODE(b);
    int equal = object_compare_bool(left->name, right->name, COMPARE_EQ);
    if (equal <= 0) return equal;
    if (!numbers_equal(left, right) || !units_equal(a, b)) return 0;
    equal = constant_equal(left->consts, right->consts);
    if (equal <= 0) return equal;
    Ref parts[][2] = {{left->names, right->names},
                      {left->localsplusnames, right->localsplusnames},
                      {left->linetable, right->linetable},
                      {left->exceptiontable, right->exceptiontable}};
    for (isize i = 0; i < COUNT_OF(parts); i++) {
        equal = object_compare_bool(parts[i][0], parts[i][1], COMPARE_EQ);
        if (equal <= 0) return equal;
    }
    return 1;
}

static Own code_richcompare(Ref left, Ref right, CompareOp op) {
    if ((op != COMPARE_EQ && op != COMPARE_NE) || !is_code(left) || !is_code(right))
        return own_not_implemented();
    int equal = code_equal(left, right);
    return equal < 0 ? NULL : own_bool((equal != 0) == (op == COMPARE_EQ));
}

/* --- attributes --------------------------------------------------------------------------------------- */

static Own code_get_code(Ref self, void *closure) {
    (void)closure;
    return code_bytes(self);
}

static Own code_get_code_adaptive(Ref self, void *closure) {
    (void)closure;
    return bytes_from(AS_CODE(self)->units, code_byte_count(self));
}

static Own code_get_varnames(Ref self, void *closure) {
    (void)closure;
    return code_names_of_kind(self, LOCAL_PLAIN);
}

static Own code_get_cellvars(Ref self, void *closure) {
    (void)closure;
    return code_names_of_kind(self, LOCAL_CELL);
}

static Own code_get_freevars(Ref self, void *closure) {
    (void)closure;
    return code_names_of_kind(self, LOCAL_FREE);
}

static Own code_method_sizeof(Ref self) {
    isize words = (TYPE_CODE->spec->ghost_size + code_byte_count(self) + 7) / 8;
    return int_from_isize(words * 8);
}

static Own code_method_varname_from_oparg(Ref self, Ref const *args, isize nargs, Ref kwnames) {
    static const Parameters parameters = {"_varname_from_oparg", {"oparg"}, .required = 1};
    Ref arg;
    if (!arguments_bind(&parameters, args, nargs, kwnames, &arg)) return NULL;
    int index;
    if (!argument_int(arg, &index)) return NULL;
    Ref names = AS_CODE(self)->localsplusnames;
    if (index < 0 || index >= tuple_length(names))
        return error_set(EXC(IndexError), "tuple index out of range");
    return own(tuple_get(names, index));
}

static const MethodDef code_methods[] = {
    {"__sizeof__", METHOD_NONE, .none = code_method_sizeof},
    {"co_lines", METHOD_NONE, .none = code_method_lines},
    {"co_positions", METHOD_NONE, .none = code_method_positions},
    {"replace", METHOD_KEYWORDS, .keywords = code_method_replace,
     .doc = "replace($self, /, *, co_argcount=-1, co_posonlyargcount=-1,\n"
            "        co_kwonlyargcount=-1, co_nlocals=-1, co_stacksize=-1,\n"
            "        co_flags=-1, co_firstlineno=-1, co_code=None, co_consts=None,\n"
            "        co_names=None, co_varnames=None, co_freevars=None,\n"
            "        co_cellvars=None, co_filename=None, co_name=None,\n"
            "        co_qualname=None, co_linetable=None, co_exceptiontable=None)\n--\n\n"
            "Return a copy of the code object with new values for the specified fields."},
    {"_varname_from_oparg", METHOD_KEYWORDS, .keywords = code_method_varname_from_oparg,
     .doc = "_varname_from_oparg($self, /, oparg)\n--\n\n"
            "(internal-only) Return the local variable name for the given oparg.\n\n"
            "WARNING: this method is for internal use only and may change or go away."},
    {NULL}};

static const GetSetDef code_getset[] = {{"co_lnotab", .get = code_get_lnotab},
                                        {"_co_code_adaptive", .get = code_get_code_adaptive},
                                        {"co_varnames", .get = code_get_varnames},
                                        {"co_cellvars", .get = code_get_cellvars},
                                        {"co_freevars", .get = code_get_freevars},
                                        {"co_code", .get = code_get_code},
                                        {NULL}};

#define INT_MEMBER(field)                                                                                      \
    { "co_" #field, MEMBER_INT, offsetof(Code, field), true, NULL }
#define OBJECT_MEMBER(field)                                                                                   \
    { "co_" #field, MEMBER_OBJECT, offsetof(Code, field), true, NULL }
static const MemberDef code_members[] = {INT_MEMBER(argcount),
                                         INT_MEMBER(posonlyargcount),
                                         INT_MEMBER(kwonlyargcount),
                                         INT_MEMBER(stacksize),
                                         INT_MEMBER(flags),
                                         INT_MEMBER(nlocals),
                                         OBJECT_MEMBER(consts),
                                         OBJECT_MEMBER(names),
                                         OBJECT_MEMBER(filename),
                                         OBJECT_MEMBER(name),
                                         OBJECT_MEMBER(qualname),
                                         INT_MEMBER(firstlineno),
                                         OBJECT_MEMBER(linetable),
                                         OBJECT_MEMBER(exceptiontable),
                                         {NULL, MEMBER_INT, 0, true, NULL}};

static const TypeSpec code_spec = {.name = "code",
                                   .basicsize = offsetof(Code, units),
                                   .itemsize = sizeof(CodeUnit),
                                   .weaklist_offset = offsetof(Code, weaklist),
                                   .ghost_size = 184,
                                   .slots = {.getattro = object_generic_get_attribute,
                                             .dealloc = code_dealloc,
                                             .repr = code_repr,
                                             .hash = code_hash,
                                             .richcompare = code_richcompare,
                                             .new = code_type_new},
                                   .methods = code_methods,
                                   .getset = code_getset,
                                   .members = code_members,
                                   .doc =
                                       "code(argcount, posonlyargcount, kwonlyargcount, nlocals, stacksize,\n"
                                       "     flags, codestring, constants, names, varnames, filename, name,\n"
                                       "     qualname, firstlineno, linetable, exceptiontable, freevars=(),\n"
                                       "     cellvars=(), /)\n--\n\n"
                                       "Create a code object.  Not for the faint of heart."};

static bool make_anonymous_names(void) {
    static const char *const names[ANONYMOUS_COUNT] = {
        [ANONYMOUS_MODULE] = "<module>",     [ANONYMOUS_LAMBDA] = "<lambda>",
        [ANONYMOUS_LISTCOMP] = "<listcomp>", [ANONYMOUS_SETCOMP] = "<setcomp>",
        [ANONYMOUS_DICTCOMP] = "<dictcomp>", [ANONYMOUS_GENEXPR] = "<genexpr>"};
    for (int i = 0; i < ANONYMOUS_COUNT; i++) {
        CODE_ROOT->anonymous[i] = str_from_ascii(names[i], (isize)strlen(names[i]));
        if (!CODE_ROOT->anonymous[i]) return false;
    }
    return true;
}

bool code_room_open(void) {
    return type_ready(TYPE_CODE, &code_spec) &&
           type_ready(&CODE_ROOT->line_iterator.type, &line_iterator_spec) &&
           type_ready(&CODE_ROOT->position_iterator.type, &position_iterator_spec) && make_anonymous_names();
}
