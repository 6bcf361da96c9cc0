/* marshal_write.c: objects to bytes.
 *
 * An object that may be met again (more than one reference, or an interned str) is marked with FLAG_REF and
 * numbered; from then on its number is written in its place. Items of sets are written in the order of their
 * own bytes, so that the same set gives the same bytes. */
#include "base/text.h"
#include "code/code.h"
#include "code/marshal.h"
#include "code/marshal_types.h"
#include "code/stack_room.h"
#include "object/bytes.h"
#include "object/dict.h"
#include "object/error.h"
#include "object/float.h"
#include "object/list.h"
#include "object/set.h"
#include "object/str.h"
#include "object/tuple.h"
#include "object/type_checks.h"

typedef struct RefSlot {
    Ref object; /* NULL: free */
    i32 number;
} RefSlot;

typedef struct Writer {
    Text out;
    int version, depth;
    RefSlot *slots; /* open hash table by address, capacity a power of two */
    isize capacity, used;
    bool raised; /* an exception is set */
} Writer;

static void write_object(Writer *writer, Ref object);

static void fail(Writer *writer, const char *message) {
    if (!writer->raised) error_set(EXC(ValueError), "%s", message);
    writer->raised = true;
}

static void write_byte(Writer *writer, int byte) { text_append_char(&writer->out, (char)byte); }

static void write_u16(Writer *writer, u32 value) {
    write_byte(writer, (int)(value & 255));
    write_byte(writer, (int)(value >> 8 & 255));
}

static void write_i32(Writer *writer, i64 value) {
    write_u16(writer, (u32)value & 0xFFFF);
    write_u16(writer, (u32)value >> 16);
}

static void write_size(Writer *writer, isize size) {
    if (size > INT32_MAX) {
        fail(writer, "unmarshallable object");
        return;
    }
    write_i32(writer, size);
}

static void write_bytes(Writer *writer, const void *bytes, isize length) {
    write_size(writer, length);
    text_append(&writer->out, bytes, length);
}

/* --- references --------------------------------------------------------------------------------------- */

static RefSlot *find_slot(const Writer *writer, Ref object) {
    usize mask = (usize)writer->capacity - 1, i = ((uintptr_t)object >> 4) * 0x9E3779B1u & mask;
    while (writer->slots[i].object && writer->slots[i].object != object) i = (i + 1) & mask;
    return &writer->slots[i];
}

static bool grow_slots(Writer *writer) {
    Writer larger = *writer;
    larger.capacity = writer->capacity ? writer->capacity * 2 : 256;
    larger.slots = arena_alloc((usize)larger.capacity * sizeof(RefSlot), BLOCK_RAW);
    if (!larger.slots) {
        if (!writer->raised) error_memory();
        writer->raised = true;
        return false;
    }
    memset(larger.slots, 0, (usize)larger.capacity * sizeof(RefSlot));
    for (isize i = 0; i < writer->capacity; i++) {
        if (writer->slots[i].object) *find_slot(&larger, writer->slots[i].object) = writer->slots[i];
    }
    arena_free(writer->slots);
    *writer = larger;
    return true;
}

/* True when a reference to an object that was written before has been written. Else the flag that is to go with
 * the object's type is in *flag. */
static bool write_reference(Writer *writer, Ref object, int *flag) {
    *flag = 0;
    if (writer->version < 3) return false;
    if (object->ob_refcnt == 1 && !(is_exact_str(object) && AS_STR(object)->interned)) return false;
    if (writer->used * 2 >= writer->capacity && !grow_slots(writer)) return false;
    RefSlot *slot = find_slot(writer, object);
    if (slot->object) {
        write_byte(writer, MARSHAL_REF);
        write_i32(writer, slot->number);
        return true;
    }
    *slot = (RefSlot){object, (i32)writer->used++};
    *flag = MARSHAL_FLAG_REF;
    return false;
}

/* --- kinds of objects --------------------------------------------------------------------------------- */

/* Two 15-bit digits for each of ours; the highest is left out where it is zero. */
static void write_long(Writer *writer, Ref value, int flag) {
    isize size = size_of(value), digits = size < 0 ? -size : size;
    const u32 *digit = AS_INT(value)->digits;
    isize count = digits * 2 - (digit[digits - 1] >> 15 == 0);
    write_byte(writer, MARSHAL_LONG | flag);
    write_size(writer, size < 0 ? -count : count);
    for (isize i = 0; i < count; i++) write_u16(writer, digit[i / 2] >> (i % 2 * 15) & 0x7FFF);
}

