/* termios_module.c: the module termios: how a terminal treats what is typed and shown, by the controls of its device.
 *
 * The C library's functions are thin covers of Linux's ioctl requests; here those requests are made, which
 * world logs as it does fcntl.ioctl's. */
#include <asm/termbits.h>
#include <errno.h>
#include <sys/ioctl.h>

#include "modules/outside.h"
#include "modules/posix.h"
#include "object/argument_checks.h"
#include "object/bytes.h"
#include "object/error.h"
#include "object/int.h"
#include "object/list.h"
#include "object/str.h"
#include "object/tuple.h"
#include "object/type_checks.h"

enum {
    PROGRAM_CONTROL_COUNT = 32, /* NCCS to the C library: so many control characters a program sees */
    FIELD_INPUT = 0,
    FIELD_OUTPUT,
    FIELD_CONTROL,
    FIELD_LOCAL,
    FIELD_INPUT_SPEED,
    FIELD_OUTPUT_SPEED,
    FIELD_CHARACTERS,
    FIELD_COUNT
};
#define TERMIOS_ERROR AS_TYPE(MODULES_ROOT->termios_error)

/* --- requests ------------------------------------------------------------------------------------------- */

static bool raise(int number) {
    Own code = int_from_i64(number), text = str_from_utf8(strerror(number), -1);
    Own arguments = tuple_take(2, code, text);
    if (arguments) error_set_object(TERMIOS_ERROR, arguments);
    release_maybe(arguments);
    return false;
}

/* bytes NULL: with a number. False: termios.error or what else was raised. */
static bool request(int descriptor, i64 command, i64 number, void *bytes, isize length) {
    WorldAnswer answer;
    WorldRequest asked = {.call = WORLD_CALL_DEVICE_CONTROL,
                          .descriptor = descriptor,
                          .numbers = {command, number},
                          .bytes = bytes,
                          .length = length};
    if (!outside_ask(&asked, &answer)) return false;
    if (answer.error) return raise(answer.error);
    if (bytes) memcpy(bytes, answer.bytes, (usize)length);
    return true;
}

static Own request_number(int descriptor, i64 command, i64 number) {
    return request(descriptor, command, number, NULL, 0) ? own_none() : NULL;
}

/* --- attributes ----------------------------------------------------------------------------------------- */

/* The characters, of which two are numbers where lines are not edited. */
static Own characters_of(const struct termios *mode) {
    Own list = list_new(PROGRAM_CONTROL_COUNT);
    for (int i = 0; list && i < PROGRAM_CONTROL_COUNT; i++) {
        u8 c = i < NCCS ? mode->c_cc[i] : 0;
        bool number = !(mode->c_lflag & ICANON) && (i == VMIN || i == VTIME);
        Own item = number ? int_from_i64(c) : bytes_from(&c, 1);
        if (item) {
            list_fill(list, i, item);
        } else {
            slot_clear(&list);
        }
    }
    return list;
}

static Own termios_method_tcgetattr(Ref self UNUSED, Ref fd) {
    int descriptor;
    struct termios mode = {0};
    if (!posix_descriptor(fd, &descriptor) || !request(descriptor, TCGETS, 0, &mode, sizeof mode)) return NULL;
    i64 speed = mode.c_cflag & CBAUD;
    Own values[FIELD_COUNT] = {int_from_i64(mode.c_iflag), int_from_i64(mode.c_oflag),
                               int_from_i64(mode.c_cflag), int_from_i64(mode.c_lflag),
                               int_from_i64(speed),        int_from_i64(speed),
                               characters_of(&mode)};
    Own tuple = tuple_from_array_own(values, FIELD_COUNT);
    Own list = tuple ? list_from_iterable(tuple) : NULL;
    release_maybe(tuple);
    return list;
}

static bool take_character(Ref item, u8 *character) {
    if (is_bytes(item) && size_of(item) == 1) {
        *character = *bytes_data(item);
        return true;
    }
    if (!is_int(item)) {
        return error_set(EXC(TypeError), "tcsetattr: elements of attributes must be characters or integers") !=
               NULL;
    }
    *character = (u8)int_as_i64(item);
    return !error_occurred();
}

