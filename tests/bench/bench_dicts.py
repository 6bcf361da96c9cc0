# Dicts and sets: integers and strings for keys, lookups that hit and miss, growth, walks.
counts = {}
for i in range(800000):
    counts[i % 1000] = counts.get(i % 1000, 0) + i
print(len(counts), counts[7])

words = [f"key{i % 5000}" for i in range(300000)]
index = {}
for position, word in enumerate(words):
    if word in index:
        index[word].append(position)
    else:
        index[word] = [position]
print(len(index), sum(len(v) for v in index.values()))

big = {i: i * 2 for i in range(200000)}
total = 0
for key, value in big.items():
    total += key ^ value
print(total)

seen = set()
for i in range(300000):
    seen.add(i * 7919 % 10007)
print(len(seen), len(seen & set(range(5000))))
