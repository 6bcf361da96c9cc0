# Korean names for everything: variables, functions, classes, attributes, keywords, dict keys, errors.
이름 = "김철수"
나이 = 17
학생들 = [("가영", 90), ("나래", 85), ("다온", 77)]


def 평균(값들, *, 자릿수=1):
    """평균을 구한다."""
    return round(sum(값들) / len(값들), 자릿수)


class 학생:
    학교 = "한국고등학교"

    def __init__(self, 이름, 점수=0):
        self.이름 = 이름
        self._점수 = 점수

    @property
    def 등급(self):
        match self._점수 // 10:
            case 10 | 9: return "수"
            case 8: return "우"
            case _: return "미"

    def __str__(self): return f"{self.이름}({self.등급})"
    def __lt__(self, 다른): return self._점수 < 다른._점수


반 = [학생(*쌍) for 쌍 in 학생들]
print(이름, 나이, *반, 학생.학교, sep=" / ")
print(평균([s for _, s in 학생들]), 평균([1, 2], 자릿수=0), 평균.__name__, 평균.__doc__, 학생.__qualname__)
print(sorted(반)[0], max(반), [str(s) for s in sorted(반, reverse=True)], {s.이름: s.등급 for s in 반})
print(f"{이름:>6}|{이름:<6}|{이름:^7}|{이름!r}|{이름!a}|{나이=}|{len(이름)}|{이름[::-1]}|{이름[0]}")
try:
    반[0].없는속성
except AttributeError as 오류:
    print(오류)
try:
    평균(1)
except TypeError as 오류:
    print(오류)
try:
    학생()
except TypeError as 오류:
    print(오류)
try:
    학생("가", 없는인자=1)
except TypeError as 오류:
    print(오류)
try:
    print(이릅)
except NameError as 오류:
    print(오류)
class 사용자오류(Exception): pass
try:
    raise 사용자오류("잘못된 값", 나이)
except 사용자오류 as 오류:
    print(repr(오류), 오류.args)
변수 = {"키": "값", "나이": 나이}
print(변수, "%(키)s %(나이)d" % 변수, "{키} {나이:03}".format(**변수), "가나다".upper(), "가" + "나" * 2, "나" in "가나다", "가나다".find("다"), sorted("라가나"), "가,나".split(","), ord("가"), chr(0xAC01), "각".encode(), "한글\n줄".splitlines(), "ㄱㅏ" == "가")
ﬁ = "ligature"
print(fi, "ﬁ" in globals(), "fi" in globals())
수열 = (수 ** 2 for 수 in range(5) if 수 % 2)
print(list(수열), (lambda 가, 나=2: 가 * 나)(5), [가 for 가 in "한글"], 학생.__dict__["등급"].fget.__name__)
학생.__str__ = lambda self: self.이름 + " 학생"
print(반[0], getattr(반[0], "이름"), hasattr(학생, "등급"), vars(반[1]))
raise 사용자오류("프로그램이 여기서 끝난다: " + 이름)
