/* modules.h: the native modules: what each makes, and what they share.
 *
 * A native module is a function that makes a module object; the table in modules.c names them all. Types that
 * they need lie in this room's root, as those of the rooms below. */
#ifndef MODULES_MODULES_H
#define MODULES_MODULES_H

#include "object/call.h"
#include "object/callables.h"
#include "object/root.h"
#include "vm/machine.h"

#define MODULE_TYPES(NATIVE)                                                                                     \
    NATIVE(TEXT_STREAM, text_stream_spec)                                                                        \
    NATIVE(STRUCT_SEQUENCE, struct_sequence_spec)                                                                \
    NATIVE(BUILTIN_QUITTER, builtin_quitter_spec)

#define NATIVE(id, spec) extern const TypeSpec spec;
MODULE_TYPES(NATIVE)
#undef NATIVE
enum ModuleTypeId {
#define NATIVE(id, spec) MODULE_TYPE_##id,
    MODULE_TYPES(NATIVE)
#undef NATIVE
        MODULE_TYPE_COUNT
};

typedef struct ModulesRoot {
    RootType types[MODULE_TYPE_COUNT];
    Object *standard_output, *standard_error, *standard_input; /* the streams made at start; owned */
    Object *builtins;     /* module; owned */
    Object *sys;          /* module; owned */
    Object *unraisable_class, *async_hooks_class; /* struct sequences; owned */
    Object *warned;       /* set of (text, category, place): warnings are shown once; owned */
    i64 start_date_ns;    /* of the real clock; 0: nobody has asked yet */
    int optimize;
} ModulesRoot;
#define MODULES_ROOT ((ModulesRoot *)ARENA_ROOM(ROOM_MODULES))
#define MODULE_TYPE(id) (&MODULES_ROOT->types[MODULE_TYPE_##id].type)

/* A module with these functions; NULL raised. */
Own module_from(const char *name, const char *doc, const MethodDef *functions);

Own builtins_module_make(void);
Own sys_module_make(const MachineOptions *options);
Own gc_module_make(void);
Own weakref_module_make(void);
Own time_module_make(void);
Own math_module_make(void);

/* --- builtins, by topic: tables ended by a NULL name ------------------------------------------------------- */
extern const MethodDef builtin_object_functions[], builtin_number_functions[], builtin_iteration_functions[],
    builtin_stream_functions[], builtin_code_functions[];

/* --- streams (text_stream.c) -------------------------------------------------------------------------------- */
/* A stream on a descriptor: 0 reads, 1 and 2 write. */
Own text_stream_new(int descriptor);
/* Writes a str to any file-like object: natively to a text stream, else through its write(). */
bool stream_write(Ref file, Ref text);
bool stream_write_utf8(Ref file, const char *text, isize length);
/* A line with its end as a str; "" at the end of file; NULL raised. */
Own stream_read_line(Ref file);
bool stream_flush(Ref file);
/* sys.stdout, sys.stderr as they stand in sys: lent; NULL without exception: gone or None. */
Ref stream_of_sys(const char *name);

/* --- struct sequences (struct_sequence.c) -------------------------------------------------------------------- */
/* A tuple whose items have names: "sys.version_info". `fields` ends with NULL; values: consumed, one for each. */
Own struct_sequence_new(const char *type_name, const char *const *fields, Object *const *values);
/* In two steps, where there will be more than one of the kind. */
Own struct_sequence_class(const char *type_name, const char *const *fields);
Own struct_sequence_make(Ref class, Object *const *values, isize count);

/* --- hooks (hooks.c): what the rooms below report here ------------------------------------------------------- */
bool hooks_set(void);
Own hook_display(Ref self, Ref value);  /* sys.displayhook */
Own hook_except(Ref self, Ref const *args, isize nargs); /* sys.excepthook */
Own hook_unraisable(Ref self, Ref info); /* sys.unraisablehook */

#endif
