# no trace: the library's modules are long, and CPython has imported some of them before
# Simulated annealing with a seed: a short round trip; the same search again gives the same trip.
import math
import random

CITIES = [(60, 200), (180, 200), (80, 180), (140, 180), (20, 160), (100, 160), (200, 160), (140, 140), (40, 120), (100, 120)]


def length(trip):
    return sum(math.dist(CITIES[a], CITIES[b]) for a, b in zip(trip, trip[1:] + trip[:1]))


def anneal(rng, steps=300, hot=60.0):
    trip = list(range(len(CITIES)))
    rng.shuffle(trip)
    best, now, accepted = trip[:], length(trip), 0
    shortest = now
    for step in range(steps):
        heat = hot * (1 - step / steps) ** 2 + 1e-9
        i, j = sorted(rng.sample(range(len(trip)), 2))
        other = trip[:i] + trip[i:j + 1][::-1] + trip[j + 1:]
        change = length(other) - now
        if change < 0 or rng.random() < math.exp(-change / heat):
            trip, now, accepted = other, now + change, accepted + 1
            if now < shortest - 1e-9:
                best, shortest = trip[:], now
    return best, accepted


def canonical(trip):
    start = trip.index(0)
    trip = trip[start:] + trip[:start]
    return trip if trip[1] < trip[-1] else trip[:1] + trip[:0:-1]


first = anneal(random.Random(7))
print(canonical(first[0]), f"{length(first[0]):.6f}", first[1])
print(anneal(random.Random(7)) == first, length(first[0]) < length(list(range(10))))
