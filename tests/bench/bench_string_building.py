# Strings made piece by piece: concatenation in place, join, the three ways to format.
def concatenate(n):
    line = ""
    for i in range(n):
        line += "ab"
        line += str(i)
    return len(line)


def join(n):
    return len(",".join([str(i) for i in range(n)]))


def formatted(n):
    parts = []
    for i in range(n):
        parts.append(f"{i:>8} {i / 7:.3f} {'x'!r}")
        parts.append("%d-%s" % (i, "y"))
        parts.append("{}:{}".format(i, "z"))
    return len("".join(parts))


print(concatenate(600000), join(500000), formatted(120000))
