# Brings `opscope trace` into the shape of trace_oracle.py: leaves out what CPython's trace function never
# reports (RESUME, MAKE_CELL, COPY_FREE_VARS, RETURN_GENERATOR with its POP_TOP, the instruction after
# EXTENDED_ARG), numbers the frames in the order in which they are first seen, drops `n` and `thread`, cuts folders off
# file names, and ends where the module's own frame does.
function field(name,    start, rest) {
    start = index($0, "\"" name "\":")
    rest = substr($0, start + length(name) + 3)
    match(rest, /^("([^"\\]|\\.)*"|[^,}]*)/)
    return substr(rest, 1, RLENGTH)
}
{
    frame = field("frame"); op = field("op"); depth = field("depth")
    if (depth == 0 && module == "") module = frame
    if (depth == 0 && frame != module) exit
    if (skip[frame]) { skip[frame] = 0; if (op != "\"EXTENDED_ARG\"") next }
    if (op == "\"EXTENDED_ARG\"") { if (!widened[frame]) { widened[frame] = 1 } else { next } }
    else if (widened[frame]) { widened[frame] = 0; next }
    if (op ~ /^"(RESUME|MAKE_CELL|COPY_FREE_VARS)"$/) next
    if (op == "\"RETURN_GENERATOR\"") { skip[frame] = 1; next }
    if (!(frame in number)) number[frame] = ++frames
    file = field("file"); sub(/^"([^"]*\/)?/, "\"", file)
    printf "{\"frame\":%d,\"depth\":%s,\"code\":%s,\"file\":%s,\"line\":%s,\"offset\":%s,\"op\":%s,\"arg\":%s,",
        number[frame], depth, field("code"), file, field("line"), field("offset"), op, field("arg")
    print substr($0, index($0, "\"stack\":"))
}
