/* import_trail.c: the functions of importlib that an exception has passed through.
 *
 * Where a finder, a hook or a loader of the program's own raises, CPython's traceback shows importlib's functions
 * between the import statement and the program's function. Here the import is native, and each place of it that stands
 * for a line of importlib's adds that function to the trail: the one that has called the program begins it, those
 * around pass it on. No trail begins where importlib's would be taken out again (import_trim_traceback): of an
 * ImportError, and of what comes out of a module's own body. */
#include "object/error.h"
#include "object/exception.h"
#include "object/str.h"
#include "vm/import_parts.h"
#include "vm/traceback.h"

#define BOOTSTRAP "<frozen importlib._bootstrap>"
#define EXTERNAL "<frozen importlib._bootstrap_external>"

/* The lines are those of 3.11.2's importlib. */
static const struct {
    const char *file, *function;
    i32 line;
} places[] = {
    [IMPORT_FIND_AND_LOAD] = {BOOTSTRAP, "_find_and_load", 1178},
    [IMPORT_FIND] = {BOOTSTRAP, "_find_and_load_unlocked", 1140},
    [IMPORT_LOAD] = {BOOTSTRAP, "_find_and_load_unlocked", 1149},
    [IMPORT_BIND] = {BOOTSTRAP, "_find_and_load_unlocked", 1157},
    [IMPORT_FIND_SPEC_OF] = {BOOTSTRAP, "_find_spec", 1074},
    [IMPORT_FIND_SPEC_LEGACY] = {BOOTSTRAP, "_find_spec", 1076},
    [IMPORT_FIND_SPEC_CALL] = {BOOTSTRAP, "_find_spec", 1080},
    [IMPORT_PATH_FINDER] = {EXTERNAL, "find_spec", 1504},
    [IMPORT_GET_SPEC_FINDER] = {EXTERNAL, "_get_spec", 1473},
    [IMPORT_GET_SPEC_OF] = {EXTERNAL, "_get_spec", 1475},
    [IMPORT_GET_SPEC_CALL] = {EXTERNAL, "_get_spec", 1476},
    [IMPORT_GET_SPEC_LEGACY] = {EXTERNAL, "_get_spec", 1478},
    [IMPORT_GET_SPEC_LOADER] = {EXTERNAL, "_get_spec", 1481},
    [IMPORT_CACHE_GET] = {EXTERNAL, "_path_importer_cache", 1437},
    [IMPORT_CACHE_FILL] = {EXTERNAL, "_path_importer_cache", 1439},
    [IMPORT_HOOKS] = {EXTERNAL, "_path_hooks", 1415},
    [IMPORT_LOADER_OF] = {BOOTSTRAP, "_load_unlocked", 668},
    [IMPORT_EXEC_OF] = {BOOTSTRAP, "_load_unlocked", 670},
    [IMPORT_MAKE] = {BOOTSTRAP, "_load_unlocked", 676},
    [IMPORT_EXEC] = {BOOTSTRAP, "_load_unlocked", 690},
    [IMPORT_TAKE_AGAIN] = {BOOTSTRAP, "_load_unlocked", 701},
    [IMPORT_CREATE] = {BOOTSTRAP, "module_from_spec", 573},
    [IMPORT_EXEC_FILE] = {EXTERNAL, "exec_module", 936},
    [IMPORT_SOURCE_UNMARSHAL] = {EXTERNAL, "get_code", 1069},
    [IMPORT_SOURCE_READ] = {EXTERNAL, "get_code", 1073},
    [IMPORT_PYC_READ] = {EXTERNAL, "get_code", 1193},
    [IMPORT_PYC_CLASSIFY] = {EXTERNAL, "get_code", 1200},
    [IMPORT_PYC_UNMARSHAL] = {EXTERNAL, "get_code", 1201},
    [IMPORT_GET_DATA] = {EXTERNAL, "get_data", 1130},
    [IMPORT_CLASSIFY] = {EXTERNAL, "_classify_pyc", 666},
    [IMPORT_COMPILE_BYTECODE] = {EXTERNAL, "_compile_bytecode", 729},
};

static bool is_machinery(Ref traceback) {
    Ref filename = AS_TRACEBACK(traceback)->frame->frame->code->filename;
    return str_equal_ascii(filename, BOOTSTRAP) || str_equal_ascii(filename, EXTERNAL);
}

void import_trail_begin(ImportPlace place) {
    if (error_matches(EXC(ImportError))) return;
    traceback_add(places[place].function, places[place].file, places[place].line);
}

/* Whether the trail's outermost link is one of importlib's. */
static bool has_begun(void) {
    Ref traceback = AS_EXCEPTION(error_current())->traceback;
    return traceback && is_machinery(traceback);
}

void import_trail_pass(ImportPlace place) {
    if (has_begun()) import_trail_begin(place);
}

/* --- taking frames out ------------------------------------------------------------------------------- */

static bool ends_chunk(Ref traceback) {
    return str_equal_ascii(AS_TRACEBACK(traceback)->frame->frame->code->name, "_call_with_frames_removed");
}

/* Of an ImportError all runs of importlib's frames go, of others those that end where it calls out. */
void import_trim_traceback(void) {
    Own exception = error_fetch();
    bool always = is_a(exception, EXC(ImportError));
    Object **link = &AS_EXCEPTION(exception)->traceback, **chunk = link;
    bool inside = false;
    while (*link) {
        Object *entry = *link;
        bool machinery = is_machinery(entry);
        if (machinery && !inside) chunk = link;
        inside = machinery;
        link = &AS_TRACEBACK(entry)->next;
        if (machinery && (always || ends_chunk(entry))) {
            slot_set(chunk, own_maybe(*link));
            link = chunk;
        }
    }
    error_restore(exception);
}
