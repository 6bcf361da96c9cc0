"""Objects of every shape in memory, each let go on a line of its own."""


class Plain:
    def __init__(self, n):
        self.n = n


class Slots:
    __slots__ = "n"


def lives():
    small = 100000 + len("abc")
    large = 10**20 + small
    real = small * 0.5
    text = "a" * small
    items = [small]
    pair = (items, 1)
    table = {"k": pair}
    thing = Plain(table)
    slim = Slots()
    ring = [thing]
    ring.append(ring)
    step = 1
    slim = None
    thing = None
    ring.clear()
    table = None
    pair = None
    items = None
    text = None
    real = None
    large = None
    small = None
    return step


lives()
