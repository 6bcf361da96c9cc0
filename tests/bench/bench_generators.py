def squares(n):
    for i in range(n):
        yield i * i
def odd(items):
    for item in items:
        if item % 2:
            yield item
print(sum(odd(squares(1200000))))
