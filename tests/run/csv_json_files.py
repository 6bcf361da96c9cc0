# no trace: the library's modules are long, and CPython has imported some of them before
# Files in a temporary folder: a CSV is read, grouped, written as JSON, read back and summarised.
import csv
import json
import os
import tempfile
from collections import defaultdict

SALES = '''day,city,item,price,count
2024-01-02,서울,사과,1200,3
2024-01-02,부산,"배, 큰 것",2500,1
2024-01-03,서울,배,2300,2
2024-01-05,대전,사과,1100,10
2024-01-05,부산,"감 ""단""",900,4
'''


def read_sales(path):
    with open(path, newline="", encoding="utf-8") as file:
        for row in csv.DictReader(file):
            yield {**row, "price": int(row["price"]), "count": int(row["count"])}


def by(key, rows):
    groups = defaultdict(list)
    for row in rows:
        groups[row[key]].append(row)
    return dict(groups)


with tempfile.TemporaryDirectory() as folder:
    source, target = os.path.join(folder, "sales.csv"), os.path.join(folder, "report.json")
    with open(source, "w", encoding="utf-8") as file:
        print(file.write(SALES), "characters,", end=" ")
    print(os.path.getsize(source), "bytes")

    report = {}
    for city, rows in by("city", read_sales(source)).items():
        report[city] = {"items": sorted({row["item"] for row in rows}),
                        "total": sum(row["price"] * row["count"] for row in rows),
                        "days": [min(row["day"] for row in rows), max(row["day"] for row in rows)]}
    with open(target, "w", encoding="utf-8") as file:
        json.dump(report, file, ensure_ascii=False, indent=2, sort_keys=True)
    with open(target, encoding="utf-8") as file:
        text = file.read()
    print(text)
    print(json.loads(text) == report, sorted(os.listdir(folder)))

    with open(os.path.join(folder, "out.csv"), "w+", newline="", encoding="utf-8") as file:
        writer = csv.writer(file, delimiter=";", quoting=csv.QUOTE_NONNUMERIC)
        writer.writerow(["city", "total"])
        writer.writerows((city, entry["total"]) for city, entry in sorted(report.items()))
        file.seek(0)
        print(file.read().splitlines())
print(os.path.exists(folder))
