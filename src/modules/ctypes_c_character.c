#include "modules/ctypes.h"
const CSymbol c_character_symbols[] = {{NULL, NULL}};