static bool take_characters(Ref list, struct termios *mode) {
    if (!is_list(list) || list_length(list) != PROGRAM_CONTROL_COUNT) {
        return error_set(EXC(TypeError), "tcsetattr: attributes[6] must be %d element list",
                         PROGRAM_CONTROL_COUNT) != NULL;
    }
    for (int i = 0; i < PROGRAM_CONTROL_COUNT; i++) {
        u8 spare;
        if (!take_character(list_get(list, i), i < NCCS ? &mode->c_cc[i] : &spare)) return false;
    }
    return true;
}

/* The terminal has one speed, which is among the control flags. */
static bool take_attributes(Ref list, struct termios *mode) {
    i64 numbers[FIELD_CHARACTERS];
    for (int i = 0; i < FIELD_CHARACTERS; i++) {
        numbers[i] = int_as_i64(list_get(list, i));
        if (numbers[i] == -1 && error_occurred()) return false;
    }
    if (!take_characters(list_get(list, FIELD_CHARACTERS), mode)) return false;
    mode->c_iflag = (tcflag_t)numbers[FIELD_INPUT];
    mode->c_oflag = (tcflag_t)numbers[FIELD_OUTPUT];
    mode->c_lflag = (tcflag_t)numbers[FIELD_LOCAL];
    mode->c_cflag =
        ((tcflag_t)numbers[FIELD_CONTROL] & ~(tcflag_t)CBAUD) | ((tcflag_t)numbers[FIELD_OUTPUT_SPEED] & CBAUD);
    return true;
}

static Own termios_method_tcsetattr(Ref self UNUSED, Ref const *args, isize nargs) {
    int descriptor, when;
    struct termios mode = {0};
    if (!arguments_count("tcsetattr", nargs, 3, 3) || !posix_descriptor(args[0], &descriptor) ||
        !argument_int(args[1], &when))
        return NULL;
    if (!is_list(args[2]) || list_length(args[2]) != FIELD_COUNT)
        return error_set(EXC(TypeError), "tcsetattr, arg 3: must be %d element list", FIELD_COUNT);
    if (!request(descriptor, TCGETS, 0, &mode, sizeof mode) || !take_attributes(args[2], &mode)) return NULL;
    bool set = when < TCSANOW || when > TCSAFLUSH ? raise(EINVAL)
                                                  : request(descriptor, TCSETS + when, 0, &mode, sizeof mode);
    return set ? own_none() : NULL;
}

/* --- the size of the window ----------------------------------------------------------------------------- */

static Own termios_method_tcgetwinsize(Ref self UNUSED, Ref fd) {
    int descriptor;
    struct winsize size = {0};
    if (!posix_descriptor(fd, &descriptor) || !request(descriptor, TIOCGWINSZ, 0, &size, sizeof size))
        return NULL;
    return tuple_take(2, int_from_i64(size.ws_row), int_from_i64(size.ws_col));
}

static bool take_size(Ref pair, i64 size[2]) {
    for (int i = 0; i < 2; i++) {
        Own index = int_from_i64(i), item = index ? object_get_item(pair, index) : NULL;
        size[i] = item ? int_as_i64(item) : -1;
        release_maybe(index);
        release_maybe(item);
        if (size[i] == -1 && error_occurred()) return false;
    }
    return true;
}

static Own termios_method_tcsetwinsize(Ref self UNUSED, Ref const *args, isize nargs) {
    int descriptor;
    struct winsize size = {0};
    i64 given[2];
    if (!arguments_count("tcsetwinsize", nargs, 2, 2) || !posix_descriptor(args[0], &descriptor)) return NULL;
    if (!object_is_sequence(args[1]) || object_length(args[1]) != 2) {
        error_clear();
        return error_set(EXC(TypeError), "tcsetwinsize, arg 2: must be a two-item sequence");
    }
    if (!take_size(args[1], given) || !request(descriptor, TIOCGWINSZ, 0, &size, sizeof size)) return NULL;
    size.ws_row = (unsigned short)given[0];
    size.ws_col = (unsigned short)given[1];
    if (size.ws_row != given[0] || size.ws_col != given[1])
        return error_set(EXC(OverflowError), "winsize value(s) out of range.");
    return request(descriptor, TIOCSWINSZ, 0, &size, sizeof size) ? own_none() : NULL;
}

