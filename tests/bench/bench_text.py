words = {}
text = "the quick brown fox jumps over the lazy dog and runs away " * 8000
for word in text.split():
    words[word] = words.get(word, 0) + 1
out = []
for word, count in sorted(words.items()):
    out.append(f"{word}:{count:>8}")
print("\n".join(out)[:60])
total = 0
for line in text.replace(" ", "\n").splitlines():
    total += len(line.upper())
print(total)
