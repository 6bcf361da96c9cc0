# raise SystemExit with an object that prints itself.
class Reason:
    def __str__(self): return "a reason"


def stop():
    raise SystemExit(Reason())


print("before")
[stop() for _ in range(2)]
