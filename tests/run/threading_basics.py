# no trace: the library's modules are imported, and which thread runs when is not fixed
# threading, queue and sched: what does not depend on the schedule.
import queue
import sched
import threading
import time

results = []
lock = threading.Lock()


def square(n):
    with lock:
        results.append(n * n)


threads = [threading.Thread(target=square, args=(n,), name=f"worker-{n}") for n in range(5)]
print(threads[0].name, threads[0].is_alive(), threads[0].ident)
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print(sorted(results), [thread.is_alive() for thread in threads], threading.active_count())
print(threading.current_thread().name, threading.main_thread() is threading.current_thread())

# --- producer and consumer
tasks = queue.Queue(maxsize=2)
done = []


def consume():
    while (task := tasks.get()) is not None:
        done.append(task * 10)
        tasks.task_done()
    tasks.task_done()


consumer = threading.Thread(target=consume)
consumer.start()
for number in range(6):
    tasks.put(number)
tasks.put(None)
tasks.join()
consumer.join()
print(done, tasks.qsize())

# --- conditions, events, barriers, semaphores
ready = threading.Event()
print(ready.wait(0.01), ready.is_set())
condition = threading.Condition()
state = {"turn": 0, "log": []}


def take_turns(me):
    for _ in range(3):
        with condition:
            condition.wait_for(lambda: state["turn"] % 2 == me)
            state["log"].append((me, state["turn"]))
            state["turn"] += 1
            condition.notify_all()


pair = [threading.Thread(target=take_turns, args=(i,)) for i in range(2)]
[t.start() for t in pair]
[t.join() for t in pair]
print(state["log"])

barrier = threading.Barrier(3)
semaphore = threading.BoundedSemaphore(2)
arrived = []


def meet(i):
    with semaphore:
        arrived.append(i)
    barrier.wait()


group = [threading.Thread(target=meet, args=(i,)) for i in range(2)]
[t.start() for t in group]
barrier.wait()
[t.join() for t in group]
print(sorted(arrived), barrier.n_waiting)
try:
    semaphore.release()
except ValueError as error:
    print(error)

# --- each thread's own, timers, failures
local = threading.local()
local.x = "main"


def own():
    print(hasattr(local, "x"), threading.current_thread().name)
    local.x = "other"


t = threading.Thread(target=own, name="own")
t.start()
t.join()
print(local.x)
timer = threading.Timer(0.02, print, args=("the timer",))
timer.start()
timer.join()
threading.excepthook = lambda args: print("hook:", args.exc_type.__name__, args.exc_value, args.thread.name)
t = threading.Thread(target=lambda: 1 // 0, name="failing")
t.start()
t.join()
threading.excepthook = threading.__excepthook__
try:
    t.start()
except RuntimeError as error:
    print(error)

scheduler = sched.scheduler(time.monotonic, time.sleep)
scheduler.enter(0.02, 1, print, ("second",))
scheduler.enter(0.01, 1, print, ("first",))
scheduler.run()
threading.Thread(target=lambda: (time.sleep(0.05), print("the program waits for this one"))).start()
threading.Thread(target=lambda: (time.sleep(50), print("but not for this")), daemon=True).start()
print("main is done")
