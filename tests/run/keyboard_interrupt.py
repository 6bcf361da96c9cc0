# KeyboardInterrupt, raised by the program itself, and not caught by except Exception.
def work():
    for i in range(3):
        print("working", i)
        if i == 1:
            raise KeyboardInterrupt


try:
    work()
except Exception:
    print("never")
except KeyboardInterrupt as error:
    print("interrupted", repr(error), isinstance(error, Exception))
try:
    try:
        work()
    finally:
        print("cleaning up")
except BaseException as error:
    print(type(error).__name__)
work()
