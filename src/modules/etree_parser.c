/* etree_parser.c: XMLParser, which tells a target what libexpat finds in a document.
 *
 * A target that is a plain TreeBuilder is told directly, in C; of any other the methods are called that it has, looked
 * up once when the parser is made. libexpat goes on to the end of what it was given when a target raises: nobody is
 * told any more then. */
#include "modules/expat.h"

#include "modules/etree.h"
#include "object/argument_checks.h"
#include "object/bytes.h"
#include "object/gc.h"

/* What is asked of a target: its methods, where it has them. */
enum Handler {
    HANDLE_START_NS,
    HANDLE_END_NS,
    HANDLE_START,
    HANDLE_DATA,
    HANDLE_END,
    HANDLE_COMMENT,
    HANDLE_PI,
    HANDLE_CLOSE,
    HANDLE_DOCTYPE,
    HANDLER_COUNT
};

typedef struct XmlParser {
    Object ob_base;
    XML_Parser parser;               /* NULL: __init__ has not run */
    bool running;                    /* libexpat is on the C stack */
    Object *target;                  /* owned, as all that follow; NULL before __init__ */
    Object *entity;                  /* dict from a name to the text that stands for it */
    Object *names;                   /* dict from libexpat's names, as bytes, to those that Python sees */
    Object *handlers[HANDLER_COUNT]; /* bound methods; NULL: the target has none */
} XmlParser;
#define AS_XML_PARSER(ref) ((XmlParser *)(ref))
enum { READ_SIZE = 64 * 1024 };
enum { MOST_SHOWN = 100 }; /* bytes of a reference that a message shows */

/* --- names and errors ----------------------------------------------------------------------------------- */

/* "uri}tag", as libexpat puts it, is "{uri}tag" here. */
static Own universal_name(const XmlParser *self, const char *name) {
    isize length = (isize)strlen(name);
    Own key = bytes_from(name, length);
    if (!key) return NULL;
    Own value = own_maybe(dict_get(self->names, key));
    if (!value && !error_occurred()) {
        if (strchr(name, '}')) {
            Own tag = str_from_utf8(name, length);
            value = tag ? str_format("{%U", (Ref)tag) : NULL;
            release_maybe(tag);
        } else {
            value = str_from_utf8(name, length);
        }
        if (value && !dict_set(self->names, key, value)) slot_clear(&value);
    }
    release(key);
    return value;
}

/* ParseError with its attributes. NULL, for `return`. */
static void *raise_parse_error(const XmlParser *self, enum XML_Error code, const char *message) {
    i64 line = (i64)XML_GetErrorLineNumber(self->parser), column = (i64)XML_GetErrorColumnNumber(self->parser);
    Own text = str_format("%s: line %ld, column %ld", message, (long)line, (long)column);
    Own error = text ? object_call_one(ETREE->parse_error, text) : NULL;
    Own number = int_from_i64(code), place = tuple_take(2, int_from_i64(line), int_from_i64(column));
    if (error && number && place && object_set_attribute(error, NAME(code), number) &&
        object_set_attribute(error, NAME(position), place))
        error_set_object(AS_TYPE(ETREE->parse_error), error);
    release_maybe(text);
    release_maybe(error);
    release_maybe(number);
    release_maybe(place);
    return NULL;
}

/* --- what libexpat reports ------------------------------------------------------------------------------ */

/* The target, where it is a plain TreeBuilder. */
static TreeBuilder *builder_of(const XmlParser *self) {
    return is_exactly(self->target, MODULE_TYPE(TREE_BUILDER)) ? AS_TREE_BUILDER(self->target) : NULL;
}

/* Calls the target's method with these values, which it consumes; one may be NULL: raised. */
static void tell(const XmlParser *self, enum Handler handler, isize count, Object *const *values) {
    bool whole = true;
    for (isize i = 0; i < count; i++) whole = whole && values[i];
    if (whole) release_maybe(object_call(self->handlers[handler], (Ref const *)values, count, NULL));
    for (isize i = 0; i < count; i++) release_maybe(values[i]);
}

static Own attributes_of(const XmlParser *self, const XML_Char **attributes) {
    Own dict = dict_new();
    for (; dict && attributes[0] && attributes[1]; attributes += 2) {
        Own name = universal_name(self, attributes[0]), value = name ? expat_text(attributes[1]) : NULL;
        if (!value || !dict_set(dict, name, value)) slot_clear(&dict);
        release_maybe(name);
        release_maybe(value);
    }
    return dict;
}

