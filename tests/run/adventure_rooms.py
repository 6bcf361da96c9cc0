# no trace: CPython runs the codec of standard input in Python
# A text adventure driven by input(): a map of rooms, things to carry, commands found by name.
class Room:
    def __init__(self, name, text, things=()):
        self.name, self.text, self.things = name, text, set(things)
        self.ways = {}

    def connect(self, way, other, back):
        self.ways[way] = other
        other.ways[back] = self


class Game:
    def __init__(self):
        hall = Room("hall", "A hall with a high ceiling.", ["lamp"])
        cellar = Room("cellar", "It is dark and smells of apples.", ["apple", "key"])
        garden = Room("garden", "Roses everywhere, and a gate.")
        hall.connect("down", cellar, "up")
        hall.connect("north", garden, "south")
        self.place, self.bag, self.moves, self.over = hall, set(), 0, False

    def do_look(self):
        print(self.place.text)
        for thing in sorted(self.place.things):
            print(f"  there is a {thing}")
        print("  ways:", ", ".join(sorted(self.place.ways)))

    def do_go(self, way="nowhere"):
        if way not in self.place.ways:
            print(f"You can't go {way}.")
        elif self.place.ways[way].name == "cellar" and "lamp" not in self.bag:
            print("Too dark without a lamp.")
        else:
            self.place = self.place.ways[way]
            self.do_look()

    def do_take(self, *things):
        for thing in things:
            if thing in self.place.things:
                self.place.things.remove(thing)
                self.bag.add(thing)
                print(f"You have the {thing}.")
            else:
                print(f"No {thing} here.")

    def do_bag(self):
        print("You carry", " and ".join(sorted(self.bag)) or "nothing")

    def do_open(self, what="?"):
        if (what, self.place.name) == ("gate", "garden") and "key" in self.bag:
            print(f"The gate swings open. You are free after {self.moves} commands.")
            self.over = True
        else:
            print("It does not open.")

    def play(self):
        self.do_look()
        while not self.over:
            try:
                line = input("> ")
            except EOFError:
                print("\nYou fall asleep.")
                return
            word, *rest = line.lower().split() or ["look"]
            self.moves += 1
            command = getattr(self, "do_" + word, None)
            if command is None:
                print(f"What is “{word}”?")
                continue
            try:
                command(*rest)
            except TypeError as error:
                print("Too many words:", str(error).partition(" ")[2])


Game().play()
