import _thread

done = _thread.allocate_lock()
done.acquire()


def work(n):
    total = 0
    for i in range(n):
        total += i
    print("worker", total)
    done.release()


_thread.start_new_thread(work, (3,))
done.acquire()
print("main")
