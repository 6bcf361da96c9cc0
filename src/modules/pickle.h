/* pickle.h: what the files of the module _pickle say to each other: objects to a stream of bytes, and back.
 *
 * A pickle is a program for a small stack machine: an opcode is one letter, its operand, if any, follows. The
 * Pickler writes such programs, the Unpickler runs them; both keep a memo, so that an object met twice is made
 * once. From protocol 4 on the program comes in frames, each with its length before it:
 *
 *     PROTO 4 | FRAME length | opcodes ... | FRAME length | opcodes ... STOP
 *
 * pickletools of the library documents every opcode. */
#ifndef MODULES_PICKLE_H
#define MODULES_PICKLE_H

#include "modules/modules.h"
#include "object/byte_builder.h"
#include "object/bytes.h"
#include "object/dict.h"
#include "object/error.h"
#include "object/gc.h"
#include "object/list.h"
#include "object/str.h"
#include "object/tuple.h"
#include "object/type_checks.h"

enum { PICKLE_HIGHEST_PROTOCOL = 5, PICKLE_DEFAULT_PROTOCOL = 4 };
enum { PICKLE_BATCH = 1000 }; /* items that one APPENDS, SETITEMS or ADDITEMS takes */

typedef enum PickleOpcode {
    PICKLE_ADDITEMS = 0x90,
    PICKLE_APPEND = 'a',
    PICKLE_APPENDS = 'e',
    PICKLE_BINBYTES = 'B',
    PICKLE_BINBYTES8 = 0x8E,
    PICKLE_BINFLOAT = 'G',
    PICKLE_BINGET = 'h',
    PICKLE_BININT = 'J',
    PICKLE_BININT1 = 'K',
    PICKLE_BININT2 = 'M',
    PICKLE_BINPERSID = 'Q',
    PICKLE_BINPUT = 'q',
    PICKLE_BINSTRING = 'T',
    PICKLE_BINUNICODE = 'X',
    PICKLE_BINUNICODE8 = 0x8D,
    PICKLE_BUILD = 'b',
    PICKLE_BYTEARRAY8 = 0x96,
    PICKLE_DICT = 'd',
    PICKLE_DUP = '2',
    PICKLE_EMPTY_DICT = '}',
    PICKLE_EMPTY_LIST = ']',
    PICKLE_EMPTY_SET = 0x8F,
    PICKLE_EMPTY_TUPLE = ')',
    PICKLE_EXT1 = 0x82,
    PICKLE_EXT2 = 0x83,
    PICKLE_EXT4 = 0x84,
    PICKLE_FLOAT = 'F',
    PICKLE_FRAME = 0x95,
    PICKLE_FROZENSET = 0x91,
    PICKLE_GET = 'g',
    PICKLE_GLOBAL = 'c',
    PICKLE_INST = 'i',
    PICKLE_INT = 'I',
    PICKLE_LIST = 'l',
    PICKLE_LONG = 'L',
    PICKLE_LONG1 = 0x8A,
    PICKLE_LONG4 = 0x8B,
    PICKLE_LONG_BINGET = 'j',
    PICKLE_LONG_BINPUT = 'r',
    PICKLE_MARK = '(',
    PICKLE_MEMOIZE = 0x94,
    PICKLE_NEWFALSE = 0x89,
    PICKLE_NEWOBJ = 0x81,
    PICKLE_NEWOBJ_EX = 0x92,
    PICKLE_NEWTRUE = 0x88,
    PICKLE_NEXT_BUFFER = 0x97,
    PICKLE_NONE = 'N',
    PICKLE_OBJ = 'o',
    PICKLE_PERSID = 'P',
    PICKLE_POP = '0',
    PICKLE_POP_MARK = '1',
    PICKLE_PROTO = 0x80,
    PICKLE_PUT = 'p',
    PICKLE_READONLY_BUFFER = 0x98,
    PICKLE_REDUCE = 'R',
    PICKLE_SETITEM = 's',
    PICKLE_SETITEMS = 'u',
    PICKLE_SHORT_BINBYTES = 'C',
    PICKLE_SHORT_BINSTRING = 'U',
    PICKLE_SHORT_BINUNICODE = 0x8C,
    PICKLE_STACK_GLOBAL = 0x93,
    PICKLE_STOP = '.',
    PICKLE_STRING = 'S',
    PICKLE_TUPLE = 't',
    PICKLE_TUPLE1 = 0x85,
    PICKLE_TUPLE2 = 0x86,
    PICKLE_TUPLE3 = 0x87,
    PICKLE_UNICODE = 'V'
} PickleOpcode;

