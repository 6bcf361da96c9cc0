#include "modules/ctypes.h"
const CSymbol c_print_symbols[] = {{NULL, NULL}};
bool print_flush(void) { return true; }
