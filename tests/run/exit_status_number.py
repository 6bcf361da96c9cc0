# sys.exit with a number: the status, the finally blocks, the objects that die.
import sys


class D:
    def __del__(self): print("del", sys.is_finalizing())


d = D()


def leave():
    local = D()
    try:
        sys.exit(3)
    finally:
        print("finally")


try:
    leave()
except SystemExit as error:
    print("caught", error.code, repr(error))
for code in (None, 0, "text", (1, 2), 2.5, True):
    try:
        sys.exit(code)
    except SystemExit as error:
        print(error.code, error.args, str(error))
try:
    raise SystemExit
except SystemExit as error:
    print(error.code, error.args)
with_code = SystemExit(1, 2)
print(with_code.code)
print("to stderr", file=sys.stderr)
leave()
