# multiprocessing: processes, pipes, queues, locks, pools. (Elsewhere than under `opscope run` the fork is refused.)
# no trace: the library's modules are long, and only `opscope run` forks
import concurrent.futures
import multiprocessing
import os
import tempfile
from multiprocessing import Lock, Pipe, Pool, Process, Queue, RLock, Semaphore


def square(number):
    return number * number


def fail(number):
    raise ValueError(f"not {number}")


def talk(connection):
    while (word := connection.recv()) is not None:
        connection.send(word[::-1])
    connection.close()


def produce(queue, count):
    for number in range(count):
        queue.put((number, os.getpid() != parent))


def count_up(lock, path, times):
    for _ in range(times):
        with lock, open(path, "r+") as file:
            number = int(file.read())
            file.seek(0)
            file.write(str(number + 1))


parent = os.getpid()
if __name__ == "__main__":
    child = Process(target=print, args=("said by the child",), name="one")
    child.start()
    child.join()
    print(child.name, child.exitcode, child.is_alive())

    here, there = Pipe()
    child = Process(target=talk, args=(there,))
    child.start()
    for word in ("abc", "live", None):
        here.send(word)
        if word:
            print(here.recv())
    child.join()

    queue = Queue()
    child = Process(target=produce, args=(queue, 4))
    child.start()
    print([queue.get() for _ in range(4)])
    child.join()

    with tempfile.NamedTemporaryFile("w+") as counter:
        counter.write("0")
        counter.flush()
        lock = Lock()
        children = [Process(target=count_up, args=(lock, counter.name, 10)) for _ in range(3)]
        for child in children:
            child.start()
        for child in children:
            child.join()
        counter.seek(0)
        print(counter.read())

    with Pool(2) as pool:
        print(pool.map(square, range(8)), pool.starmap(max, [(1, 2), (4, 3)]))
        try:
            pool.apply(fail, (3,))
        except ValueError as error:
            print(error)
    with concurrent.futures.ProcessPoolExecutor(2) as executor:
        print(list(executor.map(square, range(4))))

    semaphore = Semaphore(2)
    print(semaphore.acquire(), semaphore.acquire(), semaphore.acquire(timeout=0.05), semaphore)
    recursive = RLock()
    with recursive, recursive:
        print(recursive)
    for lock in (Lock(), recursive):
        try:
            lock.release()
        except (ValueError, AssertionError) as error:
            print(type(error).__name__, error)

    child = multiprocessing.Process(target=Semaphore(0).acquire)
    child.start()
    child.terminate()
    child.join()
    print(child.exitcode)