/* --- the line ------------------------------------------------------------------------------------------- */

static Own termios_method_tcdrain(Ref self UNUSED, Ref fd) {
    enum { ONLY_WAIT = 1 };
    int descriptor;
    return posix_descriptor(fd, &descriptor) ? request_number(descriptor, TCSBRK, ONLY_WAIT) : NULL;
}

/* function(fd, number) */
static Own by_number(const char *function, i64 command, Ref const *args, isize nargs) {
    int descriptor, number;
    if (!arguments_count(function, nargs, 2, 2) || !posix_descriptor(args[0], &descriptor) ||
        !argument_int(args[1], &number))
        return NULL;
    return request_number(descriptor, command, number);
}
static Own termios_method_tcsendbreak(Ref self UNUSED, Ref const *args, isize nargs) {
    return by_number("tcsendbreak", TCSBRKP, args, nargs);
}
static Own termios_method_tcflush(Ref self UNUSED, Ref const *args, isize nargs) {
    return by_number("tcflush", TCFLSH, args, nargs);
}
static Own termios_method_tcflow(Ref self UNUSED, Ref const *args, isize nargs) {
    return by_number("tcflow", TCXONC, args, nargs);
}

/* --- the module ----------------------------------------------------------------------------------------- */

static const MethodDef functions[] = {
    {"tcgetattr", METHOD_ONE, .one = termios_method_tcgetattr,
     .doc =
         "tcgetattr($module, fd, /)\n--\n\nGet the tty attributes for file descriptor fd.\n\nReturns a list "
         "[iflag, oflag, cflag, lflag, ispeed, ospeed, cc]\nwhere cc is a list of the tty special characters "
         "(each a string of\nlength 1, except the items with indices VMIN and VTIME, which are\nintegers when "
         "these fields are defined).  The interpretation of the\nflags and the speeds as well as the indexing "
         "in "
         "the cc array must be\ndone using the symbolic constants defined in this module."},
    {"tcsetattr", METHOD_ARRAY, .array = termios_method_tcsetattr,
     .doc =
         "tcsetattr($module, fd, when, attributes, /)\n--\n\nSet the tty attributes for file descriptor "
         "fd.\n\nThe attributes to be set are taken from the attributes argument, which\nis a list like the "
         "one "
         "returned by tcgetattr(). The when argument\ndetermines when the attributes are changed: "
         "termios.TCSANOW to\nchange immediately, termios.TCSADRAIN to change after transmitting all\nqueued "
         "output, or termios.TCSAFLUSH to change after transmitting all\nqueued output and discarding all "
         "queued "
         "input."},
    {"tcsendbreak", METHOD_ARRAY, .array = termios_method_tcsendbreak,
     .doc =
         "tcsendbreak($module, fd, duration, /)\n--\n\nSend a break on file descriptor fd.\n\nA zero duration "
         "sends a break for 0.25-0.5 seconds; a nonzero duration\nhas a system dependent meaning."},
    {"tcdrain", METHOD_ONE, .one = termios_method_tcdrain,
     .doc = "tcdrain($module, fd, /)\n--\n\nWait until all output written to file descriptor fd has been "
            "transmitted."},
    {"tcflush", METHOD_ARRAY, .array = termios_method_tcflush,
     .doc = "tcflush($module, fd, queue, /)\n--\n\nDiscard queued data on file descriptor fd.\n\nThe queue "
            "selector "
            "specifies which queue: termios.TCIFLUSH for the input\nqueue, termios.TCOFLUSH for the output "
            "queue, or "
            "termios.TCIOFLUSH for\nboth queues."},
    {"tcflow", METHOD_ARRAY, .array = termios_method_tcflow,
     .doc = "tcflow($module, fd, action, /)\n--\n\nSuspend or resume input or output on file descriptor "
            "fd.\n\nThe "
            "action argument can be termios.TCOOFF to suspend output,\ntermios.TCOON to restart output, "
            "termios.TCIOFF to suspend input,\nor termios.TCION to restart input."},
    {"tcgetwinsize", METHOD_ONE, .one = termios_method_tcgetwinsize,
     .doc =
         "tcgetwinsize($module, fd, /)\n--\n\nGet the tty winsize for file descriptor fd.\n\nReturns a tuple "
         "(ws_row, ws_col)."},
    {"tcsetwinsize", METHOD_ARRAY, .array = termios_method_tcsetwinsize,
     .doc = "tcsetwinsize($module, fd, winsize, /)\n--\n\nSet the tty winsize for file descriptor fd.\n\nThe "
            "winsize "
            "to be set is taken from the winsize argument, which\nis a two-item tuple (ws_row, ws_col) like "
            "the one "
            "returned by tcgetwinsize()."},
    {.name = NULL}};

