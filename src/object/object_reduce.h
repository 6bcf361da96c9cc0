/* object_reduce.h: what `object` offers to copy and pickle. */
#ifndef OBJECT_OBJECT_REDUCE_H
#define OBJECT_OBJECT_REDUCE_H

#include "object/object.h"

Own object_method_reduce_ex(Ref self, Ref protocol);
Own object_method_reduce(Ref self);
Own object_method_getstate(Ref self);
Own object_state(Ref self); /* self.__getstate__() */

#endif
