"""A package."""
print("running lib_pack", __name__)
NAME = "the package"
COUNT = 0
from .tools import make_helper
helper = make_helper(10)
def __getattr__(name):
    if name == "lazy": return "made on demand"
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
