/* world_maps.h: memory of the system's that processes share (world.h, MAP and UNMAP). */
#ifndef WORLD_WORLD_MAPS_H
#define WORLD_WORLD_MAPS_H

#include "base/base.h"

/* May this be read (written): does it lie in a map that the program has? */
bool world_map_holds(const void *memory, usize size, bool writing);

#endif
