# Huffman's code: a tree from counts, encoding, decoding, bits into bytes.
def build(text):
    counts = {}
    for c in text: counts[c] = counts.get(c, 0) + 1
    nodes = sorted((n, c) for c, n in counts.items())
    nodes = [(n, i, c) for i, (n, c) in enumerate(nodes)]
    serial = len(nodes)
    while len(nodes) > 1:
        a, b, *nodes = sorted(nodes, key=lambda t: t[:2])
        nodes.append((a[0] + b[0], serial, (a[2], b[2])))
        serial += 1
    return nodes[0][2]


def codes(tree, prefix=""):
    match tree:
        case str(c): return {c: prefix or "0"}
        case (left, right): return codes(left, prefix + "0") | codes(right, prefix + "1")


def decode(bits, tree):
    out, node = [], tree
    for b in bits:
        node = node[int(b)]
        if isinstance(node, str): out.append(node); node = tree
    return "".join(out)


text = "abracadabra 가나다 가가"
tree = build(text)
table = codes(tree)
bits = "".join(table[c] for c in text)
print(tree)
print({c: table[c] for c in sorted(table)})
print(len(bits), len(text.encode()) * 8, decode(bits, tree) == text)
packed = int("1" + bits, 2).to_bytes((len(bits) + 8) // 8, "big")
print(packed.hex(), bin(int.from_bytes(packed, "big"))[3:] == bits)
print(codes(build("aaaa")), build("ab"), sum(len(table[c]) for c in text) / len(text))
def run_length(s):
    out, i = [], 0
    while i < len(s):
        j = i
        while j < len(s) and s[j] == s[i]: j += 1
        out.append((s[i], j - i))
        i = j
    return out
print(run_length("aaabccdddd"), "".join(c * n for c, n in run_length("aaabccdddd")), run_length(""))
def lzw(s):
    table, w, out = {c: i for i, c in enumerate(sorted(set(s)))}, "", []
    for c in s:
        if w + c in table: w += c
        else: out.append(table[w]); table[w + c] = len(table); w = c
    return out + [table[w]] if w else out
print(lzw("abababababab"), lzw("aaaa"), lzw(""))
crc = 0
for b in b"checksum":
    crc ^= b
    for _ in range(8): crc = crc >> 1 ^ (0xEDB88320 if crc & 1 else 0)
print(f"{crc:08x}")
