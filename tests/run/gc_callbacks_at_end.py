# Who stands in gc.callbacks at the end: it hears of one more collection, not of those that follow the modules.
import gc
gc.collect()
gc.callbacks.append(print)
a = []
a.append(a)
del a
gc.collect()
# collects: it shows its collections
