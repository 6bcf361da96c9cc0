/* evaluate.c: plain expressions, read from memory: NAME, TOS, TOS1, #31, then any number of .name, [3] and
 * ['key'].
 *
 * Nothing of the program's runs: an attribute is looked for in the instance, then in its class and the classes
 * above; what a property or __getattr__ would make of it is not asked. */
#include "inspect/inspector.h"
#include "inspect/language.h"

#include "object/callables.h"
#include "object/dict.h"
#include "object/float.h"
#include "object/list.h"
#include "object/slot_methods.h"
#include "object/str.h"
#include "object/tuple.h"
#include "syntax/tokens.h"
#include "vm/generator.h"
#include "vm/root.h"

typedef struct Reader {
    Inspector *look;
    const char *next;
    Text why;            /* the message when it can't be read ... */
    bool may_come;       /* ... now: it may be there later */
    InspectScope scope;  /* whose names are meant */
    InspectWords *words; /* NULL: nobody wants to know what was read */
} Reader;

/* The value depends on this word. */
static void note(Reader *reader, const void *word) {
    if (!reader->words) return;
    if (reader->words->count < INSPECT_WORDS) reader->words->at[reader->words->count] = (uintptr_t)word;
    reader->words->count++;
}
/* Whoever lies here now may die. */
static void note_object(Reader *reader, Ref object) { note(reader, object_life_word(object)); }

static Ref fail(Reader *reader, const char *english, const char *korean, ...) PRINTF_LIKE(2, 4)
    PRINTF_LIKE(3, 4);
static Ref fail(Reader *reader, const char *english, const char *korean, ...) {
    va_list arguments;
    va_start(arguments, korean);
    text_clear(&reader->why);
    language_vappend(reader->look->korean, &reader->why, english, korean, arguments);
    va_end(arguments);
    return NULL;
}

/* What can't be read now may be there later; what is no name, attribute or item never will. */
static Ref absent(Reader *reader, Ref nothing) {
    assert(!nothing);
    reader->may_come = true;
    return NULL;
}

static bool is_word(char c, bool first) {
    bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || (u8)c >= 0x80;
    return letter || (!first && c >= '0' && c <= '9');
}

static void skip_blanks(Reader *reader) {
    while (*reader->next == ' ' || *reader->next == '\t') reader->next++;
}

static isize read_word(Reader *reader, const char **word) {
    *word = reader->next;
    if (!is_word(*reader->next, true)) return 0;
    while (is_word(*reader->next, false)) reader->next++;
    return reader->next - *word;
}

/* The value of a dict's entry was read. Where it stands in a table of its own the entry is noted, so that
 * changes to other keys go by; else the whole dict. */
static void note_entry(Reader *reader, const Dict *dict, isize index) {
    if (dict->values || dict->keys->kind == DICT_KEYS_GENERAL) {
        note(reader, &dict->version);
        return;
    }
    note(reader, &((const DictStrEntry *)dict_keys_entries(dict->keys))[index].value);
    note(reader, &dict->keys);
    note(reader, &dict->values);
}

/* Whether the str has these bytes. */
static bool reads_as(Ref string, const char *bytes, isize length) {
    Text text = text_new(TEXT_ON_HOST);
    str_append_utf8(string, &text);
    bool same = text.length == length && memcmp(text.data, bytes, (usize)length) == 0;
    text_free(&text);
    return same;
}

/* A str key of a dict that reads as these bytes. dict_get would need a str object, which looking must not
 * make. */
static Ref dict_find(Reader *reader, Ref dict, const char *name, isize length) {
    isize position = 0;
    Ref key, value;
    if (!dict || !is_dict(dict)) return NULL;
    while (dict_each(dict, &position, &key, &value, NULL)) {
        if (!is_str(key)) continue;
        if (!reads_as(key, name, length)) continue;
        note_entry(reader, AS_DICT(dict), position - 1);
        return value;
    }
    note(reader, &AS_DICT(dict)->version);
    return NULL;
}

