# A program that is not Python: wrong indentation.
def f():
    x = 1
      y = 2
    return x + y


f()
