#include "modules/ctypes.h"
const CSymbol c_absent_symbols[] = {{NULL, NULL}};
