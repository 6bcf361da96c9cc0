/* import_keep.c: the .pyc file of a module that was compiled, kept for the next run, as importlib does it.
 *
 * The file is written under another name and then renamed, so that nobody ever reads half of one. What fails in that
 * fails in silence: the module has its code. Nothing is written where somebody looks on (world_may_keep): under the
 * recorder what a run leaves behind is what the program itself has written. */
#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>

#include "code/marshal.h"
#include "code/pyc.h"
#include "object/audit.h"
#include "object/bytes.h"
#include "object/dict.h"
#include "object/error.h"
#include "object/int.h"
#include "object/str.h"
#include "vm/import_parts.h"
#include "world/world.h"

static Own path_as_str(const Text *path) {
    return str_from_utf8_surrogateescape(text_cstring(path), path->length);
}

static WorldAnswer call_on_path(WorldCall call, const Text *path, i64 first, i64 second) {
    WorldRequest request = {
        .call = call, .at = WORLD_HERE, .path = text_cstring(path), .numbers = {first, second}};
    return world_call(&request);
}

/* --- folders ---------------------------------------------------------------------------------------- */

static bool is_folder(const Text *path, isize length) {
    Text part = text_new(TEXT_IN_ARENA);
    text_append(&part, path->data, length);
    WorldStat stat = world_stat(text_cstring(&part));
    text_free(&part);
    return !stat.error && stat.is_directory;
}

/* Makes one folder. False: it can't be, or raised. */
static bool make_folder(const Text *path) {
    Own shown = path_as_str(path);
    bool told = shown && AUDIT("os.mkdir", "Oii", shown, 0777, -1);
    release_maybe(shown);
    if (!told) return false;
    WorldAnswer answer = call_on_path(WORLD_CALL_MAKE_FOLDER, path, 0777, 0);
    return !answer.error || answer.error == EEXIST;
}

/* Where the last of the path's first `end` bytes leads: the length of its folder's name. */
static isize parent_length(const Text *path, isize end) {
    while (end > 0 && path->data[end - 1] != '/') end--;
    while (end > 1 && path->data[end - 1] == '/') end--;
    return end;
}

/* All folders on the way to the file that are missing. False: it can't be, or raised. */
static bool make_folders(const Text *file) {
    isize whole = parent_length(file, file->length), there = whole;
    while (there > 0 && !is_folder(file, there)) there = parent_length(file, there);
    Text path = text_new(TEXT_IN_ARENA);
    bool made = true;
    for (isize end = there; made && end < whole;) {
        end++;
        while (end < whole && file->data[end] != '/') end++;
        text_clear(&path);
        text_append(&path, file->data, end);
        made = !path.failed && make_folder(&path);
    }
    text_free(&path);
    return made;
}

/* --- the file --------------------------------------------------------------------------------------- */

static bool write_all(int descriptor, const Text *data) {
    for (isize written = 0; written < data->length;) {
        WorldRequest request = {.call = WORLD_CALL_WRITE,
                                .descriptor = descriptor,
                                .bytes = data->data + written,
                                .length = data->length - written};
        WorldAnswer answer = world_call(&request);
        if (answer.error == EINTR) continue;
        if (answer.error) return false;
        written += (isize)answer.value;
    }
    return true;
}

/* A new file with these bytes. False: it couldn't be, or raised; there may be a part of it. */
static bool write_new(const Text *path, Ref shown, i64 mode, const Text *data) {
    enum {
        NEW_FILE = O_EXCL | O_CREAT | O_WRONLY | O_CLOEXEC,
        OF_STREAM = O_CREAT | O_TRUNC | O_WRONLY | O_CLOEXEC
    };
    if (!AUDIT("open", "OOi", shown, NULL, NEW_FILE)) return false;
    WorldAnswer answer = call_on_path(WORLD_CALL_OPEN, path, NEW_FILE, mode);
    if (answer.error) return false;
    int descriptor = (int)answer.value;
    bool written = AUDIT("open", "isi", descriptor, "wb", OF_STREAM) && write_all(descriptor, data);
    answer = world_call(&(WorldRequest){.call = WORLD_CALL_CLOSE, .descriptor = descriptor});
    return written && !answer.error;
}

static bool replace_file(const Text *from, const Text *to, Ref from_shown, Ref to_shown) {
    if (!AUDIT("os.rename", "OOii", from_shown, to_shown, -1, -1)) return false;
    WorldRequest request = {.call = WORLD_CALL_RENAME,
                            .at = WORLD_HERE,
                            .at2 = WORLD_HERE,
                            .path = text_cstring(from),
                            .path2 = text_cstring(to)};
    return !world_call(&request).error;
}

static void write_atomically(const Text *path, Ref shown, i64 mode, const Text *data) {
    i64 number = (i64)object_id(shown);
    if (!AUDIT("builtins.id", "l", number)) return;
    Text passing = text_new(TEXT_IN_ARENA);
    text_append_format(&passing, "%s.%lld", text_cstring(path), (long long)number);
    Own passing_shown = path_as_str(&passing);
    bool written = passing_shown && write_new(&passing, passing_shown, mode, data);
    if (!written || !replace_file(&passing, path, passing_shown, shown)) {
        call_on_path(WORLD_CALL_REMOVE, &passing, 0, 0);
    }
    release_maybe(passing_shown);
    text_free(&passing);
}

/* The source's own mode, and the owner may write. */
static i64 mode_of(Ref source) {
    Text path = text_new(TEXT_IN_ARENA);
    str_append_utf8(source, &path);
    WorldRequest request = {.call = WORLD_CALL_STAT, .at = WORLD_HERE, .path = text_cstring(&path)};
    request.descriptor = WORLD_NO_DESCRIPTOR;
    WorldAnswer answer = world_call(&request);
    text_free(&path);
    if (answer.error) return 0666;
    WorldFileStat status;
    memcpy(&status, answer.bytes, sizeof status);
    return (status.mode | S_IWUSR) & 0666;
}

bool import_may_keep(void) {
    if (!world_may_keep()) return false;
    Ref refused = dict_get_cstring(VM_ROOT->sys_dict, "dont_write_bytecode");
    int answer = refused ? object_is_true(refused) : 1;
    if (answer < 0) error_clear();
    return answer == 0;
}

bool import_keep_code(Ref code, Ref source, Ref cached, u32 flags, u64 stamp) {
    Text path = text_new(TEXT_IN_ARENA), data = text_new(TEXT_IN_ARENA);
    str_append_utf8(cached, &path);
    if (AUDIT("marshal.dumps", "Oi", code, MARSHAL_VERSION) && pyc_write(code, flags, stamp, &data)) {
        if (make_folders(&path)) write_atomically(&path, cached, mode_of(source), &data);
        if (error_occurred() && error_matches(EXC(OSError))) error_clear();
    }
    text_free(&path);
    text_free(&data);
    return !error_occurred();
}
