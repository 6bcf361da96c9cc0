/* sys_facts.c: the values in sys: version, limits, flags, argv, path.
 *
 * opscope says that it is the CPython whose behaviour it shows, 3.11.2: programs ask to decide what they may
 * use. */
#include "modules/sys_facts.h"

#include <float.h>

#include "object/dict.h"
#include "object/error.h"
#include "object/float.h"
#include "object/int.h"
#include "object/list.h"
#include "object/str.h"
#include "object/tuple.h"
#include "object/type_checks.h"
#include "vm/import.h"
#include "vm/machine.h"
#include "vm/root.h"
#include "world/world.h"

#define HEX_VERSION 0x030b02f0

static Own text(const char *string) { return str_from_utf8(string, -1); }

/* As it stands in CPython: opscope says whose behaviour it shows. */
static const char copyright[] = "Copyright (c) 2001-2023 Python Software Foundation.\nAll Rights Reserved.\n\n"
                                "Copyright (c) 2000 BeOpen.com.\nAll Rights Reserved.\n\n"
                                "Copyright (c) 1995-2001 Corporation for National Research Initiatives.\n"
                                "All Rights Reserved.\n\n"
                                "Copyright (c) 1991-1995 Stichting Mathematisch Centrum, Amsterdam.\n"
                                "All Rights Reserved.";

static Own git_tuple(void) {
    Own name = text("CPython"), empty = text("");
    Own tuple = name && empty ? tuple_pack(3, (Ref)name, (Ref)empty, (Ref)empty) : NULL;
    release_maybe(name);
    release_maybe(empty);
    return tuple;
}

/* A struct sequence of its own kind. */
static bool add_sequence(Ref module, const char *name, enum ModuleTypeId id, Object *const *values) {
    return struct_sequence_ready(id) && module_add(module, name, struct_sequence_make(id, values));
}

static bool add_thread_info(Ref module) {
    Own values[] = {text("pthread"), text("semaphore"), text("NPTL 2.36")};
    return add_sequence(module, "thread_info", MODULE_TYPE_THREAD_INFO, values);
}

static bool add_version(Ref module) {
    Own values[] = {int_from_i64(3), int_from_i64(11), int_from_i64(2), text("final"), int_from_i64(0)};
    return add_sequence(module, "version_info", MODULE_TYPE_VERSION_INFO, values) &&
           module_add(module, "version", text(PYTHON_VERSION " (main, Feb  8 2023, 00:00:00) [opscope]")) &&
           module_add(module, "hexversion", int_from_i64(HEX_VERSION)) &&
           module_add(module, "api_version", int_from_i64(1013)) &&
           module_add(module, "platform", text("linux")) && module_add(module, "byteorder", text("little")) &&
           module_add(module, "maxsize", int_from_i64(INT64_MAX)) &&
           module_add(module, "maxunicode", int_from_i64(0x10ffff)) &&
           module_add(module, "float_repr_style", text("short")) &&
           module_add(module, "copyright", text(copyright)) && module_add(module, "platlibdir", text("lib")) &&
           module_add(module, "abiflags", text("")) && module_add(module, "_framework", text("")) &&
           module_add(module, "_home", own_none()) && module_add(module, "_git", git_tuple());
}

static bool add_implementation(Ref module) {
    Own fields = dict_new(), name = text("cpython"), tag = text("cpython-311"), hex = int_from_i64(HEX_VERSION),
        arch = text(MULTIARCH);
    Ref version = dict_get_cstring(module_dict(module), "version_info");
    bool filled = fields && name && tag && hex && arch && dict_set_cstring(fields, "name", name) &&
                  dict_set_cstring(fields, "cache_tag", tag) && dict_set_cstring(fields, "version", version) &&
                  dict_set_cstring(fields, "hexversion", hex) && dict_set_cstring(fields, "_multiarch", arch);
    Own namespace = filled ? simple_namespace_new(fields) : NULL;
    release_maybe(fields);
    release_maybe(name);
    release_maybe(tag);
    release_maybe(hex);
    release_maybe(arch);
    return namespace && module_add(module, "implementation", namespace);
}

static bool add_float_info(Ref module) {
    Own values[] = {float_from_double(DBL_MAX),
                    int_from_i64(DBL_MAX_EXP),
                    int_from_i64(DBL_MAX_10_EXP),
                    float_from_double(DBL_MIN),
                    int_from_i64(DBL_MIN_EXP),
                    int_from_i64(DBL_MIN_10_EXP),
                    int_from_i64(DBL_DIG),
                    int_from_i64(DBL_MANT_DIG),
                    float_from_double(DBL_EPSILON),
                    int_from_i64(FLT_RADIX),
                    int_from_i64(1)};
    return add_sequence(module, "float_info", MODULE_TYPE_FLOAT_INFO, values);
}

