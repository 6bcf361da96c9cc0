#!/bin/sh
# No mutable static data below `session`, but what the page-fault handler needs: all of the machine's state is in
# the arena. Usage: globals.sh BUILD
cd "$1" || exit 2
failed=0

# objects ROOM...: their object files.
objects() {
    for room in "$@"; do ls "$room"/*.o; done
}

# .data.rel.ro is constant: tables of pointers that the loader fills in
found=$(nm -A -f sysv $(objects base world object code syntax compiler vm modules recorder inspect) | awk -F'|' '
    $7 ~ /^\.(data|bss|tdata|tbss)/ && $7 !~ /^\.data\.rel\.ro/ && $4 ~ /OBJECT|TLS/ && !/dirty_pages_mprotect\.o:/ {
        sub(/:/, ": mutable static data: ", $1); print $1 }')
[ -z "$found" ] || { echo "$found"; failed=1; }

# malloc and stdio have no place inside the machine (world keeps the host's side of the outside)
found=$(nm -A -u $(objects object code syntax compiler vm modules) | awk '
    $NF ~ /^(malloc|calloc|realloc|free|printf|fprintf|snprintf|sprintf|fopen|fputs|puts|longjmp|strtod|exit|abort)$/ {
        print $1, "calls", $NF }')
[ -z "$found" ] || { echo "$found"; failed=1; }
exit $failed
