# Abstract base classes by hand: _abc is what the library's abc.py stands on.
import _abc


class ABCMeta(type):
    def __new__(mcls, name, bases, namespace, /, **kwargs):
        cls = super().__new__(mcls, name, bases, namespace, **kwargs)
        _abc._abc_init(cls)
        return cls

    def register(cls, subclass):
        return _abc._abc_register(cls, subclass)

    def __instancecheck__(cls, instance):
        return _abc._abc_instancecheck(cls, instance)

    def __subclasscheck__(cls, subclass):
        return _abc._abc_subclasscheck(cls, subclass)


def abstract(function):
    function.__isabstractmethod__ = True
    return function


def sizes(cls):
    registry, cache, negative, version = _abc._get_dump(cls)
    return len(registry), len(cache), len(negative), version - start


start = _abc.get_cache_token()


class Shape(metaclass=ABCMeta):
    @abstract
    def area(self): ...

    @abstract
    def name(self): ...


class Named(Shape):
    def name(self):
        return "named"


class Square(Named):
    def area(self):
        return 4


print(sorted(Shape.__abstractmethods__), sorted(Named.__abstractmethods__), sorted(Square.__abstractmethods__))
for cls in Shape, Named, Square:
    try:
        print(cls().area())
    except TypeError as error:
        print(error)

print(isinstance(3, Shape), sizes(Shape), isinstance(3, Shape), sizes(Shape))
print(Shape.register(int), isinstance(3, Shape), issubclass(bool, Shape), sizes(Shape))
print(isinstance("x", Shape), sizes(Shape), _abc.get_cache_token() - start)
Named.register(float)
print(issubclass(float, Shape), issubclass(float, Square), sizes(Shape), sizes(Named), sizes(Square))

for attempt in (lambda: Shape.register(3), lambda: Square.register(Shape), lambda: issubclass(3, Shape)):
    try:
        print(attempt())
    except (TypeError, RuntimeError) as error:
        print(type(error).__name__, error)


class Hooked(metaclass=ABCMeta):
    answer = True

    @classmethod
    def __subclasshook__(cls, other):
        return cls.answer


print(issubclass(int, Hooked), sizes(Hooked))
Hooked.answer = False
print(issubclass(str, Hooked), issubclass(int, Hooked), sizes(Hooked))
Hooked.answer = NotImplemented
print(issubclass(list, Hooked))
Hooked.answer = 1
try:
    issubclass(dict, Hooked)
except AssertionError as error:
    print(error)


def a_class_that_dies():
    class Short:
        pass

    Named.register(Short)
    print(issubclass(Short, Named), sizes(Named))


a_class_that_dies()
import gc
gc.collect()
print(sizes(Named))
_abc._reset_registry(Named)
_abc._reset_caches(Shape)
print(sizes(Named), sizes(Shape))


class Row(metaclass=ABCMeta):
    __abc_tpflags__ = 1 << 5


class Mine:
    def __len__(self):
        return 2

    def __getitem__(self, index):
        return ["first", "second"][index]


def kind(value):
    match value:
        case [first, second]:
            return first, second
    return "no sequence"


print(kind(Mine()))
Row.register(Mine)
print(kind(Mine()), hasattr(Row, "__abc_tpflags__"))
# no trace: the token counts what CPython's start-up has registered
