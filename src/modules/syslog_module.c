/* syslog_module.c: the module syslog: messages to the system's log. What openlog() was told is kept here; the system
 * hears it together with each message (world.h, SYSTEM_LOG). */
#include <syslog.h>

#include "modules/modules.h"
#include "modules/outside.h"
#include "object/argument_checks.h"
#include "object/audit.h"
#include "object/bytes.h"
#include "object/dict.h"
#include "object/error.h"
#include "object/int.h"
#include "object/list.h"
#include "object/str.h"
#include "object/type_checks.h"

#define STATE (&MODULES_ROOT->syslog)

/* A C int, of which CPython looks at a long's lower half. False: raised. */
static bool take_long(Ref value, int *number) {
    i64 wide = int_as_i64(value);
    *number = (int)wide;
    return wide != -1 || !error_occurred();
}

/* The program's name without its folder: str; NULL: it has none that would do. */
static Own program_name(void) {
    Ref arguments = dict_get_cstring(module_dict(MODULES_ROOT->sys), "argv");
    Ref first = arguments && is_list(arguments) && list_length(arguments) ? list_get(arguments, 0) : NULL;
    if (!first || !is_str(first)) return NULL;
    isize length = str_length(first), start = length;
    while (start > 0 && str_char(first, start - 1) != '/') start--;
    Own name = start < length ? str_substring(first, start, length) : NULL;
    Own encoded = name ? str_encode_utf8(name, "strict") : NULL;
    if (!encoded) slot_clear(&name);
    release_maybe(encoded);
    error_clear();
    return name;
}

/* given NULL: the default name. */
static bool open_log(Ref given, int option, int facility) {
    Own name = given ? own(given) : program_name(), ident = NULL;
    if (AUDIT("syslog.openlog", "Oii", name, option, facility))
        ident = name ? str_encode_utf8(name, "strict") : bytes_from("python3.11", 10);
    release_maybe(name);
    if (!ident) return false;
    slot_set(&STATE->ident, ident);
    STATE->option = option;
    STATE->facility = facility;
    return true;
}

static Own syslog_method_openlog(Ref self UNUSED, Ref const *args, isize nargs, Ref kwnames) {
    static const Parameters parameters = {"openlog", {"ident", "logoption", "facility"}, .required = 0};
    Ref given[3];
    int option = 0, facility = LOG_USER;
    if (!arguments_bind(&parameters, args, nargs, kwnames, given) ||
        (given[0] && !argument_str(given[0], "openlog", "1")) || (given[1] && !take_long(given[1], &option)) ||
        (given[2] && !take_long(given[2], &facility)))
        return NULL;
    return open_log(given[0], option, facility) ? own_none() : NULL;
}

static Own syslog_method_closelog(Ref self UNUSED) {
    if (!AUDIT("syslog.closelog", "")) return NULL;
    slot_clear(&STATE->ident);
    return own_none();
}

/* LOG_PERROR: the message goes the way of all output too. */
static void repeat_on_error(Ref text) {
    world_write(WORLD_STDERR, (const char *)bytes_data(STATE->ident), size_of(STATE->ident));
    world_write(WORLD_STDERR, ": ", 2);
    world_write(WORLD_STDERR, (const char *)bytes_data(text), (isize)strlen((const char *)bytes_data(text)));
    world_write(WORLD_STDERR, "\n", 1);
}

static Own syslog_method_syslog(Ref self UNUSED, Ref const *args, isize nargs) {
    int priority = LOG_INFO;
    WorldAnswer answer;
    bool right = nargs == 1 || (nargs == 2 && is_int(args[0]) && argument_parsed_int(args[0], &priority));
    Ref message = right ? args[nargs - 1] : NULL;
    if (error_occurred()) error_clear();
    if (!message || !is_str(message)) return error_set(EXC(TypeError), "[priority,] message string");
    Own text = str_encode_utf8(message, "strict");
    if (text && (!AUDIT("syslog.syslog", "is", priority, (const char *)bytes_data(text)) ||
                 (!STATE->ident && !open_log(NULL, 0, LOG_USER))))
        slot_clear(&text);
    if (!text) return NULL;
    WorldRequest request = {.call = WORLD_CALL_SYSTEM_LOG,
                            .path = (const char *)bytes_data(text),
                            .path2 = (const char *)bytes_data(STATE->ident),
                            .numbers = {priority, STATE->option, STATE->facility}};
    bool heard = STATE->mask & LOG_MASK(LOG_PRI(priority));
    bool done = !heard || outside_do(&request, &answer, NULL, NULL);
    if (heard && done && (STATE->option & LOG_PERROR)) repeat_on_error(text);
    release(text);
    return done ? own_none() : NULL;
}

