#include "modules/ctypes.h"
const CSymbol c_math_symbols[] = {{NULL, NULL}};
