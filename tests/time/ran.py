# What has run: lines in loops, in a generator, in code that lies where other code lay before.
def squares(n):
    for i in range(n):
        yield i * i


def add(numbers):
    total = 0
    for number in numbers:
        if number % 2:
            total += number
    return total


print(add(squares(6)))
for text in "1 + 1", "2 * 3":
    print(eval(text))
