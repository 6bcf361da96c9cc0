# Matrices: operators, transposition, determinant, identity, powers.
class Matrix:
    def __init__(self, rows):
        self.rows = [list(row) for row in rows]

    @classmethod
    def identity(cls, n):
        return cls([int(i == j) for j in range(n)] for i in range(n))

    @property
    def shape(self):
        return len(self.rows), len(self.rows[0])

    def __add__(self, other):
        return Matrix([a + b for a, b in zip(r, s)] for r, s in zip(self.rows, other.rows))

    def __mul__(self, k):
        if isinstance(k, Matrix):
            return NotImplemented
        return Matrix([k * a for a in row] for row in self.rows)

    __rmul__ = __mul__

    def __matmul__(self, other):
        if self.shape[1] != other.shape[0]:
            raise ValueError(f"shapes {self.shape} and {other.shape}")
        return Matrix([sum(a * b for a, b in zip(row, column)) for column in zip(*other.rows)] for row in self.rows)

    def __pow__(self, n):
        result = Matrix.identity(self.shape[0])
        while n:
            if n & 1:
                result @= self
            self, n = self @ self, n >> 1
        return result

    def __getitem__(self, key):
        i, j = key
        return self.rows[i][j]

    def __setitem__(self, key, value):
        self.rows[key[0]][key[1]] = value

    def __eq__(self, other):
        return self.rows == other.rows

    def __neg__(self):
        return -1 * self

    def transpose(self):
        return Matrix(zip(*self.rows))

    def determinant(self):
        if len(self.rows) == 1:
            return self[0, 0]
        return sum((-1) ** j * a * Matrix(r[:j] + r[j + 1:] for r in self.rows[1:]).determinant()
                   for j, a in enumerate(self.rows[0]))

    def __str__(self):
        width = max(len(str(a)) for row in self.rows for a in row)
        return "\n".join(" ".join(f"{a:>{width}}" for a in row) for row in self.rows)


a = Matrix([[1, 2], [3, 4]])
b = Matrix([[2, 0], [1, 2]])
print(a + b, a @ b, 3 * a, a * 2, -a, sep="\n--\n")
print((a @ b) == (b @ a), a.transpose(), a.determinant(), sep="\n")
print(Matrix([[2, 0, 1], [1, 3, 2], [1, 1, 1]]).determinant(), Matrix([[1, 1], [1, 0]]) ** 30, sep="\n")
a[0, 1] = 99
print(a, a[0, 1], Matrix.identity(3), sep="\n")
for bad in (lambda: a @ Matrix([[1, 2, 3]]), lambda: a * b, lambda: a[5, 5], lambda: a - b):
    try:
        bad()
    except Exception as error:
        print(type(error).__name__, error)