static void on_start(void *data, const XML_Char *name, const XML_Char **attributes) {
    XmlParser *self = data;
    if (error_occurred()) return;
    Own tag = universal_name(self, name), attrib = NULL;
    bool made = tag && (!attributes[0] || (attrib = attributes_of(self, attributes)));
    if (made && builder_of(self)) {
        release_maybe(tree_builder_start(builder_of(self), tag, attrib));
    } else if (made && self->handlers[HANDLE_START]) {
        tell(self, HANDLE_START, 2, (Object *[]){own(tag), attrib ? own(attrib) : dict_new()});
    }
    release_maybe(tag);
    release_maybe(attrib);
}

static void on_end(void *data, const XML_Char *name) {
    XmlParser *self = data;
    if (error_occurred()) return;
    if (builder_of(self)) {
        release_maybe(tree_builder_end(builder_of(self)));
    } else if (self->handlers[HANDLE_END]) {
        tell(self, HANDLE_END, 1, (Object *[]){universal_name(self, name)});
    }
}

/* Consumes; NULL: raised. */
static void tell_text(XmlParser *self, Own text) {
    if (text && builder_of(self)) {
        tree_builder_data(builder_of(self), text);
    } else if (text && self->handlers[HANDLE_DATA]) {
        tell(self, HANDLE_DATA, 1, (Object *[]){own(text)});
    }
    release_maybe(text);
}

static void on_data(void *data, const XML_Char *text, int length) {
    if (!error_occurred()) tell_text(data, str_from_utf8(text, length));
}

/* A reference that the document doesn't explain: `&name;`. */
static void on_default(void *data, const XML_Char *text, int length) {
    XmlParser *self = data;
    if (length < 2 || text[0] != '&' || error_occurred()) return;
    Own name = str_from_utf8(text + 1, length - 2);
    Ref value = name ? dict_get(self->entity, name) : NULL;
    if (value) {
        tell_text(self, own(value));
    } else if (!error_occurred()) {
        Text message = text_new(TEXT_IN_ARENA);
        text_append_format(&message, "undefined entity %.*s", length < MOST_SHOWN ? length : MOST_SHOWN, text);
        raise_parse_error(self, XML_ERROR_UNDEFINED_ENTITY, text_cstring(&message));
        text_free(&message);
    }
    release_maybe(name);
}

static void on_start_namespace(void *data, const XML_Char *prefix, const XML_Char *uri) {
    XmlParser *self = data;
    TreeBuilder *builder = builder_of(self);
    if (error_occurred() || (builder ? !builder->events[EVENT_START_NS] : !self->handlers[HANDLE_START_NS]))
        return;
    Own names[] = {expat_text(prefix ? prefix : ""), expat_text(uri ? uri : "")};
    if (!builder) {
        tell(self, HANDLE_START_NS, 2, names);
        return;
    }
    Own pair = tuple_take(2, names[0], names[1]);
    if (pair) tree_builder_report(builder, EVENT_START_NS, pair);
    release_maybe(pair);
}

static void on_end_namespace(void *data, const XML_Char *prefix) {
    XmlParser *self = data;
    if (error_occurred()) return;
    if (builder_of(self)) {
        tree_builder_report(builder_of(self), EVENT_END_NS, None);
    } else if (self->handlers[HANDLE_END_NS]) {
        tell(self, HANDLE_END_NS, 1, (Object *[]){expat_text(prefix ? prefix : "")});
    }
}

static void on_comment(void *data, const XML_Char *comment) {
    XmlParser *self = data;
    if (error_occurred()) return;
    if (builder_of(self)) {
        Own text = expat_text(comment);
        if (text) release_maybe(tree_builder_comment(builder_of(self), text));
        release_maybe(text);
    } else if (self->handlers[HANDLE_COMMENT]) {
        tell(self, HANDLE_COMMENT, 1, (Object *[]){expat_text(comment)});
    }
}

