# Integers of any size: factorials, powers, digits, bases, bit tricks, division.
def factorial(n):
    result = 1
    for i in range(2, n + 1):
        result *= i
    return result


print(factorial(50))
big = factorial(120)
print(big, len(str(big)), big.bit_length(), big.bit_count())
print(big // factorial(118), big % 10 ** 30, big % 1000007, -big // 10 ** 190, -big % 10 ** 5)
print(2 ** 200, (2 ** 200).to_bytes(26, "big").hex(), int.from_bytes(b"\x01" * 20, "little"))
print((-2) ** 101, pow(3, 1000, 10 ** 12), pow(7, -1, 31), divmod(10 ** 40 + 7, -3 ** 20))
print(hex(10 ** 30), oct(-10 ** 20), bin(3 ** 30), f"{10 ** 25:,} {10 ** 18:_x} {-5 ** 20:#b}")
print(int("f" * 40, 16), int("-" + "7" * 30, 8), int("zz" * 10, 36), int("1_000_000" * 3))
a, b = 3 ** 150, 7 ** 80
print(a & b, a | b, a ^ b, ~a, a >> 100, b << 65, -a >> 70, sep="\n")
print(a > b, a == 3 ** 150, a != a, -a < b, hash(a), hash(-b), hash(2 ** 61 - 1), hash(2 ** 61))
print(float(3 ** 40), 3 ** 40 / 7, (10 ** 30 + 1) / 10 ** 29, 10 ** 400 // 10 ** 398, round(12345678901234567890, -5))
for bad in ("10 ** 400 / 1.0", "1 << -1", "10 ** 20 // 0", "pow(2, -1, 4)", "int('12x')", "float(10 ** 400)",
            "(300).to_bytes(1, 'big')", "int('1' * 5000)"):
    try:
        print(eval(bad))
    except Exception as error:
        print(bad, type(error).__name__, error)
import math
print(math.isqrt(10 ** 41), math.gcd(2 ** 100, 6 ** 50), math.lcm(12, 18, 2 ** 40), math.comb(100, 50), math.factorial(30))
