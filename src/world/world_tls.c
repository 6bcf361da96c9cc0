/* world_tls.c: TLS: OpenSSL's library, and the numbers of its objects.
 *
 * The library is loaded when it is first asked something. It runs on a stack of its own on the host's side: a
 * thread of the machine may have little left of its, and what OpenSSL has the system write there must not be a
 * protected page. That stack belongs to a servant that does one request after the other; none ever waits
 * (sockets don't, see world_sockets.c), none calls back into the machine.
 *
 * Where OpenSSL would call a function of the program's, the request ends instead, says what is wanted
 * (WORLD_TLS_WANTS_PASSWORD, TLS_KIND_WANT_HELLO) or keeps what there is to tell (TLS_EVENTS), and the machine
 * goes on from there. */
#include <ctype.h>
#include <dlfcn.h>
#include <stdlib.h>
#include <sys/mman.h>

#include "world/tls_internal.h"

enum { STACK_SIZE = 1 << 20, GUARD = 4096 };

/* --- the library ---------------------------------------------------------------------------------------- */

/* Room in TlsLibrary, and which of the two libraries has it. */
typedef struct Wanted {
    const char *name;
    usize offset;
    bool of_ssl;
} Wanted;
enum { of_crypto, of_ssl };
static const Wanted wanted[] = {
#define FUNCTION(library, Result, name, parameters) {#name, offsetof(TlsLibrary, name), of_##library},
    TLS_LIBRARY_FUNCTIONS(FUNCTION)
#undef FUNCTION
};

static i64 load(Tls *tls, const WorldRequest *r UNUSED, Text *out UNUSED) {
    void *libraries[] = {dlopen("libcrypto.so.3", RTLD_NOW | RTLD_LOCAL),
                         dlopen("libssl.so.3", RTLD_NOW | RTLD_LOCAL)};
    if (!libraries[0] || !libraries[1]) return -ENOENT;
    for (usize i = 0; i < COUNT_OF(wanted); i++) {
        void *function = dlsym(libraries[wanted[i].of_ssl], wanted[i].name);
        if (!function) return -ENOENT;
        memcpy((char *)&tls->library + wanted[i].offset, &function, sizeof function);
    }
    static const u64 texts = 0x00200002; /* of SSL's and of crypto's errors */
    if (tls->library.OPENSSL_init_ssl(texts, NULL) != 1) return -ENOENT;
    tls->is_loaded = true;
    return 0;
}

/* --- the servant ---------------------------------------------------------------------------------------- */

static void serve(void *argument) {
    for (Tls *tls = argument;; stack_switch(&tls->servant, &tls->caller))
        tls->result = tls->perform(tls, tls->request, tls->out);
}

static i64 let_do(Tls *tls, TlsPerform perform, const WorldRequest *r, Text *out) {
    tls->perform = perform;
    tls->request = r;
    tls->out = out;
    tls->caller = (StackContext){.stack_pointer = NULL};
    stack_switch(&tls->caller, &tls->servant);
    return tls->result;
}

static Tls *tls_new(void) {
    Tls *tls = calloc(1, sizeof *tls);
    char *stack =
        tls ? mmap(NULL, STACK_SIZE, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0) : MAP_FAILED;
    if (stack == MAP_FAILED) {
        free(tls);
        return NULL;
    }
    mprotect(stack, GUARD, PROT_NONE);
    stack_prepare(&tls->servant, stack + GUARD, STACK_SIZE - GUARD, serve, tls);
    return tls;
}

static i64 perform(TlsPerform function, const WorldRequest *r, Text *out) {
    World *w = world();
    if (!w->tls && !(w->tls = tls_new())) return -ENOMEM;
    if (!w->tls->is_loaded && let_do(w->tls, load, r, out) < 0) return -ENOENT;
    return let_do(w->tls, function, r, out);
}

#define CALL(id, function, changes)                                                                            \
    i64 world_do_##function(const WorldRequest *request, Text *out) { return perform(function, request, out); }
WORLD_TLS_CALLS(CALL)
#undef CALL

/* --- numbers -------------------------------------------------------------------------------------------- */

