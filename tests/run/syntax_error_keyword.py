# A keyword argument written twice.
def f(**kw): return kw
f(a=1, b=2, a=3)
