# Packages: folders, __init__, relative imports, submodules as attributes, __all__, reload-free state, cycles.
import sys
import lib_pack
print(lib_pack.NAME, lib_pack.__name__, lib_pack.__package__, lib_pack.__path__ is not None, hasattr(lib_pack, "inner"))
import lib_pack.tools
from lib_pack import helper, tools as t
from lib_pack.inner import deep
from lib_pack.inner.deep import level, up
from lib_pack.tools import *
print(lib_pack.tools is t, helper(2), level(), up(), deep.__name__, deep.__package__, public(), "hidden" in globals(), "_private" in globals())
print([n in sys.modules for n in ("lib_pack", "lib_pack.tools", "lib_pack.inner", "lib_pack.inner.deep", "lib_pack.main_guard")])
import lib_pack.inner.deep as d, lib_pack.tools as t2
print(d is deep, t2 is t, lib_pack.inner.deep is d, lib_pack.COUNT)
lib_pack.COUNT += 1
from lib_pack import COUNT
print(COUNT, sys.modules["lib_pack"].COUNT)
for statement in ("import lib_pack.nothing", "from lib_pack import nothing", "from lib_pack.tools import hidden_thing", "import no_such", "from . import x", "import lib_pack.tools.x", "from lib_pack.inner import missing as m", "import lib_broken", "import lib_broken", "from lib_cycle_a import late", "import sys.x", "from math import nope", "import lib_syntax"):
    try:
        exec(statement)
        print(statement, "fine")
    except ImportError as error:
        print(statement, "->", type(error).__name__, str(error).split(" (/")[0], error.name)
    except SyntaxError as error:
        print(statement, "->", error.msg, error.lineno, error.filename.rpartition("/")[2])
    except Exception as error:
        print(statement, "->", type(error).__name__, error, "lib_broken" in sys.modules)
import lib_cycle_a
print(lib_cycle_a.value, lib_cycle_a.other())
def inside():
    import lib_pack.tools as local
    from lib_pack import NAME as renamed
    return local.public(), renamed, sorted(locals())
print(inside())
print(__import__("lib_pack").NAME, __import__("lib_pack.tools").__name__, __import__("lib_pack.tools", fromlist=["public"]).__name__)
del sys.modules["lib_pack.tools"]
import lib_pack.tools
print(lib_pack.tools is t, repr(lib_pack).split(" from")[0], type(lib_pack).__name__)
module = type(sys)("made", "doc")
module.x = 5
sys.modules["made"] = module
import made
from made import x
print(made.x, x, made.__doc__, made.__name__, repr(made))
sys.modules["blocked"] = None
try:
    import blocked
except ImportError as error:
    print(type(error).__name__, error)
print(lib_pack.lazy, hasattr(lib_pack, "not_lazy"))
import lib_pack.main_guard
# no trace: its values show where the program lies
