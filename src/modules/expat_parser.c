/* expat_parser.c: the type pyexpat.xmlparser: making parsers, feeding them, and what their errors become. */
#include "modules/expat.h"

#include "object/argument_checks.h"
#include "object/bytes.h"
#include "object/charge.h"
#include "object/dict.h"
#include "object/error.h"
#include "object/gc.h"
#include "object/int.h"
#include "object/names.h"
#include "vm/eval.h"

#define PARSED_BYTE_NS 43

enum {
    TEXT_BUFFER_SIZE = 8192,
    READ_SIZE = 2048,    /* bytes that ParseFile asks for at a time */
    CHUNK_SIZE = 1 << 20 /* bytes that Parse hands to libexpat at a time */
};
#define HASH_SALT 0x6f7073636f7065UL /* any but 0, for which libexpat would ask for entropy */

/* --- libexpat's memory ---------------------------------------------------------------------------------- */

static void *stream_realloc(void *block, usize bytes) {
    usize before = block ? arena_block_size(block) : 0;
    char *moved = arena_realloc(block, bytes, BLOCK_RAW);
    if (moved && bytes > before) memset(moved + before, 0, bytes - before);
    return moved;
}
static void stream_free(void *block) { arena_free(block); }

static void stream_release(ExpatStream *stream) {
    while (stream && --stream->users == 0) {
        ExpatStream *parent = stream->parent;
        XML_ParserFree(stream->parser);
        arena_free(stream);
        stream = parent;
    }
}

XML_Parser expat_make(const char *encoding, const char *separator) {
    const XML_Memory_Handling_Suite memory = {module_library_alloc, stream_realloc, stream_free};
    XML_Parser parser = XML_ParserCreate_MM(encoding, &memory, separator);
    if (parser) XML_SetHashSalt(parser, HASH_SALT);
    return parser;
}

/* --- birth and death ------------------------------------------------------------------------------------ */

/* An object for the parser, which it takes; parser NULL: it could not be made. */
static Own parser_new(XML_Parser parser, ExpatStream *parent, Ref intern) {
    if (!parser) return error_set(EXC(RuntimeError), "XML_ParserCreate failed");
    ExpatStream *stream = arena_alloc(sizeof *stream, BLOCK_RAW);
    Own self = stream ? object_new(MODULE_TYPE(EXPAT_PARSER), 0) : error_memory();
    if (!self) {
        arena_free(stream);
        XML_ParserFree(parser);
        return NULL;
    }
    if (parent) parent->users++;
    *stream = (ExpatStream){parser, parent, 1};
    AS_EXPAT_PARSER(self)->stream = stream;
    AS_EXPAT_PARSER(self)->buffer_size = TEXT_BUFFER_SIZE;
    AS_EXPAT_PARSER(self)->intern = own_maybe(intern);
    return self;
}

/* intern NULL: none. */
static Own create(const char *encoding, const char *separator, Ref intern) {
    Own self = parser_new(expat_make(encoding, separator), NULL, intern);
    if (!self) return NULL;
    expat_connect(AS_EXPAT_PARSER(self));
    gc_track(self);
    return self;
}

Own expat_parser_create(Ref module UNUSED, Ref const *args, isize nargs, Ref kwnames) {
    static const Parameters parameters = {"ParserCreate", {"encoding", "namespace_separator", "intern"}};
    Ref given[3];
    TextArgument encoding = {0}, separator = {0};
    Own self = NULL, intern = NULL;
    if (!arguments_bind(&parameters, args, nargs, kwnames, given) ||
        !argument_text_or_none(given[0], "ParserCreate", "'encoding'", &encoding))
        return NULL;
    if (!argument_text_or_none(given[1], "ParserCreate", "'namespace_separator'", &separator)) goto done;
    if (separator.text && strlen(separator.text) > 1) {
        error_set(EXC(ValueError), "namespace_separator must be at most one character, omitted, or None");
    } else if (given[2] && given[2] != None && !is_dict(given[2])) {
        error_set(EXC(TypeError), "intern must be a dictionary");
    } else {
        intern = given[2] ? own(given[2]) : dict_new();
        if (intern) self = create(encoding.text, separator.text, intern == None ? NULL : intern);
        release_maybe(intern);
    }
done:
    text_argument_release(&encoding);
    text_argument_release(&separator);
    return self;
}

