/* stat_module.c: the module _stat: what a file's mode says. */
#include <sys/stat.h>

#include "modules/modules.h"
#include "object/error.h"
#include "object/exception.h"
#include "object/int.h"
#include "object/str.h"
#include "object/type_checks.h"

static bool mode_argument(Ref value, u32 *mode) {
    if (!is_int(value)) return error_set(EXC(TypeError), "an integer is required") != NULL;
    if (int_sign(value) < 0) {
        return error_set(EXC(OverflowError), "can't convert negative value to unsigned int") != NULL;
    }
    u64 number = int_as_u64(value);
    if (error_occurred()) {
        error_clear();
        return error_set(EXC(OverflowError), "Python int too large to convert to C unsigned long") != NULL;
    }
    *mode = (u32)number;
    return number <= UINT32_MAX || error_set(EXC(OverflowError), "mode out of range");
}

/*   KIND(name, type, letter of filemode, words); a type that Linux has not is 0: no file is of it. */
#define FILE_KINDS(KIND)                                                                                       \
    KIND(DIR, S_IFDIR, 'd', "a directory")                                                                     \
    KIND(CHR, S_IFCHR, 'c', "a character special device file")                                                 \
    KIND(BLK, S_IFBLK, 'b', "a block special device file")                                                     \
    KIND(REG, S_IFREG, '-', "a regular file")                                                                  \
    KIND(FIFO, S_IFIFO, 'p', "a FIFO (named pipe)")                                                            \
    KIND(LNK, S_IFLNK, 'l', "a symbolic link")                                                                 \
    KIND(SOCK, S_IFSOCK, 's', "a socket")                                                                      \
    KIND(DOOR, 0, 'D', "a door")                                                                               \
    KIND(PORT, 0, 'P', "an event port")                                                                        \
    KIND(WHT, 0, 'w', "a whiteout")

#define KIND(name, type, letter, words)                                                                        \
    static Own stat_S_IS##name(Ref self UNUSED, Ref value) {                                                   \
        u32 mode;                                                                                              \
        return mode_argument(value, &mode) ? own_bool((type) && (mode & S_IFMT) == (type)) : NULL;             \
    }
FILE_KINDS(KIND)
#undef KIND

static Own stat_S_IMODE(Ref self UNUSED, Ref value) {
    u32 mode;
    return mode_argument(value, &mode) ? int_from_i64(mode & 07777) : NULL;
}
static Own stat_S_IFMT(Ref self UNUSED, Ref value) {
    u32 mode;
    return mode_argument(value, &mode) ? int_from_i64(mode & S_IFMT) : NULL;
}

static char kind_letter(u32 mode) {
#define KIND(name, type, letter, words)                                                                        \
    if ((type) && (mode & S_IFMT) == (type)) return letter;
    FILE_KINDS(KIND)
#undef KIND
    return '?';
}

/* Three letters for one who may: "rwx"; `special` takes the x's place where `bit` is set. */
static void put_rights(char out[3], u32 rights, bool bit, char special) {
    out[0] = rights & 4 ? 'r' : '-';
    out[1] = rights & 2 ? 'w' : '-';
    out[2] = rights & 1 ? 'x' : '-';
    if (bit) out[2] = rights & 1 ? special : (char)(special - 'a' + 'A');
}

static Own stat_filemode(Ref self UNUSED, Ref value) {
    u32 mode;
    char text[10];
    if (!mode_argument(value, &mode)) return NULL;
    text[0] = kind_letter(mode);
    put_rights(text + 1, mode >> 6, mode & S_ISUID, 's');
    put_rights(text + 4, mode >> 3, mode & S_ISGID, 's');
    put_rights(text + 7, mode, mode & S_ISVTX, 't');
    return str_from_ascii(text, sizeof text);
}

