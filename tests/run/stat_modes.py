# The module _stat, as stat hands it on: kinds of files, rights, and the letters for both.
import os
import stat

print(stat.S_ISDIR is __import__("_stat").S_ISDIR, stat.S_ISDIR)
for kind in range(16):
    mode = kind << 12
    print(oct(mode), stat.filemode(mode), oct(stat.S_IFMT(mode)),
          [name for name in dir(stat) if name.startswith("S_IS") and callable(getattr(stat, name)) and getattr(stat, name)(mode)])
print([stat.filemode(bits) for bits in (0o644, 0o4755, 0o4644, 0o2755, 0o2644, 0o1777, 0o1776, 0o100000)])
print(stat.S_IMODE(0o104755), sorted((name, value) for name, value in vars(stat).items() if isinstance(value, int)))
for wrong in (-1, 2**33, 2**70, "x", 1.5):
    try:
        stat.S_ISREG(wrong)
    except Exception as error:
        print(type(error).__name__, error)
print(stat.filemode(os.stat("/").st_mode)[0], os.path.isdir("/"), os.path.isfile("/"))
