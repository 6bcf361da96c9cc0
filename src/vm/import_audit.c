/* import_audit.c: what importing tells the audit hooks of.
 *
 * In CPython importlib reads folders and files, unmarshals and runs code as any program does, and so its work is heard
 * of event by event. Here it is done natively; the same events are told at the same places. Which folders are read
 * depends on which have been: importlib keeps the list of a folder's files until the folder changes. Natively there is
 * no such list, but the folder's date is kept here, to know when importlib would read it. */
#include <fcntl.h>

#include "object/audit.h"
#include "object/bytes.h"
#include "object/dict.h"
#include "object/error.h"
#include "object/gc.h"
#include "object/int.h"
#include "object/list.h"
#include "object/str.h"
#include "object/type_checks.h"
#include "vm/import_parts.h"
#include "world/world.h"

static Own path_as_str(const char *path) { return str_from_utf8_surrogateescape(path, (isize)strlen(path)); }
static Ref of_sys(const char *name) { return dict_get_cstring(VM_ROOT->sys_dict, name); }

bool import_audit(Ref name) {
    return AUDIT("import", "OOOOO", name, NULL, of_sys("path"), of_sys("meta_path"), of_sys("path_hooks"));
}

bool import_audit_open(Ref path) { return AUDIT("open", "Osi", path, "r", O_RDONLY | O_CLOEXEC); }

/* --- folders ---------------------------------------------------------------------------------------- */

/* Notes the folder's date. 1: it has another one than before, 0: the same, -1: raised. */
static int note_date(Ref folder, i64 mtime_ns) {
    Object **dates = &VM_ROOT->import.folder_dates;
    if (!*dates) {
        if (!(*dates = dict_new())) return -1;
        gc_untrack(*dates);
    }
    Ref known = dict_get(*dates, folder);
    if (!known && error_occurred()) return -1;
    if (known && int_as_i64(known) == mtime_ns) return 0;
    return dict_set_own(*dates, folder, int_from_i64(mtime_ns)) ? 1 : -1;
}

bool import_audit_folder(Ref folder, const char *path) {
    Ref dates = VM_ROOT->import.folder_dates;
    if (!audit_is_heard() && dates && dict_get(dates, folder)) return true; /* a date is enough */
    WorldStat stat = world_stat(path);
    if (stat.error || !stat.is_directory) return true;
    int changed = note_date(folder, stat.mtime_ns);
    return changed == 0 || (changed > 0 && AUDIT("os.listdir", "N", path_as_str(path)));
}

static bool ends_with(const char *text, const char *end) {
    usize length = strlen(text), end_length = strlen(end);
    return length >= end_length && strcmp(text + length - end_length, end) == 0;
}

/* CPython's site has looked for usercustomize in all that it has put into sys.path. */
void import_audit_begin(void) {
    Ref folders = of_sys("path");
    const char *library = VM_ROOT->stdlib;
    if (!library || !folders || !is_list(folders)) return;
    Text path = text_new(TEXT_IN_ARENA);
    for (isize i = 0; i < list_length(folders); i++) {
        Ref folder = list_get(folders, i);
        if (!is_str(folder)) continue;
        text_clear(&path);
        str_append_utf8(folder, &path);
        const char *text = text_cstring(&path);
        bool of_site = strncmp(text, library, strlen(library)) == 0 || ends_with(text, "-packages");
        if (of_site && !import_audit_folder(folder, text)) error_clear();
    }
    text_free(&path);
}
