/* mmap_module.c: the module mmap, and its type: making maps of files and of nothing, and letting them go. */
#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>

#include "modules/mmap.h"
#include "modules/outside.h"
#include "object/argument_checks.h"
#include "object/audit.h"
#include "object/bytes.h"
#include "object/error.h"
#include "object/exception.h"
#include "object/gc.h"
#include "object/int.h"
#include "object/str.h"
#include "object/weakref.h"

/* --- the memory and its file ---------------------------------------------------------------------------- */

bool mmap_is_open(const MemoryMap *map) {
    return map->data || error_set(EXC(ValueError), "mmap closed or invalid") != NULL;
}
bool mmap_is_writable(const MemoryMap *map) {
    return map->access != ACCESS_READ ||
           error_set(EXC(TypeError), "mmap can't modify a readonly memory map.") != NULL;
}

bool mmap_changed(const MemoryMap *map, isize start, isize length) {
    WorldAnswer answer;
    for (isize done = 0; map->shared && !map->system && done < length; done += (isize)answer.value) {
        WorldRequest request = {.call = WORLD_CALL_WRITE_AT,
                                .descriptor = map->descriptor,
                                .bytes = (const char *)map->data + start + done,
                                .length = length - done,
                                .numbers = {0, map->offset + start + done}};
        if (!outside_do(&request, &answer, NULL, NULL)) return false;
    }
    return true;
}

/* The system's map of such a size; *data stays NULL where the run is kept to be lived through again. False: raised. */
static bool system_map(const MemoryMap *map, isize size, int protection, u8 **data) {
    WorldAnswer answer;
    WorldRequest request = {.call = WORLD_CALL_MAP,
                            .descriptor = map->descriptor,
                            .numbers = {size, protection, map->descriptor < 0, map->offset}};
    *data = NULL;
    if (!outside_ask(&request, &answer)) return false;
    if (answer.error == ENOSYS) return true;
    if (answer.error) return error_set_errno(answer.error, NULL) != NULL;
    *data = (u8 *)(uintptr_t)answer.value; /* NOLINT: an address of the system's */
    return true;
}

static bool system_unmap(u8 *data, isize size) {
    WorldAnswer answer;
    WorldRequest request = {.call = WORLD_CALL_UNMAP, .numbers = {(i64)(uintptr_t)data, size}};
    return outside_do(&request, &answer, NULL, NULL);
}

bool mmap_move(MemoryMap *map, isize size) {
    u8 *data;
    if (map->system) {
        if (!system_map(map, size, PROT_READ | PROT_WRITE, &data)) return false;
        if (map->descriptor < 0) memcpy(data, map->data, (usize)(size < map->size ? size : map->size));
        if (!system_unmap(map->data, map->size)) return false;
    } else {
        data = arena_realloc(map->data, (usize)size, BLOCK_RAW);
        if (!data) return error_set_errno(ENOMEM, NULL) != NULL;
        if (size > map->size) memset(data + map->size, 0, (usize)(size - map->size));
    }
    map->data = data;
    map->size = size;
    return true;
}

bool mmap_close(MemoryMap *map) {
    WorldAnswer answer;
    bool written = !map->data || mmap_changed(map, 0, map->size);
    if (map->system) {
        if (map->data && !system_unmap(map->data, map->size)) written = false;
    } else {
        arena_free(map->data);
    }
    map->data = NULL;
    if (map->descriptor < 0) return written;
    WorldRequest request = {.call = WORLD_CALL_CLOSE, .descriptor = map->descriptor};
    map->descriptor = -1;
    return outside_do(&request, &answer, NULL, NULL) && written;
}

/* The file's bytes; behind its end there are zeros. */
static bool read_file(const MemoryMap *map) {
    WorldAnswer answer;
    for (isize done = 0; done < map->size; done += answer.length) {
        WorldRequest request = {.call = WORLD_CALL_READ_AT,
                                .descriptor = map->descriptor,
                                .numbers = {map->size - done, map->offset + done}};
        if (!outside_do(&request, &answer, NULL, NULL)) return false;
        if (answer.length == 0) break;
        memcpy(map->data + done, answer.bytes, (usize)answer.length);
    }
    return true;
}

/* --- birth ---------------------------------------------------------------------------------------------- */

typedef struct MapRequest {
    int descriptor, flags, protection, access;
    isize length;
    i64 offset;
} MapRequest;

