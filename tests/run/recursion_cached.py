# no trace: the library's modules are long, and CPython has imported some of them before
# no collect: a collection at every birth of its many objects takes too long
# Recursion that only a cache makes possible: partitions, edit distance, coin change, Catalan, an LRU that forgets.
from functools import cache, lru_cache


@lru_cache(maxsize=None)
def partitions(n, largest):
    if n == 0:
        return 1
    return sum(partitions(n - part, part) for part in range(1, min(n, largest) + 1))


@cache
def distance(a, b):
    if not a or not b:
        return len(a) + len(b)
    if a[0] == b[0]:
        return distance(a[1:], b[1:])
    return 1 + min(distance(a[1:], b), distance(a, b[1:]), distance(a[1:], b[1:]))


@cache
def ways(amount, coins):
    if amount == 0:
        return 1
    if amount < 0 or not coins:
        return 0
    return ways(amount - coins[0], coins) + ways(amount, coins[1:])


@lru_cache(maxsize=3)
def noisy(x, *, scale=1):
    print("computing", x, scale)
    return x * scale


print(partitions(60, 60), partitions.cache_info())
print(distance("kitten", "sitting"), distance("한국어", "한국말"), distance.cache_info().currsize)
print(ways(200, (100, 50, 20, 10, 5, 2, 1)), ways.cache_info().hits > 0)
for x in (1, 2, 1, 3, 4, 1, 2):
    noisy(x)
noisy(1, scale=1), noisy(1, scale=2), noisy(1.0)
print(noisy.cache_info(), noisy.cache_parameters(), noisy.__wrapped__(5, scale=5))
noisy.cache_clear()
print(noisy.cache_info())
try:
    noisy([1])
except TypeError as error:
    print(error)


class Catalan:
    @lru_cache
    def number(self, n):
        return 1 if n == 0 else sum(self.number(i) * self.number(n - 1 - i) for i in range(n))


print([Catalan().number(n) for n in range(12)], Catalan.number.cache_info().misses)
