# Graphs: topological sort, cycles, components, minimum spanning tree, all paths, colouring.
DEPENDS = {"app": ["lib", "log"], "lib": ["core"], "log": ["core", "io"], "io": [], "core": [], "test": ["app"]}


def topological(graph):
    done, active, order = set(), [], []
    def visit(n):
        if n in done: return
        if n in active: raise ValueError("cycle: " + " -> ".join(active[active.index(n):] + [n]))
        active.append(n)
        for m in graph.get(n, ()): visit(m)
        active.pop()
        done.add(n)
        order.append(n)
    for n in graph: visit(n)
    return order


print(topological(DEPENDS))
try:
    topological(DEPENDS | {"core": ["app"]})
except ValueError as error:
    print(error)


class Groups:
    def __init__(self): self.parent = {}
    def find(self, x):
        self.parent.setdefault(x, x)
        while self.parent[x] != x:
            self.parent[x] = self.parent[self.parent[x]]
            x = self.parent[x]
        return x
    def join(self, a, b):
        a, b = self.find(a), self.find(b)
        self.parent[a] = b
        return a != b


EDGES = [(4, "A", "B"), (8, "B", "C"), (7, "C", "D"), (9, "D", "E"), (10, "E", "F"), (2, "F", "G"), (1, "G", "H"), (8, "A", "H"), (11, "B", "H"), (2, "C", "I")]
groups = Groups()
tree = [(w, a, b) for w, a, b in sorted(EDGES) if groups.join(a, b)]
print(sum(w for w, *_ in tree), ["".join(e) for _, *e in tree])
g = Groups()
for pair in ("ab", "cd", "be", "fg", "gd"): g.join(*pair)
components = {}
for n in "abcdefgh": components.setdefault(g.find(n), []).append(n)
print(sorted("".join(c) for c in components.values()))


def paths(graph, start, end, path=()):
    path += (start,)
    if start == end: yield path; return
    for n in graph.get(start, ()):
        if n not in path: yield from paths(graph, n, end, path)


print(["".join(p) for p in paths({"a": "bc", "b": "cd", "c": "bd", "d": ""}, "a", "d")])
MAP = {"a": "bcd", "b": "ac", "c": "abd", "d": "ac"}
def colour(graph, colours):
    chosen = {}
    def go(nodes):
        if not nodes: return True
        n, *rest = nodes
        for c in colours:
            if all(chosen.get(m) != c for m in graph[n]):
                chosen[n] = c
                if go(rest): return True
                del chosen[n]
        return False
    return chosen if go(sorted(graph)) else None
print(colour(MAP, "RGB"), colour(MAP, "RG"))
degree = {n: len(e) for n, e in MAP.items()}
print(max(degree, key=degree.get), sum(degree.values()) // 2, [[int(b in MAP[a]) for b in MAP] for a in MAP])
INF = float("inf")
d = [[0, 3, INF, 7], [8, 0, 2, INF], [5, INF, 0, 1], [2, INF, INF, 0]]
for k in range(4):
    for i in range(4):
        for j in range(4): d[i][j] = min(d[i][j], d[i][k] + d[k][j])
print(d)