static bool take_arguments(Ref const *args, isize nargs, Ref kwnames, MapRequest *wanted) {
    static const Parameters parameters = {
        NULL, {"fileno", "length", "flags", "prot", "access", "offset"}, .required = 2};
    Ref given[6];
    *wanted = (MapRequest){.flags = MAP_SHARED, .protection = PROT_READ | PROT_WRITE};
    if (!arguments_bind(&parameters, args, nargs, kwnames, given) ||
        !argument_parsed_int(given[0], &wanted->descriptor))
        return false;
    wanted->length = int_as_isize(given[1]);
    if (error_occurred() || (given[2] && !argument_parsed_int(given[2], &wanted->flags)) ||
        (given[3] && !argument_parsed_int(given[3], &wanted->protection)) ||
        (given[4] && !argument_parsed_int(given[4], &wanted->access)))
        return false;
    if (given[5]) wanted->offset = int_as_i64(given[5]);
    if (error_occurred()) return false;
    if (wanted->length < 0)
        return error_set(EXC(OverflowError), "memory mapped length must be positive") != NULL;
    return wanted->offset >= 0 ||
           error_set(EXC(OverflowError), "memory mapped offset must be positive") != NULL;
}

/* `access` is a short form of the other two. */
static bool settle_access(MapRequest *wanted) {
    const int both = PROT_READ | PROT_WRITE;
    if (wanted->access && (wanted->flags != MAP_SHARED || wanted->protection != both))
        return error_set(EXC(ValueError), "mmap can't specify both access and flags, prot.") != NULL;
    switch (wanted->access) {
    case ACCESS_DEFAULT:
        if ((wanted->protection & both) != both)
            wanted->access = wanted->protection & PROT_WRITE ? ACCESS_WRITE : ACCESS_READ;
        return true;
    case ACCESS_READ: wanted->protection = PROT_READ; return true;
    case ACCESS_WRITE: return true;
    case ACCESS_COPY: wanted->flags = MAP_PRIVATE; return true;
    default: return error_set(EXC(ValueError), "mmap invalid access parameter.") != NULL;
    }
}

/* How much of a file there is. */
static bool settle_length(MapRequest *wanted, i64 size) {
    if (wanted->length == 0 && size == 0)
        return error_set(EXC(ValueError), "cannot mmap an empty file") != NULL;
    if (wanted->length == 0 && wanted->offset >= size)
        return error_set(EXC(ValueError), "mmap offset is greater than file size") != NULL;
    if (wanted->length == 0)
        wanted->length = (isize)(size - wanted->offset);
    else if (wanted->offset > size || size - wanted->offset < wanted->length)
        return error_set(EXC(ValueError), "mmap length is greater than file size") != NULL;
    return true;
}

/* What the system would answer to the request; `opened`: how the file is open. */
static int refusal(const MapRequest *wanted, bool is_regular, i64 opened) {
    bool shared = wanted->flags & MAP_SHARED, private = wanted->flags & MAP_PRIVATE;
    if (wanted->length == 0 || wanted->offset % MAP_PAGE || (!shared && !private)) return EINVAL;
    if (wanted->descriptor < 0) return 0;
    if (!is_regular) return ENODEV;
    if ((opened & O_ACCMODE) == O_WRONLY) return EACCES;
    return shared && (wanted->protection & PROT_WRITE) && (opened & O_ACCMODE) != O_RDWR ? EACCES : 0;
}

static bool check_file(MapRequest *wanted) {
    WorldAnswer answer;
    WorldFileStat stat;
    i64 opened = O_RDWR;
    bool is_regular = false;
    if (wanted->descriptor >= 0) {
        if (!outside_do(&(WorldRequest){.call = WORLD_CALL_STAT, .descriptor = wanted->descriptor}, &answer,
                        NULL, NULL))
            return false;
        memcpy(&stat, answer.bytes, sizeof stat);
        is_regular = S_ISREG((mode_t)stat.mode);
        if (is_regular && !settle_length(wanted, stat.size)) return false;
        WorldRequest flags = {
            .call = WORLD_CALL_FILE_CONTROL, .descriptor = wanted->descriptor, .numbers = {F_GETFL}};
        if (!outside_do(&flags, &answer, NULL, NULL)) return false;
        opened = answer.value;
    }
    int error = refusal(wanted, is_regular, opened);
    return !error || error_set_errno(error, NULL) != NULL;
}