static void on_pi(void *data, const XML_Char *target, const XML_Char *instruction) {
    XmlParser *self = data;
    TreeBuilder *builder = builder_of(self);
    if (error_occurred()) return;
    bool wanted = builder ? (builder->append_event && builder->events[EVENT_PI]) || builder->insert_pis
                          : self->handlers[HANDLE_PI] != NULL;
    if (!wanted) return;
    Own names[] = {expat_text(target), expat_text(instruction)};
    if (!builder) {
        tell(self, HANDLE_PI, 2, names);
        return;
    }
    if (names[0] && names[1]) release_maybe(tree_builder_pi(builder, names[0], names[1]));
    release_maybe(names[0]);
    release_maybe(names[1]);
}

static void on_doctype(void *data, const XML_Char *name, const XML_Char *system_id, const XML_Char *public_id,
                       int has_internal_subset UNUSED) {
    XmlParser *self = data;
    Own method;
    if (error_occurred()) return;
    if (self->handlers[HANDLE_DOCTYPE]) {
        tell(self, HANDLE_DOCTYPE, 3,
             (Object *[]){universal_name(self, name), expat_text(public_id), expat_text(system_id)});
    } else if (object_find_attribute((Ref)self, NAME(doctype), &method) && method) {
        release(method);
        warning_issue(
            EXC(RuntimeWarning), 1,
            "The doctype() method of XMLParser is ignored.  Define doctype() method on the TreeBuilder "
            "target.");
    }
}

/* --- birth and death ------------------------------------------------------------------------------------ */

static void connect(XmlParser *self) {
    XML_Parser parser = self->parser;
    XML_SetUserData(parser, self);
    if (self->handlers[HANDLE_START_NS] || self->handlers[HANDLE_END_NS])
        XML_SetNamespaceDeclHandler(parser, on_start_namespace, on_end_namespace);
    XML_SetElementHandler(parser, on_start, on_end);
    XML_SetDefaultHandlerExpand(parser, on_default);
    XML_SetCharacterDataHandler(parser, on_data);
    if (self->handlers[HANDLE_COMMENT]) XML_SetCommentHandler(parser, on_comment);
    if (self->handlers[HANDLE_PI]) XML_SetProcessingInstructionHandler(parser, on_pi);
    XML_SetStartDoctypeDeclHandler(parser, on_doctype);
    XML_SetUnknownEncodingHandler(parser, expat_unknown_encoding, NULL);
}

static bool find_handlers(XmlParser *self) {
    Ref const names[HANDLER_COUNT] = {[HANDLE_START_NS] = NAME(start_ns),
                                      [HANDLE_END_NS] = NAME(end_ns),
                                      [HANDLE_START] = NAME(start),
                                      [HANDLE_DATA] = NAME(data),
                                      [HANDLE_END] = NAME(end),
                                      [HANDLE_COMMENT] = NAME(comment),
                                      [HANDLE_PI] = NAME(pi),
                                      [HANDLE_CLOSE] = NAME(close),
                                      [HANDLE_DOCTYPE] = NAME(doctype)};
    for (int i = 0; i < HANDLER_COUNT; i++) {
        Own method;
        if (!object_find_attribute(self->target, names[i], &method)) return false;
        slot_set(&self->handlers[i], method);
    }
    return true;
}

static bool start_over(XmlParser *self, const char *encoding, Ref target) {
    XML_Parser before = self->parser;
    self->parser = NULL;
    if (before) XML_ParserFree(before);
    slot_set(&self->entity, dict_new());
    slot_set(&self->names, dict_new());
    if (!self->entity || !self->names) return false;
    self->parser = expat_make(encoding, "}");
    if (!self->parser) return error_memory() != NULL;
    slot_set(&self->target, target ? own(target) : tree_builder_new());
    if (!self->target || !find_handlers(self)) return false;
    connect(self);
    return true;
}

/* A parser that is at work can't be given more, though libexpat itself would not notice. */
static bool is_idle(const XmlParser *self) {
    return !self->running || error_set(EXC(RuntimeError), "parser is in use by its target") != NULL;
}

static bool parser_init(Ref self, Ref const *args, isize nargs, Ref kwnames) {
    static const Parameters parameters = {"XMLParser", {"*", "target", "encoding"}};
    Ref given[2];
    TextArgument encoding = {0};
    if (!arguments_bind(&parameters, args, nargs, kwnames, given) ||
        !argument_text_or_none(given[1], "XMLParser", "'encoding'", &encoding))
        return false;
    bool done = is_idle(AS_XML_PARSER(self)) &&
                start_over(AS_XML_PARSER(self), encoding.text, given[0] == None ? NULL : given[0]);
    text_argument_release(&encoding);
    return done;
}

