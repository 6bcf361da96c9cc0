# Primes: trial division, a sieve with slices, an endless generator.
def is_prime(n):
    if n < 2:
        return False
    i = 2
    while i * i <= n:
        if n % i == 0:
            break
        i += 1
    else:
        return True
    return False


def sieve(limit):
    flags = bytearray([1]) * (limit + 1)
    flags[:2] = b"\0\0"
    for i in range(2, int(limit ** 0.5) + 1):
        if flags[i]:
            flags[i * i::i] = bytes(len(flags[i * i::i]))
    return [i for i, flag in enumerate(flags) if flag]


def endless():
    table = {}
    q = 2
    while True:
        if q in table:
            for p in table.pop(q):
                table.setdefault(p + q, []).append(p)
        else:
            table[q * q] = [q]
            yield q
        q += 1


def factors(n):
    found = []
    d = 2
    while d * d <= n:
        while not n % d:
            found.append(d)
            n //= d
        d += 1
    return found + [n] if n > 1 else found


print([n for n in range(60) if is_prime(n)])
print(sieve(100))
source = endless()
print([next(source) for _ in range(15)], sum(1 for _ in zip(range(10), source)))
for n in (1, 2, 12, 97, 360, 1001, 2 ** 16, 999999):
    print(n, factors(n), "*".join(map(str, factors(n))) or "nothing")
print(sieve(50) == [n for n in range(51) if is_prime(n)])
