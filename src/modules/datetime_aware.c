/* datetime_aware.c: what times and datetimes have alike: the parts of a time of day, the zone and what it is asked, and
 * how they are pickled. */
#include "modules/datetime.h"

/* --- parts ------------------------------------------------------------------------------------------------------- */

static Own get_hour(Ref self, UNUSED void *closure) { return int_from_i64(fields_of(self).hour); }
static Own get_minute(Ref self, UNUSED void *closure) { return int_from_i64(fields_of(self).minute); }
static Own get_second(Ref self, UNUSED void *closure) { return int_from_i64(fields_of(self).second); }
static Own get_microsecond(Ref self, UNUSED void *closure) { return int_from_i64(fields_of(self).microsecond); }
static Own get_tzinfo(Ref self, UNUSED void *closure) {
    Ref zone = aware_zone(self);
    return own(zone ? zone : None);
}
static Own get_fold(Ref self, UNUSED void *closure) { return int_from_i64(fields_of(self).fold); }

const GetSetDef aware_getset[] = {{"hour", .get = get_hour},
                                  {"minute", .get = get_minute},
                                  {"second", .get = get_second},
                                  {"microsecond", .get = get_microsecond},
                                  {"tzinfo", .get = get_tzinfo},
                                  {"fold", .get = get_fold},
                                  {.name = NULL}};

/* --- the zone ---------------------------------------------------------------------------------------------------- */

/* What its zone is asked about. It is not told a time alone: offsets depend on the date. */
static Ref question(Ref self) { return is_time(self) ? None : self; }

Own aware_method_utcoffset(Ref self) { return zone_utcoffset(aware_zone(self), question(self)); }
Own aware_method_dst(Ref self) { return zone_dst(aware_zone(self), question(self)); }
Own aware_method_tzname(Ref self) { return zone_tzname(aware_zone(self), question(self)); }

Own aware_show_offset(Ref self, const char *separator) {
    Own offset = aware_method_utcoffset(self);
    if (!offset) return NULL;
    Own text = offset == None ? own(OBJECT_ROOT->empty_str) : offset_show(offset, separator);
    release(offset);
    return text;
}

/* --- pickling ---------------------------------------------------------------------------------------------------- */

bool aware_state_arguments(const StateForm *form, Ref const *args, isize nargs, Own *state, Ref *zone) {
    *state = NULL;
    *zone = nargs == 2 ? args[1] : NULL;
    if (nargs != 1 && nargs != 2) return true;
    if (!state_argument(form, args[0], state)) return false;
    if (!*state || !*zone || *zone == None || is_a(*zone, MODULE_TYPE(TZINFO))) return true;
    slot_clear(state);
    return error_set(EXC(TypeError), "bad tzinfo state arg");
}

/* (class, (bytes[, zone])); the fold is kept since protocol 4. */
static Own reduce(Ref self, int protocol) {
    const StateForm *form = is_time(self) ? &time_form : &datetime_form;
    Own state = bytes_from(is_time(self) ? AS_TIME(self)->state : AS_DATETIME(self)->state, form->size);
    if (state && protocol > 3 && fields_of(self).fold) bytes_data(state)[form->mark] |= form->fold_bit;
    Own zone = own_maybe(aware_zone(self));
    return tuple_take(2, own((Ref)type_of(self)), zone ? tuple_take(2, state, zone) : tuple_take(1, state));
}

Own aware_method_reduce(Ref self) { return reduce(self, 2); }
Own aware_method_reduce_ex(Ref self, Ref const *args, isize nargs) {
    int protocol;
    if (!arguments_tuple("__reduce_ex__", nargs, 1, 1) || !argument_parsed_int(args[0], &protocol)) return NULL;
    return reduce(self, protocol);
}
