/* pwd_module.c: the modules pwd, grp and spwd: users and groups by name and by number, and when their passwords end. */
#include <errno.h>

#include "modules/posix.h"

/* The text at *at; steps over it. */
static Own next_text(const char **at) {
    Own text = path_decode(*at, -1);
    *at += strlen(*at) + 1;
    return text;
}

/* KeyError, whose argument is a text. */
static Own raise_unknown(Own text) {
    if (text) error_set_object(EXC(KeyError), text);
    release_maybe(text);
    return NULL;
}

static Own user_of(const WorldAnswer *answer) {
    const char *at = answer->bytes;
    Own name = next_text(&at), password = next_text(&at), comment = next_text(&at), folder = next_text(&at),
        shell = next_text(&at);
    i64 numbers[2];
    memcpy(numbers, at, sizeof numbers);
    Own values[] = {name, password, int_from_i64(numbers[0]), int_from_i64(numbers[1]), comment, folder, shell};
    return struct_sequence_make(MODULE_TYPE_STRUCT_PASSWD, values);
}

static Own group_of(const WorldAnswer *answer) {
    const char *at = answer->bytes, *end = at + answer->length;
    Own name = next_text(&at), password = next_text(&at), members = list_new(0);
    while (members && at < end) {
        Own member = next_text(&at);
        if (!member || !list_append(members, member)) slot_clear(&members);
    }
    Own values[] = {name, password, int_from_i64(answer->value), members};
    return struct_sequence_make(MODULE_TYPE_STRUCT_GROUP, values);
}

static Own shadow_of(const WorldAnswer *answer) {
    enum { NAME, PASSWORD, FIRST_NUMBER, NUMBERS = 7, OLD_NAME = FIRST_NUMBER + NUMBERS, OLD_PASSWORD, FIELDS };
    const char *at = answer->bytes;
    Object *values[FIELDS];
    values[NAME] = next_text(&at);
    values[PASSWORD] = next_text(&at);
    i64 numbers[NUMBERS];
    memcpy(numbers, at, sizeof numbers);
    for (int i = 0; i < NUMBERS; i++) values[FIRST_NUMBER + i] = int_from_i64(numbers[i]);
    values[OLD_NAME] = values[NAME] ? own(values[NAME]) : NULL;
    values[OLD_PASSWORD] = values[PASSWORD] ? own(values[PASSWORD]) : NULL;
    return struct_sequence_make(MODULE_TYPE_STRUCT_SPWD, values);
}

static Own record_of(WorldCall call, const WorldAnswer *answer) {
    if (call == WORLD_CALL_SHADOW) return shadow_of(answer);
    return call == WORLD_CALL_USER ? user_of(answer) : group_of(answer);
}

static Own by_number(WorldCall call, const char *function, const char *what, Ref number) {
    WorldAnswer answer;
    i64 value;
    if (!posix_id_argument(number, what, &value)) {
        if (call != WORLD_CALL_USER || !error_matches(EXC(OverflowError))) return NULL;
        error_clear();
        return raise_unknown(str_format("%s(): %s not found", function, what));
    }
    if (value == UINT32_MAX) value = -1; /* as it is written */
    WorldRequest request = {.call = call, .numbers = {value}};
    if (!outside_ask(&request, &answer)) return NULL;
    if (answer.error) return raise_unknown(str_format("%s(): %s not found: %ld", function, what, (long)value));
    return record_of(call, &answer);
}

static Own by_name(WorldCall call, const char *function, Ref name) {
    WorldAnswer answer;
    if (!argument_str(name, function, "")) return NULL;
    Own bytes = path_encode(name);
    if (!bytes) return NULL;
    WorldRequest request = {.call = call, .path = (const char *)bytes_data(bytes)};
    bool asked = outside_ask(&request, &answer);
    release(bytes);
    if (!asked) return NULL;
    if (answer.error && answer.error != ENOENT && call == WORLD_CALL_SHADOW)
        return error_set_errno(answer.error, NULL);
    if (answer.error && call == WORLD_CALL_SHADOW)
        return raise_unknown(str_format("%s(): name not found", function));
    if (answer.error) return raise_unknown(str_format("%s(): name not found: %R", function, name));
    return record_of(call, &answer);
}

