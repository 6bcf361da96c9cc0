# Importing a file beside this one, in every form.
import lib_shapes
import lib_shapes as shapes
from lib_shapes import area, Square as S
from lib_shapes import *
print(lib_shapes is shapes, area(2), S(3).area(), PI, lib_shapes.__name__, lib_shapes.__doc__)
try:
    _hidden
except NameError as error:
    print(error)
try:
    from lib_shapes import missing
except ImportError as error:
    print(str(error).split(" (")[0], error.name)
try:
    import no_such_module
except ModuleNotFoundError as error:
    print(error, error.name)
shapes.PI = 10
print(area(1))
import sys
print("lib_shapes" in sys.modules, sys.modules["lib_shapes"] is shapes, __name__)
def late():
    import lib_shapes as again
    return again.PI
print(late())
try:
    shapes.nothing
except AttributeError as error:
    print(error)
