/* io_open.c: open(), which stacks the layers, and what else the module _io has. */
#include "modules/io.h"
#include "object/argument_checks.h"

/* --- UnsupportedOperation ------------------------------------------------------------------------------ */

static Own make_unsupported_class(void) {
    Own namespace = dict_new(), module = str_intern_cstring("io"),
        name = str_intern_cstring("UnsupportedOperation");
    Own bases = tuple_pack(2, (Ref)EXC(OSError), (Ref)EXC(ValueError)), class = NULL;
    if (namespace && module && name && bases && dict_set(namespace, NAME(__module__), module))
        class = object_call_args((Ref)TYPE(TYPE), 3, (Ref)name, (Ref)bases, (Ref) namespace);
    release_maybe(namespace);
    release_maybe(module);
    release_maybe(name);
    release_maybe(bases);
    return class;
}

/* Made when it is first needed; NULL raised. */
static Ref unsupported_class(void) {
    if (!MODULES_ROOT->unsupported_operation) {
        u64 resume = object_machine_births_begin();
        MODULES_ROOT->unsupported_operation = make_unsupported_class();
        object_machine_births_end(resume);
    }
    return MODULES_ROOT->unsupported_operation;
}

void *io_unsupported(const char *message) {
    Ref class = unsupported_class();
    return class ? error_set(AS_TYPE(class), "%s", message) : NULL;
}

/* --- the mode ------------------------------------------------------------------------------------------ */

typedef struct Mode {
    bool creating, reading, writing, appending, updating, text, binary;
    char raw[6];
} Mode;

static bool parse_mode(Ref text, Mode *mode) {
    *mode = (Mode){.text = false};
    isize raw_length = 0;
    for (isize i = 0; i < str_length(text); i++) {
        u32 c = str_char(text, i);
        bool repeated = str_find_char(text, c, 0, i) >= 0;
        if (repeated || c >= 128 || !strchr("xrwa+tb", (int)c) || !c) {
            error_set(EXC(ValueError), "invalid mode: '%U'", text);
            return false;
        }
        mode->creating |= c == 'x';
        mode->reading |= c == 'r';
        mode->writing |= c == 'w';
        mode->appending |= c == 'a';
        mode->updating |= c == '+';
        mode->text |= c == 't';
        mode->binary |= c == 'b';
        if (c != 't' && c != 'b' && raw_length < 5) mode->raw[raw_length++] = (char)c;
    }
    return true;
}

static bool given(Ref value) { return value && value != None; }

static bool check_mode(const Mode *mode, Ref encoding, Ref errors, Ref newline, int buffering) {
    const char *wrong = NULL;
    if (mode->text && mode->binary) {
        wrong = "can't have text and binary mode at once";
    } else if (mode->creating + mode->reading + mode->writing + mode->appending > 1) {
        wrong = "must have exactly one of create/read/write/append mode";
    } else if (mode->binary && given(encoding)) {
        wrong = "binary mode doesn't take an encoding argument";
    } else if (mode->binary && given(errors)) {
        wrong = "binary mode doesn't take an errors argument";
    } else if (mode->binary && given(newline)) {
        wrong = "binary mode doesn't take a newline argument";
    }
    if (wrong) {
        error_set(EXC(ValueError), "%s", wrong);
        return false;
    }
    return !mode->binary || buffering != 1 ||
           warning_issue(EXC(RuntimeWarning), 1,
                         "line buffering (buffering=1) isn't supported in binary mode, the default buffer size "
                         "will be used");
}

/* --- the layers ---------------------------------------------------------------------------------------- */

static Own raw_open(Ref file, const Mode *mode, bool closes, Ref opener) {
    Own raw_mode = str_from_ascii(mode->raw, -1);
    Own raw = raw_mode ? object_call_args((Ref)MODULE_TYPE(IO_FILE), 4, file, (Ref)raw_mode,
                                          closes ? True : False, opener ? opener : None)
                       : NULL;
    release_maybe(raw_mode);
    return raw;
}

