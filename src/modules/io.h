/* io.h: the module _io: streams of bytes and of text, in layers.
 *
 *     TextIOWrapper        str      decodes, translates ends of lines
 *       BufferedReader     bytes    fewer, larger calls of what lies below
 *         FileIO           bytes    one call of the operating system for each of its own
 *
 * Each layer knows the one below as an object with methods, which a program may have written: so most calls go
 * by name. Only print() and the machine's own messages have a shorter way (io_streams.c).
 *
 * All streams begin alike, with the __dict__ and the weak references that _IOBase gives them. A stream that
 * dies closes itself: the finalizer calls close(), as a program may have overridden it. */
#ifndef MODULES_IO_H
#define MODULES_IO_H

#include "modules/modules.h"
#include "modules/outside.h"
#include "object/argument_checks.h"
#include "object/bytes.h"
#include "object/dict.h"
#include "object/error.h"
#include "object/exception.h"
#include "object/gc.h"
#include "object/int.h"
#include "object/list.h"
#include "object/str.h"
#include "object/tuple.h"
#include "object/type_checks.h"
#include "object/weakref.h"
#include "vm/thread.h"

enum { IO_BUFFER_SIZE = 8192, IO_SEEK_SET = 0, IO_SEEK_CUR = 1, IO_SEEK_END = 2 };

#define IO_HEAD                                                                                                \
    Object ob_base;                                                                                            \
    Object *dict, *weaklist
typedef struct IoBase {
    IO_HEAD;
} IoBase;
#define AS_IO(ref) ((IoBase *)(ref))

/* --- io_base.c ----------------------------------------------------------------------------------------- */

/* Is its attribute `closed` true? 1, 0, -1 raised. */
int io_is_closed(Ref stream);
/* ValueError where it is. */
bool io_check_closed(Ref stream);
/* Asks seekable(), readable() or writable(): UnsupportedOperation(message) where it says no. */
bool io_check_able(Ref stream, Ref question, const char *message);
/* First and last parts of every stream's dealloc. True: it lives on. */
bool io_dealloc_begin(Own self);
void io_dealloc_end(Own self);
bool io_traverse(Ref self, VisitFn visit, void *context);
void io_clear(Ref self);
Own io_next_line(Ref self); /* __next__ by readline() */
/* A size: an int, or None and NULL for what *size holds already. */
bool io_size(Ref value, isize *size);
/* "<type fields>" with a guard against showing itself: the name, where it has one. */
Own io_repr_named(Ref self, const char *fields);
/* Calls a method and forgets its result. */
bool io_call_quietly(Ref object, Ref method);
/* Where we go straight to what a method does, CPython calls the method: a level of C, up to recursion_leave. False:
 * RecursionError. */
static inline bool io_call_enter(void) { return recursion_enter(" while calling a Python object"); }
/* `first` was the current exception when another one was raised, or not: it stays the context of that one, or
 * the current one. Consumes; NULL permitted. False: there is one now. */
bool io_chain(Own first);
/* An offset that a stream answered: -1 raised. */
i64 io_position(Own answer);
/* stream.seek(offset, whence) and stream.tell(); -1 raised. */
i64 io_seek(Ref stream, i64 offset, int whence);
i64 io_tell(Ref stream);
Own io_base_close(Ref self); /* _IOBase.close */
/* For __setstate__: the dict's entries, and a position, which stand at places named "third". */
bool io_set_dict_state(Ref self, Ref dict, const char *which);
bool io_state_position(Ref value, const char *which, isize *position);

/* --- io_file.c ----------------------------------------------------------------------------------------- */

typedef struct FileIo {
    IO_HEAD;
    int descriptor; /* -1: closed */
    bool created, readable, writable, appending, finalizing, closes;
    i8 seekable; /* -1: not asked yet */
    int block_size;
} FileIo;
#define AS_FILE_IO(ref) ((FileIo *)(ref))
/* What raw.readinto and raw.write do of an exact FileIO: bytes, -1 raised, -2 it would block. */
isize file_io_read(Ref self, char *bytes, isize size);
isize file_io_write(Ref self, const char *bytes, isize size);

/* --- io_buffered.c ------------------------------------------------------------------------------------- */

