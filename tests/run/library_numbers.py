"""The library on top of the native modules: numbers, collections, functions, pickles."""
# no trace: the library's modules are long, and CPython has imported some of them before
import decimal, datetime, fractions, statistics, random, copy, enum, dataclasses, numbers, collections, heapq, bisect, operator, functools
print(decimal.Decimal('1.10') + 1, decimal.Decimal(1) / 3, decimal.getcontext().prec, decimal.__name__, decimal.Decimal.__module__)
print(datetime.date(2024, 2, 29) + datetime.timedelta(1), datetime.datetime(2020, 1, 1, 12).isoformat(), datetime.datetime.strptime('2020-01-02', '%Y-%m-%d') if 0 else '')
print(fractions.Fraction(3, 4) + fractions.Fraction('1/3'), statistics.mean([1, 2, 3.5]), statistics.stdev([1, 2, 4]), statistics.NormalDist(0, 1).inv_cdf(0.3), statistics.median([3, 1, 2]))
random.seed(5)
print(random.random(), random.randint(1, 100), random.choice('abc'), random.sample(range(100), 5), random.gauss(0, 1), random.shuffle((l := list(range(10)))), l)
print(copy.deepcopy({'a': [1, {2}]}), collections.Counter('abca').most_common(), collections.ChainMap({'a': 1}, {'b': 2})['b'], collections.namedtuple('P', 'x y')(1, 2))
od = collections.OrderedDict(a=1, b=2, c=3)
od.move_to_end('a')
print(od, od.popitem(last=False), list(reversed(od)), od == collections.OrderedDict(c=3, a=1), collections.OrderedDict(a=1) | {'z': 2})

@dataclasses.dataclass(order=True)

class D:
    x: int
    y: list = dataclasses.field(default_factory=list)
print(D(1), D(1) < D(2))


class E(enum.Flag):
    A = 1
    B = 2
print(E.A | E.B, list(E), heapq.nsmallest(2, [3, 1, 2]), list(heapq.merge([1, 4], [2, 3])))
import re, pickle
print(pickle.loads(pickle.dumps([collections.deque([1, 2], 3), collections.defaultdict(list, {1: [2]}), operator.itemgetter(1), functools.partial(max, 1), decimal.Decimal('2.5'), random.Random(3).random()])))
