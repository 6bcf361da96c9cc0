# A binary search tree: insert, find, walk in four orders, delete, depth.
class Tree:
    def __init__(self, key, left=None, right=None):
        self.key, self.left, self.right = key, left, right

    def insert(self, key):
        side = "left" if key < self.key else "right"
        child = getattr(self, side)
        if child is None:
            setattr(self, side, Tree(key))
        else:
            child.insert(key)

    def __contains__(self, key):
        if key == self.key:
            return True
        child = self.left if key < self.key else self.right
        return child is not None and key in child

    def __iter__(self):
        if self.left:
            yield from self.left
        yield self.key
        if self.right:
            yield from self.right

    def depth(self):
        return 1 + max(self.left.depth() if self.left else 0, self.right.depth() if self.right else 0)

    def preorder(self):
        return [self.key] + [k for side in (self.left, self.right) if side for k in side.preorder()]

    def postorder(self):
        return (self.left.postorder() if self.left else []) + (self.right.postorder() if self.right else []) + [self.key]

    def levels(self):
        level = [self]
        while level:
            yield [node.key for node in level]
            level = [child for node in level for child in (node.left, node.right) if child]

    def delete(self, key):
        if key < self.key:
            self.left = self.left and self.left.delete(key)
        elif key > self.key:
            self.right = self.right and self.right.delete(key)
        elif not (self.left and self.right):
            return self.left or self.right
        else:
            smallest = self.right
            while smallest.left:
                smallest = smallest.left
            self.key = smallest.key
            self.right = self.right.delete(smallest.key)
        return self

    def show(self, indent=0):
        if self.right:
            self.right.show(indent + 4)
        print(" " * indent + str(self.key))
        if self.left:
            self.left.show(indent + 4)


root = Tree(50)
for key in (30, 70, 20, 40, 60, 80, 35, 45, 65):
    root.insert(key)
root.show()
print(list(root), root.depth(), 45 in root, 46 in root)
print(root.preorder(), root.postorder(), list(root.levels()))
for key in (20, 30, 50, 99):
    root = root.delete(key)
    print(key, list(root), root.key, root.depth())
