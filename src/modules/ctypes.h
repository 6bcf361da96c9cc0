/* ctypes.h: what the files of the module _ctypes say to each other.
 *
 * Two kinds of objects lie at the bottom of ctypes. A C type (`c_int`, a Structure, `c_int * 3`) is a Python
 * class whose metatype is one of six; behind its Type stands a CTypeInfo that says how a value of it lies in
 * memory. A C value is an instance of such a class, a CData: a piece of memory, its own or lent by another one
 * (`base`), and the Python objects that this memory points to (`objects`).
 *
 *     ctypes_module.c     functions of the module             ctypes_simple.c    c_int and its like
 *     ctypes_memory.c     memory that may be touched          ctypes_struct.c    structures and unions
 *     ctypes_code.c       values of C's own types             ctypes_layout.c    their fields laid out
 *     ctypes_type.c       what all metatypes share            ctypes_field.c     a field's descriptor
 *     ctypes_data.c       what all values share               ctypes_array.c     arrays
 *     ctypes_argument.c   arguments of foreign functions      ctypes_pointer.c   pointers
 *     ctypes_function.c   function pointers, and how they are called
 *     ctypes_prototype.c  parameters with names and directions
 *     ctypes_callback.c   functions of C that are Python's
 *     ctypes_library.c    the libraries and functions that there are: no machine code of others is ever run,
 *                         since it would work outside of the machine, where no step back reaches
 *     ctypes_c_*.c        these functions */
#ifndef MODULES_CTYPES_H
#define MODULES_CTYPES_H

#include "modules/modules.h"
#include "object/argument_checks.h"
#include "object/audit.h"
#include "object/bytes.h"
#include "object/dict.h"
#include "object/error.h"
#include "object/exception.h"
#include "object/gc.h"
#include "object/generic_alias.h"
#include "object/list.h"
#include "object/number.h"
#include "object/str.h"
#include "object/tuple.h"
#include "object/type_checks.h"
#include "object/weakref.h"

/* --- C's own types (ctypes_code.c) ---------------------------------------------------------------------- */

/* In which kind of register a value travels. */
typedef enum ValueClass {
    VALUE_WORD,        /* integers and pointers, widened to 64 bits */
    VALUE_FLOAT,       /* float and double, as the bits of their own size */
    VALUE_LONG_DOUBLE, /* on the stack, as a structure of 16 bytes */
    VALUE_MEMORY       /* a structure or union */
} ValueClass;

/* One of C's own types, by the letter of `_type_`. `size` in get and set is the field's: bytes, or of a bit
 * field (FIELD_BITS(size) is not 0) what CField.size says. The memory may be touched: who calls has seen to
 * that.
 *
 *     get   the value as a Python object
 *     set   stores it; the answer (owned) is what has to live as long as the memory: None, nothing */
typedef struct CCode CCode;
struct CCode {
    char letter;
    u8 size, align;
    u8 class; /* ValueClass */
    bool is_signed, swapped;
    Own (*get)(const CCode *code, const u8 *memory, isize size);
    Own (*set)(const CCode *code, u8 *memory, Ref value, isize size);
    const char *format; /* of a buffer of it */
};
#define FIELD_BITS(size) ((int)((size) >> 16))
#define FIELD_LOW_BIT(size) ((int)((size)&0xffff))

const CCode *ccode_find(u32 letter); /* NULL: there is none. Without 's' and 'U', which fields only have */
const CCode *ccode_swapped(const CCode *code); /* with its bytes the other way round; NULL: it has none */
extern const CCode ccode_bytes, ccode_text;    /* 's', 'U': arrays of characters as fields */
static inline bool ccode_is(const CCode *code, char letter) { return code && code->letter == letter; }

/* --- types (ctypes_type.c) ------------------------------------------------------------------------------ */

