# Lines that the session gives the program, before it asks for them.
name = input()
place = input()
print(name, "in", place)
try:
    input()
except EOFError:
    print("no more")
