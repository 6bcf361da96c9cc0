# Asynchronous generators driven by hand: asend, athrow, aclose, comprehensions.
class Pause:
    def __init__(self, value): self.value = value
    def __await__(self): return (yield self.value)


def drive(coroutine, *answers):
    answers = list(answers)
    log = []
    try:
        log.append(coroutine.send(None))
        while True:
            log.append(coroutine.send(answers.pop(0) if answers else None))
    except StopIteration as stop:
        return log, stop.value
    except BaseException as error:
        return log, repr(error)


async def numbers(n):
    try:
        for i in range(n):
            received = yield i
            print("received", received)
            await Pause("pause %d" % i)
    except KeyError as error:
        yield "handled %r" % error
    finally:
        print("cleanup")
        await Pause("closing")


a = numbers(2)
print(type(a).__name__, a.ag_running, a.ag_frame is not None, a.__aiter__() is a)
print(drive(a.__anext__()))
print(drive(a.asend("hello")))
print(drive(a.asend("last")))
print(drive(a.__anext__()))
a = numbers(3)
print(drive(a.__anext__()))
print(drive(a.athrow(KeyError("k"))))
print(drive(a.aclose()))
print(drive(a.aclose()))
a = numbers(3)
print(drive(a.__anext__()))
print(drive(a.athrow(ValueError("v"))))
a = numbers(1)
print(drive(a.asend("too early")))
print(drive(a.aclose()))


async def evens(limit):
    async for x in numbers(limit):
        if x % 2 == 0:
            yield x


async def consume():
    out = []
    async for x in evens(3):
        out.append(x)
    return out


print(drive(consume()))


async def comprehensions():
    l = [x async for x in numbers(2)]
    s = {x async for x in numbers(1)}
    d = {x: [y async for y in numbers(1)] async for x in numbers(1)}
    g = (x + 1 async for x in numbers(1))
    return l, s, d, [x async for x in g]


print(drive(comprehensions()))


async def stubborn():
    try:
        yield 1
    finally:
        yield 2


a = stubborn()
print(drive(a.__anext__()), drive(a.aclose()))
async def plain():
    yield "only"
async def with_builtins():
    it = aiter(plain())
    return await anext(it), await anext(it, "default")
print(drive(with_builtins()))
async def iterate_wrong():
    async for x in [1]:
        pass
print(drive(iterate_wrong()))
step = plain().__anext__()
print(drive(step), drive(step))
async def raises():
    yield 1
    raise StopAsyncIteration("inside")
async def use_raises():
    return [x async for x in raises()]
print(drive(use_raises()))
async def break_early():
    async for x in numbers(5):
        break
    return "broken"
import sys
sys.set_asyncgen_hooks(firstiter=lambda g: print("first", g.__name__), finalizer=lambda g: print("finalizer", g.__name__))
print(drive(break_early()))
sys.set_asyncgen_hooks(None, None)
