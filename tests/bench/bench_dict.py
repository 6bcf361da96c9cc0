d = {}
for i in range(1500000):
    d[i % 1000] = d.get(i % 1000, 0) + i
print(len(d), d[7])
