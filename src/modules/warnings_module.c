/* warnings_module.c: the module _warnings: whether a warning is shown, turned into an exception, or dropped.
 *
 * A list of filters decides; a registry in the globals of whoever warned remembers what was shown there. Until
 * the program imports the library's `warnings`, both are this module's own; afterwards that module's names
 * count, and it is that module which shows (so that a program can put functions of its own in their place). */
#include "modules/modules.h"
#include "modules/warnings.h"
#include "object/argument_checks.h"
#include "object/dict.h"
#include "object/error.h"
#include "object/int.h"
#include "object/list.h"
#include "object/str.h"
#include "object/tuple.h"
#include "object/type_checks.h"
#include "vm/eval.h"
#include "vm/import.h"

#define WARNINGS (&MODULES_ROOT->warnings)

/* --- the module's own state ---------------------------------------------------------------------------- */

static Own filter_new(const char *action, Type *category, const char *module) {
    Own parts[] = {str_intern_cstring(action), own_none(), own((Ref)category),
                   module ? str_intern_cstring(module) : own_none(), int_from_i64(0)};
    return tuple_from_array_own(parts, COUNT_OF(parts));
}

static Own default_filters(void) {
    Own filters[] = {filter_new("default", EXC(DeprecationWarning), "__main__"),
                     filter_new("ignore", EXC(DeprecationWarning), NULL),
                     filter_new("ignore", EXC(PendingDeprecationWarning), NULL),
                     filter_new("ignore", EXC(ImportWarning), NULL),
                     filter_new("ignore", EXC(ResourceWarning), NULL)};
    Own list = list_new(0);
    for (isize i = 0; i < COUNT_OF(filters); i++) {
        if (list && (!filters[i] || !list_append_ref(list, filters[i]))) slot_clear(&list);
        release_maybe(filters[i]);
    }
    return list;
}

/* Made at the first warning: most programs never warn. */
static bool state_ready(void) {
    if (WARNINGS->filters) return true;
    Own filters = default_filters();
    WARNINGS->once_registry = filters ? dict_new() : NULL;
    WARNINGS->default_action = WARNINGS->once_registry ? str_intern_cstring("default") : NULL;
    if (WARNINGS->default_action) {
        WARNINGS->filters = filters;
        return true;
    }
    release_maybe(filters);
    warnings_clear();
    return false;
}

/* An attribute of the library's module, where the program has imported it: owned; NULL without exception. */
static Own library_attribute(const char *name) {
    Ref module = VM_ROOT->modules ? dict_get_cstring(VM_ROOT->modules, "warnings") : NULL;
    if (!module || module == None) return NULL;
    Own held = own(module), attribute = str_intern_cstring(name), value = NULL;
    if (attribute && !object_find_attribute(held, attribute, &value)) value = NULL;
    release_maybe(attribute);
    release(held);
    return value;
}

Own warnings_library_function(const char *name) {
    if (!VM_ROOT->finalizing) {
        Own module_name = str_from_ascii("warnings", -1),
            module = module_name ? import_module(module_name) : NULL;
        release_maybe(module_name);
        if (!module && error_matches(EXC(ImportError))) error_clear();
        if (!module) return NULL;
        release(module);
    }
    return library_attribute(name);
}

/* The library's, which then is ours too, or ours. Borrowed; NULL raised. */
static Ref current(Object **slot, const char *name) {
    Own value = library_attribute(name);
    if (!value && error_occurred()) return NULL;
    if (value) slot_set(slot, value);
    return *slot;
}

/* --- which filter -------------------------------------------------------------------------------------- */

/* A filter's pattern: None matches all, a str what is equal to it, anything else is a regular expression. 1, 0,
 * -1 raised. */
static int pattern_matches(Ref pattern, Ref text) {
    if (pattern == None) return 1;
    if (is_exact_str(pattern)) return str_equal(pattern, text);
    Own match = object_call_method_one(pattern, NAME(match), text);
    int answer = match ? object_is_true(match) : -1;
    release_maybe(match);
    return answer;
}

static int filter_matches(Ref filter, const Warning *warning) {
    int matches = pattern_matches(tuple_get(filter, 1), warning->text);
    if (matches > 0) matches = pattern_matches(tuple_get(filter, 3), warning->module);
    if (matches > 0) matches = object_is_subclass(warning->category, tuple_get(filter, 2));
    if (matches <= 0) return matches;
    isize line = int_as_isize(tuple_get(filter, 4));
    if (line == -1 && error_occurred()) return -1;
    return line == 0 || line == warning->lineno;
}

static bool check_filter(Ref filter, isize index) {
    if (!is_tuple(filter) || tuple_length(filter) != 5) {
        return error_set(EXC(ValueError), "_warnings.filters item %zd isn't a 5-tuple", index);
    }
    Ref action = tuple_get(filter, 0);
    return is_str(action) ||
           error_set(EXC(TypeError), "action must be a string, not '%.200s'", type_of(action)->name);
}

