#include "modules/ctypes.h"
const CSymbol c_text_symbols[] = {{NULL, NULL}};
