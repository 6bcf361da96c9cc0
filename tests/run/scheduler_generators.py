# Cooperative tasks as generators: a round robin, messages, sleeping in virtual time, pipes.
class Scheduler:
    def __init__(self): self.ready, self.sleeping, self.now, self.mail, self.log = [], [], 0, {}, []
    def spawn(self, name, task): self.ready.append((name, task, None)); self.mail[name] = []

    def run(self):
        while self.ready or self.sleeping:
            if not self.ready:
                self.sleeping.sort(key=lambda s: (s[0], s[1]))
                wake, name, task = self.sleeping.pop(0)
                self.now = wake
                self.ready.append((name, task, None))
            name, task, value = self.ready.pop(0)
            try:
                request = task.send(value)
            except StopIteration as stop:
                print(f"{self.now:>3} {name} ends with {stop.value!r}")
                continue
            except Exception as error:
                print(f"{self.now:>3} {name} fails: {error!r}")
                continue
            match request:
                case ("sleep", n): self.sleeping.append((self.now + n, name, task))
                case ("send", to, what): self.mail[to].append((name, what)); self.ready.append((name, task, True))
                case ("receive",) if self.mail[name]: self.ready.append((name, task, self.mail[name].pop(0)))
                case ("receive",): self.sleeping.append((self.now + 1, name, retry(task)))
                case None: self.ready.append((name, task, None))
                case _: self.ready.append((name, task, f"unknown {request}"))


def retry(task):
    value = yield ("receive",)
    while True:
        try:
            request = task.send(value)
        except StopIteration as stop:
            return stop.value
        value = yield request


def producer(n):
    for i in range(n):
        yield "sleep", 2
        yield "send", "consumer", i * i
    yield "send", "consumer", None
    return "all sent"


def consumer():
    got = []
    while True:
        sender, what = yield ("receive",)
        if what is None: return got
        print("    got", what, "from", sender)
        got.append(what)


def broken():
    yield
    answer = yield "what"
    print("   ", answer)
    raise ValueError("broken")


s = Scheduler()
s.spawn("consumer", consumer())
s.spawn("producer", producer(3))
s.spawn("broken", broken())
s.run()
def source(n): yield from range(n)
def double(items): return (x * 2 for x in items)
def only(p): return lambda items: (x for x in items if p(x))
def pipe(data, *stages):
    for stage in stages: data = stage(data)
    return data
print(list(pipe(source(10), double, only(lambda x: x % 3 == 0), enumerate)))
def chunks(items, n):
    it = iter(items)
    while chunk := [x for _, x in zip(range(n), it)]: yield chunk
print(list(chunks(range(7), 3)), list(chunks("", 2)))
def interleave(*its):
    its = [iter(i) for i in its]
    while its:
        for it in its[:]:
            try: yield next(it)
            except StopIteration: its.remove(it)
print("".join(interleave("abc", "12", "xyz!")))
