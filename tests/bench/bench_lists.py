# Lists: appended to, indexed, sliced, unpacked, walked, comprehended.
def matrix(n):
    a = [[i * j % 7 for j in range(n)] for i in range(n)]
    b = [list(column) for column in zip(*a)]
    return [[sum(x * y for x, y in zip(row, column)) for column in b] for row in a]


def queens(n, row=0, columns=(), left=(), right=()):
    if row == n:
        return 1
    return sum(
        queens(n, row + 1, columns + (c,), left + (row + c,), right + (row - c,))
        for c in range(n)
        if c not in columns and row + c not in left and row - c not in right
    )


def rotate(n):
    items = list(range(50))
    for i in range(n):
        items.append(items.pop(0))
        items[i % 50], items[-1] = items[-1], items[i % 50]
        first, *rest = items[:4]
    return items[:5]


print(sum(map(sum, matrix(70))), queens(7), rotate(200000))
print(len([x for x in range(800000) if x % 3 == 0]))
