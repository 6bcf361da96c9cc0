# The module _datetime itself: arithmetic, zones, folds, text both ways, subclasses, state, and what is refused.
from _datetime import MAXYEAR, UTC, date, datetime, time, timedelta, timezone, tzinfo
import gc, sys


def attempt(function, *args, **kwargs):
    try:
        return function(*args, **kwargs)
    except (ArithmeticError, NotImplementedError, TypeError, ValueError) as error:
        return f"{type(error).__name__}: {error}"


class Summer(tzinfo):
    """One hour east, two from April to September; the hour from 1 to 2 on 1 October comes twice."""

    def utcoffset(self, dt):
        return timedelta(hours=1) + self.dst(dt)

    def dst(self, dt):
        end = datetime(dt.year, 10, 1, 2)
        naive = dt.replace(tzinfo=None, fold=0)
        summer = datetime(dt.year, 4, 1) <= naive < end and not (dt.fold and naive >= end - timedelta(hours=1))
        return timedelta(hours=summer)

    def tzname(self, dt):
        return "100%S" if self.dst(dt) else "100%W"


# timedelta: any mixture of units, rounding, division
week = timedelta(weeks=1.5, days=-2, hours=0.25, microseconds=0.5)
print(week, repr(week), week.total_seconds(), -week, abs(-week), bool(timedelta()), hash(week))
print(week // 3, week / 7, week * 0.1, week / 2.5, divmod(week, timedelta(hours=5)), week % timedelta(1), 3 * week)
print(sorted([timedelta(1), timedelta(0, 1), timedelta(-1)]), timedelta.max / timedelta.resolution)
for args in ((10**9,), (10**30,), ("1",), (float("nan"),), (1, 2, 3, 4, 5, 6, 7, 8)):
    print(attempt(timedelta, *args))
print(attempt(timedelta(1).__truediv__, 0), attempt(divmod, timedelta(1), timedelta(0)))

# dates
leap = date(2024, 2, 29)
print(leap, leap.toordinal(), leap.isocalendar(), leap.weekday(), date.fromisocalendar(2020, 53, 7), leap.ctime())
print(leap + timedelta(1), date(2025, 1, 1) - leap, date.fromordinal(1), leap.replace(year=2028), format(leap, "%j %a"))
print(attempt(date, 2023, 2, 29), attempt(leap.replace, year=2025), attempt(date.max.__add__, timedelta(1)), sep="\n")
print(date.fromisoformat("2024-W09-4"), date.fromisoformat("20240229"), attempt(date.fromisoformat, "2024-2-29"))

# zones and folds
zone = Summer()
for utc in (datetime(2024, 9, 30, 23, 15, tzinfo=UTC), datetime(2024, 10, 1, 0, 15, tzinfo=UTC)):
    local = utc.astimezone(timezone(timedelta(hours=9), "KST"))
    print(utc, local, local == utc, hash(local) == hash(utc), local - utc, local.utctimetuple()[:6])


def show(twice):  # not kept in a global: no collector sees that a datetime refers to its zone, and so to this module
    print(twice, twice.strftime("%d %Z %z"), twice.timetuple()[-1], twice == twice.astimezone(UTC), twice.timestamp())


for fold in (0, 1):
    show(datetime(2024, 10, 1, 1, 30, tzinfo=zone, fold=fold))
print(datetime(2024, 7, 1, tzinfo=UTC).astimezone(zone), attempt(datetime.now, 5), timezone(-timedelta(minutes=90)))
print(attempt(lambda: datetime(2024, 1, 1) < datetime(2024, 1, 1, tzinfo=UTC)), datetime(1, 1, 1) == date(1, 1, 1))
print(attempt(lambda: time(1) < time(2, tzinfo=UTC)), time(9, tzinfo=timezone(timedelta(hours=9))) == time(0, tzinfo=UTC))

# text
moment = datetime(2024, 12, 31, 23, 59, 58, 765432, tzinfo=timezone(timedelta(hours=-5, seconds=-1)))
print([moment.isoformat(" ", spec) for spec in ("hours", "milliseconds", "auto")], attempt(moment.isoformat, "T", "day"))
for text in ("2024-12-31T23:59:58.7654321-05:00:01", "20241231 235958,5Z", "2025-W01-2", "2024-12-31T24:00"):
    print(attempt(datetime.fromisoformat, text))
print(repr(time.fromisoformat("T0130+0530")), time(12, 34, 56, 7).isoformat("minutes"), time(1, fold=1, tzinfo=UTC).__repr__())


# subclasses are told the fields and nothing else
class Stamp(datetime):
    def __new__(cls, *args, note=""):
        self = super().__new__(cls, *args)
        self.note = note
        return self


stamp = Stamp(2024, 1, 31, 12, note="first")
for other in (stamp + timedelta(days=1), stamp.replace(hour=1), Stamp.fromisoformat("2024-01-31"), Stamp.combine(leap, time.max)):
    print(type(other).__name__, other, vars(other), gc.is_tracked(other))
print(stamp.__reduce_ex__(4), datetime(*stamp.__reduce__()[1]), time(1, fold=1).__reduce_ex__(4), UTC.__reduce__())
print([sys.getsizeof(x) for x in (week, leap, time(), moment, UTC, zone)], MAXYEAR, datetime.max - datetime.min)
