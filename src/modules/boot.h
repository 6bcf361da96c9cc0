/* boot.h: what the machine needs of this room when it is made. */
#ifndef MODULES_BOOT_H
#define MODULES_BOOT_H

#include "vm/machine.h"

/* Registers the native modules, fills builtins and sys, sets the hooks of the rooms below (streams, warnings,
 * exceptions that nobody caught). A MachineBoot for machine_open. False: out of memory. */
bool modules_boot(const MachineOptions *options);

#endif
