"""audioop: measures, codes and rates of sound, and what it says of wrong arguments."""
import math
import warnings

warnings.simplefilter("ignore", DeprecationWarning)
import audioop


def tone(width, count=40, pitch=0.7):
    top = (1 << (8 * width - 1)) - 1
    return b"".join(int(top * 0.9 * math.sin(i * pitch)).to_bytes(width, "little", signed=True) for i in range(count))


def show(*values):
    print(*[value if len(repr(value)) < 90 else (len(value), value[:16]) for value in values])


for width in 1, 2, 3, 4:
    sound, other = tone(width), tone(width, pitch=1.3)
    for name in "max minmax avg rms avgpp maxpp cross".split():
        print(width, name, getattr(audioop, name)(sound, width))
    show(audioop.reverse(sound, width), audioop.byteswap(sound, width), audioop.add(sound, other, width))
    for factor in 0.5, -2.7, 1e300, math.nan:
        show(audioop.mul(sound, width, factor), audioop.tostereo(sound, width, factor, -factor))
    show(audioop.tomono(sound + other, width, 0.6, 0.7), audioop.bias(sound, width, 1000), audioop.getsample(sound, width, 3))
    show(*[audioop.lin2lin(sound, width, new) for new in (1, 2, 3, 4)])
    show(audioop.lin2ulaw(sound, width), audioop.lin2alaw(sound, width))
    codes, state = audioop.lin2adpcm(sound, width, None)
    show(codes, state, audioop.lin2adpcm(other, width, state)[0], audioop.adpcm2lin(codes, width, (77, 20))[0])
    state = None
    for channels, before, after in (1, 8000, 11025), (1, 44100, 8000), (2, 3, 7):
        out, state = audioop.ratecv(sound, width, channels, before, after, state if channels == 1 else None, 3, 2)
        show(out, state)

every = bytes(range(256))
for width in 1, 2, 4:
    show(audioop.lin2ulaw(audioop.ulaw2lin(every, width), width), audioop.lin2alaw(audioop.alaw2lin(every, width), width))
show(audioop.ulaw2lin(every, 2), audioop.alaw2lin(every, 2))
print(audioop.findfit(tone(2, 90), tone(2, 90)[40:80]), audioop.findfactor(tone(2), tone(2, pitch=0.8)))
print(audioop.findmax(tone(2, 60, 0.1), 7), audioop.findfit(b"", b""), audioop.findfactor(b"ab", b"\0\0"))

for wrong in (
    lambda: audioop.max(b"abc", 2), lambda: audioop.max(b"abc", 5), lambda: audioop.max("abc", 1),
    lambda: audioop.max(b"abc"), lambda: audioop.getsample(b"ab", 2, 1), lambda: audioop.getsample(b"ab", 2.0, 1),
    lambda: audioop.getsample(b"ab", 1 << 40, 1), lambda: audioop.add(b"ab", b"abcd", 2), lambda: audioop.mul(b"ab", 2, "x"),
    lambda: audioop.findfit(b"a", b"b"), lambda: audioop.findfit(b"", b"ab"), lambda: audioop.findmax(b"ab", 2),
    lambda: audioop.lin2adpcm(b"ab", 2, (0, 89)), lambda: audioop.lin2adpcm(b"ab", 2, 1), lambda: audioop.lin2adpcm(b"ab", 2, ()),
    lambda: audioop.ratecv(b"ab", 2, 0, 1, 1, None), lambda: audioop.ratecv(b"ab", 2, 1, 0, 1, None),
    lambda: audioop.ratecv(b"ab", 2, 1, 1, 1, None, 0), lambda: audioop.ratecv(b"ab", 2, 1, 1, 1, (0, ())),
    lambda: audioop.ratecv(b"ab", 2, 1, 1, 1, (0, ((1,),))), lambda: audioop.ratecv(b"ab", 2, 1 << 30, 1, 1, None),
):
    try:
        print(wrong())
    except Exception as error:
        print(type(error).__module__, type(error).__name__, error)
