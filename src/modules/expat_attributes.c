/* expat_attributes.c: what can be read of a parser object and set on it: its handlers, where it stands, and how it
 * reports. */
#include "modules/expat.h"

#include "object/error.h"
#include "object/int.h"
#include "object/type_checks.h"

static bool no_delete(Ref value) {
    return value || error_set(EXC(RuntimeError), "Cannot delete attribute") != NULL;
}

/* --- handlers ------------------------------------------------------------------------------------------- */

#define HANDLER(id, ...)                                                                                       \
    static Own get_##id(Ref self, void *closure UNUSED) {                                                      \
        Object *function = AS_EXPAT_PARSER(self)->handlers[EXPAT_##id];                                        \
        return own(function ? (Ref)function : None);                                                           \
    }                                                                                                          \
    static bool set_##id(Ref self, Ref value, void *closure UNUSED) {                                          \
        return no_delete(value) && expat_set_handler(AS_EXPAT_PARSER(self), EXPAT_##id, value);                \
    }
EXPAT_HANDLERS(HANDLER)
#undef HANDLER

/* --- where it stands ------------------------------------------------------------------------------------ */

#define STANDING(name, question)                                                                               \
    static Own get_##name(Ref self, void *closure UNUSED) {                                                    \
        return int_from_i64((i64)question(AS_EXPAT_PARSER(self)->stream->parser));                             \
    }
STANDING(error_code, XML_GetErrorCode)
STANDING(line_number, XML_GetCurrentLineNumber)
STANDING(column_number, XML_GetCurrentColumnNumber)
STANDING(byte_index, XML_GetCurrentByteIndex)
#undef STANDING

/* --- how it reports ------------------------------------------------------------------------------------- */

static bool set_flag(bool *flag, Ref value) {
    int truth = no_delete(value) ? object_is_true(value) : -1;
    if (truth >= 0) *flag = truth;
    return truth >= 0;
}

#define FLAG(name)                                                                                             \
    static Own get_##name(Ref self, void *closure UNUSED) { return own_bool(AS_EXPAT_PARSER(self)->name); }    \
    static bool set_##name(Ref self, Ref value, void *closure UNUSED) {                                        \
        return set_flag(&AS_EXPAT_PARSER(self)->name, value);                                                  \
    }
FLAG(ordered_attributes)
FLAG(specified_attributes)
#undef FLAG

static Own get_namespace_prefixes(Ref self, void *closure UNUSED) {
    return own_bool(AS_EXPAT_PARSER(self)->namespace_prefixes);
}
static bool set_namespace_prefixes(Ref self, Ref value, void *closure UNUSED) {
    ExpatParser *parser = AS_EXPAT_PARSER(self);
    if (!set_flag(&parser->namespace_prefixes, value)) return false;
    XML_SetReturnNSTriplet(parser->stream->parser, parser->namespace_prefixes);
    return true;
}

bool expat_buffer_new(ExpatParser *self, int size) {
    char *buffer = arena_alloc((usize)size, BLOCK_RAW);
    if (!buffer) return error_memory() != NULL;
    arena_free(self->buffer);
    self->buffer = memset(buffer, 0, (usize)size);
    self->buffer_size = size;
    self->buffer_used = 0;
    return true;
}

static Own get_buffer_text(Ref self, void *closure UNUSED) { return own_bool(AS_EXPAT_PARSER(self)->buffer); }
static bool set_buffer_text(Ref self, Ref value, void *closure UNUSED) {
    ExpatParser *parser = AS_EXPAT_PARSER(self);
    bool wanted;
    if (!set_flag(&wanted, value)) return false;
    if (wanted) return parser->buffer || expat_buffer_new(parser, parser->buffer_size);
    if (!expat_flush(parser)) return false;
    arena_free(parser->buffer);
    parser->buffer = NULL;
    return true;
}

static Own get_buffer_size(Ref self, void *closure UNUSED) {
    return int_from_i64(AS_EXPAT_PARSER(self)->buffer_size);
}
static bool set_buffer_size(Ref self, Ref value, void *closure UNUSED) {
    ExpatParser *parser = AS_EXPAT_PARSER(self);
    if (!no_delete(value)) return false;
    if (!is_int(value)) return error_set(EXC(TypeError), "buffer_size must be an integer") != NULL;
    i64 size = int_as_i64(value);
    if (size == parser->buffer_size) return true;
    if (size == -1 && error_occurred()) return false;
    if (size <= 0) return error_set(EXC(ValueError), "buffer_size must be greater than zero") != NULL;
    if (size > INT32_MAX)
        return error_set(EXC(ValueError), "buffer_size must not be greater than %d", INT32_MAX) != NULL;
    return expat_flush(parser) && expat_buffer_new(parser, (int)size);
}

static Own get_buffer_used(Ref self, void *closure UNUSED) {
    return int_from_i64(AS_EXPAT_PARSER(self)->buffer_used);
}

const GetSetDef expat_parser_getset[] = {
    {"ErrorCode", get_error_code},
    {"ErrorLineNumber", get_line_number},
    {"ErrorColumnNumber", get_column_number},
    {"ErrorByteIndex", get_byte_index},
    {"CurrentLineNumber", get_line_number},
    {"CurrentColumnNumber", get_column_number},
    {"CurrentByteIndex", get_byte_index},
    {"buffer_size", get_buffer_size, set_buffer_size},
    {"buffer_text", get_buffer_text, set_buffer_text},
    {"buffer_used", get_buffer_used},
    {"namespace_prefixes", get_namespace_prefixes, set_namespace_prefixes},
    {"ordered_attributes", get_ordered_attributes, set_ordered_attributes},
    {"specified_attributes", get_specified_attributes, set_specified_attributes},
#define HANDLER(id, attribute, ...) {#attribute, get_##id, set_##id},
    EXPAT_HANDLERS(HANDLER)
#undef HANDLER
        {.name = NULL}};