/* The memory, and what the file says stands in it. */
static bool mmap_fill(MemoryMap *map, const MapRequest *wanted) {
    WorldAnswer answer;
    WorldRequest duplicate = {.call = WORLD_CALL_DUPLICATE, .descriptor = wanted->descriptor, .numbers = {-1}};
    if (wanted->descriptor >= 0) {
        if (!outside_do(&duplicate, &answer, NULL, NULL)) return false;
        map->descriptor = (int)answer.value;
    }
    bool shared = wanted->flags & MAP_SHARED;
    if (shared && !system_map(map, map->size, wanted->protection, &map->data)) return false;
    map->system = map->data != NULL;
    if (map->system) return true;
    map->data = arena_alloc((usize)map->size, BLOCK_RAW);
    if (!map->data) return error_set_errno(ENOMEM, NULL) != NULL;
    memset(map->data, 0, (usize)map->size);
    if (map->descriptor >= 0 && !read_file(map)) return false;
    map->shared = map->descriptor >= 0 && shared && (wanted->protection & PROT_WRITE);
    return true;
}

static Own mmap_new(Type *type, Ref const *args, isize nargs, Ref kwnames) {
    MapRequest wanted;
    if (!take_arguments(args, nargs, kwnames, &wanted) || !settle_access(&wanted)) return NULL;
    if (!AUDIT("mmap.__new__", "ilil", wanted.descriptor, (i64)wanted.length, (int)wanted.access,
               (i64)wanted.offset))
        return NULL;
    if (wanted.descriptor < -1) return error_set_errno(EBADF, NULL);
    if (!check_file(&wanted)) return NULL;
    Own self = object_new(type, 0);
    if (!self) return NULL;
    MemoryMap *map = AS_MEMORY_MAP(self);
    map->descriptor = -1;
    map->size = wanted.length;
    map->offset = wanted.offset;
    map->access = (MapAccess)wanted.access;
    gc_track(self);
    if (!mmap_fill(map, &wanted)) slot_clear(&self);
    return self;
}

/* --- the type ------------------------------------------------------------------------------------------- */

static void mmap_dealloc(Own self) {
    gc_untrack(self);
    Own pending = error_fetch();
    if (!mmap_close(AS_MEMORY_MAP(self))) error_unraisable(NULL);
    error_restore(pending);
    if (AS_MEMORY_MAP(self)->weaklist) weakref_clear_all(self);
    object_free(self);
}

static Own mmap_repr(Ref self) {
    static const char *const names[] = {"ACCESS_DEFAULT", "ACCESS_READ", "ACCESS_WRITE", "ACCESS_COPY"};
    const MemoryMap *map = AS_MEMORY_MAP(self);
    if (!map->data) return str_format("<%s closed=True>", type_of(self)->name);
    return str_format("<%s closed=False, access=%s, length=%zd, pos=%zd, offset=%ld>", type_of(self)->name,
                      names[map->access], map->size, map->position, (long)map->offset);
}

static bool mmap_buffer_get(Ref self, Buffer *buffer, bool writable) {
    static const isize stride = 1;
    MemoryMap *map = AS_MEMORY_MAP(self);
    if (!mmap_is_open(map)) return false;
    if (writable && map->access == ACCESS_READ)
        return error_set(EXC(BufferError), "Object is not writable.") != NULL;
    map->exports++;
    *buffer = (Buffer){.owner = own(self),
                       .data = (char *)map->data,
                       .length = map->size,
                       .item_size = 1,
                       .ndim = 1,
                       .shape = &map->size,
                       .strides = &stride,
                       .readonly = map->access == ACCESS_READ};
    return true;
}
static void mmap_buffer_release(Ref self, Buffer *buffer UNUSED) { AS_MEMORY_MAP(self)->exports--; }

static Own get_closed(Ref self, void *closure UNUSED) { return own_bool(!AS_MEMORY_MAP(self)->data); }
static const GetSetDef mmap_getset[] = {{"closed", get_closed}, {.name = NULL}};

