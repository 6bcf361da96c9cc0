# The eight queens' little brothers: every solution for 4, 5 and 6, by backtracking and by a generator.
def solve(n, row=0, placed=()):
    if row == n:
        yield placed
        return
    for column in range(n):
        if all(c != column and abs(c - column) != row - r for r, c in enumerate(placed)):
            yield from solve(n, row + 1, placed + (column,))


def show(solution):
    n = len(solution)
    return "\n".join(" ".join("Q" if c == q else "." for c in range(n)) for q in solution)


for n in (1, 2, 3, 4, 5, 6):
    solutions = list(solve(n))
    print(f"{n}: {len(solutions):>3} {solutions[:3]}")
print(show(next(solve(6))))


class Board:
    def __init__(self, n):
        self.n = n
        self.columns, self.up, self.down = set(), set(), set()
        self.count = 0

    def place(self, row):
        if row == self.n:
            self.count += 1
            return
        for c in range(self.n):
            if c in self.columns or row + c in self.up or row - c in self.down:
                continue
            self.columns.add(c); self.up.add(row + c); self.down.add(row - c)
            self.place(row + 1)
            self.columns.remove(c); self.up.discard(row + c); self.down -= {row - c}


board = Board(5)
board.place(0)
print(board.count, board.columns, board.up, board.down)
