def fill(items):
    items.append(3)
    items = [0]


a = [1, 2]
b = a
fill(b)
c = a + [4]
b += [5]
print(a, c)