/* The buffer holds what lies around a place of the raw stream:
 *
 *     0 ........ write_start ... position ... write_end ... read_end ...... size
 *                [ written by the program, not by raw ]
 *     [ a copy of the file, as far as anybody has read       ]
 *
 * raw_position is where in the buffer the raw stream stands, absolute where it stands in the file. */
typedef struct Buffered {
    IO_HEAD;
    Object *raw; /* owned; NULL: detached or never made */
    bool ready, detached, readable, writable, finalizing;
    i64 absolute; /* -1: not known */
    char *buffer; /* raw block; NULL: closed */
    isize size, position, raw_position;
    isize read_end;               /* -1: nothing read */
    isize write_start, write_end; /* write_end -1: nothing written */
    u64 owner;                    /* number of the thread that is inside; 0: nobody */
    WaitQueue waiters;
} Buffered;
#define AS_BUFFERED(ref) ((Buffered *)(ref))

/* Enters the stream: waits until no other thread is inside; RuntimeError where this one is already. */
bool buffered_enter(Buffered *self);
void buffered_leave(Buffered *self);
bool buffered_check_ready(const Buffered *self);
/* ready, and not closed: ValueError(message). What was read ahead may still be read from a closed one. */
bool buffered_check_open(Buffered *self, const char *message);
static inline bool buffered_has_read(const Buffered *b) { return b->readable && b->read_end >= 0; }
static inline bool buffered_has_written(const Buffered *b) { return b->writable && b->write_end >= 0; }
static inline isize buffered_ahead(const Buffered *b) {
    return buffered_has_read(b) ? b->read_end - b->position : 0;
}
/* How far the raw stream is ahead of where the program thinks it is. */
static inline isize buffered_raw_offset(const Buffered *b) {
    bool valid = buffered_has_read(b) || buffered_has_written(b);
    return valid && b->raw_position >= 0 ? b->raw_position - b->position : 0;
}
/* One call of raw: bytes, 0 at the end, -1 raised, -2 it would block. */
isize buffered_raw_read(Buffered *self, char *start, isize length);
isize buffered_raw_write(Buffered *self, const char *start, isize length);
i64 buffered_raw_seek(Buffered *self, i64 target, int whence); /* -1 raised */
i64 buffered_raw_tell(Buffered *self);
/* The rest is called inside. */
bool buffered_flush_writes(Buffered *self);
/* Gives raw what was written, and puts it where the program thinks it is. */
bool buffered_flush_and_rewind(Buffered *self);
Own buffered_read_line(Buffered *self, isize limit); /* enters by itself */
bool buffered_write_bytes(Buffered *self, const char *bytes, isize length);
Own buffered_next(Ref self);

#define BUFFERED_METHODS(METHOD)                                                                               \
    METHOD(close, none)                                                                                        \
    METHOD(detach, none)                                                                                       \
    METHOD(flush, none)                                                                                        \
    METHOD(simple_flush, none)                                                                                 \
    METHOD(seek, array)                                                                                        \
    METHOD(tell, none)                                                                                         \
    METHOD(truncate, array)                                                                                    \
    METHOD(read, array)                                                                                        \
    METHOD(read1, array)                                                                                       \
    METHOD(readinto, one)                                                                                      \
    METHOD(readinto1, one)                                                                                     \
    METHOD(readline, array)                                                                                    \
    METHOD(peek, array)                                                                                        \
    METHOD(write, one)
#define METHOD_none Ref self
#define METHOD_one Ref self, Ref argument
#define METHOD_array Ref self, Ref const *args, isize nargs
#define METHOD(name, kind) Own buffered_method_##name(METHOD_##kind);
BUFFERED_METHODS(METHOD)
#undef METHOD

/* --- io_newline.c -------------------------------------------------------------------------------------- */

enum { NEWLINE_CR = 1, NEWLINE_LF = 2, NEWLINE_CRLF = 4 };
typedef struct NewlineDecoder {
    Object ob_base;
    Object *decoder, *errors; /* owned */
    bool pending_cr, translate;
    u8 seen; /* NEWLINE_ */
} NewlineDecoder;
#define AS_NEWLINE_DECODER(ref) ((NewlineDecoder *)(ref))
Own newline_decoder_make(Ref decoder, bool translate);
/* Decodes through the inner decoder (None: `input` is a str already) and translates. */
Own newline_decode(Ref self, Ref input, bool final);
Own newlines_seen(u8 seen); /* None, a str, or a tuple of strs */