static bool add_int_and_hash_info(Ref module) {
    Own ints[] = {int_from_i64(30), int_from_i64(4), int_from_i64(4300), int_from_i64(640)};
    Own hashes[] = {int_from_i64(64),      int_from_i64(((i64)1 << 61) - 1),
                    int_from_i64(314159),  int_from_i64(0),
                    int_from_i64(1000003), text("siphash13"),
                    int_from_i64(64),      int_from_i64(128),
                    int_from_i64(0)};
    return add_sequence(module, "int_info", MODULE_TYPE_INT_INFO, ints) &&
           add_sequence(module, "hash_info", MODULE_TYPE_HASH_INFO, hashes);
}

static bool add_flags(Ref module, const MachineOptions *options) {
    const MachineOptions *o = options;
    Own values[] = {int_from_i64(o->debug),
                    int_from_i64(o->inspect > 0),
                    int_from_i64(o->inspect == INSPECT_ALWAYS),
                    int_from_i64(o->optimize),
                    int_from_i64(o->no_bytecode),
                    int_from_i64(o->no_user_site || o->isolated),
                    int_from_i64(o->no_site),
                    int_from_i64(o->ignore_environment || o->isolated),
                    int_from_i64(o->verbose),
                    int_from_i64(o->bytes_warning),
                    int_from_i64(o->quiet),
                    int_from_i64(0),
                    int_from_i64(o->isolated),
                    own_bool(o->dev_mode),
                    int_from_i64(o->utf8_mode),
                    int_from_i64(o->warn_default_encoding),
                    own_bool(o->safe_path || o->isolated),
                    int_from_i64(!o->max_str_digits ? -1 : isize_max(o->max_str_digits, 0))};
    return add_sequence(module, "flags", MODULE_TYPE_SYS_FLAGS, values);
}

static bool add_texts(Ref module, const char *name, const char *const *texts) {
    Own list = list_new(0);
    bool made = list != NULL;
    for (; made && *texts; texts++) {
        Own item = str_from_utf8_surrogateescape(*texts, (isize)strlen(*texts));
        made = item && list_append(list, item);
    }
    if (made) return module_add(module, name, list);
    release_maybe(list);
    return false;
}

/* sys._xoptions: -X name=value; without a value: True. */
static bool add_x_options(Ref module, const char *const *texts) {
    Own dict = dict_new();
    bool made = dict != NULL;
    for (; made && *texts; texts++) {
        const char *equals = strchr(*texts, '=');
        Own name = str_from_utf8_surrogateescape(*texts, equals ? equals - *texts : (isize)strlen(*texts));
        Own value =
            equals ? str_from_utf8_surrogateescape(equals + 1, (isize)strlen(equals + 1)) : own_bool(true);
        made = name && value && dict_set(dict, name, value);
        release_maybe(name);
        release_maybe(value);
    }
    if (made) return module_add(module, "_xoptions", dict);
    release_maybe(dict);
    return false;
}

/* -X pycache_prefix=FOLDER counts more than the variable; without a folder it means none. */
static Own pycache_prefix(const MachineOptions *options) {
    static const char name[] = "pycache_prefix";
    const char *folder =
        options->ignore_environment || options->isolated ? NULL : world_environment("PYTHONPYCACHEPREFIX");
    for (const char *const *option = options->x_options; *option; option++) {
        if (strncmp(*option, name, sizeof name - 1) != 0) continue;
        const char *rest = *option + sizeof name - 1;
        if (*rest == '=' || !*rest) folder = *rest ? rest + 1 : NULL;
    }
    return folder && *folder ? str_from_utf8_surrogateescape(folder, (isize)strlen(folder)) : own_none();
}

static bool add_places(Ref module, const MachineOptions *options) {
    return import_add_machinery(module) && module_add(module, "pycache_prefix", pycache_prefix(options)) &&
           add_texts(module, "warnoptions", options->warn_options) &&
           add_x_options(module, options->x_options) &&
           module_add(module, "dont_write_bytecode", own_bool(options->no_bytecode > 0));
}

bool sys_add_facts(Ref module, const MachineOptions *options) {
    return add_version(module) && add_implementation(module) && add_float_info(module) &&
           add_int_and_hash_info(module) && add_thread_info(module) && sys_add_names(module) &&
           add_flags(module, options) && add_places(module, options) && sys_add_paths(module, options);
}
