/* expat_handlers.c: what libexpat reports, turned into calls of Python functions.
 *
 * A handler that raises stops the parser, loses its post together with all others, and what libexpat still reports on
 * its way out is dropped: while an exception is set nobody is called. Each callback makes its arguments from the
 * last to the first, because CPython (as gcc compiles it) does, and the order is seen in the dict `intern`. */
#include "modules/expat.h"

#include "object/bytes.h"
#include "object/dict.h"
#include "object/error.h"
#include "object/int.h"
#include "object/list.h"
#include "object/tuple.h"
#include "vm/traceback.h"

typedef struct HandlerRule {
    const char *name; /* of the frame that stands for libexpat's caller in tracebacks */
    i32 line;
    void (*connect)(XML_Parser parser, bool on);
} HandlerRule;
static const HandlerRule rules[EXPAT_HANDLER_COUNT];

/* --- arguments ------------------------------------------------------------------------------------------ */

static Own text_of(const XML_Char *text, int length) { return text ? str_from_utf8(text, length) : own_none(); }

static Own interned(const ExpatParser *self, const XML_Char *text) {
    Own fresh = error_occurred() ? NULL : expat_text(text);
    if (!fresh || !self->intern) return fresh;
    Ref known = dict_get(self->intern, fresh);
    if (known) {
        release(fresh);
        return own(known);
    }
    if (error_occurred() || !dict_set(self->intern, fresh, fresh)) slot_clear(&fresh);
    return fresh;
}

/* --- calling -------------------------------------------------------------------------------------------- */

static int refuse_external_entity(XML_Parser parser UNUSED, const XML_Char *context UNUSED,
                                  const XML_Char *base UNUSED, const XML_Char *system_id UNUSED,
                                  const XML_Char *public_id UNUSED) {
    return XML_STATUS_ERROR;
}

/* Something was raised: nobody is to be called any more. */
static void give_up(ExpatParser *self) {
    expat_clear_handlers(self);
    XML_SetExternalEntityRefHandler(self->stream->parser, refuse_external_entity);
}

/* Calls the handler with a tuple of these, which it consumes; one of them may be NULL: raised. NULL raised. */
static Own deliver(ExpatParser *self, ExpatHandler handler, isize count, Object *const *values) {
    Own args = tuple_from_array_own(values, count), result = NULL;
    if (args) {
        Own function = own(self->handlers[handler]); /* which may replace itself */
        self->in_callback = true;
        result = object_call_tuple(function, args, NULL);
        self->in_callback = false;
        if (!result) {
            traceback_add(rules[handler].name, "../Modules/pyexpat.c", rules[handler].line);
            XML_StopParser(self->stream->parser, XML_FALSE);
        }
        release(function);
        release(args);
    }
    if (!result) give_up(self);
    return result;
}

static bool deliver_text(ExpatParser *self, const char *text, int length) {
    if (!self->handlers[EXPAT_CHARACTER_DATA]) return false;
    Own result = deliver(self, EXPAT_CHARACTER_DATA, 1, (Object *[]){text_of(text, length)});
    release_maybe(result);
    return result != NULL;
}

bool expat_flush(ExpatParser *self) {
    if (!self->buffer || self->buffer_used == 0) return true;
    bool delivered = deliver_text(self, self->buffer, self->buffer_used);
    self->buffer_used = 0;
    return delivered;
}

/* Is the handler to be called now? Text that came before has been delivered then. */
static bool begin(ExpatParser *self, ExpatHandler handler) {
    return self->handlers[handler] && !error_occurred() && expat_flush(self) && self->handlers[handler];
}

static void notify(ExpatParser *self, ExpatHandler handler, isize count, Object *const *values) {
    release_maybe(deliver(self, handler, count, values));
}

/* A handler whose arguments are all names. */
static void notify_names(ExpatParser *self, ExpatHandler handler, isize count, const XML_Char *const *names) {
    Object *values[5];
    if (!begin(self, handler)) return;
    for (isize i = count; i-- > 0;) values[i] = interned(self, names[i]);
    notify(self, handler, count, values);
}

