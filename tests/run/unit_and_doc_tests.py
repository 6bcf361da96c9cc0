# no trace: the library's modules are long, and CPython has imported some of them before
# unittest and doctest of small functions, their results printed without times.
import doctest
import io
import sys
import unittest


def median(values):
    """The middle one.

    >>> median([3, 1, 2])
    2
    >>> median([4, 1, 2, 3])
    2.5
    >>> median([])
    Traceback (most recent call last):
        ...
    ValueError: no values
    >>> median(range(100))  # doctest: +ELLIPSIS
    49...
    >>> median([1])
    'wrong on purpose'
    """
    values = sorted(values)
    if not values:
        raise ValueError("no values")
    half = len(values) // 2
    return values[half] if len(values) % 2 else (values[half - 1] + values[half]) / 2


class MedianTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.order = []

    def setUp(self):
        self.addCleanup(self.order.append, "cleanup")
        self.order.append(self._testMethodName)

    def test_odd(self):
        self.assertEqual(median([5, 1, 3]), 3)

    def test_fails(self):
        self.assertEqual(median([1, 2]), 1, "on purpose")

    def test_raises(self):
        with self.assertRaisesRegex(ValueError, "no .*") as caught:
            median([])
        self.assertIsInstance(caught.exception, ValueError)

    def test_subtests(self):
        for n in range(3):
            with self.subTest(n=n):
                self.assertLess(n, 2)

    @unittest.skip("not today")
    def test_skipped(self):
        self.fail()

    @unittest.expectedFailure
    def test_expected(self):
        self.assertIn(1, [])

    def test_error(self):
        {}["missing"]

    def test_more(self):
        self.assertAlmostEqual(0.1 + 0.2, 0.3)
        self.assertCountEqual([1, 2, 2], [2, 1, 2])
        self.assertIsNone(None)
        with self.assertRaises(AssertionError) as caught:
            self.assertDictEqual({"a": 1}, {"a": 2})
        print(caught.exception)


stream = io.StringIO()
result = unittest.TextTestRunner(stream, verbosity=2).run(unittest.defaultTestLoader.loadTestsFromTestCase(MedianTest))
print(result.testsRun, len(result.failures), len(result.errors), len(result.skipped), len(result.expectedFailures), result.wasSuccessful())
print("\n".join(line for line in stream.getvalue().splitlines() if line and not line.startswith(("Ran", "  File", "Traceback"))))
print(MedianTest.order[:4])
print(doctest.testmod(verbose=False))
