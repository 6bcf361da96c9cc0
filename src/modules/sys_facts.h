/* sys_facts.h: what sys says about the machine and the program. */
#ifndef MODULES_SYS_FACTS_H
#define MODULES_SYS_FACTS_H

#include "modules/modules.h"

/* Version, limits, flags and the like. False: raised. */
bool sys_add_facts(Ref module, const MachineOptions *options);
/* argv, path, prefix (sys_paths.c). False: raised. */
bool sys_add_paths(Ref module, const MachineOptions *options);

/* stdlib_module_names, builtin_module_names (sys_names.c). */
bool sys_add_names(Ref module);

#endif