static Ref slot_find(Reader *reader, const Frame *frame, const char *name, isize length) {
    Ref names = frame->code->localsplusnames;
    for (isize i = 0; i < tuple_length(names); i++) {
        if (!reads_as(tuple_get(names, i), name, length)) continue;
        note(reader, &frame->slots[i]);
        if (!frame->slots[i]) continue;
        if (is_cell(frame->slots[i])) note(reader, &AS_CELL(frame->slots[i])->value);
        return is_cell(frame->slots[i]) ? AS_CELL(frame->slots[i])->value : frame->slots[i];
    }
    return NULL;
}

static bool is_owner_alive(const InspectScope *scope) {
    return scope->owner && inspect_is_alive(scope->owner, scope->owner_serial);
}

/* The frame that the scope names; NULL: it is not there (any more). */
static Frame *scope_frame(Reader *reader) {
    const InspectScope *scope = &reader->scope;
    if (!scope->frame) return look_frame(0);
    if (scope->owner) {
        Generator *generator = (Generator *)scope->owner;
        if (!is_owner_alive(scope)) return NULL;
        note_object(reader, &generator->ob_base);
        bool sleeps = generator->state < GENERATOR_COMPLETED;
        return sleeps && generator->frame.number == scope->frame ? &generator->frame : NULL;
    }
    for (const Thread *thread = VM_ROOT->threads; thread; thread = thread->next)
        for (Frame *frame = thread->frame; frame; frame = frame->previous)
            if (frame->number == scope->frame) return frame;
    return NULL;
}

static Ref name_missing(Reader *reader, const char *name, isize length) {
    return absent(reader, fail(reader, "name '%.*s' is not defined here",
                               "이름 '%.*s'^은 여기에 정의되어 있지 않습니다", (int)length, name));
}

static Ref read_global(Reader *reader, const char *name, isize length) {
    if (!is_owner_alive(&reader->scope)) return name_missing(reader, name, length);
    note_object(reader, (Ref)reader->scope.owner);
    Ref value = dict_find(reader, (Ref)reader->scope.owner, name, length);
    if (!value) value = dict_find(reader, VM_ROOT->builtins, name, length);
    return value ? value : name_missing(reader, name, length);
}

static Ref read_name(Reader *reader, const char *name, isize length) {
    if (reader->scope.owner && !reader->scope.frame) return read_global(reader, name, length);
    Frame *frame = scope_frame(reader);
    if (!frame) {
        if (VM_ROOT->running) note(reader, &VM_ROOT->running->frame); /* until it runs (again) */
        return absent(reader, fail(reader, "no frame is running: %.*s has no value",
                                   "실행 중인 프레임이 없어서 %.*s의 값이 없습니다", (int)length, name));
    }
    if (length >= 3 && memcmp(name, "TOS", 3) == 0) {
        isize depth = 0;
        for (isize i = 3; i < length; i++)
            depth = name[i] >= '0' && name[i] <= '9' ? depth * 10 + name[i] - '0' : -1;
        if (depth >= 0 && depth < look_stack_depth(frame)) return frame->stack_pointer[-1 - depth];
        if (depth >= 0)
            return absent(reader, fail(reader, "the stack is not that deep: %.*s",
                                       "스택이 그만큼 깊지 않습니다: %.*s", (int)length, name));
    }
    Ref value = slot_find(reader, frame, name, length);
    if (!value && !(frame->code->flags & CODE_OPTIMIZED))
        value = dict_find(reader, frame->locals, name, length);
    if (!value) value = dict_find(reader, frame->globals, name, length);
    if (!value) value = dict_find(reader, frame->builtins, name, length);
    return value ? value : name_missing(reader, name, length);
}

static Ref read_serial(Reader *reader) {
    u64 serial = 0;
    const char *start = reader->next++;
    while (*reader->next >= '0' && *reader->next <= '9') serial = serial * 10 + (u64)(*reader->next++ - '0');
    Ref object = look_find(reader->look, serial);
    if (!object && serial > inspect_births(reader->look)) note(reader, &OBJECT_ROOT->next_serial);
    if (object) return object;
    return absent(reader, fail(reader, "no object %.*s is alive", "객체 %.*s^은 살아 있지 않습니다",
                               (int)(reader->next - start), start));
}

/* --- attributes and items -------------------------------------------------------------------------------- */

