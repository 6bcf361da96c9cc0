# no trace: CPython runs its codecs in Python
# What an AttributeError of a store or a deletion tells, beside that of a read: only the read's has a name and an object,
# so only the read suggests another name.
import _thread
import sys


class Point:
    __slots__ = ("name",)


class Plain:
    name = 1


def function():
    pass


point, plain, local = Point(), Plain(), _thread._local()
STATEMENTS = """
point.nmae = 1
del point.nmae
del point.name
point.name
point.nmae
del Point.nmae
Point.nmae
del (1).rael
(1).rael = 2
(1).rael
(1).real = 2
int.rael = 5
"".splti = 1
[].appendd = 1
[].append = 1
object().__clas__ = 1
point.__dict__
plain.nmae
del plain.nmae
del Plain.nmae
super(Plain, plain).nmae
getattr(point, "nmae")
setattr(point, "nmae", 1)
del print.foo
del function.__nmae
function.__nam__
sys.exc_inf
del sys.exc_inf
local.__dict__ = {}
local.x
"""
for statement in STATEMENTS.split("\n"):
    try:
        exec(statement)
    except (AttributeError, TypeError) as error:
        print(statement, "|", getattr(error, "name", "-"), getattr(error, "obj", None) is point)
        sys.__excepthook__(type(error), error, None)
