from . import y

X = 1
