# A program that parses but does not compile.
x = 1
if x:
    return x
