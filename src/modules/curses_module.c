/* curses_module.c: the module _curses: opening the terminal, its modes, and windows that are no part of another one.
 *
 * Some functions can be called before the library has been opened. All that the program has made of the environment is
 * told to the library then: it looks at TERM and its like by itself. */
#include "modules/curses.h"
#include "modules/outside.h"
#include "object/argument_checks.h"
#include "object/bytes.h"
#include "object/dict.h"
#include "object/int.h"
#include "object/str.h"
#include "object/tuple.h"
#include "object/type_checks.h"
#include "vm/eval.h"
#include "vm/root.h"

/* --- the library, and whether it is ready ------------------------------------------------------------------- */

void *curses_error(const char *message) { return error_set(AS_TYPE(CURSES_STATE->error), "%s", message); }

Own curses_check(int result, const char *function) {
    if (result != CURSES_ERR) return own_none();
    return error_set(AS_TYPE(CURSES_STATE->error), "%s() returned ERR", function);
}

const CursesLibrary *curses_needed(void) {
    static const char *const variables[] = {"TERM",
                                            "LINES",
                                            "COLUMNS",
                                            "ESCDELAY",
                                            "TERMINFO",
                                            "HOME",
                                            "LC_ALL",
                                            "LC_CTYPE",
                                            "LANG",
                                            "TERMINFO_DIRS",
                                            "TERMCAP",
                                            "NCURSES_NO_UTF8_ACS",
                                            "NCURSES_NO_PADDING"};
    const CursesLibrary *library = world_curses();
    if (!library) return curses_error("opscope: curses needs the terminal: `opscope run FILE`");
    for (isize i = 0; i < COUNT_OF(variables); i++)
        library->environment_set(variables[i], outside_environment(variables[i]));
    library->locale_open();
    return library;
}

const CursesLibrary *curses_opened(void) {
    return CURSES_STATE->is_open ? world_curses() : curses_error("must call initscr() first");
}
const CursesLibrary *curses_set_up(void) {
    return CURSES_STATE->is_set_up ? world_curses() : curses_error("must call (at least) setupterm() first");
}
const CursesLibrary *curses_colored(void) {
    if (!curses_opened()) return NULL;
    return CURSES_STATE->has_color ? world_curses() : curses_error("must call start_color() first");
}

/* --- names that the library's answers have ------------------------------------------------------------------- */

static bool name_set(Ref names, const char *name, i64 value) {
    Own key = str_intern_cstring(name), number = key ? int_from_i64(value) : NULL;
    bool set = number && dict_set(names, key, number);
    release_maybe(number);
    release_maybe(key);
    return set;
}
bool curses_name_set(const char *name, i64 value) { return name_set(CURSES_STATE->names, name, value); }

bool curses_size_update(const CursesLibrary *library) {
    Own module = import_module_cstring("curses");
    if (!module) return false;
    bool set = name_set(module_dict(module), "LINES", library->number(CURSES_LINES)) &&
               name_set(module_dict(module), "COLS", library->number(CURSES_COLUMNS)) &&
               curses_name_set("LINES", library->number(CURSES_LINES)) &&
               curses_name_set("COLS", library->number(CURSES_COLUMNS));
    release(module);
    return set;
}