/* The int that a handler answers. */
static int answer(Own result) {
    int number = result ? (int)int_as_i64(result) : 0;
    release_maybe(result);
    return number;
}

/* --- elements and text ---------------------------------------------------------------------------------- */

/* Names and values in turn, ended by NULL; the attributes with defaults come last. */
static Own attributes_of(const ExpatParser *self, const XML_Char *const *attributes) {
    isize count = 0;
    if (self->specified_attributes) {
        count = XML_GetSpecifiedAttributeCount(self->stream->parser);
    } else {
        while (attributes[count]) count += 2;
    }
    Own container = self->ordered_attributes ? list_new(0) : dict_new();
    for (isize i = 0; container && i < count; i += 2) {
        Own name = interned(self, attributes[i]), value = name ? expat_text(attributes[i + 1]) : NULL;
        bool added = value && (self->ordered_attributes
                                   ? list_append_ref(container, name) && list_append_ref(container, value)
                                   : dict_set(container, name, value));
        release_maybe(name);
        release_maybe(value);
        if (!added) slot_clear(&container);
    }
    return container;
}

static void on_start_element(void *data, const XML_Char *name, const XML_Char **attributes) {
    ExpatParser *self = data;
    if (!begin(self, EXPAT_START_ELEMENT)) return;
    Own container = attributes_of(self, attributes);
    notify(self, EXPAT_START_ELEMENT, 2, (Object *[]){interned(self, name), container});
}

static void on_end_element(void *data, const XML_Char *name) {
    notify_names(data, EXPAT_END_ELEMENT, 1, &name);
}

static void on_character_data(void *data, const XML_Char *text, int length) {
    ExpatParser *self = data;
    if (error_occurred()) return;
    if (self->buffer && length > self->buffer_size - self->buffer_used) {
        if (!expat_flush(self) || !self->handlers[EXPAT_CHARACTER_DATA]) return;
    }
    if (!self->buffer || length > self->buffer_size) {
        deliver_text(self, text, length);
    } else {
        memcpy(self->buffer + self->buffer_used, text, (usize)length);
        self->buffer_used += length;
    }
}

static void on_processing_instruction(void *data, const XML_Char *target, const XML_Char *text) {
    ExpatParser *self = data;
    if (!begin(self, EXPAT_PROCESSING_INSTRUCTION)) return;
    notify(self, EXPAT_PROCESSING_INSTRUCTION, 2, (Object *[]){interned(self, target), expat_text(text)});
}

static void on_comment(void *data, const XML_Char *text) {
    ExpatParser *self = data;
    if (begin(self, EXPAT_COMMENT)) notify(self, EXPAT_COMMENT, 1, (Object *[]){expat_text(text)});
}

static void on_start_cdata_section(void *data) { notify_names(data, EXPAT_START_CDATA_SECTION, 0, NULL); }
static void on_end_cdata_section(void *data) { notify_names(data, EXPAT_END_CDATA_SECTION, 0, NULL); }

static void on_default(void *data, const XML_Char *text, int length) {
    ExpatParser *self = data;
    if (begin(self, EXPAT_DEFAULT)) notify(self, EXPAT_DEFAULT, 1, (Object *[]){text_of(text, length)});
}
static void on_default_expand(void *data, const XML_Char *text, int length) {
    ExpatParser *self = data;
    if (begin(self, EXPAT_DEFAULT_EXPAND))
        notify(self, EXPAT_DEFAULT_EXPAND, 1, (Object *[]){text_of(text, length)});
}

static void on_start_namespace_decl(void *data, const XML_Char *prefix, const XML_Char *uri) {
    notify_names(data, EXPAT_START_NAMESPACE_DECL, 2, (const XML_Char *[]){prefix, uri});
}
static void on_end_namespace_decl(void *data, const XML_Char *prefix) {
    notify_names(data, EXPAT_END_NAMESPACE_DECL, 1, &prefix);
}

/* --- declarations --------------------------------------------------------------------------------------- */

