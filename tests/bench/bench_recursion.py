# Calls of Python functions that call themselves.
def fib(n):
    return n if n < 2 else fib(n - 1) + fib(n - 2)


def ackermann(m, n):
    if m == 0:
        return n + 1
    return ackermann(m - 1, ackermann(m, n - 1) if n else 1)


print(fib(29), [ackermann(2, n) for n in range(120, 140)])
