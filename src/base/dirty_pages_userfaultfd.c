/* dirty_pages_userfaultfd.c: the kernel keeps the books.
 *
 * The range is registered for asynchronous write protection: a write to a protected page takes the protection
 * off and goes on, nobody is told. PAGEMAP_SCAN lists the pages that are not protected and protects them again,
 * in one step. A page that nobody touched yet has nothing to protect: it counts as written once it is there.
 * Linux 6.7 and later; the kernel's headers may be older than the kernel, so its interface is
 * spelled out here. */
#include "base/dirty_pages_internal.h"

#if defined(__linux__)
#include <fcntl.h>
#include <sys/ioctl.h>
#include <sys/syscall.h>
#include <unistd.h>

/* <linux/userfaultfd.h> */
typedef struct FaultApi {
    u64 api, features, ioctls;
} FaultApi;
typedef struct FaultRegister {
    u64 start, length, mode, ioctls;
} FaultRegister;
#define FAULT_API_VERSION 0xAAu
#define FAULT_API _IOWR(0xAA, 0x3F, FaultApi)
#define FAULT_REGISTER _IOWR(0xAA, 0x00, FaultRegister)
typedef struct FaultProtect {
    u64 start, length, mode;
} FaultProtect;
#define FAULT_PROTECT _IOWR(0xAA, 0x06, FaultProtect)
#define FAULT_USER_MODE_ONLY 1
#define FAULT_MODE_WRITE_PROTECT ((u64)1 << 1)
#define FAULT_FEATURE_ASYNC ((u64)1 << 15)

/* <linux/fs.h> */
typedef struct ScanRegion {
    u64 start, end, categories;
} ScanRegion;
typedef struct ScanArgument {
    u64 size, flags, start, end, walk_end, regions, region_count, most_pages;
    u64 inverted, mask, any_of_mask, return_mask;
} ScanArgument;
#define SCAN_PAGES _IOWR('f', 16, ScanArgument)
#define SCAN_PROTECT_AGAIN ((u64)1 << 0)
#define SCAN_CHECK_ASYNC ((u64)1 << 1)
#define SCAN_IS_WRITTEN ((u64)1 << 1)
#define SCAN_IS_PRESENT ((u64)1 << 3)
#define SCAN_IS_SWAPPED ((u64)1 << 4)

enum { REGIONS = 256 };

/* One step of a scan from *at; how many regions, -1: not to be had. *at is where the next step begins. */
static int scan(const DirtyPages *dirty, u64 *at, u64 end, u64 flags, ScanRegion regions[REGIONS]) {
    ScanArgument argument = {.size = sizeof argument,
                             .flags = flags,
                             .start = *at,
                             .end = end,
                             .regions = (uintptr_t)regions,
                             .region_count = REGIONS,
                             .mask = SCAN_IS_WRITTEN,
                             .any_of_mask = SCAN_IS_PRESENT | SCAN_IS_SWAPPED,
                             .return_mask = SCAN_IS_WRITTEN};
    int count = ioctl(dirty->pagemap_fd, SCAN_PAGES, &argument);
    *at = argument.walk_end;
    return count;
}

bool dirty_userfaultfd_open(DirtyPages *dirty, const char **why) {
    long fd = syscall(SYS_userfaultfd, O_CLOEXEC | O_NONBLOCK | FAULT_USER_MODE_ONLY);
    dirty->fault_fd = (int)fd;
    FaultApi api = {.api = FAULT_API_VERSION, .features = FAULT_FEATURE_ASYNC};
    if (fd < 0 || ioctl(dirty->fault_fd, FAULT_API, &api) != 0 || !(api.features & FAULT_FEATURE_ASYNC)) {
        *why = "the system does not offer asynchronous write protection by userfaultfd";
        dirty_userfaultfd_close(dirty);
        return false;
    }
    FaultRegister range = {.start = dirty->start, .length = dirty->size, .mode = FAULT_MODE_WRITE_PROTECT};
    dirty->pagemap_fd = open("/proc/self/pagemap", O_RDONLY | O_CLOEXEC);
    ScanRegion regions[REGIONS];
    u64 at = dirty->start;
    if (dirty->pagemap_fd < 0 || ioctl(dirty->fault_fd, FAULT_REGISTER, &range) != 0 ||
        scan(dirty, &at, dirty->start, SCAN_PROTECT_AGAIN | SCAN_CHECK_ASYNC, regions) < 0) {
        *why = "the system does not let us scan the pages of our own memory";
        dirty_userfaultfd_close(dirty);
        return false;
    }
    return true;
}

void dirty_userfaultfd_collect(DirtyPages *dirty, usize used) {
    u64 at = dirty->start, end = dirty->start + used;
    ScanRegion regions[REGIONS];
    while (at < end) {
        int count = scan(dirty, &at, end, SCAN_PROTECT_AGAIN | SCAN_CHECK_ASYNC, regions);
        assert(count >= 0); /* it worked when we began */
        for (int i = 0; i < count; i++)
            for (u64 page = regions[i].start; page < regions[i].end; page += PAGE_SIZE_BYTES)
                dirty_pages_add(dirty, (isize)((page - dirty->start) / PAGE_SIZE_BYTES));
    }
}

isize dirty_userfaultfd_estimate(const DirtyPages *dirty, usize used) {
    u64 at = dirty->start, end = dirty->start + used, bytes = 0;
    ScanRegion regions[REGIONS];
    for (int count = 0; at < end && count >= 0;) {
        count = scan(dirty, &at, end, 0, regions);
        for (int i = 0; i < count; i++) bytes += regions[i].end - regions[i].start;
    }
    return (isize)(bytes / PAGE_SIZE_BYTES);
}

/* Of one page or two the faults are as cheap. */
void dirty_userfaultfd_expect(const DirtyPages *dirty, isize first, isize count) {
    if (count < 3) return;
    FaultProtect lifted = {.start = dirty->start + (usize)first * PAGE_SIZE_BYTES,
                           .length = (usize)count * PAGE_SIZE_BYTES};
    ioctl(dirty->fault_fd, FAULT_PROTECT, &lifted); /* where it fails, faults do it */
}

void dirty_userfaultfd_close(DirtyPages *dirty) {
    if (dirty->fault_fd >= 0) close(dirty->fault_fd);
    if (dirty->pagemap_fd >= 0) close(dirty->pagemap_fd);
    dirty->fault_fd = dirty->pagemap_fd = -1;
}

#else

bool dirty_userfaultfd_open(DirtyPages *dirty, const char **why) {
    (void)dirty;
    *why = "userfaultfd is a part of Linux";
    return false;
}
void dirty_userfaultfd_collect(DirtyPages *dirty, usize used) { (void)dirty, (void)used; }
isize dirty_userfaultfd_estimate(const DirtyPages *dirty, usize used) {
    (void)dirty, (void)used;
    return 0;
}
void dirty_userfaultfd_expect(const DirtyPages *dirty, isize first, isize count) {
    (void)dirty, (void)first, (void)count;
}
void dirty_userfaultfd_close(DirtyPages *dirty) { (void)dirty; }

#endif
