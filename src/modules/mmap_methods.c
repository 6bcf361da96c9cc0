/* mmap_methods.c: a map as a file is used (read, write, seek ...), and what is done to the whole of it. */
#include <errno.h>
#include <unistd.h>

#include "modules/mmap.h"
#include "modules/outside.h"
#include "object/argument_checks.h"
#include "object/bytes.h"
#include "object/error.h"
#include "object/exception.h"
#include "object/int.h"
#include "object/number.h"

static bool take_isize(Ref value, isize *number) {
    *number = int_as_isize(value);
    return *number != -1 || !error_occurred();
}
static isize left_of(const MemoryMap *map) { return map->position < map->size ? map->size - map->position : 0; }

/* --- reading -------------------------------------------------------------------------------------------- */

static Own read_bytes(MemoryMap *map, isize count) {
    Own bytes = bytes_from(map->data + map->position, count);
    if (bytes) map->position += count;
    return bytes;
}

static Own mmap_method_read(Ref self, Ref const *args, isize nargs) {
    MemoryMap *map = AS_MEMORY_MAP(self);
    isize count = -1;
    if (!mmap_is_open(map) || !arguments_tuple("read", nargs, 0, 1)) return NULL;
    if (nargs && args[0] != None) {
        if (!number_is_index(args[0]))
            return error_set(EXC(TypeError), "argument should be integer or None, not '%.200s'",
                             type_of(args[0])->name);
        count = int_index_as_isize(args[0], EXC(OverflowError));
        if ((count == -1 && error_occurred()) || !mmap_is_open(map)) return NULL;
    }
    return read_bytes(map, count < 0 || count > left_of(map) ? left_of(map) : count);
}
static Own mmap_method_read_byte(Ref self) {
    MemoryMap *map = AS_MEMORY_MAP(self);
    if (!mmap_is_open(map)) return NULL;
    if (!left_of(map)) return error_set(EXC(ValueError), "read byte out of range");
    return int_from_i64(map->data[map->position++]);
}
static Own mmap_method_readline(Ref self) {
    MemoryMap *map = AS_MEMORY_MAP(self);
    if (!mmap_is_open(map)) return NULL;
    const u8 *start = map->data + map->position, *end = memchr(start, '\n', (usize)left_of(map));
    return read_bytes(map, end ? end + 1 - start : left_of(map));
}

/* --- searching ------------------------------------------------------------------------------------------ */

static void clip(isize size, isize *bound) {
    if (*bound < 0) *bound += size;
    if (*bound < 0) *bound = 0;
    if (*bound > size) *bound = size;
}

static Own find(Ref self, Ref const *args, isize nargs, bool backwards) {
    const MemoryMap *map = AS_MEMORY_MAP(self);
    isize start = map->position, end = map->size, found = -1;
    Buffer sought;
    if (!mmap_is_open(map) || !arguments_tuple(backwards ? "rfind" : "find", nargs, 1, 3) ||
        !buffer_get(args[0], &sought, false))
        return NULL;
    bool good = (nargs < 2 || take_isize(args[1], &start)) && (nargs < 3 || take_isize(args[2], &end)) &&
                mmap_is_open(map);
    clip(map->size, &start);
    clip(map->size, &end);
    isize last = end - sought.length;
    for (isize i = backwards ? last : start; good && found < 0 && i >= start && i <= last;
         i += backwards ? -1 : 1) {
        if (memcmp(map->data + i, sought.data, (usize)sought.length) == 0) found = i;
    }
    buffer_release(&sought);
    return good ? int_from_isize(found) : NULL;
}
static Own mmap_method_find(Ref self, Ref const *args, isize nargs) { return find(self, args, nargs, false); }
static Own mmap_method_rfind(Ref self, Ref const *args, isize nargs) { return find(self, args, nargs, true); }

/* --- writing -------------------------------------------------------------------------------------------- */

static Own mmap_method_write(Ref self, Ref const *args, isize nargs) {
    MemoryMap *map = AS_MEMORY_MAP(self);
    Buffer buffer;
    if (!mmap_is_open(map) || !arguments_tuple("write", nargs, 1, 1) || !buffer_get(args[0], &buffer, false))
        return NULL;
    isize at = map->position, length = buffer.length;
    bool written = mmap_is_writable(map);
    if (written && length > left_of(map)) written = error_set(EXC(ValueError), "data out of range") != NULL;
    if (written) memmove(map->data + at, buffer.data, (usize)length);
    buffer_release(&buffer);
    if (!written) return NULL;
    map->position += length;
    return mmap_changed(map, at, length) ? int_from_isize(length) : NULL;
}

