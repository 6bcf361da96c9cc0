# State machines: a traffic light, a turnstile by table, a scanner by match, a vending machine by coroutine.
class Light:
    states = ("red", "green", "yellow")
    seconds = dict(zip(states, (30, 25, 5)))

    def __init__(self):
        self.index = 0

    def __next__(self):
        state = self.states[self.index]
        self.index = (self.index + 1) % len(self.states)
        return state, self.seconds[state]

    def __iter__(self):
        return self


light = Light()
for i, (state, seconds) in enumerate(light):
    print(i, state, seconds)
    if i >= 4:
        break

TURNSTILE = {("locked", "coin"): "unlocked", ("unlocked", "push"): "locked",
             ("locked", "push"): "locked", ("unlocked", "coin"): "unlocked"}
state = "locked"
for event in "push coin coin push push kick".split():
    try:
        state, old = TURNSTILE[state, event], state
    except KeyError as error:
        print("no such event", error)
    else:
        print(f"{old:>8} --{event}--> {state}")


def scan(text):
    state, word = "start", ""
    for c in text + "\0":
        match state, c:
            case "start", ("+" | "-" | "*" | "/" | "(" | ")") as operator:
                yield "op", operator
            case "start", " " | "\0":
                pass
            case "start", d if d.isdigit():
                state, word = "number", d
            case "number", d if d.isdigit() or d == ".":
                word += d
            case "number", other:
                yield ("float", float(word)) if "." in word else ("int", int(word))
                state = "start"
                if other in "+-*/()":
                    yield "op", other
            case _:
                raise SyntaxError(f"unexpected {c!r} in state {state}")


print(list(scan("12+3.5*(4 - 2)")))
try:
    print(list(scan("1 + x")))
except SyntaxError as error:
    print(error)


def vending():
    paid = 0
    while True:
        order = yield f"paid {paid}"
        if isinstance(order, int):
            paid += order
        elif paid >= 100:
            paid -= 100
            print("here is your", order)
        else:
            print("more coins for", order)


machine = vending()
print(next(machine))
for order in (50, "cola", 60, "cola", "cider"):
    print(machine.send(order))
