"""Random decimals through every operation of the module decimal: random_decimals.py SEED [COUNT].

Prints a line a case: operands, context, result, flags. compare_decimals.sh runs it under python3.11 and under opscope."""
import sys
from decimal import *
from fractions import Fraction
from random import Random

ROUNDINGS = [ROUND_UP, ROUND_DOWN, ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_UP, ROUND_HALF_DOWN, ROUND_HALF_EVEN, ROUND_05UP]
UNARY = """abs exp ln log10 minus plus next_minus next_plus normalize to_integral to_integral_exact to_integral_value sqrt logb
    logical_invert number_class to_sci_string to_eng_string is_normal is_subnormal is_zero is_nan is_snan is_qnan is_signed
    is_finite is_infinite copy_abs copy_negate copy_decimal _apply create_decimal""".split()
BINARY = """add subtract multiply divide divide_int divmod remainder remainder_near compare compare_signal compare_total
    compare_total_mag max max_mag min min_mag next_toward quantize power logical_and logical_or logical_xor rotate scaleb
    shift same_quantum copy_sign""".split()
SPECIAL = ["NaN", "-NaN", "sNaN", "-sNaN12", "NaN123456789", "sNaN9999999999999999999999", "NaN12345678901234567890123"]
TEXTS = ["1e", "e5", ".e1", "+.5", "--1", "1_000", "_", "1__0._5", " 12 ", "\u0661\u0662", "\xa01", "1 0", "nan", "NAN12", "snan 1",
         "inf", "INFINITY", "infin", "nan-1", "1e+", "1e+5", "0e-99999999999999999999", "1e99999999999999999999", "", "-", "1.2.3"]


