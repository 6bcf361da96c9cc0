# Databases in memory: tables, rows, transactions as sqlite3 begins and ends them, errors, types that are converted.
import datetime
import sqlite3

con = sqlite3.connect(":memory:")
cur = con.cursor()
cur.execute("create table film(title text primary key, year integer, score real, poster blob)")
print(con.in_transaction, cur.rowcount, cur.description)
cur.execute("insert into film values('Brian', 1979, 8.0, x'00ff')")
print(con.in_transaction, cur.rowcount, cur.lastrowid)
cur.executemany(
    "insert into film values(:title, :year, :score, null)",
    [{"title": f"Film {i}", "year": 1970 + i, "score": i / 2} for i in range(5)],
)
print(cur.rowcount, con.total_changes)
con.commit()

for row in cur.execute("select title, year from film where year > ? order by year desc", (1971,)):
    print(row)
print(cur.fetchone(), cur.execute("select count(*), avg(score), max(title) from film").fetchall())
print([column[0] for column in cur.description])
cur.arraysize = 2
cur.execute("select poster from film")
print(cur.fetchmany(), cur.fetchmany(3), cur.fetchall())

with con:
    con.execute("delete from film where year < 1973")
try:
    with con:
        con.execute("update film set score = 0")
        con.execute("insert into film values('Brian', 1, 2, 3)")
except sqlite3.IntegrityError as error:
    print(type(error).__mro__[1].__name__, error, error.sqlite_errorname, error.sqlite_errorcode)
print(con.execute("select sum(score), count(*) from film").fetchone(), con.in_transaction)

for sql, values in [
    ("select * from nowhere", ()),
    ("selec 1", ()),
    ("select ?, ?", (1,)),
    ("select :a", {"b": 1}),
    ("select ?", (object,)),
    ("select ?", (2**63,)),
    ("select 1; select 2", ()),
    ("insert into film(title) values(null), (null), ('Brian')", ()),
]:
    try:
        con.execute(sql, values)
    except Exception as error:
        print(f"{type(error).__name__}: {error}")
con.rollback()

con.row_factory = sqlite3.Row
row = con.execute("select title as Title, year from film limit 1").fetchone()
print(row["title"], row["YEAR"], row[-1], row.keys(), tuple(row), len(row), row == row, dict(row))
con.row_factory = lambda cursor, values: {d[0]: v for d, v in zip(cursor.description, values)}
print(con.execute("select 1 as one, 'two' as two").fetchone())
con.row_factory = None


class Point:
    def __init__(self, x, y):
        self.x, self.y = x, y

    def __repr__(self):
        return f"Point({self.x}, {self.y})"


sqlite3.register_adapter(Point, lambda p: f"{p.x};{p.y}")
sqlite3.register_converter("point", lambda text: Point(*map(int, text.split(b";"))))
typed = sqlite3.connect(":memory:", detect_types=sqlite3.PARSE_DECLTYPES | sqlite3.PARSE_COLNAMES)
typed.execute("create table place(at point, day date, moment timestamp)")
typed.execute("insert into place values(?, ?, ?)",
              (Point(4, -3), datetime.date(2023, 2, 3), datetime.datetime(2023, 2, 3, 4, 5, 6, 7)))
print(typed.execute("select * from place").fetchone())
print(typed.execute('select at as "p [point]", day as "d [text]", 1 as "n [none]" from place').fetchone())

con.executescript("""
    begin;
    create table note(id integer primary key, text);
    insert into note(text) values('first');
    insert into note(text) values('it''s');
    create index by_text on note(text);
    commit;
""")
print(*con.iterdump(), sep="\n")

copy = sqlite3.connect(":memory:")
con.backup(copy, pages=1, progress=lambda status, left, pages: print(status, left, pages))
print(copy.execute("select * from note").fetchall())
content = copy.serialize()
again = sqlite3.connect(":memory:")
again.deserialize(content)
print(len(content), again.execute("select count(*) from film").fetchone())

copy.execute("create table data(b blob)")
copy.execute("insert into data values(zeroblob(12))")
with copy.blobopen("data", "b", 1) as blob:
    blob.write(b"hello")
    blob[6:11] = b"world"
    blob[5] = ord(" ")
    blob.seek(0)
    print(blob.read(5), blob.tell(), len(blob), blob[-1], blob[::3])
for con in con, typed, copy, again:
    con.close()
try:
    copy.execute("select 1")
except sqlite3.ProgrammingError as error:
    print(error)
