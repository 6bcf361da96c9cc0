# SQL that calls back into Python: functions, aggregates, windows, collations and hooks, and what they raise.
import contextlib
import sqlite3
import sys

class Median:
    def __init__(self):
        self.values = []

    def step(self, value):
        self.values.append(value)

    def inverse(self, value):
        self.values.remove(value)

    def value(self):
        return sorted(self.values)[len(self.values) // 2]

    def finalize(self):
        return self.value()


def show(sql, *values):
    try:
        print(con.execute(sql, values).fetchall())
    except Exception as error:
        print(f"{type(error).__name__}: {error}")


# What SQLite calls it keeps alive until it is closed.
with contextlib.closing(sqlite3.connect(":memory:", isolation_level=None)) as con:
    con.execute("create table number(n)")
    con.executemany("insert into number values(?)", [(n,) for n in (5, 3, 8, 1)])

    con.create_function("double", 1, lambda x: x * 2, deterministic=True)
    con.create_function("kind", -1, lambda *values: " ".join(type(v).__name__ for v in values))
    con.create_function("fail", 0, lambda: 1 / 0)
    con.create_function("strange", 0, object)
    con.create_function("count", 1, lambda table: con.execute(f"select count(*) from {table}").fetchone()[0])
    con.create_aggregate("median", 1, Median)
    con.create_window_function("running", 1, Median)
    con.create_collation("by_length", lambda a, b: len(a) - len(b))

    show("select double(n) from number where double(n) > 5")
    show("select kind(1, 2.5, 'x', x'00', null)")
    show("select count('number')")
    show("select fail()")
    show("select strange()")
    show("select median(n) from number")
    show("select n, running(n) over (order by n rows between 1 preceding and 1 following) from number")
    show("select column1 from (values('ccc'), ('a'), ('bb')) order by column1 collate by_length")

    sys.unraisablehook = lambda told: print("unraisable:", type(told.exc_value).__name__, told.exc_value)
    sqlite3.enable_callback_tracebacks(True)
    show("select fail()")
    sqlite3.enable_callback_tracebacks(False)

    seen = []
    con.set_trace_callback(seen.append)
    show("select ? + 1", 41)
    con.set_trace_callback(None)
    print(seen)

    con.set_authorizer(lambda action, first, *rest: sqlite3.SQLITE_DENY if first == "number" else sqlite3.SQLITE_OK)
    show("select n from number")
    con.set_authorizer(None)

    ticks = []
    con.set_progress_handler(lambda: ticks.append(1) or len(ticks) > 100, 100)
    show("with recursive c(x) as (select 1 union all select x + 1 from c) select count(*) from c")
    print(len(ticks))
    con.set_progress_handler(None, 0)

    con.create_function("double", 1, None)
    show("select double(1)")
    con.create_function("generate", 1, lambda n: next(numbers))
    numbers = (n * n for n in range(10))
    show("select generate(n) from number")
    cursor = con.cursor()
    con.create_function("again", 0, lambda: cursor.execute("select 1"))
    sqlite3.enable_callback_tracebacks(True)
    try:
        cursor.execute("select again()")
    except sqlite3.OperationalError as error:
        print(error)
# leaves objects: a connection that is not closed is held by the functions that it holds
