/* expat.h: what the files of the module pyexpat share: the parser object, and its handlers.
 *
 * The work is libexpat's, the same that CPython uses, so that every message and every position is the same. All that
 * it keeps is allocated in the arena, and it runs on the C stack of the thread that parses, which lies there too: a
 * snapshot taken within a handler holds the parser and the calls on their way through it. */
#ifndef MODULES_EXPAT_H
#define MODULES_EXPAT_H

#include <expat.h>

#include "modules/modules.h"
#include "object/str.h"

/*   HANDLER(id, attribute, name in tracebacks, line there, callback) in CPython's order */
#define EXPAT_HANDLERS(HANDLER)                                                                                \
    HANDLER(START_ELEMENT, StartElementHandler, "StartElement", 417, on_start_element)                         \
    HANDLER(END_ELEMENT, EndElementHandler, "EndElement", 469, on_end_element)                                 \
    HANDLER(PROCESSING_INSTRUCTION, ProcessingInstructionHandler, "ProcessingInstruction", 473,                \
            on_processing_instruction)                                                                         \
    HANDLER(CHARACTER_DATA, CharacterDataHandler, "CharacterData", 282, on_character_data)                     \
    HANDLER(UNPARSED_ENTITY_DECL, UnparsedEntityDeclHandler, "UnparsedEntityDecl", 479,                        \
            on_unparsed_entity_decl)                                                                           \
    HANDLER(NOTATION_DECL, NotationDeclHandler, "NotationDecl", 619, on_notation_decl)                         \
    HANDLER(START_NAMESPACE_DECL, StartNamespaceDeclHandler, "StartNamespaceDecl", 629,                        \
            on_start_namespace_decl)                                                                           \
    HANDLER(END_NAMESPACE_DECL, EndNamespaceDeclHandler, "EndNamespaceDecl", 636, on_end_namespace_decl)       \
    HANDLER(COMMENT, CommentHandler, "Comment", 641, on_comment)                                               \
    HANDLER(START_CDATA_SECTION, StartCdataSectionHandler, "StartCdataSection", 645, on_start_cdata_section)   \
    HANDLER(END_CDATA_SECTION, EndCdataSectionHandler, "EndCdataSection", 649, on_end_cdata_section)           \
    HANDLER(DEFAULT, DefaultHandler, "Default", 653, on_default)                                               \
    HANDLER(DEFAULT_EXPAND, DefaultHandlerExpand, "DefaultHandlerExpand", 657, on_default_expand)              \
    HANDLER(NOT_STANDALONE, NotStandaloneHandler, "NotStandalone", 662, on_not_standalone)                     \
    HANDLER(EXTERNAL_ENTITY_REF, ExternalEntityRefHandler, "ExternalEntityRef", 666, on_external_entity_ref)   \
    HANDLER(START_DOCTYPE_DECL, StartDoctypeDeclHandler, "StartDoctypeDecl", 681, on_start_doctype_decl)       \
    HANDLER(END_DOCTYPE_DECL, EndDoctypeDeclHandler, "EndDoctypeDecl", 689, on_end_doctype_decl)               \
    HANDLER(ENTITY_DECL, EntityDeclHandler, "EntityDecl", 491, on_entity_decl)                                 \
    HANDLER(XML_DECL, XmlDeclHandler, "XmlDecl", 508, on_xml_decl)                                             \
    HANDLER(ELEMENT_DECL, ElementDeclHandler, "ElementDecl", 583, on_element_decl)                             \
    HANDLER(ATTLIST_DECL, AttlistDeclHandler, "AttlistDecl", 598, on_attlist_decl)                             \
    HANDLER(SKIPPED_ENTITY, SkippedEntityHandler, "SkippedEntity", 611, on_skipped_entity)

typedef enum ExpatHandler {
#define HANDLER(id, ...) EXPAT_##id,
    EXPAT_HANDLERS(HANDLER)
#undef HANDLER
        EXPAT_HANDLER_COUNT
} ExpatHandler;

/* libexpat's parser for an external entity reaches into the parser that it came from, which must not go first. */
typedef struct ExpatStream {
    XML_Parser parser;
    struct ExpatStream *parent; /* or NULL */
    isize users;                /* the object and the children */
} ExpatStream;

typedef struct ExpatParser {
    Object ob_base;
    ExpatStream *stream;
    bool ordered_attributes, specified_attributes, namespace_prefixes;
    bool in_callback;
    bool running; /* libexpat's XML_Parse is on the C stack */
    int buffer_size, buffer_used;
    char *
        buffer; /* text that CharacterDataHandler has not seen yet: an arena block; NULL: text is not gathered */
    Object *intern; /* dict from each name to the one str for it; owned; NULL: every name is a fresh str */
    Object *handlers[EXPAT_HANDLER_COUNT]; /* owned, or NULL */
} ExpatParser;
#define AS_EXPAT_PARSER(ref) ((ExpatParser *)(ref))
#define EXPAT_ERROR AS_TYPE(MODULES_ROOT->expat_error)

/* --- expat_parser.c ------------------------------------------------------------------------------------- */
Own expat_parser_create(Ref module, Ref const *args, isize nargs, Ref kwnames); /* pyexpat.ParserCreate() */

/* libexpat's parser, with its memory in the arena; NULL: none is left. XML_ParserFree. */
XML_Parser expat_make(const char *encoding, const char *separator);
/* Hands it all the bytes, and charges the time it takes. */
enum XML_Status expat_feed(XML_Parser parser, const char *bytes, isize length, bool is_final);

/* --- expat_handlers.c ----------------------------------------------------------------------------------- */
/* Has libexpat report to this object: what no handler is for as well (encodings). */
void expat_connect(ExpatParser *self);
/* For XML_SetUnknownEncodingHandler: asks the codecs what each byte means. */
int expat_unknown_encoding(void *data, const XML_Char *name, XML_Encoding *encoding);
/* Replaces a handler; NULL or None: none. False: raised by the one for text, which got its rest first. */
bool expat_set_handler(ExpatParser *self, ExpatHandler handler, Ref function);
/* Lets all handlers go. */
void expat_clear_handlers(ExpatParser *self);
/* Hands what text there is to its handler. False: raised. */
bool expat_flush(ExpatParser *self);
extern const GetSetDef expat_parser_getset[]; /* (expat_attributes.c) */

/* --- expat_attributes.c --------------------------------------------------------------------------------- */
/* Room for `size` bytes of text to be gathered, empty. False: raised. */
bool expat_buffer_new(ExpatParser *self, int size);

/* The str for a C string; NULL is None. */
static inline Own expat_text(const XML_Char *text) {
    return text ? str_from_utf8(text, (isize)strlen(text)) : own_none();
}

#endif