static Own syslog_method_setlogmask(Ref self UNUSED, Ref const *args, isize nargs) {
    int mask, before = STATE->mask;
    if (nargs != 1) return error_set(EXC(TypeError), "mask for priority");
    if (!take_long(args[0], &mask)) return NULL;
    if (!AUDIT("syslog.setlogmask", "i", mask)) return NULL;
    if (mask) STATE->mask = mask;
    return int_from_i64(before);
}

/* LOG_MASK and LOG_UPTO as the machine shifts: by the lower five bits. */
static Own syslog_method_LOG_MASK(Ref self UNUSED, Ref const *args, isize nargs) {
    int priority;
    if (!arguments_tuple("LOG_MASK", nargs, 1, 1) || !take_long(args[0], &priority)) return NULL;
    return int_from_i64((i32)((u32)1 << (priority & 31)));
}
static Own syslog_method_LOG_UPTO(Ref self UNUSED, Ref const *args, isize nargs) {
    int priority;
    if (!arguments_tuple("LOG_UPTO", nargs, 1, 1) || !take_long(args[0], &priority)) return NULL;
    return int_from_i64((i32)(((u32)1 << ((u32)(priority + 1) & 31)) - 1));
}

static const MethodDef functions[] = {
    {"openlog", METHOD_KEYWORDS, .keywords = syslog_method_openlog, .flags = METHOD_VARARGS},
    {"closelog", METHOD_NONE, .none = syslog_method_closelog},
    {"syslog", METHOD_ARRAY, .array = syslog_method_syslog, .flags = METHOD_VARARGS},
    {"setlogmask", METHOD_ARRAY, .array = syslog_method_setlogmask, .flags = METHOD_VARARGS},
    {"LOG_MASK", METHOD_ARRAY, .array = syslog_method_LOG_MASK, .flags = METHOD_VARARGS},
    {"LOG_UPTO", METHOD_ARRAY, .array = syslog_method_LOG_UPTO, .flags = METHOD_VARARGS},
    {.name = NULL}};

#define CONSTANT(name)                                                                                         \
    { #name, name }
static const ModuleConstant constants[] = {
    CONSTANT(LOG_EMERG),    CONSTANT(LOG_ALERT),  CONSTANT(LOG_CRIT),   CONSTANT(LOG_ERR),
    CONSTANT(LOG_WARNING),  CONSTANT(LOG_NOTICE), CONSTANT(LOG_INFO),   CONSTANT(LOG_DEBUG),
    CONSTANT(LOG_PID),      CONSTANT(LOG_CONS),   CONSTANT(LOG_NDELAY), CONSTANT(LOG_ODELAY),
    CONSTANT(LOG_NOWAIT),   CONSTANT(LOG_PERROR), CONSTANT(LOG_KERN),   CONSTANT(LOG_USER),
    CONSTANT(LOG_MAIL),     CONSTANT(LOG_DAEMON), CONSTANT(LOG_AUTH),   CONSTANT(LOG_LPR),
    CONSTANT(LOG_LOCAL0),   CONSTANT(LOG_LOCAL1), CONSTANT(LOG_LOCAL2), CONSTANT(LOG_LOCAL3),
    CONSTANT(LOG_LOCAL4),   CONSTANT(LOG_LOCAL5), CONSTANT(LOG_LOCAL6), CONSTANT(LOG_LOCAL7),
    CONSTANT(LOG_SYSLOG),   CONSTANT(LOG_CRON),   CONSTANT(LOG_UUCP),   CONSTANT(LOG_NEWS),
    CONSTANT(LOG_AUTHPRIV), {.name = NULL}};
#undef CONSTANT

static bool fill(Ref module) {
    if (!STATE->mask) STATE->mask = LOG_UPTO(LOG_DEBUG);
    return module_add_constants(module, constants);
}
static void clear(void) { slot_clear(&STATE->ident); }

const NativeModule syslog_module = {.name = "syslog", .functions = functions, .fill = fill, .clear = clear};
