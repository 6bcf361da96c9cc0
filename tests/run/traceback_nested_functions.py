# A traceback through functions, lambdas, comprehensions, generators, methods and builtins.
def level(n):
    if n == 0:
        return [1 / x for x in (1, 0)]
    return level(n - 1)


class Machine:
    def __init__(self, start):
        self.start = start

    @property
    def value(self):
        return self.compute(self.start)

    def compute(self, n):
        return sorted([3, n], key=lambda k: level(k - 2))


def generate():
    yield Machine(2).value


def main():
    total = 0
    for item in generate():
        total += item
    return total


print("start")
main()
