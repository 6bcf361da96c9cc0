# no trace: the library's modules are long, and CPython has imported some of them before
# Recipes with itertools: sliding windows, round robin, flatten, power set, grouping, running totals.
import operator
from collections import deque
from itertools import (accumulate, chain, combinations, combinations_with_replacement, compress, count, cycle, dropwhile,
                       filterfalse, groupby, islice, pairwise, permutations, product, repeat, starmap, takewhile, tee,
                       zip_longest)


def windows(items, size):
    items = iter(items)
    window = deque(islice(items, size - 1), maxlen=size)
    for item in items:
        window.append(item)
        yield tuple(window)


def round_robin(*iterables):
    turns = cycle(iter(i).__next__ for i in iterables)
    left = len(iterables)
    while left:
        try:
            for turn in turns:
                yield turn()
        except StopIteration:
            left -= 1
            turns = cycle(islice(turns, left))


def powerset(items):
    items = list(items)
    return chain.from_iterable(combinations(items, size) for size in range(len(items) + 1))


def partition(predicate, items):
    first, second = tee(items)
    return list(filterfalse(predicate, first)), list(filter(predicate, second))


def grouper(items, size, fill=None):
    return zip_longest(*[iter(items)] * size, fillvalue=fill)


def run_lengths(text):
    return [(letter, sum(1 for _ in group)) for letter, group in groupby(text)]


def sieve(limit):
    data = bytearray((0, 1)) * (limit // 2)
    data[:3] = 0, 0, 0
    for p in compress(range(int(limit ** 0.5) + 1), data):
        data[p * p:limit:p + p] = bytes(len(range(p * p, limit, p + p)))
    data[2] = 1
    return list(compress(range(limit), data))


print(list(windows("abcdef", 3)))
print("".join(round_robin("ABC", "D", "EF")))
print(list(powerset("xyz")))
print(partition(str.isupper, "aBcDe"), list(grouper("abcdefg", 3, "-")))
print(run_lengths("aaabccdddd"), sieve(60))
print(list(accumulate([3, 1, 4, 1, 5], max)), list(accumulate(range(1, 7), operator.mul, initial=10)))
print(list(pairwise("abcd")), list(starmap(pow, zip(range(5), repeat(3)))))
print(list(takewhile(lambda n: n < 30, (n * n for n in count(1, 2)))), list(dropwhile(str.isdigit, "12ab3")))
print([*product("ab", repeat=2)], [*permutations("abc", 2)][:4], [*combinations_with_replacement("ab", 3)])
words = sorted("apple bat bear cat ant cow".split(), key=operator.itemgetter(0))
for letter, group in groupby(words, key=operator.itemgetter(0)):
    print(letter, list(group), end="; ")
print()
a, b, c = tee(iter(range(5)), 3)
print(next(a), next(a), list(b), sum(c), list(a))
print(dict(zip("abc", count(10, -5))), list(islice(cycle("xy"), 2, 9, 3)))
try:
    next(islice(count(), 2, 2))
except StopIteration as stop:
    print("nothing", stop.value)
try:
    list(combinations("ab", -1))
except ValueError as error:
    print(error)
