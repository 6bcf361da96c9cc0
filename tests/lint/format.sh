#!/bin/sh
# clang-format decides the layout: lists the files that it would change. Usage: format.sh
cd "$(dirname "$0")/../.." || exit 2
unformatted=$(find src tests -name '*.[ch]' -print0 | xargs -0 -n 32 clang-format --dry-run 2>&1 |
    sed -n 's/^\([^:]*\):.*clang-format-violations.*/\1/p' | sort -u)
[ -z "$unformatted" ] || { echo "clang-format would change:"; echo "$unformatted"; exit 1; }