static Ref instance_find(Reader *reader, Ref object, const char *name, isize length) {
    Type *type = type_of(object);
    if (type_has(type, TYPE_MANAGED_DICT)) {
        DictValues *values = *instance_values(object);
        note(reader, instance_values(object));
        note(reader, instance_dict(object));
        if (!values) return dict_find(reader, *instance_dict(object), name, length);
        const DictStrEntry *entries = dict_keys_entries(type->cached_keys);
        for (isize i = 0; i < type->cached_keys->entry_count; i++) {
            if (!reads_as(entries[i].key, name, length)) continue;
            note(reader, &values->values[i]);
            return values->values[i];
        }
        note(reader, &type->cached_keys->entry_count);
        return NULL;
    }
    if (type->dict_offset > 0)
        return dict_find(reader, *(Object **)((char *)object + type->dict_offset), name, length);
    return NULL;
}

Ref look_attribute(Ref object, const char *name) {
    Reader reader = {0};
    return instance_find(&reader, object, name, (isize)strlen(name));
}

static Ref mro_find(Reader *reader, const Type *type, const char *name, isize length) {
    for (isize i = 0; type->mro && i < tuple_length(type->mro); i++) {
        Ref value = dict_find(reader, AS_TYPE(tuple_get(type->mro, i))->dict, name, length);
        if (value) return value;
    }
    return NULL;
}

/* Is an attribute that is there found as object.__getattribute__ finds it? A __getattr__ is asked only about those
 * that are not. Types and modules have ways of their own, which are known here. */
static bool looks_up_plainly(Ref object) {
    const Type *type = type_of(object);
    if (type->slots.getattro == object_generic_get_attribute || type == TYPE(TYPE) || is_module(object))
        return true;
    Reader unwatched = {0};
    Ref method = mro_find(&unwatched, type, "__getattribute__", 16);
    if (!method || type_of(method) != TYPE(WRAPPER_DESCRIPTOR)) return false;
    AnyFn wrapped = AS_WRAPPER_DESCRIPTOR(method)->wrapped;
    return wrapped == (AnyFn)object_generic_get_attribute || is_type(object);
}

/* A field that a descriptor of __slots__ or of a native type stands for. NULL: it is empty, or no object. */
static Ref read_member(Reader *reader, Ref object, Ref descriptor) {
    const MemberDef *member = ((const MemberDescriptor *)descriptor)->def;
    if (member->kind != MEMBER_OBJECT && member->kind != MEMBER_OBJECT_EX) return NULL;
    note(reader, (char *)object + member->offset);
    return *(Object **)((char *)object + member->offset);
}

/* What a class's namespace holds, asked of the class itself: NULL where a descriptor would make something else. */
static Ref as_class_attribute(Ref value) {
    const Type *type = type_of(value);
    bool itself = !type->slots.descr_get || type == VM_TYPE(FUNCTION) || type == TYPE(PROPERTY) ||
                  type == TYPE(MEMBER_DESCRIPTOR) || type == TYPE(GETSET_DESCRIPTOR) ||
                  type == TYPE(METHOD_DESCRIPTOR) || type == TYPE(WRAPPER_DESCRIPTOR);
    return itself ? value : NULL;
}

/* By Python's rule: a data descriptor of its class, then the object itself (of a class also those above it), then its
 * class. NULL: there is no such attribute, or it would be computed. */
static Ref find_attribute(Reader *reader, Ref object, const char *name, isize length) {
    if (!looks_up_plainly(object)) return NULL;
    Ref of_type = mro_find(reader, type_of(object), name, length);
    if (of_type && type_of(of_type) == TYPE(MEMBER_DESCRIPTOR)) return read_member(reader, object, of_type);
    if (of_type && type_of(of_type)->slots.descr_set) return NULL;
    Ref value = is_type(object)     ? mro_find(reader, AS_TYPE(object), name, length)
                : is_module(object) ? dict_find(reader, module_dict(object), name, length)
                                    : instance_find(reader, object, name, length);
    if (value) return is_type(object) ? as_class_attribute(value) : value;
    return of_type && !type_of(of_type)->slots.descr_get ? of_type : NULL; /* a method would be bound */
}