static void on_xml_decl(void *data, const XML_Char *version, const XML_Char *encoding, int standalone) {
    ExpatParser *self = data;
    if (!begin(self, EXPAT_XML_DECL)) return;
    notify(self, EXPAT_XML_DECL, 3,
           (Object *[]){expat_text(version), expat_text(encoding), int_from_i64(standalone)});
}

static void on_start_doctype_decl(void *data, const XML_Char *name, const XML_Char *system_id,
                                  const XML_Char *public_id, int has_internal_subset) {
    ExpatParser *self = data;
    if (!begin(self, EXPAT_START_DOCTYPE_DECL)) return;
    Object *values[4] = {[3] = int_from_i64(has_internal_subset)};
    values[2] = interned(self, public_id);
    values[1] = interned(self, system_id);
    values[0] = interned(self, name);
    notify(self, EXPAT_START_DOCTYPE_DECL, 4, values);
}
static void on_end_doctype_decl(void *data) { notify_names(data, EXPAT_END_DOCTYPE_DECL, 0, NULL); }

static void on_entity_decl(void *data, const XML_Char *name, int is_parameter_entity, const XML_Char *text,
                           int length, const XML_Char *base, const XML_Char *system_id,
                           const XML_Char *public_id, const XML_Char *notation) {
    ExpatParser *self = data;
    if (!begin(self, EXPAT_ENTITY_DECL)) return;
    Object *values[7];
    values[6] = interned(self, notation);
    values[5] = interned(self, public_id);
    values[4] = interned(self, system_id);
    values[3] = interned(self, base);
    values[2] = text_of(text, length);
    values[1] = int_from_i64(is_parameter_entity);
    values[0] = interned(self, name);
    notify(self, EXPAT_ENTITY_DECL, 7, values);
}

static void on_unparsed_entity_decl(void *data, const XML_Char *name, const XML_Char *base,
                                    const XML_Char *system_id, const XML_Char *public_id,
                                    const XML_Char *notation) {
    notify_names(data, EXPAT_UNPARSED_ENTITY_DECL, 5,
                 (const XML_Char *[]){name, base, system_id, public_id, notation});
}

static void on_notation_decl(void *data, const XML_Char *name, const XML_Char *base, const XML_Char *system_id,
                             const XML_Char *public_id) {
    notify_names(data, EXPAT_NOTATION_DECL, 4, (const XML_Char *[]){name, base, system_id, public_id});
}

/* (type, quantifier, name, children) of what an element may contain. */
static Own model_of(const XML_Content *model) {
    if (!recursion_enter(" in conv_content_model")) return NULL;
    Own children = tuple_new((isize)model->numchildren);
    for (unsigned i = 0; children && i < model->numchildren; i++) {
        Own child = model_of(&model->children[i]);
        if (child) {
            tuple_fill(children, (isize)i, child);
        } else {
            slot_clear(&children);
        }
    }
    recursion_leave();
    return children ? tuple_take(4, int_from_i64(model->type), int_from_i64(model->quant),
                                 expat_text(model->name), children)
                    : NULL;
}

static void on_element_decl(void *data, const XML_Char *name, XML_Content *model) {
    ExpatParser *self = data;
    if (begin(self, EXPAT_ELEMENT_DECL)) {
        Own tree = model_of(model);
        Own element = tree ? interned(self, name) : NULL;
        notify(self, EXPAT_ELEMENT_DECL, 2, (Object *[]){element, tree});
    }
    XML_FreeContentModel(self->stream->parser, model);
}

static void on_attlist_decl(void *data, const XML_Char *element, const XML_Char *attribute,
                            const XML_Char *type, const XML_Char *otherwise, int is_required) {
    ExpatParser *self = data;
    if (!begin(self, EXPAT_ATTLIST_DECL)) return;
    Object *values[5] = {[2] = expat_text(type), [3] = expat_text(otherwise), [4] = int_from_i64(is_required)};
    values[1] = interned(self, attribute);
    values[0] = interned(self, element);
    notify(self, EXPAT_ATTLIST_DECL, 5, values);
}

