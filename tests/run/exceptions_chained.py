# Exceptions: chains, groups with except*, notes, else and finally in all orders, a hierarchy of its own.
class AppError(Exception):
    def __init__(self, message, *, code=1):
        super().__init__(message)
        self.code = code


class ConfigError(AppError):
    pass


def load(table, key):
    try:
        return table[key]
    except KeyError as error:
        raise ConfigError(f"no {key}", code=7) from error


def chain(error):
    while error:
        yield f"{type(error).__name__}({error})"
        error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)


try:
    load({}, "color")
except AppError as error:
    error.add_note("look into the file")
    print(" <- ".join(chain(error)), error.code, error.__notes__)
try:
    try:
        1 / 0
    except ZeroDivisionError:
        int("x")
except ValueError as error:
    print(" <- ".join(chain(error)))
try:
    try:
        [][1]
    except IndexError:
        raise AppError("hidden") from None
except AppError as error:
    print(list(chain(error)), type(error.__context__).__name__)


def flow(what):
    log = []
    try:
        log.append("try")
        if what == "raise":
            raise LookupError
        if what == "return":
            return log
    except LookupError:
        log.append("except")
    else:
        log.append("else")
    finally:
        log.append("finally")
    log.append("after")
    return log


print(flow("raise"), flow("return"), flow("nothing"))


def swallow():
    for i in range(3):
        try:
            1 / (i - 1)
        except ZeroDivisionError:
            continue
        finally:
            if i == 2:
                return f"left at {i}"


print(swallow())
try:
    raise ExceptionGroup("many", [ValueError("a"), TypeError("b"), ExceptionGroup("inner", [ValueError("c"), OSError("d")])])
except* ValueError as group:
    print("values", group.exceptions)
except* (TypeError, OSError) as group:
    print("others", [str(e) for e in group.exceptions])
group = ExceptionGroup("g", [ValueError(1), KeyError("k")])
print(group.split(KeyError), group.subgroup(lambda e: isinstance(e, OSError)), group.derive([OSError()]))
try:
    try:
        raise ExceptionGroup("rest", [ValueError("v"), KeyError("k")])
    except* KeyError:
        raise AppError("from the handler")
except ExceptionGroup as error:
    print(repr(error))
try:
    raise AppError
except TypeError as error:
    print(error)
try:
    name = "kept"
    raise KeyError("gone") if name else None
except KeyError as name:
    pass
try:
    print(name)
except NameError as error:
    print(error)
print([issubclass(FileNotFoundError, c) for c in (OSError, Exception, ValueError)], OSError(2, "no").errno, FileNotFoundError is type(OSError(2, "x")))
