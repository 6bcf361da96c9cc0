/* pickle_save_global.c: objects written by reference: a module's name and a name in it.
 *
 * The name must lead back to the very object. What was entered with copyreg.add_extension is written as a
 * number. */
#include "modules/pickle.h"

#include "object/codec.h"
#include "vm/root.h"

/* Where an object is found; all owned. */
typedef struct Place {
    Object *name;        /* with dots, below the module */
    Object *parts;       /* of it: a list */
    Object *module_name; /* a str, or whatever __module__ is */
    Object *module, *parent;
} Place;

static void place_release(Place *place) {
    Object **const fields[] = {&place->name, &place->parts, &place->module_name, &place->module,
                               &place->parent};
    for (isize i = 0; i < COUNT_OF(fields); i++) slot_clear(fields[i]);
}

static Ref last_part(const Place *place) { return list_get(place->parts, list_length(place->parts) - 1); }

/* --- the module's name ---------------------------------------------------------------------------------- */

/* Is `object` what the name means in this module? 1, 0, -1 raised. */
static int is_in_module(Ref object, Ref module_name, Ref module, Ref parts) {
    if (module == None || (is_str(module_name) && str_equal_ascii(module_name, "__main__"))) return 0;
    Own found = pickle_follow(module, parts, NULL);
    if (!found) return error_occurred() ? -1 : 0;
    bool same = found == object;
    release(found);
    return same;
}

/* The name of the first module that has the object; __main__ where none has. */
static Own search_modules(Ref object, Ref parts) {
    Ref modules = dict_get_cstring(VM_ROOT->sys_dict, "modules");
    if (!modules) return error_set(EXC(RuntimeError), "unable to get sys.modules");
    Own names = list_from_iterable(modules), found = NULL;
    int is_in = names ? 0 : -1;
    for (isize i = 0; is_in == 0 && i < list_length(names); i++) {
        Ref name = list_get(names, i);
        Own module = object_get_item(modules, name);
        is_in = module ? is_in_module(object, name, module, parts) : -1;
        if (is_in > 0) found = own(name);
        release_maybe(module);
    }
    release_maybe(names);
    return is_in == 0 ? own(NAME(__main__)) : found;
}

static Own module_name_of(Ref object, Ref parts) {
    Own name;
    if (!object_find_attribute(object, NAME(__module__), &name)) return NULL;
    if (name && name != None) return name; /* methods of native types have None */
    release_maybe(name);
    return search_modules(object, parts);
}

/* --- the place ------------------------------------------------------------------------------------------ */

static Own name_of(Ref object) {
    Own name;
    if (!object_find_attribute(object, NAME(__qualname__), &name)) return NULL;
    return name ? name : object_get_attribute(object, NAME(__name__));
}

/* Fills the fields one by one; false: raised. */
static bool place_find(Place *place, Ref object, Ref name) {
    place->name = name ? own(name) : name_of(object);
    if (!place->name) return false;
    if (!is_str(place->name)) {
        return error_set(EXC(TypeError), "must be str, not %T", place->name);
    }
    place->parts = pickle_split_name(NULL, place->name);
    place->module_name = place->parts ? module_name_of(object, place->parts) : NULL;
    if (!place->module_name) return false;
    place->module = pickle_import(place->module_name);
    if (!place->module) {
        error_clear();
        return error_set(PICKLING_ERROR, "Can't pickle %R: import of module %R failed", object,
                         place->module_name);
    }
    Own found = pickle_follow(place->module, place->parts, &place->parent);
    if (!found) {
        error_clear();
        return error_set(PICKLING_ERROR, "Can't pickle %R: attribute lookup %S on %S failed", object,
                         place->name, place->module_name);
    }
    release(found); /* the module has it */
    if (found == object) return true;
    return error_set(PICKLING_ERROR, "Can't pickle %R: it's not the same object as %S.%S", object,
                     place->module_name, place->name);
}

/* --- extension codes ------------------------------------------------------------------------------------ */

