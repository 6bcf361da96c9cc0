# Cellular automata: rule 110, the game of life on a torus with sets, a glider's walk, patterns that repeat.
def rule(number, cells, steps):
    for _ in range(steps):
        yield cells
        padded = [0, *cells, 0]
        cells = [number >> (a << 2 | b << 1 | c) & 1 for a, b, c in zip(padded, padded[1:], padded[2:])]


for row in rule(110, [0] * 30 + [1], 12):
    print("".join(" █"[cell] for cell in row).rstrip() or "-")


class Life:
    def __init__(self, cells, width=8, height=8):
        self.cells, self.width, self.height = frozenset(cells), width, height

    @classmethod
    def parse(cls, picture, **size):
        return cls(((x, y) for y, line in enumerate(picture.split()) for x, c in enumerate(line) if c == "#"), **size)

    def neighbours(self, x, y):
        return {((x + dx) % self.width, (y + dy) % self.height) for dx in (-1, 0, 1) for dy in (-1, 0, 1) if dx or dy}

    def step(self):
        counts = {}
        for cell in self.cells:
            for other in self.neighbours(*cell):
                counts[other] = counts.get(other, 0) + 1
        alive = (cell for cell, count in counts.items() if count == 3 or count == 2 and cell in self.cells)
        return Life(alive, self.width, self.height)

    def __str__(self):
        return "\n".join("".join(".#"[(x, y) in self.cells] for x in range(self.width)) for y in range(self.height))

    def __eq__(self, other):
        return self.cells == other.cells

    def __hash__(self):
        return hash(self.cells)

    def period(self, limit=100):
        seen, life = {}, self
        for step in range(limit):
            if life in seen:
                return step - seen[life]
            seen[life] = step
            life = life.step()
        return None


glider = Life.parse(".#. ..# ###")
life = glider
for _ in range(4):
    life = life.step()
print(glider, life, sep="\n\n")
print(life.cells == {(x + 1, y + 1) for x, y in glider.cells}, len(life.cells))
patterns = {"block": "## ##", "blinker": "### ...", "toad": ".### ###.", "beacon": "##.. ##.. ..## ..##", "glider": ".#. ..# ###"}
for name, picture in patterns.items():
    print(f"{name:8} repeats after {Life.parse(picture).period()} steps")
