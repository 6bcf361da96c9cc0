"""collections.OrderedDict: its list and its dict stay together, whatever is done to them."""
# no trace: copy and pickle make it long
from collections import OrderedDict
import copy
import gc
import pickle
import sys
import weakref


def attempt(call):
    try:
        print(call())
    except Exception as error:
        print(type(error).__name__, error)


def moved():
    ordered = OrderedDict.fromkeys("abc")
    ordered.move_to_end("a")
    return ordered


def keywords(**given):
    return list(given)


o = OrderedDict(a=1)
key = object()
before = sys.getrefcount(key)
o[key] = 1
print(sys.getrefcount(key) - before)
del o[key]
for kind in (OrderedDict, type(o.keys()), type(o.values()), type(o.items()), type(iter(o))):
    print(kind.__mro__, list(vars(kind)), kind.__module__, kind.__basicsize__)

for call in (
    lambda: OrderedDict(1, 2), lambda: o.update(1, 2), lambda: OrderedDict([1]), lambda: OrderedDict([()]),
    lambda: OrderedDict([(1,)]), lambda: OrderedDict([(1, 2, 3)]), lambda: o.move_to_end(5), lambda: o.pop(),
    lambda: OrderedDict().popitem(), lambda: o.pop(5), lambda: o.pop(5, default=3), lambda: o.setdefault(),
    lambda: o | 5, lambda: {1: 2} | o, lambda: o | {3: 4}, lambda: o.__ior__([(1, 2)]), lambda: o < o,
    lambda: OrderedDict.fromkeys("ab", value=3), lambda: OrderedDict.fromkeys(5), lambda: o.popitem(1, 2),
    lambda: OrderedDict() == {}, lambda: OrderedDict(a=1, b=2) == OrderedDict(b=2, a=1),
    lambda: {"b": 2, "a": 1} == OrderedDict(a=1, b=2), lambda: o.popitem(last=False), lambda: o.keys(),
    lambda: moved().keys() & {"a"}, lambda: list(reversed(moved().items())), lambda: dict.copy(moved()),
):
    attempt(call)

print(dict(moved()), {**moved()}, list(moved()), moved().copy(), sys.getsizeof(moved()), keywords(**moved()))
print(copy.copy(moved()), copy.deepcopy(moved()), pickle.loads(pickle.dumps(moved())))
for count in range(0, 90, 7):
    o = OrderedDict()
    for i in range(count):
        o[i] = i
    for i in range(0, count, 3):
        del o[i]
    for i in range(1, count, 3):
        o.move_to_end(i, i % 2)
    assert list(o) == list(reversed(list(reversed(o))))
    print(list(o)[:7], sys.getsizeof(o))


# What changes under an iterator, and behind the list's back.
def delete_while(ordered):
    for key in ordered:
        del ordered[key]


def move_while(ordered):
    for key, value in ordered.items():
        ordered.move_to_end(key)


def bypass(ordered):
    dict.__delitem__(ordered, "a")
    return repr(ordered)


for change in (delete_while, move_while, bypass):
    attempt(lambda: change(moved()))


class Cache(OrderedDict):
    def __getitem__(self, key):
        value = super().__getitem__(key)
        self.move_to_end(key)
        return value


cache = Cache(a=1, b=2, c=3)
cache.note = "kept"
cache["a"]
print(cache, cache.__reduce__()[:3], cache.pop("b"), copy.copy(cache).note)


class Evil:
    """Equal to nothing, and empties the dict when it is asked."""
    def __init__(self, ordered):
        self.ordered = ordered

    def __hash__(self):
        return 7

    def __eq__(self, other):
        self.ordered.clear()
        return False


o = OrderedDict()
o[Evil(o)] = 1
attempt(lambda: o.setdefault(Evil(o), 2))
print(len(o))


class Holder:
    pass


Holder.table = OrderedDict()
Holder.table[Holder] = None
gone = weakref.ref(Holder)
del Holder
gc.collect()
print(gone())
