/* curses_terminal.c: what curses says of the terminal (terminfo), keys and their names, the mouse. */
#include "modules/curses.h"
#include "object/argument_checks.h"
#include "object/bytes.h"
#include "object/int.h"
#include "object/str.h"
#include "object/tuple.h"
#include "object/type_checks.h"

static Own text_bytes(const char *text) {
    if (!text) text = "";
    return bytes_from(text, (isize)strlen(text));
}

/* --- the terminal ----------------------------------------------------------------------------------------------- */

Own curses_method_baudrate(Ref self UNUSED) {
    const CursesLibrary *library = curses_opened();
    return library ? int_from_i64(library->baudrate()) : NULL;
}
Own curses_method_termattrs(Ref self UNUSED) {
    const CursesLibrary *library = curses_opened();
    return library ? int_from_i64(library->termattrs()) : NULL;
}
Own curses_method_termname(Ref self UNUSED) {
    const CursesLibrary *library = curses_opened();
    return library ? text_bytes(library->termname()) : NULL;
}
Own curses_method_longname(Ref self UNUSED) {
    const CursesLibrary *library = curses_opened();
    return library ? text_bytes(library->longname()) : NULL;
}
Own curses_method_has_ic(Ref self UNUSED) {
    const CursesLibrary *library = curses_opened();
    return library ? own_bool(library->has_ic()) : NULL;
}
Own curses_method_has_il(Ref self UNUSED) {
    const CursesLibrary *library = curses_opened();
    return library ? own_bool(library->has_il()) : NULL;
}
Own curses_method_erasechar(Ref self UNUSED) {
    const CursesLibrary *library = curses_opened();
    return library ? bytes_from((char[]){library->erasechar()}, 1) : NULL;
}
Own curses_method_killchar(Ref self UNUSED) {
    const CursesLibrary *library = curses_needed();
    return library ? bytes_from((char[]){library->killchar()}, 1) : NULL;
}

static const CursesLibrary *capability(const char *function, Ref name, TextArgument *text) {
    return argument_text(name, function, "", text) ? curses_set_up() : NULL;
}
Own curses_method_tigetflag(Ref self UNUSED, Ref capname) {
    TextArgument name = {0};
    const CursesLibrary *library = capability("tigetflag", capname, &name);
    Own flag = library ? int_from_i64(library->tigetflag(name.text)) : NULL;
    text_argument_release(&name);
    return flag;
}
Own curses_method_tigetnum(Ref self UNUSED, Ref capname) {
    TextArgument name = {0};
    const CursesLibrary *library = capability("tigetnum", capname, &name);
    Own number = library ? int_from_i64(library->tigetnum(name.text)) : NULL;
    text_argument_release(&name);
    return number;
}
Own curses_method_tigetstr(Ref self UNUSED, Ref capname) {
    TextArgument name = {0};
    const CursesLibrary *library = capability("tigetstr", capname, &name);
    const char *text = library ? library->tigetstr(name.text) : NULL;
    text_argument_release(&name);
    if (!library) return NULL;
    return text && text != (const char *)(intptr_t)-1 ? text_bytes(text)
                                                      : own_none(); /* -1: no text capability */
}

/* Bytes without a NUL in them, for C. False: raised; else to be released. */
static bool take_bytes(Ref value, Buffer *buffer) {
    if (!buffer_get(value, buffer, false)) return false;
    if (!memchr(buffer->data, 0, (usize)buffer->length)) return true;
    buffer_release(buffer);
    return error_set(EXC(ValueError), "embedded null byte") != NULL;
}

Own curses_method_tparm(Ref self UNUSED, Ref const *args, isize nargs) {
    enum { NUMBERS = 9 };
    int n[NUMBERS] = {0};
    Buffer buffer;
    if (!arguments_tuple("tparm", nargs, 1, 1 + NUMBERS) || !take_bytes(args[0], &buffer)) return NULL;
    Own format = bytes_from(buffer.data, buffer.length), answer = NULL;
    buffer_release(&buffer);
    const CursesLibrary *library = NULL;
    if (format && int_arguments("", args + 1, nargs - 1, nargs - 1, n)) library = curses_set_up();
    if (library) {
        const char *text =
            library->tparm((const char *)bytes_data(format), (long)n[0], (long)n[1], (long)n[2], (long)n[3],
                           (long)n[4], (long)n[5], (long)n[6], (long)n[7], (long)n[8]);
        answer = text ? text_bytes(text) : curses_error("tparm() returned NULL");
    }
    release_maybe(format);
    return answer;
}

