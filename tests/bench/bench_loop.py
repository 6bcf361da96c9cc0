# Ten million instructions in a loop.
def f(n):
    a, b = 0, 1
    for i in range(n):
        a, b = b, (a + b) % 1000007
    return a
print(f(1000000))
