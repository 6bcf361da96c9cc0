# An exception group that nobody catches.
def attempt(n):
    if n % 2:
        raise ValueError(f"odd {n}")
    return n


def gather():
    errors = []
    for n in range(4):
        try:
            attempt(n)
        except ValueError as error:
            errors.append(error)
    try:
        [][1]
    except IndexError as error:
        errors.append(ExceptionGroup("inner", [error, TypeError("plain")]))
    return errors


try:
    raise ExceptionGroup("caught and shown", gather())
except ExceptionGroup as group:
    print(repr(group)[:40], len(group.exceptions), group.message)
    matching, rest = group.split(ValueError)
    print(matching, rest)
    group.add_note("with a note")
    error = group
raise ExceptionGroup("nobody catches", gather()) from error