/* --- what the module has one of (pickle_module.c) ------------------------------------------------------- */

/* From a name in one version of Python to its name in the other, from _compat_pickle: dicts, owned. */
typedef struct PickleRenames {
    Object *names;   /* from (module, name) to (module, name) */
    Object *modules; /* from module to module */
} PickleRenames;

/* MODULES_ROOT->pickle points to it; all owned. */
typedef struct PickleState {
    Object *error, *pickling_error, *unpickling_error;                                 /* classes */
    Object *dispatch_table, *extension_registry, *inverted_registry, *extension_cache; /* copyreg's dicts */
    PickleRenames to_python2, to_python3;
    Object *codecs_encode, *partial; /* codecs.encode, functools.partial */
} PickleState;
#define PICKLE (MODULES_ROOT->pickle)
#define PICKLING_ERROR AS_TYPE(PICKLE->pickling_error)
#define UNPICKLING_ERROR AS_TYPE(PICKLE->unpickling_error)

/* --- what both directions need (pickle_names.c) --------------------------------------------------------- */

/* persistent_id or persistent_load. A method of the pickler itself is kept without its self: no cycle. */
typedef struct PersistentHook {
    Object *function; /* owned; NULL: there is none */
    Ref self;         /* what it is called with first: lent; NULL: it is called as it is */
} PersistentHook;
/* Looks the hook up as attribute `name` of the object `self`. */
bool persistent_hook_find(PersistentHook *hook, Ref self, Ref name);
Own persistent_hook_call(const PersistentHook *hook, Ref argument);
/* The attribute that shows it. */
Own persistent_hook_get(const PersistentHook *hook, Ref name);
bool persistent_hook_set(PersistentHook *hook, Ref value, const char *name);

/* The parts of a dotted name: a list. AttributeError where one is "<locals>"; `object`: whose name it is, for
 * the message, or NULL. */
Own pickle_split_name(Ref object, Ref name);
/* Follows the parts from `object`. NULL without exception: there is no such attribute. *parent, where it is
 * asked for: whose attribute the last part is, owned, set on success. */
Own pickle_follow(Ref object, Ref parts, Own *parent);
/* Takes a name to the other version of Python; both parts owned, replaced in place. */
bool pickle_rename(const PickleRenames *renames, const char *prefix, Own *module, Own *name);
/* The module itself, also where its name has dots. */
Own pickle_import(Ref name);

/* --- writing -------------------------------------------------------------------------------------------- */

/* From objects, by identity, to numbers, in the order in which they came. */
typedef struct PickleMemoEntry {
    Object *key; /* owned; NULL: free */
    isize index;
} PickleMemoEntry;
typedef struct PickleMemo {
    PickleMemoEntry *entries; /* raw block; NULL: the pickler was not initialised */
    isize used, allocated;    /* allocated: a power of two */
} PickleMemo;
bool pickle_memo_init(PickleMemo *memo);
isize pickle_memo_get(const PickleMemo *memo, Ref object); /* -1: it is not there */
bool pickle_memo_set(PickleMemo *memo, Ref object, isize index);
bool pickle_memo_copy(PickleMemo *memo, const PickleMemo *source); /* memo: to be made */
bool pickle_memo_clear(PickleMemo *memo);                          /* its room stays as large */
void pickle_memo_free(PickleMemo *memo);

