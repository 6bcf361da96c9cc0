# Callbacks that change what is being used: close it, begin it anew, take themselves away; and a collation that raises.
import contextlib
import gc
import sqlite3


def new():
    con = sqlite3.connect(":memory:")
    con.execute("create table t(a)")
    con.executemany("insert into t values(?)", [(i,) for i in range(5)])
    return con


def show(function):
    with contextlib.closing(new()) as con:
        try:
            print(function.__name__, function(con))
        except Exception as error:
            print(function.__name__, type(error).__name__, error)


@show
def close_in_converter(con):
    con = sqlite3.connect(":memory:", detect_types=2)
    sqlite3.register_converter("cc", lambda b: con.close())
    return con.execute('select 1 as "a [cc]" union select 2').fetchall()


@show
def close_in_text_factory(con):
    con.text_factory = lambda b: con.close()
    return con.execute("select 'a' union select 'b'").fetchall()


@show
def close_in_row_factory(con):
    con.row_factory = lambda c, r: con.close()
    return con.execute("select 'a' union select 'b'").fetchall()


@show
def reinit_in_function(con):
    con.create_function("f", 1, lambda x: con.__init__(":memory:"))
    return con.execute("select f(a) from t").fetchall()


@show
def reinit_cursor(con):
    c = con.cursor()
    con.create_function("f", 1, lambda x: c.__init__(con))
    return c.execute("select f(a) from t").fetchall()


@show
def close_cursor(con):
    c = con.cursor()
    con.create_function("f", 1, lambda x: c.close())
    return c.execute("select f(a) from t").fetchall()


@show
def unset_authorizer_in_itself(con):
    con.set_authorizer(lambda *a: con.set_authorizer(None) or 0)
    return con.execute("select a from t").fetchall()


@show
def unset_trace_in_itself(con):
    con.set_trace_callback(lambda *a: con.set_trace_callback(None))
    return con.execute("select a from t").fetchall()


@show
def unset_progress_in_itself(con):
    con.set_progress_handler(lambda: con.set_progress_handler(None, 0), 1)
    return con.execute("select a from t").fetchall()


@show
def replace_function_in_itself(con):
    con.create_function("f", 1, lambda x: con.create_function("f", 1, len))
    return con.execute("select f(a) from t").fetchall()


@show
def drop_row_factory(con):
    c = con.cursor()

    class F:

        def __call__(self, cur, row):
            c.row_factory = None
            gc.collect()
            return row
    c.row_factory = F()
    return c.execute("select a from t").fetchall()


@show
def commit_in_function(con):
    con.create_function("f", 1, lambda x: con.commit())
    return con.execute("select f(a) from t").fetchall()


@show
def rollback_in_fetch(con):
    c = con.execute("select a from t")
    c.fetchone()
    con.rollback()
    return c.fetchall()


@show
def close_in_del(con):

    class P:

        def __conform__(self, p):
            return 5

        def __del__(self):
            con.close()
    return con.execute("insert into t values(?)", (P(),)).rowcount


@show
def drop_table_in_select(con):
    con.create_function("f", 1, lambda x: con.execute("drop table t") and 1)
    return con.execute("select f(a) from t").fetchall()


@show
def nested(con):
    con.create_function("f", 1, lambda x: con.execute("select count(*) from t where a<?", (x,)).fetchone()[0])
    return con.execute("select f(a) from t").fetchall()


@show
def raise_in_collation(con):
    con.create_collation("c", lambda a, b: 1 / 0)
    return con.execute("select a from t order by cast(a as text) collate c").fetchall()


@show
def function_after_collation(con):
    con.create_collation("c", lambda a, b: 1 / 0)
    con.create_function("f", 1, print)
    return con.execute("select f(a) from (select a from t order by cast(a as text) collate c) limit 2").fetchall()