static Own default_action(void) {
    Ref action = current(&WARNINGS->default_action, "defaultaction");
    if (!action) return NULL;
    if (is_str(action)) return own(action);
    return error_set(EXC(TypeError), "_warnings.defaultaction must be a string, not '%.200s'",
                     type_of(action)->name);
}

/* The first filter that matches says what to do; *filter is it, owned, NULL: none did. */
static Own choose_action(const Warning *warning, Own *filter) {
    *filter = NULL;
    Ref filters = current(&WARNINGS->filters, "filters");
    if (!filters) return NULL;
    if (!is_list(filters)) return error_set(EXC(ValueError), "_warnings.filters must be a list");
    Own list = own(filters), action = NULL;
    bool fine = true;
    for (isize i = 0; fine && !action && i < list_length(list); i++) {
        Own each = own(list_get(list, i));
        fine = check_filter(each, i);
        int matches = fine ? filter_matches(each, warning) : -1;
        if (matches < 0) fine = false;
        if (matches > 0) {
            action = own(tuple_get(each, 0));
            *filter = own(each);
        }
        release(each);
    }
    release(list);
    return action || !fine ? action : default_action();
}

/* --- what was shown before ----------------------------------------------------------------------------- */

/* Registries that were filled under other filters are forgotten. 1: it is there; 0; -1 raised. */
static int registry_has(Ref registry, Ref key) {
    Ref version = dict_get_cstring(registry, "version");
    int overflow = 0;
    bool same = version && is_exact_int(version) &&
                int_as_i64_overflow(version, &overflow) == WARNINGS->filters_version && !overflow;
    if (!same) {
        dict_clear(registry);
        Own number = int_from_i64(WARNINGS->filters_version);
        bool set = number && dict_set_cstring(registry, "version", number);
        release_maybe(number);
        return set ? 0 : -1;
    }
    Ref seen = dict_get(registry, key);
    if (!seen) return error_occurred() ? -1 : 0;
    return object_is_true(seen);
}

/* Notes text and category without their line. 1: they were there already; 0; -1 raised. */
static int registry_note(Ref registry, const Warning *warning) {
    Own zero = int_from_i64(0), key = zero ? tuple_pack(2, warning->text, warning->category) : NULL;
    int seen = key ? registry_has(registry, key) : -1;
    if (seen == 0 && !dict_set(registry, key, True)) seen = -1;
    release_maybe(key);
    release_maybe(zero);
    return seen;
}

/* --- doing it ------------------------------------------------------------------------------------------ */

/* Through the library's warnings._showwarnmsg, which can say where the source of the warning was allocated, or, where
 * the program has not imported it and there is no source, ourselves. */
static bool show(const Warning *warning) {
    Own function =
        warning->source ? warnings_library_function("_showwarnmsg") : library_attribute("_showwarnmsg");
    if (!function) {
        if (!error_occurred()) warnings_show_plain(warning);
        return !error_occurred();
    }
    Own class = NULL, message = NULL, line = NULL, result = NULL;
    if (!object_is_callable(function)) {
        error_set(EXC(TypeError), "warnings._showwarnmsg() must be set to a callable");
    } else if (!(class = library_attribute("WarningMessage"))) {
        if (!error_occurred()) error_set(EXC(RuntimeError), "unable to get warnings.WarningMessage");
    } else if ((line = int_from_isize(warning->lineno))) {
        message = object_call_args(class, 7, warning->message, warning->category, warning->filename, (Ref)line,
                                   None, None, warning->source ? warning->source : None);
        result = message ? object_call_one(function, message) : NULL;
    }
    release_maybe(line);
    release_maybe(message);
    release_maybe(class);
    release_maybe(function);
    release_maybe(result);
    return result != NULL;
}

/* What is shown once only, under the actions "once" and "module". 1: not again; 0: now; -1 raised. */
static int shown_before(const Warning *warning, Ref action, Ref filter) {
    if (str_equal_ascii(action, "once")) {
        Ref registry =
            warning->registry ? warning->registry : current(&WARNINGS->once_registry, "onceregistry");
        if (!registry) return -1;
        if (!is_dict(registry)) {
            error_set(EXC(TypeError), "_warnings.onceregistry must be a dict, not '%.200s'",
                      type_of(registry)->name);
            return -1;
        }
        return registry_note(registry, warning);
    }
    if (str_equal_ascii(action, "module"))
        return warning->registry ? registry_note(warning->registry, warning) : 0;
    if (str_equal_ascii(action, "default")) return 0;
    error_set(EXC(RuntimeError), "Unrecognized action (%R) in warnings.filters:\n %R", action,
              filter ? filter : None);
    return -1;
}

