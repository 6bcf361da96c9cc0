/* sys_facts.h: what sys says about the machine and the program. */
#ifndef MODULES_SYS_FACTS_H
#define MODULES_SYS_FACTS_H

#include "modules/modules.h"

/* argv, path, version and the like. False: raised. */
bool sys_add_facts(Ref module, const MachineOptions *options);

#endif