static void write_int(Writer *writer, Ref value, int flag) {
    int overflow;
    i64 number = int_as_i64_overflow(value, &overflow);
    if (overflow || number != (i32)number) {
        write_long(writer, value, flag);
        return;
    }
    write_byte(writer, MARSHAL_INT | flag);
    write_i32(writer, number);
}

static void write_double(Writer *writer, double value) {
    u64 bits;
    memcpy(&bits, &value, sizeof bits);
    write_i32(writer, (i32)(u32)bits);
    write_i32(writer, (i32)(u32)(bits >> 32));
}

static void write_double_text(Writer *writer, double value) {
    Text text = text_new(TEXT_IN_ARENA);
    double_append_format(&text, value, 'g', 17, false, false, false);
    write_byte(writer, (int)text.length);
    text_append(&writer->out, text_cstring(&text), text.length);
    writer->out.failed |= text.failed;
    text_free(&text);
}

static void write_float(Writer *writer, Ref value, int flag) {
    bool binary = writer->version > 1;
    write_byte(writer, (binary ? MARSHAL_FLOAT : MARSHAL_FLOAT_TEXT) | flag);
    (binary ? write_double : write_double_text)(writer, AS_FLOAT(value)->value);
}

static void write_complex(Writer *writer, Ref value, int flag) {
    bool binary = writer->version > 1;
    write_byte(writer, (binary ? MARSHAL_COMPLEX : MARSHAL_COMPLEX_TEXT) | flag);
    (binary ? write_double : write_double_text)(writer, AS_COMPLEX(value)->real);
    (binary ? write_double : write_double_text)(writer, AS_COMPLEX(value)->imag);
}

static void write_str(Writer *writer, Ref value, int flag) {
    const Str *str = AS_STR(value);
    if (writer->version >= 4 && str->ascii) {
        bool is_short = str->length < 256;
        int type = is_short ? (str->interned ? MARSHAL_SHORT_ASCII_INTERNED : MARSHAL_SHORT_ASCII)
                            : (str->interned ? MARSHAL_ASCII_INTERNED : MARSHAL_ASCII);
        write_byte(writer, type | flag);
        if (is_short) {
            write_byte(writer, (int)str->length);
        } else {
            write_size(writer, str->length);
        }
        text_append(&writer->out, (const char *)str->data, str->length);
        return;
    }
    Text utf8 = text_new(TEXT_IN_ARENA);
    str_append_utf8(value, &utf8);
    write_byte(writer, (writer->version >= 3 && str->interned ? MARSHAL_STR_INTERNED : MARSHAL_STR) | flag);
    write_bytes(writer, text_cstring(&utf8), utf8.length);
    writer->out.failed |= utf8.failed;
    text_free(&utf8);
}

static void write_tuple(Writer *writer, Ref tuple, int flag) {
    isize count = tuple_length(tuple);
    if (writer->version >= 4 && count < 256) {
        write_byte(writer, MARSHAL_SMALL_TUPLE | flag);
        write_byte(writer, (int)count);
    } else {
        write_byte(writer, MARSHAL_TUPLE | flag);
        write_size(writer, count);
    }
    for (isize i = 0; i < count; i++) write_object(writer, tuple_get(tuple, i));
}

static void write_list(Writer *writer, Ref list, int flag) {
    write_byte(writer, MARSHAL_LIST | flag);
    write_size(writer, list_length(list));
    for (isize i = 0; i < list_length(list); i++) write_object(writer, list_get(list, i));
}

static void write_dict(Writer *writer, Ref dict, int flag) {
    write_byte(writer, MARSHAL_DICT | flag);
    isize position = 0;
    Ref key, value;
    while (dict_each(dict, &position, &key, &value, NULL)) {
        write_object(writer, key);
        write_object(writer, value);
    }
    write_byte(writer, MARSHAL_NULL);
}

/* A list of (bytes, item), sorted. */
static Own sorted_items(Ref set, int version) {
    Own pairs = list_new(0);
    isize position = 0;
    Ref item;
    while (pairs && set_each(set, &position, &item, NULL)) {
        Own bytes = marshal_dumps(item, version);
        Own pair = bytes ? tuple_pack(2, (Ref)bytes, item) : NULL;
        release_maybe(bytes);
        if (!pair || !list_append(pairs, pair)) slot_clear(&pairs);
    }
    if (pairs && !list_sort(pairs, NULL, false)) slot_clear(&pairs);
    return pairs;
}

