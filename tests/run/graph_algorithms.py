# no trace: the library's modules are long, and CPython has imported some of them before
# Graphs: Dijkstra with a heap, topological order, union-find for a spanning tree, depth-first search, Floyd-Warshall.
import heapq

ROADS = {("서울", "대전"): 140, ("대전", "대구"): 120, ("대전", "광주"): 170, ("대구", "부산"): 90, ("광주", "부산"): 210,
         ("서울", "강릉"): 170, ("강릉", "대구"): 250}
graph = {}
for (a, b), length in ROADS.items():
    graph.setdefault(a, {})[b] = graph.setdefault(b, {})[a] = length


def dijkstra(start):
    distances, previous, heap = {start: 0}, {}, [(0, start)]
    while heap:
        so_far, place = heapq.heappop(heap)
        if so_far > distances[place]:
            continue
        for other, length in graph[place].items():
            if (new := so_far + length) < distances.get(other, float("inf")):
                distances[other], previous[other] = new, place
                heapq.heappush(heap, (new, other))
    return distances, previous


def path(previous, goal):
    yield from path(previous, previous[goal]) if goal in previous else ()
    yield goal


distances, previous = dijkstra("서울")
for place in sorted(distances, key=distances.get):
    print(distances[place], "→".join(path(previous, place)))


class UnionFind:
    def __init__(self, items):
        self.parent = {item: item for item in items}
        self.size = dict.fromkeys(items, 1)

    def find(self, item):
        while self.parent[item] != item:
            self.parent[item] = item = self.parent[self.parent[item]]
        return item

    def union(self, a, b):
        a, b = self.find(a), self.find(b)
        if a == b:
            return False
        if self.size[a] < self.size[b]:
            a, b = b, a
        self.parent[b] = a
        self.size[a] += self.size.pop(b)
        return True


sets = UnionFind(graph)
tree = [road for road in sorted(ROADS, key=ROADS.get) if sets.union(*road)]
print(tree, sum(map(ROADS.get, tree)), sets.size)


def topological(needs):
    order, state = [], {}

    def visit(node, trail=()):
        if state.get(node) == "done":
            return
        if state.get(node) == "open":
            raise ValueError(" → ".join(trail[trail.index(node):] + (node,)))
        state[node] = "open"
        for other in sorted(needs.get(node, ())):
            visit(other, trail + (node,))
        state[node] = "done"
        order.append(node)

    for node in sorted(needs):
        visit(node)
    return order


print(topological({"shoes": {"socks", "trousers"}, "trousers": {"pants"}, "coat": {"shirt"}, "shirt": set()}))
try:
    topological({"a": "b", "b": "c", "c": "a"})
except ValueError as error:
    print("cycle:", error)
names = sorted(graph)
table = [[0 if a == b else graph[a].get(b, float("inf")) for b in names] for a in names]
for k in range(len(names)):
    for row in table:
        for j, length in enumerate(row):
            row[j] = min(length, row[k] + table[k][j])
for name, row in zip(names, table):
    print(name, *(f"{length:4}" for length in row))
