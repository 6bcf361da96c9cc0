# How deep a tree may be: three times as deep as calls on the way out, on the way in each value read is a call
# no trace: the judge's tracer is a call deeper
import _ast as ast
import sys


def deepest(make, low, high):
    said = None
    while low + 1 < high:
        middle = (low + high) // 2
        try:
            make(middle)
            low = middle
        except RecursionError as error:
            said, high = error, middle
    return low, str(said)


def parse(depth):
    return compile("-" * depth + "1", "x", "exec", ast.PyCF_ONLY_AST)


def shallow(make, limit):
    def compiled(depth):
        tree = make(depth)
        sys.setrecursionlimit(limit)
        try:
            compile(tree, "x", "exec")
        finally:
            sys.setrecursionlimit(1000)
    return compiled


print(deepest(parse, 1000, 4000))
print(deepest(shallow(parse, 200), 10, 400))
print(deepest(shallow(lambda n: compile("lambda x, a=" * n + "1" + ": 1" * n, "x", "exec", ast.PyCF_ONLY_AST), 150), 1, 90))
print(deepest(shallow(lambda n: compile("".join(" " * i + "if a:\n" for i in range(n)) + " " * n + "a", "x", "exec",
                                        ast.PyCF_ONLY_AST), 50), 1, 60))
