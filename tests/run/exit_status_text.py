# sys.exit with a text: it goes to stderr, the status is 1.
import sys
print("working", flush=True)
sys.stderr.write("part one, ")
try:
    sys.exit("첫 번째")
except BaseException as error:
    print(type(error).__name__, file=sys.stderr)
sys.exit("오류: something went wrong")
