# Packages, relative names, circular imports, parts of namespace packages, and what goes wrong.
# no trace: frames of importlib are counted by the judge
import sys

here = __file__.rpartition('/')[0] + '/import_samples'
sys.path[1:1] = [here, here + '/first', here + '/second']


def attempt(source):
    print('>>>', source)
    try:
        exec(source, {'__name__': '__main__', 'sys': sys, '__package__': None, '__spec__': None})
    except BaseException as error:
        text = str(error).replace(here, '...')
        path = getattr(error, 'path', None)
        print(type(error).__name__, text, getattr(error, 'name', None), path and path.replace(here, '...'))
        trail = error.__traceback__
        while trail:
            code = trail.tb_frame.f_code
            print('   ', code.co_filename.split('/')[-1], trail.tb_lineno, code.co_name)
            trail = trail.tb_next


for source in '''
import pkg.a as c; print(c.__name__, c.x)
from pkg import *; print(a.__name__, sub.__name__)
from pkg import lazy; print(lazy)
from pkg import nope
import pkg.nope
import pkg.b.c
import pkg.too_far
import nsp.one, nsp.two; print(len(nsp.__path__), nsp.one.one, nsp.two.two, nsp.__file__)
import nsp; print(list(nsp.__dict__), type(nsp.__loader__).__name__, type(nsp.__path__).__name__)
import circ.x
from modern import nope
import half_a
import ring.part
import ring; print(ring.__spec__._uninitialized_submodules)
import bad.syntax
import bad.boom
import bad.chain
import bad.missing
print([name for name in sys.modules if name.startswith(("bad", "circ", "half"))])
import replaced; print(replaced)
from . import x
from .x import y
__import__("")
print(__import__("pkg.a").__name__, __import__("pkg.a", fromlist=["x"]).__name__)
print(__import__("b", {"__package__": "pkg"}, {}, ["y"], 1).__name__)
__import__("b", level=-1)
__import__(1)
sys.modules["halted"] = None; import halted
sys.modules["pkg.halted"] = None; from pkg import halted
import winsound
import math.foo
from sys import nope
import pkg; pkg.nope
import pkg; pkg.__path__.append(pkg.__path__[0] + "/sub"); import pkg.deep; print(pkg.deep.__name__)
import token as t; print(t.__spec__.cached == t.__cached__, t.__spec__.has_location, repr(t.__spec__.parent))
import opcode; del sys.modules["opcode"]; import opcode as again; print(again is opcode)
import sys.foo
from pkg import b as q, sub as r; print(q.__name__, r.__name__)
from nsp import one, three
from a.b import c
'''.strip().splitlines():
    attempt(source)
