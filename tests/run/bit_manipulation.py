# Bits: sets as ints, gray code, popcount, swaps, parity, bit fields, subsets.
def bits(n, width=8): return f"{n & (1 << width) - 1:0{width}b}"
def popcount(n):
    count = 0
    while n: n &= n - 1; count += 1
    return count
print([bits(n) for n in (0, 1, 5, -1, 200, 256)], [popcount(n) for n in (0, 1, 7, 255, 1 << 70)], [n.bit_count() for n in (0, 7, -7)])
print([bits(n ^ n >> 1, 3) for n in range(8)], [n & -n for n in (1, 6, 8, 12)], [n & n - 1 == 0 for n in (1, 6, 8)], [n.bit_length() for n in (0, 1, 255, 256, -256)])
a, b = 25, 99
a ^= b; b ^= a; a ^= b
print(a, b, a & b, a | b, a ^ b, ~a, a << 3, b >> 2, -a >> 2, -a & 0xFF, ~0, ~-1)
def reverse(n, width): return sum((n >> i & 1) << width - 1 - i for i in range(width))
print(reverse(0b1101, 4), reverse(1, 64), reverse(reverse(12345, 20), 20))
class Flags:
    names = ("read", "write", "execute")
    def __init__(self, value=0): self.value = value
    def __getattr__(self, name):
        try: return bool(self.value >> self.names.index(name) & 1)
        except ValueError: raise AttributeError(name) from None
    def __or__(self, other): return Flags(self.value | other.value)
    def __and__(self, other): return Flags(self.value & other.value)
    def __invert__(self): return Flags(~self.value & 7)
    def __repr__(self): return "|".join(n for n in self.names if getattr(self, n)) or "none"
    def __contains__(self, other): return self.value & other.value == other.value
R, W, X = (Flags(1 << i) for i in range(3))
print(R, R | W, (R | X).execute, ~R, R & W, W in R | W, X in R, Flags(7), f"{Flags(5)}")
items = ["a", "b", "c"]
print([[x for i, x in enumerate(items) if mask >> i & 1] for mask in range(1 << len(items))])
sieve = (1 << 60) - 1 & ~3
for i in range(2, 8):
    if sieve >> i & 1:
        for j in range(i * i, 60, i): sieve &= ~(1 << j)
print([i for i in range(60) if sieve >> i & 1], sieve, hex(sieve))
big = 1 << 200
print(big >> 190, big.bit_length(), (big - 1).bit_count(), big & big - 1, (big | 1) % 1000, -big >> 199, ~big + big, big ^ big >> 1 == 3 << 199, (big + 5) & 0xF, -1 & big - 1 == big - 1)
state = 1
def lfsr():
    global state
    bit = (state ^ state >> 2 ^ state >> 3 ^ state >> 5) & 1
    state = state >> 1 | bit << 15
    return state
state = 0xACE1
print([lfsr() for _ in range(6)])
def pack(*fields):
    word = shift = 0
    for value, width in fields: word |= (value & (1 << width) - 1) << shift; shift += width
    return word
word = pack((5, 3), (200, 8), (1, 1))
print(word, word & 7, word >> 3 & 0xFF, word >> 11, (word).to_bytes(2, "little"), [word >> i & 1 for i in range(12)])
for bad in ("1 & 1.0", "'a' | 1", "1 << -1", "~'x'", "~1.5", "1 << 'a'", "[] & []"):
    try: eval(bad)
    except (TypeError, ValueError) as e: print(bad, "->", e)