static bool act(const Warning *warning, Ref key, Ref action, Ref filter) {
    if (str_equal_ascii(action, "error")) return error_set_object(AS_TYPE(warning->category), warning->message);
    if (str_equal_ascii(action, "ignore")) return true;
    if (!str_equal_ascii(action, "always")) {
        if (warning->registry && !dict_set(warning->registry, key, True)) return false;
        int before = shown_before(warning, action, filter);
        if (before) return before > 0;
    }
    return show(warning);
}

static bool decide(const Warning *warning) {
    Own line = int_from_isize(warning->lineno), filter = NULL;
    Own key = line ? tuple_pack(3, warning->text, warning->category, (Ref)line) : NULL;
    release_maybe(line);
    int seen = !key ? -1 : warning->registry ? registry_has(warning->registry, key) : 0;
    bool fine = seen > 0;
    if (seen == 0) {
        Own action = choose_action(warning, &filter);
        fine = action && act(warning, key, action, filter);
        release_maybe(action);
    }
    release_maybe(filter);
    release_maybe(key);
    return fine;
}

/* A file's name without ".py", where no module is given. */
static Own module_of_file(Ref filename) {
    isize length = str_length(filename);
    if (length == 0) return str_from_ascii("<unknown>", -1);
    if (length >= 3 && str_char(filename, length - 3) == '.' && str_char(filename, length - 2) == 'p' &&
        str_char(filename, length - 1) == 'y') {
        return str_substring(filename, 0, length - 3);
    }
    return own(filename);
}

bool warnings_issue(Warning warning, Ref what) {
    if (warning.module == None) return true;
    if (warning.registry == None) warning.registry = NULL;
    if (warning.registry && !is_dict(warning.registry)) {
        return error_set(EXC(TypeError), "'registry' must be a dict or None");
    }
    if (!state_ready()) return false;
    int is_instance = object_is_instance(what, (Ref)EXC(Warning));
    if (is_instance < 0) return false;
    Own module = warning.module ? own(warning.module) : module_of_file(warning.filename);
    Own text = is_instance ? object_str(what) : own(what);
    if (is_instance) warning.category = (Ref)type_of(what);
    Own message = !text ? NULL : is_instance ? own(what) : object_call_one(warning.category, what);
    warning.module = module;
    warning.text = text;
    warning.message = message;
    bool fine = module && message && decide(&warning);
    release_maybe(message);
    release_maybe(text);
    release_maybe(module);
    return fine;
}

/* --- from where ---------------------------------------------------------------------------------------- */

/* Frames of the import machinery are no one's fault. */
static bool is_internal(const Frame *frame) {
    Ref filename = frame->code->filename;
    Text path = text_new(TEXT_IN_ARENA);
    str_append_utf8(filename, &path);
    bool internal = strstr(text_cstring(&path), "importlib") && strstr(text_cstring(&path), "_bootstrap");
    text_free(&path);
    return internal;
}

static Frame *caller(isize stack_level) {
    Frame *frame = vm_current_frame();
    bool all = stack_level <= 0 || (frame && is_internal(frame));
    while (--stack_level > 0 && frame) {
        do frame = frame->previous;
        while (frame && !all && is_internal(frame));
    }
    return frame;
}

/* The registry in a namespace, made where there is none. Borrowed; NULL raised. */
static Ref registry_of(Ref globals) {
    Ref registry = dict_get_cstring(globals, "__warningregistry__");
    if (registry || error_occurred()) return registry;
    Own made = dict_new();
    bool set = made && dict_set_cstring(globals, "__warningregistry__", made);
    release_maybe(made);
    return set ? made : NULL;
}

bool warnings_issue_at(Ref category, Ref what, isize stack_level, Ref source) {
    Frame *frame = caller(stack_level);
    Ref globals = frame ? frame->globals : VM_ROOT->sys_dict;
    Ref registry = registry_of(globals), name = registry ? dict_get_cstring(globals, "__name__") : NULL;
    if (!registry) return false;
    Own module = name && (name == None || is_str(name)) ? own(name) : str_from_ascii("<string>", -1);
    Own filename = own(frame ? frame->code->filename : NAME(sys)), held = own(registry);
    Warning warning = {.category = category,
                       .filename = filename,
                       .lineno = frame ? frame_line(frame) : 1,
                       .module = module,
                       .registry = held,
                       .source = source};
    bool fine = module && warnings_issue(warning, what);
    release_maybe(module);
    release(filename);
    release(held);
    return fine;
}

/* --- for Python code ----------------------------------------------------------------------------------- */