static void parser_clear(Ref self) {
    expat_clear_handlers(AS_EXPAT_PARSER(self));
    slot_clear(&AS_EXPAT_PARSER(self)->intern);
}
static void parser_dealloc(Own self) {
    gc_untrack(self);
    parser_clear(self);
    stream_release(AS_EXPAT_PARSER(self)->stream);
    arena_free(AS_EXPAT_PARSER(self)->buffer);
    object_free(self);
}
/* As CPython's it says nothing of `intern`. */
static bool parser_traverse(Ref self, VisitFn visit, void *context) {
    for (int i = 0; i < EXPAT_HANDLER_COUNT; i++) {
        Object *function = AS_EXPAT_PARSER(self)->handlers[i];
        if (function && !visit(function, context)) return false;
    }
    return true;
}

/* --- feeding -------------------------------------------------------------------------------------------- */

static void *raise(ExpatParser *self, enum XML_Error code) {
    XML_Parser parser = self->stream->parser;
    i64 line = (i64)XML_GetErrorLineNumber(parser), column = (i64)XML_GetErrorColumnNumber(parser);
    error_set(EXPAT_ERROR, "%s: line %ld, column %ld", XML_ErrorString(code), (long)line, (long)column);
    Own error = error_fetch();
    Own numbers[] = {int_from_i64(code), int_from_i64(column), int_from_i64(line)};
    Ref names[] = {NAME(code), NAME(offset), NAME(lineno)};
    bool set = true;
    for (int i = 0; i < 3; i++) {
        set = set && numbers[i] && object_set_attribute(error, names[i], numbers[i]);
        release_maybe(numbers[i]);
    }
    if (!set) {
        release(error);
        return NULL;
    }
    error_restore(error);
    return NULL;
}

/* A parser that is at work can't be given more, though libexpat itself would not notice. */
static bool enter(ExpatParser *self) {
    if (self->running) return error_set(EXC(RuntimeError), "parser is in use by one of its handlers") != NULL;
    self->running = true;
    return true;
}

/* What Parse answers to libexpat's answer. */
static Own outcome(ExpatParser *self, enum XML_Status status) {
    self->running = false;
    if (error_occurred()) return NULL;
    if (status == XML_STATUS_ERROR) return raise(self, XML_GetErrorCode(self->stream->parser));
    return expat_flush(self) ? int_from_i64(status) : NULL;
}

enum XML_Status expat_feed(XML_Parser parser, const char *bytes, isize length, bool is_final) {
    enum XML_Status status = XML_STATUS_OK;
    charge(length, PARSED_BYTE_NS);
    for (; length > CHUNK_SIZE && status != XML_STATUS_ERROR; bytes += CHUNK_SIZE, length -= CHUNK_SIZE)
        status = XML_Parse(parser, bytes, CHUNK_SIZE, XML_FALSE);
    if (status == XML_STATUS_ERROR) return status;
    return XML_Parse(parser, bytes, (int)length, is_final);
}

static Own parse_str(ExpatParser *self, Ref text, bool is_final) {
    Own bytes = str_keep_utf8(text), result = NULL;
    if (bytes && enter(self)) {
        XML_SetEncoding(self->stream->parser, "utf-8");
        result = outcome(
            self, expat_feed(self->stream->parser, (const char *)bytes_data(bytes), size_of(bytes), is_final));
    }
    release_maybe(bytes);
    return result;
}

static Own parser_method_parse(Ref self, Ref const *args, isize nargs, Ref kwnames) {
    static const Parameters parameters = {"Parse", {"", "", "/"}, .required = 1};
    ExpatParser *parser = AS_EXPAT_PARSER(self);
    Ref given[2];
    Buffer buffer;
    int is_final = 0;
    if (!arguments_bind(&parameters, args, nargs, kwnames, given) ||
        (given[1] && !argument_int(given[1], &is_final)))
        return NULL;
    if (is_str(given[0])) return parse_str(parser, given[0], is_final);
    if (!buffer_get(given[0], &buffer, false)) return NULL;
    Own result = enter(parser)
                     ? outcome(parser, expat_feed(parser->stream->parser, buffer.data, buffer.length, is_final))
                     : NULL;
    buffer_release(&buffer);
    return result;
}

