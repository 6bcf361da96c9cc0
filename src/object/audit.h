/* audit.h: events that hooks of sys.addaudithook hear of (PEP 578).
 *
 *     if (!AUDIT("os.rename", "OOii", source, target, source_folder, target_folder)) return NULL;
 *
 * Whatever reaches out of the program tells an event before it acts: its name and a tuple of arguments. A hook may
 * raise: then the act does not take place. Where nobody listens an event costs the test of one word; the arguments are
 * not even evaluated, so they may be calls that make them (N). */
#ifndef OBJECT_AUDIT_H
#define OBJECT_AUDIT_H

#include "object/root.h"

static inline bool audit_is_heard(void) { return OBJECT_ROOT->audit != NULL; }

/* For what CPython does before a program begins, or need not do: nobody hears until audit_unmute is given the
 * answer; or until a first hook comes. */
static inline AuditHears audit_mute(void) {
    AuditHears hears = OBJECT_ROOT->audit;
    OBJECT_ROOT->audit = NULL;
    return hears;
}
static inline void audit_unmute(AuditHears hears) {
    if (!OBJECT_ROOT->audit) OBJECT_ROOT->audit = hears;
}

/* False: a hook has raised. An exception that is on its way is kept meanwhile. One letter an argument:
 *     O  Ref, NULL: None               s  const char *, UTF-8, NULL: None
 *     N  Own, consumed, NULL: raised   i  int
 *     y  bytes: const void *, isize    l  i64 */
bool audit_tell(const char *event, const char *format, ...);
/* With `format` and what it stands for. */
#define AUDIT(...) (!audit_is_heard() || audit_tell(__VA_ARGS__))

#endif
