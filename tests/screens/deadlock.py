import _thread

lock = _thread.allocate_lock()
lock.acquire()
print("once more")
lock.acquire()
