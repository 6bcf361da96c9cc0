# no trace: the tracer is the program's own
"""Jumps by f_lineno: away from a yield, out of an asynchronous for."""
import sys
def gen():
    for i in (1,2):
        a = [7, (yield i), 9]
    yield 5
    yield 6
def tr(f,e,a):
    if f.f_code.co_name!='gen': return tr
    print(e,f.f_lineno-f.f_code.co_firstlineno,a)
    if e=='return' and f.f_lineno-f.f_code.co_firstlineno==2:
        f.f_lineno=f.f_code.co_firstlineno+4
    return tr
sys.settrace(tr)
g=gen()
print(next(g))
try: print(next(g))
except BaseException as e: print(repr(e))
print(list(g))
sys.settrace(None)

class asynciter:
    def __init__(self,it): self.it=iter(it)
    def __aiter__(self): return self
    async def __anext__(self):
        try: return next(self.it)
        except StopIteration: raise StopAsyncIteration
async def f(output):
    for i in [1]:
        async for i in asynciter([1, 2]):
            output.append(3)
            output.append(4)
        output.append(5)
def tracer(fr,e,a):
    if fr.f_code.co_name!='f': return
    ln=fr.f_lineno-fr.f_code.co_firstlineno
    print(e,ln)
    if e=='line' and ln==3 :
        fr.f_lineno=fr.f_code.co_firstlineno+5
    return tracer
o=[]
sys.settrace(tracer)
try: f(o).send(None)
except StopIteration: pass
sys.settrace(None)
print(o)
# leaves objects: a tracer that is there at the end is never let go of
