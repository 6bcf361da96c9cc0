# no trace: the library's modules are imported, and which thread runs when is not fixed
# Time that passes, time that the process works, time that a thread works: sleeping is not working.
import itertools
import threading
import time


def spent(action):
    clocks = time.monotonic, time.process_time, time.thread_time
    before = [clock() for clock in clocks]
    action()
    return [clock() - start for clock, start in zip(clocks, before)]


def work(results):
    results.append(spent(lambda: sum(itertools.repeat(1, 1_000_000)))[2])


passed, process, thread = spent(lambda: time.sleep(0.3))
print("sleeping:", passed >= 0.3, process < passed, thread < passed)

times = []


def employ():
    threads = [threading.Thread(target=work, args=(times,)) for _ in range(3)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()


passed, process, thread = spent(employ)
print("others work:", len(times), thread < process, min(times) > 0, sum(times) <= process)

start = time.clock_gettime(time.CLOCK_PROCESS_CPUTIME_ID)
work(times)
print("the same clock:", time.clock_gettime(time.CLOCK_PROCESS_CPUTIME_ID) - start >= times[-1] > 0)
print(time.get_clock_info("process_time").monotonic, time.process_time_ns() > 0, time.thread_time_ns() > 0)
