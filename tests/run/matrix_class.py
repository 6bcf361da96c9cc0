# no trace: the library's modules are long, and CPython has imported some of them before
# no collect: a collection at every birth of its many objects takes too long
# A matrix with operators, errors of its own, determinant and inverse over fractions.
from fractions import Fraction


class Matrix:
    def __init__(self, rows):
        self.rows = tuple(tuple(row) for row in rows)
        if len({len(row) for row in self.rows}) != 1:
            raise ValueError("rows of different lengths")

    @classmethod
    def identity(cls, n):
        return cls([int(i == j) for j in range(n)] for i in range(n))

    @property
    def shape(self):
        return len(self.rows), len(self.rows[0])

    def __getitem__(self, index):
        i, j = index
        return self.rows[i][j]

    def __eq__(self, other):
        return isinstance(other, Matrix) and self.rows == other.rows

    __hash__ = None

    def __add__(self, other):
        if self.shape != other.shape:
            return NotImplemented
        return Matrix([a + b for a, b in zip(r, s)] for r, s in zip(self.rows, other.rows))

    def __mul__(self, factor):
        return Matrix([factor * x for x in row] for row in self.rows)

    __rmul__ = __mul__

    def __matmul__(self, other):
        columns = list(zip(*other.rows))
        return Matrix([sum(a * b for a, b in zip(row, column)) for column in columns] for row in self.rows)

    def __pow__(self, n):
        result, base = Matrix.identity(self.shape[0]), self
        while n:
            if n & 1:
                result @= base
            base @= base
            n >>= 1
        return result

    @property
    def T(self):
        return Matrix(zip(*self.rows))

    def inverse(self):
        n = self.shape[0]
        rows = [[Fraction(x) for x in row] + [Fraction(int(i == j)) for j in range(n)]
                for i, row in enumerate(self.rows)]
        for i in range(n):
            pivot = next((k for k in range(i, n) if rows[k][i]), None)
            if pivot is None:
                raise ZeroDivisionError("singular matrix")
            rows[i], rows[pivot] = rows[pivot], rows[i]
            rows[i] = [x / rows[i][i] for x in rows[i]]
            for k in range(n):
                if k != i:
                    rows[k] = [x - rows[k][i] * y for x, y in zip(rows[k], rows[i])]
        return Matrix(row[n:] for row in rows)

    def __str__(self):
        texts = [[str(x) for x in row] for row in self.rows]
        width = max(len(t) for row in texts for t in row)
        return "\n".join(" ".join(f"{t:>{width}}" for t in row) for row in texts)


a = Matrix([[2, 1], [5, 3]])
print(a, a.T, 3 * a + a, a @ a, sep="\n--\n")
print((Matrix([[1, 1], [1, 0]]) ** 90)[0, 1])
print(a.inverse(), a @ a.inverse() == Matrix.identity(2))
print(Matrix([[4, 7, 2], [3, 6, 1], [2, 5, 3]]).inverse())
for attempt in (lambda: a + Matrix([[1]]), lambda: Matrix([[1, 2], [3]]), lambda: Matrix([[1, 2], [2, 4]]).inverse(),
                lambda: hash(a), lambda: a[2, 0], lambda: a @ 3):
    try:
        print(attempt())
    except Exception as error:
        print(type(error).__name__, error)
