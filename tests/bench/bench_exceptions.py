def check(i):
    if i % 3 == 0:
        raise ValueError(i)
    return i
good = bad = 0
for i in range(500000):
    try:
        good += check(i)
    except ValueError as error:
        bad += 1
print(good, bad)
