# Pascal's triangle, collatz, perfect numbers, gcd: loops of every kind.
def triangle(rows):
    row = [1]
    for _ in range(rows):
        yield row
        row = [a + b for a, b in zip([0] + row, row + [0])]


for row in triangle(8):
    print(" ".join(f"{n:>3}" for n in row).center(40).rstrip())
print([sum(row) for row in triangle(10)], [row[len(row) // 2] for row in triangle(9)])


def collatz(n):
    path = [n]
    while n != 1:
        n = n // 2 if n % 2 == 0 else 3 * n + 1
        path.append(n)
    return path


print(collatz(6), max(range(1, 30), key=lambda n: len(collatz(n))), len(collatz(27)), max(collatz(27)))


def gcd(a, b):
    while b:
        a, b = b, a % b
    return a


print([gcd(*pair) for pair in [(12, 18), (17, 5), (100, 75), (0, 9), (-12, 8)]])
print([n for n in range(2, 100) if sum(d for d in range(1, n) if n % d == 0) == n])
i = 0
while True:
    i += 1
    if i == 3:
        continue
    if i > 6:
        break
    print(i, end=" " if i < 6 else "\n")
else:
    print("never")
for i in range(3):
    for j in range(3):
        if i == j == 1:
            break
        print((i, j), end=";")
    else:
        print("row", i)
        continue
    print("cut at", i)
    break
for n in []:
    pass
else:
    print("empty", "n" in globals())
