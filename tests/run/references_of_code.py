"the text of the module é"
import sys
first = "first constant of the code"
print(sys.getrefcount(__doc__), sys.getrefcount(first), sys.getrefcount("first constant of the code"))
space = {"__name__": "its own name é", "sys": sys}
name = space["__name__"]
exec("'text of exec é'; print(sys.getrefcount(__name__), sys.getrefcount('text of exec é'))", space)
print(sys.getrefcount(name))
print(eval("sys.getrefcount('only constant é')"))
class C:
    "the class's text"
    print(sys.getrefcount(__doc__))
    def m(self):
        "the method's text"
print(sys.getrefcount(C.__doc__), sys.getrefcount(C.m.__doc__))
x = "no docstring é"
code = compile("'kept é'\ny = 'kept é'", "f", "exec")
for i in range(3):
    exec(code, space)
    print(sys.getrefcount(space["y"]))
