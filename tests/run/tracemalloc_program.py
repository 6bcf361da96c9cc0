# no trace: sizes are those of a run that nobody watches
"""A program that looks for its own memory: statistics, comparisons, tracebacks, the peak."""
import gc
import os
import tracemalloc
from tracemalloc import Filter, get_traced_memory

HERE = Filter(True, __file__)
SEEN = []  # printed later: what waits in sys.stdout's buffer is traced memory, too


class Node:
    def __init__(self, key, left=None, right=None):
        self.key = key
        self.left = left
        self.right = right


def insert(root, key):
    if root is None:
        return Node(key)
    if key < root.key:
        root.left = insert(root.left, key)
    else:
        root.right = insert(root.right, key)
    return root


def tree(n):
    root = None
    key = 1
    for _ in range(n):
        key = key * 7919 % 10007
        root = insert(root, key)
    return root


def words(n):
    return ["word%d" % i for i in range(n)]


def count(texts):
    seen = {}
    for text in texts:
        seen[text] = seen.get(text, 0) + 1
    return seen


def grown(name, function, *args):
    before = get_traced_memory()[0]
    result = function(*args)
    SEEN.append((name, get_traced_memory()[0] - before))
    return result


def show(statistics):
    for line in statistics:
        frame = line.traceback[0]
        place = f"{os.path.basename(frame.filename)}:{frame.lineno}"
        print(place, line.size, line.count, *([line.size_diff, line.count_diff] if hasattr(line, "size_diff") else []))


def main():
    print("off", tracemalloc.is_tracing(), get_traced_memory(), tracemalloc.get_object_traceback([]))
    gc.collect()
    tracemalloc.start()
    SEEN.append((tracemalloc.is_tracing(), tracemalloc.get_traceback_limit()))
    kept = [grown("tree", tree, 20), grown("words", words, 12)]
    kept.append(grown("count", count, kept[1]))
    kept.append(grown("squares", lambda: [i * i for i in range(300, 320)]))
    kept.append(grown("floats", lambda: [i * 0.5 for i in range(300, 320)]))
    kept.append(grown("rows", lambda: [[0] * 5 for _ in range(9)]))
    kept.append(grown("pairs", lambda: [(i, str(i)) for i in range(10)]))
    kept.append(grown("bytes", lambda: bytearray(b"x" * 10000)))

    first = tracemalloc.take_snapshot().filter_traces([HERE])
    print(*SEEN, sep="\n")
    show(first.statistics("lineno")[:7])
    print(len(first.statistics("filename")), first.traceback_limit)
    kept.pop(1)
    kept.extend([words(20), {}, set()])
    second = tracemalloc.take_snapshot().filter_traces([HERE])
    line = words.__code__.co_firstlineno + 1
    show(stat for stat in second.compare_to(first, "lineno") if stat.traceback[0].lineno == line)

    tracemalloc.reset_peak()
    current, peak = get_traced_memory()
    print(current <= peak < current + 300)
    before = get_traced_memory()[0]
    sum([0] * 100000)
    print("peak", get_traced_memory()[1] - before > 800000, get_traced_memory()[0] - before < 200)
    tracemalloc.clear_traces()
    print("cleared", get_traced_memory()[0] < 500, tracemalloc.get_object_traceback(kept))
    tracemalloc.stop()

    gc.collect()
    tracemalloc.start(25)

    def inner():
        return bytes(500), [1, 2, 3], Node(0)

    block, numbers, node = inner()
    traceback = tracemalloc.get_object_traceback(block)
    print([(os.path.basename(f.filename), f.lineno) for f in traceback], traceback.total_nframe)
    print([line.strip() for line in traceback.format(1)])
    print([line.strip() for line in traceback.format(-2, most_recent_first=True)])
    print(tracemalloc.get_object_traceback(numbers)[-1].lineno, tracemalloc.get_object_traceback(node))
    found = tracemalloc.take_snapshot().filter_traces([HERE, Filter(False, tracemalloc.__file__)])
    line = traceback[-1].lineno
    for stat in found.statistics("traceback"):
        if stat.traceback[-1].lineno == line:
            print(stat.size, stat.count, len(stat.traceback))
    print(found.statistics("lineno", cumulative=True)[0].traceback[0].lineno)
    tracemalloc.start(3)  # it runs already
    print(tracemalloc.get_traceback_limit(), tracemalloc.get_tracemalloc_memory() > 0)
    tracemalloc.stop()
    print(tracemalloc.get_traceback_limit(), tracemalloc.get_traced_memory())
    for wrong in (0, -1, 65536, "x", 1.5):
        try:
            tracemalloc.start(wrong)
        except (ValueError, TypeError) as error:
            print(type(error).__name__, error)
    try:
        tracemalloc.take_snapshot()
    except RuntimeError as error:
        print(error)


main()
