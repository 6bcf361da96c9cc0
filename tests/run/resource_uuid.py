# resource and _uuid: limits, what was used, and UUIDs made of the time.
# no trace: the library's modules are long, and CPython has imported some of them before
import resource
import uuid

soft, hard = resource.getrlimit(resource.RLIMIT_CORE)
resource.setrlimit(resource.RLIMIT_CORE, [0, hard])
print(resource.getrlimit(resource.RLIMIT_CORE)[0], resource.getpagesize(), resource.RLIM_INFINITY)
for wrong in (lambda: resource.getrlimit(99), lambda: resource.getrlimit("core"),
              lambda: resource.setrlimit(resource.RLIMIT_CORE, 5), lambda: resource.getrusage(99),
              lambda: resource.setrlimit(resource.RLIMIT_CORE, (1, 2, 3)),
              lambda: resource.setrlimit(resource.RLIMIT_NOFILE, (2, 1))):
    try:
        print(wrong())
    except (ValueError, TypeError) as error:
        print(type(error).__name__, error)
used = resource.getrusage(resource.RUSAGE_SELF)
large = b"x" * 20_000_000
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss > used.ru_maxrss)
del large
print(type(used), len(used), used.ru_utime > 0, used.ru_maxrss > 0, resource.struct_rusage.__match_args__[:3])
first, second = uuid.uuid1(), uuid.uuid1()
print(first.version, first.variant, first != second, len(str(first)), first.time <= second.time)
