/* codecs.h: what the files of the module _codecs share: the functions of the registry (codecs_registry.c). */
#ifndef MODULES_CODECS_H
#define MODULES_CODECS_H

#include "object/object.h"

bool codecs_registry_fill(Ref module);
void codecs_registry_clear(void);

Own codecs_method_register(Ref self, Ref search_function);
Own codecs_method_unregister(Ref self, Ref search_function);
Own codecs_method_lookup(Ref self, Ref encoding);
Own codecs_method_encode(Ref self, Ref const *args, isize nargs, Ref kwnames);
Own codecs_method_decode(Ref self, Ref const *args, isize nargs, Ref kwnames);
Own codecs_method_register_error(Ref self, Ref const *args, isize nargs);
Own codecs_method_lookup_error(Ref self, Ref name);

#endif
