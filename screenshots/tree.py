class Tree:
    def __init__(self, value, left=None, right=None):
        self.value = value
        self.left = left
        self.right = right

    def __iter__(self):
        if self.left:
            yield from self.left
        yield self.value
        if self.right:
            yield from self.right


def total(tree):
    result = 0
    for value in tree:
        result += value
    return result


tree = Tree(2, Tree(1), Tree("three"))
print(list(tree))
try:
    print(total(tree))
except TypeError as error:
    print("oops:", error)
