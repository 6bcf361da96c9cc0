# no trace: CPython's warnings are shown by the library's module where it is imported
# The module _warnings, with its filters and registries.
import _warnings


def old():
    _warnings.warn("old() is old", DeprecationWarning, 2)


def attempt(function, *args, **kwargs):
    try:
        print(function(*args, **kwargs))
    except Exception as error:
        print(type(error).__name__, error)


for i in range(3):
    old()
    _warnings.warn(f"number {i % 2}")
_warnings.warn("not shown", ImportWarning)
_warnings.warn(RuntimeWarning("an instance", 3))
print(len(__warningregistry__), __warningregistry__["version"])

attempt(_warnings.warn)
attempt(_warnings.warn, "text", 3)
attempt(_warnings.warn, "text", int)
attempt(_warnings.warn, "text", stacklevel="x")
attempt(_warnings.warn_explicit, "text", UserWarning, 3, 4)
attempt(_warnings.warn_explicit, "text", UserWarning, "x", 4, registry=3)
attempt(_warnings.warn_explicit, "text", UserWarning, "x", 4, module_globals=3)
attempt(_warnings.warn_explicit, "text", 3, "x", 4)

registry = {}
for i in range(2):
    attempt(_warnings.warn_explicit, "explicit", UserWarning, "no/such/file.py", 7, registry=registry)
print(registry)

filters = _warnings.filters
filters.insert(0, ("error", None, UserWarning, None, 0))
_warnings._filters_mutated()
attempt(_warnings.warn, "an error now")
filters[0] = ("once", None, UserWarning, None, 0)
_warnings._filters_mutated()
for i in range(3):
    attempt(_warnings.warn, "once only")
filters[0] = ("always", "exactly this", UserWarning, None, 0)
for i in range(2):
    attempt(_warnings.warn, "exactly this")
filters[0] = ("module", None, UserWarning, "__main__", 0)
_warnings._filters_mutated()
for i in range(2):
    attempt(_warnings.warn, "by module")
attempt(_warnings.warn, "by module")
filters[0] = ("nonsense", None, UserWarning, None, 0)
attempt(_warnings.warn, "unknown action")
filters[0] = ("default", None)
attempt(_warnings.warn, "bad filter")
del filters[:]
attempt(_warnings.warn, "by default")
exec("import _warnings; _warnings.warn('no name')", {})


async def never():
    pass


never()
