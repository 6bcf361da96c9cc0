# no trace: the module asks for the frame below its own import, which is importlib's in CPython
# Decimals: construction, arithmetic, rounding, text. The module is native: its operations are no Python frames.
from decimal import *
from fractions import Fraction
import copy, pickle, sys

print("_pydecimal" in sys.modules, Decimal.__module__, Decimal(1).__sizeof__(), Decimal("1" * 96).__sizeof__())

# construction is exact, arithmetic is rounded to 28 digits
print(Decimal("3.14"), Decimal(3.14), Decimal((0, (3, 1, 4), -2)), Decimal(" 1_000.5\n"), Decimal("\u0663.\u0661\u0664"))
print(Decimal(1) / Decimal(7), 10 * Decimal("0.1") == 1, Decimal("1e-10") + Decimal("1e10"), -Decimal("0.0"))
print(divmod(Decimal("-7.5"), 2), Decimal("-7.5") // 2, Decimal("-7.5") % 2, Decimal("7.5").remainder_near(2))
print(Decimal("1.20") * Decimal("3.400"), Decimal("1.2300").normalize(), Decimal("12E+5"), Decimal("12E+5").to_eng_string())
print(Decimal(2).sqrt(), Decimal(1).exp(), Decimal(10).ln(), Decimal(2).log10(), Decimal(2) ** Decimal("-0.5"))
print(Decimal(2) ** 200, Decimal(7) ** -3, pow(Decimal(123456789), Decimal(10) ** 5, Decimal(998244353)), Decimal("1.00") ** 4)
print(Decimal(2).fma(3, 5), Decimal("1.5").scaleb(3), Decimal(1234567890).rotate(3), Decimal(123).shift(-2), Decimal(1500).logb())
print(Decimal(1101).logical_and(1011), Decimal(1101).logical_or(11), Decimal(1101).logical_xor(111), Decimal("1.1").next_plus())

for mode in (ROUND_UP, ROUND_DOWN, ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_UP, ROUND_HALF_DOWN, ROUND_HALF_EVEN, ROUND_05UP):
    print(f"{mode:16}", *(Decimal(text).quantize(Decimal("1.0"), rounding=mode) for text in "1.25 1.35 -1.25 -1.35 1.01 1.51".split()))

# comparison with other numbers, hashes, conversions
print(Decimal("0.5") == 0.5 == Fraction(1, 2), Decimal("0.1") == 0.1, Decimal("0.1") < 0.1, Decimal("0.1") < Fraction(1, 3))
print(hash(Decimal("1e3")) == hash(1000), hash(Decimal("0.375")) == hash(0.375), hash(Decimal("1e-30")), hash(Decimal("-inf")))
print(int(Decimal("-12.7")), float(Decimal("0.1")), round(Decimal("2.5")), round(Decimal("2.345"), 2), Decimal("0.625").as_integer_ratio())
print(Decimal("NaN12").as_tuple(), Decimal("-1.50").as_tuple(), Decimal("-Infinity").adjusted(), Decimal(150).number_class())
print(sorted(map(Decimal, "1.0 -2 1.00 0 3e2 -Infinity".split())), max(Decimal(3), Decimal("NaN").max(2)))
print(sorted(map(Decimal, "NaN 1.0 sNaN 1.00 -0 0 -NaN Infinity".split()), key=lambda d: d.compare_total(0) * 10 + d.copy_abs().compare_total_mag(1)))
print(Decimal("1.10").compare_total(Decimal("1.1")), Decimal("1.1").same_quantum(Decimal("9.9")), Decimal(9).copy_sign(Decimal("-0")))

for spec in (".3f", ",.2f", "+e", "020,.1f", "*^20", ".2%", ".4g", "E", "z.0f", "n", ">12.1f"):
    print(f"{spec:9}", [format(Decimal(text), spec) for text in ("1234567.891", "-0.004", "0E+3", "1E-9", "-Infinity")])

value = Decimal("1.10")
print(copy.copy(value) is value, copy.deepcopy(value) is value, pickle.loads(pickle.dumps(value)), repr(value), value.real is value)


class Money(Decimal):
    def __str__(self):
        return f"{self:.2f} gold"


price = Money("2.5")
print(price, repr(price), type(price + 1).__name__, type(Money(price)).__name__, pickle.loads(pickle.dumps(price)), price.imag)


def pi():
    three = Decimal(3)
    lasts, t, s, n, na, d, da = 0, three, 3, 1, 0, 0, 24
    while s != lasts:
        lasts = s
        n, na = n + na, na + 8
        d, da = d + da, da + 32
        t = (t * n) / d
        s += t
    return +s


with localcontext(prec=60):
    print(pi(), Decimal(2).ln(), Decimal("1e-40").exp(), Decimal(3) ** Decimal("0.3"))
with localcontext(prec=2000) as context:
    a, b = Decimal(7) ** 1900, Decimal(3) ** 1700
    print(str(a * b)[:60], len(str(a * b)), (a * b) // b == a, (a * b + 5) % b, str((a / b).sqrt())[-30:], context.flags[Inexact])
