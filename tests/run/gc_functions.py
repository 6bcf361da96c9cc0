# The gc module: counts, generations, callbacks, freeze, referents, tracked objects.
# no trace: it counts all objects of the interpreter
import gc
gc.collect()
print(gc.isenabled(), gc.get_threshold(), gc.get_debug())
gc.disable()
print(gc.isenabled())
gc.set_threshold(500, 5, 5)
print(gc.get_threshold())
gc.set_threshold(700, 10, 10)
for n in range(4):
    x = [[]]
    x[0].append(x)
del x
print(gc.collect(0) >= 6)
print(gc.collect(1), gc.collect(2), gc.collect())
for bad in (3, -1, "x"):
    try:
        gc.collect(bad)
    except Exception as error:
        print(type(error).__name__, error)


class C: pass


o = C()
print([gc.is_tracked(x) for x in (1, 1.5, "s", b"b", None, True, (), [], {}, set(), o, C, print, gc, (1, 2), ([],), {"a": 1}, {"a": []}, range(3), lambda: 0)])
print(gc.is_finalized(o), gc.get_referents([1, "two", None]), gc.get_referents({"k": "v"}), gc.get_referents(1, (2, 3)))
events = []
def hook(phase, info):
    events.append((phase, info["generation"], info["collected"], info["uncollectable"]))
gc.callbacks.append(hook)
gc.collect()
l = []; l.append(l); del l
gc.collect(1)
gc.collect(0)
gc.callbacks.remove(hook)
print(events)
class Zombie:
    def __del__(self):
        global z
        z = self
z = Zombie()
z.me = z
del z
print(gc.collect(), gc.is_finalized(z), z.me is z)
z.me = None
del z
print("z" in globals(), gc.collect())
class Tree:
    def __init__(self, depth, parent=None):
        self.parent = parent
        self.children = [Tree(depth - 1, self) for _ in range(2)] if depth else []
tree = Tree(3)
del tree
print(gc.collect())
print(gc.get_stats()[2].keys() == {"collections", "collected", "uncollectable"}, len(gc.get_stats()), gc.get_count()[1:])
holder = [o]
print(any(r is holder for r in gc.get_referrers(o)), holder in gc.get_objects() or "not listed", gc.garbage)
gc.freeze()
print(gc.get_freeze_count() > 100)
gc.unfreeze()
print(gc.get_freeze_count())
gc.enable()
t = tuple([1, 2, 3])
print(gc.is_tracked(t))
gc.collect()
print(gc.is_tracked(t))
d = {1: 2}
print(gc.is_tracked(d))
d[3] = []
print(gc.is_tracked(d))
# collects: it shows what a collection of its own finds
# leaves objects: whoever stands in gc.callbacks at the end is never let go of
