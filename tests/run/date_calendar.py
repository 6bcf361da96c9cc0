# Dates without modules: leap years, weekdays, a calendar page, differences, parsing.
DAYS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
요일 = "월화수목금토일"


def leap(y): return y % 4 == 0 and (y % 100 != 0 or y % 400 == 0)
def month_days(y, m): return DAYS[m - 1] + (m == 2 and leap(y))


class Date:
    def __init__(self, y, m, d):
        if not (1 <= m <= 12 and 1 <= d <= month_days(y, m)):
            raise ValueError(f"no such date: {y}-{m:02}-{d:02}")
        self.y, self.m, self.d = y, m, d

    @classmethod
    def parse(cls, text):
        try:
            return cls(*map(int, text.split("-")))
        except TypeError:
            raise ValueError(f"bad format: {text!r}") from None

    @classmethod
    def from_ordinal(cls, n):
        y = 1
        while n > (length := 365 + leap(y)):
            n -= length
            y += 1
        m = 1
        while n > month_days(y, m):
            n -= month_days(y, m)
            m += 1
        return cls(y, m, n)

    @property
    def ordinal(self):
        y = self.y - 1
        return y * 365 + y // 4 - y // 100 + y // 400 + sum(month_days(self.y, m) for m in range(1, self.m)) + self.d

    def weekday(self): return (self.ordinal - 1) % 7
    def __sub__(self, other): return self.ordinal - other.ordinal if isinstance(other, Date) else Date.from_ordinal(self.ordinal - other)
    def __add__(self, n): return self - -n
    def __str__(self): return f"{self.y}-{self.m:02}-{self.d:02}({요일[self.weekday()]})"
    def __lt__(self, other): return (self.y, self.m, self.d) < (other.y, other.m, other.d)


print([y for y in (1900, 2000, 2023, 2024, 2100) if leap(y)], Date(2024, 2, 29), Date(2026, 11, 20), Date(1, 1, 1))
print(Date(2025, 1, 1) - Date(2024, 1, 1), Date(200, 3, 1) + 30, Date(200, 3, 1) - 1, max(Date(1999, 5, 5), Date(1999, 4, 30)))
for text in ("2023-02-29", "2024-13-01", "2024-1", "x-y-z", "2024-12-31"):
    try:
        print(Date.parse(text))
    except ValueError as error:
        print(error, error.__suppress_context__)
def page(y, m):
    print(f"{y}년 {m}월".center(26))
    print("  ".join(요일))
    cells = ["  "] * Date(y, m, 1).weekday() + [f"{d:2}" for d in range(1, month_days(y, m) + 1)]
    for i in range(0, len(cells), 7): print("  ".join(cells[i:i + 7]))
page(2024, 2)
