from .. import a
from ..b import y

print("deep", y)