typedef struct Pickler {
    Object ob_base;
    PickleMemo memo;
    PersistentHook persistent;
    Object *dispatch_table;   /* owned; NULL: copyreg's */
    Object *reducer_override; /* owned; found anew by each dump; NULL: there is none */
    Object *buffer_callback;  /* owned; NULL: buffers go into the stream */
    Object *write;            /* the file's method; owned; NULL: not initialised, or the bytes are kept */
    ByteBuilder output;
    bool has_output;   /* between the begin of a dump and its end */
    isize output_room; /* how much CPython's buffer would hold now, for sys.getsizeof */
    isize frame_start; /* in output: of the frame's header; -1: no frame is open */
    bool framing;
    bool fix_imports;
    int proto, binary;      /* binary: proto > 0 */
    int fast, fast_nesting; /* fast: without memo */
    Object *fast_memo;      /* dict from addresses of the containers being saved in fast mode; owned or NULL */
} Pickler;
#define AS_PICKLER(ref) ((Pickler *)(ref))

/* pickle_output.c: bytes and frames. */
void pickle_output_begin(Pickler *self);
bool pickle_write(Pickler *self, const void *bytes, isize count);
bool pickle_write_opcode(Pickler *self, PickleOpcode opcode);
/* An opcode and a number behind it, `size` bytes of it, least significant first. */
bool pickle_write_number(Pickler *self, PickleOpcode opcode, u64 number, int size);
/* An opcode and a line of text. */
bool pickle_write_line(Pickler *self, PickleOpcode opcode, const void *text, isize length);
/* An opcode, the length in `size` bytes, the data. Large data goes to the file on its own, without a copy and
 * outside of frames: as `payload`, NULL: as bytes. */
bool pickle_write_data(Pickler *self, PickleOpcode opcode, int size, const void *data, isize length,
                       Ref payload);
/* A place where a frame may end. */
bool pickle_output_boundary(Pickler *self);
bool pickle_frame_commit(Pickler *self);
Own pickle_output_take(Pickler *self); /* bytes */
bool pickle_output_flush(Pickler *self);

/* pickle_save.c: dump without the file, and the way of each object. */
bool pickle_dump(Pickler *self, Ref object);
bool pickle_save(Pickler *self, Ref object);
/* Remembers what was saved / writes where to find it. */
bool pickle_memoize(Pickler *self, Ref object);
bool pickle_save_memoized(Pickler *self, Ref object);
static inline bool pickle_is_memoized(const Pickler *self, Ref object) {
    return pickle_memo_get(&self->memo, object) >= 0;
}

/* pickle_save_atoms.c */
bool pickle_save_bool(Pickler *self, Ref object);
bool pickle_save_int(Pickler *self, Ref object);
bool pickle_save_float(Pickler *self, Ref object);
bool pickle_save_bytes(Pickler *self, Ref object);
bool pickle_save_bytearray(Pickler *self, Ref object);
bool pickle_save_buffer(Pickler *self, Ref object);
bool pickle_save_str(Pickler *self, Ref object);

/* pickle_save_containers.c */
bool pickle_save_tuple(Pickler *self, Ref object);
bool pickle_save_list(Pickler *self, Ref object);
bool pickle_save_dict(Pickler *self, Ref object);
bool pickle_save_set(Pickler *self, Ref object);
bool pickle_save_frozenset(Pickler *self, Ref object);
/* What an iterator gives, put into the list or dict on the stack. */
bool pickle_save_list_items(Pickler *self, Ref iterator);
bool pickle_save_dict_items(Pickler *self, Ref iterator);

/* pickle_save_global.c: by reference. `name` NULL: the object's own. */
bool pickle_save_global(Pickler *self, Ref object, Ref name);
bool pickle_save_type(Pickler *self, Ref object);

/* pickle_save_reduce.c: by what __reduce__ answers. `object` NULL: nothing to memoize. */
bool pickle_save_reduced(Pickler *self, Ref reduced, Ref object);
/* callable(*arguments); consumes `arguments`, NULL too: an error that has been raised. */
bool pickle_save_call(Pickler *self, Ref callable, Own arguments, Ref object);

/* pickle_pickler.c; arguments may be NULL where __init__'s are optional */
bool pickler_set_protocol(Pickler *self, Ref protocol, Ref fix_imports);
bool pickler_set_file(Pickler *self, Ref file);
bool pickler_set_buffer_callback(Pickler *self, Ref callback);
Own pickler_new(void);