/* The buffered layer over `raw`; consumes it, and closes it on failure. */
static Own buffer_over(Own raw, const Mode *mode, Ref mode_text, isize size) {
    Type *type = mode->updating                                       ? MODULE_TYPE(IO_BUFFERED_RANDOM)
                 : mode->creating || mode->writing || mode->appending ? MODULE_TYPE(IO_BUFFERED_WRITER)
                 : mode->reading                                      ? MODULE_TYPE(IO_BUFFERED_READER)
                                                                      : NULL;
    Own count = int_from_isize(size), buffer = NULL;
    bool ready = !mode->updating || module_ready_type(MODULE_TYPE_IO_BUFFERED_RANDOM);
    if (!type) {
        error_set(EXC(ValueError), "unknown mode: '%U'", mode_text);
    } else if (count && ready) {
        buffer = object_call_args((Ref)type, 2, (Ref)raw, (Ref)count);
    }
    release_maybe(count);
    release(raw);
    return buffer;
}

static Own text_over(Ref buffer, Ref encoding, Ref errors, Ref newline, bool line_buffering, Ref mode_text) {
    Own text =
        object_call_args((Ref)MODULE_TYPE(IO_TEXT), 5, buffer, encoding ? encoding : None,
                         errors ? errors : None, newline ? newline : None, line_buffering ? True : False);
    if (text && !object_set_attribute(text, NAME(mode), mode_text)) slot_clear(&text);
    return text;
}

/* What was opened so far is closed again, quietly. Consumes. */
static Own close_after_error(Own stream) {
    Own raised = error_fetch();
    if (!io_call_quietly(stream, NAME(close))) error_clear();
    release(stream);
    error_restore(raised);
    return NULL;
}

typedef struct OpenArguments {
    Ref file, mode, encoding, errors, newline, opener;
    int buffering;
    bool closes;
} OpenArguments;

static bool take_arguments(Ref const *args, isize nargs, Ref kwnames, OpenArguments *out) {
    static const Parameters parameters = {
        "open",
        {"file", "mode", "buffering", "encoding", "errors", "newline", "closefd", "opener"},
        .required = 1};
    Ref got[8];
    if (!arguments_bind(&parameters, args, nargs, kwnames, got)) return false;
    *out = (OpenArguments){.file = got[0],
                           .mode = got[1],
                           .encoding = got[3],
                           .errors = got[4],
                           .newline = got[5],
                           .opener = got[7],
                           .buffering = -1,
                           .closes = true};
    static const char *const names[] = {"mode", "buffering", "encoding", "errors", "newline"};
    for (int i = 1; i < 6; i++) {
        if (i == 2 || !got[i] || is_str(got[i]) || (i > 2 && got[i] == None)) continue;
        error_set(EXC(TypeError), "open() argument '%s' must be str%s, not %.50s", names[i - 1],
                  i == 1 ? "" : " or None", argument_type_name(got[i]));
        return false;
    }
    if (got[2] && !argument_int(got[2], &out->buffering)) return false;
    int closes = got[6] ? object_is_true(got[6]) : 1;
    out->closes = closes > 0;
    return closes >= 0;
}

/* How large the buffer is to be: 0 none, -1 raised. */
static isize choose_buffer(Ref raw, int buffering, bool *line_buffering) {
    bool terminal = false;
    if (buffering < 0) {
        Own answer = object_call_method_none(raw, NAME(isatty));
        if (!answer) return -1;
        terminal = object_is_true(answer) > 0;
        release(answer);
    }
    *line_buffering = buffering == 1 || terminal;
    if (buffering >= 0 && !*line_buffering) return buffering;
    return AS_FILE_IO(raw)->block_size;
}

static Own open_layers(const OpenArguments *a, Ref file, const Mode *mode, Ref mode_text) {
    Own raw = raw_open(file, mode, a->closes, a->opener);
    if (!raw) return NULL;
    bool line_buffering;
    isize size = choose_buffer(raw, a->buffering, &line_buffering);
    if (size == 0) {
        if (mode->binary) return raw;
        error_set(EXC(ValueError), "can't have unbuffered text I/O");
    }
    if (size <= 0) return close_after_error(raw);
    Own buffer = buffer_over(own(raw), mode, mode_text, size);
    if (!buffer) return close_after_error(raw);
    release(raw);
    if (mode->binary) return buffer;
    Own text = text_over(buffer, a->encoding, a->errors, a->newline, line_buffering, mode_text);
    if (!text) return close_after_error(buffer);
    release(buffer);
    return text;
}

