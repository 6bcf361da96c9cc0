#include "modules/ctypes.h"
const CSymbol c_python_symbols[] = {{NULL, NULL}};
