# The end of a program whose standard output can't be flushed: errors have their source lines still; exit status 120.
# collects: a cycle that was dropped before is told of, too
import sys


class Broken:
    def write(self, text):
        pass

    def flush(self):
        raise OSError("full")


class Node:
    def __del__(self):
        raise KeyError(self.name)


node = Node()
node.me, node.name = node, "dropped"
node = None
last = Node()
last.name = "until the end"
sys.stdout = Broken()
print("lost")
