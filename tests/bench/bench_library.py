# Modules of the library that are written in C in CPython: heapq, bisect, deque, re, json, itertools, struct.
import bisect, collections, heapq, itertools, json, re, struct

values = [i * 7919 % 100003 for i in range(100000)]
heap = []
for v in values:
    heapq.heappush(heap, v)
print(sum(heapq.heappop(heap) for _ in range(50000)))
ordered = []
for v in values[:20000]:
    bisect.insort(ordered, v)
print(sum(bisect.bisect(ordered, v) for v in values))
queue = collections.deque(maxlen=100)
for v in values:
    queue.append(v)
    queue[0]
print(sum(queue), collections.Counter(v % 10 for v in values).most_common(2))
text = "name=value; other = 12, third=x1 " * 3000
print(len(re.findall(r"(\w+)\s*=\s*(\w+)", text)), len(re.sub(r"\d+", "#", text)))
data = json.dumps([{"id": i, "name": f"n{i}", "tags": ["a", "b"], "x": i / 3} for i in range(8000)])
print(len(data), len(json.loads(data)))
print(sum(a * b for a, b in itertools.product(range(300), repeat=2)), len(list(itertools.combinations(range(60), 3))))
print(sum(struct.unpack("<iqd", struct.pack("<iqd", v, v, v))[0] for v in values[:50000]))
