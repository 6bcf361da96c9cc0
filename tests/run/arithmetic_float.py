# Floats: the shortest text that reads back, special values, rounding.
for x in (0.1, 0.5, 1e16, 1e15, 123456789.123, 1e-5, 0.0001, 1e100, 5e-324, 1.7976931348623157e308, -0.0, 2.5, 1/3):
    print(x, repr(x), x.is_integer(), x.hex(), x.as_integer_ratio())
print(0.1 + 0.2, 1.1 * 3, 7.0 // 2, -7.0 // 2, 7.5 % 2, -7.5 % 2, 2.0 ** 0.5, 2 ** -1)
inf, nan = float("inf"), float("nan")
print(inf, -inf, nan, inf - inf, inf > 1e308, nan == nan, nan != nan, hash(inf), hash(-inf))
print(round(2.5), round(3.5), round(-2.5), round(2.675, 2), round(1234.567, -2), round(5, -1), round(15, -1))
print(int(1e20), float("1_0.5"), float("  -1e3 "), float(10 ** 22), 10 ** 22 == 1e22)
print(f"{3.14159:.2f} {3.14159:10.3f}| {3.14159:<10.3f}| {1e10:g} {1234567.891:,.2f} {0.25:%} {1e-7:e} {12.0:G}")
print("%.3f %e %g %5.1f%%" % (2 / 3, 12345.678, 0.0001, 99.5))
print(1.5 + 2j, (1 + 2j) * (3 - 4j), abs(3 + 4j), (2 + 3j).conjugate(), complex("1+2j"), 1j ** 2)
print(max(1.0, 2), min(0.5, -1.5), sum([0.1] * 10), divmod(7.5, 2))
try:
    1.0 / 0
except ZeroDivisionError as error:
    print(error)
try:
    float("abc")
except ValueError as error:
    print(error)
try:
    int(nan)
except ValueError as error:
    print(error)
try:
    int(inf)
except OverflowError as error:
    print(error)
