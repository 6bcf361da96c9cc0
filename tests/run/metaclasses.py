# Metaclasses: __new__, __init__, __call__, __prepare__, keywords, operators on classes, conflicts.
class Meta(type):
    @classmethod
    def __prepare__(mcs, name, bases, **kw):
        print("prepare", mcs.__name__, name, [b.__name__ for b in bases], kw)
        return {"injected": name.lower()}

    def __new__(mcs, name, bases, namespace, **kw):
        print("new", name, sorted(k for k in namespace if not k.startswith("__")))
        return super().__new__(mcs, name, bases, namespace)

    def __init__(cls, name, bases, namespace, tag=None):
        super().__init__(name, bases, namespace)
        cls.tag = tag
        print("init", cls.__name__, tag)

    def __call__(cls, *args, **kw):
        print("call", cls.__name__, args, kw)
        return super().__call__(*args, **kw)

    def __len__(cls): return len(cls.__name__)
    def __getitem__(cls, key): return f"{cls.__name__}[{key}]"
    def __iter__(cls): return iter(cls.__name__)
    def __contains__(cls, c): return c in cls.__name__
    def __repr__(cls): return f"<meta {cls.__name__}>"
    def __add__(cls, other): return cls.__name__ + other.__name__
    def __instancecheck__(cls, x): return x == "instance" or super().__instancecheck__(x)
    def __subclasscheck__(cls, k): return k is int or super().__subclasscheck__(k)
    def __getattr__(cls, name): return "meta " + name

    @property
    def size(cls): return cls.__basicsize__


class Base(metaclass=Meta, tag="t"):
    def __init__(self, x=0): self.x = x


class Child(Base):
    y = 2


c = Child(5)
print(c.x, c.injected, Child.tag, type(Child).__name__, Child, [Child], len(Child), Child[1], list(Base), "C" in Child)
print(isinstance("instance", Base), isinstance(c, Base), issubclass(int, Child), issubclass(Child, Base), Base + Child)
print(Child.whatever, Child.size > 0, bool(Child), Child.__class__ is Meta)
try:
    c.whatever
except AttributeError as error:
    print(error)


class Other(type): pass
class Foreign(metaclass=Other): pass


try:
    class Mixed(Base, Foreign): pass
except TypeError as error:
    print(error)
Dynamic = Meta("Dynamic", (Base,), {"z": 1}, tag=9)
print(Dynamic.z, Dynamic.tag, Dynamic().x)


class Singleton(type):
    instances = {}

    def __call__(cls, *args):
        if cls not in cls.instances:
            cls.instances[cls] = super().__call__(*args)
        return cls.instances[cls]


class Config(metaclass=Singleton):
    def __init__(self, name): self.name = name


print(Config("a") is Config("b"), Config("c").name)
def function_meta(name, bases, ns): return (name, bases, sorted(ns))
class NotAClass(metaclass=function_meta): attribute = 1
print(NotAClass)
class Registry(type):
    classes = []
    def __init__(cls, *args): Registry.classes.append(cls.__name__); super().__init__(*args)
class P(metaclass=Registry): pass
class Q(P): pass
print(Registry.classes, Registry.mro(Q)[:2] == [Q, P], type.__call__(Registry, "R", (), {}).__name__, Registry.classes)


# a method of the class, looked up many times, then hidden by a property of its metaclass
class Hiding(type):
    pass


class Hidden(metaclass=Hiding):
    def where():
        return "class"


def ask():
    return Hidden.where()


answers = [ask() for _ in range(30)]
Hiding.where = property(lambda cls: lambda: "metaclass")
answers += [ask() for _ in range(2)]
print(answers[0], answers[-3:])
