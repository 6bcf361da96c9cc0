# Code objects in a program's hands: fields, replace(), the constructor; compile(), exec() and eval() at their limits.
# no trace: hashes of code objects, on the stack here, contain the address of None in python3.11
import sys
def t(f):
    try: print(f())
    except BaseException as e: print(type(e).__name__,e)
def f(a,/,b,*c,d=1,**e):
    x=[i for i in a]
    def g(): return x,b
    try: return g
    finally: print(1)
c=f.__code__
CodeType=type(c)
names=[n for n in dir(c) if n.startswith('co_')]
for n in names:
    v=getattr(c,n)
    if callable(v): print(n,list(v()))
    elif n not in ('co_consts', 'co_filename'): print(n,v)
print(CodeType.__doc__, CodeType.__text_signature__)
h=c.replace(co_name='zz'); print(h.co_name,h.co_qualname,h==c,hash(h)==hash(c),c.replace()==c,c.replace() is c, hash(c.replace())==hash(c))
for k in names:
    v=getattr(c,k)
    if callable(v): continue
    for bad in (None,1,'x',b'x',(1,),-1,2**40,('a','b')):
        try: r=c.replace(**{k:bad}); print(k,bad,'ok')
        except BaseException as e: print(k,bad,type(e).__name__,e)
t(lambda: c.replace(foo=1)); t(lambda: c.replace(1))
t(lambda: CodeType()); t(lambda: CodeType(1,2,3)); 
args=[c.co_argcount,c.co_posonlyargcount,c.co_kwonlyargcount,c.co_nlocals,c.co_stacksize,c.co_flags,c.co_code,c.co_consts,c.co_names,c.co_varnames,c.co_filename,c.co_name,c.co_qualname,c.co_firstlineno,c.co_linetable,c.co_exceptiontable,c.co_freevars,c.co_cellvars]
t(lambda: CodeType(*args)==c); t(lambda: CodeType(*args[:-2]).co_cellvars); t(lambda: CodeType(*args,1))
for i in range(len(args)):
    for bad in (None,'x',(1,),-1):
        a=list(args); a[i]=bad
        try: CodeType(*a); print(i,bad,'ok')
        except BaseException as e: print(i,bad,type(e).__name__,e)
def g(): return 3
def h2(): return 4
g.__code__=h2.__code__; print(g())
def outer():
    q=1
    def inner(): return q
    return inner
def set_(fn,v): fn.__code__=v
t(lambda: set_(g,outer().__code__)); t(lambda: set_(outer(),g.__code__)); t(lambda: set_(g,3)); 
def delc(fn): del fn.__code__
t(lambda: delc(g))
def setc(n): setattr(c,n,1)
for n in names: t(lambda: setc(n))
print(c==1,c!=c,); t(lambda: c<c)
print(c._co_code_adaptive==c.co_code, type(c._co_code_adaptive))
it=c.co_positions(); print(type(it).__name__, type(c.co_lines()).__name__, it.__length_hint__() if hasattr(it,'__length_hint__') else None)
# exec/eval/compile
src='x=1'
t(lambda: eval('1+',{})); t(lambda: eval(' \t 1+1')); t(lambda: eval(b'1+1')); t(lambda: eval(bytearray(b'1+2'))); t(lambda: eval(memoryview(b'1+3'))); t(lambda: eval(3)); t(lambda: exec(3)); t(lambda: eval('a\0'))
t(lambda: eval('1',3)); t(lambda: eval('1',[])); t(lambda: eval('1',{},3)); t(lambda: eval('1',None,None)); t(lambda: exec('1',3)); t(lambda: exec('1',[])); t(lambda: exec('1',{},3)); t(lambda: exec(closure=1)); t(lambda: eval('1',globals={}))
t(lambda: exec('1',closure=())); t(lambda: exec(c)); t(lambda: exec(outer().__code__)); t(lambda: exec(outer().__code__,closure=())); t(lambda: exec(outer().__code__,closure=(1,))); t(lambda: exec(outer().__code__,closure=outer().__closure__)); t(lambda: exec(g.__code__,closure=())); t(lambda: exec(g.__code__,closure=outer().__closure__)); t(lambda: eval(outer().__code__)); t(lambda: exec(outer().__code__,closure=list(outer().__closure__)))
d={}; exec('y=2',d); print(sorted(d)); 
t(lambda: compile('1','f','exec',1)); t(lambda: compile('1','f','exec',0,0,3)); t(lambda: compile('1','f','bad')); t(lambda: compile('1','f','bad',0x400)); t(lambda: compile('1',b'f','exec').co_filename); t(lambda: compile('1',1,'exec')); t(lambda: compile('1','a\0','exec')); t(lambda: compile('1','f',3)); t(lambda: compile(1,'f','exec')); t(lambda: compile('1','f','func_type'))
class P:
    def __fspath__(self): return 'pp'
class P2:
    def __fspath__(self): return 3
t(lambda: compile('1',P(),'exec').co_filename);t(lambda: compile('1',P2(),'exec').co_filename); t(lambda: compile('1','f','exec','x')); t(lambda: compile('1','f','exec',2**40)); t(lambda: compile('1')); print()
