# The module readline: a history of lines, in memory and in files, and who completes.
# no trace: the library's modules are long
import os
import readline
import rlcompleter
import tempfile


def history():
    return [readline.get_history_item(i + 1) for i in range(readline.get_current_history_length())]


with tempfile.TemporaryDirectory() as folder:
    os.environ["HOME"] = folder
    path = os.path.join(folder, "lines")
    print(readline.get_history_length(), history(), readline.get_history_item(1))
    for line in "first", "zweite größe", "third", "fourth":
        readline.add_history(line)
    readline.replace_history_item(2, "3rd")
    readline.remove_history_item(0)
    readline.write_history_file(path)
    readline.append_history_file(1, path)
    print(history(), open(path, "rb").read())
    readline.set_history_length(2)
    readline.write_history_file()
    print(open(os.path.join(folder, ".history"), "rb").read())
    readline.clear_history()
    with open(path, "w") as file:
        file.write("one\n\ntwo\r\nthree\nunfinished")
    readline.read_history_file(path)
    print(history())
    for wrong in (lambda: readline.read_history_file(path + "x"), lambda: readline.write_history_file(path + "/x"),
                  lambda: readline.append_history_file(1, path + "x"), lambda: readline.read_init_file(path + "x"),
                  lambda: readline.remove_history_item(3), lambda: readline.replace_history_item(-1, "x"),
                  lambda: readline.replace_history_item(0, b"x"), lambda: readline.add_history(1), lambda: readline.add_history("a\0"),
                  lambda: readline.set_completer("x"), lambda: readline.get_history_item("1"), lambda: readline.read_history_file(3)):
        try:
            wrong()
        except (OSError, ValueError, TypeError) as error:
            print(type(error).__name__, error)

print(repr(readline.get_completer_delims()), type(readline.get_completer().__self__) is rlcompleter.Completer)
words = ["cat", "camel", "dog"]
readline.set_completer(lambda text, state: ([word for word in words if word.startswith(text)] + [None])[state])
readline.parse_and_bind("tab: complete")
readline.set_completer_delims(" \t")
print([readline.get_completer()("ca", i) for i in range(3)], repr(readline.get_completer_delims()))
readline.set_completer()
readline.insert_text("typed")
print(readline.get_completer(), readline.get_line_buffer(), readline.get_begidx(), readline.get_endidx(), readline.redisplay())
print(rlcompleter.Completer({"apple": 1, "apply": print}).complete("appl", 0))
