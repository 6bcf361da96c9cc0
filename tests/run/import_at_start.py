# What CPython has imported when a program begins can be imported in any order.
import genericpath
import stat
import posixpath
import _collections_abc
import os

print(genericpath, stat, posixpath, _collections_abc, os)
print(os.path is posixpath, posixpath.exists is genericpath.exists, os.stat("/").st_mode == os.lstat("/").st_mode)
print(genericpath.commonprefix(["/usr/lib", "/usr/local"]), stat.filemode(0o100644))
