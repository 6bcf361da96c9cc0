/* socket.h: what the two files of the module _socket say to each other. */
#ifndef MODULES_SOCKET_H
#define MODULES_SOCKET_H

#include "object/object.h"

/* OSError with ENOSYS: clearer than an attribute that is not there. */
void *socket_refuse(const char *why);
Own socket_method_socketpair(Ref self, Ref const *args, isize nargs); /* socket_object.c */

#endif
