# no trace: the library's modules are long, and CPython has imported some of them before
# no collect: a collection at every birth of its many objects takes too long
# Regular expressions read a web server's log: named groups, verbose patterns, substitution by function.
import re
from collections import Counter

LOG = """\
10.0.0.1 - - [05/Mar/2024:10:00:01 +0900] "GET /index.html HTTP/1.1" 200 5120 "-" "Mozilla/5.0 (X11)"
10.0.0.2 - ada [05/Mar/2024:10:00:03 +0900] "POST /login?next=%2Fhome HTTP/1.1" 302 - "http://a.kr/" "curl/8.0"
10.0.0.1 - - [05/Mar/2024:10:01:44 +0900] "GET /없는쪽 HTTP/1.1" 404 312 "-" "Mozilla/5.0 (X11)"
this line is broken
10.0.0.9 - bob [05/Mar/2024:11:30:00 +0900] "DELETE /items/42 HTTP/2" 500 77 "-" "bot \\"quoted\\""
"""
LINE = re.compile(r"""
    (?P<host>\S+) \s+ - \s+ (?P<user>\S+) \s+
    \[ (?P<day>\d{2}) / (?P<month>[A-Z][a-z]{2}) / (?P<year>\d{4}) : (?P<time>[\d:]{8}) \s [+-]\d{4} \] \s
    " (?P<method>[A-Z]+) \s (?P<path>[^ ?"]+) (?: \? (?P<query>[^ "]*) )? \s HTTP/(?P<version>[\d.]+) " \s
    (?P<status>[1-5]\d\d) \s (?P<size>\d+|-)
    (?: \s "(?P<referrer>[^"]*)" \s "(?P<agent>(?:[^"\\]|\\.)*)" )?
    """, re.VERBOSE)

entries = []
for number, line in enumerate(LOG.splitlines(), 1):
    match = LINE.match(line)
    if match is None:
        print(f"line {number}: not understood: {line!r}")
        continue
    entries.append(match)
    print(match["host"], match["method"], match["path"], match["query"], match["status"], match.span("status"))
print(Counter(entry["status"][0] + "xx" for entry in entries))
print(sum(int(size) for entry in entries if (size := entry["size"]).isdigit()))
print(entries[-1].groupdict()["agent"], entries[1].lastgroup, LINE.groups, sorted(LINE.groupindex)[:3])


def unquote(match):
    return bytes.fromhex(match[1]).decode()


print(re.sub(r"%([0-9A-Fa-f]{2})", unquote, entries[1]["query"]))
print(re.sub(r"(\d+)\.(\d+)\.(\d+)\.(\d+)", r"\4.\3.\g<2>.\1", "from 10.0.0.2"))
print(re.split(r"\s*[,;]\s*", "a , b;c;;d"), re.split(r"(-)", "1-2-3", maxsplit=1))
print(re.findall(r"\b(\w)(\w*)\1\b", "abba dad noon level x kayak"))
print([m.group() for m in re.finditer(r"(?<!\d)\d{2}(?!\d)", "1 22 333 44")], re.fullmatch(r"[가-힣]+", "없는쪽"))
print(re.sub(r"(?i)get|post", lambda m: m[0].title(), "GET post Get"), re.subn("a", "b", "banana", 2))
print(re.search(r"(?P<quote>['\"]).*?(?P=quote)", """say "it's" now""")[0], re.escape("a.b*[c]"))
print(re.compile(r"^\s*#.*$", re.MULTILINE).sub("", "x\n # gone\ny"), re.match("(a)|(b)", "b").groups("none"))
for pattern in ("(", "a**", "(?P<1>x)", r"\g", "[z-a]", "(?<=a+)b"):
    try:
        re.compile(pattern)
    except re.error as error:
        print(f"{pattern}: {error}")
