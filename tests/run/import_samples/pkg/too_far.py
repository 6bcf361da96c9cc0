from . import b
from .. import nothing
