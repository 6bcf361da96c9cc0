# A database in a file: what is written stays, two connections keep each other out, a journal undoes what was begun.
# no trace: the folder has another name each time, and threads take turns as the system likes
import os
import sqlite3
import tempfile
import threading

with tempfile.TemporaryDirectory() as folder:
    path = os.path.join(folder, "shop.db")
    con = sqlite3.connect(path)
    con.execute("create table item(id integer primary key, name, price)")
    con.executemany("insert into item(name, price) values(?, ?)", [(f"thing {i}", i * 1.5) for i in range(300)])
    print(sorted(os.listdir(folder)), os.path.getsize(path))
    con.commit()
    print(sorted(os.listdir(folder)), os.path.getsize(path))
    with open(path, "rb") as file:
        print(file.read(16))

    other = sqlite3.connect(path, timeout=0.05)
    print(other.execute("select count(*), sum(price) from item").fetchone())
    con.execute("update item set price = 0")
    print(other.execute("select sum(price) from item").fetchone())
    try:
        other.execute("delete from item")
    except sqlite3.OperationalError as error:
        print(error, error.sqlite_errorname)
    con.rollback()
    print(con.execute("select sum(price) from item").fetchone())

    other.execute("insert into item(name, price) values('last', 1000)")
    other.close()
    print(con.execute("select max(price) from item").fetchone())

    con.execute("pragma cache_size = 5")
    con.execute("insert into item(name, price) select a.name || b.name, a.price from item a, item b where a.id < 20")
    print(con.execute("select count(*) from item").fetchone(), os.path.exists(path + "-journal"))
    con.rollback()
    con.execute("vacuum")
    print(con.execute("pragma integrity_check").fetchone(), con.execute("select count(*) from item").fetchone())
    con.close()

    read_only = sqlite3.connect(f"file:{path}?mode=ro", uri=True)
    try:
        read_only.execute("delete from item")
    except sqlite3.OperationalError as error:
        print(error)
    read_only.close()
    try:
        sqlite3.connect(os.path.join(folder, "no", "where.db"))
    except sqlite3.OperationalError as error:
        print(error)

    # A write-ahead log: who reads does not wait for who writes.
    writer, reader = sqlite3.connect(path), sqlite3.connect(path)
    print(writer.execute("pragma journal_mode = wal").fetchone(), sorted(os.listdir(folder)))
    rows = reader.execute("select id from item")
    rows.fetchone()
    with writer:
        writer.execute("insert into item(name) values('newest')")
    print(sum(1 for row in rows), reader.execute("select count(*) from item").fetchone())
    print(writer.execute("pragma wal_checkpoint(truncate)").fetchone())
    reader.close()
    print(writer.execute("pragma journal_mode = delete").fetchone(), sorted(os.listdir(folder)))
    writer.execute("delete from item where name = 'newest'")
    writer.commit()
    writer.close()

    # Each thread has a connection of its own, and waits for the others.
    def add(name):
        mine = sqlite3.connect(path, isolation_level="IMMEDIATE")
        for i in range(5):
            with mine:
                mine.execute("insert into item(name) values(?)", (f"{name} {i}",))
        mine.close()

    threads = [threading.Thread(target=add, args=(name,)) for name in "abc"]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    con = sqlite3.connect(path)
    print(con.execute("select count(*) from item where price is null").fetchone())
    print(con.execute("select name from item where price is null order by name limit 3").fetchall())
    try:
        thread = threading.Thread(target=lambda: con.execute("select 1"))
        threading.excepthook = lambda args: print(args.exc_type.__name__, str(args.exc_value)[:79])
        thread.start()
        thread.join()
    finally:
        con.close()
