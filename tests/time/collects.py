# A collection in which finalizers run: its place is the instruction in which it begins.
import gc


class Node:
    def __del__(self):
        print("dies")


node = Node()
node.self = node
node = None
gc.collect()
