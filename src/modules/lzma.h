/* lzma.h: what the files of the module _lzma share. */
#ifndef MODULES_LZMA_H
#define MODULES_LZMA_H

#include <lzma.h>

#include "modules/compression.h"
#include "object/argument_checks.h"
#include "object/bytes.h"
#include "object/dict.h"
#include "object/error.h"
#include "object/exception.h"
#include "object/int.h"
#include "object/list.h"
#include "object/str.h"
#include "object/tuple.h"
#include "object/type_checks.h"

#define LZMA_ERROR AS_TYPE(MODULES_ROOT->lzma_error)
extern const lzma_allocator lzma_arena; /* what the library allocates lies in the arena */

/* True where the library's status tells of an error, which is raised. */
bool lzma_raised(lzma_ret status);

/* --- filters (lzma_filters.c) -------------------------------------------------------------------------- */
typedef union LzmaOptions {
    lzma_options_lzma lzma;
    lzma_options_delta delta;
    lzma_options_bcj bcj;
} LzmaOptions;
typedef struct LzmaFilters { /* a chain, with room for what its filters point to */
    lzma_filter chain[LZMA_FILTERS_MAX + 1];
    LzmaOptions options[LZMA_FILTERS_MAX];
} LzmaFilters;
/* False: raised. */
bool lzma_filters_read(LzmaFilters *filters, Ref specifiers);
bool lzma_number(Ref value, u64 most, const char *type, u64 *number);
Own lzma_method_encode_filter_properties(Ref self, Ref filter);
Own lzma_method_decode_filter_properties(Ref self, Ref const *args, isize nargs);

#endif
