import half_a


def use():
    print(half_a.v)
