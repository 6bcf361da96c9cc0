# Korean syllables are arithmetic: decompose and compose, particles that depend on the last letter, sorting, normal forms.
import unicodedata

LEADS = "ㄱㄲㄴㄷㄸㄹㅁㅂㅃㅅㅆㅇㅈㅉㅊㅋㅌㅍㅎ"
VOWELS = "ㅏㅐㅑㅒㅓㅔㅕㅖㅗㅘㅙㅚㅛㅜㅝㅞㅟㅠㅡㅢㅣ"
TAILS = ["", *"ㄱㄲㄳㄴㄵㄶㄷㄹㄺㄻㄼㄽㄾㄿㅀㅁㅂㅄㅅㅆㅇㅈㅊㅋㅌㅍㅎ"]


def split(syllable):
    code = ord(syllable) - 0xAC00
    if not 0 <= code < 19 * 21 * 28:
        return (syllable,)
    lead, rest = divmod(code, 21 * 28)
    vowel, tail = divmod(rest, 28)
    return LEADS[lead], VOWELS[vowel], TAILS[tail]


def join(lead, vowel, tail=""):
    return chr(0xAC00 + (LEADS.index(lead) * 21 + VOWELS.index(vowel)) * 28 + TAILS.index(tail))


def particle(word, with_tail, without):
    return word + (with_tail if split(word[-1])[-1] and len(split(word[-1])) == 3 else without)


for word in ("한국", "나무", "값", "Python"):
    parts = [split(c) for c in word]
    print(word, parts, "".join(join(*p) if len(p) == 3 else p[0] for p in parts) == word)
print([particle(w, "은", "는") for w in ("책", "나무", "물", "너")], [particle(w, "이", "가") for w in ("밥", "차")])
print("".join(split(c)[0] for c in "대한민국 만세"), sorted(["하나", "둘", "셋", "넷", "가나다", "가", "각"]))
composed = "각값한"
decomposed = unicodedata.normalize("NFD", composed)
print(len(composed), len(decomposed), decomposed == composed, unicodedata.normalize("NFC", decomposed) == composed)
print([f"{ord(c):04X} {unicodedata.name(c)}" for c in decomposed[:3]], unicodedata.name("값"), unicodedata.lookup("HANGUL SYLLABLE GA"))
print(composed.encode(), composed.encode("utf-16-le").hex(), ascii(composed), "한".isalpha(), "한".isidentifier())
print([unicodedata.category(c) + unicodedata.east_asian_width(c) for c in "한aＡ1１ㄱ!"], unicodedata.normalize("NFKC", "ＡＢ①㎏ﬁ"))
나이 = 36
print(f"{나이=}", {"이름": "철수"}["이름"], "ß".upper(), "İ".lower().encode(), "ǅ".title(), "straße".casefold() == "STRASSE".casefold())
print("안녕하세요"[::-1], "안녕".center(10, "·"), "가,나,다".split(","), "나" in "가나다", "가나다".find("다"), max("가", "힣"))
