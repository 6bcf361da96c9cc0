/* mmap.h: what the files of the module mmap share: a file's bytes as memory.
 *
 * Under `opscope run`, where no time runs backwards, what is shared is the system's own map: other processes see it.
 * All other memory is a block in the arena, so that a snapshot holds it. Where changes are to reach a file,
 * each is written to it at once, as far as it comes through the object; what a view of its buffer changes is
 * written by flush() and close(). What others write to the file later is not seen. */
#ifndef MODULES_MMAP_H
#define MODULES_MMAP_H

#include <sys/mman.h>

#include "modules/modules.h"

typedef enum MapAccess { ACCESS_DEFAULT, ACCESS_READ, ACCESS_WRITE, ACCESS_COPY } MapAccess;

typedef struct MemoryMap {
    Object ob_base;
    u8 *data;    /* a raw block, or the system's; NULL: closed */
    bool system; /* which of the two */
    isize size, position;
    i64 offset;     /* in the file */
    int descriptor; /* a duplicate; -1: no file */
    bool shared;    /* changes reach the file */
    MapAccess access;
    isize exports; /* of its buffer */
    Object *weaklist;
} MemoryMap;
#define AS_MEMORY_MAP(ref) ((MemoryMap *)(ref))
#define MAP_PAGE 4096

/* False: ValueError, it is closed. */
bool mmap_is_open(const MemoryMap *map);
bool mmap_is_writable(const MemoryMap *map); /* false: TypeError */
/* These bytes have been changed. False: the file could not be written. */
bool mmap_changed(const MemoryMap *map, isize start, isize length);
/* Another size, for which the file has been made long enough: `data` may move. False: raised. */
bool mmap_move(MemoryMap *map, isize size);
/* Brings the file, and closes the descriptor. */
bool mmap_close(MemoryMap *map);

/* mmap_methods.c */
extern const MethodDef mmap_methods[];
/* mmap_items.c */
isize mmap_length(Ref self);
Own mmap_item(Ref self, isize index);
Own mmap_subscript(Ref self, Ref key);
bool mmap_set_subscript(Ref self, Ref key, Ref value);

#endif
