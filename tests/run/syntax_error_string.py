# A program that is not Python: a string without an end.
greeting = "hello
print(greeting)