/* Where a line ends in text[start, end): the index after its end of line, or -1 and *checked, up to where there
 * is none. `newline` NULL: universal, not translated; "" never. */
typedef struct LineEnd {
    bool translated, universal;
    const char *newline; /* in neither of these modes */
} LineEnd;
isize line_end_find(const LineEnd *mode, Ref text, isize start, isize end, isize *checked);

/* --- io_codec.c ---------------------------------------------------------------------------------------- */

/* The encodings that are done natively; all others by what the module codecs finds. */
typedef enum NativeEncoding { ENCODING_OTHER, ENCODING_UTF8, ENCODING_ASCII, ENCODING_LATIN1 } NativeEncoding;
NativeEncoding native_encoding(const char *name);
/* An object with decode(bytes, final), getstate(), setstate() and reset(). */
bool io_encoding_check(Ref encoding); /* is it there, and one of text? False: raised */
Own io_decoder_new(Ref encoding, Ref errors);
/* One with encode(text), reset() and setstate(); None where the encoding is native. */
Own io_encoder_new(Ref encoding, Ref errors);
/* Where -X warn_default_encoding says so, warns that none was given. False: raised. */
bool io_warn_default_encoding(isize stack_level);
/* What open() takes without an encoding: by the locale. */
const char *io_default_encoding(void);
/* The locale is C and nothing else. */
bool io_locale_is_plain(void);
/* What standard input and output do with what is no UTF-8: the C locale and its UTF-8 form let it pass. */
const char *io_lenient_errors(void);

/* --- io_text.c ----------------------------------------------------------------------------------------- */

typedef struct TextIo {
    IO_HEAD;
    bool ready, detached, line_buffering, write_through, seekable, has_read1, telling, finalizing;
    bool translates_read, universal_read, translates_write;
    NativeEncoding native;
    char newline[3];       /* as given, "": none or universal */
    char write_newline[3]; /* what "\n" becomes, "": itself */
    isize chunk_size;
    Object *buffer, *encoding, *errors; /* owned */
    Object *encoder, *decoder;          /* owned; NULL: not writable, not readable; encoder None: native */
    Object *decoded;                    /* str, or NULL; owned */
    isize decoded_used;
    Object *snapshot; /* (decoder's flags, bytes): what `decoded` was made of; NULL: not known; owned */
    double bytes_per_char;
    Text pending; /* encoded, not yet given to buffer */
} TextIo;
#define AS_TEXT_IO(ref) ((TextIo *)(ref))

bool text_io_init(Ref self, Ref const *args, isize nargs, Ref kwnames);
Own text_io_reconfigure(Ref self, Ref const *args, isize nargs, Ref kwnames);
Own text_io_detach(Ref self);
Own text_io_close(Ref self);
bool text_io_check(const TextIo *self);      /* ready, not detached */
bool text_io_check_open(const TextIo *self); /* not closed, too */
bool text_io_write_str(TextIo *self, Ref text);
bool text_io_flush(TextIo *self);         /* down to the descriptor */
bool text_io_flush_pending(TextIo *self); /* down to the buffer */
Own text_io_read_line(TextIo *self, isize limit);
Own text_io_read(TextIo *self, isize count); /* -1: all */
Own text_io_seek(Ref self, Ref const *args, isize nargs);
Own text_io_tell(Ref self);
/* Forgets what was read ahead. */
void text_io_set_decoded(TextIo *self, Own decoded);
/* Back to the start of the stream or not: byte order marks. */
bool text_io_reset_encoder(TextIo *self, bool at_start);

/* --- io_open.c ----------------------------------------------------------------------------------------- */
extern const MethodDef io_open_function;
/* UnsupportedOperation(message); always NULL. */
void *io_unsupported(const char *message);
Own io_open(Ref self, Ref const *args, isize nargs, Ref kwnames);

#endif
