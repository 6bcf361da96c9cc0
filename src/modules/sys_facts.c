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
#include "vm/root.h"
#include "world/world.h"

#define HEX_VERSION 0x030b02f0

static Own text(const char *string) { return str_from_utf8(string, -1); }

static bool add_version(Ref module) {
    static const char *const fields[] = {"major", "minor", "micro", "releaselevel", "serial", NULL};
    Own values[] = {int_from_i64(3), int_from_i64(11), int_from_i64(2), text("final"), int_from_i64(0)};
    return module_add(module, "version_info", struct_sequence_new("sys.version_info", fields, values)) &&
           module_add(module, "version", text("3.11.2 (opscope)")) &&
           module_add(module, "hexversion", int_from_i64(HEX_VERSION)) &&
           module_add(module, "api_version", int_from_i64(1013)) &&
           module_add(module, "platform", text("linux")) && module_add(module, "byteorder", text("little")) &&
           module_add(module, "maxsize", int_from_i64(INT64_MAX)) &&
           module_add(module, "maxunicode", int_from_i64(0x10ffff)) &&
           module_add(module, "float_repr_style", text("short")) && module_add(module, "copyright", text("")) &&
           module_add(module, "platlibdir", text("lib"));
}

static bool add_implementation(Ref module) {
    Own fields = dict_new(), name = text("cpython"), tag = text("cpython-311"), hex = int_from_i64(HEX_VERSION);
    Ref version = dict_get_cstring(module_dict(module), "version_info");
    bool filled = fields && name && tag && hex && dict_set_cstring(fields, "name", name) &&
                  dict_set_cstring(fields, "cache_tag", tag) && dict_set_cstring(fields, "version", version) &&
                  dict_set_cstring(fields, "hexversion", hex);
    Own namespace = filled ? simple_namespace_new(fields) : NULL;
    release_maybe(fields);
    release_maybe(name);
    release_maybe(tag);
    release_maybe(hex);
    return namespace && module_add(module, "implementation", namespace);
}

static bool add_float_info(Ref module) {
    static const char *const fields[] = {"max", "max_exp",  "max_10_exp", "min",   "min_exp", "min_10_exp",
                                         "dig", "mant_dig", "epsilon",    "radix", "rounds",  NULL};
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
    return module_add(module, "float_info", struct_sequence_new("sys.float_info", fields, values));
}

static bool add_int_and_hash_info(Ref module) {
    static const char *const int_fields[] = {"bits_per_digit", "sizeof_digit", "default_max_str_digits",
                                             "str_digits_check_threshold", NULL};
    static const char *const hash_fields[] = {"width",     "modulus",   "inf",       "nan",    "imag",
                                              "algorithm", "hash_bits", "seed_bits", "cutoff", NULL};
    Own ints[] = {int_from_i64(30), int_from_i64(4), int_from_i64(4300), int_from_i64(640)};
    Own hashes[] = {int_from_i64(64),      int_from_i64(((i64)1 << 61) - 1),
                    int_from_i64(314159),  int_from_i64(0),
                    int_from_i64(1000003), text("siphash13"),
                    int_from_i64(64),      int_from_i64(128),
                    int_from_i64(0)};
    return module_add(module, "int_info", struct_sequence_new("sys.int_info", int_fields, ints)) &&
           module_add(module, "hash_info", struct_sequence_new("sys.hash_info", hash_fields, hashes));
}

static bool add_flags(Ref module, const MachineOptions *options) {
    static const char *const fields[] = {"debug",
                                         "inspect",
                                         "interactive",
                                         "optimize",
                                         "dont_write_bytecode",
                                         "no_user_site",
                                         "no_site",
                                         "ignore_environment",
                                         "verbose",
                                         "bytes_warning",
                                         "quiet",
                                         "hash_randomization",
                                         "isolated",
                                         "dev_mode",
                                         "utf8_mode",
                                         "warn_default_encoding",
                                         "safe_path",
                                         "int_max_str_digits",
                                         NULL};
    Own values[COUNT_OF(fields) - 1];
    for (isize i = 0; i < COUNT_OF(values); i++)
        values[i] = i == 13 || i == 16 ? own_bool(false) : int_from_i64(0);
    release_maybe(values[3]);
    values[3] = int_from_i64(options->optimize);
    release_maybe(values[17]);
    values[17] = int_from_i64(4300);
    return module_add(module, "flags", struct_sequence_new("sys.flags", fields, values));
}

static bool add_places(Ref module) {
    return module_add(module, "executable", text("")) &&
           module_add(module, "dont_write_bytecode", own_bool(true)) &&
           module_add(module, "pycache_prefix", own_none()) && module_add(module, "warnoptions", list_new(0)) &&
           import_add_machinery(module) &&
           module_add(module, "_xoptions", dict_new()) && module_add(module, "orig_argv", list_new(0));
}

bool sys_add_facts(Ref module, const MachineOptions *options) {
    return add_version(module) && add_implementation(module) && add_float_info(module) &&
           add_int_and_hash_info(module) && add_flags(module, options) && add_places(module) &&
           sys_add_paths(module, options);
}
