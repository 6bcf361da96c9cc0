# Generators: a pipeline, a recursive tree walk by yield from, send, expressions.
def squares(n):
    for i in range(n):
        yield i * i


def odd(items):
    for item in items:
        if item % 2:
            yield item


def tree(depth):
    if depth:
        yield from tree(depth - 1)
        yield depth
        yield from tree(depth - 1)


def averages():
    total = count = 0
    value = yield
    while True:
        total += value
        count += 1
        value = yield total / count


average = averages()
next(average)
for i in range(300000):
    last = average.send(i)
print(sum(odd(squares(1000000))), sum(tree(14)), last, sum(i & 3 for i in range(800000)))
