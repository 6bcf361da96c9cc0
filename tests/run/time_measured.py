# no trace: the library's modules are imported, and which thread runs when is not fixed
# no collect: the machine is kept busy by collecting
# What takes long measures long, wherever it is done: in a search, in a power; who sleeps is woken meanwhile.
import os
import resource
import tempfile
import threading
import time
import timeit

numbers = list(range(20_000))
members = set(numbers)


def took(action, clock=time.perf_counter):
    start = clock()
    action()
    return clock() - start


searched = timeit.timeit(lambda: 19_999 in numbers, number=50)
found = timeit.timeit(lambda: 19_999 in members, number=50)
print("a list is searched, a set is not:", searched > 5 * found)
print("a power of ten times the digits:", took(lambda: 7 ** 200_000) > 3 * took(lambda: 7 ** 20_000))
print("sorting is work:", took(lambda: sorted(numbers, key=str), time.process_time) > took(lambda: len(numbers), time.process_time))

woken = []


def sleeper():
    time.sleep(0.02)
    woken.append(time.perf_counter())


thread = threading.Thread(target=sleeper)
start = time.perf_counter()
thread.start()
while time.perf_counter() < start + 0.5:
    sum(numbers)
thread.join()
print("woken while others work:", 0.02 <= woken[0] - start < 0.5)

before = time.time()
with tempfile.NamedTemporaryFile() as file:
    file.write(b"now")
    file.flush()
    print("a file's time is the program's:", abs(os.stat(file.name).st_mtime - before) < 300)

usage = resource.getrusage(resource.RUSAGE_SELF)
times = os.times()
print("used:", usage.ru_utime > 0, usage.ru_maxrss > 1000, times.user > 0, times.elapsed >= times.user)
