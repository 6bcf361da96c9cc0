# Who stands in gc.callbacks at the end: it hears of one more collection, not of those that follow the modules.
import gc
n = 0
def note(phase, info):
    global n
    n += 1
    if print: print(phase, info["generation"], n)
gc.callbacks.append(note)
a = []
a.append(a)
del a
gc.collect()
# leaves objects: whoever stands in gc.callbacks at the end is never let go of
# collects: it shows its collections
