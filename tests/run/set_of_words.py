# The order of a set that is written down depends on which of its words the interpreter has met before.
for word in {"java", "three", "tue", "mul", "west", "blue"}:
    print(word, end=" ")
print()
for word in {"red", "green", "blue", "add", "get", "set"}:
    print(word, end=" ")
print()
for word in {"spam", "eggs", "bacon", "name", "append", "pop", "self", "size", "count"}:
    print(word, end=" ")
print()


def vowels(text):
    return [c for c in text if c in {"a", "e", "i", "o", "u"}]


print(vowels("education"), [list(c) for c in vowels.__code__.co_consts + vowels.__code__.co_consts[1].co_consts if isinstance(c, frozenset)])
keywords = frozenset({"if", "while", "for", "print", "input", "return", "lambda", "global"})
print([word for word in keywords])
task = {"name", "task", "open", "done", "next", "first", "last", "north", "south", "east", "west"}
print(*task)

# Read from a .pyc they are interned already: the order is that in which they are read.
import marshal

for words in ("{'java', 'three', 'tue', 'mul', 'west', 'blue'}", "{'strip', 'lines', 'split', 'item', 'index', 'first', 'keys'}"):
    code = compile(f"print(*[w for w in {words}]); print(*['x' in {words}, *(w for w in {words})])", "words", "exec")
    exec(code)
    exec(marshal.loads(marshal.dumps(code)))
