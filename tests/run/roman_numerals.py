# Roman numerals there and back, and numbers in words.
PAIRS = [(1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"),
         (50, "L"), (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I")]


def to_roman(n):
    if not 0 < n < 4000:
        raise ValueError(f"out of range: {n!r}")
    text = ""
    for value, symbol in PAIRS:
        count, n = divmod(n, value)
        text += symbol * count
    return text


def from_roman(text):
    values = dict((s, v) for v, s in PAIRS if len(s) == 1)
    total = 0
    for c, following in zip(text, text[1:] + "I"):
        v = values[c]
        total += -v if v < values[following] else v
    return total


for n in (1, 4, 9, 14, 40, 90, 400, 1666, 1994, 2024, 3999):
    roman = to_roman(n)
    print(f"{n:>5} {roman:<12}{from_roman(roman) == n}")
assert all(from_roman(to_roman(n)) == n for n in range(1, 200))
for bad in (0, 4000, -1, "X"):
    try:
        print(to_roman(bad))
    except (ValueError, TypeError) as error:
        print(type(error).__name__, error)
try:
    from_roman("XYZ")
except KeyError as error:
    print("KeyError", error, error.args)
DIGITS, UNITS = "영일이삼사오육칠팔구", ["", "십", "백", "천"]


def 한글로(수):
    if 수 == 0:
        return "영"
    글 = ""
    for 자리, 숫자 in enumerate(reversed(str(수))):
        if 숫자 != "0":
            글 = (DIGITS[int(숫자)] if 숫자 != "1" or 자리 == 0 else "") + UNITS[자리] + 글
    return 글


print([한글로(수) for 수 in (0, 1, 10, 15, 20, 111, 1234, 9009)])