const TypeSpec mmap_spec = {.name = "mmap.mmap",
                            .module = "mmap",
                            .doc =
                                "Windows: mmap(fileno, length[, tagname[, access[, offset]]])\n\nMaps length "
                                "bytes from the file specified by "
                                "the file handle fileno,\nand returns a mmap object.  If length is larger "
                                "than the current size\nof the file, "
                                "the file is extended to contain length bytes.  If length\nis 0, the maximum "
                                "length of the map is the current "
                                "size of the file,\nexcept that if the file is empty Windows raises an "
                                "exception (you cannot\ncreate an empty "
                                "mapping on Windows).\n\nUnix: mmap(fileno, length[, flags[, prot[, access[, "
                                "offset]]]])\n\nMaps length bytes "
                                "from the file specified by the file descriptor fileno,\nand returns a mmap "
                                "object.  If length is 0, the "
                                "maximum length of the map\nwill be the current size of the file when mmap "
                                "is called.\nflags specifies the "
                                "nature of the mapping. MAP_PRIVATE creates a\nprivate copy-on-write "
                                "mapping, so changes to the contents of "
                                "the mmap\nobject will be private to this process, and MAP_SHARED creates a "
                                "mapping\nthat's shared with all "
                                "other processes mapping the same areas of the file.\nThe default value is "
                                "MAP_SHARED.\n\nTo map anonymous "
                                "memory, pass -1 as the fileno (both versions).",
                            .basicsize = sizeof(MemoryMap),
                            .ghost_size = 80,
                            .flags = TYPE_HEAP_SPEC | TYPE_GC | TYPE_BASETYPE,
                            .weaklist_offset = offsetof(MemoryMap, weaklist),
                            .slots = {.new = mmap_new,
                                      .dealloc = mmap_dealloc,
                                      .traverse = gc_traverse_nothing,
                                      .repr = mmap_repr,
                                      .getattro = object_generic_get_attribute,
                                      .length = mmap_length,
                                      .item = mmap_item,
                                      .subscript = mmap_subscript,
                                      .set_subscript = mmap_set_subscript,
                                      .buffer_get = mmap_buffer_get,
                                      .buffer_release = mmap_buffer_release},
                            .methods = mmap_methods,
                            .getset = mmap_getset};

#define CONSTANT(name)                                                                                         \
    { #name, name }
static const ModuleConstant constants[] = {CONSTANT(PROT_EXEC),
                                           CONSTANT(PROT_READ),
                                           CONSTANT(PROT_WRITE),
                                           CONSTANT(MAP_SHARED),
                                           CONSTANT(MAP_PRIVATE),
                                           CONSTANT(MAP_DENYWRITE),
                                           CONSTANT(MAP_EXECUTABLE),
                                           CONSTANT(MAP_ANON),
                                           CONSTANT(MAP_ANONYMOUS),
                                           CONSTANT(MAP_POPULATE),
                                           CONSTANT(MAP_STACK),
                                           {"PAGESIZE", MAP_PAGE},
                                           {"ALLOCATIONGRANULARITY", MAP_PAGE},
                                           CONSTANT(ACCESS_DEFAULT),
                                           CONSTANT(ACCESS_READ),
                                           CONSTANT(ACCESS_WRITE),
                                           CONSTANT(ACCESS_COPY),
                                           CONSTANT(MADV_NORMAL),
                                           CONSTANT(MADV_RANDOM),
                                           CONSTANT(MADV_SEQUENTIAL),
                                           CONSTANT(MADV_WILLNEED),
                                           CONSTANT(MADV_DONTNEED),
                                           CONSTANT(MADV_REMOVE),
                                           CONSTANT(MADV_DONTFORK),
                                           CONSTANT(MADV_DOFORK),
                                           CONSTANT(MADV_HWPOISON),
                                           CONSTANT(MADV_MERGEABLE),
                                           CONSTANT(MADV_UNMERGEABLE),
                                           CONSTANT(MADV_HUGEPAGE),
                                           CONSTANT(MADV_NOHUGEPAGE),
                                           CONSTANT(MADV_DONTDUMP),
                                           CONSTANT(MADV_DODUMP),
                                           CONSTANT(MADV_FREE),
                                           {.name = NULL}};
#undef CONSTANT

static bool fill(Ref module) {
    return module_add(module, "error", own((Ref)EXC(OSError))) &&
           module_add_type(module, MODULE_TYPE_MEMORY_MAP) && module_add_constants(module, constants);
}

const NativeModule mmap_module = {.name = "mmap", .fill = fill, .extension = true};