Own io_open(Ref self UNUSED, Ref const *args, isize nargs, Ref kwnames) {
    OpenArguments a;
    Mode mode;
    if (!take_arguments(args, nargs, kwnames, &a)) return NULL;
    const TypeSlots *slots = &type_of(a.file)->slots;
    bool is_number = slots->index || slots->to_int || slots->to_float;
    Own file = is_number ? own(a.file) : path_of_object(a.file);
    if (!file) return NULL;
    Own mode_text = a.mode ? own(a.mode) : str_intern_cstring("r"), stream = NULL;
    if (mode_text && parse_mode(mode_text, &mode) &&
        check_mode(&mode, a.encoding, a.errors, a.newline, a.buffering))
        stream = open_layers(&a, file, &mode, mode_text);
    release_maybe(mode_text);
    release(file);
    return stream;
}

static Own io_open_code(Ref self, Ref const *args, isize nargs, Ref kwnames) {
    static const Parameters parameters = {"open_code", {"path"}, .required = 1};
    Ref path;
    if (!arguments_bind(&parameters, args, nargs, kwnames, &path)) return NULL;
    if (!is_str(path))
        return error_set(EXC(TypeError), "open_code() argument 'path' must be str, not %.50s",
                         type_of(path)->name);
    Own mode = str_intern_cstring("rb");
    Ref both[] = {path, mode};
    Own stream = mode ? io_open(self, both, 2, NULL) : NULL;
    release_maybe(mode);
    return stream;
}

static Own io_text_encoding(Ref self UNUSED, Ref const *args, isize nargs) {
    int stack_level = 2;
    if (!arguments_count("text_encoding", nargs, 1, 2)) return NULL;
    if (nargs > 1 && !argument_int(args[1], &stack_level)) return NULL;
    if (args[0] != None) return own(args[0]);
    if (!io_warn_default_encoding(stack_level)) return NULL;
    return str_from_ascii(strcmp(io_default_encoding(), "utf-8") == 0 ? "utf-8" : "locale", -1);
}

/* --- the module ---------------------------------------------------------------------------------------- */

