# Operator overloading to the full: reflected, in place, comparison by total order, hashing, indexing, calling, bool.
class Money:
    __slots__ = ("cents", "currency")
    rates = {"USD": 1, "EUR": 2}

    def __init__(self, amount, currency="USD"):
        self.cents, self.currency = round(amount * 100), currency

    def _other(self, other):
        if isinstance(other, Money):
            return other.cents * self.rates[other.currency] // self.rates[self.currency]
        if isinstance(other, (int, float)):
            return round(other * 100)
        return None

    def _make(self, cents):
        return Money(cents / 100, self.currency)

    def __add__(self, other):
        return NotImplemented if (cents := self._other(other)) is None else self._make(self.cents + cents)

    __radd__ = __add__

    def __sub__(self, other):
        return NotImplemented if (cents := self._other(other)) is None else self._make(self.cents - cents)

    def __rsub__(self, other):
        return self._make(self._other(other) - self.cents)

    def __mul__(self, factor):
        return self._make(self.cents * factor)

    __rmul__ = __mul__

    def __truediv__(self, other):
        return self.cents / other.cents if isinstance(other, Money) else self._make(self.cents / other)

    def __divmod__(self, parts):
        each, rest = divmod(self.cents, parts)
        return self._make(each), self._make(rest)

    def __neg__(self):
        return self._make(-self.cents)

    def __abs__(self):
        return -self if self.cents < 0 else self

    def __iadd__(self, other):
        self.cents += self._other(other)
        return self

    def __eq__(self, other):
        return isinstance(other, (Money, int, float)) and self.cents == self._other(other)

    def __lt__(self, other):
        return NotImplemented if (cents := self._other(other)) is None else self.cents < cents

    def __le__(self, other):
        return self == other or self < other

    def __hash__(self):
        return hash(self.cents * self.rates[self.currency])

    def __bool__(self):
        return self.cents != 0

    def __int__(self):
        return self.cents // 100

    def __float__(self):
        return self.cents / 100

    def __index__(self):
        return int(self)

    def __round__(self, digits=0):
        return self._make(round(self.cents, digits - 2))

    def __format__(self, spec):
        return f"{float(self):{spec or '.2f'}} {self.currency}"

    def __repr__(self):
        return f"<{self}>"

    def __getitem__(self, part):
        return {"cents": self.cents % 100, 0: int(self)}[part]

    def __call__(self, currency):
        return Money(self.cents * self.rates[self.currency] / self.rates[currency] / 100, currency)


a, b = Money(10.5), Money(3, "EUR")
print(a + b, b + a, 1 + a, a - 2, 20 - a, 3 * b, a / 3, a / b, divmod(a, 4), -a, abs(-a))
print(a == 10.5, b == Money(6), a > b, a <= b, a >= Money(10), b < 50, a != b, sum([a, b, a]), max(a, b), sorted([a, b, Money(1)]))
c = a
c += b
print(c is a, a, {Money(6): "six"}[b], bool(Money(0)), int(a), float(a), [10, 20, 30, 40, 50, 60][Money(2.9)], round(Money(12.345), 1))
print(f"{a:>10.1f}|{a}|{a!r:>14}", a["cents"], a[0], b("USD"), hex(Money(255.1)), "x" * int(Money(3.7)))
for attempt in (lambda: a + "5", lambda: "5" + a, lambda: a < "x", lambda: a ** 2, lambda: a["dollars"], lambda: a.other):
    try:
        print(attempt())
    except Exception as error:
        print(type(error).__name__, error)
