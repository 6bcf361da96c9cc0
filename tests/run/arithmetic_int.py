# Whole numbers: every operator, signs, sizes, powers.
a, b = 17, 5
print(a + b, a - b, a * b, a / b, a // b, a % b, a ** b, -a, +a, ~a)
print(a & b, a | b, a ^ b, a << b, a >> 2, divmod(a, b), divmod(-a, b), divmod(a, -b))
big = 2 ** 100
print(big, big + 1, big - big, big * big, big // 7, big % 7, -big // 7, -big % 7)
print(big >> 90, big << 3, big & (2 ** 70 - 1), big | 1, big ^ big)
print((3 ** 200) % (2 ** 61), pow(3, 200, 2 ** 61), pow(7, -1, 31))
for n in (0, 1, -1, 255, 256, 257, -5, -6, 2 ** 30 - 1, 2 ** 30, 2 ** 60, -2 ** 62):
    print(n, n.bit_length(), hex(n), oct(n), bin(n), abs(n), n == int(str(n)), hash(n))
x = 10
x += 3; x -= 1; x *= 4; x //= 5; x %= 7; x **= 3; x <<= 2; x >>= 1; x |= 9; x &= 29; x ^= 5
print(x)
print(10 ** 30 / 10 ** 29, 7 / 2, -7 // 2, -7 % 3, 7 % -3)
print(int("12_000"), int("-0x1f", 16), int("0b101", 0), int(3.99), int(-3.99), int("  42  "))
print(1 < 2 < 3, 1 < 3 < 2, 2 == 2.0, 3 != 3, True + True, False * 10)
print((5).real, (5).imag, (10).numerator, (7).to_bytes(2, "big"), int.from_bytes(b"\x01\x00", "big"))
try:
    1 // 0
except ZeroDivisionError as error:
    print(error)
try:
    5 % 0
except ZeroDivisionError as error:
    print(error)
try:
    int("12x")
except ValueError as error:
    print(error)
try:
    1 << -1
except ValueError as error:
    print(error)


class Odd(int):
    def __abs__(self):
        return None


# sums that leave the machine word, one item after the other and with a start
print(sum(range(10), 2**63 - 5), sum([2**62, 2**62, 1]), sum([-2**62, -2**62, -1]), sum([2**63 - 1, 1, -1]))
print(sum([2**64, 1]), sum([True, 2**63 - 1]), sum([0.5, 2**70]), sum([2**63 - 1, 0.5]), sum([Odd(3), 2**63 - 3]))
