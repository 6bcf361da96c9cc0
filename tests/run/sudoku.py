# A 4x4 sudoku solved by backtracking and checked by sets.
PUZZLE = """
1 . . 4
. . 3 .
. 1 . .
4 . . 2
"""
grid = [[0 if c == "." else int(c) for c in line.split()] for line in PUZZLE.strip().splitlines()]
tries = 0


def candidates(grid, r, c):
    used = set(grid[r]) | {row[c] for row in grid}
    used |= {grid[i][j] for i in range(r // 2 * 2, r // 2 * 2 + 2) for j in range(c // 2 * 2, c // 2 * 2 + 2)}
    return {1, 2, 3, 4} - used


def solve(grid):
    global tries
    empty = [(len(candidates(grid, r, c)), r, c) for r in range(4) for c in range(4) if not grid[r][c]]
    if not empty:
        return True
    _, r, c = min(empty)
    for n in sorted(candidates(grid, r, c)):
        tries += 1
        grid[r][c] = n
        if solve(grid):
            return True
        grid[r][c] = 0
    return False


print(candidates(grid, 0, 1), candidates(grid, 1, 1))
print(solve(grid), tries)
for row in grid:
    print(*row)
full = {1, 2, 3, 4}
print(all(set(row) == full for row in grid), all(set(column) == full for column in zip(*grid)))
print([sum(row) for row in grid], sum(map(sum, grid)))
impossible = [[1, 2, 3, 0], [0, 0, 0, 4], [0] * 4, [0] * 4]
print(solve(impossible), impossible)
