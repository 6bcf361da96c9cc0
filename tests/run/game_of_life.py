# Conway's life on a set of cells, and as text; an automaton in one dimension.
def step(cells):
    counts = {}
    for x, y in cells:
        for dx in (-1, 0, 1):
            for dy in (-1, 0, 1):
                if dx or dy:
                    key = x + dx, y + dy
                    counts[key] = counts.get(key, 0) + 1
    return {cell for cell, n in counts.items() if n == 3 or n == 2 and cell in cells}


def show(cells, size=5):
    return "\n".join("".join("#" if (x, y) in cells else "." for x in range(size)) for y in range(size))


glider = {(1, 0), (2, 1), (0, 2), (1, 2), (2, 2)}
for generation in range(5):
    print(generation, sorted(glider))
    if generation % 2 == 0:
        print(show(glider))
    glider = step(glider)
blinker = frozenset({(1, 2), (2, 2), (3, 2)})
print(step(blinker) == {(2, 1), (2, 2), (2, 3)}, step(step(blinker)) == blinker, step(set()))


def rule(number, cells):
    n = len(cells)
    return [number >> (cells[i - 1] * 4 + cells[i] * 2 + cells[(i + 1) % n]) & 1 for i in range(n)]


cells = [0] * 10 + [1] + [0] * 10
for _ in range(7):
    print("".join(" *"[c] for c in cells).rstrip())
    cells = rule(90, cells)
