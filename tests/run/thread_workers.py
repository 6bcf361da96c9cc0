# no trace: the library's modules are long, and CPython has imported some of them before
# Threads with a lock, queues, events, barriers, conditions: the output is made in order whatever the schedule.
import queue
import threading

results, lock = {}, threading.Lock()
tasks = queue.Queue()


def worker(name):
    while True:
        task = tasks.get()
        try:
            if task is None:
                return
            with lock:
                results[task] = sum(range(task))
        finally:
            tasks.task_done()


for n in range(1, 40):
    tasks.put(n * 10)
threads = [threading.Thread(target=worker, args=(i,), name=f"worker-{i}") for i in range(4)]
for thread in threads:
    tasks.put(None)
for thread in threads:
    thread.start()
tasks.join()
for thread in threads:
    thread.join()
print(len(results), sum(results.values()), [t.name for t in threads], any(t.is_alive() for t in threads))

counter = 0


def add(times):
    global counter
    for _ in range(times):
        with lock:
            counter += 1


adders = [threading.Thread(target=add, args=(200,)) for _ in range(5)]
[t.start() for t in adders], [t.join() for t in adders]
print(counter, lock.locked())


class Buffer:
    def __init__(self, size):
        self.items, self.size, self.changed = [], size, threading.Condition()

    def put(self, item):
        with self.changed:
            self.changed.wait_for(lambda: len(self.items) < self.size)
            self.items.append(item)
            self.changed.notify_all()

    def get(self):
        with self.changed:
            while not self.items:
                self.changed.wait()
            self.changed.notify_all()
            return self.items.pop(0)


buffer, received = Buffer(2), []
consumer = threading.Thread(target=lambda: [received.append(buffer.get()) for _ in range(8)])
consumer.start()
for letter in "abcdefgh":
    buffer.put(letter)
consumer.join()
print("".join(received))

started, go = [], threading.Event()
barrier = threading.Barrier(3, action=lambda: started.append("all here"))


def meet(log):
    go.wait()
    index = barrier.wait()
    with lock:
        log.append(index)


log = []
group = [threading.Thread(target=meet, args=(log,)) for _ in range(3)]
[t.start() for t in group]
go.set()
[t.join() for t in group]
print(started, sorted(log), go.is_set(), barrier.n_waiting)

local = threading.local()
local.name = "main"


def show(into):
    into.append(hasattr(local, "name"))
    local.name = "other"
    into.append(local.name)


seen = []
thread = threading.Thread(target=show, args=(seen,))
thread.start(), thread.join()
print(seen, local.name, threading.current_thread().name, threading.active_count())
timer = threading.Timer(0.01, lambda: seen.append("timer"))
timer.start(), timer.join()
cancelled = threading.Timer(60, print)
cancelled.start(), cancelled.cancel(), cancelled.join()
semaphore = threading.BoundedSemaphore(2)
print(seen[-1], semaphore.acquire(), semaphore.acquire(), semaphore.acquire(blocking=False))
semaphore.release(2)
for attempt in (semaphore.release, lock.release, lambda: queue.Queue(1).get_nowait(), lambda: thread.start()):
    try:
        attempt()
    except Exception as error:
        print(type(error).__name__, error)
ordered = queue.PriorityQueue()
[ordered.put(x) for x in ((2, "b"), (1, "z"), (1, "a"))]
print([ordered.get() for _ in range(3)], queue.LifoQueue().empty(), ordered.qsize())