static void object_free(Tls *tls, TlsObject *object) {
    switch (object->kind) {
    case TLS_CONTEXT: tls->library.SSL_CTX_free(object->pointer); break;
    case TLS_BUFFER: tls->library.BIO_free(object->pointer); break;
    case TLS_CONNECTION:
        tls->library.SSL_set_ex_data(object->pointer, 0, NULL);
        tls->library.SSL_free(object->pointer);
        break;
    case TLS_SESSION: tls->library.SSL_SESSION_free(object->pointer); break;
    }
    text_free(&object->events);
    free(object->protocols);
    free(object);
}

i64 tls_enter(Tls *tls, TlsKind kind, void *pointer, Text *out) {
    if (!pointer) return tls_failed(tls, NULL, 0, 0, out);
    if (tls->count == tls->capacity) {
        isize capacity = tls->capacity ? 2 * tls->capacity : 16;
        TlsObject **objects = realloc(tls->objects, (usize)capacity * sizeof *objects);
        if (!objects) return -ENOMEM;
        tls->objects = objects;
        tls->capacity = capacity;
    }
    TlsObject *object = calloc(1, sizeof *object);
    if (!object) return -ENOMEM;
    *object = (TlsObject){.kind = kind,
                          .line = world()->line_number,
                          .pointer = pointer,
                          .real = -1,
                          .events = text_new(TEXT_ON_HOST)};
    tls->objects[tls->count++] = object;
    return tls->count;
}

TlsObject *tls_find(Tls *tls, i64 number, TlsKind kind) {
    TlsObject *object = number > 0 && number <= tls->count ? tls->objects[number - 1] : NULL;
    const World *w = world();
    bool is_now = !w->on_branch || WORLD_ROOT->log_position >= (u64)w->line->log.length;
    errno = ENETDOWN;
    return object && object->kind == kind && object->line == w->line_number && is_now ? object : NULL;
}

i64 tls_free(Tls *tls, const WorldRequest *r, Text *out UNUSED) {
    i64 number = r->numbers[0];
    TlsObject *object = number > 0 && number <= tls->count ? tls->objects[number - 1] : NULL;
    if (!object || object->line != world()->line_number) return 0;
    tls->objects[number - 1] = NULL;
    object_free(tls, object);
    return 0;
}

void world_tls_forget(World *w) {
    Tls *tls = w->tls;
    if (!tls) return;
    for (isize i = tls->count; i-- > 0;)
        if (tls->objects[i]) object_free(tls, tls->objects[i]);
    munmap((char *)tls->servant.lowest - GUARD, STACK_SIZE);
    free(tls->objects);
    free(tls);
}

/* --- values --------------------------------------------------------------------------------------------- */

void tls_value(Text *out, WorldTlsValue mark) { text_append_char(out, (char)mark); }
void tls_value_bool(Text *out, bool truth) { tls_value(out, truth ? TLS_VALUE_TRUE : TLS_VALUE_FALSE); }

void tls_value_int(Text *out, i64 number) {
    tls_value(out, TLS_VALUE_INT);
    text_append(out, (const char *)&number, sizeof number);
}

void tls_value_bytes(Text *out, WorldTlsValue mark, const void *bytes, isize length) {
    i64 count = length;
    tls_value(out, mark);
    text_append(out, (const char *)&count, sizeof count);
    text_append(out, bytes, length);
}

void tls_value_text(Text *out, const char *text) {
    if (!text) {
        tls_value(out, TLS_VALUE_NONE);
        return;
    }
    tls_value_bytes(out, TLS_VALUE_TEXT, text, (isize)strlen(text));
}

int tls_no_password(char *buffer UNUSED, int size UNUSED, int writing UNUSED, void *context UNUSED) {
    return -1;
}

Text tls_take_bio(Tls *tls, BIO *bio) {
    Text text = text_new(TEXT_ON_HOST);
    char piece[512];
    for (int got; bio && (got = tls->library.BIO_read(bio, piece, sizeof piece)) > 0;)
        text_append(&text, piece, got);
    if (bio) tls->library.BIO_free(bio);
    return text;
}

void tls_value_take_bio(Tls *tls, Text *out, BIO *bio) {
    Text text = tls_take_bio(tls, bio);
    tls_value_bytes(out, TLS_VALUE_TEXT, text_cstring(&text), text.length);
    text_free(&text);
}

/* --- what it refuses ------------------------------------------------------------------------------------ */