static Own mmap_method_write_byte(Ref self, Ref const *args, isize nargs) {
    MemoryMap *map = AS_MEMORY_MAP(self);
    u8 byte;
    if (!mmap_is_open(map) || !arguments_tuple("write_byte", nargs, 1, 1) ||
        !argument_parsed_byte(args[0], &byte) || !mmap_is_open(map) || !mmap_is_writable(map))
        return NULL;
    if (!left_of(map)) return error_set(EXC(ValueError), "write byte out of range");
    map->data[map->position] = byte;
    return mmap_changed(map, map->position++, 1) ? own_none() : NULL;
}

static Own mmap_method_move(Ref self, Ref const *args, isize nargs) {
    MemoryMap *map = AS_MEMORY_MAP(self);
    isize to, from, count;
    if (!mmap_is_open(map) || !arguments_tuple("move", nargs, 3, 3) || !take_isize(args[0], &to) ||
        !take_isize(args[1], &from) || !take_isize(args[2], &count) || !mmap_is_open(map) ||
        !mmap_is_writable(map))
        return NULL;
    bool inside = to >= 0 && from >= 0 && count >= 0 && map->size - to >= count && map->size - from >= count;
    if (!inside) return error_set(EXC(ValueError), "source, destination, or count out of range");
    memmove(map->data + to, map->data + from, (usize)count);
    return mmap_changed(map, to, count) ? own_none() : NULL;
}

/* --- where it stands ------------------------------------------------------------------------------------ */

static Own mmap_method_tell(Ref self) {
    return mmap_is_open(AS_MEMORY_MAP(self)) ? int_from_isize(AS_MEMORY_MAP(self)->position) : NULL;
}

static Own mmap_method_seek(Ref self, Ref const *args, isize nargs) {
    MemoryMap *map = AS_MEMORY_MAP(self);
    isize distance;
    int how = SEEK_SET;
    if (!mmap_is_open(map) || !arguments_tuple("seek", nargs, 1, 2) || !take_isize(args[0], &distance) ||
        (nargs > 1 && !argument_parsed_int(args[1], &how)))
        return NULL;
    if (how != SEEK_SET && how != SEEK_CUR && how != SEEK_END)
        return error_set(EXC(ValueError), "unknown seek type");
    isize base = how == SEEK_SET ? 0 : how == SEEK_CUR ? map->position : map->size, position;
    if (__builtin_add_overflow(base, distance, &position) || position < 0 || position > map->size)
        return error_set(EXC(ValueError), "seek out of range");
    map->position = position;
    return own_none();
}

/* --- the whole ------------------------------------------------------------------------------------------ */

static Own mmap_method_size(Ref self) {
    WorldAnswer answer;
    WorldFileStat stat;
    if (!mmap_is_open(AS_MEMORY_MAP(self))) return NULL;
    if (AS_MEMORY_MAP(self)->descriptor < 0) return error_set_errno(EBADF, NULL);
    if (!outside_do(&(WorldRequest){.call = WORLD_CALL_STAT, .descriptor = AS_MEMORY_MAP(self)->descriptor},
                    &answer, NULL, NULL))
        return NULL;
    memcpy(&stat, answer.bytes, sizeof stat);
    return int_from_i64(stat.size);
}

static Own mmap_method_flush(Ref self, Ref const *args, isize nargs) {
    const MemoryMap *map = AS_MEMORY_MAP(self);
    isize start = 0, length = map->size;
    if (!mmap_is_open(map) || !arguments_tuple("flush", nargs, 0, 2) ||
        (nargs > 0 && !take_isize(args[0], &start)) || (nargs > 1 && !take_isize(args[1], &length)) ||
        !mmap_is_open(map))
        return NULL;
    if (start < 0 || length < 0 || map->size - start < length)
        return error_set(EXC(ValueError), "flush values out of range");
    if (map->access == ACCESS_READ || map->access == ACCESS_COPY) return own_none();
    if (start % MAP_PAGE) return error_set_errno(EINVAL, NULL);
    return mmap_changed(map, start, length) ? own_none() : NULL;
}