#define VSWTCH VSWTC /* the C library has two names for it */
#define CONSTANT(name)                                                                                         \
    { #name, (i64)name }
static const ModuleConstant constants[] = {CONSTANT(B0),
                                           CONSTANT(B50),
                                           CONSTANT(B75),
                                           CONSTANT(B110),
                                           CONSTANT(B134),
                                           CONSTANT(B150),
                                           CONSTANT(B200),
                                           CONSTANT(B300),
                                           CONSTANT(B600),
                                           CONSTANT(B1200),
                                           CONSTANT(B1800),
                                           CONSTANT(B2400),
                                           CONSTANT(B4800),
                                           CONSTANT(B9600),
                                           CONSTANT(B19200),
                                           CONSTANT(B38400),
                                           CONSTANT(B57600),
                                           CONSTANT(B115200),
                                           CONSTANT(B230400),
                                           CONSTANT(B460800),
                                           CONSTANT(B500000),
                                           CONSTANT(B576000),
                                           CONSTANT(B921600),
                                           CONSTANT(B1000000),
                                           CONSTANT(B1152000),
                                           CONSTANT(B1500000),
                                           CONSTANT(B2000000),
                                           CONSTANT(B2500000),
                                           CONSTANT(B3000000),
                                           CONSTANT(B3500000),
                                           CONSTANT(B4000000),
                                           CONSTANT(CBAUDEX),
                                           CONSTANT(TCSANOW),
                                           CONSTANT(TCSADRAIN),
                                           CONSTANT(TCSAFLUSH),
                                           CONSTANT(TCIFLUSH),
                                           CONSTANT(TCOFLUSH),
                                           CONSTANT(TCIOFLUSH),
                                           CONSTANT(TCOOFF),
                                           CONSTANT(TCOON),
                                           CONSTANT(TCIOFF),
                                           CONSTANT(TCION),
                                           CONSTANT(IGNBRK),
                                           CONSTANT(BRKINT),
                                           CONSTANT(IGNPAR),
                                           CONSTANT(PARMRK),
                                           CONSTANT(INPCK),
                                           CONSTANT(ISTRIP),
                                           CONSTANT(INLCR),
                                           CONSTANT(IGNCR),
                                           CONSTANT(ICRNL),
                                           CONSTANT(IUCLC),
                                           CONSTANT(IXON),
                                           CONSTANT(IXANY),
                                           CONSTANT(IXOFF),
                                           CONSTANT(IMAXBEL),
                                           CONSTANT(OPOST),
                                           CONSTANT(OLCUC),
                                           CONSTANT(ONLCR),
                                           CONSTANT(OCRNL),
                                           CONSTANT(ONOCR),
                                           CONSTANT(ONLRET),
                                           CONSTANT(OFILL),
                                           CONSTANT(OFDEL),
                                           CONSTANT(NLDLY),
                                           CONSTANT(CRDLY),
                                           CONSTANT(TABDLY),
                                           CONSTANT(BSDLY),
                                           CONSTANT(VTDLY),
                                           CONSTANT(FFDLY),
                                           CONSTANT(NL0),
                                           CONSTANT(NL1),
                                           CONSTANT(CR0),
                                           CONSTANT(CR1),
                                           CONSTANT(CR2),
                                           CONSTANT(CR3),
                                           CONSTANT(TAB0),
                                           CONSTANT(TAB1),
                                           CONSTANT(TAB2),
                                           CONSTANT(TAB3),
                                           CONSTANT(XTABS),
                                           CONSTANT(BS0),
                                           CONSTANT(BS1),
                                           CONSTANT(VT0),
                                           CONSTANT(VT1),
                                           CONSTANT(FF0),
                                           CONSTANT(FF1),
                                           CONSTANT(CSIZE),
                                           CONSTANT(CSTOPB),
                                           CONSTANT(CREAD),
                                           CONSTANT(PARENB),
                                           CONSTANT(PARODD),
                                           CONSTANT(HUPCL),
                                           CONSTANT(CLOCAL),
                                           CONSTANT(CIBAUD),
                                           CONSTANT(CRTSCTS),
                                           CONSTANT(CS5),
                                           CONSTANT(CS6),
                                           CONSTANT(CS7),
                                           CONSTANT(CS8),
                                           CONSTANT(ISIG),
                                           CONSTANT(ICANON),
                                           CONSTANT(XCASE),
                                           CONSTANT(ECHO),
                                           CONSTANT(ECHOE),
                                           CONSTANT(ECHOK),
                                           CONSTANT(ECHONL),
                                           CONSTANT(ECHOCTL),
                                           CONSTANT(ECHOPRT),
                                           CONSTANT(ECHOKE),
                                           CONSTANT(FLUSHO),
                                           CONSTANT(NOFLSH),
                                           CONSTANT(TOSTOP),
                                           CONSTANT(PENDIN),
                                           CONSTANT(IEXTEN),
                                           CONSTANT(VINTR),
                                           CONSTANT(VQUIT),
                                           CONSTANT(VERASE),
                                           CONSTANT(VKILL),
                                           CONSTANT(VEOF),
                                           CONSTANT(VTIME),
                                           CONSTANT(VMIN),
                                           CONSTANT(VSWTC),
                                           CONSTANT(VSWTCH),
                                           CONSTANT(VSTART),
                                           CONSTANT(VSTOP),
                                           CONSTANT(VSUSP),
                                           CONSTANT(VEOL),
                                           CONSTANT(VREPRINT),
                                           CONSTANT(VDISCARD),
                                           CONSTANT(VWERASE),
                                           CONSTANT(VLNEXT),
                                           CONSTANT(VEOL2),
                                           CONSTANT(CBAUD),
                                           CONSTANT(CDSUSP),
                                           CONSTANT(CEOF),
                                           CONSTANT(CEOL),
                                           CONSTANT(CEOT),
                                           CONSTANT(CERASE),
                                           CONSTANT(CFLUSH),
                                           CONSTANT(CINTR),
                                           CONSTANT(CKILL),
                                           CONSTANT(CLNEXT),
                                           CONSTANT(CQUIT),
                                           CONSTANT(CRPRNT),
                                           CONSTANT(CSTART),
                                           CONSTANT(CSTOP),
                                           CONSTANT(CSUSP),
                                           CONSTANT(CWERASE),
                                           CONSTANT(EXTA),
                                           CONSTANT(EXTB),
                                           CONSTANT(FIOASYNC),
                                           CONSTANT(FIOCLEX),
                                           CONSTANT(FIONBIO),
                                           CONSTANT(FIONCLEX),
                                           CONSTANT(FIONREAD),
                                           CONSTANT(IOCSIZE_MASK),
                                           CONSTANT(IOCSIZE_SHIFT),
                                           CONSTANT(NCC),
                                           {"NCCS", PROGRAM_CONTROL_COUNT},
                                           CONSTANT(N_MOUSE),
                                           CONSTANT(N_PPP),
                                           CONSTANT(N_SLIP),
                                           CONSTANT(N_STRIP),
                                           CONSTANT(N_TTY),
                                           CONSTANT(TCFLSH),
                                           CONSTANT(TCGETA),
                                           CONSTANT(TCGETS),
                                           CONSTANT(TCSBRK),
                                           CONSTANT(TCSBRKP),
                                           CONSTANT(TCSETA),
                                           CONSTANT(TCSETAF),
                                           CONSTANT(TCSETAW),
                                           CONSTANT(TCSETS),
                                           CONSTANT(TCSETSF),
                                           CONSTANT(TCSETSW),
                                           CONSTANT(TCXONC),
                                           CONSTANT(TIOCCONS),
                                           CONSTANT(TIOCEXCL),
                                           CONSTANT(TIOCGETD),
                                           CONSTANT(TIOCGICOUNT),
                                           CONSTANT(TIOCGLCKTRMIOS),
                                           CONSTANT(TIOCGPGRP),
                                           CONSTANT(TIOCGSERIAL),
                                           CONSTANT(TIOCGSOFTCAR),
                                           CONSTANT(TIOCGWINSZ),
                                           CONSTANT(TIOCINQ),
                                           CONSTANT(TIOCLINUX),
                                           CONSTANT(TIOCMBIC),
                                           CONSTANT(TIOCMBIS),
                                           CONSTANT(TIOCMGET),
                                           CONSTANT(TIOCMIWAIT),
                                           CONSTANT(TIOCMSET),
                                           CONSTANT(TIOCM_CAR),
                                           CONSTANT(TIOCM_CD),
                                           CONSTANT(TIOCM_CTS),
                                           CONSTANT(TIOCM_DSR),
                                           CONSTANT(TIOCM_DTR),
                                           CONSTANT(TIOCM_LE),
                                           CONSTANT(TIOCM_RI),
                                           CONSTANT(TIOCM_RNG),
                                           CONSTANT(TIOCM_RTS),
                                           CONSTANT(TIOCM_SR),
                                           CONSTANT(TIOCM_ST),
                                           CONSTANT(TIOCNOTTY),
                                           CONSTANT(TIOCNXCL),
                                           CONSTANT(TIOCOUTQ),
                                           CONSTANT(TIOCPKT),
                                           CONSTANT(TIOCPKT_DATA),
                                           CONSTANT(TIOCPKT_DOSTOP),
                                           CONSTANT(TIOCPKT_FLUSHREAD),
                                           CONSTANT(TIOCPKT_FLUSHWRITE),
                                           CONSTANT(TIOCPKT_NOSTOP),
                                           CONSTANT(TIOCPKT_START),
                                           CONSTANT(TIOCPKT_STOP),
                                           CONSTANT(TIOCSCTTY),
                                           CONSTANT(TIOCSERCONFIG),
                                           CONSTANT(TIOCSERGETLSR),
                                           CONSTANT(TIOCSERGETMULTI),
                                           CONSTANT(TIOCSERGSTRUCT),
                                           CONSTANT(TIOCSERGWILD),
                                           CONSTANT(TIOCSERSETMULTI),
                                           CONSTANT(TIOCSERSWILD),
                                           CONSTANT(TIOCSER_TEMT),
                                           CONSTANT(TIOCSETD),
                                           CONSTANT(TIOCSLCKTRMIOS),
                                           CONSTANT(TIOCSPGRP),
                                           CONSTANT(TIOCSSERIAL),
                                           CONSTANT(TIOCSSOFTCAR),
                                           CONSTANT(TIOCSTI),
                                           CONSTANT(TIOCSWINSZ),
                                           {.name = NULL}};
#undef CONSTANT

static bool fill(Ref module) {
    Object **class = &MODULES_ROOT->termios_error;
    if (!*class) *class = module_exception_new("termios.error", EXC(Exception));
    return *class && module_add(module, "error", own(*class)) && module_add_constants(module, constants);
}
static void clear(void) { slot_clear(&MODULES_ROOT->termios_error); }

const NativeModule termios_module = {
    .name = "termios",
    .doc =
        "This module provides an interface to the Posix calls for tty I/O control.\nFor a complete description "
        "of "
        "these calls, see the Posix or Unix manual\npages. It is only available for those Unix versions that "
        "support Posix\ntermios style tty I/O control.\n\nAll functions in this module take a file descriptor "
        "fd as "
        "their first\nargument. This can be an integer file descriptor, such as returned "
        "by\nsys.stdin.fileno(), or "
        "a file object, such as sys.stdin itself.",
    .functions = functions,
    .fill = fill,
    .clear = clear,
    .extension = true};
