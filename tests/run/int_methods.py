# int: parsing, bases, bits, rounding, division of every sign, bool as int.
for a in (7, -7):
    for b in (2, -2, 3, -3):
        print(a, b, a // b, a % b, divmod(a, b), a / b, a ** b if b > 0 else None, a & b, a | b, a ^ b, a << abs(b), a >> abs(b))
print(int("  42 "), int("-0b101", 2), int("0x1F", 16), int("0o17", 0), int("z", 36), int(3.99), int(-3.99), int(True), int(b"12"), int("１２"), int("1_000"), int())
print((5).bit_length(), (-5).bit_length(), (0).bit_length(), (255).bit_count(), (5).conjugate(), (5).real, (5).imag, (5).numerator, (5).denominator, (5).as_integer_ratio(), (-1).to_bytes(2, "little", signed=True), (1024).to_bytes(2, "big"), int.from_bytes(b"\xff\xfe", "big", signed=True))
print(round(15, -1), round(25, -1), round(-15, -1), round(7), abs(-3), -(-3), +True, ~5, ~True, pow(2, 10), pow(2, 10, 7), pow(3, -1, 7), 0 ** 0, (-2) ** 3, 2 ** -1)
print(True + True, True * 5, False - 1, True & False, True | 1, True ^ True, not True, True < 2, sum([True, False, True]), isinstance(True, int), type(True + 0), repr(True), bool("False"), ["no", "yes"][True])
print(hex(255), hex(-255), oct(8), bin(-5), f"{-5:b}", f"{255:#06x}", str(10 ** 18), repr(-1), (10).__add__(5), (10).__add__("x"), int.__mul__(3, 4), (3).__rsub__(10))
print(10 == 10.0, hash(10) == hash(10.0), 1 < 1.5 < 2, 2 ** 53 == float(2 ** 53), 2 ** 53 + 1 == float(2 ** 53), 10 ** 20 > 1e19, max(1, 2.5, True), min(3, 1), {1: "a", 1.0: "b", True: "c"})
for code in ("1 // 0", "1 % 0", "divmod(1, 0)", "0 ** -1", "int('')", "int('4 2')", "int('1__0')", "int('0x')", "int('5', 3)", "int('5', 99)", "int('5', 1)", "int(None)", "int([1])", "int(5, 2)", "1 + 'a'", "1 << -1", "1 >> -1", "1 & 1.0", "(5).foo", "5()", "5[0]", "len(5)", "int.from_bytes(b'', 'middle')",
             "(256).to_bytes(1, 'big')", "(-1).to_bytes(1, 'big')", "round(1.5, 'x')", "int('١٢') + int('x')", "int(float('nan'))", "int(float('inf'))", "pow(1, 2, 0)", "pow(2.0, 1, 3)", "int('9' * 4301)", "str(10 ** 4300)", "1 < 'a'", "int(x=1)", "abs('x')", "-'x'", "range(1.0)", "[1] * 1.0", "chr(2 ** 70)", "10 ** 1000 * 1.0", "1 @ 2", "1 .x"):
    try:
        print(code, "=", eval(code))
    except Exception as error:
        print(code, type(error).__name__, error)
class Half:
    def __index__(self): return 7
    def __int__(self): return 3
print(int(Half()), [0] * Half(), hex(Half()), range(10)[Half()], "abcdefghi"[Half()], 1 << 2, (1).__lshift__(3), bytes(Half()))
n = 0
for i in range(40): n = n * 3 + i; n ^= i << 5; n -= n // 7
print(n, n % 97, n & 0xFFFF, -n >> 3)
x = 5
x += 2; x -= 1; x *= 3; x //= 2; x %= 7; x **= 3; x <<= 2; x >>= 1; x |= 1; x &= 0xFE; x ^= 3
print(x)
x /= 2
print(x)
