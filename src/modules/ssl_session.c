/* ssl_session.c: SSLSession: what two sides remember of each other, so that they can begin sooner another
 * time. */
#include "modules/ssl.h"
#include "object/bytes.h"
#include "object/error.h"
#include "object/gc.h"
#include "object/int.h"
#include "object/tuple.h"

Own ssl_session_make(Ref context, Ref facts) {
    i64 number = int_as_i64(tuple_get(facts, 0));
    Own self = object_new(MODULE_TYPE(SSL_SESSION), 0);
    if (!self) {
        ssl_forget(&number);
        return NULL;
    }
    SslSession *session = AS_SSL_SESSION(self);
    session->number = number;
    session->context = own(context);
    session->id = own(tuple_get(facts, 1));
    session->time = int_as_i64(tuple_get(facts, 2));
    session->timeout = int_as_i64(tuple_get(facts, 3));
    session->lifetime_hint = int_as_i64(tuple_get(facts, 4));
    session->has_ticket = tuple_get(facts, 5) == True;
    gc_track(self);
    return self;
}

static bool session_traverse(Ref self, VisitFn visit, void *data) {
    return !AS_SSL_SESSION(self)->context || visit(AS_SSL_SESSION(self)->context, data);
}
static void session_clear(Ref self) { slot_clear(&AS_SSL_SESSION(self)->context); }
static void session_dealloc(Own self) {
    gc_untrack(self);
    session_clear(self);
    slot_clear(&AS_SSL_SESSION(self)->id);
    ssl_forget(&AS_SSL_SESSION(self)->number);
    object_free(self);
}

static Own session_compare(Ref left, Ref right, CompareOp op) {
    bool comparable = is_exactly(left, MODULE_TYPE(SSL_SESSION)) &&
                      is_exactly(right, MODULE_TYPE(SSL_SESSION)) && (op == COMPARE_EQ || op == COMPARE_NE);
    if (!comparable) return own(NotImplemented);
    return object_compare(AS_SSL_SESSION(left)->id, AS_SSL_SESSION(right)->id, op);
}

static Own get_has_ticket(Ref self, void *closure UNUSED) { return own_bool(AS_SSL_SESSION(self)->has_ticket); }
static Own get_id(Ref self, void *closure UNUSED) { return own(AS_SSL_SESSION(self)->id); }
static Own get_lifetime_hint(Ref self, void *closure UNUSED) {
    return int_from_i64(AS_SSL_SESSION(self)->lifetime_hint);
}
static Own get_time(Ref self, void *closure UNUSED) { return int_from_i64(AS_SSL_SESSION(self)->time); }
static Own get_timeout(Ref self, void *closure UNUSED) { return int_from_i64(AS_SSL_SESSION(self)->timeout); }

static const GetSetDef session_getset[] = {
    {.name = "has_ticket", .get = get_has_ticket, .doc = "Does the session contain a ticket?"},
    {.name = "id", .get = get_id, .doc = "Session id"},
    {.name = "ticket_lifetime_hint", .get = get_lifetime_hint, .doc = "Ticket life time hint."},
    {.name = "time", .get = get_time, .doc = "Session creation time (seconds since epoch)."},
    {.name = "timeout", .get = get_timeout, .doc = "Session timeout (delta in seconds)."},
    {.name = NULL}};

const TypeSpec ssl_session_spec = {.name = "_ssl.SSLSession",
                                   .module = "_ssl",
                                   .basicsize = sizeof(SslSession),
                                   .ghost_size = 32,
                                   .flags = TYPE_HEAP_SPEC | TYPE_GC | TYPE_NO_INSTANTIATION,
                                   .slots = {.richcompare = session_compare,
                                             .traverse = session_traverse,
                                             .clear = session_clear,
                                             .dealloc = session_dealloc},
                                   .getset = session_getset};
