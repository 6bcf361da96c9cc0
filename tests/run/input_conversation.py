# input(): prompts, conversion, an end of the input, reading what is left.
import sys
name = input("이름? ")
print(f"Hello, {name}!")
numbers = []
while (line := input("number: ")) != "":
    try:
        numbers.append(int(line))
    except ValueError as error:
        print(error)
print(numbers, sum(numbers))
print(repr(input()), repr(input(5)), repr(input([1])))
print(repr(sys.stdin.readline()))
print([line.rstrip() for line in sys.stdin])
try:
    input("more? ")
except EOFError as error:
    print(repr(error))
print(repr(sys.stdin.readline()), repr(sys.stdin.read()))
try:
    input(1, 2)
except TypeError as error:
    print(error)
input()
