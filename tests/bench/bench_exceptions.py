# Exceptions: raised and caught, through several frames, finally, with, chained.
class Refused(Exception):
    pass


def check(i):
    if i % 3 == 0:
        raise ValueError(i)
    return i


def deep(n):
    if n == 0:
        raise Refused("deep")
    try:
        return deep(n - 1)
    finally:
        deep.unwound += 1


class Guard:
    def __enter__(self):
        return self

    def __exit__(self, *exc):
        return True


deep.unwound = good = bad = 0
for i in range(600000):
    try:
        good += check(i)
    except ValueError as error:
        bad += 1
for i in range(30000):
    try:
        deep(5)
    except Refused:
        bad += 1
for i in range(120000):
    with Guard():
        {}["missing"]
for i in range(60000):
    try:
        try:
            [][1]
        except IndexError as error:
            raise KeyError("chained") from error
    except (TypeError, KeyError):
        bad += 1
print(good, bad, deep.unwound)
