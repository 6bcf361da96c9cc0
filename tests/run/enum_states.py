# no trace: the library's modules are long, and CPython has imported some of them before
# Enum as a state machine: a vending machine, flags for what it offers, members with values and methods.
from enum import Enum, Flag, IntEnum, StrEnum, auto, unique


@unique
class State(Enum):
    IDLE = auto()
    PAID = auto()
    SERVING = auto()
    BROKEN = auto()

    @property
    def accepts(self):
        return TRANSITIONS.get(self, {})


TRANSITIONS = {
    State.IDLE: {"coin": State.PAID, "kick": State.BROKEN},
    State.PAID: {"coin": State.PAID, "button": State.SERVING, "refund": State.IDLE},
    State.SERVING: {"done": State.IDLE},
}


class Drink(Enum):
    TEA = ("차", 1200)
    COFFEE = ("커피", 1500)
    MILK = ("우유", 1200)

    def __init__(self, korean, price):
        self.korean, self.price = korean, price

    def __str__(self):
        return f"{self.korean} ({self.price}원)"


class Extra(Flag):
    NONE = 0
    SUGAR = auto()
    ICE = auto()
    CREAM = auto()
    SWEET = SUGAR | CREAM


class Level(IntEnum):
    LOW = 1
    HIGH = 3


class Color(StrEnum):
    RED = auto()
    BLUE = "blau"


def run(events):
    state = State.IDLE
    for event in events:
        before, state = state, state.accepts.get(event)
        if state is None:
            raise KeyError(f"{event!r} while {before.name}")
        print(f"{before.name:>8} --{event}--> {state.name}")
    return state


print(run(["coin", "coin", "button", "done", "coin", "refund"]))
try:
    run(["coin", "kick"])
except KeyError as error:
    print(error)
print([str(drink) for drink in Drink], Drink["TEA"], Drink(("커피", 1500)).name, Drink.TEA is Drink.MILK)
print(Extra.SUGAR | Extra.ICE, Extra.SWEET & ~Extra.SUGAR, Extra.CREAM in Extra.SWEET, list(Extra.SWEET), bool(Extra.NONE))
print(Level.LOW < Level.HIGH, Level.HIGH + 1, max(Level), f"{Level.LOW}", Level(3), sorted({Level.HIGH: 1, Level.LOW: 2}))
print(Color.RED, Color.BLUE.upper(), repr(Color("blau")), "red" == Color.RED)
for attempt in (lambda: State(9), lambda: State["GONE"], lambda: Color.GREEN, lambda: State.IDLE < State.PAID,
                lambda: setattr(State, "IDLE", 1), lambda: unique(Enum("Twins", {"A": 1, "B": 1}))):
    try:
        print(attempt())
    except Exception as error:
        print(type(error).__name__, error)
match State.PAID:
    case State.IDLE:
        print("idle")
    case State.PAID | State.SERVING:
        print("busy")
print(State.__members__, len(Drink), State.IDLE in State, isinstance(State.IDLE, State))
