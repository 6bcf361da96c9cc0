"""The prompt behind a program, and input(), with a line editor."""
import os
import readline

os.environ["PYTHONINSPECT"] = "1"
readline.parse_and_bind("tab: complete")
readline.set_completer(lambda text, state: ([w for w in ("answer", "anchor", "bread") if w.startswith(text)] + [None])[state])
answer = 42
print(input("your name? "), readline.get_current_history_length())