/* Characters for drawing: which one of the library's table each is (terminfo's acs_chars names them). */
static bool name_drawing(const CursesLibrary *library) {
    static const struct {
        const char *name;
        char place;
    } drawing[] = {{"ACS_ULCORNER", 'l'}, {"ACS_LLCORNER", 'm'}, {"ACS_URCORNER", 'k'}, {"ACS_LRCORNER", 'j'},
                   {"ACS_LTEE", 't'},     {"ACS_RTEE", 'u'},     {"ACS_BTEE", 'v'},     {"ACS_TTEE", 'w'},
                   {"ACS_HLINE", 'q'},    {"ACS_VLINE", 'x'},    {"ACS_PLUS", 'n'},     {"ACS_S1", 'o'},
                   {"ACS_S9", 's'},       {"ACS_DIAMOND", '`'},  {"ACS_CKBOARD", 'a'},  {"ACS_DEGREE", 'f'},
                   {"ACS_PLMINUS", 'g'},  {"ACS_BULLET", '~'},   {"ACS_LARROW", ','},   {"ACS_RARROW", '+'},
                   {"ACS_DARROW", '.'},   {"ACS_UARROW", '-'},   {"ACS_BOARD", 'h'},    {"ACS_LANTERN", 'i'},
                   {"ACS_BLOCK", '0'},    {"ACS_S3", 'p'},       {"ACS_S7", 'r'},       {"ACS_LEQUAL", 'y'},
                   {"ACS_GEQUAL", 'z'},   {"ACS_PI", '{'},       {"ACS_NEQUAL", '|'},   {"ACS_STERLING", '}'},
                   {"ACS_BSSB", 'l'},     {"ACS_SSBB", 'm'},     {"ACS_BBSS", 'k'},     {"ACS_SBBS", 'j'},
                   {"ACS_SBSS", 'u'},     {"ACS_SSSB", 't'},     {"ACS_SSBS", 'v'},     {"ACS_BSSS", 'w'},
                   {"ACS_BSBS", 'q'},     {"ACS_SBSB", 'x'},     {"ACS_SSSS", 'n'}};
    for (isize i = 0; i < COUNT_OF(drawing); i++)
        if (!curses_name_set(drawing[i].name, library->line_drawing(drawing[i].place))) return false;
    return curses_name_set("LINES", library->number(CURSES_LINES)) &&
           curses_name_set("COLS", library->number(CURSES_COLUMNS));
}

/* --- opening and closing ---------------------------------------------------------------------------------------- */

Own curses_method_initscr(Ref self UNUSED) {
    const CursesLibrary *library = curses_needed();
    if (!library) return NULL;
    if (CURSES_STATE->is_open) {
        library->wrefresh(library->standard_screen());
        return window_new(library->standard_screen(), NULL);
    }
    CursesWindow *screen = library->screen_open(world_host_descriptor(0), world_host_descriptor(1));
    if (!screen) return curses_error("curses function returned NULL");
    CURSES_STATE->is_open = CURSES_STATE->is_set_up = true;
    if (!name_drawing(library)) return NULL;
    Own window = window_new(screen, NULL);
    if (window) slot_set(&CURSES_STATE->encoding, own(AS_WINDOW(window)->encoding));
    return window;
}

/* The descriptor of sys.stdout. -1: raised. */
static int output_descriptor(void) {
    Ref output = dict_get_cstring(module_dict(MODULES_ROOT->sys), "stdout");
    if (output && output != None) return descriptor_argument(output);
    curses_error("lost sys.stdout");
    return -1;
}

Own curses_method_setupterm(Ref self UNUSED, Ref const *args, isize nargs, Ref kwnames) {
    static const Parameters parameters = {"setupterm", {"term", "fd"}, .required = 0};
    static const char *const failures[] = {"setupterm: could not find terminfo database",
                                           "setupterm: could not find terminal", "setupterm: unknown error"};
    Ref given[2];
    TextArgument term = {0};
    int descriptor = -1, found = 1;
    if (!arguments_bind(&parameters, args, nargs, kwnames, given) ||
        (given[0] && !argument_text_or_none(given[0], "setupterm", "'term'", &term)))
        return NULL;
    const CursesLibrary *library = NULL;
    if ((!given[1] || argument_int(given[1], &descriptor)) &&
        (descriptor != -1 || (descriptor = output_descriptor()) >= 0))
        library = curses_needed();
    bool failed = library && !CURSES_STATE->is_set_up &&
                  library->setupterm(term.text, world_host_descriptor(descriptor), &found) == CURSES_ERR;
    text_argument_release(&term);
    if (!library) return NULL;
    if (failed) return curses_error(failures[found < 0 ? 0 : found == 0 ? 1 : 2]);
    CURSES_STATE->is_set_up = true;
    return own_none();
}

Own curses_method_isendwin(Ref self UNUSED) {
    const CursesLibrary *library = curses_opened();
    return library ? own_bool(library->isendwin()) : NULL;
}

Own curses_method_update_lines_cols(Ref self UNUSED) {
    const CursesLibrary *library = curses_needed();
    return library && curses_size_update(library) ? own_none() : NULL;
}

