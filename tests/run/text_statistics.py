# Words, letters and lines of a text: dicts, sorting, formatting.
TEXT = """The quick brown fox jumps over the lazy dog.
The dog sleeps; the fox does not. "Why?" asks the dog.
나는 학생입니다. 나는 파이썬을 배웁니다.
It's 3.14 o'clock -- time flies!"""


def words(text):
    word = ""
    for c in text:
        if c.isalnum() or c == "'":
            word += c
        elif word:
            yield word.lower()
            word = ""
    if word:
        yield word.lower()


counts = {}
for word in words(TEXT):
    counts[word] = counts.get(word, 0) + 1
print(len(counts), sum(counts.values()))
for word, count in sorted(counts.items(), key=lambda item: (-item[1], item[0]))[:8]:
    print(f"{word:<8}|{'#' * count:^7}|{count:03d}")
letters = {}
for c in TEXT:
    if c.isalpha():
        letters.setdefault(c.lower(), []).append(c)
print(sorted(letters, key=lambda c: (len(letters[c]), c), reverse=True)[:6])
print({c: len(found) for c, found in sorted(letters.items()) if len(found) > 4})
for number, line in enumerate(TEXT.splitlines(), start=1):
    print(number, len(line), len(line.split()), line.title()[:20], line.swapcase()[-12:], sep="\t")
print(max(counts, key=len), min(counts, key=lambda w: (len(w), w)))
print(sorted({len(word) for word in counts}), TEXT.count("the"), TEXT.find("fox"), TEXT.rfind("fox"))
print("".join(sorted(set(TEXT) - set("abcdefghijklmnopqrstuvwxyz"))).strip()[:30])
print(sum(len(w) for w in words(TEXT)) / len(list(words(TEXT))))
print([word for word in counts if word == word[::-1]], TEXT.encode()[95:110])
