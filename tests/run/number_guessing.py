# A guessing game without luck: a generator of numbers, bisection, a player as a coroutine.
def random_numbers(seed):
    while True:
        seed = (seed * 1103515245 + 12345) % 2 ** 31
        yield seed >> 16


def play(secret, player):
    guess, tries = next(player), 1
    while guess != secret:
        answer = "higher" if guess < secret else "lower"
        print(f"  {guess}: {answer}")
        guess = player.send(answer)
        tries += 1
        if tries > 10: raise RuntimeError("too many tries")
    print(f"  {guess}: right after {tries}")
    player.close()
    return tries


def bisecting(low, high):
    try:
        while low < high:
            guess = (low + high) // 2
            answer = yield guess
            if answer == "higher": low = guess + 1
            elif answer == "lower": high = guess - 1
        yield low
    finally:
        print("  player leaves")


def stubborn():
    while True: yield 50


numbers = random_numbers(42)
results = []
for game in range(3):
    secret = next(numbers) % 100 + 1
    print("game", game)
    results.append(play(secret, bisecting(1, 100)))
print(results, sum(results) / len(results))
try:
    play(7, stubborn())
except RuntimeError as error:
    print(error)
dice = [next(numbers) % 6 + 1 for _ in range(30)]
print({face: dice.count(face) for face in range(1, 7)}, dice[:10])
def shuffle(items):
    items = list(items)
    for i in range(len(items) - 1, 0, -1):
        j = next(numbers) % (i + 1)
        items[i], items[j] = items[j], items[i]
    return items
print(shuffle(range(10)), "".join(shuffle("python")))
