from .. import NAME
from ..tools import public as p
from . import deep as myself
def level(): return NAME, p(), myself.__name__
def up():
    try:
        from .... import x
    except ImportError as error:
        return str(error)
