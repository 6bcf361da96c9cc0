"""A module that is imported by other programs."""
print("lib_shapes is imported as", __name__)
PI = 3
_hidden = "hidden"
def area(r):
    return PI * r * r
class Square:
    def __init__(self, a): self.a = a
    def area(self): return self.a ** 2
