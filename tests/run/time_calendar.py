# no trace: the stack shows clocks
# Moments of the calendar: gmtime, mktime, strftime and struct_time. TZ is not set: the zone is the system's.
import time


def attempt(function, *args):
    try:
        return function(*args)
    except Exception as error:
        return f"{type(error).__name__}: {error}"


DIRECTIVES = "Y|y|C|G|g|V|U|W|j|e|k|l|I|p|P|r|R|T|c|x|X|D|F|h|u|w|n|t|%|Q|E|-d|_d|^a|#Z|5Y|010d|Ey|Od|^B|A|b"
FORMAT = "|".join("%" + d for d in DIRECTIVES.split("|"))

for seconds in (0, -1, 951782400, 1e9, 1709251199.9, 4102444800, -2**40, 2**40, 1735603200):
    moment = time.gmtime(seconds)
    print(moment, moment.tm_zone, moment.tm_gmtoff)
    print("   ", time.asctime(moment), repr(time.strftime(FORMAT, moment)))

for year in range(2018, 2031):
    start = time.gmtime(86400 * 365.25 * (year - 1970) // 86400 * 86400)
    print(time.strftime("%Y-%m-%d %a %G-W%V-%u %U %W %j", start))

t = time.struct_time(range(1, 10))
print(t, t.tm_zone, t[:3], len(t), t == tuple(range(1, 10)), t.__reduce__())
print(time.struct_time(range(11)).tm_gmtoff, time.struct_time(range(9), {"tm_zone": "X"}).tm_zone)
print(attempt(time.struct_time, 3), attempt(time.struct_time, (1, 2)), attempt(time.struct_time, range(12)))
print(attempt(time.strftime, "%Y", (1, 2)), attempt(time.strftime, "%Y", 3), attempt(time.strftime, 3))
print(attempt(time.asctime, (2000, 13, 1, 0, 0, 0, 0, 1, 0)), attempt(time.mktime, (1,)), attempt(time.gmtime, "x"))
print(attempt(time.strftime, "%H", (2000, 1, 1, 25, 0, 0, 0, 1, 0)), attempt(time.gmtime, 1e30))
print(attempt(time.gmtime, 2**80), attempt(time.gmtime, 2**60), attempt(time.gmtime, float("nan")))
print(attempt(time.asctime, (2000, 0, 0, 0, 0, 61, 6, 0, 0)), attempt(time.mktime, (2**40, 1, 1, 0, 0, 0, 0, 0, 0)))
print(repr(time.strftime("한국 %Y년 %m월", (2024, 2, 3, 14, 5, 6, 5, 34, 0))), repr(time.strftime("")))

for moment in ((2024, 2, 30, 25, 61, 61, 0, 0, -1), (1969, 12, 31, 23, 59, 59, 0, 0, 0), (2024, 1, 400, 0, 0, 0, 0, 0, 0)):
    seconds = time.mktime(moment)
    print(seconds == time.mktime(time.localtime(seconds)), time.localtime(seconds)[:6])

for name in ("time", "monotonic", "perf_counter", "process_time", "thread_time", "sundial"):
    print(attempt(time.get_clock_info, name))
print(attempt(time.clock_getres, time.CLOCK_MONOTONIC), attempt(time.clock_gettime, 99))
print(time.clock_gettime(time.CLOCK_MONOTONIC) <= time.monotonic(), time.thread_time_ns() >= 0)
