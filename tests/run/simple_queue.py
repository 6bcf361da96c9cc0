# queue.SimpleQueue, which is native: what it holds, who waits, what is refused.
# no trace: which thread runs when is not fixed
import gc
import queue
import sys
import threading
import time

numbers = queue.SimpleQueue()
for count in 1, 4, 5:
    for number in range(count):
        numbers.put(number)
    while not numbers.empty():
        print(count, numbers.get(), gc.get_referents(numbers)[0], numbers.qsize())
for wrong in (lambda: numbers.get_nowait(), lambda: numbers.get(False), lambda: numbers.get(timeout=0.001), lambda: numbers.get(True, -1),
              lambda: numbers.get(timeout="1"), lambda: numbers.get(1, 2, 3), lambda: numbers.put(), lambda: numbers.put_nowait(1, 2),
              lambda: queue.SimpleQueue(3), lambda: numbers.get(True, float("nan"))):
    try:
        print(wrong())
    except (queue.Empty, TypeError, ValueError, OverflowError) as error:
        print(type(error).__name__, error)
thing = object()
numbers.put(thing)
numbers.put(item=numbers, block=False, timeout="ignored")
print(sys.getrefcount(thing), numbers.get() is thing, sys.getrefcount(thing), sys.getsizeof(numbers), queue.SimpleQueue[int])
print(numbers.get(timeout=None) is numbers, queue.Empty.__module__, queue.Empty.__doc__)

tasks, answers = queue.SimpleQueue(), queue.SimpleQueue()


def work():
    while (task := tasks.get()) is not None:
        answers.put((task, task * task))
        time.sleep(0.001)


workers = [threading.Thread(target=work) for i in range(3)]
for worker in workers:
    worker.start()
for task in range(9):
    tasks.put(task)
for worker in workers:
    tasks.put(None)
for worker in workers:
    worker.join()
print(sorted(answers.get() for i in range(9)), answers.empty(), tasks.qsize())
started = time.monotonic()
threading.Timer(0.02, numbers.put, ["late"]).start()
print(numbers.get(timeout=10), time.monotonic() - started < 5)
