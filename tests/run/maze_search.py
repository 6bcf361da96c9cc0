# Paths through a maze: breadth first, depth first, shortest paths by Dijkstra.
MAZE = ["#########",
        "#S..#...#",
        "#.#.#.#.#",
        "#.#...#G#",
        "#########"]
cells = {(r, c): ch for r, row in enumerate(MAZE) for c, ch in enumerate(row) if ch != "#"}
start, = [p for p, ch in cells.items() if ch == "S"]
(goal,) = (p for p, ch in cells.items() if ch == "G")


def neighbours(p):
    r, c = p
    return [q for q in ((r - 1, c), (r, c + 1), (r + 1, c), (r, c - 1)) if q in cells]


def breadth_first():
    came, queue = {start: None}, [start]
    for p in queue:
        if p == goal:
            break
        for q in neighbours(p):
            if q not in came:
                came[q] = p
                queue.append(q)
    path = []
    p = goal
    while p is not None:
        path.append(p)
        p = came[p]
    return path[::-1]


def depth_first(p, seen=None):
    seen = seen or set()
    seen.add(p)
    if p == goal:
        return [p]
    for q in neighbours(p):
        if q not in seen and (rest := depth_first(q, seen)):
            return [p, *rest]


path = breadth_first()
print(len(path), path, depth_first(start) == path)
for r, row in enumerate(MAZE):
    print("".join("*" if (r, c) in path and ch == "." else ch for c, ch in enumerate(row)))
ROADS = {"A": {"B": 7, "C": 9, "F": 14}, "B": {"C": 10, "D": 15}, "C": {"D": 11, "F": 2}, "D": {"E": 6}, "F": {"E": 9}}


def dijkstra(source):
    distance, done = {source: 0}, []
    while open_ := {k: v for k, v in distance.items() if k not in done}:
        near = min(open_, key=open_.get)
        done.append(near)
        for town, length in ROADS.get(near, {}).items():
            distance[town] = min(distance.get(town, float("inf")), distance[near] + length)
    return distance, done


print(*dijkstra("A"), sep="\n")
