from . import b

x = 1
print("a", __name__, __package__)
from .sub import deep
