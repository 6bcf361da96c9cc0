/* import_bytecode.c: a module's body: from the .pyc file that CPython keeps of it, or compiled anew.
 *
 * PEP 552: sixteen bytes, then the code object as marshal writes it. The first four tell CPython's version, the
 * next four how to see whether the file is still good: 0: the source's date and size follow; 1: a hash of the
 * source follows, which is not looked at; 3: it is compared. import_keep.c writes them. */
#include "base/hash.h"
#include "code/code.h"
#include "code/marshal.h"
#include "code/pyc.h"
#include "compiler/compiler.h"
#include "object/audit.h"
#include "object/dict.h"
#include "object/error.h"
#include "object/exception.h"
#include "object/str.h"
#include "object/tuple.h"
#include "object/type_checks.h"
#include "vm/import_parts.h"
#include "world/world.h"

/* --- files ------------------------------------------------------------------------------------------ */

/* Appends all of a file. Returns 0 or an errno. */
static int read_file(Ref path, Text *data) {
    Text file = text_new(TEXT_IN_ARENA);
    str_append_utf8(path, &file);
    const char *bytes;
    isize length;
    int error = world_read_file(text_cstring(&file), &bytes, &length);
    text_free(&file);
    if (!error) text_append(data, bytes, length);
    return error;
}

bool import_read_source(Ref path, Text *data) {
    if (!import_audit_open(path)) return false;
    int error = read_file(path, data);
    if (error)
        error_set_errno(error, path);
    else if (data->failed)
        error_memory();
    else
        return true;
    import_trail_begin(IMPORT_GET_DATA);
    return false;
}

/* The folder for .pyc files: beside the source, or below sys.pycache_prefix. */
static Own cache_folder(Ref folder) {
    Ref prefix = dict_get_cstring(VM_ROOT->sys_dict, "pycache_prefix");
    if (!prefix || !is_str(prefix)) return str_format("%U__pycache__/", folder);
    isize end = str_length(prefix);
    while (end > 0 && str_char(prefix, end - 1) == '/') end--;
    Own start = str_substring(prefix, 0, end), whole = start ? str_format("%U%U", start, folder) : NULL;
    release_maybe(start);
    return whole;
}

Own import_cache_path(Ref path) {
    isize slash = str_length(path) - 1, end = str_length(path);
    while (slash >= 0 && str_char(path, slash) != '/') slash--;
    for (isize i = slash + 1; i < str_length(path); i++) {
        if (str_char(path, i) == '.') end = i;
    }
    static const char *const endings[] = {"", ".opt-1", ".opt-2"};
    Own folder = str_substring(path, 0, slash + 1), stem = str_substring(path, slash + 1, end);
    Own place = folder ? cache_folder(folder) : NULL;
    Own cached = place && stem ? str_format("%U%U.cpython-311%s.pyc", place, stem,
                                            endings[VM_ROOT->optimize > 2 ? 2 : VM_ROOT->optimize])
                               : NULL;
    release_maybe(place);
    release_maybe(folder);
    release_maybe(stem);
    return cached;
}

/* --- .pyc ------------------------------------------------------------------------------------------- */

static u64 source_hash(const char *bytes, isize length) {
    return hash_siphash13_keyed(PYC_MAGIC, bytes, (usize)length);
}

static bool source_has_hash(Ref path, u64 hash) {
    Text source = text_new(TEXT_IN_ARENA);
    bool same = import_audit_open(path) && read_file(path, &source) == 0 &&
                source_hash(text_cstring(&source), source.length) == hash;
    text_free(&source);
    return same;
}

/* Whether what was read of a .pyc is of this version and of this source. False with an exception: raised. */
static bool is_valid(const Text *data, const Found *found) {
    if (data->failed || data->length < PYC_HEADER_SIZE || pyc_word(data->data, 0) != PYC_MAGIC) return false;
    u32 flags = pyc_word(data->data, 4);
    if (flags & ~(u32)(PYC_HASH | PYC_CHECK_SOURCE)) return false;
    if (found->sourceless || flags == PYC_HASH) return true;
    u64 stamp = (u64)pyc_word(data->data, 12) << 32 | pyc_word(data->data, 8);
    if (flags & PYC_HASH) return source_has_hash(found->path, stamp);
    return flags == 0 && stamp == pyc_stamp(found->mtime_ns, found->size);
}

void import_set_filename(Ref ref, Ref filename) {
    Code *code = AS_CODE(ref);
    if (code->filename == filename) return;
    slot_set(&code->filename, own(filename));
    for (isize i = 0; i < tuple_length(code->consts); i++) {
        Ref constant = tuple_get(code->consts, i);
        if (is_code(constant)) import_set_filename(constant, filename);
    }
}

