# no trace: the library's modules are long, and CPython has imported some of them before
# fractions, decimal, statistics and integers: money without rounding errors, continued fractions, contexts, quantiles.
import math
import statistics
from decimal import ROUND_HALF_EVEN, ROUND_HALF_UP, Decimal, DivisionByZero, InvalidOperation, getcontext, localcontext
from fractions import Fraction

print(Fraction(3, 6), Fraction("0.125"), Fraction("-7/3"), Fraction(0.1), Fraction(0.1).limit_denominator(100), Fraction(Decimal("1.1")))
print(Fraction(1, 3) + Fraction(1, 6), Fraction(2, 3) ** -2, Fraction(7, 2) // 1, Fraction(7, 2) % 2, round(Fraction(7, 2)), float(Fraction(1, 8)))
print(math.floor(Fraction(-7, 2)), Fraction(1, 2) == 0.5, hash(Fraction(2)) == hash(2), Fraction(5).as_integer_ratio(), sum([Fraction(1, n) for n in range(1, 8)]))


def continued(x):
    while True:
        whole = math.floor(x)
        yield whole
        if x == whole:
            return
        x = 1 / (x - whole)


print(list(continued(Fraction(415, 93))), list(continued(Fraction(math.pi)))[:6])

print(Decimal("1.10") + Decimal("2.2"), Decimal(1) / 7, Decimal("1e3") * 2, Decimal("7") // 2, Decimal("-7") % 3, Decimal("2").sqrt())
for cents in ("2.675", "2.665", "-1.005"):
    print(Decimal(cents).quantize(Decimal("0.01"), ROUND_HALF_UP), Decimal(cents).quantize(Decimal("0.01"), ROUND_HALF_EVEN), round(float(cents), 2))
with localcontext() as context:
    context.prec = 50
    print(Decimal(2).sqrt(), Decimal(1).exp())
print(getcontext().prec, Decimal("123.4500").normalize(), Decimal("1E+5").as_tuple(), f"{Decimal('1234567.891'):,.2f}", Decimal(0.1) == 0.1)
for attempt, kind in ((lambda: Decimal(1) / 0, DivisionByZero), (lambda: Decimal("abc"), InvalidOperation)):
    try:
        attempt()
    except kind as error:
        print(type(error).__name__)
print(max(Decimal("3"), Decimal("2.9")), Decimal("NaN").is_nan(), Decimal("Infinity") > 10 ** 100, sorted([Decimal(3), 1, 2.5, Fraction(1, 2)], key=float))

data = [2, 4, 4, 4, 5, 5, 7, 9]
print(statistics.mean(data), statistics.median(data), statistics.mode(data), statistics.pstdev(data), round(statistics.stdev(data), 6))
print(statistics.quantiles(data, n=4), statistics.fmean(data), statistics.harmonic_mean([40, 60]), statistics.geometric_mean([1, 4, 16]))
print(statistics.mean([Fraction(1, 2), Fraction(1, 3)]), statistics.multimode("aabbc"), statistics.correlation([1, 2, 3], [2, 4, 6.5]) > 0.99)
slope = statistics.linear_regression([1, 2, 3], [3, 5, 7])
print(slope, statistics.NormalDist(100, 15).cdf(115) > 0.84, statistics.variance([Decimal(1), Decimal(3)]))
try:
    statistics.mean([])
except statistics.StatisticsError as error:
    print(error)
print(math.gcd(84, 36), math.lcm(4, 6), math.isqrt(10 ** 20), math.comb(10, 3), pow(3, -1, 7), (255).to_bytes(2, "big"), 0.1.as_integer_ratio())
