# The towers of Hanoi: recursive, with a drawing, and by a stack.
def move(n, source, target, spare, towers, log):
    if n == 0:
        return 0
    steps = move(n - 1, source, spare, target, towers, log)
    towers[target].append(towers[source].pop())
    log.append(f"{source}{target}")
    return steps + 1 + move(n - 1, spare, target, source, towers, log)


def draw(towers, height):
    for level in reversed(range(height)):
        print(" ".join(("=" * t[level]).center(2 * height) if level < len(t) else "|".center(2 * height)
                       for t in towers.values()).rstrip())


towers = {"A": [3, 2, 1], "B": [], "C": []}
draw(towers, 3)
log = []
print(move(3, "A", "C", "B", towers, log), " ".join(log))
draw(towers, 3)


def iterative(n):
    stack = [(n, 0, 2, 1, False)]
    while stack:
        k, a, b, c, ready = stack.pop()
        if k == 1 or ready:
            yield a, b
            continue
        stack += [(k - 1, c, b, a, False), (k, a, b, c, True), (k - 1, a, c, b, False)]


print([f"{a}>{b}" for a, b in iterative(4)])
print([sum(1 for _ in iterative(k)) for k in range(1, 7)])
assert all(sum(1 for _ in iterative(k)) == 2 ** k - 1 for k in range(1, 6))
