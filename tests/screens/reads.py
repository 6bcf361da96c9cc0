import sys
name = input("name? ")
for line in sys.stdin:
    print(line, end="")
