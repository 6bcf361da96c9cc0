# Slots of the value stack that instructions rely on, and such that they don't.
squares = [n * n for n in range(3)]
text = f"{squares[1]}{squares[2]}"
try:
    print(text + "!")
    raise KeyError(text)
except KeyError as error:
    print(repr(error))