/* All of them: their names are asked for, then each. */
static Own all_records(WorldCall call) {
    WorldAnswer answer;
    i64 whose = call == WORLD_CALL_USER    ? NAMES_OF_USERS
                : call == WORLD_CALL_GROUP ? NAMES_OF_GROUPS
                                           : NAMES_OF_SHADOWS;
    WorldRequest request = {.call = WORLD_CALL_USER_NAMES, .numbers = {whose}};
    if (!outside_do(&request, &answer, NULL, NULL)) return NULL;
    Text names = text_new(TEXT_IN_ARENA);
    text_append(&names, answer.bytes, answer.length);
    Own list = names.failed ? error_memory() : list_new(0);
    const char *at = text_cstring(&names), *end = at + names.length;
    for (; list && at < end; at += strlen(at) + 1) {
        WorldRequest one = {.call = call, .path = at};
        if (!outside_ask(&one, &answer)) {
            slot_clear(&list);
        } else if (!answer.error) {
            Own record = record_of(call, &answer);
            if (!record || !list_append(list, record)) slot_clear(&list);
        }
    }
    text_free(&names);
    return list;
}

static Own pwd_method_getpwuid(Ref self UNUSED, Ref number) {
    return by_number(WORLD_CALL_USER, "getpwuid", "uid", number);
}
static Own pwd_method_getpwnam(Ref self UNUSED, Ref name) { return by_name(WORLD_CALL_USER, "getpwnam", name); }
static Own pwd_method_getpwall(Ref self UNUSED) { return all_records(WORLD_CALL_USER); }
static Own grp_method_getgrgid(Ref self UNUSED, Ref const *args, isize nargs, Ref kwnames) {
    static const Parameters parameters = {"getgrgid", {"id"}, .required = 1};
    Ref number;
    if (!arguments_bind(&parameters, args, nargs, kwnames, &number)) return NULL;
    return by_number(WORLD_CALL_GROUP, "getgrgid", "gid", number);
}
static Own grp_method_getgrnam(Ref self UNUSED, Ref const *args, isize nargs, Ref kwnames) {
    static const Parameters parameters = {"getgrnam", {"name"}, .required = 1};
    Ref name;
    if (!arguments_bind(&parameters, args, nargs, kwnames, &name)) return NULL;
    if (!is_str(name))
        return error_set(EXC(TypeError), "getgrnam() argument 'name' must be str, not %.50s",
                         argument_type_name(name));
    return by_name(WORLD_CALL_GROUP, "getgrnam", name);
}
static Own grp_method_getgrall(Ref self UNUSED) { return all_records(WORLD_CALL_GROUP); }
static Own spwd_method_getspnam(Ref self UNUSED, Ref name) {
    return by_name(WORLD_CALL_SHADOW, "getspnam", name);
}
static Own spwd_method_getspall(Ref self UNUSED) { return all_records(WORLD_CALL_SHADOW); }

static const MethodDef user_functions[] = {
    {"getpwuid", METHOD_ONE, .one = pwd_method_getpwuid,
     .doc = "getpwuid($module, uidobj, /)\n--\n\n"
            "Return the password database entry for the given numeric user ID.\n\n"
            "See `help(pwd)` for more on password database entries."},
    {"getpwnam", METHOD_ONE, .one = pwd_method_getpwnam,
     .doc = "getpwnam($module, name, /)\n--\n\n"
            "Return the password database entry for the given user name.\n\n"
            "See `help(pwd)` for more on password database entries."},
    {"getpwall", METHOD_NONE, .none = pwd_method_getpwall,
     .doc = "getpwall($module, /)\n--\n\n"
            "Return a list of all available password database entries, in arbitrary order.\n\n"
            "See help(pwd) for more on password database entries."},
    {.name = NULL}};