/* Writes the object's number, where it has one: *written. */
static bool save_extension(Pickler *self, Ref object, const Place *place, bool *written) {
    *written = false;
    if (self->proto < 2) return true;
    Own key = tuple_pack(2, (Ref)place->module_name, (Ref)place->name);
    Ref number = key ? dict_get(PICKLE->extension_registry, key) : NULL;
    release_maybe(key);
    if (!number) return !error_occurred();
    if (type_of(number) != TYPE(INT)) {
        return error_set(PICKLING_ERROR, "Can't pickle %R: extension code %R isn't an integer", object, number);
    }
    i64 code = int_as_i64(number);
    if (code == -1 && error_occurred()) return false;
    if (code <= 0 || code > INT32_MAX) {
        return error_set(EXC(RuntimeError), "Can't pickle %R: extension code %ld is out of range", object,
                         (long)code);
    }
    *written = true;
    return code <= UINT8_MAX    ? pickle_write_number(self, PICKLE_EXT1, (u64)code, 1)
           : code <= UINT16_MAX ? pickle_write_number(self, PICKLE_EXT2, (u64)code, 2)
                                : pickle_write_number(self, PICKLE_EXT4, (u64)code, 4);
}

/* --- writing -------------------------------------------------------------------------------------------- */

/* An identifier on a line; `what`: "module" or "global". */
static bool save_identifier(Pickler *self, Ref name, const char *what) {
    Own bytes = self->proto >= 3 ? codec_utf8_encode(name, NULL) : codec_ascii_encode(name, NULL);
    if (!bytes) {
        if (!error_matches(EXC(UnicodeEncodeError))) return false;
        error_clear();
        return error_set(PICKLING_ERROR, "can't pickle %s identifier '%S' using pickle protocol %d", what, name,
                         self->proto);
    }
    bool written = pickle_write(self, bytes_data(bytes), size_of(bytes)) && pickle_write(self, "\n", 1);
    release(bytes);
    return written;
}

static bool save_two_lines(Pickler *self, const Place *place) {
    Own module = own(place->module_name), name = own(last_part(place));
    bool saved = (!self->fix_imports || pickle_rename(&PICKLE->to_python2, "REVERSE_", &module, &name)) &&
                 pickle_write_opcode(self, PICKLE_GLOBAL) && save_identifier(self, module, "module") &&
                 save_identifier(self, name, "global");
    release(module);
    release(name);
    return saved;
}

/* getattr(parent, name), for names with dots in protocols that know none. */
static bool save_as_attribute(Pickler *self, const Place *place) {
    Own getattr = builtin_get("getattr");
    bool saved =
        getattr && pickle_save_call(self, getattr, tuple_pack(2, (Ref)place->parent, last_part(place)), NULL);
    release_maybe(getattr);
    return saved;
}

static bool save_place(Pickler *self, Ref object, const Place *place) {
    bool written;
    if (!save_extension(self, object, place, &written)) return false;
    if (written) return true;
    Ref name = place->parent == place->module ? last_part(place) : place->name;
    if (self->proto >= 4) {
        written = pickle_save(self, place->module_name) && pickle_save(self, name) &&
                  pickle_write_opcode(self, PICKLE_STACK_GLOBAL);
    } else if (place->parent != place->module) {
        written = save_as_attribute(self, place);
    } else {
        written = save_two_lines(self, place);
    }
    return written && pickle_memoize(self, object);
}

bool pickle_save_global(Pickler *self, Ref object, Ref name) {
    Place place = {0};
    bool saved = place_find(&place, object, name) && save_place(self, object, &place);
    place_release(&place);
    return saved;
}

/* The types of None and its like have no name of their own: type(None). */
bool pickle_save_type(Pickler *self, Ref object) {
    Ref const singletons[] = {None, Ellipsis, NotImplemented};
    for (isize i = 0; i < COUNT_OF(singletons); i++) {
        if (object == (Ref)type_of(singletons[i])) {
            return pickle_save_call(self, (Ref)TYPE(TYPE), tuple_pack(1, singletons[i]), object);
        }
    }
    return pickle_save_global(self, object, NULL);
}
