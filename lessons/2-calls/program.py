def work(x, y):
    total = x + y
    double = total * 2
    quotient = double / y
    return quotient


print(work(6, 3))
try:
    print(work(4, 0))
except ZeroDivisionError as error:
    print("caught:", error)
print(work(1, 0))
