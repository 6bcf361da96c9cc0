"""A package that tells how it is imported."""
print('init', __name__, __package__, len(__path__), __spec__.name, __spec__.parent)
__all__ = ['a', 'sub']


def __getattr__(name):
    if name == 'lazy':
        return 'made when asked for'
    raise AttributeError(name)