static Ref read_attribute(Reader *reader, Ref object) {
    const char *name;
    reader->next++;
    isize length = read_word(reader, &name);
    note_object(reader, object);
    Ref value = find_attribute(reader, object, name, length);
    if (value) return value;
    return absent(reader, fail(reader, "it has no attribute '%.*s' that can be read without running code",
                               "코드를 실행하지 않고 읽을 수 있는 속성 '%.*s'^이 없습니다", (int)length, name));
}

static Ref read_index(Reader *reader, Ref object, isize index) {
    Object *const *items = is_list(object)    ? AS_LIST(object)->items
                           : is_tuple(object) ? AS_TUPLE(object)->items
                                              : NULL;
    note_object(reader, object);
    if (items) {
        isize count = size_of(object);
        note(reader, &((const VarObject *)object)->ob_size);
        if (is_list(object)) note(reader, &AS_LIST(object)->items);
        if (index < 0) index += count;
        if (index >= 0 && index < count) note(reader, &items[index]);
        if (index >= 0 && index < count) return items[index];
        return absent(reader, fail(reader, "the index is out of range", "인덱스가 범위를 벗어났습니다"));
    }
    isize position = 0;
    Ref key, value;
    if (is_dict(object)) note(reader, &AS_DICT(object)->version);
    while (is_dict(object) && dict_each(object, &position, &key, &value, NULL)) {
        int overflow;
        if (is_exact_int(key) && int_as_i64_overflow(key, &overflow) == index && !overflow) return value;
    }
    if (is_dict(object)) return absent(reader, fail(reader, "it has no such key", "그런 키가 없습니다"));
    return fail(reader, "only lists, tuples and dicts are read here", "여기서는 리스트, 튜플, dict만 읽습니다");
}

static Ref read_item(Reader *reader, Ref object) {
    reader->next++;
    skip_blanks(reader);
    Ref value;
    char quote = *reader->next;
    if (quote == '\'' || quote == '"') {
        const char *start = ++reader->next;
        while (*reader->next != quote) reader->next++;
        note_object(reader, object);
        value = dict_find(reader, object, start, reader->next - start);
        if (!value)
            absent(reader, fail(reader, "it has no key '%.*s'", "키 '%.*s'^이 없습니다",
                                (int)(reader->next - start), start));
        reader->next++;
    } else {
        bool negative = *reader->next == '-';
        isize index = 0;
        if (negative) reader->next++;
        while (*reader->next >= '0' && *reader->next <= '9' && index < (isize)1 << 40)
            index = index * 10 + *reader->next++ - '0';
        value = read_index(reader, object, negative ? -index : index);
    }
    skip_blanks(reader);
    reader->next++;
    return value;
}

/* --- the form ------------------------------------------------------------------------------------------ */

static bool is_keyword(const char *word, isize length) {
    static const char *const keywords[] = {
#define KEYWORD(name, text) text,
        KEYWORDS(KEYWORD)
#undef KEYWORD
    };
    for (int i = 0; i < COUNT_OF(keywords); i++)
        if (length == (isize)strlen(keywords[i]) && memcmp(word, keywords[i], (usize)length) == 0) return true;
    return false;
}

static bool has_head(Reader *reader) {
    skip_blanks(reader);
    const char *start = reader->next;
    isize length = *start == '#' ? (isize)strspn(start + 1, "0123456789") : read_word(reader, &start);
    if (*start == '#') {
        reader->next += 1 + length;
        return length ||
               fail(reader, "the number of an object is missing behind #", "# 뒤에 객체의 번호가 없습니다");
    }
    if (!length)
        return fail(reader, "a name is expected, such as x, x.attribute, x[0], TOS or #31",
                    "x, x.속성, x[0], TOS, #31 같은 이름이 있어야 합니다");
    return !is_keyword(start, length) || fail(reader, "'%.*s' is a keyword, no name",
                                              "'%.*s'^은 이름이 아니라 키워드입니다", (int)length, start);
}

