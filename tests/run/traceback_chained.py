# Chains: from, during, from None, three deep, with a note, with a group.
import sys


def first(): raise KeyError("one")


def second():
    try:
        first()
    except KeyError as error:
        raise ValueError("two") from error


def third():
    try:
        second()
    except ValueError:
        raise TypeError("three")


def hidden():
    try:
        first()
    except KeyError:
        raise RuntimeError("alone") from None


def in_finally():
    try:
        first()
    finally:
        int("x")


def from_class():
    raise OSError(2, "No such thing", "file.txt") from IndexError


def notes():
    try:
        first()
    except KeyError as error:
        error.add_note("a note")
        error.add_note("another\nwith two lines")
        raise


def reraised():
    try:
        first()
    except KeyError as error:
        error.args = ("changed",)
        raise error


def empty(): raise ValueError
def odd(): raise ValueError("line one\nline two")
def several(): raise ValueError("a", 1, None)


class Quiet(Exception):
    def __str__(self): return ""


class Broken(Exception):
    def __str__(self): raise RuntimeError


class Outer:
    class Inner(Exception): pass


def quiet(): raise Quiet(1)
def broken(): raise Broken
def inner(): raise Outer.Inner("nested class")


for f in (third, hidden, in_finally, from_class, notes, reraised, empty, odd, several, quiet, broken, inner):
    try:
        f()
    except Exception as error:
        sys.excepthook(type(error), error, error.__traceback__)
third()
