# no trace: the stack shows addresses
# What is called when the program ends.
import atexit


def say(*words, end="\n"):
    print(*words, end=end)


def fail():
    raise ValueError("while leaving")


def register_more():
    print("registering one more")
    atexit.register(say, "registered late")


print(atexit.register(say, "first registered, last called") is say)
atexit.register(say, "with", "several", end="!\n")
atexit.register(fail)
atexit.register(register_more)
for attempt in (lambda: atexit.register(), lambda: atexit.register(3)):
    try:
        attempt()
    except TypeError as error:
        print(error)


@atexit.register
def gone():
    print("never")


print(atexit._ncallbacks())
atexit.unregister(gone)
print(atexit._ncallbacks())
print("the end")
