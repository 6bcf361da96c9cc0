/* curses_panel.c: the module _curses_panel: windows that lie on each other. The library has the pile; each of its panels
 * is found again among the objects here. */
#include "modules/curses.h"
#include "object/argument_checks.h"
#include "object/str.h"

static Own panel_check(int result, const char *function) {
    if (result != CURSES_ERR) return own_none();
    return error_set(AS_TYPE(CURSES_STATE->panel_error), "%s() returned ERR", function);
}

/* The object of a panel; None where there is no panel. */
static Own panel_object(const CursesPanel *handle, const char *function) {
    if (!handle) return own_none();
    for (PanelObject *panel = CURSES_STATE->panels; panel; panel = panel->next)
        if (panel->handle == handle) return own((Ref)panel);
    return error_set(EXC(RuntimeError), "%s: can't find Panel Object", function);
}

/* --- panels ----------------------------------------------------------------------------------------------------- */

static Own panel_method_above(Ref self) {
    return panel_object(world_curses()->panel_above(AS_PANEL(self)->handle), "panel_above");
}
static Own panel_method_below(Ref self) {
    return panel_object(world_curses()->panel_below(AS_PANEL(self)->handle), "panel_below");
}

static Own plain(const char *name, int (*function)(CursesPanel *), Ref self, isize nargs, Ref kwnames) {
    if (nargs || kwnames) return error_set(EXC(TypeError), "%s() takes no arguments", name);
    return panel_check(function(AS_PANEL(self)->handle), name);
}
static Own panel_method_bottom(Ref self, Ref const *args UNUSED, isize nargs, Ref kwnames) {
    return plain("bottom", world_curses()->bottom_panel, self, nargs, kwnames);
}
static Own panel_method_top(Ref self, Ref const *args UNUSED, isize nargs, Ref kwnames) {
    return plain("top", world_curses()->top_panel, self, nargs, kwnames);
}
static Own panel_method_hide(Ref self, Ref const *args UNUSED, isize nargs, Ref kwnames) {
    return plain("hide", world_curses()->hide_panel, self, nargs, kwnames);
}
static Own panel_method_show(Ref self, Ref const *args UNUSED, isize nargs, Ref kwnames) {
    return plain("show", world_curses()->show_panel, self, nargs, kwnames);
}
static Own panel_method_hidden(Ref self) {
    return own_bool(world_curses()->panel_hidden(AS_PANEL(self)->handle));
}

static Own panel_method_move(Ref self, Ref const *args, isize nargs, Ref kwnames) {
    static const Parameters parameters = {"move", {"y", "x", "/"}, .required = 2};
    Ref given[2];
    int y, x;
    if (!arguments_bind(&parameters, args, nargs, kwnames, given) || !argument_int(given[0], &y) ||
        !argument_int(given[1], &x))
        return NULL;
    return panel_check(world_curses()->move_panel(AS_PANEL(self)->handle, y, x), "move_panel");
}

static Own panel_method_window(Ref self) { return own(AS_PANEL(self)->window); }
static Own panel_method_replace(Ref self, Ref const *args, isize nargs, Ref kwnames) {
    static const Parameters parameters = {"replace", {"win", "/"}, .required = 1};
    Ref window;
    if (!arguments_bind(&parameters, args, nargs, kwnames, &window) ||
        !argument_instance(window, MODULE_TYPE(CURSES_WINDOW), "replace", 1))
        return NULL;
    Own answer = panel_check(world_curses()->replace_panel(AS_PANEL(self)->handle, window_handle(window)),
                             "replace_panel");
    if (answer) slot_set(&AS_PANEL(self)->window, own(window));
    return answer;
}

static Own panel_method_set_userptr(Ref self, Ref const *args, isize nargs, Ref kwnames) {
    static const Parameters parameters = {"set_userptr", {"obj", "/"}, .required = 1};
    Ref object;
    if (!arguments_bind(&parameters, args, nargs, kwnames, &object)) return NULL;
    slot_set(&AS_PANEL(self)->user, own(object));
    return own_none();
}
static Own panel_method_userptr(Ref self, Ref const *args UNUSED, isize nargs, Ref kwnames) {
    if (nargs || kwnames) return error_set(EXC(TypeError), "userptr() takes no arguments");
    if (AS_PANEL(self)->user) return own(AS_PANEL(self)->user);
    return error_set(AS_TYPE(CURSES_STATE->panel_error), "no userptr set");
}

static void panel_dealloc(Own self) {
    PanelObject *panel = AS_PANEL(self), *last = NULL;
    PanelObject **link = CURSES_STATE ? &CURSES_STATE->panels : &last; /* NULL: the machine is at its end */
    while (*link && *link != panel) link = &(*link)->next;
    if (*link) *link = panel->next;
    world_curses()->del_panel(panel->handle);
    slot_clear(&panel->user);
    slot_clear(&panel->window);
    object_free(self);
}

