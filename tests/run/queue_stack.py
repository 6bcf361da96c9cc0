# A stack and a queue: by list, by two stacks, by a ring; bracket matching.
class Stack:
    def __init__(self): self._items = []
    def push(self, item): self._items.append(item); return self
    def pop(self): return self._items.pop()
    def peek(self): return self._items[-1] if self._items else None
    def __len__(self): return len(self._items)
    def __bool__(self): return bool(self._items)


class Queue:
    def __init__(self): self.front, self.back = [], []
    def put(self, item): self.back.append(item)

    def get(self):
        if not self.front:
            self.front, self.back = self.back[::-1], []
        return self.front.pop()


class Ring:
    def __init__(self, size): self.data, self.start, self.count = [None] * size, 0, 0

    def put(self, item):
        if self.count == len(self.data):
            raise OverflowError("ring is full")
        self.data[(self.start + self.count) % len(self.data)] = item
        self.count += 1

    def get(self):
        if not self.count:
            raise LookupError("ring is empty")
        item, self.data[self.start] = self.data[self.start], None
        self.start = (self.start + 1) % len(self.data)
        self.count -= 1
        return item


def balanced(text):
    pairs, stack = {")": "(", "]": "[", "}": "{"}, Stack()
    for i, c in enumerate(text):
        if c in "([{":
            stack.push(c)
        elif c in pairs and (not stack or stack.pop() != pairs[c]):
            return f"wrong at {i}"
    return "ok" if not stack else f"{len(stack)} open"


print([balanced(t) for t in ("(a[b]{c})", "(]", "((", "", "a)")])
q = Queue()
for x in "abc": q.put(x)
print(q.get(), q.get()); q.put("d"); print(q.get(), q.get())
try:
    q.get()
except IndexError as error:
    print(error)
r = Ring(2)
r.put(1); r.put(2)
try:
    r.put(3)
except OverflowError as error:
    print(error)
print(r.get()); r.put(3); print(r.get(), r.get(), r.data)
try:
    r.get()
except LookupError as error:
    print(repr(error))
def postfix(text):
    stack = []
    for token in text.split():
        if token in ("+", "-", "*", "/"):
            b, a = stack.pop(), stack.pop()
            stack.append(eval(f"a {token} b"))
        else: stack.append(int(token))
    return stack
print(postfix("3 4 + 2 *"), postfix("5 1 2 + 4 * + 3 -"), postfix("1 2"))
