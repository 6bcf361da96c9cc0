def numbers():
    yield 1
    yield from [2, 3]


g = numbers()
print(next(g))
for n in g:
    print(n)
