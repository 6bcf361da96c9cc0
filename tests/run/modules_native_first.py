# Native modules imported by their own names, before the packages that use them.
# no trace: the library's modules are long
import _zoneinfo
import _multiprocessing
import sys
import zoneinfo

print(_zoneinfo.ZoneInfo is zoneinfo.ZoneInfo, sys.modules["_zoneinfo"] is _zoneinfo)
print(_zoneinfo.ZoneInfo("UTC") is zoneinfo.ZoneInfo("UTC"))
del sys.modules["_zoneinfo"]
import _zoneinfo as again

print(again is _zoneinfo, again.ZoneInfo.no_cache("UTC"))
print(sorted(_multiprocessing.flags), _multiprocessing.SemLock.SEM_VALUE_MAX)
