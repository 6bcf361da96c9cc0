# A program that is not Python: an expression that is wrong inside an f-string.
name = "x"
print(f"hello {name + }")