static void write_set(Writer *writer, Ref set, int flag) {
    write_byte(writer, (is_frozenset(set) ? MARSHAL_FROZENSET : MARSHAL_SET) | flag);
    write_size(writer, set_length(set));
    Own pairs = sorted_items(set, writer->version);
    if (!pairs) {
        if (writer->raised) error_clear();
        writer->raised = true;
        return;
    }
    for (isize i = 0; i < list_length(pairs); i++) {
        write_object(writer, tuple_get(list_get(pairs, i), 1));
    }
    release(pairs);
}

static void write_code(Writer *writer, Ref ref, int flag) {
    const Code *code = AS_CODE(ref);
    Own instructions = code_bytes(ref);
    if (!instructions) {
        writer->raised = true;
        return;
    }
    write_byte(writer, MARSHAL_CODE | flag);
    i64 numbers[] = {code->argcount, code->posonlyargcount, code->kwonlyargcount, code->stacksize, code->flags};
    for (isize i = 0; i < COUNT_OF(numbers); i++) write_i32(writer, numbers[i]);
    Ref parts[] = {instructions,          code->consts,   code->names, code->localsplusnames,
                   code->localspluskinds, code->filename, code->name,  code->qualname};
    for (isize i = 0; i < COUNT_OF(parts); i++) write_object(writer, parts[i]);
    write_i32(writer, code->firstlineno);
    write_object(writer, code->linetable);
    write_object(writer, code->exceptiontable);
    release(instructions);
}

static void write_buffer(Writer *writer, Ref object, int flag) {
    Buffer buffer;
    if (!type_of(object)->slots.buffer_get) {
        write_byte(writer, MARSHAL_UNKNOWN);
        fail(writer, "unmarshallable object");
    } else if (!buffer_get(object, &buffer, false)) {
        writer->raised = true;
    } else {
        write_byte(writer, MARSHAL_BYTES | flag);
        write_bytes(writer, buffer.data, buffer.length);
        buffer_release(&buffer);
    }
}

static void write_by_type(Writer *writer, Ref object, int flag) {
    if (is_exact_int(object)) {
        write_int(writer, object, flag);
    } else if (is_exact_float(object)) {
        write_float(writer, object, flag);
    } else if (is_exact_complex(object)) {
        write_complex(writer, object, flag);
    } else if (is_exact_bytes(object)) {
        write_byte(writer, MARSHAL_BYTES | flag);
        write_bytes(writer, bytes_data(object), size_of(object));
    } else if (is_exact_str(object)) {
        write_str(writer, object, flag);
    } else if (is_exact_tuple(object)) {
        write_tuple(writer, object, flag);
    } else if (is_exact_list(object)) {
        write_list(writer, object, flag);
    } else if (is_exact_dict(object)) {
        write_dict(writer, object, flag);
    } else if (is_exact_set(object) || is_exact_frozenset(object)) {
        write_set(writer, object, flag);
    } else if (is_code(object)) {
        write_code(writer, object, flag);
    } else {
        write_buffer(writer, object, flag);
    }
}

/* The type byte of an object that there is one of; 0: it is none of these. */
static int singleton_type(Ref object) {
    return object == None                                ? MARSHAL_NONE
           : object == (Ref)(Object *)EXC(StopIteration) ? MARSHAL_STOP_ITERATION
           : object == Ellipsis                          ? MARSHAL_ELLIPSIS
           : object == False                             ? MARSHAL_FALSE
           : object == True                              ? MARSHAL_TRUE
                                                         : 0;
}

static void write_object(Writer *writer, Ref object) {
    if (writer->raised) return;
    int singleton = singleton_type(object), flag;
    if (writer->depth >= MARSHAL_MAX_DEPTH || !stack_has_room()) {
        fail(writer, "object too deeply nested to marshal");
    } else if (singleton) {
        write_byte(writer, singleton);
    } else if (!write_reference(writer, object, &flag)) {
        writer->depth++;
        write_by_type(writer, object, flag);
        writer->depth--;
    }
}

Own marshal_dumps(Ref value, int version) {
    Writer writer = {.out = text_new(TEXT_IN_ARENA), .version = version};
    write_object(&writer, value);
    Own bytes = NULL;
    if (writer.out.failed && !writer.raised) {
        error_memory();
    } else if (!writer.raised) {
        bytes = bytes_from(text_cstring(&writer.out), writer.out.length);
    }
    arena_free(writer.slots);
    text_free(&writer.out);
    return bytes;
}
