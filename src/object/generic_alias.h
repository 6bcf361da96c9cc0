/* generic_alias.h: what generic_alias.c and union.c share: type parameters, and repr of type arguments. */
#ifndef OBJECT_GENERIC_ALIAS_H
#define OBJECT_GENERIC_ALIAS_H

#include "object/root.h"
#include "object/str.h"

/* The type variables among `args` (a tuple) and within them, each once, in order of appearance. A tuple. */
Own generic_parameters(Ref args);
/* `args` with `parameters` replaced by `item` (one argument, or a tuple of them); `self` is for messages. */
Own generic_substitute(Ref self, Ref args, Ref parameters, Ref item);
/* Appends how an argument shows: classes by their name. False: raised. */
bool generic_append_repr(StrBuilder *builder, Ref argument);
bool is_generic_alias(Ref object);

#endif
