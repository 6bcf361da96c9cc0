"""_random: the numbers of a seed, states, errors; and random.py on top of it."""
# no trace: it draws from the entropy outside
import _random


def attempt(function, *args):
    try:
        print(function(*args))
    except Exception as error:
        print(type(error).__name__, error)


for seed in 0, 1, -1, 12345, 2**32, 2**100 + 7, -(2**2000), "text", 1.5, (1, 2), True:
    if isinstance(seed, str):
        continue  # its hash is the run's own
    generator = _random.Random(seed)
    print(seed if abs(hash(seed)) < 10**12 else "large", generator.random(), generator.random(), generator.getrandbits(7),
          generator.getrandbits(32), generator.getrandbits(33), generator.getrandbits(200), generator.getrandbits(0))
generator = _random.Random(42)
for _ in range(1000):
    generator.random()
state = generator.getstate()
print(len(state), state[-1], state[:3], hash(state))
first = [generator.random() for _ in range(700)]
generator.setstate(state)
print(first == [generator.random() for _ in range(700)], first[-1])
generator.seed(7)
print(generator.random(), _random.Random().random() == _random.Random().random())
attempt(generator.getrandbits, -1)
attempt(generator.getrandbits, "x")
attempt(generator.setstate, [])
attempt(generator.setstate, (1,))
attempt(generator.setstate, state[:-1] + (625,))
attempt(generator.setstate, ("x",) * 625)
attempt(generator.seed, [])
attempt(generator.seed, 1, 2)
attempt(_random.Random, 1, 2)


class Sub(_random.Random):
    def __init__(self, seed, extra=None): super().__init__(seed)


print(Sub(5, extra=1).random() == _random.Random(5).random())
