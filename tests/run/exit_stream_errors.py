# The end of a program whose standard output can't be flushed, and that of a cycle dropped before: what is raised then is
# told with its source line, since the modules are still there, and the exit status is 120.
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