typedef enum CTypeKind {
    CTYPE_SIMPLE = 1,
    CTYPE_STRUCT,
    CTYPE_UNION,
    CTYPE_ARRAY,
    CTYPE_POINTER,
    CTYPE_FUNCTION
} CTypeKind;
enum {                        /* CTypeInfo.flags */
       CTYPE_FINAL = 1,       /* in use: no other _fields_ from now on */
       CTYPE_HAS_POINTER = 2, /* a value of it is, or holds, a pointer */
       CTYPE_HAS_BITS = 4,
       CTYPE_HAS_UNION = 8
};
typedef struct CTypeInfo {
    isize size, align; /* bytes */
    isize length;      /* of an array: items; of a structure: fields, those of its bases included */
    u8 kind;           /* CTypeKind; 0: nothing is known of the type, it is abstract */
    u8 flags;
    i32 function_flags;            /* _flags_ of a function's type */
    const CCode *code;             /* of simple types; else NULL */
    Object *proto;                 /* owned: an array's or pointer's _type_, a simple type's letter (str) */
    Object *argtypes, *converters; /* owned: of a function's type; tuples */
    Object *restype, *checker;     /* the same */
    char *format;                  /* raw block, as a buffer says it; NULL: "B" */
    isize ndim;
    isize *shape; /* raw block: ndim lengths, then ndim strides; NULL: ndim is 0 */
} CTypeInfo;
typedef struct CType {
    Type type;
    CTypeInfo info;
} CType;

/* NULL: not a C type, or an abstract one. */
CTypeInfo *ctype_info(Ref type);
static inline CTypeInfo *ctype_info_of(Ref value) { return ctype_info((Ref)type_of(value)); }
bool ctype_is(Ref object, CTypeKind kind); /* a class, and made by that metatype */
/* The class itself, to be filled: `kind` and size are set, the rest is zero. NULL raised. */
Own ctype_new(Type *metatype, Ref const *args, isize nargs, Ref kwnames, CTypeKind kind);
/* TypeError "abstract class" where NULL. Marks it final. */
CTypeInfo *ctype_concrete(Ref type);
/* A simple type itself (`c_int`, not a class made of it): its values are Python's own. */
bool ctype_is_plain(Ref type);
bool ctype_set_format(CTypeInfo *info, const char *format, ...); /* false: no memory */
/* "(2,3)" + format where the item is an array; appended to a text. */
void ctype_append_format(Text *text, const CTypeInfo *item, const char *prefix, const char *suffix);
void ctype_dealloc(Own self);
bool ctype_traverse(Ref self, VisitFn visit, void *context);
void ctype_clear(Ref self);
Own ctype_repeat(Ref self, isize count);
Own ctype_from_param(Ref type, Ref value);
extern const MethodDef ctype_methods[], ctype_simple_methods[], ctype_pointer_methods[];
/* `name` on the object, where it may be missing. False: another error. */
bool ctype_attribute(Ref object, const char *name, Own *value);
Own ctype_need_attribute(Ref object, const char *name); /* AttributeError */
Own ctype_pointer_method_set_type(Ref type, Ref proto);

/* The description of a metatype; set_attribute may be NULL. */
#define CTYPE_METATYPE(type_name, type_doc, type_methods, new_function, set_attribute)                         \
    {                                                                                                          \
        .name = "_ctypes." type_name, .module = "_ctypes", .base = TYPE(TYPE), .basicsize = sizeof(CType),     \
        .itemsize = sizeof(MemberDef), .ghost_size = 904,                                                      \
        .flags = TYPE_GC | TYPE_BASETYPE | TYPE_TYPE_SUBCLASS, .weaklist_offset = offsetof(Type, weaklist),    \
        .dict_offset = offsetof(Type, dict),                                                                   \
        .slots = {.dealloc = ctype_dealloc,                                                                    \
                  .traverse = ctype_traverse,                                                                  \
                  .clear = ctype_clear,                                                                        \
                  .setattro = set_attribute,                                                                   \
                  .repeat = ctype_repeat,                                                                      \
                  .new = new_function},                                                                        \
        .methods = type_methods, .doc = type_doc                                                               \
    }

/* --- values (ctypes_data.c) ----------------------------------------------------------------------------- */

