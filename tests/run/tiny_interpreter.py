# An interpreter for a tiny stack language, with jumps, calls and its own errors.
class Machine:
    def __init__(self, source):
        self.code, self.labels = [], {}
        for line in source.splitlines():
            line, _, comment = line.partition(";")
            match line.split():
                case []:
                    continue
                case [label] if label.endswith(":"):
                    self.labels[label[:-1]] = len(self.code)
                case [operation, *arguments]:
                    self.code.append((operation, *map(self.literal, arguments)))
        self.stack, self.calls, self.memory, self.steps = [], [], {}, 0

    @staticmethod
    def literal(text):
        try:
            return int(text)
        except ValueError:
            return text

    def run(self, limit=500):
        counter = 0
        while counter < len(self.code):
            self.steps += 1
            if self.steps > limit:
                raise TimeoutError(f"more than {limit} steps")
            instruction = self.code[counter]
            counter += 1
            match instruction:
                case ["push", value]:
                    self.stack.append(value)
                case ["dup"]:
                    self.stack.append(self.stack[-1])
                case ["add" | "sub" | "mul" as name]:
                    b, a = self.stack.pop(), self.stack.pop()
                    self.stack.append({"add": a.__add__, "sub": a.__sub__, "mul": a.__mul__}[name](b))
                case ["store", str(name)]:
                    self.memory[name] = self.stack.pop()
                case ["load", str(name)]:
                    self.stack.append(self.memory[name])
                case ["jz", target]:
                    if self.stack.pop() == 0:
                        counter = self.labels[target]
                case ["jump", target]:
                    counter = self.labels[target]
                case ["call", target]:
                    self.calls.append(counter)
                    counter = self.labels[target]
                case ["ret"]:
                    counter = self.calls.pop()
                case ["print"]:
                    print("out:", self.stack.pop())
                case ["halt"]:
                    return
                case _:
                    raise NotImplementedError(" ".join(map(str, instruction)))


FACTORIAL = """
    push 6
    store n
    push 1
    store r
loop:
    load n
    jz end          ; done
    load r
    load n
    mul
    store r
    load n
    push 1
    sub
    store n
    jump loop
end:
    call show
    halt
show:
    load r
    print
    ret
"""
machine = Machine(FACTORIAL)
machine.run()
print(machine.steps, machine.memory, machine.labels)
for source in ("add", "load x", "fly 1 2", "a:\njump a", "jump nowhere", "push 1\npush a\nadd\nprint"):
    try:
        Machine(source).run(limit=50)
    except Exception as error:
        print(f"{type(error).__name__}: {error}")