static const MethodDef functions[] = {
#define KIND(name, type, letter, words)                                                                        \
    {"S_IS" #name, METHOD_ONE, .one = stat_S_IS##name,                                                         \
     .doc = "S_IS" #name "(mode) -> bool\n\nReturn True if mode is from " words "."},
    FILE_KINDS(KIND)
#undef KIND
        {"S_IMODE", METHOD_ONE, .one = stat_S_IMODE,
         .doc = "Return the portion of the file's mode that can be set by os.chmod()."},
    {"S_IFMT", METHOD_ONE, .one = stat_S_IFMT,
     .doc = "Return the portion of the file's mode that describes the file type."},
    {"filemode", METHOD_ONE, .one = stat_filemode,
     .doc = "Convert a file's mode to a string of the form '-rwxrwxrwx'"},
    {.name = NULL}};

static const ModuleConstant constants[] = {{"S_IFDIR", S_IFDIR},
                                           {"S_IFCHR", S_IFCHR},
                                           {"S_IFBLK", S_IFBLK},
                                           {"S_IFREG", S_IFREG},
                                           {"S_IFIFO", S_IFIFO},
                                           {"S_IFLNK", S_IFLNK},
                                           {"S_IFSOCK", S_IFSOCK},
                                           {"S_IFDOOR", 0},
                                           {"S_IFPORT", 0},
                                           {"S_IFWHT", 0},
                                           {"S_ISUID", S_ISUID},
                                           {"S_ISGID", S_ISGID},
                                           {"S_ISVTX", S_ISVTX},
                                           {"S_ENFMT", S_ISGID},
                                           {"S_IREAD", S_IRUSR},
                                           {"S_IWRITE", S_IWUSR},
                                           {"S_IEXEC", S_IXUSR},
                                           {"S_IRWXU", S_IRWXU},
                                           {"S_IRUSR", S_IRUSR},
                                           {"S_IWUSR", S_IWUSR},
                                           {"S_IXUSR", S_IXUSR},
                                           {"S_IRWXG", S_IRWXG},
                                           {"S_IRGRP", S_IRGRP},
                                           {"S_IWGRP", S_IWGRP},
                                           {"S_IXGRP", S_IXGRP},
                                           {"S_IRWXO", S_IRWXO},
                                           {"S_IROTH", S_IROTH},
                                           {"S_IWOTH", S_IWOTH},
                                           {"S_IXOTH", S_IXOTH},
                                           /* flags that BSD and macOS have */
                                           {"UF_NODUMP", 0x1},
                                           {"UF_IMMUTABLE", 0x2},
                                           {"UF_APPEND", 0x4},
                                           {"UF_OPAQUE", 0x8},
                                           {"UF_NOUNLINK", 0x10},
                                           {"UF_COMPRESSED", 0x20},
                                           {"UF_HIDDEN", 0x8000},
                                           {"SF_ARCHIVED", 0x10000},
                                           {"SF_IMMUTABLE", 0x20000},
                                           {"SF_APPEND", 0x40000},
                                           {"SF_NOUNLINK", 0x100000},
                                           {"SF_SNAPSHOT", 0x200000},
                                           /* places in an os.stat_result */
                                           {"ST_MODE", 0},
                                           {"ST_INO", 1},
                                           {"ST_DEV", 2},
                                           {"ST_NLINK", 3},
                                           {"ST_UID", 4},
                                           {"ST_GID", 5},
                                           {"ST_SIZE", 6},
                                           {"ST_ATIME", 7},
                                           {"ST_MTIME", 8},
                                           {"ST_CTIME", 9},
                                           {.name = NULL}};

static bool fill(Ref module) { return module_add_constants(module, constants); }

const NativeModule stat_module = {
    .name = "_stat",
    .doc = "S_IFMT_: file type bits\nS_IFDIR: directory\nS_IFCHR: character device\nS_IFBLK: block "
           "device\nS_IFREG: regular file\nS_IFIFO: fifo (named pipe)\nS_IFLNK: symbolic link\nS_IFSOCK: "
           "socket file\nS_IFDOOR: door\nS_IFPORT: event port\nS_IFWHT: whiteout\n\nS_ISUID: set UID "
           "bit\nS_ISGID: set GID bit\nS_ENFMT: file locking enforcement\nS_ISVTX: sticky bit\nS_IREAD: Unix "
           "V7 synonym for S_IRUSR\nS_IWRITE: Unix V7 synonym for S_IWUSR\nS_IEXEC: Unix V7 synonym for "
           "S_IXUSR\nS_IRWXU: mask for owner permissions\nS_IRUSR: read by owner\nS_IWUSR: write by "
           "owner\nS_IXUSR: execute by owner\nS_IRWXG: mask for group permissions\nS_IRGRP: read by "
           "group\nS_IWGRP: write by group\nS_IXGRP: execute by group\nS_IRWXO: mask for others (not in group) "
           "permissions\nS_IROTH: read by others\nS_IWOTH: write by others\nS_IXOTH: execute by "
           "others\n\nUF_NODUMP: do not dump file\nUF_IMMUTABLE: file may not be changed\nUF_APPEND: file may "
           "only be appended to\nUF_OPAQUE: directory is opaque when viewed through a union "
           "stack\nUF_NOUNLINK: file may not be renamed or deleted\nUF_COMPRESSED: OS X: file is "
           "hfs-compressed\nUF_HIDDEN: OS X: file should not be displayed\nSF_ARCHIVED: file may be "
           "archived\nSF_IMMUTABLE: file may not be changed\nSF_APPEND: file may only be appended "
           "to\nSF_NOUNLINK: file may not be renamed or deleted\nSF_SNAPSHOT: file is a snapshot "
           "file\n\nST_MODE\nST_INO\nST_DEV\nST_NLINK\nST_UID\nST_GID\nST_SIZE\nST_ATIME\nST_MTIME\nST_"
           "CTIME\n\nFILE_ATTRIBUTE_*: Windows file attribute constants\n                   (only present on "
           "Windows)\n",
    .functions = functions,
    .fill = fill};