/* Reads into libexpat's own buffer. How many bytes; -1: raised. */
static isize read_piece(Ref read, char *into) {
    Own size = int_from_i64(READ_SIZE), piece = size ? object_call_one(read, size) : NULL;
    Buffer buffer;
    isize length = -1;
    release_maybe(size);
    if (!piece) return -1;
    if (!is_bytes(piece) && !is_bytearray(piece)) {
        error_set(EXC(TypeError), "read() did not return a bytes object (type=%.400s)", type_of(piece)->name);
    } else if (buffer_get(piece, &buffer, false)) {
        if (buffer.length > READ_SIZE) {
            error_set(EXC(ValueError), "read() returned too much data: %d bytes requested, %zd returned",
                      READ_SIZE, buffer.length);
        } else {
            memcpy(into, buffer.data, (usize)buffer.length);
            length = buffer.length;
        }
        buffer_release(&buffer);
    }
    release(piece);
    return length;
}

static Own parse_all(ExpatParser *self, Ref read) {
    XML_Parser parser = self->stream->parser;
    enum XML_Status status;
    isize length;
    do {
        char *into = XML_GetBuffer(parser, READ_SIZE);
        length = into ? read_piece(read, into) : 0;
        if (!into || length < 0) return outcome(self, XML_STATUS_ERROR);
        charge(length, PARSED_BYTE_NS);
        status = XML_ParseBuffer(parser, (int)length, length == 0);
    } while (status != XML_STATUS_ERROR && length > 0 && !error_occurred());
    return outcome(self, status);
}

static Own parser_method_parsefile(Ref self, Ref const *args, isize nargs, Ref kwnames) {
    static const Parameters parameters = {"ParseFile", {"", "/"}, .required = 1};
    Ref file;
    Own read, result = NULL;
    if (!arguments_bind(&parameters, args, nargs, kwnames, &file) ||
        !object_find_attribute(file, NAME(read), &read))
        return NULL;
    if (!read) return error_set(EXC(TypeError), "argument must have 'read' attribute");
    if (enter(AS_EXPAT_PARSER(self))) result = parse_all(AS_EXPAT_PARSER(self), read);
    release(read);
    return result;
}

/* --- the other methods ---------------------------------------------------------------------------------- */

static Own parser_method_setbase(Ref self, Ref base) {
    TextArgument text;
    if (!argument_text(base, "SetBase", "", &text)) return NULL;
    bool set = XML_SetBase(AS_EXPAT_PARSER(self)->stream->parser, text.text);
    text_argument_release(&text);
    return set ? own_none() : error_memory();
}
static Own parser_method_getbase(Ref self) {
    return expat_text(XML_GetBase(AS_EXPAT_PARSER(self)->stream->parser));
}

static Own parser_method_getinputcontext(Ref self) {
    int offset, size;
    const char *text = AS_EXPAT_PARSER(self)->in_callback
                           ? XML_GetInputContext(AS_EXPAT_PARSER(self)->stream->parser, &offset, &size)
                           : NULL;
    return text ? bytes_from(text + offset, size - offset) : own_none();
}

/* A parser that reports as the one it came from does, for a file which that one names. */
static Own create_child(const ExpatParser *parent, const char *context, const char *encoding) {
    Own self = parser_new(XML_ExternalEntityParserCreate(parent->stream->parser, context, encoding),
                          parent->stream, parent->intern);
    if (!self) return NULL;
    ExpatParser *child = AS_EXPAT_PARSER(self);
    child->buffer_size = parent->buffer_size;
    child->ordered_attributes = parent->ordered_attributes;
    child->specified_attributes = parent->specified_attributes;
    child->namespace_prefixes = parent->namespace_prefixes;
    for (int i = 0; i < EXPAT_HANDLER_COUNT; i++) child->handlers[i] = own_maybe(parent->handlers[i]);
    expat_connect(child);
    gc_track(self);
    if (parent->buffer && !expat_buffer_new(child, parent->buffer_size)) slot_clear(&self);
    return self;
}

static Own parser_method_externalentityparsercreate(Ref self, Ref const *args, isize nargs, Ref kwnames) {
    static const Parameters parameters = {"ExternalEntityParserCreate", {"", "", "/"}, .required = 1};
    Ref given[2];
    TextArgument context, encoding = {0};
    Own child = NULL;
    if (!arguments_bind(&parameters, args, nargs, kwnames, given) ||
        !argument_text_or_none(given[0], parameters.function, "1", &context))
        return NULL;
    if (argument_text(given[1], parameters.function, "2", &encoding))
        child = create_child(AS_EXPAT_PARSER(self), context.text, encoding.text);
    text_argument_release(&context);
    text_argument_release(&encoding);
    return child;
}

