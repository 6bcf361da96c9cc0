/* open_machine.c: a machine for the program that the command line names, in a world of its own. */
#include "app/app.h"
#include "modules/boot.h"

World *open_machine(Options *options, const WorldOptions *outside) {
    World *world = world_new(outside);
    const char *why = usage_text("out of memory", "메모리가 모자랍니다");
    options->machine.world = world;
    if (world && machine_open(&options->machine, modules_boot, &why)) return world;
    world_free(world);
    if (why)
        usage_error("cannot make the machine: %s", "기계를 만들 수 없습니다: %s", why);
    else
        usage_error("there is not enough memory for the machine; --memory gives it more",
                    "기계를 만들 메모리가 모자랍니다. --memory로 늘릴 수 있습니다");
    return NULL;
}

void close_machine(World *world) {
    machine_close();
    world_free(world);
}
