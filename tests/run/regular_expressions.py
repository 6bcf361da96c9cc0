# Regular expressions: the engine under the library's re, on texts of all widths.
import re

cases = [
    (r'a(b|c)+d', 'xabcbcd'), (r'(a|ab)(c|bcd)(d*)', 'abcd'), (r'(?:(a)|b)*', 'abab'), (r'(a*)*b', 'aaab'),
    (r'(a*?)*?b', 'aaab'), (r'(?=(a+))a*b\1', 'baaabac'), (r'(?<=abc)def', 'abcdef'), (r'(?<!abc)def', 'abcdef xdef'),
    (r'(a)?(?(1)b|c)', 'ab c'), (r'(?i)HeLLo', 'say hello'), (r'\b\w+\b', 'hello w\xf6rld'), (r'(?P<x>.)(?P=x)', 'abccd'),
    (r'(?>a+)ab', 'aaaab'), (r'a++b', 'aaab'), (r'(?:ab)++c', 'ababc'), (r'(?:a|ab)*+c', 'aababc'),
    (r'x{2,3}?y', 'xxxy'), (r'(?m)^b$', 'a\nb\nc'), (r'(?s)a.b', 'a\nb'), (r'[\u0400-\u04ff]+', 'abc \u0430\u0431'),
    (r'(?i)[\u0400-\u04ff]+', '\u0410'), (r'(?i)stra\xdfe', 'STRA\u1e9eE'), (r'((a)|b)*?c', 'abac'),
    (r'(?:(?:a|b)*?c)+d', 'abcabcd'), (r'(.*)(\d+)', 'foo123'), (r'', 'abc'), (r'(?:)*', 'abc'),
    (r'(a|b)*(?!c)', 'ababc'), (r'\Bfoo\B', 'xfoox'), (r'(\w+)\s+\1', 'the the'), (r'[^\W\d]+', '12\U00010400ab'),
    (r'(?:a?b?)*?$', 'abab'), (r'((.)\2)*x', 'aabbx'), (r'([ab]*?)(?=(b)?)c', 'abc'), (r'(?i)\u0130', 'i\u0307 \u0130'),
]
for pattern, text in cases:
    p = re.compile(pattern)
    m = p.search(text)
    print(ascii(pattern), m and (m.regs, m.lastindex, m.lastgroup), ascii(p.findall(text)), ascii(p.split(text)),
          p.fullmatch(text) is not None, ascii(p.subn('<\\g<0>>', text)))

date = re.compile(r'(?P<year>\d{4})-(?P<month>\d\d)(-(?P<day>\d\d))?')
m = date.match('2024-05, and more', 0, 7)
print(m, m.groups(), m.groups('?'), m.groupdict(), m['year'], m.span('month'), m.start(4), m.expand(r'\g<month>/\1'))
print(m.pos, m.endpos, m.re is date, date, date.groupindex, date == re.compile(date.pattern), repr(re.Pattern[str]))
print(re.sub(rb'(.)\d', lambda m: m[1] * 2, b'a1b2c'), re.split(b'[,;]', bytearray(b'x,y;z')))
print([m.span() for m in re.finditer('a*', 'baac')], re.sub('x*', '-', 'abxd'), re.sub('(?=b)', '-', 'abab', 1))
scanner = re.compile('a|(b)').scanner('abxa')
print([scanner.match() for _ in range(3)], scanner.search(), scanner.pattern.groups)
print(len(re.match('(?:(?:ab|cd)*?x?)*', 'abcd' * 20000)[0]))

for attempt in (lambda: re.match('a', b'a'), lambda: re.match(b'a', 'a'), lambda: date.match(5), lambda: m.group(9),
                lambda: m['z'], lambda: re.compile('('), lambda: re.compile('(?<=a+)b'), lambda: date.sub(5, 'x', 'y')):
    try:
        print(attempt())
    except (TypeError, IndexError, re.error) as error:
        print(type(error).__name__, error)