/* The names that OpenSSL's headers have where its texts say something else. */
typedef struct ReasonName {
    int library, reason;
    const char *name;
} ReasonName;
static const ReasonName odd_names[] = {
    {4, 135, "SLEN_RECOVERY_FAILED"},
    {4, 136, "SLEN_CHECK_FAILED"},
    {5, 102, "INVALID_PUBKEY"},
    {6, 142, "EXPECTING_A_EC_KEY"},
    {6, 162, "PARTIALLY_OVERLAPPING"},
    {6, 219, "EXPECTING_A_ECX_KEY"},
    {10, 110, "SEED_LEN_SMALL"},
    {20, 158, "AT_LEAST_TLS_1_2_NEEDED_IN_SUITEB_MODE"},
    {20, 330, "NO_GOST_CERTIFICATE_SENT_BY_PEER"},
    {20, 358, "MISSING_SRP_PARAM"},
    {20, 361, "SRP_A_CALC"},
    {20, 380, "ILLEGAL_SUITEB_DIGEST"},
    {36, 101, "FUNC_NOT_IMPLEMENTED"},
    {36, 123, "FWRITE_ERROR"},
    {37, 100, "CTRL_FAILED"},
    {37, 102, "FINISH_FAILED"},
    {37, 103, "LOAD_FAILED"},
    {37, 104, "NULL_HANDLE"},
    {37, 105, "STACK_ERROR"},
    {37, 106, "SYM_FAILURE"},
    {37, 107, "UNLOAD_FAILED"},
    {37, 108, "UNSUPPORTED"},
    {38, 105, "ENGINE_IS_NOT_IN_LIST"},
    {38, 108, "ID_OR_NAME_MISSING"},
    {40, 109, "SYSASSIGN_ERROR"},
    {40, 110, "SYSDASSGN_ERROR"},
    {40, 111, "SYSQIOW_ERROR"},
    {47, 136, "VAR_LOOKUP_FAILURE"},
    {47, 137, "CANNOT_LOAD_CERT"},
    {47, 138, "CANNOT_LOAD_KEY"},
};

/* Library and reason of what OpenSSL has learnt to say since CPython 3.11's list was made: it has no name there. */
static const int unnamed[][2] = {{3, 121},  {4, 180},  {4, 181},   {5, 130},   {6, 227},  {10, 116}, {11, 140},
                                 {14, 125}, {14, 126}, {15, 122},  {16, 117},  {16, 127}, {16, 176}, {20, 305},
                                 {20, 310}, {20, 333}, {20, 1115}, {20, 1120}, {44, 123}, {46, 194}, {46, 195},
                                 {46, 196}, {57, 202}, {57, 203},  {57, 217},  {57, 230}, {58, 165}, {58, 178},
                                 {58, 179}, {58, 183}, {58, 189},  {58, 190},  {61, 126}, {61, 127}, {61, 129}};

static unsigned long code_of(int library, int reason) {
    return (unsigned long)library << 23 | (unsigned)reason;
}

/* CERTIFICATE_VERIFY_FAILED for "certificate verify failed"; "" where there is no text, or no name. */
static const char *reason_name(const Tls *tls, unsigned long code, char name[128]) {
    for (usize i = 0; i < COUNT_OF(odd_names); i++)
        if (code == code_of(odd_names[i].library, odd_names[i].reason)) return odd_names[i].name;
    for (usize i = 0; i < COUNT_OF(unnamed); i++)
        if (code == code_of(unnamed[i][0], unnamed[i][1])) return "";
    const char *text = code ? tls->library.ERR_reason_error_string(code) : NULL;
    usize length = 0;
    for (; text && text[length] && length < 127; length++)
        name[length] = isalnum((u8)text[length]) ? (char)toupper((u8)text[length]) : '_';
    name[length] = 0;
    return name;
}

i64 tls_reasons(Tls *tls, const WorldRequest *r UNUSED, Text *out) {
    enum { LIBRARIES = 62, FIRST = 100, GAP = 60, ALERTS = 999, ALERTS_END = 1120 };
    char name[128];
    for (int library = 1; library < LIBRARIES; library++) {
        for (int reason = FIRST, last = FIRST;
             reason < last + GAP || (library == TLS_OF_SSL && reason < ALERTS_END); reason++) {
            unsigned long code = code_of(library, reason);
            if (library == TLS_OF_SSL && reason == last + GAP && reason < ALERTS) reason = ALERTS - 1;
            if (!tls->library.ERR_reason_error_string(code)) continue;
            last = reason;
            const char *its_name = reason_name(tls, code, name);
            if (!*its_name) continue;
            tls_value_int(out, library);
            tls_value_int(out, reason);
            tls_value_text(out, its_name);
        }
    }
    return 0;
}

