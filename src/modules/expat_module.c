/* expat_module.c: the module pyexpat, and its submodules errors and model, which hold libexpat's constants. */
#include "modules/expat.h"

#include "object/dict.h"
#include "object/error.h"
#include "object/int.h"
#include "object/list.h"
#include "object/tuple.h"
#include "vm/root.h"

/* --- pyexpat.errors ------------------------------------------------------------------------------------- */

#define CONSTANT(name)                                                                                         \
    { #name, name }
static const ModuleConstant errors[] = {CONSTANT(XML_ERROR_NO_MEMORY),
                                        CONSTANT(XML_ERROR_SYNTAX),
                                        CONSTANT(XML_ERROR_NO_ELEMENTS),
                                        CONSTANT(XML_ERROR_INVALID_TOKEN),
                                        CONSTANT(XML_ERROR_UNCLOSED_TOKEN),
                                        CONSTANT(XML_ERROR_PARTIAL_CHAR),
                                        CONSTANT(XML_ERROR_TAG_MISMATCH),
                                        CONSTANT(XML_ERROR_DUPLICATE_ATTRIBUTE),
                                        CONSTANT(XML_ERROR_JUNK_AFTER_DOC_ELEMENT),
                                        CONSTANT(XML_ERROR_PARAM_ENTITY_REF),
                                        CONSTANT(XML_ERROR_UNDEFINED_ENTITY),
                                        CONSTANT(XML_ERROR_RECURSIVE_ENTITY_REF),
                                        CONSTANT(XML_ERROR_ASYNC_ENTITY),
                                        CONSTANT(XML_ERROR_BAD_CHAR_REF),
                                        CONSTANT(XML_ERROR_BINARY_ENTITY_REF),
                                        CONSTANT(XML_ERROR_ATTRIBUTE_EXTERNAL_ENTITY_REF),
                                        CONSTANT(XML_ERROR_MISPLACED_XML_PI),
                                        CONSTANT(XML_ERROR_UNKNOWN_ENCODING),
                                        CONSTANT(XML_ERROR_INCORRECT_ENCODING),
                                        CONSTANT(XML_ERROR_UNCLOSED_CDATA_SECTION),
                                        CONSTANT(XML_ERROR_EXTERNAL_ENTITY_HANDLING),
                                        CONSTANT(XML_ERROR_NOT_STANDALONE),
                                        CONSTANT(XML_ERROR_UNEXPECTED_STATE),
                                        CONSTANT(XML_ERROR_ENTITY_DECLARED_IN_PE),
                                        CONSTANT(XML_ERROR_FEATURE_REQUIRES_XML_DTD),
                                        CONSTANT(XML_ERROR_CANT_CHANGE_FEATURE_ONCE_PARSING),
                                        CONSTANT(XML_ERROR_UNBOUND_PREFIX),
                                        CONSTANT(XML_ERROR_UNDECLARING_PREFIX),
                                        CONSTANT(XML_ERROR_INCOMPLETE_PE),
                                        CONSTANT(XML_ERROR_XML_DECL),
                                        CONSTANT(XML_ERROR_TEXT_DECL),
                                        CONSTANT(XML_ERROR_PUBLICID),
                                        CONSTANT(XML_ERROR_SUSPENDED),
                                        CONSTANT(XML_ERROR_NOT_SUSPENDED),
                                        CONSTANT(XML_ERROR_ABORTED),
                                        CONSTANT(XML_ERROR_FINISHED),
                                        CONSTANT(XML_ERROR_SUSPEND_PE),
                                        CONSTANT(XML_ERROR_RESERVED_PREFIX_XML),
                                        CONSTANT(XML_ERROR_RESERVED_PREFIX_XMLNS),
                                        CONSTANT(XML_ERROR_RESERVED_NAMESPACE_URI),
                                        CONSTANT(XML_ERROR_INVALID_ARGUMENT),
                                        CONSTANT(XML_ERROR_NO_BUFFER),
                                        CONSTANT(XML_ERROR_AMPLIFICATION_LIMIT_BREACH),
                                        {.name = NULL}};

/* The constant by its name (which is the message), the message by its number, the number by its message. */
static bool add_error(Ref module, const ModuleConstant *error, Ref codes, Ref messages) {
    Own number = int_from_i64(error->value),
        message = expat_text(XML_ErrorString((enum XML_Error)error->value));
    bool added = number && message && dict_set(messages, number, message) && dict_set(codes, message, number) &&
                 module_add(module, error->name, own(message));
    release_maybe(number);
    release_maybe(message);
    return added;
}

static bool fill_errors(Ref module) {
    Own codes = dict_new(), messages = dict_new();
    bool added =
        codes && messages &&
        module_add(module, "__doc__", str_from_ascii("Constants used to describe error conditions.", -1));
    for (const ModuleConstant *error = errors; added && error->name; error++)
        added = add_error(module, error, codes, messages);
    added = added && module_add(module, "codes", own(codes)) && module_add(module, "messages", own(messages));
    release_maybe(codes);
    release_maybe(messages);
    return added;
}

/* --- pyexpat.model -------------------------------------------------------------------------------------- */

static const ModuleConstant models[] = {CONSTANT(XML_CTYPE_EMPTY),
                                        CONSTANT(XML_CTYPE_ANY),
                                        CONSTANT(XML_CTYPE_MIXED),
                                        CONSTANT(XML_CTYPE_NAME),
                                        CONSTANT(XML_CTYPE_CHOICE),
                                        CONSTANT(XML_CTYPE_SEQ),
                                        CONSTANT(XML_CQUANT_NONE),
                                        CONSTANT(XML_CQUANT_OPT),
                                        CONSTANT(XML_CQUANT_REP),
                                        CONSTANT(XML_CQUANT_PLUS),
                                        {.name = NULL}};

static bool fill_model(Ref module) {
    return module_add(module, "__doc__",
                      str_from_ascii("Constants used to interpret content model information.", -1)) &&
           module_add_constants(module, models);
}

/* A module inside of pyexpat, to be imported by its whole name as well. */
static bool add_submodule(Ref module, const char *name, bool (*fill)(Ref)) {
    Own full_name = str_format("pyexpat.%s", name), submodule = full_name ? module_new(full_name) : NULL;
    bool added = submodule && dict_set(VM_ROOT->modules, full_name, submodule) && fill(submodule);
    release_maybe(full_name);
    if (added) return module_add(module, name, submodule);
    release_maybe(submodule);
    return false;
}

/* --- pyexpat -------------------------------------------------------------------------------------------- */

static Own error_string(Ref module UNUSED, Ref code) {
    i64 number = int_as_i64(code);
    if (number == -1 && error_occurred()) return NULL;
    return expat_text(XML_ErrorString((enum XML_Error)number));
}

static Own version_info(void) {
    XML_Expat_Version version = XML_ExpatVersionInfo();
    return tuple_take(3, int_from_i64(version.major), int_from_i64(version.minor), int_from_i64(version.micro));
}

/* How libexpat was built: pairs of a name and a number. */
static Own features(void) {
    Own list = list_new(0);
    for (const XML_Feature *feature = XML_GetFeatureList(); list && feature->feature != XML_FEATURE_END;
         feature++) {
        Own pair = tuple_take(2, expat_text(feature->name), int_from_i64(feature->value));
        if (!pair || !list_append(list, pair)) slot_clear(&list);
    }
    return list;
}

static bool add_error_class(Ref module) {
    Object **class = &MODULES_ROOT->expat_error;
    if (!*class) *class = module_exception_new("xml.parsers.expat.ExpatError", EXC(Exception));
    return *class && module_add(module, "error", own(*class)) && module_add(module, "ExpatError", own(*class));
}

static const MethodDef functions[] = {
    {"ParserCreate", METHOD_KEYWORDS, .keywords = expat_parser_create,
     .doc = "ParserCreate($module, /, encoding=None, namespace_separator=None,\n"
            "             intern=<unrepresentable>)\n--\n\nReturn a new XML parser object."},
    {"ErrorString", METHOD_ONE, .one = error_string,
     .doc = "ErrorString($module, code, /)\n--\n\nReturns string error for given number."},
    {.name = NULL}};

static const ModuleConstant constants[] = {CONSTANT(XML_PARAM_ENTITY_PARSING_NEVER),
                                           CONSTANT(XML_PARAM_ENTITY_PARSING_UNLESS_STANDALONE),
                                           CONSTANT(XML_PARAM_ENTITY_PARSING_ALWAYS),
                                           {.name = NULL}};
#undef CONSTANT

static bool fill(Ref module) {
    return module_ready_type(MODULE_TYPE_EXPAT_PARSER) && add_error_class(module) &&
           module_add(module, "XMLParserType", own((Ref)MODULE_TYPE(EXPAT_PARSER))) &&
           module_add(module, "EXPAT_VERSION", expat_text(XML_ExpatVersion())) &&
           module_add(module, "version_info", version_info()) &&
           module_add(module, "native_encoding", str_from_ascii("UTF-8", -1)) &&
           add_submodule(module, "errors", fill_errors) && add_submodule(module, "model", fill_model) &&
           module_add(module, "features", features()) && module_add_constants(module, constants) &&
           module_add_capsule(module, "expat_CAPI", "pyexpat.expat_CAPI");
}
static void clear(void) { slot_clear(&MODULES_ROOT->expat_error); }

const NativeModule expat_module = {.name = "pyexpat",
                                   .doc = "Python wrapper for Expat parser.",
                                   .functions = functions,
                                   .fill = fill,
                                   .clear = clear};
