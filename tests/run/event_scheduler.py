# no trace: the library's modules are long, and CPython has imported some of them before
# A scheduler with a heap: coroutines that sleep in virtual time, a priority queue with cancelled entries, round robin.
import heapq
import itertools
from collections import deque


class Loop:
    def __init__(self):
        self.now, self.heap, self.tickets = 0, [], itertools.count()

    def spawn(self, task, delay=0):
        heapq.heappush(self.heap, (self.now + delay, next(self.tickets), task, None))

    def run(self):
        while self.heap:
            self.now, _, task, value = heapq.heappop(self.heap)
            try:
                wait = task.send(value)
            except StopIteration as stop:
                print(f"{self.now:4} {task.__name__} is done: {stop.value}")
            else:
                self.spawn(task, wait)


class Sleep:
    def __init__(self, seconds):
        self.seconds = seconds

    def __await__(self):
        yield self.seconds
        return self.seconds


async def cook(dish, *steps):
    total = 0
    for step in steps:
        total += await Sleep(step)
        print(f"{loop.now:4} {dish} after {total}")
    return dish.upper()


async def meal():
    async with Kitchen():
        result = [await cook("soup", 3, 4), await cook("tea", 2)]
        async for plate in plates(2):
            result.append(plate)
    return result


class Kitchen:
    async def __aenter__(self):
        await Sleep(1)
        print(f"{loop.now:4} kitchen open")

    async def __aexit__(self, *details):
        await Sleep(1)
        print(f"{loop.now:4} kitchen closed")


async def plates(count):
    for n in range(count):
        await Sleep(10)
        yield n


loop = Loop()
loop.spawn(meal())
loop.spawn(cook("bread", 5, 5, 5))
loop.spawn(cook("egg", 4), delay=2)
loop.run()


class PriorityQueue:
    REMOVED = object()

    def __init__(self):
        self.heap, self.entries, self.order = [], {}, itertools.count()

    def add(self, item, priority=0):
        if item in self.entries:
            self.remove(item)
        entry = self.entries[item] = [priority, next(self.order), item]
        heapq.heappush(self.heap, entry)

    def remove(self, item):
        self.entries.pop(item)[-1] = self.REMOVED

    def __iter__(self):
        while self.heap:
            priority, _, item = heapq.heappop(self.heap)
            if item is not self.REMOVED:
                del self.entries[item]
                yield item, priority


queue = PriorityQueue()
for item, priority in (("write", 5), ("test", 3), ("plan", 1), ("write", 2), ("rest", 9), ("eat", 2)):
    queue.add(item, priority)
queue.remove("rest")
print(list(queue), queue.entries)
turns = deque((name, iter(range(n))) for name, n in (("a", 2), ("b", 3), ("c", 1)))
while turns:
    name, steps = turns.popleft()
    if (step := next(steps, None)) is not None:
        print(f"{name}{step}", end=" ")
        turns.append((name, steps))
print()