i64 tls_failed(Tls *tls, SSL *ssl, int returned, int at, Text *out) {
    const TlsLibrary *library = &tls->library;
    char name[128];
    WorldTlsFailure failure = {.returned = returned, .error = errno, .at = at};
    if (ssl) failure.kind = library->SSL_get_error(ssl, returned);
    unsigned long code = library->ERR_peek_last_error();
    failure.code = (i64)code;
    if (ssl) failure.verify = library->SSL_get_verify_result(ssl);
    const char *reason = code ? library->ERR_reason_error_string(code) : NULL;
    const char *verify = failure.verify ? library->X509_verify_cert_error_string((long)failure.verify) : NULL;
    text_clear(out);
    text_append(out, (const char *)&failure, sizeof failure);
    const char *texts[] = {reason_name(tls, code, name), reason ? reason : "", verify ? verify : ""};
    for (usize i = 0; i < COUNT_OF(texts); i++) text_append(out, texts[i], (isize)strlen(texts[i]) + 1);
    library->ERR_clear_error();
    return WORLD_TLS_FAILED;
}

i64 tls_succeeded(Tls *tls, int returned, i64 value, Text *out) {
    return returned == 1 ? value : tls_failed(tls, NULL, returned, 0, out);
}

/* --- asking the library itself -------------------------------------------------------------------------- */

i64 tls_open(Tls *tls, const WorldRequest *r UNUSED, Text *out) {
    tls_value_int(out, (i64)tls->library.OpenSSL_version_num());
    tls_value_text(out, tls->library.OpenSSL_version(0));
    return 0;
}

i64 tls_random(Tls *tls, const WorldRequest *r, Text *out) {
    isize count = (isize)r->numbers[0];
    text_append_repeated(out, 0, count);
    if (out->failed) return -ENOMEM;
    int returned = count ? tls->library.RAND_bytes((u8 *)out->data, (int)count) : 1;
    return tls_succeeded(tls, returned, 0, out);
}

i64 tls_random_add(Tls *tls, const WorldRequest *r, Text *out UNUSED) {
    tls->library.RAND_add(r->bytes, (int)r->length, 0);
    return 0;
}

i64 tls_random_status(Tls *tls, const WorldRequest *r UNUSED, Text *out UNUSED) {
    return tls->library.RAND_status() == 1;
}

i64 tls_object(Tls *tls, const WorldRequest *r, Text *out) {
    const TlsLibrary *library = &tls->library;
    char text[256];
    ASN1_OBJECT *object =
        r->path ? library->OBJ_txt2obj(r->path, !r->numbers[0]) : library->OBJ_nid2obj((int)r->numbers[0]);
    library->ERR_clear_error();
    if (!object) return 0;
    int nid = library->OBJ_obj2nid(object);
    if (nid) {
        tls_value(out, TLS_VALUE_TUPLE);
        tls_value_int(out, nid);
        tls_value_text(out, library->OBJ_nid2sn(nid));
        tls_value_text(out, library->OBJ_nid2ln(nid));
        int length = library->OBJ_obj2txt(text, sizeof text, object, 1);
        tls_value_text(out, length > 0 ? text : NULL);
        tls_value(out, TLS_VALUE_END);
    }
    library->ASN1_OBJECT_free(object);
    return nid ? 1 : 2;
}

i64 tls_default_paths(Tls *tls, const WorldRequest *r UNUSED, Text *out) {
    tls_value(out, TLS_VALUE_TUPLE);
    tls_value_text(out, tls->library.X509_get_default_cert_file_env());
    tls_value_text(out, tls->library.X509_get_default_cert_file());
    tls_value_text(out, tls->library.X509_get_default_cert_dir_env());
    tls_value_text(out, tls->library.X509_get_default_cert_dir());
    tls_value(out, TLS_VALUE_END);
    return 0;
}
