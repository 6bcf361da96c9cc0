/* uuid_module.c: the module _uuid: a UUID made of the time, as the library uuid's uuid1() wants it. The date is the
 * machine's, the rest is entropy from world. */
#include "modules/modules.h"
#include "modules/time_module.h"
#include "object/bytes.h"
#include "object/int.h"
#include "object/tuple.h"
#include "vm/thread.h"
#include "world/world.h"

#define TICK_NS 100                             /* what the time counts, */
#define TICKS_TO_1970 ((u64)0x01B21DD213814000) /* from 15 October 1582 on */

static void put(u8 *at, u64 value, int bytes) {
    while (bytes-- > 0) {
        at[bytes] = (u8)value;
        value >>= 8;
    }
}

/* RFC 4122, version 1. The node is no card's address, which the bit for groups says. */
static Own uuid_method_generate_time_safe(Ref self UNUSED) {
    u8 uuid[16];
    u64 ticks = (u64)clock_date_ns() / TICK_NS + TICKS_TO_1970;
    world_entropy(uuid + 8, 8);
    put(uuid, ticks & 0xffffffff, 4);
    put(uuid + 4, ticks >> 32 & 0xffff, 2);
    put(uuid + 6, (ticks >> 48 & 0x0fff) | 0x1000, 2);
    uuid[8] = (uuid[8] & 0x3f) | 0x80;
    uuid[10] |= 1;
    Own values[] = {bytes_from(uuid, sizeof uuid),
                    int_from_i64(-1)}; /* -1: nobody keeps it apart from others' */
    return tuple_from_array_own(values, COUNT_OF(values));
}

static const MethodDef functions[] = {
    {"generate_time_safe", METHOD_NONE, .none = uuid_method_generate_time_safe}, {.name = NULL}};
static bool fill(Ref module) { return module_add(module, "has_uuid_generate_time_safe", int_from_i64(1)); }
const NativeModule uuid_module = {.name = "_uuid", .functions = functions, .fill = fill, .extension = true};
