# input(): lines from standard input, the end of it.
name = input("Name? ")
print("Hello", name)
total = 0
while True:
    try:
        line = input()
    except EOFError as error:
        print("end:", error)
        break
    if not line:
        print("(empty)")
        continue
    total += int(line)
print("total", total)