typedef struct CData {
    Object ob_base;
    u8 *memory;
    bool owns_memory;     /* _b_needsfree_ */
    struct CData *base;   /* whose memory this is a part of; owned; NULL: nobody's */
    isize size, length;   /* bytes, items */
    isize index;          /* in the base: names what is kept for it there */
    Object *objects;      /* _objects: a dict, another object, or NULL; owned */
    u64 inline_memory[3]; /* small values lie in the object itself */
} CData;
#define AS_CDATA(ref) ((CData *)(ref))
#define CDATA_INLINE_MAX 16

static inline bool is_cdata(Ref object) { return is_a(object, MODULE_TYPE(C_DATA)); }
Own cdata_new(Type *type, Ref const *args, isize nargs, Ref kwnames);
Own cdata_make(Type *type); /* with memory of its own, zero */
Own cdata_at(Ref type, void *memory);
/* A part of `base` at `memory`, or, base NULL, a copy of what is there. */
Own cdata_part(Ref type, Ref base, isize index, const u8 *memory);
/* The value at `memory`, a part of `base`, as Python sees it. `code` NULL: as the type says. */
Own cdata_get(Ref type, const CCode *code, Ref base, isize index, isize size, u8 *memory);
bool cdata_set(Ref target, Ref type, const CCode *code, Ref value, isize index, isize size, u8 *memory);
bool cdata_keep(Ref target, isize index, Own keep); /* consumes; None: nothing is kept */
Ref cdata_kept(Ref data);                           /* lent: what is kept for all of it; NULL raised */
/* For the types' descriptions: what is no container itself hands no such slot on. */
#define CDATA_LIFE .dealloc = cdata_dealloc, .traverse = cdata_traverse, .clear = cdata_clear
void cdata_dealloc(Own self);
bool cdata_traverse(Ref self, VisitFn visit, void *context);
void cdata_clear(Ref self);
bool cdata_resize(Ref self, isize size);
/* `count` items from `start` in steps, of memory that holds such items: bytes, a str, or a list of what
 * `get` gives. */
Own ctypes_slice(Ref self, const CTypeInfo *item, const u8 *memory, isize start, isize step, isize count,
                 IndexFn get);

/* --- memory (ctypes_memory.c) --------------------------------------------------------------------------- */

/* May this be read (written)? The machine's own memory alone may: OSError where CPython would crash. */
bool memory_check(const void *memory, isize size, bool writing);
bool memory_is_object(const void *address); /* may it be used as a PyObject *? False: OSError */
isize memory_text_length(const char *text); /* up to its NUL; -1 raised */
/* The same of wchar_t, which need not be aligned. */
static inline u32 wide_at(const u8 *text, isize i) {
    u32 character;
    memcpy(&character, text + i * (isize)sizeof character, sizeof character);
    return character;
}
isize memory_wide_length(const u8 *text);
Own memory_wide_text(const u8 *text, isize length);     /* a str */
void memory_put_wide(u8 *memory, Ref text, isize room); /* with a NUL where there is room for one */
/* An int as an address, and back. */
static inline void *address_from_int(Ref value) { return (void *)(uintptr_t)int_as_u64_mask(value); }
static inline Own address_to_int(const void *address) { return int_from_u64((u64)(uintptr_t)address); }

/* --- fields (ctypes_field.c, ctypes_layout.c) ----------------------------------------------------------- */

typedef struct CField {
    Object ob_base;
    isize offset, size; /* size: bytes; of a bit field: bits << 16 | lowest bit */
    isize index;
    Object *proto;     /* its type; owned */
    const CCode *code; /* where it isn't read as its type says; or NULL */
    bool anonymous;
} CField;
#define AS_CFIELD(ref) ((CField *)(ref))
bool layout_fields(Ref type, Ref fields); /* `_fields_` has been set */

/* --- arguments (ctypes_argument.c) ---------------------------------------------------------------------- */