static Own parser_new(Type *type, Ref const *args UNUSED, isize nargs UNUSED, Ref kwnames UNUSED) {
    Own self = object_new(type, 0);
    if (self) gc_track(self);
    return self;
}

static bool parser_traverse(Ref self, VisitFn visit, void *context) {
    const XmlParser *parser = AS_XML_PARSER(self);
    Object *held[] = {parser->target, parser->entity, parser->names};
    for (int i = 0; i < 3; i++) {
        if (held[i] && !visit(held[i], context)) return false;
    }
    for (int i = 0; i < HANDLER_COUNT; i++) {
        if (parser->handlers[i] && !visit(parser->handlers[i], context)) return false;
    }
    return true;
}
static void parser_clear(Ref self) {
    XmlParser *parser = AS_XML_PARSER(self);
    if (parser->parser) XML_ParserFree(parser->parser);
    parser->parser = NULL;
    for (int i = HANDLER_COUNT; i-- > 0;) slot_clear(&parser->handlers[i]);
    slot_clear(&parser->target);
    slot_clear(&parser->entity);
    slot_clear(&parser->names);
}
static void parser_dealloc(Own self) {
    gc_untrack(self);
    parser_clear(self);
    object_free(self);
}

/* --- feeding -------------------------------------------------------------------------------------------- */

static bool is_ready(const XmlParser *self) {
    if (!self->target || !self->parser)
        return error_set(EXC(ValueError), "XMLParser.__init__() wasn't called") != NULL;
    return is_idle(self);
}

static bool feed(XmlParser *self, const char *bytes, isize length, bool is_final) {
    self->running = true;
    enum XML_Status status = expat_feed(self->parser, bytes, length, is_final);
    self->running = false;
    if (error_occurred()) return false;
    if (status != XML_STATUS_ERROR) return true;
    enum XML_Error code = XML_GetErrorCode(self->parser);
    return raise_parse_error(self, code, XML_ErrorString(code)) != NULL;
}

static Own parser_method_feed(Ref self, Ref data) {
    XmlParser *parser = AS_XML_PARSER(self);
    Buffer buffer;
    bool done = false;
    if (!is_ready(parser)) return NULL;
    if (is_str(data)) {
        Own bytes = str_keep_utf8(data);
        if (bytes) {
            XML_SetEncoding(parser->parser, "utf-8");
            done = feed(parser, (const char *)bytes_data(bytes), size_of(bytes), false);
        }
        release_maybe(bytes);
    } else if (buffer_get(data, &buffer, false)) {
        done = feed(parser, buffer.data, buffer.length, false);
        buffer_release(&buffer);
    }
    return done ? own_none() : NULL;
}

/* What the target makes of the end of the document. */
static Own parser_method_close(Ref self) {
    XmlParser *parser = AS_XML_PARSER(self);
    if (!is_ready(parser) || !feed(parser, "", 0, true)) return NULL;
    if (builder_of(parser)) return tree_builder_close(parser->target);
    return parser->handlers[HANDLE_CLOSE] ? object_call_none(parser->handlers[HANDLE_CLOSE]) : own_none();
}

/* The next piece of a file, as bytes; empty: the end. */
static Own read_piece(Ref read) {
    Own size = int_from_i64(READ_SIZE), piece = size ? object_call_one(read, size) : NULL;
    release_maybe(size);
    if (piece && is_exactly(piece, TYPE(STR))) {
        Own bytes = str_encode(piece, "utf-8", "surrogatepass");
        release(piece);
        return bytes;
    }
    if (piece && !is_exactly(piece, TYPE(BYTES))) {
        release(piece);
        return bytes_from("", 0);
    }
    return piece;
}

static Own parser_method_parse_whole(Ref self, Ref file) {
    XmlParser *parser = AS_XML_PARSER(self);
    if (!is_ready(parser)) return NULL;
    Own read = object_get_attribute(file, NAME(read));
    bool done = read != NULL, more = true;
    while (done && more) {
        Own piece = read_piece(read);
        done = piece != NULL;
        more = done && size_of(piece) > 0;
        if (more) done = feed(parser, (const char *)bytes_data(piece), size_of(piece), false);
        release_maybe(piece);
    }
    release_maybe(read);
    if (!done || !feed(parser, "", 0, true)) return NULL;
    return builder_of(parser) ? tree_builder_close(parser->target) : own_none();
}

