# A program that parses but whose names do not resolve.
def outer():
    def inner():
        nonlocal missing
        missing = 1
    return inner