/* What a program says of its plans is of no matter. */
static bool is_advice(int option) {
    return (option >= MADV_NORMAL && option <= MADV_DONTNEED) ||
           (option >= MADV_FREE && option <= MADV_DODUMP) || option == MADV_HWPOISON;
}
static Own mmap_method_madvise(Ref self, Ref const *args, isize nargs) {
    const MemoryMap *map = AS_MEMORY_MAP(self);
    int option;
    isize start = 0, length = map->size;
    if (!mmap_is_open(map) || !arguments_tuple("madvise", nargs, 1, 3) ||
        !argument_parsed_int(args[0], &option) || (nargs > 1 && !take_isize(args[1], &start)) ||
        (nargs > 2 && !take_isize(args[2], &length)))
        return NULL;
    if (start < 0 || start >= map->size) return error_set(EXC(ValueError), "madvise start out of bounds");
    if (length < 0) return error_set(EXC(ValueError), "madvise length invalid");
    if (ISIZE_MAX - start < length) return error_set(EXC(OverflowError), "madvise length too large");
    return start % MAP_PAGE || !is_advice(option) ? error_set_errno(EINVAL, NULL) : own_none();
}

static Own mmap_method_resize(Ref self, Ref const *args, isize nargs) {
    MemoryMap *map = AS_MEMORY_MAP(self);
    isize size;
    if (!mmap_is_open(map) || !arguments_tuple("resize", nargs, 1, 1) || !take_isize(args[0], &size) ||
        !mmap_is_open(map))
        return NULL;
    if (map->exports) return error_set(EXC(BufferError), "mmap can't resize with extant buffers exported.");
    if (map->access != ACCESS_WRITE && map->access != ACCESS_DEFAULT)
        return error_set(EXC(TypeError), "mmap can't resize a readonly or copy-on-write memory map.");
    if (size < 0 || ISIZE_MAX - size < map->offset) return error_set(EXC(ValueError), "new size out of range");
    WorldAnswer answer;
    WorldRequest truncate = {
        .call = WORLD_CALL_TRUNCATE, .descriptor = map->descriptor, .numbers = {map->offset + size}};
    if (map->descriptor >= 0 && !outside_do(&truncate, &answer, NULL, NULL)) return NULL;
    if (size == 0) return error_set_errno(EINVAL, NULL);
    return mmap_move(map, size) ? own_none() : NULL;
}

static Own mmap_method_close(Ref self) {
    MemoryMap *map = AS_MEMORY_MAP(self);
    if (map->exports) return error_set(EXC(BufferError), "cannot close exported pointers exist");
    return mmap_close(map) ? own_none() : NULL;
}
static Own mmap_method_enter(Ref self) { return mmap_is_open(AS_MEMORY_MAP(self)) ? own(self) : NULL; }
static Own mmap_method_exit(Ref self, Ref const *args UNUSED, isize nargs UNUSED) {
    return mmap_method_close(self);
}

const MethodDef mmap_methods[] = {
    {"close", METHOD_NONE, .none = mmap_method_close},
    {"find", METHOD_ARRAY, .array = mmap_method_find, .flags = METHOD_VARARGS},
    {"rfind", METHOD_ARRAY, .array = mmap_method_rfind, .flags = METHOD_VARARGS},
    {"flush", METHOD_ARRAY, .array = mmap_method_flush, .flags = METHOD_VARARGS},
    {"madvise", METHOD_ARRAY, .array = mmap_method_madvise, .flags = METHOD_VARARGS},
    {"move", METHOD_ARRAY, .array = mmap_method_move, .flags = METHOD_VARARGS},
    {"read", METHOD_ARRAY, .array = mmap_method_read, .flags = METHOD_VARARGS},
    {"read_byte", METHOD_NONE, .none = mmap_method_read_byte},
    {"readline", METHOD_NONE, .none = mmap_method_readline},
    {"resize", METHOD_ARRAY, .array = mmap_method_resize, .flags = METHOD_VARARGS},
    {"seek", METHOD_ARRAY, .array = mmap_method_seek, .flags = METHOD_VARARGS},
    {"size", METHOD_NONE, .none = mmap_method_size},
    {"tell", METHOD_NONE, .none = mmap_method_tell},
    {"write", METHOD_ARRAY, .array = mmap_method_write, .flags = METHOD_VARARGS},
    {"write_byte", METHOD_ARRAY, .array = mmap_method_write_byte, .flags = METHOD_VARARGS},
    {"__enter__", METHOD_NONE, .none = mmap_method_enter},
    {"__exit__", METHOD_ARRAY, .array = mmap_method_exit, .flags = METHOD_VARARGS},
    {.name = NULL}};
