# Observers, commands with undo, a visitor, a builder, a registry: patterns with closures and classes.
class Subject:
    def __init__(self): self._observers = {}
    def on(self, event, f): self._observers.setdefault(event, []).append(f); return f
    def off(self, event, f): self._observers[event].remove(f)
    def emit(self, event, *args, **kw):
        return [f(*args, **kw) for f in list(self._observers.get(event, []))]


s = Subject()
class Listener:
    def __init__(self, name): self.name, self.heard = name, []
    def hear(self, x, *, loud=False): self.heard.append(x); return f"{self.name} {'HEARD' if loud else 'heard'} {x}"
a, b = Listener("a"), Listener("b")
s.on("x", a.hear); s.on("x", b.hear); s.on("x", lambda x, **kw: s.off("x", b.hear) or "removed b")
print(s.emit("x", 1), s.emit("nothing", 2))
try:
    print(s.emit("x", 2, loud=True))
except ValueError as error:
    print(error)
print(a.heard, b.heard)


class Editor:
    def __init__(self): self.text, self.undos, self.redos = "", [], []

    def do(self, action, *args):
        undo = getattr(self, "_" + action)(*args)
        self.undos.append((undo, (action, args)))
        self.redos.clear()
        return self

    def _insert(self, at, text):
        self.text = self.text[:at] + text + self.text[at:]
        return lambda: self._delete(at, len(text))

    def _delete(self, at, n):
        gone, self.text = self.text[at:at + n], self.text[:at] + self.text[at + n:]
        return lambda: self._insert(at, gone)

    def undo(self):
        if not self.undos: return False
        undo, command = self.undos.pop()
        undo()
        self.redos.append(command)
        return True

    def redo(self):
        action, args = self.redos.pop()
        self.undos.append((getattr(self, "_" + action)(*args), (action, args)))


e = Editor()
e.do("insert", 0, "hello").do("insert", 5, " world").do("delete", 0, 1)
print(e.text, e.undo(), e.text, e.undo(), e.text); e.redo(); print(e.text); e.redo(); print(e.text, e.undo(), e.undo(), e.undo(), e.undo(), repr(e.text))


class Node:
    def __init__(self, *children): self.children = children
    def accept(self, visitor): return getattr(visitor, "visit_" + type(self).__name__.lower(), visitor.generic)(self)
class Num(Node):
    def __init__(self, n): super().__init__(); self.n = n
class Add(Node): pass
class Neg(Node): pass
class Evaluate:
    def visit_num(self, node): return node.n
    def visit_add(self, node): return sum(c.accept(self) for c in node.children)
    def generic(self, node): raise NotImplementedError(type(node).__name__)
class Show(Evaluate):
    def visit_num(self, node): return str(node.n)
    def visit_add(self, node): return "(" + " + ".join(c.accept(self) for c in node.children) + ")"
    def visit_neg(self, node): return "-" + node.children[0].accept(self)
tree = Add(Num(1), Add(Num(2), Num(3)), Num(4))
print(tree.accept(Show()), "=", tree.accept(Evaluate()), Neg(tree).accept(Show()))
try:
    Neg(tree).accept(Evaluate())
except NotImplementedError as error:
    print("cannot:", error)
class Query:
    def __init__(self, parts=()): self.parts = parts
    def __getattr__(self, word):
        if word.startswith("_"): raise AttributeError(word)
        return lambda *args: Query(self.parts + (word.upper() + (" " + ", ".join(map(str, args)) if args else ""),))
    def __str__(self): return " ".join(self.parts)
print(Query().select("a", "b").from_("t").where("a > 1").limit(5))
