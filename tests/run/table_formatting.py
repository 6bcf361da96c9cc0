# no trace: the library's modules are long, and CPython has imported some of them before
# Tables of text: alignment by display width (한글 is two columns wide), number formats, templates.
import unicodedata
from string import Template

ROWS = [("이름", "도시", "점수", "비율"), ("김철수", "서울", 93, 0.875), ("Ada Lovelace", "London", 7, 1 / 3),
        ("박", "부산광역시", 1234567, 0.0001), ("é́combined", "São Paulo", -5, 12.5)]


def width(text):
    return sum(0 if unicodedata.combining(c) else 2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)


def pad(text, columns, align="<"):
    space = columns - width(text)
    left = {"<": 0, ">": space, "^": space // 2}[align]
    return " " * left + text + " " * (space - left)


def cells(row):
    name, city, score, share = row
    if isinstance(score, str):
        return row
    return name, city, f"{score:,}", f"{share:.1%}"


table = [cells(row) for row in ROWS]
widths = [max(width(cell) for cell in column) for column in zip(*table)]
rule = "+".join("-" * (w + 2) for w in widths)
print(rule)
for number, row in enumerate(table):
    print("|".join(f" {pad(cell, w, '^' if not number else '<' if i < 2 else '>')} "
                   for i, (cell, w) in enumerate(zip(row, widths))))
    if not number:
        print(rule.replace("-", "="))
print(rule)

for value in (0, 42, -42, 1234567.891, 1e-7, 10 ** 20, float("inf")):
    print(f"[{value:10}] [{value:<10}] [{value:^+14,}] [{value:012.3f}] [{value:.3e}] [{value:g}]")
print(f"{255:#x} {255:#010b} {255:o} {'가':*^7} {'long text':.4} {True!s:>6} {None!r:_<8} {3.14159:{8}.{3}}")
print("{0} {1} {0!r} {name:>{w}} {data[key]} {point.real}".format("a", "b", name="n", w=4, data={"key": 1}, point=3j))
print("%-8s|%8.2f|%+05d|%x|%c|%%" % ("left", 2.5, 42, 255, "가"))
print("%(name)s is %(age)03d" % {"name": "Ada", "age": 36}, Template("$who owes ${sum}원").substitute(who="Bob", sum=500))
print("{:{}{}{}}".format("x", "*", "^", 9), format(1234.5, "_.2f"), format(10 ** 9, "n"), "{:>+9.1%}".format(0.256))
for bad in ("{", "{0} {}", "{x}", "{0.nothing}"):
    try:
        print(bad.format(1))
    except Exception as error:
        print(type(error).__name__, error)
