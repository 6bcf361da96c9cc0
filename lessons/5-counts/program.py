import gc


class Thing:
    def __del__(self):
        print("gone")


x = Thing()
y = [x]
del x
y.clear()
z = Thing()
z.me = z
del z
gc.collect()