static void on_skipped_entity(void *data, const XML_Char *name, int is_parameter_entity) {
    ExpatParser *self = data;
    if (!begin(self, EXPAT_SKIPPED_ENTITY)) return;
    notify(self, EXPAT_SKIPPED_ENTITY, 2,
           (Object *[]){interned(self, name), int_from_i64(is_parameter_entity)});
}

/* --- questions ------------------------------------------------------------------------------------------ */

static int on_not_standalone(void *data) {
    ExpatParser *self = data;
    return begin(self, EXPAT_NOT_STANDALONE) ? answer(deliver(self, EXPAT_NOT_STANDALONE, 0, NULL)) : 0;
}

static int on_external_entity_ref(XML_Parser parser, const XML_Char *context, const XML_Char *base,
                                  const XML_Char *system_id, const XML_Char *public_id) {
    ExpatParser *self = XML_GetUserData(parser);
    if (!begin(self, EXPAT_EXTERNAL_ENTITY_REF)) return XML_STATUS_ERROR;
    Object *values[4];
    values[3] = interned(self, public_id);
    values[2] = interned(self, system_id);
    values[1] = interned(self, base);
    values[0] = expat_text(context);
    return answer(deliver(self, EXPAT_EXTERNAL_ENTITY_REF, 4, values));
}

/* What each byte means in an encoding that libexpat doesn't know, found out by decoding all of them. */
int expat_unknown_encoding(void *data UNUSED, const XML_Char *name, XML_Encoding *encoding) {
    u8 bytes[256];
    if (error_occurred()) return XML_STATUS_ERROR;
    for (int i = 0; i < 256; i++) bytes[i] = (u8)i;
    Own text = str_decode(bytes, 256, name, "replace");
    if (!text) return XML_STATUS_ERROR;
    bool simple = str_length(text) == 256;
    if (!simple) error_set(EXC(ValueError), "multi-byte encodings are not supported");
    for (int i = 0; simple && i < 256; i++) {
        u32 c = str_char(text, i);
        encoding->map[i] = c == 0xFFFD ? -1 : (int)c;
    }
    encoding->data = NULL;
    encoding->convert = NULL;
    encoding->release = NULL;
    release(text);
    return simple ? XML_STATUS_OK : XML_STATUS_ERROR;
}

/* --- who is called -------------------------------------------------------------------------------------- */

#define HANDLER(id, attribute, name, line, callback)                                                           \
    static void connect_##id(XML_Parser parser, bool on) { XML_Set##attribute(parser, on ? callback : NULL); }
EXPAT_HANDLERS(HANDLER)
#undef HANDLER

static const HandlerRule rules[EXPAT_HANDLER_COUNT] = {
#define HANDLER(id, attribute, name, line, callback) [EXPAT_##id] = {name, line, connect_##id},
    EXPAT_HANDLERS(HANDLER)
#undef HANDLER
};

static void ignore_text(void *data UNUSED, const XML_Char *text UNUSED, int length UNUSED) {}

void expat_connect(ExpatParser *self) {
    XML_Parser parser = self->stream->parser;
    XML_SetUserData(parser, self);
    XML_SetUnknownEncodingHandler(parser, expat_unknown_encoding, NULL);
    for (int i = 0; i < EXPAT_HANDLER_COUNT; i++) {
        if (self->handlers[i]) rules[i].connect(parser, true);
    }
}

bool expat_set_handler(ExpatParser *self, ExpatHandler handler, Ref function) {
    XML_Parser parser = self->stream->parser;
    if (handler == EXPAT_CHARACTER_DATA && !expat_flush(self)) return false;
    if (function == None) function = NULL;
    rules[handler].connect(parser, function != NULL);
    /* libexpat looks once whether there is somebody for text, and then calls. */
    if (handler == EXPAT_CHARACTER_DATA && !function && self->in_callback)
        XML_SetCharacterDataHandler(parser, ignore_text);
    slot_set(&self->handlers[handler], own_maybe(function));
    return true;
}

void expat_clear_handlers(ExpatParser *self) {
    for (int i = 0; i < EXPAT_HANDLER_COUNT; i++) {
        rules[i].connect(self->stream->parser, false);
        slot_clear(&self->handlers[i]);
    }
}
