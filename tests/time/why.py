# Slots of the value stack that an instruction looks at without filling them, and such that are filled from outside;
# what lives and dies on the way there and back.
def answers():
    asked = yield "first"
    print("asked", asked)
    yield from [asked]


for letter in "ab":
    print(letter)
try:
    print(letter, undefined)
except NameError as error:
    print(type(error).__name__)
talk = answers()
next(talk)
talk.send("what was sent")
try:
    talk.throw(KeyError)
except KeyError:
    print([n * n for n in (2, 3)])
kept = [talk]
kept = None
