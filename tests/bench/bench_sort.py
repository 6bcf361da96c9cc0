values = [i * 7919 % 1000003 for i in range(400000)]
values.sort()
words = sorted(str(v) for v in values[:150000])
print(values[5], words[5], len("".join(words)))
