/* open_machine.c: a machine for the program that the command line names, in a world of its own. */
#include "app/app.h"
#include "modules/boot.h"

World *open_machine(Options *options, const WorldOptions *outside) {
    World *world = world_new(outside);
    const char *why = usage_text("out of memory", "메모리가 모자랍니다");
    options->machine.world = world;
    if (world && machine_open(&options->machine, modules_boot, &why)) return world;
    world_free(world);
    Status status = session_no_machine(options_speak_korean(options), why);
    usage_failed(&status);
    return NULL;
}

void close_machine(World *world) {
    machine_close();
    world_free(world);
}
