def sieve(n):
    flags = [True] * (n + 1)
    for i in range(2, int(n ** 0.5) + 1):
        if flags[i]:
            for k in range(i * i, n + 1, i):
                flags[k] = False
    return sum(1 for i in range(2, n + 1) if flags[i])
print(sieve(1500000))
