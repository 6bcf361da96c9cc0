# no trace: the library's modules are long, and CPython has imported some of them before
# no collect: a collection at every birth of its many objects takes too long
# Type hints at run time: generics, protocols, TypedDict, NamedTuple, get_type_hints, unions.
from typing import (Any, Callable, ClassVar, Generic, Literal, NamedTuple, NewType, Optional, Protocol, TypedDict, TypeVar,
                    Union, get_args, get_origin, get_type_hints, overload, runtime_checkable)

T = TypeVar("T")
K = TypeVar("K", bound="Comparable")


@runtime_checkable
class Comparable(Protocol):
    def __lt__(self, other: Any) -> bool: ...


class Box(Generic[T]):
    count: ClassVar[int] = 0
    item: T

    def __init__(self, item: T) -> None:
        self.item = item

    def map(self, function: Callable[[T], "K"]) -> "Box[K]":
        return Box(function(self.item))


class Point(NamedTuple):
    x: int
    y: int = 0

    def length2(self) -> int:
        return self.x ** 2 + self.y ** 2


class Movie(TypedDict, total=False):
    title: str
    year: int


UserId = NewType("UserId", int)


@overload
def parse(text: str) -> int: ...
@overload
def parse(text: bytes) -> bytes: ...
def parse(text):
    return int(text) if isinstance(text, str) else text


def find(key: str, table: dict[str, list[int]], default: Optional[int] = None) -> int | None:
    return table.get(key, [default])[0]


print(Box[int], Box[int].__origin__ is Box, Box.__parameters__, Box[int](5).map(str).item)
print(get_type_hints(find))
print(get_type_hints(Box), get_type_hints(Point.length2))
print(get_origin(dict[str, int]), get_args(Callable[[int, str], bool]), get_args(Union[int, str, None]))
print(Optional[int] == Union[int, None], Union[int, int], int | str, Union[int, str] == (str | int))
print(Point(3, 4).length2(), Point(1), Point._field_defaults, Point.__annotations__)
movie: Movie = {"title": "기생충", "year": 2019}
print(movie, Movie.__optional_keys__ == {"title", "year"}, Movie.__total__)
print(UserId(7), UserId.__name__, UserId.__supertype__, parse("12"), parse(b"12"))
print(isinstance(3, Comparable), isinstance(object(), Comparable), isinstance("a", int | str))
print(Literal["r", "w"], get_args(Literal[1, 2, 1]), list[T][int], dict[str, T][float])
print(find.__annotations__["default"], __annotations__)
for attempt in (lambda: Box[int, str], lambda: isinstance([], list[int]), lambda: Union[3], lambda: Movie(5),
                lambda: issubclass(int, Generic[T]), lambda: TypeVar("A", int)):
    try:
        print(attempt())
    except Exception as error:
        print(type(error).__name__, error)
