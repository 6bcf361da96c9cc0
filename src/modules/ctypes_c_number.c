#include "modules/ctypes.h"
const CSymbol c_number_symbols[] = {{NULL, NULL}};
