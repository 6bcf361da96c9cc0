from .x import X
