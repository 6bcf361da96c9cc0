# A singly linked list with all that makes it a sequence.
class Node:
    __slots__ = ("value", "next")

    def __init__(self, value, next=None):
        self.value, self.next = value, next


class LinkedList:
    def __init__(self, items=()):
        self.head = None
        self.length = 0
        for item in reversed(list(items)):
            self.push(item)

    def push(self, value):
        self.head = Node(value, self.head)
        self.length += 1

    def pop(self):
        if not self.head:
            raise IndexError("pop from empty list")
        node, self.head = self.head, self.head.next
        self.length -= 1
        return node.value

    def __iter__(self):
        node = self.head
        while node:
            yield node.value
            node = node.next

    def __len__(self):
        return self.length

    def __getitem__(self, index):
        if isinstance(index, slice):
            return LinkedList(list(self)[index])
        if index < 0:
            index += self.length
        for i, value in enumerate(self):
            if i == index:
                return value
        raise IndexError(index)

    def __contains__(self, value):
        return any(value == v for v in self)

    def __repr__(self):
        return " -> ".join(map(repr, self)) + " -> None"

    def reverse(self):
        previous, node = None, self.head
        while node:
            node.next, previous, node = previous, node, node.next
        self.head = previous

    def __eq__(self, other):
        return isinstance(other, LinkedList) and list(self) == list(other)

    __hash__ = None


numbers = LinkedList([3, 1, 4, 1, 5])
print(numbers, len(numbers), numbers[0], numbers[-1], numbers[1:4], 4 in numbers, 9 in numbers)
numbers.reverse()
print(numbers, sorted(numbers), max(numbers), sum(numbers), list(zip(numbers, "abc")))
numbers.push("열")
print(numbers.pop(), numbers == LinkedList([5, 1, 4, 1, 3]), numbers != numbers, bool(LinkedList()))
for bad in (lambda: LinkedList().pop(), lambda: numbers[10], lambda: hash(numbers), lambda: Node(1).other):
    try:
        bad()
    except Exception as error:
        print(type(error).__name__, error)
first, *rest = numbers
print(first, rest, *numbers, sep="|")
