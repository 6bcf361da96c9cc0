# float and complex: arithmetic, text, rounding, special values, methods, errors.
inf, nan = float("inf"), float("nan")
print(0.1 + 0.2, 1 / 3, 2 / 3, 1e308 * 10, -1e308 * 10, inf - inf, inf * 0, 5e-324 / 2, 1e16 + 1, 0.1 * 3, 1.1 * 1.1, 100 * 1.1, 3.0, 1e100, 123456.789e-10)
print([7.5 // 2, 7.5 % 2, -7.5 // 2, -7.5 % 2, 7.5 // -2, 7.5 % -2, divmod(7.5, 2), 2.0 ** 0.5, (-8) ** (1 / 3), 2 ** -1.5, 0.0 ** 0, 5.0 % inf, -5.0 % inf])
print([round(v) for v in (0.5, 1.5, 2.5, -0.5, -1.5, 2.675)], round(2.675, 2), round(1234.567, -2), round(1.0, 5), round(5e15 + 0.5), round(-2.5), round(inf, 2), round(1e300, 300))
print([f(2.5) for f in (int, float, bool, abs, round, str, repr, hash)], hash(0.5), hash(inf), hash(-inf), hash(1e300), hash(-0.0), hash(2.0 ** 70))
print((2.5).is_integer(), (2.0).is_integer(), (0.75).as_integer_ratio(), (0.1).hex(), float.fromhex("0x1.8p3"), (2.5).real, (2.5).imag, (2.5).conjugate(), (-0.0).hex(), inf.hex(), float.fromhex("-inf"))
print(float("1_0.5"), float(" 1e3 "), float("-Infinity"), float("NaN"), float(".5"), float("5."), float("1e-400"), float("1e400"), float(10 ** 20), float(True), float(), float("١.٥"))
print(nan == nan, nan != nan, nan < 1, nan > 1, inf > 10 ** 400, -inf < -10 ** 400, inf == inf, 0.0 == -0.0, 1.0 == True, 0.5 in [0.5], nan in [nan], max(1, nan), max(nan, 1), min(nan, 1), sorted([3, nan, 1]))
c = 3 + 4j
print(c, c * c, c + 1, 1 - c, c / 2, c / (1 - 1j), c ** 2, c ** 0.5, abs(c), c.real, c.imag, c.conjugate(), -c, +c, c == 3 + 4j, c != 3, bool(0j), hash(c), hash(3 + 0j) == hash(3), 2j * 2j)
print(complex("1+2j"), complex("-j"), complex(1.5), complex(1, 2), complex("inf"), complex(" 3.5 "), complex(0, -0.0), -0j, 1e20j, complex(nan, inf), repr(1j), str(-1j), (1 + 0j), complex(-0.0, 1), 1j ** 2, 0j ** 0)
for code in ("1.5 // 0", "1.5 % 0.0", "1.0 / 0", "0.0 ** -1", "1e200 ** 2", "float('x')", "float('')", "float(None)", "float([])", "1.5 + 'a'", "1.5 & 1", "1.5 << 1", "1j < 2j", "1j // 1", "1j % 1", "int(1j)", "float(1j)", "complex('1 + 2j')", "complex('a')", "complex('1', 2)", "complex(1, '2')", "complex([])",
             "1j / 0", "0j ** -1", "0j ** 1j", "round(1j)", "divmod(1j, 1)", "round(nan)", "round(inf)", "round(1.5, 1.5)", "float.fromhex('zz')", "[1][1.0]", "range(1.5)", "(1.5).foo", "1.5()", "'a' * 1.5", "1.5[0]", "hash(1.5).foo", "float(10 ** 400)", "int('1.5')", "abs(1e200 + 1e200j) * 1e200", "math.sqrt(-1)", "math.log(0)", "math.factorial(1.5)", "math.exp(1000)"):
    try:
        print(code, "=", eval(code, {"nan": nan, "inf": inf, "math": __import__("math")}))
    except Exception as error:
        print(code, type(error).__name__, error)
import math
print(math.floor(-2.5), math.ceil(-2.5), math.trunc(-2.5), math.fsum([0.1] * 10), sum([0.1] * 10), math.sqrt(2), math.pi, math.e, math.hypot(3, 4), math.copysign(1, -0.0), math.isnan(nan), math.isclose(0.1 + 0.2, 0.3), math.modf(3.75), math.frexp(10.0), math.ldexp(0.5, 4), math.fmod(-7, 3), math.gcd(12, 18))
total = 0.0
for i in range(1, 60): total += (-1) ** (i + 1) / i
print(total, f"{total:.6f}", total.__class__.__name__, total.__round__(3), (1.5).__add__(2), (1.5).__radd__(1j), (2.0).__pow__(3), (1.5).__eq__("a"))
x = 1.0
for _ in range(6): x = (x + 2 / x) / 2
print(x, x * x == 2, x ** 2 - 2)
