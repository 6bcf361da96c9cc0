#include "modules/ctypes.h"
const CSymbol c_system_symbols[] = {{NULL, NULL}};