Own curses_method_putp(Ref self UNUSED, Ref string) {
    Buffer buffer;
    if (!take_bytes(string, &buffer)) return NULL;
    Own text = bytes_from(buffer.data, buffer.length);
    buffer_release(&buffer);
    const CursesLibrary *library = text ? curses_needed() : NULL;
    Own answer = library ? curses_check(library->putp((const char *)bytes_data(text)), "putp") : NULL;
    release_maybe(text);
    return answer;
}

/* --- keys ------------------------------------------------------------------------------------------------------- */

Own curses_method_keyname(Ref self UNUSED, Ref key) {
    int number;
    const CursesLibrary *library = argument_int(key, &number) ? curses_opened() : NULL;
    if (!library) return NULL;
    return number < 0 ? error_set(EXC(ValueError), "invalid key number") : text_bytes(library->keyname(number));
}
Own curses_method_has_key(Ref self UNUSED, Ref key) {
    int number;
    const CursesLibrary *library = argument_int(key, &number) ? curses_opened() : NULL;
    return library ? own_bool(library->has_key(number)) : NULL;
}
Own curses_method_unctrl(Ref self UNUSED, Ref ch) {
    u32 cell;
    const CursesLibrary *library = curses_opened();
    return library && cell_argument(NULL, ch, &cell) ? text_bytes(library->unctrl(cell)) : NULL;
}
Own curses_method_ungetch(Ref self UNUSED, Ref ch) {
    u32 cell;
    const CursesLibrary *library = curses_opened();
    return library && cell_argument(NULL, ch, &cell) ? curses_check(library->ungetch((int)cell), "ungetch")
                                                     : NULL;
}
Own curses_method_unget_wch(Ref self UNUSED, Ref ch) {
    wchar_t character;
    const CursesLibrary *library = curses_opened();
    return library && wide_argument(ch, &character) ? curses_check(library->unget_wch(character), "unget_wch")
                                                    : NULL;
}
Own curses_method_flushinp(Ref self UNUSED) {
    const CursesLibrary *library = curses_opened();
    if (!library) return NULL;
    library->flushinp();
    CURSES_STATE->was_interrupted = false;
    return own_none();
}

/* --- the mouse -------------------------------------------------------------------------------------------------- */

Own curses_method_getmouse(Ref self UNUSED) {
    const CursesLibrary *library = curses_opened();
    CursesMouse event;
    if (!library) return NULL;
    if (library->mouse(&event) == CURSES_ERR) return curses_check(CURSES_ERR, "getmouse");
    return tuple_take(5, int_from_i64(event.id), int_from_i64(event.x), int_from_i64(event.y),
                      int_from_i64(event.z), int_from_u64(event.state));
}

/* The lower bits of an int. False: raised. */
static bool mask_argument(const char *function, int position, Ref value, u32 *mask) {
    char place[] = {(char)('0' + position), ' ', 0};
    if (!is_int(value))
        return error_set(EXC(TypeError), "%s() argument %smust be int, not %.50s", function,
                         position ? place : "", argument_type_name(value)) != NULL;
    *mask = (u32)int_as_u64_mask(value);
    return true;
}

Own curses_method_ungetmouse(Ref self UNUSED, Ref const *args, isize nargs) {
    CursesMouse event;
    if (!arguments_count("ungetmouse", nargs, 5, 5) || !argument_parsed_short(args[0], &event.id) ||
        !argument_int(args[1], &event.x) || !argument_int(args[2], &event.y) ||
        !argument_int(args[3], &event.z) || !mask_argument("ungetmouse", 5, args[4], &event.state))
        return NULL;
    const CursesLibrary *library = curses_opened();
    return library ? curses_check(library->mouse_unget(&event), "ungetmouse") : NULL;
}

Own curses_method_mousemask(Ref self UNUSED, Ref newmask) {
    u32 wanted, before = 0;
    const CursesLibrary *library = mask_argument("mousemask", 0, newmask, &wanted) ? curses_opened() : NULL;
    if (!library) return NULL;
    u32 available = library->mousemask(wanted, &before);
    return tuple_take(2, int_from_u64(available), int_from_u64(before));
}

Own curses_method_mouseinterval(Ref self UNUSED, Ref interval) {
    int milliseconds;
    const CursesLibrary *library = argument_int(interval, &milliseconds) ? curses_opened() : NULL;
    return library ? curses_check(library->mouseinterval(milliseconds), "mouseinterval") : NULL;
}
