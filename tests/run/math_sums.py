"""math: sums and lengths to the last bit, ways to choose among any ints, the distance between floats."""
import math


def attempt(function, *args):
    try:
        print(function.__name__, function(*args))
    except Exception as error:
        print(function.__name__, type(error).__name__, error)


inf, nan = math.inf, math.nan
for values in [], [0.1] * 10, [1e100, 1.0, -1e100], [1e308, 1e308, -1e308], [inf, 1], [inf, -inf], [nan, 1], ["x"], 3, \
        [2.0 ** -n for n in range(1, 1075, 7)], [(-1) ** n * 1e16 / (n + 1) for n in range(100)], \
        [2.0 ** (n % 97 * 20 - 970) * (-1) ** n for n in range(300)]:
    attempt(math.fsum, values)
for point in (), (3, 4), (1, 1, 1), (1e-320, 2e-320), (1e308, 1e307), (0.1,) * 20, (inf, nan), (nan, 1), (-0.0,), ("x",):
    attempt(math.hypot, *point)
    attempt(math.dist, point, [1.5] * len(point))
attempt(math.dist, [1], [1, 2])
for n, k in (10, 3), (0, 0), (3, 5), (-1, 2), (5, -1), (2 ** 70, 3), (2 ** 70, 2 ** 70 - 2), (100, 2 ** 70), (2 ** 100, 2 ** 90), \
        (1.0, 2), (60, 30), (True, False):
    attempt(math.comb, n, k)
    if k < 1000 or n < k:
        attempt(math.perm, n, k)
attempt(math.perm, 6)
attempt(math.perm, 6, None)
for x in 0, 1, -1.5, 1e308, 1.7976931348623157e308, 5e-324, inf, -inf, nan, "x":
    attempt(math.ulp, x)
    attempt(math.cbrt, x)
    attempt(math.exp2, x)
print(math.nextafter(0, 1), math.nextafter(1, inf), math.prod([2, 3.5], start=2), math.comb.__text_signature__)
for x in 0.9223157420948225, -0.04657544885768394, -99.30032691743537, 171.5, 171.7, -170.5, -200.5, 23, 24, 1e-21, 5e-324, 0, -3, \
        inf, -inf, nan, 1e306:
    attempt(math.gamma, x)
    attempt(math.lgamma, x)
for huge in 10 ** 400, (1 << 1500) - 1, (2 ** 54 - 1 << 1000) + 1, -(10 ** 400):
    attempt(math.log, huge)
    attempt(math.log10, huge)
    attempt(math.log2, huge)