static Own change_size(const char *function, bool plain, Ref const *args, isize nargs) {
    int size[2];
    const CursesLibrary *library = two_int_arguments(function, args, nargs, size) ? curses_opened() : NULL;
    if (!library) return NULL;
    Own answer = curses_check((plain ? library->resize_term : library->resizeterm)(size[0], size[1]), function);
    if (answer && !curses_size_update(library)) slot_clear(&answer);
    return answer;
}
Own curses_method_resizeterm(Ref self UNUSED, Ref const *args, isize nargs) {
    return change_size("resizeterm", false, args, nargs);
}
Own curses_method_resize_term(Ref self UNUSED, Ref const *args, isize nargs) {
    return change_size("resize_term", true, args, nargs);
}
Own curses_method_is_term_resized(Ref self UNUSED, Ref const *args, isize nargs) {
    int size[2];
    const CursesLibrary *library =
        two_int_arguments("is_term_resized", args, nargs, size) ? curses_opened() : NULL;
    return library ? own_bool(library->is_term_resized(size[0], size[1])) : NULL;
}

/* --- windows ---------------------------------------------------------------------------------------------------- */

Own curses_method_newwin(Ref self UNUSED, Ref const *args, isize nargs) {
    int area[4] = {0};
    if (nargs != 2 && nargs != 4) return error_set(EXC(TypeError), "_curses.newwin requires 2 to 4 arguments");
    if (!int_arguments("", args, nargs, nargs, area)) return NULL;
    const CursesLibrary *library = curses_opened();
    return library ? window_new(library->newwin(area[0], area[1], area[2], area[3]), NULL) : NULL;
}

Own curses_method_newpad(Ref self UNUSED, Ref const *args, isize nargs) {
    int size[2];
    const CursesLibrary *library = two_int_arguments("newpad", args, nargs, size) ? curses_opened() : NULL;
    return library ? window_new(library->newpad(size[0], size[1]), NULL) : NULL;
}

Own curses_method_getwin(Ref self UNUSED, Ref file) {
    const CursesLibrary *library = curses_opened();
    Own bytes = library ? object_call_method_cstring(file, "read", NULL, 0) : NULL, window = NULL;
    if (bytes && !is_bytes(bytes)) {
        error_set(EXC(TypeError), "f.read() returned %.100s instead of bytes", type_of(bytes)->name);
    } else if (bytes) {
        window = window_new(library->window_read((const char *)bytes_data(bytes), (usize)size_of(bytes)), NULL);
    }
    release_maybe(bytes);
    return window;
}

Own curses_method_getsyx(Ref self UNUSED) {
    const CursesLibrary *library = curses_opened();
    if (!library) return NULL;
    int y, x;
    library->screen_cursor(&y, &x);
    return tuple_take(2, int_from_i64(y), int_from_i64(x));
}
Own curses_method_setsyx(Ref self UNUSED, Ref const *args, isize nargs) {
    int place[2];
    const CursesLibrary *library = two_int_arguments("setsyx", args, nargs, place) ? curses_opened() : NULL;
    if (!library) return NULL;
    library->screen_cursor_set(place[0], place[1]);
    return own_none();
}

/* --- modes ------------------------------------------------------------------------------------------------------ */

/* Functions that take no argument and answer OK or ERR. */
#define PLAIN(name)                                                                                            \
    Own curses_method_##name(Ref self UNUSED) {                                                                \
        const CursesLibrary *library = curses_opened();                                                        \
        return library ? curses_check(library->name(), #name) : NULL;                                          \
    }
PLAIN(beep)
PLAIN(def_prog_mode)
PLAIN(def_shell_mode)
PLAIN(doupdate)
PLAIN(endwin)
PLAIN(flash)
PLAIN(nonl)
PLAIN(reset_prog_mode)
PLAIN(reset_shell_mode)
PLAIN(resetty)
PLAIN(savetty)
#undef PLAIN

