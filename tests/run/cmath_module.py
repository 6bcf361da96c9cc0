"""cmath: every function at the edges of what floats can be."""
import cmath
inf = float('inf')
nan = float('nan')
vals = [0.0, -0.0, 1.0, -2.5, 3.7, 1e308, inf, -inf, nan]
out = []
for f in 'acos acosh asin asinh atan atanh cos cosh exp log log10 sin sinh sqrt tan tanh polar phase'.split():
    for a in vals:
        for b in vals:
            try:
                r = getattr(cmath, f)(complex(a, b))
            except Exception as e:
                r = type(e).__name__ + str(e)
            print(f, a, b, r)
for a in vals:
    for b in vals:
        try:
            r = cmath.rect(a, b)
        except Exception as e:
            r = type(e).__name__ + str(e)
        print('rect', a, b, r)
for a, b in [(0, -1), (0, 2), (0, 1), (0, 0), (2, 0), (1, 1), (0, cmath.inf), (cmath.inf, 0)]:
    try:
        print('log', a, b, cmath.log(a, b))
    except ValueError as e:
        print('log', a, b, e)
