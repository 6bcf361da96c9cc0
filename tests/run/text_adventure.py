# A small adventure from standard input: rooms in a dict, commands by match, state in a class.
class Game:
    rooms = {"hall": {"text": "A dim hall.", "exits": {"north": "cave"}, "things": ["lamp", "key"]},
             "cave": {"text": "A wet cave.", "exits": {"south": "hall"}, "things": ["sword"]}}

    def __init__(self):
        self.place, self.bag, self.turns = "hall", [], 0
        self.rooms = {name: {**room, "things": list(room["things"])} for name, room in Game.rooms.items()}

    @property
    def here(self): return self.rooms[self.place]

    def describe(self):
        exits = ", ".join(self.here["exits"])
        things = ", ".join(self.here["things"]) or "nothing"
        return f"{self.here['text']} Exits: {exits}. You see {things}."

    def command(self, line):
        self.turns += 1
        match line.split():
            case ["look"]: return self.describe()
            case ["go", where] if where in self.here["exits"]:
                self.place = self.here["exits"][where]
                return self.describe()
            case ["go", where]: return f"You cannot go {where}."
            case ["take", thing] if thing in self.here["things"]:
                self.here["things"].remove(thing)
                self.bag.append(thing)
                return f"Taken: {thing}."
            case ["drop", thing] if thing in self.bag:
                self.here["things"].append(self.bag.pop(self.bag.index(thing)))
                return f"Dropped: {thing}."
            case ["inventory" | "i"]: return ", ".join(self.bag) or "You carry nothing."
            case ["quit"]: raise EOFError
            case []: return "Say something."
            case [verb, *_]: return f"You don't know how to {verb}."


game = Game()
print(game.describe())
while True:
    try:
        line = input("> ")
        print(game.command(line))
    except EOFError:
        print(f"\nBye after {game.turns} turns with {game.bag}.")
        break
print(Game.rooms["hall"]["things"])
