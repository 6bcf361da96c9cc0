#!/bin/sh
# Every header compiles alone.
cd "$(dirname "$0")/../.." || exit 2
failed=0
for header in src/*/*.h; do
    case $(sed -n 's/.*included by \([a-z_]*\.c\) alone.*/\1/p' "$header") in ?*) continue ;; esac
    echo "#include \"${header#src/}\"" |
        ${CC:-gcc} -std=c11 -D_GNU_SOURCE -Wall -Wextra -Werror -Wno-unused-function -Isrc -fsyntax-only -x c - || failed=1
done
exit $failed
