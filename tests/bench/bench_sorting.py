# Sorting: integers, strings, with a key in Python, tuples, and min, max and bisect.
from operator import itemgetter

values = [i * 7919 % 1000003 for i in range(200000)]
print(sorted(values)[5], sorted(values, reverse=True)[5])
words = sorted(str(v) for v in values[:100000])
print(words[5], len("".join(words)))
print(sorted(values, key=lambda v: v % 1000)[7])
records = [(v % 100, str(v), v) for v in values[:80000]]
print(sorted(records)[3], sorted(records, key=itemgetter(2))[3], sorted(records, key=lambda r: (r[1], r[0]))[3])
print(min(values, key=lambda v: -v), max(values), sorted(float(v) for v in values)[9])
