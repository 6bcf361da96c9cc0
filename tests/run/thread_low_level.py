# no trace: which thread runs when is not fixed
# _thread alone: starting, locks, thread-local objects, what nobody caught.
import _thread


def wait_for(lock):
    lock.acquire()
    lock.release()


# --- locks
lock = _thread.allocate_lock()
print(type(lock).__name__, lock.locked(), lock.acquire(), lock.locked(), lock.acquire(False))
print(lock.acquire(timeout=0.01), lock.release(), lock.locked())
for attempt in (
    lambda: lock.release(),
    lambda: lock.acquire(False, 1),
    lambda: lock.acquire(timeout=-2),
    lambda: lock.acquire(timeout=1e300),
    lambda: _thread.LockType(),
    lambda: _thread.RLock().release(),
    lambda: _thread.stack_size(-1),
    lambda: _thread.stack_size(5),
    lambda: _thread.start_new_thread(3, ()),
    lambda: _thread.start_new_thread(print, []),
):
    try:
        print(attempt())
    except Exception as error:
        print(type(error).__name__, error)

with lock:
    print(repr(lock).split(" at ")[0])
print(repr(lock).split(" at ")[0])

again = _thread.RLock()
with again, again:
    print(again._is_owned(), repr(again).split(" owner")[0])
    saved = again._release_save()
    print(saved[0], again._is_owned())
    again._acquire_restore(saved)
print(repr(again).split(" at ")[0])

# --- threads
done = _thread.allocate_lock()
done.acquire()
order = []


def work(name, count, *, last=False):
    for i in range(count):
        order.append((name, i))
    if last:
        done.release()


_thread.start_new_thread(work, ("a", 2))
_thread.start_new_thread(work, ("b", 2), {"last": True})
wait_for(done)
print(sorted(order))


# --- each thread has its own
class Mine(_thread._local):
    def __init__(self, start):
        print("init", start)
        self.value = start


mine = Mine(5)
mine.value += 1
done.acquire()


def look():
    mine.value += 10
    print("there", mine.value, sorted(vars(mine)))
    done.release()


_thread.start_new_thread(look, ())
wait_for(done)
print("here", mine.value, mine.__dict__)
try:
    _thread._local(3)
except TypeError as error:
    print(error)
try:
    mine.__dict__ = {}
except AttributeError as error:
    print(error)

# --- a thread that fails, one that leaves
done.acquire()


def fail():
    try:
        1 / 0
    finally:
        done.release()


import sys

sys.unraisablehook = lambda info: print(info.err_msg, info.object.__name__, repr(info.exc_value))
_thread.start_new_thread(fail, ())
wait_for(done)
done.acquire()


def leave():
    try:
        _thread.exit()
    finally:
        done.release()


_thread.start_new_thread(leave, ())
wait_for(done)
while _thread._count():
    pass
print("all gone")
sentinel_seen = []
done.acquire()


def with_sentinel():
    sentinel = _thread._set_sentinel()
    sentinel.acquire()
    sentinel_seen.append(sentinel)
    done.release()


_thread.start_new_thread(with_sentinel, ())
wait_for(done)
print(sentinel_seen[0].acquire(timeout=5))