/* --- reading -------------------------------------------------------------------------------------------- */

/* The machine's stack. What lies below the newest mark is out of reach: `fence`. */
typedef struct PickleStack {
    Object **items; /* raw block; each owned */
    isize count, capacity;
    isize *marks; /* raw block */
    isize mark_count, mark_room;
    isize fence;
} PickleStack;
bool pickle_stack_push(PickleStack *stack, Own item); /* consumes; NULL: an error that has been raised */
bool pickle_stack_mark(PickleStack *stack);
isize pickle_stack_take_mark(PickleStack *stack);           /* -1 raised: there is none */
Own pickle_stack_pop(PickleStack *stack);                   /* NULL raised */
Ref pickle_stack_top(PickleStack *stack);                   /* lent; NULL raised */
Own pickle_stack_pop_tuple(PickleStack *stack, isize from); /* of what stands from there on */
Own pickle_stack_pop_list(PickleStack *stack, isize from);
bool pickle_stack_discard(PickleStack *stack); /* POP: an item or a mark */
void pickle_stack_cut(PickleStack *stack, isize count);
void pickle_stack_free(PickleStack *stack);
void *pickle_stack_underflow(const PickleStack *stack); /* raises */

/* From numbers to objects. */
enum { UNPICKLER_MEMO_ROOM = 32 }; /* at first */
typedef struct UnpicklerMemo {
    Object **items; /* raw block; owned, NULL: free */
    isize room;
    isize count; /* objects that ever got a free number: MEMOIZE's next one. It never goes back */
} UnpicklerMemo;
bool unpickler_memo_init(UnpicklerMemo *memo, isize room);
bool unpickler_memo_put(UnpicklerMemo *memo, isize index, Ref value);
void unpickler_memo_free(UnpicklerMemo *memo);

typedef struct Unpickler {
    Object ob_base;
    PickleStack stack; /* of the load that runs: one begun within it has a stack of its own */
    int running;       /* loads */
    UnpicklerMemo memo;
    PersistentHook persistent;
    Buffer buffer;   /* of the bytes that `input` points into; owner NULL: none yet */
    const u8 *input; /* what was read last */
    isize input_length, input_next;
    isize prefetched; /* what lies in `input` before that is taken from the file, what follows was peeked at */
    Object *line;     /* the line read last, bytes; owned or NULL */
    Object *read, *readline, *readinto, *peek; /* the file's methods; owned; the last two may be NULL */
    Object *buffers;                           /* iterator over buffers out of the stream; owned or NULL */
    Object *encoding, *errors;                 /* of 8-bit strings: bytes; owned or NULL */
    int proto;
    bool fix_imports;
} Unpickler;
#define AS_UNPICKLER(ref) ((Unpickler *)(ref))

/* pickle_input.c. What is lent is valid until more is read or Python code runs. */
bool pickle_input_set(Unpickler *self, Ref bytes);
const u8 *pickle_read(Unpickler *self, isize count);             /* lent; NULL raised */
bool pickle_read_number(Unpickler *self, int size, u64 *number); /* least significant byte first */
bool pickle_read_into(Unpickler *self, u8 *out, isize count);
bool pickle_can_read(const Unpickler *self, isize count); /* false, raised: memory ends before that */
Ref pickle_read_line(Unpickler *self, isize shortest);    /* bytes with the newline, lent; NULL raised */
bool pickle_input_settle(Unpickler *self);                /* takes from the file what was only peeked at */
void *pickle_truncated(void);                             /* raises */

/* pickle_load.c */
Own pickle_load(Unpickler *self);
Own unpickler_find_class(Ref self, Ref module_name, Ref global_name);

