/* pwd_module.c: the modules pwd and grp: users and groups by name and by number. */
#include <errno.h>

#include "modules/posix.h"

/* The text at *at; steps over it. */
static Own next_text(const char **at) {
    Own text = path_decode(*at, -1);
    *at += strlen(*at) + 1;
    return text;
}

/* Asks; an unknown name or number is a KeyError. */
static bool ask(const WorldRequest *request, WorldAnswer *answer, const char *function, Ref name) {
    if (!outside_ask(request, answer)) return false;
    if (!answer->error) return true;
    if (is_str(name)) {
        error_set(EXC(KeyError), "'%s(): name not found: %R'", function, name);
    } else {
        error_set(EXC(KeyError), "'%s(): uid not found: %S'", function, name);
    }
    return false;
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

static Own by_number(WorldCall call, const char *function, Ref number) {
    WorldAnswer answer;
    i64 value = int_as_i64(number);
    if (value == -1 && error_occurred()) return NULL;
    WorldRequest request = {.call = call, .numbers = {value}};
    if (!ask(&request, &answer, function, number)) return NULL;
    return call == WORLD_CALL_USER ? user_of(&answer) : group_of(&answer);
}

static Own by_name(WorldCall call, const char *function, Ref name) {
    WorldAnswer answer;
    if (!argument_str(name, function, "")) return NULL;
    Own bytes = path_encode(name);
    if (!bytes) return NULL;
    WorldRequest request = {.call = call, .path = (const char *)bytes_data(bytes)};
    bool found = ask(&request, &answer, function, name);
    release(bytes);
    if (!found) return NULL;
    return call == WORLD_CALL_USER ? user_of(&answer) : group_of(&answer);
}

static Own pwd_method_getpwuid(Ref self UNUSED, Ref number) {
    return by_number(WORLD_CALL_USER, "getpwuid", number);
}
static Own pwd_method_getpwnam(Ref self UNUSED, Ref name) { return by_name(WORLD_CALL_USER, "getpwnam", name); }
static Own grp_method_getgrgid(Ref self UNUSED, Ref const *args, isize nargs, Ref kwnames) {
    static const Parameters parameters = {"getgrgid", {"id"}, .required = 1};
    Ref number;
    return arguments_bind(&parameters, args, nargs, kwnames, &number)
               ? by_number(WORLD_CALL_GROUP, "getgrgid", number)
               : NULL;
}
static Own grp_method_getgrnam(Ref self UNUSED, Ref const *args, isize nargs, Ref kwnames) {
    static const Parameters parameters = {"getgrnam", {"name"}, .required = 1};
    Ref name;
    return arguments_bind(&parameters, args, nargs, kwnames, &name)
               ? by_name(WORLD_CALL_GROUP, "getgrnam", name)
               : NULL;
}

static const MethodDef user_functions[] = {
    {"getpwuid", METHOD_ONE, .one = pwd_method_getpwuid,
     .doc = "getpwuid($module, uidobj, /)\n--\n\nReturn the password database entry for the given numeric user "
            "ID.\n\nSee `help(pwd)` for more on password database entries."},
    {"getpwnam", METHOD_ONE, .one = pwd_method_getpwnam,
     .doc = "getpwnam($module, name, /)\n--\n\nReturn the password database entry for the given user "
            "name.\n\nSee `help(pwd)` for more on password database entries."},
    {.name = NULL}};
static const MethodDef group_functions[] = {
    {"getgrgid", METHOD_KEYWORDS, .keywords = grp_method_getgrgid,
     .doc = "getgrgid($module, /, id)\n--\n\nReturn the group database entry for the given numeric group "
            "ID.\n\nIf id is not valid, raise KeyError."},
    {"getgrnam", METHOD_KEYWORDS, .keywords = grp_method_getgrnam,
     .doc = "getgrnam($module, /, name)\n--\n\nReturn the group database entry for the given group name.\n\nIf "
            "name is not valid, raise KeyError."},
    {.name = NULL}};

static bool fill_users(Ref module) { return module_add_struct_sequence(module, MODULE_TYPE_STRUCT_PASSWD); }
static bool fill_groups(Ref module) { return module_add_struct_sequence(module, MODULE_TYPE_STRUCT_GROUP); }

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
