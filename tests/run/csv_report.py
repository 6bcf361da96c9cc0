# A table in a text: splitting, types, grouping, aggregation, output in columns, quoted fields by a state machine.
DATA = '''name,subject,score,"remark"
김하나,math,90,"good, very"
이두리,math,75.5,
김하나,english,,absent
박세찌,english,60,"said ""no"""
이두리,english,88,
'''


def split(line):
    fields, field, quoted = [], "", False
    i = 0
    while i < len(line):
        c = line[i]
        if quoted:
            if c == '"' and line[i + 1:i + 2] == '"': field += '"'; i += 1
            elif c == '"': quoted = False
            else: field += c
        elif c == '"': quoted = True
        elif c == ",": fields.append(field); field = ""
        else: field += c
        i += 1
    return fields + [field]


def convert(text):
    for kind in (int, float):
        try:
            return kind(text)
        except ValueError:
            continue
    return text or None


header, *rows = map(split, DATA.splitlines())
records = [dict(zip(header, map(convert, row))) for row in rows]
for r in records: print(r)
groups = {}
for r in records:
    if (score := r["score"]) is not None: groups.setdefault(r["subject"], []).append(score)
for subject, scores in sorted(groups.items()):
    print(f"{subject:<10}{len(scores):>3}{min(scores):>7}{max(scores):>7}{sum(scores) / len(scores):>9.3f}")
widths = [max(len(str(r[h])) for r in records) for h in header]
line = "+".join("-" * (w + 2) for w in widths)
print(line)
for r in records: print("|".join(f" {str(r[h]):^{w}} " for h, w in zip(header, widths)))
print(line)
names = sorted({r["name"] for r in records})
subjects = list(dict.fromkeys(r["subject"] for r in records))
pivot = {n: {s: next((r["score"] for r in records if r["name"] == n and r["subject"] == s), "-") for s in subjects} for n in names}
print(pivot, [*zip(*[p.values() for p in pivot.values()])])
ranked = sorted((r for r in records if r["score"]), key=lambda r: r["score"], reverse=True)
print([(i, r["name"], r["score"]) for i, r in enumerate(ranked, 1)], records[0] | {"score": 0}, [h.title() for h in header])
values = [r["score"] for r in ranked]
mean = sum(values) / len(values)
print(mean, (sum((v - mean) ** 2 for v in values) / len(values)) ** 0.5, sorted(values)[len(values) // 2], "\t".join(map(str, values)).expandtabs(8))
