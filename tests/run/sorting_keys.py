# no trace: the library's modules are long, and CPython has imported some of them before
# Sorting: keys, stability, several directions, cmp_to_key, heapq, bisect with keys, ranking.
import bisect
import heapq
from functools import cmp_to_key
from operator import attrgetter, itemgetter


class Student:
    def __init__(self, name, grade, score):
        self.name, self.grade, self.score = name, grade, score

    def __repr__(self):
        return f"{self.name}({self.grade},{self.score})"

    def __lt__(self, other):
        return self.score < other.score


students = [Student(*row) for row in (("Cho", 2, 88), ("Ada", 1, 95), ("Eve", 2, 70), ("Bob", 1, 88), ("Dan", 3, 95))]
print(sorted(students), sorted(students, key=attrgetter("grade", "name")))
print(sorted(students, key=lambda s: (-s.score, s.name)), max(students), min(students, key=attrgetter("grade")))
by_grade = sorted(sorted(students, key=attrgetter("score"), reverse=True), key=attrgetter("grade"))
print(by_grade)

numbers = ["10", "9", "2", "1", "30", "3"]
print(sorted(numbers), sorted(numbers, key=int), sorted(numbers, key=cmp_to_key(lambda a, b: (a + b < b + a) - (a + b > b + a))))
print(sorted("banana Apple cherry".split(), key=str.lower), sorted([3, -1, 2], key=abs, reverse=True))
print(sorted({"b": 1, "a": 2}.items(), key=itemgetter(1)), sorted([(1, "b"), (1, "a"), (0, "z")]), sorted([[2], [1, 5], [1]]))
print(sorted([1, True, 0.5, False, 1.0]), sorted([float("nan"), 1.0]) and "nan sorts somehow", sorted([b"b", b"a"]))

heap = []
for priority, job in ((3, "sweep"), (1, "cook"), (2, "wash"), (1, "eat")):
    heapq.heappush(heap, (priority, job))
print(heap[0], [heapq.heappop(heap)[1] for _ in range(len(heap))])
print(heapq.nlargest(2, students, key=attrgetter("score")), heapq.nsmallest(2, students), list(heapq.merge([1, 4], [2, 3], [0])))

cuts, letters = [60, 70, 80, 90], "FDCBA"
print([letters[bisect.bisect(cuts, score)] for score in (33, 99, 77, 70, 89, 90, 100)])
ranked = sorted(students, key=attrgetter("score"))
print(bisect.bisect_left(ranked, 88, key=attrgetter("score")), bisect.bisect_right(ranked, 88, key=attrgetter("score")))
bisect.insort(ranked, Student("Fay", 1, 80), key=attrgetter("score"))
print(ranked)

log = []
sorted([3, 1, 2], key=lambda x: log.append(x) or x)
print(log)
try:
    sorted([1, "a"])
except TypeError as error:
    print(error)
try:
    victim = [3, 2, 1]
    victim.sort(key=lambda x: victim.append(x) or x)
except ValueError as error:
    print(error, victim)
