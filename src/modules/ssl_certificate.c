/* ssl_certificate.c: Certificate: one of a chain, kept as its DER. */
#include "modules/ssl.h"
#include "object/bytes.h"
#include "object/error.h"
#include "object/int.h"
#include "object/list.h"
#include "object/str.h"

static Own certificate_make(Ref der) {
    Own self = object_new(MODULE_TYPE(SSL_CERTIFICATE), 0);
    if (!self) return NULL;
    AS_SSL_CERTIFICATE(self)->der = own(der);
    AS_SSL_CERTIFICATE(self)->hash = -1;
    return self;
}

Own ssl_certificate_list_make(Own ders) {
    if (!ders || ders == None) return ders;
    Own list = list_new(0);
    for (isize i = 0; list && i < list_length(ders); i++) {
        Own certificate = certificate_make(list_get(ders, i));
        if (!certificate || !list_append(list, certificate)) slot_clear(&list);
    }
    release(ders);
    return list;
}

static void certificate_dealloc(Own self) {
    slot_clear(&AS_SSL_CERTIFICATE(self)->der);
    object_free(self);
}

static Own ask(Ref self, WorldTlsForm form) {
    Ref der = AS_SSL_CERTIFICATE(self)->der;
    WorldRequest request = {.call = WORLD_CALL_TLS_CERTIFICATE,
                            .numbers = {form},
                            .bytes = (const char *)bytes_data(der),
                            .length = size_of(der)};
    return ssl_value_ask(&request, LINE_OTHER);
}

static Own certificate_repr(Ref self) {
    Own subject = ask(self, TLS_FORM_SUBJECT);
    Own text = subject ? str_format("<%s '%U'>", type_of(self)->name, (Ref)subject) : NULL;
    release_maybe(subject);
    return text;
}

static isize certificate_hash(Ref self) {
    SslCertificate *certificate = AS_SSL_CERTIFICATE(self);
    if (certificate->hash != -1) return certificate->hash;
    Own number = ask(self, TLS_FORM_HASH);
    if (!number) return -1;
    certificate->hash = (isize)int_as_i64(number);
    release(number);
    return certificate->hash;
}

static Own certificate_compare(Ref left, Ref right, CompareOp op) {
    bool comparable = is_exactly(left, MODULE_TYPE(SSL_CERTIFICATE)) &&
                      is_exactly(right, MODULE_TYPE(SSL_CERTIFICATE)) && (op == COMPARE_EQ || op == COMPARE_NE);
    if (!comparable) return own(NotImplemented);
    return object_compare(AS_SSL_CERTIFICATE(left)->der, AS_SSL_CERTIFICATE(right)->der, op);
}

static Own certificate_method_public_bytes(Ref self, Ref const *args, isize nargs, Ref kwnames) {
    static const Parameters parameters = {"public_bytes", {"format"}, .required = 0};
    Ref given;
    int format = TLS_ENCODING_PEM;
    if (!arguments_bind(&parameters, args, nargs, kwnames, &given) || (given && !argument_int(given, &format)))
        return NULL;
    if (format == TLS_ENCODING_DER) return own(AS_SSL_CERTIFICATE(self)->der);
    if (format == TLS_ENCODING_PEM) return ask(self, TLS_FORM_PEM);
    return error_set(EXC(ValueError), "Unsupported format");
}

static Own certificate_method_get_info(Ref self) { return ask(self, TLS_FORM_DESCRIPTION); }

static const MethodDef certificate_methods[] = {
    {"public_bytes", METHOD_KEYWORDS, .keywords = certificate_method_public_bytes,
     .doc = "public_bytes($self, /, format=Encoding.PEM)\n--\n\n"},
    {"get_info", METHOD_NONE, .none = certificate_method_get_info, .doc = "get_info($self, /)\n--\n\n"},
    {.name = NULL}};

const TypeSpec ssl_certificate_spec = {.name = "_ssl.Certificate",
                                       .module = "_ssl",
                                       .basicsize = sizeof(SslCertificate),
                                       .ghost_size = 32,
                                       .flags = TYPE_HEAP_SPEC | TYPE_NO_INSTANTIATION,
                                       .slots = {.repr = certificate_repr,
                                                 .hash = certificate_hash,
                                                 .richcompare = certificate_compare,
                                                 .dealloc = certificate_dealloc},
                                       .methods = certificate_methods};