const MethodDef io_open_function = {
    "open", METHOD_KEYWORDS, .keywords = io_open,
    .doc =
        "open($module, /, file, mode='r', buffering=-1, encoding=None,\n     errors=None, newline=None, "
        "closefd=True, opener=None)\n--\n\nOpen file and return a stream.  Raise OSError upon failure.\n\nfile "
        "is either a text or byte string giving the name (and the path\nif the file isn't in the current "
        "working directory) of the file to\nbe opened or an integer file descriptor of the file to "
        "be\nwrapped. (If a file descriptor is given, it is closed when the\nreturned I/O object is closed, "
        "unless closefd is set to False.)\n\nmode is an optional string that specifies the mode in which the "
        "file\nis opened. It defaults to 'r' which means open for reading in text\nmode.  Other common values "
        "are 'w' for writing (truncating the file if\nit already exists), 'x' for creating and writing to a "
        "new file, and\n'a' for appending (which on some Unix systems, means that all writes\nappend to the "
        "end of the file regardless of the current seek position).\nIn text mode, if encoding is not specified "
        "the encoding used is platform\ndependent: locale.getencoding() is called to get the current locale "
        "encoding.\n(For reading and writing raw bytes use binary mode and leave encoding\nunspecified.) The "
        "available modes are:\n\n========= "
        "===============================================================\nCharacter Meaning\n--------- "
        "---------------------------------------------------------------\n'r'       open for reading "
        "(default)\n'w'       open for writing, truncating the file first\n'x'       create a new file and "
        "open it for writing\n'a'       open for writing, appending to the end of the file if it exists\n'b'   "
        "    binary mode\n't'       text mode (default)\n'+'       open a disk file for updating (reading and "
        "writing)\n========= ===============================================================\n\nThe default "
        "mode is 'rt' (open for reading text). For binary random\naccess, the mode 'w+b' opens and truncates "
        "the file to 0 bytes, while\n'r+b' opens the file without truncation. The 'x' mode implies 'w' "
        "and\nraises an `FileExistsError` if the file already exists.\n\nPython distinguishes between files "
        "opened in binary and text modes,\neven when the underlying operating system doesn't. Files opened "
        "in\nbinary mode (appending 'b' to the mode argument) return contents as\nbytes objects without any "
        "decoding. In text mode (the default, or when\n't' is appended to the mode argument), the contents of "
        "the file are\nreturned as strings, the bytes having been first decoded using a\nplatform-dependent "
        "encoding or using the specified encoding if given.\n\nbuffering is an optional integer used to set "
        "the buffering policy.\nPass 0 to switch buffering off (only allowed in binary mode), 1 to "
        "select\nline buffering (only usable in text mode), and an integer > 1 to indicate\nthe size of a "
        "fixed-size chunk buffer.  When no buffering argument is\ngiven, the default buffering policy works as "
        "follows:\n\n* Binary files are buffered in fixed-size chunks; the size of the buffer\n  is chosen "
        "using a heuristic trying to determine the underlying device's\n  \"block size\" and falling back on "
        "`io.DEFAULT_BUFFER_SIZE`.\n  On many systems, the buffer will typically be 4096 or 8192 bytes "
        "long.\n\n* \"Interactive\" text files (files for which isatty() returns True)\n  use line buffering.  "
        "Other text files use the policy described above\n  for binary files.\n\nencoding is the name of the "
        "encoding used to decode or encode the\nfile. This should only be used in text mode. The default "
        "encoding is\nplatform dependent, but any encoding supported by Python can be\npassed.  See the codecs "
        "module for the list of supported encodings.\n\nerrors is an optional string that specifies how "
        "encoding errors are to\nbe handled---this argument should not be used in binary mode. Pass\n'strict' "
        "to raise a ValueError exception if there is an encoding error\n(the default of None has the same "
        "effect), or pass 'ignore' to ignore\nerrors. (Note that ignoring encoding errors can lead to data "
        "loss.)\nSee the documentation for codecs.register or run 'help(codecs.Codec)'\nfor a list of the "
        "permitted encoding error strings.\n\nnewline controls how universal newlines works (it only applies "
        "to text\nmode). It can be None, '', '\\n', '\\r', and '\\r\\n'.  It works as\nfollows:\n\n* On input, "
        "if newline is None, universal newlines mode is\n  enabled. Lines in the input can end in '\\n', "
        "'\\r', or '\\r\\n', and\n  these are translated into '\\n' before being returned to the\n  caller. If "
        "it is '', universal newline mode is enabled, but line\n  endings are returned to the caller "
        "untranslated. If it has any of\n  the other legal values, input lines are only terminated by the "
        "given\n  string, and the line ending is returned to the caller untranslated.\n\n* On output, if "
        "newline is None, any '\\n' characters written are\n  translated to the system default line separator, "
        "os.linesep. If\n  newline is '' or '\\n', no translation takes place. If newline is any\n  of the "
        "other legal values, any '\\n' characters written are translated\n  to the given string.\n\nIf closefd "
        "is False, the underlying file descriptor will be kept open\nwhen the file is closed. This does not "
        "work when a file name is given\nand must be True in that case.\n\nA custom opener can be used by "
        "passing a callable as *opener*. The\nunderlying file descriptor for the file object is then obtained "
        "by\ncalling *opener* with (*file*, *flags*). *opener* must return an open\nfile descriptor (passing "
        "os.open as *opener* results in functionality\nsimilar to passing None).\n\nopen() returns a file "
        "object whose type depends on the mode, and\nthrough which the standard file operations such as "
        "reading and writing\nare performed. When open() is used to open a file in a text mode ('w',\n'r', "
        "'wt', 'rt', etc.), it returns a TextIOWrapper. When used to open\na file in a binary mode, the "
        "returned class varies: in read binary\nmode, it returns a BufferedReader; in write binary and append "
        "binary\nmodes, it returns a BufferedWriter, and in read/write mode, it returns\na "
        "BufferedRandom.\n\nIt is also possible to use a string or bytearray as a file for both\nreading and "
        "writing. For strings StringIO can be used like a file\nopened in a text mode, and for bytes a BytesIO "
        "can be used like a file\nopened in a binary mode."};

