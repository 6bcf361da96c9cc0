# Integers of many digits: factorial, Fibonacci, powers, division, their decimal texts, greatest common divisors.
import math


def fibonacci(n):
    a, b = 0, 1
    for i in range(n):
        a, b = b, a + b
    return a


def pi(digits):
    unit = 10 ** (digits + 10)

    def arctan(inverse):
        total = term = unit // inverse
        n, sign = 3, -1
        while term:
            term //= inverse * inverse
            total += sign * (term // n)
            sign, n = -sign, n + 2
        return total

    return 4 * (4 * arctan(5) - arctan(239)) // 10**10


factorial = 1
for i in range(1, 6000):
    factorial *= i
print(factorial % 1000003, fibonacci(40000) % 10**20, pi(3000) % 10**20)
import sys

sys.set_int_max_str_digits(0)
print(len(str(factorial)), len(str(3**60000)), int("7" * 20000) % 1000007)
print((3**30000 * 7**30000) % 10**9, pow(3, 5**300, 2**1000 - 1) % 10**9, (11**20000 // 3**9000) % 10**9)
print(math.gcd(factorial, 2**9000 * 3**200) % 10**9)