static bool has_item(Reader *reader) {
    reader->next++;
    skip_blanks(reader);
    char quote = *reader->next;
    if (quote == '\'' || quote == '"') {
        const char *end = strchr(reader->next + 1, quote);
        if (!end) return fail(reader, "a quote is missing", "닫는 따옴표가 없습니다");
        reader->next = end + 1;
    } else {
        if (*reader->next == '-') reader->next++;
        usize digits = strspn(reader->next, "0123456789");
        if (!digits)
            return fail(reader, "only a number or a quoted key is read in brackets",
                        "대괄호 안에서는 숫자나 따옴표로 묶은 키만 읽습니다");
        reader->next += digits;
    }
    skip_blanks(reader);
    return *reader->next++ == ']' || fail(reader, "']' is missing", "']'^이 없습니다");
}

static bool has_form(Reader *reader) {
    bool fine = has_head(reader);
    while (fine && (*reader->next == '.' || *reader->next == '[')) {
        const char *name;
        bool item = *reader->next == '[';
        if (!item) reader->next++;
        fine = item ? has_item(reader)
                    : read_word(reader, &name) ||
                          fail(reader, "a name is missing after the dot", "점 뒤에 이름이 없습니다");
    }
    if (!fine) return false;
    skip_blanks(reader);
    return !*reader->next || fail(reader, "only plain names, attributes and items are read: what is '%s'?",
                                  "이름, 속성, 항목만 읽습니다. '%s'^은 무엇입니까?", reader->next);
}

/* --- the value ----------------------------------------------------------------------------------------- */

static Ref read_expression(Reader *reader) {
    const char *start = reader->next;
    if (!has_form(reader)) return NULL;
    reader->next = start;
    skip_blanks(reader);
    const char *name;
    Ref value = NULL;
    isize length = 0;
    if (*reader->next == '#')
        value = read_serial(reader);
    else if ((length = read_word(reader, &name)) > 0)
        value = read_name(reader, name, length);
    while (value && (*reader->next == '.' || *reader->next == '['))
        value = *reader->next == '.' ? read_attribute(reader, value) : read_item(reader, value);
    return value;
}

bool inspect_evaluate(Inspector *look, const char *expression, InspectValue *out) {
    return inspect_evaluate_in(look, (InspectScope){0}, expression, out, NULL);
}

/* A variable of the frame, whether it has a value yet or not. */
static bool is_local(Reader *reader, const Frame *frame, const char *name, isize length) {
    Ref names = frame->code->localsplusnames;
    for (isize i = 0; i < tuple_length(names); i++)
        if (reads_as(tuple_get(names, i), name, length)) return true;
    return !(frame->code->flags & CODE_OPTIMIZED) && frame->locals != frame->globals &&
           dict_find(reader, frame->locals, name, length) != NULL;
}

InspectScope inspect_scope(Inspector *look, const char *expression) {
    Reader reader = {.look = look, .next = expression};
    const char *name;
    skip_blanks(&reader);
    isize length = read_word(&reader, &name);
    const Frame *frame = look_frame(0);
    if (!frame || !length) return (InspectScope){0};
    Ref owner = frame->globals;
    bool local = is_local(&reader, frame, name, length);
    if (local) owner = frame->owner == FRAME_OF_GENERATOR ? &frame_generator(frame)->ob_base : NULL;
    return (InspectScope){.frame = local ? frame->number : 0,
                          .owner = (uintptr_t)owner,
                          .owner_serial = owner ? object_serial(owner) : 0};
}

bool inspect_evaluate_in(Inspector *look, InspectScope scope, const char *expression, InspectValue *out,
                         InspectWords *words) {
    Reader reader = {
        .look = look, .next = expression, .why = text_new(TEXT_ON_HOST), .scope = scope, .words = words};
    if (words) words->count = 0;
    Ref value = read_expression(&reader);
    if (value && *expression == '#' && !strpbrk(expression, ".[")) { /* the object itself is meant */
        note(&reader, &value->ob_refcnt);
        note_object(&reader, value);
    }
    if (value)
        *out = look_value_width(look, value, 1000);
    else
        *out =
            (InspectValue){.type = "", .text = look_keep_text(look, &reader.why), .may_come = reader.may_come};
    text_free(&reader.why);
    return value != NULL;
}