/* CArgObject: a value on its way to a function. */
typedef struct CArgument {
    Object ob_base;
    char tag;
    u8 class; /* ValueClass */
    isize size;
    u64 value[2];   /* the bits; VALUE_MEMORY: value[0] is the address */
    Object *object; /* whose value it is; owned */
    Object *holder; /* of a structure's copy; owned or NULL */
} CArgument;
#define AS_CARGUMENT(ref) ((CArgument *)(ref))
static inline bool is_cargument(Ref object) { return type_of(object) == MODULE_TYPE(C_ARGUMENT); }
Own cargument_new(char tag, const void *pointer, Ref object); /* a pointer */
Own cargument_of_code(const CCode *code, Ref value);          /* NULL: raised */
Own cargument_convert(Ref value,
                      isize number); /* what any Python object becomes; number: for messages, from 1 */

Own ctype_simple_from_param(Ref type, Ref value);
Own ctype_pointer_from_param(Ref type, Ref value);
Own char_pointer_from_param(Ref type, Ref value);
Own wide_pointer_from_param(Ref type, Ref value);
Own void_pointer_from_param(Ref type, Ref value);
Own cdata_byref(Ref data, isize offset);

/* Raises type("... <class of the current exception>: its text") in its stead. Always NULL. */
void *error_extend(Type *type, const char *format, ...);

/* --- functions ------------------------------------------------------------------------------------------ */

typedef struct CFunction {
    CData data;
    Object *thunk, *callable; /* owned, as all that follow, or NULL */
    Object *converters, *argtypes, *restype, *checker, *errcheck, *paramflags;
} CFunction;
#define AS_CFUNCTION(ref) ((CFunction *)(ref))
static inline bool is_cfunction(Ref object) { return is_a(object, MODULE_TYPE(C_FUNCTION)); }
enum { FUNCTION_CDECL = 1, FUNCTION_PYTHONAPI = 4, FUNCTION_USE_ERRNO = 8, FUNCTION_USE_LASTERROR = 16 };
#define ARGUMENT_MAX 1024

/* Calls what is at the address. `converters`, `restype`, `checker` may be NULL. */
Own cfunction_call_address(const void *address, i32 flags, Ref const *args, isize nargs, Ref converters,
                           Ref restype, Ref checker);

/* ctypes_prototype.c: paramflags */
bool prototype_check(Ref type, Ref paramflags);
typedef struct Prototype { /* arguments made out of those given: all owned */
    Object *arguments;     /* tuple */
    u32 out, in_out;       /* bit n: argument n is given back */
    int returned;          /* how many are */
} Prototype;
bool prototype_bind(const CFunction *function, Ref argtypes, Ref const *args, isize nargs, Ref kwnames,
                    Prototype *bound);
Own prototype_result(Own result, const Prototype *bound);

/* What a function of C finds when it is called, and what it leaves. As the System V ABI has it, integers and
 * floating point numbers come in queues of their own. */
typedef struct CCall {
    CArgument *const *arguments;
    isize count;
    isize word, real, memory; /* where the next one of each queue is looked for */
    u64 result[2];            /* what it answers: a word, or a structure of up to 16 bytes */
    u64 real_result;          /* a double or float: its bits */
    long double wide_result;
    u8 *large;        /* where a larger structure goes; NULL: none is asked for */
    const char *name; /* of the function that is called */
} CCall;
u64 call_word(CCall *call); /* the next one; 0 where there is none */
u64 call_real_bits(CCall *call);
const CArgument *call_memory(CCall *call, ValueClass class); /* a structure or long double; NULL */
double call_double(CCall *call);
float call_float(CCall *call);
bool call_text(CCall *call, const char **text); /* one that ends: false: OSError */
bool call_answer_word(CCall *call, u64 word);   /* true, all of these */
static inline bool call_answer_int(CCall *call, i64 number) { return call_answer_word(call, (u64)number); }
static inline bool call_answer_place(CCall *call, const void *place) {
    return call_answer_word(call, (u64)(uintptr_t)place);
}
/* A new reference: given away. NULL: raised, false. */
static inline bool call_answer_object(CCall *call, Own object) {
    return call_answer_place(call, object) && object != NULL;
}
bool call_answer_double(CCall *call, double number);
bool call_answer_float(CCall *call, float number);
static inline void *call_pointer(CCall *call) { return (void *)(uintptr_t)call_word(call); }
static inline int call_int(CCall *call) { return (int)call_word(call); }
static inline i64 call_long(CCall *call) { return (i64)call_word(call); }
/* For functions that call back: the function at the address, with such arguments or with words. False:
 * raised. */