/* --- events ---------------------------------------------------------------------------------------------- */

static const char *const event_names[TREE_EVENT_COUNT] = {"start",  "end",     "start-ns",
                                                          "end-ns", "comment", "pi"};

static bool want_event(XmlParser *self, Ref name) {
    Own bytes = is_str(name) ? str_keep_utf8(name) : is_bytes(name) ? own(name) : NULL;
    if (!bytes) {
        error_clear();
        return error_set(EXC(ValueError), "invalid events sequence") != NULL;
    }
    const char *text = (const char *)bytes_data(bytes);
    int event = 0;
    while (event < TREE_EVENT_COUNT && strcmp(text, event_names[event]) != 0) event++;
    if (event < TREE_EVENT_COUNT) {
        slot_set(&AS_TREE_BUILDER(self->target)->events[event], own(name));
    } else {
        error_set(EXC(ValueError), "unknown event '%s'", text);
    }
    release(bytes);
    if (event == EVENT_START_NS || event == EVENT_END_NS)
        XML_SetNamespaceDeclHandler(self->parser, on_start_namespace, on_end_namespace);
    if (event == EVENT_COMMENT) XML_SetCommentHandler(self->parser, on_comment);
    if (event == EVENT_PI) XML_SetProcessingInstructionHandler(self->parser, on_pi);
    return event < TREE_EVENT_COUNT;
}

static Own parser_method_setevents(Ref self, Ref const *args, isize nargs) {
    XmlParser *parser = AS_XML_PARSER(self);
    if (!arguments_count("_setevents", nargs, 1, 2) || !is_ready(parser)) return NULL;
    TreeBuilder *builder = builder_of(parser);
    if (!builder)
        return error_set(EXC(TypeError), "event handling only supported for ElementTree.TreeBuilder targets");
    Own append = object_get_attribute(args[0], NAME(append));
    if (!append) return NULL;
    slot_set(&builder->append_event, append);
    for (int i = 0; i < TREE_EVENT_COUNT; i++) slot_clear(&builder->events[i]);
    if (nargs < 2 || args[1] == None) return (builder->events[EVENT_END] = own(NAME(end))) ? own_none() : NULL;
    Own names = sequence_fast(args[1], "events must be a sequence");
    bool done = names != NULL;
    for (isize i = 0; done && i < sequence_fast_length(names); i++)
        done = want_event(parser, sequence_fast_items(names)[i]);
    release_maybe(names);
    return done ? own_none() : NULL;
}

/* --- the type -------------------------------------------------------------------------------------------- */

static Own get_version(Ref self UNUSED, void *closure UNUSED) {
    return str_format("Expat %d.%d.%d", XML_MAJOR_VERSION, XML_MINOR_VERSION, XML_MICRO_VERSION);
}

static const MethodDef parser_methods[] = {
    {"feed", METHOD_ONE, .one = parser_method_feed, .doc = "feed($self, data, /)\n--\n\n"},
    {"close", METHOD_NONE, .none = parser_method_close, .doc = "close($self, /)\n--\n\n"},
    {"_parse_whole", METHOD_ONE, .one = parser_method_parse_whole,
     .doc = "_parse_whole($self, file, /)\n--\n\n"},
    {"_setevents", METHOD_ARRAY, .array = parser_method_setevents,
     .doc = "_setevents($self, events_queue, events_to_report=None, /)\n--\n\n"},
    {.name = NULL}};

static const MemberDef parser_members[] = {{"entity", MEMBER_OBJECT, offsetof(XmlParser, entity), true, NULL},
                                           {"target", MEMBER_OBJECT, offsetof(XmlParser, target), true, NULL},
                                           {.name = NULL}};

static const GetSetDef parser_getset[] = {{"version", get_version, NULL, NULL}, {.name = NULL}};

const TypeSpec xml_parser_spec = {.name = "xml.etree.ElementTree.XMLParser",
                                  .module = "xml.etree.ElementTree",
                                  .basicsize = sizeof(XmlParser),
                                  .ghost_size = 120,
                                  .flags = TYPE_GC | TYPE_BASETYPE,
                                  .slots = {.new = parser_new,
                                            .init = parser_init,
                                            .dealloc = parser_dealloc,
                                            .traverse = parser_traverse,
                                            .clear = parser_clear},
                                  .methods = parser_methods,
                                  .members = parser_members,
                                  .getset = parser_getset};