static const MethodDef panel_methods[] = {
    {"above", METHOD_NONE, .none = panel_method_above,
     .doc = "above($self, /)\n--\n\nReturn the panel above the current panel."},
    {"below", METHOD_NONE, .none = panel_method_below,
     .doc = "below($self, /)\n--\n\nReturn the panel below the current panel."},
    {"bottom", METHOD_KEYWORDS, .keywords = panel_method_bottom,
     .doc = "bottom($self, /)\n--\n\nPush the panel to the bottom of the stack.",
     .flags = METHOD_DEFINING_CLASS},
    {"hidden", METHOD_NONE, .none = panel_method_hidden,
     .doc = "hidden($self, /)\n--\n\n"
            "Return True if the panel is hidden (not visible), False otherwise."},
    {"hide", METHOD_KEYWORDS, .keywords = panel_method_hide,
     .doc = "hide($self, /)\n--\n\nHide the panel.\n\n"
            "This does not delete the object, it just makes the window on screen invisible.",
     .flags = METHOD_DEFINING_CLASS},
    {"move", METHOD_KEYWORDS, .keywords = panel_method_move,
     .doc = "move($self, y, x, /)\n--\n\nMove the panel to the screen coordinates (y, x).",
     .flags = METHOD_DEFINING_CLASS},
    {"replace", METHOD_KEYWORDS, .keywords = panel_method_replace,
     .doc = "replace($self, win, /)\n--\n\n"
            "Change the window associated with the panel to the window win.",
     .flags = METHOD_DEFINING_CLASS},
    {"set_userptr", METHOD_KEYWORDS, .keywords = panel_method_set_userptr,
     .doc = "set_userptr($self, obj, /)\n--\n\nSet the panel's user pointer to obj.",
     .flags = METHOD_DEFINING_CLASS},
    {"show", METHOD_KEYWORDS, .keywords = panel_method_show,
     .doc = "show($self, /)\n--\n\nDisplay the panel (which might have been hidden).",
     .flags = METHOD_DEFINING_CLASS},
    {"top", METHOD_KEYWORDS, .keywords = panel_method_top,
     .doc = "top($self, /)\n--\n\nPush panel to the top of the stack.", .flags = METHOD_DEFINING_CLASS},
    {"userptr", METHOD_KEYWORDS, .keywords = panel_method_userptr,
     .doc = "userptr($self, /)\n--\n\nReturn the user pointer for the panel.", .flags = METHOD_DEFINING_CLASS},
    {"window", METHOD_NONE, .none = panel_method_window,
     .doc = "window($self, /)\n--\n\nReturn the window object associated with the panel."},
    {.name = NULL}};

const TypeSpec curses_panel_spec = {.name = "_curses_panel.panel",
                                    .module = "_curses_panel",
                                    .basicsize = sizeof(PanelObject),
                                    .ghost_size = 32,
                                    .flags = TYPE_HEAP | TYPE_NO_INSTANTIATION,
                                    .slots = {.dealloc = panel_dealloc},
                                    .methods = panel_methods};

/* --- the module ------------------------------------------------------------------------------------------------- */

static Own curses_panel_method_new_panel(Ref self UNUSED, Ref win) {
    if (!is_a(win, MODULE_TYPE(CURSES_WINDOW)))
        return error_set(EXC(TypeError), "new_panel() argument must be _curses.window, not %.50s",
                         argument_type_name(win));
    Own self_ = object_new(MODULE_TYPE(CURSES_PANEL), 0);
    CursesPanel *handle = self_ ? world_curses()->new_panel(window_handle(win)) : NULL;
    if (!handle) {
        if (self_) object_free(self_);
        return self_ ? error_set(AS_TYPE(CURSES_STATE->panel_error), "curses function returned NULL") : NULL;
    }
    PanelObject *panel = AS_PANEL(self_);
    panel->handle = handle;
    panel->window = own(win);
    panel->next = CURSES_STATE->panels;
    CURSES_STATE->panels = panel;
    return self_;
}
static Own curses_panel_method_bottom_panel(Ref self UNUSED) {
    const CursesLibrary *library = curses_opened();
    return library ? panel_object(library->panel_above(NULL), "panel_above") : NULL;
}
static Own curses_panel_method_top_panel(Ref self UNUSED) {
    const CursesLibrary *library = curses_opened();
    return library ? panel_object(library->panel_below(NULL), "panel_below") : NULL;
}
static Own curses_panel_method_update_panels(Ref self UNUSED) {
    const CursesLibrary *library = curses_opened();
    if (!library) return NULL;
    library->update_panels();
    return own_none();
}

static const MethodDef functions[] = {
    {"bottom_panel", METHOD_NONE, .none = curses_panel_method_bottom_panel,
     .doc = "bottom_panel($module, /)\n--\n\nReturn the bottom panel in the panel stack."},
    {"new_panel", METHOD_ONE, .one = curses_panel_method_new_panel,
     .doc = "new_panel($module, win, /)\n--\n\n"
            "Return a panel object, associating it with the given window win."},
    {"top_panel", METHOD_NONE, .none = curses_panel_method_top_panel,
     .doc = "top_panel($module, /)\n--\n\nReturn the top panel in the panel stack."},
    {"update_panels", METHOD_NONE, .none = curses_panel_method_update_panels,
     .doc = "update_panels($module, /)\n--\n\n"
            "Updates the virtual screen after changes in the panel stack.\n\n"
            "This does not call curses.doupdate(), so you'll have to do this yourself."},
    {.name = NULL}};

static bool fill(Ref module) {
    Own needed = import_module_cstring("_curses"); /* whose state this one shares */
    if (!needed) return false;
    release(needed);
    CursesState *state = CURSES_STATE;
    if (!state->panel_error) state->panel_error = module_exception_new("_curses_panel.error", EXC(Exception));
    return state->panel_error && module_add_type(module, MODULE_TYPE_CURSES_PANEL) &&
           module_add(module, "error", own(state->panel_error)) &&
           module_add(module, "version", str_from_utf8("2.1", -1)) &&
           module_add(module, "__version__", str_from_utf8("2.1", -1));
}

const NativeModule curses_panel_module = {
    .name = "_curses_panel", .functions = functions, .fill = fill, .extension = true};
