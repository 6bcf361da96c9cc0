# no trace: the library's modules are long, and CPython has imported some of them before
# A trie with completion, an LRU cache by a linked list, a bloom filter, weak caches that forget what nobody holds.
import weakref


class Trie:
    def __init__(self, words=()):
        self.children, self.end = {}, False
        for word in words:
            self.add(word)

    def add(self, word):
        node = self
        for letter in word:
            node = node.children.setdefault(letter, Trie())
        node.end = True

    def __contains__(self, word):
        node = self._find(word)
        return node is not None and node.end

    def _find(self, prefix):
        node = self
        for letter in prefix:
            if (node := node.children.get(letter)) is None:
                return None
        return node

    def __iter__(self):
        if self.end:
            yield ""
        for letter in sorted(self.children):
            for rest in self.children[letter]:
                yield letter + rest

    def complete(self, prefix):
        node = self._find(prefix)
        return [] if node is None else [prefix + rest for rest in node]


class LRU:
    class Node:
        __slots__ = ("key", "value", "before", "after")

    def __init__(self, size):
        self.size, self.nodes, self.log = size, {}, []
        self.root = root = LRU.Node()
        root.before = root.after = root

    def _unlink(self, node):
        node.before.after, node.after.before = node.after, node.before

    def _append(self, node):
        last = self.root.before
        node.before, node.after = last, self.root
        last.after = self.root.before = node

    def __getitem__(self, key):
        node = self.nodes[key]
        self._unlink(node)
        self._append(node)
        return node.value

    def __setitem__(self, key, value):
        if key in self.nodes:
            self._unlink(self.nodes[key])
        elif len(self.nodes) == self.size:
            oldest = self.root.after
            self._unlink(oldest)
            self.log.append(oldest.key)
            del self.nodes[oldest.key]
        node = self.nodes[key] = LRU.Node()
        node.key, node.value = key, value
        self._append(node)

    def __iter__(self):
        node = self.root.after
        while node is not self.root:
            yield node.key
            node = node.after


class Bloom:
    def __init__(self, bits=256):
        self.bits, self.field = bits, 0

    def _places(self, text):
        h1 = h2 = 0
        for c in text:
            h1, h2 = (h1 * 31 + ord(c)) % self.bits, (h2 * 37 + ord(c) + 7) % self.bits
        return h1, h2, (h1 + h2) % self.bits

    def add(self, text):
        for place in self._places(text):
            self.field |= 1 << place

    def __contains__(self, text):
        return all(self.field >> place & 1 for place in self._places(text))


trie = Trie("car card care cat dog 한국 한글".split())
print(list(trie), trie.complete("car"), trie.complete("한"), trie.complete("x"), "ca" in trie, "cat" in trie)
cache = LRU(3)
for key in "abcabd":
    cache[key] = key.upper()
    if "a" in cache.nodes:
        cache["a"]
print(list(cache), cache.log)
bloom = Bloom()
for word in trie:
    bloom.add(word)
print(all(word in bloom for word in trie), sum(f"word{i}" in bloom for i in range(50)) < 10, bloom.field.bit_count())


class Image:
    def __init__(self, name):
        self.name = name

    def __del__(self):
        print("freed", self.name)


images = weakref.WeakValueDictionary()


def load(name):
    image = images.get(name)
    if image is None:
        image = images[name] = Image(name)
    return image


first = load("sky")
print(load("sky") is first, load("sea").name, sorted(images))
alias = weakref.ref(first, lambda ref: print("callback", ref() is None))
weakref.finalize(first, print, "finalize", "sky")
del first
print(len(images), alias())
notes = weakref.WeakKeyDictionary({(held := Image("key")): "note"})
print(list(notes.values()))
del held
print(len(notes))
