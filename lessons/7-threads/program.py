import _thread
import sys

sys.setswitchinterval(0.0000007)
balance = 0
finished = _thread.allocate_lock()


def checked(amount):
    return amount


def deposit(times):
    global balance
    for _ in range(times):
        balance = balance + checked(1)


def work():
    deposit(5)
    finished.release()


finished.acquire()
_thread.start_new_thread(work, ())
deposit(5)
finished.acquire()
print(balance)