class Cases:
    def __init__(self, seed):
        self.random = Random(seed)
        self.choice = self.random.choice
        self.between = self.random.randrange
        self.number_of_case = 0

    def chance(self, probability):
        return self.random.random() < probability

    # --- operands ---

    def digits(self, count):
        """Mostly such as rounding is tried by: nines, halves, zeros."""
        kind = self.between(10)
        if kind == 0:
            return "9" * count
        if kind in (1, 2):
            return "15"[kind - 1] + "0" * (count - 1)
        return "".join(self.choice("0005559" if kind == 3 else "0123456789") for _ in range(count))

    def number(self, counts=(1, 1, 2, 3, 5, 9, 10, 18, 19, 20, 28, 29, 38, 39, 57, 60)):
        if self.chance(0.03):
            return self.choice(SPECIAL)
        if self.chance(0.03):
            return self.choice(["Infinity", "-Infinity"])
        digits, sign = self.digits(self.choice(counts)), self.choice(["", "", "-"])
        kind = self.between(3)
        if kind == 0:
            return sign + digits
        if kind == 1:
            point = self.between(len(digits) + 1)
            return f"{sign}{digits[:point]}.{digits[point:]}"
        exponents = [0, 1, -1, 2, -3, 10, -10, 50, -50, 300, -300, 999999, -999999, 1000010, -1000020, self.between(-40, 40)]
        return f"{sign}{digits}E{self.choice(exponents)}"

    def bits(self):
        return "".join(self.choice("01") for _ in range(self.choice([1, 5, 19, 20, 40])))

    def integer(self):
        size = 10 ** self.choice([1, 9, 18, 19, 20, 40, 80, 300])
        return self.between(-size, size)

    def float(self):
        wide = self.random.random() * 10.0 ** self.between(-320, 300)
        return self.choice([self.random.uniform(-1e3, 1e3), wide, 0.0, -0.0, float("inf"), 5e-324, float(self.between(10**17))])

    def context(self):
        return Context(
            prec=self.choice([1, 2, 3, 5, 9, 16, 19, 20, 28, 28, 28, 38, 50]),
            Emax=self.choice([0, 3, 9, 99, 999, 999999, 999999, 425000000, MAX_EMAX]),
            Emin=self.choice([0, -3, -9, -99, -999, -999999, -999999, MIN_EMIN]),
            rounding=self.choice(ROUNDINGS), capitals=self.between(2), clamp=self.between(2), traps=[])

    def specification(self):
        choice = self.choice
        return (choice(["", "", "<", ">", "^", "=", "*<", "x^", "0>", "\u20ac=", " ="]) + choice(["", "", "+", "-", " "]) +
                choice(["", "", "z"]) + choice(["", "", "0"]) + choice(["", "", str(self.between(1, 40))]) +
                choice(["", ",", "", "_"]) + choice(["", f".{self.between(30)}"]) +
                choice(["", "e", "E", "f", "F", "g", "G", "n", "%", "d", "x", "N"]))

    # --- cases ---

    def show(self, label, what, context=None):
        try:
            result = repr(what())
        except Exception as error:
            result = f"{type(error).__name__}: {error}"
        flags = [signal.__name__ for signal, is_set in context.flags.items() if is_set] if context else ""
        print(self.number_of_case, label, context, "->", result, *flags)

    def unary(self, context):
        name, x = self.choice(UNARY), self.number()
        if name == "logical_invert" and self.chance(0.7):
            x = self.bits()
        if name == "exp" and self.chance(0.7):
            x = str(self.random.uniform(-50, 50))[: self.choice([3, 8, 18])]
        self.show(f"{name} {x}", lambda: getattr(context, name)(Decimal(x)), context)

    def binary(self, context, names=BINARY):
        name, x, y = self.choice(names), self.number(), self.number()
        if name.startswith("logical") and self.chance(0.8):
            x, y = self.bits(), self.bits()
        if name in ("rotate", "shift", "scaleb") and self.chance(0.8):
            y = str(self.between(-30, 30))
        if name == "quantize" and self.chance(0.6):
            y = f"1E{self.between(-30, 10)}"
        if name == "power" and self.chance(0.7):
            y = self.choice([str(self.between(-40, 40)), str(self.random.uniform(-9, 9)), "0.5", "-0.5", "1E3", "1E+20", "9" * 23])
        if name == "power" and self.chance(0.3):
            x = self.choice(["1", "-1", "1.000", "1.0000000000000000000001", "0.9999999999999999999999999", "2", "10", "4", "100"])
        self.show(f"{name} {x} {y}", lambda: getattr(context, name)(Decimal(x), Decimal(y)), context)

    def ternary(self, context):
        if self.chance(0.5):
            x, y, z = self.number(), self.number(), self.number()
            self.show(f"fma {x} {y} {z}", lambda: context.fma(Decimal(x), Decimal(y), Decimal(z)), context)
            return
        x = self.choice([str(self.integer()), "12E5", "0", "-7"])
        y = self.choice([str(self.between(10 ** self.between(1, 25))), "3E2", "20E-1", "-0", "NaN"])
        z = self.choice([str(self.integer()), "1", "97", "sNaN"])
        self.show(f"power {x} {y} {z}", lambda: context.power(Decimal(x), Decimal(y), Decimal(z)), context)

    def formatted(self, context):
        x, specification = self.number((1, 3, 9, 20)), self.specification()
        if abs(Decimal(x).adjusted()) < 400:
            setcontext(context)
            self.show(f"format {x} {specification!r}", lambda: format(Decimal(x), specification), context)

    def converted(self, context):
        setcontext(context)
        x, number, integer, fraction = self.number(), self.float(), self.integer(), Fraction(self.between(-1000, 1000), self.between(1, 50))
        d = Decimal(x)
        if abs(d.adjusted()) < 2000:
            self.show(f"to int {x}", lambda: (int(d), round(d), d.as_integer_ratio(), round(d, self.between(-5, 25))), context)
        self.show(f"to others {x}", lambda: (str(d), d.as_tuple(), float(d), d.is_nan() or hash(d)), context)
        self.show(f"float {number}", lambda: (Decimal(number), context.create_decimal(number), Decimal(number) == number, d < number), context)
        self.show(f"int {integer}", lambda: (context.create_decimal(integer), int(Decimal(integer)), d < integer,
                                             hash(Decimal(integer)) == hash(integer)), context)
        self.show(f"fraction {fraction}", lambda: (d < fraction, d == fraction, d >= fraction), context)

    def long(self, _context):
        context = Context(prec=self.choice([28, 500, 1000, 3000]), traps=[])
        x = self.number((100, 500, 1000, 2500))
        y = self.number((100, 500, 1000, 2500) if self.chance(0.6) else (1, 20, 50))
        name = self.choice("add subtract multiply divide divide_int remainder divmod compare sqrt ln log10 exp".split())
        operands = [Decimal(x), Decimal(y)] if name not in ("sqrt", "ln", "log10", "exp") else [Decimal(x)]
        if name in ("ln", "log10", "exp"):
            context.prec = self.choice([28, 300])
        if name != "exp" or operands[0].adjusted() < 6:
            self.show(f"{name} {len(x)} {len(y)}", lambda: getattr(context, name)(*operands), context)

    def read(self, context):
        text = self.choice(TEXTS + [self.number(), self.number()])
        self.show(f"text {text!r}", lambda: Decimal(text))
        self.show(f"create {text!r}", lambda: context.create_decimal(text), context)

    def trapped(self, context):
        context.traps = {signal: self.chance(0.5) for signal in context.traps}
        self.binary(context, BINARY[:20])

    def run(self, count):
        kinds = [self.unary] * 35 + [self.binary] * 40 + [self.formatted] * 8 + [self.converted] * 5 + [self.ternary] * 5
        kinds += [self.long] * 3 + [self.read] * 2 + [self.trapped] * 2
        for self.number_of_case in range(count):
            self.choice(kinds)(self.context())


if __name__ == "__main__":
    Cases(int(sys.argv[1])).run(int(sys.argv[2]) if len(sys.argv) > 2 else 1000)