static const MethodDef group_functions[] = {
    {"getgrgid", METHOD_KEYWORDS, .keywords = grp_method_getgrgid,
     .doc =
         "getgrgid($module, /, id)\n--\n\nReturn the group database entry for the given numeric group ID.\n\n"
         "If id is not valid, raise KeyError."},
    {"getgrnam", METHOD_KEYWORDS, .keywords = grp_method_getgrnam,
     .doc = "getgrnam($module, /, name)\n--\n\nReturn the group database entry for the given group name.\n\n"
            "If name is not valid, raise KeyError."},
    {"getgrall", METHOD_NONE, .none = grp_method_getgrall,
     .doc = "getgrall($module, /)\n--\n\nReturn a list of all available group entries, in arbitrary "
            "order.\n\nAn entry whose name starts with '+' or '-' represents an instruction\nto use YP/NIS and "
            "may not be accessible via getgrnam or getgrgid."},
    {.name = NULL}};
static const MethodDef shadow_functions[] = {
    {"getspnam", METHOD_ONE, .one = spwd_method_getspnam,
     .doc = "getspnam($module, arg, /)\n--\n\n"
            "Return the shadow password database entry for the given user name.\n\n"
            "See `help(spwd)` for more on shadow password database entries."},
    {"getspall", METHOD_NONE, .none = spwd_method_getspall,
     .doc = "getspall($module, /)\n--\n\n"
            "Return a list of all available shadow password database entries, in arbitrary order.\n\n"
            "See `help(spwd)` for more on shadow password database entries."},
    {.name = NULL}};

static bool fill_users(Ref module) { return module_add_struct_sequence(module, MODULE_TYPE_STRUCT_PASSWD); }
static bool fill_groups(Ref module) { return module_add_struct_sequence(module, MODULE_TYPE_STRUCT_GROUP); }
static bool fill_shadows(Ref module) {
    return warning_issue(EXC(DeprecationWarning), 1,
                         "'spwd' is deprecated and slated for removal in Python 3.13") &&
           module_add_struct_sequence(module, MODULE_TYPE_STRUCT_SPWD);
}

const NativeModule pwd_module = {
    .name = "pwd",
    .doc = "This module provides access to the Unix password database.\nIt is available on all Unix "
           "versions.\n\nPassword database entries are reported as 7-tuples containing the following\nitems "
           "from the password database (see `<pwd.h>'), in order:\npw_name, pw_passwd, pw_uid, pw_gid, "
           "pw_gecos, pw_dir, pw_shell.\nThe uid and gid items are integers, all others are strings. "
           "An\nexception is raised if the entry asked for cannot be found.",
    .functions = user_functions,
    .fill = fill_users};
const NativeModule grp_module = {
    .name = "grp",
    .doc = "Access to the Unix group database.\n\nGroup entries are reported as 4-tuples containing the "
           "following fields\nfrom the group database, in order:\n\n  gr_name   - name of the group\n  "
           "gr_passwd - group password (encrypted); often empty\n  gr_gid    - numeric ID of the group\n  "
           "gr_mem    - list of members\n\nThe gid is an integer, name and password are strings.  (Note that "
           "most\nusers are not explicitly listed as members of the groups they are in\naccording to the "
           "password database.  Check both databases to get\ncomplete membership information.)",
    .functions = group_functions,
    .fill = fill_groups,
    .extension = false};
const NativeModule spwd_module = {
    .name = "spwd",
    .doc = "This module provides access to the Unix shadow password database.\nIt is available on various Unix "
           "versions.\n\nShadow password database entries are reported as 9-tuples of type struct_spwd,\n"
           "containing the following items from the password database (see `<shadow.h>'):\n"
           "sp_namp, sp_pwdp, sp_lstchg, sp_min, sp_max, sp_warn, sp_inact, sp_expire, sp_flag.\n"
           "The sp_namp and sp_pwdp are strings, the rest are integers.\n"
           "An exception is raised if the entry asked for cannot be found.\n"
           "You have to be root to be able to use this module.",
    .functions = shadow_functions,
    .fill = fill_shadows};
