# no trace: CPython runs its codecs in Python, and the program imports much
"""zoneinfo: files made here, so that no installed database matters; rules, folds, gaps, caches."""
import copy
import io
import pickle
import struct
from datetime import datetime, timedelta, timezone
from zoneinfo import ZoneInfo

HOUR = 3600


def tzif(rule, kinds=((0, 0, 0),), names=b"UTC\0", moments=()):
    """A file as the system has them: moments are (seconds, kind), kinds (offset, is summer time, place of name)."""
    head = b"TZif2" + bytes(15) + struct.pack(">6l", 0, 0, 0, len(moments), len(kinds), len(names))
    block = b""
    for size in "l", "q":
        block += head + b"".join(struct.pack(">" + size, moment) for moment, _ in moments)
        block += bytes(kind for _, kind in moments) + b"".join(struct.pack(">lbb", *kind) for kind in kinds) + names
    return io.BytesIO(block + b"\n" + rule + b"\n")


def show(zone, *moments):
    for moment in moments:
        aware = moment.replace(tzinfo=zone)
        print(moment, moment.fold, aware.utcoffset(), aware.dst(), aware.tzname(), aware.astimezone(timezone.utc).time())


berlin = ZoneInfo.from_file(
    tzif(b"CET-1CEST,M3.5.0,M10.5.0/3", ((HOUR, 0, 0), (2 * HOUR, 1, 4)), b"CET\0CEST\0", ((0, 1), (20000000, 0))),
    key="Made/Berlin",
)
print(berlin, repr(berlin), berlin.key, berlin.utcoffset(None))
show(
    berlin,
    datetime(1969, 1, 1),
    datetime(1970, 3, 1),
    datetime(2024, 3, 31, 2, 30),
    datetime(2024, 3, 31, 2, 30, fold=1),
    datetime(2024, 7, 1, 12),
    datetime(2024, 10, 27, 2, 30),
    datetime(2024, 10, 27, 2, 30, fold=1),
    datetime(2024, 12, 1),
)
start = datetime(2024, 10, 27, 0, 15, tzinfo=timezone.utc)
for step in range(3):
    local = (start + step * timedelta(minutes=30)).astimezone(berlin)
    print(local, local.fold)
for rule in (
    b"<+0530>-5:30",
    b"AAA3BBB,J59/0,J60",
    b"AAA3BBB4,59/25,60/-1:30:30",
    b"SSS-10:30DDD-11,M10.1.0,M4.1.0",
    b"AAA",
    b"AAA3BBB",
    b"AAA3BBB,M3.2.0",
    b"AAA3BBB,M3.2.7,M1.1.1",
    b"AAA3BBB,0,1x",
    b"3",
    b"<+3>25",
    b"",
):
    try:
        zone = ZoneInfo.from_file(tzif(rule), key="k")
    except ValueError as error:
        print(rule, error)
    else:
        print(rule, *(zone.utcoffset(datetime(2024, month, 28, 23)) for month in (1, 2, 6, 12)), zone.utcoffset(None))
for kinds, moments in ((), ()), (((0, 0, 0),), ((5, 7),)), (((HOUR, 1, 0), (0, 0, 0)), ((0, 1), (9999, 0))):
    try:
        zone = ZoneInfo.from_file(tzif(b"", kinds, moments=moments))
        print(zone.dst(datetime(2000, 1, 1)), zone.utcoffset(datetime(1960, 1, 1)), zone.key)
    except ValueError as error:
        print(error)
for call in (
    lambda: ZoneInfo(),
    lambda: ZoneInfo("no/where"),
    lambda: ZoneInfo("/etc/passwd"),
    lambda: ZoneInfo(1),
    lambda: ZoneInfo.from_file(io.BytesIO()),
    lambda: ZoneInfo.clear_cache(1),
    lambda: berlin.utcoffset(5),
    lambda: berlin.fromutc(start),
    lambda: setattr(berlin, "key", 1),
    lambda: pickle.dumps(berlin),
    lambda: copy.copy(berlin),
):
    try:
        print(call())
    except Exception as error:
        print(type(error).__name__, error)


class Own(ZoneInfo):
    pass


class Moment(datetime):
    pass


print(len(Own._weak_cache), repr(Own.from_file(tzif(b"UTC0"), key="x")))
late = Moment(2024, 10, 27, 1, 15, tzinfo=berlin)
print(repr(berlin.fromutc(late)), ZoneInfo.clear_cache(), ZoneInfo.clear_cache(only_keys=["a"]))
