# A simulation with an event queue: a heap by hand, closures as events, ordering by operators.
class Event:
    serial = 0

    def __init__(self, time, name, action=None):
        self.time, self.name, self.action = time, name, action
        Event.serial += 1
        self.serial = Event.serial

    def __lt__(self, other):
        return (self.time, self.serial) < (other.time, other.serial)

    def __str__(self):
        return f"[{self.time:>4.1f}] {self.name}"


class Queue:
    def __init__(self): self.heap = []
    def __bool__(self): return bool(self.heap)

    def push(self, event):
        heap = self.heap
        heap.append(event)
        i = len(heap) - 1
        while i and heap[i] < heap[(i - 1) // 2]:
            heap[i], heap[(i - 1) // 2] = heap[(i - 1) // 2], heap[i]
            i = (i - 1) // 2

    def pop(self):
        heap = self.heap
        top, last = heap[0], heap.pop()
        if heap:
            heap[0] = last
            i = 0
            while (child := 2 * i + 1) < len(heap):
                if child + 1 < len(heap) and heap[child + 1] < heap[child]:
                    child += 1
                if not heap[child] < heap[i]:
                    break
                heap[i], heap[child] = heap[child], heap[i]
                i = child
        return top


queue = Queue()
waiting, served = [], []


def arrive(name, now):
    def action():
        waiting.append(name)
        queue.push(Event(now + 2.5, f"serve {name}", lambda: served.append(waiting.pop(0))))
    return action


for i, name in enumerate(["Ann", "Bob", "철수", "Dan"]):
    queue.push(Event(3 - i * 0.5, f"arrive {name}", arrive(name, 3 - i * 0.5)))
queue.push(Event(0, "open"))
queue.push(Event(9.75, "close"))
while queue:
    event = queue.pop()
    print(event)
    if event.action:
        event.action()
    print("   waiting", waiting, "served", served)
