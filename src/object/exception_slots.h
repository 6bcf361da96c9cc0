/* exception_slots.h: what the files that make the exception types share; nobody else includes it.
 *
 * Each layout of exceptions_table.h has its constructor, str() and attributes in one of the files
 * exception*.c; exception_types.c puts the types together. In every layout the owned fields stand in a row
 * right behind the common head, in the order in which CPython clears them: so one traverse, clear and
 * dealloc serve all. */
#ifndef OBJECT_EXCEPTION_SLOTS_H
#define OBJECT_EXCEPTION_SLOTS_H

#include "object/exception.h"
#include "object/root.h"

typedef enum ExceptionLayout {
    LAYOUT_BASE,
    LAYOUT_KEY,
    LAYOUT_MEMORY,
    LAYOUT_STOP_ITERATION,
    LAYOUT_SYSTEM_EXIT,
    LAYOUT_NAME,
    LAYOUT_ATTRIBUTE,
    LAYOUT_IMPORT,
    LAYOUT_OS,
    LAYOUT_SYNTAX,
    LAYOUT_UNICODE,
    LAYOUT_GROUP,
    LAYOUT_COUNT
} ExceptionLayout;

/* How many owned fields an instance has behind the head. */
isize exception_own_fields(Ref self);

/* exception.c: the common part, and BaseException's own methods */
Own exception_slot_new(Type *type, Ref const *args, isize nargs, Ref kwnames);
bool exception_slot_init(Ref self, Ref const *args, isize nargs, Ref kwnames);
Own exception_slot_repr(Ref self);
Own exception_slot_str(Ref self);
bool exception_slot_traverse(Ref self, VisitFn visit, void *context);
void exception_slot_clear(Ref self);
void exception_slot_dealloc(Own self);
/* Replaces args by a tuple of these, unless they are the same already. */
bool exception_set_args(Ref self, Ref const *args, isize nargs);
extern const MethodDef exception_methods[];
extern const GetSetDef exception_getset[];
extern const MemberDef exception_members[];

/* exception_simple.c: the small layouts */
Own key_error_str(Ref self);
bool stop_iteration_init(Ref self, Ref const *args, isize nargs, Ref kwnames);
bool system_exit_init(Ref self, Ref const *args, isize nargs, Ref kwnames);
bool name_error_init(Ref self, Ref const *args, isize nargs, Ref kwnames);
bool attribute_error_init(Ref self, Ref const *args, isize nargs, Ref kwnames);
bool import_error_init(Ref self, Ref const *args, isize nargs, Ref kwnames);
Own import_error_str(Ref self);
extern const MethodDef import_error_methods[];
extern const MemberDef stop_iteration_members[], system_exit_members[], name_error_members[],
    attribute_error_members[], import_error_members[];
void memory_error_dealloc(Own self);
/* Makes the MemoryErrors that are kept ready. */
bool exception_memory_prepare(void);
/* One of them, owned: needs no memory. NULL while the machine is being made: there are none yet. */
Own exception_memory_take(void);

/* exception_os.c */
Own os_error_new(Type *type, Ref const *args, isize nargs, Ref kwnames);
bool os_error_init(Ref self, Ref const *args, isize nargs, Ref kwnames);
Own os_error_str(Ref self);
extern const MethodDef os_error_methods[];
extern const MemberDef os_error_members[];
extern const GetSetDef os_error_getset[];

/* exception_syntax.c */
bool syntax_error_init(Ref self, Ref const *args, isize nargs, Ref kwnames);
Own syntax_error_str(Ref self);
extern const MemberDef syntax_error_members[];

/* exception_unicode.c */
bool unicode_error_init(Ref self, Ref const *args, isize nargs, Ref kwnames);
Own unicode_error_str(Ref self);
extern const MemberDef unicode_error_members[];

/* exception_group.c */
Own exception_group_new(Type *type, Ref const *args, isize nargs, Ref kwnames);
Own exception_group_str(Ref self);
extern const MethodDef exception_group_methods[];
extern const MemberDef exception_group_members[];

#endif
