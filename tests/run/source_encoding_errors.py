# -*- coding: euc-kr -*-
# no trace: CPython runs its codecs in Python
# Errors in a program that is not in UTF-8: the lines of the source that are shown are decoded as the program was.
import sys
import threading


def 나누기(값):
    return 값["하나"] / 0 + len("둘")


def 실패():
    raise ValueError("메시지"); "뒤"


class 물건:
    def __del__(self):
        raise KeyError("삭제"); "뒤"


실 = threading.Thread(target=실패, name="실")
실.start()
실.join()
del 실
x = 물건()
del x
try:
    나누기({"하나": 1})
except ZeroDivisionError as 오류:
    sys.excepthook(type(오류), 오류, 오류.__traceback__)
나누기({"둘": 2}), "표"
