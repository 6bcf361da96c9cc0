# A program that is not Python: an unclosed bracket.
values = [1, 2,
          (3, 4]
print(values)
