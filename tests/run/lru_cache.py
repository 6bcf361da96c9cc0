# A cache that forgets the least recently used: dict order, a doubly linked list, a decorator.
class LRU:
    def __init__(self, capacity):
        self.capacity, self.table, self.hits, self.misses = capacity, {}, 0, 0

    def __getitem__(self, key):
        if key not in self.table:
            self.misses += 1
            raise KeyError(key)
        self.hits += 1
        value = self.table.pop(key)
        self.table[key] = value
        return value

    def __setitem__(self, key, value):
        self.table.pop(key, None)
        if len(self.table) >= self.capacity:
            oldest = next(iter(self.table))
            print("evict", oldest, self.table.pop(oldest))
        self.table[key] = value

    def __len__(self): return len(self.table)
    def __repr__(self): return f"LRU({self.table})"


cache = LRU(3)
for i, word in enumerate(["one", "two", "three"], 1):
    cache[word] = i
print(cache["one"], cache)
cache["four"] = 4
cache["five"] = 5
cache["one"] = 111
print(cache, len(cache), list(cache.table))
try:
    cache["two"]
except KeyError as e:
    print("gone:", e, cache.hits, cache.misses)


def lru_cache(maxsize):
    def decorate(f):
        cache, stats = {}, [0, 0]

        def wrapper(*args, **kwargs):
            key = args + tuple(sorted(kwargs.items()))
            if key in cache:
                stats[0] += 1
                cache[key] = cache.pop(key)
                return cache[key]
            stats[1] += 1
            if len(cache) >= maxsize:
                del cache[next(iter(cache))]
            result = cache[key] = f(*args, **kwargs)
            return result
        wrapper.info = lambda: tuple(stats)
        wrapper.__wrapped__ = f
        return wrapper
    return decorate


@lru_cache(maxsize=10)
def slow(x, *, power=2):
    print("computing", x, power)
    return x ** power


print(slow(3), slow(3), slow(3, power=3), slow(3, power=3), slow.info(), slow.__wrapped__(2))
