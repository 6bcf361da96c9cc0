# Comprehensions of all kinds, nested, conditional, scoped.
print([x * x for x in range(5)], {x % 3 for x in range(10)}, {x: x ** 2 for x in range(4)}, list(x + 1 for x in range(3)))
print([x for x in range(20) if x % 2 if x % 3], [(x, y) for x in range(3) for y in range(x)], [[y for y in range(x)] for x in range(3)])
x = "outer"
print([x for x in range(3)], x)
print([(a, b) for a, *b in [(1, 2, 3), (4,)]], [y := 5, y ** 2], y)
data = {"a": [1, 2], "b": [3]}
print({k: sum(v) for k, v in data.items()}, [n for v in data.values() for n in v], {v: k for k, vs in data.items() for v in vs})
print([(lambda: i)() for i in range(3)], sum(1 for c in "hello" if c in "aeiou"), any(n > 5 for n in range(10)))
def f(n):
    return [n + i for i in range(3)], [[n for _ in range(2)] for n in range(2)], n
print(f(10))
class C:
    items = [1, 2, 3]
    doubled = [i * 2 for i in items]
    def get(self): return [self.__class__.__name__ + str(i) for i in self.items]
print(C.doubled, C().get())
matrix = [[1, 2, 3], [4, 5, 6]]
print([[row[i] for row in matrix] for i in range(3)], [cell for row in matrix for cell in row if cell % 2 == 0])
print([last := n for n in range(4)], last)
gen = (print("evaluated", i) or i for i in range(3))
print(next(gen), list(gen))
try:
    [1 / i for i in (1, 0)]
except ZeroDivisionError as e:
    print(e)
print([i if i % 2 else -i for i in range(5)], [*range(3), *"ab"], {**{"a": 1}, **{"b": 2}}, (*[1], 2), {*"aab"} == {"a", "b"})
primes = [n for n in range(2, 50) if all(n % d for d in range(2, int(n ** .5) + 1))]
print(primes)