static Own parser_method_setparamentityparsing(Ref self, Ref flag) {
    int number;
    if (!argument_int(flag, &number)) return NULL;
    return int_from_i64(
        XML_SetParamEntityParsing(AS_EXPAT_PARSER(self)->stream->parser, (enum XML_ParamEntityParsing)number));
}

static Own parser_method_useforeigndtd(Ref self, Ref const *args, isize nargs, Ref kwnames) {
    static const Parameters parameters = {"UseForeignDTD", {"", "/"}};
    Ref flag;
    int truth = 1;
    if (!arguments_bind(&parameters, args, nargs, kwnames, &flag)) return NULL;
    if (flag && (truth = object_is_true(flag)) < 0) return NULL;
    enum XML_Error code =
        XML_UseForeignDTD(AS_EXPAT_PARSER(self)->stream->parser, truth ? XML_TRUE : XML_FALSE);
    return code == XML_ERROR_NONE ? own_none() : raise(AS_EXPAT_PARSER(self), code);
}

/* --- the type ------------------------------------------------------------------------------------------- */

static const MethodDef parser_methods[] = {
    {"Parse", METHOD_KEYWORDS, .keywords = parser_method_parse, .flags = METHOD_DEFINING_CLASS,
     .doc = "Parse($self, data, isfinal=False, /)\n--\n\nParse XML data.\n\n`isfinal' should be true at end of "
            "input."},
    {"ParseFile", METHOD_KEYWORDS, .keywords = parser_method_parsefile, .flags = METHOD_DEFINING_CLASS,
     .doc = "ParseFile($self, file, /)\n--\n\nParse XML data from file-like object."},
    {"SetBase", METHOD_ONE, .one = parser_method_setbase,
     .doc = "SetBase($self, base, /)\n--\n\nSet the base URL for the parser."},
    {"GetBase", METHOD_NONE, .none = parser_method_getbase,
     .doc = "GetBase($self, /)\n--\n\nReturn base URL string for the parser."},
    {"GetInputContext", METHOD_NONE, .none = parser_method_getinputcontext,
     .doc =
         "GetInputContext($self, /)\n--\n\nReturn the untranslated text of the input that caused the current "
         "event.\n\nIf the event was generated by a large amount of text (such as a start tag\nfor an element "
         "with many attributes), not all of the text may be available."},
    {"ExternalEntityParserCreate", METHOD_KEYWORDS, .keywords = parser_method_externalentityparsercreate,
     .flags = METHOD_DEFINING_CLASS,
     .doc = "ExternalEntityParserCreate($self, context, encoding=<unrepresentable>,\n"
            "                           /)\n--\n\nCreate a parser for parsing an external entity based on the "
            "information passed to the ExternalEntityRefHandler."},
    {"SetParamEntityParsing", METHOD_ONE, .one = parser_method_setparamentityparsing,
     .doc =
         "SetParamEntityParsing($self, flag, /)\n--\n\nControls parsing of parameter entities (including the "
         "external DTD subset).\n\nPossible flag values are XML_PARAM_ENTITY_PARSING_NEVER,\n"
         "XML_PARAM_ENTITY_PARSING_UNLESS_STANDALONE and\nXML_PARAM_ENTITY_PARSING_ALWAYS. Returns true if "
         "setting the flag\nwas successful."},
    {"UseForeignDTD", METHOD_KEYWORDS, .keywords = parser_method_useforeigndtd, .flags = METHOD_DEFINING_CLASS,
     .doc =
         "UseForeignDTD($self, flag=True, /)\n--\n\nAllows the application to provide an artificial external "
         "subset if one is not specified as part of the document instance.\n\nThis readily allows the use of a "
         "'default' document type controlled by the\napplication, while still getting the advantage of "
         "providing document type\ninformation to the parser. 'flag' defaults to True if not provided."},
    {.name = NULL}};

static const MemberDef parser_members[] = {{"intern", MEMBER_OBJECT, offsetof(ExpatParser, intern), true, NULL},
                                           {.name = NULL}};

const TypeSpec expat_parser_spec = {
    .name = "pyexpat.xmlparser",
    .module = "pyexpat",
    .doc = "XML parser",
    .basicsize = sizeof(ExpatParser),
    .ghost_size = 72,
    .flags = TYPE_HEAP_SPEC | TYPE_GC | TYPE_NO_INSTANTIATION,
    .slots = {.dealloc = parser_dealloc, .traverse = parser_traverse, .clear = parser_clear},
    .methods = parser_methods,
    .getset = expat_parser_getset,
    .members = parser_members};
