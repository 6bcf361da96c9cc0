# no trace: the library's modules are long, and CPython has imported some of them before
# random with a seed: dice, a shuffled deck, weighted choices, samples, a state that comes back.
import random
from collections import Counter

rng = random.Random(2024)
rolls = [rng.randint(1, 6) + rng.randint(1, 6) for _ in range(200)]
counts = Counter(rolls)
for total in range(2, 13):
    print(f"{total:2} {'#' * (counts[total] // 2)}")

deck = [rank + suit for suit in "♠♥♦♣" for rank in "A23456789TJQK"]
rng.shuffle(deck)
hands = [sorted(deck[i::4][:5]) for i in range(4)]
for name, hand in zip(("Ada", "Bob", "Cho", "Dan"), hands):
    print(name, " ".join(hand))
print(rng.sample(range(1, 46), 6), rng.choices(["win", "lose"], weights=[1, 4], k=8), rng.choice("xyz"))
state = rng.getstate()
first = [rng.random() for _ in range(3)]
rng.setstate(state)
print(first == [rng.random() for _ in range(3)], [round(x, 6) for x in first])
print([round(f(), 4) for f in (lambda: rng.uniform(-1, 1), lambda: rng.gauss(0, 1), lambda: rng.expovariate(2),
                               lambda: rng.triangular(0, 10, 9), lambda: rng.betavariate(2, 3), lambda: rng.normalvariate(5, 2))])
print(rng.getrandbits(70), rng.randbytes(4).hex(), rng.randrange(0, 100, 7))


def estimate_pi(points):
    inside = sum(rng.random() ** 2 + rng.random() ** 2 <= 1 for _ in range(points))
    return 4 * inside / points


print(estimate_pi(2000))
random.seed("a word")
print(random.random(), random.Random(b"bytes").random(), random.Random(1.5).random(), random.Random(-7).random() == random.Random(7).random())
for attempt in (lambda: rng.choice([]), lambda: rng.sample([1], 2), lambda: rng.randint(2, 1), lambda: rng.sample({1, 2}, 1)):
    try:
        print(attempt())
    except Exception as error:
        print(type(error).__name__, error)