/* The class of what is warned about; NULL raised. */
static Ref category_of(Ref message, Ref category) {
    int is_instance = object_is_instance(message, (Ref)EXC(Warning));
    if (is_instance < 0) return NULL;
    if (is_instance) return (Ref)type_of(message);
    if (!category || category == None) return (Ref)EXC(UserWarning);
    int fits = is_type(category) ? object_is_subclass(category, (Ref)EXC(Warning)) : 0;
    if (fits > 0) return category;
    if (fits < 0) return NULL;
    return error_set(EXC(TypeError), "category must be a Warning subclass, not '%s'", type_of(category)->name);
}

static Own warnings_method_warn(Ref self UNUSED, Ref const *args, isize nargs, Ref kwnames) {
    static const Parameters parameters = {
        "warn", {"message", "category", "stacklevel", "source"}, .required = 1};
    Ref values[4];
    if (!arguments_bind(&parameters, args, nargs, kwnames, values)) return NULL;
    isize stack_level = values[2] ? int_as_isize(values[2]) : 1;
    if (stack_level == -1 && error_occurred()) return NULL;
    Ref category = category_of(values[0], values[1]), source = values[3] == None ? NULL : values[3];
    return category && warnings_issue_at(category, values[0], stack_level, source) ? own_none() : NULL;
}

/* The line from the module's own loader, which knows it where there is no file. NULL without exception: it does
 * not. */
static Own line_from_loader(Ref globals, isize lineno) {
    if (!is_dict(globals)) {
        return error_set(EXC(TypeError), "module_globals must be a dict, not '%.200s'", type_of(globals)->name);
    }
    Ref loader = dict_get(globals, NAME(__loader__)), name = loader ? dict_get(globals, NAME(__name__)) : NULL;
    if (!name || loader == None) return NULL;
    Own get_source, line = NULL;
    if (!object_find_attribute(loader, NAME(get_source), &get_source) || !get_source) return NULL;
    Own source = object_call_one(get_source, name);
    Own lines = source && is_str(source) ? str_split_lines(source, false) : NULL;
    if (lines && lineno >= 1 && lineno <= list_length(lines)) line = own(list_get(lines, lineno - 1));
    release_maybe(lines);
    release_maybe(source);
    release(get_source);
    return line;
}

static Own warnings_method_warn_explicit(Ref self UNUSED, Ref const *args, isize nargs, Ref kwnames) {
    enum { MESSAGE, CATEGORY, FILENAME, LINENO, MODULE, REGISTRY, GLOBALS, SOURCE, COUNT };
    static const Parameters parameters = {
        "warn_explicit",
        {"message", "category", "filename", "lineno", "module", "registry", "module_globals", "source"},
        .required = 4};
    Ref values[COUNT];
    if (!arguments_bind(&parameters, args, nargs, kwnames, values) ||
        !argument_str(values[FILENAME], "warn_explicit", "3")) {
        return NULL;
    }
    isize lineno = int_as_isize(values[LINENO]);
    if (lineno == -1 && error_occurred()) return NULL;
    Own line = NULL;
    if (values[GLOBALS] && values[GLOBALS] != None) {
        line = line_from_loader(values[GLOBALS], lineno);
        if (!line && error_occurred()) return NULL;
    }
    Warning warning = {.category = values[CATEGORY],
                       .filename = values[FILENAME],
                       .lineno = lineno,
                       .module = values[MODULE],
                       .registry = values[REGISTRY],
                       .line = line,
                       .source = values[SOURCE] == None ? NULL : values[SOURCE]};
    bool fine = warnings_issue(warning, values[MESSAGE]);
    release_maybe(line);
    return fine ? own_none() : NULL;
}

static Own warnings_method_filters_mutated(Ref self UNUSED) {
    WARNINGS->filters_version++;
    return own_none();
}

static const MethodDef functions[] = {
    {"_filters_mutated", METHOD_NONE, .none = warnings_method_filters_mutated},
    {"warn", METHOD_KEYWORDS, .keywords = warnings_method_warn,
     .doc =
         "warn($module, /, message, category=None, stacklevel=1, source=None)\n--\n\nIssue a warning, or maybe "
         "ignore it or raise an exception."},
    {"warn_explicit", METHOD_KEYWORDS, .keywords = warnings_method_warn_explicit,
     .doc = "Low-level interface to warnings functionality.", .flags = METHOD_VARARGS},
    {.name = NULL}};

static bool fill(Ref module) {
    return state_ready() && module_add(module, "filters", own(WARNINGS->filters)) &&
           module_add(module, "_onceregistry", own(WARNINGS->once_registry)) &&
           module_add(module, "_defaultaction", own(WARNINGS->default_action));
}

void warnings_clear(void) {
    slot_clear(&WARNINGS->filters);
    slot_clear(&WARNINGS->once_registry);
    slot_clear(&WARNINGS->default_action);
}

const NativeModule warnings_module = {
    .name = "_warnings",
    .doc = "_warnings provides basic warning filtering support.\nIt is a helper module to speed up interpreter "
           "start-up.",
    .functions = functions,
    .fill = fill,
    .clear = warnings_clear};
