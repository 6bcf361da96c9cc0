/* sqlite_adapt.c: what Python's values become in SQLite and back: adapters and converters (PEP 246). */
#include "modules/sqlite.h"
#include "object/dict.h"
#include "object/int.h"
#include "object/tuple.h"

/* --- to SQLite ------------------------------------------------------------------------------------------- */

/* A method that may know how: object.name(argument). False: raised, and not a TypeError, which only says no.
 * *result NULL: there is no such method, or it doesn't know. */
static bool ask_method(Ref object, const char *name, Ref argument, Own *result) {
    *result = NULL;
    Own method_name = str_intern_cstring(name), method = NULL;
    bool looked = method_name && object_find_attribute(object, method_name, &method);
    release_maybe(method_name);
    if (!looked || !method) return looked;
    *result = object_call_one(method, argument);
    release(method);
    if (!*result && !error_matches(EXC(TypeError))) return false;
    if (!*result) error_clear();
    if (*result == None) slot_clear(result);
    return true;
}

Own sqlite_adapt(Ref object, Ref protocol, Ref otherwise) {
    Own key = tuple_pack(2, (Ref)type_of(object), protocol);
    if (!key) return NULL;
    Own adapter = own_maybe(dict_get(SQLITE_STATE->adapters, key)), result = NULL;
    release(key);
    if (adapter) {
        result = object_call_one(adapter, object);
        release(adapter);
        return result;
    }
    if (error_occurred() || !ask_method(protocol, "__adapt__", object, &result)) return NULL;
    if (result) return result;
    if (!ask_method(object, "__conform__", protocol, &result)) return NULL;
    if (result) return result;
    if (otherwise) return own(otherwise);
    return error_set(SQLITE_EXC(ProgrammingError), "can't adapt");
}

bool sqlite_must_adapt(Ref object) {
    if (SQLITE_STATE->base_types_adapted) return true;
    const Type *type = type_of(object);
    return type != TYPE(INT) && type != TYPE(FLOAT) && type != TYPE(STR) && type != TYPE(BYTEARRAY);
}

Own sqlite_method_adapt(Ref self UNUSED, Ref const *args, isize nargs) {
    if (!arguments_count("adapt", nargs, 1, 3)) return NULL;
    Ref protocol = nargs > 1 ? args[1] : (Ref)MODULE_TYPE(SQLITE_PREPARE_PROTOCOL);
    return sqlite_adapt(args[0], protocol, nargs > 2 ? args[2] : NULL);
}

Own sqlite_method_register_adapter(Ref self UNUSED, Ref const *args, isize nargs) {
    if (!arguments_count("register_adapter", nargs, 2, 2)) return NULL;
    const Type *type = AS_TYPE(args[0]);
    if (type == TYPE(INT) || type == TYPE(FLOAT) || type == TYPE(STR) || type == TYPE(BYTEARRAY))
        SQLITE_STATE->base_types_adapted = true;
    Own key = tuple_pack(2, args[0], (Ref)MODULE_TYPE(SQLITE_PREPARE_PROTOCOL));
    bool set = key && dict_set(SQLITE_STATE->adapters, key, args[1]);
    release_maybe(key);
    return set ? own_none() : NULL;
}

/* --- and back -------------------------------------------------------------------------------------------- */

static Own in_capitals(Ref name) { return object_call_method_cstring(name, "upper", NULL, 0); }

Ref sqlite_converter(const char *name, isize length) {
    Own text = str_from_utf8(name, length), key = text ? in_capitals(text) : NULL;
    Ref found = key ? dict_get(SQLITE_STATE->converters, key) : NULL;
    release_maybe(text);
    release_maybe(key);
    return found;
}

Own sqlite_method_register_converter(Ref self UNUSED, Ref const *args, isize nargs) {
    if (!arguments_count("register_converter", nargs, 2, 2) ||
        !argument_str(args[0], "register_converter", "1"))
        return NULL;
    Own key = in_capitals(args[0]);
    bool set = key && dict_set(SQLITE_STATE->converters, key, args[1]);
    release_maybe(key);
    return set ? own_none() : NULL;
}

/* --- the protocol ---------------------------------------------------------------------------------------- */

static bool protocol_init(Ref self UNUSED, Ref const *args UNUSED, isize nargs UNUSED, Ref kwnames UNUSED) {
    return true; /* whatever it is given */
}
static void protocol_dealloc(Own self) { object_free(self); }

const TypeSpec sqlite_prepare_protocol_spec = {.name = "sqlite3.PrepareProtocol",
                                               .module = "sqlite3",
                                               .doc = "PEP 246 style object adaption protocol type.",
                                               .basicsize = sizeof(Object),
                                               .flags = TYPE_HEAP_SPEC,
                                               .slots = {.init = protocol_init, .dealloc = protocol_dealloc}};
