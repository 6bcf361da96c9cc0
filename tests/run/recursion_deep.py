# Deep recursion: functions, generators, data structures, mutual, limits reached and survived.
# no trace: how deep it comes depends on who looks
import sys
def depth(n): return 0 if n == 0 else 1 + depth(n - 1)
print(depth(500), depth(900))
def even(n): return True if n == 0 else odd(n - 1)
def odd(n): return False if n == 0 else even(n - 1)
print(even(300), odd(301))
count = 0
def forever():
    global count
    count += 1
    forever()
sys.setrecursionlimit(200)
try:
    forever()
except RecursionError as error:
    print(error, count)
count = 0
try:
    forever()
except RecursionError as error:
    print(error, count)
def generator(n):
    if n: yield from generator(n - 1)
    yield n
print(sum(generator(50)))
try:
    print(sum(generator(500)))
except RecursionError as error:
    print(error)
sys.setrecursionlimit(5000)
print(depth(4000), sum(generator(600)))
def ackermann(m, n):
    if m == 0: return n + 1
    if n == 0: return ackermann(m - 1, 1)
    return ackermann(m - 1, ackermann(m, n - 1))
print(ackermann(2, 3))
def permutations(items):
    if not items: yield []
    for i, item in enumerate(items):
        for rest in permutations(items[:i] + items[i + 1:]): yield [item, *rest]
print(["".join(p) for p in permutations("abc")], sum(1 for _ in permutations("abcd")))
def subsets(items): return [[]] if not items else [s + [items[0]] * k for k in (0, 1) for s in subsets(items[1:])]
print(subsets([1, 2, 3]))
def flatten(x): return [z for y in x for z in flatten(y)] if isinstance(x, list) else [x]
print(flatten([1, [2, [3, [4, []]], 5]]))
def power_mod(b, e, m): return 1 if e == 0 else (power_mod(b * b % m, e // 2, m) * (b if e % 2 else 1)) % m
print(power_mod(3, 1000, 1000007), pow(3, 1000, 1000007))
nested = None
for _ in range(1000): nested = (nested,)
d = 0
while nested: nested, d = nested[0], d + 1
print(d)
deep_list = []
for _ in range(20000): deep_list = [deep_list]
del deep_list
class Link:
    def __init__(self, next): self.next = next
chain = None
for _ in range(5000): chain = Link(chain)
chain = None
print("long chains die without trouble")
class Node:
    def __init__(self, v, *kids): self.v, self.kids = v, kids
    def __repr__(self): return f"{self.v}({', '.join(map(repr, self.kids))})" if self.kids else str(self.v)
    def total(self): return self.v + sum(k.total() for k in self.kids)
tree = Node(1, Node(2, Node(4)), Node(3, Node(5), Node(6, Node(7))))
print(tree, tree.total())
def change(amount, coins): return 1 if amount == 0 else 0 if amount < 0 or not coins else change(amount - coins[0], coins) + change(amount, coins[1:])
print(change(30, (25, 10, 5, 1)))
def lcs(a, b, i=0, j=0, memo=None):
    memo = {} if memo is None else memo
    if i == len(a) or j == len(b): return ""
    if (i, j) not in memo:
        memo[i, j] = a[i] + lcs(a, b, i + 1, j + 1, memo) if a[i] == b[j] else max(lcs(a, b, i + 1, j, memo), lcs(a, b, i, j + 1, memo), key=len)
    return memo[i, j]
print(lcs("nematode", "empty bottle"))