/* The optional flag of a mode's function. False: raised. */
static bool mode_flag(const char *function, Ref const *args, isize nargs, bool *on) {
    *on = true;
    return arguments_count(function, nargs, 0, 1) && (!nargs || flag_argument(args[0], on));
}
#define MODE(name)                                                                                             \
    Own curses_method_##name(Ref self UNUSED, Ref const *args, isize nargs) {                                  \
        bool on;                                                                                               \
        const CursesLibrary *library = mode_flag(#name, args, nargs, &on) ? curses_opened() : NULL;            \
        if (!library) return NULL;                                                                             \
        return on ? curses_check(library->name(), #name) : curses_check(library->no##name(), "no" #name);      \
    }
MODE(nl)
#undef MODE

/* What keys do is kept in mind for curses_read.c. */
static Own set_echo(const CursesLibrary *library, bool on) {
    CURSES_STATE->is_silent = !on;
    return on ? curses_check(library->echo(), "echo") : curses_check(library->noecho(), "noecho");
}
Own curses_method_echo(Ref self UNUSED, Ref const *args, isize nargs) {
    bool on;
    const CursesLibrary *library = mode_flag("echo", args, nargs, &on) ? curses_opened() : NULL;
    return library ? set_echo(library, on) : NULL;
}
Own curses_method_noecho(Ref self UNUSED) {
    const CursesLibrary *library = curses_opened();
    return library ? set_echo(library, false) : NULL;
}
static int set_input(CursesInput input, int result) {
    CURSES_STATE->input = input;
    CURSES_STATE->half_delay = 0;
    return result;
}
Own curses_method_cbreak(Ref self UNUSED, Ref const *args, isize nargs) {
    bool on;
    const CursesLibrary *library = mode_flag("cbreak", args, nargs, &on) ? curses_opened() : NULL;
    if (!library) return NULL;
    return on ? curses_check(set_input(INPUT_CBREAK, library->cbreak()), "cbreak")
              : curses_check(set_input(INPUT_COOKED, library->nocbreak()), "nocbreak");
}
Own curses_method_nocbreak(Ref self UNUSED) {
    const CursesLibrary *library = curses_opened();
    return library ? curses_check(set_input(INPUT_COOKED, library->nocbreak()), "nocbreak") : NULL;
}
Own curses_method_raw(Ref self UNUSED, Ref const *args, isize nargs) {
    bool on;
    const CursesLibrary *library = mode_flag("raw", args, nargs, &on) ? curses_opened() : NULL;
    if (!library) return NULL;
    return on ? curses_check(set_input(INPUT_RAW, library->raw()), "raw")
              : curses_check(set_input(INPUT_COOKED, library->noraw()), "noraw");
}
Own curses_method_noraw(Ref self UNUSED) {
    const CursesLibrary *library = curses_opened();
    return library ? curses_check(set_input(INPUT_COOKED, library->noraw()), "noraw") : NULL;
}

/* The library's own half delay would wait inside of it; getch does here. */
Own curses_method_halfdelay(Ref self UNUSED, Ref tenths) {
    u8 number;
    const CursesLibrary *library = argument_parsed_byte(tenths, &number) ? curses_opened() : NULL;
    if (!library) return NULL;
    if (number == 0) return curses_check(CURSES_ERR, "halfdelay");
    set_input(INPUT_CBREAK, library->cbreak());
    CURSES_STATE->half_delay = number;
    return own_none();
}

Own curses_method_qiflush(Ref self UNUSED, Ref const *args, isize nargs) {
    bool on;
    const CursesLibrary *library = mode_flag("qiflush", args, nargs, &on) ? curses_opened() : NULL;
    if (!library) return NULL;
    (on ? library->qiflush : library->noqiflush)();
    return own_none();
}
Own curses_method_noqiflush(Ref self UNUSED) {
    const CursesLibrary *library = curses_opened();
    if (!library) return NULL;
    library->noqiflush();
    return own_none();
}

Own curses_method_intrflush(Ref self UNUSED, Ref flag) {
    bool on;
    const CursesLibrary *library = flag_argument(flag, &on) ? curses_opened() : NULL;
    return library ? curses_check(library->intrflush(NULL, on), "intrflush") : NULL;
}
Own curses_method_meta(Ref self UNUSED, Ref yes) {
    bool on;
    const CursesLibrary *library = flag_argument(yes, &on) ? curses_opened() : NULL;
    return library ? curses_check(library->meta(library->standard_screen(), on), "meta") : NULL;
}
Own curses_method_typeahead(Ref self UNUSED, Ref fd) {
    int descriptor;
    const CursesLibrary *library = argument_int(fd, &descriptor) ? curses_opened() : NULL;
    if (!library) return NULL;
    return curses_check(library->typeahead(descriptor < 0 ? -1 : world_host_descriptor(descriptor)),
                        "typeahead");
}
Own curses_method_curs_set(Ref self UNUSED, Ref visibility) {
    int wanted;
    const CursesLibrary *library = argument_int(visibility, &wanted) ? curses_opened() : NULL;
    if (!library) return NULL;
    int before = library->curs_set(wanted);
    return before == CURSES_ERR ? curses_check(before, "curs_set") : int_from_i64(before);
}
Own curses_method_filter(Ref self UNUSED) {
    const CursesLibrary *library = curses_needed();
    if (!library) return NULL;
    library->filter();
    return own_none();
}
Own curses_method_use_env(Ref self UNUSED, Ref flag) {
    bool on;
    const CursesLibrary *library = flag_argument(flag, &on) ? curses_needed() : NULL;
    if (!library) return NULL;
    library->use_env(on);
    return own_none();
}

/* --- time ------------------------------------------------------------------------------------------------------- */

Own curses_method_napms(Ref self UNUSED, Ref ms) {
    int milliseconds;
    if (!argument_int(ms, &milliseconds) || !curses_opened()) return NULL;
    if (milliseconds > 0) thread_sleep(milliseconds * (i64)1000000);
    return int_from_i64(0);
}
Own curses_method_delay_output(Ref self UNUSED, Ref ms) {
    int milliseconds;
    const CursesLibrary *library = argument_int(ms, &milliseconds) ? curses_opened() : NULL;
    return library ? curses_check(library->delay_output(milliseconds), "delay_output") : NULL;
}

static Own setting(CursesNumber which) {
    const CursesLibrary *library = curses_needed();
    return library ? int_from_i64(library->number(which)) : NULL;
}
static Own set_setting(const char *function, const char *says, bool is_delay, Ref value) {
    int number;
    if (!argument_int(value, &number)) return NULL;
    if (number <= 0) return error_set(EXC(ValueError), "%s must be > 0", says);
    const CursesLibrary *library = curses_needed();
    if (!library) return NULL;
    return curses_check((is_delay ? library->set_escdelay : library->set_tabsize)(number), function);
}
Own curses_method_get_escdelay(Ref self UNUSED) { return setting(CURSES_ESCAPE_DELAY); }
Own curses_method_get_tabsize(Ref self UNUSED) { return setting(CURSES_TAB_SIZE); }
Own curses_method_set_escdelay(Ref self UNUSED, Ref ms) { return set_setting("set_escdelay", "ms", true, ms); }
Own curses_method_set_tabsize(Ref self UNUSED, Ref size) {
    return set_setting("set_tabsize", "size", false, size);
}

/* --- the module ------------------------------------------------------------------------------------------------- */

/* Debian 12's ncurses. */
static Own version_make(void) {
    enum { MAJOR = 6, MINOR = 4, PATCH = 20221231 };
    Object *numbers[] = {int_from_i64(MAJOR), int_from_i64(MINOR), int_from_i64(PATCH)};
    return struct_sequence_make(MODULE_TYPE_CURSES_VERSION, numbers);
}

static bool fill(Ref module) {
    if (!CURSES_STATE) CURSES_STATE = module_library_alloc(sizeof *CURSES_STATE);
    CursesState *state = CURSES_STATE;
    if (!state) return error_memory() != NULL;
    if (world_curses_take())
        VM_ROOT->breakpoint_stops = false; /* which would open a screen where the program has one */
    slot_set(&state->names, own(module_dict(module)));
    if (!state->error) state->error = module_exception_new("_curses.error", EXC(Exception));
    if (!state->error || !module_add(module, "error", own(state->error)) ||
        !module_add_type(module, MODULE_TYPE_CURSES_WINDOW) ||
        !struct_sequence_ready(MODULE_TYPE_CURSES_VERSION))
        return false;
    return module_add_capsule(module, "_C_API", "_curses._C_API") &&
           module_add(module, "version", bytes_from("2.2", 3)) &&
           module_add(module, "__version__", bytes_from("2.2", 3)) &&
           module_add(module, "ncurses_version", version_make()) &&
           module_add_constants(module, curses_constants);
}

static void clear(void) {
    CursesState *state = CURSES_STATE;
    if (!state) return;
    Object **held[] = {&state->error, &state->panel_error, &state->names, &state->encoding};
    for (isize i = 0; i < COUNT_OF(held); i++) slot_clear(held[i]);
    arena_free(state);
    CURSES_STATE = NULL;
}

const NativeModule curses_module = {
    .name = "_curses", .functions = curses_functions, .fill = fill, .clear = clear, .extension = true};
