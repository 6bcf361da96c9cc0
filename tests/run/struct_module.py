"""struct: every format, native and standard, what does not fit, and buffers that are too short."""
# no trace: CPython has imported struct before
import struct
seen = {}
for p in ['', '<', '>', '=']:
    for c in 'bBhHiIlLqQnNP?efdcsp':
        for v in [-1, -2 ** 7 - 1, 2 ** 8, -2 ** 15 - 1, 2 ** 16, 2 ** 31, -2 ** 31 - 1, 2 ** 32, 2 ** 63, -2 ** 63 - 1, 2 ** 64, 2 ** 70, -2 ** 70, 'x', 1.5, None, 1e+39, 70000.0, b'ab']:
            try:
                struct.pack(p + c, v)
                r = None
            except BaseException as e:
                r = type(e).__name__ + ': ' + str(e)
            if r:
                seen.setdefault((c, r), []).append((p, v))
for k, v in seen.items():
    print(k, v if len(v) < 6 else v[:6])
for f in ['z', '3', '-', '<n', '<P', '99999999999999999999i', '9223372036854775807s2i', 'é', b'i', 3, 'i\x00', 'i i', '@4i2h', '0i', '2x', '0s', '']:
    try:
        print(f, struct.calcsize(f), struct.Struct(f).format, struct.Struct(f).__sizeof__())
    except BaseException as e:
        print(f, type(e), e)


def t(f, *a, **k):
    try:
        print(f.__name__, f(*a, **k))
    except BaseException as e:
        print(f.__name__, a, k, type(e).__name__, e)
for S in (struct, struct.Struct('ii')):
    F = ('ii',) if S is struct else ()
    t(S.pack, *F, 1)
    t(S.pack_into, *F)
    t(S.pack_into, *F, bytearray(3))
    t(S.pack_into, *F, bytearray(3), 0)
    t(S.pack_into, *F, bytearray(3), 0, 1, 2)
    t(S.pack_into, *F, bytearray(3), -5, 1, 2)
    t(S.pack_into, *F, bytearray(30), -5, 1, 2)
    t(S.pack_into, *F, bytearray(3), 'x', 1, 2)
    t(S.pack_into, *F, b'   ', 0, 1, 2)
    t(S.unpack, *F, b'abc')
    t(S.unpack, *F, 'abc')
    t(S.unpack_from, *F, b'abc')
    t(S.unpack_from, *F, b'abc', offset=-5)
    t(S.unpack_from, *F, b'a' * 9, -3)
    t(S.unpack_from, *F, b'a' * 9, 3)
    t(S.unpack_from, *F)
    t(S.iter_unpack, *F, b'abc')
    t(S.unpack, *F)
    t(S.pack_into, *F, 3, 0, 1, 2)
t(struct.iter_unpack, '', b'')
t(struct.pack)
t(struct.unpack)
t(struct.calcsize)
t(struct.Struct)
t(struct.pack, 3)
i = struct.iter_unpack('h', b'aabb')
print(type(i), i.__length_hint__(), list(i))
print(struct.error, struct.error.__module__)
for f in ['<bhiq', '>BHIQ', '@bBhHiIlLqQnNP', '=ef d', '!5s3p?c', '2x3b', 'd0i']:
    n = len(struct.unpack(f, bytes(struct.calcsize(f))))
    data = bytes(range(1, struct.calcsize(f) + 1))
    values = struct.unpack(f, data)
    print(f, struct.calcsize(f), n, values, struct.pack(f, *values))
for x in [0.0, -0.0, 1.5, 65504.0, 6e-08, 5.96e-08, 1e-09, 2.0 ** (-14), 2.0 ** (-15), 0.333, float('inf'), -float('inf'), float('nan'), 1.0009765625, 2049.0, 2051.0]:
    print(x, struct.pack('<e', x), struct.unpack('<e', struct.pack('<e', x)), struct.pack('>f', x), struct.pack('<d', x))
