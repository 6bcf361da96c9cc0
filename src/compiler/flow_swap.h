/* flow_swap.h: runs of SWAP, which pattern matching and unpacking make. */
#ifndef COMPILER_FLOW_SWAP_H
#define COMPILER_FLOW_SWAP_H

#include "compiler/flowgraph.h"

/* Makes the run of SWAPs that begins at *i as short as can be, then tries to swap what comes after it instead.
 * *i moves to the run's last instruction. False: MemoryError. */
bool swap_optimize(Graph *graph, Block *block, isize *i);

#endif