/* The code in a valid .pyc. */
static Own unmarshal(const Text *data, Ref pyc, Ref name, Ref filename) {
    const u8 *marshalled = (const u8 *)data->data + PYC_HEADER_SIZE;
    isize length = data->length - PYC_HEADER_SIZE;
    if (!AUDIT("marshal.loads", "y", (const void *)marshalled, length)) return NULL;
    Own code = marshal_loads(marshalled, length, NULL);
    if (!code) import_trail_begin(IMPORT_COMPILE_BYTECODE);
    if (code && !is_code(code)) {
        release(code);
        return import_raise(EXC(ImportError), str_format("Non-code object in %R", pyc), name, pyc);
    }
    if (code && filename && !str_equal(AS_CODE(code)->filename, filename)) import_set_filename(code, filename);
    return code;
}

/* *code stays NULL where there is no valid file; *flags are those of one that is of this version but not of this
 * source. False: raised. */
static bool load_cached(Ref name, Ref cached, const Found *found, Ref filename, Own *code, u32 *flags) {
    *code = NULL;
    *flags = 0;
    Text data = text_new(TEXT_IN_ARENA);
    bool valid = import_audit_open(cached) && read_file(cached, &data) == 0 && is_valid(&data, found);
    if (valid && !(*code = unmarshal(&data, cached, name, filename)))
        import_trail_pass(IMPORT_SOURCE_UNMARSHAL);
    bool stale = !valid && data.length >= PYC_HEADER_SIZE && pyc_word(data.data, 0) == PYC_MAGIC;
    if (stale && pyc_word(data.data, 4) == (PYC_HASH | PYC_CHECK_SOURCE)) *flags = pyc_word(data.data, 4);
    text_free(&data);
    return *code || (!valid && !error_occurred());
}

static void *raise_bad_file(Ref name, Ref path, const Text *data) {
    bool magic = data->length < 4 || pyc_word(data->data, 0) != PYC_MAGIC;
    if (!magic && data->length < PYC_HEADER_SIZE) {
        error_set(EXC(EOFError), "reached EOF while reading pyc header of %R", name);
        import_trail_begin(IMPORT_CLASSIFY);
        return NULL;
    }
    Own head = str_from_latin1((const u8 *)data->data, isize_min(data->length, 4));
    Own shown = head ? object_repr(head) : NULL;
    if (shown && magic) {
        import_raise(EXC(ImportError), str_format("bad magic number in %R: b%U", name, shown), name, path);
    } else if (shown) {
        import_raise(EXC(ImportError), str_format("invalid flags %u in %R", pyc_word(data->data, 4), name),
                     name, path);
    }
    release_maybe(shown);
    release_maybe(head);
    return NULL;
}

static Own load_sourceless(Ref name, const Found *found) {
    Text data = text_new(TEXT_IN_ARENA);
    Own code = NULL;
    if (!import_read_source(found->path, &data)) {
        import_trail_pass(IMPORT_PYC_READ);
    } else if (is_valid(&data, found)) {
        code = unmarshal(&data, found->path, name, NULL);
        if (!code) import_trail_pass(IMPORT_PYC_UNMARSHAL);
    } else if (!error_occurred()) {
        raise_bad_file(name, found->path, &data);
        import_trail_pass(IMPORT_PYC_CLASSIFY);
    }
    text_free(&data);
    return code;
}

/* Compiles the source, and keeps what comes of it: as a file with such flags. */
static Own compile_file(const Found *found, Ref filename, Ref cached, u32 flags) {
    Text data = text_new(TEXT_IN_ARENA);
    Own code = NULL;
    if (!import_read_source(found->path, &data)) {
        import_trail_pass(IMPORT_SOURCE_READ);
    } else if (AUDIT("compile", "yO", text_cstring(&data), data.length, filename)) {
        CompileOptions options = {.mode = PARSE_FILE, .optimize = VM_ROOT->optimize};
        code = compile_source(text_cstring(&data), data.length, filename, &options);
    }
    if (code && !found->frozen && import_may_keep()) {
        u64 stamp =
            flags ? source_hash(text_cstring(&data), data.length) : pyc_stamp(found->mtime_ns, data.length);
        if (!import_keep_code(code, found->path, cached, flags, stamp)) slot_clear(&code);
    }
    text_free(&data);
    return code;
}

static Own load_code(Ref name, const Found *found) {
    if (found->sourceless) return load_sourceless(name, found);
    bool package;
    u32 flags;
    Own filename =
            found->frozen ? str_format("<frozen %s>", import_frozen_name(name, &package)) : own(found->path),
        cached = filename ? import_cache_path(found->path) : NULL, code = NULL;
    if (cached && load_cached(name, cached, found, filename, &code, &flags) && !code)
        code = compile_file(found, filename, cached, flags);
    release_maybe(cached);
    release_maybe(filename);
    return code;
}

/* What CPython has frozen it need not read. */
Own import_load_code(Ref name, const Found *found) {
    if (!found->frozen) return load_code(name, found);
    AuditHears hears = audit_mute();
    Own code = load_code(name, found);
    audit_unmute(hears);
    return code;
}
