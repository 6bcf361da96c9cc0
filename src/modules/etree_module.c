/* etree_module.c: the module _elementtree, which xml.etree.ElementTree takes its classes from. */
#include "modules/etree.h"

#include "object/argument_checks.h"

static Own etree_sub_element(Ref module UNUSED, Ref const *args, isize nargs, Ref kwnames) {
    Own attrib;
    if (!arguments_tuple("SubElement", nargs, 2, 3) ||
        !argument_instance(args[0], MODULE_TYPE(ELEMENT), "SubElement", 1) ||
        !element_take_attributes("SubElement", args, nargs, kwnames, 2, &attrib))
        return NULL;
    Own element = element_new(args[1], attrib);
    release_maybe(attrib);
    if (element && !element_append(args[0], element)) slot_clear(&element);
    return element;
}

static bool is_factory(Ref function, const char *what) {
    if (function == None || object_is_callable(function)) return true;
    return error_set(EXC(TypeError), "%s factory must be callable, not %.100s", what,
                     type_of(function)->name) != NULL;
}

static Own factory_or_none(Ref function) { return own(function ? function : None); }

static Own etree_set_factories(Ref module UNUSED, Ref const *args, isize nargs) {
    if (!arguments_count("_set_factories", nargs, 2, 2) || !is_factory(args[0], "Comment") ||
        !is_factory(args[1], "PI"))
        return NULL;
    Own before = tuple_take(2, factory_or_none(ETREE->comment_factory), factory_or_none(ETREE->pi_factory));
    if (!before) return NULL;
    slot_set(&ETREE->comment_factory, args[0] == None ? NULL : own(args[0]));
    slot_set(&ETREE->pi_factory, args[1] == None ? NULL : own(args[1]));
    return before;
}

static const MethodDef functions[] = {
    {"SubElement", METHOD_KEYWORDS, .keywords = etree_sub_element, .flags = METHOD_VARARGS},
    {"_set_factories", METHOD_ARRAY, .array = etree_set_factories,
     .doc =
         "_set_factories($module, comment_factory, pi_factory, /)\n--\n\nChange the factories used to create "
         "comments and processing instructions.\n\nFor internal use only."},
    {.name = NULL}};

static bool make_state(void) {
    EtreeState *state = ETREE;
    if (!state) {
        state = arena_alloc(sizeof *state, BLOCK_RAW);
        if (!state) return error_memory() != NULL;
        *state = (EtreeState){0};
        ETREE = state;
    }
    if (!state->deepcopy) state->deepcopy = import_attribute("copy", "deepcopy");
    if (state->deepcopy && !state->path) state->path = import_module_cstring("xml.etree.ElementPath");
    if (!state->path) return false;
    Own expat = import_module_cstring("pyexpat");
    if (expat && !state->parse_error)
        state->parse_error = module_exception_new("xml.etree.ElementTree.ParseError", EXC(SyntaxError));
    release_maybe(expat);
    return expat && state->parse_error;
}

static bool fill(Ref module) {
    return module_ready_type(MODULE_TYPE_ELEMENT_ITERATOR) && module_ready_type(MODULE_TYPE_TREE_BUILDER) &&
           module_ready_type(MODULE_TYPE_ELEMENT) && module_ready_type(MODULE_TYPE_XML_PARSER) &&
           make_state() && module_add(module, "ParseError", own(ETREE->parse_error)) &&
           module_add_type(module, MODULE_TYPE_ELEMENT) && module_add_type(module, MODULE_TYPE_TREE_BUILDER) &&
           module_add_type(module, MODULE_TYPE_XML_PARSER);
}

static void clear(void) {
    EtreeState *state = ETREE;
    if (!state) return;
    ETREE = NULL;
    Object *held[] = {state->parse_error, state->deepcopy, state->path, state->comment_factory,
                      state->pi_factory};
    for (int i = 0; i < 5; i++) release_maybe(held[i]);
    arena_free(state);
}

const NativeModule etree_module = {
    .name = "_elementtree", .functions = functions, .fill = fill, .clear = clear};
