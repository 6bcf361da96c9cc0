# What an attribute is: read from memory where Python would only look, computed on a branch where it would run code.
class P:
    z = 5

    def __init__(self):
        self._v = 3

    @property
    def v(self):
        return self._v * 2

    @staticmethod
    def helper():
        return 1

    def __getattr__(self, name):
        return "dynamic " + name


class S:
    __slots__ = ("q",)


p, s = P(), S()
s.q = [4]
try:
    {}["x"]
except KeyError as error:
    kept = error
done = 1