bool cfunction_run(const void *address, CCall *call);
bool cfunction_call_words(const void *address, const u64 *words, isize count, u64 *result);

/* ctypes_callback.c */
Own thunk_new(Ref callable, Ref argtypes, Ref restype, i32 flags);
Ref thunk_at(const void *address); /* lent; NULL: there is none */
const void *thunk_address(Ref thunk);
void thunk_call(Ref thunk, CCall *call);

/* --- libraries (ctypes_library.c) ----------------------------------------------------------------------- */

/* A function that the machine has itself. False: raised. */
typedef bool (*CSymbolFn)(CCall *call);
typedef struct CSymbol {
    const char *name;
    CSymbolFn call;
} CSymbol;
/* Tables by topic, each ended by a NULL name. */
extern const CSymbol c_internal_symbols[], c_text_symbols[], c_character_symbols[], c_memory_symbols[],
    c_number_symbols[], c_print_symbols[], c_system_symbols[], c_math_symbols[], c_object_symbols[],
    c_container_symbols[], c_interpreter_symbols[], c_code_symbols[], c_test_symbols[];
const CSymbol *library_symbol_at(const void *address); /* NULL: none of these functions is there */
const void *library_find(const char *symbol);          /* NULL: none of these is called so */
/* The name of the function there, which the system's library has and the machine has not; NULL: none is. */
const char *library_absent_at(const void *address);
/* A variable of the library as a value of the type; there are few: ValueError. */
Own library_data(Ref type, Ref library, const char *name);
bool library_handle(Ref library, u64 *handle); /* its _handle; false: raised */
/* The function's address in the library with this handle: AttributeError. */
const void *library_function(u64 handle, const char *name);
/* _ctypes.dlopen() and its like */
Own library_dlopen(Ref module, Ref const *args, isize nargs);
Own library_dlclose(Ref module, Ref const *args, isize nargs);
Own library_dlsym(Ref module, Ref const *args, isize nargs);
bool c_snprintf(CCall *call);
bool print_flush(void); /* what C's stdout still holds */

/* ctypes_test_module.c: variables of the library that CPython's own tests call. */
void *ctypes_test_variable(const char *name); /* NULL: it has none of this name */

/* --- the module ----------------------------------------------------------------------------------------- */

typedef struct CtypesState {
    Object *pointer_cache; /* dict from type to pointer type, POINTER(); owned */
    Object *array_cache;   /* dict from (type, length) to weak reference; owned */
    Object *argument_error;
    Object *errnos;   /* dict from number of thread to errno */
    u8 *stdout_block; /* what C's stdout holds: raw, NULL: nothing yet */
    isize stdout_length;
    i32 random[34];      /* rand(): glibc's additive feedback generator */
    bool stdout_by_line; /* it is a terminal */
    i32 random_index;
    bool random_seeded;
    struct TestVariables *test; /* of ctypes_test_module.c, a raw block; NULL: nobody has asked for them */
    int errno_now;              /* of C itself, the functions' */
    char *token;                /* strtok()'s place */
    void *text_buffer;          /* what ctime(), strerror() and getenv() answer with, raw blocks */
    Object *code_extras;        /* dict from a code's address to what hangs on it (ctypes_c_code.c) */
    Object *code_extra_free;    /* list: addresses of functions that free that */
    Object *utf8;               /* bytes: what PyUnicode_AsUTF8() answered last */
    Object *environment;        /* dict: texts that getenv() has given out */
    Object *absent;             /* list of bytes: names of functions that are not the machine's, by address */
} CtypesState;
#define CTYPES (MODULES_ROOT->ctypes)

Own ctypes_array_type(Ref item, isize length);
bool errno_swap(void); /* the thread's copy and C's change places; false: raised */

#endif