/* One opcode's work; `opcode` where several share a function. */
typedef bool (*PickleLoader)(Unpickler *self, PickleOpcode opcode);
/* pickle_load_atoms.c */
/* The number that a text is, up to its NUL; base 0: by prefix. */
Own pickle_int_of_text(const char *text, int base);
bool pickle_load_constant(Unpickler *self, PickleOpcode opcode);
bool pickle_load_int(Unpickler *self, PickleOpcode opcode);
bool pickle_load_binary_int(Unpickler *self, PickleOpcode opcode);
bool pickle_load_long(Unpickler *self, PickleOpcode opcode);
bool pickle_load_counted_long(Unpickler *self, PickleOpcode opcode);
bool pickle_load_float(Unpickler *self, PickleOpcode opcode);
bool pickle_load_binary_float(Unpickler *self, PickleOpcode opcode);
bool pickle_load_string(Unpickler *self, PickleOpcode opcode);
bool pickle_load_counted_string(Unpickler *self, PickleOpcode opcode);
bool pickle_load_unicode(Unpickler *self, PickleOpcode opcode);
bool pickle_load_counted_unicode(Unpickler *self, PickleOpcode opcode);
bool pickle_load_bytes(Unpickler *self, PickleOpcode opcode);
bool pickle_load_bytearray(Unpickler *self, PickleOpcode opcode);
bool pickle_load_next_buffer(Unpickler *self, PickleOpcode opcode);
bool pickle_load_readonly_buffer(Unpickler *self, PickleOpcode opcode);
/* pickle_load_containers.c */
bool pickle_load_empty(Unpickler *self, PickleOpcode opcode);
bool pickle_load_small_tuple(Unpickler *self, PickleOpcode opcode);
bool pickle_load_marked(Unpickler *self, PickleOpcode opcode);
bool pickle_load_dict(Unpickler *self, PickleOpcode opcode);
bool pickle_load_append(Unpickler *self, PickleOpcode opcode);
bool pickle_load_set_items(Unpickler *self, PickleOpcode opcode);
bool pickle_load_add_items(Unpickler *self, PickleOpcode opcode);
/* pickle_load_objects.c */
bool pickle_load_global(Unpickler *self, PickleOpcode opcode);
bool pickle_load_stack_global(Unpickler *self, PickleOpcode opcode);
bool pickle_load_extension(Unpickler *self, PickleOpcode opcode);
bool pickle_load_persistent(Unpickler *self, PickleOpcode opcode);
bool pickle_load_binary_persistent(Unpickler *self, PickleOpcode opcode);
bool pickle_load_inst(Unpickler *self, PickleOpcode opcode);
bool pickle_load_obj(Unpickler *self, PickleOpcode opcode);
bool pickle_load_new_object(Unpickler *self, PickleOpcode opcode);
bool pickle_load_reduce(Unpickler *self, PickleOpcode opcode);
bool pickle_load_build(Unpickler *self, PickleOpcode opcode);

/* pickle_unpickler.c */
bool unpickler_set_file(Unpickler *self, Ref file);
/* What a program says of how to load. */
typedef struct UnpicklerOptions {
    bool fix_imports;
    Object *encoding, *errors; /* bytes, owned */
    Ref buffers;               /* NULL: none */
} UnpicklerOptions;
/* given: fix_imports, encoding, errors, buffers; each NULL where it was not given. False: raised, nothing is owned. */
bool unpickler_options_read(UnpicklerOptions *options, Ref const given[4], const char *function);
void unpickler_options_release(UnpicklerOptions *options);
bool unpickler_set_options(Unpickler *self, UnpicklerOptions *options); /* consumes them */
Own unpickler_new(void);

/* --- the memos as Python sees them (pickle_memo_proxy.c) ------------------------------------------------ */

Own pickler_get_memo(Ref self, void *closure);
bool pickler_set_memo(Ref self, Ref value, void *closure);
Own unpickler_get_memo(Ref self, void *closure);
bool unpickler_set_memo(Ref self, Ref value, void *closure);

/* --- PickleBuffer (pickle_buffer.c) --------------------------------------------------------------------- */

/* Its buffer, lent; NULL and ValueError where it has been released. */
const Buffer *pickle_buffer_view(Ref buffer);
/* Do its items fill its memory without gaps, in any order of indices? */
bool pickle_buffer_is_contiguous(const Buffer *buffer);

#endif
