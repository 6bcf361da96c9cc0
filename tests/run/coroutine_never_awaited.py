# Coroutines that nobody awaits, and what is told about them.
# no trace: CPython warns through a module in Python
async def child(n):
    return n


def forget():
    child(1)


for _ in range(2):
    forget()
child(2)
c = child(3)
del c
l = [child(n) for n in range(3)]
l.clear()
closed = child(4)
closed.close()


async def agen():
    yield 1


a = agen()
step = a.__anext__()
del step, a


class C:
    async def method(self): pass


C().method()
for bad in (lambda: next(child(5)), lambda: [x for x in child(6)]):
    try:
        bad()
    except TypeError as error:
        print(error)
print("end")
kept = child(7)
