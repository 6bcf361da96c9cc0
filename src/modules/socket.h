/* socket.h: what the two files of the module _socket say to each other. */
#ifndef MODULES_SOCKET_H
#define MODULES_SOCKET_H

#include "object/object.h"

Own socket_method_socketpair(Ref self, Ref const *args, isize nargs); /* socket_object.c */

#endif
