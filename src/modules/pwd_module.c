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

static const MethodDef user_functions[] = {{"getpwuid", METHOD_ONE, .one = pwd_method_getpwuid},
                                           {"getpwnam", METHOD_ONE, .one = pwd_method_getpwnam},
                                           {.name = NULL}};
static const MethodDef group_functions[] = {{"getgrgid", METHOD_KEYWORDS, .keywords = grp_method_getgrgid},
                                            {"getgrnam", METHOD_KEYWORDS, .keywords = grp_method_getgrnam},
                                            {.name = NULL}};

static bool fill_users(Ref module) { return module_add_struct_sequence(module, MODULE_TYPE_STRUCT_PASSWD); }
static bool fill_groups(Ref module) { return module_add_struct_sequence(module, MODULE_TYPE_STRUCT_GROUP); }

const NativeModule pwd_module = {.name = "pwd", .functions = user_functions, .fill = fill_users};
const NativeModule grp_module = {
    .name = "grp", .functions = group_functions, .fill = fill_groups, .extension = false};
