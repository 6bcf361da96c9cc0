# Pipelines of generators: lazy, two ways, closed from the outside; who runs when is printed.
def numbers(stop):
    print("[open]")
    try:
        for n in range(stop):
            print(f"({n})", end=" ")
            yield n
    finally:
        print("[close]")


def keep(predicate, items):
    for item in items:
        if predicate(item):
            yield item


def take(count, items):
    for _, item in zip(range(count), items):
        yield item


def chunks(size, items):
    chunk = []
    for item in items:
        chunk.append(item)
        if len(chunk) == size:
            yield tuple(chunk)
            chunk.clear()
    if chunk:
        yield tuple(chunk)


def average():
    total = count = 0
    mean = None
    while True:
        try:
            value = yield mean
        except ZeroDivisionError:
            total = count = 0
            mean = None
            continue
        total += value
        count += 1
        mean = total / count


def primed(function):
    def start(*args):
        coroutine = function(*args)
        next(coroutine)
        return coroutine
    return start


@primed
def collect(into, log):
    try:
        while True:
            into.append((yield len(into)))
    except GeneratorExit:
        log.append("closed")
        raise
    finally:
        log.append("finally")


source = numbers(20)
print("nothing yet")
odd = keep(lambda n: n % 2, source)
print(list(take(3, odd)))
source.close()
print(list(chunks(3, keep(str.isalpha, "a1b2c3d4"))))
mean = average()
next(mean)
print([mean.send(x) for x in (10, 20, 60)], mean.throw(ZeroDivisionError), mean.send(7))
box, log = [], []
sink = collect(box, log)
print([sink.send(x) for x in "xyz"], box)
sink.close()
print(log, sink.gi_frame)


def tree(depth):
    if depth:
        yield from tree(depth - 1)
        got = yield depth
        if got:
            yield got
        return (yield from tree(depth - 1)) or depth
    return 0


walker = tree(3)
print([next(walker), walker.send("extra"), *walker])


def outer():
    result = yield from tree(2)
    yield f"result {result}"


print(list(outer()))
print(sum(x * x for x in range(10) if x % 3), max((len(w), w) for w in "a few words here".split()))
