# Ciphers on text: Caesar, ROT13, Vigenere, XOR over bytes.
from sys import argv
LOWER = "abcdefghijklmnopqrstuvwxyz"


def caesar(text, key):
    out = []
    for c in text:
        if "a" <= c <= "z":
            out.append(chr((ord(c) - ord("a") + key) % 26 + ord("a")))
        elif "A" <= c <= "Z":
            out.append(chr((ord(c) - 65 + key) % 26 + 65))
        else:
            out.append(c)
    return "".join(out)


def vigenere(text, key, sign=1):
    keys = [ord(k) - 97 for k in key]
    return "".join(caesar(c, sign * keys[i % len(keys)]) for i, c in enumerate(text))


secret = caesar("Hello, World! 안녕", 3)
print(secret, caesar(secret, -3))
rot13 = str.maketrans(LOWER + LOWER.upper(), LOWER[13:] + LOWER[:13] + (LOWER[13:] + LOWER[:13]).upper())
print("Why did the chicken".translate(rot13), "Why".translate(rot13).translate(rot13))
hidden = vigenere("attackatdawn", "lemon")
print(hidden, vigenere(hidden, "lemon", sign=-1))
for shift in range(24, 27):
    print(f"{shift:2}: {caesar('Zebra', shift)}")
data = bytes(b ^ 0x2A for b in b"binary\x00\xff")
print(data, data.hex(), data.hex(":"), bytes(b ^ 0x2A for b in data))
table = bytes.maketrans(b"abc", b"xyz")
print(b"aabbccdd".translate(table), b"aabbccdd".translate(table, b"d"), b"aabb".translate(None, b"a"))
print("hello".translate({104: "H", 101: None, 108: 0x4C}), len(argv))
frequency = {c: secret.count(c) for c in sorted(set(secret)) if c.isalpha()}
print(frequency, max(frequency, key=frequency.get))