static const MethodDef functions[] = {
    {"open_code", METHOD_KEYWORDS, .keywords = io_open_code,
     .doc = "open_code($module, /, path)\n--\n\nOpens the provided file with the intent to import the "
            "contents.\n\n"
            "This may perform extra validation beyond open(), but is otherwise interchangeable\n"
            "with calling open(path, 'rb')."},
    {"text_encoding", METHOD_ARRAY, .array = io_text_encoding,
     .doc = "text_encoding($module, encoding, stacklevel=2, /)\n--\n\n"
            "A helper function to choose the text encoding.\n\n"
            "When encoding is not None, this function returns it.\n"
            "Otherwise, this function returns the default text encoding\n"
            "(i.e. \"locale\" or \"utf-8\" depends on UTF-8 mode).\n\n"
            "This function emits an EncodingWarning if encoding is None and\n"
            "sys.flags.warn_default_encoding is true.\n\n"
            "This can be used in APIs with an encoding=None parameter.\n"
            "However, please consider using encoding=\"utf-8\" for new APIs."},
    {.name = NULL}};

/* open() was made before its module, to which it belongs. */
static bool adopt_open(Ref module) {
    BuiltinFunction *function = (BuiltinFunction *)MODULES_ROOT->open;
    if (!function->self) function->self = own(module);
    return true;
}

static bool fill(Ref module) {
    static const enum ModuleTypeId types[] = {
        MODULE_TYPE_IO_BASE,
        MODULE_TYPE_IO_RAW_BASE,
        MODULE_TYPE_IO_BUFFERED_BASE,
        MODULE_TYPE_IO_TEXT_BASE,
        MODULE_TYPE_IO_FILE,
        MODULE_TYPE_IO_BYTES,
        MODULE_TYPE_IO_STRING,
        MODULE_TYPE_IO_NEWLINE_DECODER,
        MODULE_TYPE_IO_BUFFERED_READER,
        MODULE_TYPE_IO_BUFFERED_WRITER,
        MODULE_TYPE_IO_PAIR,
        MODULE_TYPE_IO_BUFFERED_RANDOM,
        MODULE_TYPE_IO_TEXT,
    };
    for (isize i = 0; i < COUNT_OF(types); i++) {
        if (!module_add_type(module, types[i])) return false;
    }
    Ref unsupported = unsupported_class();
    return unsupported && module_add(module, "UnsupportedOperation", own(unsupported)) &&
           module_add(module, "DEFAULT_BUFFER_SIZE", int_from_i64(IO_BUFFER_SIZE)) &&
           module_add(module, "BlockingIOError", own((Ref)EXC(BlockingIOError))) &&
           module_add(module, "open", own(MODULES_ROOT->open)) && adopt_open(module);
}

/* The standard streams die last of all. */
static void clear(void) {
    if (MODULES_ROOT->open) slot_clear(&((BuiltinFunction *)MODULES_ROOT->open)->self);
    slot_clear(&MODULES_ROOT->standard_input);
    slot_clear(&MODULES_ROOT->standard_output);
    slot_clear(&MODULES_ROOT->standard_error);
}

const NativeModule io_module = {
    .name = "_io",
    .own_name = "io",
    .doc = "The io module provides the Python interfaces to stream handling. The\nbuiltin open function is "
           "defined in this module.\n\nAt the top of the I/O hierarchy is the abstract base class IOBase. "
           "It\ndefines the basic interface to a stream. Note, however, that there is no\nseparation between "
           "reading and writing to streams; implementations are\nallowed to raise an OSError if they do not "
           "support a given operation.\n\nExtending IOBase is RawIOBase which deals simply with the reading "
           "and\nwriting of raw bytes to a stream. FileIO subclasses RawIOBase to provide\nan interface to OS "
           "files.\n\nBufferedIOBase deals with buffering on a raw byte stream (RawIOBase). Its\nsubclasses, "
           "BufferedWriter, BufferedReader, and BufferedRWPair buffer\nstreams that are readable, writable, "
           "and both respectively.\nBufferedRandom provides a buffered interface to random access\nstreams. "
           "BytesIO is a simple stream of in-memory bytes.\n\nAnother IOBase subclass, TextIOBase, deals with "
           "the encoding and decoding\nof streams into text. TextIOWrapper, which extends it, is a buffered "
           "text\ninterface to a buffered raw stream (`BufferedIOBase`). Finally, StringIO\nis an in-memory "
           "stream for text.\n\nArgument names are not part of the specification, and only the arguments\nof "
           "open() are intended to be used as keyword arguments.\n\ndata:\n\nDEFAULT_BUFFER_SIZE\n\n   An int "
           "containing the default buffer size used by the module's buffered\n   I/O classes. open() uses the "
           "file's blksize (as obtained by os.stat) if\n   possible.\n",
    .functions = functions,
    .fill = fill,
    .clear = clear};
