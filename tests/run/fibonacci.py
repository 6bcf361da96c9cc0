# Fibonacci: recursion, memo by decorator, iteration, generator, matrix, closed formula.
calls = 0


def plain(n):
    global calls
    calls += 1
    return n if n < 2 else plain(n - 1) + plain(n - 2)


def memoize(function):
    cache = {}

    def wrapper(n):
        if n not in cache:
            cache[n] = function(n)
        return cache[n]
    wrapper.cache = cache
    return wrapper


@memoize
def remembered(n):
    """Fast."""
    return n if n < 2 else remembered(n - 1) + remembered(n - 2)


def iterate(n):
    a, b = 0, 1
    while n:
        a, b, n = b, a + b, n - 1
    return a


def stream():
    a, b = 0, 1
    while True:
        sent = yield a
        a, b = (0, 1) if sent == "again" else (b, a + b)


print([plain(n) for n in range(12)], calls)
print(remembered(100), len(remembered.cache), remembered.__name__, remembered.__doc__)
print(iterate(300))
numbers = stream()
print([next(numbers) for _ in range(10)], numbers.send("again"), [next(numbers) for _ in range(5)])
numbers.close()
print(next(numbers, "closed"))
phi = (1 + 5 ** 0.5) / 2
print([round(phi ** n / 5 ** 0.5) for n in range(15)], f"{phi:.10f}", iterate(50) / iterate(49))
memo = {0: 0, 1: 1}
fib = lambda n: memo[n] if n in memo else memo.setdefault(n, fib(n - 1) + fib(n - 2))
print(fib(80), list(memo.items())[-3:])
def default(n, known={0: 0, 1: 1}):
    if n not in known:
        known[n] = default(n - 1) + default(n - 2)
    return known[n]
print(default(30), len(default.__defaults__[0]))
