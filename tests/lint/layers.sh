#!/bin/sh
# The house: a room uses its own headers and those of the rooms below it. Prints the picture from the code; fails
# where a file looks upwards.
cd "$(dirname "$0")/../.." || exit 2
rooms="base world object code syntax compiler vm modules recorder inspect session lesson ui app"
grep -Hn '^#include "' src/*/*.[ch] | awk -v rooms="$rooms" '
BEGIN { count = split(rooms, order, " "); for (i = 1; i <= count; i++) level[order[i]] = i }
{
    split($0, part, ":"); split(part[1], path, "/"); room = path[2]
    match($0, /"[^"]*"/); included = substr($0, RSTART + 1, RLENGTH - 2); split(included, target, "/")
    if (!(target[1] in level)) { print part[1] ":" part[2] ": \"" included "\" is in no room"; failed = 1; next }
    if (level[target[1]] > level[room]) {
        print part[1] ":" part[2] ": " room " may not look up to " target[1] " (" included ")"; failed = 1
    }
    if (target[1] != room && !seen[room, target[1]]++) uses[room] = uses[room] " " target[1]
}
END {
    for (i = count; i >= 1; i--) printf "    %-9s ->%s\n", order[i], uses[order[i]]
    exit failed
}' || exit 1
# inspect.h hands out values only; ncurses is known to two files: our screen, and what the program may have
# of it; readline to one.
bad=$(grep -n '^#include "' src/inspect/inspect.h)
[ -z "$bad" ] || { echo "src/inspect/inspect.h may include nothing but standard headers: $bad"; exit 1; }
bad=$(grep -ln '#include <.*curses' src/*/*.[ch] | grep -v '^src/ui/canvas_curses.c$\|^src/ui/curses_library.c$')
[ -z "$bad" ] || { echo "only src/ui/canvas_curses.c and curses_library.c may know ncurses: $bad"; exit 1; }
bad=$(grep -ln '#include <.*readline' src/*/*.[ch] | grep -v '^src/ui/\|^src/app/')
[ -z "$bad" ] || { echo "only ui and app may know readline: $bad"; exit 1; }
