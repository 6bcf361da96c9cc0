import gc
def gen(n):
    for i in range(n):
        yield i * 2

def f(a):
    x = a + 1
    y = (x if x > 2 else
         x * 2)
    try:
        1 / (a - 3)
    except ZeroDivisionError as e:
        print("zero", e)
    return x + y

total = 0
for k in range(5):
    total += f(k)
    for v in gen(2): total += v
gc.collect()
print(total)
class C:
    def __del__(self):
        print("dying")
c = C()
c.n = 5
c.n = 7
c = None
[].pop()
