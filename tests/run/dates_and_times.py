# no trace: the library's modules are long, and CPython has imported some of them before
# no collect: a collection at every birth of its many objects takes too long
# datetime arithmetic: ages, working days, time zones, formats, ISO weeks, a small calendar.
from datetime import MAXYEAR, date, datetime, time, timedelta, timezone, tzinfo

birthday = date(2000, 2, 29)
for today in (date(2024, 2, 28), date(2024, 2, 29), date(2025, 3, 1)):
    age = today.year - birthday.year - ((today.month, today.day) < (birthday.month, birthday.day))
    print(today, age, (today - birthday).days, today.strftime("%a %d %b %Y, day %j"), tuple(today.isocalendar()))


def working_days(start, end, holidays=()):
    day = start
    while day < end:
        if day.weekday() < 5 and day not in holidays:
            yield day
        day += timedelta(days=1)


march = list(working_days(date(2024, 3, 1), date(2024, 4, 1), {date(2024, 3, 1)}))
print(len(march), march[0], march[-1].isoformat(), [d.day for d in march if d.weekday() == 0])

seoul = timezone(timedelta(hours=9), "KST")
lisbon = timezone(timedelta(0))
start = datetime(2024, 12, 31, 23, 59, 30, 250_000, tzinfo=lisbon)
print(start, start.astimezone(seoul), start.astimezone(seoul) == start, start.utcoffset(), seoul)
print(start + timedelta(seconds=30), start - timedelta(weeks=52), datetime.max.year == MAXYEAR)
print(datetime.fromisoformat("2024-03-10T08:30:00+09:00").timestamp(), datetime.fromtimestamp(0, seoul))
print(datetime.strptime("10/03/24 08:05 PM", "%d/%m/%y %I:%M %p"), datetime.combine(date(2024, 1, 2), time(3, 4), seoul))

delta = timedelta(days=-1, hours=5, milliseconds=1500)
print(delta, repr(delta), abs(delta), delta.total_seconds(), delta / 2, delta // timedelta(hours=1), delta % timedelta(hours=1))
print(divmod(timedelta(hours=50), timedelta(days=1)), 3 * timedelta(minutes=1.5), timedelta.max, sum([delta] * 3, timedelta()))
print(f"{start:%Y년 %m월 %d일 %H:%M:%S.%f}", f"{birthday:%d.%m.%y}", f"{time(7, 5):%I:%M %p}")
print(date.fromordinal(738000), date.fromisocalendar(2024, 53 - 1, 7), date(2024, 1, 31).replace(month=3))


class Halfway(tzinfo):
    def utcoffset(self, when):
        return timedelta(hours=5, minutes=30 if when.month < 7 else 45)

    def dst(self, when):
        return timedelta(0)

    def tzname(self, when):
        return "HALF"


for month in (1, 8):
    print(datetime(2024, month, 1, 12, tzinfo=Halfway()).isoformat(), datetime(2024, month, 1, tzinfo=Halfway()).strftime("%z %Z"))
for attempt in (lambda: date(2023, 2, 29), lambda: datetime(2024, 1, 1) - start, lambda: date(2024, 1, 31).replace(month=2),
                lambda: datetime.strptime("x", "%Y"), lambda: date.max + timedelta(1), lambda: date(2024, 1, 1) < 5):
    try:
        print(attempt())
    except Exception as error:
        print(type(error).__name__)
print(sorted([date(2024, 5, 1), date(2023, 1, 1)]), datetime(2024, 1, 1) < datetime(2024, 1, 1, 0, 0, 1), min(march) == march[0])
