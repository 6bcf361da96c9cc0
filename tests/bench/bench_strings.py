# Strings: split, joined, searched, replaced, counted, taken apart.
text = "the quick brown fox jumps over the lazy dog and runs away " * 12000
counts = {}
for word in text.split():
    counts[word] = counts.get(word, 0) + 1
print(sorted(counts.items())[:3])

total = 0
for line in text.replace(" ", "\n").splitlines():
    total += len(line.upper()) + line.startswith("qu") + line.find("z")
print(total)

vowels = 0
for char in text:
    if char in "aeiou":
        vowels += 1
print(vowels)
print(sum(ord(c) for c in text[::3]), text.count("fox"), len(set(text[i : i + 3] for i in range(0, 200000))))
