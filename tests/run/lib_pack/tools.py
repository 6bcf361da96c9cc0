print("running", __name__)
__all__ = ["public", "make_helper"]
def public(): return "public"
def hidden(): return "hidden"
def make_helper(n): return lambda x: x * n
_private = 1
