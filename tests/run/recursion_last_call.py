"""Where exactly a recursion without end is stopped, by what the deepest frame calls: what is written in C takes levels
too. What print does to a terminal, line by line, is done to a file here."""
# no trace: CPython makes the codec of an open file in Python
import functools
import itertools
import json
import operator
import sys

lines = open("/dev/null", "w", buffering=1)
numbers, word = [3, 1, 2], "abc"
cached = functools.lru_cache(None)(lambda x: x)
bounded = functools.lru_cache(3)(lambda x: x)
upper, first, name = operator.methodcaller("upper"), operator.itemgetter(0), operator.attrgetter("__class__")
key = functools.cmp_to_key(lambda a, b: 0)
partial, static = functools.partial(len, word), staticmethod(len)


class Thing:
    def __eq__(self, other):
        return True

    def __call__(self):
        return 1

    def __repr__(self):
        return "thing"


thing = Thing()
for what in """pass; range(3); range(10 ** 30); for i in range(2): pass; 1 == 2; word < 'abd'; numbers == [3]; thing == 1
        '%s' % 1; '%s %d' % (1, 2); '%5s' % 1; '%s' % 1.5; '%r' % word; '{}'.format(1); '{:5}'.format(1); '{}'.format(1.5)
        '{}'.format(word); '{!r}'.format(1); '{}'.format(thing); f'{thing}'; f'{1!s}'; str(1); repr(numbers); print(end='')
        print(1, file=lines); print('', file=lines); print(file=lines, flush=True); print(thing, file=lines)
        lines.write(''); lines.write('a'); lines.write(chr(10)); lines.flush()
        cached(1); bounded(1); upper(word); first(numbers); name(1); key(1); partial(); static(word); thing(); Thing()
        sorted(numbers); max(numbers, key=str); list(map(str, numbers)); sum(range(3)); dict(a=1); len(numbers); zip(numbers)
        json.loads('1'); json.loads('[1]'); json.dumps([1]); list(itertools.accumulate(numbers)); isinstance(1, (int, str))
        """.replace("\n", ";").split(";"):
    scope = dict(globals())
    exec(f"def deeper():\n    {what.strip() or 'pass'}\n    return deeper()\n", scope)
    sys.setrecursionlimit(100)
    try:
        scope["deeper"]()
    except RecursionError as error:
        sys.setrecursionlimit(1000)
        trail = error.__traceback__
        depth = 0
        while trail.tb_next:
            trail = trail.tb_next
            depth += 1
        print(what.strip(), "|", error, depth, trail.tb_frame.f_code.co_name, trail.tb_lineno)
    sys.setrecursionlimit(1000)


@functools.lru_cache(maxsize=None)
def fib(n):
    return n if n < 2 else fib(n - 1) + fib(n - 2)


def deepest(function):
    for n in range(1, 1200):
        fib.cache_clear()
        try:
            function(n)
        except RecursionError as error:
            return n, str(error)


print(deepest(fib), deepest(lambda n: upper_chain(n)))


def upper_chain(n):
    return len if n < 2 else functools.partial(upper_chain, n - 1)()


print(deepest(upper_chain))
