#!/bin/sh
# No mutable static data below `session`, but what the page-fault handler needs: all of the machine's state is in
# the arena. Usage: globals.sh BUILD
build=$1
failed=0
for room in base world object code syntax compiler vm modules recorder inspect; do
    for object in "$build/$room"/*.o; do
        [ -e "$object" ] || continue
        [ "$(basename "$object")" = dirty_pages_mprotect.o ] && continue
        # .data.rel.ro is constant: tables of pointers that the loader fills in
        found=$(nm -f sysv "$object" | awk -F'|' '$7 ~ /^\.(data|bss|tdata|tbss)/ && $7 !~ /^\.data\.rel\.ro/ &&
            $4 ~ /OBJECT|TLS/ { gsub(/ /, "", $1); print $1 }')
        [ -z "$found" ] || { echo "$object: mutable static data: $found" | tr '\n' ' '; echo; failed=1; }
    done
done
# malloc and stdio have no place inside the machine (world keeps the host's side of the outside)
for room in object code syntax compiler vm modules; do
    for object in "$build/$room"/*.o; do
        [ -e "$object" ] || continue
        found=$(nm -u "$object" | awk '$2 ~ /^(malloc|calloc|realloc|free|printf|fprintf|snprintf|sprintf|fopen|fputs|puts|longjmp|strtod|exit|abort)$/ { print $2 }')
        [ -z "$found" ] || { echo "$object: calls" $found; failed=1; }
    done
done
exit $failed
