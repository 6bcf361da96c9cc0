# Nested loops over small integers, and a sieve.
def remainders(n):
    a, b = 0, 1
    for i in range(n):
        a, b = b, (a + b) % 1000007
    return a


def triangle(n):
    total = 0
    for i in range(n):
        for j in range(i):
            if (i ^ j) & 1:
                total += j
    return total


def sieve(n):
    flags = [True] * (n + 1)
    for i in range(2, int(n**0.5) + 1):
        if flags[i]:
            for k in range(i * i, n + 1, i):
                flags[k] = False
    return sum(1 for i in range(2, n + 1) if flags[i])


# ten million instructions and more
print(remainders(1500000), triangle(1200), sieve(1000000))
