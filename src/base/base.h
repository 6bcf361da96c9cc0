/* base.h: the words that every room speaks.
 *
 * Fixed-width integers under short names, a signed size (sizes are subtracted all the time, and an
 * unsigned difference is a bug that waits), and the few attributes that the compilers share. */
#ifndef BASE_BASE_H
#define BASE_BASE_H

#include <assert.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

typedef int8_t i8;
typedef int16_t i16;
typedef int32_t i32;
typedef int64_t i64;
typedef uint8_t u8;
typedef uint16_t u16;
typedef uint32_t u32;
typedef uint64_t u64;
typedef ptrdiff_t isize;
typedef size_t usize;

#define ISIZE_MAX PTRDIFF_MAX

#define LIKELY(condition) __builtin_expect(!!(condition), 1)
#define UNLIKELY(condition) __builtin_expect(!!(condition), 0)
#define PRINTF_LIKE(position, first) __attribute__((format(printf, position, first)))
#define UNUSED __attribute__((unused))
#define NORETURN __attribute__((noreturn))
#define MUST_USE __attribute__((warn_unused_result))

#define COUNT_OF(array) ((isize)(sizeof(array) / sizeof(0 [array])))

static inline isize isize_min(isize a, isize b) { return a < b ? a : b; }
static inline isize isize_max(isize a, isize b) { return a > b ? a : b; }

#endif
