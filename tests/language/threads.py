import threading

lock = threading.Lock()


def w():
    with lock:
        print("일")


a = threading.Thread(target=w, name="하나")
with lock:
    a.start()
a.join()
lock.acquire()
lock.acquire()
